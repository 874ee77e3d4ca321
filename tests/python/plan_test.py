"""etude.Plan: what is driven beside the rate, and of which group."""

import copy
import pickle
import unittest

import etude

PLAN = "plan(lr=cosine(from=0.1, steps=100), momentum=constant(value=0.9), group(head, lr=constant(value=0.5)), group(no_decay, weight_decay=constant(value=0)))"


class Plans(unittest.TestCase):
    plan = etude.Plan(etude.cosine(0.1, steps=100), momentum=0.9, groups={"head": {"lr": 0.5}, "no_decay": {"weight_decay": 0}})

    def test_it_is_what_its_text_means(self):
        self.assertEqual(str(self.plan), PLAN)
        self.assertEqual(etude.parse(PLAN), self.plan)
        self.assertEqual(eval(repr(self.plan)), self.plan)
        self.assertEqual(etude.parse(self.plan.to_json()), self.plan)

    def test_it_is_a_value(self):
        for same in (pickle.loads(pickle.dumps(self.plan)), copy.deepcopy(self.plan)):
            self.assertEqual((same, hash(same)), (self.plan, hash(self.plan)))
        self.assertNotEqual(etude.Plan(self.plan.lr, momentum=0.8), etude.Plan(self.plan.lr, momentum=0.9))

    def test_it_says_what_is_driven(self):
        self.assertEqual(self.plan(0), {"lr": 0.1, "momentum": 0.9, "head.lr": 0.5, "no_decay.weight_decay": 0.0})
        self.assertEqual((self.plan.momentum, self.plan.beta1), (etude.constant(0.9), None))
        self.assertEqual(self.plan.groups, {"head": {"lr": etude.constant(0.5)}, "no_decay": {"weight_decay": etude.constant(0)}})

    def test_what_is_wrong_is_told(self):
        refused = {
            "etude.Plan(1, wd=1)": (TypeError, "a plan has no wd; there are lr, momentum"),
            "etude.Plan(1, groups={'a': {'batch_size': 8}})": (TypeError, "group a has no batch_size"),
            "etude.Plan(1, groups={'a': 0.1})": (TypeError, "a group is a dict"),
            "etude.Plan(1, groups=['a'])": (TypeError, "groups is a dict of dicts"),
            "etude.Plan(1, groups={'my head': {'lr': 1}})": (etude.Error, "a group's name is a word"),
            "etude.Plan('cosine(1')": (etude.Error, "column"),
        }
        for code, (error, message) in refused.items():
            with self.subTest(code), self.assertRaises(error) as raised:
                eval(code)
            self.assertIn(message, str(raised.exception))

    def test_it_is_drawn(self):
        self.assertIn("head.lr", self.plan.svg())


if __name__ == "__main__":
    unittest.main()
