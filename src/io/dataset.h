// SPDX-License-Identifier: MIT
// Data sets in: MNIST's IDX files, CIFAR-10's binary files, .npy, a folder of pictures, and a small
// set that the program draws itself. What a header claims is held against the file before memory is
// taken, so that a lie or a bomb costs none.
#ifndef ALPHABAR_IO_DATASET_H
#define ALPHABAR_IO_DATASET_H

#include "io/dataset_folder.h"
#include "io/dataset_watch.h"

// Where Debian's package dataset-fashion-mnist lays its files, and what stands for it as a PATH.
#define DATASET_FASHION         "fashion-mnist"
#define DATASET_FASHION_FOLDER  "/usr/share/datasets/fashion-mnist"
#define DATASET_FASHION_PACKAGE "dataset-fashion-mnist"
#define DATASET_BUILT_IN        "built-in"

// PATH is one of
// - an IDX file of N × H × W bytes, plain or .gz; labels come from the file beside it that has
//   "labels-idx1" in its name for "images-idx3";
// - CIFAR-10's .bin, of 3073 bytes a picture;
// - .npy of N × H × W or N × H × W × C numbers, uint8 or float, which stay float32 and may lie
//   outside of [-1, 1]; up to PICTURE_CHANNELS channels;
// - a folder with such IDX or .bin files (the training part of it), or of pictures: each is cut to
//   a square about its middle and scaled to `side`. With side 0 they keep their size, which must
//   be one. Folders in it are labels;
// - DATASET_BUILT_IN or "", DATASET_FASHION.
// All values are multiplied by `scale`, 1 or another number above 0: a set of bytes becomes one of
// values where it is not 1. Errors read "PATH: WHY". `set` is zero or a set, replaced on success
// only. `watch` may be NULL.
bool dataset_load(Dataset *set, const char *path, int side, double scale, const DatasetWatch *watch,
                  Error *error);

bool dataset_has_fashion(void); // the package is there
// Whether a folder has MNIST's or CIFAR-10's files in it.
bool dataset_has_files(const char *path);

bool dataset_is_path(const char *path); // by its looks: for what is dropped on the window

#endif
