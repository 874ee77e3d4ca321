python train.py --model resnet50 --sched step --lr 0.1 --epochs 12 --warmup-epochs 0 --decay-epochs 4 --decay-rate 0.5 --lr-noise 0.25 0.5 --lr-noise-pct 0.3 --lr-noise-std 0.2 --seed 7
