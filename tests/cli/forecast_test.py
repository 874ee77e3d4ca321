"""etude forecast as a user meets it, on the shipped logs: python3 forecast_test.py PATH_OF_ETUDE.

What it reads, what it tells, and one line for everything that it must not tell.
"""

import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

etude = ""
curves = pathlib.Path(__file__).parent.parent / "golden/curves"
logs, manifest = curves / "sp124_lr1e-3.csv", curves / "manifest.csv"
CONSTANT, COSINE, WSD = (f"sp124_{kind}_lr1e-3_{steps}" for kind, steps in
                         (("const", "T50k"), ("cos10", "T25k"), ("wsdlin0.2", "T25k")))


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


ROWS = {run: [row for row in rows_of(logs) if row["run"] == run] for run in (CONSTANT, COSINE, WSD)}
SCHEDULES = {row["run"]: row for row in rows_of(manifest)}


def table(rows, columns=("run", "step", "lr", "loss"), separator=",", end="\n"):
    return end.join(separator.join(cells) for cells in [columns, *([row[c] for c in columns] for row in rows)]) + end


def fitted_rows():
    return [row for rows in ROWS.values() for row in rows]


def small_manifest(*runs):
    lines = [f'{run},"{SCHEDULES[run]["schedule"]}",{SCHEDULES[run]["steps"]},fit' for run in runs]
    return "\n".join(["run,schedule,steps,role", *lines]) + "\n"


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, **files):
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, newline="")

    def run_etude(self, *words, **more):
        return subprocess.run([etude, "forecast", *words], cwd=self.folder, capture_output=True, text=True, timeout=300, **more)

    def told(self, *words, **more):
        done = self.run_etude(*words, "--json", **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def refused(self, *words):
        done = self.run_etude(*words)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr.removeprefix("etude: ").removesuffix("\n")

    def fit(self, law="law.json"):
        return self.told("fit", str(logs), "--manifest", str(manifest), "-o", law)


class Verbs(Folder):
    def test_a_law_from_three_runs_tells_seven_others(self):
        fit = self.fit()
        self.assertEqual([run["name"] for run in fit["forecast"]["runs"]], [WSD, COSINE, CONSTANT])
        score = self.told("score", "law.json", str(logs), "--manifest", str(manifest), "--role", "predict")
        self.assertEqual(score["mean"]["runs"], 7)
        self.assertLess(score["mean"]["final_error"], 0.005)
        for name in ("R2", "mae", "rmse", "pred_e", "worst_e", "final_error", "mae_after_branch", "covered"):
            self.assertIn(name, score["runs"][0])

    def test_predictions_have_intervals_and_pictures(self):
        self.fit()
        spec = "wsd(peak=1e-3, steps=25000, warmup=300, decay=5000, decay_shape=linear)"
        told = self.told("predict", "law.json", spec, "--svg", "loss.svg", "--html", "page.html")
        (curve,) = told["curves"]
        self.assertLess(abs(curve["final_loss"] - float(ROWS[WSD][-1]["loss"])), curve["half_width"])
        for name in ("loss.svg", "page.html"):
            self.assertIn("90 % interval", (self.folder / name).read_text())
        table = self.run_etude("predict", "law.json", spec, "--at", "100,24999", "--csv").stdout.splitlines()
        self.assertEqual(table[0], "schedule,step,loss,low,high,measured")
        self.assertEqual(len(table), 3)

    def test_nobody_is_lowest_who_cannot_be_told_from_others(self):
        self.fit()
        words = ("rank", "law.json", "a: wsd(1e-3, 25000, 300, 5000)", "b: wsd(1e-3, 25000, 300, 5001)", "c: constant(1e-3)",
                 "--steps", "25000")
        told = self.told(*words)
        self.assertIn("No difference to be told between", told["findings"][0])
        self.assertNotIn("lowest", told["findings"][0])
        self.assertEqual(told["ranked"][2]["schedule"], "c")
        self.assertTrue(told["ranked"][2]["above"]["is_told"])
        self.assertIn("a ends lowest", self.told(*words[:3], *words[4:])["findings"][0])

    def test_a_run_that_is_going_is_told_when_to_decay(self):
        self.fit()
        self.write(going_dot_csv=table([row for row in ROWS[CONSTANT] if int(row["step"]) <= 12000]))
        told = self.told("watch", "going.csv", "law.json", "--steps", "25000")
        planned = next(curve for curve in told["curves"] if curve["name"] == "as planned")
        end = next(row for row in ROWS[CONSTANT] if row["step"] == "24800")
        self.assertLess(abs(planned["final_loss"] - float(end["loss"])), planned["half_width"])
        self.assertRegex(told["findings"][1], "ecay now")
        by_schedule = self.told("watch", "going.csv", "law.json", "--schedule", SCHEDULES[WSD]["schedule"])
        planned = next(curve for curve in by_schedule["curves"] if curve["name"] == "as planned")
        self.assertLess(abs(planned["final_loss"] - float(ROWS[WSD][-1]["loss"])), planned["half_width"])

    def test_a_log_that_counts_from_1_ends_with_its_run(self):
        self.fit()
        last = 1 + int(ROWS[WSD][-1]["step"])
        self.write(done_dot_csv=table([row | {"step": str(1 + int(row["step"]))} for row in ROWS[WSD]]))
        for words in ((), ("--schedule", "wsd(1e-3, 25000, 300, 5000, decay_shape=linear)")):
            told = self.told("watch", "done.csv", "law.json", "--steps", str(last), *words)
            self.assertEqual([each["schedule"] for each in told["ranked"]], ["as planned"])
            self.assertEqual(told["findings"][1], "The run is at its end.")
            self.assertEqual(told["ranked"][0]["final_loss"], told["curves"][0]["final_loss"])
        self.assertIn(f"has done {last} steps, and is to have 20000",
                      self.refused("watch", "done.csv", "law.json", "--steps", "20000"))

    def test_a_rate_is_given_where_a_line_leaves_it_open_and_nowhere_else(self):
        self.fit()
        line = "hf.cosine(num_warmup_steps=300, num_training_steps=25000)"
        told = self.told("predict", "law.json", line, "--lr", "1e-3")
        self.assertEqual(told["curves"][0]["peak"], 1e-3)
        for words in (("predict", "law.json"), ("rank", "law.json", "wsd(1e-3, 25000, 300, 5000)")):
            self.assertIn("give the optimizer's rate: --lr 3e-4", self.refused(*words, line))
            self.assertIn("--lr is for a line that leaves the rate to the optimizer",
                          self.refused(*words, "constant(1e-3)", "--steps", "25000", "--lr", "1e-3"))

    def test_what_is_told_of_a_step_does_not_depend_on_the_others_that_are_asked_for(self):
        self.fit()
        spec = "warmup(1e-3, 300) then cosine(1e-3, 1e-4, steps=24700)"
        ends = [self.told("predict", "law.json", spec, *more)["curves"][0]
                for more in ((), ("--points", "1"), ("--points", "3000"), ("--at", "7,24999"))]
        for name in ("final_loss", "half_width", "laws"):
            self.assertEqual([end[name] for end in ends], [ends[0][name]] * 4)
        ranked = self.told("rank", "law.json", spec, "constant(1e-3)", "--steps", "25000")["ranked"]
        self.assertEqual(ranked[0]["final_loss"], ends[0]["final_loss"])

    def test_a_file_behind_json_or_csv_is_an_argument(self):
        self.fit()
        law = (self.folder / "law.json").read_bytes()
        for flag in ("--json", "--csv"):
            done = self.run_etude("predict", flag, "law.json", "wsd(1e-3, 25000, 300, 5000)")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout)
        self.assertEqual((self.folder / "law.json").read_bytes(), law)

    def test_the_same_call_gives_the_same_bytes(self):
        self.fit("a.json")
        self.fit("b.json")
        self.assertEqual(*((self.folder / name).read_bytes() for name in ("a.json", "b.json")))


