"""A curve drawn with matplotlib, which is imported here and nowhere else."""

from typing import Any

from . import Plan, Schedule

SHOWN_OF_ENDLESS = 1000
MOST_POINTS = 20_000


def curves_of(drawn: Schedule | Plan) -> dict[str, Schedule]:
    """The rate, and those of groups, by what they are called in the legend."""
    if isinstance(drawn, Schedule):
        return {str(drawn): drawn}
    own = {f"{name}.lr": group["lr"] for name, group in drawn.groups.items() if "lr" in group}
    return {str(drawn): drawn.lr, **own}


def plot(drawn: Schedule | Plan, *, steps: int | None = None, axes: Any = None, **style: Any) -> Any:
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("plot() draws with matplotlib; type pip install matplotlib, or take svg()") from error
    axes = axes or pyplot.gca()
    curves = curves_of(drawn)
    count = steps or next(iter(curves.values())).length or SHOWN_OF_ENDLESS
    points = range(0, count, (count - 1) // MOST_POINTS + 1)
    for name, curve in curves.items():
        axes.plot(points, curve(points), **{"label": name, **style})
    axes.set_xlabel("step")
    axes.set_ylabel("lr")
    return axes
