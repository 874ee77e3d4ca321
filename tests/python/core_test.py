"""etude.parse and what it gives: schedules, asked for one step or for many, and composed."""

import array
import subprocess
import sys
import unittest
import warnings

import etude

WARM_COSINE = "warmup(to=0.1, steps=30) then cosine(from=0.1, steps=rest)"
TYPES = "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"


class Parse(unittest.TestCase):
    def test_a_schedule_is_a_function_of_the_step(self):
        lr = etude.parse(WARM_COSINE, steps=300)
        self.assertIsInstance(lr, etude.Schedule)
        self.assertEqual((lr(0), lr(29), lr(299), lr(-3), lr(2**80)), (0.1 / 30, 0.1, 0.0, 0.1 / 30, 0.0))

    def test_a_refusal_is_an_etude_error_that_says_what_to_type(self):
        with self.assertRaisesRegex(etude.Error, "did you mean cosine?"):
            etude.parse("cosin(from=1, steps=3)")
        self.assertTrue(issubclass(etude.Error, ValueError))

    def test_a_keyword_that_there_is_not_is_told_with_the_nearest(self):
        with self.assertRaisesRegex(TypeError, r"parse\(\) takes no stpes; did you mean steps\?"):
            etude.parse("constant(1)", stpes=3)

    def test_the_run_is_told_by_keywords(self):
        by_epochs = etude.parse(WARM_COSINE, epochs=3, samples=6400, batch=64)
        self.assertEqual(by_epochs, etude.parse(WARM_COSINE, steps=300))
        with self.assertRaisesRegex(etude.Error, "not known; give steps=, or epochs= with samples= and batch=$"):
            etude.parse("linear(from=0.1, steps=5%)")
        with self.assertRaisesRegex(etude.Error, "steps and epochs both say how long the run is"):
            etude.parse(WARM_COSINE, steps=3, epochs=3)
        with self.assertRaisesRegex(etude.Error, "parse: steps must be at least 1, not 0"):
            etude.parse(WARM_COSINE, steps=0)

    def test_a_plan_is_a_plan(self):
        self.assertIsInstance(etude.parse("plan(lr=constant(1), momentum=constant(0.9))"), etude.Plan)
        self.assertIsInstance(etude.parse("plan(lr=constant(1))"), etude.Schedule)

    def test_the_rate_of_an_optimizer_that_nobody_said_is_warned_of(self):
        line = "torch.StepLR(step_size=3)"
        with self.assertWarnsRegex(UserWarning, "1 stands for it"):
            self.assertEqual(etude.parse(line)(0), 1)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertEqual(etude.parse(line, lr=0.1)(0), 0.1)
        with self.assertRaisesRegex(etude.Error, "lr is for a line that leaves the rate to the optimizer"):
            etude.parse("constant(1)", lr=0.1)


class Arguments(unittest.TestCase):
    """A kind's function takes what its signature says, and tells what is wrong by the field's name."""

    refused = {
        "etude.cosine(steps=3)": (etude.Error, "cosine: from must be given"),
        "etude.cosine(from_='a', steps=3)": (TypeError, "cosine: from_ is a number, not str"),
        "etude.cosine(1, steps=3.0)": (TypeError, "cosine: steps is a whole number, not float"),
        "etude.cosine(1, steps=True)": (TypeError, "cosine: steps is a whole number, not bool"),
        "etude.cosine(1, steps=10**30)": (etude.Error, "cosine: steps must be at most"),
        "etude.cosine(1, stps=3)": (TypeError, "cosine() takes no stps; did you mean steps?"),
        "etude.cosine(1, 2, steps=3)": (TypeError, "cosine() takes at most 1 arguments without a name"),
        "etude.cosine(1, from_=1, steps=3)": (TypeError, "cosine() got from_ twice"),
        "etude.cosine(1, steps=-3)": (etude.Error, "cosine: steps must be at least 0, not -3"),
        "etude.cosine(1, steps=3, first='x')": (etude.Error, "cosine: first is one of 'from' or 'moved'; read 'x'"),
        "etude.polynomial(1, steps=3, cycle=1)": (TypeError, "polynomial: cycle is True or False, not int"),
        "etude.multistep(1, 'ab')": (TypeError, "multistep: milestones is a list, not str"),
        "etude.multistep(1, [1.5])": (TypeError, "multistep: milestones is a whole number, not float"),
        "etude.scale(lr)": (etude.Error, "scale: by must be given"),
        "etude.max()": (etude.Error, "max: takes at least one schedule"),
        "etude.max(plan)": (etude.Error, "a plan is no part of a schedule"),
        "etude.max(None)": (TypeError, "a schedule is an etude.Schedule"),
        "lr >> 3": (TypeError, "unsupported operand"),
        "lr * 'a'": (TypeError, "multiply"),
        "lr(1.5)": (TypeError, "a step is a whole number"),
        "lr(None)": (TypeError, "a step is a whole number"),
        "lr('1')": (TypeError, "a step is a whole number"),
        "lr([1, None])": (TypeError, "a step is a whole number"),
        "etude.foo": (AttributeError, "module 'etude' has no attribute 'foo'"),
    }

    def test_what_is_wrong_is_told(self):
        names = {"etude": etude, "lr": etude.constant(1), "plan": etude.Plan(1, momentum=0.9)}
        for code, (error, message) in self.refused.items():
            with self.subTest(code), self.assertRaises(error) as raised:
                eval(code, names)
            self.assertIn(message, str(raised.exception))

    def test_a_line_that_no_kind_says_is_no_part(self):
        line = "hf.linear(num_warmup_steps=4.5, num_training_steps=20, lr=0.1)"
        with self.assertRaisesRegex(etude.Error, "no kinds say hf.linear"):
            2 * etude.parse(line)

    def test_operators_compose(self):
        warmup, cosine = etude.warmup(to=0.1, steps=30), etude.cosine(from_=0.1, steps=270)
        self.assertEqual(warmup >> cosine, etude.parse(WARM_COSINE, steps=300))
        self.assertEqual(2 * warmup, warmup * 2)
        self.assertEqual(2 * warmup, warmup.scale(2))
        self.assertEqual(warmup * cosine, etude.multiply(warmup, cosine))
        self.assertEqual((warmup >> cosine).clamp(low=0.01)(299), 0.01)
        self.assertEqual([each.kind for each in (warmup >> cosine >> warmup).pieces], ["warmup", "cosine", "warmup"])
        self.assertEqual(((warmup >> cosine).length, etude.constant(1).length), (300, None))


