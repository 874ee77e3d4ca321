import sys

import torch
from ETUDE_MODULE import ETUDE_CLASS


def make_scheduler(optimizer):
    """For an optimizer whose lr is ETUDE_LR; call scheduler.step(t) with the t that comes next."""
    return ETUDE_CLASS(ETUDE_ARGUMENTS)


ETUDE_MAIN
