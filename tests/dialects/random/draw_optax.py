"""Lines of optax's schedules."""

from draw import Call, length, rate, share, some, whole_or_half


def power(r):
    return r.choice([1.0, 2.0, 0.5, 1, 2, 3, 1.7])


def warm_up(r):
    return whole_or_half(r, 20) if r.random() < 0.95 else 0


def begin(r):
    return some(r, 0.3, transition_begin=lambda r: r.randint(0, 15) if r.random() < 0.9 else round(r.uniform(0, 15), 1))


def decay(r):
    return dict(transition_steps=whole_or_half(r), decay_rate=r.choice([0.5, 0.9, 1.1, share(r)])) | begin(r) | some(
        r, 0.3, staircase=True, end_value=rate)


def scales(r):
    return {at: max(share(r), 0.01) for at in sorted(r.sample(range(1, 60), r.randint(1, 4)))}


def warmup_cosine(r):
    warm = warm_up(r)
    return dict(init_value=rate(r), peak_value=rate(r, -3, 0), warmup_steps=warm, decay_steps=warm + whole_or_half(r, 60)) | some(
        r, 0.4, end_value=lambda r: rate(r, -6, -2), exponent=power)


def single(r):
    name = r.choice(["constant_schedule", "linear_schedule", "polynomial_schedule", "exponential_decay",
                     "cosine_decay_schedule", "piecewise_constant_schedule", "piecewise_interpolate_schedule",
                     "linear_onecycle_schedule", "cosine_onecycle_schedule", "warmup_constant_schedule",
                     "warmup_cosine_decay_schedule", "warmup_exponential_decay_schedule", "sgdr_schedule"])
    if name == "constant_schedule":
        return Call(name, value=rate(r))
    if name in ("linear_schedule", "polynomial_schedule"):
        more = dict(power=power(r)) if name == "polynomial_schedule" else {}
        return Call(name, init_value=rate(r), end_value=rate(r), transition_steps=whole_or_half(r), **more, **begin(r))
    if name == "exponential_decay":
        return Call(name, init_value=rate(r), **decay(r))
    if name == "cosine_decay_schedule":
        return Call(name, init_value=rate(r), decay_steps=whole_or_half(r, 80), **some(r, alpha=share, exponent=power))
    if name == "piecewise_constant_schedule":
        return Call(name, init_value=rate(r), boundaries_and_scales=scales(r))
    if name == "piecewise_interpolate_schedule":
        kind = r.choice(["linear", "cosine"])
        return Call(name, interpolate_type=kind, init_value=rate(r), boundaries_and_scales=scales(r))
    if name.endswith("onecycle_schedule"):
        more = some(r, 0.4, pct_start=share, div_factor=lambda r: float(length(r)), final_div_factor=lambda r: float(length(r)))
        return Call(name, transition_steps=r.randint(10, 90), peak_value=rate(r), **more)
    if name == "warmup_constant_schedule":
        return Call(name, init_value=rate(r), peak_value=rate(r), warmup_steps=warm_up(r))
    if name == "warmup_cosine_decay_schedule":
        return Call(name, **warmup_cosine(r))
    if name == "warmup_exponential_decay_schedule":
        return Call(name, init_value=rate(r), peak_value=rate(r), warmup_steps=warm_up(r), **decay(r))
    return Call(name, cosine_kwargs=[warmup_cosine(r) for _ in range(r.randint(1, 3))])


def line(r):
    if r.random() < 0.8:
        return f"optax.{single(r)}", range(r.choice([30, 90]))
    parts = [single(r) for _ in range(r.randint(1, 3))]
    boundaries = sorted(r.sample(range(1, 60), len(parts) - 1))
    if r.random() < 0.3:
        boundaries = [each + r.choice([-1, -0.5, 0.25, 1 / 3, -70]) for each in boundaries]
    return f"optax.{Call('join_schedules', schedules=parts, boundaries=boundaries)}", range(90)
