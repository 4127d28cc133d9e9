# SPDX-License-Identifier: MIT
"""What panels say in words, read from the vector figures that they make, where it can be held
against what is known."""
import html
import math
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import program


def figure(*arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "figure.svg")
        subprocess.run([program(), "export", path, *arguments], check=True, timeout=120)
        with open(path, encoding="utf-8") as file:
            return file.read()


def words(*arguments):
    """The words of a figure in the order in which they are drawn, as one line: what is raised or
    lowered comes after its line."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", figure(*arguments), re.S)
    return " ".join(" ".join(html.unescape(re.sub("<[^>]*>", "", text)) for text in texts).split())


def panel(name, *arguments):
    return words("--what", "stage", "--stage", name, "--size", "560x480", *arguments)


class Residual(unittest.TestCase):
    """Of what jump coupling does to the test, only what is so."""

    def said(self, *arguments):
        return words("--what", "window", "--stage", "residual", "--size", "1280x720", *arguments)

    def test_jump_fails_where_z_keeps_something(self):
        self.assertIn("C takes jump, and it fails", self.said("--t", "400"))
        self.assertIn("One n for all t is no chain",
                      self.said("--t", "400", "--coupling", "jump"))

    def test_at_zero_snr_jump_passes_at_the_last_step(self):
        zero = ("--schedule", "scaled_linear", "--zero-snr", "1")
        last = self.said(*zero, "--t", "1000")
        self.assertNotIn("it fails", last)
        self.assertIn("even that passes", last)
        self.assertIn("cannot be told here", self.said(*zero, "--t", "1000", "--coupling", "jump"))
        self.assertIn("and it fails", self.said(*zero, "--t", "999"))


def two_peaks(x):
    return 0.6 * math.exp(-((x + 0.55) / 0.1) ** 2 / 2) + 0.4 * math.exp(-((x - 0.6) / 0.1) ** 2 / 2)


def step_back(betas, t, z_t):
    """Total variation of q(z_{t-1} | z_t) from the Gaussian of its mean and variance, and that
    variance, by sums over a grid from the definition; p(x) is two peaks."""
    alpha = math.prod(1 - beta for beta in betas[:t - 1])
    beta, rest = betas[t - 1], 1 - alpha
    xs = [-1 + (i + 0.5) / 128 for i in range(256)]
    weights = [two_peaks(x) for x in xs]
    spread = alpha / 256 ** 2 + rest  # each level is widened to a deviation of 1/256

    def back(z):
        prior = sum(w * math.exp(-(z - math.sqrt(alpha) * x) ** 2 / 2 / spread)
                    for w, x in zip(weights, xs))
        return prior * math.exp(-(z_t - math.sqrt(1 - beta) * z) ** 2 / 2 / beta)

    middle, reach = z_t / math.sqrt(1 - beta), 9 * math.sqrt(beta / (1 - beta))
    nodes = 3000
    at = [middle + reach * (2 * i / nodes - 1) for i in range(nodes + 1)]
    q = [back(z) for z in at]
    total = sum(q)
    mean = sum(z * y for z, y in zip(at, q)) / total
    variance = sum((z - mean) ** 2 * y for z, y in zip(at, q)) / total
    gauss = [math.exp(-(z - mean) ** 2 / 2 / variance) for z in at]
    away = sum(abs(y / total - g / sum(gauss)) for y, g in zip(q, gauss)) / 2
    return away, variance


def sigma2(betas, t):
    before, now = (1 - math.prod(1 - beta for beta in betas[:k]) for k in (t - 1, t))
    return betas[t - 1] * before / now


def linear(steps, first, last):
    return [first + (last - first) * k / (steps - 1) for k in range(steps)]


class WithoutX(unittest.TestCase):
    """What is measured of q(z_{t-1} | z_t), and nothing that does not follow from it."""

    def said(self, t, z, *arguments):
        return panel("without_x", "--set", "prior=bimodal", "--set", f"marginal_z={z}", "--t",
                     str(t), *arguments)

    def check(self, betas, t, z, *arguments):
        said = self.said(t, z, *arguments)
        away, variance = step_back(betas, t, z)
        shown = re.search(r"total variation from the Gaussian (< )?([\d.]+)", said)
        self.assertAlmostEqual(float(shown[2]), away, delta=1.1e-4, msg=said)
        if t > 1:
            in_sigma, in_beta = re.search(r"variance ([\d.]+) σ .*? = ([\d.]+) β", said).groups()
            self.assertAlmostEqual(float(in_sigma), variance / sigma2(betas, t), delta=0.006)
        else:
            in_beta = re.search(r"variance ([\d.]+) β", said)[1]
        self.assertAlmostEqual(float(in_beta), variance / betas[t - 1], delta=0.006)
        self.assertIn("Exact for p( x ) in 256 levels, each widened to a deviation of 1/256.", said)
        return said

    def test_two_humps_are_no_gaussian(self):
        few = linear(5, 0.02, 0.9)
        said = self.check(few, 2, 0.1, "--steps", "5", "--beta-min", "0.02", "--beta-max", "0.9")
        self.assertIn("no Gaussian here: the step is large", said)

    def test_near_0_the_structure_shows_and_no_step_is_blamed(self):
        betas = linear(1000, 1e-4, 0.02)
        said = self.check(betas, 2, 0.1)
        self.assertNotIn("large", said)
        # Where p(x) bends most: between the levels that are left far out of a peak.
        for t, z in ((1, 1.02), (1, -1.03), (2, 1.1)):
            said = self.check(betas, t, z)
            self.assertNotIn("step is", said)

    def test_a_mean_alone_is_enough_only_where_the_variance_is_known(self):
        betas = linear(1000, 1e-4, 0.02)
        self.assertIn("only its mean is open", self.check(betas, 600, 0.1))
        said = self.check(betas, 60, 0.1)
        self.assertIn("a mean alone does not say it", said)
        self.assertNotIn("only its mean", said)

    def test_a_drawn_p_has_64_levels(self):
        said = panel("without_x", "--set", "prior=drawn", "--set", "drawn_prior=" + "80" * 64)
        self.assertIn("in 64 levels, each widened to a deviation of 1/64.", said)


class Divergence(unittest.TestCase):
    """Two divergences with their names: of all values' law, measured beside theory, and of
    q(z_t | x), a value."""

    def test_all_values_are_nearer_to_noise_than_each_by_itself(self):
        for t in (1, 300, 1000):
            said = panel("histogram", "--t", str(t))
            measured, theory = re.search(r"KL to N\(0, 1\) ([\d.]+) ([\d.]+)", said).groups()
            self.assertAlmostEqual(float(measured), float(theory), delta=0.003, msg=said)
            each = float(re.search(r"KL of q\( z .*?\) ([\d.]+)", said)[1])
            if t < 1000:  # there it is written as a power
                self.assertGreater(each, float(theory))

    def test_of_even_grey_both_are_the_same(self):
        """One level alone: nothing of x is left to say."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "grey.pgm")
            with open(path, "wb") as file:
                file.write(b"P5 128 128 255 " + bytes([200]) * 128 * 128)
            said = panel("histogram", path, "--t", "100")
        theory = float(re.search(r"KL to N\(0, 1\) [\d.]+ ([\d.]+)", said)[1])
        each = float(re.search(r"KL of q\( z .*?\) ([\d.]+)", said)[1])
        self.assertAlmostEqual(theory, each, delta=0.001)

    def test_where_noise_is_narrower_than_a_level_no_theory_is_told(self):
        self.assertRegex(panel("histogram", "--t", "1", "--schedule", "vdm"),
                         r"KL to N\(0, 1\) [\d.]+ – ")


