"""etude in PyTorch: a schedule or plan that drives an optimizer.

    >>> scheduler = etude.torch.Scheduler(optimizer, "warmup(to=0.1, steps=5%) then cosine(from=0.1, steps=rest)", steps=300)
    >>> for batch in loader:
    ...     loss_of(batch).backward()
    ...     optimizer.step()
    ...     scheduler.step()

A Scheduler is one of PyTorch's: Lightning, Accelerate and transformers' Trainer take it. Unlike PyTorch's own it has no
state but a position, so the order in which a checkpoint is loaded does not matter, and no optimizer.step() is wrapped.
"""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Callable, Iterable
from typing import Any

from ._core import Driver, Error, Plan, Schedule, _Writer

try:
    import torch as _torch
except ImportError as missing:
    raise ImportError("etude.torch needs PyTorch, which is not there; install it: pip install torch") from missing

from ._torch_range import range_test, swept_now

__all__ = ["Scheduler", "range_test"]

# What Lightning and Trainer look for: before PyTorch 2.0 it had another name.
_Base: Any = getattr(_torch.optim.lr_scheduler, "LRScheduler", _torch.optim.lr_scheduler._LRScheduler)
_has_hooks = hasattr(_torch.optim.Optimizer, "register_step_pre_hook")
# A compiled update is traced once, with no look at its groups in it.
_is_compiling: Callable[[], bool] = getattr(getattr(_torch, "compiler", None), "is_compiling", lambda: False)

Selector = str | int | Iterable[int] | Callable[[dict[str, Any]], bool] | None


