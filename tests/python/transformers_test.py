"""etude.transformers: the updates of a run as Trainer counts them, and a scheduler that counts what was done. What needs
transformers, Accelerate or Lightning themselves is passed over where they are not installed: ./test current has them."""

import importlib.util
import itertools
import tempfile
import types
import unittest
import unittest.mock

import torch

import etude
import etude.transformers
from torch_models import all_specs, has_hooks, optimizer

COSINE = "warmup(to=0.1, steps=10%) then cosine(from=0.1, steps=rest)"


def is_there(name):
    return has_hooks and importlib.util.find_spec(name) is not None


def arguments(**given):
    """What etude.transformers reads of TrainingArguments."""
    defaults = {"train_batch_size": 8, "gradient_accumulation_steps": 4, "world_size": 2, "dataloader_drop_last": False,
                "max_steps": -1, "num_train_epochs": 3.0, "lr_scheduler_type": "cosine", "lr_scheduler_kwargs": None,
                "get_warmup_steps": lambda total: 5}
    return types.SimpleNamespace(**{**defaults, **given})


class Planner(unittest.TestCase):
    def test_updates_of_a_run_B14_transformers_34905_SkyRL_873_KDFlow_4(self):
        said = "run: 48 optimizer updates; an epoch of 1000 samples has 16 (batch 8 x accumulation 4 x devices 2)"
        self.assertEqual(etude.transformers.updates_of(arguments(), 1000), 48)
        self.assertEqual(etude.transformers.updates_text(arguments(), 1000), said)
        self.assertEqual(etude.transformers.updates_of(arguments(max_steps=70)), 70)
        self.assertEqual(etude.transformers.updates_of(arguments(dataloader_drop_last=True), 1007), 48)
        with self.assertRaisesRegex(etude.Error, r"say samples=len\(dataset\)"):
            etude.transformers.updates_of(arguments())

    def test_shares_are_of_the_updates_B14(self):
        scheduler = etude.transformers.scheduler(optimizer(), COSINE, arguments(), samples=1000)
        self.assertIn("warmup(to=0.1, steps=5) then cosine(from=0.1, steps=43)", repr(scheduler))

    def test_without_a_schedule_it_is_what_the_arguments_ask_for(self):
        cases = {"linear": {}, "cosine": {}, "constant_with_warmup": {}, "inverse_sqrt": {}, "polynomial": {"power": 2.0},
                 "cosine_with_min_lr": {"min_lr_rate": 0.1}, "warmup_stable_decay": {"num_decay_steps": 10}}
        for kind, more in cases.items():
            of = optimizer(lr=0.3)
            etude.transformers.scheduler(of, None, arguments(lr_scheduler_type=kind, lr_scheduler_kwargs=more), samples=1000)
            line = ", ".join(f"{k}={v}" for k, v in {"num_warmup_steps": 5, "num_training_steps": 48, **more}.items())
            self.assertEqual(of.param_groups[0]["lr"], etude.parse(f"hf.{kind}({line})", lr=0.3)(0), kind)


@unittest.skipUnless(has_hooks, "before PyTorch 2.0 nobody tells of updates")
class Counting(unittest.TestCase):
    def check(self, spec, processes, accumulation):
        """As Accelerate steps it: `processes` times an update, and here at every micro-batch, too."""
        schedule, of = etude.parse(spec, steps=1000), optimizer()
        scheduler = etude.transformers.Scheduler(of, schedule)
        for step in range(1000):
            self.assertEqual(of.param_groups[0]["lr"], schedule(step))
            state = scheduler.state_dict()
            of = optimizer()
            scheduler = etude.transformers.Scheduler(of, schedule)
            scheduler.load_state_dict(state)
            for micro_batch in range(accumulation):
                if micro_batch + 1 == accumulation:
                    of.step()
                self.assertEqual(scheduler.get_last_lr(), [schedule(max(0, step - (micro_batch + 1 < accumulation)))])
                for _ in range(processes):
                    scheduler.step()
            self.assertEqual(scheduler.get_last_lr(), [schedule(step)])
        self.assertEqual(scheduler.last_epoch, 1000)

    def test_resumed_at_every_step_with_accumulation_on_any_number_of_processes_B13(self):
        for processes, accumulation in itertools.product((1, 2, 4, 8), (1, 3)):
            self.check("cosine(from=0.1, steps=1000)", processes, accumulation)

    def test_resumed_at_every_step_of_every_kind_B1(self):
        for spec in all_specs():
            with self.subTest(spec):
                self.check(spec, 2, 1)


@unittest.skipUnless(is_there("accelerate"), "Accelerate is not installed, or PyTorch is too old for it")
class Accelerated(unittest.TestCase):
    def updates(self, processes, accumulation, kind=etude.transformers.Scheduler):
        from accelerate import Accelerator
        from accelerate.state import AcceleratorState, GradientState

        AcceleratorState._reset_state(reset_partial_state=True)
        GradientState._reset_state()
        accelerator = Accelerator(gradient_accumulation_steps=accumulation, cpu=True)
        model = torch.nn.Linear(1, 1)
        of = torch.optim.SGD(model.parameters(), lr=0.1)
        scheduler = kind(of, "linear(from=1, to=0, steps=11)")
        model, prepared, loader, scheduler = accelerator.prepare(
            model, of, torch.utils.data.DataLoader(torch.ones(6 * accumulation, 1)), scheduler)
        used = []
        counted = unittest.mock.PropertyMock(return_value=processes)
        with unittest.mock.patch.object(AcceleratorState, "num_processes", counted, create=True):
            for batch in loader:
                with accelerator.accumulate(model):
                    accelerator.backward(model(batch).sum())
                    if accelerator.sync_gradients:
                        used.append(of.param_groups[0]["lr"])
                    prepared.step()
                    scheduler.step()
                    prepared.zero_grad()
        return used

    def test_one_step_an_update_B13_particulate_22_recogdrive_69(self):
        for processes, accumulation in itertools.product((1, 2, 4, 8), (1, 2)):
            with self.subTest(processes=processes, accumulation=accumulation):
                self.assertEqual(self.updates(processes, accumulation), [1, 0.9, 0.8, 0.7, 0.6, 0.5])

    def test_what_counts_calls_would_not(self):
        self.assertNotEqual(self.updates(8, 1, etude.torch.Scheduler), [1, 0.9, 0.8, 0.7, 0.6, 0.5])


