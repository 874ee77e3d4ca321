#!/usr/bin/env python3
"""What scheduler.step() costs in PyTorch's own schedulers and in etude.torch.Scheduler, in turn, one thread: ns a call.

Medians over rounds in which all took their turn, of CPU time, so another process on the machine disturbs them less.

usage: PYTHONPATH=build/test/adapters/python bench/torch_step.py [--rounds N]
"""

import argparse
import statistics
import time
import warnings

import torch
from torch.optim import lr_scheduler

import etude.torch

STEPS = 10**6
COSINE = "cosine(from=0.1, to=1e-4, steps=1000000)"
CASES = (  # what is driven, by etude, by PyTorch
    ("cosine", COSINE, lambda of: lr_scheduler.CosineAnnealingLR(of, T_max=STEPS, eta_min=1e-4)),
    ("1-cycle, rate and momentum", f"torch.OneCycleLR(max_lr=0.1, total_steps={STEPS})",
     lambda of: lr_scheduler.OneCycleLR(of, max_lr=0.1, total_steps=STEPS)),
)
GROUPS = (1, 10, 100, 500)


def optimizer(groups):
    return torch.optim.SGD([{"params": [torch.nn.Parameter(torch.zeros(1))]} for _ in range(groups)], lr=0.1, momentum=0.9)


def ns_a_step(scheduler, groups):
    calls = 20000 // groups + 20
    begin = time.process_time_ns()
    for _ in range(calls):
        scheduler.step()
    return (time.process_time_ns() - begin) / calls


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # of PyTorch's, which sees no optimizer.step() here
    print(f"PyTorch {torch.__version__}, medians of {rounds} rounds\n")
    print(f"{'drives':<28}{'groups':>7}{'PyTorch':>12}{'etude':>12}{'ratio':>8}")
    for name, spec, other in CASES:
        for groups in GROUPS:
            both = other(optimizer(groups)), etude.torch.Scheduler(optimizer(groups), spec)
            times = [[ns_a_step(scheduler, groups) for scheduler in both] for _ in range(rounds)]
            theirs, ours = (statistics.median(column) for column in zip(*times))
            print(f"{name:<28}{groups:>7}{theirs:>9.0f} ns{ours:>9.0f} ns{theirs / ours:>7.0f}x")


if __name__ == "__main__":
    main()
