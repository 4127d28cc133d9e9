// SPDX-License-Identifier: MIT
#include "io/image.h"

#include "io/file.h"
#include "io/image/jpeg_decode.h"
#include "io/image/limit.h"
#include "io/image/png_decode.h"
#include "io/image/psd.h"
#include "io/image/values.h"
#include "io/pnm.h"
#include "io/sniff.h"

#include <stdlib.h>
#include <string.h>

#define STBI_NO_STDIO
#include <stb_image.h>

#define FILE_LIMIT ((size_t)1 << 30) // stb_image counts bytes in an int

static bool no_memory(const Image *image, Error *error) {
    return error_set(error, "there is not enough memory for its %d × %d pixels", image->width,
                     image->height);
}

// ---- the decoder

static bool is_among(const char *reason, const char *const *list) {
    while (*list && strcmp(reason, *list) != 0) list++;
    return *list != NULL;
}

// stb_image's reasons are words for its programmer.
static bool explain_failure(const Image *image, ImageFormat format, Error *error) {
    static const char *const unread[] = {
        "BMP RLE",
        "BMP JPEG/PNG",
        "unknown BMP",
        "wrong version",
        "wrong channel count",
        "unsupported bit depth",
        "wrong color format",
        "unsupported format",
        "unsupported data layout",
        NULL,
    };
    const char *reason = stbi_failure_reason();
    const char *name = sniff_format_name(format);
    if (!reason) reason = "";
    if (strcmp(reason, "outofmem") == 0) return no_memory(image, error);
    if (strcmp(reason, "too large") == 0) return error_set(error, "is too large to be decoded");
    if (is_among(reason, unread)) {
        return error_set(error, "is a %s of a kind that alphabar does not read", name);
    }
    return error_set(error, "is a damaged %s file", name);
}

// What stb_image takes: a GIF has a picture, one below it and a map of what changed; an HDR is
// float32 first.
static double memory_for(ImageFormat format, const ImageHeader *header) {
    double pixels = (double)header->width * (double)header->height;
    if (format == FORMAT_GIF) return 9 * pixels;
    if (format == FORMAT_HDR) return 15 * pixels;
    return 4 * pixels * header->bits / 8;
}

static bool decode(Image *image, ImageFormat format, const uint8_t *bytes, int length,
                   Error *error) {
    int width = 0, height = 0;
    if (image->bits == 16) {
        image->data = stbi_load_16_from_memory(bytes, length, &width, &height, &image->channels, 0);
    } else {
        image->data = stbi_load_from_memory(bytes, length, &width, &height, &image->channels, 0);
    }
    if (!image->data) return explain_failure(image, format, error);
    if (width == image->width && height == image->height) return true;
    return error_set(error, "is a damaged %s file", sniff_format_name(format));
}

// ---- turning as a camera's EXIF data ask for

// Where the pixel at (x, y) of the turned picture comes from: the offset of (0, 0), and the way to
// the next one across and down, in pixels.
typedef struct Walk {
    ptrdiff_t start, across, down;
} Walk;

static Walk walk_for(int orientation, ptrdiff_t width, ptrdiff_t height) {
    bool mirror_x = orientation == 2 || orientation == 3 || orientation >= 7;
    bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    ptrdiff_t start = (mirror_x ? width - 1 : 0) + (mirror_y ? (height - 1) * width : 0);
    ptrdiff_t x = mirror_x ? -1 : 1, y = mirror_y ? -width : width;
    return orientation >= 5 ? (Walk){ start, y, x } : (Walk){ start, x, y };
}

