"""What docs/architecture.md says of adding something is true: extend_test.py.

Each case adds one thing to a copy of the tree: files of added/, at the same path, and one line of a list. All are built
together, once, and each must then be found wherever those that were there before are.
"""

import dataclasses
import math
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclasses.dataclass
class Case:
    what: str
    files: list[str]
    list: str  # the file with the list
    after: str  # the line of the list below which `line` goes
    line: str
    checks: list[tuple[list[str], str]]  # a command of etude, and a pattern that it prints


SAWTOOTH = "sawtooth(from=0.1, period=4, tooth=curved)"

CASES = [
    Case(
        "a kind",
        files=["include/etude/schedule/kind/sawtooth.h"],
        list="include/etude/schedule/kind/list.h",
        after='#include "etude/schedule/kind/constant.h"',
        line='#include "etude/schedule/kind/sawtooth.h"',
        checks=[
            (["list"], r"^sawtooth +falls from one rate towards another, again and again$"),
            (["list", "sawtooth"], r"^sawtooth: falls from one rate"),
            (["list", "--json"], r'"name": "sawtooth"'),
            (
                ["show", "sawtooth(from=1, period=4)", "--steps", "5", "--csv"],
                r"\A.*\n0,1\n1,0\.75\n2,0\.5\n3,0\.25\n4,1\n\Z",
            ),
            (["lint", "sawtooth(from=0.1, period=4)", "--steps", "20"], r"^nothing surprising$"),
            (["convert", "sawtooth(from=0.1, period=4)", "--to", "json"], r'"kind": "sawtooth"'),
            (
                ["convert", '{"etude": 1, "lr": {"kind": "sawtooth", "from": 1, "period": 4}}', "--to", "text"],
                r"\Asawtooth\(from=1, period=4\)\n\Z",
            ),
            (
                ["convert", SAWTOOTH, "--steps", "9", "--to", "cpp"],
                r"sawtooth\(\{\.from = 0\.1, \.period = 4, \.tooth = etude::Tooth::curved\}\)",
            ),
            (
                ["convert", SAWTOOTH, "--steps", "9", "--to", "torch"],
                r"^def rate_1\(t\):  # sawtooth\n    p = t % 4 / 4\n    w = 1 - p \*\* 2\n",
            ),
            (
                ["convert", SAWTOOTH, "--steps", "9", "--to", "optax"],
                r"^def rate_1\(t\):  # sawtooth\n    p = t % 4 / 4\n    w = 1 - p \*\* 2\n",
            ),
        ],
    ),
    Case(
        "a dialect that is read",
        files=["src/dialect/read/acme.cpp"],
        list="src/dialect/dialects.inc",
        after="DIALECT(mmengine)",
        line="DIALECT(acme)",
        checks=[
            (["list", "dialects"], r"^acme +Acme, acme\.schedules +1 +read only$"),
            (["list", "acme"], r"^acme\.Halving\(rate, every=10\)\n +half the rate every so many steps$"),
            (["list", "acme", "--json"], r'"name": "Halving",\n +"arguments": "rate, every=10"'),
            (["list", "--json"], r'"name": "acme",\n +"library": "Acme, acme\.schedules",\n +"written": false'),
            (["show", "acme.Halving(0.1, 5)", "--steps", "7", "--csv"], r"\A(.*\n){5}4,0\.1\n5,0\.05\n6,0\.05\n\Z"),
            (["show", "Halving(0.1)", "--json", "--steps", "2"], r'"step\(from=0\.1, gamma=0\.5, period=10\)"'),
            (["lint", "acme.Halving(0.1)", "--steps", "20"], r"^note \[sum\] the rates of the run add up to 1\.5,"),
            (["diff", "acme.Halving(0.1)", "acme.Halving(0.1, 5)", "--steps", "20"], r"^apart from step 5 on"),
            (["convert", "acme.Halving(0.1)", "--to", "text"], r"\Astep\(from=0\.1, gamma=0\.5, period=10\)\n\Z"),
        ],
    ),
    Case(
        "a dialect that is written too",
        files=["src/dialect/read/apex.cpp", "src/dialect/write/apex.cpp", "src/dialect/write/templates/apex.py"],
        list="src/dialect/dialects.inc",
        after="DIALECT(acme)",
        line="DIALECT(apex)",
        checks=[
            (["list", "dialects"], r"^apex +Apex, apex\.schedules +1 +yes$"),
            (["convert", "--help"], r"--to TEXT REQUIRED +one of .*, apex, cpp, json, text$"),
            (
                ["convert", "linear(from=0.1, steps=9, end=after)", "--to", "apex", "--phrase"],
                r"\Aapex\.Line\(start=0\.1, stop=0\.0, length=9\)\n\Z",
            ),
            (
                ["convert", "apex.Line(0.1, 0.05, 9)", "--to", "apex"],
                r"\Aimport sys\n(.*\n)+    return apex\.Line\(start=0\.1, stop=0\.05, length=9\)\n(.*\n)+"
                r"        value = line\(step\)\n",
            ),
        ],
    ),
]


