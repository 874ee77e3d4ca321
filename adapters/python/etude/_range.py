"""A range test drawn with matplotlib, which is imported here and nowhere else."""

from __future__ import annotations

from typing import Any


def plot(lr: list[float], mean: list[float], low: list[float], high: list[float], suggestion: float | None, axes: Any) -> Any:
    """The mean of the seeds with the lowest and the highest against the rate, both axes log."""
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("plot() draws with matplotlib; type pip install matplotlib, or take svg()") from error
    axes = axes or pyplot.gca()
    axes.loglog(lr, mean)
    axes.fill_between(lr, low, high, alpha=0.2)
    if suggestion is not None:
        axes.axvline(suggestion, linestyle="--")
    axes.set(xlabel="learning rate", ylabel="loss")
    return axes
