"""All workloads in JAX: loss, gradients and update jitted, the whole run one lax.scan; see engines.py."""

import os
import sys

# One thread: XLA makes as many as there are cores that it may use.
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["JAX_PLATFORMS"] = "cpu"
one_thread = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["XLA_FLAGS"] = " ".join([os.environ.get("XLA_FLAGS", ""), one_thread])

try:
    import jax
except ImportError:
    sys.exit("tests/python/install current, or --python with one that has it")
import engines
import numpy as np
from jax import numpy as jnp

jax.config.update("jax_enable_x64", True)


def cross_entropy(logits, labels):
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], axis=1).mean()


def mlp_loss(layers, x, labels):
    for i in range(0, len(layers) - 2, 2):
        x = jax.nn.relu(x @ layers[i] + layers[i + 1])
    return cross_entropy(x @ layers[-2] + layers[-1], labels)


def norm(w, name, x):
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return w[name + ".gain"] * ((x - mean) * jax.lax.rsqrt(variance + np.float32(1e-5))) + w[name + ".bias"]


def dense(w, name, x):
    return x @ w[name + ".weight"] + w[name + ".bias"]


def attend(qkv):
    """Causal, of several heads."""
    q, k, v = (part.reshape(*part.shape[:2], engines.HEADS, -1).swapaxes(1, 2) for part in jnp.split(qkv, 3, axis=-1))
    logits = q @ k.swapaxes(-1, -2) * np.float32(q.shape[-1] ** -0.5)
    seen = np.tril(np.ones((qkv.shape[1], qkv.shape[1]), bool))
    y = jax.nn.softmax(jnp.where(seen, logits, -np.inf)) @ v
    return y.swapaxes(1, 2).reshape(*qkv.shape[:2], -1)


def transformer_loss(w, ids, labels):
    x = w["token"][ids] + w["position"]
    for block in map(str, range(engines.BLOCKS)):
        heard = attend(dense(w, block + ".qkv", norm(w, block + ".norm1", x)))
        x = x + dense(w, block + ".attention", heard)
        inner = jax.nn.gelu(dense(w, block + ".in", norm(w, block + ".norm2", x)), approximate=True)
        x = x + dense(w, block + ".out", inner)
    return cross_entropy(dense(w, "head", norm(w, "norm", x)).reshape(-1, engines.VOCABULARY), labels)


def sgd(lr):
    def update(weights, slopes, _):
        return jax.tree.map(lambda w, slope: w - w.dtype.type(lr) * slope, weights, slopes), ()

    return lambda weights: (), update


def adamw(lr):
    decayed, beta1, beta2, epsilon, lr = map(
        np.float32, (1 - lr * engines.WEIGHT_DECAY, engines.BETA1, engines.BETA2, engines.EPSILON, lr)
    )

    def begin(weights):
        zeros = jax.tree.map(jnp.zeros_like, weights)
        return np.float32(0), zeros, zeros

    def update(weights, slopes, slots):
        t = slots[0] + 1
        m = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, slots[1], slopes)
        v = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, slots[2], slopes)
        rate, root = lr / (1 - beta1**t), jax.lax.rsqrt(1 - beta2**t)
        moved = jax.tree.map(lambda w, m, v: w * decayed - rate * m / (jnp.sqrt(v) * root + epsilon), weights, m, v)
        return moved, (t, m, v)

    return begin, update


def training(loss, weights, batch, rule):
    """run(count): so many steps, all in one call of XLA."""
    begin, update = rule
    batch = tuple(map(jnp.asarray, batch))

    def steps(count):
        def step(state, _):
            value, slopes = jax.value_and_grad(loss)(state[0], *batch)
            return update(state[0], slopes, state[1]), value

        return jax.jit(lambda state: jax.lax.scan(step, state, length=count))

    compiled = {}

    def train():
        state = jax.block_until_ready((jax.tree.map(jnp.asarray, weights), begin(weights)))

        def run(count):
            nonlocal state
            if count not in compiled:
                compiled[count] = steps(count).lower(state).compile()
            state, losses = compiled[count](state)
            return losses.block_until_ready()[-1]

        return run

    return train


def warm(train):
    """Compiled before the clock runs."""
    train()(engines.EPOCHS)
    return train


post = {
    name: warm(training(mlp_loss, engines.mlp_weights(engines.WIDTHS, d), engines.spirals(d), sgd(engines.LR)))
    for name, d in engines.RUNS.items()
}
small = engines.mlp_weights(engines.PICTURES, np.float32)
steps = {
    "pictures": training(mlp_loss, small, engines.pictures(), sgd(engines.STEP_LR)),
    "transformer": training(transformer_loss, engines.transformer_weights(), engines.text(), adamw(engines.STEP_LR)),
}
engines.serve({"JAX " + jax.__version__: post | steps})
