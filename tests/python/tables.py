"""Specs that several tests go through: of every kind, and the lines of every framework's goldens."""

import json
import os
import re
from pathlib import Path

import etude

ROOT = Path(__file__).parents[2]

# The command line beside which the module is held.
COMMAND = os.environ.get("ETUDE", str(ROOT / "build/test/apps/cli/etude"))


def examples() -> dict[str, tuple[str, list[str]]]:
    """Of every kind, by its name: the example of its docstring, and what that gives."""
    found = {}
    for name, function in vars(etude).items():
        example = re.search(r"^etude\.parse\('(.*)'\) gives (.*) at steps 0, 1, \.\.\.$", function.__doc__ or "", re.MULTILINE)
        if callable(function) and example:
            found[name] = example[1], example[2].split(", ")
    return found


def specs() -> list[str]:
    """Of every kind one or more, with options that are not its defaults: those that WebAssembly is held against, too."""
    text = (ROOT / "tests/wasm/native.cpp").read_text()
    table = text[text.index("const std::string specs[] = {") :]
    return re.findall(r'^    "(.*)",$', table[: table.index("};")], re.MULTILINE)


def schedules() -> list[etude.Schedule]:
    """What those specs mean that are none to be refused."""
    every = [*specs(), *(spec for spec, _ in examples().values())]
    found = []
    for spec in every:
        try:
            made = etude.parse(spec, steps=300)
        except etude.Error:
            continue
        if isinstance(made, etude.Schedule):
            found.append(made)
    return found


def framework_lines() -> list[str]:
    """The lines of every framework whose numbers are in tests/golden/dialects."""
    lines = []
    for path in sorted((ROOT / "tests/golden/dialects").glob("*.jsonl")):
        rows = [json.loads(row) for row in path.read_text().splitlines()]
        lines += [row["spec"] for row in rows if "lr" in row and "spec" in row]
    return lines
