# Two schedulers step one optimizer.
import torch
from torch.optim.lr_scheduler import ExponentialLR, LinearLR

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
warmup = LinearLR(optimizer, start_factor=0.1, total_iters=5)
decay = ExponentialLR(optimizer, gamma=0.95)
for epoch in range(40):
    train(model, optimizer)
    warmup.step()
    decay.step()
