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


if __name__ == "__main__":
    unittest.main()
