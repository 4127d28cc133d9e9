// SPDX-License-Identifier: MIT
// The readers behind io/dataset.h, one a format. Each fills a fresh set; its errors name the path.
#ifndef ALPHABAR_IO_DATASET_SOURCE_H
#define ALPHABAR_IO_DATASET_SOURCE_H

#include "io/dataset_watch.h"

#include <stdio.h>

// A file read from its start to its end, unpacked on the way where it is gzip.
typedef struct Source {
    const char *path;
    void *file;    // gzFile
    uint64_t size; // of the file itself
    bool packed;
    const DatasetWatch *watch;
} Source;

bool source_open(Source *source, const char *path, const DatasetWatch *watch, Error *error);
void source_close(Source *source);
// Exactly so many bytes; fewer, damage and a cancel are errors.
bool source_read(Source *source, void *to, size_t bytes, Error *error);
bool source_at_end(Source *source, Error *error); // fails where more follows
// Whether the file can hold so many bytes at all.
bool source_can_hold(const Source *source, uint64_t bytes, Error *error);

bool watch_report(const DatasetWatch *watch, double done, const char *path, Error *error);

bool dataset_read_idx(Dataset *set, const char *path, const DatasetWatch *watch, Error *error);
bool dataset_read_cifar(Dataset *set, const char *const paths[], int count,
                        const DatasetWatch *watch, Error *error);
bool dataset_read_npy(Dataset *set, const char *path, const DatasetWatch *watch, Error *error);

// Names of labels, copied.
void dataset_name_labels(Dataset *set, const char *const names[], int count);

#endif
