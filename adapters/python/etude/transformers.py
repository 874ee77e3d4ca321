"""etude with Hugging Face: a scheduler for transformers' Trainer and for Accelerate, which counts updates.

    >>> args = transformers.TrainingArguments("out", num_train_epochs=3, gradient_accumulation_steps=4)
    >>> optimizer = torch.optim.AdamW(model.parameters())
    >>> scheduler = etude.transformers.scheduler(
    ...     optimizer, "warmup(to=3e-4, steps=5%) then cosine(from=3e-4, steps=rest)", args, samples=len(dataset))
    >>> transformers.Trainer(model, args, train_dataset=dataset, optimizers=(optimizer, scheduler))

Neither is imported here: a Scheduler needs PyTorch alone, and of TrainingArguments its attributes.
"""

from __future__ import annotations

from typing import Any

from ._core import Error, Plan, Schedule, _updates_text, updates
from .torch import Scheduler as _Scheduler
from .torch import _has_hooks

__all__ = ["Scheduler", "run", "scheduler", "updates_of", "updates_text"]


class Scheduler(_Scheduler):
    """A scheduler whose position is the updates that the optimizer has really done.

    So it does not matter how often step() is called: once a process, as Accelerate does, once a micro-batch, or where a
    GradScaler skipped the update. Before PyTorch 2.0 nobody tells of updates: there it counts calls of step().
    get_last_lr(), which Trainer logs, gives the rate of the last update that was done."""

    def __init__(self, optimizer: Any, plan: str | Schedule | Plan, **keywords: Any) -> None:
        super().__init__(optimizer, plan, **{"counts": "updates" if _has_hooks else "calls", **keywords})

    def get_last_lr(self) -> list[float]:
        """The rate with which each group did the last update."""
        return self.get_used_lr()


def scheduler(optimizer: Any, plan: str | Schedule | Plan | None, args: Any, *, samples: int | None = None,
              **keywords: Any) -> Scheduler:
    """The scheduler of a run that TrainingArguments describe: `Trainer(..., optimizers=(optimizer, scheduler))`.

    plan       a Schedule, a Plan or a text, in which 5% and rest are of the run's updates; None: the schedule that args ask
               for by lr_scheduler_type, warmup_steps or warmup_ratio, and lr_scheduler_kwargs
    samples    in the dataset, where args count epochs
    keywords   those of etude.torch.Scheduler: groups, controller, resume, continuous
    """
    known = run(args, samples)
    if plan is None:
        plan = _line(args, updates(**known))
    if isinstance(plan, str):
        keywords = {**known, **keywords}
    return Scheduler(optimizer, plan, **keywords)


def run(args: Any, samples: int | None = None) -> dict[str, Any]:
    """What TrainingArguments say of a run, as the keywords of etude.parse() and etude.updates(). Raises etude.Error where
    they count epochs and nobody says how many samples there are."""
    known: dict[str, Any] = {"batch": args.train_batch_size, "accumulation": args.gradient_accumulation_steps,
                             "devices": args.world_size}
    if samples is not None:
        left_out = samples % (args.train_batch_size * args.world_size) if args.dataloader_drop_last else 0
        known["samples"] = samples - left_out  # Trainer drops batches, and none of the updates that gather fewer
    if args.max_steps > 0:
        return {**known, "steps": args.max_steps}
    if samples is None:
        raise Error("the arguments count epochs, and nobody says of how many samples; say samples=len(dataset), or max_steps= "
                    "in the arguments")
    return {**known, "epochs": float(args.num_train_epochs)}


def updates_of(args: Any, samples: int | None = None) -> int:
    """The updates of the whole run, which is what Trainer counts."""
    return updates(**run(args, samples))


def updates_text(args: Any, samples: int | None = None) -> str:
    """The same in a sentence: "run: 300 optimizer updates; an epoch of 1000 samples has 100 (batch 5 x ...)"."""
    return _updates_text(**run(args, samples)) or f"run: {updates_of(args, samples)} optimizer updates"


def _line(args: Any, total: int) -> str:
    """What args ask transformers for, as a line of its dialect."""
    kind = getattr(args.lr_scheduler_type, "value", args.lr_scheduler_type)
    arguments = {"num_warmup_steps": args.get_warmup_steps(total), "num_training_steps": total,
                 **(args.lr_scheduler_kwargs or {})}
    return f"hf.{kind}({', '.join(f'{name}={value!r}' for name, value in arguments.items())})"
