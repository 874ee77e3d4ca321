"""Lines of Megatron-LM's OptimizerParamScheduler."""

from draw import Call, rate, some

COOLDOWNS = ["linear", "cosine", "exponential", "minus_sqrt"]


def line(r):
    style = r.choice(["constant", "linear", "cosine", "inverse-square-root", "WSD"])
    steps, peak = r.randint(1, 90), rate(r, -4, 0)
    wsd = some(r, 0.9, wsd_decay_steps=r.randint(0, steps + 3), lr_wsd_decay_style=r.choice(COOLDOWNS)) if style == "WSD" else {}
    more = some(r, init_lr=peak * r.choice([0.0, 0.1, 0.5]), min_lr=peak * r.choice([0.0, 0.1, 0.3]),
                lr_warmup_steps=lambda r: r.randint(0, steps))
    call = Call("OptimizerParamScheduler", max_lr=peak, lr_decay_steps=steps, lr_decay_style=style, **more, **wsd)
    return f"megatron.{call}", range(r.choice([30, 100]))
