// SPDX-License-Identifier: MIT
// Bayes' rule for the followed value, over z_{t-1}: prior, likelihood, their product, and the
// posterior that it is when divided by q(z_t | x). z_t can be dragged.
#include "base/number.h"
#include "base/translate.h"
#include "panel/reverse/step.h"
#include "panel/rows.h"
#include "plot/chart.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { POINTS = 361 };

// The picture of a step.
typedef struct Drawn {
    const Step *step;
    Chart chart;
} Drawn;

// The axis stands still while z_t is dragged.
typedef struct State {
    bool holds;
    Axis x;
} State;

// What z_{t-1} may be. Whatever z_t is dragged to, so that the axis stands still meanwhile.
static Axis axis_of(const Scene *scene, const Step *picture) {
    const Schedule *table = &scene->model->schedule;
    int t = picture->t;
    Bayes own = bayes_step(table, t, picture->x, picture->own_z);
    double centre = own.prior.mean, prior = sqrt(own.prior.variance);
    double likely = sqrt(table->one_minus_alpha[t] / fmax(1e-300, table->keep[t]));
    double reach = 3.8 * fmax(prior, fmin(likely, 2));
    double sigma = sqrt(own.posterior.variance);
    if (scene->settings->reverse.bayes_span == SPAN_POSTERIOR && sigma > 0) {
        centre = own.posterior.mean;
        reach = 7 * sigma;
    }
    Axis axis = { centre - reach, centre + reach, false };
    if (scene->settings->reverse.hold_z) { // set from elsewhere; at an end it was dragged there
        double rounding = 1e-6 * reach;
        if (picture->z < axis.min - rounding) axis.min = picture->z - 0.1 * reach;
        if (picture->z > axis.max + rounding) axis.max = picture->z + 0.1 * reach;
    }
    return axis;
}

// The curves -----------------------------------------------------------------------------------

typedef struct Curves {
    double at[POINTS], prior[POINTS], likelihood[POINTS], product[POINTS], posterior[POINTS];
    double highest;
    int times; // that the product was divided by ten, to be shown beside the others
} Curves;

static void to_peaks(double *values) {
    double most = 0;
    for (int i = 0; i < POINTS; i++) most = fmax(most, values[i]);
    for (int i = 0; i < POINTS && most > 0; i++) values[i] /= most;
}

// A third of the points stand where the posterior is, which may be narrow.
static void place_points(const Drawn *picture, double *at) {
    double low = picture->chart.x.min, high = picture->chart.x.max;
    double sigma = sqrt(picture->step->bayes.posterior.variance),
           mean = picture->step->bayes.posterior.mean;
    double from = fmin(high, fmax(low, mean - 5 * sigma));
    double to = fmin(high, fmax(low, mean + 5 * sigma));
    enum { INSIDE = 181, REST = POINTS - INSIDE };
    double outside = (from - low) + (high - to);
    int left = outside > 0 ? (int)(REST * (from - low) / outside) : 0;
    for (int i = 0; i < left; i++) at[i] = low + (from - low) * i / left;
    for (int i = 0; i < INSIDE; i++) at[left + i] = from + (to - from) * i / (INSIDE - 1);
    for (int i = left + INSIDE, n = REST - left, k = 1; i < POINTS; i++, k++)
        at[i] = to + (high - to) * k / n;
}

static void make_curves(const Scene *scene, const Drawn *picture, Curves *curves) {
    const Schedule *table = &scene->model->schedule;
    const Bayes *bayes = &picture->step->bayes;
    place_points(picture, curves->at);
    for (int i = 0; i < POINTS; i++) {
        double at = curves->at[i];
        curves->prior[i] = picture->step->first ? 0 : gaussian_density(bayes->prior, at);
        curves->likelihood[i] = bayes_likelihood(table, picture->step->t, at, picture->step->z);
        curves->product[i] = curves->prior[i] * curves->likelihood[i];
        curves->posterior[i] = picture->step->first ? 0 : gaussian_density(bayes->posterior, at);
    }
    double *const all[] = { curves->prior, curves->likelihood, curves->posterior, curves->product };
    curves->highest = 0, curves->times = 0;
    for (int k = 0; k < 4; k++) {
        double most = 0;
        if (scene->settings->reverse.bayes_height == HEIGHT_PEAKS) to_peaks(all[k]);
        for (int i = 0; i < POINTS; i++) most = fmax(most, all[k][i]);
        if (k < 3) curves->highest = fmax(curves->highest, most);
        // The product is a density of two values: where those are narrow it dwarfs the others.
        while (k == 3 && most > curves->highest * 1.001) most /= 10, curves->times++;
    }
    double scale = pow(10, -curves->times);
    for (int i = 0; i < POINTS; i++) curves->product[i] *= scale;
}

