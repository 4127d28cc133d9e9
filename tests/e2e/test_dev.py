# SPDX-License-Identifier: MIT
"""Every word of ./dev, by a dry run in a folder that it must leave as it was."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

DEV = pathlib.Path(__file__).resolve().parent.parent.parent / "dev"

# What each word must say that it would do, in this order.
EXPECTED = {
    "run": ["install gcc", "build release alphabar", "build/release/alphabar"],
    "test": ["install gcc", "libcmocka-dev", "build release -DALPHABAR_TESTS=ON",
             "ctest --test-dir build/release"],
    "bench": ["build release alphabar", "build/release/alphabar bench"],
    "peers": ["python3-numpy", "build release", "peers.py", "frames.py"],
    "bits": ["gcc-aarch64-linux-gnu", "test_digest.py"],
    "web": ["emscripten", "web/build"],
    "data": ["install dataset-fashion-mnist"],
    "format": ["clang-format -i"],
    "tidy": ["clang-tidy", "build debug", "clang-tidy -p build/debug"],
    "po": ["po/extract po/alphabar.pot", "msgmerge", "po/ko.po", "msgfmt --check-format"],
    "check": ["clang-format --dry-run", "ctest --test-dir build/release", "env GALLIUM_DRIVER=softpipe",
              "valgrind --quiet", "clang-tidy -p", "test_digest.py", "chromium", "web/build",
              "test_page.py", "build tsan", "build clang",
              "build asan"],
    "coverage": ["gcovr", "build coverage", "ctest --test-dir build/coverage", "gcovr --root"],
    "fuzz": ["clang", "build fuzz", "-max_total_time=60"],
    "monkey": ["xdotool", "build release", "ALPHABAR_MONKEY_SECONDS=3600", "test_monkey.py"],
    "sanitize": ["build asan -DALPHABAR_TESTS=ON", "ctest --test-dir build/asan"],
    "help": ["./dev run"],
}


class Dev(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(DEV, self.folder / "dev")
        subprocess.run(["git", "init", "-q"], cwd=self.folder, check=False)
        self.before = self.listing()

    def listing(self):
        return sorted(p.name for p in self.folder.iterdir())

    def dev(self, *words, **more):
        environment = dict(os.environ, DEV_DRY_RUN="1", **more)
        return subprocess.run([str(self.folder / "dev"), *words], env=environment, text=True,
                              capture_output=True, timeout=60, check=False)

    def test_every_word_is_known_here(self):
        words = re.findall(r"^\./dev (\w+)", self.dev("help").stdout, re.M)
        self.assertEqual(sorted(words), sorted(EXPECTED))

    def test_every_word(self):
        if not shutil.which("apt-get"):
            self.skipTest("no Debian")
        for word, wanted in EXPECTED.items():
            with self.subTest(word=word):
                done = self.dev(word, DISPLAY=":0")
                self.assertEqual(done.returncode, 0, done.stderr)
                at = 0
                for part in wanted:
                    self.assertIn(part, done.stdout[at:])
                    at = done.stdout.index(part, at)
                self.assertEqual(self.listing(), self.before)

    def test_arguments_go_on(self):
        self.assertIn("ctest --test-dir build/release --output-on-failure -R film",
                      self.dev("test", "film").stdout)
        self.assertIn("alphabar bench --json", self.dev("bench", "--json").stdout)
        self.assertIn("alphabar export a.png --t 3", self.dev("run", "export", "a.png", "--t", "3").stdout)
        self.assertIn("--dry-run --Werror", self.dev("format", "--check").stdout)

    def test_no_display(self):
        words = self.dev("run", "cat.jpg", DISPLAY="", WAYLAND_DISPLAY="", SDL_VIDEODRIVER="")
        self.assertEqual(words.returncode, 0)
        self.assertIn("export out/window.png cat.jpg --size 1920x1080", words.stdout)

    def test_unknown_word(self):
        done = self.dev("dance")
        self.assertEqual(done.returncode, 1)
        self.assertIn("dance: there is no such word", done.stderr)


if __name__ == "__main__":
    unittest.main()