def copy_tree(folder):
    """What git knows, or would if it were told, as it stands now."""
    command = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def add(case, folder):
    for name in case.files:
        shutil.copy(HERE / "added" / name, folder / name)
    path = folder / case.list
    before = path.read_text()
    after = re.sub(rf"(?m)^([ \t]*){re.escape(case.after)}\n", rf"\g<0>\g<1>{case.line}\n", before, count=1)
    assert after != before, f"{case.list} has no line {case.after}"
    path.write_text(after)


def build(folder):
    """etude alone, as fast as can be: nothing is optimized, and each room is compiled as a few files."""
    options = ["BUILD_TYPE=Debug", "CXX_FLAGS_DEBUG=-O0", "UNITY_BUILD=ON", "UNITY_BUILD_BATCH_SIZE=0"]
    for command in (
        ["cmake", "-S", folder, "-B", folder / "build", "-G", "Ninja", *("-DCMAKE_" + each for each in options)],
        ["cmake", "--build", folder / "build", "--target", "etude"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build/apps/cli/etude"


class Extend(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        made = tempfile.TemporaryDirectory()
        cls.addClassCleanup(made.cleanup)
        cls.folder = pathlib.Path(made.name)
        copy_tree(cls.folder)
        for case in CASES:
            add(case, cls.folder)
        cls.etude = build(cls.folder)

    def run_well(self, command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_what_is_added_as_the_docs_say_is_found_everywhere(self):
        for case in CASES:
            for command, pattern in case.checks:
                with self.subTest(what=case.what, command=command):
                    self.assertRegex(self.run_well([self.etude, *command]), re.compile(pattern, re.MULTILINE))

    def test_a_kind_has_the_same_values_in_python_and_cpp(self):
        values = self.run_well([self.etude, "show", SAWTOOTH, "--steps", "9", "--csv"]).split()[1:]
        expected = [float(line.split(",")[1]) for line in values]
        program = self.run_well([self.etude, "convert", SAWTOOTH, "--steps", "9", "--to", "torch"])
        functions = re.search(r"^def rate_1.*?^def rate\(step\):\n.*?\n", program, re.MULTILINE | re.DOTALL)[0]
        names = {"math": math}
        exec(functions, names)  # without PyTorch, which the rest of the program needs
        self.assertEqual([names["rate"](step) for step in range(9)], expected)

        source, made = self.folder / "sawtooth.cpp", self.folder / "sawtooth"
        source.write_text(self.run_well([self.etude, "convert", SAWTOOTH, "--steps", "9", "--to", "cpp"]))
        libraries = [f"-L{self.folder}/build", "-letude_schedule", "-letude_base"]
        self.run_well(["c++", "-std=c++20", f"-I{self.folder}/include", source, *libraries, "-o", made])
        self.assertEqual([float(line.split(",")[1]) for line in self.run_well([made, "9"]).split()[1:]], expected)


if __name__ == "__main__":
    unittest.main()
