# SPDX-License-Identifier: MIT
"""A mouse and a keyboard over X's XTEST extension, told what to do in xdotool's words, which it
carries out as xdotool does but for the rests: those are three quarters of what a test would take."""
import ctypes
import functools
import time

MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L", "super": "Super_L"}
REVERT_TO_PARENT = 2
# SDL takes a key that is let go and pressed again within 2 ms for one that is held and repeats: of a
# modifier it would then not see the end, and letters between the two would come with Ctrl.
REST_OF_MODIFIERS = 0.004


@functools.cache
def libraries():
    x11, xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
    pointer, word, number = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = pointer, [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [pointer]
    x11.XStringToKeysym.restype, x11.XStringToKeysym.argtypes = word, [ctypes.c_char_p]
    x11.XKeysymToKeycode.restype, x11.XKeysymToKeycode.argtypes = ctypes.c_ubyte, [pointer, word]
    x11.XkbKeycodeToKeysym.restype = word
    x11.XkbKeycodeToKeysym.argtypes = [pointer, ctypes.c_ubyte, number, number]
    x11.XSync.argtypes = [pointer, number]
    x11.XSetInputFocus.argtypes = [pointer, word, number, word]
    xtst.XTestFakeKeyEvent.argtypes = [pointer, ctypes.c_uint, number, word]
    xtst.XTestFakeButtonEvent.argtypes = [pointer, ctypes.c_uint, number, word]
    xtst.XTestFakeMotionEvent.argtypes = [pointer, number, number, number, word]
    return x11, xtst


class Hands:
    VERBS = {"mousemove", "click", "mousedown", "mouseup", "key", "keydown", "keyup", "windowfocus"}

    def __init__(self, display_name):
        self.x11, self.xtst = libraries()
        self.display = self.x11.XOpenDisplay(display_name.encode())
        assert self.display, f"no display {display_name}"
        self.held_until = 0  # when modifiers were let go last

    def close(self):
        self.x11.XCloseDisplay(self.display)

    def sync(self):
        self.x11.XSync(self.display, 0)

    def press(self, code, down):
        self.xtst.XTestFakeKeyEvent(self.display, code, down, 0)

    def codes_of(self, keysym):
        """What is pressed for it, [] where this keyboard lacks it."""
        code = self.x11.XKeysymToKeycode(self.display, keysym)
        if not code:
            return []
        plain = self.x11.XkbKeycodeToKeysym(self.display, code, 0, 0) == keysym
        return [code] if plain else [*self.codes("shift"), code]

    def codes(self, name):
        """Of a key, or of several held together: "ctrl+shift+d"."""
        codes = []
        for part in name.split("+"):
            keysym = self.x11.XStringToKeysym(MODIFIERS.get(part, part).encode())
            found = self.codes_of(keysym)
            assert found, f"no key {part}"
            codes += [code for code in found if code not in codes]
        return codes

    def stroke(self, codes):
        together = len(codes) > 1
        rest = self.held_until + REST_OF_MODIFIERS - time.monotonic()
        if together and rest > 0:
            time.sleep(rest)
        for code in codes:
            self.press(code, 1)
        for code in reversed(codes):
            self.press(code, 0)
        if together:
            self.sync()
            self.held_until = time.monotonic()

    def click(self, button):
        self.xtst.XTestFakeButtonEvent(self.display, int(button), 1, 0)
        self.xtst.XTestFakeButtonEvent(self.display, int(button), 0, 0)

    def repeat(self, times, delay, act):
        for i in range(times):
            if i and delay:
                self.sync()
                time.sleep(delay / 1000)
            act()

    def type(self, text):
        """False where a letter of it is not on this keyboard; then nothing is typed."""
        strokes = [self.codes_of(ord(c) if ord(c) < 256 else 0x1000000 | ord(c)) for c in text]
        if not all(strokes):
            return False
        for codes in strokes:
            self.stroke(codes)
        self.sync()
        return True

    def act(self, *words):
        words = [str(word) for word in words]
        while words:
            verb = words.pop(0)
            times, delay = 1, 0
            while words and words[0].startswith("--"):
                option, value = words.pop(0), int(words.pop(0))
                if option == "--repeat":
                    times = value
                else:
                    assert option == "--delay", option
                    delay = value
            if verb == "mousemove":
                self.xtst.XTestFakeMotionEvent(self.display, -1, int(words.pop(0)),
                                               int(words.pop(0)), 0)
            elif verb == "windowfocus":
                self.x11.XSetInputFocus(self.display, int(words.pop(0)), REVERT_TO_PARENT, 0)
            elif verb == "click":
                self.repeat(times, delay, functools.partial(self.click, words.pop(0)))
            elif verb in ("mousedown", "mouseup"):
                self.xtst.XTestFakeButtonEvent(self.display, int(words.pop(0)),
                                               verb == "mousedown", 0)
            elif verb in ("keydown", "keyup"):
                for code in self.codes(words.pop(0)):
                    self.press(code, verb == "keydown")
            else:
                assert verb == "key", verb
                while words and words[0] not in self.VERBS:
                    codes = self.codes(words.pop(0))
                    self.repeat(times, delay, functools.partial(self.stroke, codes))
        self.sync()
