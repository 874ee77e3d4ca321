"""etude.torch.Scheduler: what it writes where, what it refuses, and what people complained of elsewhere.

B6, B20 and so on are the numbers of issues that were collected from users of other schedulers; others go by their name.
"""

import unittest
import warnings

import torch

import etude
import etude.torch
from torch_models import column, has_hooks, optimizer, rates, run

Scheduler = etude.torch.Scheduler
PLAN = "plan(lr=linear(from=0.1, to=0, steps=11), group(head, lr=linear(from=1, to=0, steps=11)))"


class Writing(unittest.TestCase):
    def test_the_rates_of_a_run_are_those_of_the_schedule(self):
        of = optimizer(2)
        schedule = etude.parse("warmup(to=0.1, steps=5%) then cosine(from=0.1, steps=rest)", steps=100)
        scheduler = Scheduler(of, schedule)
        self.assertEqual(run(of, scheduler, 120), [[schedule(t)] * 2 for t in range(120)])
        self.assertEqual((scheduler.last_epoch, scheduler.position), (120, 120))

    def test_it_is_one_of_pytorch(self):
        kind = getattr(torch.optim.lr_scheduler, "LRScheduler", torch.optim.lr_scheduler._LRScheduler)
        self.assertIsInstance(Scheduler(optimizer(), "constant(1)"), kind)

    def test_momentum_weight_decay_and_betas_are_driven(self):
        sgd, adam = optimizer(momentum=0.5), optimizer(kind=torch.optim.AdamW)
        line = "linear(from=0.5, to=0.9, steps=5)"
        for of, plan in ((sgd, f"plan(lr=constant(1), momentum={line}, weight_decay={line})"),
                         (adam, f"plan(lr=constant(1), beta1={line}, beta2={line}, weight_decay={line})")):
            scheduler, (group,) = Scheduler(of, plan), of.param_groups
            for value in (0.5, 0.6, 0.7):
                there = group["betas"] if of is adam else (group["momentum"],) * 2
                for number in (*there, group["weight_decay"]):
                    self.assertAlmostEqual(number, value, places=12)
                self.assertIsInstance(there, tuple)
                scheduler.step()

    def test_one_cycle_of_pytorch_drives_whichever_momentum_there_is(self):
        line = "torch.OneCycleLR(max_lr=0.1, total_steps=10)"
        plan = etude.Driver(line)
        for of, there in ((optimizer(momentum=0.9), lambda group: group["momentum"]),
                          (optimizer(kind=torch.optim.Adam), lambda group: group["betas"][0])):
            scheduler = Scheduler(of, line)
            self.assertEqual(there(of.param_groups[0]), plan.value("momentum"))
            self.assertEqual(rates(of), [plan.value()])

    def test_the_batch_size_is_told_and_not_written(self):
        of = optimizer()
        scheduler = Scheduler(of, "plan(lr=constant(1), batch_size=step(from=64, gamma=2, period=1))")
        scheduler.step()
        self.assertEqual(scheduler.batch_size, 128)
        self.assertNotIn("batch_size", of.param_groups[0])
        self.assertIsNone(Scheduler(of, "constant(1)").batch_size)

    def test_tensors_stay_where_they_are_B16(self):
        rate = torch.tensor(0.1)
        groups = [{}, {"name": "head"}]
        of = optimizer(groups, lr=0.1)
        for group in of.param_groups:
            group["lr"] = rate  # one tensor in both groups, which need different rates
        scheduler = Scheduler(of, PLAN)
        there = [group["lr"] for group in of.param_groups]
        scheduler.step()
        for group, tensor, value in zip(of.param_groups, there, (0.09, 0.9)):
            self.assertIs(group["lr"], tensor)
            self.assertAlmostEqual(float(tensor), value, places=6)

    def test_rates_left_to_the_optimizer_are_each_group_s_own(self):
        of = optimizer([{"lr": 1.0}, {"lr": 0.5}, {}])
        scheduler = Scheduler(of, "torch.StepLR(step_size=2)")
        self.assertEqual(run(of, scheduler, 3), [[1, 0.5, 0.1]] * 2 + [[0.1, 0.05, 0.1 * 0.1]])
        self.assertIn("multiples of the optimizer's own rates", repr(scheduler))

    def test_who_owns_the_rate_is_said_B25(self):
        self.assertIn("rates of its own", repr(Scheduler(optimizer(), "constant(1)")))

    def test_minimum_rates_a_group_B22(self):
        of = optimizer([{}, {"name": "head"}])
        scheduler = Scheduler(of, "plan(lr=cosine(from=1, to=0.1, steps=5), group(head, lr=cosine(from=1, to=0.3, steps=5)))")
        run(of, scheduler, 9)
        self.assertEqual(rates(of), [0.1, 0.3])

    def test_the_rate_that_is_logged_is_the_rate_that_is_used_transformers_35942_prime_rl_983(self):
        of = optimizer()
        scheduler = Scheduler(of, "linear(from=1, to=0, steps=5)")
        self.assertEqual(scheduler.get_used_lr(), [1])
        for used in (1, 0.75, 0.5):
            of.step()
            scheduler.step()
            self.assertEqual(scheduler.get_used_lr(), [used])
        resumed = Scheduler(optimizer(), "linear(from=1, to=0, steps=5)")
        resumed.load_state_dict(scheduler.state_dict())
        self.assertEqual((resumed.get_used_lr(), resumed.get_last_lr()), ([0.5], [0.25]))


