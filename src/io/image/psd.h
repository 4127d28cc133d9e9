// SPDX-License-Identifier: MIT
// A PSD before it is decoded.
#ifndef ALPHABAR_IO_IMAGE_PSD_H
#define ALPHABAR_IO_IMAGE_PSD_H

#include <stddef.h>
#include <stdint.h>

// The same file with three channels, its colours, as malloc gives it: NULL where memory runs out.
// `bytes` have passed sniff_check. The composite picture in a PSD lies on white already, and its
// fourth channel may as well be a saved selection: stb_image divides by it in either case, out of
// the range of its numbers where the colours do not go with it.
uint8_t *psd_colours(const uint8_t *bytes, size_t *length);

#endif
