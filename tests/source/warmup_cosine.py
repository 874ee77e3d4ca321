# A warm-up and a cosine as torch puts them together, stepped with every batch.
import torch
from torch.optim import lr_scheduler as sched

steps_per_epoch, epochs = 500, 10
total_steps = steps_per_epoch * epochs
warmup_steps = int(0.1 * total_steps)
lr = 1e-3 / 4

model = torch.nn.Linear(3, 3)
opt = torch.optim.AdamW(model.parameters(), lr=lr, betas=(0.9, 0.95))
warmup = sched.LinearLR(opt, start_factor=1e-3, total_iters=warmup_steps)
cosine = sched.CosineAnnealingLR(opt, T_max=total_steps - warmup_steps, eta_min=lr / 10)
scheduler = sched.SequentialLR(opt, [warmup, cosine], milestones=[warmup_steps])

for epoch in range(epochs):
    for step in range(steps_per_epoch):
        loss = model(torch.zeros(3)).sum()
        loss.backward()
        opt.step()
        scheduler.step()
