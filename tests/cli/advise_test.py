"""etude advise as a user meets it: python3 advise_test.py PATH_OF_ETUDE."""

import itertools
import json
import pathlib
import re
import shutil
import sys

from bench import Bench, environment, main, on_terminal

claims = re.compile(r"\b[CF]\d\d\b")


class Advise(Bench):
    def advised(self, *words):
        code, out, err = self.run_etude("advise", "--json", *words)
        self.assertEqual((code, err), (0, ""))
        return json.loads(out)

    def printed(self, *words):
        code, out, err = self.run_etude("advise", "--width", "1000", *words)
        self.assertEqual((code, err), (0, ""))
        return out


class Case(Advise):
    def test_in_a_pipe_what_is_not_given_is_not_known_and_that_is_said(self):
        shown = self.printed("--optimizer", "sgd")
        unknown = re.search(r"^Not known: (.*)\.$", shown, re.MULTILINE)[1]
        flags = ["--model", "--start", "--noise", "--steps", "--batch", "--peak or --range"]
        self.assertEqual(re.findall(r"\((.*?)\)", unknown), flags)
        self.assertEqual(self.advised()["case"], {"model": "not known", "optimizer": "not known", "start": "not known",
                                                  "noise": "not known", "steps": None, "batch": None, "peak": None})

    def test_what_all_is_given_nothing_is_not_known(self):
        shown = self.printed("--model", "mlp", "--optimizer", "sgd", "--start", "from-scratch", "--noise", "yes",
                             "--steps", "500", "--batch", "32", "--peak", "0.2")
        self.assertNotIn("Not known", shown)
        self.assertIn("The case: mlp, sgd, from-scratch, with noise, 500 steps, a batch of 32\n", shown)

    def test_epochs_are_counted_in_steps(self):
        case = self.advised("--epochs", "3", "--samples", "50000", "--batch", "64", "--devices", "2")["case"]
        self.assertEqual((case["steps"], case["batch"]), (3 * 391, 128))

    def test_what_names_nothing_is_refused_with_the_nearest(self):
        for words, message in {
            ("--model", "resnett"): r'the model must be one of .*, not "resnett"; did you mean resnet\?',
            ("--optimizer", "nestorov"): r'the optimizer must be one of .*; did you mean nesterov\?',
            ("--start", "fine-tunning"): r'the start must be one of .*; did you mean fine-tuning\?',
            ("--noise", "some"): r'the noise must be one of yes, no, not "some"',
            ("--steps", "9"): r"a run of less than 10 steps is too short to advise on; give at least 10",
            ("--steps", "-1"): r"--steps must be .*",
            ("--peak", "0"): r"--peak must be .*",
            ("--epochs", "3"): r".*--samples.*",
            ("--devices", "4"): r"--devices says nothing without --batch; give both, or leave it out",
            ("--accumulation", "2"): r"--accumulation says nothing without --batch; .*",
            ("--samples", "500"): r"--samples says nothing without --epochs; .*",
            ("--drop-last", "--steps", "100"): r"--drop-last says nothing without --epochs; .*",
            ("--manifest", "runs.csv"): r"--manifest says nothing without logs; name them, or leave it out",
            ("--loss", "loss"): r"--loss says nothing without logs; .*",
            ("--warmup", "10"): r"--warmup says nothing without logs; .*",
            ("--to", "torch"): r"a program needs the length of the run; give --steps",
            ("--steps", "100", "--to", "torhc"): r".*did you mean torch\?.*",
            ("--steps", "100", "--to", "torch", "--json"): r"--to writes a program and --json the advice; give one of them",
        }.items():
            self.assertRegex(self.refused("advise", *words), f"^etude: {message}$")


