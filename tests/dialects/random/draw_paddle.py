"""Lines of paddle.optimizer.lr."""

from draw import Call, length, rate, share, some


def gamma(r):
    return r.choice([0.1, 0.5, 0.9, max(share(r), 0.01)])


def simple(r):
    name = r.choice(["NoamDecay", "PiecewiseDecay", "NaturalExpDecay", "InverseTimeDecay", "PolynomialDecay", "ExponentialDecay",
                     "MultiStepDecay", "StepDecay", "CosineAnnealingDecay", "OneCycleLR", "CyclicLR", "LinearLR",
                     "CosineAnnealingWarmRestarts"])
    own = dict(learning_rate=rate(r))
    if name == "NoamDecay":
        return Call(name, d_model=r.choice([64, 512]), warmup_steps=length(r), **some(r, learning_rate=rate))
    if name == "PiecewiseDecay":
        bounds = sorted(r.sample(range(1, 60), r.randint(1, 4)))
        return Call(name, boundaries=bounds, values=[rate(r) for _ in range(len(bounds) + 1)])
    if name in ("NaturalExpDecay", "InverseTimeDecay", "ExponentialDecay"):
        return Call(name, **own, gamma=gamma(r))
    if name == "PolynomialDecay":
        return Call(name, **own, decay_steps=length(r), **some(r, end_lr=rate, power=lambda r: r.choice([1.0, 2.0, 0.5]), cycle=True))
    if name == "MultiStepDecay":
        return Call(name, **own, milestones=sorted(r.sample(range(1, 60), r.randint(1, 4))), **some(r, gamma=gamma))
    if name == "StepDecay":
        return Call(name, **own, step_size=length(r), **some(r, gamma=gamma))
    if name == "CosineAnnealingDecay":
        return Call(name, **own, T_max=length(r), **some(r, eta_min=lambda r: rate(r, -6, -2)))
    if name == "OneCycleLR":
        more = some(r, 0.4, divide_factor=lambda r: float(length(r)), end_learning_rate=rate, phase_pct=share,
                    anneal_strategy="linear", three_phase=True)
        return Call(name, max_learning_rate=rate(r), total_steps=r.randint(3, 90), **more)
    if name == "CyclicLR":
        more = some(r, step_size_down=length, mode=r.choice(["triangular", "triangular2", "exp_range"]),
                    exp_gamma=lambda r: round(r.uniform(0.9, 1), 3))
        return Call(name, base_learning_rate=rate(r, -5, -2), max_learning_rate=rate(r, -2, 0), step_size_up=length(r, 15), **more)
    if name == "LinearLR":
        return Call(name, **own, total_steps=length(r), **some(r, start_factor=share, end_factor=share))
    return Call(name, **own, T_0=length(r, 20), **some(r, T_mult=lambda r: r.randint(1, 3), eta_min=lambda r: rate(r, -6, -2)))


def line(r):
    call = simple(r)
    if r.random() < 0.2:
        start = rate(r)
        call = Call("LinearWarmup", learning_rate=call if r.random() < 0.7 else rate(r), warmup_steps=length(r, 20),
                    start_lr=start, end_lr=start + rate(r))
    return f"paddle.{call}", range(r.choice([30, 100]))
