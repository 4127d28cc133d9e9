# SPDX-License-Identifier: MIT
"""The Compare view under a real mouse and keyboard: cards, presets, rows, plots."""
import os
import subprocess
import tempfile
import unittest

import pixels
from harness import PATIENCE, WindowTest, program
from test_window import overlaps


class Compare(WindowTest):
    arguments = ("--size", "1280x720", "--view", "compare")

    def schedules(self):
        return [entry["schedule"] for entry in self.window.state()["compare"]]

    def test_key_and_tab_show_it(self):
        self.start("--size", "1280x720")
        self.assertNotIn("row 1", self.window.state().items_by_label())
        self.window.key("4")
        state = self.window.state()
        self.assertEqual(state.view, "compare")
        self.assertIn("row 1 cell 1", state.items_by_label())
        self.window.click(self.window.place("tab forward"))
        self.assertEqual(self.window.state().view, "forward")
        self.window.click(self.window.place("tab compare"))
        self.assertEqual(self.window.state().view, "compare")

    def card_colours(self, count):
        items, shot = self.window.state().items_by_label(), self.window.shot()
        rects = [items[f"card {i + 1}"]["rect"] for i in range(count)]
        return [shot.at(int(x) + 2, int(y + h / 2)) for x, y, _, h in rects]

    def test_cards_focus_copy_and_remove(self):
        self.assertEqual(self.schedules(), ["linear", "cosine", "scaled_linear"])
        self.window.click(self.window.place("card 2", 0.3))
        state = self.window.state()
        self.assertEqual((state.schedule, state.compare), ("cosine", "linear; *; scaled_linear"))
        self.assertIn("cosine_s", state.items_by_label())
        self.assertNotIn("beta_max", state.items_by_label())
        colours = self.card_colours(3)
        self.window.click(self.window.place("duplicate 1"))
        self.assertEqual(self.schedules(), ["linear", "linear", "cosine", "scaled_linear"])
        state = self.window.state()
        self.assertEqual((state.schedule, state.compare),
                         ("linear", "linear; * color=4; cosine; scaled_linear"))
        now = self.card_colours(4)  # the new one has one of its own, the others have kept theirs
        self.assertEqual([now[0]] + now[2:], colours)
        self.assertNotIn(now[1], colours)
        self.assertNotIn("duplicate 1", state.items_by_label())
        self.assertNotIn("add schedule", state.items_by_label())
        for left in (["linear", "cosine", "scaled_linear"], ["cosine", "scaled_linear"],
                     ["scaled_linear"]):
            self.window.click(self.window.place("remove 1"))
            self.assertEqual(self.schedules(), left)
        self.assertNotIn("remove 1", self.window.state().items_by_label())
        self.window.click(self.window.place("add schedule"))
        self.assertEqual(self.schedules(), ["scaled_linear", "scaled_linear"])

    def test_undo_takes_a_card_back(self):
        before = self.window.state()
        self.window.click(self.window.place("remove 2"))
        self.assertEqual(self.schedules(), ["linear", "scaled_linear"])
        self.window.key("ctrl+z")
        after = self.window.state()
        self.assertEqual((after["compare"], after["settings"]),
                         (before["compare"], before["settings"]))
        self.window.key("ctrl+y")
        self.assertEqual(self.schedules(), ["linear", "scaled_linear"])

    def test_a_slider_changes_the_row_in_focus_alone(self):
        before = self.window.shot()
        self.window.drag(self.window.place("beta_max", 0.5, of="track"),
                         self.window.place("beta_max", 0.35, of="track"))
        state, after = self.window.state(), self.window.shot()
        self.assertLess(state.beta_max, 0.002)
        items = state.items_by_label()
        for row in (1, 2, 3):
            for cell in (4, 8):
                rect = items[f"row {row} cell {cell}"]["rect"]
                same = before.part(rect) == after.part(rect)
                self.assertEqual(same, row != 1, f"row {row} cell {cell}")
        self.assertNotEqual(before.part(items["plot compare"]["rect"]),
                            after.part(items["plot compare"]["rect"]))

    def test_rows_and_plots_move_t(self):
        self.window.click(self.window.place("row 2 cell 8"))
        self.assertEqual(self.window.state().t, 700)
        self.window.click(self.window.place("plot compare", 0.5))
        self.assertLess(abs(self.window.state().t - 500), 5)
        self.window.click(self.window.place("row 3", 0.9))
        self.assertEqual(self.window.state().compare, "linear; cosine; *")
        self.window.click(self.window.place("compare_x log_snr"))
        self.window.click(self.window.place("compare_plot t"))
        state = self.window.state()
        self.assertEqual((state.compare_x, state.compare_plot), ("log_snr", "t"))
        self.window.wheel(self.window.place("plot compare", 0.4), 4)
        self.window.double_click(self.window.place("plot compare", 0.4))
        self.assertEqual(self.window.state()["window"]["message"], "")

    def test_t_is_one_place_for_all(self):
        self.start(*self.arguments, "--compare", "linear; *cosine steps=250; jsd steps=10")
        self.window.click(self.window.place("t", 0.6))
        state = self.window.state()
        place = state.t / 250
        self.assertLess(abs(place - 0.6), 0.02)
        self.assertEqual([entry["t"] for entry in state["compare"]],
                         [round(place * 1000), state.t, round(place * 10)])

    def test_small_plots_have_lists(self):
        self.window.click(self.window.place("compare_plot3"))
        self.window.click(self.window.place("compare_plot3 kl"))
        self.assertEqual(self.window.state().compare_plot3, "kl")
        self.window.click(self.window.place("compare_scale3 linear"))
        self.assertEqual(self.window.state().compare_scale3, "linear")

    def test_presets(self):
        """From the Forward view's panel, and one click for the strip of Nichol & Dhariwal."""
        self.start("--size", "1280x720")
        self.window.click(self.window.place("presets"))
        self.window.click(self.window.place("preset sd1_zero"))
        state = self.window.state()
        self.assertEqual((state.schedule, state.zero_snr, state.view),
                         ("scaled_linear", 1, "forward"))
        self.assertNotIn("preset sd1_zero", state.items_by_label())
        self.window.click(self.window.place("presets"))
        self.window.key("Escape")
        self.assertNotIn("preset ddpm", self.window.state().items_by_label())
        self.window.key("4")
        self.window.click(self.window.place("preset figure3"))
        state = self.window.state()
        self.assertEqual(state.compare, "*; cosine")
        self.assertEqual([entry["schedule"] for entry in state["compare"]], ["linear", "cosine"])
        self.window.click(self.window.place("card 2", 0.3))
        self.window.click(self.window.place("presets"))
        self.window.click(self.window.place("preset sd3"))
        self.assertEqual(self.schedules(), ["linear", "flow shift=3"])
        self.window.click(self.window.place("presets"))
        self.window.click(self.window.place("preset flows"))
        self.assertEqual(self.schedules(), ["linear", "edm", "flow", "flow shift=3"])


