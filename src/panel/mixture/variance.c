// SPDX-License-Identifier: MIT
// The true variance of a step back over a data set, beside the two that are fixed, in units of
// beta_t: as it is they are hard to tell apart.
#include "model/variance.h"

#include "base/memory.h"
#include "base/translate.h"
#include "model/curves.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"

#include <math.h>
#include <stdlib.h>

typedef struct State {
    double *mean, *error, *one; // by t, in units of beta_t; what lies between is interpolated
    int room;
    unsigned stamp, schedule;
} State;

static void free_state(void *data) {
    State *state = data;
    free(state->mean);
    free(state->error);
    free(state->one);
}

static void fill_curve(const Scene *scene, State *state) {
    const MixtureVariance *variance = &scene->mixture->variance;
    const Schedule *table = &scene->model->schedule;
    unsigned schedule = scene->model->schedule_stamp;
    int steps = table->steps;
    if (state->stamp == variance->stamp && state->schedule == schedule && state->room == steps + 1)
        return;
    size_t room = (size_t)steps + 1;
    state->mean = mem_resize(state->mean, room, sizeof(double));
    state->error = mem_resize(state->error, room, sizeof(double));
    state->one = mem_resize(state->one, room, sizeof(double));
    state->room = steps + 1, state->stamp = variance->stamp, state->schedule = schedule;
    for (int t = 0; t <= steps; t++) state->mean[t] = state->error[t] = NAN, state->one[t] = 1;
    int count = variance->schedule == schedule ? variance->count : 0; // else the next one comes
    for (int i = 0; i < count; i++) {
        int t = variance->t[i], before = i ? variance->t[i - 1] : t;
        double beta = table->beta[t];
        state->mean[t] = variance->mean[i];
        if (i) variance_fill(state->mean, table, before, t);
        state->error[t] = 2 * variance->error[i] / beta;
        for (int at = before + 1; at < t; at++)
            state->error[at] = state->error[before] + (state->error[t] - state->error[before]) *
                                                          (at - before) / (t - before);
    }
    for (int t = 1; t <= steps; t++) state->mean[t] /= table->beta[t];
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    if (!scene->mixture) return;
    fill_curve(scene, state);
    int steps = scene->model->schedule.steps;
    const Series series[] = {
        { .toggle = option_row(OPT_SHOW_SIGMA2),
          .hue = HUE_SIGMA,
          .y = model_columns(scene->model)->ratio,
          .from = 1,
          .to = steps,
          .width = 3.2f },
        { .toggle = option_row(OPT_SHOW_BETA),
          .hue = HUE_BETA,
          .y = state->one,
          .from = 1,
          .to = steps,
          .dashed = true },
        { .label = N_("the true one"),
          .help = N_("The variance of q(<z_t−1> | <z_t>) over this set, a value, as the mean over "
                     "16 draws of <z_t>; the band is two standard errors. Analytic-DPM estimates "
                     "it from a network. Bao et al. 2022, arXiv 2201.06503, theorem 1."),
          .hue = HUE_MEAN,
          .y = state->mean,
          .spread = state->error,
          .from = 1,
          .to = steps,
          .width = 2.4f },
    };
    double most = 1.08;
    for (int t = 1; t <= steps; t++)
        if (state->mean[t] + state->error[t] > most) most = state->mean[t] + state->error[t];
    const Plot plot = { .name = "mixture_variance",
                        .fixed = true,
                        .title = N_("True variance over the set, in units of <beta_t>"),
                        .x = { 1, steps > 1 ? steps : 2, true },
                        .y = { 0, most, false },
                        .series = series,
                        .count = 3,
                        .t = scene->settings->t };
    static const PlotRange whole = { 0 };
    plot_draw(scene->ui, rect, &plot, &whole);
}

const Panel panel_mixture_variance = {
    .name = "mixture_variance",
    .title = N_("True variance over the set"),
    .help = N_("The variance of q(<z_t−1> | <z_t>) over the data set, which Analytic-DPM takes, "
               "beside <sigma2_t> and <beta_t>, in units of <beta_t> over a logarithmic $t$."),
    .natural = { 560, 340 },
    .least = { 240, 128 },
    .draw = draw,
    .state_size = sizeof(State),
    .free_state = free_state,
    .of_mixture = true,
};