class Scheduler(_Base):  # type: ignore[misc]
    """Drives an optimizer's rate, and its momentum, betas and weight decay where the plan has them.

    optimizer    of PyTorch's kind: with param_groups
    plan         a Schedule, a Plan, or a text as the command line takes it; a framework's line that leaves the rate to
                 the optimizer gives each group multiples of its own
    steps, ...   how long the run is, where the text says 5% or rest: the keywords of etude.parse()
    controller   what multiplies the rate by a factor that follows a metric: "plateau(patience=5)"; step(metric) tells it
    groups       which groups of the optimizer are the plan's "head": {"head": a predicate of the group, or its index, or
                 indices, or its "name"}; None: one of that name that is added later. Without it a group goes by its
                 "name"; what is no group of the plan's follows the plan itself
    resume       how a run goes on whose state another schedule saved: "refuse", "keep" (the saved schedule), "extend" (this
                 one, as if the run had always been under it) or "rebase" (this one, from its beginning)
    continuous   multiply the new rate so that it goes on from the old one's
    counts       what moves the position: calls of step(), each of which follows an update; where they do not, a warning
                 says so once. "calls": whatever they follow. "updates": those that the optimizer has really done, however
                 often step() is called. PyTorch tells of updates from 2.0 on: before it there is neither the warning nor
                 "updates"

    Raises etude.Error for a group that is not there and for a number that the optimizer has not.
    """

    def __init__(self, optimizer: Any, plan: str | Schedule | Plan, *, controller: str | None = None,
                 groups: dict[str, Selector] | None = None, resume: str = "refuse", continuous: bool = False,
                 counts: str | None = None, **run: Any) -> None:
        _check(optimizer, groups, counts)
        Driver.check_policy(resume)
        self.optimizer = optimizer
        self._made_of = {"plan": plan, "controller": controller, "groups": groups, "resume": resume,
                         "continuous": continuous, "counts": counts, **run}
        self._rates: list[float | None] = []  # the optimizer's own, of each driver
        self._step_count = 0  # Accelerate adds to it; nothing reads it
        self._writer = _Writer(optimizer, self._drivers(), counts == "updates", counts is None and _has_hooks)
        self._check_groups()
        self._bind()
        _watch(optimizer, self, counts)

    def step(self, metric: float | None = None) -> None:
        """One update is done; `metric`, where it is given, goes to the controller. Raises etude.Error past the end of a
        schedule that ends with an error."""
        if metric is not None:
            self._writer.check_hears(float(metric))
        if not self._writer.step():
            self._bind()
        if metric is not None:
            self.report(metric)

    def report(self, metric: float) -> None:
        """Tells the controller a metric of the last update, such as that of a validation, without another update."""
        self._writer.report(float(metric))
        self._writer.write()

    @property
    def last_epoch(self) -> int:
        """Updates done; PyTorch's name for it."""
        return self._writer.position

    position = last_epoch

    def advance_to(self, updates_done: int) -> None:
        """So many updates are done in all: for a run that goes on from a checkpoint which says no more. Raises etude.Error
        where that is fewer than are done."""
        self._writer.advance_to(updates_done)
        self._writer.write()

    def get_last_lr(self) -> list[float]:
        """The rate of each group, as it stands in the optimizer: that of the next update."""
        return self._writer.rates()

    get_lr = get_last_lr
    _last_lr = property(get_last_lr)

    def get_used_lr(self) -> list[float]:
        """The rate with which each group did the last update: what is to be logged beside its loss."""
        return self._writer.rates() if self._writer.is_ahead else self._writer.rates_before()

    @property
    def base_lrs(self) -> list[float]:
        """The optimizer's own rates."""
        return [_own_rate(group) for group in self.optimizer.param_groups]

    @property
    def batch_size(self) -> float | None:
        """Samples that the next update is to see; None where the plan does not say."""
        return self._writer.value("batch_size")

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint must hold: the position, and what the schedule is, to be held against that of the run that goes
        on. Plain dicts, lists, numbers and texts."""
        return {"etude": 1, "step": self._writer.position, "drivers": self._writer.states()}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Goes on where the state was saved, and writes the rate at once. Raises etude.Error, and changes nothing, for a
        state of another schedule unless `resume` says how to go on."""
        states = state_dict.get("drivers") if isinstance(state_dict, dict) else None
        if not isinstance(states, list):
            raise Error("this is no state of etude.torch.Scheduler; of another scheduler's checkpoint say how many updates "
                        "are done: scheduler.advance_to(1000)")
        if len(states) != len(self._rates):
            raise Error(f"the state was saved with {len(states)} different rates of the optimizer's groups and there are "
                        f"{len(self._rates)} now; make the optimizer as it was made then")
        for note in self._writer.load(states, self._made_of["resume"], self._made_of["continuous"]):
            warnings.warn(note, stacklevel=2)
        self._bind()

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (type(self), self.optimizer, self._made_of), self.state_dict()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.load_state_dict(state)

    def __repr__(self) -> str:
        whose = "multiples of the optimizer's own rates" if self._rates[0] is not None else "rates of its own"
        kind = f"{type(self).__module__}.{type(self).__name__}"
        return f"<{kind} {self._writer.drivers[0].spec!r}, {whose}, {self.last_epoch} updates done>"

    def _driver(self, rate: float | None) -> Driver:
        run = {name: value for name, value in self._made_of.items()
               if name not in ("plan", "controller", "groups", "resume", "continuous", "counts")}
        if rate is not None:
            run["lr"] = rate
        return Driver(self._made_of["plan"], self._made_of["controller"], **run)

    def _drivers(self) -> list[Driver]:
        """One; or, where the rate is left to the optimizer, one of each rate that its groups have."""
        for group in self.optimizer.param_groups:
            group.setdefault("initial_lr", _own_rate(group))
        driver = self._driver(None)
        if not driver.leaves_rate:
            self._rates = [None]
            return [driver]
        if not isinstance(self._made_of["plan"], str):
            raise Error("the line leaves its rate to the optimizer: give the scheduler its text, which then gives each group "
                        "multiples of its own rate, or say lr= in it")
        self._rates = list(dict.fromkeys(self.base_lrs))
        return [self._driver(rate) for rate in self._rates]

    def _bind(self) -> None:
        """Binds the groups that the optimizer has now, and writes their numbers."""
        self._writer.bind([self._place(i, group) for i, group in enumerate(self.optimizer.param_groups)])
        self._writer.write()

    def _place(self, index: int, group: dict[str, Any]) -> tuple[int, str]:
        rate = None if self._rates[0] is None else _own_rate(group)
        group.setdefault("initial_lr", _own_rate(group))
        if rate not in self._rates:
            self._writer.add(self._driver(rate))
            self._rates.append(rate)
        return self._rates.index(rate), self._name(index, group)

    def _name(self, index: int, group: dict[str, Any]) -> str:
        """The plan's group that this one of the optimizer's is; "" for the plan itself."""
        selectors = dict.fromkeys(self._writer.drivers[0].groups) | (self._made_of["groups"] or {})
        names = [name for name, selector in selectors.items() if _is_meant(name, selector, index, group)]
        if len(names) > 1:
            raise Error(f"group {index} is both {names[0]} and {names[1]}; let one of groups= leave it out")
        return names[0] if names else ""

    def _check_groups(self) -> None:
        """Every group of the plan is one of the optimizer's, and the other way round."""
        selectors = self._made_of["groups"] or {}
        for name in selectors:
            self._writer.drivers[0].check_group(name)
        found = {self._name(i, group) for i, group in enumerate(self.optimizer.param_groups)}
        for name in self._writer.drivers[0].groups:
            if name not in found and not (name in selectors and selectors[name] is None):
                raise Error(f'no group of the optimizer is the plan\'s "{name}"; name one, {{"params": ..., "name": '
                            f'"{name}"}}, or say which: groups={{"{name}": 1}}; None is one that is added later')


