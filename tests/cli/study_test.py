"""etude compare as a study, from the command line: python3 study_test.py PATH_OF_ETUDE [PATH_OF_ETUDE_MPI]."""

import csv
import io
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

etude = etude_mpi = ""
environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {"LANG": "C.UTF-8"}
trainer = pathlib.Path(__file__).with_name("trainer.py")
schedules = ["constant(1)", "step(from=1, period=20)", "short: wsd(peak=1, steps=40, decay=10)",
             "long: wsd(peak=1, steps=40, decay=5)", "linear(from=1, steps=rest)"]
study = ["compare", *schedules, "--tune=true", "--tuning-seeds", "2", "--seeds", "4", "--steps", "40", "--limit", "300",
         "--task", "digits", "--peak-from", "0.2", "--peak-to", "0.8", "--batch", "50"]
files = ["--json=a.json", "--csv=a.csv", "--trials", "a.trials", "--svg", "a.svg", "--html", "a.html"]


class Bench(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.store = str(pathlib.Path(self.folder.name, "store"))

    def start(self, *words, program=()):
        return subprocess.Popen([*(program or [etude]), *words], cwd=self.folder.name, env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_etude(self, *words, program=()):
        process = self.start(*words, program=program)
        out, err = process.communicate(timeout=300)
        return process.returncode, out.decode(), err.decode()

    def results(self, *more, program=()):
        """Everything that a study prints and writes, but for the page's line with the command."""
        code, out, err = self.run_etude(*study, *files, *more, program=program)
        self.assertEqual(code, 0, err)
        texts = [pathlib.Path(self.folder.name, f"a.{end}").read_text() for end in ("json", "csv", "trials", "svg")]
        page = pathlib.Path(self.folder.name, "a.html").read_text()
        return [out, *texts, "\n".join(line for line in page.splitlines() if "etude compare" not in line)]

    def kept(self):
        """What the store holds: trials, each once, in an order that does not depend on when they ended."""
        code, out, err = self.run_etude("runs", "--store", self.store, "--csv")
        self.assertEqual(code, 0, err)
        return sorted(row[1:] for row in csv.reader(io.StringIO(out)))


class TheSameBytes(Bench):
    def test_however_a_study_is_run(self):
        expected = self.results("--threads", "1")
        self.assertIn("Trained", expected[0])
        ways = {"two threads": ["--threads", "2"], "nothing shared": ["--no-sharing"],
                "into a store": ["--store", self.store], "out of a store": ["--store", self.store]}
        for way, flags in ways.items():
            with self.subTest(way):
                self.assertEqual(self.results(*flags), expected)

    def test_on_any_number_of_ranks(self):
        if not etude_mpi:
            self.skipTest("built without MPI")
        expected = self.results()
        for ranks in ["1", "2", "4"]:
            with self.subTest(ranks=ranks):
                program = ["mpirun", "--oversubscribe", "--allow-run-as-root", "-n", ranks, etude_mpi]
                self.assertEqual(self.results("--threads", "1", "--store", f"{self.store}{ranks}", program=program), expected)

    def test_a_mistake_is_said_once_by_all_ranks(self):
        if not etude_mpi:
            self.skipTest("built without MPI")
        program = ["mpirun", "--oversubscribe", "--allow-run-as-root", "-n", "3", etude_mpi]
        code, out, err = self.run_etude("compare", "constan(1)", program=program)
        self.assertNotEqual(code, 0)
        self.assertEqual(out + err.split("\n", 1)[0], err.split("\n", 1)[0])
        self.assertEqual(err.count("unknown kind"), 1)

    def test_ranks_without_mpi_are_refused(self):
        done = subprocess.run([etude, *study], env=environment | {"OMPI_COMM_WORLD_SIZE": "2"}, capture_output=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"start etude-mpi", done.stderr)


class Names(Bench):
    def test_are_what_was_typed_in_a_store_too(self):
        study = ["compare", "mine: cosine(from=0.1, steps=5)", "linear(0.1, 0, 5)", "--steps", "5", "--seeds", "2",
                 "--controls", "--store", self.store]
        self.assertEqual(self.run_etude(*study)[0], 0)
        code, out, err = self.run_etude("runs", "--store", self.store, "--width", "140")
        self.assertEqual(out.count(" mine "), 4, out)  # controls are called after it
        self.assertEqual(out.count(" linear(0.1, 0, 5) "), 4)
        self.assertEqual(self.run_etude("runs", "--store", self.store, "--schedule", "mine control", "--width", "140")[1].count("mine"), 2)
        spelt_out = self.run_etude("runs", "--store", self.store, "--spelt-out", "--width", "140")[1]
        self.assertEqual((spelt_out.count("mine"), spelt_out.count("cosine(from=0.1, steps=5)")), (0, 2))
        trials = json.loads(self.run_etude("runs", "--store", self.store, "--json")[1])["trials"]
        self.assertEqual({(t["name"], t["schedule"]) for t in trials if "cosine" in t["schedule"]},
                         {("mine", "cosine(from=0.1, steps=5)")})
        renamed = [word.replace("mine", "yours") for word in study]
        before = self.kept()
        self.assertIn("yours", self.run_etude(*renamed)[1])
        self.assertEqual(self.kept(), before)


class Killed(Bench):
    def test_a_study_goes_on_where_it_ended(self):
        begun = time.monotonic()
        expected = self.results("--store", self.store)
        whole, kept = time.monotonic() - begun, self.kept()
        rng, died, latest = random.Random(5), 0, 0.5 * whole
        while died < 16:
            self.store = str(pathlib.Path(self.folder.name, f"killed{died}"))
            for _ in range(8):
                process = self.start(*study, "--store", self.store)
                time.sleep(rng.uniform(0, latest))
                process.kill()
                process.communicate()
                was_killed = process.returncode == -signal.SIGKILL
                died += was_killed
                latest *= 1 if was_killed else 0.9  # the machine may have become faster
            self.assertEqual(self.results("--store", self.store), expected)
            self.assertEqual(self.kept(), kept)

    def test_two_programs_share_a_study(self):
        expected = self.run_etude(*study, "--store", self.store)[1]
        kept = self.kept()
        self.store += "2"
        programs = [self.start(*study, "--store", self.store) for _ in range(2)]
        for process in programs:
            out, err = process.communicate(timeout=300)
            self.assertEqual((process.returncode, err), (0, b""))
            self.assertEqual(out.decode(), expected)
        self.assertEqual(self.kept(), kept)

    def test_a_store_that_cannot_be_used_ends_nothing_half_done(self):
        pathlib.Path(self.store).write_text("a letter to grandmother")
        code, out, err = self.run_etude(*study, "--store", self.store, "--json=a.json")
        self.assertEqual((code, out, err.count("\n")), (1, "", 1))
        self.assertIn("is no store of etude", err)
        self.assertEqual(pathlib.Path(self.store).read_text(), "a letter to grandmother")
        self.assertEqual(os.listdir(self.folder.name), ["store"])

    def test_no_file_is_written_over_another(self):
        self.results("--store", self.store)
        kept = self.kept()
        for flags in [["--html", self.store], ["--store", self.store, "--svg", self.store], ["--json=b", "--csv=./b"]]:
            code, out, err = self.run_etude("compare", "constant(1)", "--steps", "3", *flags)
            self.assertEqual((code, out, err.count("\n")), (1, "", 1), err)
        self.assertEqual(self.kept(), kept)

    def test_an_empty_state_is_none(self):
        pathlib.Path(self.store).touch()
        for words in [["range", "--state"], ["train", "constant(0.1)", "--resume"], ["train", "constant(0.1)", "--barrier"]]:
            code, out, err = self.run_etude(*words, self.store, "--steps", "20")
            self.assertEqual((code, out), (1, ""))
            self.assertIn("is empty", err)


class OwnTrainer(Bench):
    def compare(self, mode, *more):
        command = f"python3 '{trainer}' {mode} {{schedule}} {{log}} {{seed}}"
        limit = ["--time-limit", "2"] if mode == "hang" else []
        return self.run_etude("compare", "constant(0.05)", "linear(from=0.1, steps=rest)", "--trainer", command,
                              "--steps", "4", *limit, *more)

    def test_is_tuned_paired_stored_and_reported(self):
        flags = ["--tune", "--tuning-seeds", "2", "--seeds", "3", "--peak-from", "0.1", "--peak-to", "0.4", "--store", self.store]
        code, out, err = self.compare("good", *flags, "--json=a.json")
        self.assertEqual(code, 0, err)
        comparison = json.loads(pathlib.Path(self.folder.name, "a.json").read_text())
        arms = comparison["arms"]
        self.assertEqual([arm["peak"] > 0.2 for arm in arms[:2]], [True, True], "x^2 wants a rate of a half")
        self.assertEqual([len(arm["trials"]) for arm in arms], [3] * len(arms))
        self.assertTrue(any(pair["seeds"] == 3 for pair in comparison["pairs"]))
        self.assertIn(" ".join(comparison["findings"]), " ".join(out.split()))
        winner = comparison["winner"]
        self.assertEqual(winner is None, "The winner" not in out)
        if winner:
            self.assertEqual(winner["name"], arms[winner["arm"]]["name"])
            self.assertIn(winner["command"], out)
        again = self.compare("good", *flags, "--json=a.json")
        self.assertEqual(again, (code, out, err))

    def test_has_its_metrics_kept_and_shown(self):
        files = ["--json=a.json", "--trials", "a.csv", "--store", self.store, "--seeds", "2"]
        code, out, err = self.compare("metrics", *files)
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"accuracy +±\n")
        self.assertRegex(out, r"0\.75 +0\.63")
        self.assertNotRegex(out, "accuracy.*(lower|higher|better)")
        metrics = json.loads(pathlib.Path(self.folder.name, "a.json").read_text())["arms"][0]["metrics"]
        self.assertEqual([(m["name"], m["seeds"], m["last"]["median"], m["lowest"]["mean"], m["highest"]["mean"])
                          for m in metrics], [("accuracy", 2, 0.75, 0.5, 0.9)])
        rows = csv.DictReader(io.StringIO(pathlib.Path(self.folder.name, "a.csv").read_text()))
        self.assertEqual([row["accuracy"] for row in rows], ["0.7", "0.8"] * 2)
        self.assertEqual(self.compare("metrics", *files), (code, out, err))
        code, out, err = self.run_etude("runs", "--store", self.store, "--show", "1")
        last = {"0": "0.7", "1": "0.8"}[re.search(r"\nseed +(\d)\n", out)[1]]  # whichever trial was finished first
        self.assertRegex(out, rf"accuracy +{last} \(lowest 0\.5, highest 0\.9\)")

    def test_that_fails_is_an_error_with_its_last_words(self):
        words = {"crash": "ValueError: no such layer", "status": "exit status 3", "signal": "signal 9", "hang": "2 s",
                 "rubbish": "log", "banana": "banana", "ignores": "lr", "half_killed": "signal 9", "nothing": "log",
                 "empty": "log"}
        for mode, word in words.items():
            with self.subTest(mode):
                code, out, err = self.compare(mode, "--threads", "4")
                self.assertEqual((code, out, err.count("\n")), (1, "", 1), out)
                self.assertIn("every run of the trainer failed", err)
                self.assertIn(word, err)

    def test_one_failing_seed_does_not_decide_the_peak(self):
        flags = ["--tune", "--tuning-seeds", "3", "--peak-from", "0.1", "--peak-to", "0.4"]
        code, out, err = self.compare("one_seed", *flags, "--json=a.json")
        self.assertEqual(code, 0, err)
        for arm in json.loads(pathlib.Path(self.folder.name, "a.json").read_text())["arms"][:2]:
            self.assertGreater(arm["peak"], 0.2)
        self.assertIn("CUDA out of memory", out.replace("\n", " "))

    def test_seeds_that_change_nothing_are_told_of(self):
        self.assertIn("Every seed gave the same losses", self.compare("same", "--seeds", "2")[1])

    def test_a_sweep_wants_every_step(self):
        sweep = ["range", "--family", "sgd", "--seeds", "2", "--steps", "20", "--trainer"]
        for mode, word in {"sparse": "leaves steps out", "crash": "ValueError: no such layer"}.items():
            code, out, err = self.run_etude(*sweep, f"python3 '{trainer}' {mode} {{schedule}} {{log}} {{seed}}")
            self.assertEqual((code, out, err.count("\n")), (1, "", 1))
            self.assertIn(word, err)

    def test_sweeps_side_by_side(self):
        sweep = ["range", "--family", "sgd", "--seeds", "3", "--steps", "40"]
        command = f"python3 '{trainer}' good {{schedule}} {{log}} {{seed}}"
        one, three = (self.run_etude(*sweep, "--threads", n, "--trainer", command) for n in ("1", "3"))
        self.assertIn("the peak at which linear decays of 80 steps end lowest", " ".join(one[1].split()))
        self.assertEqual(one, three)
        alone = self.run_etude(*sweep, "--sweeps-only", "--trainer", command)
        self.assertIn("Suggested peak rate: 1.27", alone[1])

    def test_that_diverges_is_a_result(self):
        for mode in ["nan", "nan_crash"]:
            code, out, err = self.compare(mode)
            self.assertEqual((code, err), (0, ""))
            self.assertIn("Diverged", out)

    def test_that_ignores_its_schedule_is_told_of(self):
        self.assertIn("Warning: different schedules gave the very same losses", self.compare("half")[1])
        self.assertNotIn("Warning", self.compare("good")[1])


if __name__ == "__main__":
    etude = str(pathlib.Path(sys.argv.pop(1)).resolve())
    if len(sys.argv) > 1 and os.path.exists(sys.argv[1]):
        etude_mpi = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