class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.line = torch.nn.Linear(2, 1)

    def forward(self, x, labels):
        predicted = self.line(x)
        return {"loss": (predicted - labels).square().mean(), "logits": predicted}


@unittest.skipUnless(is_there("transformers"), "transformers is not installed, or PyTorch is too old for it")
class Trained(unittest.TestCase):
    DATA = [{"x": [i / 10, 1.0], "labels": [i / 5]} for i in range(40)]

    def trainer(self, folder):
        import transformers

        args = transformers.TrainingArguments(
            folder, num_train_epochs=2, per_device_train_batch_size=2, gradient_accumulation_steps=4, logging_steps=1,
            save_steps=4, use_cpu=True, report_to=[], disable_tqdm=True, seed=1)
        model = Tiny()
        of = torch.optim.AdamW(model.parameters(), lr=0.1)
        scheduler = etude.transformers.scheduler(of, COSINE, args, samples=len(self.DATA))
        trainer = transformers.Trainer(model, args, train_dataset=self.DATA, optimizers=(of, scheduler))
        return trainer, scheduler

    def test_a_run_that_goes_on_is_the_run_that_was_not_stopped_transformers_34053(self):
        schedule = etude.parse(COSINE, steps=10)
        with tempfile.TemporaryDirectory() as folder:
            whole, scheduler = self.trainer(folder)
            whole.train()
            self.assertEqual((whole.state.global_step, scheduler.last_epoch), (10, 10))
            logged = [entry["learning_rate"] for entry in whole.state.log_history if "learning_rate" in entry]
            self.assertEqual(logged, [schedule(step) for step in range(10)])  # transformers#35942
            for checkpoint in (4, 8):
                resumed, scheduler = self.trainer(folder)
                resumed.train(resume_from_checkpoint=f"{folder}/checkpoint-{checkpoint}")
                self.assertEqual(scheduler.last_epoch, 10)
                for a, b in zip(whole.model.parameters(), resumed.model.parameters()):
                    self.assertTrue(torch.equal(a, b))

    def test_a_warm_up_below_1_is_a_share_of_the_updates_transformers_41326_unsloth_4019(self):
        import transformers

        line = etude.parse("hf.linear(num_warmup_steps=12, num_training_steps=48)", lr=0.1)
        for given in (0.25, 12):
            with tempfile.TemporaryDirectory() as folder:
                args = transformers.TrainingArguments(
                    folder, max_steps=48, warmup_steps=given, lr_scheduler_type="linear", use_cpu=True, report_to=[])
                of = optimizer(lr=0.1)
                scheduler = etude.transformers.scheduler(of, None, args)
                for step in (0, 5, 12, 30, 47):
                    scheduler.advance_to(step)
                    self.assertEqual(of.param_groups[0]["lr"], line(step), given)

    def test_updates_are_counted_as_trainer_counts_them_B14(self):
        import transformers

        for samples, batch, accumulation, drop_last in itertools.product((9, 40, 41), (1, 3, 8), (1, 4), (False, True)):
            with tempfile.TemporaryDirectory() as folder:
                args = transformers.TrainingArguments(
                    folder, num_train_epochs=2.5, per_device_train_batch_size=batch, gradient_accumulation_steps=accumulation,
                    dataloader_drop_last=drop_last, use_cpu=True, report_to=[])
                trainer = transformers.Trainer(Tiny(), args, train_dataset=(self.DATA * 2)[:samples])
                steps = trainer.set_initial_training_values(args, trainer.get_train_dataloader())[-1]
                self.assertEqual(etude.transformers.updates_of(args, samples), steps, (samples, batch, accumulation, drop_last))


@unittest.skipUnless(is_there("lightning"), "Lightning is not installed, or PyTorch is too old for it")
class Lit(unittest.TestCase):
    def test_lightning_takes_it_every_update(self):
        import lightning

        class Module(lightning.LightningModule):
            def __init__(self):
                super().__init__()
                self.line, self.used = torch.nn.Linear(1, 1), []

            def training_step(self, batch, _):
                self.used.append(self.trainer.optimizers[0].param_groups[0]["lr"])
                return self.line(batch).sum()

            def configure_optimizers(self):
                of = torch.optim.SGD(self.parameters(), lr=0.1)
                scheduler = etude.torch.Scheduler(of, "linear(from=1, to=0, steps=11)")
                return {"optimizer": of, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}

        module = Module()
        trainer = lightning.Trainer(max_steps=6, accelerator="cpu", logger=False, enable_checkpointing=False,
                                    enable_progress_bar=False, enable_model_summary=False)
        trainer.fit(module, torch.utils.data.DataLoader(torch.ones(20, 1)))
        self.assertEqual(module.used, [1, 0.9, 0.8, 0.7, 0.6, 0.5])


if __name__ == "__main__":
    unittest.main()
