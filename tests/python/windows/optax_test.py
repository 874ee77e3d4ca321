"""etude.optax: schedules in JAX give etude's own values, whoever traces the step, and go on where optax's state was saved."""

import json
import os
import pickle
import unittest

import etude
import jax
import jax.numpy as jnp
import numpy as np
import optax
from common import HARD, examples, is_near, states_resumed_at_every_step

STEPS = 300
GOLDEN = os.path.join(os.path.dirname(__file__), "../../golden/windows/optax.jsonl")
WARM = "warmup(to=0.1, steps=5%) then cosine(from=0.1, to=1e-3, steps=rest)"


def is_float32_near(values, exact):
    """Within one unit in the last place: between the floats on both sides of the exact value."""
    return is_near(values, exact, float(np.finfo(np.float32).eps))


class Values(unittest.TestCase):
    def assert_values(self, spec):
        steps = np.arange(2 * STEPS)
        exact = etude.parse(spec, steps=STEPS)(steps)
        schedule = etude.optax.schedule(spec, steps=STEPS)
        in_float32 = jax.vmap(schedule)(jnp.asarray(steps))
        self.assertEqual(in_float32.dtype, jnp.float32)
        self.assertTrue(is_float32_near(in_float32, exact), spec)
        with jax.enable_x64(True):
            in_float64 = jax.vmap(schedule)(jnp.asarray(steps))
            self.assertEqual(in_float64.dtype, jnp.float64)
        self.assertTrue(is_near(in_float64, exact, 1e-12), spec)

    def test_every_kind_gives_its_own_values(self):
        specs = list(examples())
        self.assertGreater(len(specs), 40)
        for spec in specs:
            self.assert_values(spec)

    def test_hard_ones_give_their_own_values(self):
        for spec in HARD:
            self.assert_values(spec)

    def test_rates_below_0_that_libraries_take_have_their_formula(self):
        for spec in (
            "paddle.PolynomialDecay(0.1, 50, end_lr=-0.1, cycle=True)",
            "torch.CosineAnnealingWarmRestarts(T_0=20, eta_min=-0.01, lr=0.1)",
            "deepspeed.WarmupLR(lr=0.1, warmup_min_lr=-0.01, warmup_num_steps=20)",
        ):
            self.assert_values(spec)

    def test_a_long_run_loses_nothing_in_float32(self):
        for spec in ("exponential(from=0.1, rate=0.9999999)", "cosine(from=0.1, to=1e-4, steps=4000000000)"):
            steps = np.array([0, 10**6, 10**8 + 1, 2**31 - 1], np.int32)
            self.assertTrue(is_float32_near(etude.optax.schedule(spec)(steps), etude.parse(spec)(steps)), spec)


class Tables(unittest.TestCase):
    """Of what no formula says, each rate is etude's own, whoever traces it; past the run it is the last one."""

    def test_what_says_no_formula(self):
        warm = "timm.CosineLRScheduler(90, warmup_t=2.5, warmup_prefix=True, lr=0.1)"
        for spec in ("noise(cosine(from=0.1, steps=rest), sd=0.1)", warm):
            table, exact = etude.optax.table(spec, steps=STEPS), etude.parse(spec, steps=STEPS)(np.arange(STEPS))
            self.assertTrue(is_float32_near(jax.vmap(table)(jnp.arange(STEPS)), exact))
            self.assertEqual(jax.jit(table)(STEPS + 5), jnp.float32(exact[-1]))

    def test_samples_are_counted_by_the_plans_own_batches(self):
        plan = "plan(lr=noise(linear(from=1, to=0, steps=rest), sd=0.1), batch_size=constant(25))"
        exact = etude.parse(plan, samples=1000, epochs=2).lr
        table = etude.optax.table(plan, samples=1000, epochs=2)
        self.assertTrue(is_float32_near(table(np.arange(80)), exact(np.arange(80))))
        self.assertEqual(table(80), table(79))

    def test_the_run_is_as_long_as_the_schedule_where_nobody_says(self):
        table = etude.optax.table("plan(lr=noise(linear(from=1, to=0, steps=5), sd=0.1), weight_decay=constant(0.1))")
        self.assertEqual(table(4), 0)
        with self.assertRaisesRegex(etude.Error, "steps=1000"):
            etude.optax.table("noise(constant(0.1), sd=0.1)")


