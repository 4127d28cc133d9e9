// SPDX-License-Identifier: MIT
#include "core/dataset.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

size_t dataset_length(const Dataset *set) {
    return (size_t)set->width * (size_t)set->height * (size_t)set->channels;
}

const uint8_t *dataset_bytes(const Dataset *set, size_t index) {
    return set->bytes + index * dataset_length(set);
}

float dataset_value(uint8_t byte) {
    return (float)(byte / 127.5 - 1.0);
}

bool dataset_alloc(Dataset *set, size_t count, int width, int height, int channels, Error *error) {
    if (width < 1 || height < 1 || (uint64_t)width * (uint64_t)height > DATASET_VALUES / 3)
        return error_set(error, "its pictures of %d × %d are out of alphabar's range", width,
                         height);
    if (channels != 1 && channels != 3)
        return error_set(error, "its pictures have %d channels, not 1 or 3", channels);
    if (count < 1) return error_set(error, "holds no pictures");
    size_t length = (size_t)width * (size_t)height * (size_t)channels;
    // Systems promise more than they have; what goes beyond it ends in the killing of the program.
    bool fits = count <= (mem_of_machine() / 4 * 3 - DATASET_SLACK) / length;
    uint8_t *bytes = fits ? mem_try_large(count * length + DATASET_SLACK) : NULL;
    int64_t *norms = bytes ? malloc(count * sizeof *norms) : NULL;
    if (!norms) {
        free(bytes);
        return error_set(error, "there is no memory for %zu pictures of %d × %d × %d", count, width,
                         height, channels);
    }
    for (int i = 0; i < DATASET_SLACK; i++) bytes[count * length + (size_t)i] = 0;
    *set = (Dataset){ .width = width,
                      .height = height,
                      .channels = channels,
                      .count = count,
                      .bytes = bytes,
                      .norms = norms };
    return true;
}

void dataset_free(Dataset *set) {
    for (int i = 0; set->label_names && i < set->label_count; i++) free(set->label_names[i]);
    free(set->label_names);
    free(set->labels);
    free(set->norms);
    free(set->bytes);
    *set = (Dataset){ 0 };
}

void dataset_finish(Dataset *set) {
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

void dataset_picture(const Dataset *set, size_t index, Picture *out) {
    CHECK(index < set->count && out->width == set->width && out->height == set->height &&
          out->channels == set->channels);
    const uint8_t *bytes = dataset_bytes(set, index);
    size_t length = dataset_length(set);
    for (size_t j = 0; j < length; j++) out->values[j] = dataset_value(bytes[j]);
}

const char *dataset_label(const Dataset *set, size_t index, char number[16]) {
    number[0] = '\0';
    int label = set->labels ? set->labels[index] : DATASET_NO_LABEL;
    if (label == DATASET_NO_LABEL) return number;
    if (set->label_names) return set->label_names[label];
    snprintf(number, 16, "%d", label);
    return number;
}
