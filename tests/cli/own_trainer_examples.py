"""Both examples of a trainer, started as etude starts them: python3 own_trainer_examples.py SCRIPT PROGRAM."""

import csv
import pathlib
import subprocess
import sys
import tempfile
import unittest

script, program = sys.argv[1:3]
interpreters = ["python3", "/usr/bin/python3"]  # Debian's PyTorch is for Debian's own


def train(command, rates):
    with tempfile.TemporaryDirectory() as folder:
        schedule, log = pathlib.Path(folder, "schedule.csv"), pathlib.Path(folder, "log.csv")
        schedule.write_text("step,lr\n" + "".join(f"{t},{rate!r}\n" for t, rate in enumerate(rates)))
        done = subprocess.run([part.format(schedule=schedule, seed=3, log=log) for part in command], capture_output=True)
        return done, list(csv.DictReader(log.read_text().splitlines())) if log.exists() else []


def has_torch(python):
    return subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0


class Examples(unittest.TestCase):
    def check(self, command):
        rates = [0.2 - 0.001 * t for t in range(100)]
        done, rows = train(command, rates)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([int(row["step"]) for row in rows], list(range(101)))
        self.assertEqual([float(row["lr"]) for row in rows[:-1]], rates)
        losses = [float(row["loss"]) for row in rows[:-1]]
        self.assertLess(losses[-1], 0.7 * losses[0])
        self.assertLess(float(rows[-1]["heldout"]), losses[0])
        self.assertEqual(train(command, rates)[1], rows, "the same seed gives the same losses")
        self.assertNotEqual(train(command, [rate / 2 for rate in rates])[1][-1], rows[-1])

    def test_cpp(self):
        self.check([program, "{schedule}", "{seed}", "{log}"])

    def test_python(self):
        python = next(filter(has_torch, interpreters), None)
        if python is None:
            self.skipTest("PyTorch is not there")
        self.check([python, script, "--schedule", "{schedule}", "--seed", "{seed}", "--log", "{log}"])

    def test_python_says_what_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "torch.py").write_text("raise ImportError\n")
            done = subprocess.run(["python3", script], capture_output=True, text=True, env={"PATH": "/usr/bin", "PYTHONPATH": folder})
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "^own_trainer.py needs PyTorch; type .+\n$")


unittest.main(argv=sys.argv[:1])
