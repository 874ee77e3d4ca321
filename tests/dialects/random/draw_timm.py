"""Lines of timm.scheduler."""

from draw import Call, length, rate, share, some


def warm(r, prefix=True):
    return some(r, warmup_t=lambda r: r.randint(0, 12) if r.random() < 0.9 else round(r.uniform(0.1, 12), 1), warmup_lr_init=lambda r: rate(r, -6, -2),
                **({"warmup_prefix": r.random() < 0.5} if prefix else {}))


def cycles(r):
    return some(r, cycle_mul=lambda r: r.choice([1.0, 1.5, 2.0, 2, 3.0, 0.8, 1.2]), cycle_decay=share,
                cycle_limit=lambda r: r.randint(1, 6)) | some(r, lr_min=lambda r: rate(r, -6, -2))


def k(r):
    return r.choice([1.0, 0.5, 2.0, 1.5])


def wsd(r):
    run = length(r, 60)
    return Call("WSDLRScheduler", t_initial=run, decay_t=r.randint(1, run + 2), **warm(r, False),
                **some(r, lr_min=lambda r: rate(r, -6, -2), stable_fn=r.choice(["constant", "rsqrt", "power"]),
                       stable_timescale=lambda r: float(length(r)), stable_power=share,
                       decay_fn=r.choice(["linear", "1-sqrt", "cosine", "power", "exp"]), decay_power=k, decay_ratio=share))


def call(r):
    name = r.choice(["Cosine", "Poly", "Tanh", "Step", "MultiStep", "WSD"])
    if name == "WSD":
        return wsd(r)
    if name == "Step":
        decay = length(r, 20) if r.random() < 0.7 else round(r.uniform(0.5, 20), 1)
        return Call("StepLRScheduler", decay_t=decay, **some(r, 0.8, decay_rate=share), **warm(r))
    if name == "MultiStep":
        milestones = [r.randint(0, 40) for _ in range(r.randint(0, 4))]
        milestones = milestones if r.random() < 0.2 else sorted(milestones)
        return Call("MultiStepLRScheduler", decay_t=milestones, **some(r, 0.8, decay_rate=share), **warm(r))
    more = some(r, 0.4, k_decay=k) if name != "Tanh" else some(r, 0.4, lb=r.choice([-6.0, -3.5]), ub=r.choice([3.0, 4.0]))
    more |= some(r, power=lambda r: r.choice([0.5, 1.0, 2.0, 0.9])) if name == "Poly" else {}
    return Call(f"{name}LRScheduler", t_initial=length(r), **cycles(r), **warm(r), **more)


def noise(r):
    """timm draws until it has a noise below noise_pct, and of 0 for ever."""
    begin = r.randint(0, 20)
    return dict(noise_range_t=r.choice([begin, [begin, begin + length(r)]])) | some(
        r, noise_pct=lambda r: max(share(r), 0.01), noise_std=lambda r: round(r.uniform(0.01, 3), 2),
        noise_seed=lambda r: r.randint(0, 1000))


def line(r):
    drawn = call(r)
    drawn.arguments["lr"] = rate(r, -4, 0)
    if r.random() < 0.1:
        drawn.arguments |= noise(r)
    return f"timm.{drawn}", range(r.choice([30, 100]))
