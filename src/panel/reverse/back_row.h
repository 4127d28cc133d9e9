// SPDX-License-Identifier: MIT
// A row of pictures about one step back: five mixes of a few planes.
#ifndef ALPHABAR_PANEL_REVERSE_BACK_ROW_H
#define ALPHABAR_PANEL_REVERSE_BACK_ROW_H

#include "model/reverse.h"
#include "model/thin.h"
#include "panel/scene.h"

enum { BACK_CELLS = 5 };

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
    int kind; // ReverseRow
    int count;
    RowCell cells[BACK_CELLS];
    double gain, sigma;
    bool scale;   // some are coloured
    bool arrived; // else the walk is still on its way
    int walk_at;  // its step
} Row;

// The planes as the screen shows them, and what the rows need beside them.
typedef struct BackPlanes {
    Thin thin;
    Picture draws[BACK_CELLS], walked; // thinned as well; draws[0] is empty: thin.eta serves
    Key thin_key, draws_key;
} BackPlanes;
void back_planes_free(BackPlanes *planes);

// The row of that kind (ReverseRow), of a part of the picture as width × height pixels. False where
// the machine has no room for its planes.
bool back_row_make(Scene *scene, BackPlanes *planes, Row *row, int kind, Part part, int width,
                   int height);

double back_row_round_gain(double gain); // 1, 2 or 5 times a power of ten

#endif
