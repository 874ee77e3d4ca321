import math
import sys

import torch
ETUDE_CHECK


ETUDE_FUNCTION


def make_scheduler(optimizer):
    """For deepspeed.initialize(lr_scheduler=...)."""
    check_rate(optimizer)
    return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step) / LR)


ETUDE_MAIN
