"""Trials shared out among processes: python3 ranks_test.py PATH_OF_RANKS_STUDY."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

study = sys.argv[1]
mpirun = ["mpirun", "--oversubscribe", "--allow-run-as-root"]


def run(ranks, *arguments):
    command = [*mpirun, "-n", str(ranks), study, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


class Ranks(unittest.TestCase):
    def test_give_the_same_bytes_however_many_they_are(self):
        outputs = []
        for ranks in [1, 2, 4]:
            done = run(ranks, 60, 7)
            self.assertEqual(done.returncode, 0, done.stderr)
            outputs.append(done.stdout)
        self.assertEqual(outputs[0].count("final_loss"), 21)
        self.assertEqual(outputs, [outputs[0]] * 3)

    def test_end_with_the_first_reason(self):
        done = run(2, 0, 7)
        self.assertNotEqual(done.returncode, 0)

    def test_lose_only_what_is_running_where_one_dies(self):
        whole = run(1, 60, 7).stdout
        for dies in [0, 1]:
            with tempfile.TemporaryDirectory() as folder:
                memory = pathlib.Path(folder, "memory")
                done = run(2, 60, 7, memory, dies)
                self.assertNotEqual(done.returncode, 0)
                finished = memory.read_text().count("final_loss")
                self.assertGreater(finished, 0)
                again = run(2, 60, 7, memory)
                self.assertEqual(again.stdout, whole)
                self.assertIn(f"remembered {finished}\n", again.stderr)


unittest.main(argv=sys.argv[:1])
