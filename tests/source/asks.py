import argparse
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=3e-4)
parser.add_argument("--epochs", type=int, required=True)
args = parser.parse_args()


def train(model, loader):
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=len(loader) * args.epochs)
    for epoch in range(args.epochs):
        for batch in loader:
            model(batch).backward()
            optimizer.step()
            scheduler.step()
