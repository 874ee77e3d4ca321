"""The package that a build installs, used as docs/cpp.md says: its programs, its projects, its calls.

usage: package_test.py BUILD CXX...

BUILD is a folder that was built with BUILD_SHARED_LIBS; each CXX is a compiler. It is installed once, and moved before it
is used: nothing in it may name the place where it was. What fails is told with the output of the call.
"""

import functools
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

root = pathlib.Path(__file__).parents[2]
page = (root / "docs/cpp.md").read_text()


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


program, expected = blocks("cpp")[0], blocks("text")[0]
installed, fetched = blocks("cmake")
call = next(line for block in blocks("sh") for line in block.splitlines() if "pkg-config" in line)


def output(*command, **more):
    """What a command that succeeds prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def declared(name):
    """Of etude::a::f<int>(etude::b) and etude::a::C::f(int) const, as nm writes them: etude::a::f and etude::a::C::f."""
    bare = re.sub(r"^.* for |\[abi:\w+\]", "", name)
    while bare != (shorter := re.sub(r"<[^<>]*>|\([^()]*\)", "", bare)):
        bare = shorter
    return bare.removesuffix(" const").split(" ")[-1]


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        output("cmake", "--install", build, "--component", "library", "--prefix", cls.folder / "made")
        cls.prefix = (cls.folder / "made").rename(cls.folder / "moved")
        cls.library = next(cls.prefix.rglob("libetude.so"))
        read = " ".join(path.read_text() for path in (cls.prefix / "include").rglob("*.*"))
        cls.headers = re.sub(r"//[^\n]*|^#[^\n]*", "", read, flags=re.MULTILINE)
        symbols = output("nm", "-D", "--defined-only", "-C", cls.library).splitlines()
        cls.shown = [line.split(" ", 2)[2] for line in symbols]
        cls.found = {**os.environ, "PKG_CONFIG_PATH": str(cls.library.parent / "pkgconfig"), "LD_LIBRARY_PATH": str(cls.library.parent)}

    def project(self, name, lists):
        """A folder with the page's program and a CMakeLists.txt."""
        here = self.folder / name
        here.mkdir()
        (here / "main.cpp").write_text(program)
        (here / "CMakeLists.txt").write_text(lists)
        return here

    def configured(self, here, compiler, *options):
        return ("cmake", "-S", here, "-B", here / "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={compiler}",
                f"-DCMAKE_PREFIX_PATH={self.prefix}", *options)

    def built_and_run(self, name, lists, compiler, *options):
        here = self.project(name, lists)
        output(*self.configured(here, compiler, *options))
        output("cmake", "--build", here / "build")
        self.assertEqual(output(here / "build/warm"), expected)
        return here / "build/warm"

    def test_a_project_finds_the_static_rooms(self):
        self.built_and_run("static", installed, compilers[0])

    def test_a_project_finds_the_shared_library_with_any_compiler_and_hidden_names_of_its_own(self):
        shared = installed.replace("COMPONENTS notation", "COMPONENTS notation shared")
        made = self.built_and_run("shared", shared, compilers[-1], "-DCMAKE_CXX_FLAGS=-fvisibility=hidden")
        self.assertRegex(output("readelf", "-d", made), r"NEEDED.*\[libetude\.so\.\d+\.\d+\]")

    def test_a_project_has_the_tree_in_it(self):
        self.built_and_run("fetched", fetched.replace("/path/to/etude", str(root)), compilers[-1], "-DCMAKE_UNITY_BUILD=ON")

    def test_pkg_config_finds_static_rooms_and_the_shared_library(self):
        for package in ("etude-notation", "etude"):
            here = self.project(package, "")
            output("bash", "-c", call.replace("etude-notation", package), cwd=here, env=self.found)
            self.assertEqual(output(here / "warm", env=self.found), expected)

    def test_a_program_in_c_finds_its_library(self):
        flags = output("pkg-config", "--cflags", "--libs", "etude_c", env=self.found).split()
        output("gcc", "-fsyntax-only", "-Werror", "-x", "c", "-", "-x", "none", *flags, input="#include <etude.h>\n")
        self.assertTrue((self.library.parent / "libetude_c.so").exists())

    def test_a_class_of_the_librarys_is_derived_from_where_names_are_hidden(self):
        flags = output("pkg-config", "--cflags", "--libs", "etude", env=self.found).split()
        made = self.folder / "derived"
        output(compilers[-1], root / "examples/train.cpp", "-fvisibility=hidden", "-o", made, *flags)
        self.assertEqual(output(made, env=self.found), (root / "examples/train.txt").read_text())

    def test_a_component_that_is_not_there_is_refused_with_those_that_are(self):
        here = self.project("refused", installed.replace("COMPONENTS notation", "COMPONENTS notations"))
        done = subprocess.run(self.configured(here, compilers[0]), capture_output=True, text=True, check=False)
        said = "etude has no component notations beside static ones; there are base, schedule, record, notation,"
        self.assertIn(said, " ".join(done.stderr.split()))

    def test_the_shared_library_shows_names_of_the_headers_alone(self):
        public = set(re.findall(r"\w+", self.headers))
        rooms = {room for names in re.findall(r"namespace ([\w:]+)", self.headers) for room in names.split("::")}
        self.assertGreater(len(self.shown), 500)
        for name in self.shown:
            self.assertTrue(declared(name).startswith("etude::"), name)
            names = declared(name).split("::")[1:]  # a member of a public class is that class's
            self.assertIn(next(each for each in names if each not in rooms), public, name)

    def test_the_shared_library_shows_templates_that_headers_declare_and_do_not_define(self):
        names = {declared(name).split("::")[-1] for name in self.shown}
        bodyless = re.findall(r"template <[^;{}()]*?>\s+(?!class|struct)((?:[^;{}()]|{})*?\b(\w+)\((?:[^;{}]|{})*\)(?: const)?;)", self.headers)
        self.assertGreater(len(bodyless), 15)
        for text, name in bodyless:
            if not re.search(rf"\b{name}\([^;]*?\) {{", self.headers):
                self.assertIn("ETUDE_SHOWN", text, f"{name} is shown by no shared library: see etude/base/shown.h")
                self.assertIn(name, names)


if __name__ == "__main__":
    build, *compilers = sys.argv[1:]
    unittest.main(argv=sys.argv[:1])