class Groups(unittest.TestCase):
    def test_by_name_predicate_index_and_indices(self):
        big = {"head": lambda group: group["params"][0].numel() > 1}
        for selectors in (None, {"head": "head"}, {"head": 1}, {"head": [1]}, big):
            of = optimizer([{}, {"name": "head", "params": [torch.nn.Parameter(torch.ones(2))]}])
            scheduler = Scheduler(of, PLAN, groups=selectors)
            run(of, scheduler, 1)
            self.assertEqual(rates(of), [0.09000000000000001, 0.9], selectors)

    def test_groups_added_later_are_driven_from_their_first_update_B17(self):
        cases = (PLAN, {"head": None}, {"name": "head"}, 0.9), ("torch.StepLR(step_size=1, gamma=0.5)", None, {"lr": 4.0}, 2.0)
        for spec, selectors, group, rate in cases:
            of = optimizer()
            scheduler = Scheduler(of, spec, groups=selectors)
            run(of, scheduler, 1)
            before = rates(of)
            of.add_param_group({"params": [torch.nn.Parameter(torch.ones(1))], **group})
            of.param_groups[1]["params"][0].grad = torch.ones(1)
            of.step()
            self.assertAlmostEqual(1 - float(of.param_groups[1]["params"][0].detach()), rate, places=6)
            self.assertEqual(rates(of), before + [rate])
            scheduler.step()
            resumed = optimizer([{}, group])
            Scheduler(resumed, spec, groups=selectors).load_state_dict(scheduler.state_dict())
            self.assertEqual(rates(resumed), rates(of))

    def test_each_has_its_own_rate_DeepSpeed_7969_tt_metal_56027(self):
        of = optimizer([{}, {"name": "head"}, {"name": "other"}])
        run(of, Scheduler(of, PLAN), 5)
        self.assertEqual(rates(of), [0.05, 0.5, 0.05])

    def test_any_number_of_a_group_B18(self):
        of = optimizer([{}, {"name": "head"}], kind=torch.optim.AdamW)
        Scheduler(of, "plan(lr=constant(1), group(head, weight_decay=constant(0.3), beta1=constant(0.5)))")
        self.assertEqual([group["weight_decay"] for group in of.param_groups], [0.01, 0.3])
        self.assertEqual([group["betas"] for group in of.param_groups], [(0.9, 0.999), (0.5, 0.999)])


