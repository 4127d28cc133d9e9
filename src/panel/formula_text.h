// SPDX-License-Identifier: MIT
// What formulas say: with letters, as the sources have them, and with the numbers of a step. Rich
// text, its terms in the colours of their quantities.
#ifndef ALPHABAR_PANEL_FORMULA_TEXT_H
#define ALPHABAR_PANEL_FORMULA_TEXT_H

#include "panel/scene.h"

typedef enum FormulaId {
    FORMULA_JUMP,
    FORMULA_MEAN,
    FORMULA_VARIANCE,
    FORMULA_STEP,
    FORMULA_BAYES,
    FORMULA_PRECISIONS,
    FORMULA_WEIGHTS,
    FORMULA_EXPECTATION,
    FORMULA_MIXTURE,
    FORMULA_PRODUCT, // alpha as the product of all steps
    FORMULAS
} FormulaId;

enum { FORMULA_TEXT = 480 };

const char *formula_letters(FormulaId id, const Settings *settings);
void formula_numbers(char out[FORMULA_TEXT], FormulaId id, const Scene *scene);

#endif
