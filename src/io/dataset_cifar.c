// SPDX-License-Identifier: MIT
// CIFAR-10, "binary version": for each picture a label, then 32 × 32 red, green and blue bytes
// (cs.toronto.edu/~kriz/cifar.html).
#include "base/memory.h"
#include "io/dataset_source.h"

#include <string.h>

enum { SIDE = 32, LENGTH = 3 * SIDE * SIDE, RECORD = LENGTH + 1, LABELS = 10 };

static const char *const names[LABELS] = { "airplane", "automobile", "bird",  "cat",  "deer",
                                           "dog",      "frog",       "horse", "ship", "truck" };

static bool count_pictures(const char *path, size_t *count, Error *error) {
    Source source;
    if (!source_open(&source, path, NULL, error)) return false;
    source_close(&source);
    if (source.packed || source.size == 0 || source.size % RECORD != 0)
        return error_set(error, "%s: is no CIFAR-10 file: its %llu bytes are no multiple of %d",
                         path, (unsigned long long)source.size, RECORD);
    *count = (size_t)(source.size / RECORD);
    return true;
}

static bool read_file(Dataset *set, size_t from, size_t count, const char *path,
                      const DatasetWatch *watch, Error *error) {
    Source source;
    if (!source_open(&source, path, watch, error)) return false;
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        uint8_t record[RECORD];
        good = source_read(&source, record, RECORD, error);
        if (good && record[0] >= LABELS)
            good = error_set(error, "%s: picture %zu has the label %d, which CIFAR-10 has not",
                             path, i, record[0]);
        if (!good) break;
        set->labels[from + i] = record[0];
        memcpy(set->bytes + (from + i) * LENGTH, record + 1, LENGTH);
    }
    source_close(&source);
    return good;
}

bool dataset_read_cifar(Dataset *set, const char *const paths[], int files,
                        const DatasetWatch *watch, Error *error) {
    size_t total = 0, at = 0, count = 0;
    for (int i = 0; i < files; i++) {
        if (!count_pictures(paths[i], &count, error)) return false;
        total += count;
    }
    if (!dataset_alloc(set, total, SIDE, SIDE, 3, error))
        return error_prefix(error, "%s", paths[0]);
    set->labels = mem_alloc(total, sizeof *set->labels);
    dataset_name_labels(set, names, LABELS);
    for (int i = 0; i < files; i++) {
        if (!count_pictures(paths[i], &count, error)) return false;
        if (count > total - at) return error_set(error, "%s: grew while it was read", paths[i]);
        if (!read_file(set, at, count, paths[i], watch, error)) return false;
        at += count;
    }
    return at == total || error_set(error, "%s: shrank while it was read", paths[0]);
}
