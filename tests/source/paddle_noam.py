import paddle

scheduler = paddle.optimizer.lr.LinearWarmup(
    learning_rate=paddle.optimizer.lr.CosineAnnealingDecay(learning_rate=0.1, T_max=1000),
    warmup_steps=100,
    start_lr=0.0,
    end_lr=0.1,
)
optimizer = paddle.optimizer.Momentum(learning_rate=scheduler, parameters=model.parameters())
