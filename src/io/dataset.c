// SPDX-License-Identifier: MIT
#include "io/dataset.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "base/translate.h"
#include "core/dataset/index.h"
#include "io/dataset/index_file.h"
#include "io/dataset_figures.h"
#include "io/dataset_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool dataset_has_fashion(void) {
    return path_exists(DATASET_FASHION_FOLDER "/train-images-idx3-ubyte.gz");
}

static bool is_idx(const char *path) {
    const char *name = path_base(path);
    return path_ends_in(path, ".gz") || path_ends_in(path, ".idx") || strstr(name, "idx3");
}

bool dataset_is_path(const char *path) {
    return path_is_folder(path) || is_idx(path) || path_ends_in(path, ".bin");
}

// The first of the names that is there, of a file in the folder.
static bool find_in(Text *out, const char *folder, const char *const names[], int count) {
    for (int i = 0; i < count; i++) {
        text_clear(out);
        text_append(out, "%s/%s", folder, names[i]);
        if (path_exists(out->data)) return true;
    }
    return false;
}

static bool load_cifar_folder(Dataset *set, const char *path, const DatasetWatch *watch,
                              Error *error, bool *is_one) {
    enum { BATCHES = 5 };
    char *paths[BATCHES] = { NULL };
    int count = 0;
    for (int i = 1; i <= BATCHES; i++) {
        Text file = { 0 };
        text_append(&file, "%s/data_batch_%d.bin", path, i);
        if (path_exists(file.data))
            paths[count++] = file.data;
        else
            text_free(&file);
    }
    *is_one = count > 0;
    bool good =
        count > 0 && dataset_read_cifar(set, (const char *const *)paths, count, watch, error);
    for (int i = 0; i < count; i++) free(paths[i]);
    return good;
}

static const char *const idx_names[] = {
    "train-images-idx3-ubyte.gz", "train-images-idx3-ubyte", "train-images.idx3-ubyte",
    "t10k-images-idx3-ubyte.gz",  "t10k-images-idx3-ubyte",  "t10k-images.idx3-ubyte",
};
enum { IDX_NAMES = sizeof idx_names / sizeof idx_names[0] };

bool dataset_has_files(const char *path) {
    static const char *const cifar[] = { "data_batch_1.bin" };
    Text file = { 0 };
    bool any = find_in(&file, path, idx_names, IDX_NAMES) || find_in(&file, path, cifar, 1);
    text_free(&file);
    return any;
}

static bool load_folder(Dataset *set, const char *path, int side, const DatasetWatch *watch,
                        Error *error) {
    Text file = { 0 };
    bool is_cifar = false, good;
    if (find_in(&file, path, idx_names, IDX_NAMES))
        good = dataset_read_idx(set, file.data, watch, error);
    else
        good = load_cifar_folder(set, path, watch, error, &is_cifar) ||
               (!is_cifar && dataset_read_folder(set, path, side, watch, error));
    text_free(&file);
    return good;
}

static bool load_file(Dataset *set, const char *path, const DatasetWatch *watch, Error *error) {
    if (path_ends_in(path, ".npy")) return dataset_read_npy(set, path, watch, error);
    if (path_ends_in(path, ".bin")) return dataset_read_cifar(set, &path, 1, watch, error);
    if (is_idx(path) || !path_exists(path)) return dataset_read_idx(set, path, watch, error);
    return error_set(error,
                     "%s: is no data set; alphabar reads IDX files (plain or .gz), CIFAR-10's "
                     ".bin, .npy and folders of pictures",
                     path);
}

bool dataset_load(Dataset *set, const char *path, int side, double scale, const DatasetWatch *watch,
                  Error *error) {
    Dataset fresh = { 0 };
    bool good;
    bool built_in = !*path || strcmp(path, DATASET_BUILT_IN) == 0;
    bool fashion = strcmp(path, DATASET_FASHION) == 0 && !path_exists(path);
    if (built_in)
        good = dataset_draw_built_in(&fresh, error);
    else if (fashion && !dataset_has_fashion())
        good = error_set(error, "%s: is not installed here; Debian's package is %s (./dev data)",
                         path, DATASET_FASHION_PACKAGE);
    else if (fashion || path_is_folder(path))
        good = load_folder(&fresh, fashion ? DATASET_FASHION_FOLDER : path, side, watch, error);
    else
        good = load_file(&fresh, path, watch, error);
    if (good && scale != 1 && !dataset_scale(&fresh, scale, error))
        good = error_prefix(error, "%s", path);
    if (!good) {
        dataset_free(&fresh);
        return false;
    }
    const char *name = built_in  ? N_("built-in digits")
                       : fashion ? "Fashion-MNIST"
                                 : path_base(path);
    snprintf(fresh.name, sizeof fresh.name, "%s", *name ? name : path);
    dataset_finish(&fresh);
    if (dataset_wants_index(&fresh) && !dataset_index_load(&fresh, watch, error)) {
        dataset_free(&fresh);
        return error_prefix(error, "%s", path);
    }
    dataset_free(set);
    *set = fresh;
    return true;
}
