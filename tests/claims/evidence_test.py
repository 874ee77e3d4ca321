"""docs/evidence.md is what the code gives.

python3 evidence_test.py ETUDE                    runs the claims that cost little in quick mode, and those that cost least in
                                                  full, and holds their verdicts and effects against what stands in the
                                                  document.
python3 evidence_test.py ETUDE --write [STORE]    runs all claims in full mode and in quick mode and writes the document anew,
                                                  resumable through the store; and src/claims/recorded.inc, with which etude
                                                  advise is built.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from guide import Guide

etude = ""
root = pathlib.Path(__file__).parent.parent.parent
page = root / "docs/evidence.md"
table = root / "src/claims/recorded.inc"
MARK = "<!-- What follows is written by tests/claims/evidence_test.py. -->\n"

# A second of a core each, or less, and no tuning: printed figures, mechanisms, given and swept peaks.
CHEAP = "C01 C02 C03 C05 C06 C16 C20 C25 C34 F12 F24 F25 F26".split()
CHEAPEST = "C06 C16 C34 F24 F25 F26".split()  # in full mode, too


def claims(*arguments):
    """What `etude claims` writes, and its lines on standard error."""
    return subprocess.run([etude, "claims", *arguments], capture_output=True, text=True,
                          env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}, check=False)


def results(*arguments):
    return json.loads(claims(*arguments, "--json").stdout)["claims"]


def sections(text):
    """The text below each heading "### C04: refuted", by the heading's claim."""
    return {part.split(":")[0]: part.rstrip("\n") for part in text.split("\n### ")[1:]}


# What quick mode gives stands beside what full mode gives.

def three_digits(value):
    return "-" if value is None else f"{value:.3g}"


def beside(effect):
    """The cell of an effect in quick mode: its value, and what it says."""
    says = "" if effect["finding"] == "beside" else ", " + effect["finding"]
    return ("×" if effect["is_ratio"] else "") + three_digits(effect["value"]) + says


def with_cells(lines, cells):
    """A table with one more column."""
    return [line + f" {cell} |" for line, cell in zip(lines, ["--quick", *cells])]


def rows_of(text, head):
    """Where the table begins whose heads begin with this, and the line after its last row."""
    lines = text.split("\n")
    begin = next(i for i, line in enumerate(lines) if line.startswith("| ") and head in line)
    end = next(i for i in range(begin, len(lines) + 1) if i == len(lines) or not lines[i].startswith("|"))
    return lines, begin, end


def widened(text, head, cells):
    """The same with one more column in that table."""
    lines, begin, end = rows_of(text, head)
    rows = with_cells([lines[begin], *lines[begin + 2:end]], cells)
    assert len(cells) == end - begin - 2, text
    return "\n".join(lines[:begin] + [rows[0], lines[begin + 1] + "---|", *rows[1:]] + lines[end:])


def with_quick(text, quick):
    """The document of full mode, with the values and verdicts of quick mode in its tables."""
    head, *parts = text.split("\n### ")
    of = {claim["id"]: claim for claim in quick}
    head = widened(head, " Verdict ", [same_or(parts, claim) for claim in quick])
    for i, part in enumerate(parts):
        effects = of[part.split(":")[0]].get("effects")
        if effects:
            parts[i] = widened(part, " Claimed ", [beside(effect) for effect in effects])
    return "\n### ".join([head, *parts])


def same_or(parts, claim):
    """The verdict of quick mode, where it is another."""
    heading = next(part.split("\n")[0] for part in parts if part.startswith(claim["id"] + ":"))
    return "the same" if heading == f"{claim['id']}: {claim['verdict']}" else claim["verdict"]


def quick_cells(section):
    lines, begin, end = rows_of(section, " Claimed ")
    return [line.rstrip(" |").split(" | ")[-1] for line in lines[begin + 2:end]]


class Evidence(unittest.TestCase):
    def setUp(self):
        self.text = page.read_text(encoding="utf-8")
        self.written = sections(self.text)

    def test_what_costs_little_is_as_it_stands_there_in_quick_mode(self):
        rows = {line.split(" | ")[0].strip("| "): line.rstrip(" |").split(" | ")[-1]
                for line in self.text.split("\n### ")[0].split("\n") if line.startswith("| ")}
        for claim in results(*CHEAP, "--quick"):
            with self.subTest(claim["id"]):
                effects = [beside(effect) for effect in claim.get("effects", [])]
                section = self.written[claim["id"]]
                self.assertEqual(rows[claim["id"]], same_or([section], claim))
                if effects:
                    self.assertEqual(quick_cells(section), effects, "write it anew: evidence_test.py ETUDE --write")

    def test_what_costs_least_is_as_it_stands_there_in_full_mode(self):
        text = claims(*CHEAPEST, "--full", "--markdown").stdout
        with_cells_of_quick = with_quick(text, results(*CHEAPEST, "--quick"))
        for claim, section in sections(with_cells_of_quick).items():
            with self.subTest(claim):
                self.assertEqual(section, self.written[claim], "write it anew: evidence_test.py ETUDE --write")

    def test_every_claim_stands_there(self):
        ids = [claim["id"] for claim in results()]
        self.assertEqual(list(self.written), ids)


def known(fact):
    """Without what is null."""
    if isinstance(fact, dict):
        return {name: known(each) for name, each in fact.items() if each is not None}
    return [known(each) for each in fact] if isinstance(fact, list) else fact


def recorded(full):
    """All of it but the arms and what measures mean, an effect a line."""
    left_out = ("arms", "measures")
    lines = [json.dumps(known({name: fact for name, fact in claim.items() if name not in left_out}), ensure_ascii=False)
             for claim in full]
    texts = [re.sub(r'(?<=[\[ ]){"(?=where|a")', '\n{"', line) for line in lines]
    return ("// Written by tests/claims/evidence_test.py --write out of the JSON of etude claims.\n// clang-format off\n" +
            "".join(f'R"json({text})json",\n' for text in texts))


def write(store):
    """Full mode for numbers and text, quick mode for numbers."""
    with tempfile.TemporaryDirectory() as folder:
        numbers, words = pathlib.Path(folder, "full.json"), pathlib.Path(folder, "full.md")
        claims("--full", "--store", store, f"--json={numbers}", f"--markdown={words}")
        full = json.loads(numbers.read_text(encoding="utf-8"))["claims"]
        text = words.read_text(encoding="utf-8")
    write_of(full, text, results("--quick", "--store", store))


def write_of(full, text, quick):
    text = with_quick(text, quick)
    before = page.read_text(encoding="utf-8").split(MARK)[0]
    page.write_text(before + MARK + "\n" + Guide(full).text() +
                    re.sub(r"^By `[^`]*`: ", "By `etude claims --full`: ", text), encoding="utf-8")
    table.write_text(recorded(full), encoding="utf-8")


if __name__ == "__main__":
    etude = str(pathlib.Path(sys.argv[1]).resolve())
    if "--write" in sys.argv:
        write(sys.argv[3] if len(sys.argv) > 3 else "claims.etude")
    else:
        sys.argv = sys.argv[:1]
        unittest.main()
