# The Transformer's own schedule through LambdaLR.
import torch
from torch.optim.lr_scheduler import LambdaLR

d_model, warmup = 512, 4000


def rate(step, model_size, factor, warmup):
    if step == 0:
        step = 1
    return factor * (model_size ** (-0.5) * min(step ** (-0.5), step * warmup ** (-1.5)))


optimizer = torch.optim.Adam(model.parameters(), lr=1.0, betas=(0.9, 0.98), eps=1e-9)
lr_scheduler = LambdaLR(optimizer=optimizer, lr_lambda=lambda step: rate(step + 1, d_model, 1, warmup))
