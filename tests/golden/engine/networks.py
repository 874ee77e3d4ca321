"""networks.jsonl: whole networks of layers.py, their gradients, their training and their curvature."""

import torch
from layers import ACTIVATIONS, attention, dense, embedding, norm, norm_parameters
from losses import cross_entropy
from values import draw, plain, seeded, watched


def dense_parameters(random, inputs, outputs, name):
    weight = draw(random, inputs, outputs, scale=inputs**-0.5)
    return {name + "weight": weight, name + "bias": draw(random, outputs, scale=0.1)}


def mlp(x, p, widths, activation, norm_kind):
    last = len(widths) - 1
    for i in range(1, last):
        x = norm(dense(x, p, f"layer{i}."), p, f"layer{i}.norm.", norm_kind)
        x = ACTIVATIONS[activation](x)
    return dense(x, p, f"layer{last}.")


def mlp_parameters(random, widths, norm_kind):
    p = {}
    for i in range(1, len(widths)):
        p |= dense_parameters(random, widths[i - 1], widths[i], f"layer{i}.")
        if norm_kind != "none" and i < len(widths) - 1:
            p |= norm_parameters(random, widths[i], f"layer{i}.norm.")
    return p


def block(x, p, name, heads, context, placement, activation):
    def heed(x):
        return attention(x, p, heads, context, True, name + "attention.")

    def think(x):
        return dense(ACTIVATIONS[activation](dense(x, p, name + "mlp.in.")), p, name + "mlp.out.")

    if placement == "pre":
        x = x + heed(norm(x, p, name + "norm1."))
        return x + think(norm(x, p, name + "norm2."))
    x = norm(x + heed(x), p, name + "norm1.")
    return norm(x + think(x), p, name + "norm2.")


def transformer(ids, p, vocabulary, context, width, heads, blocks, placement, activation):
    x = embedding(ids, p, "embedding.")
    for i in range(1, blocks + 1):
        x = block(x, p, f"block{i}.", heads, context, placement, activation)
    return dense(norm(x, p, "norm.") if placement == "pre" else x, p, "head.")


def transformer_parameters(random, vocabulary, context, width, heads, blocks, placement, activation):
    p = {"embedding.token": draw(random, vocabulary, width), "embedding.position": draw(random, context, width)}
    for i in range(1, blocks + 1):
        p |= norm_parameters(random, width, f"block{i}.norm1.")
        p |= dense_parameters(random, width, 3 * width, f"block{i}.attention.qkv.")
        p |= dense_parameters(random, width, width, f"block{i}.attention.out.")
        p |= norm_parameters(random, width, f"block{i}.norm2.")
        p |= dense_parameters(random, width, 4 * width, f"block{i}.mlp.in.")
        p |= dense_parameters(random, 4 * width, width, f"block{i}.mlp.out.")
    if placement == "pre":
        p |= norm_parameters(random, width, "norm.")
    return p | dense_parameters(random, width, vocabulary, "head.")


def trained(parameters, loss_of, rule, lr, steps, **options):
    """The loss of each step, and after the last."""
    p, seen = watched(parameters), []
    if rule == "sgd":
        optimizer = torch.optim.SGD(p.values(), lr=lr, foreach=False)
    else:
        options = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, **options}
        adam = {"betas": (options["beta1"], options["beta2"]), "eps": options["epsilon"], "foreach": False}
        optimizer = torch.optim.AdamW(p.values(), lr=lr, weight_decay=options["weight_decay"], **adam)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_of(p)
        loss.backward()
        optimizer.step()
        seen.append(loss.item())
    after = {"optimizer": rule, "lr": lr, **options, "steps": steps, "losses": seen}
    return after | {"final_loss": loss_of(p).item()}


