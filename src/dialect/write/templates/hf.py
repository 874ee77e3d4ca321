import sys

import torch
from transformers import get_scheduler


def make_scheduler(optimizer):
    """For an optimizer whose lr is ETUDE_LR; call scheduler.step() after each optimizer.step()."""
    return get_scheduler(
        "ETUDE_NAME",
        optimizer,
        ETUDE_ARGUMENTS
    )


ETUDE_MAIN
