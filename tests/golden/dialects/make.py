"""Writes the golden values of other frameworks' schedules, computed by the frameworks themselves.

    make.py DIALECT...        for example: make.py optax keras

reads configurations/DIALECT.txt and writes DIALECT.jsonl beside it. Each line of the configurations is one schedule in
the library's own words, such as `torch.StepLR(lr=0.1, step_size=30) @ 0..90`, and that text itself makes the call.
`make.py torch_1_13` is for an older torch: it writes only the lines that differ from torch.jsonl. What to install:
requirements-*.txt.
"""

import ast
import importlib.metadata
import json
import math
import os
import sys
import types
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
FEW = range(21)


def main(dialects):
    warnings.simplefilter("ignore")
    for name in dialects:
        dialect = name if name in DIALECTS else name.partition("_")[0]
        packages, load = DIALECTS[dialect]
        start = load()
        versions = {package: version(package) for package in packages}
        head = {"made_by": f"tests/golden/dialects/make.py {name}", "versions": versions}
        lines = [golden(spec, steps, start) for spec, steps in configurations(dialect)]
        if name != dialect:  # an older version's
            newest = {line.get("spec"): line for line in map(json.loads, (HERE / f"{dialect}.jsonl").open())}
            lines = [line for line in lines if not alike(line, newest[line["spec"]])]
        text = "".join(json.dumps(line) + "\n" for line in [head, *lines])
        (HERE / f"{name}.jsonl").write_text(text)
        refused = sum("refused" in line for line in lines)
        print(f"{name}: {len(lines)} configurations, {refused} refused, {len(text)} bytes")


def version(package):
    """That of a package of this Python, or of the crate that burn/ names."""
    if package != "burn":
        return importlib.metadata.version(package)
    import tomllib

    return tomllib.loads((HERE / "burn" / "Cargo.toml").read_text())["dependencies"]["burn"]["version"].removeprefix("=")


def alike(line, other):
    """Whether two versions of a library gave the same values, or both refused."""
    if "refused" in line or "refused" in other:
        return "refused" in line and "refused" in other
    pairs = [(line[key], other[key]) for key in ("lr", "momentum") if key in line or key in other]
    return all(len(a) == len(b) and all(abs(x - y) <= 1e-12 for x, y in zip(a, b)) for a, b in pairs)


