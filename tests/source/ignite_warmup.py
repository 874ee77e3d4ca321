import torch
from ignite.handlers import CosineAnnealingScheduler, create_lr_scheduler_with_warmup

optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
cosine = CosineAnnealingScheduler(optimizer, "lr", start_value=0.01, end_value=0.0001, cycle_size=1000)
handler = create_lr_scheduler_with_warmup(cosine, warmup_start_value=0.0, warmup_duration=50, warmup_end_value=0.01)