class Arrays(unittest.TestCase):
    lr = etude.parse(WARM_COSINE, steps=300)

    def test_without_a_library_of_arrays(self):
        want = [self.lr(step) for step in range(4)]
        self.assertEqual(self.lr(range(4)), want)
        self.assertEqual(self.lr((0, 1, 2, 3)), want)
        for code in "bhilqBHILQ":
            given = self.lr(array.array(code, range(4)))
            self.assertIsInstance(given, memoryview)
            self.assertEqual(given.tolist(), want)
        self.assertEqual((self.lr([]), list(self.lr(array.array("q")))), ([], []))

    def test_numpy_in_numpy_out(self):
        import numpy

        grid = numpy.arange(24).reshape(2, 3, 4)
        for steps in (grid, grid.T, grid[::-1, :, ::2], grid[1], grid[:0], numpy.asfortranarray(grid)):
            for type_ in TYPES:
                given = self.lr(steps.astype(type_))
                self.assertEqual((given.dtype, given.shape), (numpy.float64, steps.shape))
                self.assertTrue((given == numpy.vectorize(self.lr, otypes=[float])(steps)).all())
        self.assertEqual((self.lr(numpy.int64(7)), self.lr(numpy.array(7))), (self.lr(7), self.lr(7)))
        self.assertEqual(self.lr(numpy.array([2**64 - 1], "uint64"))[0], self.lr(2**64 - 1))
        self.assertEqual(self.lr(numpy.array([-(2**63)]))[0], self.lr(0))
        with self.assertRaisesRegex(TypeError, "type steps.astype"):
            self.lr(numpy.arange(3.0))

    def test_a_large_array_keeps_no_memory(self):
        import numpy

        steps = numpy.arange(100_000)
        steps.flags.writeable = False
        values = [self.lr(steps) for _ in range(3)]
        self.assertTrue((values[0] == values[2]).all())
        self.assertIsNot(values[0].base, values[1].base)

    def test_torch_in_torch_out(self):
        import torch

        given = self.lr(torch.arange(300).reshape(3, 100))
        self.assertEqual((given.dtype, tuple(given.shape), given[2, 99].item()), (torch.float64, (3, 100), self.lr(299)))


class Import(unittest.TestCase):
    def test_no_framework_is_imported(self):
        known = "numpy", "torch", "jax", "optax", "keras", "tensorflow", "transformers", "matplotlib"
        code = f"import etude, sys; print([name for name in {known} if name in sys.modules])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "[]\n")

    def test_the_windows_are_listed_and_nothing_else_of_the_package(self):
        names = {name for name in dir(etude) if not name.startswith("_")}
        self.assertLessEqual({"torch", "optax", "keras", "transformers", "study"}, names)

    def test_nothing_leaks(self):
        code = "import etude; lr = etude.cosine(1, steps=3); lr([1]); etude.lint(lr); lr.svg(); etude.Plan(lr, momentum=1)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout + done.stderr, "")


if __name__ == "__main__":
    unittest.main()
