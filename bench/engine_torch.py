#!/usr/bin/python3
"""What a training step costs in PyTorch eager: float32, one thread, CPU seconds, random data; as JSON.

Each network is timed in every variant that this PyTorch has (attention in one call or in plain operations, each way of
its optimizer), and the fastest of them is timed again for the answer. PyTorch 1.13 and newer.

usage: bench/engine_torch.py [--batch N] [--steps N] [--context N] [--width N] ...
"""

import argparse
import json
import os
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before PyTorch is imported

try:
    import torch
except ImportError:
    sys.exit("PyTorch is missing: apt-get install python3-torch")
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
WAYS = {"one by one": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}}  # of an optimizer
BATCHES = 8  # different ones, in turn


class Attention(nn.Module):
    """Causal, of several heads; `whole` takes PyTorch's one call for it."""

    def __init__(self, width, heads, context, whole):
        super().__init__()
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.heads, self.whole = heads, whole
        self.register_buffer("masked", torch.ones(context, context).triu(1).bool())

    def forward(self, x):
        samples, positions, width = x.shape
        q, k, v = self.qkv(x).view(samples, positions, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        if self.whole:
            y = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            logits = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5
            y = logits.masked_fill(self.masked, -float("inf")).softmax(-1) @ v
        return self.out(y.transpose(1, 2).reshape(x.shape))


class Block(nn.Module):
    def __init__(self, width, *attention):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, *attention)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU("tanh"), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    """GPT-2's shape, pre-LN, over characters: logits of every position, one row each."""

    def __init__(self, vocabulary, context, width, heads, blocks, whole):
        super().__init__()
        self.token, self.position = nn.Embedding(vocabulary, width), nn.Parameter(torch.zeros(context, width))
        self.blocks = nn.Sequential(*(Block(width, heads, context, whole) for _ in range(blocks)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary)

    def forward(self, ids):
        x = self.blocks(self.token(ids) + self.position)
        return self.head(self.norm(x)).flatten(0, 1)


def seconds_a_step(model, optimizer, batches, steps):
    """Forward, loss, backward, update; after as many steps as PyTorch needs to settle."""
    warm_up = max(3, steps // 10)
    for step in range(-warm_up, steps):
        if step == 0:
            begin = time.process_time()
        inputs, labels = batches[step % len(batches)]
        loss = functional.cross_entropy(model(inputs), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return (time.process_time() - begin) / steps


def fastest(models, make, batches, steps):
    """The time of the fastest model and way of its optimizer, both by name; those that raise are left out."""
    tried, failed = {}, []
    for name, build in models.items():
        for way, keywords in WAYS.items():

            def timed(count, build=build, keywords=keywords):
                torch.manual_seed(0)
                model = build()
                return seconds_a_step(model, make(model.parameters(), **keywords), batches, count)

            try:
                tried[f"{name}, {way}"] = (timed(max(3, steps // 4)), timed)
            except (AttributeError, RuntimeError, TypeError, ValueError) as error:
                failed.append(error)  # this PyTorch has no such attention or optimizer
    if not tried:
        raise failed[0]
    best = min(tried, key=lambda variant: tried[variant][0])
    return {"seconds_a_step": tried[best][1](steps), "variant": best}


def fashion_mlp(batch, steps):
    def build():
        return nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))

    torch.manual_seed(1)
    batches = [(torch.randn(batch, 784), torch.randint(10, (batch,))) for _ in range(BATCHES)]
    return fastest({"784-64-64-10": build}, lambda p, **way: torch.optim.SGD(p, lr=0.01, **way), batches, steps)


def transformer(vocabulary, context, width, heads, blocks, batch, steps):
    torch.manual_seed(1)
    texts = [torch.randint(vocabulary, (batch, context + 1)) for _ in range(BATCHES)]
    batches = [(text[:, :-1].contiguous(), text[:, 1:].flatten()) for text in texts]
    sizes = (vocabulary, context, width, heads, blocks)
    models = {
        "plain attention": lambda: Transformer(*sizes, False),
        "attention whole": lambda: Transformer(*sizes, True),
    }
    return fastest(models, lambda p, **way: torch.optim.AdamW(p, lr=1e-3, **way), batches, steps)


def fashion_mlp_step_time(batch=50, steps=2000):
    """CPU seconds a step of 784-64-64-10 with ReLU, cross-entropy and SGD."""
    return fashion_mlp(batch, steps)["seconds_a_step"]


def transformer_step_time(vocabulary, context, width, heads, blocks, batch, steps):
    """CPU seconds a step of a pre-LN character transformer with GELU, cross-entropy and AdamW."""
    return transformer(vocabulary, context, width, heads, blocks, batch, steps)["seconds_a_step"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch", type=int, default=50, help="samples a step of the MLP")
    parser.add_argument("--steps", type=int, default=2000, help="steps of the MLP")
    sizes = {"vocabulary": 96, "context": 64, "width": 64, "heads": 4, "blocks": 2, "samples": 16, "updates": 60}
    for name, default in sizes.items():
        parser.add_argument(f"--{name}", type=int, default=default, help="of the transformer")
    given = vars(parser.parse_args())
    mlp = {"batch": given["batch"], "steps": given["steps"]}
    of = {name: given[name] for name in ("vocabulary", "context", "width", "heads", "blocks")}
    of |= {"batch": given["samples"], "steps": given["updates"]}
    answer = {
        "torch": torch.__version__,
        "fashion_mlp": mlp | fashion_mlp(**mlp),
        "transformer": of | transformer(**of),
    }
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
