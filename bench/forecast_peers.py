#!/usr/bin/python3
"""What a forecast costs in etude and in NumPy and SciPy, in turn, one thread each: CPU time, ratio.

The multi-power law is fitted to the three runs of the 100M model that its paper fits, the end of a cosine of 50,000 steps
is predicted, and a schedule of 50,000 steps optimised. SciPy's fit is least squares with Huber's loss from one start, its
Jacobian by differences; drops are summed one by one, or 32 neighbours as one, which is faster and a little off. Its search
is L-BFGS-B over 64 knots with the law's own gradient. Etude's fit is of three laws, from three starts each.

NumPy and SciPy are installed into build/forecast_peers, pinned, where they are missing.

usage: bench/forecast_peers.py build/bench/forecast_bench [--rounds N] [--merged-only]
"""

import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).parent.parent
VENV = ROOT / "build/forecast_peers"
PINNED = ("numpy==1.26.4", "scipy==1.11.4")
RUNS = ("mpl100_constant_24000", "mpl100_cosine_24000", "mpl100_wsdcon_9")
PEAK, WARMUP, STEPS, KNOTS = 3e-4, 2160, 50_000, 64

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy is imported


def enter_venv():
    """Starts again in a Python that has the pinned packages."""
    python = VENV / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINNED], check=True)
    os.execv(python, [python, *sys.argv, "--in-venv"])


def rates_of(run, steps):
    """The rates of a run by the formulas of the curves' README."""
    import numpy as np

    t = np.arange(steps)
    rates = np.full(steps, PEAK)
    if run == "cosine":
        rates = 3e-5 + 0.5 * (PEAK - 3e-5) * (1 + np.cos(np.pi * (t - WARMUP) / (steps - WARMUP)))
    if run == "wsdcon":
        rates[8000:] = 9e-5
    return np.where(t < WARMUP, PEAK * t / (WARMUP - 1), rates)


