"""losses.jsonl: value and gradient of each loss by its logits."""

import torch
from values import draw, seeded
from torch.nn import functional


def cross_entropy(logits, labels, smoothing=0.0):
    return functional.cross_entropy(logits, labels, label_smoothing=smoothing)


def mse(outputs, labels):
    return (outputs - functional.one_hot(labels, outputs.shape[1])).square().sum(1).mean()


LOSSES = {
    "cross-entropy": cross_entropy,
    "mse-softmax": lambda logits, labels, _: mse(logits.softmax(1), labels),
    "mse-logits": lambda logits, labels, _: mse(logits, labels),
}


def extremes(random, rows, classes):
    """Logits whose exponentials span 1e69 either way."""
    return torch.tensor(random.choice([-80.0, 0.0, 80.0], (rows, classes)))


def cases():
    for what, rows, classes, scale in (
        ("3 classes", 5, 3, 1.0),
        ("10 classes", 4, 10, 3.0),
        ("logits of 80", 6, 4, None),
        ("one row, two classes", 1, 2, 1.0),
    ):
        r = seeded(what)
        logits = draw(r, rows, classes, scale=scale) if scale else extremes(r, rows, classes)
        labels = torch.tensor(r.randint(0, classes, rows))
        for loss, f in LOSSES.items():
            for smoothing in (0.0, 0.1, 0.5) if loss == "cross-entropy" else (0.0,):
                z = logits.clone().requires_grad_()
                value = f(z, labels, smoothing)
                value.backward()
                special = f", smoothing {smoothing}" if smoothing else ""
                line = {"case": f"{loss}: {what}{special}", "loss": loss, "label_smoothing": smoothing}
                line |= {"logits": logits.tolist(), "labels": labels.tolist()}
                yield line | {"value": value.item(), "gradient": z.grad.tolist()}
