"""optimizers.jsonl: a few parameters under each rule, in the packages that define it."""

import lion_pytorch
import numpy as np
import schedulefree
import torch
from values import draw, seeded

STEPS = 12
FLAT = [0.1] * STEPS
SMALL = [0.01] * STEPS
WARMED = [round(0.1 * min(t / 4, 1), 6) for t in range(STEPS)]  # 0 at the first step
FALLING = [round(0.1 * (1 - t / STEPS) ** 2, 6) for t in range(STEPS)]
JUMPING = [0.0, 0.2, 0.001, 0.0, 0.05, 0.05, 1e-6, 0.3, 0.1, 0.0, 0.02, 0.1]
MOMENTA = [round(0.95 - 0.1 * min(t, STEPS - t) / 6, 6) for t in range(STEPS)]  # as one-cycle drives them
DECAYS = [0.0, 0.0, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.01, 0.0, 1.0, 0.1]

DEFAULTS = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "adamw": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01, "decay": "tied"},
    "adam-l2": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01},
    "lion": {"beta1": 0.9, "beta2": 0.99, "decay": "tied"},
    "schedule-free-sgd": {"momentum": 0.9, "warmup": 0},
    "schedule-free-adamw": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "warmup": 0},
}

# rule, what is special, lr, options beyond the defaults, gradients, what a schedule drives
CASES = [
    ("sgd", "defaults", FLAT, {}, "normal", {}),
    ("sgd", "decay", FALLING, {"weight_decay": 0.1}, "normal", {}),
    ("sgd", "driven decay", FLAT, {"weight_decay": 0.1}, "normal", {"weight_decay_schedule": DECAYS}),
    ("sgd", "rate jumps, and is 0", JUMPING, {}, "normal", {}),
    ("sgd", "zero gradients", WARMED, {"weight_decay": 0.1}, "zeros", {}),
    ("sgd", "huge gradients", SMALL, {}, "huge", {}),
    ("sgd", "clip", FLAT, {"clip": 1.0}, "huge", {}),
    ("momentum", "defaults", FLAT, {}, "normal", {}),
    ("momentum", "low", FALLING, {"momentum": 0.5}, "normal", {}),
    ("momentum", "decay", FLAT, {"weight_decay": 0.1}, "zeros", {}),
    ("momentum", "warm-up from 0", WARMED, {}, "normal", {}),
    ("momentum", "driven", WARMED, {}, "normal", {"momentum": MOMENTA}),
    ("momentum", "clip and decay", FLAT, {"weight_decay": 0.01, "clip": 2.0}, "normal", {}),
    ("nesterov", "defaults", FLAT, {}, "normal", {}),
    ("nesterov", "decay and warm-up from 0", WARMED, {"weight_decay": 0.1}, "normal", {}),
    ("nesterov", "driven", FALLING, {}, "normal", {"momentum": MOMENTA}),
    ("adam", "defaults", SMALL, {}, "normal", {}),
    ("adam", "other betas and epsilon", SMALL, {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}, "normal", {}),
    ("adam", "no momentum", FALLING, {"beta1": 0.0}, "normal", {}),
    ("adam", "huge gradients", FLAT, {}, "huge", {}),
    ("adam", "tiny gradients", FLAT, {}, "tiny", {}),
    ("adam", "zero gradients", FLAT, {}, "zeros", {}),
    ("adam", "rate jumps, and is 0", JUMPING, {}, "normal", {}),
    ("adam", "driven", WARMED, {}, "normal", {"beta1": MOMENTA}),
    ("adamw", "defaults", SMALL, {}, "normal", {}),
    ("adamw", "decay and warm-up from 0", WARMED, {"weight_decay": 0.3}, "zeros", {}),
    ("adamw", "driven decay", FALLING, {}, "normal", {"weight_decay_schedule": DECAYS}),
    ("adamw", "driven beta1", FLAT, {"weight_decay": 0.1}, "normal", {"beta1": MOMENTA}),
    ("adamw", "clip", SMALL, {"weight_decay": 0.1, "clip": 0.5}, "huge", {}),
    ("adam-l2", "defaults", SMALL, {}, "normal", {}),
    ("adam-l2", "strong", WARMED, {"weight_decay": 0.5}, "zeros", {}),
    ("adam-l2", "driven decay", SMALL, {}, "tiny", {"weight_decay_schedule": DECAYS}),
    ("lion", "defaults", SMALL, {}, "normal", {}),
    ("lion", "decay", FALLING, {"weight_decay": 0.5}, "normal", {}),
    ("lion", "zero gradients", WARMED, {"weight_decay": 0.1}, "zeros", {}),
    ("lion", "huge gradients", SMALL, {}, "huge", {}),
    ("lion", "driven beta1", JUMPING, {}, "normal", {"beta1": MOMENTA}),
    ("schedule-free-sgd", "defaults", FLAT, {}, "normal", {}),
    ("schedule-free-sgd", "warm-up", FLAT, {"warmup": 5}, "normal", {}),
    ("schedule-free-sgd", "warm-up and decay", FLAT, {"warmup": 20, "weight_decay": 0.1}, "zeros", {}),
    ("schedule-free-sgd", "other momentum", FALLING, {"momentum": 0.7}, "normal", {}),
    ("schedule-free-sgd", "rate jumps, and is 0", JUMPING, {}, "normal", {}),
    ("schedule-free-sgd", "driven", WARMED, {}, "normal", {"momentum": MOMENTA}),
    ("schedule-free-adamw", "defaults", SMALL, {}, "normal", {}),
    ("schedule-free-adamw", "warm-up", FLAT, {"warmup": 5}, "normal", {}),
    ("schedule-free-adamw", "decay", SMALL, {"weight_decay": 0.1}, "zeros", {}),
    ("schedule-free-adamw", "warm-up and decay", FALLING, {"warmup": 3, "weight_decay": 0.3}, "normal", {}),
    ("schedule-free-adamw", "rate jumps, and is 0", JUMPING, {"beta1": 0.95, "beta2": 0.99}, "normal", {}),
    ("schedule-free-adamw", "driven", WARMED, {}, "normal", {"beta1": MOMENTA}),
    ("schedule-free-adamw", "clip", SMALL, {"clip": 1.0}, "huge", {}),
    ("schedule-free-adamw", "tiny gradients", FLAT, {}, "tiny", {}),
]
FLOAT32 = [
    ("sgd", "float32", FALLING, {"weight_decay": 0.1}, "normal", {}),
    ("momentum", "float32", FALLING, {"weight_decay": 0.1, "clip": 2.0}, "normal", {}),
    ("nesterov", "float32", WARMED, {}, "normal", {}),
    ("adam", "float32", WARMED, {}, "normal", {}),
    ("adamw", "float32", FALLING, {"weight_decay": 0.1}, "normal", {}),
    ("adam-l2", "float32", SMALL, {"weight_decay": 0.1}, "normal", {}),
    ("lion", "float32", SMALL, {"weight_decay": 0.1}, "normal", {}),
    ("schedule-free-sgd", "float32", FLAT, {"warmup": 5}, "normal", {}),
    ("schedule-free-adamw", "float32", SMALL, {"warmup": 5, "weight_decay": 0.1}, "normal", {}),
]


