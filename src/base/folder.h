// SPDX-License-Identifier: MIT
#ifndef ALPHABAR_BASE_FOLDER_H
#define ALPHABAR_BASE_FOLDER_H

#include "base/error.h"

#include <stddef.h>

bool folder_make(const char *path, Error *error); // that one, not its parents
void folder_make_parents(const char *path); // of a file, as far as they are missing and can be made
bool folder_make_temporary(char *out, size_t size, Error *error); // a new one; `out` is its path
void folder_drop(const char *path); // where it is empty; else it stays

// Files and folders in a folder, links as what they name; in no order, and none whose name begins
// with a dot.
typedef struct FolderItem {
    char *name;
    bool is_folder;
} FolderItem;

typedef struct FolderList {
    FolderItem *items;
    size_t count, room;
    bool more; // than were asked for
} FolderList;

// At most so many. Errors read "PATH: WHY"; there is nothing to free then.
bool folder_list(FolderList *list, const char *path, size_t most, Error *error);
void folder_list_free(FolderList *list);

#endif
