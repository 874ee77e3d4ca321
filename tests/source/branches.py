# Which schedule is used is decided by a flag: both are looked at.
import torch


def build(args, optimizer_name):
    if optimizer_name == "sgd":
        optimizer = torch.optim.SGD(args.params, lr=0.1)
    else:
        optimizer = torch.optim.AdamW(args.params, lr=0.1, weight_decay=0.05)
    if args.schedule == "step":
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=30)
    else:
        scheduler = torch.optim.lr_scheduler.PolynomialLR(optimizer, total_iters=90, power=0.9)
    return optimizer, scheduler
