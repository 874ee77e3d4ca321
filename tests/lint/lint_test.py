"""What lint says of right and faulty schedules, and the forms in which it says it: python3 lint_test.py PATH_OF_ETUDE."""

import json
import os
import pathlib
import subprocess
import sys
import tomllib
import unittest

etude = ""
here = pathlib.Path(__file__).parent


def cases(file):
    return tomllib.loads((here / file).read_text())["case"]


def run(*arguments):
    return subprocess.run([etude, "lint", *arguments], capture_output=True, text=True, timeout=60)


def found(spec, steps, more=()):
    """The notes of one schedule."""
    done = run(spec, "--json", "--steps", str(steps), *more)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)["linted"][0]["notes"]


def warnings(notes):
    return [note for note in notes if note["severity"] == "warning"]


class Corpora(unittest.TestCase):
    def test_right_schedules_give_no_warning(self):
        right = cases("right.toml")
        for case in right:
            with self.subTest(case["from"]):
                self.assertEqual([], warnings(found(case["spec"], case["steps"], case.get("run", []))))
        self.assertGreaterEqual(len(right), 60)
        print(f"right schedules without a warning: {len(right)}")

    def test_faulty_schedules_are_found_and_their_advice_mends_them(self):
        faulty = cases("faulty.toml")
        for case in faulty:
            with self.subTest(case["spec"], lint=case["lint"]):
                notes = found(case["spec"], case["steps"], case.get("run", []))
                by_name = {note["id"]: note for note in warnings(notes)}
                self.assertIn(case["lint"], by_name)
                self.assertIn(case["argument"], by_name[case["lint"]]["advice"])
                if "mended_steps" not in case:
                    self.assertNotEqual(case["spec"], case["mended"])
                steps = case.get("mended_steps", case["steps"])
                self.assertEqual([], warnings(found(case["mended"], steps, case.get("mended_run", case.get("run", [])))))
        self.assertGreaterEqual(len(faulty), 60)
        print(f"faulty schedules found by the right lint, and silent when mended: {len(faulty)}")


if __name__ == "__main__":
    etude = os.path.abspath(sys.argv.pop(1))
    unittest.main()