class Export(unittest.TestCase):
    """Without a window: the strip as a picture, a row a schedule, and the plots."""

    def export(self, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "out.png")
            subprocess.run([program(), "export", path, "--resolution", "64", *arguments],
                           check=True, timeout=PATIENCE)
            return pixels.read_png(path)

    def test_strip_has_a_row_for_each_schedule(self):
        one = self.export("--what", "strip", "--schedule", "cosine")
        two = self.export("--what", "strip", "--preset", "figure3")
        again = self.export("--what", "strip", "--preset", "figure3", "--threads", "1")
        self.assertEqual(two.rows, again.rows)
        self.assertEqual((two.width, two.height), (one.width, 2 * 64 + 3))
        # The lower row is what the cosine schedule shows by itself.
        self.assertEqual(two.rows[64 + 3:], one.rows)
        linear = self.export("--what", "strip", "--schedule", "linear")
        self.assertEqual(two.rows[:64], linear.rows)

    def test_plots_are_those_of_the_view(self):
        size = ("--size", "900x320", "--what", "plots")
        forward = self.export(*size)
        compared = self.export(*size, "--view", "compare")
        over_noise = self.export(*size, "--view", "compare", "--compare-x", "log_snr")
        self.assertEqual((compared.width, compared.height), (900, 320))
        self.assertNotEqual(compared.rows, forward.rows)
        self.assertNotEqual(compared.rows, over_noise.rows)


