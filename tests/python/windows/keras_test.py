"""etude.keras: schedules in Keras give etude's own values, are saved with the model, and go on where it was saved."""

import os
import tempfile
import unittest

os.environ.setdefault("KERAS_BACKEND", "jax")

import etude
import keras
import numpy as np
from common import HARD, examples, is_near, states_resumed_at_every_step

STEPS = 300
WARM = "warmup(to=0.1, steps=5%) then cosine(from=0.1, to=1e-3, steps=rest)"


def small_model(schedule):
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(schedule), "mse")
    return model


def data(updates):
    x = np.random.default_rng(0).normal(size=(4 * updates, 4)).astype("float32")
    return x, x[:, :1]


def train(model, first, last):
    """Updates `first` ... `last` - 1 of a run, always on the same samples."""
    x, y = data(last)
    model.fit(x[4 * first :], y[4 * first :], batch_size=4, shuffle=False, verbose=0)


def weights(model):
    return [np.asarray(each) for each in model.get_weights()]


class Values(unittest.TestCase):
    def test_every_kind_gives_its_own_values(self):
        steps = np.concatenate([np.arange(0, 2 * STEPS, 7), [1, 2, 59, 60, 299, 300]])
        for spec in (*examples(), *HARD):
            schedule = etude.keras.Schedule(spec, steps=STEPS)
            values = [float(schedule(keras.ops.convert_to_tensor(int(step), dtype="int32"))) for step in steps]
            exact = etude.parse(spec, steps=STEPS)(steps)
            self.assertTrue(is_near(values, exact, float(np.finfo(np.float32).eps)), spec)

    def test_it_gives_floatx(self):
        schedule = etude.keras.Schedule(WARM, steps=STEPS)
        self.assertEqual(keras.backend.standardize_dtype(schedule(3).dtype), keras.config.floatx())
        self.assertEqual(float(schedule(3)), float(schedule(np.int64(3))))


class Accumulated(unittest.TestCase):
    def test_a_step_is_an_update_and_no_micro_batch_B14(self):
        """Keras hands a schedule its count of micro-batches."""
        schedule = etude.keras.Schedule("linear(from=0.5, to=0.1, steps=3)", gradient_accumulation_steps=4)
        sgd = keras.optimizers.SGD(schedule, gradient_accumulation_steps=4)
        weight = keras.Variable(np.array([10.0], "float32"))
        sgd.build([weight])
        wanted = 10.0
        for rate in (0.5, 0.3, 0.1):
            for _ in range(4):
                sgd.apply([keras.ops.ones((1,))], [weight])
            wanted -= rate
            self.assertAlmostEqual(float(keras.ops.convert_to_numpy(weight.value)[0]), wanted, 5)
        again = etude.keras.Schedule.from_config(schedule.get_config())
        self.assertEqual([float(again(step)) for step in (0, 3, 4)], [float(schedule(step)) for step in (0, 3, 4)])


