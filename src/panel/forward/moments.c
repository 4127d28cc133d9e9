// SPDX-License-Identifier: MIT
// Mean and variance of all values over t, dashed as expected, drawn out where t has been; and KL of
// q(z_t | x).
#include "base/translate.h"
#include "model/curves.h"
#include "panel/forward/parts.h"
#include "panel/rows.h"

#include <math.h>

enum { MOMENTS = 5 };

static void list_moments(const ValueMoments *moments, int steps, Series series[MOMENTS]) {
    const Option *mean = option_row(OPT_SHOW_VALUE_MEAN);
    const Option *variance = option_row(OPT_SHOW_VALUE_VARIANCE);
    const Series all[MOMENTS] = {
        { .toggle = mean,
          .hue = HUE_X,
          .y = moments->mean,
          .to = steps,
          .width = 1.4f,
          .dashed = true },
        { .toggle = variance,
          .hue = HUE_NOISE,
          .y = moments->variance,
          .to = steps,
          .width = 1.4f,
          .dashed = true },
        { .toggle = option_row(OPT_SHOW_KL),
          .hue = HUE_Z,
          .y = moments->kl,
          .from = 1,
          .to = steps,
          .width = 1.4f },
        { .toggle = mean,
          .hue = HUE_X,
          .y = moments->measured_mean,
          .to = steps,
          .width = 2.6f,
          .silent = true },
        { .toggle = variance,
          .hue = HUE_NOISE,
          .y = moments->measured_variance,
          .to = steps,
          .width = 2.6f,
          .silent = true },
    };
    for (int i = 0; i < MOMENTS; i++) series[i] = all[i];
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    const ValueMoments *moments = model_moments(scene->model);
    int steps = scene->model->schedule.steps;
    Series series[MOMENTS];
    list_moments(moments, steps, series);
    double low = fmin(-0.1, moments->mean[0] - 0.1);
    double high = fmax(1.25, moments->variance[0] + 0.15);
    const Plot plot = { .name = plot_names[PLOT_VALUES],
                        .title = N_("Mean and variance over $t$"),
                        .reserve = scene->in_view && !scene->still ? 176 : 0,
                        .x = { 0, steps, false },
                        .y = { low, high, false },
                        .series = series,
                        .count = MOMENTS,
                        .t = scene->settings->t };
    plot_draw(scene->ui, rect, &plot, &scene->ranges[PLOT_VALUES]);
    follow_segments(scene, rect);
}

const Panel panel_moments = {
    .name = "moments",
    .title = N_("All values over t"),
    .help = N_("Mean and variance of all values of <z_t> over $t$, and KL of q(<z_t> | <x>) to "
               "N(0, I) a value: whatever the picture, they near 0, 1 and 0."),
    .natural = { 560, 340 },
    .least = { 220, 128 },
    .draw = draw,
};
