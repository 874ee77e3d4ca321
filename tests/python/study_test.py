"""etude.study: trials that are asked for, run by anybody and told in any order give what `etude compare` gives."""

import json
import math
import os
import random
import subprocess
import sys
import tempfile
import textwrap
import unittest
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import etude

STEPS = 30
SPECS = ["constant(0.5)", "cosine(from=0.5, steps=rest)", "linear(from=0.5, to=0.1, steps=rest)"]
ETUDE = os.environ.get("ETUDE", os.path.join(os.path.dirname(etude.__file__), "../../../apps/cli/etude"))

# Descent on a bowl that shakes with the seed; above a rate of 2 it diverges.
BOWL = textwrap.dedent(
    """
    import random

    def train(rate, seed, steps=30):
        shakes, x, losses = random.Random(seed), 1.0, []
        for t in range(steps):
            losses.append(x * x)
            x = x - rate(t) * (x + 0.1 * shakes.gauss(0, 1))
        return x * x, (x - 0.05) ** 2, losses
    """
)
exec(BOWL)

TRAINER = BOWL + textwrap.dedent(
    """
    import csv, sys

    schedule, seed, log = sys.argv[1:]
    rates = [float(row["lr"]) for row in csv.DictReader(open(schedule))]
    final, heldout, losses = train(lambda t: rates[t], int(seed))
    with open(log, "w") as file:
        print("step,loss,heldout", file=file)
        for t, loss in enumerate(losses):
            print(f"{t},{loss!r},", file=file)
        print(f"{len(losses)},{final!r},{heldout!r}", file=file)
    """
)


def study_of(**options):
    return etude.study.Study(SPECS, **{"steps": STEPS, "tune": True, "seeds": 4, "name": "trainer", **options})


def tell(trial):
    trial.report(*train(trial.schedule, trial.seed))


def run(study, most=None):
    """Trials one after another, at most so many of them."""
    for count, trial in enumerate(study):
        if count == most:
            return study
        tell(trial)
    return study


