# SPDX-License-Identifier: MIT
"""What a session is made of, under a real mouse and keyboard: undo and redo, saving and taking up
again, the command line on the clipboard, the notation, and the pixel in numbers. Each time the
screen must be the same to the pixel where the state is."""
import array
import ctypes
import os
import shlex
import subprocess
import time
import unittest

import pixels
from harness import PATIENCE, WindowTest, program, wait_until

CORNER = (2, 2)  # where nothing is


class SelectionEvent(ctypes.Structure):  # XSelectionEvent of Xlib.h
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("requestor", ctypes.c_ulong),
                ("selection", ctypes.c_ulong), ("target", ctypes.c_ulong),
                ("property", ctypes.c_ulong), ("time", ctypes.c_ulong), ("room", ctypes.c_byte * 160)]


def read_clipboard(display_name):
    """What another program would paste."""
    x11 = ctypes.CDLL("libX11.so.6")
    pointer, word = ctypes.c_void_p, ctypes.c_ulong
    x11.XOpenDisplay.restype = pointer
    x11.XDefaultRootWindow.restype = x11.XCreateSimpleWindow.restype = word
    x11.XInternAtom.restype = word
    display = pointer(x11.XOpenDisplay(display_name.encode()))
    atom = {name: word(x11.XInternAtom(display, name.encode(), 0))
            for name in ("CLIPBOARD", "UTF8_STRING", "PASTED")}
    root = word(x11.XDefaultRootWindow(display))
    window = word(x11.XCreateSimpleWindow(display, root, 0, 0, 1, 1, 0, word(0), word(0)))
    x11.XConvertSelection(display, atom["CLIPBOARD"], atom["UTF8_STRING"], atom["PASTED"], window,
                          word(0))
    event = SelectionEvent()
    end = time.monotonic() + PATIENCE
    while event.type != 31:  # SelectionNotify
        assert time.monotonic() < end, "nobody gives the clipboard"
        if x11.XPending(display):
            x11.XNextEvent(display, ctypes.byref(event))
        else:
            time.sleep(0.01)
    kind, count, rest, form, data = word(), word(), word(), ctypes.c_int(), ctypes.c_char_p()
    if event.property:
        x11.XGetWindowProperty(display, window, atom["PASTED"], ctypes.c_long(0),
                               ctypes.c_long(1 << 16), 1, word(0), ctypes.byref(kind),
                               ctypes.byref(form), ctypes.byref(count), ctypes.byref(rest),
                               ctypes.byref(data))
    text = (data.value or b"").decode()
    x11.XCloseDisplay(display)
    return text


def read_npy(path):
    """The values of a float32 file, in C order."""
    with open(path, "rb") as file:
        data = file.read()
    start = 10 + int.from_bytes(data[8:10], "little")
    return array.array("f", data[start:])


class StateTest(WindowTest):
    def look(self):
        """State and screen, the pointer away from everything."""
        self.window.move(CORNER)
        state = self.window.state()
        return state["settings"], self.window.still_shot().rows

    def export(self, name, line):
        """Writes what a copied command line gives."""
        words = shlex.split(line)
        self.assertEqual(words[0], "alphabar")
        subprocess.run([program(), "export", name, *words[1:]], cwd=self.window.folder, check=True,
                       timeout=PATIENCE, stdin=subprocess.DEVNULL)
        return os.path.join(self.window.folder, name)


