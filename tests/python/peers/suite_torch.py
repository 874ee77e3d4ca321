"""PyTorch's tests of its schedulers, with etude.torch in the place of each of them. Called by suites.py."""

import inspect
import sys
import types
import unittest
import warnings

import torch
from torch.optim import lr_scheduler, swa_utils

import etude
import etude.torch

VERSION = torch.__version__
OF_PYTORCH = {name: kind for module in (lr_scheduler, swa_utils) for name, kind in vars(module).items()
              if inspect.isclass(kind) and name.endswith(("LR", "Restarts", "Plateau", "ChainedScheduler")) and "_" not in name}


def line_of(name, arguments):
    """The call as it stands in a program, without the optimizer. A function of Python's is none of a line's words."""
    for key, value in arguments.items():
        if callable(value) or isinstance(value, list) and any(map(inspect.isfunction, value)):
            raise etude.Error(f"{name}: {key} is a function of Python's, which no line says")
    return f"torch.{name}({', '.join(f'{key}={said(value)}' for key, value in arguments.items())})"


def said(value):
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(said, value))}]"
    return value.line if isinstance(value, etude.torch.Scheduler) else repr(value)


def made(name, planted):
    """etude's scheduler of a class of PyTorch's. Several of one optimizer multiply each other, as PyTorch's do: the last one
    drives for all. One that is made of others drives alone."""
    signature = inspect.signature(OF_PYTORCH[name])

    class Played(etude.torch.Scheduler):
        def __init__(self, *given, **keywords):
            arguments = signature.bind(*given, **keywords).arguments
            inner = arguments.get("schedulers", [])
            of = arguments.pop("optimizer", None) or inner[0].optimizer
            self.line = line_of(name, {key: value for key, value in arguments.items() if key not in ("last_epoch", "verbose")})
            before = [] if inner or "last_epoch" in arguments else [each for each in vars(of).get("played", []) if not each.hears]
            self.hears = name == "ReduceLROnPlateau"
            lines = [each.line for each in before] + [self.line] * (not self.hears)
            spec = lines[0] if len(lines) == 1 else f"torch.ChainedScheduler(schedulers=[{', '.join(lines)}])"
            super().__init__(of, spec if lines else "torch.ConstantLR(factor=1.0)", controller=self.line if self.hears else None)
            of.played = [*before, self]
            self.advance_to(1 + arguments.get("last_epoch", -1) + (planted == "step"))
            self.share()

        def step(self, *given):
            if given and not self.hears:
                warnings.warn(lr_scheduler.EPOCH_DEPRECATION_WARNING, UserWarning)
                self.go_to(*given)
            elif given or self is self.optimizer.played[-1]:
                super().step(*given)
            self.share()

        def go_to(self, epoch):
            """PyTorch's step(epoch), which etude's has not: the state that there would be at it."""
            if epoch != int(epoch):
                raise etude.Error("a position is a whole number of updates")
            state = self.state_dict()
            for each in state["drivers"]:
                each["step"] = int(epoch) + (planted == "step")
            self.load_state_dict(state)

        def share(self):
            for group in self.optimizer.param_groups if planted == "share" else ():
                group["lr"] *= 1.001

        def get_last_lr(self):
            return [group["lr"] for group in self.optimizer.param_groups]

    Played.__name__ = name
    return Played


def suite(source, planted):
    sys.modules["expecttest"] = types.SimpleNamespace(TestCase=unittest.TestCase, ACCEPT=True)  # of which these tests use nothing
    for name in OF_PYTORCH:
        kind = made(name, planted)
        for module in (lr_scheduler, swa_utils):
            if hasattr(module, name):
                setattr(module, name, kind)
    sys.path.insert(0, str(source / "test"))
    import test_optim

    return unittest.TestLoader().loadTestsFromTestCase(test_optim.TestLRScheduler)
