// SPDX-License-Identifier: MIT
// All values of z_t together: a histogram beside the law it should have, and numbers beside theory.
#include "plot/histogram.h"

#include "base/translate.h"
#include "model/curves.h"
#include "panel/rows.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 15, ALL_ROWS = 5, BRIEF_ROWS = 3 }; // units, of the numbers; rows of them

// The fitted height, within bounds: N(0, 1) never fills the frame, a spike of x does not flatten
// it.
static double height_of(const ValueHistogram *values) {
    double most = 0;
    for (int bin = 0; bin < VALUE_BINS; bin++)
        most = fmax(most, fmax(values->density[bin], histogram_density(&values->histogram, bin)));
    return fmin(fmax(most * 1.06, 0.46), 1.3);
}

static void draw_bars(const Scene *scene, Rect rect) {
    const ValueHistogram *values = model_histogram(scene->model);
    const DensityCurve curves[] = {
        { values->prior, VALUE_BINS, HUE_NOISE, 1.5f, true },
        { values->density, VALUE_BINS, HUE_Z, 1.5f, false },
    };
    const HistogramPlot plot = {
        .histogram = &values->histogram,
        .hue = HUE_MUTED,
        .curves = curves,
        .curve_count = 2,
        .top = height_of(values),
        .label = "histogram of z",
        .help = N_("All values of <z_t>. The line is the law that they should have: "
                   "N($<signal_t> <x>^{(i)}$, <rest_t>), averaged over the picture’s values "
                   "$<x>^{(i)}$, each at the "
                   "nearest of 256 levels. Dashed: N(0, 1), which it nears."),
    };
    histogram_draw(scene->ui, rect, &plot);
}

static void draw_row(Ui *ui, Rect rect, float *y, const char *const words[3], Hue hue,
                     const char *help) {
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    float line = ui_px(ui, LINE), baseline = *y + ui_px(ui, 13);
    rich_draw(ui, style, rect.x, baseline, words[0]);
    style.hue = hue;
    rich_draw_right(ui, style, rect.x + rect.w - ui_px(ui, 80), baseline, words[1]);
    rich_draw_right(ui, style, rect.x + rect.w, baseline, words[2]);
    ui_tooltip(ui, ui_id(words[0]), (Rect){ rect.x, *y, rect.w, line }, help);
    *y += line;
}

static void three_digits(char *out, size_t size, double value, const char *unit) {
    char number[40];
    if (value >= 0.001 && value < 1000)
        snprintf(number, sizeof number, "%.*f", (int)fmin(5, 2 - floor(log10(value))), value);
    else
        axis_number(number, sizeof number, value);
    snprintf(out, size, "%s %s", number, unit);
}

// Of each value by itself, x being known: nothing to measure. In two units, which are no pair of
// measured and expected.
static void draw_given_x(Ui *ui, Rect rect, float y, double nats, bool straight) {
    const char *name = _("KL of q(<z_t> | <x>)");
    char in_nats[64], both[160];
    RichStyle muted = { FACE_TEXT, 12.5f, HUE_MUTED }, number = { FACE_TEXT, 12.5f, HUE_INK };
    float baseline = y + ui_px(ui, 13);
    three_digits(in_nats, sizeof in_nats, nats, _("nats"));
    snprintf(both, sizeof both, "%s [f:=] ", in_nats);
    three_digits(both + strlen(both), sizeof both - strlen(both), nats / 0.6931471805599453,
                 _("bits"));
    float left = rich_draw(ui, muted, rect.x, baseline, name) + ui_px(ui, 8);
    bool fits = rich_width(ui, number, both) <= rect.w - left;
    rich_draw_right(ui, number, rect.x + rect.w, baseline, fits ? both : in_nats);
    ui_tooltip(ui, ui_id("KL"), (Rect){ rect.x, y, rect.w, ui_px(ui, LINE) },
               straight
                   ? N_("Divergence of q(<z_t> | <x>) from pure noise N(0, I), a value: "
                        "½(<alpha_t> mean($<x>^2$) + <rest_t> − 1 − ln <rest_t>). It is more "
                        "than that of all values together by what <z_t> at a place says of <x> "
                        "there.")
                   : N_("Divergence of q(<z_t> | <x>) from pure noise N(0, I), a value: "
                        "½(<alpha_t> mean($<x>^2$) − <alpha_t> − ln(<rest_t>)). It is more "
                        "than that of all values together by what <z_t> at a place says of <x> "
                        "there."));
}

