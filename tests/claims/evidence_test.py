"""docs/evidence.md is what the code gives.

python3 evidence_test.py ETUDE                    runs the claims that cost little, and holds their verdicts and effects
                                                  against what stands in the document.
python3 evidence_test.py ETUDE --write [STORE]    runs all claims in quick mode and writes the document anew, resumable
                                                  through the store; and src/claims/recorded.inc, with which etude
                                                  advise is built.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from guide import Guide

etude = ""
root = pathlib.Path(__file__).parent.parent.parent
page = root / "docs/evidence.md"
table = root / "src/claims/recorded.inc"
MARK = "<!-- What follows is written by tests/claims/evidence_test.py. -->\n"

# A second of a core each, or less, and no tuning: printed figures, mechanisms, given and swept peaks.
CHEAP = "C01 C02 C03 C05 C06 C16 C20 C25 C34 F12 F24 F25 F26".split()


def markdown(*arguments):
    """What `etude claims` writes, and its lines on standard error."""
    done = subprocess.run([etude, "claims", *arguments, "--quick", "--markdown"], capture_output=True, text=True,
                          env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}, check=False)
    return done.stdout, done.stderr


def sections(text):
    """The text below each heading "### C04: refuted", by the heading's claim."""
    return {part.split(":")[0]: part.rstrip("\n") for part in text.split("\n### ")[1:]}


class Evidence(unittest.TestCase):
    def test_what_costs_little_is_as_it_stands_there(self):
        written = sections(page.read_text(encoding="utf-8"))
        now, errors = markdown(*CHEAP)
        self.assertEqual(errors, "")
        for claim, section in sections(now).items():
            with self.subTest(claim):
                self.assertEqual(section, written.get(claim), "write it anew: evidence_test.py ETUDE --write")

    def test_every_claim_stands_there(self):
        listed = subprocess.run([etude, "claims", "--json"], capture_output=True, text=True, check=True).stdout
        ids = [line.split('"')[3] for line in listed.splitlines() if '"id"' in line]
        self.assertEqual(list(sections(page.read_text(encoding="utf-8"))), ids)


def known(fact):
    """Without what is null."""
    if isinstance(fact, dict):
        return {name: known(each) for name, each in fact.items() if each is not None}
    return [known(each) for each in fact] if isinstance(fact, list) else fact


def recorded(claims):
    """All of it but the arms, an effect a line."""
    lines = [json.dumps(known({name: fact for name, fact in claim.items() if name != "arms"}), ensure_ascii=False)
             for claim in claims]
    texts = [re.sub(r'(?<=[\[ ]){"(?=where|a")', '\n{"', line) for line in lines]
    return ("// Written by tests/claims/evidence_test.py --write out of the JSON of etude claims.\n// clang-format off\n" +
            "".join(f'R"json({text})json",\n' for text in texts))


def write(store):
    """Once for the numbers, once, out of the store, for the text."""
    done = subprocess.run([etude, "claims", "--quick", "--store", store, "--json"], capture_output=True, text=True,
                          check=True)
    claims = json.loads(done.stdout)["claims"]
    text = markdown("--store", store)[0]
    before = page.read_text(encoding="utf-8").split(MARK)[0]
    page.write_text(before + MARK + "\n" + Guide(claims).text() +
                    re.sub(r"^By `[^`]*`: ", "By `etude claims --quick`: ", text), encoding="utf-8")
    table.write_text(recorded(claims), encoding="utf-8")


if __name__ == "__main__":
    etude = str(pathlib.Path(sys.argv[1]).resolve())
    if "--write" in sys.argv:
        write(sys.argv[3] if len(sys.argv) > 3 else "claims.etude")
    else:
        sys.argv = sys.argv[:1]
        unittest.main()
