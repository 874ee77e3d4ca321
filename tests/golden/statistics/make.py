"""Writes statistics.jsonl beside it: what SciPy and mpmath say of Student's t. What to install: requirements.txt.

tail    the two-sided p of t at n degrees, by mpmath's incomplete beta function at 60 digits, from the exact values of
        the doubles; SciPy's own is held to it where it reaches.
paired  two sides, and the paired t-test of them: mean, half width of the 95 % interval, effect and p by SciPy.
holm    p-values and their correction, by its definition; null is NaN.
power   of the two-sided paired test at 5 % for an effect, by SciPy's noncentral t.
"""

import json
import math
from pathlib import Path

import mpmath
import numpy
import scipy.stats

mpmath.mp.dps = 60
DEGREES = [1, 2, 3, 4, 5, 9, 10, 19, 29, 30, 99, 999]
LINES = []


def add(case, **fields):
    LINES.append(json.dumps({"case": case, **fields}))


def tail(t, degrees):
    t, n = mpmath.mpf(t), mpmath.mpf(degrees)
    return mpmath.betainc(n / 2, mpmath.mpf(1) / 2, 0, n / (n + t * t), regularized=True)


def t_of(p, degrees):
    """About the t whose two-sided tail is p: where no double reaches, none."""
    low, high = mpmath.mpf(0), mpmath.mpf(10) ** 160
    for _ in range(60):
        middle = mpmath.sqrt((low + mpmath.mpf(10) ** -3) * high)
        low, high = (middle, high) if tail(middle, degrees) > p else (low, middle)
    return float(high)


def tails():
    for degrees in DEGREES:
        steps = [0.0, 1e-9, 0.1, 0.7, 1.5, 1.7320508, 1.7320509, 2.0, 5.0, 12.0]
        for t in steps + [t_of(mpmath.mpf(10) ** -e, degrees) for e in (3, 10, 50, 150, 300)]:
            p = float(tail(t, degrees))
            scipys = 2 * scipy.stats.t.sf(t, degrees)
            assert p < 1e-290 or t > 1e100 or math.isclose(p, scipys, rel_tol=1e-9), (t, degrees, p, scipys)
            if p >= 1e-305:
                add("tail", t=t, degrees=degrees, p=p)


def paired():
    random = numpy.random.RandomState(5)
    for n, shift, spread in [(2, 0.1, 1), (3, 1, 0.1), (10, 0, 1), (10, 0.02, 0.01), (30, 5, 0.3), (101, 0.2, 1)]:
        base = random.lognormal(size=n)
        a, b = base + shift + spread * random.randn(n), base
        test = scipy.stats.ttest_rel(a, b)
        low, high = test.confidence_interval()
        d = a - b
        add("paired", a=list(a), b=list(b), mean=float(d.mean()), ci95=float((high - low) / 2),
            effect=float(d.mean() / d.std(ddof=1)), p=float(test.pvalue))


def corrected(p):
    numbers = sorted(x for x in p if x is not None)
    steps = [min(1.0, (len(numbers) - i) * x) for i, x in enumerate(numbers)]
    largest = {x: max(steps[: i + 1]) for i, x in enumerate(numbers)}
    return [None if x is None else largest[x] for x in p]


def holms():
    for p in ([], [0.03], [0.01, 0.04, 0.03, 0.005], [0.5, None, 0.01, 0.02], [1e-300, 0.9, 0.9, 1.0], [None, None]):
        add("holm", p=p, corrected=corrected(p))


def powers():
    for n, effect in [(10, 0), (10, 1), (20, 0.5), (30, 0.7)]:
        critical = scipy.stats.t.ppf(0.975, n - 1)
        shift = effect * math.sqrt(n)
        power = scipy.stats.nct.sf(critical, n - 1, shift) + scipy.stats.nct.cdf(-critical, n - 1, shift)
        add("power", seeds=n, effect=effect, power=float(power))


for make in (tails, paired, holms, powers):
    make()
(Path(__file__).resolve().parent / "statistics.jsonl").write_text("\n".join(LINES) + "\n")
