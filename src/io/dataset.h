// SPDX-License-Identifier: MIT
// Data sets in: MNIST's IDX files, CIFAR-10's binary files, .npy, a folder of pictures, and a small
// set that the program draws itself. What a header claims is held against the file before memory is
// taken, so that a lie or a bomb costs none.
#ifndef ALPHABAR_IO_DATASET_H
#define ALPHABAR_IO_DATASET_H

#include "core/dataset.h"

// Where Debian's package dataset-fashion-mnist lays its files, and what stands for it as a PATH.
#define DATASET_FASHION         "fashion-mnist"
#define DATASET_FASHION_FOLDER  "/usr/share/datasets/fashion-mnist"
#define DATASET_FASHION_PACKAGE "dataset-fashion-mnist"
#define DATASET_BUILT_IN        "built-in"

// Called now and then while a set is read, `done` being 0..1. Returning false ends it with the
// error "PATH: cancelled".
typedef struct DatasetWatch {
    bool (*report)(void *user, double done);
    void *user;
} DatasetWatch;

// PATH is one of
// - an IDX file of N × H × W bytes, plain or .gz; labels come from the file beside it that has
//   "labels-idx1" in its name for "images-idx3";
// - CIFAR-10's .bin, of 3073 bytes a picture;
// - .npy of N × H × W or N × H × W × C numbers, uint8 or float32 in [-1, 1] (these are rounded to
//   bytes);
// - a folder with such IDX or .bin files (the training part of it), or of pictures: each is cut to
//   a square about its middle and scaled to `side`. With side 0 they keep their size, which must
//   be one. Folders in it are labels;
// - DATASET_BUILT_IN or "", DATASET_FASHION.
// Errors read "PATH: WHY". `set` is zero or a set, replaced on success only. `watch` may be NULL.
bool dataset_load(Dataset *set, const char *path, int side, const DatasetWatch *watch,
                  Error *error);

// Ten figures, drawn with strokes of many widths, slants, sizes and places: 28 × 28, grey.
bool dataset_draw_built_in(Dataset *set, Error *error);

bool dataset_has_fashion(void); // the package is there
// Whether a folder has MNIST's or CIFAR-10's files in it.
bool dataset_has_files(const char *path);
// Whether a folder has anything in it that dataset_load would read, without reading it.
bool dataset_probe_folder(const char *path, Error *error);

bool dataset_is_path(const char *path); // by its looks: for what is dropped on the window

// Scales a picture to out's size: the largest middle part of its shape, by area averaging; a larger
// size repeats pixels. Grey fills all channels, colours become grey by their mean.
void dataset_fit(Picture *out, const Picture *picture);

#endif
