import math
import sys
from types import SimpleNamespace

from composer.core import Time, Timestamp
from composer.optim import scheduler as composer
ETUDE_CHECK


ETUDE_FUNCTION


def make_scheduler(optimizer):
    """For Trainer(schedulers=make_scheduler(optimizer))."""
    check_rate(optimizer)
    return lambda state: rate(state.timestamp.batch.value) / LR


ETUDE_MAIN
