# SPDX-License-Identifier: MIT
"""The levels of a sampler with a real mouse and keyboard: chosen from the list, walked with the
arrows, dragged into a list of one's own, undone."""
import unittest

from harness import WindowTest


class Levels(WindowTest):
    arguments = ("--preset", "sd1", "--sample-steps", "8", "--size", "1280x720")

    def choose(self, opener, method):
        self.window.click(self.window.place(opener))
        self.window.state_when("the list", lambda s: method in s.items_by_label())
        self.window.click(self.window.place(method))

    def test_chosen_and_walked(self):
        self.choose("levels", "levels comfy.simple")
        state = self.window.state_when("chosen", lambda s: s.levels == "comfy.simple")
        steps = [125 * i for i in range(1, 9)]
        labels = state.items_by_label()
        self.assertEqual([label for label in labels if label.startswith("strip ")],
                         [f"strip {t}" for t in steps])
        self.window.key("Right")
        self.window.state_when("the next level", lambda s: s.t == 250)
        self.window.key("Left")
        self.window.key("Left")
        self.window.state_when("the last but one", lambda s: s.t in (125, 250))
        self.window.key("ctrl+z")

    def test_steps_from_the_list(self):
        self.window.click(self.window.place("levels"))
        self.window.state_when("the list", lambda s: "sample_steps 20" in s.items_by_label())
        self.window.click(self.window.place("sample_steps 20"))
        state = self.window.state_when("20 steps", lambda s: s.sample_steps == 20)
        self.assertIn("levels comfy.karras", state.items_by_label())  # it stays open
        self.window.key("Escape")
        self.window.state_when("closed", lambda s: "levels comfy.karras" not in s.items_by_label())


class Parts(WindowTest):
    arguments = ("--preset", "sd1", "--levels", "comfy.karras", "--sample-steps", "8", "--stage",
                 "levels / strip", "--size", "1280x720")

    def test_composed(self):
        self.window.click(self.window.place("levels"))
        self.window.state_when("the list", lambda s: "levels own.parts" in s.items_by_label())
        self.window.click(self.window.place("levels own.parts"))
        state = self.window.state_when("its parts",
                                       lambda s: "levels_spacing trailing" in s.items_by_label())
        self.assertEqual(state.levels, "own.parts")
        self.window.click(self.window.place("levels_spacing trailing"))
        self.window.state_when("in the list", lambda s: s.levels_spacing == "trailing")
        self.window.key("Escape")
        self.window.state_when("closed", lambda s: "levels own.parts" not in s.items_by_label())
        self.window.click(self.window.place("levels_curve"))
        self.window.state_when("curves", lambda s: "levels_curve table" in s.items_by_label())
        self.window.click(self.window.place("levels_curve table"))
        state = self.window.state_when("no curve", lambda s: s.levels_curve == "table")
        self.window.state_when("nothing between ends",
                               lambda s: "levels_ends" not in s.items_by_label())
        self.window.key("ctrl+z")
        self.window.state_when("undone", lambda s: s.levels_curve == "karras")


class OwnLevels(WindowTest):
    arguments = ("--preset", "sd1", "--levels", "comfy.karras", "--sample-steps", "8", "--stage",
                 "levels / strip", "--size", "1280x720")

    def test_dragged(self):
        before = self.window.state()
        start = self.window.place("level 3")
        self.window.drag(start, (start[0], start[1] - 15))
        after = self.window.state_when("one's own", lambda s: s.levels == "own.sigma")
        sigma = [float(word) for word in after.levels_list.split(",")]
        self.assertEqual(len(sigma), 9)
        self.assertEqual(sigma[8], 0)
        self.assertEqual(after.t, before.t)  # a level was dragged, not t
        now = after.items_by_label()
        was = before.items_by_label()
        self.assertLess(now["level 3"]["rect"][1], was["level 3"]["rect"][1] - 8)
        self.assertAlmostEqual(now["level 4"]["rect"][1], was["level 4"]["rect"][1], delta=2)
        self.window.key("ctrl+z")
        self.window.state_when("undone", lambda s: s.levels == "comfy.karras")

    def test_beside(self):
        self.window.click(self.window.place("levels method 2"))
        label = "levels_beside diffusers.dpm_trailing"
        self.window.state_when("the list", lambda s: label in s.items_by_label())
        self.window.click(self.window.place(label))
        self.window.state_when("beside", lambda s: s.levels_beside == "diffusers.dpm_trailing")
        self.window.click(self.window.place("levels method 2"), button=3)
        self.window.state_when("none", lambda s: s.levels_beside == "off")


if __name__ == "__main__":
    unittest.main()
