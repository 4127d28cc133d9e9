// SPDX-License-Identifier: MIT
#include "core/picture.h"

#include "base/memory.h"

#include <stdint.h>

bool picture_alloc(Picture *picture, int width, int height, int channels, Error *error) {
    CHECK(width > 0 && height > 0 && (channels == 1 || channels == 3));
    uint64_t count = (uint64_t)width * (uint64_t)height * (uint64_t)channels; // below 2^64
    float *values = count <= SIZE_MAX ? mem_try_plane((size_t)count) : NULL;
    if (!values)
        return error_set(error, "picture: no memory for %d x %d values in %d channel%s", width,
                         height, channels, channels == 1 ? "" : "s");
    picture_free(picture);
    *picture = (Picture){ width, height, channels, values };
    return true;
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
