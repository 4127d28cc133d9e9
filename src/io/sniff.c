// SPDX-License-Identifier: MIT
// One function a format walks the file's structure without decoding a pixel.
#include "io/sniff.h"

#include "io/pixels.h"
#include "io/sniff_bytes.h"
#include "io/sniff_jpeg.h"

#include <inttypes.h>
#include <string.h>

// ---- BMP: a header that tells where the rows begin; each row is padded to 4 bytes

static bool is_old_bmp(Bytes b) {
    return le32(b, 14) == 12;
}

static void read_bmp_header(ImageHeader *header, Bytes b) {
    uint32_t height = is_old_bmp(b) ? le16(b, 20) : le32(b, 22);
    if (height >> 31) height = 0 - height; // a negative one has the top row first
    header->width = is_old_bmp(b) ? le16(b, 18) : le32(b, 18);
    header->height = height;
}

static bool check_bmp(Bytes b, Error *error) {
    if (!need(b, 26, error)) return false;
    uint64_t offset = le32(b, 10), size = le32(b, 14);
    if (!need(b, 14 + size, error)) return false;
    if (offset < 14 + size) return is_damaged(error, "BMP");
    uint32_t compression = is_old_bmp(b) ? 0 : le32(b, 30);
    if (compression != 0 && compression != 3) {
        return error_set(error, "is a compressed BMP, which alphabar does not read");
    }
    ImageHeader header;
    read_bmp_header(&header, b);
    uint64_t row = (uint64_t)header.width * le16(b, is_old_bmp(b) ? 24 : 28);
    uint64_t above = (uint64_t)(header.height > 0 ? header.height - 1 : 0);
    // The padding of the last row is missing from some files.
    return need(b, offset + (row + 31) / 32 * 4 * above + (row + 7) / 8, error);
}

// ---- TGA: no signature at all, so every field of the header has to make sense

typedef struct Tga {
    unsigned map, type, map_start, map_length, map_bits, bits;
    uint64_t pixels, data; // data: offset of the pixels
} Tga;

static bool is_depth(unsigned bits) {
    return bits == 8 || bits == 15 || bits == 16 || bits == 24 || bits == 32;
}

static bool read_tga_header(Tga *tga, Bytes b) {
    if (b.length < 18) return false;
    *tga = (Tga){ .map = u8(b, 1), .type = u8(b, 2), .bits = u8(b, 16) };
    unsigned kind = tga->type & 7u;
    bool mapped = tga->map == 1;
    tga->pixels = (uint64_t)le16(b, 12) * le16(b, 14);
    tga->data = 18 + u8(b, 0);
    if (tga->map > 1 || tga->type > 11 || kind < 1 || kind > 3 || mapped != (kind == 1))
        return false;
    if (tga->pixels == 0 || (u8(b, 17) & 0xc0) != 0 || !is_depth(tga->bits)) return false;
    if (kind == 3 && tga->bits != 8 && tga->bits != 16) return false;
    if (!mapped) return true;
    tga->map_start = le16(b, 3);
    tga->map_length = le16(b, 5);
    tga->map_bits = u8(b, 7);
    tga->data += tga->map_start + (uint64_t)tga->map_length * ((tga->map_bits + 7) / 8);
    return is_depth(tga->map_bits) && tga->map_length > 0 && (tga->bits == 8 || tga->bits == 16);
}

static bool tga_is_whole(const Tga *tga, Bytes b) {
    uint64_t size = (tga->bits + 7) / 8;
    if (tga->type < 8) return b.length >= tga->data + tga->pixels * size;
    uint64_t at = tga->data, done = 0;
    while (done < tga->pixels && at < b.length) {
        unsigned packet = u8(b, (size_t)at), count = (packet & 127) + 1;
        at += 1 + size * (packet & 128 ? 1 : count);
        done += count;
    }
    return done >= tga->pixels && at <= b.length;
}

