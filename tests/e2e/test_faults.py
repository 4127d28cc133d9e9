#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Memory that runs out and disks that are full, at every call of the program's own in turn: either
the same bytes come out as ever, or one line says what is wrong, the status is 1, and nothing is left
behind. ALPHABAR_FAULT_SAMPLE says how many calls of each command are tried [24], or all of them."""
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

from harness import PATIENCE

SAMPLE = os.environ.get("ALPHABAR_FAULT_SAMPLE", "24")
SEED = int(os.environ.get("ALPHABAR_SEED", "1"))
SMALL = ["--what", "z", "--resolution", "24", "--threads", "1"]
COMMANDS = {
    "schedule": ["schedule", "--steps", "50"],
    "levels": ["schedule", "--levels", "comfy.karras", "--sample-steps", "10"],
    "weights": ["schedule", "--weights", "min_snr", "--steps", "50"],
    "check": ["schedule", "--check"],
    "config": ["schedule", "--scheduler-config", "config.json"],
    "betas": ["schedule", "--betas", "betas.csv"],
    "picture": ["export", "out.png", "photo.png", *SMALL],
    "jpeg": ["export", "out.npy", "photo.jpg", *SMALL],
    "window": ["export", "out.png", "photo.png", "--size", "640x400", "--threads", "1"],
    "sequence": ["export", "out/%d.png", *SMALL, "--frames", "1:9:4"],
    "values": ["export", "out.npy", *SMALL],
    "apng": ["export", "out.apng", *SMALL, "--frames", "1:9:4"],
    "y4m": ["export", "out.y4m", *SMALL, "--frames", "1:9:4"],
    "svg": ["export", "out.svg", "--what", "signal", "--threads", "1"],
    "csv": ["export", "out.csv", "--what", "schedule", "--steps", "50"],
    "json": ["export", "out.json", "--what", "schedule", "--steps", "50"],
    "session": ["export", "out.npy", *SMALL, "--session", "session.json"],
    "stage": ["export", "out.png", "--what", "life | signal", "--size", "640x400",
              "--threads", "1"],
    "denoise": ["denoise", "z.npy", "out.npy", "--dataset", "set.npy", "--t", "300",
                "--threads", "1"],
    "sample": ["sample", "out.npy", "--dataset", "set.npy", "--count", "2", "--sample-steps", "3",
               "--steps-out", "steps.npy", "--threads", "1"],
}


MADE = {"out.png", "session-out.json"}


def program():
    return os.environ["ALPHABAR_FAULTS"]


class Faults(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="alphabar-faults-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.inputs = self.folder / "inputs"
        self.work = self.folder / "work"
        self.inputs.mkdir()
        self.chance = random.Random(SEED)
        for name, words in (("photo.png", ["--what", "x", "--resolution", "20"]),
                            ("z.npy", ["--what", "z", "--resolution", "6"]),
                            ("session.json", None)):
            if words:
                self.run_it(["export", name, *words], self.inputs)
        self.write("session.json", b'{"alphabar": "session", "version": 1, "picture": "photo.png",'
                                   b'"settings": {"t": 30}}')
        self.write("config.json", b'{"_class_name": "DDIMScheduler"}')
        self.write("betas.csv", b"".join(b"%g\n" % (1e-3 * t) for t in range(1, 30)))
        corpus = pathlib.Path(__file__).parent.parent / "fuzz" / "corpus"
        self.write("photo.jpg", (corpus / "picture" / "baseline.jpg").read_bytes())
        header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (8, 6, 6, 3), }"
        self.write("set.npy", b"\x93NUMPY\x01\x00\x76\x00" + header.ljust(117) + b"\n" +
                   bytes(i * 7 % 251 for i in range(8 * 108)))

    def write(self, name, data):
        (self.inputs / name).write_bytes(data)

    def run_it(self, words, folder, **environment):
        clean = {k: v for k, v in os.environ.items()
                 if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
        return subprocess.run([program(), *words], cwd=folder, env={**clean, **environment},
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=4 * PATIENCE,
                              check=False)

    def fresh(self):
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.inputs, self.work)
        (self.work / "out").mkdir()

    def made(self):
        return {str(p.relative_to(self.work)): p.read_bytes() for p in self.work.rglob("*")
                if p.is_file() and not (self.inputs / p.name).exists()}

    def calls(self, words):
        self.fresh()
        log = self.folder / "log"
        done = self.run_it(words, self.work, ALPHABAR_FAULT_LOG=str(log))
        self.assertEqual(done.returncode, 0, (words, done.stderr))
        counts = dict(line.split() for line in log.read_text().splitlines())
        return {k: int(v) for k, v in counts.items()}, (done.stdout, self.made())

    def sample(self, count):
        if SAMPLE == "all" or count <= int(SAMPLE):
            return range(1, count + 1)
        return sorted(self.chance.sample(range(1, count + 1), int(SAMPLE)))

    def check(self, kind):
        tried = refused = 0
        for name, words in COMMANDS.items():
            counts, whole = self.calls(words)
            for n in self.sample(counts[kind]):
                self.fresh()
                done = self.run_it(words, self.work, ALPHABAR_FAULT=f"{kind}:{n}")
                where = (name, f"{kind}:{n} of {counts[kind]}", done.stderr)
                tried += 1
                if done.returncode == 0:
                    self.assertEqual((done.stdout, self.made()), whole, where)
                    continue
                refused += 1
                self.assertEqual(done.returncode, 1, where)
                self.assertRegex(done.stderr, rb"\A(alphabar: [^\n]+\n)\Z", where)
                # What was whole before the fault may be there: frames of a sequence.
                for path, data in self.made().items():
                    self.assertEqual(data, whole[1].get(path), (path, *where))
        if os.environ.get("ALPHABAR_FAULT_SAMPLE"):
            print(f"{kind}: {tried} calls failed, {refused} of them told", flush=True)
        self.assertGreater(refused, tried // 4)

    def test_memory(self):
        self.check("alloc")

    def test_full_disk(self):
        self.check("write")

    def test_parts(self):
        for name, words in COMMANDS.items():
            _, whole = self.calls(words)
            for n in (1, 2, 5):
                self.fresh()
                done = self.run_it(words, self.work, ALPHABAR_FAULT=f"short:{n}")
                where = (name, f"short:{n}", done.stderr)
                self.assertEqual(done.returncode, 0, where)
                self.assertEqual((done.stdout, self.made()), whole, where)

    # The window says what went wrong and goes on, or ends with one line; a file is whole or not
    # there. The export runs beside it, and may be ended with it.
    def test_window(self):
        script = ("wait 2\nopen photo.png\nset t 30\nwait 2\nview mixture\nwait 2\nundo\nundo\n"
                  "save session-out.json\nexport out.png\nwait 30\nquit\n")
        self.write("some.script", script.encode())
        words = ["--size", "640x480", "--script", "some.script", "photo.png"]
        log = self.folder / "log"
        self.fresh()
        done = self.run_it(words, self.work, SDL_VIDEODRIVER="offscreen",
                           ALPHABAR_FAULT_LOG=str(log))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLessEqual(self.made().keys(), MADE)
        counts = {k: int(v) for k, v in (line.split() for line in log.read_text().splitlines())}
        tried = 0
        for kind in ("alloc", "beside", "write"):
            for n in self.sample(counts[kind]):
                self.fresh()
                done = self.run_it(words, self.work, SDL_VIDEODRIVER="offscreen",
                                   ALPHABAR_FAULT=f"{kind}:{n}")
                where = (f"{kind}:{n} of {counts[kind]}", done.returncode, done.stderr)
                tried += 1
                self.assertIn(done.returncode, (0, 1), where)
                self.assertLessEqual(done.stderr.count(b"\n"), 3, where)
                if done.returncode:
                    self.assertRegex(done.stderr, rb"\A(alphabar: [^\n]+\n)+\Z", where)
                for path, data in self.made().items():
                    self.assertIn(path, MADE, where)
                    if path.endswith(".json"):
                        self.assertTrue(data.endswith(b"}\n"), where)
                    else:
                        self.assertEqual(len(data) > 100, True, where)
        if os.environ.get("ALPHABAR_FAULT_SAMPLE"):
            print(f"window: {tried} of {counts} failed", flush=True)

    # Whatever still works beside the window when it is closed is waited for first.
    def test_closing(self):
        for end in ("view mixture\nwait 2\nplay\nwait 5\n", "export out.apng\n"):
            self.fresh()
            (self.work / "some.script").write_text(end + "quit\n")
            done = self.run_it(["--size", "640x480", "--script", "some.script", "photo.png"],
                               self.work, SDL_VIDEODRIVER="offscreen", ALPHABAR_FAULT="late:1")
            self.assertEqual((done.returncode, done.stderr), (0, b""), end)

    def test_closed_pipe(self):
        for words in (["schedule"], ["export", "-", *SMALL, "--frames", "1:100"], ["--help"],
                      ["schedule", "--levels", "comfy.karras", "--format", "json"]):
            self.fresh()
            read, write = os.pipe()
            os.close(read)
            done = subprocess.run([program(), *words], cwd=self.work, stdout=write,
                                  stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                  timeout=4 * PATIENCE, check=False)
            os.close(write)
            self.assertIn(done.returncode, (1, -13), (words, done.stderr))
            self.assertLessEqual(done.stderr.count(b"\n"), 1)
            self.assertEqual(self.made(), {})


if __name__ == "__main__":
    unittest.main()
