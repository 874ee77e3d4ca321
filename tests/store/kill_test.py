"""A program that fills a store is killed at a hundred random moments: python3 kill_test.py PATH_OF_KEEPER."""

import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

keeper = ""
trials = 150
kills = 100


class Study:
    """A store in a folder of its own, and the log of all that fill it."""

    def __init__(self, folder):
        self.store, self.log = f"{folder}/trials.etude", f"{folder}/log"

    def start(self):
        return subprocess.Popen([keeper, self.store, self.log, str(trials)], stderr=subprocess.PIPE)

    def finish(self):
        process = self.start()
        error = process.communicate(timeout=120)[1]
        assert process.returncode == 0, error

    def result(self):
        return subprocess.run([keeper, self.store], capture_output=True, check=True, timeout=120).stdout

    def done_twice(self):
        """Trials that were run by a program that looked for them after they had been kept."""
        kept, looked_late, twice = set(), set(), []
        lines = pathlib.Path(self.log).read_text().splitlines() if pathlib.Path(self.log).exists() else []
        for line in lines:
            process, what, trial = line.split()
            if what == "kept":
                kept.add(trial)
            elif what == "look":
                looked_late.discard((process, trial))
                if trial in kept:
                    looked_late.add((process, trial))
            elif (process, trial) in looked_late:
                twice.append(line)
        return twice, len(kept)


class Kill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            study = Study(folder)
            begun = time.monotonic()
            study.finish()
            cls.latest = time.monotonic() - begun  # when a program is killed
            cls.expected = study.result()
        assert cls.expected.count(b"\n") == trials

    def kill_and_resume(self, programs, rounds, rng):
        """Kills all programs of a study at random moments, some times, then lets one finish: how many died, and all
        that the store holds. A program that was done before its moment makes the next moments earlier."""
        died = 0
        with tempfile.TemporaryDirectory() as folder:
            study = Study(folder)
            for _ in range(rounds):
                started = [study.start() for _ in range(programs)]
                time.sleep(rng.uniform(0, self.latest))
                for process in started:
                    process.kill()
                for process in started:
                    code = process.wait()
                    self.assertIn(code, (0, -signal.SIGKILL), process.stderr.read())
                    died += code != 0
                    self.latest *= 1 if code != 0 else 0.9
                    self.assertEqual(process.stderr.read(), b"")
                    process.stderr.close()
            study.finish()
            twice, kept = study.done_twice()
            self.assertEqual(twice, [])
            self.assertLessEqual(kept, trials)
            return died, study.result()

    def test_nothing_is_lost_or_done_twice(self):
        rng, died = random.Random(1), 0
        while died < kills:
            count, result = self.kill_and_resume(1, 5, rng)
            self.assertEqual(result, self.expected)
            died += count

    def test_two_programs_share_a_store(self):
        rng, died = random.Random(2), 0
        without_id = lambda text: sorted(line.split(b" ", 1)[1] for line in text.splitlines())
        while died < kills // 4:
            count, result = self.kill_and_resume(2, 5, rng)
            self.assertEqual(without_id(result), without_id(self.expected))
            died += count

    def test_two_programs_that_nobody_kills_finish_together(self):
        with tempfile.TemporaryDirectory() as folder:
            study = Study(folder)
            started = [study.start() for _ in range(2)]
            for process in started:
                self.assertEqual(process.communicate(timeout=120)[1], b"")
                self.assertEqual(process.returncode, 0)
            self.assertEqual(study.done_twice()[0], [])
            self.assertEqual(study.result().count(b"\n"), trials)


if __name__ == "__main__":
    keeper = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
