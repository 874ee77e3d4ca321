"""Every file that a call reads or writes is held against every other: python3 files_test.py PATH_OF_ETUDE."""

import os
import subprocess
import sys

from bench import Bench, environment, main

train = ["train", "constant(0.1)", "--steps", "4"]
compare = ["compare", "constant(0.1)", "--steps", "2"]


class Twice(Bench):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.run_etude(*train, "--until", "2", "--save", "s.state")[0], 0)
        (self.folder / "points.csv").write_text("step,lr\n0,0.1\n4,0.2\n")
        (self.folder / "data.csv").write_text("".join(f"{i},{i % 3},{i % 2}\n" for i in range(20)))
        (self.folder / "link").symlink_to("s.state")
        os.link(self.folder / "s.state", self.folder / "hard")
        os.mkdir(self.folder / "inner")
        self.before = {file: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}

    def test_is_refused_before_work(self):
        cases = {
            "--save and --csv name the same file, f; give each its own": [*train, "--save", "f", "--csv=f"],
            "--csv and --svg name the same file, inner/../f; give each its own": [*train, "--csv=f", "--svg", "inner/../f"],
            "--resume reads, s.state": [*train, "--resume", "s.state", "--csv=s.state"],
            "--csv would replace what --resume reads, link": [*train, "--resume", "link", "--csv=s.state"],
            "--csv would replace what --resume reads, hard": [*train, "--resume", "hard", "--csv=s.state"],
            "--svg would replace what --barrier reads": [*train, "--barrier", "s.state", "--svg", "s.state"],
            "--save would replace what --barrier reads": [*train, "--barrier", "s.state", "--save", "s.state"],
            "--json would replace what SPEC reads, points.csv": ["show", "@points.csv", "--json=points.csv"],
            "--csv would replace what B reads": ["diff", "constant(1)", "@points.csv", "--csv=./points.csv"],
            "--csv would replace what --metrics reads":
                ["show", "constant(1)", "--controller", "plateau(patience=1)", "--metrics", "points.csv", "--csv=points.csv"],
            "--csv would replace what --data reads": [*train, "--data", "csv:data.csv", "--csv=data.csv"],
            "--store and --html name the same file": [*compare, "--store", "t", "--html", "t"],
            "--store and --trials name the same file, t-wal": [*compare, "--store", "t", "--trials", "t-wal"],
            "--trials would replace what --trainer reads":
                ["compare", "constant(1)", "--steps", "2", "--trainer", "sh points.csv {schedule} {log} {seed}", "--trials",
                 "points.csv"],
            "--csv and --json both go to standard output": [*compare, "--csv", "--json"],
        }
        for message, words in cases.items():
            with self.subTest(words=words):
                self.assertIn(message, self.refused(*words))
        self.assertEqual({file: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}, self.before)

    def test_is_seen_of_standard_output_too(self):
        with open(self.folder / "out", "w") as out:
            done = subprocess.run([self.etude, *compare, "--csv=out"], cwd=self.folder, env=environment, stdout=out,
                                  stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output and --csv name the same file, out", done.stderr)

    def test_is_fine_where_nothing_is_lost(self):
        for words in [["show", "@points.csv", "@points.csv", "--csv=/dev/null", "--json=/dev/null"],
                      [*train, "--resume", "s.state", "--save", "s.state"]]:
            self.assertEqual(self.run_etude(*words)[0], 0, words)
        self.assertIn("nothing is left to train", self.refused(*train, "--resume", "s.state"))


class Pipes(Bench):
    def test_keep_no_state(self):
        os.mkfifo(self.folder / "p")
        for words in [[*train, "--save", "p"], [*train, "--resume", "p"], [*train, "--barrier", "p"], ["range", "--state", "p"],
                      [*train, "--save", "/dev/null"]]:
            self.assertRegex(self.refused(*words), "^etude: (p|/dev/null) is a pipe or a device, and keeps no state; name a file$")

    def test_take_results(self):
        end, begin = os.pipe()
        with open(end, "rb") as pipe:
            process = subprocess.Popen([self.etude, "show", "constant(1)", "--steps", "1", f"--csv=/dev/fd/{begin}"],
                                       cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, pass_fds=[begin])
            os.close(begin)
            self.assertEqual(pipe.read(), b"step,lr\n0,1\n")
        self.assertEqual(process.wait(), 0)


class Empty(Bench):
    def test_is_called_empty(self):
        for name in ["a.csv", "a.txt", "a.py", "a.yaml", "a"]:
            (self.folder / name).write_text("\n")
            self.assertRegex(self.refused("show", f"@{name}"), f"^etude: {name} is empty; write a schedule such as .* into it$")
        self.assertRegex(self.refused("lint", "a.py"), "^etude: a.py is empty; ")
        self.assertRegex(self.refused("show", "-", input=b""), "^etude: standard input is empty; ")
        self.assertRegex(self.refused("show", "constant(1)", "--controller", "plateau(patience=1)", "--metrics", "a"),
                         "^etude: a is empty; write one metric a line into it$")

    def test_and_what_never_ends_is_refused(self):
        self.assertRegex(self.refused("show", "@/dev/zero"), "^etude: /dev/zero is longer than 64 MiB; ")


class Headings(Bench):
    def test_are_step_and_lr(self):
        for heading in ["lr,step", "epoch,lr", "step,loss"]:
            (self.folder / "a.csv").write_text(f"{heading}\n0,0.1\n1,0.2\n")
            self.assertEqual(self.refused("show", "@a.csv"), f'etude: a.csv, line 1: a heading must be step,lr, and this is '
                                                             f'"{heading}"; name the columns so, in that order')
        for heading in ["step,lr\n", "Step; LR\n", '"step","lr"\n', "# by hand\n\nstep,lr,loss\n", ""]:
            (self.folder / "a.csv").write_text(f"{heading}0,0.1\n1,0.2\n")
            self.assertEqual(self.run_etude("show", "@a.csv", "--at", "1"), (0, "step,lr\n1,0.2\n", ""))


class Messages(Bench):
    nasty = "\x1b[31m\u202e\u2066\x9b1m"

    def test_change_nothing_of_the_terminal(self):
        nasty = self.nasty
        (self.folder / "a.py").write_text(f"scheduler = torch.optim.lr_scheduler.StepLR(o, 30)  # {nasty}\n")
        for words in [[nasty], ["show", f"--{nasty}"], ["show", f"@{nasty}"], ["show", f"constant(1) {nasty}"],
                      ["show", "constant(1)", "--steps", nasty], ["compare", f"a {nasty}: constant(1)"], ["list", nasty],
                      ["show", "a.py", "--steps", "40"], ["lint", "a.py", "--steps", "40"], ["plan", f"a.py:{nasty}"],
                      ["convert", "a.py", "--to", nasty, "--steps", "3"], ["runs", "--store", nasty]]:
            code, out, err = self.run_etude(*words)
            for sign in ["\x1b", "\u202e", "\u2066", "\x9b"]:
                self.assertNotIn(sign, out + err, words)

    def test_of_a_full_disk_are_an_error(self):
        for words in [["--help"], ["--version"], ["show", "--help"]]:
            with open("/dev/full", "wb") as full:
                done = subprocess.run([self.etude, *words], stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 1, words)
            self.assertRegex(done.stderr.decode(), "^etude: cannot write to standard output: No space left on device\n$")


if __name__ == "__main__":
    main(sys.argv)
