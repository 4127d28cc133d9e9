// SPDX-License-Identifier: MIT
// Bayes' rule for the followed value, over z_{t-1}: prior, likelihood, their product, and the
// posterior that it is when divided by q(z_t | x). z_t can be dragged. Below, the completed square.
#include "app/reverse.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { POINTS = 361 };

typedef struct Step {
    int t;
    double x, z, own_z, before; // z: dragged or the chain's own; before: the chain's z_{t-1}
    Bayes bayes;
    Chart chart;
    bool first, flat; // t = 1; beta = 1
} Step;

static const Hue PRIOR_HUE = HUE_X, LIKELIHOOD_HUE = HUE_NOISE, POSTERIOR_HUE = HUE_MEAN;

static double pixel_value(const App *app, PictureKind kind) {
    Pixel pixel = app_followed_pixel(app);
    size_t index = (size_t)pixel.y * (size_t)app->model.x.width + (size_t)pixel.x;
    return (double)model_value(&app->model, kind, app_channel(app), index);
}

// What z_{t-1} may be. Whatever z_t is dragged to, so that the axis stands still meanwhile.
static Axis axis_of(const App *app, const Step *picture) {
    const Schedule *table = &app->model.schedule;
    int t = picture->t;
    Bayes own = bayes_step(table, t, picture->x, picture->own_z);
    double centre = own.prior.mean, prior = sqrt(own.prior.variance);
    double likely = sqrt(table->one_minus_alpha[t] / fmax(1e-300, 1 - table->beta[t]));
    double reach = 3.8 * fmax(prior, fmin(likely, 2));
    double sigma = sqrt(own.posterior.variance);
    if (app->settings.reverse.bayes_span == SPAN_POSTERIOR && sigma > 0) {
        centre = own.posterior.mean;
        reach = 7 * sigma;
    }
    Axis axis = { centre - reach, centre + reach, false };
    if (app->settings.reverse.hold_z) { // set from elsewhere
        axis.min = fmin(axis.min, picture->z - 0.1 * reach);
        axis.max = fmax(axis.max, picture->z + 0.1 * reach);
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
static void place_points(const Step *picture, double *at) {
    double low = picture->chart.x.min, high = picture->chart.x.max;
    double sigma = sqrt(picture->bayes.posterior.variance), mean = picture->bayes.posterior.mean;
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

static void make_curves(const App *app, const Step *picture, Curves *curves) {
    const Schedule *table = &app->model.schedule;
    const Bayes *bayes = &picture->bayes;
    place_points(picture, curves->at);
    for (int i = 0; i < POINTS; i++) {
        double at = curves->at[i];
        curves->prior[i] = picture->first ? 0 : gaussian_density(bayes->prior, at);
        curves->likelihood[i] = bayes_likelihood(table, picture->t, at, picture->z);
        curves->product[i] = curves->prior[i] * curves->likelihood[i];
        curves->posterior[i] = picture->first ? 0 : gaussian_density(bayes->posterior, at);
    }
    double *const all[] = { curves->prior, curves->likelihood, curves->posterior, curves->product };
    curves->highest = 0, curves->times = 0;
    for (int k = 0; k < 4; k++) {
        double most = 0;
        if (app->settings.reverse.bayes_height == HEIGHT_PEAKS) to_peaks(all[k]);
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

static void draw_curves(const Step *picture, const Curves *curves) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    Color prior = ui_color(ui, PRIOR_HUE), likelihood = ui_color(ui, LIKELIHOOD_HUE);
    Color posterior = ui_color(ui, POSTERIOR_HUE), product = ui_color(ui, HUE_INK);
    if (picture->first) { // a point
        double top = chart->y.max;
        draw_curve(chart, curves->at, curves->likelihood, (ChartLine){ likelihood, 2, false });
        chart_vertical(chart, picture->x, 0, top * 0.85, (ChartLine){ prior, 5, false });
        chart_vertical(chart, picture->x, 0, top * 0.85, (ChartLine){ posterior, 2.2f, false });
        return;
    }
    chart_area(chart, curves->at, NULL, curves->prior, POINTS, color_fade(prior, 0.16f));
    chart_area(chart, curves->at, NULL, curves->likelihood, POINTS, color_fade(likelihood, 0.14f));
    chart_area(chart, curves->at, NULL, curves->posterior, POINTS, color_fade(posterior, 0.26f));
    // They may coincide: the wider ones lie below.
    draw_curve(chart, curves->at, curves->posterior, (ChartLine){ posterior, 3.6f, false });
    draw_curve(chart, curves->at, curves->prior, (ChartLine){ prior, 1.7f, false });
    draw_curve(chart, curves->at, curves->likelihood, (ChartLine){ likelihood, 1.7f, false });
    draw_curve(chart, curves->at, curves->product, (ChartLine){ product, 1.4f, true });
}

// Marks ----------------------------------------------------------------------------------------

static void draw_dot(const Step *picture, double x, Hue hue, float units, bool hollow) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    if (!chart_holds_x(chart, x)) return;
    Point at = chart_point(chart, x, chart->y.min);
    float size = ui_px(ui, units);
    draw_circle(ui->list, at, size + ui_px(ui, 2), ui_color(ui, HUE_GROUND));
    draw_circle(ui->list, at, size, ui_color(ui, hue));
    if (hollow) draw_circle(ui->list, at, size - ui_px(ui, 2), ui_color(ui, HUE_GROUND));
}

static void draw_marks(const App *app, const Step *picture) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    int t = picture->t;
    double mean = picture->bayes.posterior.mean;
    ChartLabel labels[] = { { picture->x, HUE_X, "[x:<x>]" },
                            { mean, HUE_MEAN, "" },
                            { picture->before, HUE_Z, "" },
                            { picture->z, HUE_Z, "" } };
    snprintf(labels[1].text, sizeof labels[1].text, "[m:<mean_%d>]", t);
    snprintf(labels[2].text, sizeof labels[2].text, "true <z_%d>", t - 1);
    snprintf(labels[3].text, sizeof labels[3].text, "<z_%d>%s", t,
             app->only_plots ? "" : " (drag)");
    chart_x_axis_labelled(chart, labels, 4, chart->frame.y + chart->frame.h + ui_px(ui, 42));
    // The largest first: they may lie on each other.
    ui->list->layer = LAYER_MARKS;
    draw_dot(picture, picture->z, HUE_Z, 8, false);
    draw_dot(picture, picture->before, HUE_Z, 5.5f, true);
    draw_dot(picture, picture->x, HUE_X, 5, false);
    draw_dot(picture, mean, HUE_MEAN, 3, false);
    ui->list->layer = LAYER_BASE;
}

// A press anywhere in the frame takes z_t there; a right click gives it back to the chain.
static void handle_pointer(App *app, const Step *picture) {
    Ui *ui = &app->ui;
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
        if (!app->settings.reverse.hold_z || fabs(z - picture->z) > 1e-9)
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

static Legend make_legend(Ui *ui, const Step *picture, int times, bool brief) {
    int t = picture->t;
    static const char *const names[] = { "prior", "likelihood", "product", "posterior" };
    Legend legend = { 0 };
    for (int i = 0; i < 4; i++) snprintf(legend.text[i], sizeof legend.text[i], "%s", names[i]);
    if (!brief) {
        snprintf(legend.text[0], sizeof legend.text[0], "prior q(<z_%d> | <x>)", t - 1);
        snprintf(legend.text[1], sizeof legend.text[1], "likelihood q(<z_%d> | <z_%d>)", t, t - 1);
        snprintf(legend.text[2], sizeof legend.text[2], "their product");
        snprintf(legend.text[3], sizeof legend.text[3], "posterior N(<mean_%d>, <sigma2_%d>)", t,
                 t);
    }
    const char *their = brief ? "" : "their ";
    if (times == 1) snprintf(legend.text[2], sizeof legend.text[2], "%sproduct / 10", their);
    if (times > 1)
        snprintf(legend.text[2], sizeof legend.text[2], "%sproduct / $10^{%d}$", their, times);
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
        draw_flat(ui->list, (Rect){ x, y, i == 2 ? wide * 0.4f : wide, thick }, color);
        if (i == 2) draw_flat(ui->list, (Rect){ x + wide * 0.6f, y, wide * 0.4f, thick }, color);
        x += wide + ui_px(ui, BESIDE);
        x += rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, hues[i] }, x, baseline, legend->text[i]);
        x += ui_px(ui, BETWEEN);
    }
}

