"""Lines of mmengine.optim.scheduler: single schedulers, and lists of them whose windows lie apart or overlap."""

from draw import Call, length, rate, share, some


def factor(r):
    return max(share(r), 0.01)


def single(r, window):
    name = r.choice(["ConstantLR", "LinearLR", "ExponentialLR", "StepLR", "MultiStepLR", "PolyLR", "CosineAnnealingLR",
                     "OneCycleLR", "CosineRestartLR"])
    floor = some(r, eta_min=lambda r: rate(r, -6, -2))
    if name == "ConstantLR":
        return Call(name, **some(r, 0.8, factor=factor), **window)
    if name == "LinearLR":
        return Call(name, **some(r, 0.8, start_factor=factor, end_factor=share), **window)
    if name == "ExponentialLR":
        return Call(name, gamma=r.choice([0.9, 0.95, 0.5]), **window)
    if name == "StepLR":
        return Call(name, step_size=length(r, 15), **some(r, gamma=factor), **window)
    if name == "MultiStepLR":
        return Call(name, milestones=sorted(r.randint(0, 40) for _ in range(r.randint(0, 4))), **some(r, gamma=factor), **window)
    if name == "PolyLR":
        return Call(name, **floor, **some(r, power=lambda r: r.choice([1.0, 2.0, 0.9])), **window)
    if name == "CosineAnnealingLR":
        more = {name: value for name, value in floor.items()} or some(r, 0.3, eta_min_ratio=lambda r: round(r.uniform(0, 0.5), 2))
        return Call(name, **some(r, 0.7, T_max=length), **more, **window)
    if name == "OneCycleLR":
        more = some(r, 0.3, pct_start=share, anneal_strategy="linear", three_phase=True, div_factor=lambda r: float(length(r)))
        return Call(name, eta_max=rate(r), total_steps=r.randint(3, 60), **more, **window)
    periods = [length(r, 20) for _ in range(r.randint(1, 3))]
    return Call(name, periods=periods, restart_weights=[factor(r) for _ in periods], eta_min=rate(r, -6, -2), **window)


def window(r, begin=0):
    return dict(begin=begin, end=begin + r.randint(1, 40))


def several(r):
    calls, begin = [], 0
    for _ in range(r.randint(2, 3)):
        own = window(r, begin)
        calls.append(single(r, own))
        begin = own["end"] if r.random() < 0.7 else r.randint(0, own["end"])
    for call in calls:
        call.name = f"mmengine.{call.name}"
    return Call("schedulers", param_schedulers=calls)


def line(r):
    if r.random() < 0.4:
        call = several(r)
    else:
        call = single(r, {} if r.random() < 0.3 else window(r, r.choice([0, 0, r.randint(1, 10)])))
    if call.name != "OneCycleLR":
        call.arguments["lr"] = rate(r, -4, 0)
    return f"mmengine.{call}", range(r.choice([30, 90]))
