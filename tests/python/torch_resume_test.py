"""A run that is stopped and goes on is the run that was never stopped, bit for bit, wherever it is stopped."""

import itertools
import re
import unittest

import torch

import etude
import etude.torch
from torch_models import Run, all_kinds, all_specs, optimizer

STEPS = 1000
ORDERS = list(itertools.permutations(["model", "optimizer", "scheduler"]))
MORE = {
    "plan of groups": "plan(lr=cosine(from=0.1, steps=rest), momentum=linear(from=0.8, to=0.9, steps=900), "
    "group(head, lr=constant(0.3), weight_decay=linear(from=0.1, steps=700)))",
    "left to the optimizer": "torch.CosineAnnealingLR(T_max=90, eta_min=1e-3)",
    "computed in float32": "keras.CosineDecay(0.1, 900)",
}


def with_groups():
    return optimizer([{}, {"name": "head", "lr": 0.3}], lr=0.1)


def numbers(of):
    return [{name: value for name, value in group.items() if name != "params"} for group in of.param_groups]


class EveryStep(unittest.TestCase):
    def check(self, spec, controller=None):
        """Each checkpoint of a whole run, loaded in an order of its own: the same numbers then, and after one update."""
        whole = with_groups()
        scheduler = etude.torch.Scheduler(whole, spec, steps=STEPS, controller=controller)
        metric = (lambda step: None) if controller is None else (lambda step: step * 7919 % 13)
        saved = []
        for step in range(STEPS + 1):
            saved.append((whole.state_dict(), scheduler.state_dict(), numbers(whole)))
            scheduler.step(metric(step))
        for step, ((groups, state, there), (_, after, then)) in enumerate(zip(saved, saved[1:])):
            resumed = with_groups()
            goes_on = etude.torch.Scheduler(resumed, spec, steps=STEPS, controller=controller)
            loads = [lambda: resumed.load_state_dict(groups), lambda: goes_on.load_state_dict(state)]
            for load in (loads, loads[::-1], loads + loads)[step % 3]:
                load()
            self.assertEqual(numbers(resumed), there, step)
            goes_on.step(metric(step))
            self.assertEqual((numbers(resumed), goes_on.state_dict()), (then, after), step)

    def test_every_kind(self):
        specs = all_specs()
        self.assertEqual([kind for kind in all_kinds() if not re.search(rf"\b{kind}\b", " ".join(specs))], [])
        for spec in specs:
            with self.subTest(spec):
                self.check(spec)

    def test_plans_and_lines_of_frameworks(self):
        for name, spec in MORE.items():
            with self.subTest(name):
                self.check(spec)

    def test_controllers(self):
        for controller in ("plateau(patience=2, factor=0.7)", "greedy(patience=1)", "trend(patience=10)"):
            with self.subTest(controller):
                self.check("warmup(to=0.1, steps=50) then constant(0.1)", controller)


class Training(unittest.TestCase):
    """transformers#34053, slime#1546, speculators#900, TorchEasyRec#664, torchtune#2730: what goes on is what was."""

    def check(self, kind, processes, accumulation):
        spec = "warmup(to=0.05, steps=10%) then cosine(from=0.05, steps=rest)"
        whole = Run(spec, kind, processes, accumulation)
        checkpoints, weights = [whole.save()], [whole.weights()]
        for _ in range(STEPS):
            whole.update()
            checkpoints.append(whole.save())
            weights.append(whole.weights())
        resumed = Run(spec, kind, processes, accumulation)
        for step, order in zip(range(STEPS), itertools.cycle(ORDERS)):
            resumed.load(checkpoints[step], order)
            resumed.update()
            self.assertEqual(resumed.weights(), weights[step + 1], step)

    def test_processes_and_accumulation(self):
        for processes, accumulation in ((1, 1), (1, 4), (2, 2), (4, 1), (8, 1)):
            with self.subTest(processes=processes, accumulation=accumulation):
                self.check(torch.optim.AdamW, processes, accumulation)

    def test_from_a_checkpoint_to_the_end(self):
        spec = "cosine(from=0.05, steps=1000)"
        whole = Run(spec, torch.optim.SGD, 1, 1)
        checkpoints = []
        for step in range(STEPS):
            if step % 250 == 0:
                checkpoints.append(whole.save())
            whole.update()
        for checkpoint in checkpoints:
            resumed = Run(spec, torch.optim.SGD, 1, 1)
            resumed.load(checkpoint, ("scheduler", "model", "optimizer"))
            while resumed.step < STEPS:
                resumed.update()
            self.assertEqual(resumed.weights(), whole.weights())


if __name__ == "__main__":
    unittest.main()
