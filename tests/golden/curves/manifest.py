#!/usr/bin/env python3
"""Writes manifest.csv, what `etude forecast` reads beside the logs, out of runs.csv: each schedule in etude's notation.

README.md beside this file has the formulas of warm-ups and decays; here each is the line that gives the same numbers.

usage: manifest.py            writes manifest.csv
       manifest.py ETUDE      holds every logged rate against `ETUDE show`, to 2.5e-6 of the run's peak
"""

import csv
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TOLERANCE = 2.5e-6  # of the peak: the logs have six digits

WARMUPS = {
    "linear0": "linear(from=0, to={peak}, steps={warmup})",
    "linear0.01": "linear(from={start}, to={peak}, steps={warmup}, end=after)",
    "cos0.01": "cosine(from={start}, to={peak}, steps={warmup})",
}
COSINES = {
    "linear0": "cosine(from={peak}, to={end}, steps={rest}, end=after)",
    "linear0.01": "cosine(from={peak}, to={end}, steps={rest}, end=after)",
    "cos0.01": "cosine(from={peak}, to={end}, steps={rest}, first=moved)",
}
DECAYS = {
    "linear": "linear(from={peak}, to={end}, steps={decay}, end=after)",
    "exp": "geometric(from={peak}, to={end}, steps={decay}, end=after)",
    "sqrt": "polynomial(from={peak}, to={end}, steps={decay}, power=0.5, base=done, end=after)",
    "step": "constant(value={end}, steps={decay})",
}


def schedule(run):
    """The run's schedule as one line of etude's notation."""
    total, warmup, shape = int(run["total_steps"]), int(run["warmup_steps"]), run["warmup_shape"]
    peak, end = float(run["peak_lr"]), float(run["end_lr"])
    names = dict(peak=f"{peak:g}", end=f"{end:g}", start=f"{peak / 100:g}", warmup=warmup, rest=total - warmup)
    pieces = [WARMUPS[shape]]
    if run["kind"] == "constant":
        pieces.append("constant(value={peak}, steps={rest})")
    elif run["kind"] == "cosine":
        pieces.append(COSINES[shape])
    else:
        begin = int(run["decay_start"])
        names.update(hold=begin - warmup, decay=total - begin)
        pieces += ["constant(value={peak}, steps={hold})", DECAYS[run["decay_shape"]]]
    return " then ".join(pieces).format(**names)


def runs():
    with open(HERE / "runs.csv", newline="") as file:
        return list(csv.DictReader(file))


def write():
    with open(HERE / "manifest.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["run", "schedule", "steps", "role", "branch_step"])
        for run in runs():
            out.writerow([run["run"], schedule(run), run["total_steps"], run["role"], run["branch_step"]])


def check(etude):
    """Every logged rate against the rate that etude gives."""
    with open(HERE / "manifest.csv", newline="") as file:
        written = {row["run"]: row["schedule"] for row in csv.DictReader(file)}
    worst = 0.0
    for run in runs():
        with open(HERE / run["file"], newline="") as file:
            logged = [(row["step"], float(row["lr"])) for row in csv.DictReader(file) if row["run"] == run["run"]]
        at = ",".join(step for step, _ in logged)
        shown = subprocess.run([etude, "show", written[run["run"]], "--at", at], capture_output=True, text=True)
        if shown.returncode != 0:
            sys.exit(f"{run['run']}: {shown.stderr}")
        rates = [float(line.split(",")[1]) for line in shown.stdout.splitlines()[1:]]
        for (step, lr), rate in zip(logged, rates, strict=True):
            worst = max(worst, abs(rate - lr) / float(run["peak_lr"]))
            if abs(rate - lr) > TOLERANCE * float(run["peak_lr"]):
                sys.exit(f"{run['run']}: at step {step} the log has {lr}, etude {rate}")
    print(f"{len(written)} runs; no rate is further off than {worst:.2g} of the peak")


if __name__ == "__main__":
    check(sys.argv[1]) if len(sys.argv) > 1 else write()