// The choices, and every curve's sign and name: in short, or below them, where there is no room.
// Returns how high that is.
static float draw_head(App *app, const Step *picture, int times, Rect rect) {
    static const char *const spans[] = { "whole", "posterior" };
    static const char *const heights[] = { "density", "peaks" };
    Ui *ui = &app->ui;
    float right = reverse_segments(app, rect.x + rect.w, rect.y, 144, OPT_BAYES_SPAN, spans, 2);
    right = reverse_segments(app, right - ui_px(ui, 8), rect.y, 124, OPT_BAYES_HEIGHT, heights, 2);
    Legend legend = make_legend(ui, picture, times, false);
    if (legend.wide > right - rect.x) legend = make_legend(ui, picture, times, true);
    float below = legend.wide > right - rect.x ? ui_px(ui, 24) : 0;
    draw_legend(ui, &legend, rect.x, rect.y + ui_px(ui, 15) + below);
    return ui_px(ui, 34) + below;
}

static void draw_readout(const App *app, const Step *picture) {
    const Chart *chart = &picture->chart;
    Ui *ui = chart->ui;
    if (!ui_over(ui, chart->frame) || (ui->active && ui->in.down) || picture->first) return;
    double at = axis_value(&chart->x, (double)((ui->in.x - chart->frame.x) / chart->frame.w));
    double prior = gaussian_density(picture->bayes.prior, at);
    double likelihood = bayes_likelihood(&app->model.schedule, picture->t, at, picture->z);
    const double values[] = { at, prior, likelihood, prior * likelihood,
                              gaussian_density(picture->bayes.posterior, at) };
    static const Hue hues[] = { HUE_MUTED, HUE_X, HUE_NOISE, HUE_INK, HUE_MEAN };
    static const char *const names[] = { "", "prior", "likelihood", "product", "posterior" };
    ChartLabel lines[5];
    for (int i = 0; i < 5; i++) {
        char number[64];
        axis_number(number, sizeof number, values[i]);
        lines[i].hue = hues[i];
        if (i)
            snprintf(lines[i].text, sizeof lines[i].text, "%s %s", names[i], number);
        else
            snprintf(lines[i].text, sizeof lines[i].text, "<z_%d> = %s", picture->t - 1, number);
    }
    chart_readout(chart, at, lines, 5);
}

