#!/usr/bin/env python3
"""Holds every #include against the plan of the house: arrows between rooms point one way.

The plan is the table of rooms in docs/architecture.md: who may include whom, and what of the outside world is only there.
Reads include/etude/<room>/, src/<room>/, apps/<app>/, adapters/<adapter>/, bench/ and tests/, and prints each wrong arrow as
file:line with what is allowed there. A room is the unit; a test (x_test.cpp, tests/) may include every room and every outside
header. Exit status 1 where an arrow is wrong.

usage: tools/arrows.py [FOLDER]
"""

import re
import sys
from pathlib import Path

PLAN = Path("docs/architecture.md")

# What the words of the table's last column stand for: outside headers.
OUTSIDE = {
    "CLI11": r"CLI/CLI\.hpp",
    "Google Benchmark": r"benchmark/.*",
    "GoogleTest": r"gtest/.*|gmock/.*|rapidcheck.*|mpfr\.h",
    "zlib": r"zlib\.h",
    "Eigen": r"(unsupported/)?Eigen/.*",
    "SQLite": r"sqlite3\.h",
    "a grammar of Python": r"tree_sitter/.*",
    "YAML": r"yaml-cpp/.*",
    "TOML": r"toml\+\+/.*",
    "MPI": r"mpi\.h",
    "C": r"stddef\.h|stdint\.h",
    "LibTorch": r"(torch|ATen|c10)/.*",
    "nanobind": r"nanobind/.*",
    "SIMD": r"immintrin\.h|arm_neon\.h|wasm_simd128\.h|experimental/simd",
    "processes": r"sys/.*|unistd\.h|fcntl\.h|poll\.h|termios\.h|csignal",
    "other libraries": r".*[./].*",  # any other header that is not C++'s own: nobody has it
    "threads": r"thread|atomic|mutex|shared_mutex|future|condition_variable|semaphore|latch|barrier|stop_token",
    "files": r"fstream|filesystem|cstdio",
    "clock": r"chrono",
    "terminal": r"ctime|locale|clocale|iostream",
    "streams": r"format|ranges|regex|sstream|istream|ostream|iomanip|source_location",
}

# And words of the language or the standard library.
WORDS = {"exceptions": r"throw|try|catch", "environment": r"random_device|srand|getenv|setlocale"}

# Single files that have what their room has not.
EXTRA = {"src/base/number.cpp": ("files",)}


class Plan:
    """The rooms, in the table's order: what each may include, and what it has of the outside world."""

    def __init__(self, text):
        self.rooms, self.world = {}, {}
        for line in text.split("\n"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not line.startswith("| ") or len(cells) != 4 or cells[0] in ("room", "---"):
                continue
            room, _, included, world = cells
            self.rooms[room] = self.named(included)
            self.world[room] = tuple(word.strip() for word in world.split(",") if word.strip() != "–")

    def named(self, text):
        """"as study, study" is what study may include, and study; "every room above" is all so far."""
        rooms = []
        for word in (each.strip() for each in text.split(",")):
            if word == "every room above":
                rooms += list(self.rooms)
            elif word.startswith("as "):
                rooms += self.rooms[word[3:]]
            elif word != "–":
                rooms.append(word)
        return tuple(dict.fromkeys(rooms))

    def where(self, thing):
        return tuple(room for room in self.world if thing in self.world[room])


INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)


def room_of(path):
    """The room of a file, given by its path from the repository's root."""
    parts = path.parts
    if parts[0] in ("bench", "tests", "examples"):
        return parts[0]
    if parts[0] in ("apps", "adapters"):
        return "/".join(parts[:2])
    return parts[2] if parts[0] == "include" else parts[1]


def is_test(path):
    return path.parts[0] == "tests" or path.stem.endswith("_test")


def blank(match):
    """As many line ends as the match had, so that line numbers stay true."""
    return " " + "\n" * match[0].count("\n")


def without_comments(text):
    """Raw strings go too: a line of one may look like an include."""
    return COMMENT_OR_TEXT.sub(lambda match: blank(match) if match[0][0] in "/R" else match[0], text)


