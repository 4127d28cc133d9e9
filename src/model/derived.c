// SPDX-License-Identifier: MIT
#include "model/derived.h"

#include "base/memory.h"

#include <stdlib.h>

Derived *derived_create(void) {
    return mem_alloc(1, sizeof(Derived));
}

void derived_free(Derived *derived) {
    if (!derived) return;
    for (int i = 0; i < DERIVED_PARTS; i++) {
        void *data = derived->parts[i].data;
        if (data && derived->parts[i].free_data) derived->parts[i].free_data(data);
        free(data);
    }
    free(derived);
}

void *derived_part(Derived *derived, DerivedId id, size_t size, void (*free_data)(void *data)) {
    if (!derived->parts[id].data) {
        derived->parts[id].data = mem_alloc(1, size);
        derived->parts[id].free_data = free_data;
    }
    return derived->parts[id].data;
}
