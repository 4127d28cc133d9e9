# SPDX-License-Identifier: MIT
"""Pictures as plain bytes: PNG in and out, and the screen of an Xvfb that was given -fbdir."""
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # of PNG's colour types


class Pixels:
    """Rows of 8-bit pixels of 1, 3 or 4 channels."""

    def __init__(self, width, height, channels, rows):
        self.width, self.height, self.channels, self.rows = width, height, channels, rows

    def at(self, x, y):
        x, y = int(x), int(y)
        return tuple(self.rows[y][x * self.channels:(x + 1) * self.channels])

    def part(self, rect):
        """The bytes of a rectangle [x, y, w, h]; equal parts hold equal pixels."""
        x, y, w, h = (int(v) for v in rect)
        return b"".join(bytes(row[x * self.channels:(x + w) * self.channels])
                        for row in self.rows[y:y + h])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height, color_type):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, color_type, 0, 0, 0))


def png_bytes(width, height, channels, rows):
    """A PNG file of unfiltered rows (bytes each)."""
    color_type = {1: 0, 3: 2, 4: 6}[channels]
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 1)
    return SIGNATURE + png_header(width, height, color_type) + chunk(b"IDAT", body) + \
        chunk(b"IEND", b"")


def write_png(path, pixels):
    with open(path, "wb") as out:
        out.write(png_bytes(pixels.width, pixels.height, pixels.channels, pixels.rows))


def paeth(a, b, c):
    near = a + b - c
    da, db, dc = abs(near - a), abs(near - b), abs(near - c)
    return a if da <= db and da <= dc else b if db <= dc else c


def unfilter(kind, row, above, step):
    if kind == 1:
        for i in range(step, len(row)):
            row[i] = (row[i] + row[i - step]) & 255
    elif kind == 2:
        row = bytearray((a + b) & 255 for a, b in zip(row, above))
    elif kind == 3:
        for i in range(len(row)):
            left = row[i - step] if i >= step else 0
            row[i] = (row[i] + (left + above[i]) // 2) & 255
    elif kind == 4:
        for i in range(len(row)):
            left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
            row[i] = (row[i] + paeth(left, above[i], corner)) & 255
    elif kind != 0:
        raise ValueError(f"filter {kind}")
    return row


def read_png(path):
    """Every 8-bit PNG without a palette and without interlacing. Checks the sums."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == SIGNATURE, f"{path} is no PNG"
    at, packed, header, last = 8, b"", None, None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] == \
            zlib.crc32(kind + body), f"{path}: the sum of {kind} is wrong"
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        at, last = at + 12 + length, kind
    assert last == b"IEND", f"{path} has no end"
    width, height, depth, color_type, _, _, interlaced = header
    assert depth == 8 and not interlaced and color_type in CHANNELS, f"{path}: {header}"
    channels = CHANNELS[color_type]
    flat, length = zlib.decompress(packed), width * channels
    assert len(flat) == height * (length + 1)
    rows, above = [], bytearray(length)
    for y in range(height):
        start = y * (length + 1)
        above = unfilter(flat[start], bytearray(flat[start + 1:start + 1 + length]), above,
                         channels)
        rows.append(above)
    return Pixels(width, height, channels, rows)


def read_screen(path):
    """An XWD file of 32 bits a pixel, as Xvfb keeps its screen in: RGB."""
    with open(path, "rb") as file:
        data = file.read()
    words = struct.unpack(">25I", data[:100])
    header_size, width, height, bits, pitch, colors = (words[i] for i in (0, 4, 5, 11, 12, 19))
    little = words[7] == 0  # the order of bytes in a pixel
    assert bits == 32, f"{bits} bits a pixel"
    start, rows = header_size + 12 * colors, []
    for y in range(height):
        row = data[start + y * pitch:start + y * pitch + 4 * width]
        rgb = bytearray(3 * width)
        for c in range(3):
            rgb[c::3] = row[(2 - c if little else c + 1)::4]
        rows.append(rgb)
    return Pixels(width, height, 3, rows)
