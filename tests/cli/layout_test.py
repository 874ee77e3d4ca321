"""How the command line looks, at any width, in colour and without: python3 layout_test.py PATH_OF_ETUDE."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from bench import on_terminal

etude = ""
environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
widths = [60, 80, 140]
colour = re.compile(r"\x1b\[[0-9;]*m")

cosine = "warmup(to=0.1, steps=10) then cosine(from=0.1, to=1e-4, steps=90)"
line = "torch.CosineAnnealingLR(lr=0.1, T_max=90)"
rateless = "hf.cosine(num_warmup_steps=10, num_training_steps=100)"
printing = [
    ["list"], ["list", "cosine"], ["list", "batch_scaled"], ["list", "lints"], ["list", "torch"], ["list", "controllers"],
    ["list", "recipes"], ["list", "gpt3"], ["list", "digits"], ["list", "data"], ["list", "adamw"],
    ["show", cosine], ["show", cosine, "linear(1, 0, 100)"], ["show", rateless],
    ["lint", line, "--steps", "100"], ["lint", rateless], ["diff", line, rateless, "--lr", "0.1"],
    ["diff", cosine, cosine], ["diff", cosine, "linear(0.1, 0, 300)", "--done", "30"],
    ["plan", "warmup(3e-4, 2e9tok) then cosine(3e-4, steps=rest)", "--batch", "512", "--context", "4096", "--steps", "10000"],
    ["compare", "constant(0.1)", "cosine(0.1, 0, 20)", "--steps", "20", "--seeds", "3"],
    ["range", "--steps", "20", "--fixed", "--seeds", "2", "--all-rules"], ["train", cosine, "--steps", "20"],
    ["advise"], ["advise", "--model", "gpt", "--optimizer", "adamw", "--steps", "10000", "--batch", "64"],
    ["claims"], ["claims", "C34"], ["claims", "C16", "C34", "C06", "C12"],
]
verbs = ["list", "show", "lint", "diff", "plan", "convert", "compare", "train", "range", "claims", "advise", "runs", "explore"]
machine = [
    ["list", "--json"], ["show", cosine, "--csv"], ["show", cosine, "--json"], ["show", cosine, "--at", "3,5"],
    ["lint", line, "--json"], ["lint", line, "--sarif"], ["diff", line, cosine, "--csv"], ["diff", line, cosine, "--json"],
    ["plan", cosine, "--csv"], ["plan", cosine, "--json"], ["convert", line, "--to", "optax"], ["convert", line, "--to", "text"],
    ["compare", "constant(0.1)", "--steps", "3", "--json"], ["range", "--steps", "9", "--fixed", "--seeds", "1", "--csv"],
    ["train", cosine, "--steps", "3", "--csv"], ["claims", "--json"], ["claims", "C34", "--json"],
    ["advise", "--json"], ["advise", "--steps", "100", "--to", "optax"],
]


def run(*arguments, **more):
    return subprocess.run([etude, *arguments], capture_output=True, timeout=300, env=environment | more)


def text(*arguments, **more):
    done = run(*arguments, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def shown_on_terminal(*arguments, columns=72, **more):
    """What stands on a terminal of that width, standard error with it."""
    _, shown = on_terminal([etude, *arguments], columns=columns, env=environment | {"TERM": "xterm"} | more)
    return shown.replace("\r\n", "\n")


def words(shown):
    return set(re.split(r"[\s,;|/(]+", shown))


class Width(unittest.TestCase):
    def fits(self, shown, width):
        for each in shown.splitlines():
            self.assertTrue(len(each) <= width or " " not in each.strip(), each)

    def test_no_line_is_longer_but_one_word(self):
        for command in [*printing, *([verb, "--help"] for verb in verbs), ["--help"]]:
            for width in widths:
                with self.subTest(command=command, width=width):
                    self.fits(text(*command, "--width", str(width)), width)

    def test_parts_a_table_rather_than_the_words_of_its_titles(self):
        command = ["train", cosine, "--steps", "3", "--measure", "norms,noise,curvature", "--measured-samples", "20"]
        titles = json.loads(text(*command, "--json"))["measurements"].keys() | {"heldout_accuracy"}
        for width, tables in {60: 3, 80: 2, 140: 1}.items():
            shown = text(*command, "--width", str(width))
            self.fits(shown, width)
            self.assertEqual(shown.count("\nstep "), tables, shown)
            self.assertLessEqual({title for title in titles if "." not in title}, set(shown.split()))

    def test_of_a_store_is_no_other(self):
        with tempfile.TemporaryDirectory() as folder:
            store = f"{folder}/trials.etude"
            text("compare", cosine, "--steps", "9", "--seeds", "2", "--store", store)
            for width in widths:
                for more in [[], ["--show", "1"]]:
                    self.fits(text("runs", "--store", store, "--width", str(width), *more), width)

    def test_is_80_in_a_pipe_and_the_terminal_s_on_one(self):
        for command in printing[:12]:
            self.assertEqual(text(*command), text(*command, "--width", "80"))
            self.assertEqual(text(*command, COLUMNS="40"), text(*command))
            for columns in [60, 100]:
                self.assertEqual(shown_on_terminal(*command, "--color", "never", columns=columns),
                                 text(*command, "--width", str(columns)))

    def test_too_small_is_refused(self):
        for width in ["59", "0", "-1", "wide", "1001", "6e1.5"]:
            done = run("list", f"--width={width}")
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertRegex(done.stderr.decode(), rf'^etude: --width must be a whole number from 60 to 1000\b.*, not "{width}"\n$')

    def test_every_verb_says_so(self):
        for verb in verbs:
            for flag in ["--width", "--color", "--ascii"]:
                self.assertIn(f"  {flag} ", text(verb, "--help"))

    def test_an_error_is_one_line_in_a_pipe_and_wraps_on_a_terminal(self):
        command = ["show", "cosine(form=1, steps=5)", "--steps", "4"]
        one = run(*command).stderr.decode()
        self.assertEqual(one.count("\n"), 1)
        shown = shown_on_terminal(*command, columns=60, NO_COLOR="1")
        self.fits(shown, 60)
        self.assertGreater(shown.count("\n"), 1)
        self.assertEqual(shown.split(), one.split())


class Reference(unittest.TestCase):
    listed = {"lints": "lints", "kinds": "kinds", "recipes": "recipes", "optimizers": "optimizers", "tasks": "tasks"}

    def test_is_never_cut(self):
        known = json.loads(text("list", "--json"))
        for name, key in self.listed.items():
            for width in widths:
                shown = text("list", name, "--width", str(width))
                self.assertNotIn("…", shown)
                for entry in known[key]:
                    self.assertLessEqual(words(entry["meaning"]), words(shown), entry["name"])

    def test_of_a_kind_has_values_and_a_curve(self):
        for kind in json.loads(text("list", "--json"))["kinds"]:
            shown = text("list", kind["name"])
            self.assertRegex(shown, r"\nStep +v\(t\)\n─+\n( +\d+ +\S+\n){3,}", kind["name"])
            self.assertTrue(any("\u2800" <= sign <= "\u28ff" for sign in shown), kind["name"])
        self.assertRegex(text("list", "cosine"), r"   0 +1\n   1 +0\.8536\n   2 +0\.5\n   3 +0\.1464\n   4 +0\n")


class Colour(unittest.TestCase):
    def test_stands_on_a_terminal_and_not_in_a_pipe(self):
        for command in [["lint", line], ["diff", line, cosine], ["show", cosine], ["list", "cosine"], ["show", "--help"],
                        ["show", "cosin(1)"]]:
            with self.subTest(command):
                self.assertRegex(shown_on_terminal(*command), colour)
                piped = run(*command)
                self.assertNotIn(b"\x1b", piped.stdout + piped.stderr)
                always = run(*command, "--color", "always")
                self.assertRegex((always.stdout + always.stderr).decode(), colour)

    def test_is_as_no_color_and_the_flag_say(self):
        command = ["lint", line]
        for more, flags, is_coloured in [({"NO_COLOR": "1"}, [], False), ({"NO_COLOR": ""}, [], True), ({"TERM": "dumb"}, [], False),
                                         ({}, ["--color", "never"], False), ({"NO_COLOR": "1"}, ["--color", "always"], True),
                                         ({}, ["--color", "auto"], True)]:
            shown = shown_on_terminal(*command, *flags, **more)
            self.assertEqual(bool(colour.search(shown)), is_coloured, (more, flags))

    def test_changes_no_character(self):
        for command in [*printing, ["compare", "--help"]]:
            for width in ["60", "140"]:
                painted = text(*command, "--color", "always", "--ascii", "--width", width)
                self.assertEqual(colour.sub("", painted), text(*command, "--ascii", "--width", width))

    def test_is_one_of_three_words(self):
        done = run("list", "--color", "blue")
        self.assertEqual((done.returncode, done.stderr), (1, b'etude: --color must be auto, always or never, not "blue"\n'))


class ForMachines(unittest.TestCase):
    def test_the_same_bytes_at_any_width_and_in_any_colour(self):
        for command in machine:
            with self.subTest(command):
                self.assertEqual(run(*command, "--width", "60", "--color", "always").stdout, run(*command, "--width", "140").stdout)


if __name__ == "__main__":
    etude = os.path.abspath(sys.argv.pop(1))
    unittest.main()
