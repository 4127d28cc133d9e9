// SPDX-License-Identifier: MIT
// What the Reverse view's row of pictures holds: five mixes of a few planes.
#ifndef ALPHABAR_APP_REVERSE_ROW_H
#define ALPHABAR_APP_REVERSE_ROW_H

#include "app/reverse.h"

typedef struct RowCell {
    const char *label; // what `click` calls it
    Hue hue;
    char symbol[112];
    const char *caption, *help;
    Mix mix;
    const Picture *x, *n, *eta; // the planes, thinned out as the screen shows them
    bool colored;               // in two hues, `span` being the ends of the scale
    double span;
} RowCell;

typedef struct Row {
    int count;
    RowCell cells[REVERSE_CELLS];
    double gain, sigma;
    bool scale;   // some are coloured
    bool arrived; // else the walk is still on its way
} Row;

// The row that the settings ask for, of a part of the picture as width × height pixels. False where
// the machine has no room for its planes.
bool row_make(App *app, Row *row, Part part, int width, int height);

double row_round_gain(double gain); // 1, 2 or 5 times a power of ten

#endif
