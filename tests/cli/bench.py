"""What tests of the command line share: etude in an empty folder of its own, and a terminal."""

import fcntl
import itertools
import os
import pathlib
import pty
import select
import struct
import subprocess
import tempfile
import termios
import unittest

environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {"LANG": "C.UTF-8"}

no_more = b"\x04 no more"  # what no command prints: on_terminal's own last word


def on_terminal(command, *, columns=80, keys=b"", **more):
    """The status of a command, and what a terminal of that width is given by those of its streams that are not in `more`.
    The keys are struck when it asks for one: [Y/n]; of a list one answer a question."""
    answers = itertools.repeat(keys) if isinstance(keys, bytes) else iter(keys)
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    streams = {"stdout": terminal, "stderr": terminal} | {"stdin": terminal if keys else subprocess.DEVNULL}
    done = subprocess.Popen(command, **(streams | more))
    shown = b""
    # This process keeps the terminal's other end open: some kernels drop what is still under way when the last one closes it.
    while not shown.endswith(no_more):
        if select.select([master], [], [], 0.005)[0]:
            shown += os.read(master, 65536)
            if keys and shown.endswith(b"] "):
                os.write(master, next(answers))
        elif done.poll() is not None and no_more not in shown:
            os.write(terminal, no_more)
    os.close(terminal)
    os.close(master)
    return done.returncode, shown.removesuffix(no_more).decode()


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