// A curve ends where it lies on the axis.
static void draw_curve(const Chart *chart, const double *at, const double *values, ChartLine line) {
    static double y[POINTS];
    double most = 0;
    for (int i = 0; i < POINTS; i++) most = fmax(most, values[i]);
    for (int i = 0; i < POINTS; i++) y[i] = values[i] < 0.003 * most ? NAN : values[i];
    chart_curve(chart, at, y, POINTS, line);
}

static void draw_curves(const Drawn *picture, const Curves *curves) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    Color prior = ui_color(ui, PRIOR_HUE), likelihood = ui_color(ui, LIKELIHOOD_HUE);
    Color posterior = ui_color(ui, POSTERIOR_HUE), product = ui_color(ui, HUE_INK);
    if (picture->step->first) { // a point
        double top = curves->highest > 0 ? curves->highest : chart->y.max;
        draw_curve(chart, curves->at, curves->likelihood,
                   (ChartLine){ likelihood, 2, false, LIKELIHOOD_HUE });
        chart_vertical(chart, picture->step->x, 0, top, (ChartLine){ prior, 5, false });
        chart_vertical(chart, picture->step->x, 0, top, (ChartLine){ posterior, 2.2f, false });
        return;
    }
    chart_area(chart, curves->at, NULL, curves->prior, POINTS, color_fade(prior, 0.16f));
    chart_area(chart, curves->at, NULL, curves->likelihood, POINTS, color_fade(likelihood, 0.14f));
    chart_area(chart, curves->at, NULL, curves->posterior, POINTS, color_fade(posterior, 0.26f));
    // They may coincide: the wider ones lie below.
    draw_curve(chart, curves->at, curves->posterior,
               (ChartLine){ posterior, 3.6f, false, POSTERIOR_HUE });
    draw_curve(chart, curves->at, curves->prior, (ChartLine){ prior, 1.7f, false, PRIOR_HUE });
    draw_curve(chart, curves->at, curves->likelihood,
               (ChartLine){ likelihood, 1.7f, false, LIKELIHOOD_HUE });
    draw_curve(chart, curves->at, curves->product, (ChartLine){ product, 1.4f, true });
}

// Marks ----------------------------------------------------------------------------------------

static void draw_dot(const Drawn *picture, double x, Hue hue, float units, bool hollow) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    if (!chart_holds_x(chart, x)) return;
    Point at = chart_point(chart, x, chart->y.min);
    float size = ui_px(ui, units);
    draw_circle(ui->list, at, size + ui_px(ui, 2), ui_color(ui, HUE_GROUND));
    draw_circle(ui->list, at, size, ui_color(ui, hue));
    if (hollow) draw_circle(ui->list, at, size - ui_px(ui, 2), ui_color(ui, HUE_GROUND));
}

static void draw_marks(const Scene *scene, const Drawn *picture) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    int t = picture->step->t;
    double mean = picture->step->bayes.posterior.mean;
    ChartLabel labels[] = { { picture->step->x, HUE_X, "[x:<x>]" },
                            { mean, HUE_MEAN, "" },
                            { picture->step->before, HUE_Z, "" },
                            { picture->step->z, HUE_Z, "" } };
    snprintf(labels[1].text, sizeof labels[1].text, "[m:<mean_%d>]", t);
    snprintf(labels[2].text, sizeof labels[2].text, _("true <z_%d>"), t - 1);
    snprintf(labels[3].text, sizeof labels[3].text, "<z_%d>%s", t,
             scene->still ? "" : _(" (drag)"));
    chart_x_axis_labelled(chart, labels, 4, chart->frame.y + chart->frame.h + ui_px(ui, 42));
    // The largest first: they may lie on each other.
    ui->list->layer = LAYER_MARKS;
    draw_dot(picture, picture->step->z, HUE_Z, 8, false);
    draw_dot(picture, picture->step->before, HUE_Z, 5.5f, true);
    draw_dot(picture, picture->step->x, HUE_X, 5, false);
    draw_dot(picture, mean, HUE_MEAN, 3, false);
    ui->list->layer = LAYER_BASE;
}

