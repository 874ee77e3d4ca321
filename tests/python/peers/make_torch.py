#!/usr/bin/env python3
"""Writes torch.json: what PyTorch's own tests of its schedulers look at, as numbers that PyTorch itself gave.

A row is one of its tests: its optimizer's groups, its schedulers' calls, how long it looks, and, where there is one, the
metric of each step. The calls are PyTorch's and are run as they stand; `etude` is the same schedule for etude where it is
not the call itself. Five of PyTorch's tests compare nothing (test_compound_reduce_lr_on_plateau1 to 5, whose targets are
empty): here they have the numbers that they should have had.

usage: tests/python/peers/make_torch.py >tests/python/peers/torch.json     under the PyTorch that VERSION names
"""

import json
import sys
import warnings

import torch
from torch.optim import lr_scheduler, swa_utils

VERSION = "2.15.0"
TWO = [0.05, 0.5]  # the rates of the two groups of PyTorch's tests
HALF = [0.5, 0.5]
PLATEAU = "ReduceLROnPlateau"


def row(test, call, etude=None, steps=10, groups=TWO, optimizer="SGD", metrics=None, controller=None):
    return locals()


def compound(test, *calls, **rest):
    return row(test, f"[{', '.join(calls)}]", f"torch.ChainedScheduler(schedulers=[{', '.join(calls)}])", **rest)


def plateau(test, arguments, metrics, lr=HALF, steps=20, others=(), etude="constant(0.5)"):
    call = f"ReduceLROnPlateau({arguments})"
    return row(test, f"[{', '.join([call, *others])}]", etude, steps=steps, groups=lr, metrics=metrics,
               controller=f"torch.{call}")


def cycle(test, low, high, rest, optimizer="SGD", steps=20, momentum=True, etude=None):
    arguments = f"base_lr={low}, max_lr={high}, {rest}, cycle_momentum={momentum}"
    return row(test, f"CyclicLR({arguments})", etude, steps=steps, optimizer=optimizer)


def two(first, second):
    return f"plan(lr={first}, group(second, lr={second}))"


STEP, MULTI = "StepLR(gamma=0.1, step_size=3)", "MultiStepLR(gamma=0.1, milestones=[2, 5, 9])"
CONSTANT, LINEAR = "ConstantLR(factor=0.5, total_iters=5)", "LinearLR(start_factor=0.5, total_iters=4)"
EXPONENTIAL, COSINE = "ExponentialLR(gamma=0.9)", "CosineAnnealingLR(T_max=10, eta_min=1e-10)"
POLYNOMIAL = "PolynomialLR(power=0.9, total_iters=5)"
LAMBDA = two("exponential(from=0.05, rate=0.9)", "exponential(from=0.5, rate=0.8)")

