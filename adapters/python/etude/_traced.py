"""Formulas of the step that a library may trace: the words in which etude writes them, for jax.numpy and for keras.ops.

The text comes from `_core._traced`. It is computed in float64 and whole numbers of 64 bits, since float32 loses
what `0.999999 ** 1_000_000` needs, and int32 what a run of three thousand million steps does.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeGuard


def is_number(x: Any) -> TypeGuard[float]:
    return isinstance(x, (bool, int, float))


def words(ops: Any) -> dict[str, Any]:
    """What a formula may call. `ops` has where, minimum ... of arrays, array(x, dtype), cast(x, dtype),
    count(numbers, x, side), entry(numbers, place) and while_loop(cond, body, values)."""

    def lifted(x: Any) -> Any:
        if not is_number(x):
            return x
        return ops.array(x, "bool" if isinstance(x, bool) else "int64" if isinstance(x, int) else "float64")

    def of_arrays(name: str) -> Callable[..., Any]:
        function = getattr(ops, name)
        return lambda *xs: function(*map(lifted, xs))

    def real(x: Any) -> Any:
        return float(x) if is_number(x) else ops.cast(x, "float64")

    def whole(x: Any) -> Any:
        return int(x) if is_number(x) else ops.cast(x, "int64")

    def divided(a: Any, b: Any) -> Any:
        """XLA multiplies by 1 / b where b is a constant, which is not a / b: so it must not see that it is one."""
        if is_number(b) and not is_number(a):
            b = where(a != a, 1.0, b)
        return a / b

    def entry(numbers: Sequence[float], place: Any) -> Any:
        if is_number(place):
            return numbers[int(place)]
        place = minimum(maximum(place, 0), len(numbers) - 1)  # of a side that is not taken it may lie outside
        return ops.entry(ops.array(numbers, "float64"), place)

    def counted(side: str) -> Callable[[Sequence[float], Any], Any]:
        return lambda numbers, x: whole(ops.count(ops.array(numbers, "float64"), lifted(x), side))

    def loop(holds: Callable[..., Any], turn: Callable[..., Any], values: Sequence[Any]) -> Any:
        """Python's `while`; a turn gives first whether another may follow."""

        def cond(going: Any, *values: Any) -> Any:
            return ops.logical_and(going, holds(*values))

        def body(_: Any, *values: Any) -> Any:
            return tuple(map(lifted, turn(*values)))

        return ops.while_loop(cond, body, tuple(map(lifted, (True, *values))))[1:]

    def go_on_unless(left: Any, last: Sequence[Any], values: Sequence[Any]) -> Any:
        return (ops.logical_not(left), *(where(left, a, b) for a, b in zip(last, values)))

    where, minimum, maximum = map(of_arrays, ("where", "minimum", "maximum"))
    called = ("logical_or", "logical_and", "cos", "tanh", "sqrt", "log", "exp", "floor")
    return {
        "pi": math.pi,
        "inf": math.inf,
        "nan": math.nan,
        "real": real,
        "whole": whole,
        "where": where,
        "minimum": minimum,
        "maximum": maximum,
        "divided": divided,
        "entry": entry,
        "count_up_to": counted("right"),
        "count_below": counted("left"),
        "loop": loop,
        "go_on_unless": go_on_unless,
        **{name: of_arrays(name) for name in called},
    }


def function_of(text: str, ops: Any) -> Callable[[Any], Any]:
    """The formula as a function of a whole step, array or number, that gives a float64."""
    names = words(ops)
    exec(text, names)  # etude's own text: no part of it was typed by anybody
    rate = names["rate"]
    return lambda step: names["real"](ops.array(rate(names["maximum"](ops.cast(step, "int64"), 0)), "float64"))
