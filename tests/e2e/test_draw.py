# SPDX-License-Identifier: MIT
"""Drawing a schedule with a real mouse and keyboard: knots are dragged in the plots of log SNR, α
and β, added and removed, and a drag that would break the schedule stops and says why."""
import csv
import re
import subprocess
import unittest

from harness import WindowTest, program


def knots(state):
    return [tuple(float(n) for n in knot.split(":")) for knot in state.knots.split(",")]


class Draw(WindowTest):
    arguments = ("--knots", "0:9,0.25:4,0.5:0,1:-9", "--size", "1280x720")

    def show_log_snr(self):
        self.window.click(self.window.place("signal log_snr"))
        return self.window.state_when("log SNR", lambda s: s.signal == "log_snr")

    def drag_by(self, label, x, y):
        start = self.window.place(label)
        self.window.drag(start, (start[0] + x, start[1] + y))
        return self.window.state()

    def test_log_snr(self):
        before, shown = self.show_log_snr(), self.window.shot()
        after = self.drag_by("knot log_snr 2", 0, 30)
        was, now = knots(before), knots(after)
        self.assertLess(now[2][1], was[2][1] - 1)
        self.assertEqual(now[2][0], 0.5)
        self.assertEqual([now[i] for i in (0, 1, 3)], [was[i] for i in (0, 1, 3)])
        self.assertEqual((after.knot, after.knot_space), (2, "log_snr"))
        self.assertNotEqual(after["at_t"]["beta"], before["at_t"]["beta"])
        self.assertEqual(after.t, before.t)  # a knot was dragged, not t
        now = self.window.shot()
        for label in ("plot variance", "plot signal", "picture z"):
            rect = after.items_by_label()[label]["rect"]
            self.assertNotEqual(shown.part(rect), now.part(rect), f"{label} looks the same")

    def test_across(self):
        self.show_log_snr()
        after = knots(self.drag_by("knot log_snr 2", 30, 0))
        self.assertGreater(after[2][0], 0.55)
        self.assertAlmostEqual(after[2][0] * 1000, round(after[2][0] * 1000), places=9)
        self.assertAlmostEqual(after[2][1], 0, delta=0.5)

    def test_alpha(self):
        self.assertEqual(self.window.state().signal, "alpha")
        after = self.drag_by("knot alpha 2", 0, 30)
        self.assertEqual(after.knot_space, "alpha")
        now = knots(after)
        self.assertLess(now[2][1], -0.5)
        self.assertEqual((now[1], now[3]), ((0.25, 4), (1, -9)))

    def test_beta(self):
        self.window.click(self.window.place("variance_scale log"))
        before = self.window.state()
        after = self.drag_by("knot beta 2", 0, -15)
        was, now = knots(before), knots(after)
        self.assertEqual(after.knot_space, "beta")
        self.assertEqual(now[:2], was[:2])
        self.assertLess(now[2][1], was[2][1] - 0.2)  # more noise, and all after it goes along
        self.assertLess(now[3][1], was[3][1] - 0.2)

    def test_a_drag_stops_and_says_why(self):
        self.show_log_snr()
        after = self.drag_by("knot log_snr 2", 0, -400)
        now = knots(after)
        self.assertAlmostEqual(now[2][1], 4 - 0.001)
        self.assertIn("cannot go above the one before it", after["window"]["message"])
        after = self.drag_by("knot log_snr 2", 0, 400)
        self.assertAlmostEqual(knots(after)[2][1], -9 + 0.001)

    def test_double_click_adds_and_right_click_removes(self):
        self.show_log_snr()
        first, second = self.window.place("knot log_snr 2"), self.window.place("knot log_snr 3")
        # The curve between two knots is close to their middle where it is nearly straight; a
        # double click there adds one, and a right click on it takes it away again.
        middle = (first[0] + (second[0] - first[0]) * 0.5, first[1] + (second[1] - first[1]) * 0.5)
        self.window.double_click((middle[0], middle[1]))
        after = self.window.state()
        self.assertEqual(len(knots(after)), 5)
        self.assertAlmostEqual(knots(after)[3][0], 0.75, delta=0.02)
        self.assertEqual(after.knot, 3)
        self.window.click(self.window.place("knot log_snr 3"), button=3)
        self.assertEqual(len(knots(self.window.state())), 4)
        self.window.click(self.window.place("knot log_snr 0"), button=3)
        state = self.window.state()
        self.assertEqual(len(knots(state)), 4)
        self.assertIn("stay", state["window"]["message"])

    def test_keys(self):
        before = self.show_log_snr()
        self.window.click(self.window.place("knot log_snr 1"))
        self.assertEqual(self.window.state().knot, 1)
        self.window.key("Up")
        up = knots(self.window.state())
        self.assertAlmostEqual(up[1][1], 4.2)
        self.window.key("shift+Down")
        self.assertAlmostEqual(knots(self.window.state())[1][1], 2.2)
        self.window.key("Right")
        self.assertAlmostEqual(knots(self.window.state())[1][0], 0.26)
        self.window.key("k")
        self.assertEqual(self.window.state().knot, 2)
        self.window.key("Delete")
        state = self.window.state()
        self.assertEqual((len(knots(state)), state.knot), (3, -1))
        self.window.key("Insert")  # at t
        self.assertAlmostEqual(knots(self.window.state())[1][0], before.t / 1000)
        self.window.key("Escape")
        self.assertEqual(self.window.state().knot, -1)
        self.window.key("Right")  # moves t again
        self.assertEqual(self.window.state().t, before.t + 1)

    def test_noise_levels_are_drawn_in_their_notation(self):
        for notation in ("edm", "vdm"):
            self.start(*self.arguments, "--notation", notation)
            was = knots(self.show_log_snr())
            now = knots(self.drag_by("knot log_snr 2", 0, -15))  # up: more noise
            self.assertLess(now[2][1], was[2][1] - 0.3, notation)
            self.window.key("Up")
            self.assertAlmostEqual(knots(self.window.state())[2][1], now[2][1] - 0.2)

    def test_freehand(self):
        before = self.window.state()
        x, y, w, h = self.window.item("plot signal")["rect"]
        self.window.display.act("keydown", "shift")
        self.window.hold((x + w * 0.2, y + h * 0.3))
        for i in range(1, 13):
            self.window.move((x + w * (0.2 + 0.05 * i), y + h * (0.3 + 0.04 * i)))
        state = self.window.state()  # it follows while the mouse is held
        self.window.release()
        self.window.display.act("keyup", "shift")
        self.assertNotEqual(state.knots, before.knots)
        after = self.window.state()
        drawn = knots(after)
        self.assertEqual((drawn[0], drawn[-1]), ((0, 9), (1, -9)))  # outside of the stroke
        self.assertGreater(len([u for u, _ in drawn if 0.15 < u < 0.85]), 2)
        self.assertEqual(after.t, before.t)
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state().knots, before.knots)
        self.window.click(self.window.place("freehand", 0.1))
        self.assertEqual(self.window.state().freehand, 1)
        self.window.drag((x + w * 0.3, y + h * 0.8), (x + w * 0.7, y + h * 0.2))  # it rises
        self.assertNotEqual(self.window.state().knots, before.knots)

    def test_a_drag_is_one_step_back(self):
        before = self.show_log_snr()
        self.drag_by("knot log_snr 2", 20, 30)
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state().knots, before.knots)
        self.window.key("ctrl+y")
        self.assertNotEqual(self.window.state().knots, before.knots)

    def test_elsewhere_a_plot_does_what_it_did(self):
        self.show_log_snr()
        x, y, w, h = self.window.item("plot signal")["rect"]
        self.window.click((x + w * 0.8, y + h * 0.1))
        self.assertAlmostEqual(self.window.state().t, 800, delta=15)

    def test_start_from_a_family(self):
        self.start("--schedule", "cosine", "--size", "1280x720")
        before = self.window.state()
        self.window.click(self.window.place("fit knots"))
        after = self.window.state()
        self.assertEqual(after.schedule, "custom")
        self.assertIn(len(knots(after)), range(5, 9))  # few, to be drawn with
        self.assertIn("knots", after["window"]["message"])
        self.assertAlmostEqual(after["at_t"]["alpha"], before["at_t"]["alpha"], delta=0.02)
        self.window.click(self.window.place("zero_snr", 0.1))
        state = self.window.state()
        self.assertNotIn("knot alpha 0", state.items_by_label())  # bent away from its knots
        self.window.click(self.window.place("fit knots"))
        state = self.window.state()
        self.assertEqual(state.zero_snr, 0)
        self.assertIn("knot alpha 0", state.items_by_label())

    def test_health_and_its_cure(self):
        self.start("--schedule", "scaled_linear", "--size", "1280x720")
        self.window.click(self.window.place("health 0"))
        self.window.key("End")
        state = self.window.state()
        self.assertEqual(state.zero_snr, 1)
        self.assertEqual(state["at_t"]["alpha"], 0)


class Fit(WindowTest):
    """What is said of a fit is how far it is off."""
    arguments = ("--steps", "10000", "--size", "1280x720")

    def signal(self, *arguments):
        lines = subprocess.run([program(), "schedule", "--steps", "10000", *arguments], check=True,
                               capture_output=True, encoding="utf-8", timeout=120).stdout
        rows = csv.DictReader(lines.splitlines())
        return [float(row["alpha"]) ** 0.5 for row in rows]

    def test_the_message_names_the_largest_distance(self):
        self.window.click(self.window.place("fit knots"))
        state = self.window.state_when("knots", lambda s: s.schedule == "custom")
        found = re.search(r"√α_t is off by ([\d.]+) at most", state["window"]["message"])
        wanted = max(abs(a - b) for a, b in zip(self.signal(),
                                                self.signal("--knots", state.knots)))
        self.assertAlmostEqual(float(found[1]) / wanted, 1, delta=0.05,
                               msg=state["window"]["message"])
        self.assertGreater(wanted, 0.001)  # no promise of a thousandth would hold here


if __name__ == "__main__":
    unittest.main()
