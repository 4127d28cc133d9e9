# SPDX-License-Identifier: MIT
"""The lesson on the forward process in the real window, from the first stop to the last, with the
keys of a presenter's remote, in both languages."""
import unittest

from harness import WindowTest, wait_until


class Lesson(WindowTest):
    def go_through(self, language):
        self.start("--size", "1280x720", "--lesson", "forward", "--language", language)
        rect = self.window.item("lesson back")["rect"]
        bar = [rect[0], rect[1], 1200, rect[3]]
        shots = [self.window.shot().part(bar)]
        for _ in range(14):
            self.window.key("Next")
            self.assertIn("lesson next", self.window.state().items_by_label())
            shots.append(self.window.shot().part(bar))
        for one, two in zip(shots, shots[1:]):
            self.assertTrue(one != two)
        self.window.key("Prior")
        wait_until("the stop before", lambda: self.window.shot().part(bar) == shots[-2])
        self.window.key("Next")
        self.window.key("Next")
        self.assertNotIn("lesson next", self.window.state().items_by_label())
        return shots

    def test_both_languages(self):
        self.assertTrue(self.go_through("en")[0] != self.go_through("ko")[0])

    def test_from_the_menu(self):
        before = self.window.state()
        self.window.click(self.window.place("lesson"))
        self.assertEqual(self.window.state().t, 1)
        self.window.click(self.window.place("lesson next"))
        self.window.state_when("t moves", lambda state: state.t > 5)
        self.window.click(self.window.place("lesson end"))
        after = self.window.state()
        self.assertEqual((after.t, after.seed), (before.t, before.seed))

    def test_left_by_keys(self):
        self.start("--size", "1280x720", "--t", "300")
        for way_out in ("F2", "Escape"):
            self.window.key("F2")
            self.window.state_when("it begins", lambda s: "lesson next" in s.items_by_label())
            self.window.key(way_out)
            state = self.window.state_when(
                "it ends", lambda s: "lesson next" not in s.items_by_label())
            self.assertEqual(state.t, 300)
        # Escape that ends typing, or the presenter, ends nothing else.
        self.window.key("F2")
        self.window.key("F5")
        self.window.state_when("the presenter", lambda s: s.presenting == 1)
        self.window.key("Escape")
        self.window.state_when("the window", lambda s: s.presenting == 0)
        self.window.click(self.window.place("seed"))
        self.window.key("Escape")
        self.assertIn("lesson next", self.window.state().items_by_label())


if __name__ == "__main__":
    unittest.main()
