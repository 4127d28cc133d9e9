// SPDX-License-Identifier: MIT
// Animated PNG, and PNG files that are numbered: both pack their frames on several threads and
// write them in order. A frame of the animation is the rectangle that changed.
#include "base/memory.h"
#include "base/parallel.h"
#include "io/file.h"
#include "io/film.h"
#include "io/png.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Area {
    int x, y, width, height;
} Area;

typedef struct Packed {
    PngImage image;
    Area area;
    PngPacker packer;
    bool good;
    Error error;
} Packed;

typedef struct Pngs {
    const FilmSpec *spec;
    FileOut out;       // of the animation
    uint8_t *before;   // its last frame; NULL at the first
    uint32_t sequence; // of its chunks
    int frame;
    Packed *packed; // as many as were put at once, kept for their memory
    int packed_count;
} Pngs;

static size_t channels_of(const FilmSpec *spec) {
    return spec->grey ? 1 : 4;
}

static bool open_pngs(void **state, const FilmSpec *spec, Error *error) {
    (void)error;
    Pngs *pngs = mem_alloc(1, sizeof *pngs);
    pngs->spec = spec;
    *state = pngs;
    return true;
}

// Grey keeps the first of its four equal bytes, in place.
static void squeeze(const FilmSpec *spec, uint8_t *frame) {
    size_t count = (size_t)spec->width * (size_t)spec->height;
    for (size_t i = 0; spec->grey && i < count; i++) frame[i] = frame[4 * i];
}

static void pack_one(void *user, size_t part) {
    Packed *packed = (Packed *)user + part;
    packed->good = png_pack(&packed->packer, &packed->image, &packed->error);
}

static bool pack_all(const FilmSpec *spec, Packed *packed, int count, Error *error) {
    parallel_run((size_t)count, pack_one, packed);
    for (int i = 0; i < count; i++) {
        if (packed[i].good) continue;
        *error = packed[i].error;
        return error_prefix(error, "%s", spec->path);
    }
    return true;
}

static Packed *room_for(Pngs *pngs, int count) {
    if (count > pngs->packed_count) {
        pngs->packed = mem_resize(pngs->packed, (size_t)count, sizeof *pngs->packed);
        for (int i = pngs->packed_count; i < count; i++)
            pngs->packed[i] = (Packed){ .good = false };
        pngs->packed_count = count;
    }
    return pngs->packed;
}

static void free_pngs(void *state) {
    Pngs *pngs = state;
    for (int i = 0; i < pngs->packed_count; i++) png_packer_free(&pngs->packed[i].packer);
    free(pngs->packed);
    free(pngs);
}

// `frame` NULL: of its shape alone.
static PngImage image_of(const FilmSpec *spec, const uint8_t *frame, Area area) {
    size_t channels = channels_of(spec), stride = (size_t)spec->width * channels;
    size_t first = (size_t)area.y * stride + (size_t)area.x * channels;
    return (PngImage){ .width = area.width,
                       .height = area.height,
                       .channels = (int)channels,
                       .stride = stride,
                       .alpha = spec->alpha,
                       .pixels = frame ? frame + first : NULL };
}

// ---- numbered files

static bool put_pngs(void *state, uint8_t *const frames[], int count, Error *error) {
    Pngs *pngs = state;
    const FilmSpec *spec = pngs->spec;
    Packed *packed = room_for(pngs, count);
    for (int i = 0; i < count; i++) {
        squeeze(spec, frames[i]);
        packed[i].image = image_of(spec, frames[i], (Area){ 0, 0, spec->width, spec->height });
    }
    bool good = pack_all(spec, packed, count, error);
    for (int i = 0; good && i < count; i++) {
        Text path = { 0 }, comment = { 0 };
        spec->name(spec->user, pngs->frame++, &path, &comment);
        packed[i].image.comment = comment.data;
        good = png_write_packed(path.data, &packed[i].image, &packed[i].packer, error);
        text_free(&path);
        text_free(&comment);
    }
    return good;
}

static bool close_pngs(void *state, Error *error) {
    (void)error;
    free_pngs(state);
    return true;
}

// ---- the animation

static bool failed(const Pngs *pngs, Error *error) {
    return error_set(error, "%s: %s", pngs->spec->path, strerror(errno));
}

static bool open_apng(void **state, const FilmSpec *spec, Error *error) {
    Pngs *pngs = NULL;
    open_pngs((void **)&pngs, spec, error);
    if (!file_out_open(&pngs->out, spec->path, error)) {
        free(pngs);
        return false;
    }
    *state = pngs;
    uint8_t control[8];
    png_put_be32(control, (uint32_t)spec->frames);
    png_put_be32(control + 4, spec->forever ? 0 : 1); // how often it plays
    PngImage whole = image_of(spec, NULL, (Area){ 0, 0, spec->width, spec->height });
    whole.comment = spec->comment;
    if (png_write_start(pngs->out.stream, &whole) &&
        png_append_chunk(pngs->out.stream, "acTL", control, sizeof control))
        return true;
    failed(pngs, error);
    file_out_cancel(&pngs->out);
    free(pngs);
    return false;
}

