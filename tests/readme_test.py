"""What README and docs show is run: commands with what they print, C++, the picture.

python3 readme_test.py ETUDE            checks it.
python3 readme_test.py ETUDE --write    writes anew what stands as printed.

A block ```text after a block ```sh is what its commands print, 80 columns wide; a line "..." stands for what is left
out there.
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

etude = ""
root = pathlib.Path(__file__).parent.parent
pages = [root / "README.md", *sorted((root / "docs").glob("*.md"))]
example = re.compile(r"^```sh\n(?P<sh>.*?)^```$(?:\n*^```text\n(?P<text>.*?)^```$)?", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)


def files(page):
    """The blocks of Python and YAML whose first line is a file's name: "# train.py"."""
    for block in blocks(page, "(?:python|yaml)"):
        if named := re.match(r"# (\w+\.(?:py|yaml))\n", block):
            yield named[1], block


def commands(sh):
    """Those of its lines that call etude."""
    return [line for line in sh.replace("\\\n", "").splitlines() if re.search(r"(^|\| )etude ", line)]


class Folder(tempfile.TemporaryDirectory):
    """Where commands run, with etude on the path."""

    def __init__(self):
        super().__init__()
        here = pathlib.Path(self.name)
        (here / "bin").mkdir()
        (here / "bin/etude").symlink_to(etude)
        self.with_curves(here / "curves")
        self.environment = {"PATH": f"{here}/bin:{os.environ['PATH']}", "HOME": self.name, "LANG": "C.UTF-8"}

    @staticmethod
    def with_curves(folder):
        """The shipped logs, and one of a run that has done 12,000 steps."""
        shutil.copytree(root / "tests/golden/curves", folder)
        heading, *rows = (folder / "sp124_lr1e-3.csv").read_text().splitlines()
        begun = [row for row in rows if row.startswith("sp124_const") and int(row.split(",")[1]) <= 12000]
        (folder / "going.csv").write_text("\n".join([heading, *begun]) + "\n")

    def __enter__(self):
        return self

    def run(self, command):
        """What it prints on both of its streams."""
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=self.name, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout


def as_far_as(text, printed):
    """What is printed, but for what a line "..." of `text` stands for: as many lines before and after it as stand there."""
    shown, lines = text.splitlines(), printed.splitlines()
    if "..." in shown:
        before = shown.index("...")
        lines[before : len(lines) - (len(shown) - before - 1)] = ["..."]
    return "".join(f"{line}\n" for line in lines)


def written_anew(page, folder):
    """The page, with what its commands print now where it shows what they print."""

    def anew(match):
        printed = "".join([folder.run(command) for command in commands(match["sh"])])
        if match["text"] is None:
            return match[0]
        start, end = (place - match.start() for place in match.span("text"))
        return match[0][:start] + as_far_as(match["text"], printed) + match[0][end:]

    for name, text in files(page):
        pathlib.Path(folder.name, name).write_text(text)
    return example.sub(anew, page.read_text())


def made_anew():
    """Pages and the pictures in docs, as the commands of the pages make them, by path."""
    with Folder() as folder:
        made = {page: written_anew(page, folder) for page in pages}
        drawn = {picture: pathlib.Path(folder.name, picture.name) for picture in (root / "docs").glob("*.svg")}
        return made | {picture: drawing.read_text() for picture, drawing in drawn.items()}


class Pages(unittest.TestCase):
    maxDiff = None

    def test_every_command_works_and_gives_what_is_shown(self):
        for path, made in made_anew().items():
            with self.subTest(path.name):
                self.assertEqual(path.read_text(), made, "readme_test.py ETUDE --write would write it anew")

    def test_the_code_of_the_readme_is_what_is_built_and_run(self):
        for language, built in (("cpp", "examples/schedule.cpp"), ("cmake", "tests/consumer/CMakeLists.txt")):
            inside = [line.strip() for line in (root / built).read_text().splitlines()]
            (code,) = blocks(root / "README.md", language)
            for line in code.splitlines():
                self.assertIn(line.strip(), inside)

    def test_every_link_to_a_file_leads_somewhere(self):
        for page in pages:
            for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
                self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")

    def test_what_run_shows_and_names_to_try_works(self):
        lines = re.findall(r"^etude .*", (root / "run").read_text(), re.MULTILINE)
        self.assertEqual(len(lines), 6)
        with Folder() as folder:
            for line in lines:
                if not line.startswith("etude explore "):  # whose page ./run builds
                    folder.run(line)

    def test_run_names_every_verb_before_it_builds(self):
        verbs = re.findall(r"^  ([a-z]+) ", subprocess.run([etude, "--help"], capture_output=True, text=True).stdout, re.MULTILINE)
        with tempfile.TemporaryDirectory() as folder:
            for path in ("run", "apps/cli/main.cpp"):
                copy = pathlib.Path(folder, path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / path, copy)
            done = subprocess.run([f"{folder}/run", "--help"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(re.findall(r"^  ([a-z]+) ", done.stdout, re.MULTILINE), verbs)
            self.assertGreater(len(verbs), 8)
            self.assertFalse(pathlib.Path(folder, "build").exists())


class Lints(unittest.TestCase):
    """docs/lint.md: a section a lint, in the order of the table, each with a faulty and a mended command."""

    def test_every_lint_has_its_section_with_its_meaning(self):
        listed = json.loads(subprocess.run([etude, "list", "--json"], capture_output=True).stdout)["lints"]
        written = re.findall(r"^#### (.+)\n\n(.+(?:\n.+)*)", (root / "docs/lint.md").read_text(), re.MULTILINE)
        self.assertEqual([name for name, _ in written], [lint["name"] for lint in listed])
        for (name, text), lint in zip(written, listed):
            self.assertTrue(" ".join(text.split()).startswith(f"{lint['severity'].capitalize()}: {lint['meaning']}."), name)

    def test_every_faulty_example_is_found_and_every_mended_one_is_right(self):
        sections = re.findall(r"^#### (.+)\n\n(?:.+\n)+\n```sh\netude (.+)\netude (.+)\n```$", (root / "docs/lint.md").read_text(), re.MULTILINE)
        for name, faulty, mended in sections:
            with self.subTest(name):
                findings = [json.loads(subprocess.run([etude, *shlex.split(command), "--json"], capture_output=True).stdout) for command in (faulty, mended)]
                found, left = [[note["id"] for note in each["linted"][0]["notes"]] for each in findings]
                self.assertIn(name, found)
                self.assertNotIn(name, left)
                self.assertEqual(findings[1]["warnings"], 0, left)
        self.assertGreater(len(sections), 40)


if __name__ == "__main__":
    etude = os.path.abspath(sys.argv.pop(1))
    if sys.argv[1:] != ["--write"]:
        unittest.main()
    for path, made in made_anew().items():
        path.write_text(made)
