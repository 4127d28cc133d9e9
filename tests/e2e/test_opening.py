# SPDX-License-Identifier: MIT
"""A large picture is opened beside the window: meanwhile the one before stays, with all that can be
done with it."""
import os
import pathlib
import subprocess
import tempfile
import time
import unittest
import zlib

import pixels
from harness import PATIENCE, WindowTest, wait_until


def large_png(color, side=9000):
    """One that takes some tenths of a second to be decoded, and little to be made: rows that differ
    from the one above by nothing (filter 2), of which the first is that of a colour."""
    pack = zlib.compressobj(1)
    first = pack.compress(b"\0" + bytes(color) * side)
    above = (b"\2" + bytes(3 * side)) * 100
    rows = b"".join(pack.compress(above) for _ in range(side // 100 - 1))
    rows += pack.compress((b"\2" + bytes(3 * side)) * 99) + pack.flush()
    return pixels.SIGNATURE + pixels.png_header(side, side, 2) + \
        pixels.chunk(b"IDAT", first + rows) + pixels.chunk(b"IEND", b"")


class Opening(WindowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="alphabar-opening-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.large = cls.write("large.png", large_png((200, 30, 40)))
        cls.other = cls.write("other.png", large_png((30, 40, 200)))
        cls.small = cls.write("small.png", pixels.png_bytes(4, 2, 3, [bytes(12)] * 2))
        # All rows but the last.
        cls.broken = cls.write("broken.png", cls.large.read_bytes()[:-200])

    @classmethod
    def write(cls, name, data):
        path = cls.folder / name
        path.write_bytes(data)
        return path

    def drop(self, *paths):
        x, y = (o + 200 for o in self.window.origin)
        subprocess.run([os.environ["XDND_DROP"], str(x), str(y), *(p.as_uri() for p in paths)],
                       env=self.display.environment(), check=True, timeout=PATIENCE)

    def begin(self, path):
        """Drops it, and is back while it is being opened."""
        before = self.window.state()
        self.drop(path)
        state = self.window.state_now()
        self.assertEqual(state["window"]["opening"], path.name)
        self.assertEqual(state["picture"], before["picture"])
        return state

    def test_window_goes_on(self):
        before = self.begin(self.large)
        self.window.key("End")
        state = self.window.state_now()
        self.assertEqual(state["window"]["opening"], "large.png")
        self.assertEqual(state.t, 1000)
        self.assertEqual(state["picture"]["name"], "built-in")
        self.assertEqual(state.sums("x"), before.sums("x"))
        state = self.window.state()
        self.assertEqual(state["picture"]["name"], "large.png")
        self.assertEqual([state["picture"][k] for k in ("width", "height")], [256, 256])
        self.assertAlmostEqual(state.sums("x")[0], (200 + 30 + 40) / 3 / 127.5 - 1, places=5)
        self.assertEqual(state.t, 1000)
        # One step, that of the picture.
        self.window.key("ctrl+z")
        state = self.window.state()
        self.assertEqual((state["picture"]["name"], state.t), ("built-in", 1000))
        self.assertEqual(state.sums("x"), before.sums("x"))
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state().t, before.t)
        self.window.key("ctrl+y", "ctrl+y")
        self.assertEqual(self.window.state_now()["picture"]["name"], "large.png")

    def test_it_says_so(self):
        middle = [400, 4, 480, 34]  # of the bar
        plain = self.window.still_shot().part(middle)
        self.begin(self.large)
        wait_until("words in the bar", lambda: self.window.shot().part(middle) != plain)
        self.window.state()
        wait_until("none", lambda: self.window.shot().part(middle) == plain)

    def test_another_one_replaces_it(self):
        self.begin(self.large)
        self.drop(self.other)
        self.assertEqual(self.window.state_now()["window"]["opening"], "other.png")
        self.assertEqual(self.window.state()["picture"]["name"], "other.png")
        self.drop(self.large, self.other, self.small)
        self.assertEqual(self.window.state()["picture"]["name"], "small.png")
        time.sleep(0.5)
        self.assertEqual(self.window.state_now()["picture"]["name"], "small.png")
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state()["picture"]["name"], "other.png")
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state()["picture"]["name"], "built-in")

    def test_broken(self):
        before = self.begin(self.broken)
        self.expected_words = ["alphabar: ", "broken.png: "]
        state = self.window.state()
        self.assertIn("broken.png: ", state["window"]["message"])
        self.assertEqual(state["picture"], before["picture"])
        self.assertEqual(state["settings"], before["settings"])

    def test_undo_takes_the_wish_back(self):
        self.window.key("End")
        before = self.begin(self.large)
        self.window.key("ctrl+z")
        state = self.window.state_now()
        self.assertEqual((state["window"]["opening"], state.t), ("", before.t))
        time.sleep(0.5)
        self.assertEqual(self.window.state()["picture"], before["picture"])

    def test_session(self):
        path = self.write("some.json", b'{"alphabar": "session", "version": 1,'
                                       b' "picture": "large.png", "settings": {"t": 30}}')
        before = self.begin(path)
        self.assertNotEqual(before.t, 30)
        state = self.window.state()
        self.assertEqual((state["picture"]["name"], state.t), ("large.png", 30))
        self.window.key("ctrl+z")
        state = self.window.state()
        self.assertEqual((state["picture"]["name"], state.t), ("built-in", before.t))

    def test_list_of_files(self):
        self.start("--size", "1280x720", str(self.small))
        self.window.key("ctrl+o")
        self.window.state_when("the sheet", lambda s: "files" in s)
        self.window.type("large")
        self.window.key("Return")
        state = self.window.state_now()
        self.assertEqual(state["window"]["opening"], "large.png")
        self.assertIn("files", state)
        state = self.window.state()
        self.assertEqual(state["picture"]["name"], "large.png")
        self.assertNotIn("files", state)
        self.window.key("ctrl+o")
        self.window.state_when("the sheet", lambda s: "files" in s)
        self.window.type("broken")
        self.window.key("Return")
        state = self.window.state()
        self.assertIn("broken.png: ", state["files"]["why"])
        self.assertEqual(state["picture"]["name"], "large.png")
        self.window.key("Escape")

    def test_closing(self):
        """Also by the program that ends where a thread sends an event too late."""
        programs = [os.environ["ALPHABAR"]]
        if "ALPHABAR_FAULTS" in os.environ:
            programs.append(os.environ["ALPHABAR_FAULTS"])
        for program in programs:
            try:
                os.environ.update(ALPHABAR=program, ALPHABAR_FAULT="late:1")
                self.start(*self.arguments)
                self.begin(self.large)
                self.window.close()
                self.assertEqual(self.window.wait_for_end(), 0)
            finally:
                os.environ["ALPHABAR"] = programs[0]
                del os.environ["ALPHABAR_FAULT"]
            self.stop()


if __name__ == "__main__":
    unittest.main()
