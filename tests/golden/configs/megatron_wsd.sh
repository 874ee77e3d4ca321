torchrun pretrain_gpt.py --global-batch-size 8 --train-iters 100 --lr 1e-3 --min-lr 1e-4 --lr-decay-style WSD \
  --lr-wsd-decay-style exponential --lr-wsd-decay-iters 20
