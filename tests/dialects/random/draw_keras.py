"""Lines of keras.optimizers.schedules."""

from draw import Call, length, rate, share, some


def first(r):
    return rate(r) if r.random() < 0.93 else r.randint(1, 3)


def decay_steps(r, most=60):
    return length(r, most) if r.random() < 0.85 else round(r.uniform(1, most), 1)


def call(r):
    name = r.choice(["CosineDecay", "CosineDecayRestarts", "ExponentialDecay", "InverseTimeDecay", "PiecewiseConstantDecay",
                     "PolynomialDecay"])
    if name == "CosineDecay":
        warm = some(r, 1, warmup_target=rate, warmup_steps=lambda r: r.choice([0, decay_steps(r, 20), decay_steps(r, 20)])) if r.random() < 0.5 else {}
        return Call(name, initial_learning_rate=first(r), decay_steps=decay_steps(r), **some(r, alpha=share), **warm)
    if name == "CosineDecayRestarts":
        more = some(r, t_mul=lambda r: r.choice([1.0, 1.5, 2.0, 1.2, 3.0]), m_mul=lambda r: r.choice([0.9, 0.5, 1.0]), alpha=share)
        return Call(name, initial_learning_rate=first(r), first_decay_steps=decay_steps(r, 30), **more)
    if name in ("ExponentialDecay", "InverseTimeDecay"):
        return Call(name, initial_learning_rate=first(r), decay_steps=decay_steps(r), decay_rate=r.choice([0.5, 0.96, share(r)]),
                    **some(r, staircase=True))
    if name == "PiecewiseConstantDecay":
        bounds = sorted(r.randint(0, 60) for _ in range(r.randint(1, 4)))
        return Call(name, boundaries=bounds, values=[rate(r) for _ in range(len(bounds) + 1)])
    more = some(r, end_learning_rate=rate, power=lambda r: r.choice([1.0, 2.0, 0.5, 1.7]), cycle=True)
    return Call(name, initial_learning_rate=first(r), decay_steps=decay_steps(r), **more)


def line(r):
    return f"keras.{call(r)}", range(r.choice([30, 100]))
