import sys

from fastai.callback import schedule as fastai


def make_schedule():
    return ETUDE_SCHEDULE


# learn.fit(n_epoch, cbs=ParamScheduler({"lr": make_schedule()})) asks it for the share of training done
STEPS = ETUDE_RUN

ETUDE_MAIN
