// SPDX-License-Identifier: MIT
// Files that were built into the program: shaders and the built-in picture.
#ifndef ALPHABAR_BASE_EMBEDDED_H
#define ALPHABAR_BASE_EMBEDDED_H

#include <stddef.h>

typedef struct EmbeddedFile {
    const char *name;           // "shape.vert"
    const unsigned char *bytes; // followed by a '\0' that length does not count
    size_t length;
} EmbeddedFile;

extern const EmbeddedFile embedded_files[]; // the last has no name

const EmbeddedFile *embedded_find(const char *name); // must be there

#endif
