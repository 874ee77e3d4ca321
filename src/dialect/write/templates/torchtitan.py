from torchtitan.components.lr_scheduler import LRSchedulersContainer

# lr_scheduler of a configuration; its arguments are --lr_scheduler.warmup_steps, ... on the command line
lr_scheduler = ETUDE_SCHEDULER