ROWS = [
    row("test_step_lr", STEP),
    row("test_get_last_lr_step_lr", "StepLR(gamma=0.1, step_size=3)", steps=13),
    row("test_step_lr_is_constant_for_constant_epoch", "StepLR(step_size=2)"),
    row("test_multi_step_lr", MULTI),
    row("test_multi_step_lr_with_epoch", "MultiStepLR(gamma=0.1, milestones=[2, 5, 9])", steps=12),
    row("test_get_last_lr_multi_step_lr", "MultiStepLR(gamma=0.1, milestones=[2, 5, 9])", steps=11),
    row("test_constantlr", CONSTANT),
    row("test_constantlr_with_epoch", "ConstantLR(factor=0.5, total_iters=5)", steps=8),
    row("test_get_last_lr_constantlr", "ConstantLR(factor=0.5, total_iters=5)", steps=7),
    row("test_constantlr_is_constant_for_constant_epoch", "ConstantLR(total_iters=2)"),
    row("test_linearlr", LINEAR),
    row("test_linearlr_with_epoch", "LinearLR(start_factor=0.5, total_iters=4)", steps=7),
    row("test_get_last_lr_linearlr", "LinearLR(start_factor=0.25, end_factor=0.75, total_iters=4)"),
    row("test_linearlr_start_factor_limits", "LinearLR(start_factor=0.001, total_iters=9)", steps=12),
    row("test_linearlr_is_constant_for_constant_epoch", "LinearLR(total_iters=2)"),
    row("test_exp_lr", EXPONENTIAL),
    row("test_exponential_lr_is_constant_for_constant_epoch", "ExponentialLR(gamma=0.9)", steps=4),
    row("test_polynomial_lr", POLYNOMIAL),
    row("test_polynomial_lr_is_constant_for_constant_epoch", "PolynomialLR(power=0.9)", steps=7),
    row("test_cos_anneal_lr", COSINE),
    row("test_cos_anneal_lr_continue", "CosineAnnealingLR(T_max=5, eta_min=0.1)", steps=20),
    row("test_cosine_lr_is_constant_for_constant_epoch", "CosineAnnealingLR(T_max=2)"),
    row("test_closed_form_step_lr", "StepLR(gamma=0.1, step_size=3)", steps=20),
    row("test_closed_form_multi_step_lr", "MultiStepLR(gamma=0.1, milestones=[2, 5, 9])", steps=20),
    row("test_closed_form_constantlr", "ConstantLR(factor=0.3333333333333333, total_iters=5)", steps=20),
    row("test_closed_form_linearlr", "LinearLR(start_factor=0.3333333333333333, end_factor=0.7, total_iters=5)", steps=20),
    row("test_closed_form_exp_lr", "ExponentialLR(gamma=0.9)", steps=20),
    row("test_closed_form_poly_lr", "PolynomialLR(power=0.9, total_iters=5)", steps=20),
    row("test_closed_form_cos_anneal_lr", "CosineAnnealingLR(T_max=20, eta_min=1e-10)", steps=20),
    row("test_cos_anneal_warm_restarts_lr1", "CosineAnnealingWarmRestarts(T_0=10, T_mult=1, eta_min=1e-10)", steps=100),
    row("test_cos_anneal_warm_restarts_lr2", "CosineAnnealingWarmRestarts(T_0=10, T_mult=2, eta_min=1e-10)", steps=100),
    row("test_cos_anneal_warm_restarts_lr3", "CosineAnnealingWarmRestarts(T_0=10, T_mult=3, eta_min=1e-10)", steps=100),
    plateau("test_reduce_lr_on_plateau1", "threshold_mode='abs', mode='min', threshold=0.01, patience=5, cooldown=5",
            [10 - i * 0.0167 for i in range(20)]),
    plateau("test_reduce_lr_on_plateau2", "patience=5, cooldown=0, threshold_mode='abs', mode='min', threshold=0.1",
            [10 - i * 0.0165 for i in range(22)], steps=22),
    plateau("test_reduce_lr_on_plateau3", "patience=5, cooldown=5, threshold_mode='abs', mode='min', threshold=0.1",
            [10 - i * 0.0165 for i in range(22)], steps=22),
    plateau("test_reduce_lr_on_plateau4", "mode='max', patience=5, threshold_mode='rel', threshold=0.1",
            [1.5 * (1.025 ** i) for i in range(20)]),
    plateau("test_reduce_lr_on_plateau5", "mode='max', threshold_mode='rel', threshold=0.1, patience=5, cooldown=0",
            [1.5 * (1.005 ** i) for i in range(22)], steps=22),
    plateau("test_reduce_lr_on_plateau6", "mode='min', threshold_mode='rel', threshold=0.1, patience=5, cooldown=0",
            [1.5 * (0.85 ** i) for i in range(20)]),
    plateau("test_reduce_lr_on_plateau7", "mode='max', threshold_mode='rel', threshold=0.1, patience=5, cooldown=0",
            [1] * 7 + [0.6] + [0.5] * 12),
    plateau("test_reduce_lr_on_plateau8", "mode='max', threshold_mode='rel', min_lr=0.3, threshold=0.1, patience=5, cooldown=0",
            [1.5 * (1.005 ** i) for i in range(22)], steps=22),
    plateau("test_reduce_lr_on_plateau_get_last_lr_before_step", "patience=1", [1.0] * 12, steps=12),
    plateau("test_reduce_lr_on_plateau_preserves_lr_type", "patience=0, factor=0.5", [10.0] * 10, steps=10),
    compound("test_compound_step_and_multistep_lr", "StepLR(gamma=0.1, step_size=3)", "MultiStepLR(gamma=0.1, milestones=[2, 5, 9])"),
    compound("test_compound_step_and_exp_lr", STEP, EXPONENTIAL),
    compound("test_compound_exp_and_multistep_lr", MULTI, EXPONENTIAL),
    compound("test_compound_exp_and_linearlr", LINEAR, EXPONENTIAL),
    compound("test_compound_step_and_constantlr", STEP, "ConstantLR(factor=0.4, total_iters=4)"),
    compound("test_compound_linearlr_and_multistep_lr", MULTI, LINEAR),
    compound("test_compound_cosanneal_and_step_lr", COSINE, "StepLR(gamma=0.1, step_size=3)"),
    compound("test_compound_cosanneal_and_multistep_lr", COSINE, MULTI),
    compound("test_compound_cosanneal_and_linearlr", LINEAR, COSINE),
    compound("test_compound_cosanneal_and_exp_lr", COSINE, EXPONENTIAL),
    plateau("test_compound_reduce_lr_on_plateau1", "threshold_mode='abs', mode='min', threshold=0.01, patience=5, cooldown=5",
            [10 - i * 0.0167 for i in range(20)], others=[STEP], etude="torch.StepLR(gamma=0.1, step_size=3)"),
    plateau("test_compound_reduce_lr_on_plateau2", "patience=5, cooldown=0, threshold_mode='abs', mode='min', threshold=0.1",
            [10 - i * 0.0165 for i in range(22)], steps=22, others=["MultiStepLR(gamma=0.1, milestones=[3, 8, 12])"],
            etude="torch.MultiStepLR(gamma=0.1, milestones=[3, 8, 12])"),
    plateau("test_compound_reduce_lr_on_plateau3", "patience=5, cooldown=5, threshold_mode='abs', mode='min', threshold=0.1",
            [10 - i * 0.0165 for i in range(22)], steps=22, others=["ExponentialLR(gamma=0.1)"],
            etude="torch.ExponentialLR(gamma=0.1)"),
    plateau("test_compound_reduce_lr_on_plateau4", "mode='max', patience=5, threshold_mode='rel', threshold=0.1",
            [1.5 * (1.025 ** i) for i in range(20)], others=["CosineAnnealingLR(T_max=20, eta_min=0.05)"],
            etude="torch.CosineAnnealingLR(T_max=20, eta_min=0.05)"),
    plateau("test_compound_reduce_lr_on_plateau5", "mode='max', threshold_mode='rel', threshold=0.1, patience=5, cooldown=0",
            [1.5 * (1.005 ** i) for i in range(22)], steps=22, others=["LinearLR(start_factor=0.5, total_iters=4)"],
            etude="torch.LinearLR(start_factor=0.5, total_iters=4)"),
    row("test_chained_lr1", "ChainedScheduler(schedulers=[StepLR(gamma=0.1, step_size=3)])"),
    row("test_chained_lr2", "ChainedScheduler(schedulers=[LinearLR(start_factor=0.4, total_iters=3)])"),
    row("test_chained_lr3", "ChainedScheduler(schedulers=[StepLR(gamma=0.1, step_size=3), MultiStepLR(milestones=[4, 8, 10], gamma=0.1)])", steps=13),
    row("test_chained_lr4", "ChainedScheduler(schedulers=[ExponentialLR(gamma=0.9), ConstantLR(factor=0.2, total_iters=3), StepLR(gamma=0.1, step_size=3)])", steps=9),
    row("test_chained_lr5", "ChainedScheduler(schedulers=[PolynomialLR(power=0.9, total_iters=5)])", steps=9),
    row("test_sequentiallr1", "SequentialLR(schedulers=[StepLR(gamma=0.1, step_size=3), ConstantLR(factor=0.1, total_iters=4)], milestones=[5])", steps=19),
    row("test_sequentiallr2", "SequentialLR(schedulers=[ConstantLR(factor=0.1, total_iters=2), ExponentialLR(gamma=0.9)], milestones=[2])", steps=13),
    row("test_sequentiallr3", "SequentialLR(schedulers=[ConstantLR(factor=0.1, total_iters=3), ExponentialLR(gamma=0.9), MultiStepLR(gamma=0.1, milestones=[2, 5])], milestones=[3, 7])", steps=12),
    row("test_sequentiallr4", "SequentialLR(schedulers=[ConstantLR(factor=0.1, total_iters=2), ExponentialLR(gamma=0.9)], milestones=[3])"),
    row("test_sequentiallr5", "SequentialLR(schedulers=[CosineAnnealingLR(T_max=10, eta_min=0.01), ConstantLR(factor=0.5, total_iters=3)], milestones=[6])"),
    cycle("test_cycle_lr_triangular_mode_one_lr", 1, 5, "step_size_up=4, mode='triangular'", steps=16),
    cycle("test_cycle_lr_triangular_mode_one_lr_no_momentum", 1, 5, "step_size_up=4, mode='triangular'", momentum=False, steps=16),
    cycle("test_cycle_lr_triangular2_mode_one_lr", 1, 5, "step_size_up=4, mode='triangular2'", steps=24),
    cycle("test_cycle_lr_exp_range_mode_one_lr", 1, 5, "step_size_up=4, mode='exp_range', gamma=0.9"),
    cycle("test_cycle_lr_triangular_mode", [1, 2], [5, 6], "step_size_up=4, mode='triangular'", momentum=False,
          etude=two("cyclic(low=1, high=5, up=4)", "cyclic(low=2, high=6, up=4)")),
    cycle("test_cycle_lr_triangular2_mode", [1, 2], [5, 6], "step_size_up=4, mode='triangular2'", momentum=False,
          etude=two("cyclic(low=1, high=5, up=4, mode=triangular2)", "cyclic(low=2, high=6, up=4, mode=triangular2)")),
    cycle("test_cycle_lr_exp_range_mode", [1, 2], [5, 6], "step_size_up=4, mode='exp_range', gamma=0.9", momentum=False,
          etude=two("cyclic(low=1, high=5, up=4, mode=exp_range, gamma=0.9)", "cyclic(low=2, high=6, up=4, mode=exp_range, gamma=0.9)")),
    cycle("test_cycle_lr_triangular_mode_step_size_up_down", 1, 5, "step_size_up=4, step_size_down=6, mode='triangular'"),
    cycle("test_cycle_lr_triangular2_mode_step_size_up_down", 1, 5, "step_size_up=2, step_size_down=6, mode='triangular2'"),
    cycle("test_cycle_lr_exp_range_mode_step_size_up_down", 1, 5, "step_size_up=2, step_size_down=6, mode='exp_range', gamma=0.9"),
    cycle("test_cycle_lr_with_momentumless_optimizer", 1, 5, "step_size_up=4, mode='triangular'", optimizer="Adagrad", momentum=False, steps=16),
    cycle("test_cycle_lr_with_adam", 1, 5, "step_size_up=4, mode='triangular'", optimizer="Adam", steps=16),
    row("test_onecycle_lr_linear_annealing", "OneCycleLR(max_lr=25, total_steps=10, anneal_strategy='linear', final_div_factor=2, base_momentum=1, max_momentum=22)"),
    row("test_onecycle_lr_linear_annealing_three_phases", "OneCycleLR(max_lr=25, div_factor=25, total_steps=10, anneal_strategy='linear', pct_start=0.4, final_div_factor=4, three_phase=True, base_momentum=1, max_momentum=22)"),
    row("test_onecycle_lr_cosine_annealing", "OneCycleLR(max_lr=25, total_steps=10, final_div_factor=2, base_momentum=1, max_momentum=22)"),
    row("test_onecycle_lr_with_adam", "OneCycleLR(max_lr=0.1, total_steps=12)", optimizer="Adam", steps=12),
    row("test_lambda_lr", "LambdaLR(lr_lambda=[lambda t: 0.9**t, lambda t: 0.8**t])", LAMBDA),
    row("test_multiplicative_lr", "MultiplicativeLR(lr_lambda=[lambda t: 0.9, lambda t: 0.8])", LAMBDA),
    row("test_swalr_no_anneal", "SWALR(anneal_epochs=1, swa_lr=0.02)"),
    row("test_swalr_cosine_anneal", "SWALR(anneal_epochs=5, swa_lr=0.05)", steps=12),
    row("test_swalr_linear_anneal", "SWALR(anneal_epochs=4, anneal_strategy='linear', swa_lr=0.01)", steps=12),
    row("test_swalr_after_multiplicative", "SequentialLR(schedulers=[ExponentialLR(gamma=0.9), SWALR(swa_lr=0.01, anneal_epochs=5)], milestones=[10])", steps=20),
]


