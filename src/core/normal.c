// SPDX-License-Identifier: MIT
#include "core/normal.h"

#include <math.h>

double normal_cdf(double x) {
    return 0.5 * erfc(-0.7071067811865476 * x);
}
