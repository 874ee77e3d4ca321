"""What the tests of etude.torch train: parameters, optimizers, and runs that are stopped and go on."""

import copy
import pathlib
import re

import torch

import etude
import etude.torch

root = pathlib.Path(__file__).parents[2]
torch.set_num_threads(1)  # the tests of other files may run beside
has_hooks = hasattr(torch.optim.Optimizer, "register_step_pre_hook")


def optimizer(groups=1, kind=torch.optim.SGD, lr=0.1, **keywords):
    """One parameter a group; `groups` is how many, or what each has beside its parameter."""
    each = [{}] * groups if isinstance(groups, int) else groups
    return kind([{"params": [torch.nn.Parameter(torch.ones(1))], **group} for group in each], lr=lr, **keywords)


def rates(of):
    return [float(group["lr"]) for group in of.param_groups]


def run(of, scheduler, updates):
    """The rates with which so many updates are done."""
    used = []
    for _ in range(updates):
        used.append(rates(of))
        of.step()
        scheduler.step()
    return used


def column(rows, group=0):
    return [row[group] for row in rows]


def all_specs():
    """One of every kind: those that go through WebAssembly, too."""
    text = (root / "tests/wasm/native.cpp").read_text()
    (block,) = re.findall(r"const std::string specs\[\] = \{(.*?)\n\};", text, re.DOTALL)
    specs = []
    for spec in re.findall(r'^    "(.*)",', block, re.MULTILINE):
        try:
            etude.parse(spec, steps=1000)
        except etude.Error:
            continue
        specs.append(spec)
    return specs


def all_kinds():
    """The names of all kinds, as their headers have them."""
    headers = (root / "include/etude/schedule/kind").glob("*.h")
    return sorted(set(re.findall(r'name = "(\w+)"', "".join(path.read_text() for path in headers))))


class Process:
    """One of those that train together: its own network, optimizer and scheduler."""

    def __init__(self, spec, kind, **keywords):
        torch.manual_seed(0)
        self.model = torch.nn.Linear(3, 1)
        self.optimizer = kind(self.model.parameters(), lr=0.05)
        self.scheduler = etude.torch.Scheduler(self.optimizer, spec, steps=1000, **keywords)

    def parts(self):
        return {"model": self.model, "optimizer": self.optimizer, "scheduler": self.scheduler}

    def backward(self, step, micro_batch):
        generator = torch.Generator().manual_seed(1000 * step + micro_batch)
        batch = torch.randn(4, 3, generator=generator)
        self.model(batch).square().mean().backward()


class Run:
    """Processes that share the micro-batches of each update, and whose gradients are added up in one order."""

    def __init__(self, spec, kind, processes, accumulation, **keywords):
        self.all = [Process(spec, kind, **keywords) for _ in range(processes)]
        self.accumulation = accumulation
        self.step = 0

    def update(self):
        for i, each in enumerate(self.all):
            for k in range(self.accumulation):
                each.backward(self.step, i * self.accumulation + k)
        for parameters in zip(*(each.model.parameters() for each in self.all)):
            total = sum(p.grad for p in parameters) / len(self.all)
            for p in parameters:
                p.grad = total.clone()
        for each in self.all:
            each.optimizer.step()
            each.scheduler.step()
            each.optimizer.zero_grad()
        self.step += 1

    def save(self):
        """A checkpoint, as the first process writes it."""
        return {name: copy.deepcopy(part.state_dict()) for name, part in self.all[0].parts().items()}, self.step

    def load(self, checkpoint, order):
        """Each process reads the file itself: PyTorch 2's optimizers keep the tensors that they are given."""
        states, self.step = checkpoint
        for each in self.all:
            for name in order:
                each.parts()[name].load_state_dict(copy.deepcopy(states[name]))

    def weights(self):
        return [[p.detach().numpy().tobytes() for p in each.model.parameters()] for each in self.all]
