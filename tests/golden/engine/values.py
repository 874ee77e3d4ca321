"""The numbers that the cases are made of, and tensors as plain lists."""

import zlib

import numpy as np
import torch


def seeded(name):
    """A generator of the case's own, so that a case keeps its numbers when others come or go."""
    return np.random.RandomState(zlib.crc32(name.encode()))


def draw(random, *shape, scale=1.0, around=0.0):
    """Normal numbers of four decimals: short in the file, and the same wherever they are read."""
    return torch.tensor(np.round(around + scale * random.standard_normal(shape), 4))


def plain(tensors):
    return {name: tensor.tolist() for name, tensor in tensors.items()}


def watched(tensors):
    return {name: tensor.clone().requires_grad_() for name, tensor in tensors.items()}