class Saved(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "model.keras")

    def test_a_config_reads_back(self):
        for spec in (WARM, "torch.OneCycleLR(max_lr=0.1, total_steps=300)", etude.parse("constant(0.1)")):
            schedule = etude.keras.Schedule(spec, steps=STEPS)
            again = etude.keras.Schedule.from_config(schedule.get_config())
            whole = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(schedule))
            for step in range(0, STEPS, 7):
                self.assertEqual(float(again(step)), float(schedule(step)))
                self.assertEqual(float(whole(step)), float(schedule(step)))

    def test_a_model_is_loaded_with_its_schedule_and_its_position_B7(self):
        model = small_model(etude.keras.Schedule(WARM, steps=STEPS))
        train(model, 0, 24)
        model.save(self.path)
        loaded = keras.models.load_model(self.path)
        self.assertIsInstance(loaded.optimizer._learning_rate, etude.keras.Schedule)
        self.assertEqual(int(loaded.optimizer.iterations), 24)
        self.assertEqual(float(loaded.optimizer.learning_rate), np.float32(etude.parse(WARM, steps=STEPS)(24)))
        train(model, 24, 40)
        train(loaded, 24, 40)
        for a, b in zip(weights(model), weights(loaded)):
            np.testing.assert_array_equal(a, b)

    def test_resumed_at_each_of_1000_steps_it_is_the_run_that_was_not_stopped_B1(self):
        """An optimizer's variables are saved at each step; set again, they give the update that followed, to the bit."""
        schedule = etude.keras.Schedule(WARM, steps=1000)

        def optimizer():
            made = keras.optimizers.SGD(schedule, momentum=0.9)
            weight = keras.Variable(np.array([1.0, -2.0], "float32"))
            made.build([weight])
            return made, weight

        def step(made, weight):
            made.apply([2 * weight.value], [weight])

        def state(made, weight):
            return [np.array(keras.ops.convert_to_numpy(each.value)) for each in (*made.variables, weight)]

        made, weight = optimizer()
        states = [state(made, weight)]
        for _ in range(1000):
            step(made, weight)
            states.append(state(made, weight))
        made, weight = optimizer()
        for done in reversed(range(1000)):
            for variable, value in zip((*made.variables, weight), states[done]):
                variable.assign(value)
            self.assertEqual(float(made.learning_rate), np.float32(etude.parse(WARM, steps=1000)(done)))
            step(made, weight)
            for a, b in zip(state(made, weight), states[done + 1]):
                np.testing.assert_array_equal(a, b, f"resumed at {done}")


    @unittest.skipUnless(keras.backend.backend() == "jax", "the processes are those of JAX")
    def test_on_any_number_of_processes_and_with_accumulation_B13_B14(self):
        """As Keras's own trainer runs it in JAX: an update is a function of the optimizer's variables."""
        import jax

        for processes, micro_batches in ((1, 3), (2, 1), (4, 2), (8, 1)):

            def made():
                schedule = etude.keras.Schedule(WARM, steps=1000, gradient_accumulation_steps=micro_batches)
                accumulated = {"gradient_accumulation_steps": micro_batches} if micro_batches > 1 else {}
                made = keras.optimizers.SGD(schedule, momentum=0.9, **accumulated)
                weight = keras.Variable(np.array([1.0, -2.0], "float32"))
                made.build([weight])
                return made, weight

            def make():
                sgd, _ = made()

                def step(state, noise):
                    variables, weights = state
                    grads = [jax.lax.pmean(2 * weights[0] + noise, "processes")]
                    weights, variables = sgd.stateless_apply(variables, grads, weights)
                    return variables, weights

                return step

            sgd, weight = made()
            start = [np.asarray(each.value) for each in sgd.variables], [np.asarray(weight.value)]
            states = states_resumed_at_every_step(make, start, processes, micro_batches)
            self.assertEqual(int(states[-1][0][0]), 1000 * micro_batches)  # iterations

    def test_a_schedule_of_every_kind_is_the_one_that_was_saved_B1(self):
        for spec in (*examples(), *HARD):
            schedule = etude.keras.Schedule(spec, steps=1000)
            loaded = etude.keras.Schedule.from_config(schedule.get_config())
            steps = keras.ops.arange(1000)
            np.testing.assert_array_equal(*(keras.ops.convert_to_numpy(each(steps)) for each in (schedule, loaded)), spec)


class Refused(unittest.TestCase):
    def test_what_is_wrong_is_refused(self):
        for pattern, spec in (
            ("did you mean cosine", "cosin(0.1, 0, 3)"),
            ("noise says no formula that can be traced", "noise(constant(1), sd=0.1)"),
            ("type lr=3e-4", "torch.ExponentialLR(gamma=0.9)"),
        ):
            with self.assertRaisesRegex(etude.Error, pattern):
                etude.keras.Schedule(spec)


if __name__ == "__main__":
    unittest.main()
