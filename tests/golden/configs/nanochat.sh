torchrun --standalone --nproc_per_node=8 -m scripts.base_train -- --depth=20 --num-iterations=100 --warmup-steps=10 --warmdown-ratio=0.4
