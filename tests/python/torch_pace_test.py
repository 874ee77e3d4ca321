"""Who calls scheduler.step() at another pace than the optimizer's is told so, once, and nobody else is. DeepSpeed's ZeRO,
which makes one update of several calls, is played by optimizers that do as it does.

B15 and so on are the numbers of issues that were collected from users of other schedulers; others go by their name.
"""

import unittest
import warnings

import torch

import etude
import etude.torch
from torch_models import has_hooks, optimizer, rates

Scheduler = etude.torch.Scheduler
LINE = "linear(from=1, to=0, steps=11)"


def said(play, spec=LINE, **keywords):
    """The warnings of a program: its letters are backward (B), an update (U), step() (S), and a step() with a metric (M)."""
    of = optimizer()
    scheduler = Scheduler(of, spec, **keywords)
    (parameter,) = of.param_groups[0]["params"]
    acts = {"B": lambda: parameter.square().sum().backward(), "U": of.step, "S": scheduler.step,
            "M": lambda: scheduler.step(0.5), "0": of.zero_grad}
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        for letter in play:
            acts[letter]()
    return [str(each.message) for each in heard], heard


@unittest.skipUnless(has_hooks, "before PyTorch 2.0 nobody tells of updates")
class Pace(unittest.TestCase):
    def test_once_an_epoch_is_told_B15(self):
        texts, heard = said("BU" * 10 + "S" + ("BU" * 10 + "S") * 3)
        self.assertEqual(len(texts), 1)
        self.assertIn("once in 10 updates, and the schedule counts updates: so it takes 10 times as long", texts[0])
        self.assertEqual(heard[0].filename, __file__)

    def test_several_times_an_update_is_told_B13_B15(self):
        (text,), _ = said("BUSSSS" * 20)
        self.assertIn('step() is called 4 times an update', text)
        self.assertIn('Say counts="updates"', text)

    def test_before_the_update_is_told_B15_B20(self):
        for play in ("BSU0" * 5, "BSU" * 5):
            (text,), _ = said(play)
            self.assertIn("Call step() after optimizer.step()", text)

    def test_what_is_right_is_not_told_of_B20(self):
        plays = {
            "once an update": "BUS0" * 30,
            "no gradient was looked at": "US" * 30,
            "the first updates were skipped": "0S" * 5 + "BUS0" * 30,
            "one more update": "BUS0" * 5 + "BUBUS" + "BUS0" * 5,
            "some updates were skipped": ("BUS" * 3 + "S") * 10,
        }
        for name, play in plays.items():
            self.assertEqual(said(play)[0], [], name)

    def test_gradients_that_are_infinite_were_skipped_B20(self):
        of = optimizer()
        scheduler = Scheduler(of, LINE)
        (parameter,) = of.param_groups[0]["params"]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parameter.grad = torch.tensor([float("inf")])
            scheduler.step()
            for _ in range(5):
                parameter.grad = torch.ones(1)
                of.step()
                scheduler.step()

    def test_who_says_so_or_tells_a_metric_is_believed(self):
        for counts in ("calls", "updates"):
            self.assertEqual(said(("BU" * 10 + "S") * 4, counts=counts)[0], [])
        self.assertEqual(said(("BU" * 10 + "M") * 4, controller="plateau(patience=5)")[0], [])

    def test_a_warning_that_is_an_error_changes_nothing(self):
        of = optimizer()
        scheduler = Scheduler(of, LINE)
        with warnings.catch_warnings(), self.assertRaisesRegex(UserWarning, "once in 2 updates"):
            warnings.simplefilter("error")
            for _ in range(2):
                of.step()
                of.step()
                scheduler.step()
        self.assertEqual((scheduler.last_epoch, rates(of)), (1, [0.9]))


class OneGroupAtATime(torch.optim.SGD):
    """As ZeRO 1 and 2: each group is updated with all others taken out of the list."""

    def update(self):
        groups = self.param_groups
        for group in groups:
            self.param_groups = [group]
            self.step()
        self.param_groups = groups


class OnePartAtATime(torch.optim.SGD):
    """As ZeRO 3: each parameter is updated with all others taken out of the groups."""

    def update(self):
        parts = [(group, list(group["params"])) for group in self.param_groups]
        for group, _ in parts:
            group["params"] = []
        for group, parameters in parts:
            for parameter in parameters:
                group["params"] = [parameter]
                self.step()
                group["params"] = []
        for group, parameters in parts:
            group["params"] = parameters


class Around:
    """What ZeRO makes of an optimizer: no optimizer of PyTorch's, with one inside."""

    def __init__(self, of):
        self.optimizer = of

    param_groups = property(lambda self: self.optimizer.param_groups)

    def step(self):
        self.optimizer.update()


class DeepSpeed(unittest.TestCase):
    PLAN = "plan(lr=linear(from=0.1, to=0, steps=11), group(head, lr=linear(from=1, to=0, steps=11)))"

    def wrapped(self, kind):
        groups = [{"params": [torch.nn.Parameter(torch.ones(1)) for _ in range(3)]} for _ in range(3)]
        for parameter in (parameter for group in groups for parameter in group["params"]):
            parameter.grad = torch.ones(1)
        return Around(kind(groups, lr=0.1))

    def test_each_group_keeps_its_rate_while_others_are_taken_out(self):
        for kind in (OneGroupAtATime, OnePartAtATime):
            for counts in ("calls", "updates") if has_hooks else ("calls",):
                with self.subTest(kind.__name__, counts=counts), warnings.catch_warnings():
                    warnings.simplefilter("error")
                    around = self.wrapped(kind)
                    scheduler = Scheduler(around, self.PLAN, groups={"head": 1}, counts=counts)
                    total = torch.zeros(3)
                    for step in range(5):
                        total += torch.tensor([0.1, 1.0, 0.1]) * (1 - step / 10)
                        around.step()
                        scheduler.step()
                    moved = [1 - float(parameter.detach()) for group in around.param_groups for parameter in group["params"]]
                    torch.testing.assert_close(torch.tensor(moved), total.repeat_interleave(3))
                    self.assertEqual(scheduler.last_epoch, 5)

    @unittest.skipUnless(has_hooks, "before PyTorch 2.0 nobody tells of updates")
    def test_its_pace_is_that_of_whole_updates(self):
        for kind in (OneGroupAtATime, OnePartAtATime):
            around = self.wrapped(kind)
            scheduler = Scheduler(around, LINE)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                for _ in range(5):
                    around.step()
                    scheduler.step()

    def test_a_list_of_other_groups_is_bound_anew(self):
        around = self.wrapped(OneGroupAtATime)
        scheduler = Scheduler(around, self.PLAN, groups={"head": 1})
        around.step()
        scheduler.step()
        around.optimizer.param_groups = [{**group, "lr": 7.0} for group in around.param_groups]
        around.step()
        scheduler.step()
        self.assertEqual(rates(around), [etude.parse("linear(from=0.1, to=0, steps=11)")(2)] * 1 + [0.8] + rates(around)[:1])


if __name__ == "__main__":
    unittest.main()
