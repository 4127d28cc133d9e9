# SPDX-License-Identifier: MIT
"""The Reverse view under a real mouse and keyboard, and what it exports."""
import array
import math
import os
import subprocess
import tempfile
import unittest

import pixels
from harness import PATIENCE, WindowTest, program

RIGHT = 3  # the mouse button


class Bayes(WindowTest):
    arguments = ("--size", "1280x720", "--view", "reverse", "--steps", "12", "--beta-max", "0.4",
                 "--t", "5", "--resolution", "128")

    def part(self, shot, label):
        return shot.part(self.window.item(label)["rect"])

    def test_tab_and_key_change_the_view(self):
        self.window.key("1")
        self.assertEqual(self.window.state().view, "forward")
        self.window.key("2")
        self.assertEqual(self.window.state().view, "reverse")
        self.window.click(self.window.place("tab forward"))
        self.assertEqual(self.window.state().view, "forward")
        self.window.click(self.window.place("tab reverse"))
        self.assertEqual(self.window.state().view, "reverse")

    def test_z_is_dragged_and_given_back(self):
        before = self.window.still_shot()
        start, end = self.window.place("bayes z", 0.5), self.window.place("bayes z", 0.8, 0.7)
        self.window.drag(start, end)
        state = self.window.state()
        self.assertEqual(state.hold_z, 1)
        self.window.move((2, 2))
        after = self.window.still_shot()
        self.assertNotEqual(self.part(before, "bayes z"), self.part(after, "bayes z"))
        self.assertEqual(self.part(before, "picture z"), self.part(after, "picture z"))
        first = state.held_z
        self.window.drag(end, self.window.place("bayes z", 0.2, 0.7))
        self.assertLess(self.window.state().held_z, first - 0.5)
        self.window.click(self.window.place("bayes z", 0.5), button=RIGHT)
        self.assertEqual(self.window.state().hold_z, 0)
        self.window.move((2, 2))
        self.assertEqual(self.part(before, "bayes z"),
                         self.part(self.window.still_shot(), "bayes z"))
        self.window.drag(start, end)
        self.window.click(self.window.place("hold z off"))
        self.assertEqual(self.window.state().hold_z, 0)

    def test_z_dragged_beyond_the_plot_stays_in_it(self):
        """The axis stands still: what is at the edge stays there, however long it is dragged."""
        for span in ("whole", "posterior"):
            self.window.click(self.window.place(f"bayes_span {span}"))
            x, y, w, h = self.window.item("bayes z")["track"]
            at = []
            for across in (0.25, 0.75):
                self.window.drag((x + 0.5 * w, y + 0.7 * h), (x + across * w, y + 0.7 * h))
                at.append(self.window.state().held_z)
            step = (at[1] - at[0]) / 0.5
            ends = at[0] - 0.25 * step, at[0] + 0.75 * step
            slack = 2 * step / w  # what pixels round
            for end, outside in ((1, x + w + 90), (0, x - 90)):
                for _ in range(2):  # each begins where the last one ended
                    self.window.hold((x + 0.5 * w, y + 0.7 * h))
                    for k in range(3):
                        self.window.move((outside, y + (0.3 + 0.1 * k) * h))
                        held = self.window.state().held_z
                        self.assertAlmostEqual(held, ends[end], delta=slack, msg=(span, k))
                    dragged = self.part(self.window.shot(), "bayes z")
                    self.window.release()
                    self.window.state()
                    self.assertTrue(dragged == self.part(self.window.shot(), "bayes z"), span)
            self.window.click((x + 0.5 * w, y + 0.7 * h), button=RIGHT)
            self.assertEqual(self.window.state().hold_z, 0)

    def test_all_follows_the_pixel_and_t(self):
        before = self.window.shot()
        self.window.click(self.window.place("picture mean", 0.2, 0.2))
        self.window.move((2, 2))
        state = self.window.state()
        self.assertAlmostEqual(state.pin_x, 0.2 * 128, delta=2)
        self.assertAlmostEqual(state.pin_y, 0.2 * 128, delta=2)
        pinned = self.window.shot()
        for label in ("bayes z", "plot life"):
            self.assertNotEqual(self.part(before, label), self.part(pinned, label), label)
        self.window.key("Right")
        self.assertEqual(self.window.state().t, 6)
        moved = self.window.shot()
        for label in ("bayes z", "plot life", "plot coefficients", "picture residual"):
            self.assertNotEqual(self.part(pinned, label), self.part(moved, label), label)

    def test_choices_change_what_is_shown(self):
        for label, plot in (("bayes_span posterior", "bayes z"), ("bayes_height peaks", "bayes z"),
                            ("channel green", "bayes z"), ("life_clock s", None),
                            ("coefficient_scale linear", "plot coefficients")):
            before = self.window.shot()
            self.window.click(self.window.place(label))
            self.window.move((2, 2))
            name, value = label.split()
            self.assertEqual(getattr(self.window.state(), name), value)
            if plot:
                self.assertNotEqual(self.part(before, plot), self.part(self.window.shot(), plot))
        self.assertIn("plot clock", self.window.state().items_by_label())

    def test_one_key_draws_all_anew(self):
        self.window.click(self.window.place("reverse_row draws"))
        self.window.move((2, 2))
        self.window.state()
        before, labels = self.window.shot(), [f"picture draw {i}" for i in range(1, 6)]
        seen = {self.part(before, label) for label in labels}
        self.assertEqual(len(seen), 5, "two draws are the same")
        self.window.key("d")
        self.window.state()
        after = self.window.shot()
        for label in labels:
            self.assertNotIn(self.part(after, label), seen)

    def test_differences_are_enlarged(self):
        self.window.click(self.window.place("reverse_row differences"))
        place = self.window.place("gain")
        self.assertEqual(self.window.state().gain, 0)
        self.window.wheel(place, 1)
        first = self.window.state().gain
        self.window.wheel(place, 2)
        self.assertGreater(self.window.state().gain, first)
        self.window.click(place, button=RIGHT)
        self.assertEqual(self.window.state().gain, 0)

    def test_walk_ends_where_the_chain_began(self):
        self.window.click(self.window.place("reverse_row walk"))
        self.window.key("End")
        self.window.move((2, 2))
        self.window.state()
        end = self.window.shot()  # z_T is both's
        self.assertEqual(self.part(end, "picture z"), self.part(end, "picture walk"))
        self.window.key("Left", "Left", "Left")
        self.window.state()
        later = self.window.shot()
        self.assertNotEqual(self.part(later, "picture z"), self.part(later, "picture walk"))
        self.window.key("Up", "Up", "Up", "Up")  # faster
        self.window.click(self.window.place("walk play"))
        state = self.window.state_when("the walk's end",
                                       lambda s: s.t == 1 and not s.playing)
        self.assertEqual(state.backward, 1)

    def test_without_x(self):
        self.window.click(self.window.place("reverse_lower without_x"))
        self.window.click(self.window.place("marginal map", 0.99, 0.25))
        state = self.window.state()
        self.assertEqual(state.t, 12)
        self.assertAlmostEqual(state.marginal_z, 1.5, delta=0.1)
        self.window.click(self.window.place("prior bimodal"))
        self.assertEqual(self.window.state().prior, "bimodal")
        before = self.window.shot()
        # A stroke down the middle of p(x), at half height.
        self.window.drag(self.window.place("prior", 0.5, 0.4), self.window.place("prior", 0.5, 0.6))
        state = self.window.state()
        self.assertEqual(state.prior, "drawn")
        cells = bytes.fromhex(state.drawn_prior)
        self.assertEqual(len(cells), 64)
        for cell in cells[20:44]:
            self.assertAlmostEqual(cell, 128, delta=12)
        self.window.move((2, 2))
        self.window.state()
        after = self.window.shot()
        self.assertNotEqual(self.part(before, "marginal map"), self.part(after, "marginal map"))

    def test_dump_says_how_far_from_a_gaussian(self):
        """Mean, variance, total variation and KL of q(z_{t-1} | z_t), against sums in Python."""
        heights = [200, 0, 0, 120] + [0] * 40 + [60] + [0] * 19
        self.start("--view", "reverse", "--steps", "12", "--beta-max", "0.4", "--t", "5",
                   "--set", "drawn_prior=" + bytes(heights).hex(), "--set", "prior=drawn",
                   "--set", "marginal_z=-0.15")
        state = self.window.state()
        beta = [1e-4 + (0.4 - 1e-4) * t / 11 for t in range(12)]
        alpha = math.prod(1 - b for b in beta[:4])
        width = 2 / 64
        variance = alpha * width ** 2 / 4 + 1 - alpha  # of each hump of q(z_4)
        mean = [alpha ** 0.5 * (-1 + (i + 0.5) * width) for i in range(64)]

        def joint(z):  # q(z_4) q(z_5 = -0.15 | z_4) but for a factor
            return (math.exp(-(-0.15 - (1 - beta[4]) ** 0.5 * z) ** 2 / (2 * beta[4]))
                    * sum(h * math.exp(-(z - m) ** 2 / (2 * variance))
                          for h, m in zip(heights, mean) if h))

        step, nodes = 0.002, range(-3000, 3001)
        q = [joint(k * step) for k in nodes]
        total = sum(q) * step
        q = [v / total for v in q]
        first = sum(v * k * step for v, k in zip(q, nodes)) * step
        second = sum(v * (k * step - first) ** 2 for v, k in zip(q, nodes)) * step
        gauss = [math.exp(-(k * step - first) ** 2 / (2 * second))
                 / (2 * math.pi * second) ** 0.5 for k in nodes]
        apart = sum(abs(a - b) for a, b in zip(q, gauss)) * step / 2
        kl = sum(a * math.log(a / b) for a, b in zip(q, gauss) if a > 1e-300) * step
        back = state["step_back"]
        self.assertAlmostEqual(back["mean"], first, delta=1e-6)
        self.assertAlmostEqual(back["variance"], second, delta=1e-6)
        self.assertAlmostEqual(back["total_variation"], apart, delta=1e-4)
        self.assertAlmostEqual(back["kl"], kl, delta=1e-6)
        self.assertGreater(back["kl"], 0.005)

    def test_it_fits_any_window(self):
        for size in ((480, 360), (700, 900), (1600, 500), (1280, 720)):
            self.window.resize(*size)
            for key in ("w", "w", "x", "w", "w", "x"):
                self.window.key(key)
            self.window.state()


