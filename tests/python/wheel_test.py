"""The package as pip installs it: a wheel of the build folder ETUDE_BUILD, what is in it, and both in a fresh environment.

What compiled the module before compiles nothing again here: the wheel is packed in the same folder.
"""

import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

from tables import ROOT

BUILD = os.environ.get("ETUDE_BUILD", str(ROOT / "build/test"))


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=ROOT, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def packed(folder):
    """The wheel of the build folder as it is: by its compilers, its configuration and the flags that go with that."""
    pairs = (line.split("=", 1) for line in Path(BUILD, "CMakeCache.txt").read_text().splitlines() if "=" in line)
    cache = {name.partition(":")[0]: value for name, value in pairs}
    kind, flags = cache["CMAKE_BUILD_TYPE"], f"CMAKE_CXX_FLAGS_{cache['CMAKE_BUILD_TYPE'].upper()}"
    settings = f"-Cbuild-dir={BUILD}", f"-Ccmake.build-type={kind}", f"-Ccmake.define.{flags}={cache[flags]}"
    compilers = {"CC": cache["CMAKE_C_COMPILER"], "CXX": cache["CMAKE_CXX_COMPILER"]}
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, *settings, env={**os.environ, **compilers})
    (wheel,) = folder.glob("*.whl")
    return wheel


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        there = Path(cls.folder.name)
        cls.wheel = packed(there)
        tools = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        run("auditwheel", "repair", "--wheel-dir", there / "repaired", cls.wheel, env=tools)
        (cls.repaired,) = (there / "repaired").glob("*.whl")
        run("/usr/bin/python3", "-m", "venv", there / "fresh")
        run(there / "fresh/bin/pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", cls.repaired)
        cls.bin, cls.elsewhere = there / "fresh/bin", {"PATH": f"{there}/fresh/bin", "HOME": str(there), "LANG": "C.UTF-8"}

    def test_the_package_is_whole(self):
        names = set(zipfile.ZipFile(self.wheel).namelist())
        package = {f"etude/{path.name}" for path in (ROOT / "adapters/python/etude").iterdir() if path.suffix in (".py", ".typed")}
        self.assertLessEqual(package | {"etude/_core.pyi", "etude-0.1.0.data/scripts/etude"}, names)
        rest = [name for name in names if not name.startswith(("etude/", "etude-0.1.0.dist-info/", "etude-0.1.0.data/scripts/"))]
        self.assertEqual(rest, [])

    def test_its_tag_says_what_is_inside(self):
        abi = r"cp311-cp311" if sys.version_info < (3, 12) else r"cp312-abi3"
        self.assertRegex(self.wheel.name, rf"-{abi}-linux_x86_64\.whl$")
        self.assertRegex(self.repaired.name, rf"-{abi}-manylinux_2_\d+_x86_64\.whl$")

    def test_what_debian_has_and_others_have_not_is_in_the_repaired_wheel(self):
        carried = [name for name in zipfile.ZipFile(self.repaired).namelist() if name.startswith("etude.libs/lib")]
        names = {re.match(r"etude.libs/lib(.+?)-[0-9a-f]{8}\.", name)[1] for name in carried}
        self.assertEqual(names, {"sqlite3", "tomlplusplus", "yaml-cpp"})

    def test_without_anything_else_the_module_works(self):
        code = "import etude; print(etude.cosine(1, steps=3)([0, 1, 2]), 'rises-after-end' in [n.id for n in etude.lint('torch.CosineAnnealingLR(lr=0.1, T_max=30)', steps=300)])"
        self.assertEqual(run(self.bin / "python", "-c", code, env=self.elsewhere), "[1.0, 0.5, 0.0] True\n")

    def test_the_command_is_there(self):
        self.assertIn("rises-after-end", run("etude", "lint", "torch.CosineAnnealingLR(lr=0.1, T_max=30)", "--steps", "300", env=self.elsewhere))
        with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
            script.write("scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3)\n")
            script.flush()
            self.assertIn("StepLR", run("etude", "show", script.name, "--steps", "9", env=self.elsewhere))

    def test_its_types_pass_the_strictest_check(self):
        run(sys.executable, "-m", "mypy", "--strict", "-p", "etude", env={**os.environ, "MYPYPATH": os.environ["PYTHONPATH"]})


class SourceDistribution(unittest.TestCase):
    left_out = "tests/", "bench/", "apps/explorer/", "tools/site", "test"

    def test_it_has_every_file_that_a_build_needs(self):
        tracked = [name for name in run("git", "ls-files").splitlines() if not name.startswith(self.left_out)]
        grammar = [str(path.relative_to(ROOT)) for path in (ROOT / "build/grammar").rglob("*.[ch]")]
        with tempfile.TemporaryDirectory() as folder:
            run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder)
            (archive,) = Path(folder).glob("*.tar.gz")
            names = {name.partition("/")[2] for name in tarfile.open(archive).getnames()}
        self.assertGreater(len(grammar), 5)
        self.assertEqual([name for name in tracked + grammar if name not in names and name != ".gitignore"], [])


if __name__ == "__main__":
    unittest.main()
