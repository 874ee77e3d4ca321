"""The functions of `_core` as functions of Python, whose arguments inspect.signature(), help() and IPython can see: of a
compiled function they see none."""

import __future__

from collections.abc import Callable
from types import ModuleType
from typing import Any


def in_python(core: ModuleType) -> dict[str, Callable[..., Any]]:
    """Every public function of the module, by its name."""
    compiled = {name: each for name, each in vars(core).items() if name[0] != "_" and hasattr(each, "__nb_signature__")}
    stated: dict[str, Any] = {}
    text = "".join(f"{each.__nb_signature__[0][0]}: ...\n" for each in compiled.values())
    exec(compile(text, __file__, "exec", __future__.annotations.compiler_flag), stated)
    return {name: _calling(each, stated[name]) for name, each in compiled.items()}


def _calling(function: Any, stated: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself says what it refuses; `stated` has its arguments, and is never called."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        return function(*arguments, **keywords)

    call.__module__, call.__name__, call.__qualname__ = "etude", stated.__name__, stated.__name__
    call.__doc__ = function.__nb_signature__[0][1]
    call.__wrapped__ = stated  # type: ignore[attr-defined]
    return call
