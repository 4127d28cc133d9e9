# SPDX-License-Identifier: MIT
"""What cannot be done is refused with one line, the right exit status and nothing left behind;
what can be is done the same way every time, with files that say what the table says."""
import array
import ast
import csv
import io
import math
import os
import pathlib
import shutil
import re
import resource
import signal
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

import pixels
from harness import PATIENCE, Display, program

COULD_NOT, USAGE = 1, 2
ISAS = "c", "sse2", "avx2", "avx512", "neon"
JPEG = bytes.fromhex(  # 16 × 8, grey
    "ffd8ffe000104a46494600010100000100010000ffdb0043001b12141714111b1716171e1c1b2028422b2825"
    "2528513a3d3042605565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780bcc9baa6c799a8ab"
    "a4ffc0000b080008001001011100ffc4001500010100000000000000000000000000000506ffc40017100003"
    "010000000000000000000000000000010531ffda0008010100003f002e7ac29a7ac3ffd9")
PHOTO = pixels.png_bytes(60, 40, 3, [bytes((7 * x + 11 * y) % 256 for x in range(180))
                                     for y in range(40)])


def read_npy(path):
    """The shape and the values of a float32 array in C order."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"\x93NUMPY\x01\x00", data[:8]
    length = int.from_bytes(data[8:10], "little")
    assert (10 + length) % 64 == 0
    header = ast.literal_eval(data[10:10 + length].decode())
    assert header["descr"] == "<f4" and header["fortran_order"] is False, header
    values = array.array("f", data[10 + length:])
    if sys.byteorder == "big":
        values.byteswap()
    assert len(values) == math.prod(header["shape"])
    return header["shape"], values


def rounded(values):
    """To float32, once."""
    return array.array("f", values)


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="alphabar-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def run_it(self, *arguments, display=None, **words):
        environment = {k: v for k, v in os.environ.items()
                       if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
        if display:
            environment = display.environment()
        words.setdefault("stdout", subprocess.PIPE)
        done = subprocess.run([program(), *map(str, arguments)], cwd=self.folder,
                              env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              timeout=2 * PATIENCE, check=False, **words)
        done.stderr = done.stderr.decode()
        return done

    def isa(self, name):
        return unittest.mock.patch.dict(os.environ, ALPHABAR_ISA=name)

    def listing(self):
        return sorted((str(p), p.stat().st_size) for p in self.folder.rglob("*"))

    def check_refused(self, status, words, *arguments, **how):
        with self.subTest(arguments=" ".join(map(str, arguments))):
            before = self.listing()
            done = self.run_it(*arguments, **how)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertRegex(done.stderr, r"\Aalphabar: [^\n]+\n\Z")
            for word in words.split():
                self.assertIn(word, done.stderr)
            self.assertEqual(self.listing(), before, "something was left")
            return done

    def check_done(self, *arguments, **how):
        done = self.run_it(*arguments, **how)
        self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
        return done


def what_of(out):
    """A picture without the window; the table has no --what."""
    return [] if out.endswith("csv") else ["--what", "z"]


class Refused(CommandLine):
    def check_picture(self, words, path):
        for command in (["export", "out.npy", path], ["export", "out.png", path], [path]):
            self.check_refused(COULD_NOT, f"{words} {path.name}", *command)

    def test_pictures(self):
        self.check_picture("No such file", self.folder / "missing.png")
        self.check_picture("folder", self.folder)
        self.check_picture("empty", self.write("empty.png", b""))
        self.check_picture("picture", self.write("words.png", b"Dear Sir or Madam,\n" * 20))
        for length in (8, 30, 60, len(PHOTO) // 2, len(PHOTO) - 13):
            self.check_picture("", self.write("cut.png", PHOTO[:length]))
        for length in (2, 12, 100, len(JPEG) - 20):
            self.check_picture("", self.write("cut.jpg", JPEG[:length]))
        huge = pixels.SIGNATURE + pixels.png_header(30000, 30000, 2) + \
            pixels.chunk(b"IDAT", b"\x78\x9c") + pixels.chunk(b"IEND", b"")
        self.check_picture("30000", self.write("huge.png", huge))

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_file_without_permission(self):
        path = self.write("secret.png", PHOTO)
        path.chmod(0)
        self.check_picture("Permission", path)

    def test_usage(self):
        for words, arguments in (
                ("--bogus", ["--bogus"]), ("--bogus", ["export", "a.png", "--bogus", "1"]),
                ("-x", ["-x"]), ("--beta_max", ["--beta_max", "0.1"]),
                ("--playing", ["--playing", "1"]), ("--what", ["--what", "z"]),
                ("--steps value", ["--steps"]), ("--t value", ["schedule", "--t"]),
                ("--steps 10000", ["schedule", "--steps", "0"]),
                ("--steps 10001", ["schedule", "--steps", "10001"]),
                ("--steps", ["schedule", "--steps", "-5"]),
                ("--steps", ["schedule", "--steps", "10.5"]),
                ("--steps", ["schedule", "--steps=99999999999999999999"]),
                ("--beta-max 1.5", ["schedule", "--beta-max", "1.5"]),
                ("--beta-min", ["schedule", "--beta-min", "0"]),
                ("--seed", ["export", "a.png", "--seed", "-1"]),
                ("--seed", ["export", "a.png", "--seed", "18446744073709551616"]),
                ("--zero-snr", ["schedule", "--zero-snr", "2"]),
                ("--schedule cosine", ["schedule", "--schedule", "cosin"]),
                ("--schedule betas", ["schedule", "--schedule", "file"]),
                ("--theme dark", ["--theme", "blue"]),
                ("--size", ["--size", "100"]), ("--size", ["--size", "0x0"]),
                ("--size", ["--size", "99999x99999"]), ("--size", ["--size", "800x600x3"]),
                ("--t 1001", ["export", "a.png", "--t", "1001"]),
                ("--t", ["export", "a.png", "--steps", "10", "--t", "11"]),
                ("--t", ["--steps", "10", "--t", "11"]),
                ("--t", ["export", "a.png", "--t", "0"]),
                ("--frames", ["export", "%d.png", "--frames", "1:1001"]),
                ("--frames", ["export", "%d.png", "--frames", "9:1"]),
                ("--frames", ["export", "%d.png", "--frames", "1:9:0"]),
                ("--duration", ["export", "%d.png", "--duration", "0"]),
                ("--fps", ["export", "%d.png", "--duration", "1s", "--fps", "nan"]),
                ("--what bogus", ["export", "a.png", "--what", "bogus"]),
                ("--what", ["export", "a.npy", "--what", "plots"]),
                ("a.avi", ["export", "a.avi", "--duration", "1s"]), ("a", ["export", "a"]),
                ("a.mp4 --duration", ["export", "a.mp4"]),
                ("--fps 50", ["export", "a.gif", "--duration", "1s", "--fps", "60"]),
                ("--loop apng", ["export", "a.mp4", "--duration", "1s", "--loop", "once"]),
                ("--loop", ["export", "%d.png", "--frames", "1:9", "--loop", "pingpong"]),
                ("--resume", ["export", "a.apng", "--frames", "1:9", "--resume"]),
                ("--what pixels", ["export", "a.svg", "--what", "z"]),
                ("svg", ["export", "a.svg", "--frames", "1:9"]),
                ("number", ["export", "a.png", "--frames", "1:3"]),
                ("number", ["export", "%s.png", "--frames", "1:3"]),
                ("number", ["export", "%d-%d.png", "--frames", "1:3"]),
                ("--frames", ["export", "%04d.png"]),
                ("OUT", ["export"]), ("c.png", ["export", "a.png", "b.png", "c.png"]),
                ("--format", ["schedule", "--format", "xml"]),
                ("--help", ["--help=1"])):
            self.check_refused(USAGE, words, *arguments)

    def commands(self):
        """The rows that --help lists: name, and as many harmless words as it takes."""
        text = self.check_done("--help").stdout.decode()
        part = text.split("\nCommands of a --script file, one a line\n")[1].split("\n\n")[0]
        for line in part.splitlines():
            if line.startswith(26 * " "):  # goes on from the line before
                continue
            found = re.match(r"  ([a-z_]+)((?: \[?[A-Z][A-Za-z0-9.|]*\]?)*)", line)
            self.assertTrue(found, line)
            words = [word for word in found[2].split() if not word.startswith("[")]
            yield found[1], " ".join([found[1]] + ["1"] * len(words))

    def test_every_command_before_there_is_a_window(self):
        rows = list(self.commands())
        self.assertGreater(len(rows), 40)
        shown = {"click", "drag", "key", "wait", "screenshot", "export"}
        self.assertLess(shown, {name for name, _ in rows})
        for name, line in rows:
            for first in [], ["export", "a.npy", "--what", "z", "--resolution", "8"]:
                with self.subTest(line=line, first=first):
                    done = self.run_it(*first, "--run", line)
                    if name in shown:
                        self.assertEqual(done.returncode, USAGE, done.stderr)
                        self.assertIn(f"--run: {line}: there is no window yet", done.stderr)
                    self.assertIn(done.returncode, (0, COULD_NOT, USAGE), done.stderr)
                    self.assertLessEqual(done.stderr.count("\n"), 1)

    def test_pipes_and_devices(self):
        pipe = self.folder / "pipe.npy"
        os.mkfifo(pipe)
        for path in (pipe, "/dev/zero"):
            for command in (["export", "a.png", "--from", path], ["denoise", path, "a.npy"],
                            ["export", "a.png", path], ["sample", "a.npy", "--from-z", path],
                            ["schedule", "--scheduler-config", path]):
                self.check_refused(COULD_NOT, "is not a regular file", *command)
        for command in ["schedule", "--betas", pipe], ["sample", "a.npy", "--dataset", pipe]:
            self.check_refused(COULD_NOT, "is not a regular file", *command)
        (self.folder / "frames").mkdir()
        os.mkfifo(self.folder / "frames" / "1.png")
        self.run_it("export", "frames/%d.png", "--frames", "1:2", "--what", "x", "--resolution",
                    "8", "--resume")  # in the end it says something, or writes beside it
        (self.folder / "shaders").mkdir()
        os.mkfifo(self.folder / "shaders" / "shape.frag")
        self.check_done("export", "b.png", "--size", "640x480", "--shaders", "shaders")

    def test_sizes_that_files_carry(self):
        line = b"Comment\0alphabar export a.png --size 16384x16384"
        data = pixels.SIGNATURE + pixels.png_header(1, 1, 2) + pixels.chunk(b"tEXt", line) + \
            pixels.chunk(b"IEND", b"")
        path = self.write("large.png", data)
        self.check_refused(COULD_NOT, "16384 --size large.png", "export", "b.png", "--from", path)
        self.check_done("export", "b.png", "--from", path, "--size", "640x480")
        session = self.write("large.json", b'{"alphabar": "session", "version": 1, "settings": '
                                           b'{"size": "16384x16384"}}')
        self.check_refused(COULD_NOT, "16384 large.json", "export", "c.png", "--session", session)
        unknown = ", ".join(f'"name{i}": 1' for i in range(30000))
        path = self.write("unknown.json", b'{"alphabar": "session", "version": 1, "settings": {%s}}'
                          % unknown.encode())
        done = self.run_it("export", "d.png", "--session", path, "--size", "640x480")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("name4 and 29995 more", done.stderr)
        self.assertLess(len(done.stderr), 300)

    def test_numbers_that_are_none(self):
        for option in ("beta-min", "beta-max", "cosine-s", "shift", "snr-shift", "ui-scale"):
            for value in ("NaN", "nan", "inf", "-inf", "1e999", "", "abc", "1,5", "0.1x"):
                self.check_refused(USAGE, f"--{option}", "schedule", f"--{option}={value}")

    def test_lists_of_betas(self):
        for words, text in (("beta_3 1.5", "0.1\n0.2\n1.5\n0.3\n"), ("beta_1 0", "0\n0.1\n"),
                            ("beta_2", "0.1\n-0.2\n"), ("line 2", "0.1\nx\n"),
                            ("line 1", "nan\n"), ("beta_1", "1\n0.5\n"),
                            ("empty", ""), ("empty", "# nothing\n\n"), ("empty", "beta\n")):
            path = self.write("list.csv", text.encode())
            for command in (["schedule"], ["export", "a.npy"], []):
                self.check_refused(COULD_NOT, f"{words} list.csv", *command, "--betas", path)
        self.check_refused(COULD_NOT, "missing.csv", "schedule", "--betas", "missing.csv")

    def test_places_that_cannot_be_written(self):
        (self.folder / "a.png").mkdir()
        (self.folder / "a.npy").mkdir()
        for ending in ("png", "npy", "csv"):
            self.check_refused(COULD_NOT, "gone", "export", f"gone/a.{ending}",
                               *what_of(ending))
        for out in ("a.png", "a.npy"):
            self.check_refused(COULD_NOT, out, "export", out, "--what", "z")
        self.check_refused(COULD_NOT, "gone", "export", "gone/there/%d.png", "--what", "z",
                           "--frames", "1:3")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_folder_without_permission(self):
        folder = self.folder / "closed"
        folder.mkdir(mode=0o500)
        self.check_refused(COULD_NOT, "Permission", "export", "closed/a.png", "--what", "z")

    def test_no_room_for_the_file(self):
        def only_20_kilobytes():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20480, 20480))
        for out in ("a.png", "a.npy", "a.csv"):
            self.check_refused(COULD_NOT, f"{out} large", "export", out, *what_of(out),
                               preexec_fn=only_20_kilobytes)

    def test_full_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk], check=False,
            stderr=subprocess.DEVNULL).returncode == 0
        if not mounted:
            self.skipTest("no small disk can be mounted here")
        try:
            for out in ("disk/a.png", "disk/a.npy", "disk/a.csv"):
                self.check_refused(COULD_NOT, f"{out} space", "export", out, *what_of(out))
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_full_output(self):
        for arguments in (["schedule"], ["schedule", "--format", "json"], ["--help"],
                          ["--version"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                self.check_refused(COULD_NOT, "output space", *arguments, stdout=full)

    def test_script_with_a_wrong_command(self):
        """The whole script is checked before anything happens, even before a window opens."""
        for line, words in (("bogus 3", "bogus"), ("set t", "set"), ("quit now", "quit")):
            script = self.write("tour.txt", f"# a tour\nwait 1\n{line}\n".encode())
            self.check_refused(USAGE, f"tour.txt:3: {words}", "--script", script)
        self.check_refused(COULD_NOT, "missing.txt", "--script", "missing.txt")

    def test_script_that_fails_on_the_way(self):
        display = Display(800, 600)
        self.addCleanup(display.close)
        for line, status in (("set t 2000", USAGE), ("set bogus 1", USAGE),
                             ("click bogus", COULD_NOT), ("open missing.png", COULD_NOT),
                             ("screenshot gone/a.png", COULD_NOT), ("key Bogus", USAGE)):
            script = self.write("tour.txt", f"wait 1\n{line}\nwait 100000\n".encode())
            self.check_refused(status, "tour.txt:2:", "--script", script, display=display)

    def test_no_display(self):
        self.check_refused(COULD_NOT, "display alphabar export")

    def test_instruction_sets(self):
        for name in ("AVX2", "avx", "c ", "mmx"):
            with self.isa(name):
                self.check_refused(COULD_NOT, f"ALPHABAR_ISA: {name} none c sse2 avx2 avx512 neon",
                                   "schedule")
        for name in ISAS:
            with self.isa(name):
                done = self.run_it("schedule")
                if done.returncode == 0 and not done.stderr:
                    continue
                done = self.check_refused(COULD_NOT, "", "export", "a.png")
                self.assertEqual(done.stderr,
                                 f"alphabar: ALPHABAR_ISA: this processor has no {name}\n")
                self.assertNotEqual(name, "c")


class Done(CommandLine):
    def table(self, *arguments):
        text = self.check_done("schedule", *arguments).stdout.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        return {int(r["t"]): {k: float(v) for k, v in r.items()} for r in rows}

    def values(self, what, *arguments):
        out = self.folder / f"{what}.npy"
        self.check_done("export", out, "--what", what, *arguments)
        shape, values = read_npy(out)
        out.unlink()
        self.shape = shape
        return values

    def test_targets(self):
        """What a network may predict, from x and the noise."""
        options = ("--t", 300, "--resolution", 16)
        alpha = self.table()[300]["alpha"]
        signal, noise = alpha ** 0.5, (1 - alpha) ** 0.5
        x, n = (self.values(what, *options) for what in ("x", "noise"))
        self.assertEqual(self.values("x_hat", *options), x)
        wanted = {"v": [signal * b - noise * a for a, b in zip(x, n)],
                  "score": [-b / noise for b in n], "velocity": [b - a for a, b in zip(x, n)]}
        for what, values in wanted.items():
            for got, value in zip(self.values(what, *options), values):
                self.assertAlmostEqual(got, value, delta=2e-6)
        for what in ("v", "score", "velocity", "x_hat"):
            self.check_done("export", self.folder / "a.png", "--what", what, *options)

    def test_help_and_version(self):
        text = self.check_done("--help").stdout.decode()
        for word in ("alphabar export OUT", "--beta-max", "--schedule", "Exit status"):
            self.assertIn(word, text)
        for panel in ("pictures(...)", "strip", "compare_plot(...)", "mixture_run"):
            self.assertIn(f"\n  {panel} ", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 100)
        self.assertRegex(self.check_done("--version").stdout, rb"\Aalphabar \d+\.\d+\.\d+\n\Z")
        self.assertEqual(self.check_done("export", "--help").stdout.decode(), text)

    def test_table(self):
        lines = self.check_done("schedule", "--schedule", "cosine").stdout.decode().splitlines()
        self.assertEqual(lines[0], "t,beta,alpha,sigma2,coef_x,coef_z,log_snr")
        self.assertEqual(len(lines), 1001)
        for line in lines[1:]:
            for number in line.split(",")[1:]:
                self.assertEqual(number, "%.17g" % float(number))
        self.check_done("export", "table.csv", "--schedule", "cosine")
        self.assertEqual((self.folder / "table.csv").read_text().splitlines(), lines)

    def test_numbers_of_z_mean_and_sample(self):
        """z_t = √α x + √(1−α) n, m_t = coef_z z + coef_x x, a draw is m_t + σ η: each coefficient
        rounded to float32 once, then each product and each sum."""
        for schedule, t, seed in (("cosine", 500, 7), ("linear", 2, 1), ("linear", 1000, 2 ** 63)):
            options = ["--t", t, "--schedule", schedule, "--seed", seed, "--resolution", 48]
            row = self.table("--schedule", schedule)[t]
            x, n = self.values("x", *options), self.values("noise", *options)
            self.assertEqual(self.shape, (48, 48, 3))
            a, b, g, h = rounded([math.sqrt(row["alpha"]), math.sqrt(1 - row["alpha"]),
                                  row["coef_z"], row["coef_x"]])
            if t > 2:  # near t = 0 the table has more digits of 1 − α than α leaves
                z = rounded(p + q for p, q in zip(rounded(a * v for v in x),
                                                  rounded(b * v for v in n)))
                self.assertEqual(self.values("z", *options), z, (schedule, t))
            z = self.values("z", *options)
            mean = rounded(p + q for p, q in zip(rounded(g * v for v in z),
                                                 rounded(h * v for v in x)))
            self.assertEqual(self.values("mean", *options), mean, (schedule, t))
            sigma, sample = math.sqrt(row["sigma2"]), self.values("sample", *options)
            eta = [(s - m) / sigma for s, m in zip(sample, mean)]
            self.check_standard_normal(eta)
            self.check_standard_normal(n)
            self.assertLess(abs(sum(p * q for p, q in zip(eta, n))), 6 * math.sqrt(len(eta)))

    def test_flow_as_itself(self):
        """z = (1 − u) x + u n, u = s t/T / (1 + (s − 1) t/T); the table that is written stays that
        of β."""
        for shift, t in ((1, 400), (3, 700)):
            flow = ["--schedule", "flow", "--shift", shift]
            options = ["--t", t, *flow, "--resolution", 32]
            x, n = self.values("x", *options), self.values("noise", *options)
            z = self.values("z", *options, "--flow-form", "straight")
            u = shift * t / (1000 + (shift - 1) * t)
            for a, b, c in zip(x, n, z):
                self.assertLess(abs((1 - u) * a + u * b - c), 1e-6 * (1 + abs(b)))
            kept = self.values("z", *options)
            scale = math.sqrt((1 - u) ** 2 + u ** 2)
            for a, b in zip(z, kept):
                self.assertLess(abs(a / scale - b), 1e-5 * (1 + abs(b)))
            self.assertEqual(self.table(*flow), self.table(*flow, "--flow-form", "straight"))

    def test_formula(self):
        """A schedule that is typed, in the table and in what a picture carries."""
        formula = "log_snr = -10*u^3 + 5"
        table = self.table("--formula", formula, "--steps", 40)
        for t in range(1, 41):
            self.assertAlmostEqual(table[t]["log_snr"], 5 - 10 * (t / 40) ** 3, places=12)
        for wrong, why in (("alpha = (1 - u", "column 9: ( is not closed"),
                           ("alpha = 1 - foo", "column 13: \"foo\" is no name"),
                           ("alpha = 1 + u", "alpha is 1.001 at t = 1"),
                           ("log_snr = sin(20*u)", "log_snr rises at t = 2"),
                           ("log_snr = log(0.5 - u)", "t = 500")):
            self.check_refused(2, "formula: " + why, "schedule", "--formula", wrong)

    def check_standard_normal(self, values):
        count = len(values)
        mean = sum(values) / count
        self.assertLess(abs(mean), 5 / math.sqrt(count))
        variance = sum((v - mean) ** 2 for v in values) / count
        self.assertLess(abs(variance - 1), 5 * math.sqrt(2 / count))

    def test_first_step(self):
        options = ["--t", 1, "--resolution", 32]
        x = self.values("x", *options)
        for what in ("mean", "sample", "zprev"):
            self.assertEqual(self.values(what, *options), x, what)

    def test_same_bytes_twice(self):
        for arguments in (["a.png", "--size", "800x600"], ["a.npy", "--frames", "1:1000:333"],
                          ["a.png", "--what", "strip"], ["a.png", "--what", "sample"],
                          ["a.png", "--what", "plots", "--size", "640x480"]):
            out, found = self.folder / arguments[0], []
            for _ in range(2):
                self.check_done("export", *arguments)
                found.append(out.read_bytes())
                out.unlink()
            self.assertTrue(found[0] == found[1], arguments)

    def test_same_bytes_with_every_instruction_set(self):
        for arguments in (["a.npy", "--what", "sample", "--frames", "1:1000:111"],
                          ["a.png", "--what", "strip"], ["a.png", "--what", "mean"]):
            found = {}
            for name in ("", *ISAS):
                with self.isa(name):
                    if self.run_it("--version").returncode:
                        continue
                    self.check_done("export", *arguments)
                    found[name] = (self.folder / arguments[0]).read_bytes()
            self.assertIn("c", found)
            for name, data in found.items():
                self.assertTrue(data == found["c"], (name, arguments))

    @unittest.skipUnless(shutil.which("localedef") and os.path.isdir("/usr/share/i18n/locales"),
                         "Debian's package locales is not here")
    def test_same_bytes_in_every_locale(self):
        # A comma between the digits, and a dotless i.
        for name in ("de_DE", "tr_TR"):
            subprocess.run(["localedef", "--no-archive", "-i", name, "-f", "UTF-8",
                            str(self.folder / f"{name}.UTF-8")], check=True, capture_output=True)
        for arguments in (["schedule", "--steps", "7", "--beta-max", "0.015"],
                          ["schedule", "--steps", "7", "--format", "json"],
                          ["schedule", "--formula", "log_snr = 5.5 - 10*u", "--steps", "7"],
                          ["schedule", "--levels", "comfy.karras", "--sample-steps", "3"]):
            made = set()
            for locale in ("C", "de_DE.UTF-8", "tr_TR.UTF-8"):
                where = {"LC_ALL": locale, "LOCPATH": str(self.folder), "LANG": locale}
                with unittest.mock.patch.dict(os.environ, where):
                    done = self.run_it(*arguments)
                self.assertEqual(done.returncode, 0, done.stderr)
                made.add(done.stdout)
            self.assertEqual(len(made), 1, arguments)

    def test_same_bytes_with_every_number_of_threads(self):
        for arguments in (["a.npy", "--what", "sample", "--frames", "1:1000:111"],
                          ["a.png", "--what", "strip"], ["a.png", "--what", "mean"],
                          ["a.npy", "--what", "noise", "--t", "700", "--coupling", "jump"]):
            found = []
            for threads in ("1", "2", "5", "0"):
                self.check_done("export", *arguments, "--threads", threads)
                found.append((self.folder / arguments[0]).read_bytes())
            self.assertEqual(len(set(found)), 1, arguments)

    def test_film(self):
        (self.folder / "frames").mkdir()
        self.check_done("export", "frames/%04d.png", "--what", "z", "--frames", "1:9:4",
                        "--resolution", "16")
        names = [p.name for p in sorted((self.folder / "frames").iterdir())]
        self.assertEqual(names, ["0001.png", "0005.png", "0009.png"])
        self.check_done("export", "%%%d.png", "--what", "z", "--duration", "1s", "--fps", "4",
                        "--resolution", "16")
        self.assertEqual(sorted(p.name for p in self.folder.glob("*.png")),
                         ["%0.png", "%1.png", "%2.png", "%3.png"])
        self.values("z", "--frames", "10:20", "--resolution", "16")
        self.assertEqual(self.shape, (11, 16, 16, 3))

    def test_pictures_of_odd_shapes(self):
        for width, height in ((1, 1), (1, 20000), (20000, 1), (3, 2)):
            rows = [bytes(x % 251 for x in range(3 * width))] * height
            path = self.write("odd.png", pixels.png_bytes(width, height, 3, rows))
            self.values("z", path, "--resolution", "0")
            self.assertEqual(self.shape, (height, width, 3))
            self.values("z", path)
            self.assertLessEqual(max(self.shape), 256)
            for what in ("window", "z", "strip"):
                self.check_done("export", "a.png", path, "--what", what, "--size", "800x600")

    def test_grey_stays_one_channel(self):
        rows = [bytes([0, 85, 170, 255])] * 3
        path = self.write("grey.png", pixels.png_bytes(4, 3, 1, rows))
        x = self.values("x", path)
        self.assertEqual(self.shape, (3, 4, 1))
        self.assertEqual(x[:4], rounded(v / 127.5 - 1 for v in rows[0]))
        self.check_done("export", "x.png", path, "--what", "x")
        back = pixels.read_png(self.folder / "x.png")
        self.assertEqual((back.channels, [bytes(r) for r in back.rows]), (1, rows))

    def test_jpeg(self):
        self.values("x", self.write("a.jpg", JPEG))
        self.assertEqual(self.shape, (8, 16, 1))

    def test_picture_of_the_window(self):
        self.check_done("export", "a.png", "--size", "640x480", "--theme", "light")
        shot = pixels.read_png(self.folder / "a.png")
        self.assertEqual((shot.width, shot.height), (640, 480))
        self.assertEqual(shot.at(2, 2)[:3], (255, 255, 255))

    def test_betas_from_a_file(self):
        path = self.write("list.csv", b"t,beta\n1,0.1\n2,0.2\n3,1\n")
        table = self.table("--betas", path)
        self.assertEqual([table[t]["beta"] for t in (1, 2, 3)], [0.1, 0.2, 1])
        self.assertEqual((table[3]["alpha"], table[3]["log_snr"]), (0, -math.inf))
        z, n = (self.values(w, "--betas", path, "--t", "3") for w in ("z", "noise"))
        self.assertEqual(z, n)

    def test_permissions_and_replacing(self):
        for mask, mode in ((0o022, 0o644), (0o077, 0o600)):
            self.check_done("export", "a.png", "--what", "z",
                            preexec_fn=lambda m=mask: os.umask(m))
            self.assertEqual((self.folder / "a.png").stat().st_mode & 0o777, mode)
            (self.folder / "a.png").unlink()
        self.write("a.png", b"before")
        (self.folder / "link.png").symlink_to("a.png")
        self.check_done("export", "link.png", "--what", "z")
        self.assertTrue((self.folder / "link.png").is_symlink())
        self.assertEqual((self.folder / "a.png").read_bytes()[:8], pixels.SIGNATURE)
        self.assertTrue(re.fullmatch(r"a\.png link\.png",
                                     " ".join(sorted(os.listdir(self.folder)))))


if __name__ == "__main__":
    unittest.main()
