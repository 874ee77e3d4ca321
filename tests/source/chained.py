import torch
from torch.optim.lr_scheduler import ChainedScheduler, ConstantLR, ExponentialLR

opt = torch.optim.SGD(net.parameters(), lr=1.0)
scheduler = ChainedScheduler([ConstantLR(opt, factor=0.1, total_iters=2), ExponentialLR(opt, gamma=0.9)])
