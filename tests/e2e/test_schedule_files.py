# SPDX-License-Identifier: MIT
"""A schedule comes in as scheduler_config.json or as knots and goes out in every format, exactly;
its health ends in an exit status."""
import array
import ast
import json
import math
import pathlib
import shlex
import subprocess
import sys
import tempfile
import unittest

from harness import PATIENCE, program


def rounded(values):
    return list(array.array("f", values))


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="alphabar-schedule-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_it(self, *words, status=0):
        done = subprocess.run([program(), *(str(w) for w in words)], cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE,
                              check=False)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        if status and not done.stdout:
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
        return (done.stdout if not status or done.stdout else done.stderr).decode("latin-1")

    def table(self, *words):
        return json.loads(self.run_it("schedule", "--format", "json", *words))

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name


class ScheduleInAndOut(Folder):
    def test_config_goes_out_and_comes_back(self):
        knots = ("--knots", "0:9.2,0.5:0.123456789012345,1:-10", "--steps", "300")
        first = self.run_it("schedule", *knots, "--format", "scheduler_config")
        self.write("scheduler_config.json", first)
        back = self.table("--scheduler-config", "scheduler_config.json")
        self.assertEqual(rounded(back["beta"]), rounded(self.table(*knots)["beta"]))
        again = self.run_it("schedule", "--scheduler-config", "scheduler_config.json", "--format",
                            "scheduler_config")
        self.assertEqual(again, first)
        self.run_it("export", "a-scheduler_config.json", *knots)
        self.assertEqual((self.folder / "a-scheduler_config.json").read_text(), first)

    def test_classes_of_diffusers(self):
        # CogVideoX divides its SNR by 3 and then ends it at 0.
        cog = self.write("cog.json", """{"_class_name": "CogVideoXDDIMScheduler",
            "rescale_betas_zero_snr": true, "snr_shift_scale": 3.0, "foo": 1,
            "timestep_spacing": "trailing", "lambda_min_clipped": -Infinity}""")
        table = self.table("--scheduler-config", cog)
        for t, root in ((1, .9987264), (251, .6237417), (751, .10411), (1000, 0)):
            self.assertAlmostEqual(table["alpha"][t - 1] ** .5, root, places=6)
        text = self.run_it("schedule", "--scheduler-config", cog, "--check")
        self.assertRegex(text.splitlines()[0], "^read   CogVideoXDDIMScheduler: scaled_linear")
        for word in ("trailing", "Not understood: foo."):
            self.assertIn(word, text.splitlines()[0])
        # A table that no family has: UniPC's flow. T is its own.
        wan = self.write("wan.json", """{"_class_name": "UniPCMultistepScheduler",
            "use_flow_sigmas": true, "flow_shift": 5.0}""")
        table = self.table("--scheduler-config", wan)
        for t, root in ((1, .9999499), (501, .1949885), (1000, 1e-6)):
            self.assertAlmostEqual(table["alpha"][t - 1] ** .5, root, places=6)
        self.assertEqual(self.table("--betas", wan), table)
        self.run_it("schedule", "--scheduler-config", wan, "--steps", "10", status=2)
        # What diffusers then makes of it is the same.
        out = json.loads(self.run_it("schedule", "--scheduler-config", wan, "--format",
                                     "scheduler_config"))
        self.assertEqual(out["_class_name"], "DDPMScheduler")
        self.assertEqual(rounded(out["trained_betas"]), rounded(table["beta"]))
        # Their rescaled ends lie just above 0, unless zero_snr is said here.
        euler = self.write("euler.json", """{"_class_name": "EulerDiscreteScheduler",
            "beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012,
            "rescale_betas_zero_snr": true}""")
        self.assertAlmostEqual(self.table("--scheduler-config", euler)["alpha"][-1], 2 ** -24,
                               places=15)
        zero = self.table("--scheduler-config", euler, "--zero-snr", "1", "--steps", "100")
        self.assertEqual((len(zero["alpha"]), zero["alpha"][-1]), (100, 0))
        for name, word in (("LambdaLRScheduler", "no scheduler class"),
                           ("DDPMWuerstchenScheduler", "beta is 0"),
                           ("IPNDMScheduler", "fixes no table")):
            bad = self.write("bad.json", json.dumps({"_class_name": name}))
            for check in ((), ("--check",)):
                text = self.run_it("schedule", "--scheduler-config", bad, *check, status=1)
                self.assertTrue(text.startswith("alphabar: bad.json: "), text)
                self.assertIn(name, text)
                self.assertIn(word, text)

    def test_levels_of_a_sampler(self):
        sd1 = ("schedule", "--schedule", "scaled_linear", "--beta-min", ".00085", "--beta-max", ".012")
        table = self.run_it(*sd1, "--levels", "diffusers.euler_karras_leading1", "--sample-steps", 10)
        rows = [line.split(",") for line in table.splitlines()]
        self.assertEqual(rows[0], ["step", "t", "sigma", "log_snr"])
        self.assertEqual(len(rows), 12)
        self.assertAlmostEqual(float(rows[1][2]), 8.390687, 3)
        self.assertEqual(rows[11], ["10", "", "0", "inf"])
        levels = ("--levels", "comfy.simple", "--sample-steps", 4)
        columns = json.loads(self.run_it(*sd1, *levels, "--format", "json"))
        self.assertEqual(columns["t"], [999, 749, 499, 249, None])
        line = self.run_it(*sd1, *levels, "--format", "comfyui")
        self.assertEqual([float(word) for word in line.split(",")],
                         [float(f"{sigma:.9g}") for sigma in columns["sigma"]])
        flow = ("schedule", "--schedule", "flow", "--mu", "1.15", "--levels", "flux.get_schedule")
        line = self.run_it(*flow, "--sample-steps", 4, "--format", "diffusers")
        self.assertEqual(line, "sigmas=[1.0, 0.75, 0.5, 0.25]\n")  # diffusers shifts them itself
        wrong = self.run_it("schedule", "--levels", "comfy.kl_optimum", status=2)
        self.assertIn("comfy.kl_optimal", wrong)
        self.run_it("schedule", "--levels", "own.sigma", "--levels-list", "1,5", status=2)
        self.run_it("schedule", "--levels", "own.sigma", "--levels-list", "1,x", status=2)
        self.run_it("schedule", "--levels", "ldm.ddim_quad", "--sample-steps", 4000, status=2)

    def test_levels_of_a_config(self):
        def levels(config, *more, status=0):
            path = self.write("scheduler_config.json", json.dumps(config))
            return self.run_it("schedule", "--scheduler-config", path, "--levels", "own.config",
                               "--sample-steps", 4, *more, status=status)

        def sigmas(*words):
            lines = levels(*words).splitlines()[1:]
            return [float(line.split(",")[2]) for line in lines]

        karras = {"_class_name": "EulerDiscreteScheduler", "beta_schedule": "scaled_linear",
                  "beta_start": .00085, "beta_end": .012, "use_karras_sigmas": True,
                  "timestep_spacing": "leading", "steps_offset": 1}
        sd1 = ("schedule", "--preset", "sd1", "--sample-steps", 4)
        self.assertEqual(levels(karras), self.run_it(*sd1, "--levels",
                                                     "diffusers.euler_karras_leading1"))
        ends = {"_class_name": "DDIMScheduler", "beta_schedule": "scaled_linear",
                "beta_start": .00085, "beta_end": .012, "steps_offset": 1,
                "set_alpha_to_one": False}
        self.assertEqual(levels(ends), self.run_it(*sd1, "--levels",
                                                   "diffusers.ddim_leading1_alpha0"))
        flux = {"_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": True,
                "base_shift": .5, "max_shift": 1.15, "base_image_seq_len": 256,
                "max_image_seq_len": 4096}
        large, small = sigmas(flux), sigmas(flux, "--levels-size", "256x256")
        shifted = [1 / (1 + 2.718281828459045 ** -mu * (1 / u - 1))
                   for mu in (1.15, .5) for u in (1, .75, .5, .25)]
        for sigma, expected in zip(large[:4] + small[:4], shifted):
            self.assertAlmostEqual(sigma, expected, 12)
        pndm = dict(karras, _class_name="PNDMScheduler", skip_prk_steps=True)
        self.assertEqual(levels(pndm), self.run_it(*sd1, "--levels", "diffusers.pndm_leading1"))
        self.assertEqual([line.split(",")[1] for line in levels(pndm).split()[1:]],
                         ["751", "501", "501", "251", "1", ""])  # and sigma(t = 0) behind it
        least = sigmas(pndm)[-1]
        self.assertGreater(least, .02)
        self.assertEqual(sigmas(dict(pndm, set_alpha_to_one=True))[-1], 0)
        prk = dict(pndm, skip_prk_steps=False)
        self.assertIn("pndm_prk_leading1", levels(prk, status=2))
        lcm = dict(ends, _class_name="LCMScheduler", original_inference_steps=50)
        self.assertEqual([line.split(",")[1] for line in levels(lcm).split()[1:]],
                         ["999", "759", "499", "259", ""])
        self.assertEqual(sigmas(lcm)[-1], 0)
        self.assertIn("lcm_of40", levels(dict(lcm, original_inference_steps=40), status=2))
        self.assertIn("at most the 50 steps", levels(lcm, "--sample-steps", 51, status=2))
        unclip = {"_class_name": "UnCLIPScheduler"}
        self.assertEqual([line.split(",")[1] for line in levels(unclip).split()[1:]],
                         ["999", "666", "333", "0", ""])
        heun = {"_class_name": "FlowMatchHeunDiscreteScheduler", "shift": 3}
        euler = {"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3}
        once, twice = sigmas(euler), sigmas(heun)
        self.assertEqual(twice, [once[0]] + [s for s in once[1:4] for _ in range(2)] + [0])
        other = {"_class_name": "SASolverScheduler"}
        self.assertIn("SASolverScheduler", levels(other, status=2))
        self.run_it("schedule", "--levels", "own.config", status=2)

    def test_formats_agree(self):
        wanted = self.table("--schedule", "cosine", "--steps", "50")
        for name in ("a.csv", "a.json", "a.npy"):
            self.run_it("export", name, "--what", "schedule", "--schedule", "cosine", "--steps", 50)
            self.assertEqual(self.table("--betas", name), wanted)
        data = (self.folder / "a.npy").read_bytes()
        header = ast.literal_eval(data[10:10 + data[8] + 256 * data[9]].decode())
        self.assertEqual(header, {"descr": "<f8", "fortran_order": False, "shape": (50,)})
        values = array.array("d", data[-400:])
        if sys.byteorder == "big":
            values.byteswap()
        self.assertEqual(list(values), wanted["beta"])

    def test_options_beside_a_config_win(self):
        name = self.write("c.json", '{"beta_schedule": "linear", "num_train_timesteps": 200,'
                                    '"rescale_betas_zero_snr": true, "skip_prk_steps": true}')
        self.assertEqual(self.table("--scheduler-config", name)["alpha"][-1], 0)
        table = self.table("--scheduler-config", name, "--zero-snr", "0", "--steps", "100")
        self.assertEqual(table, self.table("--steps", "100"))

    def test_knots_in_a_session_and_a_copied_command_line(self):
        knots = "0:9.25,0.123456789012345:4,1:-9.00000001"
        wanted = self.table("--knots", knots)
        self.run_it("export", "x.png", "--what", "x", "--knots", knots, "--run", "save s.json",
                    "--run", "copy line.txt")
        self.assertEqual(self.table("--session", "s.json"), wanted)
        words = shlex.split((self.folder / "line.txt").read_text())
        self.assertIn(knots, words)
        self.assertEqual(self.table(*words[1:]), wanted)
        # Beside another family they are no part of the line.
        self.run_it("export", "y.png", "--what", "x", "--session", "s.json", "--schedule", "vdm",
                    "--run", "copy line.txt")
        self.assertEqual((self.folder / "line.txt").read_text().split(),
                         ["alphabar", "--schedule", "vdm"])

    def test_two_drawn_schedules_are_compared(self):
        compare = "*; custom knots=0:8,1:-8; custom steps=50 knots=0:9,0.5:1,1:-9"
        self.run_it("export", "x.png", "--what", "x", "--knots", "0:7,1:-7", "--compare", compare,
                    "--run", "copy line.txt")
        words = shlex.split((self.folder / "line.txt").read_text())
        self.assertEqual(words[words.index("--compare") + 1], compare)
        self.assertEqual(words[words.index("--knots") + 1], "0:7,1:-7")
        self.run_it("export", "x.png", "--what", "x", "--knots", "0:7,1:-7", "--compare", compare,
                    "--run", "compare focus 3", "--run", "export_schedule a.csv")
        self.assertEqual(self.table("--betas", "a.csv"),
                         self.table("--knots", "0:9,0.5:1,1:-9", "--steps", "50"))

    def test_refusals(self):
        cubic = self.write("cubic.json", '{"beta_schedule": "cubic"}')
        text = self.run_it("schedule", "--scheduler-config", cubic, status=1)
        for word in ("cubic.json", "cubic", "squaredcos_cap_v2", "scaled_linear"):
            self.assertIn(word, text)
        self.run_it("schedule", "--scheduler-config", "none.json", status=1)
        self.run_it("schedule", "--scheduler-config", cubic, "--schedule", "cosine", status=2)
        self.run_it("schedule", "--scheduler-config", cubic, "--betas", "b.csv", status=2)
        self.run_it("schedule", "--knots", "0:1,1:2", status=2)
        self.run_it("schedule", "--knots", "0:1,1:-2", "--schedule", "linear", status=2)
        self.run_it("export", "a.png", "--what", "schedule", status=2)
        self.run_it("export", "a.json", "--frames", "1:10", status=2)

    def test_health_has_an_exit_status(self):
        self.assertIn("good", self.run_it("schedule", "--check"))
        text = self.run_it("schedule", "--check", "--schedule", "scaled_linear", status=1)
        self.assertIn("never sees pure noise", text)
        self.run_it("schedule", "--check", "--schedule", "scaled_linear", "--zero-snr", "1")
        self.assertIn("0.364", self.run_it("schedule", "--check", "--steps", "100", status=1))
        self.assertIn("1000/T", self.run_it("schedule", "--check", "--steps", "15",
                                            "--scale-with-t", "1", status=2))


class Weights(Folder):
    """`schedule --weights`: weight, density and product over log SNR."""

    def weights(self, *words):
        return json.loads(self.run_it("schedule", "--format", "json", "--weights", *words))

    def test_columns_and_formats(self):
        words = ("edm", "--preset", "sd1", "--steps", 20, "--density", "edm")
        table = self.weights(*words)
        self.assertEqual(list(table), ["t", "log_snr", "weight", "density", "product"])
        lines = self.run_it("schedule", "--weights", *words).splitlines()
        self.assertEqual(lines[0], "t,log_snr,weight,density,product")
        rows = [tuple(float(cell) for cell in line.split(",")) for line in lines[1:]]
        self.assertEqual(rows, list(zip(*table.values())))
        raw = subprocess.run([program(), "schedule", "--format", "npy", "--weights",
                              *(str(w) for w in words)], stdout=subprocess.PIPE, check=True).stdout
        self.assertIn(b"'shape': (20, 5)", raw)
        values = array.array("d", raw[-20 * 5 * 8:])
        if sys.byteorder == "big":
            values.byteswap()
        self.assertEqual(list(values), [cell for row in rows for cell in row])

    def test_min_snr_and_edm(self):
        for gamma in (5, 1):
            table = self.weights("min_snr", *(("--gamma", gamma) if gamma != 5 else ()))
            for level, weight in zip(table["log_snr"], table["weight"]):
                self.assertAlmostEqual(weight, min(1, gamma * math.exp(-level)), delta=1e-12)
        table = self.weights("edm", "--schedule", "flow", "--density", "logit_normal",
                             "--logit-mean", "0.5", "--orientation", "diffusers")
        for level, weight, density in zip(table["log_snr"], table["weight"], table["density"]):
            if level is None:
                continue
            self.assertAlmostEqual(weight / (1 + 4 * math.exp(-level)), 1, delta=1e-12)
            normal = math.exp(-((level - 1) / 2) ** 2 / 2) / (2 * math.sqrt(2 * math.pi))
            self.assertAlmostEqual(density, normal, delta=1e-9)

    def test_product_integrates_to_one(self):
        for name in ("eps", "v", "debiased", "elbo"):
            table = self.weights(name, "--schedule", "cosine")
            level, product = table["log_snr"], table["product"]
            whole = sum((product[i] + product[i - 1]) / 2 * (level[i - 1] - level[i])
                        for i in range(1, len(level)))
            self.assertAlmostEqual(whole, 1, delta=1e-9)

    def test_zero_snr_is_said(self):
        for name, weight in (("min_snr", "1"), ("v", "inf")):
            done = subprocess.run([program(), "schedule", "--zero-snr", "1", "--weights", name],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  check=True)
            lines = done.stdout.splitlines()
            self.assertEqual(lines[-1], f"1000,-inf,{weight},0,")
            self.assertNotIn("inf", "".join(lines[:-1]))
            self.assertNotIn("nan", done.stdout)
            self.assertIn("1 of 1000 steps", done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)

    def test_what_is_wrong(self):
        for words in (("--weights", "min-snr-5"), ("--density", "normal"), ("--gamma", "0"),
                      ("--mode-scale", "2"), ("--weights", "v", "--format", "scheduler_config")):
            self.assertIn(words[0] if len(words) == 2 else "--format",
                          self.run_it("schedule", *words, status=2))

    def test_weights_in_a_session(self):
        self.run_it("export", "x.png", "--what", "x", "--weights", "p2", "--gamma", "0.5",
                    "--density", "mode", "--run", "save s.json", "--run", "copy line.txt")
        line = (self.folder / "line.txt").read_text()
        for words in ("--weights p2", "--gamma 0.5", "--density mode"):
            self.assertIn(words, line)
        table = self.table("--session", "s.json")
        self.assertIn("beta", table)  # which asks for no weights
        self.assertEqual(self.weights("p2", "--session", "s.json"),
                         self.weights("p2", "--gamma", "0.5", "--density", "mode"))


if __name__ == "__main__":
    unittest.main()
