# SPDX-License-Identifier: MIT
"""Runs alphabar as a person would: in a window on a screen of its own, with a real mouse and
keyboard (through XTEST). What it shows is read from the screen; what it thinks is read
from the state that Ctrl+Shift+D writes."""
import ctypes
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import pixels
import xtest

# How long anything may take before it counts as hanging. Sanitized builds are slow.
PATIENCE = 20 * float(os.environ.get("ALPHABAR_PATIENCE", "1"))
DOUBLE_CLICK = 0.3  # seconds after which two presses are two clicks
DOUBLE_CLICK_REACH = 33  # pixels across or down beyond which they are two at once


def program():
    """The alphabar under test: $ALPHABAR, or the first argument that is a file."""
    path = os.environ.get("ALPHABAR")
    if not path and len(sys.argv) > 1 and os.path.isfile(sys.argv[1]):
        path = os.environ["ALPHABAR"] = sys.argv.pop(1)
    if not path or not os.access(path, os.X_OK):
        sys.exit("say which alphabar: ALPHABAR=build/release/alphabar")
    return os.path.abspath(path)


def wait_until(what, condition, seconds=PATIENCE):
    """The first true value of condition()."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(0.003)


class ClientMessage(ctypes.Structure):  # XClientMessageEvent of Xlib.h
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong),
                ("message_type", ctypes.c_ulong), ("format", ctypes.c_int),
                ("data", ctypes.c_long * 5), ("room", ctypes.c_byte * 128)]


def send_close(display_name, window):
    """What a window manager sends when its × is pressed (xdotool has no word for it)."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    x11.XSendEvent.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long,
                               ctypes.c_void_p)
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(display_name.encode())
    message = ClientMessage(type=33, window=window, format=32,
                            message_type=x11.XInternAtom(display, b"WM_PROTOCOLS", 0))
    message.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
    x11.XSendEvent(display, window, 0, 0, ctypes.byref(message))
    x11.XCloseDisplay(display)


class Display:
    """An X server without a monitor and without a window manager."""

    def __init__(self, width, height):
        for tool in ("Xvfb", "xdotool"):
            if not shutil.which(tool):
                sys.exit(f"these tests need {tool} (./dev test installs it)")
        self.folder = tempfile.mkdtemp(prefix="alphabar-screen-")
        # Nobody starts alphabar for the first time here.
        self.state = os.path.join(self.folder, "state")
        os.makedirs(os.path.join(self.state, "alphabar"))
        with open(os.path.join(self.state, "alphabar", "seen"), "wb"):
            pass
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
             "+extension", "GLX", "-nolisten", "tcp", "-noreset", "-nocursor",
             "-fbdir", self.folder],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            line = number.readline().strip()
        assert line, "Xvfb did not start"
        self.name = f":{line}"
        self.hands = xtest.Hands(self.name)

    def environment(self):
        environment = {k: v for k, v in os.environ.items()
                       if k not in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "XAUTHORITY")}
        environment.update(DISPLAY=self.name, HOME=self.folder, XDG_STATE_HOME=self.state,
                           SDL_MOUSE_DOUBLE_CLICK_TIME=str(int(800 * DOUBLE_CLICK)))
        return environment

    def shot(self):
        return pixels.read_screen(os.path.join(self.folder, "Xvfb_screen0"))

    def act(self, *words):
        """Moves, clicks and keys, in xdotool's words."""
        self.hands.act(*words)

    def xdotool(self, *words):
        done = subprocess.run(["xdotool", *(str(w) for w in words)], env=self.environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=PATIENCE, check=False)
        return done.stdout.strip()

    def close(self):
        self.hands.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class State(dict):
    """What Ctrl+Shift+D wrote."""

    def __getattr__(self, name):  # state.t, state.beta_max
        return self["settings"][name]

    def items_by_label(self):
        return {item["label"]: item for item in self["items"]}

    def sums(self, picture):
        return self["picture"][picture]["mean"], self["picture"][picture]["mean_square"]