class Sizes(WindowTest):
    screen = (3840, 2160)
    sizes = ((640, 480), (800, 600), (1280, 720), (1920, 1080), (3840, 2160), (1000, 1600))

    def test_nothing_lies_over_another(self):
        self.start("--preset", "flows", "--theme", "light")
        for width, height in self.sizes:
            state = self.window.resize(width, height)
            self.assertEqual([f"{a} over {b}" for a, b in overlaps(state)], [], (width, height))
            for item in state["items"]:
                x, y, w, h = item["rect"]
                self.assertTrue(x >= 0 and y >= 0 and w > 0 and h > 0 and x + w <= width + 0.5 and
                                y + h <= height + 0.5, (width, height, item))
            for row in (1, 2, 3, 4):
                self.assertIn(f"row {row} cell 11", state.items_by_label(), (width, height))


class Weights(WindowTest):
    """The panel `weights`: what a loss cares about, over log SNR."""
    arguments = ("--size", "1280x720", "--preset", "sd1", "--stage", "weights")

    def test_loss_and_density_are_chosen(self):
        before = self.window.shot().part(self.window.item("plot weights_product")["rect"])
        self.window.click(self.window.place("weights"))
        self.window.click(self.window.place("weights edm"))
        self.window.click(self.window.place("density"))
        self.window.click(self.window.place("density logit_normal"))
        state = self.window.state()
        self.assertEqual((state.weights, state.density), ("edm", "logit_normal"))
        items = state.items_by_label()
        for name in ("sigma_data", "logit_mean", "logit_std"):
            self.assertIn(name, items)
        self.assertNotIn("gamma", items)
        self.assertNotEqual(before, self.window.shot().part(items["plot weights_product"]["rect"]))
        for _ in range(2):
            self.window.key("ctrl+z")
        state = self.window.state()
        self.assertEqual((state.weights, state.density), ("min_snr", "uniform"))

    def test_plots_move_t_and_zoom_alone(self):
        self.window.click(self.window.place("plot weights_density", 0.9))
        t = self.window.state().t
        self.assertGreater(t, 700)
        self.window.click(self.window.place("plot weights", 0.3))
        self.assertLess(self.window.state().t, t)
        others = [self.window.item(f"plot weights_{name}")["rect"] for name in ("density", "product")]
        shot = self.window.shot()
        before = [shot.part(rect) for rect in others]
        own = shot.part(self.window.item("plot weights")["rect"])
        self.window.wheel(self.window.place("plot weights", 0.4), 3)
        self.window.move((10, 10))
        shot = self.window.shot()
        self.assertEqual(before, [shot.part(rect) for rect in others])
        self.assertNotEqual(own, shot.part(self.window.item("plot weights")["rect"]))
        self.window.double_click(self.window.place("plot weights", 0.4))
        self.assertEqual(self.window.state()["window"]["message"], "")

    def test_every_kind_of_choice(self):
        self.start("--size", "1280x720", "--stage", "weights", "--schedule", "flow")
        for loss in ("eps", "elbo", "cosmap"):
            for density in ("edm", "mode", "shifted"):
                self.window.click(self.window.place("weights"))
                self.window.click(self.window.place(f"weights {loss}"))
                self.window.click(self.window.place("density"))
                self.window.click(self.window.place(f"density {density}"))
                state = self.window.state()
                self.assertEqual((state.weights, state.density), (loss, density))
                self.assertEqual(list(overlaps(state)), [])

    def test_compared_schedules(self):
        self.start("--size", "1280x720", "--stage", "weights(compared)")
        items = self.window.state().items_by_label()
        self.assertIn("card 2", items)  # the cards say which is which
        before = self.window.shot().part(items["plot weights_product"]["rect"])
        self.window.click(self.window.place("remove 2"))
        items = self.window.state().items_by_label()
        self.window.move((10, 10))
        self.assertNotEqual(before, self.window.shot().part(items["plot weights_product"]["rect"]))


if __name__ == "__main__":
    unittest.main()
