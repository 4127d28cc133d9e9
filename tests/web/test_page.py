# SPDX-License-Identifier: MIT
"""The page that ./dev web builds, in a real browser beside the program itself: what it shows, what
the mouse and the keys do, what it hands out, what its address says, and how large it is."""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import browser

sys.path.insert(0, str(browser.ROOT / "tests/e2e"))
import pixels  # noqa: E402
import test_digest  # noqa: E402

BUILD = browser.ROOT / "build/web"
SITE = pathlib.Path(os.environ.get("ALPHABAR_SITE", BUILD / "site"))
MOST_OVER_THE_WIRE = 1_300_000  # bytes of brotli for what one visitor loads
# What ./dev web leaves there: all that has to be served.
SERVED = {"index.html", "page.js", "alphabar.js", "alphabar.wasm"}
WIDTH, HEIGHT = 1280, 720


def program():
    path = os.environ.get("ALPHABAR")
    if not path or not os.access(path, os.X_OK):
        sys.exit("say which alphabar: ALPHABAR=build/release/alphabar")
    return os.path.abspath(path)


def encoded(words):
    return "#" + urllib.parse.quote(words, safe="")


class Size(unittest.TestCase):
    def test_what_is_served(self):
        self.assertEqual({path.name for path in SITE.iterdir()}, SERVED)

    def test_over_the_wire(self):
        raw = packed = 0
        for path in sorted(SITE.iterdir()):
            small = len(subprocess.run(["brotli", "-q", "11", "-c", str(path)], check=True,
                                       capture_output=True).stdout)
            print(f"{path.name}: {path.stat().st_size} bytes, {small} in brotli", file=sys.stderr)
            raw, packed = raw + path.stat().st_size, packed + small
        self.assertLessEqual(packed, MOST_OVER_THE_WIRE)
        self.assertGreater(packed, 500_000)  # all of it was there


