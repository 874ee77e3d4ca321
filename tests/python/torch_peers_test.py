"""The values that PyTorch's and transformers' own tests look at, as the scripts in peers/ had them made, pass through
etude.torch.Scheduler; and a planted error, of one part in a thousand or of one step, fails each of them."""

import json
import pathlib
import unittest

import torch

import etude.torch

AT_LEAST = {"torch": 79, "transformers": 7}  # tables, of each library's own tests
TABLES = {name: json.loads((pathlib.Path(__file__).parent / f"peers/{name}.json").read_text())["rows"] for name in AT_LEAST}
RELATIVE = 1e-12  # of the rate; a chain's products and a plateau's cuts are rounded in PyTorch's order
SMALLEST = 1e-14  # PyTorch's chained cosine comes within that of a rate that is 0


def optimizer(row):
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in row["groups"]]
    return getattr(torch.optim, row["optimizer"])(groups, **({"momentum": 0.9} if row["optimizer"] == "SGD" else {}))


def momentum(group):
    return group["momentum"] if "momentum" in group else group["betas"][0]


def looked_at(row, by=1.0, late=0):
    """What stands in the groups at each step. The planted errors multiply the rate and shift what the schedule is asked
    for, and when the controller begins to hear, by a step."""
    of = optimizer(row)
    groups = {"second": 1} if "second" in row["etude"] else None
    scheduler = etude.torch.Scheduler(of, row["etude"], controller=row.get("controller"), groups=groups)
    if late:
        scheduler.advance_to(late)
    seen = {"lr": [], "momentum": []}
    for step in range(row["steps"]):
        seen["lr"].append([group["lr"] * by for group in of.param_groups])
        if "momentum" in row:
            seen["momentum"].append([momentum(group) for group in of.param_groups])
        if step + 1 < row["steps"]:
            scheduler.step(*([row["metrics"][step]] if "metrics" in row and step >= late else []))
    return seen


def faults(row, seen):
    """The places at which the two differ."""
    return [(name, step, group)
            for name in ("lr", "momentum") if name in row
            for step, (there, expected) in enumerate(zip(seen[name], row[name], strict=True))
            for group, (a, b) in enumerate(zip(there, expected, strict=True))
            if not abs(a - b) <= max(RELATIVE * abs(b), SMALLEST)]


def is_moving(row):
    return any(each != row["lr"][0] for each in row["lr"])


class Peers(unittest.TestCase):
    def on_each(self, check, of=lambda row: True):
        for library, rows in TABLES.items():
            for row in filter(of, rows):
                with self.subTest(row["test"], library=library):
                    check(row)

    def test_they_are_as_many_as_the_libraries_have(self):
        for library, rows in TABLES.items():
            self.assertEqual(len({row["test"] for row in rows}), len(rows))
            self.assertGreaterEqual(len([*filter(is_moving, rows)]), AT_LEAST[library])

    def test_every_table_passes_B29(self):
        self.on_each(lambda row: self.assertEqual(faults(row, looked_at(row)), []))

    def test_one_part_in_a_thousand_fails_each(self):
        self.on_each(lambda row: self.assertTrue(faults(row, looked_at(row, by=1.001))))

    def test_one_step_fails_each_whose_rate_moves(self):
        self.on_each(lambda row: self.assertTrue(faults(row, looked_at(row, late=1))), is_moving)


if __name__ == "__main__":
    unittest.main()