class Traced(unittest.TestCase):
    def setUp(self):
        self.schedule = etude.optax.schedule(WARM, steps=STEPS)
        self.each = np.array([float(self.schedule(step)) for step in range(STEPS)], np.float32)

    def test_whoever_traces_it_gets_the_same_bits(self):
        steps = jnp.arange(STEPS)
        scanned = jax.lax.scan(lambda step, _: (step + 1, self.schedule(step)), jnp.int32(0), None, length=STEPS)[1]
        for name, values in (
            ("jit", jax.jit(self.schedule)(steps)),
            ("vmap", jax.vmap(self.schedule)(steps)),
            ("scan", scanned),
            ("an array", self.schedule(steps)),
            ("an array of shape", self.schedule(steps.reshape(3, -1)).ravel()),
        ):
            np.testing.assert_array_equal(values, self.each, name)

    def test_another_step_compiles_nothing_anew_B16(self):
        traces = []

        @jax.jit
        def rate(step):
            traces.append(step)
            return self.schedule(step)

        for step in range(STEPS):
            rate(step)
        self.assertEqual(len(traces), 1)

    def test_nothing_is_called_back_and_no_run_is_tabled(self):
        text = str(jax.make_jaxpr(etude.optax.schedule(WARM, steps=10**6))(0))
        self.assertNotIn("callback", text)
        self.assertLess(len(text), 10_000)

    def test_it_can_be_carried_and_compared(self):
        copy = pickle.loads(pickle.dumps(self.schedule))
        self.assertEqual(copy, self.schedule)
        self.assertEqual(hash(copy), hash(self.schedule))
        self.assertNotEqual(etude.optax.schedule("constant(0.1)"), self.schedule)
        self.assertEqual(float(copy(17)), float(self.schedule(17)))

    def test_past_an_end_that_is_an_error_it_gives_nan_B8(self):
        schedule = etude.optax.schedule("past_end(constant(0.1, steps=3), does=error)")
        self.assertTrue(np.isnan(schedule(3)))
        self.assertFalse(np.isnan(schedule(2)))


def descend(transformation, params, state):
    grads = jax.tree.map(lambda x: 2 * x, params)
    updates, state = transformation.update(grads, state, params)
    return optax.apply_updates(params, updates), state


class Optimizers(unittest.TestCase):
    def test_the_rate_that_is_logged_is_the_rate_that_is_used(self):
        schedule = etude.optax.schedule(WARM, steps=STEPS)
        sgd = optax.inject_hyperparams(optax.sgd)(learning_rate=schedule)
        params, state = jnp.float32(1), sgd.init(jnp.float32(1))
        for step in range(20):
            before = params
            params, state = descend(sgd, params, state)
            self.assertEqual(float(state.hyperparams["learning_rate"]), float(schedule(step)))
            self.assertEqual(float(params), float(before - jnp.float32(schedule(step)) * (2 * before)))

    def test_a_plan_drives_all_numbers_and_groups_B18_optax_1426(self):
        plan = (
            "plan(lr=cosine(0.1, 0, 10), beta1=linear(0.9, 0.8, 10), weight_decay=constant(0.1), "
            "group(head, lr=constant(0.5)))"
        )
        labels = {"body": "", "head": "head"}
        adamw = etude.optax.optimizer(optax.adamw, plan, labels, options={"b2": 0.95})
        params = {"body": jnp.ones(3), "head": jnp.ones(2)}
        state = adamw.init(params)
        step = jax.jit(lambda params, state: descend(adamw, params, state))
        for _ in range(6):
            params, state = step(params, state)
        at = {name: inner.inner_state.hyperparams for name, inner in state.inner_states.items()}
        parsed = etude.parse("linear(0.9, 0.8, 10)")
        for name, lr in (("", etude.parse("cosine(0.1, 0, 10)")(5)), ("head", 0.5)):
            numbers = {key: float(at[name][key]) for key in ("learning_rate", "b1", "b2", "weight_decay")}
            wanted = {"learning_rate": lr, "b1": parsed(5), "b2": 0.95, "weight_decay": 0.1}
            self.assertEqual(numbers, {key: float(np.float32(value)) for key, value in wanted.items()})

    def test_optimizers_of_optax_take_it_as_a_constant(self):
        schedule = etude.optax.schedule("constant(1e-3)")
        names = "adadelta adagrad adam adamw adamax amsgrad fromage lamb lars lion nadam novograd radam rmsprop sgd yogi"
        for name in names.split():
            make = getattr(optax, name)
            ends = []
            for rate in (schedule, 1e-3):
                optimizer = make(learning_rate=rate)
                params, state = jnp.array([1.0, -2.0]), optimizer.init(jnp.array([1.0, -2.0]))
                for _ in range(5):
                    params, state = descend(optimizer, params, state)
                ends.append(np.asarray(params))
            np.testing.assert_allclose(ends[0], ends[1], rtol=1e-6, err_msg=name)


