# A table that the text computes otherwise, by the step.
import torch

optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
rates = torch.linspace(1, 0, 1000)
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: rates[i])
