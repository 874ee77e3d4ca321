"""What docs/evidence.md says of each claim, as the table that etude advise is compiled with: src/claims/recorded.inc.

python3 recorded.py    writes the table anew; the numbers are those that stand in the document.
"""

import pathlib
import re

root = pathlib.Path(__file__).parent.parent.parent
page = root / "docs/evidence.md"
table = root / "src/claims/recorded.inc"
HEAD = """\
// Written by tests/claims/recorded.py out of docs/evidence.md: the verdicts and effects that stand there.
// clang-format off
"""
TOLD = {"as claimed": "as_claimed", "against": "against", "beside": "beside"}


def number(text):
    """As C++ writes it; a "-" is none, "<1e-4" the bound itself."""
    text = text.replace("−", "-").lstrip("×<+")
    return {"-": "none", "": "none", "inf": "infinite", "-inf": "-infinite"}.get(text, text)


def parted(text):
    """"a / b" or "a − b" in its parts."""
    return re.split(r" [/−] ", text)


def is_number(text):
    return re.fullmatch(r"[\d.e+-]+", text) is not None


def quoted(text):
    return '"' + text.replace('"', '\\"') + '"'


def effect(cells):
    """One row of a claim's table of effects."""
    where, sides, of, claimed, value, interval, size, p, says = cells
    a, b = [*parted(sides), ""][:2]
    measure, *others = parted(of)
    beside = next((each for each in others if not is_number(each)), "")
    reference = next((each for each in others if is_number(each)), "")
    if beside:
        b = b or a  # two measures of one arm
    if claimed.startswith("prints "):
        reference = claimed.removeprefix("prints ")
    direction = next((word for start, word in {"lower": "lower", "higher": "higher", "no higher": "no higher", "within": "same", "prints": "printed"}.items()
                      if claimed.startswith(start)), "")
    low, high = interval.split(" … ") if "…" in interval else [value if interval == "no spread" else "-"] * 2
    seeds = re.search(r"\((\d+) seeds would\)", says)
    told = TOLD.get(says, "undetected")
    texts = [where, a, b, measure.replace(" ", "_"), beside.replace(" ", "_"), direction]
    numbers = [reference, claimed.split(" ")[-1] if claimed and direction != "printed" else "-", value, low, high, size, p]
    ratio = "true" if value.startswith("×") else "false"
    return (f"EFFECT({', '.join(map(quoted, texts))}, {ratio}, {', '.join(map(number, numbers))}, {told}, "
            f"{seeds[1] if seeds else 0})")


def effects(section):
    """The rows of the first table, that of effects."""
    rows, has_where = [], False
    for line in section.split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split(" |")] if line.startswith("|") else []
        cells = [cell.lstrip("| ") for cell in cells]
        if "Claimed" in cells:
            has_where = cells[0] == "Under"
        elif len(cells) == (9 if has_where else 8) and not line.startswith("|---"):
            rows.append(effect(cells if has_where else ["", *cells]))
        elif rows and not cells:
            break
    return rows


def claim(section):
    heading = section.split("\n")[0]
    name, verdict = heading.split(": ")
    ruling = verdict.split(" on ")[0].replace(" ", "_")
    seeds = re.search(r", (\d+) seeds\s*\Z", section)
    return [f"CLAIM({quoted(name)}, {ruling}, {seeds[1] if seeds else 0})", *effects(section)]


def recorded(text):
    lines = [line for section in text.split("\n### ")[1:] for line in claim(section)]
    return HEAD + "\n".join(lines) + "\n#undef CLAIM\n#undef EFFECT\n"


def write():
    table.write_text(recorded(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
