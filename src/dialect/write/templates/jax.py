import math
import sys

import jax.numpy as jnp
import numpy as np


ETUDE_FUNCTION


def make_schedule(steps=ETUDE_STEPS):
    """A function of the step for jit, vmap and scan. Past the run its last rate holds."""
    rates = np.array([rate(step) for step in range(steps)], np.float32)
    return lambda step: jnp.asarray(rates)[jnp.clip(step, 0, len(rates) - 1)]


ETUDE_MAIN
