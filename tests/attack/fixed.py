"""Faults that etude once had, one function each: the same every time, and never again."""

import json
import os
import pathlib
import shlex
import sqlite3
import sys
import time

from bench import Fault

NOBODY = 65534
TRAINER = pathlib.Path(__file__).with_name("trainer.py")
SCHEDULES = ["constant(0.05)", "linear(from=0.1, steps=rest)"]


def trainer_words(deeds, *more, schedules=(*SCHEDULES,), limit="20", steps="4", tail=""):
    """A comparison of a trainer that does these deeds."""
    command = f"{sys.executable} {shlex.quote(str(TRAINER))} {deeds} {{schedule}} {{log}} {{seed}} {tail}"
    return ["compare", *schedules, "--trainer", command, "--steps", steps, "--time-limit", limit, *more]


def native_words(*more, seeds="3"):
    return ["compare", *SCHEDULES, "--steps", "3", "--seeds", seeds, *more]


def final_losses(bench, name="a.json"):
    arms = json.loads((bench.folder / name).read_text())["arms"]
    return [trial.get("final_loss") for arm in arms for trial in arm["trials"]]


def expect(is_so, what):
    if not is_so:
        raise Fault(what)


def rows(text):
    return text.splitlines()[1:]


def two_studies_share_keep_logs(bench):
    bench.succeeds(*trainer_words("good", "--json=own.json"))
    first = bench.start(*trainer_words("nap,good,nap", "--keep-logs", "logs", "--json=a.json"))
    time.sleep(0.15)
    bench.succeeds(*trainer_words("times=4,nap,good,nap", "--keep-logs", "logs", "--json=b.json"))
    first.wait()
    own = final_losses(bench, "own.json")
    expect(final_losses(bench) == own, "a study read another's logs")
    expect(final_losses(bench, "b.json") == [4 * loss for loss in own], "a study read another's logs")


def a_second_study_keeps_the_first_ones_logs(bench):
    for factor in ("1", "5"):
        bench.succeeds(*trainer_words(f"times={factor},good", "--keep-logs", "logs"))
    logs = [path.read_text() for path in bench.folder.glob("logs/*/log.csv")]
    expect(len(logs) == 4 and len(set(logs)) == 4, f"of four logs there are {len(set(logs))}")


def a_killed_study_leaves_no_trainer(bench):
    for deeds in ("count,sleep", "deaf,count,sleep", "session,orphan,count,sleep"):
        study = bench.start(*trainer_words(deeds, limit="300"))
        while not (bench.folder / "count").exists() and study.poll() is None:
            time.sleep(0.02)
        (bench.folder / "count").unlink()
        study.kill()
        study.wait()
        bench.check_nothing_runs(15)


def a_trainer_that_outlives_its_study_harms_none(bench):
    bench.succeeds(*trainer_words("good", "--json=own.json"))
    bench.call(*trainer_words("late_writer,no_log", "--keep-logs", "logs"))
    bench.succeeds(*trainer_words("good,nap,nap,nap", "--keep-logs", "logs", "--json=a.json"))
    expect(final_losses(bench) == final_losses(bench, "own.json"), "a study read what another's trainer wrote")


def runs_again_when_changed(bench, tail, change):
    """How often a trainer runs when a study is asked for again, before and after the file of its command changes."""
    def trials():
        bench.succeeds(*trainer_words("good,count", "--store", "s.etude", tail=tail))
        return (bench.folder / "count").read_text().count("\n")
    first, again = trials(), trials()
    expect(again == first, f"{again - first} trials ran again though nothing had changed")
    change()
    expect(trials() == 2 * first, "trials of a file that has changed were taken from the store")


def flip_a_byte(path, at):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1]))


def a_large_file_changes(bench):
    (bench.folder / "data.bin").write_bytes(bytes(17 << 20))
    runs_again_when_changed(bench, "data.bin", lambda: flip_a_byte(bench.path("data.bin"), 9 << 20))


def an_enormous_file_changes(bench):
    with open(bench.path("data.bin"), "wb") as file:
        file.truncate(3 << 30)
    runs_again_when_changed(bench, "data.bin", lambda: flip_a_byte(bench.path("data.bin"), 2 << 30))


def a_file_behind_a_flag_changes(bench):
    (bench.folder / "data.bin").write_bytes(bytes(100))
    runs_again_when_changed(bench, "--data=data.bin", lambda: flip_a_byte(bench.path("data.bin"), 50))


def output_becomes_a_fifo(bench):
    for deeds in ("output_fifo,crash", "output_fifo,sleep", "output_device,crash", "log_fifo", "log_device"):
        bench.refused(*trainer_words(deeds, limit="1"))


def nothing_is_left_running(bench):
    for deeds in ("child,group,session,orphan,good", "session,orphan,deaf,sleep", "orphan,crash"):
        bench.call(*trainer_words(deeds, limit="1"))
        bench.check_nothing_runs()


def a_store_in_a_folder_that_may_not_be_written(bench):
    closed = bench.folder / "closed"
    closed.mkdir()
    path = str(closed / "s.etude")
    bench.succeeds(*native_words("--store", path))
    for mode in (0o666, 0o444):
        os.chmod(path, mode)
        os.chmod(closed, 0o555)
        out = bench.succeeds("runs", "--store", path, "--spelt-out", user=NOBODY if os.geteuid() == 0 else None)
        expect("constant(value=0.05)" in out, "a store was not read")
        os.chmod(closed, 0o755)


