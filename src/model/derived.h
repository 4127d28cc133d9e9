// SPDX-License-Identifier: MIT
// Everything that is made from a model when it is first asked for, a part for each of these. Each
// knows what it was made from (model/key.h) and is made again when that is another.
#ifndef ALPHABAR_MODEL_DERIVED_H
#define ALPHABAR_MODEL_DERIVED_H

#include <stddef.h>

typedef enum DerivedId {
    DERIVED_COLUMNS,
    DERIVED_HEALTH,
    DERIVED_CURVES,
    DERIVED_HISTOGRAM,
    DERIVED_MOMENTS,
    DERIVED_COMPARED,
    DERIVED_OBJECTIVES,
    DERIVED_REVERSE,
    DERIVED_VARIANCE,
    DERIVED_LEVELS,
    DERIVED_MEASURE,
    DERIVED_PARTS
} DerivedId;

typedef struct Derived {
    struct {
        void *data;
        void (*free_data)(void *data);
    } parts[DERIVED_PARTS];
} Derived;

Derived *derived_create(void);
void derived_free(Derived *derived); // takes NULL

// The part, `size` bytes, zeroed at first. free_data, where it is not NULL, frees what the part
// owns.
void *derived_part(Derived *derived, DerivedId id, size_t size, void (*free_data)(void *data));

#endif
