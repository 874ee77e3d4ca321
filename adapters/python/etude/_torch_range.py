"""The range test of somebody's own model in PyTorch: every sweep begins where the model stands, and leaves nothing behind."""

from __future__ import annotations

import copy
import math
import random
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import torch

from ._core import Error, RangeTest, _Edge, _range_test

swept_now: weakref.WeakSet[Any] = weakref.WeakSet()  # optimizers whose updates are a sweep's, and no run's


def range_test(model: Any, optimizer: Any, loader: Iterable[Any], loss: Callable[[Any, Any], Any], *,
               seeds: Sequence[int] = (0, 1, 2, 3, 4), **options: Any) -> RangeTest:
    """Sweeps the rate from `from_` to `to` in `steps` updates, once a seed, reads off which peaks train at all, and tunes
    what its rule gives by short linear decays from where the model stands.

    loss      loss(model, batch) gives the loss of one batch of the loader as a tensor
    loader    what gives batches, again from its beginning where it ends: a DataLoader, a list
    seeds     of a sweep's own order, dropout and noise; the weights are those that the model has
    options   from_, to, steps, shape, extends, rule and tunes, those of `etude range`; group and rest need a name in the
              optimizer's groups: {"params": ..., "name": "head"}

    Afterwards the model, its optimizer, the loader's generator and all generators of random numbers stand where they stood,
    bit for bit. Raises etude.Error for what `etude range` refuses, and for a loader that cannot begin again.
    """
    if hasattr(loader, "__next__"):
        raise Error("the loader is an iterator, which does not begin again; give what it was made of, such as the DataLoader")
    swept = options.get("group")
    if swept and not any(group.get("name") == swept for group in optimizer.param_groups):
        raise Error(f'the optimizer has no group with the name "{swept}"; say {{"params": ..., "name": "{swept}"}}')
    stood = _Stand(model, optimizer, loader)

    def sweep(seed: int, rates: list[float], ends: _Edge) -> list[float]:
        stood.restore()
        _seed(seed)
        losses: list[float] = []
        for rate, batch in zip(rates, _again_and_again(loader)):
            _write(optimizer, rate, swept, options.get("rest") or 1e-3)
            losses.append(_update(model, optimizer, loss, batch))
            if ends(rate, losses[-1]):
                break
        return losses

    swept_now.add(optimizer)
    try:
        return _range_test(sweep, list(seeds), _is_adaptive(optimizer), **options)
    finally:
        swept_now.discard(optimizer)
        stood.restore()


def _update(model: Any, optimizer: Any, loss: Callable[[Any, Any], Any], batch: Any) -> float:
    """The loss of one batch, before the update that it makes."""
    optimizer.zero_grad()
    value = loss(model, batch)
    if not isinstance(value, torch.Tensor):
        raise TypeError(f"loss(model, batch) gives the loss as a tensor, not {type(value).__name__}")
    seen = float(value.detach())
    if math.isfinite(seen):
        value.backward()
        optimizer.step()
    return seen


def _again_and_again(loader: Iterable[Any]) -> Iterator[Any]:
    while True:
        empty = True
        for batch in loader:
            empty = False
            yield batch
        if empty:
            raise Error("the loader gives no batch")


def _write(optimizer: Any, rate: float, swept: str | None, rest: float) -> None:
    for group in optimizer.param_groups:
        value = rate if not swept or group.get("name") == swept else rest
        if isinstance(group["lr"], torch.Tensor):
            group["lr"].fill_(value)
        else:
            group["lr"] = value


def _is_adaptive(optimizer: Any) -> bool:
    """Adam's family keeps betas; its edge lies further above its best rate."""
    return any("betas" in group for group in optimizer.param_groups)


def _seed(seed: int) -> None:
    torch.manual_seed(seed)
    random.seed(seed)
    if (numpy := sys.modules.get("numpy")) is not None:
        numpy.random.seed(seed)


class _Stand:
    """Where a model, an optimizer, a loader and the generators of random numbers stand, and how they get back there."""

    def __init__(self, model: Any, optimizer: Any, loader: Any) -> None:
        self._tensors = [(tensor, _copied(tensor)) for tensor in (*model.parameters(), *model.buffers())]
        self._gradients = [(p, None if p.grad is None else _copied(p.grad)) for p in model.parameters()]
        self._training = [(module, module.training) for module in model.modules()]
        self._optimizer = optimizer
        self._state = {p: {name: _copied(value) for name, value in state.items()} for p, state in optimizer.state.items()}
        self._groups = [{name: _copied(value) for name, value in group.items() if name != "params"}
                        for group in optimizer.param_groups]
        self._generators = [(generator, generator.get_state()) for generator in _generators_of(loader)]
        self._stateful = (loader, copy.deepcopy(loader.state_dict())) if hasattr(loader, "load_state_dict") else None
        self._random = _random_state()

    def restore(self) -> None:
        with torch.no_grad():
            for tensor, value in self._tensors:
                tensor.copy_(value)
        for parameter, gradient in self._gradients:
            parameter.grad = None if gradient is None else gradient.clone()
        for module, training in self._training:
            module.training = training
        self._optimizer.state.clear()
        for parameter, state in self._state.items():
            self._optimizer.state[parameter] = {name: _copied(value) for name, value in state.items()}
        for group, values in zip(self._optimizer.param_groups, self._groups):
            _put_back(group, values)
        for generator, state in self._generators:
            generator.set_state(state)
        if self._stateful:
            self._stateful[0].load_state_dict(copy.deepcopy(self._stateful[1]))
        _set_random_state(self._random)


def _copied(value: Any) -> Any:
    return value.detach().clone() if isinstance(value, torch.Tensor) else copy.deepcopy(value)


def _put_back(group: dict[str, Any], values: dict[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, torch.Tensor) and isinstance(group.get(name), torch.Tensor):
            group[name].copy_(value)  # others may hold the tensor itself
        else:
            group[name] = _copied(value)


def _generators_of(loader: Any) -> list[torch.Generator]:
    """The loader's own, its sampler's and its batch sampler's."""
    of = [loader, getattr(loader, "sampler", None), getattr(getattr(loader, "batch_sampler", None), "sampler", None)]
    found = {id(g): g for each in of if isinstance(g := getattr(each, "generator", None), torch.Generator)}
    return list(found.values())


def _random_state() -> list[Any]:
    numpy = sys.modules.get("numpy")
    cuda: Any = torch.cuda  # whose functions are not all typed
    states = cuda.get_rng_state_all() if cuda.is_available() and cuda.is_initialized() else None
    return [torch.get_rng_state(), random.getstate(), numpy.random.get_state() if numpy else None, states]


def _set_random_state(state: list[Any]) -> None:
    torch.set_rng_state(state[0])
    random.setstate(state[1])
    if state[2] is not None:
        sys.modules["numpy"].random.set_state(state[2])
    if state[3] is not None:
        torch.cuda.set_rng_state_all(state[3])
