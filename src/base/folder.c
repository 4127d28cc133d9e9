// SPDX-License-Identifier: MIT
#include "base/folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool folder_make(const char *path, Error *error) {
    return mkdir(path, 0777) == 0 ||
           error_set(error, "%s: the folder cannot be made: %s", path, strerror(errno));
}

void folder_drop(const char *path) {
    rmdir(path);
}