class Forms(Folder):
    """The same runs in any form give the same law."""

    def test_every_form_of_a_log_is_the_same_log(self):
        rows = fitted_rows()
        self.write(manifest_dot_csv=small_manifest(*ROWS), a_dot_csv=table(rows),
                   b_dot_csv=table(rows, ("loss", "lr", "step", "run"), end="\r\n"), c_dot_csv=table(rows, separator="\t", end="\r"),
                   d_dot_csv=table([row | {"loss": row["loss"].replace(".", ",")} for row in rows], separator=";"),
                   e_dot_jsonl="\n".join(json.dumps(row | {"loss": float(row["loss"])}) for row in rows))
        wide = {}
        for row in rows:
            wide.setdefault(int(row["step"]), {})[row["run"]] = row["loss"]
        heading = ['"Step"', *(f'"{run} - eval/loss"' for run in ROWS)]
        lines = [[str(step), *(wide[step].get(run, "") for run in ROWS)] for step in sorted(wide)]
        self.write(f_dot_csv="\n".join(",".join(line) for line in [heading, *lines]))
        for run in ROWS:
            history = [{"step": int(row["step"]), "eval_loss": float(row["loss"]), "epoch": 1.0} for row in ROWS[run]]
            text = json.dumps({"best_metric": None, "log_history": history, "max_steps": 1}, indent=2)
            self.write(**{f"{run}__trainer_state_dot_json": text})
        states = [f"{run}/trainer_state.json" for run in ROWS]
        laws = [self.told("fit", *logs, "--manifest", "manifest.csv")["forecast"]["fits"]
                for logs in (["a.csv"], ["b.csv"], ["c.csv"], ["d.csv"], ["e.jsonl"], ["f.csv"])]
        for law in laws[1:5]:
            self.assertEqual(law, laws[0])
        by_run = self.told("fit", *states, "--manifest", "manifest.csv")["forecast"]["fits"]
        for law in (laws[5], by_run):  # whose runs stand in another order
            self.assertAlmostEqual(law[0]["parameters"][0], laws[0][0]["parameters"][0], places=4)

    def test_tables_of_rates_serve_as_schedules(self):
        done = subprocess.run([etude, "show", SCHEDULES[WSD]["schedule"], "--csv"], capture_output=True, text=True)
        self.write(runs__wsd_dot_csv=done.stdout, runs__log_dot_csv=table(fitted_rows()),
                   runs__manifest_dot_csv=small_manifest(CONSTANT, COSINE) + f"{WSD},@wsd.csv,25000,fit\n",
                   plain_dot_csv=small_manifest(*ROWS))
        laws = [self.told("fit", "runs/log.csv", "--manifest", m)["forecast"]["fits"] for m in ("runs/manifest.csv", "plain.csv")]
        self.assertAlmostEqual(laws[0][0]["parameters"][0], laws[1][0]["parameters"][0], places=5)

    def test_logged_rates_serve_with_a_warning_where_there_is_no_schedule(self):
        self.write(log_dot_csv=table(fitted_rows()))
        told = self.told("fit", "log.csv", "-o", "law.json")
        self.assertIn("joined by straight lines", told["warnings"][0])
        score = self.told("score", "law.json", str(logs), "--manifest", str(manifest))
        self.assertLess(score["mean"]["final_error"], 0.006)

    def test_a_long_log_takes_no_more_memory_than_its_points(self):
        most = []
        freed_at_once = os.environ | {"ASAN_OPTIONS": "quarantine_size_mb=0:thread_local_quarantine_size_kb=0"}
        for name, note in (("short.csv", "a note"), ("long.csv", "a note of no use " * 30)):
            with open(self.folder / name, "w") as file:
                file.write("step,lr,loss,note\n")
                for step in range(200_000):
                    file.write(f"{step},1e-3,{2 + 40 / (step + 100) ** 0.4:.6f},{note}\n")
                file.write("200000,1e-3,-1,the end\n")
            process = subprocess.Popen([etude, "forecast", "fit", self.folder / name], env=freed_at_once,
                                       stderr=subprocess.PIPE, text=True)
            self.assertIn("has the loss -1 at step 200000", process.stderr.read())
            process.stderr.close()
            most.append(os.wait4(process.pid, 0)[2].ru_maxrss)
            process.returncode = 1
        self.assertLess(most[1], most[0] + 16 * 1024)  # kB, of 100 MB of notes: a piece that is read, and a line


