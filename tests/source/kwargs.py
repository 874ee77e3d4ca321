import torch

config = {"lr": 0.05, "scheduler": {"T_0": 10, "T_mult": 2, "eta_min": 1e-5}}
optimizer = torch.optim.SGD(net.parameters(), lr=config["lr"])
scheduler = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, **config["scheduler"])
