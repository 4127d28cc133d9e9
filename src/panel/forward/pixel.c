// SPDX-License-Identifier: MIT
// One value of the picture through the chain: what it is, what it is expected to be, and the
// posterior mean.
#include "base/translate.h"
#include "model/curves.h"
#include "panel/forward/parts.h"
#include "panel/rows.h"
#include "panel/value_series.h"

#include <math.h>
#include <stdio.h>

// Two standard deviations and a little.
static double reach_of(const ValueCurves *curves, int steps) {
    double most = 2.4;
    for (int t = 0; t <= steps; t++) most = fmax(most, fabs(curves->z[t]) + 0.2);
    return most;
}

// In the window the choice beside the title says which channel it is.
static void write_title(const Scene *scene, char *out, size_t size) {
    Pixel pixel = scene_followed_pixel(scene);
    const char *which = scene->under.any ? ""
                        : pixel.pinned   ? _(" · pinned")
                                         : _(" · the middle one");
    char name[64], channel[CHANNEL_NAME];
    bool names_channel = scene->still && scene_has_channels(scene);
    snprintf(name, sizeof name, _("Pixel %d, %d"), pixel.x, pixel.y);
    snprintf(out, size, "%s%s%s%s", name, which, names_channel ? " · " : "",
             names_channel ? scene_channel_name(scene, channel) : "");
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    static const char *const letters[] = { "R", "G", "B" };
    enum { CHANNEL_UNITS = 72 };
    int steps = scene->model->schedule.steps;
    const ValueCurves *curves =
        model_value_curves(scene->model, scene_channel(scene), scene_followed_index(scene));
    double most = reach_of(curves, steps);
    Series series[VALUE_SERIES];
    char title[160];
    write_title(scene, title, sizeof title);
    bool coloured = scene_has_channels(scene);
    float follow = scene->in_view && !scene->still ? FOLLOW_UNITS + 10 : 0;
    float channel = coloured && !scene->still ? CHANNEL_UNITS + 10 : 0;
    Plot plot = { .name = plot_names[PLOT_PIXEL],
                  .title = title,
                  .reserve = follow + channel > 0 ? follow + channel + 18 : 0,
                  .x = steps_axis(scene),
                  .y = { -most, most, false },
                  .series = series,
                  .count = value_series(curves, NULL, steps, series),
                  .t = scene->settings->t };
    plot_draw(scene->ui, rect, &plot, &scene->ranges[PLOT_PIXEL]);
    float taken = follow_segments(scene, rect);
    if (coloured) plot_segments(scene, rect, taken, CHANNEL_UNITS, OPT_CHANNEL, letters, 3);
}

const Panel panel_pixel = {
    .name = "pixel",
    .title = N_("One value over t"),
    .help =
        N_("The value of the pinned pixel, or of the one under the pointer, over $t$: <z_t>, its "
           "law, and the posterior mean <mean_t>."),
    .natural = { 560, 340 },
    .least = { 240, 128 },
    .draw = draw,
};
