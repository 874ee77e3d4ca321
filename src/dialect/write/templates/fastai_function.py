import math
import sys

from fastai.callback.schedule import ParamScheduler

STEPS = ETUDE_STEPS  # the whole run


ETUDE_FUNCTION


def schedule(done):
    return rate(round(done * STEPS))


def make_callback():
    return ParamScheduler({"lr": schedule})


ETUDE_MAIN
