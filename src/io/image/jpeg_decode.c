// SPDX-License-Identifier: MIT
// The reference is libjpeg.txt of libjpeg-turbo.
#include "io/image/jpeg_decode.h"

#include "base/memory.h"
#include "io/image/limit.h"
#include "io/sniff.h"
#include "io/sniff_bytes.h"

#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

// after what it needs
#include <jerror.h>
#include <jpeglib.h>

enum { SCANS_MOST = 500 }; // progressive pictures have some ten; each costs a pass over all blocks

typedef struct Decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr messages;
    struct jpeg_progress_mgr progress;
    jmp_buf failed;
    size_t length;
    Image image;
    uint8_t *row; // of CMYK
    const ImageWatch *watch;
    Error *error;
    bool told; // the error is set
} Decoder;

static bool tell(Decoder *decoder, bool good) {
    decoder->told = !good;
    return good;
}

static bool lacks_memory(Decoder *decoder) {
    return tell(decoder,
                error_set(decoder->error, "there is not enough memory for its %d × %d pixels",
                          decoder->image.width, decoder->image.height));
}

static bool is_unread(Decoder *decoder) {
    return tell(decoder, error_set(decoder->error,
                                   "is a JPEG of a kind that alphabar does not read (lossless, "
                                   "arithmetic-coded or not of 8 bits)"));
}

// What libjpeg calls
// -------------------------------------------------------------------------------

static void fail(j_common_ptr jpeg) {
    Decoder *decoder = jpeg->client_data;
    switch (jpeg->err->msg_code) {
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_ARITH_NOTIMPL: is_unread(decoder); break;
    case JERR_OUT_OF_MEMORY: lacks_memory(decoder); break;
    case JERR_NO_BACKING_STORE:
        tell(decoder, image_fits_memory((double)image_memory_limit() + (1 << 20), decoder->error));
        break;
    default: break;
    }
    longjmp(decoder->failed, 1);
}

// Bytes between segments are common and do no harm; pixels that are made up do.
static void warn(j_common_ptr jpeg, int level) {
    if (level >= 0) return;
    Decoder *decoder = jpeg->client_data;
    switch (jpeg->err->msg_code) {
    case JWRN_JPEG_EOF: tell(decoder, ends_early(decoder->error)); longjmp(decoder->failed, 1);
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_NOT_SEQUENTIAL: longjmp(decoder->failed, 1);
    default: break;
    }
}

// How many passes over a progressive picture come before its rows is not known.
static double part_done(struct jpeg_decompress_struct *jpeg) {
    if (jpeg_has_multiple_scans(jpeg)) return 0;
    return (double)jpeg->output_scanline / jpeg->image_height;
}

static void look_up(j_common_ptr jpeg) {
    Decoder *decoder = jpeg->client_data;
    if (decoder->jpeg.input_scan_number > SCANS_MOST) longjmp(decoder->failed, 1);
    double done = part_done(&decoder->jpeg);
    if (!tell(decoder, image_watch_report(decoder->watch, done, decoder->error)))
        longjmp(decoder->failed, 1);
}

// Reading
// ------------------------------------------------------------------------------------------

// A block of 64 pixels takes a bit at least, of its first coefficient: a file that is shorter is
// refused before memory is taken.
static bool check_header(Decoder *decoder) {
    const struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    double pixels = (double)jpeg->image_width * jpeg->image_height;
    Image *image = &decoder->image;
    if (!tell(decoder, sniff_check_size(jpeg->image_width, jpeg->image_height, decoder->error)))
        return false;
    image->width = (int)jpeg->image_width, image->height = (int)jpeg->image_height;
    image->bits = 8;
    image->channels = jpeg->jpeg_color_space == JCS_GRAYSCALE ? 1 : 3;
    if (jpeg->arith_code) return is_unread(decoder);
    if (pixels / 64 / 8 > (double)decoder->length) return tell(decoder, ends_early(decoder->error));
    return tell(decoder, image_fits_memory(pixels * image->channels, decoder->error));
}

static void choose_colors(struct jpeg_decompress_struct *jpeg) {
    switch (jpeg->jpeg_color_space) {
    case JCS_GRAYSCALE: jpeg->out_color_space = JCS_GRAYSCALE; break;
    case JCS_CMYK:
    case JCS_YCCK: jpeg->out_color_space = JCS_CMYK; break;
    default: jpeg->out_color_space = JCS_RGB; break;
    }
    jpeg->dct_method = JDCT_ISLOW;
}

// Adobe's programs write ink as light: 255 is none.
static void rgb_of_cmyk(uint8_t *rgb, const uint8_t *cmyk, int width, bool inverted) {
    for (int x = 0; x < width; x++, rgb += 3, cmyk += 4) {
        unsigned black = inverted ? cmyk[3] : 255u - cmyk[3];
        for (int c = 0; c < 3; c++) {
            unsigned light = inverted ? cmyk[c] : 255u - cmyk[c];
            rgb[c] = (uint8_t)((light * black + 127) / 255);
        }
    }
}

static bool read_rows(Decoder *decoder) {
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    Image *image = &decoder->image;
    bool inks = jpeg->out_color_space == JCS_CMYK;
    size_t row = (size_t)image->width * (size_t)image->channels;
    size_t left = image_memory_limit() - row * (size_t)image->height;
    jpeg->mem->max_memory_to_use = left < LONG_MAX ? (long)left : LONG_MAX;
    image->data = mem_try((size_t)image->height, row);
    if (inks) decoder->row = mem_try((size_t)image->width, 4);
    if (!image->data || (inks && !decoder->row)) return lacks_memory(decoder);
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *to = (uint8_t *)image->data + jpeg->output_scanline * row;
        JSAMPROW line = inks ? decoder->row : to;
        jpeg_read_scanlines(jpeg, &line, 1);
        if (inks) rgb_of_cmyk(to, line, image->width, jpeg->saw_Adobe_marker);
    }
    jpeg_finish_decompress(jpeg);
    return true;
}

// In a function of its own, so that no variable lives across setjmp.
static bool read_all(Decoder *decoder, const uint8_t *bytes) {
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    jpeg->err = jpeg_std_error(&decoder->messages);
    decoder->messages.error_exit = fail;
    decoder->messages.emit_message = warn;
    jpeg->client_data = decoder;
    if (setjmp(decoder->failed)) return false;
    jpeg_create_decompress(jpeg);
    jpeg->client_data = decoder;
    jpeg->progress = &decoder->progress;
    decoder->progress.progress_monitor = look_up;
    jpeg_mem_src(jpeg, bytes, (unsigned long)decoder->length);
    jpeg_read_header(jpeg, TRUE);
    if (!check_header(decoder)) return false;
    choose_colors(jpeg);
    return read_rows(decoder);
}

bool jpeg_decode(Image *image, const uint8_t *bytes, size_t length, const ImageWatch *watch,
                 Error *error) {
    Decoder decoder = { .length = length, .watch = watch, .error = error };
    bool good = read_all(&decoder, bytes);
    jpeg_destroy_decompress(&decoder.jpeg);
    free(decoder.row);
    if (good) {
        *image = decoder.image;
        return true;
    }
    free(decoder.image.data);
    return !decoder.told && is_damaged(error, "JPEG");
}
