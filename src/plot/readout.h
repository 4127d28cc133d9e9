// SPDX-License-Identifier: MIT
// The box beside the pointer with the numbers of a plot there.
#ifndef ALPHABAR_PLOT_READOUT_H
#define ALPHABAR_PLOT_READOUT_H

#include "base/error.h"
#include "ui/ui.h"

// Rich texts: one at the left; where a second and a third are not empty they stand at the right in
// columns of their own.
typedef struct ReadoutLine {
    Hue hue;
    char text[3][160];
} ReadoutLine;

enum { READOUT_LINES = 12 };
typedef struct Readout {
    int count;
    ReadoutLine lines[READOUT_LINES];
} Readout;

// A line with a text at the left; what is more than READOUT_LINES is left out.
ReadoutLine *readout_add(Readout *readout, Hue hue, const char *format, ...) PRINTF_LIKE(3, 4);

// Right of x, pixels, or left of it where the frame ends; as high as the pointer.
void readout_draw(Ui *ui, Rect frame, float x, const Readout *readout);

// One small line at the frame's upper edge, above the pointer.
void readout_draw_line(Ui *ui, Rect frame, const char *text);

#endif
