"""Lines of burn::lr_scheduler's configurations."""

from draw import Call, length, rate, share, some, sorted_lengths


def single(r):
    name = r.choice(["ConstantLr", "Linear", "CosineAnnealing", "Exponential", "Noam", "Step"])
    if name == "ConstantLr":
        return Call(name, lr=rate(r))
    if name == "Linear":
        own = dict(initial_lr=rate(r), final_lr=r.choice([0.0, rate(r)]), num_iters=length(r))
    elif name == "CosineAnnealing":
        own = dict(initial_lr=rate(r, -3, 0), num_iters=length(r)) | some(r, min_lr=lambda r: rate(r, -6, -2))
    elif name == "Exponential":
        own = dict(initial_lr=rate(r), gamma=r.choice([0.9, 0.99, 1.0, share(r)]))
    elif name == "Noam":
        own = dict(factor=rate(r)) | some(r, warmup_steps=lambda r: r.randint(0, 60), model_size=lambda r: r.choice([1, 64, 512]))
    else:
        own = dict(initial_lr=rate(r), step_size=length(r)) | some(r, gamma=lambda r: r.choice([0.5, 0.0, -0.5, 1.1, share(r)]))
    return Call(f"{name}LrSchedulerConfig", **own)


def several(r):
    count = r.randint(0, 3) if r.random() < 0.1 else r.randint(1, 3)
    members = [several(r) if r.random() < 0.1 else single(r) for _ in range(count)]
    if r.random() < 0.5:
        milestones = sorted_lengths(r, max(count - 1, 0) if r.random() < 0.95 else count)
        return Call("SequentialLrSchedulerConfig", schedulers=members, milestones=milestones)
    return Call("ComposedLrSchedulerConfig", schedulers=members, **some(r, 0.8, reduction=r.choice(["Prod", "Sum", "Avg"])))


def line(r):
    return f"burn.{(several if r.random() < 0.4 else single)(r)}", range(r.choice([30, 100, 200]))
