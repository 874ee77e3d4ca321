import math
import sys

import torch
from torch.optim import lr_scheduler
ETUDE_CHECK


ETUDE_FUNCTION


def make_scheduler(optimizer):
    """ETUDE_USE."""
    check_rate(optimizer)
    return lr_scheduler.LambdaLR(optimizer, lambda step: rate(step) / LR)


ETUDE_MAIN
