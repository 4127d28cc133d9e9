# SPDX-License-Identifier: MIT
"""What panels say in words, read from the vector figures that they make, where it can be held
against what is known."""
import html
import os
import re
import subprocess
import tempfile
import unittest

from harness import program


def words(*arguments):
    """The ordinary words of a figure (not those of its formulas), as one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "figure.svg")
        subprocess.run([program(), "export", path, *arguments], check=True, timeout=120)
        with open(path, encoding="utf-8") as file:
            texts = re.findall(r"<text[^>]*>(.*?)</text>", file.read(), re.S)
    return " ".join(" ".join(html.unescape(re.sub("<[^>]*>", "", text)) for text in texts).split())


def panel(name, *arguments):
    return words("--what", "stage", "--stage", name, "--size", "560x480", *arguments)


class Residual(unittest.TestCase):
    """Of what jump coupling does to the test, only what is so."""

    def said(self, *arguments):
        return words("--what", "window", "--stage", "residual", "--size", "1280x720", *arguments)

    def test_jump_fails_where_z_keeps_something(self):
        self.assertIn("C takes jump, and it fails", self.said("--t", "400"))
        self.assertIn("One n for all t is no chain",
                      self.said("--t", "400", "--coupling", "jump"))

    def test_at_zero_snr_jump_passes_at_the_last_step(self):
        zero = ("--schedule", "scaled_linear", "--zero-snr", "1")
        last = self.said(*zero, "--t", "1000")
        self.assertNotIn("it fails", last)
        self.assertIn("even that passes", last)
        self.assertIn("cannot be told here", self.said(*zero, "--t", "1000", "--coupling", "jump"))
        self.assertIn("and it fails", self.said(*zero, "--t", "999"))


if __name__ == "__main__":
    unittest.main()
