// SPDX-License-Identifier: MIT
// One z of core/mixture.h as whole numbers, so that products with a set's bytes are exact.
#ifndef ALPHABAR_CORE_MIXTURE_WHOLE_H
#define ALPHABAR_CORE_MIXTURE_WHOLE_H

#include "core/mixture_kernels.h"

#include <stdbool.h>

// A z as whole numbers, and what turns whole products into log weights.
typedef struct MixtureWhole {
    void *digits[MIXTURE_DIGITS]; // the uppermost first
    int shift[MIXTURE_DIGITS];    // q = sum of digits << shift
    MixtureScale scale, rough;    // of the whole product, of that with the uppermost alone
    double slack;                 // by which the rough log weight may be wrong
    double square;                // |z|²
    double variance;              // v of q(z), above 0
} MixtureWhole;

// Of `length` finite values, with digits of `bits` (8 or 16) padded with zeros to `padded` each.
// False where there is no memory for them; free it in either case.
bool mixture_whole_make(MixtureWhole *whole, const float *z, double alpha, double variance,
                        size_t length, size_t padded, int bits);
void mixture_whole_free(MixtureWhole *whole);

#endif
