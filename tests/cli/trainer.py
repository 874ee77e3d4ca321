"""A trainer as the tests need it: python3 trainer.py MODE SCHEDULE LOG [SEED [FILE]]. MODE says what goes wrong."""

import os
import signal
import subprocess
import sys
import time

mode, schedule, log = sys.argv[1:4]
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 0
rates = [float(line.split(",")[1]) for line in open(schedule).read().splitlines()[1:]]


def write(text):
    with open(log, "w") as file:
        file.write(text)


def train(rates, column=False):
    x, rows = 1.0 + seed, ["step,loss,lr,heldout" if column else "step,loss"]
    for t, rate in enumerate(rates):
        rows.append(f"{t},{x * x},{rate!r}," if column else f"{t},{x * x}")
        x -= rate * 2 * x
    return "\n".join(rows) + (f"\n{len(rates)},,,{x * x}\n" if column else "\n")


if mode == "good":
    write(train(rates, True))
elif mode == "metrics":
    lines = train(rates, True).splitlines()
    write("\n".join(line + ("," + word) for line, word in zip(lines, ["accuracy", "0.5", "0.9", "", "", f"0.{7 + seed}"])) + "\n")
elif mode == "crash":
    write("step,loss\n0,1\n")
    sys.exit("first\n\n\x1b[31msecond\n  third\nValueError: no such layer")
elif mode == "status":
    write(train(rates))
    sys.exit(3)
elif mode == "signal":
    os.kill(os.getpid(), signal.SIGKILL)
elif mode == "hang":
    if len(sys.argv) > 5:
        open(sys.argv[5], "w").write(f"{os.getpid()}\n")
    time.sleep(600)
elif mode == "rubbish":
    open(log, "wb").write(bytes(range(256)) * 9)
elif mode == "banana":
    write("step,loss\n0,1\n1,banana\n")
elif mode == "half":
    write("step,loss\n0,1\n1,0.5\n2,0.25\n3,0.1")
elif mode == "half_killed":
    write("step,loss\n0,1\n1,na")
    os.kill(os.getpid(), signal.SIGKILL)
elif mode == "nan":
    write("step,loss\n0,1\n1,4\n2,NaN\n3,nan\n")
elif mode == "nan_crash":
    write("step,loss\n0,1\n1,inf\n")
    raise FloatingPointError
elif mode == "short":
    write("step,loss\n0,1\n1,0.5\n")
elif mode == "nothing":
    pass
elif mode == "empty":
    write("")
elif mode == "heading":
    write("step,loss\n")
elif mode in ("loud", "loud_crash"):
    for _ in range(50):
        sys.stdout.write("x" * 999_999 + "\n")
    print("the end", flush=True)
    write(train(rates))
    sys.exit(mode == "loud_crash")
elif mode == "grandchild":
    child = subprocess.Popen(["sleep", "600"])
    open(sys.argv[5], "w").write(f"{child.pid}\n")
    write(train(rates))
elif mode == "deserters":
    launch = "import subprocess, sys; print(subprocess.Popen(['sleep', '600'], stdout=subprocess.DEVNULL, start_new_session=True).pid)"
    id = subprocess.run([sys.executable, "-c", launch], stdout=subprocess.PIPE).stdout
    open(sys.argv[5], "wb").write(id)
    write(train(rates))
elif mode == "fifo":
    output = os.path.dirname(log) + "/output.txt"
    os.unlink(output)
    os.mkfifo(output)
    sys.exit(3)
elif mode == "ignores":
    write(train([0.125] * len(rates), True))
elif mode == "one_seed":
    write(train(rates))
    sys.exit("CUDA out of memory" if seed == 1000001 else 0)
elif mode == "sparse":
    write("".join(line for i, line in enumerate(train(rates).splitlines(True)) if i % 2 == 0 or i == len(rates)))
elif mode == "same":
    seed = 0
    write(train(rates))
elif mode == "folder":
    sys.exit(f"cannot open {os.path.dirname(log)}/weights.bin")
