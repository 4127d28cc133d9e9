// SPDX-License-Identifier: MIT
// The index of a large data set (core/dataset/index.h), kept in the user's cache:
// $XDG_CACHE_HOME/alphabar/index, else ~/.cache/alphabar/index. A file is named by a checksum of
// all of the set's values and ends with one of its own; one that does not fit is made anew. Where
// no folder can be written the index is made each time.
#ifndef ALPHABAR_IO_DATASET_INDEX_FILE_H
#define ALPHABAR_IO_DATASET_INDEX_FILE_H

#include "io/dataset_watch.h"

// Gives a finished set its index, read or made. Errors have no path.
bool dataset_index_load(Dataset *set, const DatasetWatch *watch, Error *error);

#endif
