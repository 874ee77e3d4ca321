"""Every kind in Python: its function, its docstring, and what makes it a value. A new kind is tested without a line here."""

import copy
import csv
import inspect
import io
import json
import multiprocessing
import pickle
import pydoc
import random
import subprocess
import unittest
import warnings

import etude
from tables import COMMAND, examples, framework_lines, schedules

STEPS = 300


def value(schedule, step):
    return schedule(step)


class Kinds(unittest.TestCase):
    def test_every_kind_of_the_command_line_has_its_function(self):
        listed = subprocess.run([COMMAND, "list", "--json"], capture_output=True, text=True, check=True).stdout
        kinds = [kind["name"] for kind in json.loads(listed)["kinds"]]
        self.assertGreater(len(kinds), 40)
        self.assertEqual(set(examples()), set(kinds))

    def test_the_example_of_a_docstring_gives_what_it_says(self):
        for name, (spec, values) in examples().items():
            with self.subTest(name):
                lr = etude.parse(spec)
                self.assertEqual([f"{lr(step):.4g}" for step in range(len(values))], [f"{float(v):.4g}" for v in values])

    def test_the_function_makes_of_its_fields_what_the_text_means(self):
        for lr in schedules():
            with self.subTest(str(lr)):
                self.assertEqual(getattr(etude, lr.kind)(*lr.pieces, **lr.fields), lr)

    def test_a_kind_made_of_schedules_is_a_method_as_well(self):
        for lr in schedules():
            if lr.pieces:
                with self.subTest(str(lr)):
                    first, *rest = lr.pieces
                    self.assertEqual(getattr(first, lr.kind)(*rest, **lr.fields), lr)

    def test_its_arguments_and_defaults_can_be_seen(self):
        for lr in schedules():
            parameters = inspect.signature(getattr(etude, lr.kind)).parameters
            keywords = {name: parameter for name, parameter in parameters.items() if not name.startswith("schedule")}
            self.assertEqual(set(keywords), set(lr.fields), lr.kind)
            optional = {name for name, each in keywords.items() if each.default is not each.empty}
            for name in optional:
                self.assertIn(type(keywords[name].default), (type(lr.fields[name]), type(None)), f"{lr.kind}: {name}")
        self.assertEqual(inspect.signature(etude.wsd).parameters["decay_shape"].default, "sqrt")
        self.assertRegex(pydoc.plain(pydoc.render_doc(etude.cosine)), r"function cosine in module etude\n\ncosine\(from_: 'float', \*, to")

    def test_methods_have_signatures_too(self):
        for of in (etude.Schedule, etude.Plan):
            for name in dir(of):
                method = getattr(of, name)
                if name[0] != "_" and callable(method):
                    self.assertEqual(next(iter(inspect.signature(method).parameters)), "self", name)
        clamp, svg = inspect.signature(etude.Schedule.clamp), inspect.signature(etude.Schedule.svg)
        self.assertEqual((clamp.parameters["low"].default, svg.parameters["log"].default), (0.0, False))

    def test_a_number_stands_for_a_constant(self):
        self.assertEqual(etude.max(etude.constant(0.2), 0.1), etude.max(etude.constant(0.2), etude.constant(0.1)))


class Values(unittest.TestCase):
    def each(self):
        for lr in schedules():
            with self.subTest(str(lr)):
                yield lr

    def test_what_repr_says_is_the_schedule(self):
        for lr in self.each():
            self.assertEqual(eval(repr(lr)), lr)
            self.assertEqual(hash(eval(repr(lr))), hash(lr))

    def test_json_is_read_back(self):
        for lr in self.each():
            self.assertEqual(etude.parse(lr.to_json()), lr)

    def test_pickled_and_copied_it_is_the_same(self):
        for lr in self.each():
            self.assertEqual(pickle.loads(pickle.dumps(lr)), lr)
            self.assertEqual((copy.copy(lr), copy.deepcopy([lr])), (lr, [lr]))

    def test_in_another_process_it_gives_the_same_bits(self):
        every = schedules()
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            there = pool.starmap(value, [(lr, 17) for lr in every])
        self.assertEqual([each.hex() for each in there], [lr(17).hex() for lr in every])

    def test_two_are_equal_where_their_texts_are(self):
        every = schedules()
        for a in every:
            for b in every:
                self.assertEqual(a == b, str(a) == str(b), (a, b))
        self.assertEqual(len(set(every)), len({str(lr) for lr in every}))
        self.assertNotEqual(every[0], str(every[0]))


class Bits(unittest.TestCase):
    def test_in_bulk_in_any_order_each_step_has_the_bits_that_it_has_alone(self):
        mixed = random.Random(1)
        steps = [*range(STEPS), *(mixed.randrange(2**40) for _ in range(50)), *range(90, 30, -1), 5, 6, 7, 100, 101, -2, -1, 0, 1]
        for lr in schedules():
            with self.subTest(str(lr)):
                self.assertEqual([v.hex() for v in lr(steps)], [lr(step).hex() for step in steps])

    def test_the_command_line_prints_these_numbers(self):
        every = [lr for lr in schedules() if lr.kind != "constant"]
        names = [f"s{i}: {lr}" for i, lr in enumerate(every)]
        printed = subprocess.run([COMMAND, "show", *names, "--steps", str(STEPS), "--csv"], capture_output=True, text=True, check=True)
        rows = csv.DictReader(io.StringIO(printed.stdout))
        lrs = {}
        for row in rows:
            lrs.setdefault(row["schedule"], []).append(float(row["lr"]))
        for i, lr in enumerate(every):
            with self.subTest(str(lr)):
                self.assertEqual([v.hex() for v in lrs[f"s{i}"]], [v.hex() for v in lr(range(STEPS))])


class Frameworks(unittest.TestCase):
    """A line keeps the framework's own arithmetic, wherever the schedule goes."""

    def test_a_line_goes_through_repr_and_pickle(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of lines that leave the rate to the optimizer
            lines = [etude.parse(line, steps=STEPS) for line in framework_lines()]
        self.assertGreater(len(lines), 500)
        for lr in lines:
            with self.subTest(repr(lr)):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    twice = eval(repr(lr)), pickle.loads(pickle.dumps(lr))
                for again in twice:
                    self.assertEqual((again, hash(again)), (lr, hash(lr)))
                    a, b = (each.lr if isinstance(each, etude.Plan) else each for each in (again, lr))
                    self.assertEqual([v.hex() for v in a(range(40))], [v.hex() for v in b(range(40))])


if __name__ == "__main__":
    unittest.main()
