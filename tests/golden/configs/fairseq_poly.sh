fairseq-train data --lr 1e-3 --lr-scheduler polynomial_decay --warmup-updates 10 --total-num-update 100 --max-update 100
