"""Templates of programs are files of their language, and their gaps are filled: templates_test.py ETUDE [COMPILER]."""

import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "src/dialect/write/templates"
GAP = re.compile(r"ETUDE_[A-Z_]+")
GAPS_OF_CPP = {"ETUDE_STEPS": "40", "ETUDE_FUNCTIONS": "etude::Result<etude::Schedule> make_lr();"}

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

    def test_the_cpp_template_is_cpp_once_its_gaps_are_defined(self):
        path = TEMPLATES / "etude.cpp.in"
        self.assertEqual(set(GAP.findall(path.read_text())), set(GAPS_OF_CPP))
        gaps = [f"-D{name}={text}" for name, text in GAPS_OF_CPP.items()]
        command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *gaps, f"-I{ROOT}/include"]
        done = subprocess.run([*command, "-xc++", path], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_there_are_no_other_templates(self):
        self.assertEqual({path.suffix for path in TEMPLATES.iterdir()}, {".py", ".in"})

    def test_no_program_has_a_gap_left(self):
        dialects = json.loads(self.etude("list", "--json").stdout)["dialects"]
        for to in [each["name"] for each in dialects if each["written"]] + ["cpp"]:
            programs = [self.etude("convert", spec, "--to", to, "--steps", "40").stdout for spec in SPECS]
            self.assertTrue(any(programs), to)
            for spec, program in zip(SPECS, programs):
                with self.subTest(to=to, spec=spec):
                    self.assertEqual(GAP.findall(program), [])
                    if to != "cpp":
                        compile(program, spec, "exec")

    @staticmethod
    def etude(*arguments):
        return subprocess.run([etude, *arguments], capture_output=True, text=True, timeout=60)


if __name__ == "__main__":
    etude, compiler = sys.argv[1], (sys.argv[2:3] or ["c++"])[0]
    unittest.main(argv=sys.argv[:1])
