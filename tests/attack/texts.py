"""Schedules, scripts, configs, tables and metrics, a few bytes from right: read, or refused in a line."""

import functools
import json
import pathlib

from bench import Fault
from mutate import mutated

TESTS = pathlib.Path(__file__).parent.parent
VERBS = [["show", "--csv"], ["show", "--json"], ["show"], ["lint"], ["lint", "--json"], ["plan"], ["diff", "constant(0.1)"],
         *(["convert", "--to", to] for to in ("torch", "optax", "hf", "keras", "cpp", "json", "text"))]
TABLES = {"table.csv": b"step,lr\n0,0.1\n5,0.3\n20,0\n", "table.tsv": b"0\t0.1\n9\t0.2\n", "points.txt": b"0 0.1\n10 1e-3\n"}


@functools.cache
def inputs():
    """Names, whose endings say what they are, and contents."""
    found = dict(TABLES)
    for path in sorted((TESTS / "golden/dialects").glob("*.jsonl")):
        for number, line in enumerate(path.read_text().splitlines()[::17]):
            if spec := json.loads(line).get("spec"):
                found[f"{path.stem}{number}.spec"] = spec.encode()
    for folder in ("fuzz/corpus", "source", "golden/configs"):
        for path in sorted((TESTS / folder).iterdir()):
            if path.is_file() and path.stat().st_size < 50_000:
                found[path.name] = path.read_bytes()
    return sorted(found.items())


def as_typed(content):
    """Whether it can be a word of a command line."""
    return b"\0" not in content and len(content) < 100_000 and not content.startswith(b"-")


def texts(bench, random):
    name, content = random.choice(inputs())
    content = mutated(content, random) if random.random() < 0.9 else content
    verb, *more = random.choice(VERBS)
    words, stdin = [verb, *more, "--steps", random.choice(["1", "7", "20", "1000"])], b""
    way = random.choice(["word", "file", "stdin"])
    if way == "word" and as_typed(content):
        words.append(content)
    elif way == "stdin":
        words.append("-")
        stdin = content
    else:
        (bench.folder / name).write_bytes(content)
        words.append(("@" if random.random() < 0.5 else "") + name)
    done = bench.call(*words, stdin=stdin)
    bench.check_nothing_is_left(name)
    if random.random() < 0.1 and bench.call(*words, stdin=stdin).out != done.out:
        raise Fault("gave other bytes for the same input")


def metrics(bench, random):
    (bench.folder / "log.csv").write_bytes(mutated(b"step,loss\n0,1\n1,0.9\n2,0.95\n3,0.96\n4,nan\n5,0.97\n", random))
    controller = random.choice(["plateau(patience=1)", "greedy()", "trend()", "torch.ReduceLROnPlateau(patience=2)"])
    bench.call("show", "constant(0.1)", "--controller", controller, "--metrics", "log.csv", "--csv")