class Refusing(unittest.TestCase):
    def test_what_is_refused_says_what_to_type(self):
        head = "plan(lr=constant(1), group(head, lr=constant(2)))"
        adam, momentum = optimizer(kind=torch.optim.Adam), "plan(lr=constant(1), momentum=constant(0.9))"
        old = Scheduler(optimizer(), "cosine(from=0.1, steps=10)").state_dict()
        cases = {
            "say Scheduler\\(optimizer, plan\\)": lambda: Scheduler("constant(1)", optimizer()),
            "Adam has not; say beta1= in its place": lambda: Scheduler(adam, momentum),
            "SGD has not; say momentum= in its place": lambda: Scheduler(optimizer(), "plan(lr=constant(1), beta1=constant(1))"),
            "Adagrad has not; say cycle_momentum=False": lambda: Scheduler(
                optimizer(kind=torch.optim.Adagrad), "torch.OneCycleLR(max_lr=0.1, total_steps=10)"),
            'the plan\'s "head"; name one': lambda: Scheduler(optimizer(), head),
            'has no group "tail"; it has head': lambda: Scheduler(optimizer(), head, groups={"tail": 0, "head": 0}),
            "group 0 is both head and tail": lambda: Scheduler(
                optimizer(), "plan(lr=constant(1), group(head, lr=constant(2)), group(tail, lr=constant(3)))",
                groups={"head": 0, "tail": [0]}),
            "counts is 'calls' or 'updates'": lambda: Scheduler(optimizer(), "constant(1)", counts="epochs"),
            "did you mean cosine": lambda: Scheduler(optimizer(), "cosin(from=1, steps=3)"),
            "give the scheduler its text": lambda: Scheduler(optimizer(), etude.parse("torch.StepLR(step_size=2)")),
            "there is no controller": lambda: Scheduler(optimizer(), "constant(1)").step(0.3),
            "scheduler.advance_to\\(1000\\)": lambda: Scheduler(optimizer(), "constant(1)").load_state_dict({"last_epoch": 3}),
            "no state of etude.torch.Scheduler": lambda: Scheduler(optimizer(), "constant(1)").load_state_dict(None),
            "saved -> now: cosine -> constant": lambda: Scheduler(optimizer(), "constant(1)").load_state_dict(old),
            "does not go back to 2": lambda: [(s := Scheduler(optimizer(), "constant(1)")).advance_to(3), s.advance_to(2)],
            'no policy "refuze"; did you mean refuse': lambda: Scheduler(optimizer(), "constant(1)", resume="refuze"),
        }
        for message, bad in cases.items():
            with self.subTest(message), self.assertRaisesRegex(etude.Error, message), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                bad()

    def test_what_is_of_another_type_is_told(self):
        cases = {
            "did you mean steps": lambda: Scheduler(optimizer(), "constant(1)", stps=3),
            "a schedule is an etude.Schedule, an etude.Plan or a text": lambda: Scheduler(optimizer(), 0.1),
            'groups says .* {"head": 1}, and is no list': lambda: Scheduler(optimizer(), PLAN, groups=["head"]),
        }
        for message, bad in cases.items():
            with self.subTest(message), self.assertRaisesRegex(TypeError, message):
                bad()

    def test_what_was_refused_changed_nothing(self):
        of = optimizer()
        scheduler = Scheduler(of, "linear(from=1, to=0, steps=5)")
        for bad in (lambda: scheduler.step(0.5), lambda: scheduler.load_state_dict({}),
                    lambda: scheduler.load_state_dict(Scheduler(optimizer(), "constant(3)").state_dict())):
            with self.assertRaises(etude.Error):
                bad()
        self.assertEqual((scheduler.last_epoch, rates(of)), (0, [1]))

    def test_the_end_of_a_schedule_that_ends_with_an_error(self):
        of = optimizer()
        scheduler = Scheduler(of, "past_end(linear(from=1, to=0.5, steps=3), does=error)")
        self.assertEqual(column(run(of, scheduler, 3)), [1, 0.75, 0.5])
        of.step()
        with self.assertRaisesRegex(etude.Error, "step 3 is past the end of the schedule of lr"):
            scheduler.step()
        self.assertEqual(rates(of), [0.5])

    def test_the_end_of_a_run_is_no_crash_B8(self):
        of = optimizer(momentum=0.9)
        for total in (1, 2, 5):
            scheduler = Scheduler(of, f"torch.OneCycleLR(max_lr=0.1, total_steps={total})") if total > 2 else \
                Scheduler(of, f"one_cycle(peak=0.1, steps={total})")
            run(of, scheduler, total)


