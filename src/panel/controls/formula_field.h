// SPDX-License-Identifier: MIT
// The formula of a schedule, typed: the curve follows while it is one. What is none yet leaves the
// last one that was, and says why.
#ifndef ALPHABAR_PANEL_CONTROLS_FORMULA_FIELD_H
#define ALPHABAR_PANEL_CONTROLS_FORMULA_FIELD_H

#include "panel/scene.h"

typedef struct FormulaField {
    bool typing;
    char tried[256];            // what was typed when it was last looked at
    char before[SETTINGS_PATH]; // the formula that Escape brings back
    char why[600];              // it is no schedule; empty: it is one
} FormulaField;

void formula_field_draw(Scene *scene, FormulaField *field, Rect rect);

#endif
