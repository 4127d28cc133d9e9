// SPDX-License-Identifier: MIT
// Equations whose quantities are pictures: factor · picture + factor · picture = picture.
#ifndef ALPHABAR_PANEL_EQUATION_TERMS_H
#define ALPHABAR_PANEL_EQUATION_TERMS_H

#include "panel/scene.h"

// A number that weighs a picture. It keeps its decimals, and so its width, at every t.
typedef struct Factor {
    bool any; // the picture is weighed at all
    double value;
    int decimals;
    bool small;                         // at some t it is written as a power of ten
    Hue hue;                            // of the quantity that it is
    char symbol[64], widest_symbol[64]; // rich text, without dollars; the latter at T
    const char *help;
} Factor;

typedef struct Term {
    PictureKind kind;
    const char *label; // what `click` calls the picture
    Hue hue;
    char symbol[96]; // rich text
    char brief[48];  // where there is no room for it; empty: it is brief
    const char *help;
    Factor factor;
} Term;

enum { EQUATIONS_MOST = 2, ADDENDS = 2, PICTURES = ADDENDS + 1 };

typedef struct Equation {
    Term terms[PICTURES]; // the last is what the others add up to
} Equation;

// In the order of the panel's choices.
typedef enum EquationKind { EQUATION_STEP, EQUATION_JUMP, EQUATION_POSTERIOR } EquationKind;

// Those of the model at its t; returns how many there are. Term for term
// factor · value + factor · value = value holds for each of a picture's values.
int equations_make(const Model *model, EquationKind kind, Equation out[EQUATIONS_MOST]);

// "0.515", and "0" or "1" where it is just that; "2·10^{−5}" where so many decimals have no digit
// for it.
void factor_text(char *out, size_t size, const Factor *factor);
double factor_as_written(const Factor *factor);                        // the value of that text
void factor_widest_text(char *out, size_t size, const Factor *factor); // of all t

#endif
