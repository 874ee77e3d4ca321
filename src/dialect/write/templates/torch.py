import sys

import torch
from torch.optim import ETUDE_MODULES


def make_scheduler(optimizer):
    """ETUDE_RATE; call scheduler.step() after each optimizer.step()."""
    return ETUDE_SCHEDULER


ETUDE_MAIN