class Window:
    """One running alphabar, in an empty folder of its own."""

    def __init__(self, display, *arguments):
        self.display = display
        self.folder = tempfile.mkdtemp(prefix="alphabar-e2e-")
        self.errors = open(os.path.join(display.folder, "stderr"), "w+", encoding="utf-8")
        self.last_press, self.last_place = -1.0, (-1000, -1000)
        self.process = subprocess.Popen([program(), *arguments], cwd=self.folder,
                                        env=display.environment(), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=self.errors)
        self.id = wait_until("the window", self.find)
        # Nobody else gives it the keyboard.
        wait_until("the keyboard", lambda: self.display.xdotool("windowfocus", self.id) == "" and
                   self.display.xdotool("getwindowfocus") == self.id)
        self.origin = self.geometry()[:2]
        self.move((2, 2))  # where nothing is
        self.state()

    def find(self):
        self.check_running()
        found = self.display.xdotool("search", "--onlyvisible", "--pid", self.process.pid)
        return found.split()[-1] if found else None

    def geometry(self):
        text = self.display.xdotool("getwindowgeometry", self.id)
        numbers = re.search(r"Position: (-?\d+),(-?\d+).*Geometry: (\d+)x(\d+)", text, re.S)
        assert numbers, text
        return tuple(int(n) for n in numbers.groups())

    def printed(self):
        self.errors.flush()
        with open(self.errors.name, encoding="utf-8", errors="replace") as file:
            return file.read()

    def check_running(self):
        status = self.process.poll()
        assert status is None, f"alphabar ended with {status}: {self.printed()}"

    # ---- what it thinks and shows

    def state(self):
        """The state once everything that was sent before has been drawn, a picture that is opened
        beside the window, too."""
        return wait_until("the picture", lambda: (
            lambda s: None if s["window"]["opening"] else s)(self.state_now()))

    def state_now(self):
        """The same where a picture may still be on its way."""
        path = os.path.join(self.folder, "alphabar-state.json")
        self.key("ctrl+shift+d")

        def written():
            self.check_running()
            return os.path.exists(path)
        wait_until("alphabar-state.json", written)
        with open(path, encoding="utf-8") as file:
            state = State(json.load(file))
        os.remove(path)
        return state

    def state_when(self, what, condition):
        return wait_until(what, lambda: (lambda s: s if condition(s) else None)(self.state()))

    def shot(self):
        """What the screen shows of the window."""
        x, y, width, height = self.geometry()
        self.display.hands.sync()
        screen = self.display.shot()
        rows = [row[3 * x:3 * (x + width)] for row in screen.rows[y:y + height]]
        return pixels.Pixels(width, height, 3, rows)

    def still_shot(self):
        """The same once nothing moves: what the pointer left is unmarked a moment later."""
        shots = [self.shot()]

        def is_still():
            time.sleep(0.12)
            shots.append(self.shot())
            return shots[-1].rows == shots[-2].rows
        wait_until("a still picture", is_still)
        return shots[-1]

    def item(self, label):
        items = self.state().items_by_label()
        assert label in items, f"the window shows no {label}, but {sorted(items)}"
        return items[label]

    def place(self, label, across=0.5, down=0.5, of="rect"):
        """A point of an item: (0, 0) is its upper left, (1, 1) its lower right."""
        x, y, w, h = self.item(label)[of]
        return x + across * w, y + down * h

    # ---- mouse and keyboard

    def move_words(self, point):
        return ["mousemove", *(max(0, round(o + p)) for o, p in zip(self.origin, point))]

    def move(self, point):
        self.display.act(*self.move_words(point))

    def rest_between_clicks(self, point):
        """Two presses near each other would be a double click."""
        if all(abs(p - q) < DOUBLE_CLICK_REACH for p, q in zip(point, self.last_place)):
            time.sleep(max(0, self.last_press + DOUBLE_CLICK - time.monotonic()))
        self.last_place = tuple(point)

    def click(self, point, button=1):
        self.rest_between_clicks(point)
        self.display.act(*self.move_words(point), "click", button)
        self.last_press = time.monotonic()

    def double_click(self, point):
        self.rest_between_clicks(point)
        self.display.act(*self.move_words(point), "click", "--repeat", 2, "--delay", 40, 1)
        self.last_press = time.monotonic()

    def wheel(self, point, notches):
        """Away from the user where positive."""
        button = 4 if notches > 0 else 5
        self.display.act(*self.move_words(point), "click", "--repeat", abs(notches),
                         "--delay", 15, button)

    def hold(self, point):
        self.rest_between_clicks(point)
        self.display.act(*self.move_words(point), "mousedown", 1)
        self.last_press = time.monotonic()

    def release(self):
        self.display.act("mouseup", 1)

    def drag(self, start, end, stops=6):
        self.hold(start)
        for i in range(1, stops + 1):
            part = i / stops
            self.move((start[0] + (end[0] - start[0]) * part,
                       start[1] + (end[1] - start[1]) * part))
        self.release()

    def key(self, *names):
        self.display.act("key", *names)

    def type(self, text):
        if not self.display.hands.type(text):
            self.display.xdotool("type", "--delay", 20, "--", text)

    def resize(self, width, height):
        self.display.xdotool("windowsize", self.id, width, height)
        return self.state_when(f"{width}x{height}", lambda s: (
            s["window"]["width"], s["window"]["height"]) == (width, height))

    # ---- the end

    def close(self):
        send_close(self.display.name, int(self.id))

    def wait_for_end(self):
        return self.process.wait(PATIENCE)

    def end(self):
        """Ends it, whatever has happened. Returns the exit status, what it printed, and what it
        left in its folder."""
        self.display.act("mouseup", 1, "mouseup", 3)  # a test may have failed in a drag
        if self.process.poll() is None:
            self.key("Escape", "ctrl+q")
            try:
                self.wait_for_end()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        left = sorted(os.listdir(self.folder))
        shutil.rmtree(self.folder, ignore_errors=True)
        printed = self.printed()
        self.errors.close()
        return self.process.returncode, printed, left


