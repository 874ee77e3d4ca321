#!/usr/bin/python3
"""The same training in etude, NumPy and PyTorch eager, in turn, one thread each: CPU time, ratio, % of peak.

The post's run of 300 epochs; and a step of a network on pictures and of a transformer, on data of the right shape.

usage: bench/peers.py build/bench/train_bench [--rounds N]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy and PyTorch are imported

try:
    import numpy as np
except ImportError:
    sys.exit("NumPy is missing: apt-get install python3-numpy libopenblas0-pthread")
try:
    import engine_torch
    import torch

    torch.set_num_threads(1)
except (ImportError, SystemExit):
    torch = None
    print("PyTorch is missing and left out: apt-get install python3-torch")

EPOCHS, LR, WIDTHS, PER_CLASS = 300, 0.01, (2, 64, 64, 3), 100
OPERATIONS = EPOCHS * sum(
    (2 if i == 0 else 3) * 2 * 3 * PER_CLASS * a * b for i, (a, b) in enumerate(zip(WIDTHS, WIDTHS[1:]))
)


def spirals():
    random = np.random.RandomState(0)
    inputs = []
    for c in range(3):
        t = np.linspace(c * 4, (c + 1) * 4, PER_CLASS) + random.randn(PER_CLASS) * 0.25
        r = np.linspace(0.2, 1.0, PER_CLASS)
        inputs.append(np.column_stack([r * np.cos(t), r * np.sin(t)]))
    return np.vstack(inputs), np.repeat(np.arange(3), PER_CLASS)


def weights():
    random = np.random.RandomState(42)
    return [random.randn(a, b) * np.sqrt(2.0 / a) for a, b in zip(WIDTHS, WIDTHS[1:])]


def numpy_run(dtype):
    """Forward, loss, backward through the old weights, update: what a careful NumPy user would write."""
    inputs, labels = spirals()
    x, rows, n = inputs.astype(dtype), np.arange(len(labels)), len(labels)
    w = [m.astype(dtype) for m in weights()]
    b = [np.zeros(m.shape[1], dtype) for m in w]
    begin = time.process_time()
    for _ in range(EPOCHS):
        acts = [x]
        for i in range(len(w) - 1):
            acts.append(np.maximum(0, acts[-1] @ w[i] + b[i]))
        logits = acts[-1] @ w[-1] + b[-1]
        logits -= logits.max(axis=1, keepdims=True)
        e = np.exp(logits)
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[rows, labels] + 1e-12).mean()
        p[rows, labels] -= 1
        grad = p / dtype(n)
        for i in reversed(range(len(w))):
            dw, db = acts[i].T @ grad, grad.sum(axis=0)
            if i > 0:
                grad = grad @ w[i].T * (acts[i] > 0)
            w[i] -= dtype(LR) * dw
            b[i] -= dtype(LR) * db
    return time.process_time() - begin, float(loss)


def torch_run(dtype):
    kind = torch.float64 if dtype is np.float64 else torch.float32
    inputs, labels = spirals()
    x, y = torch.tensor(inputs, dtype=kind), torch.tensor(labels)
    w = [torch.tensor(m, dtype=kind, requires_grad=True) for m in weights()]
    b = [torch.zeros(m.shape[1], dtype=kind, requires_grad=True) for m in w]
    optimizer = torch.optim.SGD(w + b, lr=LR)
    begin = time.process_time()
    for _ in range(EPOCHS):
        h = x
        for i in range(len(w) - 1):
            h = torch.relu(torch.addmm(b[i], h, w[i]))
        loss = torch.nn.functional.cross_entropy(torch.addmm(b[-1], h, w[-1]), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return time.process_time() - begin, loss.item()


def etude_runs(program):
    """{name: (seconds a run, loss)}, {precision: peak in operations a second}, all measured in this second or two, and
    etude's share of the peak that stood right beside each run."""
    command = [program, "--benchmark_filter=peak|corrected$", "--benchmark_format=json", "--benchmark_min_time=0.2"]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    runs, peaks, shares = {}, {}, {}
    for row in json.loads(out)["benchmarks"]:
        kind, precision = row["name"].split("/")[:2]
        if kind == "train":
            runs[precision] = (row["cpu_time"] / 1e3, row["loss"])
            shares[precision] = row["of_peak"]
        else:
            peaks[precision] = row["GFLOP/s"] * 1e9
    return runs, peaks, shares


