python train.py config/train_gpt2.py --warmup_iters=100 --lr_decay_iters=1000 --max_iters=1000
