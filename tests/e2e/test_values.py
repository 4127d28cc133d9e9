# SPDX-License-Identifier: MIT
"""All values of z_t in the real window: what is measured and what is expected, and live noise."""
import unittest

from harness import WindowTest, wait_until


def mean_variance(state, picture):
    mean, square = state.sums(picture)
    return mean, square - mean * mean


class Values(WindowTest):
    def test_mean_goes_to_0_and_variance_to_1(self):
        seen = []
        for across in (0.02, 0.3, 0.6, 0.99):
            self.window.click(self.window.place("t", across, of="track"))
            state = self.window.state()
            seen.append(mean_variance(state, "z"))
            # What is written beside the pictures, from moments alone, next to all their values.
            for name in ("x", "noise", "z", "zprev", "mean", "sample"):
                numbers = state["picture"][name]
                for one, two, three in zip(numbers["measured"], mean_variance(state, name),
                                           numbers["expected"]):
                    self.assertAlmostEqual(one, two, delta=2e-6, msg=name)
                    self.assertAlmostEqual(one, three, delta=8 / 443, msg=name)
            mean, variance = seen[-1]
            alpha, x = state["at_t"]["alpha"], mean_variance(state, "x")
            # Five standard errors of 196 608 values.
            self.assertAlmostEqual(mean, alpha ** 0.5 * x[0], delta=5 / 443)
            self.assertAlmostEqual(variance, alpha * x[1] + 1 - alpha, delta=8 / 443)
        self.assertLess(abs(seen[-1][0]), abs(seen[0][0]))
        self.assertAlmostEqual(seen[-1][1], 1, delta=8 / 443)

    def test_the_histogram_follows_t(self):
        rect = self.window.item("histogram of z")["rect"]
        self.window.key("Home")
        self.window.state()
        first = self.window.shot().part(rect)
        self.window.key("End")
        self.window.state()
        last = self.window.shot().part(rect)
        self.assertTrue(first != last)
        self.window.key("Home")
        wait_until("the histogram of before", lambda: self.window.shot().part(rect) == first)

    def test_in_mixture_nothing_is_said_of_the_picture(self):
        self.assertIn("resolution", self.window.state().items_by_label())
        self.window.key("3")
        items = self.window.state().items_by_label()
        self.assertNotIn("histogram of z", items)
        self.assertNotIn("resolution", items)

    def test_lower_plot_is_of_a_pixel_or_of_all_values(self):
        self.assertIn("plot pixel", self.window.state().items_by_label())
        self.window.click(self.window.place("follow all"))
        state = self.window.state()
        self.assertNotIn("plot pixel", state.items_by_label())
        self.assertNotIn("channel red", state.items_by_label())
        self.window.click(self.window.place("plot values", 0.75))
        self.assertAlmostEqual(self.window.state().t, 750, delta=15)
        rect = state.items_by_label()["plot values"]["rect"]
        before = self.window.shot().part(rect)
        self.window.click(self.window.place("show_kl"))
        self.assertEqual(self.window.state().show_kl, 0)
        self.assertTrue(self.window.shot().part(rect) != before)
        self.window.key("a")
        self.assertIn("plot pixel", self.window.state().items_by_label())

    def test_live_noise_is_new_every_frame(self):
        before = self.window.state()
        self.window.click(self.window.place("live"))
        one = self.window.state_when("another seed", lambda s: s.seed > before.seed + 1)
        two = self.window.state_when("another one", lambda s: s.seed > one.seed)
        self.assertEqual((one.live, two.t), (1, before.t))
        self.assertNotEqual(one.sums("z"), two.sums("z"))
        self.assertEqual(one.sums("x"), two.sums("x"))
        self.window.key("shift+n")
        self.assertEqual(self.window.state().live, 0)
        rest = self.window.state()
        self.assertEqual(self.window.state().seed, rest.seed)
        # What is left on screen is the noise of the seed that is shown.
        self.window.key("n")
        self.assertEqual(self.window.state().seed, rest.seed + 1)


if __name__ == "__main__":
    unittest.main()