class Study(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.store = os.path.join(folder.name, "runs.etude")

    def etude(self, *words):
        return subprocess.run([ETUDE, *words], capture_output=True, text=True, check=True).stdout

    @classmethod
    def setUpClass(cls):
        cls.expected = run(study_of()).result().json()

    def test_it_finds_what_the_command_line_finds(self):
        program = os.path.join(self.folder, "train.py")
        with open(program, "w") as file:
            file.write(TRAINER)
        cases = ({"tuning_seeds": 1}, ["--tune", "--tuning-seeds", "1"]), ({"tune": False, "controls": True}, ["--controls"])
        for options, flags in cases:
            command = f"{sys.executable} {program} {{schedule}} {{seed}} {{log}}"
            words = ["compare", *SPECS, "--steps", str(STEPS), "--seeds", "2", *flags, "--trainer", command]
            self.assertEqual(run(study_of(seeds=2, **options)).result().json(), json.loads(self.etude(*words, "--json")))

    def test_the_order_in_which_trials_are_told_changes_nothing(self):
        for seed in range(3):
            study = study_of()
            while not study.done:
                trials = study.ask(random.Random(seed).choice([1, 5, 1000]))
                random.Random(seed).shuffle(trials)
                for trial in trials:
                    tell(trial)
            self.assertEqual(study.result().json(), self.expected)

    def test_trials_may_be_told_by_threads(self):
        study = study_of()
        with ThreadPoolExecutor(4) as pool:
            while not study.done:
                list(pool.map(tell, study.ask()))
        self.assertEqual(study.result().json(), self.expected)

    def test_trials_may_be_run_by_other_processes(self):
        study = study_of()
        with ProcessPoolExecutor(2) as pool:
            while not study.done:
                trials = study.ask()
                losses = pool.map(train, [t.schedule for t in trials], [t.seed for t in trials])
                for trial, told in zip(trials, losses):
                    trial.report(*told)
        self.assertEqual(study.result().json(), self.expected)

    def test_another_study_goes_on_where_one_was_stopped(self):
        for most in (0, 1, 17, 40):
            store = f"{self.store}{most}"
            run(study_of(store=store), most)
            study = study_of(store=store)
            told = sum(1 for trial in study if not tell(trial))
            self.assertEqual(study.result().json(), self.expected)
            self.assertEqual(told + most, study.progress[1])
            self.assertTrue(study_of(store=store).done)

    def test_a_store_tells_studies_apart_by_name_and_settings(self):
        run(study_of(store=self.store, settings={"batch": 32}))
        self.assertTrue(study_of(store=self.store, settings={"batch": 32}).done)
        for other in ({"settings": {"batch": 64}}, {"settings": {"batch": 32}, "name": "other"}):
            self.assertFalse(study_of(store=self.store, **other).done)

    def test_the_command_line_lists_what_is_stored(self):
        study = run(study_of(store=self.store, name="bowl", settings={"shake": 0.1}))
        listed = json.loads(self.etude("runs", "--store", self.store, "--json"))["trials"]
        self.assertEqual(len(listed), study.progress[1])
        self.assertIn('trainer=["bowl"]\n"shake"=0.1\n', listed[0]["configuration"])
        self.assertIn(" bowl ", self.etude("runs", "--store", self.store))

    def test_losses_that_are_not_finite_are_a_divergence(self):
        study = etude.study.Study(["constant(1)", "constant(2)"], steps=4, seeds=3)
        for trial in study:
            diverges = trial.schedule(0) == 2
            trial.report(math.nan if diverges else trial.seed, curve=[1, math.inf, 1, 1] if diverges else None)
        arms = study.result().json()["arms"]
        self.assertEqual([arm["diverged"] for arm in arms], [0, 3])
        self.assertEqual([trial["diverged_at"] for trial in arms[1]["trials"]], [1, 1, 1])

    def test_a_trial_that_fails_is_counted_and_run_again_by_the_next_study(self):
        def study():
            return etude.study.Study(SPECS, steps=STEPS, seeds=2, store=self.store)

        first = study()
        for trial in first:
            if trial.seed == 1 and trial.schedule(29) == 0.5:
                trial.fail(RuntimeError("out of memory"))
            else:
                tell(trial)
        self.assertEqual([arm["failed"] for arm in first.result().json()["arms"]], [1, 0, 0])
        self.assertIn("the first, seed 1: out of memory", first.result().finding + str(first.result().json()["notes"]))
        again = study()
        self.assertEqual([trial.seed for trial in again if not tell(trial)], [1])
        self.assertEqual(again.result().json()["arms"][0]["failed"], 0)

    def test_a_curve_may_leave_steps_out(self):
        study = etude.study.Study("constant(1)", steps=10)
        (trial,) = study.ask()
        self.assertTrue(trial.wants_curve)
        trial.report(0.5, curve={0: 1.0, 5: 0.75})
        rows = study.result().csv().splitlines()
        self.assertEqual([row.split(",")[-1] for row in rows[1:]], ["1"] * 5 + ["0.75"] * 5)

    def test_a_study_of_a_training_that_ignores_its_schedule_says_so(self):
        study = etude.study.Study(SPECS[:2], steps=STEPS, seeds=2)
        for trial in study:
            trial.report(1 + trial.seed)
        self.assertIn("does the training use trial.schedule?", str(study.result().json()["notes"]))

    def test_plans_are_trials_too(self):
        study = etude.study.Study({"moving": "plan(lr=constant(1), momentum=linear(0.9, 0.8, 10))"}, steps=10)
        (trial,) = study.ask()
        self.assertIsInstance(trial.plan, etude.Plan)
        with self.assertRaisesRegex(etude.Error, "use trial.plan"):
            trial.schedule

    def test_the_result_has_every_form(self):
        result = run(study_of()).result()
        self.assertTrue(result.html().startswith("<!DOCTYPE html>"))
        self.assertTrue(result.svg().startswith("<svg"))
        self.assertEqual(len(result.trials_csv().splitlines()), 1 + 4 * len(self.expected["arms"]))
        self.assertIn(result.finding.split(".")[0], " ".join(str(result).split()))
        if result.winner:
            etude.parse(result.winner)

    def refuses(self, pattern, function, *args, **options):
        with self.assertRaisesRegex(etude.Error, pattern):
            function(*args, **options)

    def test_what_is_wrong_is_refused(self):
        Study = etude.study.Study
        self.refuses("type steps=1000", Study, SPECS)
        self.refuses("there is nothing to compare", Study, [], steps=3)
        self.refuses("did you mean cosine", Study, ["cosin(1, 0, 3)"], steps=3)
        self.refuses("type lr=0.1 in the line", Study, ["torch.ExponentialLR(gamma=0.9)"], steps=3)
        self.refuses("there is no folder", Study, SPECS, steps=3, store=os.path.join(self.folder, "no/runs.etude"))
        with self.assertRaisesRegex(TypeError, "did you mean seeds"):
            Study(SPECS, steps=3, seed=3)

        study = Study(SPECS, steps=3)
        self.refuses("3 of the 3 trials that are known of are missing", study.result)
        trial = study.ask(1)[0]
        self.refuses("steps grow; read 3", trial.report, 1, curve=[1, 2, 3, 4])
        trial.report(1)
        self.refuses("told of before", trial.report, 1)
        study.ask()
        self.assertEqual(study.ask(), [])
        self.refuses("waits for 2 trials", list, study)

    def test_a_study_of_failures_alone_has_no_result(self):
        study = etude.study.Study(SPECS, steps=3)
        for trial in study.ask():
            trial.fail("no device")
        self.refuses("every run of the trainer failed; the first: no device", study.result)


if __name__ == "__main__":
    unittest.main()
