"""Long work that is stopped, taken up again and watched: python3 long_work_test.py PATH_OF_ETUDE."""

import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import time

from bench import Bench, environment, main, on_terminal

signals = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
trainer = pathlib.Path(__file__).with_name("trainer.py")
files = ["--csv=a.csv", "--json=a.json", "--svg", "a.svg"]
train = ["train", "constant(1e-3)", "--steps", "1000000"]
compare = ["compare", "flat one: constant(1e-3)", "cosine(from=1e-3, steps=rest)", "--steps", "200", "--seeds", "20000"]
sweep = ["range", "--seeds", "10000", "--steps", "100"]


class Stopped(Bench):
    def stopped(self, words, number):
        """How a call ended that a signal stopped once it said how far it is, and its last words."""
        process = subprocess.Popen([self.etude, *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment)
        self.assertRegex(process.stderr.readline(), rb"^etude: \d+ of \d+ ")
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        self.assertEqual(out, b"")
        return process.returncode, err.decode().splitlines()[-1]

    def command_in(self, words):
        """What stands behind the last colon, as a shell reads it."""
        return re.search(r"(go on|start again) with: (.*)$", words).group(2)

    def test_leaves_no_file_and_says_how_to_go_on(self):
        cases = [([*train, *files], "nothing is kept without --save; start again", ["--save", "run.state"]),
                 ([*compare, *files, "--html", "a.html", "--trials", "a"], "nothing is kept without --store; start again",
                  ["--store", "trials.etude"]),
                 ([*sweep, *files], "nothing of a range test is kept; start again", [])]
        for words, said, more in cases:
            words = [*words, "--progress", "plain"]
            for number in signals:
                with self.subTest(words=words[0], number=number):
                    code, last = self.stopped(words, number)
                    self.assertEqual(code, -number)
                    self.assertIn(said, last)
                    self.assertEqual(shlex.split(self.command_in(last)), [self.etude, *words, *more])
                    self.assertEqual(os.listdir(self.folder), [])

    def test_keeps_what_was_finished(self):
        code, last = self.stopped([*compare, "--store", "s", *files, "--progress=plain"], signal.SIGINT)
        self.assertEqual(code, -signal.SIGINT)
        self.assertIn("what was finished is in s; go on with: ", last)
        self.assertEqual({name.split("-")[0] for name in os.listdir(self.folder)}, {"s"})
        self.assertEqual(self.run_etude("runs", "--store", "s", "--check")[0], 0)

    def test_of_a_run_keeps_its_state_from_which_it_goes_on_to_the_same_bits(self):
        words = ["train", "cosine(from=1e-2, steps=rest)", "--steps", "6k", "--hidden", "16", "--save", "s.state",
                 "--progress", "plain"]
        code, out, err = self.run_etude(*words)
        self.assertEqual(code, 0, err)
        whole = (self.folder / "s.state").read_bytes()
        for number in signals:
            (self.folder / "s.state").unlink()
            code, last = self.stopped([*words, "--csv=a.csv"], number)
            self.assertEqual(code, -number)
            self.assertRegex(last, r"^etude: stopped before step \d+ of 6000; go on with: ")
            self.assertEqual(os.listdir(self.folder), ["s.state"])
            command = self.command_in(last)
            self.assertEqual(shlex.split(command), [self.etude, *words, "--csv=a.csv", "--resume", "s.state"])
            done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual((self.folder / "s.state").read_bytes(), whole)
            (self.folder / "a.csv").unlink()

    def test_quotes_what_it_says_for_a_shell(self):
        for name in ["a b", "it's", "$HOME `x` \\", "é\x1b[31m\u202e\n\\'", "*?!{}~#&|;<>\""]:
            words = [*train, "--csv", f"--svg={name}.svg", "--progress", "plain"]
            code, last = self.stopped(words, signal.SIGTERM)
            self.assertTrue(last.isprintable(), last)
            script = self.command_in(last).replace(self.etude, "printf '%s\\0'", 1)
            read = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout.decode().split("\0")[:-1]
            self.assertEqual(read, [*words, "--save", "run.state"])

    def test_of_an_own_trainer_leaves_no_folder(self):
        command = f"python3 '{trainer}' hang {{schedule}} {{log}} {{seed}} '{self.folder}/begun'"
        temporary = self.folder / "temporary"
        temporary.mkdir()
        for verb in [["compare", "constant(1)"], ["range", "--family", "sgd"]]:
            for number in signals:
                process = subprocess.Popen([self.etude, *verb, "--trainer", command, "--steps", "20"], cwd=self.folder,
                                           stderr=subprocess.PIPE, env=environment | {"TMPDIR": str(temporary)})
                while not (self.folder / "begun").exists() and process.poll() is None:
                    time.sleep(0.02)
                process.send_signal(number)
                err = process.communicate(timeout=60)[1].decode()
                self.assertEqual((process.returncode, err.count("\n")), (-number, 1))
                self.assertRegex(err, r"^etude: stopped; .* again with: ")
                self.assertEqual(os.listdir(temporary), [])
                (self.folder / "begun").unlink()

    def test_is_not_where_the_signal_is_ignored(self):
        process = subprocess.Popen([self.etude, *train[:2], "--steps", "2000", "--progress", "plain"], cwd=self.folder,
                                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.stderr.readline()
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)


class Progress(Bench):
    def bar(self, *words):
        """What a terminal is given on standard error."""
        status, shown = on_terminal([self.etude, *words], cwd=self.folder, stdout=subprocess.DEVNULL, env=environment)
        self.assertEqual(status, 0, shown)
        return shown

    study = ["compare", "constant(0.001)", "constant(0.002)", "--seeds", "8", "--steps", "100", "--threads", "1", "--store", "s"]

    def test_is_a_bar_on_a_terminal(self):
        self.assertRegex(self.bar(*self.study), r"\[#*\.*\] \d+ of 16 trials, \d+ s left")
        self.assertRegex(self.bar("range", "--seeds", "4", "--fixed"), r"\d+ of 4 runs, \d+ s left")
        self.assertEqual(self.bar(*self.study[:-2], "--progress", "off"), "")

    def test_is_lines_where_they_are_wanted_and_not_too_many(self):
        words = ["compare", "constant(0.001)", "--steps", "3", "--seeds", "600", "--progress", "plain"]
        begun = time.monotonic()
        code, out, err = self.run_etude(*words)
        self.assertEqual(code, 0, err)
        lines = err.splitlines()
        self.assertRegex(lines[0], r"^etude: \d+ of 600 trials, \d+ s left$")
        self.assertLessEqual(len(lines), 1 + time.monotonic() - begun)
        self.assertEqual(self.run_etude(*words[:-2])[2], "", "nothing goes into a pipe unasked")

    def test_counts_only_the_time_of_what_is_still_to_do(self):
        """Half of 20 trials is remembered: after the first of the others, which take 0.3 s at least, nine are left."""
        command = f"sh -c 'sleep 0.3; exec python3 \"$@\"' sh '{trainer}' good {{schedule}} {{log}} {{seed}}"
        more = ["--seeds", "5", "--steps", "4", "--threads", "1", "--store", "s", "--trainer", command]
        self.assertEqual(self.run_etude("compare", "constant(0.01)", "constant(0.02)", *more)[0], 0)
        shown = self.bar("compare", *(f"constant(0.0{i})" for i in range(1, 5)), *more)
        done, left = map(int, re.search(r"(\d+) of 20 trials, (\d+) s left", shown).groups())
        self.assertGreaterEqual(done, 11)
        self.assertGreaterEqual(left, 0.3 * (20 - done) - 0.5, shown)

    def test_of_a_resumed_run_begins_where_it_goes_on(self):
        words = ["train", "constant(1e-3)", "--steps", "3k", "--save", "s.state"]
        self.assertEqual(self.run_etude(*words, "--until", "2.9k")[0], 0)
        code, out, err = self.run_etude(*words, "--resume", "s.state", "--until", "2950", "--progress", "plain")
        self.assertRegex(err, r"\Aetude: 2901 of 2950 steps, \d+ s left\n")


class Runs(Bench):
    def test_show_the_name_of_a_trainer(self):
        for program, name in [(f"python3 '{trainer}'", "trainer.py"), ("sh -c 'exec python3 \"$@\"' sh trainer.py", "trainer.py")]:
            (self.folder / "trainer.py").write_text(trainer.read_text())
            command = f"{program} good {{schedule}} {{log}} {{seed}}"
            code, out, err = self.run_etude("compare", "constant(0.05)", "--steps", "4", "--trainer", command, "--store", "s")
            self.assertEqual(code, 0, err)
            code, out, err = self.run_etude("runs", "--store", "s")
            self.assertRegex(out.splitlines()[-1], rf"^ *\d+  {name} +constant")


if __name__ == "__main__":
    main(sys.argv)
