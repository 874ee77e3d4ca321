torchrun --nproc_per_node=8 train.py --sched cosine --opt adamw --batch-size 256 --warmup-epochs 0