class Counted(unittest.TestCase):
    """What counts is an update that was done."""

    def setUp(self):
        schedule = etude.optax.schedule("linear(from=0.5, to=0.1, steps=3)")
        self.sgd = optax.inject_hyperparams(optax.sgd)(learning_rate=schedule)

    def test_micro_batches_are_none_B14(self):
        gathering = optax.MultiSteps(self.sgd, every_k_schedule=4)
        params, state = jnp.float32(10), gathering.init(jnp.float32(10))
        for _ in range(12):
            updates, state = gathering.update(jnp.float32(1), state, params)
            params = optax.apply_updates(params, updates)
        self.assertEqual(int(state.inner_opt_state.count), 3)
        self.assertAlmostEqual(float(params), 10 - 0.5 - 0.3 - 0.1, 5)

    def test_skipped_updates_are_none_B20(self):
        careful = optax.apply_if_finite(self.sgd, max_consecutive_errors=10)
        params, state = jnp.float32(10), careful.init(jnp.float32(10))
        for grad in (1, np.nan, np.inf, 1, np.nan, 1):
            updates, state = careful.update(jnp.float32(grad), state, params)
            params = optax.apply_updates(params, updates)
        self.assertEqual(int(state.inner_state.count), 3)
        self.assertAlmostEqual(float(params), 10 - 0.5 - 0.3 - 0.1, 5)


class Resume(unittest.TestCase):
    def test_resumed_at_each_of_1000_steps_it_is_the_run_that_was_not_stopped_B1(self):
        adamw = etude.optax.optimizer(optax.adamw, f"plan(lr={WARM}, weight_decay=linear(0.1, 0, 1000))", steps=1000)
        start = jnp.array([1.0, -2.0])

        def step(both):
            return descend(adamw, *both)

        def kept(both, _):
            return step(both), both

        first = (start, adamw.init(start))
        end, at = jax.jit(lambda both: jax.lax.scan(kept, both, None, length=1000))(first)
        rest = jax.jit(lambda both, done: jax.lax.fori_loop(done, 1000, lambda _, all: step(all), both))
        saved = jax.tree.map(np.asarray, at)  # as a checkpoint has it
        wanted = jax.tree.leaves(jax.tree.map(np.asarray, end))
        for done in range(1000):
            restored = jax.tree.map(lambda leaf, done=done: jnp.asarray(leaf[done]), saved)
            for a, b in zip(jax.tree.leaves(rest(restored, done)), wanted):
                np.testing.assert_array_equal(a, b, f"resumed at {done}")


    def resumed(self, make, params, **setting):
        """As jax.pmap runs it: the mean of the gradients is every process's."""

        def made():
            optimizer = make()

            def step(both, noise):
                params, state = both
                grads = jax.tree.map(lambda x: jax.lax.pmean(2 * x + noise[: x.size], "processes"), params)
                updates, state = optimizer.update(grads, state, params)
                return optax.apply_updates(params, updates), state

            return step

        return states_resumed_at_every_step(made, jax.tree.map(np.asarray, (params, make().init(params))), **setting)

    def test_on_any_number_of_processes_and_with_accumulation_B13_B14(self):
        for processes, micro_batches in ((1, 3), (2, 1), (4, 2), (8, 1)):

            def make():
                adamw = etude.optax.optimizer(optax.adamw, f"plan(lr={WARM}, weight_decay=linear(0.1, 0, 1000))", steps=1000)
                return optax.MultiSteps(adamw, every_k_schedule=micro_batches)

            states = self.resumed(make, jnp.array([1.0, -2.0]), processes=processes, micro_batches=micro_batches)
            used = [state.inner_opt_state.hyperparams["learning_rate"] for _, state in states[micro_batches::micro_batches]]
            wanted = etude.optax.schedule(WARM, steps=1000)(jnp.arange(1000))
            np.testing.assert_array_equal(np.array(used), wanted, f"{processes} processes, {micro_batches} micro-batches")

    def test_of_every_kind_B1(self):
        kinds = {f"kind{i}": spec for i, spec in enumerate(examples())}
        groups = ", ".join(f"group({name}, lr=stretch({spec}, by=256))" for name, spec in kinds.items())
        plan, labels = f"plan(lr=constant(0.1), {groups})", {name: name for name in kinds}
        self.resumed(lambda: etude.optax.optimizer(optax.sgd, plan, labels), {name: jnp.ones(2) for name in kinds})


