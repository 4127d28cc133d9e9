// SPDX-License-Identifier: MIT
// A folder of pictures, or one folder a label with pictures in it.
#include "io/dataset_folder.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "io/dataset_source.h"
#include "io/image.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Names {
    char **list;
    size_t count, room;
} Names;

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void names_free(Names *names) {
    for (size_t i = 0; i < names->count; i++) free(names->list[i]);
    free(names->list);
    *names = (Names){ 0 };
}

static bool is_picture(const char *name) {
    static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".bmp", ".tga", ".gif",
                                           ".psd", ".hdr", ".pnm",  ".pgm", ".ppm", ".pbm" };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (path_ends_in(name, endings[i])) return true;
    return false;
}

// Paths of what is in a folder, in the order of their names: pictures, or folders.
static bool list(Names *names, const char *path, bool folders, Error *error) {
    DIR *folder = opendir(path);
    if (!folder) return error_set(error, "%s: %s", path, strerror(errno));
    for (struct dirent *entry; (entry = readdir(folder));) {
        Text full = { 0 };
        text_append(&full, "%s/%s", path, entry->d_name);
        bool wanted = entry->d_name[0] != '.' &&
                      (folders ? path_is_folder(full.data)
                               : is_picture(entry->d_name) && !path_is_folder(full.data));
        if (wanted) {
            names->list =
                mem_grow(names->list, &names->room, names->count + 1, sizeof *names->list);
            names->list[names->count++] = full.data;
        } else {
            text_free(&full);
        }
    }
    closedir(folder);
    if (names->count) qsort(names->list, names->count, sizeof *names->list, by_name);
    return true;
}

bool dataset_probe_folder(const char *path, Error *error) {
    Names files = { 0 }, folders = { 0 };
    bool good = list(&files, path, false, error) && list(&folders, path, true, error);
    size_t count = files.count + folders.count;
    names_free(&files);
    names_free(&folders);
    return good && (count || error_set(error, "%s: there are no pictures in this folder", path));
}

// Areas ------------------------------------------------------------------------------------------

// The mean of the picture over [x, x + w) × [y, y + h), in pixels.
static double area_mean(const Picture *picture, int channel, double x, double y, double w,
                        double h) {
    const float *values = picture_plane(picture, channel);
    double sum = 0;
    int x1 = (int)fmin(picture->width, ceil(x + w)), y1 = (int)fmin(picture->height, ceil(y + h));
    for (int row = (int)y; row < y1; row++) {
        double high = fmin(row + 1, y + h) - fmax(row, y);
        for (int column = (int)x; column < x1; column++) {
            double wide = fmin(column + 1, x + w) - fmax(column, x);
            sum +=
                high * wide * (double)values[(size_t)row * (size_t)picture->width + (size_t)column];
        }
    }
    return sum / (w * h);
}

static double fitted(const Picture *picture, int channel, int channels, double x, double y,
                     double w, double h) {
    if (picture->channels == channels) return area_mean(picture, channel, x, y, w, h);
    double sum = 0;
    for (int c = 0; c < picture->channels; c++) sum += area_mean(picture, c, x, y, w, h);
    return sum / picture->channels;
}

void dataset_fit(Picture *out, const Picture *picture) {
    double scale = fmin((double)picture->width / out->width, (double)picture->height / out->height);
    double left = (picture->width - scale * out->width) / 2;
    double top = (picture->height - scale * out->height) / 2;
    for (int c = 0; c < out->channels; c++) {
        float *to = picture_plane(out, c);
        for (int y = 0; y < out->height; y++)
            for (int x = 0; x < out->width; x++)
                *to++ = (float)fitted(picture, c, out->channels, left + x * scale, top + y * scale,
                                      scale, scale);
    }
}

// Reading ----------------------------------------------------------------------------------------

static const uint8_t black[3] = { 0, 0, 0 };

