"""Schedules in Keras, on each of its backends: JAX, TensorFlow and PyTorch.

    optimizer = keras.optimizers.SGD(etude.keras.Schedule("cosine(from=0.1, steps=10_000)"))

The position is optimizer.iterations, which Keras saves with the model, and the schedule is saved with the optimizer.
"""

from types import SimpleNamespace as _Namespace
from typing import Any

from . import _core, _traced
from ._core import Error, Plan
from ._core import Schedule as _Schedule

try:
    import keras as _keras
except ImportError as error:
    raise ImportError("etude.keras needs Keras 3; type pip install keras, and a backend of it") from error

__all__ = ["Schedule"]

_ops = _Namespace(
    **{
        name: getattr(_keras.ops, name)
        for name in "cast where logical_or logical_and logical_not cos tanh sqrt log exp floor while_loop".split()
    },
    array=lambda x, dtype: _keras.ops.convert_to_tensor(x, dtype=dtype),
    count=lambda numbers, x, side: _keras.ops.reshape(
        _keras.ops.searchsorted(numbers, _keras.ops.reshape(x, (-1,)), side=side), _keras.ops.shape(x)
    ),
    entry=_keras.ops.take,
    # Keras's own make float32 of float64 where its backend is PyTorch.
    minimum=lambda a, b: _keras.ops.where(b < a, b, a),
    maximum=lambda a, b: _keras.ops.where(b > a, b, a),
)


def _rate_of(text: str) -> Any:
    """The formula as a function of the step in the backend that Keras has."""
    if _keras.backend.backend() == "jax":
        from .optax import Schedule as InJax

        return InJax(text, "")
    return _traced.function_of(text, _ops)


@_keras.saving.register_keras_serializable(package="etude")
class Schedule(_keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]  # Keras has no types
    """The rate of `spec`, which is a text as the command line takes it, a schedule, or a plan, whose rate alone is meant.

    `run` says how long the run is, and the optimizer's own rate where a line leaves it open: steps=1000, lr=0.1; see
    etude.parse. It is computed in float64 and given in Keras's floatx. Past the end of a schedule that says past_end=error
    it gives NaN, since what is compiled cannot raise.

    `gradient_accumulation_steps` is the optimizer's own argument of that name: Keras counts its micro-batches, and a step
    is an update.
    """

    def __init__(self, spec: str | _Schedule | Plan, *, gradient_accumulation_steps: int = 1, **run: Any) -> None:
        if gradient_accumulation_steps < 1:
            raise Error(f"gradient_accumulation_steps is 1 or more, not {gradient_accumulation_steps}")
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.spec: str = _core._saved(spec, **run)
        self._rate = _rate_of(_core._traced(self.spec, "")["lr"])

    def __call__(self, step: Any) -> Any:
        step = _keras.ops.convert_to_tensor(step)  # of the optimizer's variable
        if self.gradient_accumulation_steps > 1:
            step = step // self.gradient_accumulation_steps
        return _keras.ops.cast(self._rate(step), _keras.config.floatx())

    def get_config(self) -> dict[str, Any]:
        return {"spec": self.spec, "gradient_accumulation_steps": self.gradient_accumulation_steps}

    def __repr__(self) -> str:
        return f"<etude.keras.Schedule: {self.spec}>"
