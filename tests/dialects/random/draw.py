"""What the draw_*.py have in common: numbers as people write them, and calls as text.

Every function takes a random.Random as `r`, so a seed decides every line.
"""


def rate(r, low=-5, high=0):
    """A rate between 10^low and 10^high, in a few digits; rarely as much below 0."""
    size = float(f"{10 ** r.uniform(low, high):.{r.randint(1, 4)}g}")
    return -size if r.random() < 0.04 else size


def share(r):
    """A number between 0 and 1, both of them rarely."""
    return r.choice([0.0, 1.0]) if r.random() < 0.06 else round(r.uniform(0.01, 0.99), r.randint(1, 3))


def length(r, most=40):
    return r.randint(1, most)


def whole_or_half(r, most=40):
    """A length that is now and then no whole number."""
    return r.randint(2, 2 * most) / 2 if r.random() < 0.1 else length(r, most)


def sorted_lengths(r, count, most=60):
    return sorted(r.randint(1, most) for _ in range(count))


def some(r, chance=0.5, **arguments):
    """Each of the arguments with that chance. An argument is a value, or a function of r that draws one."""
    drawn = {}
    for name, value in arguments.items():
        if r.random() < chance:
            drawn[name] = value(r) if callable(value) else value
    return drawn


def text(value):
    if isinstance(value, Call):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(text, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(key)}: {text(item)}" for key, item in value.items()) + "}"
    return repr(value)


class Call:
    """A call as text: Call("StepLR", step_size=30) is StepLR(step_size=30)."""

    def __init__(self, name, /, **arguments):
        self.name, self.arguments = name, arguments

    def __str__(self):
        return self.name + "(" + ", ".join(f"{name}={text(value)}" for name, value in self.arguments.items()) + ")"
