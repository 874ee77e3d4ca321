"""Prints the tables of docs/studies.md: python3 studies.py PATH_OF_ETUDE [spirals|fashion-mnist]."""

import json
import subprocess
import sys
import time

etude = sys.argv[1]
shapes = {
    "constant": "constant(1)",
    "step": "step(from=1, gamma=0.3, period=25%)",
    "exponential": "exponential(from=1, rate={rate})",
    "linear": "linear(from=1, steps=rest)",
    "cosine": "cosine(from=1, steps=rest)",
    "restarts": "cosine_restarts(from=1, period=25%)",
    "warm-up + cosine": "warmup(to=1, steps=10%) then cosine(from=1, steps=rest)",
    "1-cycle": "one_cycle(peak=1, steps=100%)",
    "wsd": "wsd(peak=1, steps=100%, warmup=5%, decay=20%)",
    "inverse sqrt": "inverse_sqrt(from=1, timescale=30)",
    "warm-up": "warmup(to=1, steps=10%) then constant(1)",
    "cyclic": "cyclic(low=0.1, high=1, up=10%)",
}
studies = {
    "spirals": (12, 0.99, "--tuning-seeds 6 --seeds 20"),
    "fashion-mnist": (9, 0.997, "--task fashion-mnist --limit 3000 --steps 1200 --tuning-seeds 3 --seeds 10"),
}


def with_interval(pair):
    stars = "**" if pair["p_holm"] < 0.05 else ""
    return f"{stars}{pair['difference']:+.4f} ± {pair['ci95']:.4f}{stars}".replace("-", "−")


def rows(study):
    arms = study["arms"]
    controls = {arm["control_of"]: i for i, arm in enumerate(arms) if "control_of" in arm}
    to_control = {(pair["a"], pair["measure"]): pair for pair in study["pairs"] if pair["b"] == controls.get(pair["a"])}
    for i, arm in enumerate(arms):
        if "control_of" in arm:
            continue
        against = [with_interval(to_control[i, measure]) if i in controls else "-"
                   for measure in ("final_loss", "heldout_loss")]
        low, high = arm["peak_ci95"]
        yield [arm["name"], f"{arm['peak']:.3g}", f"{low:.2g} … {high:.2g}", f"{arm['final_loss']['median']:.4f}", against[0],
               f"{arm['heldout_loss']['median']:.4f}", against[1], str(arm["diverged"] or "-")]


for name in sys.argv[2:] or studies:
    count, rate, flags = studies[name]
    specs = [f"{label}: {shape.format(rate=rate)}" for label, shape in list(shapes.items())[:count]]
    begun = time.perf_counter()
    done = subprocess.run([etude, "compare", *specs, "--tune", *flags.split(), "--json"], check=True, capture_output=True)
    seconds = time.perf_counter() - begun
    study = json.loads(done.stdout)
    print(f"\n`etude compare ... --tune {flags}`: {study['trials']:,} trials, {study['work']['trained']:,} of "
          f"{study['work']['asked']:,} updates trained, {seconds:.0f} s.\n")
    heading = ["schedule", "peak", "its interval", "final loss", "less its control", "held-out loss", "less its control", "diverged"]
    for cells in [heading, ["---"] * len(heading), *rows(study)]:
        print("| " + " | ".join(cells) + " |")
    print("\n" + " ".join(study["findings"]))
