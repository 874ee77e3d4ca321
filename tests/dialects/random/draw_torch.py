"""Lines of torch.optim.lr_scheduler and SWALR: single schedulers, and lists of them three deep."""

from draw import Call, length, rate, share, some, sorted_lengths


def factor(r):
    return max(share(r), 0.01) if r.random() < 0.97 else 0.0


def step(r):
    return Call("StepLR", step_size=length(r), **some(r, gamma=share))


def multi_step(r):
    milestones = [r.randint(0, 40) for _ in range(r.randint(0, 4))]
    return Call("MultiStepLR", milestones=milestones if r.random() < 0.3 else sorted(milestones), **some(r, gamma=share))


def constant(r):
    return Call("ConstantLR", **some(r, 0.8, factor=factor, total_iters=lambda r: r.randint(0, 20)))


def linear(r):
    return Call("LinearLR", **some(r, 0.7, start_factor=factor, end_factor=share, total_iters=lambda r: r.randint(0, 20)))


def exponential(r):
    return Call("ExponentialLR", gamma=r.choice([0.9, 0.95, 0.99, 0.5, 1.0, 1.05, round(r.uniform(0.5, 1), 3)]))


def polynomial(r):
    power = lambda r: r.choice([1.0, 2.0, 0.5, 0.9, 3, 1, 0.0])
    return Call("PolynomialLR", **some(r, 0.7, total_iters=lambda r: r.randint(0, 40), power=power))


def cosine(r):
    return Call("CosineAnnealingLR", T_max=r.randint(1, 40), **some(r, eta_min=lambda r: rate(r, -6, -1)))


def restarts(r):
    return Call("CosineAnnealingWarmRestarts", T_0=length(r, 20), **some(r, T_mult=lambda r: r.randint(1, 3), eta_min=rate))


def cyclic(r):
    sizes = dict(step_size_up=lambda r: length(r, 15), step_size_down=lambda r: length(r, 15))
    more = some(r, mode=r.choice(["triangular", "triangular2", "exp_range"]), gamma=lambda r: round(r.uniform(0.9, 1), 3))
    return Call("CyclicLR", base_lr=rate(r, -4, -1), max_lr=rate(r, -3, 0), **some(r, 0.9, **sizes), **more,
                **some(r, 0.3, cycle_momentum=False, base_momentum=share, max_momentum=share))


def one_cycle(r):
    run = dict(total_steps=r.randint(3, 90)) if r.random() < 0.8 else dict(epochs=length(r, 8), steps_per_epoch=length(r, 12))
    more = some(r, 0.4, pct_start=share, anneal_strategy="linear", div_factor=lambda r: float(length(r)),
                final_div_factor=lambda r: float(length(r, 1000)), three_phase=True)
    return Call("OneCycleLR", max_lr=rate(r, -4, 0), **run, **more, **some(r, 0.3, cycle_momentum=False, max_momentum=share))


def swa(r):
    return Call("SWALR", swa_lr=rate(r, -4, -1), **some(r, anneal_epochs=lambda r: r.randint(0, 15), anneal_strategy="linear"))


SINGLE = [step, multi_step, constant, linear, exponential, polynomial, cosine, restarts, cyclic, one_cycle, swa]


def sequence(r, depth):
    count = r.randint(1, 4) if r.random() < 0.9 else 1
    milestones = sorted_lengths(r, count - 1)
    if r.random() < 0.08:
        r.shuffle(milestones)
    if r.random() < 0.05 and milestones:
        milestones[0] = 0
    return Call("SequentialLR", schedulers=[member(r, depth) for _ in range(count)], milestones=milestones)


def chain(r, depth):
    return Call("ChainedScheduler", schedulers=[member(r, depth) for _ in range(r.randint(1, 3))])


def member(r, depth):
    if depth > 0 and r.random() < 0.15:
        return r.choice([sequence, chain])(r, depth - 1)
    return r.choice(SINGLE)(r)


def line(r):
    kind = r.random()
    call = r.choice(SINGLE)(r) if kind < 0.4 else (sequence if kind < 0.8 else chain)(r, 2)
    if r.random() < 0.9 and call.name not in ("OneCycleLR", "CyclicLR"):
        call.arguments["lr"] = rate(r)
    return f"torch.{call}", range(r.choice([30, 90, 150]))
