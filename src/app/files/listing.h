// SPDX-License-Identifier: MIT
// What the list of files shows: folders first, then files that `open` takes by their names, in the
// order a person expects ("img2" before "img10").
#ifndef ALPHABAR_APP_FILES_LISTING_H
#define ALPHABAR_APP_FILES_LISTING_H

#include "base/error.h"

#include <stddef.h>

typedef enum FileKind {
    FILE_NOTHING, // that `open` takes
    FILE_BUILT_IN,
    FILE_FOLDER,
    FILE_PICTURE,
    FILE_OTHER, // a list of betas, a session, a data set
} FileKind;

typedef struct ListedFile {
    char *path;
    const char *name; // the end of path
    FileKind kind;
} ListedFile;

// Zero is an empty one. The first file of one that was read is the built-in picture.
typedef struct Listing {
    ListedFile *files;
    size_t count, room;
    bool more; // LISTING_MOST are listed, and there are others
} Listing;

enum { LISTING_MOST = 100000 };

// Errors read "PATH: WHY"; `listing` is then empty.
bool listing_read(Listing *listing, const char *folder, Error *error);
// Files by their paths, as they come, without those that are not there.
void listing_of(Listing *listing, char *const *paths, int count);
void listing_free(Listing *listing);

FileKind listing_kind(const char *name); // of a file, by its name

// Below, equal to or above 0, as strcmp. Digits are numbers; ASCII letters of both cases are one.
int listing_compare(const char *a, const char *b);

// Whether a part of the name is `filter`, in whatever case; "" is in every name.
bool listing_matches(const char *name, const char *filter);

#endif
