# The staircase by hand, as ResNets were trained for years.
import torch

lr = 0.1


def adjust_learning_rate(optimizer, epoch):
    """Ten times smaller every 30 epochs."""
    rate = lr * (0.1 ** (epoch // 30))
    for param_group in optimizer.param_groups:
        param_group["lr"] = rate


optimizer = torch.optim.SGD(model.parameters(), lr, momentum=0.9)
for epoch in range(90):
    adjust_learning_rate(optimizer, epoch)
    train(loader, model, optimizer)
