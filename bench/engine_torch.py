"""All workloads in PyTorch, eager and, where it has torch.compile, compiled; see engines.py. PyTorch 1.13 and newer.

Each workload is tried in every variant that this PyTorch has: each way of its optimizer, and, compiled, either loss and
gradients or the whole step. The fastest takes the turns; compiling them takes minutes, once.
"""

import functools
import os
import sys
import sysconfig
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "TORCHINDUCTOR_COMPILE_THREADS"):
    os.environ[name] = "1"  # before PyTorch is imported

try:
    import torch
except ImportError:
    sys.exit("apt-get install python3-torch, or --python with one that has it")
import engines
from torch.nn import functional

torch.set_num_threads(1)
# PyTorch's compiler links what lies in Python's folder of libraries first. Debian's LibTorch lies there, too, beside which
# it finds no vector instructions.
sysconfig.get_config_vars()["LIBDIR"] = os.path.join(os.path.dirname(torch.__file__), "lib")
WAYS = {"one by one": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}}  # of an optimizer
TRIED_STEPS = 30


def mlp_loss(w, x, labels):
    for i in range(0, len(w) - 2, 2):
        x = torch.relu(torch.addmm(w[i + 1], x, w[i]))
    return functional.cross_entropy(torch.addmm(w[-1], x, w[-2]), labels)


def norm(w, x):
    return functional.layer_norm(x, (x.shape[-1],), next(w), next(w))


def dense(w, x):
    weight, bias = next(w), next(w)
    return torch.addmm(bias, x.flatten(0, -2), weight).view(*x.shape[:-1], -1)


def attend(qkv):
    """Causal, of several heads, by PyTorch's one call for it where there is one."""
    samples, positions, _ = qkv.shape
    q, k, v = qkv.view(samples, positions, 3, engines.HEADS, -1).permute(2, 0, 3, 1, 4)
    if hasattr(functional, "scaled_dot_product_attention"):
        y = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    else:
        hidden = torch.ones(positions, positions, dtype=torch.bool).triu(1)
        y = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5).masked_fill(hidden, -float("inf")).softmax(-1) @ v
    return y.transpose(1, 2).reshape(samples, positions, -1)


def transformer_loss(weights, ids, labels):
    w = iter(weights)
    x = functional.embedding(ids, next(w)) + next(w)
    for _ in range(engines.BLOCKS):
        x = x + dense(w, attend(dense(w, norm(w, x))))
        x = x + dense(w, functional.gelu(dense(w, norm(w, x)), approximate="tanh"))
    return functional.cross_entropy(dense(w, norm(w, x)).flatten(0, 1), labels)


def tensors(arrays):
    return [torch.tensor(array) for array in arrays]


def optimized(loss, arrays, batch, make):
    """Loss and gradients, then the optimizer."""
    w = [tensor.requires_grad_() for tensor in tensors(arrays)]
    optimizer, batch = make(w), tensors(batch)

    def run(count):
        for _ in range(count):
            value = loss(w, *batch)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            optimizer.step()
        return value.item()

    return run


def sgd_step(loss, w, slots, *batch):
    slopes, value = torch.func.grad_and_value(loss)(w, *batch)
    return [a - slots[0] * slope for a, slope in zip(w, slopes)], slots, value


def adamw_step(loss, w, slots, *batch):
    lr, t, first, second = slots
    slopes, value = torch.func.grad_and_value(loss)(w, *batch)
    t = t + 1
    first = [engines.BETA1 * m + (1 - engines.BETA1) * g for m, g in zip(first, slopes)]
    second = [engines.BETA2 * v + (1 - engines.BETA2) * g * g for v, g in zip(second, slopes)]
    rate, root = lr / (1 - engines.BETA1**t), torch.sqrt(1 - engines.BETA2**t)
    moved = [
        a * (1 - lr * engines.WEIGHT_DECAY) - rate * m / (torch.sqrt(v) / root + engines.EPSILON)
        for a, m, v in zip(w, first, second)
    ]
    return moved, (lr, t, first, second), value


def whole_step(step, arrays, batch, begin):
    """A compiled function of weights and slots that gives the next ones."""
    w, batch = tensors(arrays), tensors(batch)
    slots = begin(w)

    def run(count):
        nonlocal w, slots
        with torch.no_grad():
            for _ in range(count):
                w, slots, value = step(w, slots, *batch)
        return value.item()

    return run


def adamw_slots(w):
    zeros = [torch.zeros_like(each) for each in w]
    return torch.tensor(engines.STEP_LR), torch.tensor(0.0), zeros, [each.clone() for each in zeros]


def variants(compiled, loss, arrays, batch, make, step, begin):
    """{name: train}: each way of the optimizer; where it is compiled, the whole step, too."""
    taken = torch.compile(loss) if compiled else loss
    found = {
        name: functools.partial(optimized, taken, arrays, batch, functools.partial(make, **way))
        for name, way in WAYS.items()
    }
    if compiled:
        whole = torch.compile(functools.partial(step, loss))
        found["whole step"] = functools.partial(whole_step, whole, arrays, batch, begin)
    return found


def seconds_of(train):
    """The least of three goes, after as many steps as PyTorch needs to settle."""
    run, goes = train(), []
    run(10)
    for _ in range(3):
        begin = time.process_time()
        run(TRIED_STEPS)
        goes.append(time.process_time() - begin)
    return min(goes)


def fastest(candidates):
    """The train of the fastest candidate, found when it is first called; those that raise are left out."""

    @functools.lru_cache(None)
    def find():
        tried, failed = {}, []
        for name, train in candidates().items():
            try:
                tried[name] = seconds_of(train), train
            except (AttributeError, RuntimeError, TypeError, ValueError) as error:
                failed.append(error)  # this PyTorch has no such optimizer
        if not tried:
            raise failed[0]
        best = min(tried, key=lambda name: tried[name][0])
        print(f"PyTorch {torch.__version__}: {best}", file=sys.stderr)
        return tried[best][1]

    return lambda: find()()


def of_mlp(compiled, widths, batch, lr, dtype):
    arrays = engines.mlp_weights(widths, dtype)
    make = functools.partial(torch.optim.SGD, lr=lr)
    return variants(compiled, mlp_loss, arrays, batch, make, sgd_step, lambda w: (lr,))


def of_transformer(compiled):
    arrays = list(engines.transformer_weights().values())
    make = functools.partial(torch.optim.AdamW, lr=engines.STEP_LR, weight_decay=engines.WEIGHT_DECAY)
    return variants(compiled, transformer_loss, arrays, engines.text(), make, adamw_step, adamw_slots)


def workloads(compiled):
    found = {
        name: fastest(lambda d=d: of_mlp(compiled, engines.WIDTHS, engines.spirals(d), engines.LR, d))
        for name, d in engines.RUNS.items()
    }
    found["pictures"] = fastest(
        lambda: of_mlp(compiled, engines.PICTURES, engines.pictures(), engines.STEP_LR, engines.RUNS["float32"])
    )
    return found | {"transformer": fastest(lambda: of_transformer(compiled))}


version = ".".join(torch.__version__.split(".")[:2])
rows = {f"PyTorch {version} eager": workloads(False)}
if hasattr(torch, "compile"):
    rows[f"PyTorch {version} compiled"] = workloads(True)
engines.serve(rows)
