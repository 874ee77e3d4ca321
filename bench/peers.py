#!/usr/bin/python3
"""The same training in etude, NumPy, PyTorch and JAX, in turn, one thread each: CPU time, ratio, % of peak.

The post's run of 300 epochs; and a step of a network on pictures and of a transformer. Each peer is a program of its own
(engine_*.py) under a Python that has it: NumPy and PyTorch 1.13 under Debian's, today's PyTorch, eager and compiled, and
JAX under the one that tests/python/install current makes, or --python names. A peer that is missing is said in a line,
and the rest runs; one whose loss is not etude's fails the comparison.

usage: bench/peers.py build/bench/train_bench [--rounds N] [--python PYTHON] [--only WORD...]
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DEBIANS = "/usr/bin/python3"
WORKLOADS = {  # what peers call it: the benchmark's name, what it is, how near losses lie to etude's
    "float64": ("train/float64/corrected", "the post's run, float64", 1e-9),
    "float32": ("train/float32/corrected", "the post's run, float32", 1e-5),
    "pictures": ("step/fashion-mnist", "784-64-64-10, 50 samples", 1e-4),
    "transformer": ("step/transformer", "transformer, 1024 characters", 1e-4),
}
SECONDS = {"ms": 1e-3, "us": 1e-6}


class Peer:
    """An engine that runs, and what it can train: {label: [workload, ...]}."""

    def __init__(self, python, engine):
        said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [python, HERE / engine], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True
        )
        self.rows = json.loads(self.process.stdout.readline() or "{}")
        if not self.rows:
            self.process.wait()
            said.seek(0)
            print(f"{engine} under {python} is left out: {(said.read().strip().splitlines() or ['it ended'])[-1]}")

    def take_turn(self, label, workload):
        print(f"{label}\t{workload}", file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        return json.loads(answer) if answer else {"error": "it ended"}

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def peers(python):
    found = [Peer(DEBIANS, "engine_numpy.py"), Peer(DEBIANS, "engine_torch.py")]
    if os.path.exists(python):
        found += [Peer(python, "engine_torch.py"), Peer(python, "engine_jax.py")]
    else:
        print(f"today's PyTorch and JAX are left out: there is no {python}; tests/python/install current makes one")
    return [peer for peer in found if peer.rows]


def etude_turn(program, name):
    """Seconds and loss, operations a run or step, and etude's share of the peak that stood right beside it."""
    precision = "float64" if "float64" in name else "float32"
    command = [program, f"--benchmark_filter=^(fma_peak/{precision}|{name})$", "--benchmark_format=json"]
    out = subprocess.run(
        [*command, "--benchmark_min_time=0.2"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    ).stdout
    rows = {row["name"]: row for row in json.loads(out)["benchmarks"]}
    row, peak = rows[name], rows["fma_peak/" + precision]["GFLOP/s"] * 1e9
    return {"seconds": row["cpu_time"] * SECONDS[row["time_unit"]], **row, "peak": peak}


class Comparison:
    """One workload: what each program took in every round."""

    def __init__(self, workload):
        self.workload = workload
        self.name, self.what, self.near = WORKLOADS[workload]
        self.seconds, self.shares, self.losses, self.peaks = {}, {}, {}, []

    def round(self, program, everyone):
        etude = etude_turn(program, self.name)
        self.peaks.append(etude["peak"])
        self.add("etude", etude, etude["of_peak"])
        for peer in everyone:
            for label, workloads in peer.rows.items():
                if self.workload not in workloads:
                    continue
                answer = peer.take_turn(label, self.workload)
                if "error" in answer:
                    print(f"{label}, {self.workload}: left out: {answer['error']}")
                    workloads.remove(self.workload)
                else:
                    self.add(label, answer, etude["operations"] / answer["seconds"] / etude["peak"])

    def add(self, label, answer, share):
        self.seconds.setdefault(label, []).append(answer["seconds"])
        self.shares.setdefault(label, []).append(share)
        self.losses[label] = answer["loss"]

    def strangers(self):
        """Who did not train the same."""
        loss = self.losses["etude"]
        return [label for label, other in self.losses.items() if not abs(other - loss) <= self.near * abs(loss)]

    def show(self):
        for label, times in self.seconds.items():
            ratio = statistics.median(t / e for t, e in zip(times, self.seconds["etude"]))
            print(
                f"| {self.what:<28} | {label:<21} | {statistics.median(times) * 1e3:8.4g} | {ratio:7.2f}x"
                f" | {100 * statistics.median(self.shares[label]):12.1f} % | {self.losses[label]:.10f} |",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the etude benchmark: build/bench/train_bench")
    parser.add_argument("--rounds", type=int, default=7, help="how often each takes its turn")
    current = os.environ.get("ETUDE_CURRENT", str(HERE.parent / "build/python-current/bin/python"))
    parser.add_argument("--python", default=current, help="has today's PyTorch and JAX; ETUDE_CURRENT may name it")
    parser.add_argument("--only", nargs="+", choices=WORKLOADS, default=list(WORKLOADS), help="these workloads")
    options = parser.parse_args()
    everyone = peers(options.python)
    strangers = []
    print(f"one thread, CPU time of a run or a step, medians of {options.rounds} rounds\n")
    print("| what                         | program               | ms       | of etude | % of the peak  | loss         |")
    print("|---|---|---|---|---|---|", flush=True)
    peaks = {}
    for workload in options.only:
        comparison = Comparison(workload)
        for _ in range(options.rounds):
            comparison.round(options.program, everyone)
        comparison.show()
        peaks.setdefault("float64" if workload == "float64" else "float32", []).extend(comparison.peaks)
        strangers += [f"{label}, {workload}: its loss is not etude's" for label in comparison.strangers()]
    for precision, values in peaks.items():
        print(f"\nmultiply-add peak of one core, {precision}: {statistics.median(values) * 1e-9:.1f} GFLOP/s", end="")
    print()
    for peer in everyone:
        peer.end()
    sys.exit("\n".join(strangers) or None)


main()
