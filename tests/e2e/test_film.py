# SPDX-License-Identifier: MIT
"""Films and figures as other programs read them; the same bytes however they are made; and what
is said, and left, when something goes wrong on the way."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as xml

import pixels
from harness import PATIENCE, program
from test_command_line import COULD_NOT, ISAS, USAGE, CommandLine

HAS_FFMPEG = shutil.which("ffmpeg") and shutil.which("ffprobe")
needs_ffmpeg = unittest.skipUnless(HAS_FFMPEG, "ffmpeg is not installed")
SMALL = "--what", "z", "--resolution", "48"


def probe(path):
    text = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0",
                           "-show_entries", "stream=width,height,avg_frame_rate,nb_read_frames",
                           "-of", "json", path], stdout=subprocess.PIPE, check=True,
                          timeout=PATIENCE).stdout
    stream = json.loads(text)["streams"][0]
    return (stream["width"], stream["height"], stream["avg_frame_rate"],
            int(stream["nb_read_frames"]))


def decode(path, width, height):
    """All frames of a film, as RGB bytes."""
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt",
                          "rgb24", "-"], stdout=subprocess.PIPE, check=True,
                         timeout=PATIENCE).stdout
    size = width * height * 3
    return [raw[i:i + size] for i in range(0, len(raw), size)]


def distance(a, b):
    return sum(abs(p - q) for p, q in zip(a, b)) / len(a)


class Films(CommandLine):
    @needs_ffmpeg
    def test_films_are_what_was_asked_for(self):
        for name, rate in (("a.apng", 24), ("a.y4m", 24), ("a.mp4", 24), ("a.webm", 24),
                           ("a.gif", 20)):
            self.check_done("export", name, *SMALL, "--duration", "1s", "--fps", rate,
                            "--ease", "in_out", "--loop", "pingpong")
            width, height, found, frames = probe(self.folder / name)
            above, below = map(int, found.split("/"))
            self.assertEqual((width, height, frames), (48, 48, rate), name)
            self.assertAlmostEqual(above / below, rate, delta=0.1, msg=name)

    @needs_ffmpeg
    def test_frames_are_the_pictures(self):
        """Without loss in .apng, nearly so in .y4m, roughly in .gif."""
        self.check_done("export", "f%03d.png", *SMALL, "--frames", "1:900:300")
        wanted = [b"".join(bytes(row) for row in pixels.read_png(path).rows)
                  for path in sorted(self.folder.glob("f*.png"))]
        for name, most in (("a.apng", 0), ("a.y4m", 1.5), ("a.gif", 24)):
            self.check_done("export", name, *SMALL, "--frames", "1:900:300", "--fps", "10")
            frames = decode(self.folder / name, 48, 48)
            self.assertEqual(len(frames), 3, name)
            for got, want in zip(frames, wanted):
                self.assertLessEqual(distance(got, want), most, name)

    @needs_ffmpeg
    def test_odd_sides_get_one_more(self):
        self.check_done("export", "a.mp4", "--what", "z", "--resolution", "51", "--duration", "1s",
                        "--fps", "5")
        self.assertEqual(probe(self.folder / "a.mp4")[:2], (52, 52))

    @needs_ffmpeg
    def test_a_pipe_into_ffmpeg(self):
        with subprocess.Popen([program(), "export", "-", *SMALL, "--duration", "1s"],
                              cwd=self.folder, stdout=subprocess.PIPE) as alphabar:
            subprocess.run(["ffmpeg", "-v", "error", "-i", "-", "-f", "matroska", "a.mkv"],
                           cwd=self.folder, stdin=alphabar.stdout, check=True, timeout=PATIENCE)
        self.assertEqual(alphabar.returncode, 0)
        self.assertEqual(probe(self.folder / "a.mkv")[3], 30)

    def test_size_enlarges_by_whole_factors(self):
        self.check_done("export", "own.png", *SMALL)
        self.check_done("export", "large.png", *SMALL, "--size", "120x100")
        own, large = (pixels.read_png(self.folder / n) for n in ("own.png", "large.png"))
        self.assertEqual((large.width, large.height), (120, 100))
        for y in range(96):
            for x in range(0, 96, 7):
                self.assertEqual(large.at(x + 12, y + 2), own.at(x // 2, y // 2))
        self.assertEqual(large.at(3, 3), large.at(118, 98))  # the ground
        self.check_done("export", "less.png", *SMALL, "--size", "24x24")
        less = pixels.read_png(self.folder / "less.png")
        found = {own.at(x, y) for x in range(48) for y in range(48)}
        for y in range(24):  # pixels are skipped, none is a mean of several
            self.assertTrue({less.at(x, y) for x in range(24)} <= found)


class SameBytes(CommandLine):
    def frames(self, folder, *arguments):
        (self.folder / folder).mkdir(exist_ok=True)
        self.check_done("export", f"{folder}/%03d.png", *arguments)
        return {p.name: p.read_bytes() for p in (self.folder / folder).iterdir()}

    def test_threads_and_instruction_sets(self):
        for what in ("z", "strip", "mean"):
            found = set()
            for name in ("", *ISAS):
                with self.isa(name):
                    if self.run_it("--version").returncode:
                        continue
                    for threads in (1, 4):
                        self.check_done("export", "a.apng", "--what", what, "--resolution", "48",
                                        "--frames", "1:90:10", "--threads", threads)
                        found.add((self.folder / "a.apng").read_bytes())
            self.assertEqual(len(found), 1, what)

    def test_ranges_give_the_frames_of_one_run(self):
        for options in (SMALL, ("--size", "640x480")):
            whole = self.frames("whole", *options, "--frames", "1:100:9")
            self.frames("parts", *options, "--frames", "1:46:9", "--threads", 1)
            parts = self.frames("parts", *options, "--frames", "55:100:9")
            self.assertEqual(whole.keys(), parts.keys())
            for name, data in whole.items():
                self.assertTrue(parts[name] == data, (options, name))
            for folder in ("whole", "parts"):
                shutil.rmtree(self.folder / folder)

    def test_resume(self):
        whole = self.frames("a", *SMALL, "--frames", "1:20")
        folder = self.folder / "a"
        (folder / "003.png").write_bytes(whole["003.png"][:-20])  # half a file
        (folder / "007.png").unlink()
        os.utime(folder / "005.png", (1, 1))
        self.assertEqual(self.frames("a", *SMALL, "--frames", "1:20", "--resume"), whole)
        self.assertEqual((folder / "005.png").stat().st_mtime, 1)  # not touched
        # Nothing that was made otherwise is mixed in, or lost.
        self.check_refused(COULD_NOT, "--resume 001.png made", "export", "a/%03d.png", *SMALL,
                           "--frames", "1:20", "--seed", "8", "--resume")
        # All there: nothing to do, not even with a canvas.
        self.assertEqual(self.frames("a", *SMALL, "--frames", "1:20", "--resume"), whole)

    def test_killed_and_resumed(self):
        whole = self.frames("whole", *SMALL, "--frames", "1:600")
        (self.folder / "a").mkdir()
        command = [program(), "export", "a/%03d.png", *SMALL, "--frames", "1:600"]
        with subprocess.Popen(command, cwd=self.folder) as process:
            end = time.monotonic() + PATIENCE
            while len(list((self.folder / "a").iterdir())) < 5 and time.monotonic() < end:
                time.sleep(0.001)
            process.kill()
        self.assertEqual(process.returncode, -signal.SIGKILL)
        for path in (self.folder / "a").glob("*.png"):
            self.assertTrue(path.read_bytes() == whole[path.name], path)
        left = [p for p in (self.folder / "a").iterdir() if p.suffix != ".png"]
        for path in left:
            path.unlink()  # a killed program cannot: the name it was written under
        self.assertLessEqual(len(left), 1)
        self.assertEqual(self.frames("a", *SMALL, "--frames", "1:600", "--resume"), whole)


class Comments(CommandLine):
    def test_every_file_is_taken_up_again(self):
        options = ["--schedule", "cosine", "--steps", "200", "--t", "77", "--theme", "light",
                   "--set", "pin_x=12", "--set", "pin_y=9", "--seed", "99"]
        picture = self.folder / "my picture.png"
        self.check_done("export", picture, "--what", "x", "--resolution", "64")
        wanted = self.export_npy("wanted", picture, *options)
        names = ["a.png", "a.svg", "a.apng", "f%d.png"]
        if HAS_FFMPEG:
            names += ["a.mp4", "a.webm", "a.gif"]
        for name in names:
            film = ["--frames", "77:78"] if name not in ("a.png", "a.svg") else []
            what = [] if name == "a.svg" else ["--what", "z"]
            self.check_done("export", name, picture, *options, *what, *film)
            name = name.replace("%d", "77")
            self.assertEqual(self.export_npy("again", "--from", name), wanted, name)
        other = self.export_npy("other", "--from", "a.png", "--t", "3")
        self.assertNotEqual(other, wanted)

    def test_picture_that_moved_along(self):
        (self.folder / "there").mkdir()
        self.check_done("export", "a.png", "--what", "x", "--resolution", "20")
        (self.folder / "a.png").rename(self.folder / "photo.png")
        self.check_done("export", "b.png", "photo.png", "--what", "z", "--t", "50")
        for name in ("photo.png", "b.png"):
            (self.folder / name).rename(self.folder / "there" / name)
        again = self.export_npy("again", "--from", "there/b.png")
        self.assertEqual(again, self.export_npy("wanted", "there/photo.png", "--t", "50"))
        (self.folder / "there" / "photo.png").unlink()
        self.check_refused(COULD_NOT, "photo.png", "export", "c.png", "--from", "there/b.png")

    def export_npy(self, name, *arguments):
        self.check_done("export", f"{name}.npy", *arguments)
        return (self.folder / f"{name}.npy").read_bytes()

    def test_files_without_one(self):
        self.write("plain.png", pixels.png_bytes(1, 1, 1, [b"\0"]))
        self.write("none.bin", b"alphabar" * 10)
        for name in ("plain.png", "none.bin"):
            self.check_refused(COULD_NOT, f"{name} carries", "export", "b.png", "--from", name)
        self.check_refused(COULD_NOT, "missing.png", "export", "b.png", "--from", "missing.png")
        self.check_refused(COULD_NOT, "folder", "--from", self.folder)


class Figures(CommandLine):
    NAMESPACE = "{http://www.w3.org/2000/svg}"

    def texts(self, root):
        return ["".join(t.itertext()) for t in root.iter(self.NAMESPACE + "text")]

    def test_svg_is_well_formed_whatever_the_picture_is_called(self):
        name = os.fsencode(self.folder) + b"/caf\xe9 <&>.ppm"
        with open(name, "wb") as file:
            file.write(b"P6 2 2 255 " + bytes(12))
        self.check_done("export", "a.svg", os.fsdecode(name), "--what", "signal")
        xml.parse(self.folder / "a.svg")

    def test_svg_has_text_and_curves(self):
        for what, words, least in (("plots", ["Signal left", "Variance of one step"], 8),
                                   ("signal", ["Signal left", "0.5509"], 3),
                                   ("variance", ["linear"], 2), ("pixel", ["Pixel 128, 128"], 3),
                                   ("equation", ["z240", "0.742"], 3),
                                   ("figure", ["t", "log SNR", "1000"], 0)):
            self.check_done("export", "a.svg", "--what", what)
            data = (self.folder / "a.svg").read_text(encoding="utf-8")
            root = xml.fromstring(data)
            text = " ".join(self.texts(root))
            joined = text.replace(" ", "")
            for word in words:
                if what != "variance":
                    self.assertIn(word.replace(" ", ""), joined, what)
            lines = list(root.iter(self.NAMESPACE + "polyline"))
            self.assertGreaterEqual(len(lines), least, what)
            numbers = " ".join(v for e in root.iter() for k, v in e.items() if "href" not in k)
            self.assertNotRegex(numbers, "nan|inf")
            self.assertTrue(all(t.strip() for t in self.texts(root)))
            if what != "figure":
                self.assertLess(len(data), 150_000, what)  # small
            pictures = len(list(root.iter(self.NAMESPACE + "image")))
            self.assertEqual(pictures, 11 if what == "figure" else 0)

    def test_one_class_a_quantity(self):
        self.check_done("export", "a.svg", "--what", "signal", "--theme", "light")
        root = xml.fromstring((self.folder / "a.svg").read_text(encoding="utf-8"))
        lines = [e.get("class") for e in root.iter(self.NAMESPACE + "polyline")]
        for name in ("alpha-line", "x-line", "noise-line"):
            self.assertIn(name, lines)
        style = root.find(self.NAMESPACE + "style").text
        self.assertIn(".alpha{fill:#7d6700}", style)

    @unittest.skipUnless(shutil.which("rsvg-convert"), "rsvg-convert is not installed")
    def test_svg_looks_like_the_png(self):
        self.check_done("export", "a.svg", "--what", "signal")
        self.check_done("export", "a.png", "--what", "signal")
        subprocess.run(["rsvg-convert", "a.svg", "-o", "b.png"], cwd=self.folder, check=True)
        a, b = (pixels.read_png(self.folder / n) for n in ("a.png", "b.png"))
        self.assertEqual((a.width, a.height), (b.width, b.height))
        far = sum(abs(p - q) > 64 for y in range(0, a.height, 3) for x in range(0, a.width, 3)
                  for p, q in zip(a.at(x, y)[:1], b.at(x, y)[:1]))
        self.assertLess(far, a.width * a.height / 9 * 0.02)

    def test_figures_grow_with_their_pixels(self):
        """Twice the pixels is the same figure, twice as large."""
        shots = []
        for size in ("560x340", "1120x680"):
            self.check_done("export", "a.png", "--what", "signal", "--size", size)
            shots.append(pixels.read_png(self.folder / "a.png"))
        small, large = shots
        far = 0
        for y in range(2, 338, 4):
            for x in range(2, 558, 4):
                near = [large.at(2 * x + i, 2 * y + j)[0] for i in (-2, 0, 2, 3) for j in (-2, 0, 2, 3)]
                value = small.at(x, y)[0]
                far += not min(near) - 60 <= value <= max(near) + 60
        self.assertLess(far, 84 * 139 * 0.02)


class Transparent(CommandLine):
    """Without a ground. Laid over the ground that it else has it is the same picture."""

    def read(self, *arguments):
        self.check_done("export", "a.png", *arguments)
        return pixels.read_png(self.folder / "a.png")

    def test_plots_lie_on_any_ground(self):
        for theme, ground in (("dark", (0x1c, 0x1f, 0x26)), ("light", (0xf5, 0xf6, 0xf8))):
            what = ("--what", "plots", "--size", "400x300", "--theme", theme)
            opaque, bare = self.read(*what), self.read(*what, "--transparent", "1")
            self.assertEqual((opaque.channels, bare.channels), (3, 4))
            clear, soft, far = 0, 0, 0
            for y in range(300):
                for x in range(400):
                    *color, alpha = bare.at(x, y)
                    clear += alpha == 0
                    soft += 0 < alpha < 255
                    laid = [(c * alpha + g * (255 - alpha)) / 255 for c, g in zip(color, ground)]
                    far = max(far, *(abs(a - b) for a, b in zip(laid, opaque.at(x, y))))
            self.assertGreater(clear, 400 * 300 / 2)
            self.assertGreater(soft, 1000)
            self.assertLess(far, 5)

    def test_pictures_have_none_about_them(self):
        whole = self.read("--what", "z", "--resolution", "32", "--transparent", "1")
        self.assertEqual({whole.at(x, y)[3] for x in range(32) for y in range(32)}, {255})
        fit = self.read("--what", "z", "--resolution", "32", "--size", "100x64",
                        "--transparent", "1")
        self.assertEqual((fit.at(10, 30)[3], fit.at(50, 30)[3]), (0, 255))
        strip = self.read("--what", "strip", "--resolution", "32", "--transparent", "1")
        self.assertEqual((strip.at(32, 5)[3], strip.at(5, 5)[3]), (0, 255))

    def test_which_files(self):
        self.check_done("export", "a.apng", "--what", "signal", "--size", "300x200",
                        "--frames", "1:9:4", "--transparent", "1")
        film = (self.folder / "a.apng").read_bytes()
        self.assertEqual(film[25], 6)  # colour type: RGBA
        self.check_done("export", "a.svg", "--transparent", "1", "--theme", "dark")
        figure = (self.folder / "a.svg").read_text(encoding="utf-8")
        found = re.findall('<rect [^>]*class="(?:panel|ground)"', figure)
        self.assertEqual(found, [])
        for name in ("a.gif", "a.mp4", "a.webm", "a.y4m", "-"):
            self.check_refused(USAGE, "--transparent: .png, .apng and .svg", "export", name,
                               "--what", "z", "--frames", "1:3", "--transparent", "1")
        for name in ("a.npy", "a.csv"):
            self.check_refused(USAGE, "--transparent: .png", "export", name, "--transparent", "1")
        self.check_refused(USAGE, "--transparent 0 1", "export", "b.png", "--transparent", "2")

    def test_taken_up_again(self):
        self.read("--what", "signal", "--size", "300x200", "--transparent", "1")
        again = self.check_done("export", "b.png", "--from", "a.png", "--what", "signal")
        self.assertEqual(pixels.read_png(self.folder / "b.png").channels, 4)
        self.check_done("export", "b.y4m", "--from", "a.png", "--frames", "1:2", "--what", "z")


class GoneWrong(CommandLine):
    def fake_ffmpeg(self, script):
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        path = folder / "ffmpeg"
        path.write_text(f"#!{sys.executable}\n{script}\n")
        path.chmod(0o755)
        return unittest.mock.patch.dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")

    def test_no_ffmpeg(self):
        empty = self.folder / "empty"
        empty.mkdir()
        with unittest.mock.patch.dict(os.environ, PATH=str(empty)):
            for name in ("a.mp4", "a.webm", "a.gif"):
                self.check_refused(COULD_NOT, f"{name} ffmpeg .apng .y4m", "export", name, *SMALL,
                                   "--duration", "1s")
            self.check_done("export", "a.apng", *SMALL, "--frames", "1:2")

    def test_ffmpeg_that_dies_half_way(self):
        read = "import os, sys\nos.read(0, 5000)\n"
        for script, words in (
                (read + "sys.exit('first\\nUnknown encoder libx264\\nConversion failed!')",
                 "ffmpeg Unknown encoder"),
                (read + "os.kill(os.getpid(), 9)", "ffmpeg signal 9"),
                (read + "sys.exit(3)", "ffmpeg"),
                ("import sys; sys.stdin.buffer.read(); sys.exit('no room')", "ffmpeg no room")):
            with self.fake_ffmpeg(script):
                for name in ("a.mp4", "a.gif"):
                    self.check_refused(COULD_NOT, f"{name} {words}", "export", name, *SMALL,
                                       "--duration", "4s")

    def test_what_stood_there_stays(self):
        self.write("a.mp4", b"before")
        with self.fake_ffmpeg("import sys; sys.exit('no')"):
            self.check_refused(COULD_NOT, "a.mp4 ffmpeg no", "export", "a.mp4", *SMALL,
                               "--duration", "1s")
        self.assertEqual((self.folder / "a.mp4").read_bytes(), b"before")

    def test_reader_that_leaves(self):
        with subprocess.Popen([program(), "export", "-", *SMALL, "--duration", "60s"],
                              cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            process.stdout.read(1000)
            process.stdout.close()
            errors = process.stderr.read().decode()
            self.assertEqual(process.wait(PATIENCE), COULD_NOT)
        self.assertEqual(errors, "alphabar: standard output: Broken pipe\n")

    def test_full_output(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.check_refused(COULD_NOT, "standard output space", "export", "-", *SMALL,
                               "--duration", "9s", stdout=full)

    def test_a_sequence_makes_its_folder(self):
        self.check_done("export", "frames/%04d.png", *SMALL, "--frames", "1:9:4")
        names = sorted(p.name for p in (self.folder / "frames").iterdir())
        self.assertEqual(names, ["0001.png", "0005.png", "0009.png"])
        self.check_done("export", "100%%/%d.png", *SMALL, "--frames", "7:7")
        self.assertTrue((self.folder / "100%" / "7.png").exists())
        # That one, not its parents, and none for each frame.
        for name in ("gone/frames/%04d.png", "f%d/a.png"):
            self.check_refused(COULD_NOT, name.split("/", maxsplit=1)[0].replace("%d", ""),
                               "export", name, *SMALL, "--frames", "1:3")
        self.write("file", b"")
        self.check_refused(COULD_NOT, "file", "export", "file/%d.png", *SMALL, "--frames", "1:3")
        # Nothing written: no folder, and what was there stays.
        residual = "--what", "residual", "--resolution", "48", "--frames", "1:3"
        self.check_refused(USAGE, "--what residual", "export", "none/%d.png", *residual)
        (self.folder / "empty").mkdir()
        self.check_refused(USAGE, "--what residual", "export", "empty/%d.png", *residual)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["100%", "empty", "file", "frames"])

    def test_places(self):
        for name in ("a.apng", "a.y4m", "a.svg", "a.gif"):
            (self.folder / name).mkdir()
            what = ["--what", "plots"] if name == "a.svg" else [*SMALL, "--frames", "1:2"]
            self.check_refused(COULD_NOT, f"{name} folder", "export", name, *what)
            self.check_refused(COULD_NOT, "gone", "export", f"gone/{name}", *what)

    def test_full_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", disk], check=False,
            stderr=subprocess.DEVNULL).returncode == 0
        if not mounted:
            self.skipTest("no small disk can be mounted here")
        try:
            names = ["a.apng", "a.y4m"] + (["a.mp4", "a.webm", "a.gif"] if HAS_FFMPEG else [])
            for name in names:
                self.check_refused(COULD_NOT, f"disk/{name}", "export", f"disk/{name}",
                                   "--what", "z", "--resolution", "96", "--duration", "1s")
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_interrupted(self):
        """Ctrl+C leaves nothing half."""
        for name in ("a.apng", "a.y4m") + (("a.mp4", "a.gif") if HAS_FFMPEG else ()):
            with subprocess.Popen([program(), "export", name, *SMALL, "--duration", "3600s"],
                                  cwd=self.folder) as process:
                end = time.monotonic() + PATIENCE
                while not list(self.folder.iterdir()) and time.monotonic() < end:
                    time.sleep(0.01)
                time.sleep(0.1)
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(PATIENCE), -signal.SIGINT)
            self.assertEqual(list(self.folder.iterdir()), [], name)

    def test_interrupted_before_the_first_frame(self):
        """The folder that was made for them goes as well."""
        with subprocess.Popen([program(), "export", "f/%d.png", "--duration", "9s", "--size",
                               "6000x4000"], cwd=self.folder) as process:
            end = time.monotonic() + PATIENCE
            while not (self.folder / "f").exists() and time.monotonic() < end:
                time.sleep(0.001)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(PATIENCE), -signal.SIGINT)
        self.assertEqual(list(self.folder.iterdir()), [])


@unittest.skipIf(os.environ.get("ALPHABAR_SANITIZED"), "a sanitized build keeps freed memory")
class Memory(CommandLine):
    def test_constant_in_the_number_of_frames(self):
        """The most memory that the program ever had, of 10 and of 200 frames."""
        most = []
        for frames in ("1:10", "1:200"):
            (self.folder / "f").mkdir()
            script = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
                      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
            done = subprocess.run([sys.executable, "-c", script, program(), "export",
                                   "f/%03d.png", "--size", "640x480", "--frames", frames],
                                  cwd=self.folder, stdout=subprocess.PIPE, check=True,
                                  timeout=4 * PATIENCE)
            most.append(int(done.stdout))
            shutil.rmtree(self.folder / "f")
        self.assertLess(most[1], most[0] * 1.1 + 4000)


if __name__ == "__main__":
    unittest.main()
