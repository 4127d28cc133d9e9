#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is left of an export that is ended at a random moment: a signal that can be caught leaves no
file that was begun, and kill -9 no half one. ALPHABAR_MOMENTS says how many moments of each kind."""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from harness import PATIENCE, program

ONLY = os.environ.get("ALPHABAR_KINDS", "").split()  # all where it is empty
MOMENTS = int(os.environ.get("ALPHABAR_MOMENTS", "4"))
SEED = int(os.environ.get("ALPHABAR_SEED", "1"))
SMALL = ["--what", "z", "--resolution", "96"]
KINDS = {
    "picture": ["export", "out/a.png", "--size", "640x400"],
    "sequence": ["export", "out/%03d.png", *SMALL, "--frames", "1:120"],
    "values": ["export", "out/a.npy", *SMALL, "--frames", "1:200"],
    "apng": ["export", "out/a.apng", *SMALL, "--frames", "1:60"],
    "y4m": ["export", "out/a.y4m", *SMALL, "--frames", "1:200"],
    "svg": ["export", "out/a.svg", "--what", "figure"],
    "csv": ["export", "out/a.csv", "--what", "schedule", "--steps", "10000"],
    "json": ["export", "out/a.json", "--what", "schedule", "--steps", "10000"],
    "samples": ["sample", "out/a.npy", "--count", "8", "--sample-steps", "20",
                "--steps-out", "out/z.npy"],
}
if shutil.which("ffmpeg"):
    for ending in ("mp4", "webm", "gif"):
        KINDS[ending] = ["export", f"out/a.{ending}", *SMALL, "--frames", "1:30"]


class Ending(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="alphabar-ending-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"
        self.chance = random.Random(SEED)

    def start(self, words):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        environment = dict(os.environ, TMPDIR=str(self.folder))
        return subprocess.Popen([program(), *words], cwd=self.folder, env=environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def whole(self, words):
        begun = time.monotonic()
        process = self.start(words)
        self.assertEqual(process.wait(2 * PATIENCE), 0, words)
        lasted = time.monotonic() - begun
        return {p.name: p.read_bytes() for p in self.out.iterdir()}, lasted

    def end(self, words, lasted, number):
        process = self.start(words)
        time.sleep(self.chance.random() * lasted)
        process.send_signal(number)
        process.wait(2 * PATIENCE)
        return process.returncode

    def check(self, numbers, may_leave):
        ended = 0
        kinds = {k: v for k, v in KINDS.items() if not ONLY or k in ONLY}
        for kind, words in kinds.items():
            whole, lasted = self.whole(words)
            for moment in range(MOMENTS):
                number = numbers[moment % len(numbers)]
                status = self.end(words, lasted, number)
                self.assertIn(status, (0, -number), (kind, moment))
                ended += status != 0
                left = {p.name: p.read_bytes() for p in self.out.iterdir()}
                for name, data in left.items():
                    if may_leave and ".tmp-" in name:
                        continue  # nobody could take it away: it has another name
                    # What ffmpeg packs on several threads differs from run to run.
                    same = kind in ("mp4", "webm") or data == whole.get(name)
                    self.assertTrue(name in whole and same, (kind, moment, name, len(data)))
        self.assertGreater(ended, len(kinds) * MOMENTS // 8)

    def test_signals_leave_nothing(self):
        self.check((signal.SIGTERM, signal.SIGINT, signal.SIGHUP), False)

    def test_kill_leaves_no_half_file(self):
        self.check((signal.SIGKILL,), True)

    def test_file_beyond_its_limit(self):
        command = f"ulimit -f 8; exec {program()} export out/a.npy --what z"
        self.out.mkdir()
        done = subprocess.run(["sh", "-c", command], cwd=self.folder, capture_output=True,
                              text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"\Aalphabar: out/a.npy: [^\n]+\n\Z")
        self.assertEqual(list(self.out.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
