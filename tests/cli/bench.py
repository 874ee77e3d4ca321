"""What tests of the command line share: etude in an empty folder of its own."""

import os
import pathlib
import subprocess
import tempfile
import unittest

environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {"LANG": "C.UTF-8"}


class Bench(unittest.TestCase):
    etude = ""  # set by who runs the tests

    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name)

    def run_etude(self, *words, **more):
        """Exit status, standard output and standard error."""
        done = subprocess.run([self.etude, *words], cwd=self.folder, env=environment, capture_output=True, timeout=300, **more)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def refused(self, *words, status=1, **more):
        """The one line of a refusal, which prints nothing else and leaves no file that was not there."""
        before = sorted(os.listdir(self.folder))
        code, out, err = self.run_etude(*words, **more)
        self.assertEqual((code, out, err.count("\n")), (status, "", 1), err)
        self.assertEqual(sorted(os.listdir(self.folder)), before)
        return err.rstrip("\n")


def main(argv):
    Bench.etude = os.path.abspath(argv.pop(1))
    unittest.main(module="__main__", argv=argv)