class BadInput(Folder):
    """Each in one line that says what to mend or which run to add."""

    def line_for(self, rows=None, schedule=None, text=None, manifest=None):
        self.write(log_dot_csv=text or table(rows), manifest_dot_csv=manifest or small_manifest(*ROWS))
        return self.refused("fit", "log.csv", "--manifest", "manifest.csv")

    def test_logs(self):
        rows = fitted_rows()
        lines = table(rows).splitlines(keepends=True)
        cases = {
            "": "log.csv is empty",
            "run,lr,loss\na,1,2\n": "has no step",
            "run,step,lr\na,1,2\n": "has no loss; call the column loss, or say --loss NAME",
            "run,step,loss,eval_loss\na,1,5,6\na,2,4,5\n":
                "more than one loss, loss and eval_loss; say which, as in --loss loss",
            "".join([*lines[:5], lines[3], *lines[5:]]): f"step 600 of run {CONSTANT} follows that of step 800; sort the rows",
            "".join([*lines[:5], lines[4], *lines[5:]]): f"step 800 of run {CONSTANT} follows step 800; sort the rows",
            table(rows).replace("3.8", "much", 1): "is no loss",
            table(rows)[:-1] + ",1\n": "the heading has 4 cells and this line 5",
        }
        for text, expected in cases.items():
            with self.subTest(expected):
                self.assertIn(expected, self.line_for(text=text or "\n"))

    def test_losses(self):
        for loss, expected in (("-3.5", "-3.5 at step"), ("0", "0 at step"), ("nan", "nan at step"), ("inf", "inf at step")):
            rows = [dict(row) for row in fitted_rows()]
            rows[-1]["loss"] = loss
            with self.subTest(loss):
                self.assertIn(f"run {WSD} has the loss {expected}", self.line_for(rows))

    def test_runs_from_which_nothing_can_be_told(self):
        one = self.line_for(ROWS[COSINE], manifest=small_manifest(COSINE))
        self.assertRegex(one, "add")
        two_points = self.line_for(ROWS[COSINE][:2], manifest=small_manifest(COSINE))
        self.assertIn("has 2 points; log the loss at 3 steps or more", two_points)
        other = rows_of(curves / "size_sp53.csv")
        rows = fitted_rows() + [row for row in other if row["run"].startswith("sp53_const")]
        mixed = self.line_for(rows, manifest=small_manifest(*ROWS, "sp53_const_lr1e-3_T11.25k"))
        self.assertIn("other validation sets, units or models; fit each kind alone", mixed)

    def test_a_diverged_run_is_named(self):
        run = "sp124_cos0_lr5e-3_T50k"
        rows = fitted_rows() + rows_of(curves / "sp124_lr5e-3.csv")
        self.assertIn(f"run {run}", self.line_for(rows, manifest=small_manifest(*ROWS, run)))

    def test_manifests(self):
        good = small_manifest(*ROWS)
        cases = {
            "schedule,role\n": "has no run",
            "run,role\na,fit\n": "has no schedule",
            good + good.splitlines()[1] + "\n": f"line 5 of manifest.csv: run {CONSTANT} has a row already",
            good.replace('"', "", 2): "write a schedule with commas in \"quotes\"",
            good.replace("50000", "many", 1).replace("steps=many", "steps=50000"): "is no number of steps",
            good.replace("linear(", "liner(", 1): "line 2 of manifest.csv",
            good.replace(",fit", ",predict"): "the manifest gives no run the role fit",
            good.replace("role", "roles", 1): 'has a column "roles"; did you mean role?',
            good.replace("steps,role", "role,role", 1): "has two columns role; leave one of them",
            good.replace(",fit", ",fti", 1): 'line 2 of manifest.csv: the role is "fti"; did you mean fit?',
            good.replace("role", "role,branch_step", 1).replace(",fit", ",fit,99999"): "left its branch at step 99999, after its last",
            good.replace("50000,fit", "1e12,fit", 1): "line 2 of manifest.csv: a run of 1000000000000 steps is none",
            "\x00" + good: "manifest.csv is no text",
            "run,schedule,role\nb,constant(1),fit\n": "no log has a run of the manifest whose role is fit; the logs have",
            good.replace("5000, end=after", "15000, end=after").replace("steps=19700", "steps=9700"): "and its schedule has",
        }
        for text, expected in cases.items():
            with self.subTest(expected):
                self.assertIn(expected, self.line_for(fitted_rows(), manifest=text))

    def test_case_does_not_matter_in_a_manifest(self):
        good = small_manifest(*ROWS)
        self.write(log_dot_csv=table(fitted_rows()), a_dot_csv=good,
                   b_dot_csv=good.replace("run,schedule,steps,role", "Run,SCHEDULE,Steps,Role").replace(",fit", ",Fit"))
        laws = [self.told("fit", "log.csv", "--manifest", name)["forecast"]["fits"] for name in ("a.csv", "b.csv")]
        self.assertEqual(laws[0], laws[1])

    def test_what_manifest_and_logs_have_apart_is_said(self):
        self.write(log_dot_csv=table(fitted_rows()), manifest_dot_csv=small_manifest(CONSTANT, WSD) + "b,constant(1),9,fit\n")
        warnings = self.told("fit", "log.csv", "--manifest", "manifest.csv")["warnings"]
        self.assertIn(f"the manifest has no row for {COSINE}, so nothing is made of it; add one", warnings)
        self.assertIn("no log has b of the manifest, whose role is fit; give the log, too", warnings)

    def test_another_peak_is_refused_with_the_run_to_add_and_marked_where_it_is_forced(self):
        self.fit()
        words = ("predict", "law.json", "cosine(from=4e-3, to=1e-4, steps=25000)")
        self.assertRegex(self.refused(*words), "the peak 0.004 was not fitted.*add a ")
        told = self.told(*words, "--force")
        self.assertTrue(told["curves"][0]["is_forced"])
        self.assertIn("forced", told["findings"][0])
        self.assertIn("!", self.run_etude(*words, "--force").stdout)

    def test_what_is_forced_is_marked_in_every_form(self):
        self.fit()
        high = "high: cosine(from=4e-3, to=1e-4, steps=25000)"
        going = [row | {"lr": "4e-3"} for row in ROWS[CONSTANT] if 300 < int(row["step"]) <= 12000]
        self.write(going_dot_csv=table(going),
                   manifest_dot_csv=f'run,schedule,role\n{CONSTANT},"constant(4e-3, 50000)",predict\n')
        calls = {
            "predict": ("law.json", high),
            "rank": ("law.json", high, "low: wsd(1e-3, 25000, 300, 5000)"),
            "score": ("law.json", "going.csv", "--manifest", "manifest.csv"),
            "watch": ("going.csv", "law.json", "--steps", "25000"),
            "optimise": ("law.json", "--steps", "25000", "--peak", "4e-3"),
        }
        for verb, words in calls.items():
            with self.subTest(verb):
                self.assertIn("the peak 0.004 was not fitted", self.refused(verb, *words))
                files = ("--svg", "told.svg", *(() if verb == "optimise" else ("--html", "told.html")))
                shown = self.run_etude(verb, *words, "--force", *files)
                self.assertEqual(shown.returncode, 0, shown.stderr)
                self.assertIn("That is forced", " ".join(shown.stdout.split()))
                for name in files[1::2]:
                    self.assertIn("(forced)", (self.folder / name).read_text())
                self.assertIn("forced", self.run_etude(verb, *words, "--force", "--csv").stdout)
                self.assertIn('"is_forced": true', self.run_etude(verb, *words, "--force", "--json").stdout)
                self.assertIn("note: ", self.run_etude(verb, *words, "--force", "--csv").stderr)

    def test_runs_of_which_no_log_says_anything(self):
        self.fit()
        short = "a run of 10 steps ends before step 1000, the first that counts in the logs; give a longer one"
        self.assertIn(short, self.refused("predict", "law.json", "constant(1e-3)", "--steps", "10"))
        self.assertIn(short, self.refused("optimise", "law.json", "--steps", "10"))
        soon = self.told("predict", "law.json", "constant(1e-3)", "--steps", "500")
        self.assertIn("it ends before step 1000, the first that counts in the logs, so they say little of it", " ".join(soon["warnings"]))
        self.assertIn("is no loss: give rates and steps that are nearer",
                      self.refused("optimise", "law.json", "--steps", "25000", "--peak", "1e300", "--force"))
        far = self.told("predict", "law.json", "constant(1e-3)", "--steps", "1000000")
        self.assertIn("it is told 20 times as far as the longest log goes; add a longer run", far["warnings"][0])
        twice = self.refused("rank", "law.json", "a: constant(1e-3)", "a: wsd(1e-3, 25000, 300, 5000)", "--steps", "25000")
        self.assertIn("two schedules are called a; give each its own name", twice)
        self.assertIn("did you mean pplq?", self.refused("optimise", "law.json", "--steps", "25000", "--law", "pplw"))

    def test_a_watched_run_is_of_the_law_and_of_its_schedule(self):
        self.fit()
        going = [row for row in ROWS[CONSTANT] if int(row["step"]) <= 12000]
        self.write(other_dot_csv=table([row | {"loss": str(float(row["loss"]) + 1)} for row in going]),
                   early_dot_csv=table(going[:4]), bare_dot_csv=table(going, ("run", "step", "loss")), going_dot_csv=table(going))
        words = ("law.json", "--schedule", SCHEDULES[WSD]["schedule"])
        self.assertIn("24 % off the law: fit logs of its own model", self.refused("watch", "other.csv", *words))
        self.assertIn("a run of 801 steps ends before step 1000", self.refused("watch", "early.csv", *words))
        self.assertEqual(self.told("watch", "bare.csv", *words)["ranked"], self.told("watch", "going.csv", *words)["ranked"])
        self.assertIn("logged the rate 6.7e-4 at step 200, and its schedule has 0.002 there",
                      self.refused("watch", "going.csv", "law.json", "--schedule", "constant(2e-3)", "--steps", "25000"))

    def test_a_score_of_fitted_runs_says_so(self):
        self.fit()
        told = self.told("score", "law.json", str(logs), "--manifest", str(manifest), "--role", "fit")
        self.assertIn("so how it tells these says nothing of other runs", " ".join(told["warnings"]))

    def test_files(self):
        self.write(law_dot_json="{}", log_dot_csv=table(fitted_rows()))
        self.assertIn("law.json", self.refused("predict", "law.json", "constant(1)", "--steps", "9"))
        self.assertIn("cannot read none.csv", self.refused("fit", "none.csv"))
        self.assertIn("-o,--out would replace what LOGS reads", self.refused("fit", "log.csv", "-o", "log.csv"))


