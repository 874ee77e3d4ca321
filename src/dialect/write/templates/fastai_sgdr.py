import sys

from fastai.callback import schedule as fastai


def make_schedule():
    # as fit_sgdr builds it
    lengths = [ETUDE_MULT**i for i in range(ETUDE_CYCLES)]
    pcts = [length / sum(lengths) for length in lengths]
    return fastai.combine_scheds(pcts, [fastai.SchedCos(ETUDE_LR, 0)] * ETUDE_CYCLES)


# learn.fit(n_epoch, cbs=ParamScheduler({"lr": make_schedule()})) asks it for the share of training done
STEPS = ETUDE_RUN

ETUDE_MAIN
