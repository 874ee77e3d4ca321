"""What lint says of right and faulty schedules, and the forms in which it says it: python3 lint_test.py PATH_OF_ETUDE."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import unittest

etude = ""
here = pathlib.Path(__file__).parent


def cases(file):
    return tomllib.loads((here / file).read_text())["case"]


def run(*arguments):
    return subprocess.run([etude, "lint", *arguments], capture_output=True, text=True, timeout=60)


def found(spec, steps, more=()):
    """The notes of one schedule; without steps `more` says how long the run is."""
    done = run(spec, "--json", *(["--steps", str(steps)] if steps else []), *more)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)["linted"][0]["notes"]


def warnings(notes):
    return [note for note in notes if note["severity"] == "warning"]


class Corpora(unittest.TestCase):
    def test_right_schedules_give_no_warning(self):
        right = cases("right.toml")
        for case in right:
            with self.subTest(case["from"]):
                self.assertEqual([], warnings(found(case["spec"], case["steps"], case.get("run", []))))
        self.assertGreaterEqual(len(right), 60)
        print(f"right schedules without a warning: {len(right)}")

    def test_faulty_schedules_are_found_and_their_advice_mends_them(self):
        faulty = cases("faulty.toml")
        for case in faulty:
            with self.subTest(case["spec"], lint=case["lint"]):
                notes = found(case["spec"], case.get("steps"), case.get("run", []))
                by_name = {note["id"]: note for note in warnings(notes)}
                self.assertIn(case["lint"], by_name)
                self.assertIn(case["argument"], by_name[case["lint"]]["advice"])
                if "mended_steps" not in case:
                    self.assertNotEqual(case["spec"], case["mended"])
                steps = case.get("mended_steps", case.get("steps"))
                self.assertEqual([], warnings(found(case["mended"], steps, case.get("mended_run", case.get("run", [])))))
        self.assertGreaterEqual(len(faulty), 60)
        print(f"faulty schedules found by the right lint, and silent when mended: {len(faulty)}")


class Forms(unittest.TestCase):
    faulty = ["torch.StepLR(lr=0.1, step_size=30)", "hf.cosine(lr=1e-3, num_warmup_steps=10, num_training_steps=9000)", "--steps", "10000"]

    def test_strict_is_an_exit_status(self):
        done = run(*self.faulty, "--strict")
        self.assertEqual(done.returncode, 1)
        self.assertIn("[stepped-every-batch]", done.stdout)
        self.assertRegex(done.stderr, r"\Aetude: --strict: 2 warnings; .*\n\Z")
        self.assertEqual(run(*self.faulty).returncode, 0)
        self.assertEqual(run("constant(0.1)", "--steps", "9", "--strict").returncode, 0)
        self.assertEqual(run("hf.linear(lr=1e-3, num_warmup_steps=1, num_training_steps=9)", "--strict").returncode, 0)

    def test_a_lint_is_switched_off_by_its_name(self):
        names = "stepped-every-batch,rises-after-end"
        self.assertEqual(run("--strict", "--disable", names, *self.faulty).returncode, 0)
        self.assertEqual(run("--disable", "stepped-every-batch", *self.faulty, "--strict").returncode, 1)
        done = run(*self.faulty, "--disable", "steped-every-batch")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn('there is no lint "steped-every-batch"; did you mean stepped-every-batch?', done.stderr)

    def test_json_names_every_schedule(self):
        found = json.loads(run(*self.faulty, "--json").stdout)
        self.assertEqual(found["warnings"], 2)
        self.assertEqual([each["steps"] for each in found["linted"]], [10000, 10000])
        for each in found["linted"]:
            self.assertEqual(list(each), ["schedule", "steps", "notes"])
            for note in each["notes"]:
                self.assertIn(list(note), [["id", "severity", "text", "advice"], ["id", "severity", "text", "advice", "step"]])

    def test_a_missing_rate_is_said_once_and_can_be_left_out(self):
        line = ["torch.StepLR(step_size=30)", "--steps", "90"]
        self.assertTrue(run(*line).stdout.startswith("note [no-lr] "))
        self.assertEqual(run(*line).stdout.count("no-lr"), 1)
        self.assertEqual(json.loads(run(*line, "--json").stdout)["linted"][0]["notes"][0]["id"], "no-lr")
        for form in [], ["--json"]:
            done = run(*line, *form, "--disable", "no-lr")
            self.assertNotIn("no-lr", done.stdout + done.stderr)

    def test_json_and_sarif_do_not_mix(self):
        self.assertEqual(run(*self.faulty, "--json", "--sarif").returncode, 1)

    def test_help_names_every_flag(self):
        text = run("--help").stdout
        for flag in ["--strict", "--json", "--sarif", "--disable", "--done", "--accumulation"]:
            self.assertIn(flag, text)

    def test_what_leaves_nothing_of_the_run_is_refused(self):
        self.assertRegex(run("cosine(1, 0, 10)", "--done", "10").stderr, r"--done 10 leaves nothing of a run of 10 steps")


class Table(unittest.TestCase):
    def test_has_every_name_that_a_reader_or_a_lint_says(self):
        listed = {lint["name"] for lint in json.loads(subprocess.run([etude, "list", "--json"], capture_output=True).stdout)["lints"]}
        said = {}
        for file in (here.parent.parent / "src").rglob("*.cpp"):
            for name in re.findall(r'\b(?:note|add)\(\s*"([a-z]+(?:-[a-z]+)+)"|\bNote\{\s*"([a-z-]+)"', file.read_text()):
                said["".join(name)] = file.name
        self.assertEqual({name: file for name, file in said.items() if name not in listed}, {})
        self.assertGreater(len(said), 40)


class Sarif(unittest.TestCase):
    """The parts of SARIF 2.1.0 that its schema requires of a log, and the references inside it."""

    def setUp(self):
        self.log = json.loads(run(*Forms.faulty, "--sarif").stdout)

    def test_is_a_log_of_one_run(self):
        self.assertEqual(self.log["version"], "2.1.0")
        self.assertTrue(self.log["$schema"].endswith("sarif-schema-2.1.0.json"))
        (one,) = self.log["runs"]
        self.assertEqual(one["tool"]["driver"]["name"], "etude")
        self.assertTrue(one["tool"]["driver"]["version"])

    def test_has_a_rule_for_every_lint(self):
        listed = json.loads(subprocess.run([etude, "list", "--json"], capture_output=True, text=True).stdout)["lints"]
        rules = self.log["runs"][0]["tool"]["driver"]["rules"]
        self.assertEqual([rule["id"] for rule in rules], [lint["name"] for lint in listed])
        for rule in rules:
            self.assertIn(rule["defaultConfiguration"]["level"], ["warning", "note"])
            self.assertTrue(rule["shortDescription"]["text"].endswith("."))

    def test_results_refer_to_their_rules(self):
        one = self.log["runs"][0]
        self.assertGreaterEqual(len(one["results"]), 2)
        for result in one["results"]:
            rule = one["tool"]["driver"]["rules"][result["ruleIndex"]]
            self.assertEqual(rule["id"], result["ruleId"])
            self.assertEqual(rule["defaultConfiguration"]["level"], result["level"])
            self.assertTrue(result["message"]["text"])
            (location,) = result["locations"]
            self.assertTrue(location["logicalLocations"][0]["fullyQualifiedName"])


class Scripts(unittest.TestCase):
    def test_findings_carry_their_place(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder, "train.py")
            script.write_text("import torch\n\nscheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=30)\n"
                              "other = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=9000)\n")
            arguments = [str(script), "--steps", "10000", "--lr", "0.1", "--strict"]
            done = run(*arguments)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"{script}:3:", done.stdout)
            linted = json.loads(run(*arguments, "--json").stdout)["linted"]
            self.assertEqual([each["place"]["line"] for each in linted], [3, 4])
            result, *_ = json.loads(run(*arguments, "--sarif").stdout)["runs"][0]["results"]
            place = result["locations"][0]["physicalLocation"]
            self.assertEqual(place["artifactLocation"]["uri"], str(script))
            self.assertEqual(place["region"]["startLine"], 3)
            self.assertGreaterEqual(place["region"]["startColumn"], 1)


class Hook(unittest.TestCase):
    def test_calls_lint_as_it_can_be_called(self):
        text = (here.parent.parent / ".pre-commit-hooks.yaml").read_text()
        entry = next(line for line in text.splitlines() if "entry:" in line).split("entry:")[1].split()
        self.assertEqual(entry[0], "etude")
        done = subprocess.run([etude, *entry[1:], "constant(0.1)", "--steps", "9"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    etude = os.path.abspath(sys.argv.pop(1))
    unittest.main()
