#!/usr/bin/python3
"""What a schedule's value costs in etude, PyTorch's scheduler.step() and optax, in turn, one thread each: ns, ratio.

optax has a Python of its own where it is not installed for this one: --optax-python PYTHON

usage: bench/schedule_peers.py build/bench/schedule_bench [--optax-python PYTHON] [--rounds N]
"""

import argparse
import json
import os
import subprocess
import sys
import time

STEPS = 100000
COSINE, FIVE = "cosine(from=0.1, to=1e-4, steps=100000)", "warmup(to=0.1, steps=1000) then constant(value=0.1, steps=90"
PIECES = (  # of the five: kind, from, to, steps
    ("linear", 0.0, 0.1, 1000),
    ("linear", 0.1, 0.1, 9000),
    ("linear", 0.1, 0.05, 40000),
    ("cosine", 0.05, 0.01, 40000),
    ("linear", 0.01, 0.0, 10000),
)
ROWS = (
    ("one value", "cosine"),
    ("one value", "five pieces"),
    ("in bulk", "cosine"),
    ("in bulk", "five pieces"),
)


def ns_a_call(call, count):
    begin = time.process_time()
    for step in range(count):
        call(step)
    return (time.process_time() - begin) / count * 1e9


def etude_times(program):
    """What schedule_bench says of the two: {(how, which): ns}."""
    command = [program, "--benchmark_filter=in_order|in_bulk", "--benchmark_format=json", "--benchmark_min_time=0.05"]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    found = {}
    for row in json.loads(out)["benchmarks"]:
        which = "cosine" if row["label"] == COSINE else "five pieces" if row["label"].startswith(FIVE) else None
        bulk = row["name"].startswith("in_bulk")
        if which:
            found["in bulk" if bulk else "one value", which] = row["cpu_time"] / (STEPS if bulk else 1)
    return found


def torch_times():
    """A step of a scheduler with one parameter group, which is what PyTorch has instead of a value."""
    import warnings

    import torch
    from torch.optim import lr_scheduler as sch

    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # optimizer.step() is not called

    def optimizer():
        return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)

    def piece(o, kind, start, end, steps):
        if kind == "cosine":
            return sch.CosineAnnealingLR(o, steps, end)
        return sch.LinearLR(o, max(start, 1e-6) / 0.1, end / 0.1, steps)

    five = optimizer()
    ends = [sum(p[3] for p in PIECES[: i + 1]) for i in range(len(PIECES) - 1)]
    sequence = sch.SequentialLR(five, [piece(five, *p) for p in PIECES], ends)
    cosine = sch.CosineAnnealingLR(optimizer(), STEPS, 1e-4)
    return {
        ("one value", "cosine"): {"PyTorch": ns_a_call(lambda step: cosine.step(), 20000)},
        ("one value", "five pieces"): {"PyTorch": ns_a_call(lambda step: sequence.step(), 20000)},
    }


def optax_times():
    """Values in float32, as optax has them; jitted, with the step as an argument, each value waited for."""
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    import jax
    import jax.numpy as jnp
    import optax

    def piece(kind, start, end, steps):
        if kind == "cosine":
            return optax.cosine_decay_schedule(start, steps, end / start)
        return optax.linear_schedule(start, end, steps)

    ends = [sum(p[3] for p in PIECES[: i + 1]) for i in range(len(PIECES) - 1)]
    schedules = {
        "cosine": optax.cosine_decay_schedule(0.1, STEPS, 1e-3),
        "five pieces": optax.join_schedules([piece(*p) for p in PIECES], ends),
    }
    found = {}
    for which, schedule in schedules.items():
        jitted, bulk = jax.jit(schedule), jax.jit(jax.vmap(schedule))
        steps = jnp.arange(STEPS)
        jitted(0).block_until_ready(), bulk(steps).block_until_ready()  # compiled before the clock runs
        found["one value", which] = {
            "optax": ns_a_call(lambda step: jax.block_until_ready(schedule(step)), 300),
            "optax, jitted": ns_a_call(lambda step: jitted(step).block_until_ready(), 5000),
        }
        found["in bulk", which] = {"optax, jitted": ns_a_call(lambda _: bulk(steps).block_until_ready(), 20) / STEPS}
    return found


def rows_of(times):
    return [[*key, program, ns] for key, programs in times.items() for program, ns in programs.items()]


def asked(python, what):
    """The rows of one peer, by a process of its own; none where it is not installed."""
    run = subprocess.run([python, __file__, "--only", what], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode == 0:
        return json.loads(run.stdout.splitlines()[-1])
    print(f"{what} is left out: {run.stderr.strip().splitlines()[-1]}", file=sys.stderr)
    return []


def measure(options):
    """The least time of all rounds: {(how, which, program): ns}."""
    least = {}
    for _ in range(options.rounds):
        rows = rows_of({key: {"etude": ns} for key, ns in etude_times(options.program).items()})
        rows += asked(sys.executable, "torch") + asked(options.optax_python, "optax")
        for how, which, program, ns in rows:
            key = how, which, program
            least[key] = min(ns, least.get(key, ns))
    return least


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", help="the etude benchmark: build/bench/schedule_bench")
    parser.add_argument("--optax-python", default=sys.executable, help="a Python that has optax")
    parser.add_argument("--rounds", type=int, default=3, help="how often each takes its turn")
    parser.add_argument("--only", choices=("torch", "optax"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        return print(json.dumps(rows_of(torch_times() if options.only == "torch" else optax_times())))
    if not options.program:
        parser.error("say where schedule_bench is")
    least = measure(options)
    print(f"CPU time of one thread, the least of {options.rounds} rounds")
    print("asked for  schedule     program             ns a value      of etude")
    for how, which in ROWS:
        for (how_row, which_row, program), ns in least.items():
            if (how, which) == (how_row, which_row):
                ratio = ns / least[how, which, "etude"]
                print(f"{how:<9}  {which:<11}  {program:<16}  {ns:12.1f}  {ratio:11.1f}x")


main()