class Undo(StateTest):
    def test_a_drag_is_one_step(self):
        before = self.look()
        track = [self.window.place("beta_max", part, of="track") for part in (0.5, 0.8)]
        self.window.drag(*track, stops=12)
        after = self.look()
        self.assertNotEqual(before[0]["beta_max"], after[0]["beta_max"])
        self.window.key("ctrl+z")
        self.assertEqual(self.look(), before)
        for key in ("ctrl+y", "ctrl+shift+z"):
            self.window.key(key)
            self.assertEqual(self.look(), after, key)
            self.window.key("ctrl+z")
        self.assertEqual(self.look(), before)
        self.window.key("ctrl+z")  # there is nothing more
        self.assertEqual(self.look(), before)

    def test_notches_and_presses_are_one_step(self):
        before = self.look()
        self.window.wheel(self.window.place("beta_min"), 5)
        turned = self.look()
        self.assertNotEqual(turned[0]["beta_min"], before[0]["beta_min"])
        self.window.click(self.window.place("steps", 0.2, 0.2))  # its label
        self.window.key("Right", "Right", "Right", "Right")
        pressed = self.look()
        self.assertNotEqual(pressed[0]["steps"], turned[0]["steps"])
        self.window.key("ctrl+z")
        self.assertEqual(self.look(), turned)
        self.window.key("ctrl+z")
        self.assertEqual(self.look(), before)

    def test_all_kinds_of_state(self):
        seen = [self.look()]

        def did(what):
            seen.append(self.look())
            self.assertNotEqual(seen[-1][1], seen[-2][1], what)
        self.window.key("y")
        did("notation")
        self.window.click(self.window.place("coupling jump"))
        did("coupling")
        self.window.wheel(self.window.place("picture z", 0.3), 4)
        did("zoom")
        self.window.wheel(self.window.place("plot signal", 0.3), 4)
        did("range")
        self.window.click(self.window.place("picture x", 0.4))
        did("pin")
        self.window.key("t")
        did("theme")
        for at in reversed(seen[:-1]):
            self.window.key("ctrl+z")
            self.assertEqual(self.look(), at)
        for at in seen[1:]:
            self.window.key("ctrl+y")
            self.assertEqual(self.look(), at)

    def test_double_click_and_playing(self):
        before = self.look()
        self.window.double_click(self.window.place("beta_max", 0.3, of="track"))
        self.window.key("Escape")
        self.window.key("space")
        self.window.state_when("playing", lambda s: s.t > 250)
        self.window.key("space")
        self.assertEqual(self.window.state().playing, 0)
        self.window.key("ctrl+z")
        self.assertEqual(self.look(), before)


