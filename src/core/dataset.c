// SPDX-License-Identifier: MIT
#include "core/dataset.h"

#include "base/memory.h"
#include "core/dataset/places.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t dataset_length(const Dataset *set) {
    return (size_t)set->width * (size_t)set->height * (size_t)set->channels;
}

const uint8_t *dataset_bytes(const Dataset *set, size_t index) {
    return set->bytes + index * dataset_length(set);
}

float dataset_value(uint8_t byte) {
    return (float)(byte / 127.5 - 1.0);
}

// The pictures without their numbers. `bytes` are those of one value.
static bool check_shape(size_t count, int width, int height, int channels, size_t bytes,
                        Error *error) {
    if (width < 1 || height < 1 || (uint64_t)width * (uint64_t)height > DATASET_VALUES / 3)
        return error_set(error, "its pictures of %d × %d are out of alphabar's range", width,
                         height);
    if (channels < 1 || channels > PICTURE_CHANNELS ||
        (uint64_t)width * (uint64_t)height * (uint64_t)channels > DATASET_VALUES)
        return error_set(error, "its pictures of %d × %d × %d are out of alphabar's range", width,
                         height, channels);
    if (count < 1) return error_set(error, "holds no pictures");
    size_t length = (size_t)width * (size_t)height * (size_t)channels;
    // Systems promise more than they have; what goes beyond it ends in the killing of the program.
    return count <= (mem_of_machine() / 4 * 3 - DATASET_SLACK) / length / bytes ||
           error_set(error, "there is no memory for %zu pictures of %d × %d × %d", count, width,
                     height, channels);
}

static bool no_memory(const Dataset *set, Error *error) {
    return error_set(error, "there is no memory for %zu pictures of %d × %d × %d", set->count,
                     set->width, set->height, set->channels);
}

bool dataset_alloc(Dataset *set, size_t count, int width, int height, int channels, Error *error) {
    if (!check_shape(count, width, height, channels, 1, error)) return false;
    Dataset fresh = { .width = width, .height = height, .channels = channels, .count = count };
    size_t length = dataset_length(&fresh);
    fresh.bytes = mem_try_large(count * length + DATASET_SLACK);
    fresh.norms = fresh.bytes ? malloc(count * sizeof *fresh.norms) : NULL;
    if (!fresh.norms) {
        free(fresh.bytes);
        return no_memory(&fresh, error);
    }
    for (int i = 0; i < DATASET_SLACK; i++) fresh.bytes[count * length + (size_t)i] = 0;
    *set = fresh;
    return true;
}

static bool add_values(Dataset *set, Error *error) {
    float *values = mem_try_large(set->count * dataset_length(set) * sizeof *values);
    double *squares = values ? malloc(set->count * sizeof *squares) : NULL;
    if (!squares) {
        free(values);
        return no_memory(set, error);
    }
    set->values = values;
    set->squares = squares;
    return true;
}

bool dataset_alloc_values(Dataset *set, size_t count, int width, int height, int channels,
                          Error *error) {
    Dataset fresh = { 0 };
    if (!check_shape(count, width, height, channels, 1 + sizeof(float), error) ||
        !dataset_alloc(&fresh, count, width, height, channels, error))
        return false;
    if (!add_values(&fresh, error)) {
        dataset_free(&fresh);
        return false;
    }
    *set = fresh;
    return true;
}

void dataset_free(Dataset *set) {
    for (int i = 0; set->label_names && i < set->label_count; i++) free(set->label_names[i]);
    free(set->label_names);
    dataset_index_free(set->index);
    free(set->labels);
    free(set->squares);
    free(set->values);
    free(set->norms);
    free(set->bytes);
    *set = (Dataset){ 0 };
}

static void sum_norms(Dataset *set) {
    size_t length = dataset_length(set);
    for (size_t i = 0; i < set->count; i++) {
        const uint8_t *bytes = dataset_bytes(set, i);
        int64_t norm = 0;
        for (size_t at = 0; at < length;) { // parts whose sums fit into 32 bits
            uint32_t sum = 0, square = 0;
            size_t end = length - at < 16384 ? length : at + 16384, start = at;
            for (; at < end; at++) {
                uint32_t v = bytes[at];
                sum += v;
                square += v * v;
            }
            norm += 4 * (int64_t)square - 1020 * (int64_t)sum + 65025 * (int64_t)(end - start);
        }
        set->norms[i] = norm;
    }
}

static void finish_values(Dataset *set) {
    size_t length = dataset_length(set);
    for (size_t i = 0; i < set->count; i++) {
        const float *values = set->values + i * length;
        uint8_t *shown = set->bytes + i * length;
        double square = 0;
        for (size_t j = 0; j < length; j++) {
            double value = (double)values[j];
            square += value * value;
            shown[j] = (uint8_t)lrint(fmin(255, fmax(0, (value + 1) * 127.5)));
        }
        set->squares[i] = square;
    }
}

void dataset_finish(Dataset *set) {
    if (set->values)
        finish_values(set);
    else
        sum_norms(set);
}

bool dataset_scale(Dataset *set, double by, Error *error) {
    size_t all = set->count * dataset_length(set);
    bool bytes = !set->values;
    if (bytes && !add_values(set, error)) return false;
    for (size_t j = 0; j < all; j++) {
        double value = bytes ? set->bytes[j] / 127.5 - 1 : (double)set->values[j];
        set->values[j] = (float)(value * by);
    }
    return true;
}

void dataset_values(const Dataset *set, size_t index, float *out) {
    CHECK(index < set->count);
    size_t length = dataset_length(set);
    if (set->values) {
        memcpy(out, set->values + index * length, length * sizeof *out);
        return;
    }
    const uint8_t *bytes = dataset_bytes(set, index);
    float of[256];
    for (int v = 0; v < 256; v++) of[v] = dataset_value((uint8_t)v);
    for (size_t j = 0; j < length; j++) out[j] = of[bytes[j]];
}

void dataset_picture(const Dataset *set, size_t index, Picture *out) {
    CHECK(out->width == set->width && out->height == set->height && out->channels == set->channels);
    dataset_values(set, index, out->values);
}

const char *dataset_label(const Dataset *set, size_t index, char number[16]) {
    number[0] = '\0';
    int label = set->labels ? set->labels[index] : DATASET_NO_LABEL;
    if (label == DATASET_NO_LABEL) return number;
    if (set->label_names) return set->label_names[label];
    snprintf(number, 16, "%d", label);
    return number;
}
