# Only comments and a constant rate.
import torch

optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
