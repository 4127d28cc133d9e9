// SPDX-License-Identifier: MIT
// The plots that can be zoomed: for `range` and `fit`, for undo and sessions.
#ifndef ALPHABAR_CONF_PLOTS_H
#define ALPHABAR_CONF_PLOTS_H

#include "conf/settings.h"

// One row each. Those whose axes are no t come last, the three of the Compare view behind all.
#define PLOT_ROWS(PLOT)                                                                            \
    PLOT(SIGNAL, signal)                                                                           \
    PLOT(VARIANCE, variance)                                                                       \
    PLOT(PIXEL, pixel)                                                                             \
    PLOT(VALUES, values)                                                                           \
    PLOT(LIFE, life)                                                                               \
    PLOT(COEFFICIENTS, coefficients)                                                               \
    PLOT(REVERSE_VARIANCE, reverse_variance)                                                       \
    PLOT(EFFECTIVE, effective)                                                                     \
    PLOT(WEIGHTS, weights)                                                                         \
    PLOT(WEIGHTS_DENSITY, weights_density)                                                         \
    PLOT(WEIGHTS_PRODUCT, weights_product)                                                         \
    PLOT(COMPARE, compare)                                                                         \
    PLOT(COMPARE2, compare2)                                                                       \
    PLOT(COMPARE3, compare3)

#define PLOT_ID(ID, NAME)   PLOT_##ID,
#define PLOT_WORD(ID, NAME) " " #NAME
typedef enum PlotId { PLOT_ROWS(PLOT_ID) PLOTS, PLOT_OVER_NO_T = PLOT_WEIGHTS } PlotId;
_Static_assert(PLOTS == PLOT_COMPARE + COMPARE_PLOTS, "the three of the Compare view come last");
#define PLOT_WORDS PLOT_ROWS(PLOT_WORD) // " signal variance ..."

extern const char *const plot_names[PLOTS];

#endif
