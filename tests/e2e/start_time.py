# SPDX-License-Identifier: MIT
"""Starting and idling cost next to nothing: the whole life of a window that draws one frame,
against the least program that does so, what a window does while nobody touches it, and how much
memory it takes."""
import os
import statistics
import subprocess
import tempfile
import time
import unittest

from harness import PATIENCE, Display, WindowTest, program

AIM, LIMIT = 2.5, 4  # the limit leaves room for a busy machine
TIMES = 9
IDLE_SECONDS = 3


class Start(unittest.TestCase):
    def test_one_frame(self):
        """Whole processes, taken in turns, so that both see the same machine; medians."""
        display = Display(1920, 1080)
        self.addCleanup(display.close)
        script = tempfile.NamedTemporaryFile("w", suffix=".txt")
        self.addCleanup(script.close)
        script.write("wait 1\nquit\n")
        script.flush()
        commands = {
            "bare window": [os.environ["BARE_WINDOW"]],
            "alphabar": [program(), "--size", "1920x1080", "--script", script.name],
        }
        times = {name: [] for name in commands}
        for turn in range(TIMES + 1):
            for name, command in commands.items():
                begin = time.perf_counter()
                subprocess.run(command, env=display.environment(), stdin=subprocess.DEVNULL,
                               check=True, timeout=PATIENCE)
                if turn > 0:  # the first one fills the caches
                    times[name].append(time.perf_counter() - begin)
        bare, ours = (statistics.median(t) for t in times.values())
        ratio = ours / bare
        print(f"\nstart to first frame, 1920x1080: alphabar {1000 * ours:.0f} ms, bare window "
              f"{1000 * bare:.0f} ms, ratio {ratio:.2f} (aim {AIM}, limit {LIMIT})")
        self.assertLessEqual(ratio, LIMIT)


class Memory(unittest.TestCase):
    LIMIT = 200  # MB beyond the bare window

    def peak(self, display, command):
        """The most resident memory that the process had, in MB."""
        process = subprocess.Popen(command, env=display.environment(), stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return usage.ru_maxrss / 1024

    def test_a_path_of_512(self):
        display = Display(1920, 1080)
        self.addCleanup(display.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        picture, script = (os.path.join(folder.name, name) for name in ("x.ppm", "s.txt"))
        with open(picture, "wb") as file:
            file.write(b"P6 512 512 255\n" + bytes(i * 7919 % 256 for i in range(3 * 512 * 512)))
        with open(script, "w", encoding="utf-8") as file:
            for t in (1, 2, 3, 240, 241, 900, 1000, 20):
                file.write(f"set t {t}\nwait 1\n")
            file.write("set beta_max 0.01\nwait 1\nset follow all\nwait 1\nquit\n")
        bare = self.peak(display, [os.environ["BARE_WINDOW"]])
        ours = self.peak(display, [program(), picture, "--resolution", "512", "--coupling", "path",
                                   "--size", "1920x1080", "--script", script])
        print(f"\npath of 512x512x3: {ours:.0f} MB at most, bare window {bare:.0f} MB, "
              f"{ours - bare:.0f} MB beyond it (limit {self.LIMIT})")
        self.assertLess(ours - bare, self.LIMIT)


def processor_ticks(pid):
    """User and system time of all its threads, in ticks of 10 ms."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@unittest.skipUnless(os.path.exists("/proc/self/stat"), "needs /proc")
class Idle(WindowTest):
    def test_no_work_and_no_frames(self):
        # Over a slider, since a tooltip comes there a moment later, once.
        self.window.move(self.window.place("beta_max"))
        self.window.state()
        time.sleep(1)
        frames = self.window.state()
        time.sleep(0.5)  # the keys of the dump are let go
        ticks = processor_ticks(self.window.process.pid)
        time.sleep(IDLE_SECONDS)
        spent = processor_ticks(self.window.process.pid) - ticks
        drawn = self.window.state()["window"]["frames"] - frames["window"]["frames"]
        print(f"\nidle for {IDLE_SECONDS} s: {spent} ticks, {drawn} frames for the dump's keys")
        self.assertLessEqual(spent, 5)
        # Three keys go down and three go up between the two dumps.
        self.assertLessEqual(drawn, 6)


if __name__ == "__main__":
    unittest.main()
