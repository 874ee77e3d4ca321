import sys
from types import SimpleNamespace

from composer.core import Time, Timestamp
from composer.optim import scheduler as composer
ETUDE_CHECK


def make_scheduler(optimizer):
    """For Trainer(schedulers=make_scheduler(optimizer))."""
    check_rate(optimizer)
    return ETUDE_SCHEDULER


ETUDE_MAIN