// The smallest rectangle outside of which two frames are equal; one pixel where they are the same.
static Area changed(const FilmSpec *spec, const uint8_t *before, const uint8_t *now) {
    size_t channels = channels_of(spec), stride = (size_t)spec->width * channels;
    int top = 0, bottom = spec->height - 1, left = spec->width, right = -1;
    while (top < bottom &&
           !memcmp(before + (size_t)top * stride, now + (size_t)top * stride, stride))
        top++;
    while (bottom > top &&
           !memcmp(before + (size_t)bottom * stride, now + (size_t)bottom * stride, stride))
        bottom--;
    for (int y = top; y <= bottom; y++) {
        const uint8_t *a = before + (size_t)y * stride, *b = now + (size_t)y * stride;
        int x = 0, end = spec->width - 1;
        while (x < left && !memcmp(a + (size_t)x * channels, b + (size_t)x * channels, channels))
            x++;
        if (x < left) left = x;
        while (end > right &&
               !memcmp(a + (size_t)end * channels, b + (size_t)end * channels, channels))
            end--;
        if (end > right) right = end;
    }
    if (right < left) return (Area){ 0, 0, 1, 1 };
    return (Area){ left, top, right - left + 1, bottom - top + 1 };
}

// The nearest fraction that has room in 16 bits: 119.88 is 120000/1001, and 40999/342 here.
static void short_rate(double fps, int *numerator, int *denominator) {
    film_rate(fps, numerator, denominator);
    if (*numerator <= UINT16_MAX) return;
    double rate = (double)*numerator / *denominator, least = INFINITY;
    for (int i = 1; round(rate * i) <= UINT16_MAX; i++) {
        double off = fabs(round(rate * i) / i - rate);
        if (off >= least) continue;
        least = off;
        *numerator = (int)round(rate * i), *denominator = i;
    }
}

static bool write_control(Pngs *pngs, Area area) {
    uint8_t data[26] = { 0 }; // the last two: dispose of nothing, overwrite
    int numerator, denominator;
    short_rate(pngs->spec->fps, &numerator, &denominator);
    png_put_be32(data, pngs->sequence++);
    png_put_be32(data + 4, (uint32_t)area.width);
    png_put_be32(data + 8, (uint32_t)area.height);
    png_put_be32(data + 12, (uint32_t)area.x);
    png_put_be32(data + 16, (uint32_t)area.y);
    data[20] = (uint8_t)(denominator >> 8), data[21] = (uint8_t)denominator; // seconds a frame
    data[22] = (uint8_t)(numerator >> 8), data[23] = (uint8_t)numerator;
    return png_append_chunk(pngs->out.stream, "fcTL", data, sizeof data);
}

// The first frame is the picture that a program without animation shows.
static bool write_frame(Pngs *pngs, const Packed *packed) {
    if (!write_control(pngs, packed->area)) return false;
    FILE *stream = pngs->out.stream;
    if (pngs->frame++ == 0)
        return png_append_chunk(stream, "IDAT", packed->packer.packed, packed->packer.length);
    uint8_t *data = malloc(packed->packer.length + 4);
    if (!data) return false;
    png_put_be32(data, pngs->sequence++);
    memcpy(data + 4, packed->packer.packed, packed->packer.length);
    bool good = png_append_chunk(stream, "fdAT", data, packed->packer.length + 4);
    free(data);
    return good;
}

static bool put_apng(void *state, uint8_t *const frames[], int count, Error *error) {
    Pngs *pngs = state;
    const FilmSpec *spec = pngs->spec;
    size_t bytes = (size_t)spec->width * (size_t)spec->height * channels_of(spec);
    Packed *packed = room_for(pngs, count);
    const uint8_t *before = pngs->before;
    for (int i = 0; i < count; i++) {
        squeeze(spec, frames[i]);
        // Else the fourth byte is no part of the picture, nor of what changed.
        bool plain = !spec->grey && !spec->alpha;
        for (size_t k = 3; plain && k < bytes; k += 4) frames[i][k] = 255;
        packed[i].area =
            before ? changed(spec, before, frames[i]) : (Area){ 0, 0, spec->width, spec->height };
        packed[i].image = image_of(spec, frames[i], packed[i].area);
        before = frames[i];
    }
    bool good = pack_all(spec, packed, count, error);
    for (int i = 0; good && i < count; i++)
        good = write_frame(pngs, &packed[i]) || failed(pngs, error);
    if (!good) return false;
    if (!pngs->before) pngs->before = mem_alloc(bytes, 1);
    memcpy(pngs->before, before, bytes);
    return true;
}

static void cancel_apng(void *state) {
    Pngs *pngs = state;
    file_out_cancel(&pngs->out);
    free(pngs->before);
    free_pngs(pngs);
}

static bool close_apng(void *state, Error *error) {
    Pngs *pngs = state;
    bool good = png_append_chunk(pngs->out.stream, "IEND", NULL, 0) || failed(pngs, error);
    good = good && file_out_commit(&pngs->out, error);
    cancel_apng(pngs);
    return good;
}

const FilmWriter film_pngs = { 1, open_pngs, put_pngs, NULL, close_pngs, free_pngs };
const FilmWriter film_apng = { 1, open_apng, put_apng, NULL, close_apng, cancel_apng };
