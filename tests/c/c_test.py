"""etude.h for programs in C.

python3 c_test.py LIBRARY C_COMPILER... -- C++_COMPILER...            checks it.
python3 c_test.py LIBRARY C_COMPILER... -- C++_COMPILER... --write    writes anew what docs/c.md shows as printed.

LIBRARY is libetude_c.so. Every compiler builds with all warnings as errors: consumer.c, the example of docs/c.md, whose
output is held against what stands there, and that no function of the header throws. What the library shows is
adapters/c/symbols.txt, which is what the header declares.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

root = pathlib.Path(__file__).parent.parent.parent
room = root / "adapters/c"
warnings = "-Wall -Wextra -Wpedantic -Werror".split()
library, c_compilers, cpp_compilers = "", [], []


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)


def declared():
    return sorted(set(re.findall(r"^ETUDE_API [^;(]*?\b(etude_\w+)\(", (room / "etude.h").read_text(), re.MULTILINE)))


def compiled(compiler, text, *options):
    """The program of a source text; fails where the compiler says anything."""
    language = ["-std=c++20", "-x", "c++"] if compiler in cpp_compilers else ["-std=c11", "-x", "c"]
    call = [compiler, *language, *warnings, f"-I{room}", "-", "-x", "none", *options]
    done = subprocess.run(call, input=text, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, f"{compiler}:\n{done.stderr}"


def printed(compiler, text):
    with tempfile.TemporaryDirectory() as folder:
        compiled(compiler, text, "-o", f"{folder}/program", library, f"-Wl,-rpath,{pathlib.Path(library).parent}", "-lm")
        done = subprocess.run([f"{folder}/program"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout
        return done.stdout


class Header(unittest.TestCase):
    def test_a_program_in_c_works(self):
        for compiler in c_compilers:
            with self.subTest(compiler):
                self.assertEqual(printed(compiler, (root / "tests/c/consumer.c").read_text()), "all is as it should be\n")

    def test_the_example_of_the_document_prints_what_stands_there(self):
        (code,), (text,) = (blocks(root / "docs/c.md", language) for language in ("c", "text"))
        for compiler in c_compilers:
            with self.subTest(compiler):
                self.assertEqual(printed(compiler, code), text)

    def test_no_function_throws_where_it_is_read_as_cpp(self):
        text = "".join(f"static_assert(never_throws(&{name}));\n" for name in declared())
        text = f"""#include "etude.h"
template <class R, class... A> constexpr bool never_throws(R (*)(A...) noexcept) {{ return true; }}
{text}"""
        for compiler in cpp_compilers:
            with self.subTest(compiler):
                compiled(compiler, text, "-fsyntax-only")


class Symbols(unittest.TestCase):
    def test_are_what_the_header_declares(self):
        self.assertEqual((room / "symbols.txt").read_text().split(), declared())

    def test_are_all_that_the_library_shows(self):
        shown = subprocess.run(["nm", "--dynamic", "--defined-only", library], capture_output=True, text=True, check=True).stdout
        names = [line.split()[-1] for line in shown.splitlines() if line.split()[-2] in "TWDBRVu"]
        self.assertEqual(sorted(names), [f"{name}@@ETUDE_1" for name in declared()])

    def test_are_of_a_library_that_does_not_train(self):
        names = subprocess.run(["nm", "--demangle", "--defined-only", library], capture_output=True, text=True, check=True).stdout
        self.assertIn(" etude::range::read_sweeps(", names)
        self.assertNotIn(" etude::train::", names)

    def test_are_of_the_abi_that_the_header_names(self):
        (number,) = re.findall(r"^#define ETUDE_ABI (\d+)$", (room / "etude.h").read_text(), re.MULTILINE)
        self.assertIn(f"ETUDE_{number} {{", (room / "etude.map").read_text())
        self.assertTrue(pathlib.Path(library).resolve().with_name(f"libetude_c.so.{number}").exists())


if __name__ == "__main__":
    library, *compilers = sys.argv[1:]
    del sys.argv[1:]
    writes = "--write" in compilers
    compilers = [compiler for compiler in compilers if compiler != "--write"]
    c_compilers, cpp_compilers = compilers[: compilers.index("--")], compilers[compilers.index("--") + 1 :]
    if not writes:
        unittest.main()
    page = root / "docs/c.md"
    output = printed(c_compilers[0], blocks(page, "c")[0])
    page.write_text(re.sub(r"^```text\n.*?^```$", lambda _: f"```text\n{output}```", page.read_text(), flags=re.MULTILINE | re.DOTALL))
