# SPDX-License-Identifier: MIT
"""Starting and idling cost next to nothing: the whole life of a window that draws one frame,
against the least program that does so, and what a window does while nobody touches it."""
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
        frames = self.window.dump()
        time.sleep(0.5)  # the keys of the dump are let go
        ticks = processor_ticks(self.window.process.pid)
        time.sleep(IDLE_SECONDS)
        spent = processor_ticks(self.window.process.pid) - ticks
        drawn = self.window.dump()["window"]["frames"] - frames["window"]["frames"]
        print(f"\nidle for {IDLE_SECONDS} s: {spent} ticks, {drawn} frames for the dump's keys")
        self.assertLessEqual(spent, 5)
        # Three keys go down and three go up between the two dumps.
        self.assertLessEqual(drawn, 6)


if __name__ == "__main__":
    unittest.main()
