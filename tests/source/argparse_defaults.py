import argparse
import torch.optim as optim
from torch.optim.lr_scheduler import ExponentialLR


def parse():
    p = argparse.ArgumentParser(description="a GAN")
    p.add_argument("-l", "--learning-rate", type=float, default=2e-4, help="of both")
    p.add_argument("--gamma", type=float, default=0.99)
    return p.parse_args()


opt = parse()
generator = optim.Adam(G.parameters(), lr=opt.learning_rate, betas=(0.5, 0.999))
critic = optim.Adam(D.parameters(), lr=opt.learning_rate * 2, betas=(0.5, 0.999))
g_sched = ExponentialLR(generator, gamma=opt.gamma)
d_sched = ExponentialLR(critic, gamma=opt.gamma)
