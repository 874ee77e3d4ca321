# Lengths in samples, which 48 does not divide.
torchrun pretrain_gpt.py --global-batch-size 48 --train-samples 12000 --lr-warmup-samples 1000 \
    --lr-decay-samples 10000 --lr 1e-3 --min-lr 1e-4 --lr-decay-style cosine
