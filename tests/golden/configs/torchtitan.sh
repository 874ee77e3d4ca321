torchrun --nproc_per_node=8 -m torchtitan.train --optimizer.lr 3e-4 \
  --lr_scheduler.warmup_steps 10 --lr_scheduler.decay_ratio=0.2 \
  --lr_scheduler.min_lr_factor 0.1 --training.steps 100
