// SPDX-License-Identifier: MIT
#include "base/embedded.h"

#include "base/error.h"

#include <string.h>

const EmbeddedFile *embedded_find(const char *name) {
    const EmbeddedFile *file = embedded_files;
    while (file->name && strcmp(file->name, name) != 0) file++;
    CHECK(file->name);
    return file;
}
