"""muon.jsonl: what NumPy computes by the formula of muon from the same numbers; as optimizers.jsonl, which make.py tells of.

    muon.py        What to install: numpy, of the version that requirements.txt says.

The formula, of a matrix W of r rows and c columns, gradient G, rate lr, momentum mu, decay wd:
    M <- mu M + (1 - mu) G
    U = (1 - mu) G + mu M
    X = U / (|U| + 1e-7), transposed where r > c; five times: A = X X^T, X <- a X + (b A + c A A) X
    W <- W - lr wd W - lr 0.2 sqrt(max(r, c)) X       (untied: wd in place of lr wd)
Coefficients a, b, c: Jordan et al. 2024; factor and decay: Liu et al. 2025. What is no matrix is moved as by AdamW.
"""

import json
import pathlib
import sys
import zlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
A, B, C = 3.4445, -4.7750, 2.0315


def orthogonal(update):
    tall = update.shape[0] > update.shape[1]
    x = update.T if tall else update
    x = x / (np.sqrt(np.sum(x * x)) + 1e-7)
    for _ in range(5):
        a = x @ x.T
        x = A * x + (B * a + C * a @ a) @ x
    return x.T if tall else x


def matrix_steps(w, gradients, rates, options):
    m = np.zeros_like(w)
    mu, wd = options["momentum"], options["weight_decay"]
    for g, lr in zip(gradients, rates):
        m = mu * m + (1 - mu) * g
        direction = orthogonal((1 - mu) * g + mu * m)
        decay = wd if options.get("decay") == "untied" else lr * wd
        w = w - decay * w - lr * 0.2 * np.sqrt(max(w.shape)) * direction
        yield w


def number_steps(w, gradients, rates, options):
    m, v = np.zeros_like(w), np.zeros_like(w)
    b1, b2 = options["beta1"], options["beta2"]
    for t, (g, lr) in enumerate(zip(gradients, rates), 1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        w = w - lr * options["weight_decay"] * w
        w = w - lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + options["epsilon"])
        yield w


def case(name, shape, precision="float64", steps=6, **more):
    random = np.random.RandomState(zlib.crc32(name.encode()))
    options = {"momentum": 0.95, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.1, **more}
    drawn = [np.round(random.standard_normal(shape), 4) for _ in range(steps + 1)]
    if precision == "float32":
        drawn = [each.astype(np.float32).astype(np.float64) for each in drawn]
    rates = [0.1, 0.05, 0.02, 0.02, 0.0, 0.01][:steps]
    way = matrix_steps if isinstance(shape, tuple) else number_steps
    flat = [w.ravel().tolist() for w in way(drawn[0], drawn[1:], rates, options)]
    line = {"case": f"muon: {name}", "rule": "muon", "precision": precision, "options": options, "lr": rates,
            "start": drawn[0].ravel().tolist(), "gradients": [g.ravel().tolist() for g in drawn[1:]], "parameters": flat}
    return line | ({"shape": list(shape)} if isinstance(shape, tuple) else {})


def main():
    pinned = dict(line.split("==") for line in (HERE / "requirements.txt").read_text().split() if "==" in line)
    if np.__version__ != pinned["numpy"]:
        sys.exit(f"muon.py: numpy is not {pinned['numpy']}: pip install numpy=={pinned['numpy']}")
    lines = [case("4 x 4", (4, 4)), case("wide", (5, 9)), case("tall", (11, 3)), case("one row", (1, 6)),
             case("one column", (6, 1)), case("untied", (3, 5), decay="untied", weight_decay=0.01),
             case("no momentum", (6, 6), momentum=0.0), case("float32", (7, 5), "float32"), case("numbers", 9)]
    (HERE / "muon.jsonl").write_text("".join(json.dumps(line, allow_nan=False) + "\n" for line in lines))


if __name__ == "__main__":
    main()
