// SPDX-License-Identifier: MIT
// The Netpbm formats P1 to P6, with every largest value that they allow.
#ifndef ALPHABAR_IO_PNM_H
#define ALPHABAR_IO_PNM_H

#include "base/error.h"
#include "io/pixels.h"

#include <stddef.h>
#include <stdint.h>

// 8 bit where the largest value is below 256, else 16, scaled to the whole range and rounded.
// Errors have no path. `image` is set on success only.
bool pnm_decode(Image *image, const uint8_t *bytes, size_t length, Error *error);

#endif