class Sessions(StateTest):
    def change(self):
        self.window.click(self.window.place("variance_scale linear"))
        self.window.wheel(self.window.place("plot signal", 0.3), 4)
        self.window.drag(self.window.place("t", 0.2), self.window.place("t", 0.61))
        self.window.key("y", "n", "d")
        self.window.click(self.window.place("picture z", 0.2))

    def test_save_and_take_up_again(self):
        self.change()
        saved = self.look()
        path = os.path.join(self.window.folder, "alphabar-session.json")
        self.window.key("ctrl+s")
        self.window.state()
        self.window.key("Return")  # takes the name that is proposed
        self.assertEqual(self.window.state()["window"]["message"], "saved: " + path)
        with open(path, "rb") as file:
            content = file.read()
        kept = os.path.join(self.display.folder, "kept.json")
        os.rename(path, kept)
        self.start("--session", kept)
        self.assertEqual(self.look(), saved)
        # Dropped on another window, and undone as one step.
        self.start(*self.arguments, "--seed", "99")
        before = self.look()
        x, y = (o + 200 for o in self.window.origin)
        subprocess.run([os.environ["XDND_DROP"], str(x), str(y), "file://" + kept],
                       env=self.display.environment(), check=True, timeout=PATIENCE)
        self.assertEqual(self.look(), saved)
        self.window.key("ctrl+z")
        self.assertEqual(self.look(), before)
        # From now on that file is the session's.
        self.window.key("ctrl+y", "ctrl+s")
        self.window.state()
        with open(kept, "rb") as file:
            self.assertEqual(file.read(), content)
        os.remove(kept)

    def test_the_first_time_it_asks_for_a_name(self):
        path = os.path.join(self.window.folder, "alphabar-session.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write("mine")
        before = self.look()
        self.window.key("ctrl+s", "Escape")
        self.assertEqual(self.look(), before)
        self.assertEqual(os.listdir(self.window.folder), ["alphabar-session.json"])
        self.window.key("ctrl+s")
        self.window.type("alphabar-session.json")
        self.window.key("Return")
        self.assertIn("session save", self.window.state().items_by_label())
        self.window.type("nowhere/a.json")
        self.window.key("Return")
        state = self.window.state_when("why", lambda s: "nowhere" in s["window"]["message"])
        self.assertIn("session save", state.items_by_label())
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        os.remove(path)
        self.window.type("my own")
        self.window.click(self.window.place("session save"))
        path = os.path.join(self.window.folder, "my own.json")
        state = self.window.state()
        self.assertEqual(state["window"]["message"], "saved: " + path)
        self.assertNotIn("session save", state.items_by_label())
        with open(path, "rb") as file:
            first = file.read()
        self.window.key("Right", "ctrl+s")  # it knows where now
        self.assertEqual(self.window.state()["window"]["message"], "saved: " + path)
        with open(path, "rb") as file:
            self.assertNotEqual(file.read(), first)
        os.remove(path)

    def test_a_script_is_not_asked(self):
        script = os.path.join(self.display.folder, "save.script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("key Ctrl+S\nwait 2\nclick save session\nwait 2\nsave other.json\n")
        self.start(*self.arguments, "--script", script)
        for name in ("other.json", "alphabar-session.json"):  # the script ends with it
            path = os.path.join(self.window.folder, name)
            wait_until(name, lambda: os.path.exists(path))
            os.remove(path)

    def test_a_broken_one_changes_nothing(self):
        path = os.path.join(self.display.folder, "broken.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"alphabar": "session", "settings": {"theme": "blue"}}')
        before = self.look()
        x, y = (o + 200 for o in self.window.origin)
        subprocess.run([os.environ["XDND_DROP"], str(x), str(y), "file://" + path],
                       env=self.display.environment(), check=True, timeout=PATIENCE)
        state = self.window.state()
        self.assertEqual(state["settings"], before[0])
        self.assertIn("broken.json: theme: takes one of", state["window"]["message"])
        self.expected_words = ["broken.json"]

    def test_link(self):
        script = os.path.join(self.display.folder, "link.script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("set schedule cosine\nset t 300\nstage signal | variance\nwait 2\ncopy_link\n")
        self.start("--script", script)
        self.window.state_when("the link", lambda s: "copied" in s["window"]["message"])
        line = read_clipboard(self.display.name)
        self.assertIn("alphabar --link '#--schedule%20cosine%20--t%20300%20--stage%20%27signal%20|",
                      line)
        named = ("alphabar --t 300 --schedule cosine --stage 'signal | variance' "
                 "--compare '*; cosine; scaled_linear'")
        files = []
        for words in line, named:
            path = self.export("a.png", words)
            with open(path, "rb") as file:
                files.append(file.read())
            os.remove(path)
        self.assertGreater(len(files[0]), 1000)
        self.assertEqual(files[0], files[1])

    def test_command_line_gives_the_same_picture(self):
        self.change()
        settings, shown = self.look()
        items = self.window.state().items_by_label()
        self.window.key("ctrl+c")
        self.window.state()
        line = read_clipboard(self.display.name)
        self.assertEqual(self.window.state()["window"]["message"], "copied: " + line)
        self.assertIn("--notation ho", line)
        self.assertIn("--run 'range signal", line)
        self.assertNotIn("--beta-max", line)  # what is at its default is not named
        path = self.export("same.png", line)
        written = pixels.read_png(path)
        os.remove(path)
        rows = []
        for row in written.rows:
            rgb = bytearray(3 * written.width)
            for c in range(3):
                rgb[c::3] = row[c::written.channels]
            rows.append(bytes(rgb))
        # The edges of curves are blended upside down in a window, which may round otherwise.
        for y, (row, wanted) in enumerate(zip(rows, shown)):
            if row != bytes(wanted):
                self.assertLessEqual(max(abs(a - b) for a, b in zip(row, wanted)), 2, f"row {y}")
        same, window = (pixels.Pixels(1280, 720, 3, r) for r in (rows, shown))
        for name in ("x", "zprev", "z", "mean", "sample", "noise"):
            rect = items[f"picture {name}"]["rect"]
            self.assertEqual(same.part(rect), window.part(rect), name)
        self.start(*shlex.split(line)[1:])
        self.assertEqual(self.look(), (settings, shown))

    def test_buttons(self):
        self.window.click(self.window.place("copy command"))
        self.window.state()
        self.assertEqual(read_clipboard(self.display.name), "alphabar --size 1280x720")
        self.window.click(self.window.place("save session"))
        self.window.key("Return")
        self.window.state()
        os.remove(os.path.join(self.window.folder, "alphabar-session.json"))


class Notation(StateTest):
    def test_everything_follows(self):
        shown = {}
        for name in ("bishop", "ho", "edm", "vdm", "bishop"):
            settings, rows = self.look()
            self.assertEqual(settings["notation"], name)
            if name in shown:
                self.assertEqual(rows, shown[name])
            shown[name] = rows
            if name == "ho":
                self.window.click(self.window.place("notation"))
            else:
                self.window.key("y")
        state = self.window.state()
        items = state.items_by_label()
        x, y, w, h = items["picture z"]["rect"]
        places = {"equation": (0, 632, 1280, 88), "caption": (x, y + h + 2, w / 3, 24),
                  "legend": (items["show_alpha"]["rect"]), "slider": items["beta_max"]["rect"],
                  "signal plot": items["signal log_alpha"]["rect"]}
        same = {("caption", "vdm"), ("slider", "ho"), ("slider", "edm")}
        for name in ("ho", "edm", "vdm"):
            for place, rect in places.items():
                left, top, wide, high = (round(v) for v in rect)
                before, after = ([row[3 * left:3 * (left + wide)]
                                  for row in shown[which][top:top + high]]
                                 for which in ("bishop", name))
                if (place, name) in same:
                    self.assertEqual(before, after, (place, name))
                else:
                    self.assertNotEqual(before, after, (place, name))

    def test_the_level_is_another_number(self):
        self.start(*self.arguments, "--notation", "edm", "--set", "signal=log_snr")
        sigma = self.look()[1]
        self.window.key("y")
        self.assertNotEqual(self.look()[1], sigma)


class Inspector(StateTest):
    def test_pointer_and_pin(self):
        x, y, w, h = self.window.item("picture mean")["rect"]
        at = (round(x + 0.3 * w), round(y + 0.6 * h))
        self.assertEqual(self.window.state()["pixel"], {})
        self.window.move(at)
        pixel = self.window.state()["pixel"]
        wanted = [int((a + 0.5 - o) / side * 256) for a, o, side in zip(at, (x, y), (w, h))]
        self.assertEqual([pixel["x"], pixel["y"], pixel["pinned"]], [*wanted, False])
        self.window.click(at)
        self.window.move(CORNER)
        pinned = self.window.state()["pixel"]
        self.assertEqual(pinned, {**pixel, "pinned": True})
        for name in ("x", "noise", "z", "zprev", "mean", "sample"):
            path = self.export("pixel.npy", f"alphabar --what {name}")
            index = 3 * (256 * wanted[1] + wanted[0])
            values = read_npy(path)[index:index + 3]
            os.remove(path)
            for value, told, byte in zip(values, pinned[f"value_{name}"], pinned[f"bytes_{name}"]):
                self.assertAlmostEqual(value, told, places=6)
                self.assertLess(abs(min(255, max(0, (told + 1) * 127.5)) - byte), 0.51)

    def test_read_out_hides_no_picture(self):
        before = self.window.shot()
        items = self.window.state().items_by_label()
        x, y, w, h = items["picture noise"]["rect"]
        self.window.move((x + 0.5 * w, y + 0.5 * h))
        self.window.state()
        after = self.window.shot()
        for name in ("x", "zprev", "z", "mean", "sample", "noise"):
            left, top, wide, high = items[f"picture {name}"]["rect"]
            caption = (left + wide / 2, top + high + 4, wide / 2, 24)
            self.assertNotEqual(before.part(caption), after.part(caption), name)
            # But for the mark at the pixel itself the picture stays.
            self.assertEqual(before.part((left, top, wide, 0.4 * high)),
                             after.part((left, top, wide, 0.4 * high)), name)
        strip = items["strip 300"]["rect"]
        self.assertEqual(before.part(strip), after.part(strip))

    def test_enlarged_pixels_have_numbers(self):
        """Flat colours but for the numbers: more of them, the larger a pixel is."""
        path = os.path.join(self.display.folder, "flat.png")
        with open(path, "wb") as file:
            file.write(pixels.png_bytes(8, 8, 3, [bytes([90, 120, 150]) * 8] * 8))
        self.start(*self.arguments, path)
        counts = []
        for notches in (0, 4):
            if notches:
                self.window.wheel(self.window.place("picture x", 0.5), notches)
            self.window.move(CORNER)
            rect = self.window.item("picture x")["rect"]
            part = self.window.shot().part([rect[0] + 2, rect[1] + 2, rect[2] - 4, rect[3] - 4])
            flat = bytes([90, 120, 150])
            counts.append(sum(part[i:i + 3] != flat for i in range(0, len(part), 3)))
        self.assertEqual(counts[0], 0)
        self.assertGreater(counts[1], 200)
        os.remove(path)


if __name__ == "__main__":
    unittest.main()