// As many rows of the table as are asked for, its head being the first.
static void draw_numbers(const Scene *scene, Rect rect, float y, int rows) {
    Ui *ui = scene->ui;
    const Model *model = scene->model;
    MeanVariance is = model_statistics(model, PICTURE_Z);
    MeanVariance wanted = model_expected(model, PICTURE_Z);
    const ValueHistogram *values = model_histogram(model);
    double nats = schedule_kl(&model->schedule, model->made.t, model->moments.mean_square);
    char a[48], b[48], help[960], given_x[64];
    draw_row(ui, rect, &y, (const char *const[]){ "", _("measured"), _("theory") }, HUE_MUTED,
             NULL);
    bool whole = model_moments_are_whole(model);
    axis_measured(a, sizeof a, is.mean, 4, whole);
    axis_fixed(b, sizeof b, wanted.mean, 4);
    draw_row(ui, rect, &y, (const char *const[]){ _("mean"), a, b }, HUE_INK,
             N_("Over all values of <z_t>. Theory: <signal_t> times the picture’s mean, so it "
                "nears 0."));
    axis_measured(a, sizeof a, is.variance, 4, whole);
    axis_fixed(b, sizeof b, wanted.variance, 4);
    draw_row(ui, rect, &y, (const char *const[]){ _("variance"), a, b }, HUE_INK,
             N_("Over all values of <z_t>. Theory: <alpha_t> times the picture’s variance, plus "
                "<rest_t>, so it nears 1."));
    if (rows <= BRIEF_ROWS) return;
    axis_measured(a, sizeof a, values->kl, 4, model_is_measured(model));
    bool known = !isnan(values->expected_kl);
    if (known)
        axis_fixed(b, sizeof b, values->expected_kl, 4);
    else
        snprintf(b, sizeof b, "–");
    three_digits(given_x, sizeof given_x, nats, _("nats"));
    snprintf(help, sizeof help,
             known ? _("Divergence of the law of all values from N(0, 1), in nats: measured from "
                       "the histogram, in theory from the line. Of q(<z_t> | <x>), each value by "
                       "itself and its <x> known, it is %s a value.")
                   : _("Divergence of the law of all values from N(0, 1), in nats, measured from "
                       "the histogram. There is no theory here: the noise is narrower than a "
                       "level of 8 bit. Of q(<z_t> | <x>), each value by itself and its <x> "
                       "known, it is %s a value."),
             given_x);
    draw_row(ui, rect, &y, (const char *const[]){ _("KL to N(0, 1)"), a, b }, HUE_INK, help);
    if (rows == ALL_ROWS) draw_given_x(ui, rect, y, nats, model->schedule.straight);
}

// What the lines are, at the right end of the title's line, for a room that has no tooltips.
static void draw_names(Ui *ui, Rect rect, float left) {
    const char *const names[] = { "q(<z_t>)", "N(0, 1)" };
    const Hue hues[] = { HUE_Z, HUE_NOISE };
    float right = rect.x + rect.w, baseline = rect.y + ui_px(ui, 14), wide = ui_px(ui, 16);
    for (int i = 1; i >= 0; i--) {
        RichStyle style = { FACE_TEXT, 12.5f, hues[i] };
        float x = right - rich_width(ui, style, names[i]) - wide - ui_px(ui, 6);
        if (x < left) return;
        float y = roundf(baseline - ui_px(ui, 4.5f)), thick = fmaxf(2, ui_px(ui, 2));
        Color color = ui_color(ui, hues[i]);
        draw_flat(ui->list, (Rect){ x, y, i ? wide * 0.4f : wide, thick }, color);
        if (i) draw_flat(ui->list, (Rect){ x + wide * 0.6f, y, wide * 0.4f, thick }, color);
        rich_draw(ui, style, x + wide + ui_px(ui, 6), baseline, names[i]);
        right = x - ui_px(ui, 14);
    }
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    // The last rows only where the bars keep their height, as a room needs it.
    int rows = rect.h >= ui_px(ui, 124 + 2 * LINE) ? ALL_ROWS : ALL_ROWS - 1;
    if (scene->lecture && rect.h < ui_px(ui, 200)) rows = BRIEF_ROWS;
    float numbers = ui_px(ui, (float)(rows * LINE + 4)), head = ui_px(ui, 22);
    float title = rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, rect.x,
                            rect.y + ui_px(ui, 14), _("All values of <z_t>"));
    if (scene->lecture) draw_names(ui, rect, rect.x + title + ui_px(ui, 16));
    draw_bars(scene, (Rect){ rect.x, rect.y + head, rect.w, rect.h - head - numbers });
    draw_numbers(scene, rect, rect.y + rect.h - numbers + ui_px(ui, 4), rows);
}

const Panel panel_histogram = {
    .name = "histogram",
    .title = N_("All values"),
    .help = N_("All values of <z_t>: a histogram on the law that they should have and on N(0, 1), "
               "with mean, variance and KL beside theory, and KL of q(<z_t> | <x>)."),
    .natural = { 420, 300 },
    .least = { 180, 124 },
    .draw = draw,
};
