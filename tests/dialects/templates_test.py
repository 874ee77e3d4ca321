"""Templates of programs are files of their language, and their gaps are filled: templates_test.py ETUDE [COMPILER]."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "src/dialect/write/templates"
GAP = re.compile(r"ETUDE_[A-Z_]+")
COMPILED = {
    "etude.cpp.in": ["-xc++", "-std=c++20", {"ETUDE_STEPS": "40", "ETUDE_FUNCTIONS": "etude::Result<etude::Schedule> make_lr();"}],
    "c.in": ["-xc", "-std=c99", {"ETUDE_STEPS": "40", "ETUDE_FUNCTIONS": "double rate(long long step);"}],
    "ggml.cpp.in": ["-xc++", "-std=c++17", {"ETUDE_STEPS": "40", "ETUDE_FUNCTIONS": "double rate(long long step);"}],
}
BY_RUSTC = ["burn.rs.in"]  # not everywhere at hand: exports_test.py compiles its programs
NOT_PYTHON = ["cpp", "c", "ggml", "burn"]

# A schedule that many dialects have a call for, one that none has, and one that fastai has fit_sgdr for.
SPECS = [
    "cosine(from=0.1, to=0.01, steps=30, end=after)",
    "scale(rex(from=0.2, steps=30), by=0.5)",
    "cosine_restarts(from=0.1, period=5, mult=2, end=after, cycles=3)",
]


class Templates(unittest.TestCase):
    def test_every_python_template_is_python(self):
        for path in sorted(TEMPLATES.glob("*.py")):
            with self.subTest(path=path.name):
                compile(path.read_text(), path.name, "exec")

    def test_the_other_templates_compile_once_their_gaps_are_defined(self):
        self.assertEqual({path.name for path in TEMPLATES.glob("*.in")}, {*COMPILED, *BY_RUSTC})
        for name, (language, standard, gaps) in COMPILED.items():
            self.assertEqual(set(GAP.findall((TEMPLATES / name).read_text())), set(gaps))
            self.compile([language, standard, *(f"-D{gap}={text}" for gap, text in gaps.items())], TEMPLATES / name)

    def test_a_phrase_of_cpp_is_an_expression(self):
        phrases = [self.etude("convert", spec, "--to", "cpp", "--phrase", "--steps", "40").stdout for spec in SPECS]
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "phrases.cpp")
            lines = [f"auto schedule_{i} = {phrase.strip()};" for i, phrase in enumerate(phrases)]
            source.write_text("\n".join(['#include "etude/schedule/kinds.h"', *lines, ""]))
            self.compile(["-xc++", "-std=c++20"], source)

    def test_a_phrase_of_deepspeed_is_its_json(self):
        line = "deepspeed.WarmupLR(warmup_max_lr=0.1, warmup_num_steps=9)"
        phrase = self.etude("convert", line, "--to", "deepspeed", "--phrase", "--steps", "40").stdout
        self.assertEqual(json.loads(phrase)["scheduler"]["type"], "WarmupLR")

    @staticmethod
    def compile(flags, path):
        command = [compiler, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *flags, f"-I{ROOT}/include", f"-I{ROOT}/tests/dialects/stand_ins", path]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def test_there_are_no_other_templates(self):
        self.assertEqual({path.suffix for path in TEMPLATES.iterdir()}, {".py", ".in"})

    def test_no_program_has_a_gap_left(self):
        dialects = json.loads(self.etude("list", "--json").stdout)["dialects"]
        for to in [each["name"] for each in dialects if each["written"]] + ["python", "jax", *NOT_PYTHON]:
            programs = [self.etude("convert", spec, "--to", to, "--steps", "40").stdout for spec in SPECS]
            self.assertTrue(any(programs), to)
            for spec, program in zip(SPECS, programs):
                with self.subTest(to=to, spec=spec):
                    self.assertEqual(GAP.findall(program), [])
                    if to not in NOT_PYTHON:
                        compile(program, spec, "exec")

    @staticmethod
    def etude(*arguments):
        return subprocess.run([etude, *arguments], capture_output=True, text=True, timeout=60)


if __name__ == "__main__":
    etude, compiler = sys.argv[1], (sys.argv[2:3] or ["c++"])[0]
    unittest.main(argv=sys.argv[:1])
