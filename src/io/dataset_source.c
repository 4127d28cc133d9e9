// SPDX-License-Identifier: MIT
// zlib rather than libdeflate: it unpacks as it reads, so that a file that unpacks to terabytes is
// known for what it is after its header.
#include "io/dataset_source.h"

#include "base/memory.h"
#include "base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { SLICE = 1 << 20 }; // bytes between two looks at the watch

// Pictures are never packed into less than a hundredth of their bytes, unless they are few; DEFLATE
// can do ten times as much, which a bomb is made of.
static const uint64_t most_packed = 100, few = 64 << 20;

bool watch_report(const DatasetWatch *watch, double done, const char *path, Error *error) {
    if (!watch || watch->report(watch->user, done)) return true;
    return error_set(error, "%s: cancelled", path);
}

bool source_open(Source *source, const char *path, const DatasetWatch *watch, Error *error) {
    struct stat info;
    *source = (Source){ .path = path, .watch = watch };
    if (stat(path, &info) != 0) return error_set(error, "%s: %s", path, strerror(errno));
    if (!S_ISREG(info.st_mode)) return error_set(error, "%s: is not a regular file", path);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return error_set(error, "%s: %s", path, strerror(errno));
    gzFile packed = gzdopen(file, "rb");
    if (!packed) {
        close(file);
        return error_set(error, "%s: there is not enough memory to read it", path);
    }
    gzbuffer(packed, 1 << 18);
    source->file = packed;
    source->size = (uint64_t)info.st_size;
    source->packed = !gzdirect(packed);
    return true;
}

void source_close(Source *source) {
    if (source->file) gzclose_r(source->file);
    source->file = NULL;
}

static bool damaged(Source *source, Error *error) {
    int number;
    const char *why = gzerror(source->file, &number);
    if (number == Z_ERRNO) why = strerror(errno);
    if (number == Z_BUF_ERROR || number == Z_OK)
        return error_set(error, "%s: the file ends too early", source->path);
    return error_set(error, "%s: the file is damaged (%s)", source->path, why);
}

bool source_read(Source *source, void *to, size_t bytes, Error *error) {
    char *at = to;
    while (bytes > 0) {
        unsigned want = bytes < SLICE ? (unsigned)bytes : SLICE;
        int got = gzread(source->file, at, want);
        if (got < (int)want) return damaged(source, error);
        at += got;
        bytes -= (size_t)got;
        double done = (double)gzoffset(source->file) / ((double)source->size + 1);
        if (!watch_report(source->watch, done, source->path, error)) return false;
    }
    return true;
}

bool source_at_end(Source *source, Error *error) {
    char more;
    int got = gzread(source->file, &more, 1), number;
    gzerror(source->file, &number);
    if (got < 0 || (number != Z_OK && number != Z_STREAM_END)) return damaged(source, error);
    return got == 0 || error_set(error, "%s: has more in it than its header says", source->path);
}

bool source_can_hold(const Source *source, uint64_t bytes, Error *error) {
    uint64_t most = source->packed ? source->size * most_packed : source->size;
    if (bytes <= most || (source->packed && bytes <= few && bytes / 1032 <= source->size))
        return true;
    return error_set(error,
                     source->packed
                         ? N_("%s: its header claims %llu bytes of pictures; a packed file of %llu "
                              "bytes does not hold them")
                         : N_("%s: its header claims %llu bytes of pictures; a file of %llu bytes "
                              "does not hold them"),
                     source->path, (unsigned long long)bytes, (unsigned long long)source->size);
}

void dataset_name_labels(Dataset *set, const char *const names[], int count) {
    set->label_names = mem_alloc((size_t)count, sizeof *set->label_names);
    set->label_count = count;
    for (int i = 0; i < count; i++) set->label_names[i] = mem_copy_text(names[i]);
}