// What stands inside of the frame: how product and posterior belong together, or what is special.
static void draw_note(App *app, const Step *picture) {
    Ui *ui = &app->ui;
    Rect frame = picture->chart.frame;
    int t = picture->t;
    char text[240], number[48];
    axis_number(number, sizeof number, picture->bayes.evidence);
    if (picture->first)
        snprintf(
            text, sizeof text,
            "$t = 1$: $<alpha_0> = 1$, so the prior is the point <x>. Whatever <z_1> is, <z_0> is "
            "<x>: $<sigma_1> = 0$, $<mean_1> = <x>$.");
    else if (picture->flat)
        snprintf(text, sizeof text,
                 "$<beta_%d> = 1$: nothing of <z_%d> is left in <z_%d>. The likelihood is flat, "
                 "the posterior is the prior.",
                 t, t - 1, t);
    else
        snprintf(text, sizeof text, "posterior = product / q(<z_%d> | <x>), q(<z_%d> | <x>) = %s",
                 t, t, number);
    RichStyle style = { FACE_TEXT, 12, HUE_MUTED };
    RichLines lines = rich_wrap(ui, style, frame.w * 0.8f, text);
    for (int i = 0; i < lines.count; i++)
        rich_draw_note(ui, style, frame.x + ui_px(ui, 8), frame.y + ui_px(ui, 15 + 17 * (float)i),
                       HUE_GROUND, lines.line[i]);
    if (!app->settings.reverse.hold_z || app->only_plots) return;
    const char *back = "back to the chain's <z_t>";
    style.hue = HUE_INK;
    float wide = rich_width(ui, style, back) + ui_px(ui, 16);
    Rect button = { frame.x + frame.w - wide, frame.y, wide, ui_px(ui, 22) };
    if (ui_button(ui, button, "hold z off", "",
                  "<z_t> is held where it was dragged to. This, or a right click, gives it back."))
        ui_send(ui, "set hold_z 0");
    rich_draw_centred(ui, style, button.x + wide / 2, button.y + ui_px(ui, 15), back);
}

// The completed square ----------------------------------------------------------------------------

static void fixed(char *out, size_t size, double value) {
    double a = fabs(value);
    if (isinf(value) || (a != 0 && (a < 0.001 || a >= 1e5)))
        axis_number(out, size, value);
    else
        axis_fixed(out, size, value, a >= 1000 ? 0 : a >= 100 ? 1 : a >= 10 ? 2 : 3);
}

