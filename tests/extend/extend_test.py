"""What docs/architecture.md says of adding something is true: extend_test.py.

Each case adds one thing to a copy of the tree: files of added/, at the same path, and one line of a list, or a member of
a struct and its line of the statement. All are built together, once, and each must then be found wherever those that
were there before are.
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
    lines: list[tuple[str, str, str]]  # a file, the line of it below which the new one goes, and that
    checks: list[tuple[list[str], str]]  # a command of etude, and a pattern that it prints
    page: str  # a pattern of what the explorer's core tells the page that there is
    files: list[str] = dataclasses.field(default_factory=list)
    refused: list[tuple[list[str], str]] = dataclasses.field(default_factory=list)  # and a pattern of its complaint


SAWTOOTH = "sawtooth(from=0.1, period=4, tooth=curved)"
SIGNUM = ["--optimizer", "signum"]

CASES = [
    Case(
        "a kind",
        files=["include/etude/schedule/kind/sawtooth.h"],
        lines=[
            (
                "include/etude/schedule/kind/list.h",
                '#include "etude/schedule/kind/constant.h"',
                '#include "etude/schedule/kind/sawtooth.h"',
            )
        ],
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
        page=r'"name": "sawtooth", "formula": .*?"choices": \["straight", "curved"\]',
    ),
    Case(
        "a dialect that is read",
        files=["src/dialect/read/acme.cpp"],
        lines=[("src/dialect/dialects.inc", "DIALECT(mmengine)", "DIALECT(acme)")],
        checks=[
            (["list", "dialects"], r"^acme +Acme, acme\.schedules +1 +read only$"),
            (["list", "acme"], r"^acme\.Halving\(rate, every=10\)\n +half the rate every so many steps$"),
            (["list", "acme", "--json"], r'"name": "Halving",\n +"arguments": "rate, every=10"'),
            (["list", "--json"], r'"name": "acme",\n +"library": "Acme, acme\.schedules",\n +"written": false'),
            (["show", "acme.Halving(0.1, 5)", "--steps", "7", "--csv"], r"\A(.*\n){5}4,0\.1\n5,0\.05\n6,0\.05\n\Z"),
            (["show", "Halving(0.1)", "--json", "--steps", "2", "--spelt-out"], r'"step\(from=0\.1, gamma=0\.5, period=10\)"'),
            (["lint", "acme.Halving(0.1)", "--steps", "20"], r"^note \[sum\] the rates of the run add up to 1\.5,"),
            (["diff", "acme.Halving(0.1)", "acme.Halving(0.1, 5)", "--steps", "20"], r"^A and B are apart from step 5 on"),
            (["convert", "acme.Halving(0.1)", "--to", "text"], r"\Astep\(from=0\.1, gamma=0\.5, period=10\)\n\Z"),
        ],
        page=r'"name": "acme", "library": "Acme, acme\.schedules", "written": false',
    ),
    Case(
        "a dialect that is written too",
        files=["src/dialect/read/apex.cpp", "src/dialect/write/apex.cpp", "src/dialect/write/templates/apex.py"],
        lines=[("src/dialect/dialects.inc", "DIALECT(acme)", "DIALECT(apex)")],
        checks=[
            (["list", "dialects"], r"^apex +Apex, apex\.schedules +1 +yes$"),
            (["convert", "--help", "--width", "300"], r"--to TEXT +one of .*, apex, python, jax, c, awk, cpp, ggml, burn, json, text$"),
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
        page=r'"formats": \[.*?"apex", "python"',
    ),
    Case(
        "a plain language that is written",
        files=["src/dialect/write/in_awk.cpp", "src/dialect/write/templates/awk.in"],
        lines=[("src/dialect/write/plain.inc", "PLAIN(c)", "PLAIN(awk)")],
        checks=[
            (
                ["convert", "step(from=0.1, gamma=0.5, period=2)", "--to", "awk", "--steps", "4"],
                r'\ABEGIN { split\("0\.1 0\.1 0\.05 0\.05 ", rates, " "\) }\n',
            ),
        ],
        page=r'"formats": \[.*?"c", "awk"',
    ),
    Case(
        "an optimizer",
        files=["src/optim/signum.cpp"],
        lines=[("include/etude/optim/rules.inc", 'RULE(lion, "lion")', 'RULE(signum, "signum")')],
        checks=[
            (["list", "optimizers"], r"^lion .*\n(  .*\n)*signum +every parameter moves by lr, in the direction"),
            (["list", "signum"], r"^A step +m <- momentum m .*\n(  .*\n)*Options +momentum=0\.95\nSource +Bernstein"),
            (["list", "--json"], r'"name": "signum",\n +"meaning": "every parameter moves by lr'),
            (["train", "constant(value=0.01)", *SIGNUM, "--steps", "40", "--json"], r'"final_loss": 0\.'),
            (["compare", "constant(value=0.01)", *SIGNUM, "--steps", "2", "--store", "signum.etude"], r"constant"),
            (["runs", "--store", "signum.etude", "--show", "1"], r"^optimizer=signum\nmomentum=0\.95\n"),
        ],
        refused=[
            (["train", "constant(value=1)", "--optimizer", "lions"], r"there is: sgd, .*, lion, signum, schedule-free-"),
            (["train", "constant(value=1)", "--momentum", "0.5"], r"that does: momentum, nesterov, signum, schedule-"),
            (["train", "constant(value=1)", *SIGNUM, "--beta2", "0.5"], r"--beta2: signum does not read it"),
            (["train", "constant(value=1)", *SIGNUM, "--momentum", "1"], r"signum: momentum must be at least 0 and below"),
        ],
        page=r'"name": "signum", "formula": .*?"options": \["momentum"\]',
    ),
    Case(
        "a field of a task",
        lines=[
            ("include/etude/train/task.h", "double label_noise = 0;", "std::size_t shown_again = 2;"),
            (
                "include/etude/train/task.h",
                'field<&DataOptions::context>(Unit::count, {.least = 1}, "tokens of a sample, of texts"),',
                'field<&DataOptions::shown_again>(Unit::count, {.most = 9}, "how often a sample is shown again"),',
            ),
        ],
        checks=[
            (["train", "--help"], r"^Of the task's data .*\n(.+\n)*  --shown-again TEXT +how often a sample is shown"),
            (["list", "digits"], r"^--context .*\n--shown-again +2 +how often a sample is shown again$"),
            (["list", "--json"], r'"context": "64",\n +"shown-again": "2",'),
            (
                ["compare", "constant(value=0.1)", "--steps", "2", "--shown-again", "3", "--store", "again.etude"],
                r"constant",
            ),
            (["runs", "--store", "again.etude", "--show", "1"], r"^context=64\nshown-again=3$"),
        ],
        refused=[
            (
                ["train", "constant(value=0.1)", "--shown-again", "10"],
                r'^etude: --shown-again: a whole number from 0 to 9, not "10"$',
            ),
        ],
        page=r'"name": "shown-again", "group": ".*?", "meaning": "how often a sample is shown again", "default": "2"',
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
    for name, above, line in case.lines:
        before = (folder / name).read_text()
        after = re.sub(rf"(?m)^([ \t]*){re.escape(above)}\n", rf"\g<0>\g<1>{line}\n", before, count=1)
        assert after != before, f"{name} has no line {above}"
        (folder / name).write_text(after)


ROOMS = "base schedule record notation dialect optim model data train study range report".split()


def page_list(folder):
    """What the explorer's core, compiled for this machine, tells the page that there is."""
    made = folder / "page_list"
    sources = [folder / "apps/explorer/list.cpp", folder / "apps/explorer/request.cpp", HERE / "page_list.cpp"]
    includes = [f"-I{folder / each}" for each in ("include", "src", ".")]
    libraries = ["-Wl,--start-group", *(folder / f"build/libetude_{room}.a" for room in ROOMS), "-Wl,--end-group"]
    command = ["c++", "-std=c++20", '-DETUDE_VERSION=""', *includes, *sources, *libraries, "-o", made]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return subprocess.run([made], capture_output=True, text=True, check=True).stdout


