// SPDX-License-Identifier: MIT
// The true variance of a step back for one value, beside the two that are fixed.
#include "model/variance.h"

#include "base/memory.h"
#include "base/translate.h"
#include "panel/rows.h"

#include <math.h>
#include <stdlib.h>

typedef struct State {
    double *ratios[4]; // by t
    int room;
} State;

static void free_state(void *data) {
    State *state = data;
    for (int i = 0; i < 4; i++) free(state->ratios[i]);
}

// From the smallest that is no zero to the largest; a decade at least.
static Axis axis_of(const Scene *scene, const double *const values[4]) {
    double low = 1, high = 0;
    for (int t = 1; t <= scene->model->schedule.steps; t++)
        for (int i = 0; i < 4; i++) {
            if (values[i][t] > 0) low = fmin(low, values[i][t]);
            if (values[i][t] > 0) high = fmax(high, values[i][t]);
        }
    bool log_scale = scene->settings->plots.variance_scale == AXIS_LOG;
    if (!log_scale) return (Axis){ 0, high * 1.04, false };
    return (Axis){ fmin(fmax(low, high * 1e-9), high * 0.1) * 0.8, high * 1.25, true };
}

// In units of beta_t, in which they are of one size at every t.
static void divide(State *state, const Schedule *table, const double *values[4]) {
    int room = table->steps + 1;
    for (int i = 0; i < 4; i++) {
        if (room > state->room)
            state->ratios[i] = mem_resize(state->ratios[i], (size_t)room, sizeof(double));
        state->ratios[i][0] = NAN;
        for (int t = 1; t < room; t++) state->ratios[i][t] = values[i][t] / table->beta[t];
        values[i] = state->ratios[i];
    }
    if (room > state->room) state->room = room;
}

enum { CHOICE_RATIO, CHOICE_VALUE };
static const char *const choices[] = { "ratio", "value", NULL };

static void list_series(const double *const values[4], int steps, Series series[4]) {
    const Series all[4] = {
        { .toggle = option_row(OPT_SHOW_SIGMA2), .hue = HUE_SIGMA, .y = values[0], .width = 3.2f },
        { .toggle = option_row(OPT_SHOW_BETA), .hue = HUE_BETA, .y = values[1], .dashed = true },
        { .label = N_("true, at <z_t>"),
          .help = N_("The true variance of q(<z_t−1> | <z_t>) at the <z_t> of the value that is "
                     "followed, not knowing <x>."),
          .hue = HUE_Z,
          .y = values[2],
          .width = 1.3f },
        { .label = N_("true, on average"),
          .help = N_("The mean of that variance over q(<z_t>): the best variance for a Gaussian "
                     "step back that has the right mean and one variance at each t. Analytic-DPM "
                     "estimates it from a network. Bao et al. 2022, arXiv 2201.06503, theorem 1."),
          .hue = HUE_MEAN,
          .y = values[3],
          .width = 2.4f },
    };
    for (int i = 0; i < 4; i++) {
        series[i] = all[i];
        series[i].from = 1, series[i].to = steps;
    }
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    const Schedule *table = &scene->model->schedule;
    const ReverseVariance *variance =
        model_reverse_variance(scene->model, scene_channel(scene), scene_followed_index(scene),
                               scene->patient ? VARIANCE_NODES : 0);
    if (variance->made < variance->count) scene->again = true;
    bool ratio = !choice->count || choice->at[0] == CHOICE_RATIO;
    int steps = table->steps;
    const double *values[4] = { table->sigma2, table->beta, variance->here, variance->best };
    if (ratio) divide(data, table, values);
    Series series[4];
    list_series(values, steps, series);
    static const PlotRange whole = { 0 };
    Plot plot = { .name = ratio ? plot_names[PLOT_REVERSE_VARIANCE] : choices[CHOICE_VALUE],
                  .fixed = !ratio,
                  .title = ratio ? N_("True variance of a step back, in units of <beta_t>")
                                 : N_("True variance of a step back"),
                  .reserve = ratio || scene->still ? 0 : 130,
                  .x = { ratio ? 1 : 0, ratio && steps == 1 ? 2 : steps, ratio },
                  .y = { 0, 1.08, false },
                  .series = series,
                  .count = 4,
                  .t = scene->settings->t };
    if (!ratio) plot.y = axis_of(scene, values);
    for (int t = 1; ratio && t <= steps; t++)
        for (int i = 2; i < 4; i++)
            if (values[i][t] > plot.y.max) plot.y.max = 1.08 * values[i][t];
    plot_draw(scene->ui, rect, &plot, ratio ? &scene->ranges[PLOT_REVERSE_VARIANCE] : &whole);
    if (!ratio)
        scene_segments(scene, rect.x + rect.w - ui_px(scene->ui, 20), rect.y, 110,
                       OPT_VARIANCE_SCALE, NULL, 2);
}

const Panel panel_reverse_variance = {
    .name = "reverse_variance",
    .title = N_("True variance of a step back"),
    .help =
        N_("The variance of q(<z_t−1> | <z_t>) for one value whose p(<x>) is the chosen one, "
           "and its mean over q(<z_t>), which Analytic-DPM takes, beside <sigma2_t> and "
           "<beta_t>, over $t$: in units of <beta_t> over a logarithmic $t$, since they part near "
           "t = 0, or `value`, as they are."),
    .choices = choices,
    .natural = { 560, 340 },
    .least = { 240, 128 },
    .draw = draw,
    .state_size = sizeof(State),
    .free_state = free_state,
};
