#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random keys, clicks, drags and turns of the wheel, and what holds whatever they are: the program
runs and answers, its state is one, no panel lies over another, undoing all gives the start, memory
and open files stay. ALPHABAR_MONKEY_SECONDS says how long [100], ALPHABAR_SEED which events, and
ALPHABAR_SOAK_SECONDS how long noise is drawn anew in every frame [20]; `./dev monkey` runs it by
hand."""
import os
import random
import time
import unittest

from harness import WindowTest

SECONDS = float(os.environ.get("ALPHABAR_MONKEY_SECONDS", "100"))
SOAK = float(os.environ.get("ALPHABAR_SOAK_SECONDS", "20"))
SEED = int(os.environ.get("ALPHABAR_SEED", "0")) or int(time.time())
ROUND = 40  # events between two looks
# All keys that do something, but those that end the program, write files or leave the window.
KEYS = ["space", "Left", "Right", "shift+Left", "shift+Right", "Home", "End", "Up", "Down", "Page_Up",
        "Page_Down", "plus", "minus", "a", "b", "c", "d", "f", "g", "h", "i", "j", "k", "l", "m", "n",
        "o", "p", "r", "s", "t", "u", "v", "w", "x", "y", "z", "1", "2", "3", "4", "Tab", "shift+Tab",
        "Return", "Escape", "ctrl+z", "ctrl+y", "ctrl+shift+z", "F1", "F2", "F5", "question", "Delete",
        "BackSpace", "comma", "period", "bracketleft", "bracketright", "shift+b", "shift+l", "ctrl+e"]
# Where the user has been is no step of undo.
NO_STEP = {"t", "playing", "view", "stage", "size", "presenting", "help", "language", "theme",
           "notation", "lesson", "export_sheet", "pin_x", "pin_y", "zoom", "zoom_x", "zoom_y"}


class Monkey(WindowTest):
    screen = (1300, 800)
    arguments = ("--size", "1280x720", "--resolution", "64")

    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.done = []

    def memory(self):
        with open(f"/proc/{self.window.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))

    def files(self):
        return len(self.open_files())

    def open_files(self):
        folder = f"/proc/{self.window.process.pid}/fd"
        names = []
        for number in os.listdir(folder):
            try:
                names.append(os.readlink(f"{folder}/{number}"))
            except OSError:
                pass  # closed meanwhile
        return sorted(names)

    def point(self, state):
        if self.chance.random() < 0.7 and state["items"]:
            x, y, w, h = self.chance.choice(state["items"])["rect"]
            return x + self.chance.random() * w, y + self.chance.random() * h
        return self.chance.random() * 1280, self.chance.random() * 720

    def act(self, state):
        kind = self.chance.choice(("key", "key", "click", "click", "drag", "wheel", "move", "right"))
        if kind == "key":
            words = ["key", self.chance.choice(KEYS)]
        else:
            at = self.window.move_words(self.point(state))
            if kind == "drag":
                words = [*at, "mousedown", 1]
                for _ in range(self.chance.randrange(1, 6)):
                    words += self.window.move_words(self.point(state))
                words += ["mouseup", 1]
            elif kind == "wheel":
                words = [*at, "click", "--repeat", self.chance.randrange(1, 6), "--delay", 5,
                         self.chance.choice((4, 5))]
            else:
                button = {"click": [1], "right": [3]}.get(kind)
                words = [*at, "click", *button] if button else at
        self.done.append(" ".join(map(str, words)))
        self.window.display.act(*words)

    def look(self):
        state = self.window.state()
        where = f"seed {SEED}, event {len(self.done)}: {self.done[-ROUND:]}"
        self.assertTrue(1 <= state.t <= state.steps, where)
        at = state["at_t"]
        self.assertTrue(0 < at["beta"] <= 1 and 0 <= at["alpha"] <= 1, where)
        panels = state["panels"]
        for i, one in enumerate(panels):
            for other in panels[:i]:
                x, y, w, h = one["rect"]
                u, v, p, q = other["rect"]
                apart = x + w <= u + 1 or u + p <= x + 1 or y + h <= v + 1 or v + q <= y + 1
                self.assertTrue(apart, (one["name"], other["name"], where))
        return state

    def calm(self):
        """Closes whatever is open."""
        self.window.display.act("mouseup", 1, "mouseup", 3, "key", "Escape", "Escape", "Escape")
        state = self.window.state()
        if state["lesson"].get("stop") is not None:
            self.window.key("F2")
        return self.window.state()

    def undo_all(self, start):
        self.calm()
        before = None
        for _ in range(400):
            self.window.display.act("key", "--repeat", 25, "--delay", 2, "ctrl+z")
            state = self.window.state()
            if state["settings"] == before:
                break
            before = state["settings"]
        changed = {k: (v, before[k]) for k, v in start["settings"].items()
                   if before[k] != v and k not in NO_STEP}
        self.assertEqual(changed, {}, f"seed {SEED}: {self.done}")

    def test_random_events(self):
        print(f"seed {SEED}", flush=True)
        state = start = self.window.state()
        begun, rounds, memory = time.monotonic(), 0, 0
        end = begun + SECONDS
        while time.monotonic() < end:
            for _ in range(ROUND):
                self.act(state)
            state = self.look()
            rounds += 1
            if rounds % 3 == 0:  # as far back as the history goes
                self.undo_all(start)
                start = state = self.window.state()
                self.done = []
            # By then every view, set and size of a font has been there once, or nearly.
            if not memory and time.monotonic() > begun + SECONDS / 2:
                memory = self.memory()
        self.undo_all(start)
        print(f"{rounds * ROUND} events, {self.memory()} KiB, {self.files()} files", flush=True)
        if rounds >= 20:
            most = 1.15 * memory + 20000 if SECONDS >= 600 else 1.5 * memory + 60000
            self.assertLess(self.memory(), most, f"seed {SEED}: {memory} KiB half way")
            # A size of a font holds its file; there are at most 48 of the window and of the export.
            others = [name for name in self.open_files() if not name.endswith((".otf", ".ttf"))]
            self.assertLess(len(others), 40, f"seed {SEED}: {others}")
            self.assertLess(self.files(), 40 + 2 * 48 + 2, f"seed {SEED}")

    def test_soak(self):
        self.window.key("shift+n")
        time.sleep(SOAK / 4)  # drivers and caches fill
        memory, files, frames = self.memory(), self.files(), self.window.state()["window"]["frames"]
        end, seen = time.monotonic() + 3 * SOAK / 4, []
        while time.monotonic() < end:
            time.sleep(min(30, SOAK / 8))
            seen.append(self.memory())
        drawn = self.window.state()["window"]["frames"] - frames
        print(f"{drawn} frames, {memory} KiB, then {seen[::max(1, len(seen) // 10)]}", flush=True)
        self.assertGreater(drawn, SOAK)
        self.assertLess(max(seen), memory + 4000)
        self.assertLessEqual(self.files(), files + 1)

    def stop(self):
        # It may have saved what it was told to.
        window = self.window
        if not window:
            return
        self.window = None
        status, printed, _ = window.end()
        self.assertEqual(status, 0, printed)
        self.assertNotIn("Sanitizer", printed)


if __name__ == "__main__":
    unittest.main()
