import sys

import jax.numpy as jnp
import optax


def make_schedule():
    return ETUDE_SCHEDULE


ETUDE_MAIN