class Planted(Folder):
    """A log that is not what it says is refused, or widens the interval."""

    def half_width(self, rows):
        self.write(log_dot_csv=table(rows), manifest_dot_csv=small_manifest(*ROWS))
        done = self.run_etude("fit", "log.csv", "--manifest", "manifest.csv", "-o", "law.json")
        if done.returncode == 1:
            return None
        told = self.told("predict", "law.json", "wsd(1e-3, 25000, 300, 10000)")
        return told["curves"][0]["half_width"]

    def test_shuffled_losses(self):
        honest = self.half_width(fitted_rows())
        rows = [dict(row) for row in fitted_rows()]
        losses = [row["loss"] for row in rows]
        random.Random(1).shuffle(losses)
        for row, loss in zip(rows, losses):
            row["loss"] = loss
        shuffled = self.half_width(rows)
        self.assertTrue(shuffled is None or shuffled > 3 * honest, (honest, shuffled))

    def test_losses_under_another_runs_name(self):
        honest = self.half_width(fitted_rows())
        names = {COSINE: WSD, WSD: COSINE, CONSTANT: CONSTANT}
        planted = [row | {"loss": other["loss"]} for run in ROWS
                   for row, other in zip(ROWS[run], ROWS[names[run]])]
        width = self.half_width(planted)
        self.assertTrue(width is None or width > 1.5 * honest, (honest, width))


if __name__ == "__main__":
    etude = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
