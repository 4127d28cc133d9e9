# SPDX-License-Identifier: MIT
"""The export sheet and the presenter mode, with a real mouse and keyboard."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import pixels
from harness import PATIENCE, WindowTest, program, wait_until


class Sheet(WindowTest):
    arguments = ("--size", "1280x720", "--resolution", "48")

    def setUp(self):
        # What opens a folder writes down which: nothing else may be started.
        self.tools = pathlib.Path(self.display.folder) / "tools"
        self.tools.mkdir(exist_ok=True)
        opener = self.tools / "xdg-open"
        opener.write_text(f"#!/bin/sh\necho \"$1\" > {self.tools}/opened\n")
        opener.chmod(0o755)
        environment = self.display.environment
        self.display.environment = lambda: dict(environment(),
                                                PATH=f"{self.tools}:{os.environ['PATH']}")
        super().setUp()

    def path(self, name):
        return pathlib.Path(self.window.folder) / name

    def open_sheet(self, format_name, what):
        self.window.key("ctrl+e")
        self.window.state_when("the sheet", lambda s: s.export_sheet == 1)
        self.click(f"export_format {format_name}")
        if self.window.state().export_what != what:
            self.click("export_what")
            self.click(f"export_what {what}")
        state = self.window.state()
        self.assertEqual((state.export_format, state.export_what), (format_name, what))

    def click(self, label):
        self.window.click(self.window.place(label))

    def type_into(self, label, text):
        self.click(label)
        self.window.type(text)
        self.window.key("Return")

    def written(self, name):
        """Once the window says so; then it is whole."""
        self.window.state_when(f"written: {name}",
                               lambda s: s["window"]["message"] == f"written: {name}")
        path = self.path(name)
        self.assertTrue(path.exists())
        return path

    def test_theme_ground_and_folder(self):
        self.path("slides").mkdir()
        self.open_sheet("png", "signal")
        self.type_into("export_folder", "slides")
        self.click("export_theme light")
        self.click("export start")
        name = "slides/alphabar-signal.png"
        picture = pixels.read_png(self.written(name))
        self.assertEqual((picture.channels, picture.at(3, 3)), (3, (0xf5, 0xf6, 0xf8)))
        self.assertEqual(self.window.state().theme, "dark")  # of the window, as it was
        self.window.click(self.window.place("export_transparent", 0.1))
        self.click("export start")
        second = "slides/alphabar-signal-2.png"  # the name is free in that folder
        picture = pixels.read_png(self.written(second))
        self.assertEqual((picture.channels, picture.at(3, 3)[3]), (4, 0))
        self.click("export_format mp4")
        self.assertNotIn("export_transparent", self.window.state().items_by_label())
        self.click("export home")
        self.assertEqual(self.window.state().export_folder, "~")
        for path in (name, second):
            self.path(path).unlink()
        self.path("slides").rmdir()

    def test_picture(self):
        self.open_sheet("png", "z")
        self.click("export start")
        path = self.written("alphabar-z.png")
        shot = pixels.read_png(path)
        self.assertEqual((shot.width, shot.height), (48, 48))
        # Nothing is written over: the next name is another.
        self.click("export start")
        again = self.written("alphabar-z-2.png")
        for file in (path, again):
            file.unlink()

    def test_film_while_the_window_lives(self):
        self.open_sheet("apng", "window")
        self.type_into("export_size", "1920x1080")
        self.type_into("export_from", "101")
        self.type_into("export_to", "200")
        self.type_into("export_path", "my film.apng")
        self.window.drag(self.window.place("export_seconds", 0.5, of="track"),
                         self.window.place("export_seconds", 0.6, of="track"))
        self.click("export start")
        self.window.state_when("the button to cancel",
                               lambda s: "export cancel" in s.items_by_label())
        self.assertFalse(self.path("my film.apng").exists())  # not before it is whole
        self.window.key("Right", "Right", "Right")  # t moves meanwhile
        state = self.window.state_when("t", lambda s: s.t == 243)
        self.assertIn("export cancel", state.items_by_label())
        path = self.written("my film.apng")
        data = path.read_bytes()
        self.assertEqual(data[:8], pixels.SIGNATURE)
        self.assertIn(b"acTL", data)
        self.assertIn(b"--frames 101:200", data)
        self.assertIn(b"--size 1920x1080", data)
        self.assertEqual(data.count(b"fcTL"), int(state.export_seconds * state.export_fps + 0.5))
        # Shows it.
        self.click("export show")
        opened = wait_until("the folder", lambda: (self.tools / "opened").exists() and
                            (self.tools / "opened").read_text())
        self.assertEqual(opened.strip(), f"file://{self.window.folder}")
        path.unlink()

    def test_cancel_leaves_nothing(self):
        for format_name in ("apng",) + (("mp4",) if shutil.which("ffmpeg") else ()):
            self.start(*self.arguments)
            self.open_sheet(format_name, "z")
            self.click("export_own_size")  # else it would be done in no time
            self.window.state_when("a size", lambda s: s.export_own_size == 0)
            self.type_into("export_path", "long")
            self.window.drag(self.window.place("export_seconds", 0.5, of="track"),
                             self.window.place("export_seconds", 1, of="track"))
            self.click("export start")
            self.window.state_when("the button to cancel",
                                   lambda s: "export cancel" in s.items_by_label())
            self.click("export cancel")
            self.window.state_when("the end", lambda s: "cancelled" in s["window"]["message"])
            self.assertEqual(os.listdir(self.window.folder), [])

    def test_leaving_in_the_middle(self):
        self.open_sheet("apng", "window")
        self.click("export start")
        self.window.state_when("the button to cancel",
                               lambda s: "export cancel" in s.items_by_label())
        self.window.key("ctrl+q")
        self.assertEqual(self.window.wait_for_end(), 0)  # stop() sees that nothing is left

    def test_places_that_cannot_be_written(self):
        self.open_sheet("png", "z")
        self.type_into("export_path", "gone/a.png")
        self.click("export start")
        self.window.state_when("why", lambda s: "gone" in s["window"]["message"])
        self.path("a.png").mkdir()
        self.type_into("export_path", "a.png")
        self.click("export start")
        self.window.state_when("why", lambda s: "folder" in s["window"]["message"])
        self.window.key("Right")  # the window lives on
        self.window.state_when("t", lambda s: s.t == 241)
        self.path("a.png").rmdir()

    def test_no_ffmpeg(self):
        environment = self.display.environment
        self.display.environment = lambda: dict(environment(), PATH=str(self.tools))
        xdotool = shutil.which("xdotool")
        (self.tools / "xdotool").symlink_to(xdotool)
        self.addCleanup(lambda: (self.tools / "xdotool").unlink())
        self.start(*self.arguments)
        self.open_sheet("mp4", "z")
        self.click("export start")
        state = self.window.state_when("why", lambda s: "ffmpeg" in s["window"]["message"])
        self.assertIn(".apng", state["window"]["message"])

    def test_vectors_and_sequences(self):
        self.open_sheet("svg", "signal")
        self.click("export start")
        path = self.written("alphabar-signal.svg")
        self.assertIn("Signal left", path.read_text(encoding="utf-8"))
        path.unlink()
        self.window.key("ctrl+e")
        self.open_sheet("frames", "z")
        self.window.drag(self.window.place("export_seconds", 0.5, of="track"),
                         self.window.place("export_seconds", 0, of="track"))
        self.click("export start")
        self.written_folder = self.path("alphabar-z")
        self.window.state_when("the end", lambda s: "written:" in s["window"]["message"] and
                               "%04d" in s["window"]["message"])
        self.assertEqual(len(list(self.written_folder.iterdir())), 25)
        shutil.rmtree(self.written_folder)

    def test_escape_and_button(self):
        self.click("export")
        self.window.state_when("the sheet", lambda s: s.export_sheet == 1)
        self.window.key("Escape")
        self.window.state_when("no sheet", lambda s: s.export_sheet == 0)


class Mixture(WindowTest):
    """What a thread weighs beside the window is whole in what is written, whichever way."""
    words = ("--view", "mixture", "--resolution", "48", "--steps", "300", "--t", "90",
             "--size", "800x600")
    arguments = words

    def path(self, name):
        return pathlib.Path(self.window.folder) / name

    def run_script(self, *lines):
        script = pathlib.Path(self.display.folder) / "export.txt"
        script.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.start(*self.words, "--script", str(script))

    def written(self, name):
        self.window.state_when(f"written: {name}",
                               lambda s: s["window"]["message"] == f"written: {name}")

    def expect_same_picture(self, path, *words):
        shot = pixels.read_png(path)
        by_hand = self.path("by-hand.png")
        subprocess.run([program(), "export", by_hand, *self.words, *words], check=True,
                       timeout=PATIENCE)
        wanted = pixels.read_png(by_hand)
        self.assertEqual((shot.width, shot.height), (wanted.width, wanted.height))
        differ = sum(shot.at(x, y) != wanted.at(x, y)
                     for x in range(0, shot.width, 3) for y in range(0, shot.height, 3))
        self.assertEqual(differ, 0)
        by_hand.unlink()

    def test_picture(self):
        self.run_script("view mixture", "set export_size 800x600", "wait 60", "export a.png")
        self.written("a.png")
        self.expect_same_picture(self.path("a.png"))
        self.path("a.png").unlink()

    def test_frames(self):
        self.run_script("set export_size 800x600", "set export_format frames",
                        "set export_seconds 0.1", "set export_fps 30", "set export_from 40",
                        "set export_to 42", "export f/%02d.png")
        self.written("f/%02d.png")
        for number in range(3):
            self.expect_same_picture(self.path("f") / f"{number:02}.png", "--t", str(40 + number))
        shutil.rmtree(self.path("f"))

    def test_leaving_in_the_middle(self):
        self.stop()
        for name in ("a.png", "a.svg", "f/%02d.png"):
            kind = {"png": "png", "svg": "svg"}.get(name[2:], "frames")
            script = pathlib.Path(self.display.folder) / "quit.txt"
            script.write_text(f"set export_size 800x600\nset export_format {kind}\n"
                              f"export {name}\nquit\n", encoding="utf-8")
            with tempfile.TemporaryDirectory(prefix="alphabar-e2e-") as folder:
                subprocess.run([program(), *self.words, "--script", script], check=True,
                               cwd=folder, env=self.display.environment(), timeout=PATIENCE)
                self.assertEqual(os.listdir(folder), [], name)

    def test_vectors(self):
        self.run_script("set export_size 800x600", "set export_format svg", "export a.svg")
        self.written("a.svg")
        text = self.path("a.svg").read_text(encoding="utf-8")
        self.assertNotIn("one moment", text)
        self.assertIn("<image", text)
        self.path("a.svg").unlink()


class Presenter(WindowTest):
    # As large as the screen: nobody manages windows here, who could make it so.
    screen = (1280, 720)
    arguments = ("--size", "1280x720", "--resolution", "48")

    def test_remote(self):
        self.window.key("F5")
        state = self.window.state_when("presenting", lambda s: s.presenting == 1)
        self.assertNotIn("export", state.items_by_label())  # panels and bar are gone
        self.window.key("Next")  # Page Down
        self.window.state_when("the next stop", lambda s: s.t == 300)
        self.window.key("Prior", "Prior")
        self.window.state_when("two stops back", lambda s: s.t == 100)
        for _ in range(3):
            self.window.key("Prior")
        self.window.state_when("the first", lambda s: s.t == 1)
        self.window.key("Escape")
        self.window.state_when("the window again", lambda s: s.presenting == 0 and
                               "export" in s.items_by_label())

    def test_spotlight(self):
        self.window.key("F5")
        self.window.state_when("presenting", lambda s: s.presenting == 1)
        self.window.move((200, 200))
        self.window.state()
        plain = self.window.shot()
        self.window.key("o")
        self.window.state_when("the spotlight", lambda s: s.spotlight == 1)
        self.window.state()
        lit = self.window.shot()
        self.assertEqual(plain.at(200, 200), lit.at(200, 200))
        dark = sum(sum(lit.at(x, y)) for x in range(700, 1200, 13) for y in range(60, 300, 13))
        light = sum(sum(plain.at(x, y)) for x in range(700, 1200, 13) for y in range(60, 300, 13))
        self.assertLess(dark, 0.6 * light)
        self.window.key("o")
        self.window.state_when("no spotlight", lambda s: s.spotlight == 0)


if __name__ == "__main__":
    unittest.main()
