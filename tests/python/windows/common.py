"""What the tests of the windows share: every kind, hard cases, how near values must be, and runs that go on."""

import os
import re
import subprocess

import numpy as np

import etude

ETUDE = os.environ.get("ETUDE", os.path.join(os.path.dirname(etude.__file__), "../../../apps/cli/etude"))

# Where formulas lose digits, branch, loop or look up.
HARD = [
    "exponential(from=0.1, rate=0.999)",
    "polynomial(from=0.1, steps=299, power=0.5)",
    "warmup(to=0.1, steps=33, shape=log)",
    "warmup(to=0.1, steps=33, shape=sqrt)",
    "cosine(from=0.1, to=1e-5, steps=299, exponent=2, k_decay=0.5)",
    "cosine_restarts(from=0.1, to=1e-4, period=10, mult=1.5, amp_mult=0.9)",
    "cosine_restarts(from=0.1, period=1, mult=1.5, cycles=4)",
    "cosine_restarts(from=0.1, period=7)",
    "chebyshev(low=0.01, high=0.1, steps=64, permuted=yes)",
    "cyclic(low=0.01, high=0.1, up=100, mode=exp_range, gamma=0.99)",
    "one_cycle(peak=0.1, steps=300)",
    "piecewise(at=[0, 60, 200], values=[0.1, 0.4, 0.01], interpolation=exponential)",
    "piecewise(at=[10, 60, 200], values=[0.1, 0.4, 0.01], interpolation=hold)",
    "wsd(peak=0.1, steps=300, warmup=50, decay=200)",
    "warmup(to=0.1, steps=5%) then cosine(from=0.1, steps=rest)",
    "past_end(cosine(from=0.1, steps=50), does=mirror)",
    "past_end(cosine(from=0.1, steps=50), does=error)",
    "repeat(repeat(linear(from=0.1, steps=5), times=3), times=7)",
    "stretch(max(linear(from=0.1, steps=50), constant(0.02)), by=3)",
    "torch.StepLR(lr=0.1, step_size=30)",
    "hf.cosine(lr=3e-4, num_warmup_steps=10, num_training_steps=300)",
]


def examples():
    """The worked example of every kind, but of those that have no formula."""
    listed = subprocess.run([ETUDE, "list", "kinds"], capture_output=True, text=True, check=True).stdout
    for name in re.findall(r"^([a-z]\w*)  ", listed, re.MULTILINE):
        told = subprocess.run([ETUDE, "list", name, "--width", "200"], capture_output=True, text=True, check=True).stdout
        example = re.search(r"^(.*\)) gives$", told, re.MULTILINE)
        if example and name not in ("noise", "callable"):
            yield example[1]


def is_near(values, exact, share):
    """Within `share` of each value, or 2^-50 of the highest one, or both NaN."""
    values, exact = np.asarray(values, np.float64), np.asarray(exact, np.float64)
    apart = np.abs(values - exact)
    near = (apart <= share * np.abs(exact)) | (apart <= np.nanmax(np.abs(exact)) * 2.0**-50)
    return bool(np.all(near | (np.isnan(values) & np.isnan(exact))))


def states_resumed_at_every_step(make, start, processes=1, micro_batches=1):
    """The states of a run of 1,000 updates, of which make() gives the step: (state, noise) -> state, for one of the
    processes. What the processes of another run make of each of them, the last one first, is the state that followed it, to
    the bit."""
    import jax

    def everywhere(state):
        return jax.tree.map(lambda leaf: np.broadcast_to(leaf, (processes, *np.shape(leaf))), state)

    def stepping():
        return jax.jit(jax.vmap(make(), axis_name="processes"))

    noises = np.random.default_rng(0).normal(size=(1000 * micro_batches, processes, 2)).astype("float32")
    step, states, now = stepping(), [start], everywhere(start)
    for noise in noises:
        now = step(now, noise)
        states.append(jax.tree.map(lambda leaf: np.array(leaf[0]), now))
    step = stepping()
    for done in reversed(range(len(noises))):
        after = step(everywhere(states[done]), noises[done])
        for a, b in zip(jax.tree.leaves(after), jax.tree.leaves(everywhere(states[done + 1])), strict=True):
            np.testing.assert_array_equal(a, b, f"resumed at {done}")
    return states
