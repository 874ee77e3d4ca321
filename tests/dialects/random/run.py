"""Random lines of each library, computed by the library and by etude: none may differ.

    run.py CURVES [LIBRARY...] [--seed N] [--lines N] [--show N]

CURVES is the program dialect_curves. The libraries are those of draw_*.py that this Python has; a line is drawn from
the seed, which is a fresh one where none is given, and computed as tests/golden/dialects/make.py computes the goldens.
Rates may differ by 1e-12 of their value, and by 1e-14 of the peak where they are a difference of numbers near it; where
the library computes in float32, by 2 units in its last place. What the library refuses, or dies of, etude refuses, or is
nan from that step on; and it refuses nothing else.
"""

import argparse
import importlib
import json
import math
import pathlib
import random
import struct
import subprocess
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "golden" / "dialects")]
import make  # noqa: E402


def drawn(library, seed, count):
    """(spec, steps) of so many lines."""
    module = importlib.import_module(f"draw_{library}")
    r = random.Random(f"{library} {seed}")
    return [module.line(r) for _ in range(count)]


def computed(library, lines):
    """What the library gives for each line, as a line of a golden file."""
    import ast

    start = make.DIALECTS[library][1]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [make.golden(spec, steps, start) for spec, steps in lines]


def read(curves, lines):
    """What etude gives for each."""
    text = "".join(f"{len(steps)} {spec}\n" for spec, steps in lines)
    ran = subprocess.run([curves], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def ulp32(value):
    """The distance from |value| to the next float32."""
    bits = struct.unpack("<I", struct.pack("<f", abs(value)))[0]
    return struct.unpack("<f", struct.pack("<I", bits + 1))[0] - struct.unpack("<f", struct.pack("<I", bits))[0]


def first_apart(name, expected, got, precision):
    """The first step at which two curves part, in words; nothing where there is none."""
    peak = max(map(abs, expected), default=0)
    for t, value in enumerate(expected):
        allowed = 2 * ulp32(value) if precision == "float32" else 1e-12 * abs(value) + 1e-14 * peak
        mine = got[t]
        if mine is None or not abs(mine - value) <= allowed:
            return f"{name}({t}) is {mine}, the library gives {value!r}"
    return ""


def is_over(mine, t):
    """Does etude refuse the line, or has it no rate at step t?"""
    return "refused" in mine or mine["lr"][t] is None


def difference(theirs, mine):
    """How etude and the library differ about a line; nothing where they agree."""
    if "refused" in theirs:
        return "" if is_over(mine, theirs.get("refused_at", 0) or 0) else f"the library refuses it: {theirs['refused']}"
    if "refused" in mine:
        return f"refused, and the library takes it: {mine['refused']}"
    if "raises_at" in theirs and not is_over(mine, theirs["raises_at"]):
        return f"the library raises at step {theirs['raises_at']}: {theirs['raises']}"
    apart = first_apart("lr", theirs["lr"], mine["lr"], theirs["precision"])
    if apart or "momentum" not in theirs:
        return apart
    if "momentum" not in mine:
        return "the library moves momentum"
    return first_apart("momentum", theirs["momentum"], mine["momentum"], theirs["precision"])


def held(curves, library, seed, count, shown):
    """How many lines of that library differ; the first `shown` of them are printed."""
    lines = drawn(library, seed, count)
    theirs, mine = computed(library, lines), read(curves, lines)
    wrong = [(spec, why) for (spec, _), a, b in zip(lines, theirs, mine) if (why := difference(a, b))]
    for spec, why in wrong[:shown]:
        print(f"{spec}\n  {why}")
    refused = sum("refused" in each for each in theirs)
    print(f"{library}: {len(wrong)} of {count} lines differ, seed {seed}; the library refuses {refused}")
    return len(wrong)


def have(library):
    """Can the library be imported here?"""
    try:
        make.DIALECTS[library][1]()
    except ImportError:
        return False
    return True


def main():
    all_of_them = sorted(path.stem[5:] for path in HERE.glob("draw_*.py"))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("curves")
    parser.add_argument("libraries", nargs="*", metavar="LIBRARY", help="of " + ", ".join(all_of_them))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--show", type=int, default=10, help="how many lines that differ are printed")
    given = parser.parse_args()
    libraries = given.libraries or [each for each in all_of_them if have(each)]
    wrong = sum(held(given.curves, each, given.seed, given.lines, given.show) for each in libraries)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