class Mixture(unittest.TestCase):
    weights = ("--what", "stage", "--stage", "mixture_weights", "--size", "900x400")

    def bars(self, *arguments):
        """The height of each bar as a share of its scale, and the percent written under it."""
        text = html.unescape(figure(*self.weights, *arguments))
        rects = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="([\d.]+)" '
                           r'class="(line|mean)"/>', text)
        whole = {x: float(height) for x, _, height, kind in rects if kind == "line"}
        filled = {x: float(height) for x, _, height, kind in rects if kind == "mean"}
        shares = re.findall(r">(< )?([\d.]+) %</text>", text)
        self.assertEqual(shares.pop(0), ("", "100"))  # the scale's end
        self.assertEqual(len(whole), len(shares))
        return [(filled.get(x, 0) / whole[x], float(percent) / 100, 1 / whole[x])
                for x, (_, percent) in zip(whole, shares)]

    def test_bars_are_shares_of_the_whole(self):
        for t, most in ((520, 0.9), (900, 0.1), (200, 1)):
            bars = self.bars("--t", str(t))
            for height, share, pixel in bars:
                self.assertAlmostEqual(height, share, delta=pixel, msg=t)
            self.assertLessEqual(bars[0][1], most)  # and where none is large, none is tall

    def test_numbers_in_a_row_are_named(self):
        said = words("--what", "stage", "--stage", "mixture_weights / mixture_run", "--size",
                     "900x700", "--t", "520")
        self.assertIn("Which training pictures could z 520 come from?", said)
        self.assertIn("label 0", said)
        self.assertIn("its own t = ", said)
        self.assertRegex(said, r"RMS to it [\d.]+ [\d.]+")

    def test_ddim_is_not_said_to_return_the_set(self):
        notes = ("--what", "stage", "--stage", "mixture_notes", "--size", "560x400")
        self.assertIn("every sample ends on a training picture", words(*notes))
        # What is shown of the run may be another step than its end.
        self.assertIn("At t = 0 all are one, exactly.", words(*notes, "--set", "sample_step=30"))
        self.assertIn("Here all are one, exactly.", words(*notes, "--set", "sample_step=50"))
        few = words(*notes, "--sampler", "ddim", "--sample-steps", "3")
        self.assertNotIn("ends on a training picture", few)
        self.assertIn("on a blend of near ones", few)
        off = float(re.search(r"farthest from its nearest is ([\d.]+) RMS off", few)[1])
        self.assertGreater(off, 0.05)


class Readme(unittest.TestCase):
    def test_families_that_stand_beside_a_peer(self):
        """Those whose tables are tested against another program's, and no more."""
        root = pathlib.Path(__file__).parents[2]
        text = (root / "README.md").read_text(encoding="utf-8")
        said = re.search(r"The tables of (.*?) are tested against (.*?) against Hugging Face", text)
        families = re.findall(r"^Schedules: (.*?), your own", text, re.M)[0].split(", ")
        named = {family for family in families if family in re.findall(r"\w+", said[0])}
        tables = {re.match(r"(?:improved|diffusers)_(.*?)(?:_sd|_sd_zsnr)?_\d+$", path.stem)[1]
                  for path in (root / "tests/data/reference").glob("[id]*.csv")}
        self.assertEqual(named, tables)


if __name__ == "__main__":
    unittest.main()
