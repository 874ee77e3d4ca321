"""layers.jsonl: each layer alone. Its forward pass is PyTorch's own wherever PyTorch has one."""

import torch
from values import draw, plain, seeded, watched
from torch.nn import functional

EPSILON = 1e-5  # of both norms


def dense(x, p, name=""):
    return x @ p[name + "weight"] + p[name + "bias"]


def norm(x, p, name="", kind="layer"):
    if kind == "none":
        return x
    gain, bias = p[name + "gain"], p[name + "bias"]
    if kind == "layer":
        return functional.layer_norm(x, x.shape[-1:], gain, bias, EPSILON)
    return functional.batch_norm(x, None, None, gain, bias, training=True, eps=EPSILON)


def projected(x, p, heads, positions, name=""):
    """Queries, keys and values: samples x heads x positions x width of a head."""
    parts = dense(x, p, name + "qkv.").chunk(3, dim=-1)
    return [part.reshape(-1, positions, heads, part.shape[-1] // heads).transpose(1, 2) for part in parts]


def attention(x, p, heads, positions, causal, name=""):
    q, k, v = projected(x, p, heads, positions, name)
    mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
    return dense(mixed.transpose(1, 2).reshape(x.shape), p, name + "out.")


def attention_watch(x, p, heads, positions, causal):
    """The largest logit that is not masked, and the mean over all rows of the entropy in nats."""
    q, k, _ = projected(x, p, heads, positions)
    logits = q @ k.transpose(-1, -2) / (q.shape[-1] ** 0.5)
    if causal:
        logits = logits.masked_fill(torch.ones(positions, positions).triu(1).bool(), -torch.inf)
    rows = torch.special.entr(logits.softmax(-1)).sum(-1)
    return {"largest_logit": logits.max().item(), "entropy": rows.mean().item()}


def embedding(ids, p, name=""):
    rows = functional.embedding(ids, p[name + "token"])
    if name + "position" in p:
        rows = rows + p[name + "position"][: ids.shape[1]]
    return rows.reshape(-1, rows.shape[-1])


ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "gelu": lambda x: functional.gelu(x, approximate="tanh")}


def layer_case(case, layer, options, parameters, x, forward):
    """Outputs and all gradients of one layer; x is followed only where it is of real numbers."""
    p, x = watched(parameters), x.clone().requires_grad_(x.is_floating_point())
    y = forward(x, p)
    upstream = draw(seeded(case + " upstream"), *y.shape)
    y.backward(upstream)
    line = {"case": case, "layer": layer, "options": options, "parameters": plain(parameters), "x": x.tolist()}
    line |= {"upstream": upstream.tolist(), "y": y.tolist()} | ({"dx": x.grad.tolist()} if x.grad is not None else {})
    return line | {"gradients": {name: tensor.grad.tolist() for name, tensor in p.items()}}


def activation_cases():
    edges = torch.tensor([[0.0, 1e-9, -1e-9, 0.5], [-0.5, 1.0, -1.0, 3.0], [-3.0, 6.0, -6.0, 40.0], [-40.0, 2, -2, 9]])
    for layer, f in ACTIVATIONS.items():
        for what, x in (("edges", edges), ("5 x 7", draw(seeded(layer), 5, 7, scale=2.0))):
            yield layer_case(f"{layer}: {what}", layer, {}, {}, x, lambda x, _: f(x))


def dense_cases():
    for rows, inputs, outputs in ((5, 3, 7), (1, 1, 1), (4, 9, 2)):
        case = f"dense: {rows} rows, {inputs} to {outputs}"
        r = seeded(case)
        p = {"weight": draw(r, inputs, outputs), "bias": draw(r, outputs)}
        yield layer_case(case, "dense", {"inputs": inputs, "outputs": outputs}, p, draw(r, rows, inputs), dense)


def norm_parameters(random, width, name=""):
    return {name + "gain": draw(random, width, scale=0.3, around=1.0), name + "bias": draw(random, width, scale=0.3)}


def layer_norm_cases():
    for case, rows, width, scale, around in (
        ("layer-norm: 4 x 6", 4, 6, 1.0, 0.0),
        ("layer-norm: far from zero", 3, 7, 2.0, 50.0),
        ("layer-norm: rows whose variance is below epsilon", 3, 5, 1e-3, 0.5),
    ):
        r = seeded(case)
        p, options = norm_parameters(r, width), {"epsilon": EPSILON}
        yield layer_case(case, "layer-norm", options, p, draw(r, rows, width, scale=scale, around=around), norm)


def batch_norm_cases():
    for case, rows, width, scale, around in (
        ("batch-norm: 7 x 3", 7, 3, 1.0, 0.0),
        ("batch-norm: far from zero", 5, 6, 2.0, 30.0),
        ("batch-norm: a batch of two", 2, 4, 1.0, 0.0),
    ):
        r = seeded(case)
        p, options = norm_parameters(r, width), {"epsilon": EPSILON, "momentum": 0.1}
        batches = [draw(r, rows, width, scale=scale, around=around + i) for i in range(3)]
        line = layer_case(case, "batch-norm", options, p, batches[0], lambda x, p: norm(x, p, kind="batch"))
        yield line | running(p, batches, draw(r, 3, width, scale=scale, around=around))


def running(p, batches, x_eval):
    """PyTorch's statistics as they move, and what it makes of a batch in evaluation."""
    module = torch.nn.BatchNorm1d(len(p["gain"]), EPSILON, momentum=0.1)
    module.load_state_dict({"weight": p["gain"], "bias": p["bias"]}, strict=False)
    means, variances = [], []
    for batch in batches:
        module(batch)
        means.append(module.running_mean.tolist())
        variances.append(module.running_var.tolist())
    moved = {"batches": [batch.tolist() for batch in batches]}
    moved |= {"running_mean": [means[0], means[-1]], "running_var": [variances[0], variances[-1]]}
    return moved | {"x_eval": x_eval.tolist(), "y_eval": module.eval()(x_eval).tolist()}


def attention_cases():
    for what, samples, positions, width, heads, causal, scale in (
        ("causal, 2 heads", 2, 5, 6, 2, True, 0.5),
        ("causal, 3 heads", 2, 5, 6, 3, True, 0.5),
        ("every position sees every other", 2, 5, 6, 3, False, 0.5),
        ("sharp", 1, 7, 4, 1, True, 2.5),
        ("one position", 3, 1, 6, 2, True, 0.5),
    ):
        case = f"attention: {what}"
        r = seeded(case)
        p = {"qkv.weight": draw(r, width, 3 * width, scale=scale), "qkv.bias": draw(r, 3 * width, scale=0.2)}
        p |= {"out.weight": draw(r, width, width, scale=0.5), "out.bias": draw(r, width, scale=0.2)}
        options = {"heads": heads, "positions": positions, "causal": causal}
        x = draw(r, samples * positions, width)
        line = layer_case(case, "attention", options, p, x, lambda x, p: attention(x, p, **options))
        yield line | attention_watch(x, p, **options)


def embedding_cases():
    for what, vocabulary, width, samples, positions in (("tokens", 5, 3, 2, 4), ("tokens and positions", 7, 6, 2, 5)):
        case = f"embedding: {what}"
        r = seeded(case)
        p = {"token": draw(r, vocabulary, width)}
        if "positions" in what:
            p["position"] = draw(r, positions + 1, width)  # one more than the text is long
        ids = torch.tensor(r.randint(0, vocabulary, (samples, positions)))
        yield layer_case(case, "embedding", {"vocabulary": vocabulary, "width": width}, p, ids, embedding)


def cases():
    for family in (activation_cases, dense_cases, layer_norm_cases, batch_norm_cases, attention_cases, embedding_cases):
        yield from family()
