"""What an attack stands on: a folder of its own, etude called in it, and the manners that every call must keep."""

import contextlib
import functools
import os
import pathlib
import resource
import select
import shutil
import signal
import subprocess
import tempfile
import time

LONGEST_SECONDS = 30
MOST_BYTES = 1 << 30
ROOM = 6 << 30  # of addresses: so that a fault ends this program's run and not the machine
HIDDEN = set(map(chr, range(32))) - {"\n"} | {"\x7f"} | set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Fault(Exception):
    """What etude must not do, in one line."""


class Call:
    """What one call of etude did."""

    def __init__(self, words, status, out, err, most_bytes):
        self.words, self.status, self.out, self.err, self.most_bytes = words, status, out, err, most_bytes


class Bench:
    """A folder that is gone afterwards. Every process started here has its mark in its environment."""

    def __init__(self, etude):
        self.etude = str(pathlib.Path(etude).resolve())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="etude-attack-"))
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.folder.chmod(0o755)
        self.mark = f"ETUDE_ATTACK={self.folder}"
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TMPDIR": str(self.temporary),
                            "ETUDE_ATTACK": str(self.folder)}
        self.is_plain = is_plain(self.etude)
        self.has_trainers = False

    def close(self):
        for pid in self.survivors() if self.has_trainers else []:
            with contextlib.suppress(ProcessLookupError):  # it has ended meanwhile
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, onerror=open_and_try_again)

    def path(self, name):
        return str(self.folder / name)

    def start(self, *words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=None):
        self.has_trainers = self.has_trainers or "--trainer" in words
        process = subprocess.Popen([self.etude, *words], cwd=self.folder, env=self.environment, stdin=stdin, stdout=stdout,
                                   stderr=stderr, user=user, group=user, extra_groups=None if user is None else [])
        if self.is_plain:
            try:
                resource.prlimit(process.pid, resource.RLIMIT_AS, (ROOM, ROOM))
            except (ProcessLookupError, PermissionError):  # it has ended, or is another user's
                pass
        return process

    def call(self, *words, stdin=b"", seconds=LONGEST_SECONDS, most_bytes=MOST_BYTES, user=None):
        """Runs etude to its end, which takes at most so many seconds of processor time, and holds it to its manners."""
        files = [os.fdopen(os.memfd_create("stream"), "w+b") for _ in range(3)]
        source, out, err = files
        try:
            source.write(stdin)
            source.seek(0)
            process = self.start(*words, stdin=source, stdout=out, stderr=err, user=user)
            allowed = seconds * (1 if self.is_plain else 4)
            status, used, in_time = wait(process, 4 * allowed)  # on a machine that has other work
            in_time = in_time and used.ru_utime + used.ru_stime <= allowed
            for file in (out, err):
                file.seek(0)
            done = Call(words, status, out.read(), err.read(), used.ru_maxrss << 10)
        finally:
            for file in files:
                file.close()
        if not in_time:
            raise Fault(f"ran longer than {allowed} s of processor time, or than {4 * allowed} s")
        check_manners(done, most_bytes if self.is_plain else None)
        return done

    def refused(self, *words, **more):
        """The one line with which etude refuses; anything else is a fault."""
        done = self.call(*words, **more)
        if done.status != 1:
            raise Fault(f"ended with {done.status}, and must refuse")
        return done.err.decode(errors="replace")

    def succeeds(self, *words, **more):
        done = self.call(*words, **more)
        if done.status != 0:
            raise Fault("must not refuse: " + done.err.decode(errors="replace").strip())
        return done.out.decode(errors="replace")

    def survivors(self):
        """The processes that have this bench's mark and still run."""
        return [int(entry.name) for entry in pathlib.Path("/proc").iterdir()
                if entry.name.isdigit() and int(entry.name) != os.getpid() and self.is_ours(entry)]

    def is_ours(self, entry):
        try:
            is_marked = self.mark.encode() in (entry / "environ").read_bytes().split(b"\0")
            return is_marked and (entry / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False

    def check_nothing_runs(self, patience_seconds=0.0):
        """A fault where a process of this bench still runs after so long."""
        deadline = time.monotonic() + patience_seconds
        while left := self.survivors():
            if time.monotonic() >= deadline:
                raise Fault(f"{len(left)} processes were left running")
            time.sleep(0.02)

    def check_nothing_is_left(self, *names):
        """A fault where the folder holds anything but these and tmp, or tmp anything."""
        there = {each.name for each in self.folder.iterdir()} - {"tmp"} | {f"tmp/{each.name}" for each in self.temporary.iterdir()}
        if extra := sorted(there - set(names)):
            raise Fault("left behind: " + ", ".join(extra))


def open_and_try_again(function, path, _):
    os.chmod(os.path.dirname(path), 0o700)
    if os.path.isdir(path):
        os.chmod(path, 0o700)
        shutil.rmtree(path)
    else:
        function(path)


@functools.cache
def is_plain(etude):
    """Whether its memory is its own: sanitizers need much more, and terabytes of addresses."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    return subprocess.run([etude, "--version"], capture_output=True, preexec_fn=limit, check=False).returncode == 0


def wait(process, seconds):
    """The exit status, what was used, and whether it ended by itself within so many seconds."""
    handle = os.pidfd_open(process.pid)
    in_time = bool(select.select([handle], [], [], seconds)[0])
    os.close(handle)
    if not in_time:
        process.kill()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used, in_time


def check_manners(done, most_bytes):
    """Status 0, 1 or 2, nothing hidden in a message, one line where something is refused, memory within bounds."""
    if done.status < 0:
        raise Fault(f"ended by signal {-done.status}: {done.err[-300:]!r}")
    if done.status not in (0, 1, 2):
        raise Fault(f"ended with status {done.status}: {done.err[-300:]!r}")
    if most_bytes is not None and done.most_bytes > most_bytes:
        raise Fault(f"took {done.most_bytes >> 20} MiB of memory")
    text = done.err.decode(errors="replace")
    if HIDDEN & set(text):
        raise Fault(f"its message has hidden characters: {done.err[:300]!r}")
    if done.status == 1 and done.err and (text.count("\n") != 1 or not text.startswith("etude: ")):
        raise Fault(f"refuses in other than one line: {done.err[:300]!r}")
    if done.status != 0 and not done.err and not done.out:
        raise Fault("says nothing of what is wrong")
