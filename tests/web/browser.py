# SPDX-License-Identifier: MIT
"""A browser as a person has it: Debian's chromium without a screen, by the words of the W3C
(https://www.w3.org/TR/webdriver2/) that chromedriver takes over HTTP, with real pointer and keys.
OpenGL is SwiftShader's, on the processor."""
import base64
import http.client
import importlib.machinery
import importlib.util
import json
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 60
FLAGS = ["--headless", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader",
         "--enable-unsafe-swiftshader", "--hide-scrollbars", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--disable-quic",
         "--disable-dev-shm-usage"]
# https://www.w3.org/TR/webdriver2/#keyboard-actions
KEYS = {"Shift": "\ue008", "Control": "\ue009", "Escape": "\ue00c", "Space": " ", "End": "\ue010",
        "Home": "\ue011", "Left": "\ue012", "Right": "\ue014", "F2": "\ue032", "F5": "\ue035",
        "F12": "\ue03c", "Return": "\ue006", "Tab": "\ue004"}


def missing():
    """What these tests need and this machine has not, or ''."""
    return ", ".join(name for name in ("chromium", "chromedriver", "node") if not shutil.which(name))


def wait_until(what, condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(0.02)


class Site:
    """The folder, served as ./dev web --serve does."""

    def __init__(self, folder):
        loader = importlib.machinery.SourceFileLoader("serve", str(ROOT / "web/serve"))
        serve = importlib.util.module_from_spec(importlib.util.spec_from_loader("serve", loader))
        loader.exec_module(serve)
        self.server = serve.make(str(folder), 0)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Browser:
    def __init__(self, width=1280, height=720, ratio=1, dark=True, language="en-US", touch=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="alphabar-browser-"))
        self.downloads = self.folder / "downloads"
        self.downloads.mkdir()
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        port = 0
        for line in self.driver.stdout:  # "... on port 12345."
            if "on port " in line:
                port = int(line.split("on port ")[1].split(".")[0])
            if "successfully" in line:
                break
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2 * PATIENCE)
        options = {
            "binary": shutil.which("chromium"),
            "args": [*FLAGS, f"--user-data-dir={self.folder / 'profile'}", f"--lang={language}",
                     f"--window-size={width},{height}", f"--force-device-scale-factor={ratio}"],
            "prefs": {"download.default_directory": str(self.downloads),
                      "download.prompt_for_download": False,
                      "profile.default_content_setting_values.automatic_downloads": 1,
                      "profile.content_settings.exceptions.clipboard":
                          {"*": {"setting": 1}},
                      "intl.accept_languages": language}}
        self.session = ""
        made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.session = "/session/" + made["sessionId"]
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=ratio, mobile=touch)
        self.command("Emulation.setTouchEmulationEnabled", enabled=touch)
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def ask(self, method, path, body=None):
        self.connection.request(method, self.session + path if self.session else path,
                                json.dumps(body) if body is not None else None,
                                {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        value = json.loads(answer.read())["value"]
        assert answer.status == 200, f"{method} {path}: {value.get('message', value)}"
        return value

    def command(self, name, **words):  # of Chrome's own protocol
        return self.ask("POST", "/goog/cdp/execute", {"cmd": name, "params": words})

    def open(self, address):
        self.ask("POST", "/url", {"url": "about:blank"})  # another fragment alone loads nothing
        self.ask("POST", "/url", {"url": address})

    def address(self):
        return self.ask("GET", "/url")

    def run(self, script, *words):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(words)})

    def log(self):
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]

    def shot(self):
        """A PNG of what is on the screen, in its own pixels."""
        made = self.command("Page.captureScreenshot", format="png")
        return base64.b64decode(made["data"])

    def started(self):
        """Seconds from the address to the first frame."""
        wait_until("the first frame", lambda: self.run(
            "return document.getElementById('cover').hidden || "
            "document.getElementById('loaded').hidden"))
        assert self.run("return document.getElementById('cover').hidden"), \
            self.run("return document.getElementById('said').textContent")
        return self.run("return performance.getEntriesByName('first frame')[0].startTime") / 1000

    def pointer(self, *steps):
        """("move", x, y), ("down",), ("up",), ("wait", milliseconds)"""
        words = {"down": lambda: {"type": "pointerDown", "button": 0},
                 "up": lambda: {"type": "pointerUp", "button": 0},
                 "wait": lambda ms: {"type": "pause", "duration": ms},
                 "move": lambda x, y: {"type": "pointerMove", "duration": 0, "origin": "viewport",
                                       "x": round(x), "y": round(y)}}
        self.ask("POST", "/actions", {"actions": [{
            "type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"},
            "actions": [words[step[0]](*step[1:]) for step in steps]}]})

    def key(self, name):
        """"Control+Shift+d" """
        *held, last = [KEYS.get(part, part) for part in name.split("+")]
        actions = [{"type": "keyDown", "value": key} for key in held + [last]]
        actions += [{"type": "keyUp", "value": key} for key in [last] + held[::-1]]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys",
                                                   "actions": actions}]})

    def downloaded(self, ending, seconds=PATIENCE):
        """The file that comes; it is taken away."""
        def there():
            return [path for path in self.downloads.iterdir() if path.name.endswith(ending)]
        path = wait_until(f"a download {ending}", there, seconds)[0]
        data = path.read_bytes()
        path.unlink()
        return path.name, data

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.connection.close()
            self.driver.terminate()
            self.driver.wait()
            self.driver.stdout.close()
            shutil.rmtree(self.folder, ignore_errors=True)
