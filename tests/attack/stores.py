"""Stores and saved states with damage: what they give is what was put in, or nothing."""

import csv
import io
import sqlite3

from bench import Fault
from fixed import native_words
from mutate import damaged

STATE = ["train", "constant(0.1)", "--seed", "3"]


class Once:
    """What every attempt begins with, made by the first."""

    def __init__(self, make):
        self.make, self.made = make, {}

    def __call__(self, bench):
        if bench.etude not in self.made:
            self.made[bench.etude] = self.make(bench)
        return self.made[bench.etude]


def whole_store(bench):
    """The bytes of a store, its trials, and the study that filled it."""
    study = bench.succeeds(*native_words("--store", "whole", "--csv"))
    trials = table(bench.succeeds("runs", "--store", "whole", "--csv"))
    content = (bench.folder / "whole").read_bytes()
    (bench.folder / "whole").unlink()
    return content, trials, study


def whole_state(bench):
    bench.succeeds(*STATE, "--steps", "4", "--save", "whole", "--csv")
    content = (bench.folder / "whole").read_bytes()
    on = bench.succeeds(*STATE, "--steps", "8", "--resume", "whole", "--csv")
    (bench.folder / "whole").unlink()
    return content, on


def table(text):
    return [tuple(row) for row in csv.reader(io.StringIO(text))][1:]


the_store, the_state = Once(whole_store), Once(whole_state)


def touched(path, random):
    """A row changed by somebody who knows SQL."""
    statements = ["UPDATE trials SET seed = seed + 1", "DELETE FROM texts", "UPDATE texts SET text = text || ' '",
                  "UPDATE trials SET final_loss = final_loss * 1.0000001", "UPDATE trials SET plan = configuration",
                  "UPDATE trials SET outcome = '{}'", "UPDATE trials SET key = randomblob(16)", "DROP VIEW whole",
                  "DROP TABLE texts", "PRAGMA user_version = 2", "PRAGMA user_version = 4", "UPDATE trials SET points = 10000000000"]
    other = sqlite3.connect(path, isolation_level=None)
    where = f" WHERE id % 3 = {random.randrange(3)}"
    statement = random.choice(statements)
    other.execute(statement + (where if "UPDATE" in statement else ""))
    other.close()


def stores(bench, random):
    content, trials, study = the_store(bench)
    path = bench.folder / "store"
    path.write_bytes(content if random.random() < 0.2 else damaged(content, random))
    if path.read_bytes() == content:
        touched(path, random)
    if random.random() < 0.2:
        (bench.folder / "store-wal").write_bytes(random.randbytes(random.choice([0, 1, 31, 32, 5000])))
    way = random.choice(["export", "export", "list", "check", "show", "delete", "study", "study"])
    act(way, bench, trials, study)
    bench.check_nothing_is_left("store", "store-wal", "store-shm")


def act(way, bench, trials, study):
    if way == "export":
        exported = table(bench.call("runs", "--store", "store", "--csv").out.decode())
        if wrong := set(exported) - set(trials):
            raise Fault(f"a damaged trial was exported: {sorted(wrong)[0]}")
    elif way == "check":
        if bench.call("runs", "--store", "store", "--check").status == 0:
            kept = table(bench.succeeds("runs", "--store", "store", "--csv"))
            if not set(kept) <= set(trials):
                raise Fault("damage was called whole")
    elif way == "study":
        done = bench.call(*native_words("--store", "store", "--csv"))
        if done.status == 0 and done.out.decode() != study:
            raise Fault("a damaged store changed a study")
    else:
        more = {"list": [], "show": ["--show", "2"], "delete": ["--delete", "--ids", "2-3"]}[way]
        bench.call("runs", "--store", "store", *more)


def states(bench, random):
    content, on = the_state(bench)
    changed = damaged(content, random)
    (bench.folder / "state").write_bytes(changed)
    done = bench.call(*STATE, "--steps", "8", random.choice(["--resume", "--resume", "--barrier"]), "state", "--csv")
    if changed != content and "--resume" in done.words and done.status == 0 and done.out.decode() != on:
        raise Fault("a damaged state was resumed")
    bench.check_nothing_is_left("state")
