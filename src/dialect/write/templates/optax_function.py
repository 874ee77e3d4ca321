import math
import sys

import jax.numpy as jnp
import numpy as np
import optax


ETUDE_FUNCTION


def make_schedule(steps=ETUDE_STEPS):
    rates = np.array([rate(step) for step in range(steps)], np.float32)
    # asked inside jit, so the rates of the run are looked up; past it the last one holds
    return lambda count: jnp.asarray(rates)[jnp.clip(count, 0, len(rates) - 1)]


ETUDE_MAIN
