# transformers' cosine, written out.
import math
from torch.optim import SGD
from torch.optim.lr_scheduler import LambdaLR


def cosine(optimizer, num_warmup_steps, num_training_steps):
    def lr_lambda(current_step):
        if current_step < num_warmup_steps:
            return float(current_step) / float(max(1, num_warmup_steps))
        progress = float(current_step - num_warmup_steps) / float(max(1, num_training_steps - num_warmup_steps))
        return max(0.0, 0.5 * (1.0 + math.cos(math.pi * progress)))

    return LambdaLR(optimizer, lr_lambda)


opt = SGD(net.parameters(), lr=0.2)
schedule = cosine(opt, 50, 1000)
