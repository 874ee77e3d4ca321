# Settings in a dataclass, as in most small trainers.
from dataclasses import dataclass

import torch


@dataclass
class Config:
    lr: float = 1e-3
    epochs: int = 20
    step_size: int = 5
    gamma: float = 0.5


def main(cfg: Config):
    opt = torch.optim.Adam(net.parameters(), lr=cfg.lr)
    scheduler = torch.optim.lr_scheduler.StepLR(opt, cfg.step_size, cfg.gamma)
    for epoch in range(cfg.epochs):
        for x, y in loader:
            opt.zero_grad()
            net(x, y).backward()
            opt.step()
        scheduler.step()


if __name__ == "__main__":
    main(Config(gamma=0.25))
