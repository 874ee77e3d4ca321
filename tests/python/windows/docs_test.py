"""What README and docs/python.md show of JAX and Keras is run."""

import doctest
import os
import re
import unittest
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

ROOT = Path(__file__).parents[3]


class Documents(unittest.TestCase):
    def test_every_session_gives_what_it_shows(self):
        sections = {text.partition("\n")[0]: text for text in (ROOT / "docs/python.md").read_text().split("\n## ")}
        for heading in ("In JAX", "In Keras"):
            session = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", sections[heading], re.MULTILINE | re.DOTALL))
            test = doctest.DocTestParser().get_doctest(session, {}, heading, "docs/python.md", 0)
            told = []
            done = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
            self.assertGreater(done.attempted, 3)
            self.assertEqual(done.failed, 0, "".join(told))

    def test_the_readme_does_what_it_says(self):
        blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
        (code,) = (block for block in blocks if "etude.optax" in block)
        names = {}
        exec(code, names)
        self.assertEqual(f"{float(names['schedule'](199)):.6g}", "0.0003")
        self.assertEqual(float(names["schedule"](9_999)), 0)


if __name__ == "__main__":
    unittest.main()
