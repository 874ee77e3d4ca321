"""What drives LibTorch, installed and moved, is compiled and run by a project that finds it.

python3 installed_test.py BUILD CXX OPTION...: BUILD has the library built; the options are those by which CMake finds LibTorch.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

here = pathlib.Path(__file__).parent


def done(*command, **more):
    """What a command that succeeds prints."""
    run = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **more)
    if run.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}\n{run.stdout}{run.stderr}")
    return run.stdout


class Installed(unittest.TestCase):
    def test_a_project_finds_it_with_its_sources(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            done("cmake", "--install", build, "--component", "library", "--prefix", folder / "made")
            prefix = (folder / "made").rename(folder / "moved")
            done("cmake", "-S", here / "installed", "-B", folder / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
                 f"-DCMAKE_CXX_COMPILER={compiler}", *options)
            done("cmake", "--build", folder / "build")
            done(folder / "build/consumer", cwd=folder, env={**os.environ, "OMP_NUM_THREADS": "1"})


if __name__ == "__main__":
    build, compiler, *options = sys.argv[1:]
    unittest.main(argv=sys.argv[:1])
