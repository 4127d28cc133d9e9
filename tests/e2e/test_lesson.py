# SPDX-License-Identifier: MIT
"""The lesson on the forward process in the real window, from the first stop to the last, with the
keys of a presenter's remote, in both languages."""
import os
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

    def test_left_by_its_key_and_no_other(self):
        self.start("--size", "1280x720", "--t", "300")
        self.window.key("F2")
        self.window.state_when("it begins", lambda s: "lesson next" in s.items_by_label())
        # Escape ends the presenter, which F5 does not, and never the lesson.
        self.window.key("F5")
        self.window.key("F5")
        self.window.state_when("the presenter", lambda s: s.presenting == 1)
        self.window.key("Escape")
        self.window.state_when("the window", lambda s: s.presenting == 0)
        self.window.key("Escape")
        self.assertIn("lesson next", self.window.state().items_by_label())
        self.window.key("F2")
        state = self.window.state_when("it ends",
                                       lambda s: "lesson next" not in s.items_by_label())
        self.assertEqual(state.t, 300)

    def test_the_list_of_stops(self):
        self.start("--size", "1280x720", "--lesson", "forward")
        for label in ("lesson stops", "lesson stop 7"):
            self.window.click(self.window.place(label))
        state = self.window.state_when("stop 7", lambda s: s["lesson"]["stop"] == 7)
        self.assertIn("picture_equation(jump)", state["stage"])
        self.window.click(self.window.place("lesson stops"))
        self.window.key("Down", "Down", "Return")
        self.window.state_when("stop 9", lambda s: s["lesson"]["stop"] == 9)
        self.window.click(self.window.place("lesson stops"))
        self.window.key("Down", "Escape", "F5", "Next")  # which closes it and nothing else
        self.window.state_when("stop 10", lambda s: s["lesson"]["stop"] == 10)

    def test_the_black_screen(self):
        self.start("--size", "1280x720", "--lesson", "forward")
        self.window.key("F5")
        self.window.state_when("the presenter", lambda s: s.presenting == 1)
        for off, on in (("b", "period"), ("period", "b"), ("b", "Next")):
            self.window.key(off)
            self.window.state_when("black", lambda s: s["window"]["black"])
            shot = self.window.shot()
            self.assertEqual(max(max(row) for row in shot.rows), 0)
            self.window.key(on)
            self.window.state_when("seen again", lambda s: not s["window"]["black"])
        self.assertEqual(self.window.state()["lesson"]["stop"], 2)
        self.window.key("b", "Escape", "F5")
        self.assertFalse(self.window.state()["window"]["black"])

    def test_what_is_dragged_no_longer_glides(self):
        self.start("--size", "1280x720", "--lesson", "forward")
        self.window.key("Next")
        self.window.state_when("it glides", lambda s: s["lesson"]["gliding"])
        self.window.drag(self.window.place("t", 0.2), self.window.place("t", 0.5))
        state = self.window.state_when("it rests", lambda s: not s["lesson"]["gliding"])
        self.assertEqual(self.window.state().t, state.t)
        self.assertAlmostEqual(state.t, 10.5, delta=1.5)
    def test_the_lesson_of_the_readme(self):
        path = os.path.join(os.path.dirname(__file__), "..", "..", "README.md")
        with open(path, encoding="utf-8") as file:
            text = file.read().split("mine.lesson`:\n\n```\n")[1].split("```")[0]
        self.assertEqual(len(text.splitlines()), 10)
        lesson = os.path.join(self.display.folder, "mine.lesson")
        with open(lesson, "w", encoding="utf-8") as file:
            file.write(text)
        self.start("--size", "1280x720", "--lesson", lesson)
        state = self.window.state_when("it glides", lambda s: s.t > 100)
        self.assertEqual(state["lesson"]["title"], "Two ways to the same noise")
        self.assertEqual(state["stage"], "picture_equation(jump):3 / formula(jump)")
        self.window.key("Next")
        state = self.window.state_when("stop 2", lambda s: s["lesson"]["stop"] == 2)
        self.assertEqual([panel["name"] for panel in state["panels"]],
                         ["pictures", "signal", "histogram"])
        self.assertEqual(state.t, 700)


if __name__ == "__main__":
    unittest.main()
