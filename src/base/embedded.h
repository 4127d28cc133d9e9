// SPDX-License-Identifier: MIT
// Files that were built into the program: shaders, the built-in picture, lessons and catalogues.
#ifndef ALPHABAR_BASE_EMBEDDED_H
#define ALPHABAR_BASE_EMBEDDED_H

#include "base/embedded_files.h"

const EmbeddedFile *embedded_find(const char *name); // must be there

#endif
