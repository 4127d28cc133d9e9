// SPDX-License-Identifier: MIT
// IDX: two zero bytes, a type (8: bytes), the number of dimensions, the dimensions as big-endian
// words, the values (yann.lecun.com/exdb/mnist).
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "io/dataset_source.h"

#include <stdlib.h>
#include <string.h>

static const char *const fashion[10] = { "T-shirt", "trouser", "pullover", "dress", "coat",
                                         "sandal",  "shirt",   "sneaker",  "bag",   "ankle boot" };

static bool read_header(Source *source, int dimensions, uint64_t sizes[3], Error *error) {
    uint8_t head[4], word[4];
    if (!source_read(source, head, 4, error)) return false;
    if (head[0] || head[1])
        return error_set(error, "%s: is no IDX file: it starts with %02x %02x, not 00 00",
                         source->path, head[0], head[1]);
    if (head[2] != 8)
        return error_set(error, "%s: its IDX type is 0x%02x; alphabar reads 0x08, unsigned bytes",
                         source->path, head[2]);
    if (head[3] != dimensions)
        return error_set(error, "%s: has %d dimensions, not %d", source->path, head[3], dimensions);
    for (int i = 0; i < dimensions; i++) {
        if (!source_read(source, word, 4, error)) return false;
        sizes[i] = (uint64_t)word[0] << 24 | (uint64_t)word[1] << 16 | (uint64_t)word[2] << 8 |
                   (uint64_t)word[3];
    }
    return true;
}

static bool read_images(Dataset *set, Source *source, Error *error) {
    uint64_t sizes[3];
    if (!read_header(source, 3, sizes, error)) return false;
    if (sizes[1] > DATASET_VALUES || sizes[2] > DATASET_VALUES)
        return error_set(error, "%s: its pictures of %llu × %llu are out of alphabar's range",
                         source->path, (unsigned long long)sizes[2], (unsigned long long)sizes[1]);
    // N < 2^32 and the sides below 2^23 each: no overflow once each picture is in range.
    if (sizes[1] * sizes[2] <= DATASET_VALUES &&
        !source_can_hold(source, sizes[0] * sizes[1] * sizes[2], error))
        return false;
    if (!dataset_alloc(set, (size_t)sizes[0], (int)sizes[2], (int)sizes[1], 1, error))
        return error_prefix(error, "%s", source->path);
    return source_read(source, set->bytes, set->count * dataset_length(set), error) &&
           source_at_end(source, error);
}

static bool read_labels(Dataset *set, const char *path, Error *error) {
    Source source;
    uint64_t sizes[3] = { 0 };
    if (!source_open(&source, path, NULL, error)) return false;
    bool good = read_header(&source, 1, sizes, error);
    if (good && sizes[0] != set->count)
        good = error_set(error, "%s: has %llu labels for %zu pictures", path,
                         (unsigned long long)sizes[0], set->count);
    uint8_t *bytes = mem_alloc(set->count, 1);
    good = good && source_read(&source, bytes, set->count, error) && source_at_end(&source, error);
    if (good) {
        set->labels = mem_alloc(set->count, sizeof *set->labels);
        for (size_t i = 0; i < set->count; i++) {
            set->labels[i] = bytes[i];
            if (bytes[i] >= set->label_count) set->label_count = bytes[i] + 1;
        }
    }
    free(bytes);
    source_close(&source);
    return good;
}

// "a/train-images-idx3-ubyte.gz" -> "a/train-labels-idx1-ubyte.gz", or without .gz, if it is there.
static bool labels_beside(Text *out, const char *path) {
    static const char from[] = "images-idx3", to[] = "labels-idx1";
    const char *at = strstr(path_base(path), from);
    if (!at) at = strstr(path_base(path), "images.idx3");
    if (!at) return false;
    text_append_bytes(out, path, (size_t)(at - path));
    text_append(out, "%s%s", at[6] == '.' ? "labels.idx1" : to, at + sizeof from - 1);
    if (path_exists(out->data)) return true;
    if (!path_ends_in(out->data, ".gz")) {
        text_append(out, ".gz");
        return path_exists(out->data);
    }
    out->length -= 3;
    out->data[out->length] = '\0';
    return path_exists(out->data);
}

bool dataset_read_idx(Dataset *set, const char *path, const DatasetWatch *watch, Error *error) {
    Source source;
    Text labels = { 0 };
    if (!source_open(&source, path, watch, error)) return false;
    bool good = read_images(set, &source, error);
    source_close(&source);
    if (good && labels_beside(&labels, path)) good = read_labels(set, labels.data, error);
    if (good && set->labels && set->label_count == 10 && strstr(path, "fashion"))
        dataset_name_labels(set, fashion, 10);
    text_free(&labels);
    return good;
}
