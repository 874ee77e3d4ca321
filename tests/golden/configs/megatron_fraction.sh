# A share of the decay, which is not rounded: the warm-up ends at 12.35 updates.
torchrun pretrain_gpt.py --global-batch-size 8 --train-iters 247 --lr-warmup-fraction .05 --lr-warmup-init 1e-5 \
    --lr 1e-3 --min-lr 1e-4 --lr-decay-style inverse-square-root
