"""From the logs of a few runs to the loss of a schedule that nobody has run: `etude forecast` in Python.

    >>> forecast = etude.forecast.fit({"cosine": (cosine, losses_of_cosine), "constant": (constant, losses_of_constant)})
    >>> forecast.predict("wsd(peak=3e-4, steps=20000, warmup=500, decay=4000)")["losses"]

Rates are a schedule, whatever names one, or a list with the rate of every step; losses are {step: loss}, each measured after
the update of its step. Half widths are of 90 % intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from . import _core
from ._core import Error, Plan, Schedule

__all__ = ["Forecast", "fit", "read"]

Rates = str | Schedule | Plan | Sequence[float]


class Forecast:
    """What was learnt from logs: laws, one a peak, and over all peaks. Made by fit() or read()."""

    def __init__(self, fitted: _core._Forecast) -> None:
        self._fitted = fitted

    @property
    def law(self) -> str:
        """The law whose values are told; the others are fitted beside it."""
        return self._fitted.law

    @property
    def peaks(self) -> list[float]:
        """Of the fitted runs, ascending."""
        return self._fitted.peaks()

    @property
    def warnings(self) -> list[str]:
        """What the logs do not tell, each with the run to add."""
        return self._fitted.warnings

    @property
    def text(self) -> str:
        """What read() makes it of again: the file that `etude forecast fit` writes."""
        return self._fitted.text()

    def predict(self, rates: Rates, at: Iterable[int] | None = None, *, is_forced: bool = False, **run: Any) -> dict[str, Any]:
        """The losses at some steps, or after the last update alone, with their half widths, what each law says, and warnings.
        `run` says how long the run is: steps=1000; see etude.parse. Raises etude.Error for a peak of which the logs say
        nothing, unless that is forced."""
        course = _course(rates, run)
        return self._fitted.predict(course, list([len(course) - 1] if at is None else at), is_forced)

    def score(self, name: str, rates: Rates, losses: Mapping[int, float], *, is_forced: bool = False) -> dict[str, Any]:
        """How well it tells a run: R2, mae, pred_e and so on, and whether its last loss lies in the interval."""
        return self._fitted.score(_logged(name, rates, losses), is_forced)

    def difference(self, one: Rates, other: Rates, *, is_forced: bool = False, **run: Any) -> dict[str, Any]:
        """By how much the one ends above the other, with the half width; and whether that can be told: is_told."""
        return self._fitted.difference(_course(one, run), _course(other, run), is_forced)

    def rank(self, schedules: Mapping[str, Rates], *, is_forced: bool = False, **run: Any) -> dict[str, Any]:
        """`etude forecast rank`: under "ranked" the schedules from the lowest end up, each with its final_loss and half_width by
        the law for values, and by the law that chooses how far `above` the first it ends; under "finding" a sentence that calls
        nobody lowest who cannot be told from all others. All runs are as long as `run` says, or as the longest schedule is."""
        courses = {name: _course(rates, run) for name, rates in schedules.items()}
        if not _says_length(run) and courses:
            run |= {"steps": max(map(len, courses.values()))}
            courses = {name: _course(rates, run) for name, rates in schedules.items()}
        return self._fitted.rank(list(courses.items()), is_forced)

    def optimise(self, **options: Any) -> dict[str, Any]:
        """The schedule that ends lowest, with its loss and the rivals beside it: steps=20000, warmup=500, and the other fields
        of `etude forecast optimise`."""
        return self._fitted.optimise(**options)

    def __reduce__(self) -> tuple[Any, ...]:
        return read, (self.text,)

    def __repr__(self) -> str:
        return f"<etude.forecast.Forecast: {self.law}, fitted at {', '.join(map(str, self.peaks))}>"


def fit(runs: Mapping[str, tuple[Rates, Mapping[int, float]]], *, law: str = "", from_: int = 0) -> Forecast:
    """Fits the laws to runs: of each, by its name, its rates and its losses. `from_` is the first step that counts; 0: 1000, or
    3/10 of a shorter run, or the warm-up's end. Raises etude.Error for what `etude forecast fit` refuses."""
    return Forecast(_core._fit([_logged(name, *run) for name, run in runs.items()], law=law, from_=from_))


def read(text: str) -> Forecast:
    """The forecast of the file that `etude forecast fit` writes."""
    return Forecast(_core._forecast_from_text(text))


def _course(rates: Rates, run: dict[str, Any]) -> list[float]:
    """The rate of every step. A schedule's run is as long as `run` says, or as the schedule is."""
    if not isinstance(rates, (str, Schedule, Plan)):
        return list(rates)
    known = _core.parse(rates, **run)
    lr = known.lr if isinstance(known, Plan) else known
    steps = _core.updates(**run) if _says_length(run) else lr.length
    if steps is None:
        raise Error("the schedule never ends; say how long the run is: steps=1000")
    return lr(range(steps))


def _says_length(run: dict[str, Any]) -> bool:
    return bool(set(run) - {"lr"})


def _logged(name: str, rates: Rates, losses: Mapping[int, float]) -> tuple[str, list[float], list[int], list[float]]:
    steps = sorted(losses)
    is_list = not isinstance(rates, (str, Schedule, Plan))
    run = {} if is_list or not steps else {"steps": max(steps[-1] + 1, 1)}
    return name, _course(rates, run), steps, [losses[step] for step in steps]
