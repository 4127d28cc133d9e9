// SPDX-License-Identifier: MIT
// A picture's file values become its values, averaged over areas. In units of 1/new of a pixel both
// the old and the new pixels have whole-numbered edges (old pixel i covers [i*new, (i+1)*new), new
// pixel j [j*old, (j+1)*old)), so all sums are exact integers, divided once at the end: a constant
// picture stays constant to the last bit, and every machine gets the same values.
#include "base/memory.h"
#include "io/image.h"

#include <stdlib.h>

// The old pixels under one new one. All from first to last are covered, the outer two partly.
typedef struct Span {
    int first, last;
    uint64_t first_weight, last_weight; // last_weight counts where last > first
} Span;

static Span span_at(int64_t index, int64_t old, int64_t new) {
    int64_t start = index * old, end = start + old;
    int64_t first = start / new, last = (end - 1) / new;
    Span span = { .first = (int)first, .last = (int)last };
    span.first_weight = (uint64_t)(last > first ? (first + 1) * new - start : old);
    span.last_weight = (uint64_t)(end - last * new);
    return span;
}

// ---- one row across: out[j] = sum over the span of weight * value

// Alpha is composed on the background in whole numbers too, in units of 1/(most * parts):
// (value*parts)*a + (background*parts)*(most - a). A grey background is a third of a sum: parts 3.
typedef struct Row {
    const void *pixels;
    const Span *spans;
    size_t count;           // of spans
    uint64_t weight;        // of a pixel that is fully covered
    uint64_t background[3]; // in the file's steps, times parts
    uint64_t parts;
} Row;

typedef void ReduceRow(uint64_t *out, const Row *row);

// Sums the pixels [from, to) into sum[], one function a layout; the sums are kept in three names
// because gcc leaves an array in memory at -O2.
#define REDUCE_ROW(name, type, planes, alpha, most)                                                \
    static void sum_##name(uint64_t *sum, const Row *row, size_t from, size_t to) {                \
        const type *pixel = (const type *)row->pixels + from * (planes + alpha);                   \
        const uint64_t *ground = row->background;                                                  \
        uint64_t first = 0, second = 0, third = 0;                                                 \
        for (size_t x = from; x < to; x++, pixel += planes + alpha) {                              \
            uint64_t a = 1, rest = 0;                                                              \
            if (alpha) {                                                                           \
                a = pixel[planes + alpha - 1] * row->parts;                                        \
                rest = most - pixel[planes + alpha - 1];                                           \
            }                                                                                      \
            first += pixel[0] * a + ground[0] * rest;                                              \
            if (planes == 1) continue;                                                             \
            second += pixel[planes - 2] * a + ground[1] * rest;                                    \
            third += pixel[planes - 1] * a + ground[2] * rest;                                     \
        }                                                                                          \
        sum[0] = first;                                                                            \
        if (planes == 1) return;                                                                   \
        sum[1] = second;                                                                           \
        sum[2] = third;                                                                            \
    }                                                                                              \
    static void reduce_##name(uint64_t *out, const Row *row) {                                     \
        for (size_t j = 0; j < row->count; j++, out += planes) {                                   \
            const Span *span = &row->spans[j];                                                     \
            size_t first = (size_t)span->first, last = (size_t)span->last;                         \
            uint64_t head[3], middle[3], tail[3];                                                  \
            sum_##name(head, row, first, first + 1);                                               \
            for (int c = 0; c < planes; c++) out[c] = head[c] * span->first_weight;                \
            if (last == first) continue;                                                           \
            sum_##name(middle, row, first + 1, last);                                              \
            sum_##name(tail, row, last, last + 1);                                                 \
            for (int c = 0; c < planes; c++) {                                                     \
                out[c] += middle[c] * row->weight + tail[c] * span->last_weight;                   \
            }                                                                                      \
        }                                                                                          \
    }

REDUCE_ROW(grey_8, uint8_t, 1, 0, 255u)
REDUCE_ROW(grey_alpha_8, uint8_t, 1, 1, 255u)
REDUCE_ROW(rgb_8, uint8_t, 3, 0, 255u)
REDUCE_ROW(rgba_8, uint8_t, 3, 1, 255u)
REDUCE_ROW(grey_16, uint16_t, 1, 0, 65535u)
REDUCE_ROW(grey_alpha_16, uint16_t, 1, 1, 65535u)
REDUCE_ROW(rgb_16, uint16_t, 3, 0, 65535u)
REDUCE_ROW(rgba_16, uint16_t, 3, 1, 65535u)

static ReduceRow *reduce_for(const Image *image) {
    static ReduceRow *const table[2][4] = {
        { reduce_grey_8, reduce_grey_alpha_8, reduce_rgb_8, reduce_rgba_8 },
        { reduce_grey_16, reduce_grey_alpha_16, reduce_rgb_16, reduce_rgba_16 },
    };
    return table[image->bits == 16][image->channels - 1];
}

// ---- the picture

typedef struct Scale {
    const Image *image;
    Picture *picture;
    Row row;
    uint64_t *across, *sum; // one row of the picture each, interleaved
    double unit;            // the sum of a value of 1 in the file
    double half;            // the file's largest value, halved
} Scale;

static void add_weighted(Scale *scale, uint64_t weight) {
    size_t length = scale->row.count * (size_t)scale->picture->channels;
    for (size_t i = 0; i < length; i++) scale->sum[i] += weight * scale->across[i];
}

