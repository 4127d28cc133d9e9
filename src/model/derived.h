// SPDX-License-Identifier: MIT
// Everything that is made from a model when it is first asked for. Each part knows what it was made
// from (model/key.h) and is made again when that is another.
#ifndef ALPHABAR_MODEL_DERIVED_H
#define ALPHABAR_MODEL_DERIVED_H

#include "model/compare.h"
#include "model/curves.h"
#include "model/health.h"
#include "model/reverse.h"

struct Derived {
    TableColumns columns;
    ModelHealth health;
    ValueCurves curves;
    ValueHistogram histogram;
    ValueMoments moments;
    CompareColumns compared[COMPARE_MOST];
    ReverseParts reverse;
};

Derived *derived_create(void);
void derived_free(Derived *derived); // takes NULL

#endif
