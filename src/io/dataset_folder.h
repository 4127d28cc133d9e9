// SPDX-License-Identifier: MIT
// A folder of pictures as a data set.
#ifndef ALPHABAR_IO_DATASET_FOLDER_H
#define ALPHABAR_IO_DATASET_FOLDER_H

#include "io/dataset_watch.h"

// See dataset_load of io/dataset.h. `set` is an empty one.
bool dataset_read_folder(Dataset *set, const char *path, int side, const DatasetWatch *watch,
                         Error *error);

// Whether a folder has anything in it that dataset_load would read, without reading it.
bool dataset_probe_folder(const char *path, Error *error);

// Scales a picture to out's size: the largest middle part of its shape, by area averaging; a larger
// size repeats pixels. Grey fills all channels, colours become grey by their mean.
void dataset_fit(Picture *out, const Picture *picture);

#endif
