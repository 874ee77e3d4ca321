"""Writes the golden rates of other frameworks' controllers, moved by logs of metrics, by the frameworks themselves.

    make.py torch hf ignite        make.py keras optax        make.py paddle        make.py dlib=PROGRAM

Each writes LIBRARY.jsonl beside it: a line is a call in the library's own words, the rate it began with, the metrics,
and the rate after each of them. What to install: ../dialects/requirements-*.txt; for dlib, dlib.cpp says how.
"""

import importlib.metadata
import json
import os
import subprocess
import sys
import types
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent


def wave(start, drift, swing, count):
    """A metric that drifts and swings, without randomness; no two of its values are a threshold apart by chance."""
    return [round(start + drift * i + swing * ((i * 7919) % 101 - 50) / 50 + 1e-6 * i, 8) for i in range(count)]


LOGS = {
    "falls": wave(2, -0.05, 0.01, 30),
    "stalls": wave(2, -0.2, 0.01, 6) + [1.05 + 1e-7 * i for i in range(24)],
    "steps down": [2.0] * 7 + [1.5] * 9 + [1.1] * 14,
    "noise": wave(1, -0.004, 0.2, 40),
    "rises": wave(0.3, 0.02, 0.05, 40),
    "below zero": wave(-1, -0.003, 0.004, 40),
    "slowly up below zero": [-2 + 1.3e-4 * i for i in range(30)],
    "crosses zero": wave(0.5, -0.03, 0.06, 40),
}
KEPT_SMALL = ["stalls", "noise", "below zero"]


def variants(name, more, mode="mode={}"):
    """Calls with every mode and threshold, over every log; and with what only some logs need."""
    for log in LOGS:
        for way in ("'min'", "'max'") if mode else ("",):
            yield f"{name}({mode.format(way) + ', ' if mode else ''}patience=2, {more[0]})", log
    for extra in more[1:]:
        for log in KEPT_SMALL:
            yield f"{name}({extra})", log


TORCH = [
    "factor=0.5",
    "patience=0",
    "patience=3, threshold=0.05, threshold_mode='rel'",
    "mode='max', patience=2, threshold=0.03, threshold_mode='abs'",
    "patience=1, threshold=0.01, threshold_mode='abs', cooldown=3",
    "mode='max', patience=1, factor=0.3, cooldown=2",
    "patience=1, min_lr=0.013",
    "patience=1, factor=0.1, eps=0.0005",
    "mode='max', patience=0, factor=0.9, min_lr=0.05, cooldown=1, threshold=0.1",
]
CALLS = {
    "torch": [(0.1, *each) for each in variants("torch.ReduceLROnPlateau", TORCH)]
    + [(1e-8, "torch.ReduceLROnPlateau(patience=1)", "stalls")],
    "ignite": [(0.1, "ignite.ReduceLROnPlateauScheduler('loss', patience=1, min_lr=0.013)", log) for log in KEPT_SMALL]
    + [(0.1, "ignite.ReduceLROnPlateauScheduler('loss', param_group_index=0, patience=1, min_lr=0.013)", "stalls")],
    "hf": [(0.1, "hf.reduce_lr_on_plateau(patience=1, factor=0.3)", log) for log in KEPT_SMALL]
    + [
        (0.1, *each)
        for each in variants(
            "hf.greedy",
            [
                "factor=0.8",
                "patience=1",
                "patience=0, threshold=0.02, threshold_mode='rel'",
                "patience=1, cooldown=3, warmup=2, factor=0.7",
                "mode='max', patience=1, smooth=True, window_size=4, factor=0.5",
                "patience=0, smooth=True, window_size=3",
                "patience=0, factor=0.5, min_lr=0.03, reset_start=3",
                "patience=0, factor=0.9, max_lr=0.13",
                "patience=0, factor=0.5, min_lr=0.01, reset_start=2, smooth=True, window_size=3, cooldown=1",
                "patience=1, eps=0.02, factor=0.9",
            ],
        )
    ],
    "paddle": [
        (0.1, *each)
        for each in variants("paddle.ReduceOnPlateau", [each.replace("eps=", "epsilon=") for each in TORCH])
    ],
    "keras": [
        (0.1, *each)
        for each in variants(
            "keras.ReduceLROnPlateau",
            [
                "factor=0.5",
                "patience=0",
                "patience=1",
                "patience=3, min_delta=0.05",
                "mode='max', patience=2, cooldown=1",
                "patience=2, cooldown=3",
                "patience=1, factor=0.3, cooldown=2, min_lr=0.013",
                "monitor='val_accuracy', mode='max', patience=4, min_delta=0",
            ],
        )
    ],
    "optax": [
        (0.1, *each)
        for each in variants(
            "optax.reduce_on_plateau",
            [
                "factor=0.5",
                "patience=1",
                "patience=3, rtol=0.05",
                "patience=2, rtol=0.0, atol=0.03",
                "patience=2, rtol=0.02, atol=0.01, cooldown=3",
                "patience=1, factor=0.3, min_scale=0.05",
                "patience=2, accumulation_size=3",
            ],
            mode="",
        )
    ],
}


