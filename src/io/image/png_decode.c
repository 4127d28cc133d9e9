// SPDX-License-Identifier: MIT
// The reference is libpng-manual.txt, sections III and IV.
#include "io/image/png_decode.h"

#include "base/memory.h"
#include "io/image/limit.h"
#include "io/sniff.h"
#include "io/sniff_bytes.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>

enum {
    CHUNK_MOST = 1 << 20,    // bytes of a chunk that is not pixels: a palette has 768
    SURPLUS_MOST = 64 << 10, // bytes of data that are not those of the last row
};

typedef struct Decoder {
    png_structp png;
    png_infop info;
    jmp_buf failed;
    Bytes file;
    size_t at;
    Image image;
    const ImageWatch *watch;
    Error *error; // set where what failed has a line of its own
    bool told;
} Decoder;

// What libpng calls
// --------------------------------------------------------------------------------

static void fail(png_structp png, png_const_charp why) {
    (void)why;
    Decoder *decoder = png_get_error_ptr(png);
    longjmp(decoder->failed, 1);
}

static void pass_over(png_structp png, png_const_charp why) {
    (void)png, (void)why;
}

static void read_some(png_structp png, png_bytep to, size_t count) {
    Decoder *decoder = png_get_io_ptr(png);
    if (count > decoder->file.length - decoder->at) {
        decoder->told = !ends_early(decoder->error);
        longjmp(decoder->failed, 1);
    }
    memcpy(to, decoder->file.data + decoder->at, count);
    decoder->at += count;
}

// Reading
// ------------------------------------------------------------------------------------------

static bool tell(Decoder *decoder, bool good) {
    decoder->told = !good;
    return good;
}

static bool read_header(Decoder *decoder) {
    png_structp png = decoder->png;
    png_read_info(png, decoder->info);
    Image *image = &decoder->image;
    png_uint_32 width = png_get_image_width(png, decoder->info);
    png_uint_32 height = png_get_image_height(png, decoder->info);
    if (!tell(decoder, sniff_check_size(width, height, decoder->error))) return false;
    image->width = (int)width, image->height = (int)height;
    image->bits = png_get_bit_depth(png, decoder->info) == 16 ? 16 : 8;
    png_set_expand(png); // palettes, fewer than 8 bits, a transparent colour
    const uint16_t one = 1;
    if (image->bits == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
    return true;
}

// Where the last of the chunks ends that hold pixels.
static size_t data_end(Bytes file) {
    size_t at = 8, end = 0;
    while (at + 12 <= file.length) {
        uint64_t next = at + 12 + (uint64_t)be32(file, at);
        if (starts(file, at + 4, "IDAT", 4)) end = next < file.length ? (size_t)next : file.length;
        if (next > file.length) break;
        at = (size_t)next;
    }
    return end;
}

// With the last row libpng inflates all that is left, which may be gigabytes of nothing.
static bool has_surplus(const Decoder *decoder, size_t row) {
    return data_end(decoder->file) > decoder->at + row + row / 16 + SURPLUS_MOST;
}

static bool read_pixels(Decoder *decoder) {
    png_structp png = decoder->png;
    Image *image = &decoder->image;
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, decoder->info);
    size_t row = png_get_rowbytes(png, decoder->info), height = (size_t)image->height;
    image->channels = png_get_channels(png, decoder->info);
    if (!tell(decoder, image_fits_memory((double)row * image->height, decoder->error)))
        return false;
    uint8_t *pixels = image->data = mem_try(height, row);
    if (!pixels)
        return tell(decoder,
                    error_set(decoder->error, "there is not enough memory for its %d × %d pixels",
                              image->width, image->height));
    for (int pass = 0; pass < passes; pass++)
        for (size_t y = 0; y < height; y++) {
            double done = (double)((size_t)pass * height + y) / (double)((size_t)passes * height);
            if (!tell(decoder, image_watch_report(decoder->watch, done, decoder->error)))
                return false;
            bool last = pass == passes - 1 && y == height - 1;
            if (last && has_surplus(decoder, row)) return false;
            png_read_row(png, pixels + y * row, NULL);
        }
    png_read_end(png, NULL);
    return true;
}

// In a function of its own, so that no variable lives across setjmp.
static bool read_all(Decoder *decoder) {
    if (setjmp(decoder->failed)) return false;
    png_set_read_fn(decoder->png, decoder, read_some);
    png_set_user_limits(decoder->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(decoder->png, CHUNK_MOST);
    png_set_keep_unknown_chunks(decoder->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    return read_header(decoder) && read_pixels(decoder);
}

bool png_decode(Image *image, const uint8_t *bytes, size_t length, const ImageWatch *watch,
                Error *error) {
    Decoder decoder = { .file = { bytes, length }, .watch = watch, .error = error };
    if (starts(decoder.file, 12, "CgBI", 4))
        return error_set(error, "is a PNG made for iPhone programs, which alphabar does not read");
    decoder.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, fail, pass_over);
    decoder.info = decoder.png ? png_create_info_struct(decoder.png) : NULL;
    bool good = decoder.info && read_all(&decoder);
    png_destroy_read_struct(&decoder.png, &decoder.info, NULL);
    if (good) {
        *image = decoder.image;
        return true;
    }
    free(decoder.image.data);
    return !decoder.told && is_damaged(error, "PNG");
}
