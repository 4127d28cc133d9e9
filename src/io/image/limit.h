// SPDX-License-Identifier: MIT
// How much memory decoding a picture may take. What a header claims is held against it before any
// is taken.
#ifndef ALPHABAR_IO_IMAGE_LIMIT_H
#define ALPHABAR_IO_IMAGE_LIMIT_H

#include "base/error.h"

#include <stddef.h>

enum { IMAGE_MEMORY_MIB = 512 }; // unless --picture-memory says otherwise

// For the program's start, before there are threads.
void image_limit_memory(size_t bytes);
size_t image_memory_limit(void);

// Fails where `bytes` are more than that.
bool image_fits_memory(double bytes, Error *error);

#endif
