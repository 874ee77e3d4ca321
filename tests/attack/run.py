#!/usr/bin/env python3
"""Attacks etude: tests/attack/run.py ETUDE [--rounds N | --minutes M] [--seed N] [--only KIND[:NUMBER]].

First the faults that it once had (fixed.py), then attempts drawn at random, kind after kind. An attempt is made of the
seed, its kind and its number alone, so that a fault is found again by what the last lines say, and a number of rounds gives
every machine the same attempts. The last line counts the attempts by kind."""

import argparse
import collections
import math
import random
import sys
import time

import fixed
from bench import Bench, Fault
from stores import states, stores
from texts import metrics, texts
from trainers import trainers
from words import training, words

# What is drawn, and how many of each in a round.
KINDS = {"texts": (texts, 20), "metrics": (metrics, 3), "words": (words, 20), "stores": (stores, 12), "states": (states, 6),
         "training": (training, 2), "trainers": (trainers, 1)}


def attempt(etude, name, act):
    """None, or the fault that was found."""
    bench = Bench(etude)
    try:
        act(bench)
        if bench.has_trainers:
            bench.check_nothing_runs(15)
    except Fault as fault:
        return f"{name}: {fault}"
    except Exception:
        print(f"attack: {name} is wrong itself", flush=True)
        raise
    finally:
        bench.close()
    return None


def numbered(kind, seed, number):
    """The attempt of that number."""
    name = f"{kind}:{number}"
    return name, lambda bench: KINDS[kind][0](bench, random.Random(f"{seed}/{name}"))


def attempts(options):
    """All fixed cases, then the rounds, each with a number of each kind after the other."""
    wanted, _, one = options.only.partition(":")
    for case in fixed.CASES:
        if wanted in ("", "fixed") and one in ("", case.__name__):
            yield "fixed", f"fixed:{case.__name__}", case
    shares = {kind: share for kind, (_, share) in KINDS.items() if wanted in ("", kind)}
    if one and shares:
        yield wanted, *numbered(wanted, options.seed, int(one))
        return
    for round in range(options.rounds if shares else 0):
        for kind, share in shares.items():
            for number in range(round * share, (round + 1) * share):
                yield kind, *numbered(kind, options.seed, number)


def counted(counts, options, seconds, faults):
    parts = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    found = f"{faults} {'fault' if faults == 1 else 'faults'}" if faults else "no fault"
    return f"attack: {sum(counts.values())} attempts in {seconds:.0f} s, seed {options.seed} ({parts}): {found}"


def main():
    parser = argparse.ArgumentParser(description="Attacks etude.")
    parser.add_argument("etude")
    parser.add_argument("--rounds", type=int, help="ends after so many, however long they take")
    parser.add_argument("--minutes", type=float, help="ends after that time [2 without --rounds]")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a kind, or an attempt as a fault names it")
    parser.add_argument("--go-on", action="store_true", help="past the first fault")
    options = parser.parse_args()
    if options.minutes is None:
        options.minutes = 2 if options.rounds is None else math.inf
    if options.rounds is None:
        options.rounds = sys.maxsize
    begun, counts, faults = time.monotonic(), collections.Counter(), 0
    for kind, name, act in attempts(options):
        if kind != "fixed" and time.monotonic() - begun > 60 * options.minutes:
            break
        counts[kind] += 1
        if fault := attempt(options.etude, name, act):
            faults += 1
            print(f"attack: {fault}\nagain with: tests/attack/run.py {options.etude} --seed {options.seed} --only {name}", flush=True)
            if not options.go_on:
                break
    print(counted(counts, options, time.monotonic() - begun, faults))
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
