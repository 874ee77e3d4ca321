"""etude.parse and what it gives: schedules that are asked for one step or for many."""

import subprocess
import sys
import unittest

import etude

WARM_COSINE = "warmup(to=0.1, steps=30) then cosine(from=0.1, steps=rest)"


class Parse(unittest.TestCase):
    def test_a_schedule_is_a_function_of_the_step(self):
        lr = etude.parse(WARM_COSINE, steps=300)
        self.assertIsInstance(lr, etude.Schedule)
        self.assertEqual((lr(0), lr(29), lr(299), lr(-3), lr(2**80)), (0.1 / 30, 0.1, 0.0, 0.1 / 30, 0.0))

    def test_a_refusal_is_an_etude_error_that_says_what_to_type(self):
        with self.assertRaisesRegex(etude.Error, "did you mean cosine?"):
            etude.parse("cosin(from=1, steps=3)")
        self.assertTrue(issubclass(etude.Error, ValueError))

    def test_a_keyword_that_is_none_is_named_with_the_nearest(self):
        with self.assertRaisesRegex(TypeError, r"parse\(\) takes no stpes; did you mean steps\?"):
            etude.parse("constant(1)", stpes=3)


class Import(unittest.TestCase):
    def test_no_framework_is_imported(self):
        known = "numpy", "torch", "jax", "optax", "keras", "tensorflow", "transformers", "matplotlib"
        code = f"import etude, sys; print([name for name in {known} if name in sys.modules])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "[]\n")


if __name__ == "__main__":
    unittest.main()