def configurations(name):
    """The (spec, steps) of each line: `SPEC`, `SPEC @ first..last`, or `SPEC @ step,step,...`."""
    for line in (HERE / "configurations" / f"{name}.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        spec, _, steps = line.partition(" @ ")
        if ".." in steps:
            first, last = steps.split("..")
            yield spec, range(int(first), int(last) + 1)
        else:
            yield spec, [int(step) for step in steps.split(",")] if steps else FEW


def golden(spec, steps, start):
    """One line of the golden file. A library that dies of a schedule has refused it; a ValueError past the start is
    its word that the schedule has ended."""
    rates, momenta, precision = [], [], "float64"
    line = {"spec": spec, "precision": precision}
    t = None
    try:
        value = start(ast.parse(spec, mode="eval").body)
        for t in steps:
            rate, momentum = pair(value(t))
            if not math.isfinite(rate):
                return {"spec": spec, "refused": f"{float(rate)} at {t}"}
            if getattr(rate, "dtype", None) == "float32":
                precision = "float32"
            rates.append(float(rate))
            momenta.append(momentum)
    except Exception as error:
        words = ": ".join([type(error).__name__, *str(error).splitlines()[:1]])
        if not rates or not isinstance(error, ValueError):
            return {"spec": spec, "refused": words} | ({"refused_at": t} if rates else {})
        line |= {"raises_at": t, "raises": words}
    line["precision"] = precision
    if not isinstance(steps, range) or steps.start != 0:
        line["steps"] = list(steps)[: len(rates)]
    line["lr"] = rates
    if None not in momenta:
        line["momentum"] = momenta
    return line


def pair(value):
    return value if isinstance(value, tuple) else (value, None)


def build(node, call):
    """What a spec stands for: literals as they are, and each call in it made by call(name, arguments, keywords)."""
    if isinstance(node, ast.Call):
        arguments = [build(argument, call) for argument in node.args]
        keywords = {keyword.arg: build(keyword.value, call) for keyword in node.keywords}
        return call(name_of(node), arguments, keywords)
    if isinstance(node, (ast.List, ast.Tuple)):
        items = [build(item, call) for item in node.elts]
        return items if isinstance(node, ast.List) else tuple(items)
    if isinstance(node, ast.Dict):
        return {build(key, call): build(item, call) for key, item in zip(node.keys, node.values)}
    return ast.literal_eval(node)


def calls(library, *first):
    """For build: the library's own function or class of each name, called with `first` before the spec's arguments."""
    return lambda name, arguments, keywords: getattr(library, name)(*first, *arguments, **keywords)


def name_of(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id


def take(node, **defaults):
    """Takes the keywords that are ours (the optimizer's rate, the run's length) out of a spec."""
    found = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords if keyword.arg in defaults}
    node.keywords = [keyword for keyword in node.keywords if keyword.arg not in defaults]
    values = [found.get(name, default) for name, default in defaults.items()]
    return values[0] if len(values) == 1 else values


def stepped(read, step):
    """A value at t for what only goes forward: read() after t calls of step()."""
    done = 0

    def value(t):
        nonlocal done
        while done < t:
            step()
            done += 1
        return read()

    return value


def optax():
    import jax.numpy
    import optax as library

    def start(node):
        schedule = build(node, calls(library))
        return lambda t: schedule(jax.numpy.asarray(t))

    return start


def compiled_once(cond, jit, array):
    """cond(predicate, one, other) of JAX, which compiles anew at each call, as one that compiles a pair of closures once:
    the arrays that they hold are its operands, as they are JAX's own."""
    held, compiled = None, None

    def each(value, change):
        """value with every array in it changed, down to those that a function's closure holds."""
        if isinstance(value, array):
            return change(value)
        if not isinstance(value, types.FunctionType):
            return value
        cells = tuple(types.CellType(each(cell.cell_contents, change)) for cell in value.__closure__ or ())
        return types.FunctionType(value.__code__, value.__globals__, value.__name__, value.__defaults__, cells)

    def named(value):
        """What the value is but for its arrays."""
        if isinstance(value, types.FunctionType):
            return value.__code__, *(named(cell.cell_contents) for cell in value.__closure__ or ())
        return None if isinstance(value, array) else value

    def call(predicate, one, other):
        nonlocal held, compiled
        arrays = []
        for branch in (one, other):
            each(branch, arrays.append)
        if held != (named(one), named(other)):
            held = named(one), named(other)

            def with_arrays(predicate, arrays):
                following = iter(arrays)
                return cond(predicate, *(each(branch, lambda _: next(following)) for branch in (one, other)))

            compiled = jit(with_arrays)
        return compiled(predicate, arrays)

    return call


def keras():
    os.environ["KERAS_BACKEND"] = "jax"
    import jax
    from keras.optimizers import schedules as library
    from keras.src import backend

    backend.core.cond = compiled_once(jax.lax.cond, jax.jit, jax.Array)

    def start(node):
        return build(node, calls(library))

    return start


MARK = 0.123  # a momentum that no schedule sets: where it stays, the library moves none


def group(lr, kind="SGD"):
    """A real optimizer of that rate, and what reads its rate and momentum."""
    import torch

    extra = {"momentum": MARK} if kind == "SGD" else {"betas": (MARK, 0.99)}
    optimizer = getattr(torch.optim, kind)([torch.nn.Parameter(torch.zeros(1))], lr=lr, **extra)

    def read():
        first = optimizer.param_groups[0]
        momentum = first["momentum"] if kind == "SGD" else first["betas"][0]
        return first["lr"], None if momentum == MARK else momentum

    return optimizer, read


def torch():
    from torch.optim import lr_scheduler, swa_utils

    def start(node):
        optimizer, read = group(take(node, lr=1.0))

        def call(name, arguments, keywords):
            if name == "ChainedScheduler":
                return lr_scheduler.ChainedScheduler(*arguments, **keywords)
            library = swa_utils if name == "SWALR" else lr_scheduler
            return getattr(library, name)(optimizer, *arguments, **keywords)

        return stepped(read, build(node, call).step)

    return start


def hf():
    from transformers.optimization import get_scheduler

    def start(node):
        optimizer, read = group(take(node, lr=1.0))

        def call(name, arguments, keywords):
            steps = {key: keywords.pop(key, None) for key in ("num_warmup_steps", "num_training_steps")}
            return get_scheduler(name, optimizer, *arguments, **steps, scheduler_specific_kwargs=keywords)

        return stepped(read, build(node, call).step)

    return start


def timm():
    from timm import scheduler as library

    def start(node):
        optimizer, read = group(take(node, lr=1.0))
        scheduler = build(node, calls(library, optimizer))

        def value(t):
            if t > 0:
                scheduler.step(t)
            return read()

        return value

    return start


def fastai():
    import numpy
    from fastai.callback import schedule as library
    from fastai.learner import Learner

    class Fit:
        """As much of a Learner as its fit methods ask for: it keeps the schedules instead of training."""

        lr, moms, opt = 1.0, (0.95, 0.85, 0.95), types.SimpleNamespace()

        def __init__(self):
            self.opt.set_hyper = lambda name, value: setattr(self.opt, "hypers", [{name: value}])

        def fit(self, epochs, cbs, **_):
            scheds = cbs[0].scheds
            rate, momentum = scheds["lr"], scheds.get("mom")
            self.value = lambda position: (numpy.ravel(rate(position))[0], momentum and momentum(position))

    def start(node):
        steps = take(node, steps=None)

        def call(name, arguments, keywords):
            nonlocal steps
            if not name.startswith("fit_"):
                return getattr(library, name)(*arguments, **keywords)
            fit = Fit()
            if name == "fit_sgdr":
                getattr(Learner, name)(fit, *arguments, **keywords)
                cycles, mult = keywords["n_cycles"], keywords.get("cycle_mult", 2)
                steps = keywords["cycle_len"] * (mult**cycles - 1) // (mult - 1)
            else:
                getattr(Learner, name)(fit, 1, *arguments, **keywords)
            return fit.value

        f = build(node, call)
        return lambda t: f(t / steps)

    return start


def megatron():
    from megatron.core.optimizer_param_scheduler import OptimizerParamScheduler

    ours = dict(init_lr=0.0, min_lr=0.0, lr_warmup_steps=0, lr_decay_style="cosine")
    weights = dict(start_wd=0.0, end_wd=0.0, wd_incr_steps=1, wd_incr_style="constant")

    def start(node):
        optimizer, read = group(1.0)

        def call(_, arguments, keywords):
            return OptimizerParamScheduler(optimizer, *arguments, **(ours | weights | keywords))

        scheduler = build(node, call)
        return stepped(read, lambda: scheduler.step(1))

    return start


def deepspeed():
    from deepspeed.runtime import lr_schedules as library

    def start(node):
        optimizer, read = group(take(node, lr=1.0), "Adam")
        scheduler = build(node, calls(library, optimizer))
        return stepped(read, scheduler.step)

    return start


def composer():
    from composer.core import Time, Timestamp
    from composer.optim import scheduler as library

    def start(node):
        lr, length = take(node, lr=1.0, max_duration="100ba")
        scheduler = build(node, calls(library))

        def value(t):
            state = types.SimpleNamespace(
                max_duration=Time.from_timestring(length), timestamp=Timestamp(batch=t), dataloader_len=None
            )
            return lr * scheduler(state)

        return value

    return start


def torchtitan():
    from torchtitan.components.optimizer import LRSchedulersContainer

    def start(node):
        optimizer, read = group(take(node, lr=1.0))
        config = build(node, calls(LRSchedulersContainer))
        return stepped(read, config.build(optimizers=[optimizer], training_steps=None).step)

    return start


def paddle():
    from paddle.optimizer import lr as library

    def start(node):
        scheduler = build(node, calls(library))
        return stepped(lambda: scheduler(), scheduler.step)

    return start


def mmengine():
    from mmengine.optim import scheduler as library

    def start(node):
        optimizer, read = group(take(node, lr=1.0))

        def call(name, arguments, keywords):
            if name == "schedulers":
                return keywords["param_schedulers"]
            return getattr(library, name)(optimizer, *arguments, **keywords)

        built = build(node, call)
        all_of_them = built if isinstance(built, list) else [built]
        return stepped(read, lambda: [scheduler.step() for scheduler in all_of_them])

    return start


def ignite():
    from ignite.handlers import param_scheduler as library

    def start(node):
        optimizer, read = group(1.0)

        def call(name, arguments, keywords):
            if name in ("ConcatScheduler", "create_lr_scheduler_with_warmup"):
                return getattr(library, name)(*arguments, **keywords)
            return getattr(library, name)(optimizer, "lr", *arguments, **keywords)

        scheduler = build(node, call)
        scheduler(None)
        return stepped(read, lambda: scheduler(None))

    return start


def pytorch_scheduler():
    import pytorch_scheduler as library

    def start(node):
        optimizer, read = group(take(node, lr=1.0))
        return stepped(read, build(node, calls(library, optimizer)).step)

    return start


def pytorch_optimizer():
    from pytorch_optimizer import lr_scheduler as library

    def start(node):
        optimizer, read = group(take(node, lr=1.0))
        return stepped(read, build(node, calls(library, optimizer)).step)

    return start


def burn():
    """burn is Rust: burn/ here is a program that takes its configurations, in its own JSON."""
    import subprocess

    cargo = ["cargo", "build", "--quiet", "--manifest-path", str(HERE / "burn" / "Cargo.toml")]
    folder = HERE.parents[2] / "build" / "burn_curves"
    try:
        subprocess.run([*cargo, "--target-dir", str(folder)], check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise ImportError("burn's schedules need cargo, and the crate") from error

    def call(name, arguments, keywords):
        if name == "ConstantLr":
            return {"Constant": keywords["lr"]}
        config = {"StepLrSchedulerConfig": {"gamma": 0.1}, "CosineAnnealingLrSchedulerConfig": {"min_lr": 0.0}}.get(name, {})
        config |= {"NoamLrSchedulerConfig": {"warmup_steps": 4000, "model_size": 512}}.get(name, {})
        config |= {"ComposedLrSchedulerConfig": {"schedulers": [], "reduction": "Prod"}}.get(name, {})
        return {name.removesuffix("LrSchedulerConfig").replace("CosineAnnealing", "Cosine"): config | keywords}

    def start(node):
        """A line names its arguments; the first 200 rates are asked for at once."""
        line = f"200 {json.dumps(build(node, call))}\n"
        ran = subprocess.run([folder / "debug" / "burn_curves"], input=line, capture_output=True, text=True, check=True)
        rates = json.loads(ran.stdout)
        if isinstance(rates, str):
            raise ValueError(rates)
        return rates.__getitem__

    return start


# dialect: the packages it is computed with, and what loads them
DIALECTS = {
    "optax": (["optax", "jax", "jaxlib", "numpy"], optax),
    "keras": (["keras", "jax", "jaxlib", "numpy"], keras),
    "torch": (["torch"], torch),
    "hf": (["transformers", "torch"], hf),
    "timm": (["timm", "torch"], timm),
    "fastai": (["fastai", "torch", "numpy"], fastai),
    "megatron": (["megatron-core", "torch"], megatron),
    "deepspeed": (["deepspeed", "torch"], deepspeed),
    "composer": (["mosaicml"], composer),
    "torchtitan": (["torchtitan", "torch"], torchtitan),
    "paddle": (["paddlepaddle"], paddle),
    "mmengine": (["mmengine", "torch"], mmengine),
    "ignite": (["pytorch-ignite", "torch"], ignite),
    "pytorch_optimizer": (["pytorch_optimizer", "torch"], pytorch_optimizer),
    "pytorch_scheduler": (["pytorch-scheduler", "torch"], pytorch_scheduler),
    "burn": (["burn"], burn),
}

if __name__ == "__main__":
    main(sys.argv[1:])
