"""Checkpoints of etude.torch.Scheduler: orders of loading, other schedules, copies. That a run which goes on is the run which
was never stopped is torch_resume_test.py's. B6 and so on are the numbers of issues; others go by their name."""

import copy
import gc
import io
import pickle
import unittest
import weakref

import torch

import etude
import etude.torch
from torch_models import has_hooks, optimizer, rates, run

Scheduler = etude.torch.Scheduler


class Resuming(unittest.TestCase):
    def saved(self, spec="cosine(from=0.1, steps=100)", updates=30, **keywords):
        of = optimizer()
        scheduler = Scheduler(of, spec, **keywords)
        run(of, scheduler, updates)
        return of, scheduler

    def test_any_order_of_loading_B6(self):
        of, scheduler = self.saved()
        groups, state = copy.deepcopy(of.state_dict()), scheduler.state_dict()
        for order in ("os", "so", "oso", "sos"):
            resumed = optimizer(lr=1.0)
            goes_on = Scheduler(resumed, "cosine(from=0.1, steps=100)")
            for which in order:
                goes_on.load_state_dict(state) if which == "s" else resumed.load_state_dict(groups)
            self.assertEqual(rates(resumed), rates(of), order)

    def test_any_order_of_loading_under_another_schedule_B6(self):
        of, scheduler = self.saved()
        for order in ("os", "so"):
            resumed = optimizer()
            goes_on = Scheduler(resumed, "cosine(from=0.1, steps=200)", resume="extend")
            for which in order:
                goes_on.load_state_dict(scheduler.state_dict()) if which == "s" else resumed.load_state_dict(of.state_dict())
            self.assertEqual(rates(resumed), [etude.parse("cosine(from=0.1, steps=200)")(30)], order)

    def test_another_schedule_is_refused_or_goes_on_as_it_is_said_B7_Megatron_LM_5212(self):
        old, new = etude.parse("cosine(from=0.1, steps=100)"), etude.parse("cosine(from=0.1, steps=10)")
        expected = {"keep": old(31), "extend": new(31), "rebase": new(1)}
        _, scheduler = self.saved()
        for policy, rate in expected.items():
            of = optimizer()
            goes_on = Scheduler(of, new, resume=policy)
            for _ in range(2):
                goes_on.load_state_dict(scheduler.state_dict())
            goes_on.step()
            self.assertEqual(rates(of), [rate], policy)
        with self.assertRaisesRegex(etude.Error, "steps: 100 -> 10"):
            Scheduler(optimizer(), new).load_state_dict(scheduler.state_dict())

    def test_what_a_port_left_out_is_told_Soup_686(self):
        whole = "plan(lr=warmup(to=0.1, steps=10) then cosine(from=0.1, steps=90), weight_decay=constant(0.01))"
        _, scheduler = self.saved(whole)
        with self.assertRaisesRegex(etude.Error, "then -> constant, weight_decay: constant -> none"):
            Scheduler(optimizer(), "constant(0.1)").load_state_dict(scheduler.state_dict())

    def test_a_horizon_that_was_worked_out_anew_does_not_raise_the_rate_OneTrainer_1604(self):
        _, scheduler = self.saved("cosine(from=0.1, steps=rest)", steps=100)
        with self.assertRaisesRegex(etude.Error, "steps: 100 -> 400"):
            Scheduler(optimizer(), "cosine(from=0.1, steps=rest)", steps=400).load_state_dict(scheduler.state_dict())

    def test_a_jump_is_told(self):
        _, scheduler = self.saved()
        of = optimizer()
        goes_on = Scheduler(of, "cosine(from=0.3, steps=100)", resume="extend", continuous=True)
        with self.assertWarnsRegex(UserWarning, "0.3333"):
            goes_on.load_state_dict(scheduler.state_dict())
        self.assertAlmostEqual(rates(of)[0], etude.parse("cosine(from=0.1, steps=100)")(30), places=12)

    def test_progress_is_not_added_up_B24_slime_1546(self):
        _, scheduler = self.saved()
        goes_on = Scheduler(optimizer(), "cosine(from=0.1, steps=100)")
        for _ in range(3):
            goes_on.load_state_dict(scheduler.state_dict())
        self.assertEqual(goes_on.last_epoch, 30)

    def test_a_state_is_plain_data_B21(self):
        _, scheduler = self.saved(controller="plateau(patience=1)")
        file = io.BytesIO()
        torch.save(scheduler.state_dict(), file)
        file.seek(0)
        loaded = torch.load(file, **({"weights_only": True} if has_hooks else {}))
        self.assertEqual(loaded, scheduler.state_dict())

    def test_a_scheduler_is_copied_with_its_optimizer_B21(self):
        of, scheduler = self.saved()
        for copied in (copy.deepcopy((of, scheduler)), pickle.loads(pickle.dumps((of, scheduler)))):
            self.assertIs(copied[1].optimizer, copied[0])
            self.assertEqual(run(*copied, 3), [[etude.parse("cosine(from=0.1, steps=100)")(t)] for t in (30, 31, 32)])

    def test_nothing_keeps_it_alive_B21(self):
        of = optimizer()
        dead = weakref.ref(Scheduler(of, "constant(1)"))
        gc.collect()
        self.assertIsNone(dead())
        of.step()
        of.scheduler = Scheduler(of, "constant(1)")  # which holds its optimizer
        of = weakref.ref(of)
        gc.collect()
        self.assertIsNone(of())


if __name__ == "__main__":
    unittest.main()