class Export(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def export(self, name, *arguments):
        path = os.path.join(self.folder, name)
        done = subprocess.run([program(), "export", path, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=False)
        return done, path

    def values(self, *arguments):
        done, path = self.export("a.npy", "--what", "residual", "--resolution", "128", *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with open(path, "rb") as file:
            data = file.read()
        header = 10 + int.from_bytes(data[8:10], "little")
        self.assertIn(b"(128, 128, 3)", data[:header])
        return array.array("f", data[header:])

    def test_residual_is_standard_normal_in_path(self):
        for arguments in (("--t", "2"), ("--t", "240"), ("--schedule", "cosine", "--t", "700")):
            values = self.values(*arguments)
            mean = sum(values) / len(values)
            variance = sum(v * v for v in values) / len(values) - mean * mean
            self.assertLess(abs(mean), 5 / len(values) ** 0.5)
            self.assertLess(abs(variance - 1), 5 * (2 / len(values)) ** 0.5)
        values = self.values("--t", "240", "--coupling", "jump")
        self.assertLess(sum(v * v for v in values) / len(values), 0.5)

    def test_residual_picture(self):
        done, path = self.export("a.png", "--what", "residual", "--t", "300", "--resolution", "64")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        picture = pixels.read_png(path)
        self.assertEqual((picture.width, picture.height), (64, 64))
        bytes_ = b"".join(picture.rows)
        self.assertAlmostEqual(sum(bytes_) / len(bytes_), 127.5, delta=25)

    def test_no_residual_at_the_first_step(self):
        done, path = self.export("a.png", "--what", "residual", "--t", "1")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"\Aalphabar: --what: [^\n]*t = 1[^\n]*\n\Z")
        self.assertFalse(os.path.exists(path))

    def test_view_and_its_plots(self):
        for name, what, size in (("w.png", "window", (1280, 720)), ("p.png", "plots", (900, 600)),
                                 ("q.png", "plots", (500, 900))):
            for steps, t in (("1", "1"), ("2", "2"), ("50", "20")):
                done, path = self.export(name, "--view", "reverse", "--what", what, "--steps",
                                         steps, "--t", t, "--size", f"{size[0]}x{size[1]}",
                                         "--zero-snr", "0" if steps == "1" else "1")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                picture = pixels.read_png(path)
                self.assertEqual((picture.width, picture.height), size)


if __name__ == "__main__":
    unittest.main()
