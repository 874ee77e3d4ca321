"""Each public header compiles alone, and all of them together, with every warning an error.

usage: headers_test.py ROOT COMPILER...

For speed, some headers are precompiled for those that include them, which sees nothing more for it than it sees anyway.
"""

import functools
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FLAGS = "-std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Werror".split()
PRECOMPILED = ("etude/schedule/schedule.h", "etude/record/outcome.h", "etude/base/result.h")


def including(headers):
    return "".join(f'#include "{header}"\n' for header in headers)


def complaints(compiler, include, *more, text=""):
    """What the compiler says; nothing where all is well."""
    call = [compiler, *FLAGS, f"-I{include}", *more]
    return subprocess.run(call, input=text, capture_output=True, text=True, check=False).stderr


def main(root, *compilers):
    include = Path(root) / "include"
    text_of = {str(path.relative_to(include)): path.read_text(encoding="utf-8") for path in include.rglob("*.h")}

    @functools.cache
    def below(header):
        own = re.findall(r'^#include "(.*\.h)"', text_of[header], re.M)
        return frozenset(own).union(*map(below, own))

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:

        def prefix(compiler, header):
            return Path(folder) / f"{compiler}-{header.replace('/', '-')}"  # and .gch, where both compilers look

        def precompile(job):
            compiler, header = job
            prefix(*job).write_text(including([header]))
            complaints(compiler, include, "-x", "c++-header", prefix(*job), "-o", f"{prefix(*job)}.gch")

        def check(job):
            compiler, headers = job
            ready = [each for each in PRECOMPILED if all(each in below(header) for header in headers)][:1]
            first = [option for each in ready for option in ("-include", prefix(compiler, each))]
            wrong = complaints(compiler, include, *first, "-fsyntax-only", "-x", "c++", "-", text=including(headers))
            return f"{compiler}, {' '.join(headers)}:\n{wrong}" if wrong else ""

        list(pool.map(precompile, [(compiler, header) for compiler in compilers for header in PRECOMPILED]))
        every = [sorted(text_of), *([header] for header in sorted(text_of))]
        wrong = [each for each in pool.map(check, [(compiler, headers) for compiler in compilers for headers in every]) if each]
    print("\n".join(wrong) or f"headers: {len(text_of)} compile alone and together with {' and '.join(compilers)}")
    return 1 if wrong or not text_of else 0


sys.exit(main(*sys.argv[1:]))
