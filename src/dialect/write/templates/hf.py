import sys

import torch
from transformers import ETUDE_NAME
ETUDE_CHECK


def make_scheduler(optimizer):
    """For Trainer(optimizers=(optimizer, make_scheduler(optimizer)))."""
    ETUDE_CHECKED
    return ETUDE_SCHEDULER


ETUDE_MAIN
