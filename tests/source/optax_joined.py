import optax as ox

warm, total = 100, 1000
lr_fn = ox.join_schedules(
    schedules=[
        ox.linear_schedule(init_value=0.0, end_value=1e-3, transition_steps=warm),
        ox.cosine_decay_schedule(init_value=1e-3, decay_steps=total - warm, alpha=0.1),
    ],
    boundaries=[warm],
)
opt = ox.sgd(lr_fn, momentum=0.9)