static bool turn(Image *image, int orientation, Error *error) {
    if (orientation == 1) return true;
    CHECK(image->bits == 8);
    size_t channels = (size_t)image->channels;
    Walk walk = walk_for(orientation, image->width, image->height);
    int width = orientation >= 5 ? image->height : image->width;
    int height = orientation >= 5 ? image->width : image->height;
    double bytes = 2.0 * width * height * image->channels; // beside the one that is there
    if (!image_fits_memory(bytes, error)) return false;
    uint8_t *turned = malloc((size_t)width * (size_t)height * channels);
    if (!turned) return no_memory(image, error);
    uint8_t *out = turned;
    for (int y = 0; y < height; y++) {
        ptrdiff_t from = walk.start + y * walk.down;
        for (int x = 0; x < width; x++, from += walk.across) {
            const uint8_t *pixel = (const uint8_t *)image->data + from * (ptrdiff_t)channels;
            for (size_t c = 0; c < channels; c++) *out++ = pixel[c];
        }
    }
    free(image->data);
    *image = (Image){ width, height, image->channels, 8, turned };
    return true;
}

static bool load_jpeg(Image *image, const uint8_t *bytes, size_t length, const ImageWatch *watch,
                      Error *error) {
    Image made = { 0 };
    if (!jpeg_decode(&made, bytes, length, watch, error)) return false;
    if (turn(&made, sniff_orientation(bytes, length), error)) {
        *image = made;
        return true;
    }
    image_free(&made);
    return false;
}

// ---- all of it

static bool refuse_unknown(const uint8_t *bytes, size_t length, Error *error) {
    if (length == 0) return error_set(error, "is empty");
    const char *foreign = sniff_foreign(bytes, length);
    if (foreign) {
        return error_set(error,
                         "is %s; alphabar reads PNG, JPEG, BMP, TGA, GIF, PSD, HDR, "
                         "PNM and .npy",
                         foreign);
    }
    return error_set(error, "is no picture that alphabar can read "
                            "(PNG, JPEG, BMP, TGA, GIF, PSD, HDR, PNM, .npy)");
}

static bool load(Image *image, const uint8_t *bytes, size_t length, const ImageWatch *watch,
                 Error *error) {
    if (length > FILE_LIMIT) return error_set(error, "is too large to be decoded");
    if (values_is_npy(bytes, length)) return values_decode(image, bytes, length, error);
    ImageFormat format = sniff_format(bytes, length);
    if (format == FORMAT_NONE) return refuse_unknown(bytes, length, error);
    if (format == FORMAT_PNM) return pnm_decode(image, bytes, length, error);
    ImageHeader header;
    if (!sniff_header(&header, format, bytes, length, error)) return false;
    if (!sniff_check_size(header.width, header.height, error)) return false;
    if (format == FORMAT_PNG) return png_decode(image, bytes, length, watch, error);
    if (format == FORMAT_JPEG) return load_jpeg(image, bytes, length, watch, error);
    if (!sniff_check(format, bytes, length, error)) return false;

    if (!image_fits_memory(memory_for(format, &header), error)) return false;
    Image made = { .width = (int)header.width, .height = (int)header.height, .bits = header.bits };
    uint8_t *psd = format == FORMAT_PSD ? psd_colours(bytes, &length) : NULL;
    if (format == FORMAT_PSD && !psd) return no_memory(&made, error);
    bool ok = decode(&made, format, psd ? psd : bytes, (int)length, error);
    free(psd);
    if (ok) {
        *image = made;
    } else {
        image_free(&made);
    }
    return ok;
}

bool image_load_memory(Image *image, const uint8_t *bytes, size_t length, const char *name,
                       Error *error) {
    return load(image, bytes, length, NULL, error) || error_prefix(error, "%s", name);
}

bool image_load_watched(Image *image, const char *path, const ImageWatch *watch, Error *error) {
    uint8_t *bytes = NULL;
    size_t length = 0;
    if (!file_read(&bytes, &length, path, FILE_LIMIT, error)) return false;
    bool ok = load(image, bytes, length, watch, error) || error_prefix(error, "%s", path);
    free(bytes);
    return ok;
}

bool image_load(Image *image, const char *path, Error *error) {
    return image_load_watched(image, path, NULL, error);
}

void image_free(Image *image) {
    free(image->data);
    *image = (Image){ 0 };
}
