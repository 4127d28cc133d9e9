// SPDX-License-Identifier: MIT
// A table's curve with few knots, each where it does most: what a hand begins to draw with.
#ifndef ALPHABAR_CORE_KNOTS_FEW_H
#define ALPHABAR_CORE_KNOTS_FEW_H

#include "core/knots.h"
#include "core/schedule.h"

enum { KNOTS_FEW = 5, KNOTS_FEW_MOST = 8 };

// As few of KNOTS_FEW to `most` (KNOTS_FEW_MOST at most) as keep alpha within 0.005, else the
// nearest. Returns the largest distance in alpha that is left. log SNR beyond ±30 counts as ±30.
double knots_fit_few(Knots *knots, const Schedule *schedule, int most);

#endif
