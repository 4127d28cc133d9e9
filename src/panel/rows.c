// SPDX-License-Identifier: MIT
#include "panel/rows.h"

#include "core/notation.h"

#include <string.h>

const Panel *const panels[] = {
    &panel_pictures,
    &panel_strip,
    &panel_signal,
    &panel_variance,
    &panel_pixel,
    &panel_histogram,
    &panel_moments,
    &panel_formula,
    &panel_bayes,
    &panel_precisions,
    &panel_means,
    &panel_marginal,
    &panel_without_x,
    &panel_residual,
    &panel_walk,
    &panel_life,
    &panel_coefficients,
    &panel_compare_rows,
    &panel_compare_plot,
    &panel_compare_table,
    &panel_mixture_pictures,
    &panel_mixture_weights,
    &panel_mixture_run,
    &panel_mixture_effective,
    &panel_mixture_notes,
    &panel_mixture_set,
    &panel_mixture_browse,
    &panel_controls,
    NULL,
};

const Panel *panel_find(const char *name) {
    for (int i = 0; panels[i]; i++)
        if (strcmp(panels[i]->name, name) == 0) return panels[i];
    return NULL;
}

void panel_help(Text *out) {
    for (int i = 0; panels[i]; i++) {
        Text left = { 0 }, help = { 0 };
        text_append(&left, "%s", panels[i]->name);
        notation_plain(&help, NOTATION_BISHOP, panels[i]->help);
        if (panels[i]->choices) {
            text_append(&left, "(...)");
            text_append(&help, " In parentheses: ");
            panel_append_choices(&help, panels[i]);
            text_append(&help, ".");
        }
        text_append_row(out, left.data, help.data);
        text_free(&left);
        text_free(&help);
    }
}
