"""Somebody's trainer that does a few deeds of trainer.py in turn: whatever it does, a study ends, in time and alone."""

import json

from bench import Fault
from fixed import trainer_words
from trainer import DEEDS

SLOW = {"sleep", "stopped"}  # till the time limit
LIMIT_SECONDS, GRACE_SECONDS = 1, 2


def trainers(bench, random):
    deeds = random.sample(sorted(set(DEEDS) - SLOW), random.choice([1, 2, 2, 3, 4]))
    if random.random() < 0.15:
        deeds.append(random.choice(sorted(SLOW)))
    if random.random() < 0.3:
        deeds.append("good")
    more = ["--keep-logs", "logs"] if random.random() < 0.5 else []
    store = ["--store", "store"] if random.random() < 0.3 else []
    schedules = ["constant(0.05)"]
    words = trainer_words(",".join(deeds), *more, *store, "--json=a.json", schedules=schedules, limit=str(LIMIT_SECONDS))
    done = bench.call(*words, seconds=10 * (LIMIT_SECONDS + GRACE_SECONDS))
    bench.check_nothing_runs()
    bench.check_nothing_is_left(*(["logs"] if more else []), *(["store"] if store else []), "a.json", "count")
    check_results(bench, done, deeds)


def check_results(bench, done, deeds):
    """A result is the one of a good log; where no good log was written there is none."""
    if done.status != 0:
        return
    trials = [trial for arm in json.loads((bench.folder / "a.json").read_text())["arms"] for trial in arm["trials"]]
    for trial in trials:
        loss = trial.get("final_loss")
        if loss is not None and not {"good", "mark", "half", "late_writer"} & set(deeds):
            raise Fault(f"a loss of {loss} came from nowhere")
