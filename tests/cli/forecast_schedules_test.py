"""The schedules that etude forecast makes, on the shipped logs: python3 forecast_schedules_test.py PATH_OF_ETUDE."""

import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

etude = ""
curves = pathlib.Path(__file__).parent.parent / "golden/curves"
NORMS, RUN = curves / "gradnorm_sp124.csv", "sp124_cos0_lr1e-3_T50k"


def call(*words):
    return subprocess.run([etude, *map(str, words)], capture_output=True, text=True, timeout=300)


class Made(unittest.TestCase):
    def told(self, *words):
        done = call("forecast", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refused(self, *words):
        done = call("forecast", *words)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr

    def rates(self, spec, steps):
        done = call("show", spec, "--steps", steps, "--csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        return [float(row["lr"]) for row in csv.DictReader(io.StringIO(done.stdout))]


class Optimise(Made):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.law = pathlib.Path(cls.folder.name) / "law.json"
        subprocess.run(
            [etude, "forecast", "fit", curves / "mpl_100M.csv", "--manifest", curves / "manifest.csv", "-o", cls.law],
            capture_output=True, check=True, timeout=300)

    def test_the_schedule_reads_back_falls_and_ends_below_its_rivals(self):
        found = json.loads(self.told("optimise", self.law, "--steps", 24000, "--warmup", 1000, "--json"))
        rates = self.rates(found["schedule"], 24000)
        self.assertEqual(len(rates), 24000)
        self.assertAlmostEqual(max(rates), 3e-4, delta=1e-12)
        self.assertTrue(all(after <= before * (1 + 1e-14) for before, after in zip(rates[1000:], rates[1001:])))
        self.assertTrue(all(found["loss"] <= rival["loss"] + 1e-5 for rival in found["rivals"]))
        self.assertTrue(found["rivals"][0]["gain"]["is_told"])
        best_wsd = found["rivals"][-1]
        self.assertFalse(best_wsd["gain"]["is_told"])
        self.assertIn(f"No gain to be told over the {best_wsd['name']}", " ".join(found["findings"]))

    def test_what_it_prints_is_a_program_a_table_of_rates_or_a_figure(self):
        words = ("optimise", self.law, "--steps", 500, "--warmup", 20)
        self.assertIn("LambdaLR", self.told(*words, "--to", "torch"))
        spec = json.loads(self.told(*words, "--json"))["schedule"]
        table = self.told(*words, "--csv").splitlines()
        self.assertEqual(table[0], "step,lr")
        self.assertEqual([float(line.split(",")[1]) for line in table[1:]], self.rates(spec, 500))
        svg = pathlib.Path(self.folder.name) / "rates.svg"
        text = self.told(*words, "--svg", svg)
        self.assertIn("optimised", svg.read_text())
        for part in ("Ends at", "No gain to be told", "The nearest that can be said in words"):
            self.assertIn(part, text)

    def test_it_refuses_what_cannot_be_sought(self):
        for words, part in (((), "--steps"),
                            (("--steps", 500, "--law", "mtl"), "under mtl the optimum collapses"),
                            (("--steps", 500, "--law", "mlp"), 'there is no law "mlp"'),
                            (("--steps", 500, "--peak", "1e-3"), "the peak 0.001 was not fitted"),
                            (("--steps", 500, "--warmup", 500), "leaves nothing of a run"),
                            (("--steps", 1), "steps must be"),
                            (("--steps", 500, "--to", "fortran"), "fortran")):
            self.assertIn(part, self.refused("optimise", self.law, *words))

    def test_a_peak_beyond_the_logs_is_marked_where_it_is_forced(self):
        found = json.loads(self.told("optimise", self.law, "--steps", 500, "--peak", "1e-3", "--force", "--json"))
        self.assertTrue(found["is_forced"])
        self.assertIn("forced", " ".join(found["warnings"]))


class Refine(Made):
    def test_the_schedule_ends_at_0_and_keeps_to_its_peak(self):
        found = json.loads(self.told("refine", NORMS, "--run", RUN, "--optimizer", "adam", "--peak", "1e-3", "--json"))
        rates = self.rates(found["schedule"], found["steps"])
        self.assertEqual((found["steps"], rates[-1]), (49951, 0))
        self.assertAlmostEqual(max(rates), 1e-3, delta=1e-5)
        self.assertIn("def ", self.told("refine", NORMS, "--run", RUN, "--to", "python"))

    def test_it_refuses_what_is_no_log_of_norms(self):
        self.assertIn("say which by --run", self.refused("refine", NORMS))
        self.assertIn("run", self.refused("refine", NORMS, "--run", "sp124"))
        self.assertIn("norm", self.refused("refine", curves / "mpl_25M.csv", "--run", "mpl25_wsdcon_9"))
        self.assertIn("smoothing must be", self.refused("refine", NORMS, "--run", RUN, "--smoothing", "2"))


if __name__ == "__main__":
    etude = sys.argv.pop()
    unittest.main()
