import jax
import optax

TOTAL = 10_000
WARMUP = TOTAL // 20
peak = 3e-4

schedule = optax.warmup_cosine_decay_schedule(
    init_value=0.0, peak_value=peak, warmup_steps=WARMUP, decay_steps=TOTAL, end_value=peak * 0.1
)
tx = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(learning_rate=schedule, weight_decay=0.1))
