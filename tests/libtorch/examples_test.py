"""The training programs in examples/libtorch learn, at the rates of their schedules, and go on from their checkpoints; the
code in docs/libtorch.md is theirs.

python3 examples_test.py FASHION TEXT
"""

import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

fashion, text = "", ""
root = pathlib.Path(__file__).parent.parent.parent
clothes = pathlib.Path("/usr/share/datasets/fashion-mnist")


def printed(*command):
    """What it prints, in one thread: on a busy machine several would wait for each other."""
    return subprocess.run([str(word) for word in command], env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True,
                          text=True, check=True, timeout=400).stdout


def updates(output):
    """(update, rate, loss) of each line that tells of one."""
    found = re.findall(r"^update (\d+): rate ([\d.]+), loss ([\d.]+)$", output, re.MULTILINE)
    return [(int(update), float(rate), float(loss)) for update, rate, loss in found]


class Page(unittest.TestCase):
    def test_the_code_of_the_page_is_what_is_built(self):
        page = (root / "docs/libtorch.md").read_text()
        built = [*(root / "examples/libtorch").glob("*.cpp"), *(root / "tests/libtorch").glob("*/*.*")]
        inside = {line.strip() for path in built for line in path.read_text().splitlines()}
        code = re.findall(r"^```(?:cpp|cmake)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        self.assertEqual(len(code), 6)
        for line in "".join(code).splitlines():
            self.assertIn(line.strip(), inside)


class Examples(unittest.TestCase):
    def test_clothes_are_learned_at_the_suggested_peak(self):
        with tempfile.TemporaryDirectory() as folder:
            for packed in clothes.glob("*.gz"):
                with gzip.open(packed) as source, open(pathlib.Path(folder, packed.stem), "wb") as target:
                    shutil.copyfileobj(source, target)
            output = printed(fashion, folder, 120)
        peak = float(re.search(r"suggested peak (\S+)", output)[1])
        self.assertTrue(1e-3 < peak < 10, output)
        (first, _, start), (at, rate, _), (last, end_rate, end) = updates(output)
        self.assertEqual((first, at, last), (0, 100, 119))
        self.assertTrue(end_rate < rate < peak, output)
        self.assertLess(end, start)
        self.assertGreater(float(re.search(r"accuracy (\S+)", output)[1]), 0.6)

    def test_a_text_is_learned_and_a_stopped_run_goes_on(self):
        with tempfile.TemporaryDirectory() as folder:
            whole = printed(text, root / "LICENSE", f"{folder}/whole", 40)
            parts = [printed(text, root / "LICENSE", f"{folder}/parts", n) for n in (15, 1, 24)]
        self.assertEqual(whole, "".join(parts))
        learned = updates(whole)
        self.assertEqual([update for update, _, _ in learned], list(range(40)))
        self.assertEqual([rate for _, rate, _ in learned[:3]], [0.0005, 0.001, 0.0015])
        self.assertLess(learned[-1][2], learned[0][2] - 1)


if __name__ == "__main__":
    text = sys.argv.pop()
    fashion = sys.argv.pop()
    unittest.main()
