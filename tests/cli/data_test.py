"""What happens where data is not on this machine: python3 data_test.py PATH_OF_ETUDE.

In a mount namespace of its own the folders of a data set are empty, and tools/install is a script of this test.
"""

import pathlib
import subprocess
import sys
import unittest

from bench import Bench, environment, main, on_terminal

home = pathlib.Path(__file__).resolve().parents[2]
here = "usr/lib/python3/dist-packages/sklearn/datasets/data"
hiding = """set -e
mkdir -p "$HOME_OF_ETUDE/build/data"
mount -t tmpfs none "/$HERE"
mount -t tmpfs none "$HOME_OF_ETUDE/build/data"
mount --bind "$INSTALL" "$HOME_OF_ETUDE/tools/install"
exec "$@"
"""
train = ["train", "constant(0.01)", "--data", "wine", "--steps", "2"]
message = "etude: wine is not on this machine (wine_data.csv in /usr/lib/python3/dist-packages/sklearn/datasets/data): type apt-get install python3-sklearn"


class Missing(Bench):
    def setUp(self):
        super().setUp()
        if not pathlib.Path("/", here, "wine_data.csv").exists() or subprocess.run(["unshare", "-rm", "true"]).returncode != 0:
            self.skipTest("wants Debian's python3-sklearn and mount namespaces")
        (self.folder / "wine_data.csv").write_bytes(pathlib.Path("/", here, "wine_data.csv").read_bytes())
        self.install = self.folder / "install"
        self.installs('mkdir -p "$HOME_OF_ETUDE/build/data/$HERE" && cp wine_data.csv "$HOME_OF_ETUDE/build/data/$HERE"')
        self.environment = environment | {"HERE": here, "HOME_OF_ETUDE": str(home), "INSTALL": str(self.install), "NO_COLOR": "1"}
        self.command = ["unshare", "-rm", "sh", "-c", hiding, "sh", self.etude, *train]

    def installs(self, line):
        self.install.write_text(f'#!/bin/sh\necho "installs $1"\n{line}\n')
        self.install.chmod(0o755)

    def typed(self, keys, **more):
        status, shown = on_terminal(self.command, keys=keys, cwd=self.folder, env=self.environment, columns=200, **more)
        return status, shown.replace("\r\n", "\n")

    def test_is_fetched_at_one_keystroke(self):
        for keys in [b"\n", b"y", b"Y"]:
            with self.subTest(keys=keys):
                status, shown = self.typed(keys, stdout=subprocess.DEVNULL)
                self.assertEqual(status, 0, shown)
                self.assertRegex(shown, r"The data of wine are not on this machine\. Fetch them now.*\? \[Y/n\] y\ninstalls python3-sklearn\n")

    def test_is_refused_where_nobody_wants_it_or_it_cannot_be_fetched(self):
        for keys, line in [(b"n", "exit 0"), (b"\x1b", "exit 0"), (b"y", "exit 3"), (b"y", "exit 0")]:
            with self.subTest(keys=keys, line=line):
                self.installs(line)
                status, shown = self.typed(keys)
                self.assertEqual((status, shown.splitlines()[-1]), (1, message))
                self.assertEqual("installs" in shown, keys == b"y")

    def test_is_interrupted_as_ever(self):
        status, shown = self.typed(b"\x03")
        self.assertEqual((status, "installs" in shown), (-2, False))

    def test_is_asked_for_by_a_line_in_a_pipe(self):
        done = subprocess.run(self.command, cwd=self.folder, env=self.environment, capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stdout, done.stderr.decode()), (1, b"", message + "\n"))


if __name__ == "__main__":
    main(sys.argv)
