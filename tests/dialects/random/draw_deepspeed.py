"""Lines of deepspeed.runtime.lr_schedules."""

from draw import Call, length, rate, share, some


def warm(r):
    return dict(warmup_num_steps=r.randint(1, 30)) | some(r, warmup_type=r.choice(["log", "linear"]))


def call(r):
    name = r.choice(["WarmupLR", "WarmupDecayLR", "WarmupCosineLR", "OneCycle", "LRRangeTest"])
    low = some(r, warmup_min_lr=lambda r: rate(r, -7, -5))
    if name == "WarmupLR":
        return Call(name, lr=rate(r, -3, 0), **low, **some(r, warmup_max_lr=lambda r: rate(r, -4, 0)), **warm(r))
    if name == "WarmupDecayLR":
        return Call(name, total_num_steps=length(r, 90), **low, **some(r, warmup_max_lr=lambda r: rate(r, -4, 0)), **warm(r))
    if name == "WarmupCosineLR":
        more = some(r, warmup_min_ratio=share, cos_min_ratio=share)
        return Call(name, lr=rate(r, -4, 0), total_num_steps=length(r, 90), **more, **warm(r))
    if name == "OneCycle":
        more = some(r, cycle_second_step_size=length, decay_step_size=lambda r: r.randint(0, 10), decay_lr_rate=share,
                    cycle_momentum=False, decay_mom_rate=share)
        stairs = some(r, 0.3, cycle_first_stair_count=lambda r: r.randint(0, 6), cycle_second_stair_count=lambda r: r.randint(0, 6))
        return Call(name, cycle_min_lr=rate(r, -5, -2), cycle_max_lr=rate(r, -2, 0), cycle_first_step_size=length(r), **more, **stairs)
    more = some(r, lr_range_test_min_lr=rate, lr_range_test_step_size=length, lr_range_test_step_rate=share,
                lr_range_test_staircase=True)
    return Call(name, **more)


def line(r):
    return f"deepspeed.{call(r)}", range(r.choice([30, 100]))
