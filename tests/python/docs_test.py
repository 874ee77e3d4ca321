"""The sessions in README and docs/python.md give what they show; those of a framework that is not installed are passed over."""

import doctest
import re
import unittest

import etude
from tables import ROOT



def sections(page):
    """The sessions of a page, section by section, by the section's heading."""
    for section in page.read_text().split("\n## "):
        sessions = re.findall(r"^```pycon\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        if sessions:
            yield section.partition("\n")[0], "\n".join(sessions)


def missing_module(session):
    """The first module that the session imports and that is not installed."""
    for name in re.findall(r"^>>> (?:import|from) ([a-z_]+)", session, re.MULTILINE):
        try:
            __import__(name)
        except ImportError:
            return name
    return None


class Documents(unittest.TestCase):
    def test_every_session_gives_what_it_shows(self):
        for page in (ROOT / "README.md", ROOT / "docs/python.md"):
            names = {}
            for heading, session in sections(page):
                with self.subTest(page=page.name, section=heading):
                    if not missing_module(session):
                        self.check(session, names)

    def test_every_docstring_gives_what_it_shows(self):
        for name in dir(etude):
            if name in etude._windows:
                continue
            with self.subTest(name):
                self.check(getattr(etude, name).__doc__ or "", {"etude": etude})

    def check(self, session, names):
        told = []
        test = doctest.DocTestParser().get_doctest(session, names, "session", "session", 0)
        failed = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
        names.update(test.globs)
        self.assertEqual(failed.failed, 0, "".join(told))


if __name__ == "__main__":
    unittest.main()
