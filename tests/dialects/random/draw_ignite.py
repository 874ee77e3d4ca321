"""Lines of ignite.handlers.param_scheduler."""

from draw import Call, rate, share, some


def cycle(r):
    name = r.choice(["LinearCyclicalScheduler", "CosineAnnealingScheduler"])
    more = some(r, 0.4, cycle_mult=lambda r: r.choice([1.0, 1.5, 2.0, 0.8]), start_value_mult=share, end_value_mult=share)
    if r.random() < 0.3:
        more |= dict(monotonic=True) if name == "LinearCyclicalScheduler" else dict(warmup_duration=r.randint(1, 8))
    return Call(name, start_value=rate(r), end_value=rate(r), cycle_size=r.randint(2, 30), **more)


def piecewise(r):
    at = sorted(r.sample(range(0, 60), r.randint(1, 4)))
    return Call("PiecewiseLinear", milestones_values=[(step, rate(r)) for step in at])


def single(r):
    return (piecewise if r.random() < 0.3 else cycle)(r)


def line(r):
    call = single(r)
    if r.random() < 0.3:
        parts = [single(r) for _ in range(r.randint(2, 3))]
        call = Call("ConcatScheduler", schedulers=parts, durations=[r.randint(1, 30) for _ in parts[1:]])
    return f"ignite.{call}", range(r.choice([30, 100]))
