"""The command line as a user meets it: python3 cli_test.py PATH_OF_ETUDE."""

import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import tomllib
import unittest
import xml.etree.ElementTree

from bench import on_terminal

etude = ""
here = pathlib.Path(__file__).parent
environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
wide = "".join(chr(c) for c in range(0x2800, 0x2900))  # braille


def run(*arguments, **more):
    return subprocess.run([etude, *arguments], capture_output=True, timeout=300, env=environment | more)


def wide_enough(command):
    """So wide that no sentence wraps; layout_test.py looks at how they do."""
    return [command[0], "--width", "200", *command[1:]] if command and not command[0].startswith("-") else command


class Cases(unittest.TestCase):
    def test_every_case(self):
        for case in tomllib.loads((here / "cases.toml").read_text())["case"]:
            with self.subTest(run=case["run"]):
                fails = case.get("status", 0) != 0
                done = run(*(case["run"] if fails else wide_enough(case["run"])))
                out, err = done.stdout.decode(), done.stderr.decode()
                self.assertEqual(done.returncode, case.get("status", 0), err)
                for pattern in case.get("out", []):
                    self.assertRegex(out, re.compile(pattern, re.MULTILINE))
                self.assertRegex(err.removesuffix("\n"), re.compile(case.get("err", r"\A\Z")))
                self.assertLessEqual(err.count("\n"), 1, "an error is one line")
                if fails and "out" not in case:
                    self.assertEqual(out, "", "a refusal prints nothing on standard output")

    def test_every_verb_has_help_with_an_example(self):
        for verb in ["list", "show", "lint", "diff", "plan", "convert", "compare", "range", "runs", "claims", "advise", "forecast",
                     *(f"forecast {each}" for each in ("fit", "score", "predict", "rank", "watch", "optimise", "refine"))]:
            done = run(*verb.split(), "--help")
            self.assertEqual(done.returncode, 0)
            self.assertRegex(done.stdout.decode(), rf"Example: etude {verb}")


class Rubbish(unittest.TestCase):
    def test_is_refused_in_one_line(self):
        specs = ["(" * 1000, "scale(" * 1000, "x" * 70000, b"\xff\xfe\x80", "constant(\u00e4)", "constant(1e999)", "\x01"]
        for spec in specs:
            done = run("show", spec)
            self.assertEqual(done.returncode, 1, spec[:20])
            self.assertEqual(done.stderr.count(b"\n"), 1)
            self.assertEqual(done.stdout, b"")


class Memory(unittest.TestCase):
    def test_that_ends_is_said_in_one_line(self):
        def run_within(*arguments):
            limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20))
            return subprocess.run([etude, *arguments], capture_output=True, env=environment, preexec_fn=limit)

        if run_within("--version").returncode != 0:
            self.skipTest("sanitizers need more than this to start")
        for verb in [["train", "constant(0.1)"], ["compare", "constant(0.1)", "--threads", "2", "--seeds", "2"]]:
            done = run_within(*verb, "--hidden", "8000,8000")
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertRegex(done.stderr.decode(), r"\Aetude: there is not enough memory for this; type a smaller [^\n]*\n\Z")