static void draw_bar_part(Ui *ui, Rect rect, Hue hue, const char *text) {
    draw_flat(ui->list, rect, ui_color(ui, hue));
    RichStyle style = { FACE_BOLD, 12, HUE_GROUND };
    if (rich_width(ui, style, text) + ui_px(ui, 12) <= rect.w)
        rich_draw(ui, style, rect.x + ui_px(ui, 6), rect.y + rect.h / 2 + ui_px(ui, 4), text);
}

// The formula as large as it fits, else its numbers alone, else without the words at the left.
static void draw_row_text(Ui *ui, Rect rect, const char *left, const char *right,
                          const char *brief) {
    float baseline = rect.y + ui_px(ui, 15);
    RichStyle small = { FACE_TEXT, 12.5f, HUE_MUTED }, formula = { FACE_TEXT, 14, HUE_INK };
    float room = rect.w - rich_width(ui, small, left) - ui_px(ui, 16);
    while (formula.size > 11 && rich_width(ui, formula, right) > room) formula.size -= 0.5f;
    if (rich_width(ui, formula, right) > room) right = brief, formula.size = 13;
    while (formula.size > 11 && rich_width(ui, formula, right) > room) formula.size -= 0.5f;
    if (rich_width(ui, formula, right) <= room) rich_draw(ui, small, rect.x, baseline, left);
    rich_draw_right(ui, formula, rect.x + rect.w, baseline, right);
}

static void draw_precisions(App *app, const Step *picture, Rect rect) {
    Ui *ui = &app->ui;
    const Bayes *bayes = &picture->bayes;
    int t = picture->t;
    char likelihood[48], prior[48], sum[48], text[320], brief[240], part[2][80];
    fixed(likelihood, sizeof likelihood, bayes->likelihood_precision);
    fixed(prior, sizeof prior, bayes->prior_precision);
    fixed(sum, sizeof sum, bayes->likelihood_precision + bayes->prior_precision);
    snprintf(text, sizeof text,
             "$[m:1/<sigma2_%d>]$ = $[n:<(keep_%d)>/<beta_%d>]$ + $[x:1/<(rest_%d)>]$ = [n:%s] + "
             "[x:%s] = "
             "[m:%s]",
             t, t, t, t - 1, likelihood, prior, sum);
    snprintf(brief, sizeof brief, "$[m:1/<sigma2_%d>]$ = [n:%s] + [x:%s] = [m:%s]", t, likelihood,
             prior, sum);
    draw_row_text(ui, rect, "Precisions add", text, brief);
    Rect bar = { rect.x, rect.y + ui_px(ui, 22), rect.w, ui_px(ui, 22) }, rest = bar;
    bar.w = roundf(bar.w * (float)bayes->likelihood_weight);
    rest.x += bar.w, rest.w -= bar.w;
    snprintf(part[0], sizeof part[0], "likelihood %s · %.1f %%", likelihood,
             100 * bayes->likelihood_weight);
    snprintf(part[1], sizeof part[1], "prior %s · %.1f %%", prior, 100 * bayes->prior_weight);
    draw_bar_part(ui, bar, LIKELIHOOD_HUE, part[0]);
    draw_bar_part(ui, rest, PRIOR_HUE, part[1]);
}

