import torch

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3000)
for epoch in range(args.epochs):
    for batch in loader:
        optimizer.step()
        scheduler.step()