// A press anywhere in the frame takes z_t there; a right click gives it back to the chain.
static void hold_z_at_pointer(Scene *scene, const Drawn *picture) {
    Ui *ui = scene->ui;
    Rect frame = picture->chart.frame;
    Rect target = { frame.x - ui_px(ui, 8), frame.y, frame.w + ui_px(ui, 16),
                    frame.h + ui_px(ui, 22) };
    ui_area(ui, "bayes z", target, NULL);
    UiItem *item = &ui->items[ui->item_count - 1];
    item->track = frame;
    item->from = picture->chart.x.min, item->to = picture->chart.x.max;
    if (ui->active == ui_id("bayes z") && ui->in.down) {
        float across = fminf(1, fmaxf(0, (ui->in.x - frame.x) / frame.w));
        double z = axis_value(&picture->chart.x, (double)across);
        if (!scene->settings->reverse.hold_z || fabs(z - picture->step->z) > 1e-9)
            ui_send(ui, "set held_z %.9g", fmin(100, fmax(-100, z)));
    } else if (ui_over(ui, target) && ui->in.right_pressed) {
        ui_send(ui, "set hold_z 0");
    }
}

typedef struct Legend {
    char text[4][96];
    float wide;
} Legend;

static const float SWATCH = 14, BESIDE = 6, BETWEEN = 14; // units

static Legend make_legend(Ui *ui, const Drawn *picture, int times, bool brief) {
    int t = picture->step->t;
    static const char *const names[] = { N_("prior"), N_("likelihood"), N_("product"),
                                         N_("posterior") };
    Legend legend = { 0 };
    char power[NUMBER_TEXT];
    for (int i = 0; i < 4; i++) snprintf(legend.text[i], sizeof legend.text[i], "%s", _(names[i]));
    if (!brief) {
        snprintf(legend.text[0], sizeof legend.text[0], _("prior q(<z_%d> | <x>)"), t - 1);
        snprintf(legend.text[1], sizeof legend.text[1], _("likelihood q(<z_%d> | <z_%d>)"), t,
                 t - 1);
        snprintf(legend.text[2], sizeof legend.text[2], "%s", _("their product"));
        snprintf(legend.text[3], sizeof legend.text[3], _("posterior N(<mean_%d>, <sigma2_%d>)"), t,
                 t);
    }
    if (times == 1)
        snprintf(legend.text[2], sizeof legend.text[2], "%s",
                 brief ? _("product / 10") : _("their product / 10"));
    number_power(power, sizeof power, times);
    if (times > 1)
        snprintf(legend.text[2], sizeof legend.text[2],
                 brief ? _("product / %s") : _("their product / %s"), power);
    for (int i = 0; i < 4; i++)
        legend.wide += ui_px(ui, SWATCH + BESIDE + BETWEEN) +
                       rich_width(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_INK }, legend.text[i]);
    return legend;
}

static void draw_legend(Ui *ui, const Legend *legend, float x, float baseline) {
    static const Hue hues[] = { HUE_X, HUE_NOISE, HUE_INK, HUE_MEAN };
    float wide = ui_px(ui, SWATCH), y = roundf(baseline - ui_px(ui, 4.5f));
    for (int i = 0; i < 4; i++) {
        float thick = fmaxf(2, ui_px(ui, i == 3 ? 3.5f : 2.5f));
        Color color = ui_color(ui, hues[i]);
        float whole = wide + ui_px(ui, BESIDE) +
                      rich_width(ui, (RichStyle){ FACE_TEXT, 12.5f, hues[i] }, legend->text[i]);
        if (ui_is_quantity(hues[i]))
            ui_link(ui, (Rect){ x, baseline - ui_px(ui, 15), whole + ui_px(ui, 3), ui_px(ui, 20) },
                    hues[i]);
        draw_flat(ui->list, (Rect){ x, y, i == 2 ? wide * 0.4f : wide, thick }, color);
        if (i == 2) draw_flat(ui->list, (Rect){ x + wide * 0.6f, y, wide * 0.4f, thick }, color);
        x += wide + ui_px(ui, BESIDE);
        x += rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, hues[i] }, x, baseline, legend->text[i]);
        x += ui_px(ui, BETWEEN);
    }
}