class PeersTests(unittest.TestCase):
    """The cases of optax's own schedule tests, as values that optax gave: tests/golden/windows/make_optax.py."""

    @classmethod
    def setUpClass(cls):
        with open(GOLDEN) as file:
            cls.cases = [json.loads(line) for line in file.readlines()[1:]]
        cls.valid = [case for case in cls.cases if case["values"]]

    def values(self, case, shift=0, factor=1.0):
        steps = np.array(case["steps"]) + shift
        return factor * np.asarray(etude.optax.schedule(case["line"])(steps), np.float64)

    def passes(self, case, **error):
        values, wanted = self.values(case, **error), np.array(case["values"])
        apart = np.abs(values - wanted)
        return bool(np.all((apart <= 1e-6 * np.abs(wanted)) | (apart <= 1e-7 * np.max(np.abs(wanted)))))

    def test_all_of_them_pass(self):
        self.assertGreaterEqual(len({case["test"] for case in self.cases}), 32)
        for case in self.valid:
            self.assertTrue(self.passes(case), case["line"])

    def test_what_optax_refuses_is_refused(self):
        for case in self.cases:
            if not case["values"]:
                with self.assertRaises(etude.Error, msg=case["line"]):
                    etude.optax.schedule(case["line"])

    def test_one_part_in_a_thousand_makes_each_fail(self):
        for case in self.valid:
            for factor in (0.999, 1.001):
                self.assertFalse(self.passes(case, factor=factor), case["line"])

    def test_one_step_makes_each_fail_but_constants_and_the_giant(self):
        """A step of a run of 10,000,000,000 moves no float."""
        still = [c for c in self.valid if len(set(c["values"])) == 1 or c["test"].endswith("giant_int_steps")]
        self.assertEqual(len(still), 16)
        for case in self.valid:
            for shift in (-1, 1) if case not in still else ():
                self.assertFalse(self.passes(case, shift=shift), case["line"])


class Refused(unittest.TestCase):
    def refuses(self, pattern, function, *args, **options):
        with self.assertRaisesRegex(etude.Error, pattern):
            function(*args, **options)

    def test_what_is_wrong_is_refused(self):
        self.refuses("did you mean cosine", etude.optax.schedule, "cosin(0.1, 0, 3)")
        self.refuses("noise says no formula that can be traced", etude.optax.schedule, "scale(noise(constant(1), sd=0.1), by=2)")
        self.refuses("type lr=3e-4", etude.optax.schedule, "torch.ExponentialLR(gamma=0.9)")
        plan = "plan(lr=constant(0.1), momentum=constant(0.9))"
        self.refuses("adam takes no momentum", etude.optax.optimizer, optax.adam, plan)
        groups = "plan(lr=constant(0.1), group(head, lr=constant(0.5)))"
        self.refuses("the plan has groups, head; say by labels=", etude.optax.optimizer, optax.adam, groups)
        with self.assertRaisesRegex(TypeError, r"a step is a whole number, not float32; type step.astype\('int32'\)"):
            etude.optax.schedule("constant(0.1)")(jnp.float32(3))
        with self.assertRaisesRegex(TypeError, r"did you mean steps\?"):
            etude.optax.schedule("constant(0.1)", stpes=3)


if __name__ == "__main__":
    unittest.main()
