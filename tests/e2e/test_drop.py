# SPDX-License-Identifier: MIT
"""Files dropped on the window: a picture is shown, a list of betas becomes the schedule, and what
is neither leaves everything as it was, with a word on the screen."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import pixels
from harness import PATIENCE, WindowTest


class Drop(WindowTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="alphabar-drop-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        super().setUp()

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def drop(self, *paths):
        x, y = (o + 200 for o in self.window.origin)
        subprocess.run([os.environ["XDND_DROP"], str(x), str(y), *(p.as_uri() for p in paths)],
                       env=self.display.environment(), check=True, timeout=PATIENCE)
        return self.window.state()

    def check_refused(self, path, word):
        before = self.window.state()
        after = self.drop(path)
        self.assertEqual(after["picture"], before["picture"])
        self.assertEqual(after["settings"], before["settings"])
        self.assertIn(word, after["window"]["message"])
        self.assertIn(path.name, after["window"]["message"])
        self.expected_words = [*(self.expected_words or []), path.name]

    def test_picture(self):
        # Blanks, quotes, per cent and UTF-8 in the name; one row of four grey values.
        path = self.write('a "pict\'ure" 100% é\\ .png', pixels.png_bytes(
            4, 2, 1, [bytes([0, 85, 170, 255])] * 2))
        before = self.window.state()
        state = self.drop(path)
        self.assertEqual(state["picture"]["name"], path.name)
        self.assertEqual([state["picture"][k] for k in ("width", "height", "channels")], [4, 2, 1])
        self.assertAlmostEqual(state.sums("x")[0], 0, places=6)
        self.assertNotEqual(state.sums("z"), before.sums("z"))
        self.assertEqual(state.t, before.t)

    def test_second_picture_of_several(self):
        first = self.write("first.png", pixels.png_bytes(2, 2, 3, [bytes(6)] * 2))
        second = self.write("second.png", pixels.png_bytes(3, 2, 3, [bytes(9)] * 2))
        self.assertEqual(self.drop(first, second)["picture"]["name"], "second.png")

    def test_folder(self):
        path = self.folder / "holiday"
        path.mkdir()
        self.check_refused(path, "folder")

    def test_broken_files(self):
        good = pixels.png_bytes(40, 40, 3, [bytes(range(120))] * 40)
        self.check_refused(self.write("cut.png", good[:len(good) // 2]), "too early")
        self.check_refused(self.write("words.png", b"These are words, no picture.\n"), "picture")
        self.check_refused(self.write("nothing.jpg", b""), "empty")
        self.check_refused(self.write("bad.csv", b"0.1\n1.5\n0.2\n"), "beta_2")

    def test_list_that_the_modifiers_do_not_allow(self):
        self.drop(self.write("four.csv", b"0.1\n0.2\n0.3\n0.4\n"))
        self.window.key("End")
        self.window.click(self.window.place("zero_snr", 0.1))
        self.assertEqual(self.window.state().zero_snr, 1)
        self.check_refused(self.write("one.csv", b"0.5\n"), "zero_snr")
        self.assertEqual(self.window.state().t, 4)

    def test_betas(self):
        path = self.write("my betas.csv", b"beta\n0.1\n0.2\n0.3\n0.4\n")
        state = self.drop(path)
        self.assertEqual((state.schedule, state.steps), ("file", 4))
        self.assertEqual(state.t, 1)  # 240 of 1000 is as far as 1 of 4
        self.assertAlmostEqual(state["at_t"]["alpha"], 0.9, places=15)
        self.window.key("End")
        state = self.window.state()
        self.assertAlmostEqual(state["at_t"]["alpha"], 0.9 * 0.8 * 0.7 * 0.6, places=15)
        # A list that is refused leaves the one before.
        self.check_refused(self.write("bad.csv", b"0.1\n2\n"), "beta_2")
        self.assertEqual(self.window.state().schedule, "file")

    def test_scheduler_config(self):
        path = self.write("scheduler_config.json", b"""{
            "_class_name": "DDIMScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear",
            "beta_start": 0.00085, "clip_sample": false, "num_train_timesteps": 500,
            "set_alpha_to_one": false, "trained_betas": null, "rescale_betas_zero_snr": true}""")
        state = self.drop(path)
        self.assertEqual((state.schedule, state.steps, state.zero_snr), ("scaled_linear", 500, 1))
        self.assertEqual(state.t, 120)
        self.check_refused(self.write("other.json", b'{"beta_schedule": "cubic"}'), "cubic")
        self.check_refused(self.write("broken.json", b'{"beta_schedule": '), "line 1")
        self.check_refused(self.write("nothing.json", b""), "empty")
        trained = self.write("trained.json", b'{"beta_schedule": "linear", "trained_betas": '
                                             b'[0.1, 0.2, 0.3]}')
        state = self.drop(trained)
        self.assertEqual((state.schedule, state.steps, state.zero_snr), ("file", 3, 0))
        self.window.key("End")
        self.assertAlmostEqual(self.window.state()["at_t"]["alpha"], 0.9 * 0.8 * 0.7, places=12)

    def test_what_a_scheduler_config_says(self):
        path = self.write("wan.json", b"""{"_class_name": "UniPCMultistepScheduler",
            "use_flow_sigmas": true, "flow_shift": 5.0, "beta_end": 0.02, "foo": 1,
            "lambda_min_clipped": -Infinity}""")
        state = self.drop(path)
        self.assertEqual((state.schedule, state.steps), ("file", 1000))
        for word in ("wan.json: UniPCMultistepScheduler: ", "shift 5", "Not read: beta_end.",
                     "Not understood: foo."):
            self.assertIn(word, state["window"]["message"])
        # It is said as long as the schedule is that one.
        self.assertIn("config", self.window.state().items_by_label())
        path = self.write("sd3.json", b"""{"_class_name": "FlowMatchEulerDiscreteScheduler",
            "num_train_timesteps": 1000, "shift": 3.0}""")
        state = self.drop(path)
        self.assertEqual((state.schedule, state.shift), ("flow", 3))
        self.assertIn("config", self.window.state().items_by_label())
        self.window.click(self.window.place("zero_snr", 0.1))
        self.assertNotIn("config", self.window.state().items_by_label())
        self.check_refused(self.write("lr.json", b'{"_class_name": "LambdaLRScheduler"}'),
                           "LambdaLRScheduler")
        self.assertEqual(self.window.state().schedule, "flow")


if __name__ == "__main__":
    unittest.main()
