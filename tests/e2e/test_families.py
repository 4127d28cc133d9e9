# SPDX-License-Identifier: MIT
"""The families' own numbers, flow's two forms and a formula that is typed, in the real window."""
import unittest

from harness import WindowTest


class Families(WindowTest):
    def test_a_family_shows_its_own_numbers(self):
        for family, own in (("edm", {"edm_sigma_min", "edm_sigma_max", "edm_rho"}),
                            ("vdm", {"log_snr_max", "log_snr_min"}),
                            ("flow", {"shift", "mu"})):
            self.start(*self.arguments, "--schedule", family)
            shown = set(self.window.state().items_by_label())
            self.assertLessEqual(own, shown)
            others = {"edm_rho", "log_snr_min", "mu", "laplace_b", "cosine_power"} - own
            self.assertFalse(others & shown)

    def test_a_slider_of_its_own_is_undone(self):
        self.start(*self.arguments, "--schedule", "edm")
        before = self.window.state()
        self.window.click(self.window.place("edm_rho", 0.2, of="track"))
        changed = self.window.state()
        self.assertLess(changed.edm_rho, 4)
        self.assertNotEqual(changed["at_t"]["alpha"], before["at_t"]["alpha"])
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state().edm_rho, 7)

    def test_mu_is_the_logarithm_of_the_shift(self):
        self.start(*self.arguments, "--schedule", "flow")
        self.window.double_click(self.window.place("mu", 0.9, 0.2))
        self.window.type("1.15")
        self.window.key("Return")
        state = self.window.state()
        self.assertEqual(state.mu, 1.15)
        self.assertAlmostEqual(state.shift, 3.1581929, places=6)
        self.window.click(self.window.place("shift", 0.5, of="track"))
        self.assertEqual(self.window.state().mu, "default")

    def test_flow_as_itself(self):
        self.start(*self.arguments, "--schedule", "flow", "--t", "500")
        kept = self.window.state()
        self.window.click(self.window.place("flow_form straight"))
        straight = self.window.state()
        self.assertEqual(straight.flow_form, "straight")
        self.assertEqual(straight["at_t"], kept["at_t"])  # the table's
        for one, two in zip(straight["picture"]["z"]["expected"],
                            kept["picture"]["z"]["expected"]):
            self.assertNotEqual(one, two)
        self.assertAlmostEqual(straight.sums("z")[1], kept.sums("z")[1] / 2, delta=1e-6)
        self.window.key("4")  # where flow stands beside others
        compare = self.window.state()
        self.window.key("1")
        self.assertEqual(self.window.state().sums("z"), straight.sums("z"))
        self.assertEqual(compare.flow_form, "straight")


class Formula(WindowTest):
    arguments = ("--size", "1280x720", "--formula", "alpha = 1 - u^2")

    def test_the_curve_follows_what_is_typed(self):
        before = self.window.state()
        self.assertEqual(before.schedule, "formula")
        self.window.click(self.window.place("formula"))
        self.window.key("BackSpace")
        state = self.window.state()  # "1 - u^"
        self.assertEqual(state.formula, "alpha = 1 - u^2")
        self.assertIn("formula is none", state.items_by_label())
        self.window.type("3")
        state = self.window.state()
        self.assertEqual(state.formula, "alpha = 1 - u^3")
        self.assertNotIn("formula is none", state.items_by_label())
        self.assertAlmostEqual(state["at_t"]["alpha"], 1 - (state.t / 1000) ** 3, places=12)
        self.window.type(" + u")  # which rises
        state = self.window.state()
        self.assertEqual(state.formula, "alpha = 1 - u^3")
        self.assertIn("formula is none", state.items_by_label())
        self.window.key("Return")
        state = self.window.state()
        self.assertEqual(state.formula, "alpha = 1 - u^3")
        self.assertNotIn("formula is none", state.items_by_label())
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state().formula, "alpha = 1 - u^2")

    def test_the_caret_moves(self):
        self.window.click(self.window.place("formula"))
        self.window.key("Left", "Left", "Left", "Left")  # alpha = 1 -| u^2
        self.window.type(" 0.5*")
        self.window.key("Delete")
        self.assertEqual(self.window.state().formula, "alpha = 1 - 0.5*u^2")
        self.window.key("Home", *["Delete"] * 5)
        self.window.type("log_alpha")
        self.window.key("End")
        self.window.type("+u - 1 - u")
        self.window.key("Return")
        self.assertEqual(self.window.state().formula, "log_alpha = 1 - 0.5*u^2+u - 1 - u")

    def test_escape_brings_the_formula_back(self):
        self.window.click(self.window.place("formula"))
        self.window.type("*u")
        self.assertEqual(self.window.state().formula, "alpha = 1 - u^2*u")
        self.window.key("Escape")
        self.assertEqual(self.window.state().formula, "alpha = 1 - u^2")


if __name__ == "__main__":
    unittest.main(verbosity=2)
