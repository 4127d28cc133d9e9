// SPDX-License-Identifier: MIT
// The curves of one value over t, as plots of both directions show them.
#ifndef ALPHABAR_PANEL_VALUE_SERIES_H
#define ALPHABAR_PANEL_VALUE_SERIES_H

#include "model/curves.h"
#include "plot/curve.h"

// The law of z_t given x (one standard deviation and two), z_t, the posterior mean and, where
// `walked` is not NULL, the walk back: `steps` + 1 values each, which the series point at. Returns
// how many there are.
enum { VALUE_SERIES = 5 };
int value_series(const ValueCurves *curves, const double *walked, int steps,
                 Series series[VALUE_SERIES]);

#endif
