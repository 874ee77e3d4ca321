"""seeds.py GOLDENS FOLDER...: writes each golden line's spec as a file of its own into every FOLDER."""

import json
import pathlib
import sys

goldens, *folders = map(pathlib.Path, sys.argv[1:])
for path in sorted(goldens.glob("*.jsonl")):
    for i, line in enumerate(path.read_text().splitlines()):
        if spec := json.loads(line).get("spec"):
            for folder in folders:
                (folder / f"{path.stem}-{i}").write_text(spec)
