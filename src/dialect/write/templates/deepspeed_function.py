import math
import sys

import torch


ETUDE_FUNCTION


def make_scheduler(optimizer):
    # for deepspeed.initialize(lr_scheduler=...); the optimizer's own lr must be 1
    return torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


ETUDE_MAIN
