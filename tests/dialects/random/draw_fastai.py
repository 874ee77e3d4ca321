"""Lines of fastai.callback.schedule, and of the fit methods that use it."""

from draw import Call, length, rate, share, some


def annealer(r):
    name = r.choice(["SchedLin", "SchedCos", "SchedNo", "SchedExp", "SchedPoly"])
    more = dict(power=r.choice([2, 0.5, 1.0, 3])) if name == "SchedPoly" else {}
    return Call(name, start=rate(r), end=rate(r), **more)


def call(r, steps):
    name = r.choice(["annealer", "combine_scheds", "combined_cos", "fit_one_cycle", "fit_flat_cos", "fit_sgdr"])
    run = dict(steps=steps)
    if name == "annealer":
        drawn = annealer(r)
        drawn.arguments |= run
        return drawn
    if name == "combine_scheds":
        first = round(r.uniform(0.05, 0.9), 2)
        return Call(name, pcts=[first, 1 - first], scheds=[annealer(r), annealer(r)], **run)
    if name == "combined_cos":
        return Call(name, pct=share(r), start=rate(r), middle=rate(r), end=rate(r), **run)
    if name == "fit_one_cycle":
        more = some(r, 0.4, div=lambda r: float(length(r)), div_final=lambda r: float(length(r, 1000)), pct_start=share)
        return Call(name, lr_max=rate(r), **more, **run)
    if name == "fit_flat_cos":
        return Call(name, lr=rate(r), **some(r, 0.4, div_final=lambda r: float(length(r, 1000)), pct_start=share), **run)
    return Call(name, n_cycles=r.randint(1, 4), cycle_len=length(r, 8), lr_max=rate(r), **some(r, cycle_mult=lambda r: r.randint(2, 3)))


def line(r):
    """The share of the run that is done never passes 1."""
    steps = r.randint(2, 90)
    drawn = call(r, steps)
    if drawn.name == "fit_sgdr":
        mult = drawn.arguments.get("cycle_mult", 2)
        steps = drawn.arguments["cycle_len"] * (mult ** drawn.arguments["n_cycles"] - 1) // (mult - 1)
    return f"fastai.{drawn}", range(steps)
