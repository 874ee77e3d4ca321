"""What the README shows is run: its commands, its C++, its picture. python3 readme_test.py PATH_OF_ETUDE."""

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


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)


def commands(page):
    """The lines of its sh blocks that run etude, without ./run or etude before them."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", "").splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0] in ("./run", "etude") and len(words) > 1:
                yield words[1:]


def files(page):
    """The blocks of Python and YAML whose first line is a file's name: "# train.py"."""
    for block in blocks(page, "(?:python|yaml)"):
        if named := re.match(r"# (\w+\.(?:py|yaml))\n", block):
            yield named[1], block


class Pages(unittest.TestCase):
    def test_every_command_works(self):
        count = 0
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (each for page in pages for each in files(page)):
                pathlib.Path(folder, name).write_text(text)
            for page in pages:
                for command in commands(page):
                    with self.subTest(page=page.name, command=command):
                        done = subprocess.run([etude, *command], capture_output=True, text=True, timeout=300, cwd=folder)
                        self.assertEqual(done.returncode, 0, done.stderr)
                        count += 1
        self.assertGreater(count, 3)

    def test_the_cpp_of_the_readme_is_the_example_that_is_built_and_run(self):
        (code,) = blocks(root / "README.md", "cpp")
        example = (root / "examples/schedule.cpp").read_text()
        inside = [line.strip() for line in example.splitlines() if line.strip()]
        for line in code.splitlines():
            if line.strip():
                self.assertIn(line.strip(), inside)

    def test_every_link_to_a_file_leads_somewhere(self):
        for page in pages:
            for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
                self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")

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

    def test_the_picture_is_what_its_command_draws(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([etude, "compare", "--as-published", "--svg", "a.svg"], check=True, cwd=folder, capture_output=True)
            self.assertEqual(pathlib.Path(folder, "a.svg").read_text(), (root / "docs/comparison.svg").read_text())


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
    unittest.main()