def measure(program, rounds):
    seconds, losses, peaks, shares = {}, {}, {}, {}
    for _ in range(rounds):
        runs, peak, share = etude_runs(program)
        for precision, dtype in (("float64", np.float64), ("float32", np.float32)):
            row = {"etude": runs[precision], "NumPy": numpy_run(dtype)}
            if torch:
                row["PyTorch"] = torch_run(dtype)
            for name, (time_taken, loss) in row.items():
                seconds.setdefault((precision, name), []).append(time_taken)
                losses[precision, name] = loss
                taken = share[precision] if name == "etude" else OPERATIONS / time_taken / peak[precision]
                shares.setdefault((precision, name), []).append(taken)
            peaks.setdefault(precision, []).append(peak[precision])
    return seconds, losses, peaks, shares


STEPS = {  # the benchmark's name, and the same step in PyTorch
    "fashion-mnist": lambda: engine_torch.fashion_mlp_step_time(batch=50, steps=400),
    "transformer": lambda: engine_torch.transformer_step_time(64, 64, 64, 4, 2, 16, 20),
}


def etude_steps(program):
    """{name: (seconds a step, operations a second)}, and the peak of float32 in operations a second."""
    command = [program, "--benchmark_filter=peak/float32|step", "--benchmark_format=json", "--benchmark_min_time=0.3"]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    rows = {row["name"]: row for row in json.loads(out)["benchmarks"]}
    peak = rows.pop("fma_peak/float32")["GFLOP/s"] * 1e9
    return {name.split("/")[1]: (r["cpu_time"] * 1e-6, r["operations"]) for name, r in rows.items()}, peak


def compare_steps(program, rounds):
    print(f"\none training step, float32, one thread, CPU time, medians of {rounds} rounds")
    print("network        program   us a step   of etude   % of peak")
    seconds, shares = {}, {}
    for _ in range(rounds):
        steps, peak = etude_steps(program)
        for name, (time_taken, operations) in steps.items():
            others = {"PyTorch": STEPS[name]()} if torch else {}
            for who, taken in {"etude": time_taken, **others}.items():
                seconds.setdefault((name, who), []).append(taken)
                shares.setdefault((name, who), []).append(operations / taken / peak)
    for (name, who), times in seconds.items():
        ratio = statistics.median(t / e for t, e in zip(times, seconds[name, "etude"]))
        share = statistics.median(shares[name, who])
        print(f"{name:<13}  {who:<8}  {statistics.median(times) * 1e6:9.0f}   {ratio:7.2f}x   {share:9.1%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the etude benchmark: build/bench/train_bench")
    parser.add_argument("--rounds", type=int, default=7, help="how often each takes its turn")
    options = parser.parse_args()
    seconds, losses, peaks, shares = measure(options.program, options.rounds)
    network = "-".join(map(str, WIDTHS))
    print(f"{EPOCHS} epochs, {3 * PER_CLASS} samples, {network}, one thread, CPU time, medians of {options.rounds} rounds")
    print("precision  program   ms a run   of etude   GFLOP/s   % of peak   final loss")
    for (precision, name), times in seconds.items():
        median = statistics.median(times)
        ratio = statistics.median(t / e for t, e in zip(times, seconds[precision, "etude"]))
        share = statistics.median(shares[precision, name])
        print(
            f"{precision:<9}  {name:<8}  {median * 1e3:8.1f}   {ratio:7.2f}x  {OPERATIONS / median * 1e-9:8.1f}"
            f"   {share:9.1%}   {losses[precision, name]:.10f}"
        )
    for precision, values in peaks.items():
        print(f"multiply-add peak of one core, {precision}: {statistics.median(values) * 1e-9:.1f} GFLOP/s")
    compare_steps(options.program, options.rounds)


main()
