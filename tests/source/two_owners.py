# A warm-up by hand beside a scheduler: both write the rate.
import torch

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=1000)
for step in range(1000):
    if step < 100:
        for group in optimizer.param_groups:
            group["lr"] = 0.1 * (step + 1) / 100
    optimizer.step()
    scheduler.step()
