"""Lines of get_scheduler(), by the names of transformers' SchedulerType."""

from draw import Call, length, rate, share, some

SHAPES = ["linear", "cosine", "1-sqrt"]


def run(r):
    """A warm-up and a run, the warm-up rarely as long as the run or with a fraction."""
    steps, warm = length(r, 90), r.choice([0, r.randint(1, 20), r.randint(1, 20), round(r.uniform(0.5, 20), 1)])
    return dict(num_warmup_steps=warm, num_training_steps=steps)


def cycles(r):
    return r.choice([0.5, 1.0, 0.25, 1.5, 3, 0.4, round(r.uniform(0.1, 3), 2)])


def floor(r):
    return some(r, 1, min_lr=lambda r: rate(r, -5, -2)) if r.random() < 0.5 else some(r, 1, min_lr_rate=share)


def stable_decay(r):
    stable = dict(num_training_steps=r.randint(10, 90)) if r.random() < 0.6 else dict(num_stable_steps=r.randint(0, 40))
    more = some(r, warmup_type=r.choice(SHAPES), decay_type=r.choice(SHAPES), min_lr_ratio=share, num_cycles=cycles)
    return Call("warmup_stable_decay", num_warmup_steps=r.randint(0, 20), num_decay_steps=r.randint(0, 30), **stable, **more)


def call(r):
    name = r.choice(["linear", "cosine", "cosine_with_restarts", "polynomial", "constant", "constant_with_warmup",
                     "inverse_sqrt", "cosine_with_min_lr", "cosine_warmup_with_min_lr", "warmup_stable_decay"])
    more = {}
    if name == "warmup_stable_decay":
        return stable_decay(r)
    if name == "cosine_with_restarts":
        more = some(r, 0.8, num_cycles=lambda r: r.choice([1, 2, 3, 5, 4, 1.5]))
    elif name == "polynomial":
        more = some(r, lr_end=lambda r: rate(r, -8, -4), power=lambda r: r.choice([1.0, 2.0, 0.5, 3, 1.7]))
    elif name.startswith("cosine"):
        more = some(r, num_cycles=cycles) | (floor(r) if "min_lr" in name else {})
        more |= some(r, 0.4, warmup_lr_rate=share) if name == "cosine_warmup_with_min_lr" else {}
    return Call(name, **run(r), **more)


def line(r):
    drawn = call(r)
    if r.random() < 0.9:
        drawn.arguments["lr"] = rate(r, -4, 0)
    return f"hf.{drawn}", range(r.choice([40, 120]))
