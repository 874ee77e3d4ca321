import sys

import torch
from megatron.core.optimizer_param_scheduler import OptimizerParamScheduler


def make_scheduler(optimizer):
    # counted in updates; Megatron's own training loop counts samples
    return ETUDE_SCHEDULER


ETUDE_MAIN
