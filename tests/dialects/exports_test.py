"""Exported programs give the same numbers in the real frameworks: exports_test.py ETUDE [PYTHON].

Every spec below, and a share of the goldens' lines, is converted to every framework; the programs are run by PYTHON
(build/frameworks, see install) and their values held against etude's own. A framework may refuse to say a schedule; a
program that it hands out must be right. Frameworks that PYTHON has not got are left out, but for those of MUST.
"""

import csv
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
STEPS = 40
ENVIRONMENT = os.environ | {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
MODULES = {"torch": "torch", "optax": "optax", "hf": "transformers", "keras": "keras", "timm": "timm", "fastai": "fastai",
           "composer": "composer", "megatron": "megatron.core", "deepspeed": "deepspeed", "llmc": "math"}
MUST = ["torch", "optax", "hf", "keras", "timm"]
FLOAT32 = ["optax", "keras", "llmc"]
ANY_SCHEDULE = ["torch", "optax", "hf", "keras", "timm"]  # these take a function, so they can say everything

KINDS = """
constant(value=0.1)
linear(from=0.1, to=0.01, steps=30)
linear(from=0.1, to=0.01, steps=30, end=after)
linear(from=0.1, to=0.2, steps=30, first=moved)
warmup(to=0.1, steps=10, from=0.02)
warmup(to=0.1, steps=10) then cosine(from=0.1, to=0.01, steps=30)
warmup(to=0.1, steps=10, first=from, end=after) then cosine(from=0.1, to=0.01, steps=30, end=after)
warmup(to=0.1, steps=10, first=from, end=after) then linear(from=0.1, to=0, steps=30, end=after)
warmup(to=0.1, steps=10, first=from, end=after) then constant(value=0.1)
warmup(to=0.1, steps=10, first=from, end=after) then polynomial(from=0.1, to=0.001, steps=30, power=2, end=after)
warmup(to=0.1, steps=5) then constant(value=0.1, steps=10) then linear(from=0.1, to=0.05, steps=10) then cosine(from=0.05, to=0.01, steps=10) then constant(value=0.01)
warmup(to=0.1, steps=9, shape=log) then warmup(to=0.1, steps=9, shape=cosine) then warmup(to=0.1, steps=9, shape=sqrt)
cosine(from=0.1, to=0.01, steps=30)
cosine(from=0.1, to=0.01, steps=30, end=after)
past_end(cosine(from=0.1, to=0.01, steps=15, end=after), does=mirror)
past_end(cosine(from=0.1, to=0.01, steps=15), does=repeat)
past_end(cosine(from=0.1, to=0.01, steps=15), does=zero)
cosine(from=0.1, to=0.01, steps=30, exponent=2, k_decay=1.5)
cosine_wave(from=0.1, to=0.01, steps=30, cycles=2)
polynomial(from=0.1, to=0.01, steps=30, power=2)
polynomial(from=0.1, to=0.01, steps=10, power=2, cycle=yes, end=after)
polynomial(from=0.1, to=0.01, steps=30, power=0.5, base=done)
rex(from=0.1, to=0.01, steps=30)
tanh(from=0.1, to=0.01, steps=30)
geometric(from=0.1, to=0.01, steps=30)
exponential_ramp(from=0.1, to=0.01, steps=30)
wsd(peak=0.1, steps=40, warmup=4, decay=10)
step(from=0.1, gamma=0.5, period=7)
multistep(from=0.1, milestones=[10, 20], gamma=0.1)
multistep(from=0.1, milestones=[10, 20], gamma=0.1, side=after)
exponential(from=0.1, rate=0.9)
exponential(from=0.1, rate=0.5, period=10, staircase=yes, floor=0.02)
inverse_time(from=0.1, rate=0.5, period=10)
inverse_sqrt(from=0.1, timescale=10)
warmup(to=0.1, steps=10, first=from, end=after) then inverse_sqrt(from=0.1, timescale=10, shift=10)
noam(d_model=512, warmup=10)
hyperbolic(from=0.1, to=1e-6, steps=30, bound=90)
hyperbolic(from=0.1, to=1e-6, steps=30, bound=40, first=moved, end=after, axis=log)
multiply(eden(from=0.045, batches=20, epoch=7), linear(from=0.5, to=1, steps=5, first=moved))
eden(from=0.045, batches=20, power=0.5, first=from)
power_decay(from=0.1, timescale=4, power=0.51, shift=2)
power_cool(peak=0.1, steps=35, warmup=5, decay=10, decay_shape=sqrt)
cosine_restarts(from=0.1, to=0.01, period=10)
cosine_restarts(from=0.1, to=0.01, period=5, mult=2, end=after)
cosine_restarts(from=0.1, to=0.01, period=5, mult=2, amp_mult=0.5, cycles=2)
cyclic(low=0.01, high=0.1, up=6, down=4)
cyclic(low=0.01, high=0.1, up=5, mode=triangular2)
cyclic(low=0.01, high=0.1, up=5, mode=exp_range, gamma=0.99)
one_cycle(peak=0.1, steps=40)
one_cycle(peak=0.1, steps=40, shape=linear)
one_cycle_momentum(steps=40)
piecewise(at=[0, 10, 30], values=[0.01, 0.1, 0.02])
piecewise(at=[0, 10, 30], values=[0.01, 0.1, 0.02], interpolation=hold)
piecewise(at=[0, 10, 30], values=[0.01, 0.1, 0.02], interpolation=cosine)
piecewise(at=[5, 10, 30.5], values=[0.01, 0.1, 0.02], interpolation=exponential)
chebyshev(low=0.01, high=0.1, steps=32)
range_test(from=1e-5, to=1, steps=40, hold=3)
range_test(from=0.01, to=1, steps=40, shape=linear)
multiply(exponential_warmup(to=1, timescale=5), radam_warmup(to=0.1, beta2=0.95))
chain(warmup(to=0.1, steps=10), cosine(from=1, to=0.1, steps=20))
scale(max(min(constant(value=0.1), rex(from=0.2, steps=30)), constant(value=0.01)), by=0.5)
clamp(cosine(from=0.1, steps=30), low=0.02, high=0.09)
repeat(linear(from=0.1, to=0.01, steps=7), times=3)
window(cosine(from=0.1, steps=30), begin=5, end=20)
offset(cosine(from=0.1, steps=30), by=5)
stretch(cosine(from=0.1, steps=15), by=2)
noise(cosine(from=0.1, steps=30), sd=0.1, seed=3)
swa(cosine(from=0.1, steps=30), to=0.05, start=20, steps=5)
batch_scaled(constant(value=0.1), multistep(from=32, milestones=[10], gamma=2), base=32, rule=sqrt)
recipe:gpt3
recipe:slanted-triangular
recipe:explore-exploit
""".strip().splitlines()


def golden_lines():
    """Every seventh of the goldens' lines that is a schedule."""
    for path in sorted((HERE.parent / "golden" / "dialects").glob("[!_]*[a-z].jsonl")):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        good = [line["spec"] for line in lines if "lr" in line and "raises_at" not in line and "steps" not in line]
        yield from good[3::7] if path.stem != "fastai" else []  # past its end fastai goes on where no kind does


def rates(text):
    return [float(row["lr"]) for row in csv.DictReader(text.splitlines())]


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.specs = KINDS + list(golden_lines())
        cls.missing = {name: why for name, module in MODULES.items() if (why := cls.why_missing(module))}
        cls.frameworks = [name for name in MODULES if name not in cls.missing]

    @staticmethod
    def why_missing(module):
        """What Python says when it cannot import the module; empty when it can."""
        done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, text=True, env=ENVIRONMENT)
        return done.stderr if done.returncode else ""

    def etude(self, *arguments):
        return subprocess.run([etude, *arguments], capture_output=True, text=True, timeout=60)

    def test_the_main_frameworks_are_here(self):
        self.assertEqual({name: why for name, why in self.missing.items() if name in MUST}, {})

    def convert_all(self, folder, framework):
        """Writes the programs and returns the specs that have one."""
        converted = {}
        for i, spec in enumerate(self.specs):
            done = self.etude("convert", spec, "--to", framework, "--steps", str(STEPS))
            name = f"{i:04}.py"
            if done.returncode == 0:
                compile(done.stdout, spec, "exec")
                (folder / name).write_text(done.stdout)
                converted[name] = spec
            else:
                self.assertRegex(done.stderr, r"\Aetude: .*\n\Z", spec)
                self.assertNotIn(framework, ANY_SCHEDULE if spec in KINDS else [], (spec, done.stderr))
        return converted

    def test_every_program_gives_the_same_numbers(self):
        expected = {}
        for spec in self.specs:
            done = self.etude("show", spec, "--steps", str(STEPS), "--csv")
            self.assertEqual(done.returncode, 0, (spec, done.stderr))
            expected[spec] = rates(done.stdout)
        for framework in self.frameworks:
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                converted = self.convert_all(folder, framework)
                command = [python, HERE / "run_programs.py", folder, str(STEPS)]
                ran = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
                self.assertEqual(ran.returncode, 0, ran.stderr[-2000:])
                results = json.loads(ran.stdout.splitlines()[-1])
            print(f"{framework}: {len(converted)} of {len(self.specs)} schedules exported and run", file=sys.stderr)
            for name, spec in converted.items():
                with self.subTest(framework=framework, spec=spec):
                    self.assertNotIn("error", results[name], results[name].get("error"))
                    self.compare(framework, spec, expected[spec], rates(results[name]["output"]))

    def compare(self, framework, spec, expected, got):
        self.assertEqual(len(got), STEPS)
        peak = max(abs(value) for value in expected)
        single = framework in FLOAT32 or spec.partition(".")[0] in FLOAT32
        for step, (a, b) in enumerate(zip(expected, got)):
            tolerance = 3e-6 * peak if single else max(1e-12 * abs(a), 3e-16 * peak)
            self.assertLessEqual(abs(a - b), tolerance, f"step {step}: {b}, not {a}")


if __name__ == "__main__":
    etude = str(pathlib.Path(sys.argv.pop(1)).resolve())
    python = sys.argv.pop(1) if len(sys.argv) > 1 else str(HERE.parent.parent / "build" / "frameworks" / "bin" / "python")
    unittest.main()
