"""Lines of composer.optim's schedulers, whose times are texts."""

from draw import Call, rate, share, some


def time(r, most=40):
    return f"{r.randint(1, most)}ba" if r.random() < 0.7 else f"{round(r.uniform(0.05, 1), 2)}dur"


def floor(r):
    return share(r) if r.random() < 0.8 else rate(r, -2, 0)


def call(r):
    name = r.choice(["Step", "MultiStep", "Constant", "Linear", "Exponential", "CosineAnnealing", "CosineAnnealingWarmRestarts",
                     "Polynomial", "MultiStepWithWarmup", "ConstantWithWarmup", "LinearWithWarmup", "CosineAnnealingWithWarmup",
                     "PolynomialWithWarmup"])
    own = dict(t_warmup=time(r, 15)) if name.endswith("WithWarmup") else {}
    last = some(r, 0.4, t_max=lambda r: f"{r.randint(40, 90)}ba")
    if name == "Step":
        own |= dict(step_size=time(r)) | some(r, gamma=share)
    elif name.startswith("MultiStep"):
        own |= dict(milestones=[time(r) for _ in range(r.randint(1, 4))]) | some(r, gamma=share)
    elif name.startswith("Constant"):
        own |= some(r, alpha=share) | last
    elif name.startswith("Linear"):
        own |= some(r, alpha_i=share, alpha_f=floor) | last
    elif name == "Exponential":
        own |= dict(gamma=r.choice([0.9, 0.5, 0.99]), decay_period=time(r))
    elif name == "CosineAnnealingWarmRestarts":
        own |= dict(t_0=time(r)) | some(r, t_mult=lambda r: r.choice([1.0, 2.0, 1.5, 3.0]), alpha_f=floor)
    elif name.startswith("Polynomial"):
        own |= dict(power=r.choice([1.0, 2.0, 0.5, 3.0])) | some(r, alpha_f=floor) | last
    else:
        own |= some(r, alpha_f=floor) | last
    return Call(f"{name}Scheduler", lr=abs(rate(r, -4, 0)), **own, max_duration=f"{r.randint(10, 90)}ba")


def line(r):
    return f"composer.{call(r)}", range(r.choice([30, 100]))