static bool load(Picture *picture, const char *path, Error *error) {
    Image image = { 0 };
    if (!image_load(&image, path, error)) return false;
    bool numbers = image.bits == IMAGE_VALUES;
    bool good = numbers ? error_set(error,
                                    "%s: is no picture of pixels; a data set of numbers is "
                                    "one .npy",
                                    path)
                        : image_to_picture(picture, &image, 0, black, error) ||
                              error_prefix(error, "%s", path);
    image_free(&image);
    return good;
}

static void put(Dataset *set, size_t index, const Picture *fit, bool *any_color) {
    size_t length = picture_length(fit), plane = picture_plane_length(fit);
    uint8_t *to = set->bytes + index * length;
    for (size_t j = 0; j < length; j++) {
        double v = ((double)fit->values[j] + 1) * 127.5;
        to[j] = (uint8_t)lrint(fmin(255, fmax(0, v)));
    }
    for (size_t j = 0; j < plane && !*any_color; j++)
        *any_color = to[j] != to[plane + j] || to[j] != to[2 * plane + j];
}

// Red alone is kept where all three are the same everywhere.
static void make_grey(Dataset *set) {
    size_t plane = (size_t)set->width * (size_t)set->height;
    for (size_t i = 1; i < set->count; i++)
        memmove(set->bytes + i * plane, set->bytes + 3 * i * plane, plane);
    set->channels = 1;
}

static bool read_all(Dataset *set, const Names *files, int side, const DatasetWatch *watch,
                     const char *path, Error *error) {
    Picture picture = { 0 }, fit = { 0 };
    bool good = load(&picture, files->list[0], error), any_color = false;
    int width = side ? side : picture.width, height = side ? side : picture.height;
    if (good && !(dataset_alloc(set, files->count, width, height, 3, error) &&
                  picture_alloc(&fit, width, height, 3, error)))
        good = error_prefix(error, "%s", path);
    for (size_t i = 0; good && i < files->count; i++) {
        const char *file = files->list[i];
        good = watch_report(watch, (double)i / (double)files->count, path, error) &&
               load(&picture, file, error);
        if (good && !side && (picture.width != width || picture.height != height))
            good = error_set(error, "%s: is %d × %d; the pictures before it are %d × %d", file,
                             picture.width, picture.height, width, height);
        if (!good) break;
        dataset_fit(&fit, &picture);
        put(set, i, &fit, &any_color);
    }
    if (good && !any_color) make_grey(set);
    picture_free(&picture);
    picture_free(&fit);
    return good;
}

// The pictures in the folder itself, or else those in its folders, which are the labels.
static bool find_files(Names *files, Names *labels, size_t **ends, const char *path, Error *error) {
    if (!list(files, path, false, error)) return false;
    if (files->count) return true;
    if (!list(labels, path, true, error)) return false;
    *ends = mem_alloc(labels->count, sizeof **ends);
    for (size_t i = 0; i < labels->count; i++) {
        if (!list(files, labels->list[i], false, error)) return false;
        (*ends)[i] = files->count;
    }
    if (labels->count > DATASET_LABEL_NAMES)
        return error_set(error, "%s: has more than %d folders of pictures", path,
                         DATASET_LABEL_NAMES);
    return files->count || error_set(error, "%s: there are no pictures in this folder", path);
}

static void take_labels(Dataset *set, const Names *labels, const size_t *ends) {
    set->labels = mem_alloc(set->count, sizeof *set->labels);
    set->label_names = mem_alloc(labels->count, sizeof *set->label_names);
    set->label_count = (int)labels->count;
    size_t at = 0;
    for (size_t i = 0; i < labels->count; i++) {
        set->label_names[i] = mem_copy_text(path_base(labels->list[i]));
        for (; at < ends[i]; at++) set->labels[at] = (uint16_t)i;
    }
}

bool dataset_read_folder(Dataset *set, const char *path, int side, const DatasetWatch *watch,
                         Error *error) {
    Names files = { 0 }, labels = { 0 };
    size_t *ends = NULL;
    bool good = find_files(&files, &labels, &ends, path, error) &&
                read_all(set, &files, side, watch, path, error);
    if (good && ends) take_labels(set, &labels, ends);
    free(ends);
    names_free(&files);
    names_free(&labels);
    return good;
}
