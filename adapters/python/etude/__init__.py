"""Learning-rate schedules as values: of the step, to be asked in any order, compared, printed and carried elsewhere.

    >>> import etude
    >>> lr = etude.parse("warmup(to=0.1, steps=5%) then cosine(from=0.1, steps=rest)", steps=1000)
    >>> lr(0), lr(49), lr(999)
    (0.002, 0.1, 0.0)

What drives a framework is a module of its own, which is imported when it is first used: etude.torch, etude.optax,
etude.keras, etude.transformers, etude.study and etude.forecast.
"""

from types import ModuleType as _Module

from . import _core, _functions
from ._core import *

globals().update(_functions.in_python(_core))
for _type in (_core.Schedule, _core.Plan):
    for _name, _method in _functions.in_python(_type).items():
        setattr(_type, _name, _method)
_windows = ("forecast", "keras", "optax", "study", "torch", "transformers")


def __getattr__(name: str) -> _Module:
    if name not in _windows:
        raise AttributeError(f"module 'etude' has no attribute '{name}'")
    from importlib import import_module

    return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_windows})
