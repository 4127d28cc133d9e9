// SPDX-License-Identifier: MIT
// Where the parts of equations of pictures stand in a rectangle.
#ifndef ALPHABAR_PANEL_EQUATION_PLACES_H
#define ALPHABAR_PANEL_EQUATION_PLACES_H

#include "panel/equation/terms.h"

// How one equation is broken into rows.
typedef enum Breaking {
    IN_A_ROW,      // a + b = c
    ABOVE_RESULT,  // a + b, below it = c
    BELOW_ANOTHER, // a, + b, = c
    BREAKINGS
} Breaking;

typedef struct EquationPlaces {
    Rect picture[PICTURES];
    Rect factor[ADDENDS]; // number and dot, as high as the picture; w = 0: it has none
    Point sign[ADDENDS];  // centres of + and =
    Rect line;            // one value
} EquationPlaces;

typedef struct Places {
    int count; // equations that are shown: the second one only where both can be seen
    EquationPlaces of[EQUATIONS_MOST];
    float type, symbol, value; // sizes of factors, of symbols, of the line with a value; units
    float caption;             // the height of symbols below pictures, pixels
    bool beside;               // the equations stand side by side
    bool two_lines;            // the line's words stand above its numbers
} Places;

// The arrangement with the largest pictures. `line` is the widest that the first line can be, and
// `numbers` what is left of it where the words stand above.
Places places_of(const Scene *scene, const Equation *equations, int count, Rect rect,
                 const char *line, const char *numbers);

#endif
