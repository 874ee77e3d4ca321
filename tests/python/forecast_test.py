"""etude.forecast on the logs of tests/golden/curves: what the command line makes of them, and how it is used."""

import collections
import contextlib
import csv
import io
import json
import pickle
import subprocess
import tempfile
import unittest
from pathlib import Path

import etude
from tables import COMMAND, ROOT

CURVES = ROOT / "tests/golden/curves"
LOG = CURVES / "mpl_100M.csv"


def rows(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def runs(role):
    """The runs of the log with that role: the rates of all steps, and the losses."""
    losses = collections.defaultdict(dict)
    for row in rows(LOG):
        losses[row["run"]][int(row["step"])] = float(row["loss"])
    told = {row["run"]: row for row in rows(CURVES / "manifest.csv") if row["role"] == role and row["run"] in losses}
    return {name: (etude.parse(row["schedule"])(range(int(row["steps"]))), losses[name]) for name, row in told.items()}


class Forecasts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.forecast = etude.forecast.fit(runs("fit"))

    def test_it_is_the_one_of_the_command_line(self):
        with tempfile.TemporaryDirectory() as folder:
            law = Path(folder, "law.json")
            subprocess.run([COMMAND, "forecast", "fit", LOG, "--manifest", CURVES / "manifest.csv", "--out", law],
                           capture_output=True, check=True)
            self.assertEqual(etude.forecast.read(law.read_text()).text, self.forecast.text)

    def test_it_tells_runs_that_it_has_not_seen(self):
        unseen = runs("predict")
        self.assertGreater(len(unseen), 3)
        for name, (rates, losses) in unseen.items():
            score = self.forecast.score(name, rates, losses)
            self.assertGreater(score["R2"], 0.99, name)
            last = max(losses)
            told = self.forecast.predict(rates, [last])
            off = abs(told["losses"][0] - losses[last])
            self.assertAlmostEqual(off, score["final_error"], delta=1e-5)  # the steps that are asked for decide where it sums

    def test_a_schedule_goes_by_any_name(self):
        text = "warmup(to=3e-4, steps=2160) then cosine(from=3e-4, to=3e-5, steps=21840)"
        lr = etude.parse(text)
        told = [self.forecast.predict(each) for each in (text, lr, etude.Plan(lr), lr(range(24000)))]
        self.assertEqual(told[1:], told[:1] * 3)
        self.assertEqual(told[0]["steps"], [23999])

    def test_what_cannot_be_told_apart_is_not_told(self):
        cosine = "warmup(to=3e-4, steps=2160) then cosine(from=3e-4, to=3e-5, steps=rest)"
        constant = "warmup(to=3e-4, steps=2160) then constant(3e-4)"
        self.assertFalse(self.forecast.difference(cosine, cosine, steps=24000)["is_told"])
        apart = self.forecast.difference(constant, cosine, steps=24000)
        self.assertTrue(apart["is_told"])
        self.assertGreater(apart["difference"], apart["half_width"])

    def test_it_ranks_as_the_command_line_does(self):
        schedules = {"cosine": "warmup(to=3e-4, steps=2160) then cosine(from=3e-4, to=3e-5, steps=21840)",
                     "wsd": "wsd(peak=3e-4, steps=24000, warmup=2160, decay=4800)",
                     "shorter": "warmup(to=3e-4, steps=2160) then cosine(from=3e-4, to=3e-5, steps=17840)"}
        told = self.forecast.rank(schedules)
        with tempfile.TemporaryDirectory() as folder:
            law = Path(folder, "law.json")
            law.write_text(self.forecast.text)
            done = subprocess.run([COMMAND, "forecast", "rank", law, "--json", *(f"{name}: {spec}" for name, spec in schedules.items())],
                                  capture_output=True, text=True, check=True)
        by_command = json.loads(done.stdout)
        self.assertEqual(told["ranked"], by_command["ranked"])
        self.assertEqual([told["finding"]], by_command["findings"])
        self.assertEqual(self.forecast.rank(schedules, steps=24000), told)
        self.assertNotEqual(self.forecast.rank(schedules, steps=30000)["ranked"], told["ranked"])
        self.assertIn("No difference to be told between", self.forecast.rank({"a": schedules["wsd"], "b": schedules["wsd"]})["finding"])

    def test_the_example_of_the_docs_runs(self):
        example = (ROOT / "docs/python.md").read_text().split("## Forecasts")[1].split("```python\n")[1].split("```")[0]
        (cosine, losses_of_cosine), (constant, losses_of_constant) = (
            next(run for name, run in runs("fit").items() if kind in name) for kind in ("cosine", "constant"))
        names = {"etude": etude, "cosine": cosine, "constant": constant, "losses_of_cosine": losses_of_cosine,
                 "losses_of_constant": losses_of_constant}
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(example, names)
        self.assertIn(names["ranking"]["finding"], printed.getvalue())
        self.assertEqual({each["schedule"] for each in names["ranking"]["ranked"]}, {"cosine", "wsd"})

    def test_the_best_schedule_is_one_of_etude_s(self):
        best = self.forecast.optimise(steps=24000, warmup=2160)
        self.assertEqual(best["schedule"].length, 24000)
        self.assertLessEqual(max(best["schedule"](range(24000))), best["peak"] * (1 + 1e-12))
        self.assertTrue(all(isinstance(each["schedule"], etude.Schedule) for each in best["rivals"]))

    def test_it_is_carried(self):
        again = pickle.loads(pickle.dumps(self.forecast))
        self.assertEqual((again.text, again.peaks, again.law), (self.forecast.text, [3e-4], "pplq"))
        self.assertIn("fitted at 0.0003", repr(again))

    def test_what_is_refused_says_what_to_type(self):
        cases = {
            "steps=1000": lambda: self.forecast.predict("constant(3e-4)"),
            "3e-4|peak": lambda: self.forecast.predict("constant(0.1)", steps=24000),
            "law": lambda: etude.forecast.fit(runs("fit"), law="pplqq"),
            "run|log": lambda: etude.forecast.fit({}),
            "no schedule": lambda: self.forecast.rank({}),
            "high: .*peak": lambda: self.forecast.rank({"high": "constant(0.1)", "low": "constant(3e-4)"}, steps=24000),
        }
        for message, bad in cases.items():
            with self.subTest(message), self.assertRaisesRegex(etude.Error, message):
                bad()


if __name__ == "__main__":
    unittest.main()
