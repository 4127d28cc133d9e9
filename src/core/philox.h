// SPDX-License-Identifier: MIT
// Philox4x32-10, a counter-based generator: Salmon, Moraes, Dror, Shaw, "Parallel random numbers:
// as easy as 1, 2, 3", SC 2011. Any block of any stream, in any order, from key and counter alone.
#ifndef ALPHABAR_CORE_PHILOX_H
#define ALPHABAR_CORE_PHILOX_H

#include <stdint.h>

void philox4x32(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]);

#endif
