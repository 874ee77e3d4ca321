"""Prints the tables of docs/forecast.md over the shipped logs: python3 curves.py PATH_OF_ETUDE

The first is of the runs whose role is to be told, from those whose role is to be fitted; the second leaves each run out of
all of its model in turn, at whatever peak, and tells it from the others.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

etude = sys.argv[1]
home = pathlib.Path(__file__).parent.parent / "tests/golden/curves"
with open(home / "runs.csv", newline="") as file:
    runs = {row["run"]: row for row in csv.DictReader(file) if row["role"] != "diverged"}
with open(home / "manifest.csv", newline="") as file:
    schedules = {row["run"]: row for row in csv.DictReader(file)}


def group_of(run):
    """The model."""
    return run["run"].split("_")[0]


def told(fitted, wanted, folder):
    """What a law of the runs `fitted` tells of those `wanted`: their scores, or None where it is refused."""
    law, manifest = pathlib.Path(folder, "law.json"), pathlib.Path(folder, "manifest.csv")
    with open(manifest, "w", newline="") as file:
        out = csv.DictWriter(file, ["run", "schedule", "steps", "role", "branch_step"])
        out.writeheader()
        for name in (*fitted, *wanted):
            out.writerow(schedules[name] | {"role": "fit" if name in fitted else "predict"})
    logs = sorted({str(home / runs[name]["file"]) for name in (*fitted, *wanted)})
    for words in (["fit", *logs, "-o", law, "--json"], ["score", law, *logs, "--json"]):
        done = subprocess.run([etude, "forecast", *words, "--manifest", manifest], capture_output=True, text=True)
        if done.returncode != 0:
            return None
    return json.loads(done.stdout)["runs"]


def row(name, scores, refused):
    """A line of a table: errors of the last loss, and how often it lay in its interval."""
    if not scores:
        return f"| {name} | 0 | {refused} | - | - | - | - |"
    errors = [score["final_error"] for score in scores]
    inside = sum(score["covered"] for score in scores)
    width = sum(score["half_width"] for score in scores) / len(scores)
    return (f"| {name} | {len(scores)} | {refused} | {sum(errors) / len(errors):.4f} | {max(errors):.4f} | "
            f"{inside} of {len(scores)} | {width:.4f} |")


def print_table(title, cases):
    """Each case: a name, and pairs of what is fitted and what is told from it."""
    print(f"| {title} | told | refused | error | largest | inside | ± |\n|---|---|---|---|---|---|---|")
    everything, refusals = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for name, pairs in cases:
            scores, refused = [], 0
            for fitted, wanted in pairs:
                found = told(fitted, wanted, folder)
                scores += found or []
                refused += len(wanted) if found is None else 0
            print(row(name, scores, refused), flush=True)
            everything, refusals = everything + scores, refusals + refused
    print(row("all", everything, refusals) + "\n")


def by_role(model, roles, peak=None):
    return [run["run"] for run in runs.values()
            if group_of(run) == model and run["role"] in roles and (peak is None or run["peak_lr"] in peak)]


models = list(dict.fromkeys(map(group_of, runs.values())))
sizes = ("sp53", "sp93", "sp152")
shortest = {model: min(by_role(model, ["predict-otherpeak"]), key=lambda name: int(runs[name]["total_steps"])) for model in sizes}
trio = by_role("sp124", ["fit"], ["0.0005"])
at_1e3 = by_role("sp124", ["fit", "predict"], ["0.001"])
print_table("fitted, and told from it", [
    ("sp124 at 1e-3: 3 runs, 7 others", [(by_role("sp124", ["fit"], ["0.001"]), by_role("sp124", ["predict"]))]),
    ("mpl100: 3 runs, 6 others", [(by_role("mpl100", ["fit"]), by_role("mpl100", ["predict"]))]),
    *((f"{model}: constant and WSD, a longer WSD", [(by_role(model, ["fit"]), by_role(model, ["predict"]))]) for model in sizes),
    ("sp124: 3 runs at 5e-4 and 3 at 2e-3, those at 1e-3", [(by_role("sp124", ["fit"], ["0.0005", "0.002"]), at_1e3)]),
    ("sp124: 3 runs at 5e-4 and a cosine at 2e-3, those at 1e-3",
     [([*trio, *(run for run in by_role("sp124", ["fit"], ["0.002"]) if "cos" in run)], at_1e3)]),
    ("sp53, sp93, sp152: 2 runs and the shortest cosine at twice the peak, longer ones",
     [([*by_role(model, ["fit"]), shortest[model]],
       [run for run in by_role(model, ["predict-otherpeak"]) if run != shortest[model]]) for model in sizes]),
])
print_table("one run left out of", [
    (f"{model}, {len(names)} runs", [([other for other in names if other != name], [name]) for name in names])
    for model in models for names in [[run["run"] for run in runs.values() if group_of(run) == model]]
])
