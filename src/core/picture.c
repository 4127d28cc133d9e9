// SPDX-License-Identifier: MIT
#include "core/picture.h"

#include "base/memory.h"
#include "base/translate.h"

#include <stdint.h>
#include <stdlib.h>

bool picture_alloc(Picture *picture, int width, int height, int channels, Error *error) {
    CHECK(width > 0 && height > 0 && channels > 0 && channels <= PICTURE_CHANNELS);
    uint64_t count = (uint64_t)width * (uint64_t)height * (uint64_t)channels; // below 2^64
    float *values = count <= SIZE_MAX ? mem_try_plane((size_t)count) : NULL;
    if (!values)
        return error_set(error,
                         P_("picture: no memory for %d x %d values in %d channel",
                            "picture: no memory for %d x %d values in %d channels", channels),
                         width, height, channels);
    picture_free(picture);
    *picture = (Picture){ width, height, channels, values };
    return true;
}

bool picture_fits(int width, int height, int channels, int count, Error *error) {
    CHECK(width > 0 && height > 0 && channels > 0 && count > 0);
    double bytes = (double)sizeof(float) * width * height * channels * count;
    if (bytes <= 0.75 * (double)mem_of_machine()) return true;
    return error_set(error,
                     "picture: %d × %d pixels take %.1f GB of memory with their noise, more than "
                     "this machine has to spare; a smaller --resolution takes less",
                     width, height, bytes / 1e9);
}

void picture_free(Picture *picture) {
    mem_free_plane(picture->values);
    *picture = (Picture){ 0 };
}

size_t picture_plane_length(const Picture *picture) {
    return (size_t)picture->width * (size_t)picture->height;
}

float *picture_plane(const Picture *picture, int channel) {
    CHECK(channel >= 0 && channel < picture->channels);
    return picture->values + (size_t)channel * picture_plane_length(picture);
}

size_t picture_length(const Picture *picture) {
    return (size_t)picture->channels * picture_plane_length(picture);
}

int picture_pick(int i, int count, double from, double width, int side) {
    int at = (int)((from + width * (i + 0.5) / count) * side);
    return at < 0 ? 0 : at >= side ? side - 1 : at;
}

static void pick_all(Picture *out, const Picture *from, Part part, const int *columns) {
    for (int c = 0; c < from->channels; c++) {
        float *to = picture_plane(out, c);
        for (int y = 0; y < out->height; y++, to += out->width) {
            int row = picture_pick(y, out->height, part.y, part.height, from->height);
            const float *line = picture_plane(from, c) + (size_t)row * (size_t)from->width;
            for (int x = 0; x < out->width; x++) to[x] = line[columns[x]];
        }
    }
}

bool picture_thin(Picture *out, const Picture *from, Part part, int width, int height,
                  Error *error) {
    if (!from->values) {
        picture_free(out);
        return true;
    }
    bool same = out->width == width && out->height == height && out->channels == from->channels;
    if (!same && !picture_alloc(out, width, height, from->channels, error)) return false;
    int *columns = mem_alloc((size_t)width, sizeof *columns);
    for (int x = 0; x < width; x++)
        columns[x] = picture_pick(x, width, part.x, part.width, from->width);
    pick_all(out, from, part, columns);
    free(columns);
    return true;
}

PictureRange picture_range(const Picture *picture) {
    const float *values = picture->values;
    float low = -1, high = 1;
    for (size_t i = 0; i < picture_length(picture); i++) {
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    return (PictureRange){ (double)low, (double)high };
}

// Eight sums, each of every eighth value: in this order on every machine, and fast.
Moments picture_moments(const Picture *picture) {
    enum { LANES = 8 };
    double sum[LANES] = { 0 }, square[LANES] = { 0 };
    const float *values = picture->values;
    size_t length = picture_length(picture), whole = length / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            double value = values[i + lane];
            sum[lane] += value;
            square[lane] += value * value;
        }
    for (size_t i = whole; i < length; i++) {
        double value = values[i];
        sum[i - whole] += value;
        square[i - whole] += value * value;
    }
    Moments total = { 0 };
    for (int lane = 0; lane < LANES; lane++) {
        total.mean += sum[lane];
        total.mean_square += square[lane];
    }
    if (length > 0) {
        total.mean /= (double)length;
        total.mean_square /= (double)length;
    }
    return total;
}