static void finish_row(Scale *scale, int y) {
    size_t width = scale->row.count, channels = (size_t)scale->picture->channels;
    for (size_t c = 0; c < channels; c++) {
        float *out =
            scale->picture->values + (c * (size_t)scale->picture->height + (size_t)y) * width;
        for (size_t x = 0; x < width; x++) {
            double value = (double)(int64_t)scale->sum[x * channels + c] / scale->unit;
            out[x] = (float)(value / scale->half - 1);
        }
    }
    for (size_t i = 0; i < width * channels; i++) scale->sum[i] = 0;
}

// Each row of the file is reduced once; the one on the edge of two new rows is added to both.
static void run(Scale *scale) {
    const Image *image = scale->image;
    size_t stride = (size_t)image->width * (size_t)image->channels * (size_t)(image->bits / 8);
    ReduceRow *reduce = reduce_for(image);
    int reduced = -1;
    for (int y = 0; y < scale->picture->height; y++) {
        Span span = span_at(y, image->height, scale->picture->height);
        for (int i = span.first; i <= span.last; i++) {
            scale->row.pixels = (const uint8_t *)image->data + (size_t)i * stride;
            if (i != reduced) reduce(scale->across, &scale->row);
            reduced = i;
            uint64_t weight = (uint64_t)scale->picture->height;
            if (i == span.last) weight = span.last_weight;
            if (i == span.first) weight = span.first_weight;
            add_weighted(scale, weight);
        }
        finish_row(scale, y);
    }
}

bool image_has_alpha(const Image *image) {
    return image->bits != IMAGE_VALUES && image->channels % 2 == 0;
}

static void set_background(Scale *scale, const uint8_t background[3]) {
    const Image *image = scale->image;
    uint64_t most = image->bits == 8 ? 255 : 65535;
    uint64_t step = most / 255; // a byte in the file's units
    bool grey = image->channels <= 2;
    scale->row.parts = grey ? 3 : 1;
    for (int c = 0; c < 3; c++) scale->row.background[c] = background[c] * step;
    if (grey)
        scale->row.background[0] = step * ((uint64_t)background[0] + background[1] + background[2]);
    scale->unit = (double)image->width * (double)image->height;
    if (image_has_alpha(image)) scale->unit *= (double)(most * scale->row.parts);
    scale->half = (double)most / 2;
}

static int scaled_side(int64_t side, int64_t longest, int64_t resolution) {
    int64_t scaled = (2 * side * resolution + longest) / (2 * longest); // rounded
    return (int)(scaled > 1 ? scaled : 1);
}

void image_size_at(const Image *image, int resolution, int *width, int *height, int *channels) {
    CHECK(image->channels >= 1 && resolution >= 0);
    CHECK(image->channels <= 4 || image->bits == IMAGE_VALUES);
    int longest = image->width > image->height ? image->width : image->height;
    bool smaller = resolution > 0 && resolution < longest;
    *width = smaller ? scaled_side(image->width, longest, resolution) : image->width;
    *height = smaller ? scaled_side(image->height, longest, resolution) : image->height;
    *channels = image->bits == IMAGE_VALUES ? image->channels : image->channels <= 2 ? 1 : 3;
}

// The mean of a picture of numbers over a rectangle of its file's, in doubles.
static double area_mean(const Image *image, int channel, const Span *across, const Span *down,
                        uint64_t width, uint64_t height) {
    const float *values = image->data;
    size_t channels = (size_t)image->channels, stride = (size_t)image->width * channels;
    double sum = 0;
    for (int y = down->first; y <= down->last; y++) {
        uint64_t weight = y == down->first  ? down->first_weight
                          : y == down->last ? down->last_weight
                                            : height;
        const float *row = values + (size_t)y * stride + channel;
        double line = 0;
        for (int x = across->first; x <= across->last; x++) {
            uint64_t part = x == across->first  ? across->first_weight
                            : x == across->last ? across->last_weight
                                                : width;
            line += (double)part * (double)row[(size_t)x * channels];
        }
        sum += (double)weight * line;
    }
    return sum / ((double)image->width * (double)image->height);
}

static void scale_values(Picture *picture, const Image *image) {
    int width = picture->width, height = picture->height;
    bool whole = width == image->width && height == image->height;
    for (int c = 0; c < picture->channels; c++) {
        float *out = picture_plane(picture, c);
        for (int y = 0; y < height; y++) {
            Span down = span_at(y, image->height, height);
            for (int x = 0; x < width; x++, out++) {
                Span across = span_at(x, image->width, width);
                size_t at = (size_t)y * (size_t)width + (size_t)x;
                *out = whole
                           ? ((const float *)image->data)[at * (size_t)image->channels + (size_t)c]
                           : (float)area_mean(image, c, &across, &down, (uint64_t)width,
                                              (uint64_t)height);
            }
        }
    }
}

bool image_to_picture(Picture *picture, const Image *image, int resolution,
                      const uint8_t background[3], Error *error) {
    CHECK(image->data);
    int width, height, channels;
    image_size_at(image, resolution, &width, &height, &channels);
    Picture made = { 0 };
    if (!picture_alloc(&made, width, height, channels, error)) return false;

    if (image->bits == IMAGE_VALUES) {
        scale_values(&made, image);
        picture_free(picture);
        *picture = made;
        return true;
    }
    size_t length = (size_t)width * (size_t)channels;
    Span *spans = mem_alloc((size_t)width, sizeof *spans);
    for (int x = 0; x < width; x++) spans[x] = span_at(x, image->width, width);
    Scale scale = { .image = image,
                    .picture = &made,
                    .across = mem_alloc(length, sizeof(uint64_t)),
                    .sum = mem_alloc(length, sizeof(uint64_t)),
                    .row = { .spans = spans, .count = (size_t)width, .weight = (uint64_t)width } };
    set_background(&scale, background);
    run(&scale);
    free(scale.across);
    free(scale.sum);
    free(spans);
    picture_free(picture);
    *picture = made;
    return true;
}
