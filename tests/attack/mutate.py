"""Inputs that are nearly right: bytes with a few changes of the kinds that files and texts meet."""

TOKENS = [b"", b"0", b"-1", b"1e999", b"-0", b"nan", b"inf", b"9223372036854775807", b"18446744073709551616", b"1e-320",
          b"(", b")" * 50, b"[" * 200, b"{", b",", b"=", b":", b"%", b"\"", b"'", b"\\", b"\n", b"\r\n", b"\t", b"\0", b"#", b"@", b"-",
          b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", "\u202e".encode(), "\u0661".encode(), b"\x1b[2J", b"then ", b"lambda: ", b"rest",
          b"5%", b"3ep", b"1e6sp", b"steps", b"lr", b"plan(", b"scale(" * 30, b"x" * 3000, b"1" * 400, b"**kwargs", b"import ", b"${a}", b"!!"]


def span(data, random, longest=64):
    begin = random.randrange(len(data) + 1)
    return begin, min(len(data), begin + random.randrange(longest + 1))


def flip(data, random):
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1:]


def put(data, random):
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(TOKENS) + data[at:]


def put_in_place(data, random):
    begin, end = span(data, random, 12)
    return data[:begin] + random.choice(TOKENS) + data[end:]


def drop(data, random):
    begin, end = span(data, random)
    return data[:begin] + data[end:]


def repeat(data, random):
    begin, end = span(data, random)
    return data[:end] + data[begin:end] * random.choice([1, 2, 50]) + data[end:]


def cut(data, random):
    return data[:random.randrange(len(data) + 1)]


def move(data, random):
    begin, end = span(data, random)
    rest = data[:begin] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[begin:end] + rest[at:]


def blank(data, random):
    begin, end = span(data, random, 5000)
    return data[:begin] + bytes(end - begin) + data[end:]


def mutated(data, random, ways=(flip, put, put_in_place, drop, repeat, cut, move)):
    """One to four changes."""
    for _ in range(random.choice([1, 1, 1, 2, 3, 4])):
        if data:
            data = random.choice(ways)(data, random)
    return data


def damaged(data, random):
    """As a disk or a copy that was cut short damages a file: nothing is put into it."""
    return mutated(data, random, (flip, flip, flip, blank, cut, move))
