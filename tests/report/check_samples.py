"""What report_samples writes, read by others' readers: check_samples.py REPORT_SAMPLES.

Pages by Python's html.parser: every element is closed, no script, nothing to fetch. Event files by TensorBoard, where
it can be imported (tests/dialects/requirements.txt pins it); a skip says so where it cannot.
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "link", "img", "input"}


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.faults, self.tags, self.text = [], [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.faults += [f"{name}={value}" for name, value in attributes if name in ("src", "href") or name[:2] == "on"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"stray </{tag}>")

    def handle_data(self, data):
        self.text.append(data)


class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.keep.name)
        subprocess.run([SAMPLES, cls.keep.name], check=True)

    def test_pages(self):
        pages = sorted(self.folder.glob("*.html"))
        self.assertGreater(len(pages), 5)
        for page in pages:
            reader = Reader()
            reader.feed(page.read_text(encoding="utf-8"))
            reader.close()
            self.assertEqual((reader.faults, reader.open), ([], []), page.name)
            self.assertNotIn("script", reader.tags)
            self.assertIn("h1", reader.tags)
        found = "exponential at its tuned peak 0.32 ends at a final loss of 0.00184 (median of 20 seeds), below 8 of the 11 others"
        self.assertIn(found, "".join(self.text_of("study.html")))

    def text_of(self, name):
        reader = Reader()
        reader.feed((self.folder / name).read_text(encoding="utf-8"))
        return reader.text

    def test_tensorboard_reads_the_scalars(self):
        try:
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        except ImportError as error:
            self.skipTest(f"tensorboard: {error}")
        run = EventAccumulator(str(self.folder / "events" / "cosine" / "seed0"))
        run.Reload()
        self.assertEqual(sorted(run.Tags()["scalars"]), ["loss/heldout", "loss/train", "lr"])
        train = run.Scalars("loss/train")
        self.assertEqual([event.step for event in train], list(range(300)))
        rates = [event.value for event in run.Scalars("lr")]
        self.assertAlmostEqual(rates[0], 0.32, places=6)
        self.assertAlmostEqual(rates[150], 0.16, places=6)
        self.assertEqual([event.step for event in run.Scalars("loss/heldout")], [300])
        self.assertTrue(all(event.wall_time == 0 for event in train))


if __name__ == "__main__":
    SAMPLES = sys.argv.pop(1)
    unittest.main()
