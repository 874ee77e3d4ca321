import sys

import torch
from ETUDE_MODULE import ETUDE_CLASS
ETUDE_CHECK


def make_scheduler(optimizer):
    """Call scheduler.step(t) with the t that comes next."""
    ETUDE_CHECKED
    return ETUDE_SCHEDULER


ETUDE_MAIN
