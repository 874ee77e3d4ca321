"""lint, diff, convert and resume say what the command line says; svg and plot draw."""

import json
import subprocess
import sys
import types
import unittest
from unittest import mock

import etude
from tables import COMMAND

RISES = "torch.CosineAnnealingLR(lr=0.1, T_max=30)"
A, B = etude.cosine(0.1, steps=100), etude.linear(0.1, steps=100)


def told(*words):
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, check=True).stdout


class Lint(unittest.TestCase):
    def test_it_finds_what_the_command_line_finds(self):
        for spec, flags, known in (
            (RISES, ["--steps", "300"], {"steps": 300}),
            ("warmup(to=0.1, steps=1%) then constant(0.1)", ["--steps", "20"], {"steps": 20}),
            ("torch.StepLR(step_size=3)", ["--steps", "20"], {"steps": 20}),
            ("constant(0.1)", ["--steps", "50", "--controller", "plateau(patience=60)"], {"steps": 50, "controller": "plateau(patience=60)"}),
        ):
            with self.subTest(spec):
                (printed,) = json.loads(told("lint", spec, *flags, "--json"))["linted"]
                want = [(each["id"], each["text"], each["advice"], each.get("step")) for each in printed["notes"]]
                self.assertEqual([(n.id, n.text, n.advice, n.step) for n in etude.lint(spec, **known)], want)

    def test_a_warning_is_told_from_a_note(self):
        first, last = etude.lint(RISES, steps=300)
        self.assertEqual((first.is_warning, last.is_warning), (True, False))
        self.assertTrue(str(first).startswith("warning [rises-after-end] step 31: after T_max = 30 the rate"))

    def test_a_warm_up_that_cannot_be_meant_is_told_EuroEval_1877_transformers_41326_unsloth_4019(self):
        for line, run, told in (
            ("hf.linear(lr=3e-4, num_warmup_steps=100, num_training_steps=1)", 1, "warmup-longer-than-run"),
            ("hf.linear(lr=3e-4, num_warmup_steps=0.1, num_training_steps=100)", 100, "warmup-share-as-steps"),
        ):
            self.assertIn(told, [note.id for note in etude.lint(line, steps=run)], line)

    def test_what_is_wrong_is_told(self):
        for message, known in (("never ends", {}), ("at most", {"steps": 2**50}), ("done must be", {"steps": 5, "done": 5}), ("no controller plato", {"steps": 5, "controller": "plato()"})):
            with self.subTest(message), self.assertRaisesRegex(etude.Error, message):
                etude.lint("constant(1)", **known)


class Diff(unittest.TestCase):
    def test_it_is_the_command_lines(self):
        printed = json.loads(told("diff", str(A), str(B), "--json"))
        found = etude.diff(A, str(B))
        self.assertEqual((found.parts_at, found.joins_at, found.steps_apart), (printed["parts_at"], printed["joins_at"], printed["steps_apart"]))
        self.assertEqual((found.largest_at, found.largest_gap), (printed["largest_gap"]["step"], printed["largest_gap"]["gap"]))
        self.assertEqual((found.sum_a, found.sum_b), (printed["sum_lr"]["a"], printed["sum_lr"]["b"]))

    def test_it_is_true_where_they_differ(self):
        self.assertTrue(etude.diff(A, B))
        self.assertFalse(etude.diff(A, A))
        self.assertFalse(etude.diff(A, B, tolerance=1.0))


class Convert(unittest.TestCase):
    def test_it_is_the_command_lines_program(self):
        targets = told("convert", "--help").split("one of ")[1].split("\n")[0]
        for to in ("torch", "optax", "python", "c", "text", "json", "keras"):
            with self.subTest(to, targets=targets):
                self.assertEqual(str(etude.convert(A, to)), told("convert", str(A), "--to", to))

    def test_the_frameworks_own_call_is_its_phrase(self):
        program = etude.convert("hf.cosine(lr=3e-4, num_warmup_steps=10, num_training_steps=100)", "optax")
        self.assertTrue(program.phrase.startswith("optax.warmup_cosine_decay_schedule("))

    def test_what_is_wrong_is_told(self):
        with self.assertRaisesRegex(etude.Error, "did you mean torch"):
            etude.convert(A, "tor")
        with self.assertRaisesRegex(etude.Error, "never ends"):
            etude.convert("constant(1)", "torch")


class Resume(unittest.TestCase):
    def test_every_policy(self):
        after = {p: etude.resume(A, B, at=40, policy=p).schedule for p in ("keep", "extend", "rebase")}
        self.assertEqual([s(20) for s in after.values()], [A(20)] * 3)
        self.assertEqual([after[p](60) for p in after], [A(60), B(60), B(20)])

    def test_it_goes_on_without_a_jump_where_it_is_to(self):
        resumed = etude.resume(A, B, at=40, policy="extend", continuous=True)
        self.assertAlmostEqual(resumed.schedule(40), A(40), places=15)
        self.assertEqual([note.id for note in resumed.notes], ["resume-rescales"])

    def test_another_schedule_is_refused_and_what_changed_is_told(self):
        with self.assertRaisesRegex(etude.Error, "keep, extend or rebase"):
            etude.resume(A, B, at=40)
        self.assertEqual(etude.changes(A, etude.cosine(0.1, steps=200)), ["cosine.steps: 100 -> 200"])
        with self.assertRaisesRegex(etude.Error, "there is no policy .*there is: keep, extend, rebase, refuse"):
            etude.resume(A, B, at=40, policy="ask")


class Drawing(unittest.TestCase):
    def test_a_notebook_shows_the_reports_figure(self):
        self.assertTrue(A._repr_svg_().startswith("<svg"))
        self.assertEqual(A._repr_svg_(), A.svg())
        self.assertNotEqual(A.svg(steps=50, log=True), A.svg())

    def test_plot_draws_with_matplotlib(self):
        axes = mock.Mock()
        with mock.patch.dict(sys.modules, {"matplotlib": types.SimpleNamespace(pyplot=None), "matplotlib.pyplot": mock.Mock()}):
            self.assertIs(A.plot(axes=axes, color="red"), axes)
        axes.plot.assert_called_once_with(range(0, 100), A(range(100)), label=str(A), color="red")

    def test_without_matplotlib_it_says_what_to_install(self):
        with mock.patch.dict(sys.modules, {"matplotlib": None}), self.assertRaisesRegex(ImportError, "pip install matplotlib"):
            A.plot()


if __name__ == "__main__":
    unittest.main()