class WindowTest(unittest.TestCase):
    """A test with a window. It must end well and silently, and leave nothing behind, unless the
    test says otherwise. Where a test fails the screen is kept as failed-NAME.png."""

    screen = (1600, 900)
    arguments = ("--size", "1280x720")

    def __init_subclass__(cls, **words):
        super().__init_subclass__(**words)
        for name, method in list(vars(cls).items()):
            if name.startswith("test_"):
                setattr(cls, name, kept_on_failure(method))

    @classmethod
    def setUpClass(cls):
        cls.display = Display(*cls.screen)
        cls.addClassCleanup(cls.display.close)

    def setUp(self):
        self.window = None
        self.expected_words = None  # in what is printed; None: nothing may be
        self.start(*self.arguments)

    def start(self, *arguments):
        self.stop()
        self.window = Window(self.display, *arguments)
        return self.window

    def stop(self):
        if not self.window:
            return
        window, self.window = self.window, None
        status, printed, left = window.end()
        self.assertEqual((status, left), (0, []), printed)
        if self.expected_words is None:
            self.assertEqual(printed, "")
        else:
            for word in self.expected_words:
                self.assertIn(word, printed)

    def tearDown(self):
        self.stop()


def kept_on_failure(method):
    @functools.wraps(method)
    def test(self):
        try:
            method(self)
        except unittest.SkipTest:
            raise
        except BaseException:
            name = os.path.abspath(f"failed-{method.__name__}.png")
            pixels.write_png(name, self.display.shot())
            print(f"the screen: {name}", file=sys.stderr)
            raise
    return test
