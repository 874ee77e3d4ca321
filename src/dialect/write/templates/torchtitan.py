import sys

import torch
from torchtitan.components.optimizer import LRSchedulersContainer
ETUDE_CHECK

# lr_scheduler of a configuration; its arguments are --lr_scheduler.warmup_steps, ... on the command line
lr_scheduler = ETUDE_SCHEDULER


def make_scheduler(optimizer):
    """As torchtitan's trainer does."""
    ETUDE_CHECKED
    return lr_scheduler.build(optimizers=[optimizer], training_steps=ETUDE_STEPS)


ETUDE_MAIN
