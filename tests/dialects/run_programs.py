"""Runs programs one after another in this Python: run_programs.py FOLDER. Prints {name: {"output", "refuses"} or {"error"}}
as JSON: refuses is false of a program that takes an optimizer whose rate is not the one it is for."""

import contextlib
import importlib
import io
import json
import pathlib
import sys
import traceback
import types
import warnings


def refuses(names):
    if "check_rate" not in names:
        return True
    try:
        names["check_rate"](types.SimpleNamespace(param_groups=[{"lr": names["LR"]}, {"lr": 2 * names["LR"]}]))
    except ValueError:
        return True
    return False


def run(path):
    out = io.StringIO()
    sys.argv = [str(path)]
    names = {"__name__": "__main__"}
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(path.read_text(), str(path), "exec"), names)
        return {"output": out.getvalue(), "refuses": refuses(names)}
    except Exception:
        return {"error": traceback.format_exc(limit=-3)}


def name_as_now(torch_scheduler):
    """Debian's torch 1.13 calls LRScheduler _LRScheduler; newer libraries ask for the name of today."""
    if not hasattr(torch_scheduler, "LRScheduler"):
        torch_scheduler.LRScheduler = torch_scheduler._LRScheduler


warnings.simplefilter("ignore")
with contextlib.suppress(ImportError):
    name_as_now(importlib.import_module("torch.optim.lr_scheduler"))
folder = pathlib.Path(sys.argv[1])
print(json.dumps({path.name: run(path) for path in sorted(folder.glob("*.py"))}))
