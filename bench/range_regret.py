"""Prints the table of docs/range-test.md: what each rule's rate costs. python3 range_regret.py PATH_OF_ETUDE [SETTING...]"""

import collections
import csv
import io
import json
import math
import subprocess
import sys

etude = sys.argv[1]
steps = 300
first_losses = {"text": 4.3}  # of others 2.5
fashion = ["--task", "fashion-mnist", "--limit", "3000"]
settings = {f"{name}, {rule}": [*flags, "--optimizer", rule]
            for name, flags in {"spirals": [], "digits": ["--task", "digits"], "fashion-mnist (3000)": fashion}.items()
            for rule in ("sgd", "momentum", "adamw")}
settings["spirals, sgd, xavier"] = ["--init", "xavier"]
settings["spirals, lion"] = ["--optimizer", "lion"]
text = ["--task", "text", "--context", "16", "--batch", "8", "--model-width", "32"]
settings["text, adamw"] = text
# No factor of a rule was chosen on these.
settings |= {
    "layer norm, momentum": ["--norm", "layer", "--optimizer", "momentum"],
    "noise and mini-batches, adamw": ["--label-noise", "0.2", "--batch", "32", "--optimizer", "adamw"],
    "four layers, nesterov": ["--hidden", "32,32,32,32", "--optimizer", "nesterov"],
    "fashion-mnist (1000), lion": ["--task", "fashion-mnist", "--limit", "1000", "--optimizer", "lion"],
    "batch norm, adam": ["--norm", "batch", "--batch", "50", "--optimizer", "adam"],
    "tanh and squared error, sgd": ["--activation", "tanh", "--loss", "mse-softmax"],
    "text, post-LN, adam": [*text, "--pre-norm", "no", "--optimizer", "adam"],
}
grid = [10 ** (k / 6) for k in range(-24, 10)]


def run(*words):
    return subprocess.run([etude, *words], check=True, capture_output=True, text=True).stdout


def losses(kind, flags):
    """The median over three seeds of the mean of the last 20 losses, at each rate of the grid."""
    specs = [kind % rate for rate in grid]
    text = run("compare", *specs, *flags, "--steps", str(steps), "--seeds", "3", "--csv")
    of = collections.defaultdict(list)
    for row in csv.DictReader(io.StringIO(text)):
        of[row["name"], row["seed"]].append(float(row["loss"]))
    names = list(dict.fromkeys(name for name, _ in of))
    last = lambda v: sum(v[-20:]) / 20 if len(v) == steps and all(map(math.isfinite, v)) else math.inf
    return [sorted(last(of[name, str(seed)]) for seed in range(3))[1] for name in names]


def at(rate, values):
    for a, b, low, high in zip(grid, grid[1:], values, values[1:]):
        if a <= rate <= b and math.isfinite(low + high):
            w = math.log(rate / a) / math.log(b / a)
            return math.exp((1 - w) * math.log(low) + w * math.log(high))
    return math.inf


def share(regret):
    return f"{100 * regret:.1f} %" if math.isfinite(regret) else "not run"


def row(name, best_peak, rates, regrets):
    """Of the document's table: two rules' rates, each with its regret under a linear decay, and of a constant."""
    cells = [name, f"{best_peak:.2g}"]
    for rule in "basin", "below-edge":
        linear, constant = (share(regrets[what][rule]) for what in ("linear", "constant"))
        cells += [f"{rates[rule] or 0:.2g}", f"{linear} ({constant})"]
    return "| " + " | ".join(cells) + " |"


for name in sys.argv[2:] or settings:
    flags = settings[name]
    rules = {rule["rule"]: rule["rate"]["value"] for rule in json.loads(run("range", *flags, "--json"))["rules"]}
    best_peaks, regrets = {}, {}
    first_loss = first_losses.get(name.split(",")[0], 2.5)
    print(name)
    for what, kind in ("linear", "linear(from=%.6g, steps=rest)"), ("constant", "constant(%.6g)"):
        values = losses(kind, flags)
        best = min(values)
        best_peaks[what], regrets[what] = grid[values.index(best)], {}
        print(f"  {what}: best {best:.3g} at {best_peaks[what]:.3g}")
        for rule, rate in rules.items():
            loss = at(rate, values) if rate else math.inf
            regrets[what][rule] = (loss - best) / (first_loss - best)
            print(f"    {rule:18} {rate or 0:.3g}  {100 * regrets[what][rule]:.1f} %  {loss / best:.3g} times the best")
    print(row(name, best_peaks["linear"], rules, regrets))