class InNode(unittest.TestCase):
    """The program without a page: the bytes are those of the native one."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_digest(self):
        # With fetch, emscripten's node would take the wasm from the network.
        made = subprocess.run(["node", "--no-experimental-fetch", str(BUILD / "digest.js")],
                              capture_output=True, text=True, check=True, timeout=600)
        self.assertEqual(made.stderr.strip(), "simd128")
        self.assertEqual(hashlib.sha256(made.stdout.encode()).hexdigest(), test_digest.EXPECTED)

    def run_both(self, *words):
        here, there = self.folder / "native", self.folder / "node"
        here.mkdir(), there.mkdir()
        native = subprocess.run([program(), *words], cwd=here, capture_output=True, check=False)
        node = subprocess.run(["node", str(browser.ROOT / "tests/web/run.js"),
                               str(BUILD / "alphabar.js"), str(there), *words],
                              capture_output=True, check=False, timeout=300)
        self.assertEqual(native.returncode, node.returncode, node.stderr[-500:])
        self.assertEqual(native.stdout, node.stdout)
        self.assertEqual(native.stderr, node.stderr)
        names = sorted(path.name for path in here.iterdir())
        self.assertEqual(sorted(path.name for path in there.iterdir()), names)
        for name in names:
            self.assertEqual((here / name).read_bytes(), (there / name).read_bytes(), name)
        return names, native

    def test_values(self):
        names, _ = self.run_both("export", "z.npy", "--what", "z", "--t", "400", "--seed", "7")
        self.assertEqual(names, ["z.npy"])

    def test_picture(self):
        names, _ = self.run_both("export", "mean.png", "--what", "mean", "--t", "90")
        self.assertEqual(names, ["mean.png"])

    def test_schedule(self):
        _, native = self.run_both("schedule", "--schedule", "cosine", "--steps", "50")
        self.assertEqual(len(native.stdout.splitlines()), 51)

    def test_refusal(self):
        _, native = self.run_both("export", "z.npy", "--schedule", "bogus")
        self.assertEqual(native.returncode, 2)


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = browser.Site(SITE)
        cls.addClassCleanup(cls.site.close)
        cls.browser = browser.Browser(WIDTH, HEIGHT)
        cls.addClassCleanup(cls.browser.close)

    def open(self, words=""):
        self.browser.open(self.site.address + (encoded(words) if words else ""))
        seconds = self.browser.started()
        self.browser.pointer(("move", 2, 2))  # where nothing is
        return seconds

    def tearDown(self):
        wrong = [line for line in self.browser.log() if "GPU stall" not in line]
        self.assertEqual(wrong, [])

    # ---- what it thinks, as in tests/e2e

    def state(self):
        self.browser.key("Control+Shift+d")
        return json.loads(self.browser.downloaded("alphabar-state.json")[1])

    def place(self, label, across=0.5, down=0.5):
        items = {item["label"]: item for item in self.state()["items"]}
        self.assertIn(label, items)
        x, y, w, h = items[label]["rect"]
        return x + across * w, y + down * h

    def click(self, label):
        self.browser.pointer(("move", *self.place(label)), ("down",), ("up",))

    def address_when(self, what, condition):
        words = None

        def has_come():
            nonlocal words
            fragment = urllib.parse.urlsplit(self.browser.address()).fragment
            words = urllib.parse.unquote(fragment)
            return condition(words)
        browser.wait_until(what, has_come)
        return words

    def test_starts(self):
        cold, warm = self.open(), self.open()
        print(f"first frame after {cold:.2f} s, warm {warm:.2f} s", file=sys.stderr)
        self.assertLess(warm, 10)
        self.assertEqual(self.state()["settings"]["t"], 240)

    def test_looks_as_the_window(self):
        for words in ("--t 300", "--view reverse --t 500 --theme light",
                      "--language ko --schedule cosine --t 200"):
            with self.subTest(words), tempfile.TemporaryDirectory() as folder:
                self.open(words)
                self.browser.key("Escape")  # the line for who starts it for the first time
                browser.wait_until("rest", lambda: self.browser.shot() == self.browser.shot())
                got = os.path.join(folder, "got.png")
                with open(got, "wb") as file:
                    file.write(self.browser.shot())
                wanted = os.path.join(folder, "wanted.png")
                subprocess.run([program(), "export", wanted, "--size", f"{WIDTH}x{HEIGHT}",
                                *words.split()], check=True)
                self.compare(got, wanted)

    def compare(self, got, wanted):
        one, other = pixels.read_png(got), pixels.read_png(wanted)
        self.assertEqual((one.width, one.height), (other.width, other.height))
        far = total = 0
        for mine, theirs in zip(one.rows, other.rows):
            for c in range(3):
                for a, b in zip(mine[c::one.channels], theirs[c::other.channels]):
                    difference = abs(a - b)
                    total += difference
                    far += difference > 32
        values = 3 * one.width * one.height
        print(f"{total / values:.3f} of 255 on average, {1000 * far / values:.2f} of 1000 values "
              "by more than 32", file=sys.stderr)
        if total / values > 0.5 or far / values > 0.004:
            (browser.ROOT / "failed-page.png").write_bytes(pathlib.Path(got).read_bytes())
        self.assertLess(total / values, 0.5)
        self.assertLess(far / values, 0.004)

    def test_drag(self):
        self.open("--t 100")
        start, end = self.place("t", 0.1), self.place("t", 0.7)
        before = self.browser.address()
        stops = [("move", start[0] + (end[0] - start[0]) * i / 20, start[1]) for i in range(21)]
        self.browser.pointer(stops[0], ("down",), *stops[1:], ("wait", 1000))
        # Nothing is said while the button is down.
        self.assertEqual(self.browser.address(), before)
        self.assertGreater(self.state()["settings"]["t"], 600)
        self.browser.pointer(("up",))
        t = self.state()["settings"]["t"]
        self.address_when(f"t = {t}", lambda words: words == f"--t {t}")

    def test_keys(self):
        self.open()
        self.browser.key("End")
        self.address_when("the last step", lambda words: words == "--t 1000")
        self.browser.key("Control+z")
        self.address_when("what was at first", lambda words: words == "")
        self.browser.key("2")
        self.address_when("another view", lambda words: words == "--view reverse")

    def test_schedule_is_handed_out(self):
        self.open("--schedule cosine --steps 200")
        self.browser.key("Control+Shift+e")
        name, data = self.browser.downloaded("scheduler_config.json")
        native = subprocess.run([program(), "schedule", "--schedule", "cosine", "--steps", "200",
                                 "--format", "scheduler_config"], check=True, capture_output=True)
        self.assertEqual(data, native.stdout)
        self.assertTrue(name.startswith("alphabar-"))

    def exported(self, form, what, *words):
        """What the sheet hands out, and what the program writes."""
        self.open(" ".join([*words, "--set", f"export_format={form}", "--set",
                            f"export_what={what}"]))
        self.browser.key("Control+e")
        self.click("export start")
        name, data = self.browser.downloaded("." + form)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([program(), "export", name, "--what", what, *words], cwd=folder,
                           check=True)
            return data, pathlib.Path(folder, name).read_bytes()

    def test_pictures_are_those_of_the_program(self):
        got, wanted = self.exported("png", "mean", "--t", "300", "--seed", "5")
        self.assertEqual(got, wanted)

    def test_picture_of_the_window(self):
        self.open("--t 300")
        self.browser.key("F12")
        _, data = self.browser.downloaded(".png")
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(data)
            file.flush()
            shot = pixels.read_png(file.name)
        self.assertEqual((shot.width, shot.height), (WIDTH, HEIGHT))

    def test_address_round_trip(self):
        words = "--schedule flow --t 250 --coupling jump --theme light"
        self.open(words)
        first = self.state()["settings"]
        self.browser.key("n")  # other noise
        said = self.address_when("another seed", lambda text: "--seed" in text)
        second = self.state()["settings"]
        self.assertNotEqual(second["seed"], first["seed"])
        self.open(said)
        third = self.state()["settings"]
        self.assertEqual(third, second)
        self.assertEqual((first["t"], first["coupling"]), (250, second["coupling"]))

    def test_link_opens_natively(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, words in (("link.npy", ["--link", "http://x/#--t%20250+--seed=9"]),
                                ("words.npy", ["--t", "250", "--seed", "9"])):
                subprocess.run([program(), "export", name, "--what", "z", *words], cwd=folder,
                               check=True)
            self.assertEqual(pathlib.Path(folder, "link.npy").read_bytes(),
                             pathlib.Path(folder, "words.npy").read_bytes())

    def test_hostile_addresses(self):
        corpus = browser.ROOT / "tests/fuzz/corpus/link"
        addresses = [path.read_text() for path in sorted(corpus.iterdir())]
        self.assertGreater(len(addresses), 20)
        for address in addresses:
            with self.subTest(address):
                self.browser.open(self.site.address + "#" + address.split("#", 1)[1])
                ended = browser.wait_until("an answer", lambda: self.browser.run(
                    "const cover = document.getElementById('cover').hidden;"
                    "const refused = document.getElementById('loaded').hidden;"
                    "return cover || refused ? [cover, document.title, "
                    "document.getElementById('said').textContent] : null"), 20)
                self.assertEqual(ended[1], "alphabar")
                memory = self.browser.run("return program.HEAPU8.length")
                self.assertLess(memory, 500 << 20)
                if not ended[0]:
                    self.assertIn("alphabar", ended[2])
        self.browser.log()  # it says why
        self.assertEqual(list(self.browser.downloads.iterdir()), [])

    def test_lost_context(self):
        self.open("--t 300")
        browser.wait_until("rest", lambda: self.browser.shot() == self.browser.shot())
        before = self.browser.shot()
        self.browser.run("const gl = document.getElementById('canvas').getContext('webgl2');"
                         "globalThis.losing = gl.getExtension('WEBGL_lose_context');"
                         "losing.loseContext(); setTimeout(() => losing.restoreContext(), 300)")
        browser.wait_until("the same picture", lambda: self.browser.shot() != before)
        browser.wait_until("the same picture", lambda: self.browser.shot() == before)
        self.browser.log()  # the browser says that it was lost

    def test_dropped_picture(self):
        self.open()
        self.browser.run("""
            const canvas = new OffscreenCanvas(40, 30), pen = canvas.getContext('2d');
            pen.fillStyle = 'red';
            pen.fillRect(0, 0, 40, 30);
            canvas.convertToBlob().then((blob) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([blob], "rot & grün 'x'.png"));
                document.getElementById('canvas').dispatchEvent(
                    new DragEvent('drop', {dataTransfer: transfer, bubbles: true}));
            });""")
        state = browser.wait_until("the picture", lambda: (
            lambda s: s if s["picture"]["width"] == 40 else None)(self.state()))
        self.assertIn("rot & grün 'x'.png", json.dumps(state, ensure_ascii=False))

    def test_copy(self):
        self.open("--t 300")
        line = copied_line(self.browser)
        self.assertEqual(line, f"alphabar --t 300 --size {WIDTH}x{HEIGHT}")

    def test_frames_are_fast(self):
        self.open("--t 100")
        start, end = self.place("t", 0.1), self.place("t", 0.9)
        self.browser.run("program.frameTimes = []")
        stops = [("move", start[0] + (end[0] - start[0]) * i / 60, start[1]) for i in range(61)]
        self.browser.pointer(stops[0], ("down",), *(s for stop in stops[1:]
                                                    for s in (stop, ("wait", 16))), ("up",))
        times = sorted(self.browser.run("return program.frameTimes"))
        self.assertGreater(len(times), 10)
        middle = times[len(times) // 2]
        print(f"{middle:.1f} ms of the program a frame while t is dragged, "
              f"{times[len(times) * 9 // 10]:.1f} in nine of ten", file=sys.stderr)
        self.assertLess(middle, 200)


def copied_line(some):
    """What Ctrl+C puts on the clipboard; the browser does not let us read it."""
    some.run("navigator.clipboard.writeText = async (text) => { globalThis.copied = text }")
    some.key("Control+c")
    return browser.wait_until("the line", lambda: some.run("return globalThis.copied"))


class Wishes(unittest.TestCase):
    """What the browser says of the person before it."""

    def shown(self, words="", **wishes):
        site = browser.Site(SITE)
        try:
            with_wishes = browser.Browser(WIDTH, HEIGHT, **wishes)
            try:
                with_wishes.open(site.address + (encoded(words) if words else ""))
                with_wishes.started()
                with_wishes.key("Control+Shift+d")
                state = json.loads(with_wishes.downloaded("alphabar-state.json")[1])
                return state, copied_line(with_wishes)
            finally:
                with_wishes.close()
        finally:
            site.close()

    def test_light(self):
        self.assertEqual(self.shown(dark=False)[0]["settings"]["theme"], "light")
        self.assertEqual(self.shown("--theme dark", dark=False)[0]["settings"]["theme"], "dark")

    def test_korean_on_a_sharp_screen(self):
        state, line = self.shown(language="ko-KR", ratio=2)
        self.assertEqual((state["window"]["width"], state["window"]["height"]),
                         (2 * WIDTH, 2 * HEIGHT))
        self.assertIn("--language ko", line)


if __name__ == "__main__":
    lacking = browser.missing()
    if lacking:
        print(f"SKIPPED: the page was not tested, for want of {lacking}", file=sys.stderr)
        sys.exit(0)
    unittest.main(verbosity=2)
