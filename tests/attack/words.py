"""Words of a command line drawn from what each verb takes, with values that nobody means."""

import functools
import re
import subprocess

from bench import LONGEST_SECONDS, Fault, wait

QUIET = ["list", "show", "lint", "diff", "plan", "convert", "runs", "explore"]
TRAINS = {"train": ["train", "constant(0.1)", "--steps", "3"], "compare": ["compare", "constant(0.1)", "--steps", "3"],
          "range": ["range", "--steps", "20", "--seeds", "1"]}
VALUES = ["", "0", "1", "-1", "2", "7", "1e9", "1e400", "nan", "inf", "-0", "0x10", "1e-400", "9223372036854775808", " 3", "3 ", "1,2",
          "1-", "5-3", "yes", "no", "true", "-", "--", "-x", "a", "a.csv", "no/such", ".", "..", "/dev/null", "/dev/full", "tmp",
          "constant(0.1)", "cosine(0.1, 0, 20)", "cosine(from=0.1, steps=rest)", "torch.StepLR(lr=1, step_size=3)", "recipe:llama",
          "plan(lr=constant(1), momentum=constant(2))", "x" * 5000, "\u00e4\u202e\u0007", "\x1b[31mred", b"\xff\xfe", "%s%n", "${HOME}",
          "json", "torch", "spirals", "digits", "adamw", "final_loss", "idx:a,b", "csv:a", "text:/dev/null", "@a", "@", "-1:5", "1;2"]
DRAFT = re.compile(r"\.[A-Za-z0-9]{6}$")


@functools.cache
def flags(etude, verb):
    """What a verb's help names, and whether a value follows."""
    text = subprocess.run([etude, verb, "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^ +(?:-\w, ?)?(--[\w-]+)( TEXT|\{|\[=)?", text, re.MULTILINE)


def drawn(bench, random, verb):
    words = []
    for _ in range(random.randrange(5)):
        flag, takes = random.choice(flags(bench.etude, verb))
        value = random.choice(VALUES)
        if not takes or random.random() < 0.1:
            words.append(flag)
        elif isinstance(value, bytes) or random.random() < 0.5:
            words += [flag, value]
        else:
            words.append(f"{flag}={value}")
    words += [random.choice(VALUES) for _ in range(random.choice([0, 1, 1, 2, 3]))]
    random.shuffle(words)
    return words


def words(bench, random):
    verb = random.choice(QUIET)
    verb = verb if random.random() < 0.95 else random.choice(["", "shw", "--version", "\x1b[2J", "help", b"\xff"])
    bench.call(verb, *(drawn(bench, random, verb) if verb in QUIET else random.sample(VALUES, 2)))
    check_drafts(bench)


def training(bench, random):
    """What trains may take its time; when it is told to end, it does."""
    verb = random.choice(list(TRAINS))
    arguments = TRAINS[verb] + [word for word in drawn(bench, random, verb) if word]
    process = bench.start(*arguments)
    handle_in_time(process, arguments)
    check_drafts(bench)


def handle_in_time(process, arguments):
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.terminate()
        wait(process, LONGEST_SECONDS)
    if process.returncode not in (0, 1, 2, -15):
        raise Fault(f"ended with status {process.returncode}: {arguments}")


def check_drafts(bench):
    if left := [path.name for path in bench.folder.rglob("*") if DRAFT.search(path.name)]:
        raise Fault(f"left unfinished files: {left}")
