# SPDX-License-Identifier: MIT
"""tests/include_direction.py itself, on small trees that break one rule each."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parents[1] / "include_direction.py"


class Directions(unittest.TestCase):
    def check(self, files):
        """Its status and words for a tree of files, each with the names that it includes."""
        with tempfile.TemporaryDirectory() as folder:
            for name, included in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("".join(f"#include {n}\n" for n in included), encoding="utf-8")
            done = subprocess.run([sys.executable, str(CHECK), folder], text=True,
                                  capture_output=True, check=False)
            return done.returncode, done.stdout

    def expect(self, files, words):
        status, said = self.check(files)
        self.assertEqual(status, 1)
        self.assertIn(words, said)

    def test_up(self):
        self.expect({"core/a.c": ['"ui/b.h"'], "ui/b.h": []}, "src/core/a.c:1: core may not include ui")
        self.expect({"panel/a.c": ['"app/b.h"'], "app/b.h": []}, "panel may not include app")
        self.expect({"cloud/a.c": ['"core/b.h"'], "core/b.h": []}, "has no place")

    def test_down(self):
        _, said = self.check({"main.c": ['"cli/a.h"'], "cli/a.h": ['"app/sub/b.h"'],
                              "app/sub/b.h": ['"panel/c.h"'], "panel/c.h": ['"model/d.h"'],
                              "model/d.h": ['"core/e.h"', "<math.h>"], "core/e.h": []})
        self.assertNotIn("may not", said)
        self.assertNotIn("no place", said)

    def test_libraries(self):
        self.expect({"model/a.c": ["<SDL.h>"]}, "<SDL.h> is for")
        self.expect({"conf/a.c": ["<jansson.h>"]}, "<jansson.h> is for")
        self.expect({"core/a.c": ["<pthread.h>"]}, "<pthread.h> is for base/thread_posix.c")
        self.expect({"core/a.c": ["<unknown.h>"]}, "no layer has been given")

    def test_circles_of_files(self):
        # None of headers alone: a.c and a.h are one.
        self.expect({"core/a.h": [], "core/a.c": ['"core/b.h"'], "core/b.h": ['"core/a.h"']},
                    "core: a circle of 2 files: core/a, core/b")
        status, said = self.check({
            "core/a.c": ['"core/b.h"'], "core/b.h": [], "core/b.c": ['"core/c.h"'],
            "core/c.h": [], "core/c.c": ['"core/a.h"'], "core/a.h": [],
            "draw/x.h": ['"draw/y.h"'], "draw/y.h": ['"draw/x.h"']})
        self.assertEqual(status, 1)
        self.assertIn("core/a -> core/b -> core/c -> core/a", said)
        self.assertIn("draw/x, draw/y", said)  # every one is told
        _, said = self.check({"core/a_isa.c": ['"core/a.h"'], "core/a.h": [], "core/a.c": []})
        self.assertNotIn("circle of", said)

    def test_room(self):
        full = {f"core/f{i}.c": [] for i in range(31)}
        self.expect(full, "src/core: 31 sources lie flat; 30 may")
        full["core/sub/f.c"] = full.pop("core/f0.c")
        self.assertNotIn("flat", self.check(full)[1])


if __name__ == "__main__":
    unittest.main()
