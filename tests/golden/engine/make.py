"""Writes the golden values of the engine: what PyTorch computes from the same numbers.

    make.py        or, for some of the files: make.py layers losses        What to install: requirements.txt.

Each line of the four files that it writes beside it is one case, computed in float64 unless it says float32. Matrices
are lists of rows; a weight is inputs x outputs (PyTorch's is the transpose); the gain of a norm is what PyTorch calls
its weight.

optimizers.jsonl  parameters after each step. The gradients are those before clipping. Weight decay is L2 in sgd,
                  momentum, nesterov and adam-l2; decoupled and tied to the rate in adamw and lion; schedule-free adds
                  it at y. In float32 the start and the gradients are rounded to it first, the options are not.
layers.jsonl      outputs, and the gradients of sum(upstream * y). Rows are samples x positions, where there are
                  positions, those of one sample together. batch-norm: running_mean and running_var are lists of two,
                  after the first and after all of `batches`; y_eval is what the latter make of x_eval.
losses.jsonl      the mean over rows, and its gradient by the logits.
networks.jsonl    loss and gradients at `parameters`. after: training from there on the same batch, where losses[t] is
                  the loss before the update of step t, and final_loss that after the last; batch norm is in training
                  mode throughout. hessian: of that loss by all parameters, joined in the order in which they stand.

Where a value is what a subtraction left over, hold it to 1e-16 of what was subtracted, not to its own last digits: GELU
far below zero, a softmax near 1, and the gradients of the keys' bias and of a bias before batch norm, which are 0 but
for rounding. PyTorch is kept to its portable kernels, which do not fuse multiply and add.
"""

import importlib.metadata
import json
import os
import sys
from pathlib import Path

os.environ |= {"ATEN_CPU_CAPABILITY": "default", "MKL_CBWR": "COMPATIBLE"}  # read when torch is imported
HERE = Path(__file__).resolve().parent


def main(names):
    for line in (HERE / "requirements.txt").read_text().splitlines():
        package, _, version = line.partition("==")
        if version and importlib.metadata.version(package).partition("+")[0] != version:
            sys.exit(f"make.py: {package} is not {version}: pip install -r {HERE / 'requirements.txt'}")
    import layers
    import losses
    import networks
    import optimizers
    import torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.set_default_dtype(torch.float64)
    files = {module.__name__: module.cases for module in (optimizers, layers, losses, networks)}
    for name in names or files:
        lines = list(files[name]())
        text = "".join(json.dumps(line, allow_nan=False) + "\n" for line in lines)
        (HERE / f"{name}.jsonl").write_text(text)
        print(f"{name}: {len(lines)} cases, {len(text)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
