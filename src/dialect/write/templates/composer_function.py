import math
import sys
from types import SimpleNamespace

from composer.core import Time, Timestamp
from composer.optim import scheduler as composer

LR = 1.0  # the optimizer's own rate, which the scheduler multiplies


ETUDE_FUNCTION


def make_scheduler():
    # for Trainer(schedulers=...)
    return lambda state: rate(state.timestamp.batch.value) / LR


ETUDE_MAIN