def _check(optimizer: Any, groups: object, counts: str | None) -> None:
    if not isinstance(getattr(optimizer, "param_groups", None), list):
        raise Error(f"a scheduler drives an optimizer of PyTorch's kind, with param_groups, not {type(optimizer).__name__}; "
                    "say Scheduler(optimizer, plan)")
    if groups is not None and not isinstance(groups, dict):
        raise TypeError(f'groups says which groups of the optimizer are the plan\'s, {{"head": 1}}, and is no '
                        f"{type(groups).__name__}")
    if counts not in (None, "calls", "updates"):
        raise Error(f"counts is 'calls' or 'updates', not {counts!r}")
    if counts == "updates" and not _has_hooks:
        raise Error(f"counts='updates' needs the hooks of PyTorch 2.0, and this is {_torch.__version__}; leave it out, and "
                    "call step() after each update that was done")


def _own_rate(group: dict[str, Any]) -> float:
    """The rate that the optimizer was made with."""
    return float(group.get("initial_lr", group["lr"]))


def _is_meant(name: str, selector: Selector, index: int, group: dict[str, Any]) -> bool:
    if callable(selector):
        return bool(selector(group))
    if selector is None or isinstance(selector, str):
        return group.get("name") == (selector or name)
    return index == selector if isinstance(selector, int) else index in selector


def _made_again(kind: type[Scheduler], optimizer: Any, made_of: dict[str, Any]) -> Scheduler:
    return kind(optimizer, **made_of)


class _Rounds:
    """Which calls of an optimizer's step() begin an update: those in which a parameter takes part again. DeepSpeed's ZeRO
    makes one update of several calls, each with some of the groups or parameters."""

    def __init__(self) -> None:
        self._in_this: set[int] = set()

    def is_begun_by(self, optimizer: Any) -> bool:
        first = next((id(parameter) for group in optimizer.param_groups for parameter in group["params"]), 0)
        if first in self._in_this:
            self._in_this.clear()
        self._in_this.add(first)
        return len(self._in_this) == 1


def _watch(optimizer: Any, scheduler: Scheduler, counts: str | None) -> None:
    """Has the scheduler look at the groups before each update: an optimizer whose state was loaded, or to which a group was
    added, has other ones than before. Nothing of it keeps the scheduler alive."""
    while not hasattr(optimizer, "_optimizer_step_pre_hooks") and hasattr(optimizer, "optimizer"):
        optimizer = optimizer.optimizer  # Accelerate's or DeepSpeed's, around one of PyTorch's
    found, rounds = weakref.ref(scheduler), _Rounds()

    def keep_up(*_: Any) -> None:
        if not _is_compiling() and (alive := found()) is not None and not alive._writer.knows_groups():
            alive._bind()

    def count(updated: Any, *_: Any) -> None:
        if updated not in swept_now and (alive := found()) is not None and rounds.is_begun_by(updated):
            alive._writer.updated()

    def count_if_seen(*step: Any) -> None:
        if not _is_compiling():
            count(*step)

    if _has_hooks:
        optimizer.register_step_pre_hook(keep_up)
        if hasattr(optimizer, "register_load_state_dict_post_hook"):
            optimizer.register_load_state_dict_post_hook(keep_up)
        if counts != "calls":
            optimizer.register_step_post_hook(count if counts == "updates" else count_if_seen)
    else:
        for name in ("load_state_dict", "add_param_group"):
            setattr(optimizer, name, _followed(getattr(optimizer, name), keep_up))


def _followed(method: Callable[..., Any], by: Callable[[], None]) -> Callable[..., Any]:
    """A method of an optimizer that has no hooks, and what is to be done after it."""
    def both(*args: Any, **keywords: Any) -> Any:
        result = method(*args, **keywords)
        by()
        return result

    return both
