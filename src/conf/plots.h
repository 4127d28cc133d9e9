// SPDX-License-Identifier: MIT
// The plots that can be zoomed: for `range` and `fit`, for undo and sessions.
#ifndef ALPHABAR_CONF_PLOTS_H
#define ALPHABAR_CONF_PLOTS_H

#include "conf/settings.h"

typedef enum PlotId {
    PLOT_SIGNAL,
    PLOT_VARIANCE,
    PLOT_PIXEL,
    PLOT_VALUES,
    PLOT_LIFE,
    PLOT_COEFFICIENTS,
    PLOT_EFFECTIVE,
    PLOT_COMPARE, // and the two beside it
    PLOTS = PLOT_COMPARE + COMPARE_PLOTS
} PlotId;
extern const char *const plot_names[PLOTS];

#endif
