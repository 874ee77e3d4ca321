"""Runs programs one after another in this Python: run_programs.py FOLDER STEPS. Prints {name: output or error} as JSON."""

import contextlib
import importlib
import io
import json
import pathlib
import sys
import traceback
import warnings


def run(path, steps):
    out = io.StringIO()
    sys.argv = [str(path), steps]
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(path.read_text(), str(path), "exec"), {"__name__": "__main__"})
    except Exception:
        return {"error": traceback.format_exc(limit=-3)}
    return {"output": out.getvalue()}


def name_as_now(torch_scheduler):
    """Debian's torch 1.13 calls LRScheduler _LRScheduler; newer libraries ask for the name of today."""
    if not hasattr(torch_scheduler, "LRScheduler"):
        torch_scheduler.LRScheduler = torch_scheduler._LRScheduler


warnings.simplefilter("ignore")
with contextlib.suppress(ImportError):
    name_as_now(importlib.import_module("torch.optim.lr_scheduler"))
folder, steps = sys.argv[1:3]
print(json.dumps({path.name: run(path, steps) for path in sorted(pathlib.Path(folder).glob("*.py"))}))
