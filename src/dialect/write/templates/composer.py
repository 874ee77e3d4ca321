import sys
from types import SimpleNamespace

from composer.core import Time, Timestamp
from composer.optim import scheduler as composer

LR = ETUDE_LR  # the optimizer's own rate, which the scheduler multiplies


def make_scheduler():
    # for Trainer(schedulers=...)
    return ETUDE_SCHEDULER


ETUDE_MAIN
