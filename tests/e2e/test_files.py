# SPDX-License-Identifier: MIT
"""The list of files that Ctrl+O opens, with a real mouse and keyboard; what is remembered of it;
and the line that greets who starts alphabar for the first time."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import pixels
from harness import PATIENCE, Display, WindowTest, program, wait_until


def png(width, height, color):
    return pixels.png_bytes(width, height, 3, [bytes(color) * width] * height)


class Files(WindowTest):
    COLORS = {"img1.png": (200, 30, 40), "img2.png": (30, 200, 40), "img10.png": (30, 40, 200)}

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="alphabar-files-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, color in self.COLORS.items():
            (self.folder / name).write_bytes(png(60, 40, color))
        (self.folder / "broken.png").write_bytes(png(60, 40, (9, 9, 9))[:70])
        (self.folder / "notes.txt").write_text("no picture")
        (self.folder / "albums").mkdir()
        (self.folder / "albums" / "등대.png").write_bytes(png(8, 6, (1, 2, 3)))
        self.recent = pathlib.Path(self.display.state) / "alphabar" / "recent"
        self.recent.unlink(missing_ok=True)
        super().setUp()

    def open_sheet(self):
        """In the test's folder: that of the picture that is shown."""
        self.start("--size", "1280x720", str(self.folder / "img2.png"))
        self.window.key("ctrl+o")
        return self.window.state_when("the sheet", lambda s: "files" in s)

    def chosen(self):
        return self.window.state()["files"]["chosen"]

    def tiles(self):
        return [label for label in self.window.state().items_by_label()
                if label.startswith(("file ", "folder ", "built-in"))]

    def click(self, label):
        self.window.click(self.window.place(label))

    def check_opened(self, name):
        state = self.window.state_when(f"{name} shown", lambda s: s["picture"]["name"] == name)
        self.assertNotIn("files", state)

    def test_filter_and_return(self):
        state = self.open_sheet()
        self.assertEqual(state["files"]["folder"], str(self.folder))
        self.assertEqual(state["files"]["chosen"], "img2.png")
        self.assertEqual(self.tiles(), ["built-in picture", "folder albums", "file broken.png",
                                        "file img1.png", "file img2.png", "file img10.png"])
        self.window.type("MG1")
        state = self.window.state()
        self.assertEqual((state["files"]["filter"], state["files"]["shown"]), ("MG1", 2))
        self.assertEqual(self.tiles(), ["file img1.png", "file img10.png"])
        self.window.key("BackSpace", "1", "0", "Return")
        self.check_opened("img10.png")
        paths = self.recent.read_text(encoding="utf-8").splitlines()
        self.assertEqual(paths, [str(self.folder / "img10.png"), str(self.folder / "img2.png")])
        # The sheet is no step of undo, and does not come back with one.
        self.window.key("ctrl+z")
        self.check_opened("img2.png")

    def test_what_is_typed_is_not_for_the_window(self):
        before = self.open_sheet()
        self.window.type("tny1+?")
        self.window.key("Left", "End", "space")
        state = self.window.state()
        self.assertEqual(state["settings"], before["settings"])
        self.assertEqual(state["files"]["filter"], "tny1+? ")
        self.assertEqual(state["files"]["shown"], 0)
        self.window.key("Return", "Escape")
        state = self.window.state_when("no sheet", lambda s: "files" not in s)
        self.assertEqual(state["settings"], before["settings"])
        self.window.key("End")  # is the window's again
        self.assertEqual(self.window.state().t, 1000)

    def test_broken_file(self):
        before = self.open_sheet()
        self.window.type("broken")
        self.window.key("Return")
        state = self.window.state_when("why", lambda s: s["files"]["why"])
        self.assertIn("broken.png: ", state["files"]["why"])
        self.assertNotIn("\n", state["files"]["why"])
        self.assertEqual(state["picture"], before["picture"])
        self.assertNotIn("broken", self.recent.read_text(encoding="utf-8"))
        self.window.key("Escape")
        self.window.state_when("no sheet", lambda s: "files" not in s)

    def test_arrows_and_folders(self):
        self.open_sheet()
        self.window.key("Home", "Right")
        self.assertEqual(self.chosen(), "albums")
        self.window.key("Return")
        state = self.window.state_when("albums", lambda s: s["files"]["folder"].endswith("albums"))
        self.assertEqual(self.tiles(), ["built-in picture", "file 등대.png"])
        self.window.key("BackSpace")  # up, to where one came from
        state = self.window.state_when("the folder", lambda s: s["files"]["shown"] == 6)
        self.assertEqual(state["files"]["chosen"], "albums")
        self.window.key("End", "Left")
        self.assertEqual(self.chosen(), "img2.png")
        self.window.key("Home", "Left", "Up")
        self.assertEqual(self.chosen(), "built-in picture")
        # Keys that are typed ahead find what the ones before them opened.
        self.window.key("Right", "Return", "End", "Return")
        self.check_opened("등대.png")
        self.window.key("ctrl+o")
        self.assertEqual(self.chosen(), "등대.png")

    def test_built_in_picture(self):
        self.open_sheet()
        self.window.key("Home", "Return")
        self.check_opened("built-in")

    def test_mouse(self):
        self.open_sheet()
        self.click("folder albums")
        self.window.state_when("albums", lambda s: s["files"]["folder"].endswith("albums"))
        self.click(f"path {self.folder.name}")
        self.window.state_when("the folder", lambda s: s["files"]["shown"] == 6)
        self.click("file img1.png")
        self.assertEqual(self.chosen(), "img1.png")
        self.click("file img10.png")
        self.assertEqual(self.chosen(), "img10.png")
        self.click("file img10.png")
        self.check_opened("img10.png")
        # By its name in the controls; a double click, which on a folder goes no further than in.
        self.click("picture name")
        self.window.state_when("the sheet", lambda s: "files" in s)
        self.window.double_click(self.window.place("folder albums"))
        state = self.window.state_when("albums",
                                       lambda s: s["files"]["folder"].endswith("albums"))
        self.assertEqual(state["picture"]["name"], "img10.png")
        self.window.double_click(self.window.place("file 등대.png"))
        self.check_opened("등대.png")
        # Beside the sheet closes it, and presses nothing there.
        self.click("open")
        before = self.window.state_when("the sheet", lambda s: "files" in s)
        self.window.click((4, 400))
        state = self.window.state_when("no sheet", lambda s: "files" not in s)
        self.assertEqual(state["settings"], before["settings"])

    def test_tab(self):
        self.open_sheet()
        self.window.key("Tab", "Return")  # the first place
        state = self.window.state_when("recent files", lambda s: s["files"]["folder"] == "")
        self.assertEqual(self.tiles(), ["built-in picture", "file img2.png"])
        self.window.key("Tab", "space")
        self.window.state_when("home", lambda s: s["files"]["folder"] == self.display.folder)
        self.window.key("Escape")  # the ring
        self.assertIn("files", self.window.state())
        self.window.key("Escape")
        self.window.state_when("no sheet", lambda s: "files" not in s)

    def test_thumbnails(self):
        self.open_sheet()
        for name, color in self.COLORS.items():
            x, y = self.window.place(f"file {name}", down=0.35)

            def shown():
                at = self.window.shot().rows[round(y)][3 * round(x):3 * round(x) + 3]
                return all(abs(a - b) <= 2 for a, b in zip(at, color))
            wait_until(f"the thumbnail of {name}", shown)

    def test_folder_that_is_gone(self):
        self.open_sheet()
        shutil.rmtree(self.folder / "albums")
        self.click("folder albums")
        state = self.window.state_when("why", lambda s: s["files"]["why"])
        self.assertIn("albums: No such file", state["files"]["why"])
        self.window.key("BackSpace")
        self.window.state_when("the folder", lambda s: s["files"]["shown"] == 5)

    def test_many_files(self):
        many = self.folder / "many"
        many.mkdir()
        for i in range(10000):
            (many / f"frame{i}.png").write_bytes(b"")
        self.open_sheet()
        self.click("folder many")
        state = self.window.state_when("all", lambda s: s["files"]["shown"] == 10001)
        first = self.tiles()
        self.assertLess(len(first), 60)  # only what is seen is there
        self.window.wheel(self.window.place("file frame0.png"), -3)
        tiles = self.tiles()
        self.assertNotIn("file frame0.png", tiles)
        self.assertEqual(len(tiles), len(first))
        x, y, w, h = self.window.item("files scroll")["rect"]
        self.window.drag((x + w / 2, y + 5), (x + w / 2, y + h - 2))
        self.assertIn("file frame9999.png", self.tiles())
        self.window.type("frame5000")
        state = self.window.state()
        self.assertEqual((state["files"]["shown"], state["files"]["chosen"]), (1, "frame5000.png"))
        # The picture that is shown is in view from the first.
        (many / "frame7000.png").write_bytes(png(9, 9, (7, 7, 7)))
        self.start("--size", "400x860", str(many / "frame7000.png"))
        self.window.key("ctrl+o")
        self.window.state_when("its tile", lambda s: "file frame7000.png" in s.items_by_label())
        self.assertEqual(self.chosen(), "frame7000.png")

    def test_narrow_window(self):
        self.open_sheet()
        for size in ((400, 860), (320, 320), (700, 330)):
            state = self.window.resize(*size)
            for label, item in state.items_by_label().items():
                if not label.startswith(("file ", "folder ", "built-in", "path ", "place ", "files")):
                    continue
                x, y, w, h = item["rect"]
                self.assertGreaterEqual(min(x, y), 0, label)
                self.assertLessEqual(x + w, size[0], label)
                self.assertLessEqual(y + h, size[1], label)
            self.assertIn("file img2.png", state.items_by_label())

    def test_script(self):
        """A script drives it, and is nobody who opens files by hand."""
        self.stop()
        script = self.folder / "script.txt"
        dump = self.folder / "state.json"
        script.write_text(f'wait 1\nkey Ctrl+O\nfiles {self.folder}\nclick "file img1.png"\n'
                          f'click "files open"\ndump {dump}\nkey Ctrl+O\nkey 1\nkey 0\n'
                          f'key Return\ndump {dump}2\nkey Ctrl+O\nkey Escape\ndump {dump}3\n'
                          'quit\n', encoding="utf-8")
        subprocess.run([program(), "--size", "1280x720", "--script", script], check=True,
                       env=self.display.environment(), timeout=PATIENCE, cwd=self.folder)
        for ending, name in (("", "img1.png"), ("2", "img10.png"), ("3", "img10.png")):
            state = json.loads(pathlib.Path(f"{dump}{ending}").read_text(encoding="utf-8"))
            self.assertEqual(state["picture"]["name"], name)
            self.assertNotIn("files", state)
        self.assertFalse(self.recent.exists())


