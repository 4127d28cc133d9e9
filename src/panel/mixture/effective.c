// SPDX-License-Identifier: MIT
// The effective number of training pictures over t.
#include "base/memory.h"
#include "base/translate.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct State {
    double *effective; // by t; what lies between the curve's nodes is interpolated
    int room;
    unsigned stamp, shown;
} State;

static void free_state(void *data) {
    State *state = data;
    free(state->effective);
}

// Between the nodes along straight lines in its logarithm, as the plot's axis has it.
static void fill_between(double *y, int t, double low, int upper, double high) {
    double from = log(low), to = log(high);
    for (int at = t; at < upper; at++) y[at] = exp(from + (to - from) * (at - t) / (upper - t));
    y[upper] = high;
}

static void fill_curve(const Scene *scene, State *state) {
    const MixtureCurve *curve = &scene->mixture->curve;
    const MixtureShown *shown = &scene->mixture->shown;
    int steps = scene->settings->schedule.steps;
    if (state->stamp == curve->stamp && state->shown == shown->stamp && state->room == steps + 1)
        return;
    state->effective = mem_resize(state->effective, (size_t)steps + 1, sizeof(double));
    state->room = steps + 1;
    state->stamp = curve->stamp;
    state->shown = shown->stamp;
    double *y = state->effective;
    for (int t = 0; t <= steps; t++) y[t] = NAN;
    for (int i = 0; i < curve->count; i++) {
        int t = curve->t[i], upper = i ? curve->t[i - 1] : t;
        if (t > steps || upper > steps) return; // of another T; the next one comes
        double low = curve->effective[i], high = i ? curve->effective[i - 1] : low;
        double exact = shown->result.effective; // the t on screen is a node, too
        if (shown->any && shown->t > t && shown->t < upper) {
            fill_between(y, shown->t, exact, upper, high);
            upper = shown->t, high = exact;
        }
        fill_between(y, t, low, upper, high);
    }
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    if (!scene->mixture) return;
    fill_curve(scene, state);
    int steps = scene->settings->schedule.steps;
    const Series series = { .toggle = option_row(OPT_SHOW_EFFECTIVE),
                            .hue = HUE_MEAN,
                            .y = state->effective,
                            .from = 1,
                            .to = steps,
                            .width = 2.4f };
    double most = fmax(10, 1.6 * (double)scene->mixture->set.count);
    const Plot plot = { .name = plot_names[PLOT_EFFECTIVE],
                        .title = N_("Effective number of pictures"),
                        .x = { 0, steps, false },
                        .y = { 0.8, most, true },
                        .series = &series,
                        .count = 1,
                        .t = scene->settings->t };
    plot_draw(scene->ui, rect, &plot, &scene->ranges[PLOT_EFFECTIVE]);
}

const Panel panel_mixture_effective = {
    .name = "mixture_effective",
    .title = N_("Effective number"),
    .help =
        N_("$1 / Σ w_i^2$, the effective number of training pictures that <z_t> could have come "
           "from, over $t$."),
    .natural = { 560, 340 },
    .least = { 220, 128 },
    .draw = draw,
    .state_size = sizeof(State),
    .free_state = free_state,
    .of_mixture = true,
};
