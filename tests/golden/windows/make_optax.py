"""What optax gives in the cases of its own schedule tests, for tests/python/windows/optax_test.py.

    build/frameworks/bin/python tests/golden/windows/make_optax.py > tests/golden/windows/optax.jsonl

tests/dialects/requirements.txt pins optax and JAX. Each case has the name of the test of optax 0.2.8 whose arguments it
has (optax/schedules/_schedule_test.py and _join_test.py), a line, steps, and the values that optax gives there under
jit, in float32; or none, where optax refuses the line.
"""

import json
from importlib.metadata import version

import jax
import optax

FIRST_15 = list(range(15))

# The test, the line, the steps.
CASES = [
    ("Constant.constant", "optax.constant_schedule(value=10)", FIRST_15),
    (
        "Polynomial.linear",
        "optax.polynomial_schedule(init_value=10.0, end_value=20.0, power=1, transition_steps=10)",
        FIRST_15,
    ),
    *(
        (
            "Polynomial.zero_steps_schedule",
            f"optax.polynomial_schedule(init_value=10.0, end_value=20.0, power=1, transition_steps={steps})",
            FIRST_15,
        )
        for steps in (-1, 0)
    ),
    (
        "Polynomial.nonlinear",
        "optax.polynomial_schedule(init_value=25.0, end_value=10.0, power=2, transition_steps=10)",
        FIRST_15,
    ),
    (
        "Polynomial.with_decay_begin",
        "optax.polynomial_schedule(init_value=30.0, end_value=10.0, power=2, transition_steps=10, transition_begin=4)",
        list(range(20)),
    ),
    ("PiecewiseConstant.positive", "optax.piecewise_constant_schedule(0.1, {3: 2.0, 6: 0.5})", list(range(10))),
    ("PiecewiseConstant.negative", "optax.piecewise_constant_schedule(-0.1, {3: 2.0, 6: 0.5})", list(range(10))),
    *(
        (
            "Exponential.constant_schedule",
            f"optax.exponential_decay(init_value=1.0, transition_steps=15, decay_rate=1.0, staircase={staircase})",
            FIRST_15,
        )
        for staircase in (False, True)
    ),
    *(
        (
            "Exponential.nonvalid_transition_steps",
            f"optax.exponential_decay(init_value=1.0, transition_steps={steps}, decay_rate=1.0, staircase={staircase})",
            FIRST_15,
        )
        for steps in (-1, 0)
        for staircase in (False, True)
    ),
    *(
        (
            "Exponential.nonvalid_decay_rate",
            f"optax.exponential_decay(init_value=1.0, transition_steps=2, decay_rate=0.0, staircase={staircase})",
            FIRST_15,
        )
        for staircase in (False, True)
    ),
    *(
        (
            "Exponential.exponential",
            "optax.exponential_decay(init_value=1.0, transition_steps=2, decay_rate=2.0, "
            f"transition_begin={begin}, staircase={staircase})",
            list(range(15 + begin)),
        )
        for staircase, begin in ((False, 0), (True, 0), (False, 5), (True, 5))
    ),
    *(
        (
            "Exponential.end_value_with_staircase",
            f"optax.exponential_decay(init_value=1.0, transition_steps=2, decay_rate={rate}, transition_begin=3, "
            f"staircase={staircase}, end_value={end})",
            list(range(14)),
        )
        for rate, end in ((0.2, 0.1), (1.0, 0.1), (2.0, 3.0))
        for staircase in (False, True)
    ),
    (
        "Exponential.immutable_count",
        "optax.exponential_decay(init_value=32.0, transition_steps=1, decay_rate=0.5)",
        list(range(5)),
    ),
    ("CosineDecay.decay_count_smaller_count", "optax.cosine_decay_schedule(0.1, 10, 0.0)", list(range(10))),
    ("CosineDecay.decay_count_greater_count", "optax.cosine_decay_schedule(0.1, 5, 0.0)", list(range(12))),
    ("CosineDecay.decay_count_greater_count_with_alpha", "optax.cosine_decay_schedule(0.1, 5, 0.1)", list(range(12))),
    (
        "CosineDecay.with_exponent",
        "optax.cosine_decay_schedule(init_value=0.1, decay_steps=100, alpha=0.0, exponent=2)",
        [0, 10, 50, 75, 100],
    ),
    (
        "CosineDecay.with_giant_int_steps",
        "optax.cosine_decay_schedule(init_value=1000.0, decay_steps=10000000000, alpha=0.0, exponent=1)",
        [0, 10**9, 2 * 10**9],
    ),
    *(
        (
            "WarmupCosineDecay.limits",
            f"optax.warmup_cosine_decay_schedule(init_value={init}, peak_value={peak}, warmup_steps=100, "
            f"decay_steps=1000, end_value={end})",
            [0, 100, 1000],
        )
        for init, peak, end in ((10, 0.5, 1e-4), (5, 3, 0.0))
    ),
    *(
        (
            f"WarmupCosineDecay.{name}",
            f"optax.warmup_cosine_decay_schedule(init_value=0.2, peak_value={peak}, end_value=-3.0, warmup_steps=50, "
            "decay_steps=100, exponent=2)",
            [0, 10, 50, 75, 100],
        )
        for name, peak in (("with_exponent", 1.21), ("zero_peak_value", 0))
    ),
    *(
        (
            "WarmupCosineDecay.monotonicity_and_exponent_ordering",
            "optax.warmup_cosine_decay_schedule(init_value=0.0, peak_value=1.0, warmup_steps=5, decay_steps=25, "
            f"end_value=0.1, exponent={exponent})",
            list(range(26)),
        )
        for exponent in (1.0, 2.0)
    ),
    (
        "WarmupCosineDecay.raises_when_decay_equals_warmup",
        "optax.warmup_cosine_decay_schedule(init_value=0.2, peak_value=1.2, warmup_steps=10, decay_steps=10, "
        "end_value=0.0)",
        [0],
    ),
    *(
        (
            "SGDR.limits",
            "optax.sgdr_schedule(["
            + ", ".join(
                f"dict(decay_steps={steps}, peak_value={peak}, init_value=0, end_value=0.0, warmup_steps=500)"
                for steps, peak in zip((2000, 3000, 5000), peaks)
            )
            + "])",
            [0, 250, 500, 2250, 2500, 5500, 9999],
        )
        for peaks in ((1.6, 0.8, 0.4), (1.6, 1.6, 1.6))
    ),
    (
        "PiecewiseInterpolate.linear_piecewise",
        "optax.piecewise_interpolate_schedule('linear', 200.0, {5: 1.5, 10: 0.25})",
        list(range(13)),
    ),
    (
        "PiecewiseInterpolate.cos_piecewise",
        "optax.piecewise_interpolate_schedule('cosine', 400.0, {5: 1.2, 3: 0.6, 7: 1.0})",
        list(range(9)),
    ),
    ("PiecewiseInterpolate.empty_dict", "optax.piecewise_interpolate_schedule('linear', 13.0, {})", list(range(5))),
    ("PiecewiseInterpolate.no_dict", "optax.piecewise_interpolate_schedule('cosine', 17.0)", list(range(3))),
    ("PiecewiseInterpolate.invalid_type", "optax.piecewise_interpolate_schedule('linar', 13.0)", [0]),
    ("PiecewiseInterpolate.invalid_type", "optax.piecewise_interpolate_schedule('', 13.0, {5: 3.0})", [0]),
    ("PiecewiseInterpolate.invalid_type", "optax.piecewise_interpolate_schedule(None, 13.0, {})", [0]),
    ("PiecewiseInterpolate.invalid_scale", "optax.piecewise_interpolate_schedule('linear', 13.0, {5: -3})", [0]),
    (
        "PiecewiseInterpolate.zero_interval_size",
        "optax.piecewise_interpolate_schedule('linear', 13.0, {0: 2.0, 5: 3.0})",
        list(range(6)),
    ),
    (
        "OneCycle.linear",
        "optax.linear_onecycle_schedule(transition_steps=10, peak_value=1000, pct_start=0.3, pct_final=0.7, "
        "div_factor=10.0, final_div_factor=100.0)",
        list(range(12)),
    ),
    (
        "OneCycle.cosine",
        "optax.cosine_onecycle_schedule(transition_steps=5, peak_value=1000.0, pct_start=0.4, "
        "div_factor=10.0, final_div_factor=100.0)",
        list(range(7)),
    ),
    *(
        (
            "OneCycle.nonpositive_transition_steps",
            f"optax.{shape}_onecycle_schedule(transition_steps=0, peak_value=5.0)",
            [0],
        )
        for shape in ("cosine", "linear")
    ),
    (
        "Join.join_schedules",
        "optax.join_schedules(schedules=[optax.constant_schedule(1.0), optax.constant_schedule(2.0), "
        "optax.constant_schedule(1.0)], boundaries=[3, 6])",
        list(range(7)),
    ),
]


def values_of(line, steps):
    try:
        schedule = jax.jit(eval(line))
    except (ValueError, TypeError):
        return None
    return [float(schedule(step)) for step in steps]


def main():
    print(json.dumps({"optax": version("optax"), "jax": version("jax")}))
    for test, line, steps in CASES:
        print(json.dumps({"test": test, "line": line, "steps": steps, "values": values_of(line, steps)}))


if __name__ == "__main__":
    main()