def network_case(case, kind, options, parameters, inputs, labels, forward, after):
    def loss_of(p):
        return cross_entropy(forward(inputs, p), labels.flatten())

    p = watched(parameters)
    loss = loss_of(p)
    loss.backward()
    line = {"case": case, "kind": kind, "options": options, "parameters": plain(parameters)}
    line |= {"inputs": inputs.tolist(), "labels": labels.tolist(), "loss": loss.item()}
    line |= {"gradients": {name: tensor.grad.tolist() for name, tensor in p.items()}}
    line["after"] = trained(parameters, loss_of, **after)
    return line | ({"hessian": hessian(parameters, loss_of, case)} if "hessian" in case else {})


def hessian(parameters, loss_of, case):
    """By autograd through the backward pass, so exact: a product with one vector, and the whole for its spectrum."""
    flat = torch.cat([tensor.flatten() for tensor in parameters.values()]).requires_grad_()
    pieces = flat.split([tensor.numel() for tensor in parameters.values()])
    p = {name: piece.view(t.shape) for (name, t), piece in zip(parameters.items(), pieces)}
    (gradient,) = torch.autograd.grad(loss_of(p), flat, create_graph=True)

    def product(vector):
        return torch.autograd.grad(gradient @ vector, flat, retain_graph=True)[0]

    vector = draw(seeded(case + " vector"), len(flat))
    values = torch.linalg.eigvalsh(torch.stack([product(unit) for unit in torch.eye(len(flat))]))
    line = {"vector": vector.tolist(), "product": product(vector).tolist(), "trace": values.sum().item()}
    return line | {"largest_eigenvalue": values[-1].item(), "smallest_eigenvalue": values[0].item()}


ADAMW = {"rule": "adamw", "lr": 0.01, "weight_decay": 0.1}
MLPS = [
    ("plain relu, sgd", [3, 5, 4, 3], "relu", "none", {"rule": "sgd", "lr": 0.3, "steps": 10}),
    ("layer norm and gelu, adamw", [3, 5, 4, 3], "gelu", "layer", ADAMW | {"steps": 10}),
    ("batch norm and relu, sgd", [3, 5, 4, 3], "relu", "batch", {"rule": "sgd", "lr": 0.1, "steps": 10}),
    ("batch norm and tanh, adamw", [4, 7, 2], "tanh", "batch", ADAMW | {"steps": 10}),
    ("no hidden layer, sgd", [4, 3], "relu", "none", {"rule": "sgd", "lr": 0.3, "steps": 10}),
    ("hessian with tanh", [3, 4, 3], "tanh", "none", {"rule": "sgd", "lr": 0.3, "steps": 10}),
    ("hessian with relu", [3, 4, 3], "relu", "none", {"rule": "sgd", "lr": 0.3, "steps": 10}),
]
TRANSFORMERS = [("pre", "gelu"), ("post", "relu")]


def cases():
    for what, widths, activation, kind, after in MLPS:
        case = f"mlp: {what}"
        r = seeded(case)
        p, inputs = mlp_parameters(r, widths, kind), draw(r, 9, widths[0])
        labels = torch.tensor(r.randint(0, widths[-1], 9))
        options = {"widths": widths, "activation": activation, "norm": kind, "loss": "cross-entropy"}
        forward = lambda x, p: mlp(x, p, widths, activation, kind)
        yield network_case(case, "mlp", options, p, inputs, labels, forward, after)
    for placement, activation in TRANSFORMERS:
        case = f"transformer: {placement}-LN, {activation}"
        r = seeded(case)
        options = {"vocabulary": 7, "context": 6, "width": 8, "heads": 2, "blocks": 2}
        options |= {"placement": placement, "activation": activation}
        text = torch.tensor(r.randint(0, 7, (3, 7)))
        forward = lambda ids, p: transformer(ids, p, **options)
        p, ids, labels = transformer_parameters(r, **options), text[:, :-1], text[:, 1:]
        yield network_case(case, "transformer", options, p, ids, labels, forward, ADAMW | {"steps": 5})
