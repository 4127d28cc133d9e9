// SPDX-License-Identifier: MIT
#define _DEFAULT_SOURCE // DT_DIR
#include "base/folder.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool folder_make(const char *path, Error *error) {
    return mkdir(path, 0777) == 0 ||
           error_set(error, "%s: the folder cannot be made: %s", path, strerror(errno));
}

void folder_make_parents(const char *path) {
    char *folder = mem_copy_text(path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        Error ignored;
        *slash = '\0';
        folder_make(folder, &ignored); // one that is there stays
        *slash = '/';
    }
    free(folder);
}

bool folder_make_temporary(char *out, size_t size, Error *error) {
    const char *place = getenv("TMPDIR");
    snprintf(out, size, "%s/alphabar-XXXXXX", place && *place ? place : "/tmp");
    return mkdtemp(out) ||
           error_set(error, "%s: the folder cannot be made: %s", out, strerror(errno));
}

void folder_drop(const char *path) {
    rmdir(path);
}

// What a link names; FIFOs and devices are neither.
static void look_at(DIR *folder, const struct dirent *entry, bool *is_folder, bool *is_file) {
    struct stat info = { 0 };
    *is_folder = entry->d_type == DT_DIR;
    *is_file = entry->d_type == DT_REG;
    if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN) return;
    if (fstatat(dirfd(folder), entry->d_name, &info, 0)) return;
    *is_folder = S_ISDIR(info.st_mode);
    *is_file = S_ISREG(info.st_mode);
}

bool folder_list(FolderList *list, const char *path, size_t most, Error *error) {
    DIR *folder = opendir(path);
    if (!folder) return error_set(error, "%s: %s", path, strerror(errno));
    *list = (FolderList){ 0 };
    for (struct dirent *entry; !list->more && (entry = readdir(folder));) {
        bool is_folder, is_file;
        if (entry->d_name[0] == '.') continue;
        look_at(folder, entry, &is_folder, &is_file);
        if (!is_folder && !is_file) continue;
        if (list->count == most) {
            list->more = true;
            continue;
        }
        list->items = mem_grow(list->items, &list->room, list->count + 1, sizeof *list->items);
        list->items[list->count++] = (FolderItem){ mem_copy_text(entry->d_name), is_folder };
    }
    closedir(folder);
    return true;
}

void folder_list_free(FolderList *list) {
    for (size_t i = 0; i < list->count; i++) free(list->items[i].name);
    free(list->items);
    *list = (FolderList){ 0 };
}