// The choices, and every curve's sign and name: in short, or below them, where there is no room.
// Returns how high that is.
static float draw_head(Scene *scene, const Drawn *picture, int times, Rect rect) {
    static const char *const spans[] = { N_("whole"), N_("posterior") };
    static const char *const heights[] = { N_("density"), N_("peaks") };
    Ui *ui = scene->ui;
    float right = scene_segments(scene, rect.x + rect.w, rect.y, 144, OPT_BAYES_SPAN, spans, 2);
    right = scene_segments(scene, right - ui_px(ui, 8), rect.y, 124, OPT_BAYES_HEIGHT, heights, 2);
    Legend legend = make_legend(ui, picture, times, false);
    if (legend.wide > right - rect.x) legend = make_legend(ui, picture, times, true);
    float below = legend.wide > right - rect.x ? ui_px(ui, 24) : 0;
    draw_legend(ui, &legend, rect.x, rect.y + ui_px(ui, 15) + below);
    return ui_px(ui, 34) + below;
}

static void draw_readout(const Scene *scene, const Drawn *picture) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    if (!ui_over(ui, chart->frame) || (ui->active && ui->in.down) || picture->step->first) return;
    double at = axis_value(&chart->x, (double)((ui->in.x - chart->frame.x) / chart->frame.w));
    double prior = gaussian_density(picture->step->bayes.prior, at);
    double likelihood =
        bayes_likelihood(&scene->model->schedule, picture->step->t, at, picture->step->z);
    const double values[] = { at, prior, likelihood, prior * likelihood,
                              gaussian_density(picture->step->bayes.posterior, at) };
    static const Hue hues[] = { HUE_MUTED, HUE_X, HUE_NOISE, HUE_INK, HUE_MEAN };
    static const char *const names[] = { "", N_("prior"), N_("likelihood"), N_("product"),
                                         N_("posterior") };
    ChartLabel lines[5];
    for (int i = 0; i < 5; i++) {
        char number[64];
        axis_number(number, sizeof number, values[i]);
        lines[i].hue = hues[i];
        if (i)
            snprintf(lines[i].text, sizeof lines[i].text, "%s %s", _(names[i]), number);
        else
            snprintf(lines[i].text, sizeof lines[i].text, "<z_%d> = %s", picture->step->t - 1,
                     number);
    }
    chart_readout(chart, at, lines, 5);
}

// What stands inside of the frame, above the curves: how high they are drawn, and how product and
// posterior belong together, or what is special. A lesson's caption says what is.
static RichStyle note_style(void) {
    return (RichStyle){ FACE_TEXT, 12, HUE_MUTED };
}

static RichLines note_lines(const Scene *scene, const Step *step, float width) {
    int t = step->t;
    bool peaks = scene->settings->reverse.bayes_height == HEIGHT_PEAKS && !step->first;
    char text[480] = "", number[48];
    if (peaks) snprintf(text, sizeof text, "%s", _("scaled to equal peaks"));
    if (step->first && !scene->brief)
        snprintf(text, sizeof text, "%s",
                 _("$t = 1$: $<alpha_0> = 1$, so the prior is the point <x>. Whatever <z_1> is, "
                   "<z_0> is "
                   "<x>: $<sigma_1> = 0$, $<mean_1> = <x>$."));
    else if (step->flat)
        snprintf(text, sizeof text,
                 _("$<beta_%d> = 1$: nothing of <z_%d> is left in <z_%d>. The likelihood is flat, "
                   "the posterior is the prior."),
                 t, t - 1, t);
    else if (!peaks && !step->first && !scene->lecture) {
        axis_number(number, sizeof number, step->bayes.evidence);
        snprintf(text, sizeof text,
                 _("posterior = product / q(<z_%d> | <x>), q(<z_%d> | <x>) = %s"), t, t, number);
    }
    return *text ? rich_wrap(scene->ui, note_style(), width * 0.8f, text) : (RichLines){ 0 };
}

static float notes_height(const Ui *ui, const RichLines *lines) {
    return lines->count ? ui_px(ui, 6 + 17 * (float)lines->count) : 0;
}

