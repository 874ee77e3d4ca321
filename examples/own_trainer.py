"""A training script that etude can run: it takes its rates from a file and writes its losses into another.

etude compare 'constant(value=0.3)' 'cosine(from=0.6, steps=200)' --steps 200 --seeds 3 \\
    --trainer 'python3 examples/own_trainer.py --schedule {schedule} --seed {seed} --log {log}'
"""

import argparse
import csv
import sys

try:
    import torch
except ImportError:
    sys.exit("own_trainer.py needs PyTorch; type pip install torch, or apt-get install python3-torch")

arguments = argparse.ArgumentParser()
for name in ["--schedule", "--seed", "--log"]:
    arguments.add_argument(name, required=True)
given = arguments.parse_args()

with open(given.schedule) as file:
    rates = [float(row["lr"]) for row in csv.DictReader(file)]

torch.set_num_threads(1)  # studies run trials side by side
torch.manual_seed(int(given.seed))
x = torch.rand(512, 2) * 2 - 1
y = (x[:, 0] * x[:, 1] > 0).long()  # which quadrant: no straight line parts them
train, heldout = slice(0, 384), slice(384, 512)
model = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.Tanh(), torch.nn.Linear(16, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=rates[0], momentum=0.9)
loss_of = torch.nn.CrossEntropyLoss()

with open(given.log, "w") as log:
    print("step,loss,lr,heldout", file=log)
    for step, rate in enumerate(rates):
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        loss = loss_of(model(x[train]), y[train])
        loss.backward()
        optimizer.step()
        print(step, loss.item(), optimizer.param_groups[0]["lr"], "", sep=",", file=log)
        if not loss.isfinite():
            sys.exit()
    with torch.no_grad():
        print(len(rates), "", "", loss_of(model(x[heldout]), y[heldout]).item(), sep=",", file=log)