def schedulers(of, call):
    """The calls, with the optimizer put first in each."""
    def made(kind):
        if kind is lr_scheduler.ChainedScheduler:
            return lambda schedulers: kind(schedulers, optimizer=of)
        return lambda **arguments: kind(of, **arguments)

    modules = vars(lr_scheduler) | vars(swa_utils)
    names = {name: made(kind) for name, kind in modules.items() if isinstance(kind, type) and name.endswith(("LR", "Scheduler", "Restarts", PLATEAU))}
    found = eval(call, names)
    return found if isinstance(found, list) else [found]


def optimizer(each):
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in each["groups"]]
    more = {"momentum": 0.9} if each["optimizer"] == "SGD" else {}
    return getattr(torch.optim, each["optimizer"])(groups, **more)


def momentum(group):
    return group["momentum"] if "momentum" in group else group["betas"][0] if "betas" in group else None


def numbers(each):
    """The rates and momenta of the groups, a row a step, as PyTorch has them."""
    of = optimizer(each)
    all_of_them = schedulers(of, each["call"])
    lr, momenta = [], []
    for step in range(each["steps"]):
        lr.append([group["lr"] for group in of.param_groups])
        momenta.append([momentum(group) for group in of.param_groups])
        of.step()
        if step + 1 == each["steps"]:
            break
        for scheduler in all_of_them:
            scheduler.step(*([each["metrics"][step]] if isinstance(scheduler, lr_scheduler.ReduceLROnPlateau) else []))
    return {"lr": lr} | ({"momentum": momenta} if momenta[0] != momenta[1] else {})


def main():
    if torch.__version__.split("+")[0] != VERSION:
        sys.exit(f"make_torch.py: this is PyTorch {torch.__version__}; the tables are those of {VERSION}")
    warnings.simplefilter("ignore")
    rows = [{name: value for name, value in each.items() if value is not None} | numbers(each) for each in ROWS]
    for each in rows:
        each.setdefault("etude", "torch." + each["call"])
    lines = ",\n".join(json.dumps(each) for each in rows)
    print(f'{{"made_by": "tests/python/peers/make_torch.py", "torch": "{VERSION}", "rows": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