// Whole, signed at its end as newer ones are, or with a header as plain as most: the last is what
// a TGA that was cut has left.
static bool looks_like_tga(Bytes b) {
    Tga tga;
    if (!read_tga_header(&tga, b)) return false;
    if (tga_is_whole(&tga, b) || starts(b, b.length - 18, "TRUEVISION-XFILE.", 17)) return true;
    return (u8(b, 0) == 0 && le32(b, 3) == 0 && u8(b, 7) == 0) || tga.map == 1;
}

static bool check_tga(Bytes b, Error *error) {
    Tga tga;
    if (!read_tga_header(&tga, b)) return is_damaged(error, "TGA");
    return tga_is_whole(&tga, b) || ends_early(error);
}

// ---- GIF: blocks; the first image's data are sub-blocks up to one of length 0

static bool skip_sub_blocks(Bytes b, size_t *at) {
    while (*at < b.length) {
        unsigned size = u8(b, (*at)++);
        if (size == 0) return true;
        *at += size;
    }
    return false;
}

static size_t color_table_size(unsigned flags) {
    return flags & 128 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

static bool check_gif(Bytes b, Error *error) {
    size_t at = 13 + color_table_size(u8(b, 10));
    while (at < b.length) {
        unsigned block = u8(b, at++);
        if (block == 0x21) { // extension
            at++;
            if (!skip_sub_blocks(b, &at)) break;
        } else if (block == 0x2c) { // image
            at += 9 + color_table_size(u8(b, at + 8)) + 1;
            return skip_sub_blocks(b, &at) || ends_early(error);
        } else {
            return is_damaged(error, "GIF");
        }
    }
    return ends_early(error);
}

// ---- PSD: four sections with their lengths, then the composite picture, a channel at a time

static bool check_psd(Bytes b, Error *error) {
    if (!need(b, 26, error)) return false;
    uint64_t channels = be16(b, 12), height = be32(b, 14), width = be32(b, 18);
    unsigned depth = be16(b, 22), mode = be16(b, 24);
    uint64_t at = 26;
    for (int section = 0; section < 3; section++) {
        if (!need(b, at + 4, error)) return false;
        at += 4 + (uint64_t)be32(b, (size_t)at);
    }
    if (!need(b, at + 2, error)) return false;
    unsigned compression = be16(b, (size_t)at);
    bool known = be16(b, 4) == 1 && mode == 3 && channels >= 3 && channels <= 16;
    if (!known || (depth != 8 && depth != 16) || compression > 1 || (compression && depth != 8)) {
        return error_set(error, "is a PSD of a kind that alphabar does not read "
                                "(it reads RGB of 8 bits, or of 16 without compression)");
    }
    at += 2;
    if (compression == 0) return need(b, at + channels * width * height * depth / 8, error);
    uint64_t rows = channels * height, end = at + 2 * rows;
    if (!need(b, end, error)) return false;
    for (uint64_t row = 0; row < rows; row++) end += be16(b, (size_t)(at + 2 * row));
    return need(b, end, error);
}

// ---- HDR: lines of text, an empty one, "-Y height +X width", then rows of RGBE

// The number after `label`, which stands at *at; -1 if there is none.
static long take_labelled(Bytes b, size_t *at, const char *label) {
    if (!starts(b, *at, label, strlen(label))) return -1;
    *at += strlen(label);
    long value = -1;
    while (u8(b, *at) >= '0' && u8(b, *at) <= '9' && value < 100000000) {
        value = (value < 0 ? 0 : value) * 10 + (long)(u8(b, (*at)++) - '0');
    }
    return value;
}

// One of the four components of a row: runs (over 128) and literal bytes.
static bool skip_hdr_component(Bytes b, size_t *at, size_t width, Error *error) {
    for (size_t done = 0; done < width;) {
        if (!need(b, (uint64_t)*at + 2, error)) return false;
        unsigned code = u8(b, *at);
        size_t count = code > 128 ? code - 128 : code;
        if (count == 0 || count > width - done) return is_damaged(error, "HDR");
        *at += code > 128 ? 2 : 1 + count;
        done += count;
    }
    return need(b, *at, error);
}

// *at is then where the first row starts.
static bool read_hdr_header(ImageHeader *header, Bytes b, size_t *at, Error *error) {
    size_t start = 0;
    while (start + 1 < b.length && memcmp(b.data + start, "\n\n", 2) != 0) start++;
    start += 2;
    if (start >= b.length || !memchr(b.data + start, '\n', b.length - start)) {
        return ends_early(error);
    }
    if (memchr(b.data, '\0', start)) return is_damaged(error, "HDR"); // it would end a line
    header->height = take_labelled(b, &start, "-Y ");
    header->width = take_labelled(b, &start, " +X ");
    *at = start + 1;
    if (header->height > 0 && header->width > 0 && u8(b, start) == '\n') return true;
    return error_set(error, "is an HDR that is turned or damaged, which alphabar does not read");
}

static bool check_hdr(Bytes b, Error *error) {
    ImageHeader header;
    size_t at = 0;
    if (!read_hdr_header(&header, b, &at, error)) return false;
    bool packed = header.width >= 8 && header.width < 32768 && u8(b, at) == 2 &&
                  u8(b, at + 1) == 2 && u8(b, at + 2) < 128;
    if (!packed) return need(b, at + 4 * (uint64_t)(header.width * header.height), error);
    for (int64_t y = 0; y < header.height; y++) {
        if (!need(b, (uint64_t)at + 4, error)) return false;
        if (be16(b, at) != 0x0202 || be16(b, at + 2) != header.width) {
            return is_damaged(error, "HDR");
        }
        at += 4;
        for (int component = 0; component < 4; component++) {
            if (!skip_hdr_component(b, &at, (size_t)header.width, error)) return false;
        }
    }
    return true;
}

// ---- all formats

bool sniff_check_size(int64_t width, int64_t height, Error *error) {
    if (width <= 0 || height <= 0) return error_set(error, "its header gives it no size");
    if ((double)width * (double)height <= IMAGE_MAX_PIXELS) return true;
    return error_set(error,
                     "%" PRId64 " × %" PRId64 " pixels are more than alphabar takes (%.0f million)",
                     width, height, IMAGE_MAX_PIXELS / 1e6);
}

static bool looks_like_pnm(Bytes b) {
    if (u8(b, 0) != 'P' || u8(b, 1) < '1' || u8(b, 1) > '6') return false;
    unsigned c = u8(b, 2);
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '#';
}

ImageFormat sniff_format(const uint8_t *bytes, size_t length) {
    Bytes b = { bytes, length };
    if (starts(b, 0, "\x89PNG\r\n\x1a\n", 8)) return FORMAT_PNG;
    if (starts(b, 0, "\xff\xd8\xff", 3)) return FORMAT_JPEG;
    if (starts(b, 0, "GIF87a", 6) || starts(b, 0, "GIF89a", 6)) return FORMAT_GIF;
    if (starts(b, 0, "8BPS", 4)) return FORMAT_PSD;
    if (starts(b, 0, "#?RADIANCE\n", 11) || starts(b, 0, "#?RGBE\n", 7)) return FORMAT_HDR;
    uint32_t header = le32(b, 14);
    bool known = header == 12 || header == 40 || header == 56 || header == 108 || header == 124;
    if (starts(b, 0, "BM", 2) && (known || length < 18)) return FORMAT_BMP;
    if (looks_like_pnm(b)) return FORMAT_PNM;
    return looks_like_tga(b) ? FORMAT_TGA : FORMAT_NONE;
}

const char *sniff_format_name(ImageFormat format) {
    static const char *names[] = {
        [FORMAT_NONE] = "picture", [FORMAT_PNG] = "PNG", [FORMAT_JPEG] = "JPEG",
        [FORMAT_BMP] = "BMP",      [FORMAT_TGA] = "TGA", [FORMAT_GIF] = "GIF",
        [FORMAT_PSD] = "PSD",      [FORMAT_HDR] = "HDR", [FORMAT_PNM] = "PNM",
    };
    return names[format];
}

const char *sniff_foreign(const uint8_t *bytes, size_t length) {
    static const struct {
        size_t at;
        const char *start;
        size_t length;
        const char *name;
    } rows[] = {
        { 8, "WEBP", 4, "a WebP picture" },
        { 4, "ftypavif", 8, "an AVIF picture" },
        { 4, "ftypheic", 8, "a HEIC picture" },
        { 4, "ftypheix", 8, "a HEIC picture" },
        { 4, "ftypmif1", 8, "a HEIF picture" },
        { 0, "II*\0", 4, "a TIFF picture (or a camera's raw file)" },
        { 0, "MM\0*", 4, "a TIFF picture (or a camera's raw file)" },
        { 0, "\xff\x0a", 2, "a JPEG XL picture" },
        { 4, "JXL \r\n\x87\n", 8, "a JPEG XL picture" },
        { 4, "jP  \r\n\x87\n", 8, "a JPEG 2000 picture" },
        { 0, "\x76\x2f\x31\x01", 4, "an OpenEXR picture" },
        { 0, "qoif", 4, "a QOI picture" },
        { 0, "DDS ", 4, "a DDS texture" },
        { 0, "\0\0\1\0", 4, "an icon" },
        { 0, "P7\n", 3, "a PAM picture" },
        { 0, "%PDF-", 5, "a PDF document" },
        { 0, "<svg", 4, "an SVG drawing" },
        { 4, "ftyp", 4, "a film" },
        { 0, "\x1a\x45\xdf\xa3", 4, "a film" },
    };
    Bytes b = { bytes, length };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (starts(b, rows[i].at, rows[i].start, rows[i].length)) return rows[i].name;
    }
    return NULL;
}