class Answer(Advise):
    cases = [[], ["--model", "gpt", "--optimizer", "adamw"], ["--model", "mlp", "--optimizer", "lion"],
             ["--optimizer", "sgd", "--noise", "no"], ["--model", "vit", "--start", "fine-tuning"],
             ["--optimizer", "schedule-free-adamw"]]

    def test_every_spec_is_what_show_plan_and_lint_take(self):
        for words in self.cases:
            for steps in [[], ["--steps", "2000"]]:
                answer = self.advised(*words, *steps)
                specs = {answer["spec"], *(other["spec"] for other in answer["alternatives"] if other["spec"])}
                for spec in specs:
                    for verb in [["show", "--csv"], ["plan"], ["lint", "--strict"]]:
                        code, _, err = self.run_etude(verb[0], spec, "--steps", "20000", *verb[1:])
                        self.assertEqual((code, err), (0, ""), spec)

    def test_every_claim_of_a_sentence_is_among_the_sources_with_its_verdict(self):
        listed = {each["id"]: each["statement"] for each in json.loads(self.run_etude("claims", "--json")[1])["claims"]}
        for words in self.cases:
            answer = self.advised(*words, "--steps", "2000")
            sources = {source["name"]: source for source in answer["sources"]}
            grounds = {ground for said in answer["said"] for ground in said["grounds"]}
            self.assertLessEqual(grounds, set(sources))
            for name in filter(claims.fullmatch, sources):
                self.assertEqual(sources[name]["says"], listed[name])
                self.assertTrue(sources[name]["verdict"])
            shown = self.printed(*words, "--steps", "2000")
            for said in answer["said"]:
                self.assertIn(said["text"], shown)

    def test_a_command_that_is_printed_runs(self):
        shown = self.printed("--model", "gpt", "--steps", "2000")
        command = re.search(r"^  etude show '(.*)' --steps (\d+)$", shown, re.MULTILINE)
        self.assertEqual(self.run_etude("show", command[1], "--steps", command[2])[0], 0)

    def test_a_program_is_what_convert_writes(self):
        answer = self.advised("--model", "resnet", "--steps", "2000")
        for to in ["torch", "optax", "python"]:
            _, program, _ = self.run_etude("advise", "--model", "resnet", "--steps", "2000", "--to", to)
            self.assertEqual(program, self.run_etude("convert", answer["spec"], "--steps", "2000", "--to", to, "--quiet")[1])


class Claims(Advise):
    """Verdicts of one's own."""

    examined = None  # what etude claims --json gives of claims that cost little, once for all tests

    def written(self, name="mine.json", **changes):
        if not Claims.examined:
            code, Claims.examined, err = self.run_etude("claims", "C06", "F24", "F25", "--json")
            self.assertEqual((code, err), (0, ""))
        (self.folder / name).write_text(json.dumps(json.loads(Claims.examined) | changes))
        return name

    def test_they_stand_in_place_of_the_recorded_ones_and_that_is_said(self):
        words = ["--model", "gpt", "--optimizer", "adamw", "--claims", self.written()]
        of = {source["name"]: source.get("evidence") for source in self.advised(*words)["sources"]}
        self.assertEqual((of["F25"], of["F05"]), ("mine.json", "docs/evidence.md"))
        shown = self.printed(*words)
        self.assertIn("Evidence: 3 verdicts of mine.json; all others of docs/evidence.md.\n", shown)
        self.assertIn("F25 supported (mine.json)", shown)
        self.assertIn("F05 refuted;", shown.replace("]", ";"))

    def test_what_turns_there_turns_the_advice(self):
        said = lambda *words: " ".join(each["text"] for each in self.advised(*words)["said"])
        self.assertIn("The longer the run, the smaller the share", said("--optimizer", "sgd", "--claims", self.written()))
        turned = json.loads((self.folder / "mine.json").read_text())["claims"]
        turned[2]["verdict"] = "refuted"
        self.written(claims=turned)
        self.assertNotIn("The longer the run, the smaller the share", said("--optimizer", "sgd", "--claims", "mine.json"))

    def test_a_claim_without_a_verdict_leaves_the_recorded_one(self):
        some = json.loads((self.folder / self.written()).read_text())["claims"]
        some[1]["verdict"] = "no verdict"
        self.written(claims=some)
        self.assertIn("mine.json has no verdict on F24; of those the recorded one stands",
                      self.printed("--claims", "mine.json"))

    def test_what_is_none_is_refused(self):
        whole = self.written("whole.json")
        text = (self.folder / whole).read_text()
        (self.folder / "broken.json").write_text(text[:-9])
        self.written("old.json", version="0.1")
        self.written("ghost.json", claims=[{"id": "C99", "verdict": "refuted"}])
        self.written("wordless.json", claims=[{"id": "C04"}])
        self.written("silent.json", claims=[{"id": "C04", "verdict": "no verdict"}])
        self.run_etude("claims", "--json=listed.json")
        (self.folder / "list.json").write_text("[]")
        for name, message in {"broken.json": "broken.json: line .*",
                              "nothing.json": ".*nothing.json.*",
                              "list.json": "list.json does not hold what etude claims --json writes: it has no claims; .*",
                              "listed.json": "listed.json does not hold .*: it has no version of etude; .*",
                              "old.json": "old.json was written by etude 0.1, and this is .*; run them anew: .*",
                              "ghost.json": 'ghost.json: .*"C99".*',
                              "wordless.json": "wordless.json does not hold .*: it has no verdict; .*",
                              "silent.json": "silent.json has no verdict; run claims with .*"}.items():
            self.assertRegex(self.refused("advise", "--claims", name), f"^etude: {message}$")


