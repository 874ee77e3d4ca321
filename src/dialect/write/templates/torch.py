import sys

import torch
from torch.optim import ETUDE_MODULES
ETUDE_CHECK


def make_scheduler(optimizer):
    """ETUDE_USE."""
    ETUDE_CHECKED
    return ETUDE_SCHEDULER


ETUDE_MAIN
