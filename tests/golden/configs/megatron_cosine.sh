#!/bin/bash
GPUS_PER_NODE=8
TRAINING_ARGS=(
    --micro-batch-size 1
    --global-batch-size 8
    --train-iters 100
    --lr 1e-3
    --min-lr 1e-4
    --lr-decay-style cosine
    --lr-warmup-fraction .1
)
torchrun --nproc_per_node $GPUS_PER_NODE pretrain_gpt.py ${TRAINING_ARGS[@]}
