#!/usr/bin/env python3
"""Holds every #include against the plan of the house (docs/architecture.md): arrows between rooms point one way.

Reads include/etude/<room>/, src/<room>/, apps/<app>/, adapters/<adapter>/, bench/ and tests/, and prints each wrong arrow as file:line with
what is allowed there. A room is the unit; a test (x_test.cpp, tests/) keeps its room's arrows, but may use any outside
header. Exit status 1 where an arrow is wrong.

usage: tools/arrows.py [FOLDER]
"""

import re
import sys
from pathlib import Path

CORE = ("base", "schedule", "notation")  # also compiled for wasm32-wasi
LIBRARY = (*CORE, "dialect", "optim", "model", "data", "store", "report", "lab")

# Which other rooms a room may include.
ROOMS = {
    "base": (),
    "schedule": ("base",),
    "optim": ("base",),
    "model": ("base",),
    "data": ("base",),
    "store": ("base",),
    "report": ("base",),
    "notation": ("base", "schedule"),
    "dialect": ("base", "schedule", "notation"),
    "lab": ("base", "schedule", "notation", "optim", "model", "data"),
    "adapters/mpi": ("base", "schedule", "notation", "lab"),
    "apps/cli": LIBRARY,
    "apps/explorer": (*CORE, "dialect", "optim", "model", "data", "lab", "report"),
    "bench": LIBRARY,
    "tests": LIBRARY,
}

OUTER = ("apps/cli", "bench")  # what faces the world; tests may use anything
WITHOUT_CORE = tuple(room for room in ROOMS if room not in CORE)
SIMD = r"immintrin\.h|arm_neon\.h|wasm_simd128\.h|experimental/simd"
THREADS = r"thread|atomic|mutex|shared_mutex|future|condition_variable|semaphore|latch|barrier|stop_token"

# Which rooms, or single files, may use an outside header: the first pattern that fits the whole name decides.
HEADERS = (
    (r"tl/expected\.hpp", ("base",)),
    (r"CLI/CLI\.hpp", ("apps/cli",)),
    (r"benchmark/.*", ("bench",)),
    (r"gtest/.*|gmock/.*|rapidcheck.*|mpfr\.h", ("tests",)),
    (r"zlib\.h", ("data",)),
    (r"sqlite3\.h", ("store",)),
    (r"mpi\.h", ("adapters/mpi",)),
    (SIMD, ("model", "bench")),
    (r"sys/.*|unistd\.h|fcntl\.h|spawn\.h|termios\.h|csignal", OUTER),
    (r".*[./].*", ()),  # any other header that is not C++'s own
    (THREADS, ("lab", "adapters/mpi", *OUTER)),
    (r"fstream|filesystem|cstdio", ("data", "store", *OUTER, "src/base/number.cpp")),
    (r"chrono", ("adapters/mpi", *OUTER)),
    (r"chrono|ctime|locale|clocale|iostream", OUTER),
    (r"format|ranges|regex|sstream|istream|ostream|iomanip|source_location", WITHOUT_CORE),
)

# Which rooms may use a word of the language or the standard library.
WORDS = (
    (r"throw|try|catch", WITHOUT_CORE),
    (r"random_device|srand|getenv|setlocale", OUTER),
)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)


def room_of(path):
    """The room of a file, given by its path from the repository's root."""
    parts = path.parts
    if parts[0] in ("bench", "tests"):
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


def wrong_room(path, room, name):
    """What is wrong with including the project's own header `name`, or None."""
    target = name.split("/")[1] if name.startswith("etude/") else name.split("/")[0]
    if "/" not in name or target == room:  # a neighbour in the same folder, or the room's own
        return None
    if target == "support":
        return None if is_test(path) else f'"{name}" is for tests'
    if target not in ROOMS:
        return f'"{name}" is in no room of tools/arrows.py'
    if not name.startswith("etude/"):
        return f'"{name}" is private to {target}'
    if target not in ROOMS[room]:
        return f'"{name}": {room} may include {places(ROOMS[room])}'
    return None


def not_for(path, room, name, rules):
    """Where the first rule for `name` allows it, if that is not here; otherwise None."""
    for pattern, allowed in rules:
        if re.fullmatch(pattern, name):
            here = room in allowed or str(path) in allowed
            return None if here else f"{name} is for {places(allowed)}"
    return None


def wrong_in(path, text):
    """Every wrong arrow of one file, as (line, message)."""
    room = room_of(path)
    if room not in ROOMS:
        return [(1, f"{room} is no room of tools/arrows.py: say there what it may include")]
    found = []
    plain = without_comments(text)
    for match in INCLUDE.finditer(plain):
        own, name = match[1] == '"', match[2]
        line = plain.count("\n", 0, match.start(1)) + 1
        if own or name.startswith("etude/"):
            found.append((line, wrong_room(path, room, name)))
        elif not is_test(path):
            found.append((line, not_for(path, room, name, HEADERS)))
    for number, line in enumerate(without_comments_and_text(text).split("\n"), 1):
        if not is_test(path):
            found += [(number, not_for(path, room, word, WORDS)) for word in re.findall(r"\w+", line)]
    return [(line, message) for line, message in sorted(found, key=lambda each: each[0]) if message]


def sources(root):
    for folder in ("include", "src", "apps", "adapters", "bench", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cpp", ".inc"):
                yield path.relative_to(root)


def wrong_headers(root):
    headers = sorted((root / "include/etude/base").glob("*.h"))
    if len(headers) > 6:
        yield f"include/etude/base: {len(headers)} public headers, six at most"


def wrong_links(root):
    """Every etude_room(name dependency...) in CMakeLists.txt that links more than the table allows."""
    lists = root / "CMakeLists.txt"
    for number, line in enumerate(lists.read_text().split("\n") if lists.exists() else (), 1):
        match = re.match(r"\s*etude_room\(([\w\s]+)\)", line)
        room, *links = match[1].split() if match else (None,)
        extra = [link for link in links if link not in ROOMS.get(room, ())]
        if extra:
            yield f"CMakeLists.txt:{number}: {room} links {', '.join(extra)}; it may link {places(ROOMS.get(room, ()))}"


def wrong(root):
    """Every wrong arrow under `root`, one line each."""
    for path in sources(root):
        for line, message in wrong_in(path, (root / path).read_text(encoding="utf-8")):
            yield f"{path}:{line}: {message}"
    yield from wrong_headers(root)
    yield from wrong_links(root)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    lines = list(wrong(root))
    print("\n".join(lines) or f"arrows: {len(list(sources(root)))} files, all point the right way")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
