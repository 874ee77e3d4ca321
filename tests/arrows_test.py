"""tools/arrows.py finds every kind of wrong arrow that is planted here, and nothing else."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
sys.dont_write_bytecode = True
import arrows

# path, text, and what each line of the report must contain
WRONG = (
    ("include/etude/schedule/a.h", '#pragma once\n#include "etude/notation/parse.h"\n', ["a.h:2: ", "may include base"]),
    ("src/base/a.cpp", '#include "etude/lab/loop.h"\n', ["a.cpp:1: ", "may include nothing"]),
    ("src/lab/a.cpp", '#include "etude/report/table.h"\n', ["may include base, schedule, notation, optim, model, data"]),
    ("src/lab/a.cpp", '#include <etude/report/table.h>\n', ["may include"]),
    ("src/lab/a_test.cpp", '#include "etude/report/table.h"\n', ["may include"]),
    ("src/lab/a.cpp", '#include "model/kernel.h"\n', ["private to model"]),
    ("apps/cli/a.cpp", '#include "lab/pool.h"\n', ["private to lab"]),
    ("src/lab/a.cpp", '#include "etude/attic/x.h"\n', ["in no room"]),
    ("src/lab/a.cpp", '#include "support/golden.h"\n', ["is for tests"]),
    ("src/attic/a.cpp", "int x;\n", ["attic is no room"]),
    ("src/schedule/a.cpp", "#include <tl/expected.hpp>\n", ["is for base"]),
    ("src/lab/a.cpp", "#include <CLI/CLI.hpp>\n", ["is for apps/cli"]),
    ("src/lab/a.cpp", "#include <benchmark/benchmark.h>\n", ["is for bench"]),
    ("src/lab/a.cpp", "#include <gtest/gtest.h>\n", ["is for tests"]),
    ("src/lab/a.cpp", "#include <zlib.h>\n", ["is for data"]),
    ("src/lab/a.cpp", "#include <sqlite3.h>\n", ["is for store"]),
    ("src/store/a.cpp", '#include "etude/lab/loop.h"\n', ["may include base"]),
    ("src/lab/a.cpp", "#include <stdio.h>\n", ["is for nothing"]),
    ("src/base/a.cpp", "#include <immintrin.h>\n", ["is for model"]),
    ("src/model/a.cpp", "#include <thread>\n", ["is for lab, adapters/mpi, apps/cli"]),
    ("src/report/a.cpp", "#include <fstream>\n", ["is for data, store, apps/cli, bench"]),
    ("src/base/json.cpp", "#include <cstdio>\n", ["src/base/number.cpp"]),
    ("src/lab/a.cpp", "  #  include <chrono>\n", ["a.cpp:1: ", "is for adapters/mpi, apps/cli, bench"]),
    ("src/report/a.cpp", "#include <iostream>\n", ["is for apps/cli, bench"]),
    ("src/notation/a.cpp", "#include <sstream>\n", ["sstream is for optim, model"]),
    ("src/base/a.cpp", "/* two\nlines */\n#include <ranges>\n", ["a.cpp:3: "]),
    ("src/notation/a.cpp", '#include "etude/base/number.h"\n\nvoid f() { throw 1; }\n', ["a.cpp:3: throw is for"]),
    ("src/lab/a.cpp", "std::random_device seed;\n", ["random_device is for"]),
    ("CMakeLists.txt", "etude_room(base)\netude_room(report base lab)\n", ["CMakeLists.txt:2: report links lab;"]),
)

RIGHT = (
    ("src/lab/a.cpp", '#include <thread>\n#include "etude/model/network.h"\n#include "lab/pool.h"\n#include "pool.h"\n'),
    ("src/base/number.cpp", "#include <cstdio>\n"),
    ("src/store/a.cpp", '#include <sqlite3.h>\n#include <filesystem>\n#include "etude/base/record.h"\n'),
    ("src/base/a.cpp", '// #include <iostream>\n/* throw\n#include <thread> */ const char* s = "try // catch";\n'),
    ("src/base/a.cpp", "const char* raw = R\"(\n#include <iostream>\nthrow)\"; int n = 1'000; char q = '\"';\n"),
    ("src/base/a.cpp", "int retry, catch_all;\n"),
    ("src/base/a_test.cpp", "#include <gtest/gtest.h>\n#include <fstream>\n#include <mpfr.h>\nvoid f() { throw 1; }\n"),
    ("src/lab/a_test.cpp", '#include "support/golden.h"\n#include "etude/model/network.h"\n'),
    ("apps/cli/a.cpp", '#include <unistd.h>\n#include <chrono>\n#include <iostream>\n#include "etude/report/table.h"\n'),
    ("bench/a.cpp", '#include <benchmark/benchmark.h>\n#include "etude/lab/loop.h"\n'),
    ("CMakeLists.txt", "etude_room(base)\netude_room(report base)\n"),
)


def report(*files):
    """The lines of arrows.wrong() on a tree of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files:
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

    def test_base_has_six_headers_at_most(self):
        headers = [(f"include/etude/base/h{i}.h", "#pragma once\n") for i in range(7)]
        self.assertEqual(report(*headers[:6]), [])
        self.assertIn("7 public headers", report(*headers)[0])


if __name__ == "__main__":
    unittest.main()
