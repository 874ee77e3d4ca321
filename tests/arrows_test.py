"""tools/arrows.py finds every kind of wrong arrow that is planted here, and nothing else."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
sys.dont_write_bytecode = True
import arrows

root = Path(__file__).resolve().parent.parent
plan = (root / arrows.PLAN).read_text(encoding="utf-8")

# path, text, and what each line of the report must contain
WRONG = (
    ("include/etude/schedule/a.h", '#pragma once\n#include "etude/notation/parse.h"\n', ["a.h:2: ", "may include base"]),
    ("src/base/a.cpp", '#include "etude/train/loop.h"\n', ["a.cpp:1: ", "may include nothing"]),
    ("src/train/a.cpp", '#include "etude/report/table.h"\n', ["may include base, schedule, notation, record, optim, model, data"]),
    ("src/train/a.cpp", '#include <etude/report/table.h>\n', ["may include"]),
    ("src/train/a.cpp", '#include "study/pool.h"\n', ["may include"]),
    ("src/train/a.cpp", '#include "etude/range/rules.h"\n', ["may include"]),
    ("src/optim/a.cpp", '#include "model/kernel.h"\n', ["may include base"]),
    ("src/study/a.cpp", '#include "adapters/program/command.h"\n', ["may include"]),
    ("include/etude/train/a.h", '#include "train/pool.h"\n', ["not promised to programs outside"]),
    ("examples/a.cpp", '#include "train/pool.h"\n', ["not promised to programs outside"]),
    ("examples/a.cpp", '#include "adapters/torch/numbers.h"\n', ["not promised to programs outside"]),
    ("adapters/torch/include/etude/torch/a.h", '#include "train/pool.h"\n', ["not promised to programs outside"]),
    ("src/range/a.cpp", '#include "etude/torch/scheduler.h"\n', ["range may include base"]),
    ("src/train/a.cpp", "#include <torch/optim.h>\n", ["is for adapters/torch, bench, examples"]),
    ("src/train/a.cpp", '#include "etude/attic/x.h"\n', ["in no room"]),
    ("src/train/a.cpp", '#include "support/golden.h"\n', ["is for tests"]),
    ("src/attic/a.cpp", "int x;\n", ["attic is no room"]),
    ("src/base/a.cpp", "#include <tl/expected.hpp>\n", ["is for nothing"]),
    ("src/train/a.cpp", "#include <CLI/CLI.hpp>\n", ["is for apps/cli"]),
    ("src/train/a.cpp", "#include <benchmark/benchmark.h>\n", ["is for bench"]),
    ("src/train/a.cpp", "#include <gtest/gtest.h>\n", ["is for tests"]),
    ("src/data/a.cpp", "#include <zlib.h>\n", ["is for files"]),
    ("src/train/a.cpp", "#include <sqlite3.h>\n", ["is for store"]),
    ("src/store/a.cpp", '#include "etude/train/loop.h"\n', ["may include base, record"]),
    ("src/train/a.cpp", "#include <stdio.h>\n", ["is for nothing"]),
    ("src/base/a.cpp", "#include <immintrin.h>\n", ["is for model, bench"]),
    ("src/train/a.cpp", "#include <thread>\n", ["is for study, adapters/c, adapters/program, adapters/mpi"]),
    ("src/report/a.cpp", "#include <fstream>\n", ["is for files, store, adapters/program, apps/cli, bench"]),
    ("src/data/a.cpp", "#include <fstream>\n", ["is for files, store"]),
    ("src/base/json.cpp", "#include <cstdio>\n", ["is for files"]),
    ("src/study/a.cpp", "  #  include <chrono>\n", ["a.cpp:1: ", "is for adapters/program, adapters/mpi, apps/cli, bench"]),
    ("src/report/a.cpp", "#include <iostream>\n", ["is for apps/cli, bench"]),
    ("src/notation/a.cpp", "#include <sstream>\n", ["is for model, adapters/torch, apps/cli"]),
    ("src/base/a.cpp", "/* two\nlines */\n#include <ranges>\n", ["a.cpp:3: "]),
    ("src/notation/a.cpp", '#include "etude/base/number.h"\n\nvoid f() { throw 1; }\n', ["a.cpp:3: throw (exceptions) is for"]),
    ("src/train/a.cpp", "std::random_device seed;\n", ["random_device (environment) is for"]),
    ("CMakeLists.txt", "etude_room(base)\netude_room(report base train)\n", ["CMakeLists.txt:2: report links train;"]),
    ("CMakeLists.txt", "etude_room(report base train TEST_LIBRARIES mpfr)\n", ["CMakeLists.txt:1: report links train;"]),
)

RIGHT = (
    ("src/study/a.cpp", '#include <thread>\n#include "train/pool.h"\n#include "study/pool.h"\n#include "pool.h"\n'),
    ("src/base/number.cpp", "#include <cstdio>\n"),
    ("src/store/a.cpp", '#include <sqlite3.h>\n#include <filesystem>\n#include "etude/record/run.h"\n'),
    ("src/base/a.cpp", '// #include <iostream>\n/* throw\n#include <thread> */ const char* s = "try // catch";\n'),
    ("src/base/a.cpp", "const char* raw = R\"(\n#include <iostream>\nthrow)\"; int n = 1'000; char q = '\"';\n"),
    ("src/base/a.cpp", "int retry, catch_all;\n"),
    ("src/base/a_test.cpp", "#include <gtest/gtest.h>\n#include <fstream>\n#include <mpfr.h>\nvoid f() { throw 1; }\n"),
    ("src/train/a_test.cpp", '#include "support/golden.h"\n#include "files/sources.h"\n'),
    ("adapters/program/a.cpp", '#include <unistd.h>\n#include <chrono>\n#include "study/parallel.h"\n'),
    ("apps/cli/a.cpp", '#include <unistd.h>\n#include <chrono>\n#include <iostream>\n#include "etude/report/table.h"\n'),
    ("bench/a.cpp", '#include <benchmark/benchmark.h>\n#include "etude/train/loop.h"\n'),
    ("examples/a.cpp", '#include <torch/torch.h>\n#include "etude/torch/scheduler.h"\n'),
    ("examples/a.cpp", '#include <cstdio>\n#include "etude/train/train.h"\n'),
    ("CMakeLists.txt", "etude_room(base)\netude_room(report base TEST_LIBRARIES mpfr)\n"),
)


def report(*files):
    """The lines of arrows.wrong() on a tree of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in ((arrows.PLAN, plan), *files):
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return list(arrows.wrong(Path(folder)))


class Arrows(unittest.TestCase):
    def test_wrong_arrows_are_found(self):
        for path, text, expected in WRONG:
            with self.subTest(path=path, text=text):
                lines = report((path, text))
                self.assertEqual(len(lines), 1, lines)
                for part in expected:
                    self.assertIn(part, lines[0])

    def test_right_arrows_pass(self):
        for path, text in RIGHT:
            with self.subTest(path=path, text=text):
                self.assertEqual(report((path, text)), [])

    def test_the_plan_has_a_row_for_every_room_and_no_other(self):
        folders = [f"{place}/{each.name}" for place in ("adapters", "apps") for each in (root / place).iterdir()]
        folders += [each.name for each in (root / "src").iterdir()] + ["bench", "examples", "tests"]
        self.assertEqual(sorted(folders), sorted(arrows.Plan(plan).rooms))


if __name__ == "__main__":
    unittest.main()