bool sniff_header(ImageHeader *header, ImageFormat format, const uint8_t *bytes, size_t length,
                  Error *error) {
    Bytes b = { bytes, length };
    size_t at;
    *header = (ImageHeader){ .bits = 8 };
    switch (format) {
    case FORMAT_PNG:
        *header = (ImageHeader){ be32(b, 16), be32(b, 20), u8(b, 24) == 16 ? 16 : 8 };
        return need(b, 25, error);
    case FORMAT_JPEG: return jpeg_read_size(b, &header->width, &header->height, error);
    case FORMAT_BMP: read_bmp_header(header, b); return need(b, 26, error);
    case FORMAT_TGA: *header = (ImageHeader){ le16(b, 12), le16(b, 14), 8 }; return true;
    case FORMAT_GIF:
        *header = (ImageHeader){ le16(b, 6), le16(b, 8), 8 };
        return need(b, 10, error);
    case FORMAT_PSD:
        *header = (ImageHeader){ be32(b, 18), be32(b, 14), be16(b, 22) == 16 ? 16 : 8 };
        return need(b, 24, error);
    case FORMAT_HDR: return read_hdr_header(header, b, &at, error);
    case FORMAT_NONE:
    case FORMAT_PNM: break;
    }
    check_failed("a format with a header", __FILE__, __LINE__);
}

bool sniff_check(ImageFormat format, const uint8_t *bytes, size_t length, Error *error) {
    Bytes b = { bytes, length };
    switch (format) {
    case FORMAT_BMP: return check_bmp(b, error);
    case FORMAT_TGA: return check_tga(b, error);
    case FORMAT_GIF: return check_gif(b, error);
    case FORMAT_PSD: return check_psd(b, error);
    case FORMAT_HDR: return check_hdr(b, error);
    case FORMAT_PNG:
    case FORMAT_JPEG:
    case FORMAT_NONE:
    case FORMAT_PNM: break;
    }
    return true;
}

int sniff_orientation(const uint8_t *bytes, size_t length) {
    return jpeg_orientation((Bytes){ bytes, length });
}
