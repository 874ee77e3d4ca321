# The commonest slip: a length in epochs, and step() in the loop over batches.
import torch

EPOCHS = 30
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=EPOCHS)
for epoch in range(EPOCHS):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss_of(model(x), y).backward()
        optimizer.step()
        scheduler.step()
