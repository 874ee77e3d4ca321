import sys

import jax
import jax.numpy as jnp


ETUDE_FUNCTIONS


def schedule(step):
    """The rate of that step, which jit, vmap and scan may trace."""
    return jnp.asarray(rate(step), jnp.float32)


ETUDE_MAIN