def without_comments_and_text(text):
    return COMMENT_OR_TEXT.sub(blank, text)


def places(rooms):
    return ", ".join(rooms) or "nothing"


def room_of_header(plan, parts):
    """The room of the project's header whose path has these parts: "etude/torch/x.h" is of adapters/torch."""
    if parts[0] in ("adapters", "apps"):
        return "/".join(parts[:2])
    room = parts[1] if parts[0] == "etude" else parts[0]
    return f"adapters/{room}" if room not in plan.rooms and f"adapters/{room}" in plan.rooms else room


def wrong_room(plan, path, room, name):
    """What is wrong with including the project's own header `name`, or None."""
    parts = name.split("/")
    if len(parts) == 1:  # a neighbour in the same folder
        return None
    target = room_of_header(plan, parts)
    if target == "support":
        return None if is_test(path) else f'"{name}" is for tests'
    if target not in plan.rooms:
        return f'"{name}" is in no room of {PLAN}'
    if {"include", "examples"} & set(path.parts) and parts[0] != "etude":
        return f'"{name}" is not promised to programs outside, and {path.parts[0]}/ is for them'
    if target == room or is_test(path) or target in plan.rooms[room]:
        return None
    return f'"{name}": {room} may include {places(plan.rooms[room])}'


def not_for(plan, path, room, name, things):
    """Where the first thing of the outside world that `name` is may be, if that is not here; otherwise None."""
    for thing, pattern in things.items():
        if re.fullmatch(pattern, name):
            here = thing in plan.world[room] or thing in EXTRA.get(str(path), ())
            return None if here else f"{name} ({thing}) is for {places(plan.where(thing))}"
    return None


def wrong_in(plan, path, text):
    """Every wrong arrow of one file, as (line, message)."""
    room = room_of(path)
    if room not in plan.rooms:
        return [(1, f"{room} is no room of {PLAN}: say there what it may include")]
    found = []
    plain = without_comments(text)
    for match in INCLUDE.finditer(plain):
        own, name = match[1] == '"', match[2]
        line = plain.count("\n", 0, match.start(1)) + 1
        if own or name.startswith("etude/"):
            found.append((line, wrong_room(plan, path, room, name)))
        elif not is_test(path):
            found.append((line, not_for(plan, path, room, name, OUTSIDE)))
    for number, line in enumerate(without_comments_and_text(text).split("\n"), 1):
        if not is_test(path):
            found += [(number, not_for(plan, path, room, word, WORDS)) for word in re.findall(r"\w+", line)]
    return [(line, message) for line, message in sorted(found, key=lambda each: each[0]) if message]


def sources(root):
    for folder in ("include", "src", "apps", "adapters", "bench", "examples", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cpp", ".inc"):
                yield path.relative_to(root)


def wrong_links(plan, root):
    """Every etude_room(name dependency...) in CMakeLists.txt that links more than the plan allows."""
    lists = root / "CMakeLists.txt"
    for number, line in enumerate(lists.read_text().split("\n") if lists.exists() else (), 1):
        match = re.match(r"\s*etude_room\(([\w\s]+?)(\s[A-Z_]+\s.*)?\)", line)
        room, *links = match[1].split() if match else (None,)
        extra = [link for link in links if link not in plan.rooms.get(room, ())]
        if extra:
            allowed = places(plan.rooms.get(room, ()))
            yield f"CMakeLists.txt:{number}: {room} links {', '.join(extra)}; it may link {allowed}"


def wrong(root):
    """Every wrong arrow under `root`, one line each."""
    plan = Plan((root / PLAN).read_text(encoding="utf-8"))
    for path in sources(root):
        for line, message in wrong_in(plan, path, (root / path).read_text(encoding="utf-8")):
            yield f"{path}:{line}: {message}"
    yield from wrong_links(plan, root)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    lines = list(wrong(root))
    print("\n".join(lines) or f"arrows: {len(list(sources(root)))} files, all point the right way")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
