from functools import partial

from torch.optim import SGD
from torch.optim.lr_scheduler import LambdaLR, StepLR

make_scheduler = partial(StepLR, step_size=30, gamma=0.1)
optimizer = SGD(model.parameters(), lr=0.1)
scheduler = make_scheduler(optimizer, gamma=0.5)


def warmup(step, *, steps):
    return min(1.0, step / steps)


rise = LambdaLR(SGD(head.parameters(), lr=0.1), lr_lambda=partial(warmup, steps=50))
