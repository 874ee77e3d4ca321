from timm.optim import create_optimizer_v2
from timm.scheduler import CosineLRScheduler

epochs = 300
optimizer = create_optimizer_v2(model, opt="adamw", lr=5e-4, weight_decay=0.05)
lr_scheduler = CosineLRScheduler(
    optimizer,
    t_initial=epochs,
    lr_min=1e-5,
    warmup_t=5,
    warmup_lr_init=1e-6,
    warmup_prefix=True,
)
for epoch in range(epochs):
    train_one_epoch(epoch, model, optimizer)
    lr_scheduler.step(epoch + 1)
