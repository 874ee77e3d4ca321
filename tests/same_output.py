"""Runs a program and compares what it prints: python3 same_output.py EXPECTED_FILE PROGRAM [ARGUMENT...]."""

import difflib
import pathlib
import subprocess
import sys

expected = pathlib.Path(sys.argv[1]).read_text()
printed = subprocess.run(sys.argv[2:], capture_output=True, text=True, check=True, timeout=120).stdout
sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), printed.splitlines(True), "expected", "printed"))
sys.exit(printed != expected)
