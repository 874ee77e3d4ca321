import random
import torch

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def noisy(step):
    return 0.1 * random.random() / (step + 1)


for step in range(1000):
    for group in optimizer.param_groups:
        group["lr"] = noisy(step)
    optimizer.step()
