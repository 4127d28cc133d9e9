// SPDX-License-Identifier: MIT
#include "model/derived.h"

#include "base/memory.h"

#include <stdlib.h>

Derived *derived_create(void) {
    return mem_alloc(1, sizeof(Derived));
}

void derived_free(Derived *derived) {
    if (!derived) return;
    columns_free(&derived->columns);
    health_free(&derived->health);
    value_curves_free(&derived->curves);
    value_moments_free(&derived->moments);
    for (int i = 0; i < COMPARE_MOST; i++) free(derived->compared[i].values);
    reverse_parts_free(&derived->reverse);
    free(derived);
}
