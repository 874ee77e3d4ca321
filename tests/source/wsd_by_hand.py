# Warm-up, stable, decay as speed runs write it.
import torch

num_iterations, warmup_iters, cooldown_iters = 5100, 250, 2040
base = 0.0018
optimizer = torch.optim.AdamW(model.parameters(), lr=base)


def get_lr(it):
    assert it <= num_iterations
    if it < warmup_iters:
        return (it + 1) / warmup_iters
    elif it < num_iterations - cooldown_iters:
        return 1.0
    else:
        return (num_iterations - it) / cooldown_iters


scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, get_lr)
