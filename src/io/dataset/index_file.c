// SPDX-License-Identifier: MIT
#include "io/dataset/index_file.h"

#include "base/folder.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "core/dataset/index.h"
#include "io/file.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Numbers are as the machine has them: `order` reads otherwise on one of the other byte order.
typedef struct Head {
    char magic[16];
    uint32_t order, checksum; // of the set
    uint64_t length, count;
    double reach;
    uint32_t axes, first, second, block;
    float step, blur;
    float middle[INDEX_SECOND];
} Head;
_Static_assert(sizeof(Head) == 72 + INDEX_SECOND * sizeof(float), "without gaps: it is compared");

static const char magic[16] = "alphabar index1";

static uint32_t checksum_of(const Dataset *set) {
    size_t all = set->count * dataset_length(set);
    return set->values ? libdeflate_crc32(0, set->values, all * sizeof *set->values)
                       : libdeflate_crc32(0, set->bytes, all);
}

static Head head_of(const Dataset *set, uint32_t checksum) {
    Head head = { .order = 0x01020304,
                  .checksum = checksum,
                  .length = dataset_length(set),
                  .count = set->count,
                  .axes = AXES,
                  .first = INDEX_FIRST,
                  .second = INDEX_SECOND,
                  .block = INDEX_BLOCK };
    memcpy(head.magic, magic, sizeof magic);
    return head;
}

// What follows the head, in this order.
enum { PIECES = 6 };
typedef struct Piece {
    void *data;
    size_t bytes;
} Piece;

static void pieces_of(Piece pieces[PIECES], const DatasetIndex *index) {
    size_t places = index->blocks * INDEX_BLOCK, boxes = index->blocks * INDEX_FIRST;
    const Piece all[PIECES] = {
        { index->axes, index->length * AXES_PADDED * sizeof *index->axes },
        { index->order, places * sizeof *index->order },
        { index->first, places * INDEX_FIRST * sizeof *index->first },
        { index->second, places * INDEX_SECOND },
        { index->low, boxes * sizeof *index->low },
        { index->high, boxes * sizeof *index->high },
    };
    memcpy(pieces, all, sizeof all);
}

// False where nothing says whose cache it is.
static bool name_file(Text *path, const Dataset *set, uint32_t checksum) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && path_is_whole(cache))
        text_append(path, "%s", cache);
    else if (home && path_is_whole(home))
        text_append(path, "%s/.cache", home);
    else
        return false;
    text_append(path, "/alphabar/index/%zux%zu-%08x", set->count, dataset_length(set),
                (unsigned)checksum);
    return true;
}

static bool read_piece(FILE *file, void *to, size_t bytes, uint32_t *checksum) {
    if (fread(to, 1, bytes, file) != bytes) return false;
    *checksum = libdeflate_crc32(*checksum, to, bytes);
    return true;
}

// False where the file is not the set's, or is damaged.
static bool read_index(DatasetIndex *index, FILE *file, const Head *wanted) {
    Head head;
    Piece pieces[PIECES];
    uint32_t sum = 0, stored;
    if (!read_piece(file, &head, sizeof head, &sum)) return false;
    memcpy(index->middle, head.middle, sizeof head.middle);
    index->step = head.step;
    index->blur = head.blur;
    index->reach = head.reach;
    // What is not known before is not compared.
    memset(head.middle, 0, sizeof head.middle);
    head.step = head.blur = 0;
    head.reach = 0;
    if (memcmp(&head, wanted, sizeof head) != 0) return false;
    pieces_of(pieces, index);
    for (int i = 0; i < PIECES; i++)
        if (!read_piece(file, pieces[i].data, pieces[i].bytes, &sum)) return false;
    if (fread(&stored, 1, sizeof stored, file) != sizeof stored || stored != sum) return false;
    for (size_t i = 0; i < index->blocks * INDEX_BLOCK; i++)
        if (index->order[i] >= index->count) return false;
    return fgetc(file) == EOF;
}

static bool load(Dataset *set, const char *path, const Head *wanted) {
    Error ignored;
    FILE *file = path_exists(path) ? file_open_to_read(path, &ignored) : NULL;
    if (!file) return false;
    DatasetIndex *index = dataset_index_alloc(set->count, dataset_length(set));
    bool good = index && read_index(index, file, wanted);
    if (good)
        set->index = index;
    else
        dataset_index_free(index);
    fclose(file);
    return good;
}

static bool write_piece(FILE *file, const void *from, size_t bytes, uint32_t *checksum) {
    *checksum = libdeflate_crc32(*checksum, from, bytes);
    return fwrite(from, 1, bytes, file) == bytes;
}

static void store(const Dataset *set, const char *path, Head head) {
    const DatasetIndex *index = set->index;
    Error ignored;
    FileOut out;
    Piece pieces[PIECES];
    uint32_t sum = 0;
    memcpy(head.middle, index->middle, sizeof head.middle);
    head.step = index->step;
    head.blur = index->blur;
    head.reach = index->reach;
    folder_make_parents(path);
    if (!file_out_open(&out, path, &ignored)) return;
    bool good = write_piece(out.stream, &head, sizeof head, &sum);
    pieces_of(pieces, index);
    for (int i = 0; good && i < PIECES; i++)
        good = write_piece(out.stream, pieces[i].data, pieces[i].bytes, &sum);
    good = good && fwrite(&sum, 1, sizeof sum, out.stream) == sizeof sum;
    if (good) file_out_commit(&out, &ignored);
    file_out_cancel(&out);
}

bool dataset_index_load(Dataset *set, const DatasetWatch *watch, Error *error) {
    Text path = { 0 };
    uint32_t checksum = checksum_of(set);
    Head head = head_of(set, checksum);
    bool named = name_file(&path, set, checksum);
    bool good = named && load(set, path.data, &head);
    if (!good) {
        good = dataset_index_make(set, watch ? watch->report : NULL, watch ? watch->user : NULL,
                                  error);
        if (good && named) store(set, path.data, head);
    }
    text_free(&path);
    return good;
}
