#!/usr/bin/env python3
"""Writes transformers.json: what transformers' own tests of its schedules look at, as numbers that it gave itself.

usage: tests/python/peers/make_transformers.py >tests/python/peers/transformers.json    under the one that VERSION names
"""

import json
import sys
import warnings

import torch
import transformers

VERSION = "5.24.0"
LR, STEPS = 10.0, 12
RUN = "num_warmup_steps=2, num_training_steps=10"
ROWS = (  # name in get_scheduler(), arguments
    ("constant", ""),
    ("constant_with_warmup", "num_warmup_steps=4"),
    ("linear", RUN),
    ("cosine", RUN),
    ("cosine_with_restarts", f"{RUN}, num_cycles=2"),
    ("polynomial", f"{RUN}, power=2.0, lr_end=1e-7"),
    ("inverse_sqrt", "num_warmup_steps=2"),
    ("cosine_with_min_lr", f"{RUN}, min_lr_rate=0.1"),
    ("warmup_stable_decay", "num_warmup_steps=2, num_stable_steps=2, num_decay_steps=3, num_cycles=0.5, min_lr_ratio=0.1"),
)
OF_RUN = ("num_warmup_steps", "num_training_steps")


def rates(name, arguments):
    of = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=LR)
    given = eval(f"dict({arguments})")
    specific = {key: value for key, value in given.items() if key not in OF_RUN}
    scheduler = transformers.get_scheduler(name, of, *(given.get(key) for key in OF_RUN), specific or None)
    seen = []
    for _ in range(STEPS):
        seen.append([group["lr"] for group in of.param_groups])
        of.step()
        scheduler.step()
    return seen


def main():
    if transformers.__version__ != VERSION:
        sys.exit(f"make_transformers.py: this is transformers {transformers.__version__}; the tables are those of {VERSION}")
    warnings.simplefilter("ignore")
    rows = [{"test": f"test_schedulers: {name}", "etude": f"hf.{name}({arguments})", "steps": STEPS, "groups": [LR],
             "optimizer": "SGD", "lr": rates(name, arguments)} for name, arguments in ROWS]
    lines = ",\n".join(json.dumps(each) for each in rows)
    print(f'{{"made_by": "tests/python/peers/make_transformers.py", "transformers": "{VERSION}", "rows": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