class Guide(Advise):
    def test_it_has_the_schedule_of_each_case_that_advice_of_it_has(self):
        code, out, err = self.run_etude("advise", "--guide", "--json")
        self.assertEqual((code, err), (0, ""))
        guide = json.loads(out)
        for example in guide["examples"]:
            case = {name: str(value) for name, value in example["case"].items() if value not in (None, "not known")}
            answer = self.advised(*itertools.chain(*((f"--{name}", value) for name, value in case.items())))
            self.assertEqual((answer["spec"], answer["said"]), (example["spec"], example["said"]))
        shown = self.run_etude("advise", "--guide", "--width", "1000")[1]
        for part in [*(each["spec"] for each in guide["examples"]), *(each["text"] for each in guide["rules"])]:
            self.assertIn(part, shown)

    def test_it_is_of_no_case(self):
        for words in [["--model", "mlp"], ["--steps", "100"], ["--to", "torch"], ["--peak", "1"], ["--loss", "loss"]]:
            self.assertEqual(self.refused("advise", "--guide", *words),
                             f"etude: --guide is of common cases; leave out {words[0]}, or --guide")


class Range(Advise):
    def test_a_range_test_of_one_s_own_gives_the_peak(self):
        sweep = ["range", "--steps", "60", "--seeds", "3", "--json=swept.json"]
        self.assertEqual(self.run_etude(*sweep)[0], 0)
        suggestion = json.loads((self.folder / "swept.json").read_text())["suggestion"]["rate"]["value"]
        answer = self.advised("--range", "swept.json", "--steps", "2000")
        self.assertEqual((answer["peak"], answer["is_placeholder"]), (suggestion, False))
        self.assertIn("the range test in swept.json, where the best peak of runs of 120 steps lies in ", answer["peak_from"])
        self.assertEqual(float(re.search(r"from=([^,]+)", answer["spec"])[1]), float(f"{suggestion:.12g}"))

    def test_it_says_the_optimizer(self):
        suggestion = {"rate": {"value": 0.01}}
        settings = {"adamw.json": "digits optimizer=adamw batch=10", "digits.json": "digits", "exact.json": "power-law",
                    "own.json": "python3 train.py {schedule}"}
        for name, setting in settings.items():
            (self.folder / name).write_text(json.dumps({"setting": setting, "suggestion": suggestion}))
        for name, given, taken in [("adamw.json", [], "adamw"), ("adamw.json", ["--optimizer", "adamw"], "adamw"),
                                   ("digits.json", [], "sgd"), ("exact.json", ["--optimizer", "lion"], "lion"),
                                   ("own.json", ["--optimizer", "adam"], "adam"), ("own.json", [], None)]:
            shown = self.printed("--range", name, *given)
            self.assertEqual("the optimizer (--optimizer)" in shown, taken is None, (name, given))
            if taken:
                self.assertEqual(self.advised("--range", name, *given)["said"],
                                 self.advised("--range", name, "--optimizer", taken)["said"])
        message = self.refused("advise", "--range", "adamw.json", "--optimizer", "sgd")
        self.assertEqual(message.strip(), "etude: adamw.json is a range test under adamw, and --optimizer says sgd; "
                                          "give one that ran under it, or --optimizer adamw")

    def test_what_is_none_is_refused(self):
        (self.folder / "none.json").write_text("{}")
        (self.folder / "broken.json").write_text("{")
        (self.folder / "silent.json").write_text('{"suggestion": {"rate": {"value": null}, "refusal": "too flat"}}')
        for words, message in {("none.json",): "none.json is no range test; write one with etude range --json=none.json",
                               ("broken.json",): "broken.json: line 1, .*",
                               ("silent.json",): "silent.json suggests no rate: too flat",
                               ("nothing.json",): ".*nothing.json.*",
                               ("none.json", "--peak", "1"): "--peak and --range both say the peak; keep one"}.items():
            self.assertRegex(self.refused("advise", "--range", *words), f"^etude: {message}$")


