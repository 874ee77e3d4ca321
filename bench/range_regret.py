"""Prints the tables of docs/range-test.md: what the rate costs that a range test suggests, and that its rules give.
python3 range_regret.py PATH_OF_ETUDE [SETTING...]: all of them, those named, `chosen on` or `fresh`; on the latter no factor
of a rule was chosen, nor the short runs."""

import collections
import csv
import io
import json
import math
import subprocess
import sys

etude = sys.argv[1]
steps, seeds = 300, 3
first_losses = {"text": 4.3}  # of others 2.5
shown = "basin", "below-edge", "suggestion"

digits = ["--task", "digits"]
fashion = ["--task", "fashion-mnist", "--limit"]
text = ["--task", "text", "--context", "16", "--batch", "8", "--model-width"]
noisy = ["--label-noise", "0.2"]


def by(rule, *flags):
    return [*flags, "--optimizer", rule]


# The factors of the rules were chosen on the first eleven and on the text with AdamW, the short runs on all.
chosen_on = {f"{name}, {rule}": by(rule, *flags)
             for name, flags in {"spirals": [], "digits": digits, "fashion-mnist (3000)": [*fashion, "3000"]}.items()
             for rule in ("sgd", "momentum", "adamw")}
chosen_on |= {
    "spirals, sgd, xavier": ["--init", "xavier"],
    "spirals, lion": by("lion"),
    "text, adamw": by("adamw", *text, "32"),
    "layer norm, momentum": by("momentum", "--norm", "layer"),
    "noise and batches of 32, adamw": by("adamw", *noisy, "--batch", "32"),
    "four layers, nesterov": by("nesterov", "--hidden", "32,32,32,32"),
    "fashion-mnist (1000), lion": by("lion", *fashion, "1000"),
    "batch norm, adam": by("adam", "--norm", "batch", "--batch", "50"),
    "tanh and squared error, sgd": ["--activation", "tanh", "--loss", "mse-softmax"],
    "text, post-LN, adam": by("adam", *text, "32", "--pre-norm", "no"),
    "text, lion": by("lion", *text, "32"),
    "text, width 16, one block, adam": by("adam", *text, "16", "--blocks", "1"),
    "tanh and noise, adam": by("adam", *noisy, "--activation", "tanh"),
    "batches of 16, muon": by("muon", "--batch", "16"),
    "digits, lion": by("lion", *digits),
    "fashion-mnist (1000), batches of 32, adamw": by("adamw", *fashion, "1000", "--batch", "32"),
}
fresh = {
    "digits, muon": by("muon", *digits),
    "digits, dropout, adamw": by("adamw", *digits, "--dropout", "0.2"),
    "digits, noise and batches of 16, momentum": by("momentum", *digits, *noisy, "--batch", "16"),
    "six layers, adam": by("adam", "--hidden", "32,32,32,32,32,32"),
    "noise and batches of 8, adam": by("adam", "--label-noise", "0.1", "--batch", "8"),
    "width 256, xavier, adamw": by("adamw", "--hidden", "256", "--init", "xavier"),
    "fashion-mnist (1000), batches of 200, adam": by("adam", *fashion, "1000", "--batch", "200"),
    "fashion-mnist (1000), dropout, batches of 50, adamw": by("adamw", *fashion, "1000", "--batch", "50", "--dropout",
                                                              "0.2"),
    "text, width 16, four blocks, adam": by("adam", *text, "16", "--blocks", "4"),
}


def run(*words):
    return subprocess.run([etude, *words], check=True, capture_output=True, text=True).stdout


def rate_of(place):
    return 10 ** (place / 6)


def losses(kind, flags, places):
    """The median over the seeds of the mean of the last 20 losses, at each of these places of the grid."""
    specs = [kind % rate_of(place) for place in places]
    rows = csv.DictReader(io.StringIO(run("compare", *specs, *flags, "--steps", str(steps), "--seeds", str(seeds),
                                          "--csv")))
    of = collections.defaultdict(list)
    for row in rows:
        of[row["name"], row["seed"]].append(float(row["loss"]))
    names = list(dict.fromkeys(name for name, _ in of))
    last = lambda v: sum(v[-20:]) / 20 if len(v) == steps and all(map(math.isfinite, v)) else math.inf
    medians = [sorted(last(of[name, str(seed)]) for seed in range(seeds))[seeds // 2] for name in names]
    return dict(zip(places, medians))


def valley(kind, flags, rates):
    """Losses by place: around all these rates, and three on both sides of the lowest."""
    places = [6 * math.log10(rate) for rate in rates]
    found = losses(kind, flags, range(math.floor(min(places)), math.ceil(max(places)) + 1))
    while True:
        best = min(found, key=found.get)
        more = [place for place in range(best - 3, best + 4) if place not in found]
        if not more:
            return found
        found |= losses(kind, flags, more)


def at(rate, found):
    place = 6 * math.log10(rate)
    low, high = math.floor(place), math.ceil(place)
    if not math.isfinite(found[low] + found[high]):
        return math.inf
    w = place - low
    return math.exp((1 - w) * math.log(found[low]) + w * math.log(found[high]))


def share(regret):
    return f"{100 * regret:.1f} %" if math.isfinite(regret) else "diverged"


def suggested(name, test):
    return {} if test["suggestion"]["refusal"] else {name: test["suggestion"]["rate"]["value"]}


def measured(name, flags):
    """A row of the document's tables: what each rate is, and its regret under a linear decay and of a constant; last, the
    same of the suggestion whose short runs are constants."""
    test = json.loads(run("range", *flags, "--json"))
    rates = {rule["rule"]: rule["rate"]["value"] for rule in test["rules"]} | suggested("suggestion", test)
    rates = {rule: rates[rule] for rule in shown if rates.get(rule)}
    held = json.loads(run("range", *flags, "--schedule", "constant(1)", "--json"))
    of_kind = {"linear": rates, "constant": rates | suggested("held", held)}
    first_loss = first_losses.get(name.split(",")[0], 2.5)
    regrets = {}
    for what, kind in ("linear", "linear(from=%.6g, steps=rest)"), ("constant", "constant(%.6g)"):
        found = valley(kind, flags, of_kind[what].values())
        best = min(found, key=found.get)
        if what == "linear":
            cells = [name, f"{rate_of(best):.2g}"]
        for rule, rate in of_kind[what].items():
            regrets[what, rule] = (at(rate, found) - found[best]) / (first_loss - found[best])
    for rule in shown:
        cells += ([f"{rates[rule]:.2g}", f"{share(regrets['linear', rule])} ({share(regrets['constant', rule])})"]
                  if rule in rates else ["none", ""])
    constants = of_kind["constant"].get("held")
    cells += [f"{constants:.2g}", share(regrets["constant", "held"])] if constants else ["none", ""]
    cells.append(str(test["short_runs"]["runs"]) if test["short_runs"] else "")
    return "| " + " | ".join(cells) + " |"


names = sys.argv[2:] or [*chosen_on, *fresh]
for table, settings in ("chosen on", chosen_on), ("fresh", fresh):
    wanted = [name for name in settings if name in names or table in names]
    if wanted:
        print(f"{table}: task, optimizer | best peak | " + " | ".join(f"{rule} | regret" for rule in (*shown, "of constants"))
              + " | runs")
    for name in wanted:
        print(measured(name, settings[name]), flush=True)