def points_of(run):
    with open(ROOT / "tests/golden/curves/mpl_100M.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["run"] == run]
    return [int(row["step"]) for row in rows], [float(row["loss"]) for row in rows]


class Law:
    """The multi-power law of one run at some steps, its drops one by one or `merge` neighbours as one."""

    def __init__(self, rates, at, merge=1):
        import numpy as np

        self.sums = np.cumsum(rates)
        self.progress = self.sums[np.minimum(at, len(rates) - 1)]
        drops = rates[WARMUP - 1 : -1] - rates[WARMUP:]
        where = np.nonzero(drops)[0] + WARMUP
        groups = [where[i : i + merge] for i in range(0, len(where), merge)]
        self.size = np.array([(rates[g - 1] - rates[g]).sum() for g in groups])
        self.log_rate = np.array([np.log(rates[g]).mean() for g in groups])
        self.before = np.array([self.sums[g - 1].mean() for g in groups])

    def __call__(self, numbers):
        import numpy as np

        floor, height, alpha, drop, kernel, beta, gamma = numbers
        loss = floor + height * self.progress**-alpha
        if len(self.size):
            since = np.maximum(self.progress[:, None] - self.before, 0)
            loss = loss - drop * ((1 - (1 + kernel * np.exp(-gamma * self.log_rate) * since) ** -beta) @ self.size)
        return loss


def fitted(merge):
    """The seven numbers, by their logarithms."""
    import numpy as np
    from scipy.optimize import least_squares

    laws, losses = [], []
    for run, kind in zip(RUNS, ("constant", "cosine", "wsdcon")):
        at, measured = points_of(run)
        laws.append(Law(rates_of(kind, max(at) + 1), np.array(at), merge))
        losses.append(np.log(measured))

    def residuals(logs):
        numbers = np.exp(logs)
        return np.concatenate([np.log(np.maximum(law(numbers), 1e-3)) - its for law, its in zip(laws, losses)])

    start = np.log([min(np.exp(l).min() for l in losses) - 0.2, 0.6, 0.5, 400, 1, 0.5, 0.5])
    return np.exp(least_squares(residuals, start, loss="huber", f_scale=1e-3, max_nfev=200).x)


def final_and_gradient(numbers, rates):
    import numpy as np

    floor, height, alpha, drop, kernel, beta, gamma = numbers
    after = rates[WARMUP:]
    sums = np.cumsum(after[::-1])[::-1]
    power = after**-gamma
    q = 1 + kernel * power * sums
    grown = 1 - q**-beta
    slope = kernel * beta * q ** (-beta - 1)
    drops = rates[WARMUP - 1 : -1] - after
    total = rates.sum()
    loss = floor + height * total**-alpha - drop * drops @ grown
    before = np.cumsum(drops * slope * power)
    gradient = -alpha * height * total ** (-alpha - 1) - drop * (
        np.append(grown[1:], 0) - grown - gamma * drops * slope * power / after * sums + before)
    return loss, gradient


def optimised(numbers):
    import numpy as np
    from scipy.optimize import minimize

    count = STEPS - WARMUP
    at = np.unique(np.round((count - 1) * (1 - (1 - np.arange(KNOTS) / (KNOTS - 1)) ** 2)))
    t = np.arange(count)
    knot = np.clip(np.searchsorted(at, t, side="right") - 1, 0, len(at) - 2)
    share = (t - at[knot]) / (at[knot + 1] - at[knot])
    warm = PEAK * np.arange(WARMUP) / (WARMUP - 1)

    def objective(z):
        knots = PEAK * np.maximum(np.exp(-np.cumsum(np.append(0, z))), 1e-6)
        loss, by_rate = final_and_gradient(numbers, np.append(warm, (1 - share) * knots[knot] + share * knots[knot + 1]))
        by_knot = np.bincount(knot, (1 - share) * by_rate, len(at)) + np.bincount(knot + 1, share * by_rate, len(at))
        return loss, -np.cumsum((by_knot * knots)[::-1])[::-1][1:]

    best = np.inf
    for shape in (lambda u: 1 - u, lambda u: np.minimum(1, (1 - u) / 0.2), lambda u: (1 + np.cos(np.pi * u)) / 2):
        logs = np.log(np.maximum(shape(at / at[-1]), 1e-3))
        found = minimize(objective, np.maximum(-np.diff(logs), 0), jac=True, method="L-BFGS-B", bounds=[(0, None)] * (len(at) - 1))
        best = min(best, found.fun)
    return best


def timed(call, *arguments):
    begin = time.process_time()
    result = call(*arguments)
    return (time.process_time() - begin) * 1e3, result


def peer_times(merged_only):
    import numpy as np

    found = {}
    for name, merge in (("NumPy, SciPy", 1), ("NumPy, SciPy, 32 drops as one", 32))[1 if merged_only else 0 :]:
        found["fit", name], numbers = timed(fitted, merge)
        cosine, at = rates_of("cosine", STEPS), np.linspace(WARMUP, STEPS - 1, 200).astype(int)
        found["predict", name] = timed(lambda: Law(cosine, at, merge)(numbers))[0]
        if merge > 1:
            found["optimise", "NumPy, SciPy"] = timed(optimised, numbers)[0]
    return found


def etude_times(program):
    command = [program, "--benchmark_format=json"]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    times = {row["name"]: row["cpu_time"] for row in json.loads(out)["benchmarks"]}
    names = {"fit": "fit_three_runs", "predict": "predict_every_step", "optimise": "optimise_schedule",
             "490 of them, with intervals": "predict_with_all/490"}
    return {**{(what, "etude"): times[name] for what, name in names.items()}, ("log and exp", "etude"): times["log_and_exp"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="build/bench/forecast_bench")
    parser.add_argument("--rounds", type=int, default=2, help="how often each takes its turn")
    parser.add_argument("--merged-only", action="store_true", help="leave out the sum over single drops, which takes minutes")
    parser.add_argument("--in-venv", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.in_venv:
        enter_venv()
    least = {}
    for _ in range(options.rounds):
        for key, ms in {**etude_times(options.program), **peer_times(options.merged_only)}.items():
            least[key] = min(ms, least.get(key, ms))
    print(f"CPU time of one thread, the least of {options.rounds} rounds")
    print(f"{'what':<10}{'program':<34}{'ms':>12}{'of etude':>12}")
    for what in ("fit", "predict", "optimise"):
        for (row, program), ms in least.items():
            if row == what:
                print(f"{what:<10}{program:<34}{ms:12.1f}{ms / least[what, 'etude']:11.1f}x")
    pair = least["log and exp", "etude"]
    told = "490 of them, with intervals"
    print(f"{told}, by three laws: {least[told, 'etude']:.1f} ms")
    print(f"a logarithm and an exponential take {pair:.1f} ns")


main()
