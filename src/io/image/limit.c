// SPDX-License-Identifier: MIT
#include "io/image/limit.h"

static const double MIB = 1 << 20;
static size_t limit = (size_t)IMAGE_MEMORY_MIB << 20;

void image_limit_memory(size_t bytes) {
    limit = bytes;
}

size_t image_memory_limit(void) {
    return limit;
}

bool image_fits_memory(double bytes, Error *error) {
    if (bytes <= (double)limit) return true;
    return error_set(error,
                     "takes %.0f MiB of memory to be decoded, more than the %.0f MiB that "
                     "--picture-memory allows",
                     bytes / MIB, (double)limit / MIB);
}