// From 0 by one part, from there by the other, to m_t.
static void draw_means(App *app, const Step *picture, Rect rect) {
    Ui *ui = &app->ui;
    const Bayes *bayes = &picture->bayes;
    int t = picture->t;
    char w[2][48], c[2][48], part[2][48], sum[48], text[400], brief[240];
    fixed(w[0], sizeof w[0], bayes->likelihood_weight),
        fixed(w[1], sizeof w[1], bayes->prior_weight);
    fixed(c[0], sizeof c[0], bayes->likelihood.mean), fixed(c[1], sizeof c[1], bayes->prior.mean);
    fixed(part[0], sizeof part[0], bayes->likelihood_part),
        fixed(part[1], sizeof part[1], bayes->prior_part);
    fixed(sum, sizeof sum, bayes->posterior.mean);
    snprintf(
        text, sizeof text,
        "$[m:<mean_%d>]$ = $[n:%s · <z_%d>/<stay_%d>]$ + $[x:%s · <signal_%d> <x>]$ = [n:%s] + "
        "[x:%s] = [m:%s]",
        t, w[0], t, t, w[1], t - 1, part[0], part[1], sum);
    snprintf(brief, sizeof brief, "$[m:<mean_%d>]$ = [n:%s] + [x:%s] = [m:%s]", t, part[0], part[1],
             sum);
    draw_row_text(ui, rect, "Weighted means add", text, brief);
    double a = bayes->likelihood_part, m = bayes->posterior.mean;
    double low = fmin(0, fmin(a, m)), high = fmax(0, fmax(a, m)), room = fmax(1e-9, high - low);
    low -= 0.04 * room, high += 0.04 * room;
    Rect bar = { rect.x, rect.y + ui_px(ui, 22), rect.w, ui_px(ui, 22) };
    Chart scale = { ui, bar, { low, high, false }, { 0, 1, false } };
    draw_flat(ui->list, bar, ui_color(ui, HUE_LINE));
    float zero = roundf(chart_point(&scale, 0, 0).x), first = roundf(chart_point(&scale, a, 0).x);
    float end = roundf(chart_point(&scale, m, 0).x), half = roundf(bar.h / 2);
    char name[64];
    snprintf(name, sizeof name, "likelihood %s", part[0]);
    draw_bar_part(ui, (Rect){ fminf(zero, first), bar.y, fmaxf(1, fabsf(first - zero)), half },
                  LIKELIHOOD_HUE, "");
    draw_bar_part(
        ui, (Rect){ fminf(first, end), bar.y + half, fmaxf(1, fabsf(end - first)), bar.h - half },
        PRIOR_HUE, "");
    float hair = fmaxf(1, ui_px(ui, 1));
    ui->list->layer = LAYER_MARKS;
    draw_flat(ui->list, (Rect){ zero, bar.y - ui_px(ui, 3), hair, bar.h + ui_px(ui, 6) },
              ui_color(ui, HUE_MUTED));
    draw_flat(
        ui->list,
        (Rect){ end - ui_px(ui, 1), bar.y - ui_px(ui, 3), ui_px(ui, 3), bar.h + ui_px(ui, 6) },
        ui_color(ui, POSTERIOR_HUE));
    ui->list->layer = LAYER_BASE;
    RichStyle tick = { FACE_TEXT, 11.5f, HUE_MUTED };
    rich_draw_centred(ui, tick, zero, bar.y + bar.h + ui_px(ui, 16), "0");
    tick.hue = POSTERIOR_HUE;
    snprintf(name, sizeof name, "<mean_%d>", t);
    if (fabsf(end - zero) > ui_px(ui, 24))
        rich_draw_centred(ui, tick, end, bar.y + bar.h + ui_px(ui, 16), name);
}

// All ------------------------------------------------------------------------------------------

void bayes_draw(App *app, Rect rect) {
    static Curves curves;
    Ui *ui = &app->ui;
    const Schedule *table = &app->model.schedule;
    int t = app->settings.t;
    Step picture = { .t = t, .first = t == 1, .flat = table->beta[t] == 1 };
    picture.x = pixel_value(app, PICTURE_X);
    picture.own_z = pixel_value(app, PICTURE_Z);
    picture.before = pixel_value(app, PICTURE_ZPREV);
    picture.z = app->settings.reverse.hold_z ? app->settings.reverse.held_z : picture.own_z;
    picture.bayes = bayes_step(table, t, picture.x, picture.z);
    float square = rect.h > ui_px(ui, 260) ? ui_px(ui, 122) : 0, left = ui_px(ui, 40);
    picture.chart.x = axis_of(app, &picture);
    make_curves(app, &picture, &curves);
    float head = draw_head(app, &picture, curves.times, rect);
    Rect frame = { rect.x + left, rect.y + head, rect.w - left - ui_px(ui, 6),
                   rect.h - head - ui_px(ui, 56) - square };
    picture.chart = (Chart){ .ui = ui,
                             .frame = frame,
                             .x = picture.chart.x,
                             .y = { 0, curves.highest > 0 ? curves.highest * 1.17 : 1, false } };
    if (frame.h < ui_px(ui, 40)) return;
    draw_note(app, &picture); // its button comes first
    handle_pointer(app, &picture);
    if (app->settings.reverse.bayes_height == HEIGHT_DENSITY) chart_y_axis(&picture.chart);
    draw_curves(&picture, &curves);
    draw_marks(app, &picture);
    draw_readout(app, &picture);
    if (square == 0) return;
    Rect row = { rect.x, rect.y + rect.h - square, rect.w, ui_px(ui, 54) };
    draw_precisions(app, &picture, row);
    row.y += row.h;
    draw_means(app, &picture, row);
}
