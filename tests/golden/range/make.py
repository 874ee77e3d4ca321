"""Writes rules.jsonl: what other tools' own code suggests for losses that are given here.

    pip download --no-deps -d WHEELS fastai==2.8.12 pytorch-lightning==2.6.6 pytorch-ignite==0.5.5 torch-lr-finder==0.2.2
    make.py WHEELS          (Python 3.11 with torch and numpy, any version)

A line is the rule, the rates, the losses, the planned steps and the suggestion. The functions that suggest are taken out
of the tools' sources as they are, and run alone; their running means are repeated here, as they are spread over callbacks.
keras-lr-finder's rule is in no package: it is written here by its description.
"""

import ast
import json
import math
import sys
import types
import zipfile
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
wheels = Path(sys.argv[1])


def function(package, path, name, **names):
    (wheel,) = wheels.glob(package + "*.whl")
    tree = ast.parse(zipfile.ZipFile(wheel).read(path))
    (found,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name)
    found.decorator_list = []
    found.returns = None
    for argument in found.args.args:
        argument.annotation = None
    scope = {"torch": torch, "np": np, "math": math, **names}
    exec(compile(ast.Module([found], []), path, "exec"), scope)
    return scope[name]


def corrected(losses, beta, late):
    mean, out, best = 0.0, [], math.inf
    for t, loss in enumerate(losses):
        mean = beta * mean + (1 - beta) * loss
        out.append(mean / (1 - beta ** (t + 1 + late)))
        if out[-1] > 4 * best:
            break
        best = min(best, out[-1])
    return out


def plain(losses):
    out, best = [], math.inf
    for loss in losses:
        out.append(0.05 * loss + 0.95 * out[-1] if out else loss)
        best = min(best, out[-1])
        if out[-1] > 5 * best:
            break
    return out


def fastai(name):
    suggest = function("fastai", "fastai/callback/schedule.py", name, to_np=lambda x: x.numpy())

    def rule(lrs, losses, planned):
        mean = corrected(losses, 0.98, 0)
        keep = slice(planned // 10, -5)
        return float(suggest(torch.tensor(lrs[: len(mean)][keep]), torch.tensor(mean[keep]), planned)[0])

    return rule


def lightning(lrs, losses, planned):
    suggest = function("pytorch_lightning", "pytorch_lightning/tuner/lr_finder.py", "suggestion")
    mean = corrected(losses, 0.98, 1)
    return suggest(types.SimpleNamespace(results={"lr": lrs[: len(mean)], "loss": mean}))


def ignite(lrs, losses, planned):
    suggest = function("pytorch_ignite", "ignite/handlers/lr_finder.py", "lr_suggestion")
    mean = plain(losses)
    return suggest(types.SimpleNamespace(_history={"lr": lrs[: len(mean)], "loss": mean}))


def pytorch_lr_finder(lrs, losses, planned):
    class Axes:
        def __getattr__(self, name):
            return lambda *args, **kwargs: None

    mean = plain(losses)
    plot = function("torch_lr_finder", "torch_lr_finder/lr_finder.py", "plot", plt=Axes(), print=lambda *a: None)
    return plot(types.SimpleNamespace(history={"lr": lrs[: len(mean)], "loss": mean}), ax=Axes())[1]


def keras(lrs, losses, planned, sma=20):
    kept, best = [], math.inf
    for loss in losses:
        kept.append(loss)
        if loss > 4 * best:
            break
        best = min(best, loss)
    changes = [0.0] * sma + [(kept[i] - kept[i - sma]) / sma for i in range(sma, len(kept))]
    return lrs[10 + int(np.argmin(changes[10:-5]))]


RULES = {f"fastai-{name}": fastai(name) for name in ("valley", "steep", "minimum", "slide")}
RULES |= {"lightning": lightning, "pytorch-lr-finder": pytorch_lr_finder, "ignite": ignite, "keras-lr-finder": keras}


def curve(steps, noise, depth, edge, seed):
    """Flat, a fall around a tenth of the edge, an explosion beyond."""
    random = np.random.RandomState(seed)
    lrs = [float(x) for x in 1e-6 * (10 / 1e-6) ** (np.arange(steps) / (steps - 1))]
    losses = []
    for lr in lrs:
        fall = depth / (1 + (edge / 10 / lr) ** 1.2)
        losses.append(float(2.3 - fall + (lr / edge) ** 3 + noise * random.randn()))
    return lrs, losses


with open(Path(__file__).with_name("rules.jsonl"), "w") as out:
    for steps, noise, depth, edge, seed in [(100, 0, 1.5, 1, 0), (100, 0.05, 1.8, 0.3, 1), (200, 0.02, 2, 2, 2), (150, 0.1, 1, 0.05, 3)]:
        lrs, losses = curve(steps, noise, depth, edge, seed)
        for name, rule in RULES.items():
            row = {"rule": name, "lr": lrs, "loss": losses, "planned": steps, "suggested": float(rule(lrs, losses, steps))}
            print(json.dumps(row), file=out)
