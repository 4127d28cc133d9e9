// SPDX-License-Identifier: MIT
// The list of files that were built into the program, which src/base/embed.cmake makes.
#ifndef ALPHABAR_BASE_EMBEDDED_FILES_H
#define ALPHABAR_BASE_EMBEDDED_FILES_H

#include <stddef.h>

typedef struct EmbeddedFile {
    const char *name;           // "shape.vert"
    const unsigned char *bytes; // followed by a '\0' that length does not count
    size_t length;
} EmbeddedFile;

extern const EmbeddedFile embedded_files[]; // the last has no name

#endif
