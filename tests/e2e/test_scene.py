# SPDX-License-Identifier: MIT
"""The built-in picture is what its program paints: assets/scene.c gives assets/scene.png again.

Usage: test_scene.py PAINT_SCENE scene.png. Another libm may round a few pixels otherwise.
"""
import subprocess
import sys
import tempfile

import pixels


def main():
    painter, png = sys.argv[1:3]
    with tempfile.NamedTemporaryFile(suffix=".ppm") as ppm:
        subprocess.run([painter, ppm.name], check=True)
        data = open(ppm.name, "rb").read()
    header = b"P6\n512 512\n255\n"
    assert data.startswith(header), "the program writes a 512 × 512 PPM"
    painted = data[len(header):]
    kept = pixels.read_png(png)
    kept = b"".join(bytes(row) for row in kept.rows)
    assert len(painted) == len(kept) == 512 * 512 * 3
    off = [abs(a - b) for a, b in zip(painted, kept)]
    far = sum(d > 8 for d in off)
    print(f"mean difference {sum(off) / len(off):.5f}, {far} values further than 8")
    assert sum(off) / len(off) < 0.05 and far < len(off) / 1000, "scene.png is another picture"
    print("1 passed, 0 failed")


main()
