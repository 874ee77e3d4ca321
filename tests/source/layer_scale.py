# Groups with a scale of their own, where they have one; the curve is that of the others.
import math

warmup_epochs, epochs, top, bottom = 40, 800, 0.0015, 1e-6


def set_rate(optimizer, epoch):
    if epoch < warmup_epochs:
        lr = top * epoch / warmup_epochs
    else:
        done = (epoch - warmup_epochs) / (epochs - warmup_epochs)
        lr = bottom + (top - bottom) * 0.5 * (1.0 + math.cos(math.pi * done))
    for group in optimizer.param_groups:
        if "lr_scale" in group:
            group["lr"] = lr * group["lr_scale"]
        else:
            group["lr"] = lr
    return lr
