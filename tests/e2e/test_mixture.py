# SPDX-License-Identifier: MIT
"""The mixture over a data set: denoise and sample on the command line, and the view with real mouse
and keys. The sets are small and made here; what needs Debian's Fashion-MNIST or NumPy is skipped
where they are not."""
import array
import ast
import csv
import math
import os
import pathlib
import random
import re
import subprocess
import tempfile
import time
import unittest

import pixels
from harness import PATIENCE, WindowTest, program, wait_until
from test_command_line import read_npy

COULD_NOT, USAGE = 1, 2
FASHION = pathlib.Path("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")


def npy_bytes(kind, shape, values):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return (b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode()
            + (bytes(values) if kind == "|u1" else array.array("f", values).tobytes()))


def read_npy_of(path, kind, letter):
    """As read_npy, of numbers of another kind: "<i8" is array's "q"."""
    data = pathlib.Path(path).read_bytes()
    start = 10 + int.from_bytes(data[8:10], "little")
    header = ast.literal_eval(data[10:start].decode())
    assert header["descr"] == kind and header["fortran_order"] is False, header
    return header["shape"], array.array(letter, data[start:])


def mean_of(pictures, z, alpha, rest):
    """E[x | z] in Python's doubles; z and pictures as lists of values."""
    logs = [-sum((a - alpha ** 0.5 * b) ** 2 for a, b in zip(z, x)) / (2 * rest) for x in pictures]
    top = max(logs)
    weights = [math.exp(v - top) for v in logs]
    return [sum(w * x[j] for w, x in zip(weights, pictures)) / sum(weights)
            for j in range(len(z))]


def random_set(count, side, seed=1):
    chance = random.Random(seed)
    return [bytes(chance.randrange(256) for _ in range(side * side)) for _ in range(count)]


class Files:
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="alphabar-mixture-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.pictures = random_set(40, 6)
        self.write("set.npy", npy_bytes("|u1", (40, 6, 6), b"".join(self.pictures)))
        super().setUp()

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path


