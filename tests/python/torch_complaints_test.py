"""What users of other schedulers ran into, done with etude.torch: those of B and of other projects that need nothing but a
schedule and an optimizer. B10 and so on are the numbers of issues that were collected; others go by their name."""

import math
import unittest

import etude
import etude.torch
from torch_models import column, has_hooks, optimizer, rates, run

Scheduler = etude.torch.Scheduler


def used(spec, updates, **keywords):
    of = optimizer()
    return column(run(of, Scheduler(of, spec, **keywords), updates))


class Curves(unittest.TestCase):
    def test_restarts_reach_their_floor_and_fall_by_any_factor_B10(self):
        rates_used = used("cosine_restarts(from=1, to=0.1, period=4, mult=1.5, amp_mult=0.5)", 4 + 6 + 9)
        starts, ends = (0, 4, 10), (3, 9, 18)
        self.assertEqual([rates_used[t] for t in ends], [0.1] * 3)
        for start, peak in zip(starts, (1.0, 0.5, 0.25)):
            self.assertAlmostEqual(rates_used[start], peak, places=12)

    def test_a_warm_up_before_a_cosine_is_one_line_B11_B19(self):
        rates_used = used("warmup(to=1, steps=4) then cosine(from=1, steps=rest)", 20, steps=20)
        self.assertEqual(rates_used[:4], [0.25, 0.5, 0.75, 1])  # neither 0 nor all of it at the first update
        self.assertEqual((rates_used[4], rates_used[-1]), (1, 0))

    def test_a_warm_up_as_long_as_the_run_is_finite_mlx_vlm_971(self):
        self.assertEqual(used("warmup(to=1, steps=4)", 6, steps=4), [0.25, 0.5, 0.75, 1, 1, 1])
        for spec in ("hf.cosine(num_warmup_steps=4, num_training_steps=4)", "hf.linear(num_warmup_steps=4, num_training_steps=4)"):
            self.assertTrue(all(map(math.isfinite, used(spec, 6))))

    def test_a_cosine_begins_where_the_warm_up_has_ended_mlx_2617(self):
        self.assertEqual(used("warmup(to=1, steps=4) then cosine(from=1, steps=5)", 9)[4:], used("cosine(from=1, steps=5)", 5))

    def test_what_is_shown_is_what_trains_B26(self):
        spec = "wsd(peak=0.1, steps=50, warmup=5, decay=10)"
        self.assertEqual(used(spec, 60), etude.parse(spec)(range(60)))


class Positions(unittest.TestCase):
    def test_lengths_in_tokens_and_samples_are_updates_B23(self):
        run_of = {"batch": 8, "devices": 2, "tokens_per_sample": 100}
        self.assertEqual(used("linear(from=1, to=0, steps=17600tok)", 11, **run_of), used("linear(from=1, to=0, steps=11)", 11))
        self.assertEqual(used("linear(from=1, to=0, steps=176sp)", 11, **run_of), used("linear(from=1, to=0, steps=11)", 11))

    def test_epochs_of_a_warm_up_are_counted_in_updates_ultralytics_20768(self):
        run_of = {"epochs": 20, "samples": 160, "batch": 4, "accumulation": 4}  # 10 updates an epoch, of 40 batches
        rates_used = used("warmup(to=1, steps=5ep) then constant(1)", 200, **run_of)
        self.assertEqual(rates_used, used("warmup(to=1, steps=50) then constant(1)", 200))

    def test_a_branch_cools_down_from_where_the_trunk_is_B28(self):
        trunk = Scheduler(optimizer(), "warmup(to=1, steps=5) then constant(1)")
        run(trunk.optimizer, trunk, 30)
        branch = Scheduler(optimizer(), "linear(from=1, to=0, steps=11)", resume="rebase")
        branch.load_state_dict(trunk.state_dict())
        cooled = column(run(branch.optimizer, branch, 11))
        self.assertEqual((cooled[0], cooled[5], cooled[10]), (1, 0.5, 0))
        self.assertEqual(rates(trunk.optimizer), [1])

    def test_a_checkpoint_without_its_state_goes_on_by_the_updates_done_TorchEasyRec_664_torchtune_2730(self):
        spec = "cosine(from=0.1, steps=100)"
        whole, resumed = optimizer(), optimizer()
        run(whole, Scheduler(whole, spec), 40)
        goes_on = Scheduler(resumed, spec)
        goes_on.advance_to(40)
        self.assertEqual(rates(resumed), rates(whole))

    @unittest.skipUnless(has_hooks, "before PyTorch 2.0 nobody tells of updates")
    def test_neither_rollouts_nor_epochs_are_its_position_slime_1761_speculators_900(self):
        of, line = optimizer(), etude.parse("linear(from=1, to=0, steps=31)")
        scheduler = Scheduler(of, line, counts="updates")
        for rollout in range(5):
            self.assertEqual((scheduler.position, rates(of)), (3 * rollout, [line(3 * rollout)]))
            for _ in range(3):
                of.step()
            scheduler.step()
        resumed = Scheduler(optimizer(), line, counts="updates")
        resumed.load_state_dict(scheduler.state_dict())
        self.assertEqual(resumed.position, 15)


if __name__ == "__main__":
    unittest.main()