def group(lr):
    import torch

    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    return optimizer, lambda: optimizer.param_groups[0]["lr"]


def torch():
    from torch.optim import lr_scheduler

    def start(lr, call):
        optimizer, read = group(lr)
        scheduler = call(lambda **keywords: lr_scheduler.ReduceLROnPlateau(optimizer, **keywords))
        return lambda metric: (scheduler.step(metric), read())[1]

    return ["torch"], start


def hf():
    from transformers.optimization import get_scheduler

    def start(lr, call, name):
        optimizer, read = group(lr)
        kind = "reduce_lr_on_plateau" if "plateau" in name else "greedy"
        scheduler = call(lambda **keywords: get_scheduler(kind, optimizer, scheduler_specific_kwargs=keywords))
        return lambda metric: (scheduler.step(metric), read())[1]

    return ["transformers"], start


def ignite():
    from ignite.handlers.param_scheduler import ReduceLROnPlateauScheduler

    def start(lr, call):
        optimizer, read = group(lr)
        scheduler = call(lambda *all, **keywords: ReduceLROnPlateauScheduler(optimizer, *all, **keywords))

        def report(metric):
            scheduler(types.SimpleNamespace(state=types.SimpleNamespace(metrics={"loss": metric})))
            return read()

        return report

    return ["pytorch-ignite", "torch"], start


def paddle():
    from paddle.optimizer import lr as library

    def start(lr, call):
        scheduler = call(lambda **keywords: library.ReduceOnPlateau(lr, **keywords))
        return lambda metric: (scheduler.step(metric), scheduler())[1]

    return ["paddlepaddle"], start


def keras():
    os.environ["KERAS_BACKEND"] = "jax"
    import keras as library

    def start(lr, call):
        callback = call(library.callbacks.ReduceLROnPlateau)
        model = types.SimpleNamespace(optimizer=types.SimpleNamespace(learning_rate=lr))
        callback.set_model(model)
        callback.on_train_begin()

        def report(metric):
            callback.on_epoch_end(0, {callback.monitor: metric})
            return model.optimizer.learning_rate

        return report

    return ["keras"], start


def optax():
    import jax

    jax.config.update("jax_enable_x64", True)
    import optax as library

    def start(lr, call):
        transform = call(library.contrib.reduce_on_plateau)
        params = jax.numpy.zeros(1, dtype="float64")
        state = transform.init(params)

        def report(metric):
            nonlocal state
            _, state = transform.update(params, state, value=metric)
            return lr * float(state.scale)

        return report

    return ["optax", "jax"], start


def golden(start, lr, spec, log):
    def call(make):
        return eval(spec[spec.index("(") :].replace("(", "make(", 1), {"make": make})

    needs_name = start.__code__.co_argcount == 3
    report = start(lr, call, spec) if needs_name else start(lr, call)
    return {"spec": spec, "log": log, "lr": lr, "rates": [float(f"{report(x):.14g}") for x in LOGS[log]]}


def main(libraries):
    warnings.simplefilter("ignore")
    for library in libraries:
        library, _, program = library.partition("=")
        if program:
            text = subprocess.run([program], check=True, capture_output=True, text=True).stdout
        else:
            packages, start = globals()[library]()
            versions = {package: importlib.metadata.version(package) for package in packages}
            head = {"made_by": f"tests/golden/controllers/make.py {library}", "versions": versions}
            lines = [golden(start, *each) for each in CALLS[library]]
            text = "".join(json.dumps(line) + "\n" for line in [head, *lines])
        (HERE / f"{library}.jsonl").write_text(text)
        print(f"{library}: {text.count(chr(10)) - 1} runs, {len(text)} bytes")
    logs = "".join(json.dumps({"log": name, "metrics": metrics}) + "\n" for name, metrics in LOGS.items())
    (HERE / "logs.jsonl").write_text(logs)


if __name__ == "__main__":
    main(sys.argv[1:])