static void draw_note(Scene *scene, const Drawn *picture, const RichLines *lines) {
    Ui *ui = scene->ui;
    Rect frame = picture->chart.frame;
    RichStyle style = note_style();
    for (int i = 0; i < lines->count; i++)
        rich_draw_note(ui, style, frame.x + ui_px(ui, 8), frame.y + ui_px(ui, 15 + 17 * (float)i),
                       HUE_GROUND, lines->line[i]);
    if (!scene->settings->reverse.hold_z || scene->still || scene->lecture) return;
    const char *back = _("back to the chain’s <z_t>");
    style.hue = HUE_INK;
    float wide = rich_width(ui, style, back) + ui_px(ui, 16);
    Rect button = { frame.x + frame.w - wide, frame.y, wide, ui_px(ui, 22) };
    if (ui_button(
            ui, button, "hold z off", "",
            N_("<z_t> is held where it was dragged to. This, or a right click, gives it back.")))
        ui_send(ui, "set hold_z 0");
    rich_draw_centred(ui, style, button.x + wide / 2, button.y + ui_px(ui, 15), back);
}

// All ------------------------------------------------------------------------------------------

// The title, with the choice of the value's channel, and of the other panel where there is one.
static float draw_title(const Scene *scene, Rect rect) {
    static const char *const names[] = { N_("knowing <x>"), N_("without <x>") };
    Ui *ui = scene->ui;
    char name[160], title[256];
    float right = rect.x + rect.w, line = ui_px(ui, 30);
    step_value_name(scene, name, sizeof name);
    snprintf(title, sizeof title, _("Bayes’ rule for one value: %s"), name);
    // In a narrow place the title has a line of its own.
    bool narrow = rect.w < ui_px(ui, 540) && !scene->still;
    if (narrow) scene_title(scene, rect.x, rect.y, rect.w, title);
    if (narrow) rect.y += line;
    if (scene->in_view)
        right =
            scene_segments(scene, right, rect.y, 180, OPT_REVERSE_LOWER, names, 2) - ui_px(ui, 10);
    if (scene_has_channels(scene))
        right = scene_segments(scene, right, rect.y, 144, OPT_CHANNEL, NULL, 3) - ui_px(ui, 10);
    if (!narrow) scene_title(scene, rect.x, rect.y, right - rect.x, title);
    return narrow ? 2 * line : line;
}

static Axis held_axis(const Scene *scene, State *state, const Step *step) {
    bool dragged = scene->ui->active == ui_id("bayes z");
    if (!dragged || !state->holds) state->x = axis_of(scene, step);
    state->holds = dragged;
    return state->x;
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    static Curves curves;
    Ui *ui = scene->ui;
    const Step step = step_of(scene);
    float title = scene->lecture ? 0 : draw_title(scene, rect), left = ui_px(ui, 40);
    rect.y += title, rect.h -= title;
    Drawn picture = { .step = &step };
    picture.chart.x = held_axis(scene, data, &step);
    make_curves(scene, &picture, &curves);
    float head = draw_head(scene, &picture, curves.times, rect);
    Rect frame = { rect.x + left, rect.y + head, rect.w - left - ui_px(ui, 8),
                   rect.h - head - ui_px(ui, 50) };
    if (frame.h < ui_px(ui, 24)) return;
    const RichLines note = note_lines(scene, &step, frame.w);
    float above = fminf(notes_height(ui, &note), frame.h / 2);
    double room = fmax(1.17, (double)(frame.h / (frame.h - above)));
    picture.chart = (Chart){ .ui = ui,
                             .frame = frame,
                             .x = picture.chart.x,
                             .y = { 0, curves.highest > 0 ? curves.highest * room : 1, false } };
    draw_note(scene, &picture, &note); // its button comes first
    hold_z_at_pointer(scene, &picture);
    if (scene->settings->reverse.bayes_height == HEIGHT_DENSITY) chart_y_axis(&picture.chart);
    draw_curves(&picture, &curves);
    draw_marks(scene, &picture);
    draw_readout(scene, &picture);
}

const Panel panel_bayes = {
    .name = "bayes",
    .title = N_("Bayes’ rule"),
    .help = N_("Prior, likelihood, their product and the posterior q(<z_t−1> | <z_t>, <x>) for one "
               "value; <z_t> can be dragged."),
    .natural = { 800, 420 },
    .lecture = { 336, 140 },
    .least = { 336, 240 },
    .draw = draw,
    .state_size = sizeof(State),
};