class Drawing(unittest.TestCase):
    def test_is_as_wide_as_it_may_be(self):
        for width in [60, 80, 120]:
            out = run("show", "cosine(1, 0, 300)", "--width", str(width)).stdout.decode()
            self.assertLessEqual(max(map(len, out.splitlines())), width)

    def test_is_ascii_where_it_must_be(self):
        for more, arguments in [({"LANG": "C"}, []), ({}, ["--ascii"])]:
            for verb in [["show", "cosine(1, 0, 300)"], ["compare", "constant(0.1)", "--steps", "5", "--seeds", "2"]]:
                done = run(*verb, *arguments, **more)
                self.assertTrue(done.stdout.isascii(), done.stdout.decode())

    def test_is_braille_where_it_can_be_and_without_colour_in_a_pipe(self):
        out = run("show", "cosine(1, 0, 300)").stdout.decode()
        self.assertTrue(set(out) & set(wide))
        self.assertNotIn("\033", out)

    def test_svg_is_xml_with_every_schedule(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/a.svg"
            self.assertEqual(run("show", "cosine(1, 0, 300)", "constant(2)", "--svg", path).returncode, 1)
            self.assertFalse(os.path.exists(path), "a refusal writes nothing")
            self.assertEqual(run("show", "cosine(1, 0, 300)", "constant(2)", "--steps", "300", "--svg", path).returncode, 0)
            text = pathlib.Path(path).read_text()
            self.assertEqual(xml.etree.ElementTree.fromstring(text).tag, "{http://www.w3.org/2000/svg}svg")
            self.assertIn("constant(2)", text)
            self.assertEqual(os.listdir(folder), ["a.svg"])


class Files(unittest.TestCase):
    def test_a_spec_may_be_a_table_a_text_or_what_convert_wrote(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "points.csv").write_text("step,lr\n0,0.1\n10,0.3\n")
            pathlib.Path(folder, "spec.etude").write_text("constant(0.5)\n")
            written = run("convert", "plan(lr=cosine(1, 0, 9), momentum=constant(0.9))", "--to", "json").stdout
            pathlib.Path(folder, "plan.json").write_bytes(written)
            for file, row in [("points.csv", "5,0.2"), ("points.csv(interpolation=hold)", "5,0.1"), ("spec.etude", "5,0.5"),
                              ("plan.json", "4,0.5,0.9")]:
                done = run("show", f"@{folder}/{file}", "--steps", "9", "--csv")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(row, done.stdout.decode().splitlines())
            pathlib.Path(folder, "points.csv").write_text("0,0.1\n1,x\n")
            self.assertRegex(run("show", f"@{folder}/points.csv").stderr.decode(), r"points.csv, line 2: expected a step and a rate")
            self.assertEqual(run("show", f"@{folder}").returncode, 1)


class Sources(unittest.TestCase):
    scripts = here.parent / "source"

    def test_a_script_stands_where_a_spec_does(self):
        rows = run("show", self.scripts / "nanogpt.py", "--at", "0,2000,600000").stdout.decode().splitlines()
        self.assertEqual(rows, ["step,lr", "0,2.998500749625187e-7", "2000,6e-4", "600000,6e-5"])
        for typed in [f"@{self.scripts}/nanogpt.py", f"{self.scripts}/nanogpt.py:get_lr", f"{self.scripts}/nanogpt.py:14"]:
            self.assertEqual(run("show", typed, "--at", "0,2000,600000").stdout.decode().splitlines(), rows)
        text = (self.scripts / "nanogpt.py").read_bytes()
        for typed, more in [("-", {"input": text}), (text, {})]:
            done = subprocess.run([etude, "show", typed, "--at", "0,2000,600000"], capture_output=True, timeout=300, **more)
            self.assertEqual(done.stdout.decode().splitlines(), rows, done.stderr)

    def test_of_several_schedules_convert_asks_for_one(self):
        script = self.scripts / "branches.py"
        done = run("convert", script, "--to", "torch", "--steps", "90")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"^etude: there are 2 schedules: .*branches\.py:11 \(scheduler\), .*branches\.py:13 "
                                               r"\(scheduler\); give one, as in .*branches\.py:11\n$")
        done = run("convert", f"{script}:13", "--to", "torch", "--phrase", "--steps", "90")
        self.assertIn("PolynomialLR", done.stdout.decode(), done.stderr)
        done = run("convert", f"{script}:7", "--to", "torch", "--steps", "90")
        self.assertRegex(done.stderr.decode(), r'^etude: .*branches\.py has no schedule "7"; it has .*branches\.py:11')

    def test_what_is_not_known_is_asked_for(self):
        script = self.scripts / "asks.py"
        self.assertRegex(run("show", script).stderr.decode(),
                         r"^etude: .*asks\.py:12:77: T_max is len\(loader\)\*args\.epochs, which the text does not say; "
                         r"say --set 'len\(loader\)=NUMBER' --set args\.epochs=NUMBER\n$")
        done = run("show", script, "--set", "len(loader)=100", "--set", "args.epochs=3", "--at", "0,300")
        self.assertEqual(done.stdout.decode().splitlines(), ["step,lr", "0,3e-4", "300,0"], done.stderr)
        self.assertRegex(run("show", script, "--set", "epochs").stderr.decode(),
                         r'^etude: --set takes NAME=NUMBER, as in --set epochs=10; read "epochs"\n$')

    def test_a_file_that_is_not_there_is_said(self):
        self.assertRegex(run("lint", "missing.py").stderr.decode(), r"^etude: cannot read missing\.py: No such file or directory; ")

    def test_what_is_no_script_is_refused_by_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text, said in [("empty.py", b"", "is empty; "),
                                     ("other.py", b"x = 1\n", "has no schedule that etude knows"),
                                     ("bytes.py", b"x = '\xff\xfe'\n", "no UTF-8"),
                                     ("long.py", b"x = 1\n" * 1_000_000, "longer than 1 MiB")]:
                path = pathlib.Path(folder) / name
                path.write_bytes(text)
                self.assertRegex(run("lint", path).stderr.decode(), rf"^etude: .*{name}.* {said}", name)

    def test_findings_stand_at_their_lines(self):
        done = run("lint", self.scripts / "two_owners.py")
        self.assertRegex(done.stdout.decode(), r"two_owners\.py:5")
        self.assertRegex(done.stdout.decode(), r"\[two-owners\] line 9 sets the optimizer's rate by hand")


