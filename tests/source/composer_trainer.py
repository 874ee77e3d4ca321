from composer import Trainer
from composer.optim import CosineAnnealingWithWarmupScheduler, DecoupledAdamW

optimizer = DecoupledAdamW(model.parameters(), lr=6e-4)
trainer = Trainer(
    model=model,
    optimizers=optimizer,
    schedulers=[CosineAnnealingWithWarmupScheduler(t_warmup="100ba", alpha_f=0.1)],
    max_duration="2000ba",
)
