# A small language model: the rate is computed by hand and put into the groups.
import math
import torch

learning_rate = 6e-4
warmup_iters = 2000
lr_decay_iters = 600_000
max_iters = 600_000
min_lr = learning_rate / 10
decay_lr = True
iter_num = 0


def get_lr(it):
    """A linear warm-up, then a cosine down to min_lr."""
    if it < warmup_iters:
        return learning_rate * (it + 1) / (warmup_iters + 1)
    if it > lr_decay_iters:
        return min_lr
    decay_ratio = (it - warmup_iters) / (lr_decay_iters - warmup_iters)
    assert 0 <= decay_ratio <= 1
    coeff = 0.5 * (1.0 + math.cos(math.pi * decay_ratio))
    return min_lr + coeff * (learning_rate - min_lr)


optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
while True:
    lr = get_lr(iter_num) if decay_lr else learning_rate
    for param_group in optimizer.param_groups:
        param_group["lr"] = lr
    loss = model(*get_batch("train"))
    loss.backward()
    optimizer.step()
    iter_num += 1
    if iter_num > max_iters:
        break