class Composing(unittest.TestCase):
    def used(self, spec, updates=6, lr=0.1):
        of = optimizer(lr=lr)
        return column(run(of, Scheduler(of, spec), updates))

    def test_a_position_is_all_there_is_B1(self):
        schedule = etude.parse("cosine_restarts(from=1, to=0.1, period=3)")
        of = optimizer()
        for step in (5, 17, 100):
            scheduler = Scheduler(of, schedule)
            scheduler.advance_to(step)
            self.assertEqual(rates(of), [schedule(step)])

    def test_one_after_another_in_any_brackets_B2(self):
        a, b, c = "constant(0.05, steps=2)", "constant(0.02, steps=2)", "constant(0.01)"
        self.assertEqual(self.used(f"({a} then {b}) then {c}"), self.used(f"{a} then ({b} then {c})"))

    def test_a_piece_of_no_steps_is_none_B3(self):
        self.assertEqual(self.used("warmup(to=0.1, steps=0) then cosine(from=0.1, steps=5)"), self.used("cosine(from=0.1, steps=5)"))

    def test_pieces_go_on_where_they_were_B4(self):
        spec = "linear(from=0.1, to=1, steps=3) then exponential(from=1, rate=0.9)"
        of, again = optimizer(), optimizer()
        scheduler = Scheduler(of, spec)
        run(of, scheduler, 5)
        resumed = Scheduler(again, spec)
        resumed.load_state_dict(scheduler.state_dict())
        self.assertEqual(run(again, resumed, 3), run(of, scheduler, 3))

    def test_plateau_follows_a_warm_up_B5(self):
        of = optimizer()
        scheduler = Scheduler(of, "warmup(to=1, steps=4) then constant(1)", controller="plateau(patience=0, factor=0.5, start=4)")
        used = []
        for loss in (5, 6, 7, 8, 1, 2, 1, 1):
            used += rates(of)
            of.step()
            scheduler.step(loss)
        self.assertEqual(used, [0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.25])

    def test_a_metric_without_an_update(self):
        of = optimizer()
        scheduler = Scheduler(of, "constant(1)", controller="plateau(patience=0, factor=0.5)")
        run(of, scheduler, 3)
        for metric in (1, 2):
            scheduler.report(metric)
        self.assertEqual((scheduler.last_epoch, rates(of)), (3, [0.5]))

    def test_it_holds_after_its_end_B9_starVLA_204(self):
        self.assertEqual(self.used("cosine(from=0.1, to=0.01, steps=3)")[2:], [0.01] * 4)


class Counting(unittest.TestCase):
    def test_no_warning_is_false_and_no_step_is_wrapped_B20(self):
        of = optimizer()
        step = of.step
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            scheduler = Scheduler(of, "cosine(from=0.1, steps=10)")
            scheduler.step()  # an update that a GradScaler skipped
            of.step()
            scheduler.step()
        self.assertEqual(of.step, step)

    @unittest.skipIf(has_hooks, "with hooks it can")
    def test_what_cannot_count_updates_says_so(self):
        with self.assertRaisesRegex(etude.Error, "needs the hooks of PyTorch 2.0"):
            Scheduler(optimizer(), "constant(1)", counts="updates")

    @unittest.skipUnless(has_hooks, "before PyTorch 2.0 nobody tells of updates")
    def test_updates_are_counted_however_often_step_is_called_B13_particulate_22_recogdrive_69(self):
        for calls in (1, 2, 4, 8):
            of = optimizer()
            scheduler = Scheduler(of, "linear(from=1, to=0, steps=11)", counts="updates")
            used = []
            for _ in range(5):
                used += rates(of)
                of.step()
                for _ in range(calls):
                    scheduler.step()
            self.assertEqual((used, scheduler.last_epoch), ([1, 0.9, 0.8, 0.7, 0.6], 5))

    @unittest.skipUnless(has_hooks, "before PyTorch 2.0 nobody tells of updates")
    def test_steps_that_a_scaler_skipped_are_not_counted_B20(self):
        of = optimizer()
        scheduler = Scheduler(of, "linear(from=1, to=0, steps=11)", counts="updates")
        scaler = torch.amp.GradScaler("cpu", init_scale=4.0)
        (parameter,) = of.param_groups[0]["params"]
        for finite in (True, False, True, False):
            scaler.scale((parameter * (1.0 if finite else float("inf"))).sum()).backward()
            scaler.step(of)
            scaler.update()
            scheduler.step()
            of.zero_grad()
        self.assertEqual((scheduler.last_epoch, rates(of)), (2, [0.8]))


@unittest.skipUnless(hasattr(torch, "compile"), "PyTorch 2.0 compiles")
class Compiled(unittest.TestCase):
    def test_no_update_is_compiled_again_B16(self):
        from torch._dynamo.utils import counters

        counters.clear()
        of = optimizer(kind=torch.optim.Adam, lr=torch.tensor(0.1), foreach=False)
        scheduler = Scheduler(of, "cosine(from=0.1, steps=10)")
        update = torch.compile(of.step, backend="eager")
        (parameter,) = of.param_groups[0]["params"]
        graphs = []
        for _ in range(6):
            parameter.grad = torch.ones(1)
            update()
            scheduler.step()
            graphs.append(counters["stats"]["unique_graphs"])
        self.assertEqual(graphs[1:], graphs[1:2] * 5)


if __name__ == "__main__":
    unittest.main()
