"""Schedules in JAX: functions of the step for jit, vmap and scan, as optax's own are.

    schedule = etude.optax.schedule("warmup(to=3e-4, steps=2%) then cosine(from=3e-4, steps=rest)", steps=10_000)
    optimizer = optax.adamw(schedule)

A schedule is its formula, in closed form: nothing is called back and no table of the run is made, and another step compiles
nothing anew. Its position is optax's count of updates, so a restored optimizer goes on where it was saved.
"""

import inspect as _inspect
from collections.abc import Callable
from types import SimpleNamespace as _Namespace
from typing import Any

from . import _core, _traced
from ._core import Error, Plan
from ._core import Schedule as _Schedule

try:
    import jax as _jax
    import jax.numpy as _jnp
except ImportError as error:
    raise ImportError("etude.optax needs JAX; type pip install jax optax") from error

__all__ = ["Schedule", "hyperparams", "optimizer", "schedule", "table"]

_in_float64 = _jax.enable_x64 if hasattr(_jax, "enable_x64") else _jax.experimental.enable_x64

_ops = _Namespace(
    **{
        name: getattr(_jnp, name)
        for name in "where minimum maximum logical_or logical_and logical_not cos tanh sqrt log exp floor".split()
    },
    array=_jnp.asarray,
    cast=lambda x, dtype: _jnp.asarray(x).astype(dtype),
    count=lambda numbers, x, side: _jnp.searchsorted(numbers, x, side=side),
    entry=lambda numbers, place: numbers[place],
    while_loop=lambda cond, body, values: _jax.lax.while_loop(lambda all: cond(*all), lambda all: body(*all), values),
)

# What optax's optimizers call the numbers of a plan. What a batch holds and what is averaged, no optimizer is told.
_names = {"lr": "learning_rate", "momentum": "momentum", "beta1": "b1", "beta2": "b2", "weight_decay": "weight_decay"}


def _dtype() -> str:
    """What a rate is given in where it is asked."""
    return "float64" if _jax.config.jax_enable_x64 else "float32"


class Schedule:
    """A function of a step, traced or not, or of an array of steps.

    It gives float32, or float64 under jax_enable_x64. Within it is computed in float64, so that float32 is as near as it can
    be to what etude itself gives. Past the end of a schedule that says past_end=error it gives NaN, since what is traced
    cannot raise.
    """

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        rate = _traced.function_of(text, _ops)

        def in_float64(step: Any) -> Any:
            with _in_float64(True):
                return _jnp.vectorize(rate)(step) if _jnp.ndim(step) else rate(step)

        # A function each, since what is compiled must not depend on a caller's settings.
        self._in = {
            dtype: _jax.jit(lambda step, dtype=dtype: in_float64(step).astype(dtype))
            for dtype in ("float32", "float64")
        }

    def __call__(self, step: Any) -> Any:
        if not _jnp.issubdtype(_jnp.result_type(step), _jnp.integer):
            raise TypeError(f"a step is a whole number, not {_jnp.result_type(step)}; type step.astype('int32')")
        return self._in[_dtype()](step)

    def __repr__(self) -> str:
        return f"<etude.optax.Schedule: {self._name}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schedule) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Any, ...]:
        return Schedule, (self._text, self._name)


def _schedules(spec: Any, group: str, run: dict[str, Any]) -> dict[str, Schedule]:
    texts = _core._traced(spec, group, **run)
    return {name: Schedule(text, name if len(texts) > 1 else str(spec)) for name, text in texts.items()}


def schedule(spec: str | _Schedule | Plan, **run: Any) -> Schedule:
    """The rate of `spec`, which is a text as the command line takes it, a schedule or a plan. `run` says how long the run
    is, and the optimizer's own rate where a line leaves it open: steps=1000, lr=0.1; see etude.parse."""
    return _schedules(spec, "", run)["lr"]


def table(spec: str | _Schedule | Plan, **run: Any) -> Callable[[Any], Any]:
    """The rate of `spec` as a table of the run's steps, for what no formula says: noise, and lists that PyTorch steps.
    It is as large as the run is long, past whose end it holds."""
    known = _core.parse(spec, **run)
    lr = known.lr if isinstance(known, Plan) else known
    steps = _core._updates_of(spec, **run)
    if steps is None:
        raise Error("the schedule never ends; say how long the run is: steps=1000")
    with _in_float64(True):
        rates = {dtype: _jnp.asarray(lr(range(steps)), dtype) for dtype in ("float32", "float64")}
    return lambda step: rates[_dtype()][_jnp.clip(step, 0, steps - 1)]


def hyperparams(spec: str | _Schedule | Plan, *, group: str = "", **run: Any) -> dict[str, Schedule]:
    """All that a plan drives, by optax's names, for a group of parameters or for those that have none of their own:

    optax.inject_hyperparams(optax.sgd)(**etude.optax.hyperparams("plan(lr=..., momentum=...)"))
    """
    schedules = _schedules(spec, group, run)
    return {_names[name]: each for name, each in schedules.items() if name in _names}


def optimizer(
    make: Callable[..., Any],
    spec: str | _Schedule | Plan,
    labels: Any = None,
    *,
    options: dict[str, Any] | None = None,
    **run: Any,
) -> Any:
    """The optimizer of optax that `make` makes, with all that the plan drives, and `options` besides:

    etude.optax.optimizer(optax.adamw, "plan(lr=..., group(head, lr=...))", labels, steps=1000, options={"b2": 0.95})

    `labels` are as optax.multi_transform takes them, with the names of the plan's groups; "" is for all other parameters.
    The numbers of the last update are in the state's `hyperparams`.
    """
    import optax

    def of_group(group: str) -> Any:
        driven = hyperparams(spec, group=group, **run)
        known = _inspect.signature(make).parameters
        for name in driven:
            if name not in known:
                raise Error(f"{make.__name__} takes no {name}; leave it out of the plan, or take another optimizer")
        return optax.inject_hyperparams(make)(**driven, **(options or {}))

    groups = _core._groups(spec, **run)
    if labels is None:
        if groups:
            raise Error(f"the plan has groups, {', '.join(groups)}; say by labels= which parameters are whose")
        return of_group("")
    return optax.multi_transform({group: of_group(group) for group in ("", *groups)}, labels)
