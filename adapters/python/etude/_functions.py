"""The functions of `_core`, and the methods of its schedules and plans, as functions of Python, whose arguments
inspect.signature(), help() and IPython can see: of what is compiled they see none."""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to import than etude
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def in_python(owner: Any) -> dict[str, Callable[..., Any]]:
    """Every public function of the module, or method of the class, by its name."""
    compiled = {name: each for name, each in vars(owner).items() if name[0] != "_" and hasattr(each, "__nb_signature__")}
    stated: dict[str, Any] = {}
    text = "".join(f"{_statement(each)}: ...\n" for each in compiled.values())
    exec(f"from __future__ import annotations\n{text}", stated)
    return {name: _calling(each, stated[name], owner) for name, each in compiled.items()}


def _statement(function: Any) -> str:
    """"def svg(self, *, log: bool = False) -> str", in which nanobind has \\0, \\1 ... where defaults stand."""
    text, _, defaults = function.__nb_signature__[0]
    for i, default in reversed(list(enumerate(defaults or ()))):  # \\10 before \\1
        text = text.replace(f"\\{i}", repr(default))
    return str(text)


def _calling(function: Any, stated: Callable[..., Any], owner: Any) -> Callable[..., Any]:
    """The function itself says what it refuses; `stated` has its arguments, and is never called."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        return function(*arguments, **keywords)

    call.__name__ = stated.__name__
    if isinstance(owner, type):
        call.__module__, call.__qualname__ = owner.__module__, f"{owner.__name__}.{call.__name__}"
    else:
        call.__module__, call.__qualname__ = "etude", call.__name__
    call.__doc__ = function.__nb_signature__[0][1]
    call.__wrapped__ = stated  # type: ignore[attr-defined]
    return call