class Logs(Advise):
    def setUp(self):
        super().setUp()
        shutil.copytree(pathlib.Path(__file__).parent.parent / "golden/curves", self.folder / "curves")

    logs = ["curves/mpl_100M.csv", "--manifest", "curves/manifest.csv"]

    def answer_of(self, *words):
        code, out, _ = self.run_etude("advise", *self.logs, "--json", *words)
        self.assertEqual(code, 0)
        return json.loads(out)

    def test_of_one_s_own_runs_decide_where_they_tell(self):
        answer = self.answer_of("--model", "gpt", "--optimizer", "adamw", "--steps", "72000")
        ranked = answer["by_logs"]["ranked"]
        of_claims = self.advised("--model", "gpt", "--optimizer", "adamw", "--steps", "72000")["schedule"]
        told = {each["schedule"]: each["above"]["is_told"] for each in ranked}
        self.assertEqual(answer["schedule"], ranked[0]["schedule"] if told[of_claims] else of_claims)
        self.assertEqual((answer["peak"], answer["peak_from"]), (3e-4, "your own runs"))
        self.assertIn("your logs: curves/mpl_100M.csv", answer["said"][0]["grounds"])
        self.assertIn("warmup=2159", answer["spec"])

    def test_it_ranks_as_forecast_does(self):
        answer = self.answer_of("--model", "gpt", "--steps", "24000")
        self.run_etude("forecast", "fit", *self.logs, "-o", "law.json")
        specs = [f"{name}: {spec}" for name, spec in {
            "cosine to a tenth": "warmup(3e-4, 2159) then cosine(3e-4, 3e-5, rest)",
            "linear to zero": "warmup(3e-4, 2159) then linear(3e-4, 0, rest)"}.items()]
        _, out, _ = self.run_etude("forecast", "rank", "law.json", *specs, "--steps", "24000", "--json")
        ends = {each["schedule"]: each["final_loss"] for each in answer["by_logs"]["ranked"]}
        for each in json.loads(out)["ranked"]:
            self.assertEqual(ends[each["schedule"]], each["final_loss"])

    def test_without_a_length_is_refused(self):
        self.assertEqual(self.refused("advise", *self.logs),
                         "etude: what your own runs tell is of a run of known length; give --steps")


class Asking(Advise):
    def asked(self, *words, keys):
        return on_terminal([self.etude, "advise", "--color", "never", *words], keys=keys, columns=200, cwd=self.folder,
                           env=environment | {"TERM": "xterm"})

    def test_on_a_terminal_it_asks_for_what_is_not_given(self):
        status, shown = self.asked("--optimizer", "sgd", keys=[b"resnet\n", b"\n", b"yes\n", b"5k\n", b"64\n", b"\n"])
        self.assertEqual(status, 0)
        self.assertIn("The case: convnet, sgd, with noise, 5000 steps, a batch of 64", shown)
        self.assertIn("Not known: the start (--start), the peak (--peak or --range).", shown)
        self.assertEqual(shown.count("[not known]"), 6)

    def test_what_names_nothing_is_asked_again(self):
        keys = [b"resnett\n", b"resnet\n", b"sgd\n", b"\n", b"\n", b"many\n", b"\n", b"\n", b"-1\n", b"3e-4\n"]
        status, shown = self.asked(keys=keys)
        self.assertEqual(status, 0)
        self.assertIn("did you mean resnet?", shown)
        self.assertIn('the steps must be a whole number from 1 to ', shown)
        self.assertIn('the peak must be a number above 0, not "-1"', shown)
        self.assertIn("The case: convnet, sgd\r\n", shown)
        self.assertIn("3e-4 is from your answer. [your answer]", shown)

    def test_the_end_of_input_leaves_all_not_known(self):
        status, shown = self.asked(keys=b"\x04")
        self.assertEqual(status, 0)
        self.assertIn("The case: nothing is known of it", shown)

    def test_what_a_machine_reads_asks_nothing(self):
        for words in [["--json"], ["--steps", "100", "--to", "torch"]]:
            self.assertNotIn("[not known]", self.asked(*words, keys=b"\n")[1])


if __name__ == "__main__":
    main(sys.argv)
