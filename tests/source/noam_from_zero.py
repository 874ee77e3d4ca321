# The Transformer's schedule, asked from step 0, which it takes for step 1.
import torch
from torch.optim.lr_scheduler import LambdaLR


def rate(step, width, factor, warmup):
    step = max(step, 1)
    return factor * width**-0.5 * min(step**-0.5, step * warmup**-1.5)


optimizer = torch.optim.Adam(model.parameters(), lr=1.0, betas=(0.9, 0.98), eps=1e-9)
scheduler = LambdaLR(optimizer, lr_lambda=lambda step: rate(step, 512, factor=1, warmup=4000))
