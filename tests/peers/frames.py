# SPDX-License-Identifier: MIT
"""Frames of the window as PNG files: alphabar beside stb_image_write and matplotlib, in one run.

    /usr/bin/python3 tests/peers/frames.py build/release/alphabar [FRAMES]

alphabar draws and writes FRAMES frames of 1920 x 1080 (300). Some ten of them, spread over the film,
are then read back and written by stb_image_write, which draws nothing, and by matplotlib's savefig,
which draws the picture whole and pixel by pixel; both are counted a frame. What is not installed
(the C compiler and libstb-dev, matplotlib) is left out, with a word.
"""
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

WIDTH, HEIGHT = 1920, 1080
HERE = pathlib.Path(__file__).resolve().parent


def read_png(path):
    """The RGB bytes of a PNG file of 8 bits, without interlacing."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            assert struct.unpack(">IIBB", data[at + 8:at + 18]) == (WIDTH, HEIGHT, 8, 2), path
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    rows, stride = zlib.decompress(packed), 3 * WIDTH
    out, before = bytearray(), bytearray(stride)
    for y in range(HEIGHT):
        start = y * (stride + 1)
        row = bytearray(rows[start + 1:start + 1 + stride])
        unfilter(rows[start], row, before)
        out += row
        before = row
    return bytes(out)


def unfilter(kind, row, before):
    for i in range(len(row) if kind else 0):
        left, above = row[i - 3] if i >= 3 else 0, before[i]
        corner = before[i - 3] if i >= 3 else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = above
        elif kind == 3:
            guess = (left + above) // 2
        else:
            near = left + above - corner
            guess = min((abs(near - left), 0, left), (abs(near - above), 1, above),
                        (abs(near - corner), 2, corner))[2]
        row[i] = (row[i] + guess) & 255


def of_alphabar(program, folder, frames):
    """Seconds a frame, and the files."""
    step = max(1, 1000 // frames)
    start = time.perf_counter()
    subprocess.run([program, "export", folder / "%04d.png", "--size", f"{WIDTH}x{HEIGHT}",
                    "--frames", f"1:{step * (frames - 1) + 1}:{step}"], check=True)
    took = time.perf_counter() - start
    return took / frames, sorted(folder.glob("*.png"))


def of_stb(folder, raw):
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        return "no C compiler"
    program = folder / "stb_frames"
    built = subprocess.run([compiler, "-O3", HERE / "stb_frames.c", "-o", program, "-lm"],
                           stderr=subprocess.PIPE, text=True)
    if built.returncode:
        why = built.stderr.strip().splitlines()
        return f"not built; is libstb-dev installed? ({why[0] if why else built.returncode})"
    said = subprocess.run([program, raw, str(WIDTH), str(HEIGHT), folder / "stb.png"], check=True,
                          stdout=subprocess.PIPE, text=True).stdout.split()
    return float(said[1]) / int(said[0])


def of_matplotlib(folder, pictures):
    try:
        import matplotlib
        import numpy
    except ImportError as missing:
        return f"{missing.name} is not installed"
    matplotlib.use("Agg")
    from matplotlib import pyplot
    dpi = 100
    figure = pyplot.figure(figsize=(WIDTH / dpi, HEIGHT / dpi), dpi=dpi)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    spent = 0
    for picture in pictures:
        values = numpy.frombuffer(picture, numpy.uint8).reshape(HEIGHT, WIDTH, 3)
        start = time.perf_counter()
        axes.clear()
        axes.set_axis_off()
        axes.imshow(values, interpolation="nearest", aspect="auto")
        figure.savefig(folder / "matplotlib.png", dpi=dpi)
        spent += time.perf_counter() - start
    pyplot.close(figure)
    return spent / len(pictures)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.strip())
    frames = int(sys.argv[2]) if len(sys.argv) == 3 else 300
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "film").mkdir()
        ours, files = of_alphabar(os.path.abspath(sys.argv[1]), folder / "film", frames)
        print(f"{frames} frames of the window, {WIDTH} × {HEIGHT}, to PNG: "
              f"{1e3 * ours:.1f} ms a frame")
        pictures = [read_png(file) for file in files[::max(10, len(files) // 10)]]
        (folder / "frames.rgb").write_bytes(b"".join(pictures))
        for peer, theirs in (("stb_image_write", of_stb(folder, folder / "frames.rgb")),
                             ("matplotlib's savefig", of_matplotlib(folder, pictures))):
            if isinstance(theirs, str):
                print(f"{peer}: left out: {theirs}")
            else:
                print(f"{peer}: {1e3 * theirs:.1f} ms a frame, {theirs / ours:.1f} ×")


if __name__ == "__main__":
    main()
