#!/usr/bin/env python3
"""Runs the peers' own tests of schedules against etude's windows: each of the library's schedulers is made by etude, of the
line that the test calls. Prints which tests pass, and of the others why not.

    PYTHONPATH=build/test/adapters/python build/python/bin/python tests/python/peers/suites.py torch
    PYTHONPATH=build/test/adapters/python build/python-current/bin/python tests/python/peers/suites.py optax

The tests are fetched, and no part of them is kept: PyTorch's from Debian's source package of the version that is installed,
optax's from its source distribution. (transformers' has no tests.) With --planted share every rate is 1.001 times what it
should be, with --planted step it is that of the next step: then a test that passes has looked at no rate that moves.
"""

import argparse
import collections
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
import warnings


def fetched(library, version, folder):
    """The folder with the library's source."""
    if library == "torch":
        (folder / "lists/partial").mkdir(parents=True)
        (folder / "sources.list").write_text("deb-src http://deb.debian.org/debian bookworm main\n")
        own = ("sourcelist", folder / "sources.list"), ("sourceparts", "-")
        options = [f"-oDir::Etc::{name}={value}" for name, value in own] + [f"-oDir::State::lists={folder / 'lists'}"]
        call = ["apt-get", "-qq", *options]
        subprocess.run([*call, "update"], check=True)
        subprocess.run([*call, "source", "--download-only", "--tar-only", "pytorch"], cwd=folder, check=True)
    else:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:",
                        f"{library}=={version}", "-d", folder], check=True)
    (archive,) = folder.glob("*.tar.?z")
    with tarfile.open(archive) as files:
        names = {name.partition("/")[2]: name for name in files.getnames()}
        wanted = ["test/test_optim.py"] if library == "torch" else [name for name in names if name.startswith("optax/")]
        files.extractall(folder, [files.getmember(names[name]) for name in wanted])
        return folder / files.getnames()[0].partition("/")[0]


class Results(unittest.TextTestResult):
    """Of each test whether it passed, and the last line of what it said otherwise."""

    def __init__(self, *everything):
        super().__init__(*everything)
        self.said = {}

    def startTest(self, test):
        self.said[test.id()] = None
        super().startTest(test)

    def addError(self, test, fault):
        self.said[test.id()] = reason(fault[1])

    addFailure = addError

    def addSubTest(self, test, part, fault):
        if fault:
            self.said[test.id()] = reason(fault[1])

    def addSkip(self, test, why):
        del self.said[test.id()]


def reason(fault):
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    return f"{type(fault).__name__}: {lines[0] if lines else ''}"


def report(suite):
    with warnings.catch_warnings(record=True), open("/dev/null", "w") as nowhere:
        warnings.simplefilter("always")  # as the tests that look at warnings find them
        said = unittest.TextTestRunner(nowhere, resultclass=Results).run(suite).said
    failed = collections.defaultdict(list)
    for test, why in said.items():
        if why:
            failed[why].append(test.rpartition(".")[2])
    passed = sum(why is None for why in said.values())
    print(f"{passed} of {len(said)} tests pass{'; the others:' if failed else ''}")
    for why, tests in sorted(failed.items(), key=lambda each: -len(each[1])):
        print(f"\n{why[:400]}\n  {', '.join(tests)}")
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", choices=("torch", "optax"))
    parser.add_argument("--planted", choices=("share", "step"))
    parser.add_argument("--source", type=pathlib.Path, help="the folder with the library's source, where it is fetched")
    parser.add_argument("--at-least", type=int, default=0, help="how many tests must pass, or the exit status is 1")
    given = parser.parse_args()
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    suite = __import__(f"suite_{given.library}")
    with tempfile.TemporaryDirectory() as folder:
        source = given.source or fetched(given.library, suite.VERSION, pathlib.Path(folder))
        passed = report(suite.suite(source, given.planted))
    sys.exit(passed < given.at_least)


if __name__ == "__main__":
    main()
