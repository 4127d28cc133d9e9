// SPDX-License-Identifier: MIT
// A curve of log SNR drawn freehand, made into knots: monotone, smooth, and as before where the
// hand has not been.
#ifndef ALPHABAR_CORE_KNOTS_STROKE_H
#define ALPHABAR_CORE_KNOTS_STROKE_H

#include "core/knots.h"

enum { STROKE_CELLS = 240, STROKE_KNOTS = 10 };

typedef struct KnotStroke {
    Knots before;                 // what it is drawn over
    double log_snr[STROKE_CELLS]; // over equal parts of u, from `first` to `last`
    int first, last, here;        // first > last: nothing yet
} KnotStroke;

KnotStroke stroke_begin(const Knots *before);

// The hand has come straight from where it was; what it draws over it replaces. What is beyond the
// ends and ±KNOTS_LOG_SNR counts as at them.
void stroke_move(KnotStroke *stroke, double u, double log_snr);

// The knots, at most STROKE_KNOTS of them where it was drawn; those before it on either side stay,
// and give way as far as log SNR must fall. What was drawn rising is made level; returns whether
// that can be seen.
bool stroke_knots(const KnotStroke *stroke, Knots *knots);

#endif
