"""optax's tests of its schedules, with etude.optax in the place of its functions. Called by suites.py."""

import functools
import importlib
import inspect
import sys
import unittest
import unittest.mock
from importlib.metadata import version

VERSION = version("optax")


def suite(source, planted):
    sys.path.insert(0, str(source))  # the tests are not in the wheel, and import the library's private modules
    sys.modules["sklearn"] = unittest.mock.MagicMock()  # named by a table of optimizers that they import
    import etude
    from optax.schedules import _join, _schedule

    def line_of(argument):
        return argument.line if isinstance(argument, Played) else repr(argument)

    class Played:
        """What etude makes of a call of optax's."""

        def __init__(self, name, arguments):
            self.line = f"optax.{name}({', '.join(f'{key}={said(value)}' for key, value in arguments.items())})"
            try:
                self.rate = etude.optax.schedule(self.line)
            except etude.Error as error:
                if "etude.optax.table" not in str(error):
                    raise
                self.rate = etude.optax.table(self.line, steps=2000)

        def __call__(self, step):
            rate = self.rate(step + (planted == "step"))
            return rate * 1.001 if planted == "share" else rate

    def said(value):
        return f"[{', '.join(map(line_of, value))}]" if isinstance(value, (list, tuple)) else line_of(value)

    def played(name, function):
        signature = inspect.signature(function)
        return functools.wraps(function)(lambda *a, **k: Played(name, signature.bind(*a, **k).arguments))

    importlib.import_module("optax._src.alias_test")  # whose optimizers are optax's own
    for module in (_schedule, _join):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                setattr(module, name, played(name, function))
    tests = [importlib.import_module(f"optax.schedules.{name}") for name in ("_schedule_test", "_join_test")]
    loader = unittest.TestLoader()
    return unittest.TestSuite(map(loader.loadTestsFromModule, tests))
