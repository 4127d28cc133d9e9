// SPDX-License-Identifier: MIT
// The variance of one step: forward and back.
#include "base/translate.h"
#include "panel/forward/parts.h"
#include "panel/rows.h"

#include <math.h>

static double largest_beta(const Schedule *table) {
    double high = 0;
    for (int t = 1; t <= table->steps; t++) high = fmax(high, table->beta[t]);
    return high;
}

static Axis linear_axis(const Schedule *table) {
    return (Axis){ 0, largest_beta(table) * 1.04, false };
}

// From the smaller of the two that is no zero; a decade at least.
static Axis log_axis(const Schedule *table) {
    double low = 1, high = largest_beta(table);
    for (int t = 1; t <= table->steps; t++) {
        if (table->beta[t] > 0) low = fmin(low, table->beta[t]);
        if (table->sigma2[t] > 0) low = fmin(low, table->sigma2[t]);
    }
    low = fmin(fmax(low, high * 1e-12), high * 0.1);
    return (Axis){ low * 0.8, high * 1.25, true };
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)choice;
    const Schedule *table = &scene->model->schedule;
    int steps = table->steps;
    const Series series[] = {
        { .toggle = option_row(OPT_SHOW_SIGMA2),
          .hue = HUE_SIGMA,
          .y = table->sigma2,
          .from = 1,
          .to = steps,
          .width = 3.2f },
        { .toggle = option_row(OPT_SHOW_BETA),
          .hue = HUE_BETA,
          .y = table->beta,
          .from = 1,
          .to = steps,
          .dashed = true },
    };
    bool log_scale = scene->settings->plots.variance_scale == AXIS_LOG;
    Plot plot = { .name = plot_names[PLOT_VARIANCE],
                  .title = N_("Variance of one step"),
                  .reserve = scene->still ? 0 : 140,
                  .x = steps_axis(scene),
                  .y = log_scale ? log_axis(table) : linear_axis(table),
                  .series = series,
                  .count = 2,
                  .t = scene->settings->t };
    if (log_scale && scene->settings->t == 1)
        plot.note = _("$<sigma2_1> = 0$, since $<alpha_0> = 1$: knowing <x>, <z_0> is <x>");
    const KnotCurve knots = { KNOT_BETA, HUE_BETA, table->beta };
    plot_with_knots(scene, state, rect, &plot, &scene->ranges[PLOT_VARIANCE], &knots);
    plot_segments(scene, rect, 0, 110, OPT_VARIANCE_SCALE, NULL, 2);
}

const Panel panel_variance = {
    .name = "variance",
    .title = N_("Variance of one step"),
    .help = N_("<beta_t>, the variance of the noise that a step adds, and <sigma2_t>, that of one "
               "step back knowing <x>, over $t$."),
    .natural = { 560, 340 },
    .least = { 220, 128 },
    .draw = draw,
    .state_size = sizeof(PlotHands),
};
