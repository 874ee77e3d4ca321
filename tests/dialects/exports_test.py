"""Exported programs give the same numbers in the real frameworks: exports_test.py ETUDE [PYTHON] [--all].

Every spec below, every line of the goldens at which its library raises, and a share of the others, another one for each
target, is converted; with --all every line goes to every target. The programs are run by PYTHON (build/frameworks, see
install) and their values held against etude's own. Targets that PYTHON has not got are left out, but for those of MUST.
"""

import ast
import concurrent.futures
import csv
import itertools
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
SHARE = 7  # of that many lines of the goldens a target gets one
ENVIRONMENT = os.environ | {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
MODULES = {"torch": "torch", "optax": "optax", "hf": "transformers", "keras": "keras", "timm": "timm", "fastai": "fastai",
           "composer": "composer", "megatron": "megatron.core", "deepspeed": "deepspeed",
           "torchtitan": "torchtitan.components.optimizer", "python": "math", "jax": "jax"}
BUILD = HERE.parent.parent / "build"


def compile_c(_folder):
    return lambda source, made: ["cc", "-std=c99", *WARNINGS, "-xc", source, "-o", made, "-lm"]


def compile_ggml(_folder):
    """With ggml itself, which tests/dialects/install built."""
    ggml = BUILD / "ggml"
    libraries = ["-xnone", ggml / "build" / "src" / "libggml-base.a", "-fopenmp"]
    return lambda source, made: ["g++", *WARNINGS, f"-isystem{ggml}/include", "-xc++", source, "-o", made, *libraries]


def compile_burn(folder):
    """With a stand-in of its trait, or with burn itself where `tests/dialects/install burn` was called."""
    rustc = ["rustc", "--edition", "2021", "-Dwarnings", "--crate-name"]
    crates = BUILD / "burn" / "target" / "debug" / "deps"
    burn = next(crates.glob("libburn-*.rlib"), folder / "libburn.rlib")
    if not burn.exists():
        subprocess.run([*rustc, "burn", "--crate-type", "rlib", HERE / "stand_ins" / "burn.rs", "-o", burn], check=True)
    return lambda source, made: [*rustc, "rates", "--extern", f"burn={burn}", f"-Ldependency={crates}", source, "-o", made]


WARNINGS = ["-Wall", "-Wextra", "-Werror"]
COMPILERS = {"c": compile_c, "ggml": compile_ggml, "burn": compile_burn}
MUST = ["torch", "optax", "hf", "keras", "timm", "python", "jax"]
FLOAT32 = ["optax", "keras", "llmc", "jax", "ggml", "fastai"]  # of fastai only the shares of the run
NOT_EVERY_SCHEDULE = ["megatron", "torchtitan"]  # they take no function
NOT_YET = ["is not a valid SchedulerType"]  # what a framework says that is older than a name of the goldens
OTHERWISE = "schedulers=[SequentialLR(schedulers=[StepLR(step_size=4)], milestones=[]), CyclicLR("  # in torch 1

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
    """The goldens' lines that are a schedule, and whether the library raises within the run."""
    for path in sorted((HERE.parent / "golden" / "dialects").glob("[!_]*[a-z].jsonl")):
        for line in map(json.loads, path.read_text().splitlines()):
            if "lr" in line:
                yield line["spec"], line.get("raises_at", STEPS) < STEPS


def other_in_older_torch():
    """The lines whose numbers in Debian's torch are not those of a newer one."""
    lines = (HERE.parent / "golden" / "dialects" / "torch_1_13.jsonl").read_text().splitlines()
    return {line["spec"] for line in map(json.loads, lines) if "spec" in line}


def rates(text):
    """Up to the step at which the library raises."""
    values = (float(row["lr"]) for row in csv.DictReader(text.splitlines()))
    return list(itertools.takewhile(lambda value: not math.isnan(value), values))


def run_etude(*arguments):
    return subprocess.run([etude, *arguments], capture_output=True, text=True, timeout=60)


def at_once(function, items):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(function, items))


