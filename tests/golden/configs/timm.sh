./distributed_train.sh 4 --data-dir /data/imagenet --model vit_base --lr 1e-3 --epochs 10 --warmup-epochs 3 --cooldown-epochs 2