class FirstLine(unittest.TestCase):
    SIZE = ("--size", "1280x720")

    def setUp(self):
        self.display = Display(1280, 720)
        self.addCleanup(self.display.close)
        self.seen = pathlib.Path(self.display.state) / "alphabar" / "seen"

    def start(self, *arguments):
        process = subprocess.Popen([program(), *self.SIZE, *arguments], cwd=self.display.folder,
                                   env=self.display.environment(), stdin=subprocess.DEVNULL)

        def end():
            process.kill()
            process.wait()
        self.addCleanup(end)
        window = wait_until("the window", lambda: self.display.xdotool(
            "search", "--onlyvisible", "--pid", process.pid)).split()[-1]
        self.display.act("windowfocus", window, "mousemove", 2, 2)
        return process

    def bar(self):
        """The middle of the window's upper edge, where messages stand."""
        return [bytes(row[3 * 440:3 * 560]) for row in self.display.shot().rows[4:32]]

    def wait_for_bar(self, what, condition):
        return wait_until(what, lambda: (lambda b: b if condition(b) else None)(self.bar()))

    def test_once(self):
        process = self.start()
        plain = self.wait_for_bar("the bar", lambda b: any(any(row) for row in b))
        process.kill()
        process.wait()
        self.seen.unlink()
        process = self.start()
        self.wait_for_bar("the line", lambda b: len(set(b[14][i:i + 3] for i in range(0, 360, 3))) >
                          len(set(plain[14][i:i + 3] for i in range(0, 360, 3))) + 3)
        self.assertTrue(self.seen.exists())
        self.display.act("key", "Shift_L")  # which does nothing else
        self.wait_for_bar("no line", lambda b: b == plain)
        process.kill()
        process.wait()
        self.start()
        self.wait_for_bar("the bar", lambda b: b == plain)

    def test_not_for_scripts(self):
        self.seen.unlink()
        subprocess.run([program(), *self.SIZE, "--script", "-"], input="wait 2\nquit\n", text=True,
                       check=True, env=self.display.environment(), timeout=PATIENCE,
                       cwd=self.display.folder)
        self.assertFalse(self.seen.exists())

    def test_where_nothing_can_be_remembered(self):
        shutil.rmtree(self.display.state)
        pathlib.Path(self.display.state).write_bytes(b"")
        process = self.start()
        self.wait_for_bar("the bar", lambda b: any(any(row) for row in b))
        self.display.act("key", "ctrl+q")
        self.assertEqual(process.wait(PATIENCE), 0)


if __name__ == "__main__":
    unittest.main()