def gradients_of(kind, random):
    """One row a step, eight numbers wide."""
    rows = np.round(random.standard_normal((STEPS, 8)), 4)
    if kind == "zeros":
        rows[:, 2] = 0  # a parameter that no sample ever reaches, a step without any, and a late start
        rows[4] = 0
        rows[:6, 5] = 0
    if kind == "huge":
        rows[3:5] *= 1e6
        rows[:, 1] *= 1e6
    if kind == "tiny":
        rows[:, ::2] *= 1e-9
        rows[:, 1] *= 1e-20
    return [[float(f"{value:.5g}") for value in row] for row in rows]


def optimizer_of(rule, parameter, options):
    shared = {"lr": 1.0, "weight_decay": options.get("weight_decay", 0.0)}
    betas = {"betas": (options.get("beta1"), options.get("beta2"))}
    adam = shared | betas | {"eps": options.get("epsilon"), "foreach": False}
    momentum = shared | {"momentum": options.get("momentum", 0.0), "foreach": False}
    warm = {"warmup_steps": options.get("warmup")}
    make, keywords = {
        "sgd": (torch.optim.SGD, momentum),
        "momentum": (torch.optim.SGD, momentum),
        "nesterov": (torch.optim.SGD, momentum | {"nesterov": True}),
        "adam": (torch.optim.Adam, adam),
        "adam-l2": (torch.optim.Adam, adam),
        "adamw": (torch.optim.AdamW, adam),
        "lion": (lion_pytorch.Lion, shared | betas),
        "schedule-free-sgd": (schedulefree.SGDScheduleFree, momentum | warm),
        "schedule-free-adamw": (schedulefree.AdamWScheduleFree, adam | warm),
    }[rule]
    return make([parameter], **keywords)


def drive(group, driven, t):
    """Sets what a schedule drives for step t, as a scheduler would: in the parameter group."""
    if "momentum" in driven:
        group["momentum"] = driven["momentum"][t]
    if "beta1" in driven:
        group["betas"] = (driven["beta1"][t], group["betas"][1])
    if "weight_decay_schedule" in driven:
        group["weight_decay"] = driven["weight_decay_schedule"][t]


def optimizer_case(precision, rule, special, lr, extra, kind, driven):
    name, options = f"{rule}: {special}", DEFAULTS[rule] | extra
    random = seeded(name)
    start, gradients, after = draw(random, 8).tolist(), gradients_of(kind, random), []
    parameter = torch.nn.Parameter(torch.tensor(start, dtype=getattr(torch, precision)))
    optimizer = optimizer_of(rule, parameter, options)
    if "free" in rule:
        optimizer.train()
    for t in range(STEPS):
        parameter.grad = torch.tensor(gradients[t], dtype=parameter.dtype)
        if "clip" in options:
            torch.nn.utils.clip_grad_norm_([parameter], options["clip"], foreach=False)
        optimizer.param_groups[0]["lr"] = lr[t]
        drive(optimizer.param_groups[0], driven, t)
        optimizer.step()
        after.append(parameter.tolist())
    line = {"case": name, "rule": rule, "precision": precision, "options": options, "start": start, "lr": lr, **driven}
    line |= {"gradients": gradients, "parameters": after}
    if "free" in rule:
        optimizer.eval()
        line["evaluation"] = parameter.tolist()
    return line


def cases():
    for precision, table in (("float64", CASES), ("float32", FLOAT32)):
        for case in table:
            yield optimizer_case(precision, *case)
