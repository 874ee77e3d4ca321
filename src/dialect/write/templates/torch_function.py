import math
import sys

import torch
from torch.optim import lr_scheduler


ETUDE_FUNCTION


def make_scheduler(optimizer):
    """For an optimizer whose lr is 1.0; ETUDE_USE."""
    return lr_scheduler.LambdaLR(optimizer, rate)


ETUDE_MAIN