class Spec:
    """A schedule and the rates that etude shows; where it leaves the rate to the optimizer, that is 0.1."""

    def __init__(self, text):
        self.text, self.rate = text, []
        shown = self.show()
        if "[no-lr]" in shown.stderr:
            self.rate = ["--lr", "0.1"]
            shown = self.show()
        assert shown.returncode == 0, (text, shown.stderr)
        self.expected = rates(shown.stdout)

    def show(self):
        return run_etude("show", self.text, "--steps", str(STEPS), "--csv", *self.rate)

    def convert(self, to, *more):
        return run_etude("convert", self.text, "--to", to, "--steps", str(STEPS), *self.rate, *more)


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        lines = list(dict.fromkeys(golden_lines()))
        cls.always = at_once(Spec, KINDS + [text for text, raises in lines if raises])
        cls.others = at_once(Spec, [text for text, raises in lines if not raises])
        cls.missing = {name: why for name, module in MODULES.items() if (why := cls.why_missing(module))}
        cls.frameworks = [name for name in MODULES if name not in cls.missing]

    @classmethod
    def specs_for(cls, turn):
        specs = cls.always + (cls.others if everything else cls.others[turn % SHARE :: SHARE])
        older = other_in_older_torch()
        return [spec for spec in specs if spec.text not in older]

    @staticmethod
    def why_missing(module):
        """What Python says when it cannot import the module; empty when it can."""
        done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, text=True, env=ENVIRONMENT)
        return done.stderr if done.returncode else ""

    def test_the_main_frameworks_are_here(self):
        self.assertEqual({name: why for name, why in self.missing.items() if name in MUST}, {})

    def convert_all(self, folder, framework, specs):
        """Writes the programs and returns the specs that have one."""
        converted = {}
        for i, done in enumerate(at_once(lambda spec: spec.convert(framework), specs)):
            name, spec = f"{i:04}.py", specs[i]
            if done.returncode == 0:
                compile(done.stdout, spec.text, "exec")
                (folder / name).write_text(done.stdout)
                converted[name] = spec
            else:
                self.assertRegex(done.stderr, r"\Aetude: .*\n\Z", spec.text)
                self.assertIn(framework, NOT_EVERY_SCHEDULE, (spec.text, done.stderr))
        return converted

    def test_every_program_gives_the_same_numbers(self):
        for turn, framework in enumerate(self.frameworks):
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                specs = self.specs_for(turn)
                converted = self.convert_all(folder, framework, specs)
                command = [python, HERE / "run_programs.py", folder]
                ran = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
                self.assertEqual(ran.returncode, 0, ran.stderr[-2000:])
                results = json.loads(ran.stdout.splitlines()[-1])
            print(f"{framework}: {len(converted)} of {len(specs)} schedules exported and run", file=sys.stderr)
            for name, spec in converted.items():
                with self.subTest(framework=framework, spec=spec.text):
                    error = results[name].get("error", "")
                    if any(each in error for each in NOT_YET) or self.goes_otherwise(framework, spec):
                        continue
                    self.assertNotIn("error", results[name], error)
                    self.assertTrue(results[name]["refuses"], "it takes an optimizer with another rate")
                    self.compare(framework, spec, rates(results[name]["output"]))

    @staticmethod
    def goes_otherwise(framework, spec):
        """Debian's torch 1.13 starts what SequentialLR holds otherwise than the one of the goldens."""
        if framework != "torch" or OTHERWISE not in spec.text:
            return False
        version = subprocess.run([python, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True)
        return version.stdout.startswith("1.")

    def test_compiled_programs_give_the_same_numbers(self):
        for turn, (language, compiler) in enumerate(COMPILERS.items()):
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                compile_program = compiler(folder)
                specs = self.always + (self.others if everything else self.others[turn :: 3 * SHARE])
                outputs = at_once(lambda i: self.run_compiled(language, folder / f"{i}", specs[i], compile_program), range(len(specs)))
            print(f"{language}: {len(specs)} schedules exported, compiled and run", file=sys.stderr)
            for spec, output in zip(specs, outputs):
                with self.subTest(language=language, spec=spec.text):
                    self.compare(language, spec, rates(output))

    @staticmethod
    def run_compiled(language, made, spec, compile_program):
        """What the program prints, or what its compiler says."""
        source = made.with_suffix(".source")
        source.write_text(spec.convert(language).stdout)
        done = subprocess.run(compile_program(source, made), capture_output=True, text=True)
        if done.returncode:
            return done.stderr
        return subprocess.run([made, str(len(spec.expected))], capture_output=True, text=True).stdout

    def test_a_phrase_is_an_expression_of_the_program(self):
        for framework in self.frameworks:
            for spec in self.always[:: 1 if everything else SHARE]:
                phrase = spec.convert(framework, "--phrase").stdout.strip()
                if not phrase or framework == "deepspeed":
                    continue
                with self.subTest(framework=framework, spec=spec.text):
                    ast.parse(phrase, mode="eval")
                    self.assertIn(phrase, spec.convert(framework).stdout)

    def compare(self, framework, spec, got):
        self.assertEqual(len(got), len(spec.expected))
        peak = max(abs(value) for value in spec.expected)
        single = framework in FLOAT32 or spec.text.partition(".")[0] in FLOAT32
        expected = [max(rate, 0) for rate in spec.expected] if framework == "ggml" else spec.expected  # it aborts below 0
        for step, (a, b) in enumerate(zip(expected, got)):
            tolerance = 3e-6 * peak if single else max(1e-12 * abs(a), 3e-16 * peak)
            self.assertLessEqual(abs(a - b), tolerance, f"step {step}: {b}, not {a}")


if __name__ == "__main__":
    everything = "--all" in sys.argv
    given = [each for each in sys.argv[1:] if each != "--all"]
    etude = str(pathlib.Path(given[0]).resolve())
    python = given[1] if len(given) > 1 else str(BUILD / "frameworks" / "bin" / "python")
    unittest.main(argv=sys.argv[:1])