def what_waits_in_a_wal_is_not_passed_over(bench):
    closed = bench.folder / "closed"
    closed.mkdir()
    path = str(closed / "s.etude")
    bench.succeeds(*native_words("--store", path))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("DELETE FROM trials WHERE id = 2")
    parts = [(path + end, pathlib.Path(path + end).read_bytes()) for end in ("", "-wal")]
    other.close()
    for name, content in parts:
        pathlib.Path(name).write_bytes(content)
        os.chmod(name, 0o444)
    os.chmod(closed, 0o555)
    if os.geteuid() == 0:
        bench.refused("runs", "--store", path, user=NOBODY)
    os.chmod(closed, 0o755)


def a_file_of_one_byte_stays(bench):
    for content in (b"x", b"\0", b"ab", b"SQLite format 3\0"):
        (bench.folder / "note").write_bytes(content)
        bench.refused(*native_words("--store", "note"))
        expect((bench.folder / "note").read_bytes() == content, "another's file became a store")


def a_store_is_a_file(bench):
    os.mkfifo(bench.path("fifo"))
    for path in ("fifo", "/dev/null", "/dev/zero"):
        for words in (["runs", "--store", path], native_words("--store", path)):
            expect("no file" in bench.refused(*words, seconds=10), f"{path} was taken for a file")


def what_never_ends_is_refused(bench):
    for words in (["show", "@/dev/zero"], ["show", "@/dev/urandom"], ["lint", "@/dev/zero"],
                  ["show", "constant(0.1)", "--controller", "plateau()", "--metrics", "/dev/zero"],
                  ["train", "constant(0.1)", "--data", "csv:/dev/zero"]):
        bench.refused(*words, seconds=20)
    os.symlink("/dev/zero", bench.path("a.py"))
    bench.refused("lint", "a.py", seconds=20)


def a_large_file_is_refused_unread(bench):
    with open(bench.path("a.csv"), "wb") as file:
        file.truncate(300 << 20)
    bench.refused("show", "@a.csv", most_bytes=100 << 20)


def a_log_may_begin_with_a_mark(bench):
    bench.succeeds(*trainer_words("mark"))
    expect("UTF-16" in bench.refused(*trainer_words("wide")), "a log in UTF-16 is not called so")


def infinity_is_a_divergence(bench):
    expect("Diverged" in bench.succeeds(*trainer_words("infinity")), "Infinity is not read")


def damage(bench, statement):
    other = sqlite3.connect(bench.path("s.etude"), isolation_level=None)
    other.execute(statement)
    other.close()


def export_goes_past_damage(bench):
    bench.succeeds(*native_words("--store", "s.etude"))
    whole = bench.succeeds("runs", "--store", "s.etude", "--csv")
    damage(bench, "UPDATE trials SET outcome = replace(outcome, '0.', '1.') WHERE id IN (2, 4, 5)")
    for flag in ("--csv", "--json"):
        done = bench.call("runs", "--store", "s.etude", flag)
        expect(done.status == 1 and b" 2, 4-5 " in done.err, "what is missing is not said")
    json.loads(done.out)
    done = bench.call("runs", "--store", "s.etude", "--csv")
    left = [row for row in rows(done.out.decode()) if row[:2] in ("1,", "3,", "6,")]
    expect(len(left) == 3 and set(left) <= set(rows(whole)), "whole trials were not exported")


def export_goes_past_a_page(bench):
    bench.succeeds(*native_words("--store", "s.etude", seeds="40"))
    before = rows(bench.succeeds("runs", "--store", "s.etude", "--csv"))
    path = bench.folder / "s.etude"
    content = bytearray(path.read_bytes())
    other = sqlite3.connect(path)
    size = other.execute("PRAGMA page_size").fetchone()[0]
    page = other.execute("SELECT pageno FROM dbstat WHERE name = 'trials' AND pagetype = 'leaf' LIMIT 1 OFFSET 1").fetchone() \
        if has_dbstat(other) else None
    other.close()
    number = page[0] if page else content.find(b'{"final_loss"') // size + 1
    content[(number - 1) * size:(number - 1) * size + 100] = bytes(100)
    path.write_bytes(content)
    done = bench.call("runs", "--store", "s.etude", "--csv")
    after = rows(done.out.decode())
    expect(done.status == 1 and 0 < len(after) < len(before), f"{len(after)} of {len(before)} trials were exported")
    expect(set(after) <= set(before), "a damaged trial was exported")


def has_dbstat(connection):
    try:
        connection.execute("SELECT count(*) FROM dbstat")
        return True
    except sqlite3.OperationalError:
        return False


def deleting_gives_room_back(bench):
    bench.succeeds(*native_words("--store", "s.etude"))
    damage(bench, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                  " INSERT INTO trials SELECT 10 + i, randomblob(16), configuration, plan, steps, backward, seed,"
                  " final_loss, heldout_loss, diverged_at, trained_steps, points, outcome_hash, seal, outcome"
                  " FROM n, trials WHERE id = 1")
    before = os.path.getsize(bench.path("s.etude"))
    bench.succeeds("runs", "--store", "s.etude", "--delete", "--ids", "7-")
    after = os.path.getsize(bench.path("s.etude"))
    expect(after < before / 10, f"a file of {before} bytes has {after} when nearly all is deleted")
    expect("6 trials" in bench.succeeds("runs", "--store", "s.etude", "--check"), "trials are gone")


CASES = [case for name, case in list(globals().items())
         if callable(case) and getattr(case, "__code__", None) and case.__code__.co_varnames[:1] == ("bench",)
         and case.__code__.co_argcount == 1 and name not in ("final_losses",)]
