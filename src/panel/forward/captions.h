// SPDX-License-Identifier: MIT
// Captions of the model's pictures: a symbol, a word for it, and numbers, as far as there is room.
#ifndef ALPHABAR_PANEL_FORWARD_CAPTIONS_H
#define ALPHABAR_PANEL_FORWARD_CAPTIONS_H

#include "panel/scene.h"

typedef struct Cell {
    PictureKind kind;
    const char *label; // what `click` calls it
    Hue hue;
    const char *symbol;  // format of t or t - 1
    const char *caption; // in a word or two
    const char *help;
} Cell;

// In the order of the panel's choices: x zprev z mean sample noise.
enum { PICTURE_CELLS = 6 };
extern const Cell picture_cells[PICTURE_CELLS];

// What a network may be trained to predict: x_hat eps v score velocity.
enum { TARGET_CELLS = 5 };
extern const Cell target_cells[TARGET_CELLS];

// What of their captions the pictures of a row have room for.
typedef struct Captions {
    bool words, brief, numbers;
} Captions;

// A row has all where its tightest picture has room for it. The others have the numbers alone, or
// the words alone, or neither: all of them the same. `of_row` is filled for every row.
void captions_choose(const Scene *scene, const Rect *rects, const Cell *const *cells, int count,
                     int columns, bool two_lines, Captions *of_row);

void caption_draw(const Scene *scene, Rect rect, const Cell *cell, Pixel pixel, Captions captions,
                  bool two_lines);

// The tooltip, which stands over the caption, where it hides neither the picture nor its numbers.
void caption_explain(const Scene *scene, Rect rect, const Cell *cell);

#endif
