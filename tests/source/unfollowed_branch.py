# One branch calls what does not stand here.
import torch

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def get_lr(step):
    lr = 0.1
    if step > 100:
        while lr > 1e-3:
            lr = lr / 2
    return lr


for step in range(1000):
    for group in optimizer.param_groups:
        group["lr"] = get_lr(step)
    optimizer.step()
