// SPDX-License-Identifier: MIT
#ifndef ALPHABAR_BASE_CLOCK_H
#define ALPHABAR_BASE_CLOCK_H

double clock_seconds(void); // monotonic, from an arbitrary start

#endif
