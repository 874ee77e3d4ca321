# A function of shares, multiplied into the rate that each group began with.
import torch


class Args:
    steps = 1770
    cooldown = 0.4


args = Args()
optimizer = torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.95)


def share(step):
    done = step / args.steps
    assert 0 <= done < 1
    if done < 1 - args.cooldown:
        return 1.0
    left = (1 - done) / args.cooldown
    return left + (1 - left) * 0.1


for step in range(args.steps):
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] * share(step)
    optimizer.step()
