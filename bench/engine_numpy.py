"""The post's training in NumPy, as a careful user would write it; see engines.py."""

import os
import sys

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy is imported

try:
    import numpy as np
except ImportError:
    sys.exit("apt-get install python3-numpy libopenblas0-pthread")

import engines


def post(dtype):
    """Forward, loss, backward through the old weights, update."""
    (x, labels), layers = engines.spirals(dtype), engines.mlp_weights(engines.WIDTHS, dtype)
    w, b = layers[::2], layers[1::2]
    rows, n, lr = np.arange(len(labels)), dtype(len(labels)), dtype(engines.LR)

    def epoch():
        acts = [x]
        for i in range(len(w) - 1):
            acts.append(np.maximum(0, acts[-1] @ w[i] + b[i]))
        logits = acts[-1] @ w[-1] + b[-1]
        logits -= logits.max(axis=1, keepdims=True)
        e = np.exp(logits)
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[rows, labels] + 1e-12).mean()
        p[rows, labels] -= 1
        grad = p / n
        for i in reversed(range(len(w))):
            dw, db = acts[i].T @ grad, grad.sum(axis=0)
            if i > 0:
                grad = grad @ w[i].T * (acts[i] > 0)
            w[i] -= lr * dw
            b[i] -= lr * db
        return loss

    def run(epochs):
        for _ in range(epochs):
            loss = epoch()
        return loss

    return run


label = "NumPy " + ".".join(np.__version__.split(".")[:2])
engines.serve({label: {name: lambda dtype=dtype: post(dtype) for name, dtype in engines.RUNS.items()}})
