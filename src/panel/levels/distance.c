// SPDX-License-Identifier: MIT
// What a sampler's levels do to its samples: how far few steps end from many.
#include "base/translate.h"
#include "panel/levels/names.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "plot/chart.h"
#include "plot/pointer.h"
#include "plot/readout.h"

#include <math.h>
#include <stdio.h>

typedef struct State {
    LevelsNames names;
} State;

// Axes over what is there so far; false where there is nothing. From 0: where one training picture
// has all the weight few steps end on the very one that many do.
static bool find_axes(const MixtureDistance *distance, Axis *x, Axis *y) {
    double high = 0, least = INFINITY, most = 0;
    for (int m = 0; m < distance->methods; m++)
        for (int k = 0; k < distance->nodes[m]; k++) {
            double rms = distance->rms[m][k], steps = distance->steps[m][k];
            least = fmin(least, steps), most = fmax(most, steps);
            if (rms > 0) high = fmax(high, rms);
        }
    if (!(high > 0) || !(most > 0)) return false;
    *x = (Axis){ least * 0.9, most * 1.1, true };
    *y = (Axis){ 0, high * 1.1, false };
    return true;
}

static void draw_curves(const Chart *chart, const MixtureDistance *distance) {
    for (int m = distance->methods - 1; m >= 0; m--) {
        double at[DISTANCE_NODES];
        int slot = distance->slots[m];
        for (int k = 0; k < distance->nodes[m]; k++) at[k] = distance->steps[m][k];
        const Series series = { .dash = levels_dash(slot),
                                .hue = levels_hue(slot),
                                .x = at,
                                .y = distance->rms[m],
                                .to = distance->nodes[m] - 1,
                                .width = slot ? 1.7f : 2.4f };
        chart_series(chart, &series, ui_color(chart->ui, series.hue));
        for (int k = 0; k < distance->nodes[m]; k++)
            chart_dot(chart, at[k], distance->rms[m][k], slot ? 3.4f : 4.2f, series.hue,
                      chart->ui->ground);
    }
}

// The node of a method that is nearest to a number of steps, on the logarithmic axis.
static int nearest(const MixtureDistance *distance, int m, double steps) {
    int best = 0;
    for (int k = 1; k < distance->nodes[m]; k++)
        if (fabs(log(distance->steps[m][k] / steps)) < fabs(log(distance->steps[m][best] / steps)))
            best = k;
    return best;
}

static void draw_readout(const Scene *scene, const Chart *chart, const MixtureDistance *distance,
                         double steps) {
    Readout readout = { .count = 0 };
    ReadoutLine *head = readout_add(&readout, HUE_MUTED, "%s", "");
    snprintf(head->text[1], sizeof head->text[1], "%s", _("steps"));
    snprintf(head->text[2], sizeof head->text[2], "RMS");
    for (int m = 0; m < distance->methods; m++) {
        int slot = distance->slots[m], k = nearest(distance, m, steps);
        if (!distance->nodes[m] || isnan(distance->rms[m][k])) continue;
        const LevelsSettings *levels = &scene->settings->levels;
        int method = slot ? levels->beside[slot - 1] : levels->method;
        ReadoutLine *line = readout_add(&readout, levels_hue(slot), "%s", levels_name(method));
        snprintf(line->text[1], sizeof line->text[1], "%d", distance->steps[m][k]);
        axis_number(line->text[2], sizeof line->text[2], distance->rms[m][k]);
    }
    readout_draw(scene->ui, chart->frame, chart_point(chart, steps, chart->y.min).x, &readout);
}

// What is at y, and how far the work is.
static void note_progress(const Chart *chart, const MixtureDistance *distance) {
    Ui *ui = chart->ui;
    char text[160];
    if (distance->done < 1)
        snprintf(text, sizeof text, _("working, %.0f %%"), 100 * distance->done);
    else
        snprintf(text, sizeof text, _("root mean square over all values of %d samples, from 0"),
                 distance->samples);
    rich_draw_note(ui, (RichStyle){ FACE_TEXT, 11.5f, HUE_MUTED }, chart->frame.x + ui_px(ui, 8),
                   chart->frame.y + chart->frame.h - ui_px(ui, 9), ui->ground, text);
}

static void draw_chart(Scene *scene, const MixtureDistance *distance, Rect rect) {
    Ui *ui = scene->ui;
    float left = ui_px(ui, 52), bottom = ui_px(ui, 24);
    Chart chart = { .ui = ui,
                    .frame = { rect.x + left, rect.y, rect.w - left - ui_px(ui, 20),
                               rect.h - bottom },
                    .spacing = 60,
                    .x_title = _("steps") };
    if (chart.frame.w < 8 || chart.frame.h < 8) return;
    if (!find_axes(distance, &chart.x, &chart.y)) {
        char text[160];
        snprintf(text, sizeof text, _("First the run of %d steps; then those of few."),
                 distance->reference);
        levels_say(scene, rect, text);
        return;
    }
    const PlotPointer pointer = pointer_handle(&chart, "levels_distance", false, NULL);
    chart_y_axis(&chart);
    chart_x_axis(&chart);
    int steps = scene->settings->mixture.sample_steps;
    chart_marker(&chart, steps, ui_color(ui, HUE_MUTED));
    draw_curves(&chart, distance);
    note_progress(&chart, distance);
    if (pointer.held && round(pointer.x) != steps && pointer.x >= 1)
        ui_send(ui, "set sample_steps %d", (int)fmin(round(pointer.x), 10000));
    if (pointer.over) draw_readout(scene, &chart, distance, pointer.x);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    char title[160];
    if (!mixture_is_ready(scene, rect)) return;
    const MixtureDistance *distance = &scene->mixture->distance;
    snprintf(title, sizeof title, _("DDIM in few steps: how far from %d steps"),
             distance->reference ? distance->reference : 1000);
    levels_head_draw(scene, "distance", rect, title);
    float top = levels_names_draw(scene, &state->names, "distance", rect) + ui_px(scene->ui, 8);
    Rect rest = { rect.x, top, rect.w, rect.y + rect.h - top };
    if (distance->methods)
        draw_chart(scene, distance, rest);
    else
        levels_say(scene, rest,
                   _("Which levels are best for few steps? Choose the levels of one or several "
                     "samplers."));
}

static void popup(Scene *scene, void *data) {
    levels_names_popup(scene, &((State *)data)->names, "distance");
}

const Panel panel_levels_distance = {
    .name = "levels_distance",
    .title = N_("Few steps from many"),
    .help = N_("How far the samples of DDIM with the exact denoiser are after few steps from those "
               "after 1000, over the number of steps, of up to four methods: root mean square over "
               "all values."),
    .natural = { 640, 380 },
    .least = { 260, 140 },
    .draw = draw,
    .popup = popup,
    .state_size = sizeof(State),
    .of_mixture = true,
};
