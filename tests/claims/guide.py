"""The post's table and decision guide, made anew from what the claims measured: the post's words, and beside them numbers and
verdicts out of the JSON of `etude claims`."""

# schedule of the post, best for, extra hyper-parameters, ease of use; its arm in the claims of `MEASURED`; what bears on it
TABLE = [
    ("Constant", "Quick debugging", "0", "Trivial", "constant", "C31 C32 F21"),
    ("Step Decay", "ConvNets, legacy code", "2", "Easy", "step", "C05 C08"),
    ("Exponential", "Smooth but conservative", "1", "Easy", "exponential", "C37"),
    ("Cosine", "General-purpose default", "0", "Easy", "cosine", "C08 C10"),
    ("Warmup + Cosine", "Transformers, LLMs", "1", "Easy", "warm-up + cosine", "C14 C17 C28 F20"),
    ("Cosine + Restarts", "Escaping local minima", "2", "Moderate", "restarts", "C09 F05"),
    ("1-Cycle", "ConvNets, short runs", "2", "Moderate", "1-cycle", "C23"),
    ("Linear to 0 (not in the post)", "-", "-", "-", "linear", "F01 F18 C43"),
    ("Constant, then cooldown (not in the post)", "-", "-", "-", "wsd", "F02 F15"),
]
MEASURED = {"full batch": "C28", "noisy mini-batches": "F19"}

# the post's advice, and what bears on it
GUIDE = [
    ("Training a transformer or LLM? Warm-up + cosine decay", "C12 C14 C33 F01 F18"),
    ("Training a ConvNet? 1-cycle or step decay", "C23 C33"),
    ("Quick experiment? Cosine with a reasonable peak", "C10 C31 F02 F06"),
    ("Unsure about the range? Run the range test first", "C25 C26 C27 F09"),
    ("Any reasonable schedule beats the constant", "C31 F19"),
    ("The shape matters less than the principle", "C32 F08"),
]


def number(value):
    return "-" if value is None else f"{value:.3g}"


class Guide:
    def __init__(self, claims):
        self.claims = {claim["id"]: claim for claim in claims}

    def verdicts(self, ids):
        return ", ".join(f"[{each}](#{self.anchor(each)}) {self.claims[each]['verdict']}" for each in ids.split())

    def anchor(self, claim):
        heading = f"{claim}: {self.claims[claim]['verdict']}".lower()
        return "".join(c for c in heading.replace(" ", "-") if c.isalnum() or c == "-")

    def loss(self, claim, name):
        """Median at its own peak, and the half width of its mean's interval."""
        for arm in self.claims[claim].get("arms", []):
            if arm["name"] == name:
                loss = arm["final_loss"]
                return f"{number(loss['median'])} ± {number(loss['ci95'])}, at {number(arm['peak'])}"
        return "-"

    def text(self):
        out = ["## The post's table, made anew\n", "Best for, extra hyper-parameters and ease are the post's. Measured: the "
               "median final loss at its own tuned peak, ± half the mean's 95 % interval, and that peak.\n"]
        heads = [f"{where} ({claim})" for where, claim in MEASURED.items()]
        out.append("| Schedule | The post: best for | extra | ease | " + " | ".join(heads) + " | What bears on it |")
        out.append("|---|---|---|---|" + "---|" * (len(heads) + 1))
        for schedule, best, extra, ease, arm, ids in TABLE:
            losses = " | ".join(self.loss(claim, arm) for claim in MEASURED.values())
            out.append(f"| {schedule} | {best} | {extra} | {ease} | {losses} | {self.verdicts(ids)} |")
        out += ["", "## The post's advice, and what bears on it\n", "| The post | Claims |", "|---|---|"]
        out += [f"| {advice} | {self.verdicts(ids)} |" for advice, ids in GUIDE]
        return "\n".join(out) + "\n\n## All claims\n\n"
