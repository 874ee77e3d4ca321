"""Studies of your own training function: ask and tell.

    study = Study(["constant(0.1)", "cosine(from=0.1, steps=rest)"], steps=1000, tune=True, seeds=10, store="runs.etude")
    for trial in study:
        trial.report(train(trial.schedule, trial.seed))
    print(study.result())

It is the study of `etude compare`: every schedule at its own best peak, on the same seeds, beside the constant with the
same sum of rates, and told apart seed by seed. Who runs the trials, how many at a time and in which order they are told
of changes nothing in it.
"""

import json as _json
import textwrap as _textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import _core
from ._core import Error, Plan, Schedule

__all__ = ["Result", "Study", "Trial"]


def _named(schedules: Any) -> list[tuple[str, Any]]:
    if isinstance(schedules, Mapping):
        return [(str(name), of) for name, of in schedules.items()]
    if isinstance(schedules, (str, Schedule, Plan)):
        schedules = [schedules]
    return [(of if isinstance(of, str) else "", of) for of in schedules]


def _steps_and_losses(curve: Mapping[int, float] | Iterable[float] | None) -> tuple[list[int], list[float]]:
    if curve is None:
        return [], []
    pairs = list(curve.items() if isinstance(curve, Mapping) else enumerate(curve))
    return [int(step) for step, _ in pairs], [float(loss) for _, loss in pairs]


class Trial:
    """One training run: a schedule, a seed, and whom to tell what it gave."""

    def __init__(self, study: "_core._Study", number: int) -> None:
        self._study, self._number = study, number
        self.seed: int = study.seed(number)
        self.steps: int = study.steps(number)
        self.plan: Schedule | Plan = study.plan(number)
        self.wants_curve: bool = study.wants_curve(number)

    @property
    def schedule(self) -> Schedule:
        """The rate of each step: schedule(0) ... schedule(steps - 1)."""
        if isinstance(self.plan, Plan):
            raise Error("this trial drives more than the rate; use trial.plan")
        return self.plan

    def report(
        self,
        final_loss: float,
        heldout_loss: float | None = None,
        curve: Mapping[int, float] | Iterable[float] | None = None,
    ) -> None:
        """Tells of the losses after the last update; nan and inf are a divergence. `curve` has the loss of each step
        before its update, from 0 on, or {step: loss} of some; it is asked for where wants_curve is true."""
        heldout = None if heldout_loss is None else float(heldout_loss)
        self._study.tell(self._number, float(final_loss), heldout, *_steps_and_losses(curve))

    def fail(self, reason: object = "") -> None:
        """Tells that there is no result, and why. It is counted, never stored, and the study goes on."""
        self._study.fail(self._number, str(reason))

    def __repr__(self) -> str:
        return f"<trial {self._number}: {self.plan!r}, seed {self.seed}>"


class Result:
    """What a study found: its sentences, its numbers, and the forms in which `etude compare` gives them."""

    def __init__(self, study: "_core._Study") -> None:
        self._study = study
        self.finding: str = study.finding()

    @property
    def winner(self) -> str | None:
        """The schedule that the pairs tell from all others, at its peak; None where there is none."""
        return self._study.winner()

    def text(self, width: int = 80) -> str:
        """Tables and finding, as a terminal of that width shows them."""
        return f"{self._study.tables(width)}\n{_textwrap.fill(self.finding, width)}\n"

    def json(self) -> dict[str, Any]:
        result: dict[str, Any] = _json.loads(self._study.json())
        return result

    def csv(self) -> str:
        """Every loss of every curve: schedule,name,backward,seed,step,lr,loss."""
        return self._study.csv()

    def trials_csv(self) -> str:
        """A row a trial."""
        return self._study.trials_csv()

    def svg(self) -> str:
        """The curves of the losses."""
        return self._study.svg()

    def html(self) -> str:
        """One page to read and to send, which needs nothing beside it."""
        return self._study.html()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<{self.finding}>"


class Study:
    """Schedules compared on a training function of yours.

    `schedules` are texts as `etude compare` takes them, schedules or plans, or a dictionary that names them. `settings` are
    what else decides the losses, such as {"batch": 128}: a store knows a trial by them, by `name`, schedule, steps and
    seed. The rest is as the flags of `etude compare` of that name: steps, seeds, tune, controls, tuning_seeds, peak_from,
    peak_to, peak_ratio, tune_on ("final_loss" is "final"), try_all, name, store.
    """

    def __init__(self, schedules: Any, *, settings: Mapping[str, object] | None = None, **options: Any) -> None:
        lines = [f"{_json.dumps(str(key))}={_json.dumps(value, default=repr)}\n" for key, value in (settings or {}).items()]
        if options.get("store") is not None:
            options["store"] = str(options["store"])
        self._study = _core._Study(_named(schedules), "".join(sorted(lines)), **options)

    def ask(self, most: int = 2**62) -> list[Trial]:
        """The trials that can run now, each handed out once, at most so many. Empty where others are waited for, and
        where the study is done."""
        return [Trial(self._study, number) for number in self._study.ask(most)]

    def __iter__(self) -> Iterator[Trial]:
        while not self.done:
            trials = self.ask(1)
            if not trials:
                raise Error(
                    f"the study waits for {self._study.away()} trials that it gave and was not told of; "
                    "call report() or fail() on each"
                )
            yield from trials

    @property
    def done(self) -> bool:
        return self._study.is_done()

    @property
    def progress(self) -> tuple[int, int]:
        """Trials that are finished, and those that are known of so far: tuning finds out how many it needs."""
        return self._study.done(), self._study.known()

    def result(self) -> Result:
        """Refused as long as trials are missing."""
        return Result(self._study)
