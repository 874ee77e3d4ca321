import json
import sys

import torch
from deepspeed.runtime import lr_schedules
ETUDE_CHECK

# for deepspeed.initialize(config=...)
CONFIG = json.loads('''
ETUDE_CONFIG
''')


def make_scheduler(optimizer):
    ETUDE_CHECKED
    scheduler = CONFIG["scheduler"]
    return getattr(lr_schedules, scheduler["type"])(optimizer, **scheduler["params"])


ETUDE_MAIN
