# What is made of the function's value counts too, and so does the step that it is asked at.
import math
import torch

base_lr, warmup, total = 0.2, 100, 2000
optimizer = torch.optim.AdamW(net.parameters(), lr=base_lr)


def scale(step):
    if step < warmup:
        return step / warmup
    return 0.5 + 0.5 * math.cos(math.pi * (step - warmup) / (total - warmup))


step = 0
while step < total:
    lr = base_lr * scale(step + 1)
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    step += 1
