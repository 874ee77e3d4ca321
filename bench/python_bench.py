#!/usr/bin/env python3
"""What the Python module costs, beside its peers in the same run: importing it, one value, many values by NumPy.

Every row is CPU time, the median of so many rounds in which all take turns. etude's import is that of a fresh interpreter, less the
interpreter's own; values in bulk are those of an arange of steps, a point; NumPy's own is the cosine as one writes it with
numpy.cos. PyTorch's step is that of a scheduler with one group, which is what it has instead of a value.

usage: PYTHONPATH=FOLDER_OF_ETUDE bench/python_bench.py [--rounds N] [--points N]
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
import warnings

import numpy

import etude

STEPS = 100_000
COSINE = etude.cosine(from_=0.1, to=1e-4, steps=STEPS)
FIVE = etude.warmup(to=0.1, steps=1000) >> etude.constant(0.1, steps=9000) >> etude.linear(0.1, to=0.05, steps=40_000) >> etude.cosine(0.05, to=0.01, steps=40_000) >> etude.linear(0.01, steps=10_000)


def seconds(call):
    """Of CPU: what else runs on the machine is not counted."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imported(code):
    """What a fresh interpreter takes for it, in seconds of CPU: the least of five."""
    environment, times = {"PYTHONPATH": ":".join(sys.path)}, []
    for _ in range(5):
        begin = of_children()
        subprocess.run([sys.executable, "-S", "-c", code], check=True, env=environment)
        times.append(of_children() - begin)
    return min(times)


def ns_a_call(call, count=20_000):
    def loop():
        for step in range(count):
            call(step)

    return seconds(loop) / count * 1e9


def torch_step():
    """PyTorch's own scheduler.step(), or nothing where there is no PyTorch."""
    try:
        import torch
    except ImportError:
        return None
    warnings.simplefilter("ignore")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=STEPS)
    return lambda step: scheduler.step()


def numpy_cosine(steps):
    return 1e-4 + (0.1 - 1e-4) * (1 + numpy.cos(numpy.pi * steps / (STEPS - 1))) / 2


def as_long(curve, points):
    """The schedule over so many steps, where it counts them."""
    if curve.pieces or "steps" not in curve.fields:
        return curve
    try:
        return getattr(etude, curve.kind)(**{**curve.fields, "steps": points})
    except etude.Error:
        return curve


def examples(points):
    """A schedule of every kind: its docstring's, as long as the run where it counts steps."""
    for name in dir(etude):
        doc = getattr(etude, name).__doc__ or "" if name[0].islower() and name not in etude._windows else ""
        spec = doc.partition("\netude.parse('")[2].partition("') gives ")[0]
        if spec:
            yield name, as_long(etude.parse(spec), points)


def rows(points):
    """(what, call) -> ns."""
    steps = numpy.arange(points)
    yield "import etude", "ms", lambda: (imported("import etude") - imported("pass")) * 1e3
    yield "one value, cosine", "ns", lambda: ns_a_call(COSINE)
    yield "one value, five pieces", "ns", lambda: ns_a_call(FIVE)
    if step := torch_step():
        yield "PyTorch's scheduler.step()", "ns", lambda: ns_a_call(step, 2000)
    bulk = lambda curve: lambda: seconds(lambda: curve(steps)) / points * 1e9
    yield "in bulk, cosine", "ns a point", bulk(COSINE)
    yield "in bulk, five pieces", "ns a point", bulk(FIVE)
    yield "in bulk, the cosine by numpy.cos", "ns a point", bulk(numpy_cosine)
    for name, curve in examples(points):
        yield f"in bulk, {name}", "ns a point", bulk(curve)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--points", type=int, default=1_000_000)
    options = parser.parse_args()
    every = list(rows(options.points))
    times = [[] for _ in every]
    for _ in range(options.rounds):
        for (_, _, measure), found in zip(every, times):
            found.append(measure())
    for (what, unit, _), found in zip(every, times):
        print(f"| {what} | {statistics.median(found):.3g} {unit} |")


if __name__ == "__main__":
    main()
