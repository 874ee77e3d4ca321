"""etude.torch.range_test: what it finds, and that afterwards all stands where it stood, bit for bit."""

import copy
import random
import unittest

import numpy
import torch

import etude
import etude.torch
from torch_models import has_hooks

DATA = torch.randn(64, 4, generator=torch.Generator().manual_seed(1))
TARGETS = (DATA @ torch.tensor([1.0, -2.0, 0.5, 3.0]) + 0.3).unsqueeze(1)


class Training:
    """A network with everything that a sweep could leave changed: dropout, running means, momenta, a shuffled loader."""

    def __init__(self, kind=torch.optim.SGD, **keywords):
        torch.manual_seed(3)
        self.model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.BatchNorm1d(8), torch.nn.ReLU(), torch.nn.Dropout(0.1),
                                         torch.nn.Linear(8, 1))
        self.optimizer = kind(self.model.parameters(), lr=0.01, **keywords)
        self.loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(DATA, TARGETS), batch_size=16, shuffle=True,
                                                  generator=torch.Generator().manual_seed(5))

    def epoch(self):
        losses = []
        for batch in self.loader:
            self.optimizer.zero_grad()
            loss = squared(self.model, batch)
            loss.backward()
            self.optimizer.step()
            losses.append(loss.item())
        return losses

    def test(self, **options):
        return etude.torch.range_test(self.model, self.optimizer, self.loader, squared,
                                      **{"seeds": range(3), "steps": 60, **options})

    def everything(self):
        """All that a sweep could change, as bytes and numbers."""
        gradients = [None if p.grad is None else p.grad.numpy().tobytes() for p in self.model.parameters()]
        state = copy.deepcopy(self.optimizer.state_dict())
        tensors = [v.numpy().tobytes() for v in self.model.state_dict().values()]
        inside = [(k, n, v.numpy().tobytes() if isinstance(v, torch.Tensor) else v)
                  for k, each in state["state"].items() for n, v in each.items()]
        return [tensors, gradients, inside, state["param_groups"], [m.training for m in self.model.modules()],
                torch.get_rng_state().tolist(), random.getstate(), numpy.random.get_state()[1].tolist(),
                self.loader.generator.get_state().tolist()]


def squared(model, batch):
    inputs, targets = batch
    return (model(inputs) - targets).square().mean()


class RangeTest(unittest.TestCase):
    def test_it_leaves_nothing_behind(self):
        for kind, keywords in ((torch.optim.SGD, {"momentum": 0.9}), (torch.optim.AdamW, {})):
            training = Training(kind, **keywords)
            training.epoch()
            before = training.everything()
            training.test()
            self.assertEqual(training.everything(), before, kind)
            untested = Training(kind, **keywords).epoch()
            tested = Training(kind, **keywords)
            tested.test()
            self.assertEqual(tested.epoch(), untested)

    def test_it_leaves_nothing_behind_where_a_sweep_failed(self):
        training = Training()
        before = training.everything()
        calls = []

        def fails(model, batch):
            calls.append(0)
            if len(calls) == 70:
                raise RuntimeError("out of memory")
            return squared(model, batch)

        with self.assertRaisesRegex(RuntimeError, "out of memory"):
            etude.torch.range_test(training.model, training.optimizer, training.loader, fails, seeds=range(3), steps=60)
        self.assertEqual(training.everything(), before)

    def test_it_finds_an_interval_and_says_of_what_B27(self):
        found = Training().test(seeds=range(5))
        low, high = found.interval
        self.assertTrue(low <= found.suggestion <= high)
        self.assertIn("is of runs of that length", " ".join(str(found).split()))
        alone = Training().test(seeds=range(5), tunes=False)
        self.assertIn("is of what the rule gives from seed to seed, not of the best peak", " ".join(str(alone).split()))
        self.assertEqual(found.json()["short_runs"]["from"], alone.suggestion)
        self.assertLess(alone.suggestion, alone.edge)
        self.assertIn("Suggested peak rate", found.finding)
        self.assertEqual(found.json()["suggestion"]["rate"]["value"], found.suggestion)
        self.assertTrue(found.svg().startswith("<svg"))
        self.assertEqual(found.csv().splitlines()[0], "seed,step,lr,loss,smoothed")
        self.assertIn("fastai-valley", found.table(all_rules=True))

    def test_it_is_the_same_twice_and_whatever_the_number_of_steps_is_near_B27(self):
        found = [Training().test(seeds=range(5), steps=steps) for steps in (60, 60, 120)]
        self.assertEqual(found[0].json(), found[1].json())
        low, high = found[0].interval
        self.assertTrue(low / 3 < found[2].suggestion < high * 3)

    def test_where_nothing_can_be_said_it_says_why_B27(self):
        training = Training()
        found = etude.torch.range_test(training.model, training.optimizer, training.loader,
                                       lambda model, batch: squared(model, batch) * 0 + 1, seeds=range(2), steps=30)
        self.assertIsNone(found.suggestion)
        self.assertIsNone(found.interval)
        self.assertIn("never fell by 5 %", found.refusal)

    def test_the_sweep_of_a_group(self):
        training = Training()
        head = list(training.model[4].parameters())
        rest = [p for module in list(training.model)[:4] for p in module.parameters()]
        training.optimizer = torch.optim.SGD([{"params": rest}, {"params": head, "name": "head"}], lr=0.01)
        found = training.test(group="head", rest=1e-3)
        self.assertEqual(found.json()["group"], "head")
        with self.assertRaisesRegex(etude.Error, 'no group with the name "tail"'):
            training.test(group="tail")

    def test_a_list_of_batches_and_tensors_for_rates(self):
        training = Training()
        training.optimizer.param_groups[0]["lr"] = rate = torch.tensor(0.01)
        etude.torch.range_test(training.model, training.optimizer, list(training.loader), squared, seeds=[0], steps=30)
        self.assertIs(training.optimizer.param_groups[0]["lr"], rate)
        self.assertEqual(rate, torch.tensor(0.01))

    def test_what_is_refused(self):
        training = Training()
        cases = {
            "an iterator, which does not begin again": lambda: etude.torch.range_test(
                training.model, training.optimizer, iter(training.loader), squared),
            "gives no batch": lambda: etude.torch.range_test(training.model, training.optimizer, [], squared),
            "at least 20 steps": lambda: training.test(steps=3),
            "did you mean basin": lambda: training.test(rule="basn"),
        }
        for message, bad in cases.items():
            with self.subTest(message), self.assertRaisesRegex(etude.Error, message):
                bad()
        with self.assertRaisesRegex(TypeError, "did you mean steps"):
            training.test(stps=3)
        with self.assertRaisesRegex(TypeError, "the loss as a tensor, not float"):
            etude.torch.range_test(training.model, training.optimizer, training.loader, lambda model, batch: 1.0)

    @unittest.skipUnless(has_hooks, "before PyTorch 2.0 nobody tells of updates")
    def test_its_updates_are_not_those_of_the_run(self):
        training = Training()
        scheduler = etude.torch.Scheduler(training.optimizer, "cosine(from=0.01, steps=100)", counts="updates")
        training.test()
        scheduler.step()
        self.assertEqual(scheduler.last_epoch, 0)


if __name__ == "__main__":
    unittest.main()
