// SPDX-License-Identifier: MIT
// Who follows the reading of a data set, and may end it.
#ifndef ALPHABAR_IO_DATASET_WATCH_H
#define ALPHABAR_IO_DATASET_WATCH_H

#include "core/dataset.h"

// Called now and then while a set is read, `done` being 0..1. Returning false ends it with the
// error "PATH: cancelled".
typedef struct DatasetWatch {
    bool (*report)(void *user, double done);
    void *user;
} DatasetWatch;

#endif