def build(folder):
    """etude alone, as fast as can be: nothing is optimized, and each room is compiled as a few files."""
    options = ["BUILD_TYPE=Debug", "CXX_FLAGS_DEBUG=-O0", "UNITY_BUILD=ON", "UNITY_BUILD_BATCH_SIZE=0"]
    for command in (
        ["cmake", "-S", folder, "-B", folder / "build", "-G", "Ninja", f"-DETUDE_GRAMMAR={ROOT}/build/grammar", *("-DCMAKE_" + each for each in options)],
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

    def run_to(self, status, command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=self.folder)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def run_well(self, command):
        return self.run_to(0, command).stdout

    def test_what_is_added_as_the_docs_say_is_found_everywhere(self):
        for case in CASES:
            for command, pattern in case.checks:
                with self.subTest(what=case.what, command=command):
                    self.assertRegex(self.run_well([self.etude, *command]), re.compile(pattern, re.MULTILINE))
            for command, pattern in case.refused:
                with self.subTest(what=case.what, command=command):
                    self.assertRegex(self.run_to(1, [self.etude, *command]).stderr, pattern)

    def test_what_is_added_is_told_to_the_page(self):
        told = page_list(self.folder)
        for case in CASES:
            with self.subTest(what=case.what):
                self.assertRegex(told, case.page)

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
