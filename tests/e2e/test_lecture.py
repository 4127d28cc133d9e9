# SPDX-License-Identifier: MIT
"""Every stop of the lesson, in the window and under the presenter, at the sizes of projectors, in
both languages: what its stage names is there, large enough, and nothing else is in its way."""
import itertools
import json
import os
import subprocess
import tempfile
import unittest

from harness import PATIENCE, Display, program

STOPS = 15
SIZES = [(1280, 720), (1920, 1080)]
LEAST_TYPE = {(720, 0): 14, (1080, 0): 20, (720, 1): 20, (1080, 1): 30}  # pixels
ROUNDED = 1.5  # pixels


def overlap(one, two):
    """Of two rectangles x, y, w, h."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = one, two
    return (min(ax + aw, bx + bw) - max(ax, bx) > ROUNDED and
            min(ay + ah, by + bh) - max(ay, by) > ROUNDED)


def names_of(stage):
    """The panels that a stage's text names, in order: what stands outside of parentheses."""
    depth, plain = 0, ""
    for letter in stage:
        depth += letter == "("
        plain += letter if depth == 0 else ""
        depth -= letter == ")"
    for sign in "|/[]*":
        plain = plain.replace(sign, " ")
    return [word.split(":")[0] for word in plain.split() if word[0].isalpha()]


class Lecture(unittest.TestCase):
    def dumps(self, size, presenting, language):
        width, height = size
        display = Display(width, height)
        with tempfile.TemporaryDirectory() as folder:
            lines = ["lesson forward", f"set presenting {presenting}", "wait 3"]
            for stop in range(1, STOPS + 1):
                path = os.path.join(folder, f"{stop}.json")
                lines += [f"lesson_stop {stop}", "wait 3", f"dump {path}"]
                for end, step in (("first", -10000), ("last", 10000)):
                    path = os.path.join(folder, f"{stop}-{end}.json")
                    lines += [f"step {step}", "wait 2", f"dump {path}"]
            script = os.path.join(folder, "script")
            with open(script, "w", encoding="utf-8") as file:
                file.write("\n".join([*lines, "quit", ""]))
            done = subprocess.run(
                [program(), "--size", f"{width}x{height}", "--language", language, "--script",
                 script], env=display.environment(), stderr=subprocess.PIPE, text=True,
                timeout=6 * PATIENCE, check=False)
            display.close()
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for stop in range(1, STOPS + 1):
                for end in ("", "-first", "-last"):
                    path = os.path.join(folder, f"{stop}{end}.json")
                    with open(path, encoding="utf-8") as file:
                        yield stop, json.load(file)

    def check(self, state, stop, size, presenting):
        width, height = size
        panels = state["panels"]
        self.assertEqual(state["lesson"]["stop"], stop)
        self.assertEqual((state["window"]["width"], state["window"]["height"]), size)
        self.assertEqual(state["left_out"], [])
        self.assertEqual([panel["name"] for panel in panels], names_of(state["stage"]))
        self.assertIn(len(state["lesson"]["caption"]), (1, 2), state["lesson"]["caption"])
        for panel in panels:
            x, y, w, h = panel["rect"]
            with self.subTest(panel=panel["text"]):
                self.assertGreaterEqual(w, panel["least"][0] - ROUNDED)
                self.assertGreaterEqual(h, panel["least"][1] - ROUNDED)
                self.assertTrue(x >= 0 and y >= 0 and x + w <= width and y + h <= height)
                self.assertTrue(panel["type"] == 0 or
                                panel["type"] >= LEAST_TYPE[height, presenting], panel["type"])
        for one, two in itertools.combinations(panels, 2):
            self.assertFalse(overlap(one["rect"], two["rect"]), (one["text"], two["text"]))

    def go_through(self, language):
        for size, presenting in itertools.product(SIZES, (0, 1)):
            tops = set()
            for stop, state in self.dumps(size, presenting, language):
                with self.subTest(stop=stop, size=size, presenting=presenting):
                    self.check(state, stop, size, presenting)
                tops.add(next(item["rect"][1] for item in state["items"]
                              if item["label"] == "lesson stops"))
            self.assertEqual(len(tops), 1, "the caption keeps its height")

    def test_english(self):
        self.go_through("en")

    def test_korean(self):
        self.go_through("ko")


if __name__ == "__main__":
    unittest.main()
