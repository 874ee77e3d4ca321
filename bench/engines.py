"""What all peers of bench/peers.py train: the same numbers, in NumPy; and how one of them takes its turn.

A peer is a program of its own, engine_NAME.py, under the Python that has its library. It says in a line of JSON what it
can train, then reads "VARIANT<tab>WORKLOAD" and answers {"seconds": of CPU, a run or a step, "loss": ...}.

Workloads: the post's run of 300 epochs in either precision; and a step, in float32, of a network on pictures and of a
transformer. Their numbers are those that bench/train_bench.cpp draws: etude's random numbers are NumPy's.
"""

import json
import os
import sys
import time

import numpy as np

EPOCHS, LR, WIDTHS, PER_CLASS = 300, 0.01, (2, 64, 64, 3), 100
STEP_LR, CHECKED_STEPS = 1e-3, 20  # a step's workload is compared by the loss of its 20th step
TIMED_STEPS = {"pictures": 400, "transformer": 20}
RUNS = {"float64": np.float64, "float32": np.float32}
PICTURES, PICTURES_BATCH = (784, 64, 64, 10), 50
VOCABULARY, CONTEXT, WIDTH, HEADS, BLOCKS, SAMPLES = 64, 64, 64, 4, 2, 16
WEIGHT_DECAY, BETA1, BETA2, EPSILON = 0.01, 0.9, 0.999, 1e-8


def he(random, inputs, outputs):
    return random.randn(inputs, outputs) * np.sqrt(2.0 / inputs)


def mlp_weights(widths, dtype):
    """[W1, b1, W2, b2, ...], W of inputs x outputs."""
    random = np.random.RandomState(42)
    layers = [he(random, a, b) for a, b in zip(widths, widths[1:])]
    return [m.astype(dtype) for w in layers for m in (w, np.zeros(w.shape[1]))]


def spirals(dtype):
    random = np.random.RandomState(0)
    inputs = []
    for c in range(3):
        t = np.linspace(c * 4, (c + 1) * 4, PER_CLASS) + random.randn(PER_CLASS) * 0.25
        r = np.linspace(0.2, 1.0, PER_CLASS)
        inputs.append(np.column_stack([r * np.cos(t), r * np.sin(t)]))
    return np.vstack(inputs).astype(dtype), np.repeat(np.arange(3), PER_CLASS)


def tokens(random, count, classes):
    return (np.frombuffer(random.bytes(4 * count), "<u4") % classes).astype(np.int64)


def pictures():
    random = np.random.RandomState(1)
    inputs = random.randn(PICTURES_BATCH, PICTURES[0]).astype(np.float32)
    return inputs, tokens(random, PICTURES_BATCH, PICTURES[-1])


def text():
    """Tokens of samples x positions, and what is to follow each, in one row."""
    random = np.random.RandomState(1)
    rows = SAMPLES * CONTEXT
    return tokens(random, rows, VOCABULARY).reshape(SAMPLES, CONTEXT), tokens(random, rows, VOCABULARY)


def transformer_weights():
    """{name: array} in etude's order: embeddings; of each block norm, q k v, out, norm, in, out; norm, head."""
    random = np.random.RandomState(42)
    found = {name: random.randn(size, WIDTH) * 0.02 for name, size in (("token", VOCABULARY), ("position", CONTEXT))}

    def norm(name):
        found[name + ".gain"], found[name + ".bias"] = np.ones(WIDTH), np.zeros(WIDTH)

    def dense(name, inputs, outputs):
        found[name + ".weight"], found[name + ".bias"] = he(random, inputs, outputs), np.zeros(outputs)

    for block in map(str, range(BLOCKS)):
        norm(block + ".norm1")
        dense(block + ".qkv", WIDTH, 3 * WIDTH)
        dense(block + ".attention", WIDTH, WIDTH)
        norm(block + ".norm2")
        dense(block + ".in", WIDTH, 4 * WIDTH)
        dense(block + ".out", 4 * WIDTH, WIDTH)
    norm("norm")
    dense("head", WIDTH, VOCABULARY)
    return {name: array.astype(np.float32) for name, array in found.items()}


def take_turn(train, workload):
    """`train` has run(count), which goes on and returns the last loss, and begins anew when it is made."""
    if workload in RUNS:
        run = train()
        begin = time.process_time()
        loss = run(EPOCHS)
        return {"seconds": time.process_time() - begin, "loss": float(loss)}
    run, steps = train(), TIMED_STEPS[workload]
    loss = float(run(CHECKED_STEPS))
    run(steps)
    begin = time.process_time()
    run(steps)
    return {"seconds": (time.process_time() - begin) / steps, "loss": loss}


def serve(variants):
    """variants: {label: {workload: train}}. What the peer's library prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(what):
        print(json.dumps(what), file=answers, flush=True)

    say({label: list(workloads) for label, workloads in variants.items()})
    for line in sys.stdin:
        label, workload = line.rstrip("\n").split("\t")
        try:
            say(take_turn(variants[label][workload], workload))
        except Exception as error:  # a peer that fails is told of, and the others go on
            say({"error": f"{type(error).__name__}: {error}".splitlines()[0]})
