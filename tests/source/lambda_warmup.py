import torch
from torch.optim.lr_scheduler import LambdaLR

warmup = 500
opt = torch.optim.Adam(net.parameters(), 2e-4)
sched = LambdaLR(opt, lr_lambda=lambda step: min((step + 1) / warmup, 1.0))
