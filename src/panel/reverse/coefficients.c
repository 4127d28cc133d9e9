// SPDX-License-Identifier: MIT
// The coefficients of one step back over t, with its variance and the forward step's.
#include "base/translate.h"
#include "model/curves.h"
#include "panel/rows.h"

#include <math.h>

enum { COEFFICIENTS = 5 };

static void list_coefficients(const Scene *scene, Series series[COEFFICIENTS]) {
    const Schedule *table = &scene->model->schedule;
    int steps = table->steps;
    const Series all[COEFFICIENTS] = {
        { .toggle = option_row(OPT_SHOW_COEF_Z),
          .hue = HUE_Z,
          .y = table->coef_z,
          .from = 1,
          .to = steps },
        { .toggle = option_row(OPT_SHOW_COEF_X),
          .hue = HUE_X,
          .y = table->coef_x,
          .from = 1,
          .to = steps },
        { .toggle = option_row(OPT_SHOW_SIGMA2),
          .hue = HUE_SIGMA,
          .y = table->sigma2,
          .from = 1,
          .to = steps,
          .width = 3 },
        { .toggle = option_row(OPT_SHOW_BETA),
          .hue = HUE_BETA,
          .y = table->beta,
          .from = 1,
          .to = steps,
          .dashed = true },
        { .toggle = option_row(OPT_SHOW_RATIO),
          .hue = HUE_ALPHA,
          .y = model_columns(scene->model)->ratio,
          .from = 1,
          .to = steps,
          .dashed = true,
          .width = 1.5f },
    };
    for (int i = 0; i < COEFFICIENTS; i++) series[i] = all[i];
}

// From the smallest that is no zero, at most 0.1.
static Axis log_axis(const Schedule *table) {
    double low = 1;
    for (int i = 1; i <= table->steps; i++) {
        if (table->coef_x[i] > 0) low = fmin(low, table->coef_x[i]);
        if (table->sigma2[i] > 0) low = fmin(low, table->sigma2[i]);
        if (table->beta[i] > 0) low = fmin(low, table->beta[i]);
    }
    return (Axis){ fmax(1e-9, fmin(low, 0.1)) * 0.8, 1.3, true };
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    Series series[COEFFICIENTS];
    list_coefficients(scene, series);
    Plot plot = { .name = plot_names[PLOT_COEFFICIENTS],
                  .title = N_("Coefficients of a step"),
                  .reserve = scene->still || scene->lecture ? 0 : 130,
                  .x = { 0, table->steps, false },
                  .y = { 0, 1.04, false },
                  .series = series,
                  .count = COEFFICIENTS,
                  .t = t };
    if (scene->settings->plots.coefficient_scale == AXIS_LOG) plot.y = log_axis(table);
    if (t == 1)
        plot.note = _("$t = 1$: $<alpha_0> = 1$, so all weight is on <x> and $<sigma_1> = 0$");
    else if (table->beta[t] == 1)
        plot.note = _("$<beta_T> = 1$: <z_T> has no weight, $<sigma2_T> = <rest_T−1>$");
    plot_draw(scene->ui, rect, &plot, &scene->ranges[PLOT_COEFFICIENTS]);
    scene_segments(scene, rect.x + rect.w - ui_px(scene->ui, 20), rect.y, 110,
                   OPT_COEFFICIENT_SCALE, NULL, 2);
}

const Panel panel_coefficients = {
    .name = "coefficients",
    .title = N_("Coefficients"),
    .help =
        N_("The weights of <z_t> and <x> in <mean_t>, <sigma2_t>, <beta_t> and their ratio, over "
           "$t$."),
    .natural = { 560, 340 },
    .least = { 240, 128 },
    .draw = draw,
};