class Controllers(unittest.TestCase):
    def test_a_log_is_replayed_and_its_state_goes_on(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder, "metrics.txt")
            log.write_text("2\n1\n1\n1\n1\n")
            command = ["show", "constant(0.1)", "--controller", "plateau(patience=1)", "--metrics", str(log), "--csv"]
            done = run(*command)
            self.assertEqual(done.returncode, 0, done.stderr)
            rows = [line.split(",") for line in done.stdout.decode().splitlines()]
            self.assertEqual(rows[0], ["step", "lr", "metric"])
            self.assertEqual([round(float(row[1]), 12) for row in rows[1:]], [0.1, 0.1, 0.1, 0.1, 0.01])
            state = done.stderr.decode().strip()
            again = run(*command, "--state", state)
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertAlmostEqual(float(again.stdout.decode().splitlines()[1].split(",")[1]), 0.01)


class Output(unittest.TestCase):
    compare = ["compare", "constant(0.1)", "constant(10)", "cosine(0.1, 0, 30)", "--steps", "30", "--seeds", "4",
               "--backward", "as-written"]

    def test_is_the_same_for_any_number_of_threads(self):
        for form in ["--csv", "--json"]:
            outputs = {run(*self.compare, form, "--threads", threads).stdout for threads in "1234"}
            self.assertEqual(len(outputs), 1)

    def test_json_is_json_with_the_promised_names(self):
        comparison = json.loads(run(*self.compare, "--json").stdout)
        self.assertEqual(len(comparison["arms"]), 3)
        for arm in comparison["arms"]:
            for name in ["schedule", "peak", "seeds", "diverged", "sum_lr", "final_loss", "best_loss", "converged_at"]:
                self.assertIn(name, arm)
            self.assertEqual(set(arm["final_loss"]), {"median", "mean", "sd", "ci95"})
        self.assertEqual([arm["diverged"] for arm in comparison["arms"]], [0, 4, 0])

    def test_files_can_be_named_both_ways_and_replaced(self):
        with tempfile.TemporaryDirectory() as folder:
            for i, flag in enumerate([["--csv=%s/a.csv"], ["--csv", "%s/a.csv"]]):
                done = run("show", "constant(%d)" % i, "--steps", "1", *[part % folder if "%" in part else part for part in flag])
                self.assertEqual(done.returncode, 0)
                self.assertEqual(pathlib.Path(folder, "a.csv").read_text(), f"step,lr\n0,{i}\n")

    def test_a_full_device_is_an_error(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([etude, "show", "constant(1)", "--steps", "9"], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), "^etude: cannot write to standard output: No space left on device\n$")
        done = run("show", "constant(1)", "--steps", "9", "--svg", "/dev/full")
        self.assertEqual((done.returncode, done.stderr.count(b"\n")), (1, 1))


class Progress(unittest.TestCase):
    def test_is_shown_on_a_terminal(self):
        command = [etude, "compare", "constant(0.1)", "--seeds", "8", "--steps", "600"]
        status, shown = on_terminal(command, stdout=subprocess.DEVNULL, env=environment)
        self.assertEqual(status, 0)
        self.assertRegex(shown, r"\d of 8 trials, \d+ s left")


if __name__ == "__main__":
    etude = os.path.abspath(sys.argv.pop(1))
    unittest.main()
