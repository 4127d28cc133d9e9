// SPDX-License-Identifier: MIT
// All panels: each has its row in a file of its own.
#ifndef ALPHABAR_PANEL_ROWS_H
#define ALPHABAR_PANEL_ROWS_H

#include "panel/panel.h"

extern const Panel panel_pictures, panel_strip, panel_signal, panel_variance, panel_pixel,
    panel_histogram, panel_moments, panel_formula, panel_controls;
extern const Panel panel_bayes, panel_precisions, panel_means, panel_without_x, panel_marginal,
    panel_residual, panel_walk, panel_life, panel_coefficients;
extern const Panel panel_compare_rows, panel_compare_plot, panel_compare_table;
extern const Panel panel_mixture_pictures, panel_mixture_weights, panel_mixture_run,
    panel_mixture_effective, panel_mixture_notes, panel_mixture_set, panel_mixture_browse;

extern const Panel *const panels[];        // NULL-terminated, in the order of --help
const Panel *panel_find(const char *name); // NULL where there is none
void panel_help(Text *out);                // the list, for stage_help

#endif