class CommandLine(Files, unittest.TestCase):
    def run_it(self, *words, status=0, environment=None):
        done = subprocess.run([program(), *map(str, words)], cwd=self.folder, timeout=PATIENCE,
                              capture_output=True, text=True,
                              env={**os.environ, **(environment or {})})
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1 if status else 0, done.stderr)
        return done.stderr

    def files(self):
        return sorted(p.name for p in self.folder.iterdir())

    def refuse(self, status, pattern, *words):
        before = self.files()
        self.assertRegex(self.run_it(*words, status=status), pattern)
        self.assertEqual(self.files(), before)

    def test_denoise_keeps_the_shape(self):
        x = [v / 127.5 - 1 for v in self.pictures[7]]
        for shape in ((6, 6), (6, 6, 1), (2, 6, 6), (2, 6, 6, 1)):
            values = x * (2 if shape[0] == 2 else 1)
            self.write("z.npy", npy_bytes("<f4", shape, values))
            self.run_it("denoise", "z.npy", "out.npy", "--dataset", "set.npy", "--t", 1)
            got, means = read_npy(self.folder / "out.npy")
            self.assertEqual(got, shape)
            # With no noise in it z is the picture itself, or next to it.
            for mean, value in zip(means, values):
                self.assertAlmostEqual(mean, value, places=6)

    def test_same_bytes_everywhere(self):
        self.write("z.npy", npy_bytes("<f4", (6, 6), [0.1 * (i % 7) for i in range(36)]))
        results = set()
        for isa in ("", "c", "sse2", "avx2", "avx512", "neon"):
            for threads in (1, 3):
                environment = {"ALPHABAR_ISA": isa}
                words = ("--dataset", "set.npy", "--threads", threads)
                try:
                    self.run_it("denoise", "z.npy", "out.npy", "--t", 700, *words,
                                environment=environment)
                except AssertionError as error:
                    if "this processor has no" in str(error):
                        continue
                    raise
                self.run_it("sample", "samples.npy", "--count", 9, "--sample-steps", 12,
                            "--seed", 3, *words, environment=environment)
                results.add((self.folder / "out.npy").read_bytes()
                            + (self.folder / "samples.npy").read_bytes())
        self.assertEqual(len(results), 1)

    def test_samples_are_training_pictures(self):
        for sampler in ("ancestral", "ddim"):
            self.run_it("sample", "out.npy", "--dataset", "set.npy", "--count", 30,
                        "--sampler", sampler, "--sample-steps", 25)
            shape, values = read_npy(self.folder / "out.npy")
            self.assertEqual(shape, (30, 6, 6, 1))
            seen = set()
            for i in range(30):
                sample = values[36 * i:36 * i + 36]
                as_bytes = bytes(round((v + 1) * 127.5) for v in sample)
                near = min(self.pictures, key=lambda p: sum((a - b) ** 2
                                                            for a, b in zip(p, as_bytes)))
                rms = (sum((v - (b / 127.5 - 1)) ** 2 for v, b in zip(sample, near)) / 36) ** 0.5
                self.assertLess(rms, 1e-2)
                seen.add(near)
            self.assertGreater(len(seen), 8)

    def table(self, *words):
        done = subprocess.run([program(), "schedule", *map(str, words)], cwd=self.folder,
                              timeout=PATIENCE, capture_output=True, text=True, check=True)
        rows = list(csv.DictReader(done.stdout.splitlines()))
        return [{name: float(v) for name, v in row.items()} for row in rows]

    def test_the_way_of_a_sample(self):
        """Every z_t, E[x | z_t] and drawn picture, against the same in Python."""
        pictures = [[v / 127.5 - 1 for v in p] for p in self.pictures]
        words = ("--dataset", "set.npy", "--count", 3, "--sample-steps", 6, "--preset", "sd1")
        for sampler in ("ancestral", "ddim"):
            drawn = ("--indices-out", "i.npy") if sampler == "ancestral" else ()
            self.run_it("sample", "o.npy", *words, "--sampler", sampler, "--steps-out", "z.npy",
                        "--x-hat-out", "x.npy", *drawn)
            shape, z = read_npy(self.folder / "z.npy")
            self.assertEqual(shape, (3, 7, 6, 6, 1))
            shape, x = read_npy(self.folder / "x.npy")
            self.assertEqual(shape, (3, 6, 6, 6, 1))
            samples = read_npy(self.folder / "o.npy")[1]
            table = self.table("--preset", "sd1")
            times = [round(1000 * (6 - k) / 6) for k in range(7)]
            for i in range(3):
                self.assertEqual(z[36 * (7 * i + 6):36 * (7 * i + 7)],
                                 samples[36 * i:36 * i + 36])
                for k in range(6):
                    alpha = table[times[k] - 1]["alpha"]
                    at = z[36 * (7 * i + k):36 * (7 * i + k + 1)]
                    got = x[36 * (6 * i + k):36 * (6 * i + k + 1)]
                    for a, b in zip(got, mean_of(pictures, at, alpha, 1 - alpha)):
                        self.assertAlmostEqual(a, b, delta=2e-5)
                    if sampler == "ddim":  # z_s from z_t and x_hat, without noise
                        after = table[times[k + 1] - 1]["alpha"] if k < 5 else 1
                        following = z[36 * (7 * i + k + 1):36 * (7 * i + k + 2)]
                        for a, b, c in zip(at, got, following):
                            noise = (a - alpha ** 0.5 * b) / (1 - alpha) ** 0.5
                            self.assertAlmostEqual(
                                after ** 0.5 * b + (1 - after) ** 0.5 * noise, c, delta=2e-5)
            if drawn:
                shape, indices = read_npy_of(self.folder / "i.npy", "<i8", "q")
                self.assertEqual(shape, (3, 6))
                self.assertTrue(all(0 <= n < 40 for n in indices))
                for i in range(3):  # the last step returns the picture that it draws
                    last = pictures[indices[6 * i + 5]]
                    self.assertEqual(samples[36 * i:36 * i + 36], array.array("f", last))

    def test_from_z(self):
        words = ("--dataset", "set.npy", "--sample-steps", 6, "--sampler", "ddim")
        self.run_it("sample", "a.npy", *words, "--count", 70, "--steps-out", "z.npy")
        z = read_npy(self.folder / "z.npy")[1]
        first = [v for i in range(70) for v in z[36 * 7 * i:36 * 7 * i + 36]]
        self.write("start.npy", npy_bytes("<f4", (70, 6, 6), first))
        self.run_it("sample", "b.npy", *words, "--from-z", "start.npy", "--seed", 99)
        a, b = ((self.folder / n).read_bytes() for n in ("a.npy", "b.npy"))
        self.assertEqual(a, b)
        self.run_it("sample", "c.npy", *words, "--from-z", "start.npy", "--count", 2)
        self.assertEqual(read_npy(self.folder / "c.npy")[1],
                         read_npy(self.folder / "a.npy")[1][:72])
        self.run_it("sample", "film.apng", *words, "--from-z", "start.npy", "--count", 4)
        self.run_it("sample", "grid.png", *words, "--from-z", "start.npy", "--steps-out", "y.npy")
        self.assertEqual((self.folder / "y.npy").read_bytes(),
                         (self.folder / "z.npy").read_bytes())

    def test_values_stay_float32(self):
        """Latents: four channels, beyond [-1, 1], scaled; E[x | z] next to a picture is its own."""
        chance = random.Random(5)
        sets = [[chance.gauss(0, 4) for _ in range(4 * 12)] for _ in range(30)]
        flat = array.array("f", [v for p in sets for v in p])
        self.write("latents.npy", npy_bytes("<f4", (30, 4, 3, 4), flat))
        scaled = [[v * 0.18215 for v in flat[48 * i:48 * i + 48]] for i in range(30)]
        table = self.table("--preset", "sd1")
        words = ("--dataset", "latents.npy", "--dataset-scale", 0.18215, "--preset", "sd1")
        for t in (1, 300, 900):
            alpha = table[t - 1]["alpha"]
            z = array.array("f", [alpha ** 0.5 * v + (1 - alpha) ** 0.5 * chance.gauss(0, 1)
                                  for v in scaled[7]])
            self.write("z.npy", npy_bytes("<f4", (4, 3, 4), z))
            self.run_it("denoise", "z.npy", "o.npy", "--t", t, *words)
            shape, got = read_npy(self.folder / "o.npy")
            self.assertEqual(shape, (4, 3, 4))
            for a, b in zip(got, mean_of(scaled, z, alpha, 1 - alpha)):
                self.assertAlmostEqual(a, b, delta=1e-6)
        self.run_it("sample", "s.npy", "--count", 3, "--sample-steps", 5, "--indices-out", "i.npy",
                    *words)
        shape, samples = read_npy(self.folder / "s.npy")
        self.assertEqual(shape, (3, 4, 3, 4))
        indices = read_npy_of(self.folder / "i.npy", "<i8", "q")[1]
        for i in range(3):
            self.assertEqual(samples[48 * i:48 * i + 48],
                             array.array("f", scaled[indices[5 * i + 4]]))
        # As pictures three channels of four.
        shown = []
        for channels in ("0,1,2", "3,1,2", "3,3,3"):
            self.run_it("sample", "s.png", "--count", 3, "--sample-steps", 5, "--shown-channels",
                        channels, *words)
            shown.append(pixels.read_png(self.folder / "s.png").part((0, 0, 3, 4)))
        self.assertEqual(len(set(map(bytes, shown))), 3)
        self.refuse(USAGE, "--shown-channels: takes three channels", "sample", "o.png",
                    "--shown-channels", "1,2", *words)

    def test_presets(self):
        self.write("z.npy", npy_bytes("<f4", (6, 6), [0.3] * 36))
        end = ("--dataset", "set.npy", "--t", 300)
        self.run_it("denoise", "z.npy", "a.npy", "--preset", "sd1", *end)
        self.run_it("denoise", "z.npy", "b.npy", "--schedule", "scaled_linear", *end)
        self.run_it("denoise", "z.npy", "c.npy", *end)
        a, b, c = ((self.folder / f"{n}.npy").read_bytes() for n in "abc")
        self.assertTrue(a == b != c)

    def test_ways_that_are_refused(self):
        z = self.write("z.npy", npy_bytes("<f4", (2, 6, 6), [0.5] * 72))
        self.write("cut.npy", z.read_bytes()[:-4])
        end = ("--dataset", "set.npy", "--sample-steps", 4)
        self.refuse(USAGE, "--steps-out: z.txt: writes .npy", "sample", "o.npy", "--steps-out",
                    "z.txt", *end)
        self.refuse(USAGE, "--x-hat-out: o.npy: another file", "sample", "o.npy", "--x-hat-out",
                    "o.npy", *end)
        self.refuse(USAGE, "--indices-out: the sampler ddim", "sample", "o.npy", "--indices-out",
                    "i.npy", "--sampler", "ddim", *end)
        self.refuse(USAGE, "o.gif: --steps-out", "sample", "o.gif", "--steps-out", "s.npy", *end)
        self.refuse(COULD_NOT, "--count: z.npy holds only 2", "sample", "o.npy", "--from-z",
                    "z.npy", "--count", 3, *end)
        self.refuse(COULD_NOT, "cut.npy: .*ends too early", "sample", "o.npy", "--from-z",
                    "cut.npy", "--steps-out", "s.npy", *end)
        self.refuse(COULD_NOT, "none/s.npy", "sample", "o.npy", "--steps-out", "s.npy",
                    "--x-hat-out", "none/s.npy", *end)
        self.refuse(USAGE, "--steps-out", "denoise", "z.npy", "o.npy", "--steps-out", "s.npy")

    def test_grid(self):
        self.run_it("sample", "out.png", "--dataset", "set.npy", "--count", 5, "--sample-steps", 4)
        picture = pixels.read_png(self.folder / "out.png")
        self.assertEqual((picture.width, picture.height), (3 * 8 - 2, 2 * 8 - 2))

    def test_film(self):
        words = ("--dataset", "set.npy", "--count", 4, "--sample-steps", 5)
        self.run_it("sample", "a.apng", *words)
        self.run_it("sample", "b.apng", *words)
        film = (self.folder / "a.apng").read_bytes()
        self.assertEqual(film, (self.folder / "b.apng").read_bytes())
        # Noise, five steps, and the last one for a second more.
        at = film.index(b"acTL") + 4
        self.assertEqual(int.from_bytes(film[at:at + 4], "big"), 6 + 12)
        self.run_it("sample", "grid.png", *words)
        grid, first = pixels.read_png(self.folder / "grid.png"), film.index(b"IHDR") + 4
        width = int.from_bytes(film[first:first + 4], "big")
        self.assertTrue(width >= 480 and width % grid.width == 0)

    def test_without_a_set(self):
        self.run_it("sample", "out.png", "--count", 4, "--sample-steps", 3)

    def test_refusals(self):
        z = self.write("z.npy", npy_bytes("<f4", (6, 6), [0] * 36))
        self.write("wide.npy", npy_bytes("<f4", (6, 7), [0] * 42))
        self.write("cut.npy", z.read_bytes()[:-4])
        self.write("nan.npy", npy_bytes("<f4", (6, 6), [0] * 35 + [float("nan")]))
        end = ("--dataset", "set.npy")
        self.refuse(USAGE, "denoise: needs Z.npy", "denoise")
        self.refuse(USAGE, "denoise: needs Z.npy", "denoise", "z.npy", *end)
        self.refuse(USAGE, "sample: needs OUT", "sample", *end)
        self.refuse(USAGE, "o.txt: writes .npy", "denoise", "z.npy", "o.txt", *end)
        self.refuse(USAGE, "o.txt: takes", "sample", "o.txt", *end)
        self.refuse(USAGE, "--t: 2000", "denoise", "z.npy", "o.npy", "--t", 2000, *end)
        self.refuse(USAGE, "--sample-steps: 30", "sample", "o.npy", "--steps", 20,
                    "--sample-steps", 30, *end)
        self.refuse(USAGE, "--count", "sample", "o.npy", "--count", 0, *end)
        self.refuse(COULD_NOT, r"wide.npy: has the shape \(6, 7\)", "denoise", "wide.npy",
                    "o.npy", *end)
        self.refuse(COULD_NOT, "cut.npy: .*ends too early", "denoise", "cut.npy", "o.npy", *end)
        self.refuse(COULD_NOT, "nan.npy: .*finite", "denoise", "nan.npy", "o.npy", *end)
        self.refuse(COULD_NOT, "none.npy: No such file", "denoise", "none.npy", "o.npy", *end)
        self.refuse(COULD_NOT, "gone.npy", "sample", "o.npy", "--dataset", "gone.npy")
        self.refuse(COULD_NOT, "none/o.npy", "sample", "none/o.npy", *end)

    def test_numpy(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("NumPy is not installed")
        set_ = numpy.frombuffer(b"".join(self.pictures), numpy.uint8).reshape(40, 36)
        x = set_ / 127.5 - 1
        beta = numpy.linspace(1e-4, 0.02, 1000)
        log_alpha = numpy.cumsum(numpy.log1p(-beta))
        for t in (1, 10, 100, 300, 600, 1000):
            alpha, rest = numpy.exp(log_alpha[t - 1]), -numpy.expm1(log_alpha[t - 1])
            noise = numpy.random.default_rng(t).standard_normal(36)
            z = (alpha ** 0.5 * x[3] + rest ** 0.5 * noise).astype(numpy.float32)
            self.write("z.npy", npy_bytes("<f4", (6, 6), z.tolist()))
            self.run_it("denoise", "z.npy", "o.npy", "--dataset", "set.npy", "--t", t)
            logs = -((z.astype(float) - alpha ** 0.5 * x) ** 2).sum(1) / (2 * rest)
            weights = numpy.exp(logs - logs.max())
            expected = weights @ x / weights.sum()
            got = numpy.array(read_npy(self.folder / "o.npy")[1])
            self.assertLess(abs(got - expected).max(), 2e-5)


class View(Files, WindowTest):
    arguments = ("--size", "1280x720", "--view", "mixture")

    def ready(self, state):
        mixture = state.get("mixture")
        return (mixture and mixture["count"] and not mixture["reading"]
                and mixture["frames"] == mixture["frames_wanted"] and mixture["t"] == state.t)

    def wait(self):
        return self.window.state_when("the mixture", self.ready)

    def drop(self, path):
        x, y = (o + 600 for o in self.window.origin)
        subprocess.run([os.environ["XDND_DROP"], str(x), str(y - 300), path.as_uri()],
                       env=self.display.environment(), check=True, timeout=PATIENCE)

    def test_it_comes_by_itself(self):
        """What the thread has read and weighed is on screen with no event of a mouse or a key."""
        self.start("--view", "mixture", "--size", "1280x720")
        middle = [240, 220, 640, 100]  # the training pictures
        wait_until("training pictures",
                   lambda: len(set(self.window.shot().part(middle)[::3])) > 60)

    def test_built_in_set_and_the_run(self):
        state = self.wait()
        self.assertEqual(state["mixture"]["count"], 1500)
        for label in ("mixture x", "mixture z", "mixture mean", "best 0", "nearest 0"):
            self.assertIn(label, state.items_by_label())
        # Run to the end, with the key; frames go on meanwhile.
        self.window.key("g")
        before, start = self.window.state()["window"]["frames"], time.monotonic()
        state = self.window.state_when("the end of the run", lambda s: s.sample_step == 50)
        rate = (state["window"]["frames"] - before) / (time.monotonic() - start)
        print(f"{rate:.0f} frames a second while the run plays")
        self.assertEqual(self.window.state_when("a stop", lambda s: not s.sampling).sample_step, 50)
        # Back by a step, and dragged.
        self.window.click(self.window.place("run step back"))
        self.assertEqual(self.window.state().sample_step, 49)
        self.window.drag(self.window.place("sample_step", 0.9, of="track"),
                         self.window.place("sample_step", 0.2, of="track"))
        self.assertLess(self.window.state().sample_step, 20)
        self.window.click(self.window.place("run step on"))

    def test_browsing_chooses_x(self):
        self.wait()
        self.window.key("shift+b")
        self.window.click(self.window.place("label 4"))
        items = self.window.state().items_by_label()
        numbers = [int(label.split()[1]) for label in items if label.startswith("picture ")]
        self.assertTrue(numbers and all(n % 10 == 4 for n in numbers))
        self.window.click(self.window.place(f"picture {numbers[3]}"))
        state = self.window.state()
        self.assertEqual((state.example, state.browsing), (numbers[3], 0))
        self.wait()

    def test_dropped_set(self):
        self.wait()
        self.drop(self.folder / "set.npy")
        state = self.window.state_when("the set", lambda s: self.ready(s)
                                       and s["mixture"]["count"] == 40)
        self.assertTrue(state.dataset.endswith("set.npy"))
        # One of the same shape with fewer pictures, and one of another shape.
        self.write("few.npy", npy_bytes("|u1", (3, 6, 6), b"".join(self.pictures[:3])))
        self.write("wide.npy", npy_bytes("|u1", (5, 4, 18, 3), random_set(1, 33)[0][:1080]))
        for name, count in (("few.npy", 3), ("wide.npy", 5), ("set.npy", 40)):
            self.drop(self.folder / name)
            self.window.state_when(name, lambda s, n=count: self.ready(s)
                                   and s["mixture"]["count"] == n)
        # What cannot be read leaves it.
        broken = self.write("broken.gz", b"\x1f\x8b\x08 nothing")
        self.drop(broken)
        self.expected_words = ["broken.gz"]
        state = self.window.state_when("a message", lambda s: "broken.gz" in s["window"]["message"]
                                       and s.dataset.endswith("set.npy"))
        self.assertEqual(state["mixture"]["count"], 40)

    def test_the_number_follows_t(self):
        state = self.wait()
        self.window.key("Home")
        state = self.wait()
        self.assertAlmostEqual(state["mixture"]["effective"], 1, places=6)
        self.window.key("End")
        state = self.wait()
        self.assertGreater(state["mixture"]["effective"], 1000)


class Fashion(Files, WindowTest):
    arguments = ("--size", "1280x720", "--view", "mixture", "--dataset", "fashion-mnist")

    def setUp(self):
        if not FASHION.exists():
            self.skipTest("Debian's dataset-fashion-mnist is not installed")
        super().setUp()

    def test_the_window_goes_on_while_the_set_is_read_and_run(self):
        state = self.window.state_when("the set", lambda s: s.get("mixture")
                                       and s["mixture"]["count"] == 60000)
        self.window.key("g")
        first, start = self.window.state()["window"]["frames"], time.monotonic()
        time.sleep(2)
        frames = self.window.state()["window"]["frames"] - first
        seconds = time.monotonic() - start
        print(f"{frames / seconds:.0f} frames a second while Fashion-MNIST is run backwards")
        self.assertGreater(frames, 4)
        state = self.window.state_when("some frames", lambda s: s["mixture"]["frames"] > 5)
        self.assertTrue(re.search("Fashion", state["mixture"]["set"]))


if __name__ == "__main__":
    unittest.main()
