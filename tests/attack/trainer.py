"""Somebody's trainer, at its worst: python3 trainer.py DEED,DEED... SCHEDULE LOG SEED [WORD...]. Deeds are done in turn."""

import os
import signal
import subprocess
import sys
import time

schedule = log = folder = ""
seed, scale = 0, 1.0


def rates():
    with open(schedule) as file:
        return [float(line.split(",")[1]) for line in file.read().splitlines()[1:]]


def losses():
    x = 1.0 + seed
    for rate in rates():
        yield scale * x * x
        x -= rate * 2 * x
    yield scale * x * x


def rows():
    return "step,loss\n" + "".join(f"{t},{loss!r}\n" for t, loss in enumerate(losses()))


def write(data):
    with open(log, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def replace(path, make):
    if os.path.lexists(path):
        os.unlink(path)
    make(path)


def child(**how):
    subprocess.Popen(["sleep", "300"], **how)


def orphan():
    """A grandchild in a session of its own, whose parent is gone."""
    subprocess.run([sys.executable, "-c", "import subprocess; subprocess.Popen(['sleep', '300'], start_new_session=True)"],
                   check=True)


def count():
    with open(os.environ["ETUDE_ATTACK"] + "/count", "a") as file:
        file.write("run\n")


def times(factor):
    global scale
    scale = float(factor)


def late_writer():
    """Goes on after its parent, and writes another's losses."""
    if os.fork() == 0:
        os.setsid()
        for _ in range(60):
            time.sleep(0.05)
            write("step,loss\n" + "".join(f"{t},777\n" for t in range(4)))
        os._exit(0)


DEEDS = {
    "good": lambda: write(rows()),
    "mark": lambda: write(b"\xef\xbb\xbf" + rows().encode()),
    "wide": lambda: write(rows().encode("utf-16")),
    "infinity": lambda: write(rows().splitlines()[0] + "\n0,1\n1,-Infinity\n"),
    "nan": lambda: write("step,loss\n0,1\n1,NaN\n"),
    "half": lambda: write(rows()[:-4]),
    "rubbish": lambda: write(os.urandom(5000)),
    "zeros": lambda: write(bytes(100_000)),
    "long_line": lambda: write("step,loss\n0," + "9" * 300_000 + "\n"),
    "many_columns": lambda: write("step,loss" + ",x" * 50_000 + "\n"),
    "huge_step": lambda: write("step,loss\n99999999999999999999,1\n"),
    "negative": lambda: write("step,loss\n-1,1\n"),
    "empty": lambda: write(""),
    "no_log": lambda: os.path.lexists(log) and os.unlink(log),
    "log_fifo": lambda: replace(log, os.mkfifo),
    "log_folder": lambda: replace(log, os.mkdir),
    "log_device": lambda: replace(log, lambda path: os.symlink("/dev/zero", path)),
    "log_loop": lambda: replace(log, lambda path: os.symlink(path, path)),
    "log_closed": lambda: os.path.isfile(log) and os.chmod(log, 0),
    "output_fifo": lambda: replace(folder + "/output.txt", os.mkfifo),
    "output_gone": lambda: os.path.lexists(folder + "/output.txt") and os.unlink(folder + "/output.txt"),
    "output_device": lambda: replace(folder + "/output.txt", lambda path: os.symlink("/dev/zero", path)),
    "folder_gone": lambda: subprocess.run(["rm", "-rf", folder], check=True),
    "extra": lambda: os.makedirs(folder + "/a/b/c", exist_ok=True),
    "says": lambda: print("\033[2J\u202eevil\x00\r", "x" * 2000, flush=True),
    "says_rubbish": lambda: sys.stdout.buffer.write(os.urandom(3000)),
    "mute": lambda: [os.close(stream) for stream in (0, 1, 2)],
    "child": child,
    "group": lambda: child(process_group=0) if sys.version_info >= (3, 11) else child(start_new_session=True),
    "session": lambda: child(start_new_session=True),
    "orphan": orphan,
    "late_writer": late_writer,
    "deaf": lambda: [signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)],
    "nap": lambda: time.sleep(0.3),
    "sleep": lambda: time.sleep(300),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stopped": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "kills_group": lambda: os.killpg(0, signal.SIGKILL),
    "crash": lambda: sys.exit("ValueError: no such layer"),
    "status": lambda: os._exit(3),
    "count": count,
}

if __name__ == "__main__":
    schedule, log, seed = sys.argv[2], sys.argv[3], int(sys.argv[4])
    folder = os.path.dirname(log)
    for deed in sys.argv[1].split(","):
        name, _, argument = deed.partition("=")
        times(argument) if name == "times" else DEEDS[name]()
