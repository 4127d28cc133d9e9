// SPDX-License-Identifier: MIT
// One value whose x is not known: q(z_{t-1} | z_t) at the z_t that is looked back from, beside the
// Gaussian of its mean and variance.
#include "base/translate.h"
#include "model/reverse.h"
#include "panel/rows.h"
#include "plot/chart.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

enum { LINE = 19 }; // units, of the numbers and words below

static void legend_line(Ui *ui, float x, float baseline, Hue hue, bool dashed, const char *text) {
    float swatch = ui_px(ui, 14), y = roundf(baseline - ui_px(ui, 4.5f)),
          thick = fmaxf(2, ui_px(ui, 2.5f));
    float wide = rich_width(ui, (RichStyle){ FACE_TEXT, 12.5f, hue }, text);
    if (ui_is_quantity(hue))
        ui_link(ui,
                (Rect){ x, baseline - ui_px(ui, 14), swatch + ui_px(ui, 9) + wide, ui_px(ui, 19) },
                hue);
    draw_flat(ui->list, (Rect){ x, y, dashed ? swatch * 0.4f : swatch, thick }, ui_color(ui, hue));
    if (dashed)
        draw_flat(ui->list, (Rect){ x + swatch * 0.6f, y, swatch * 0.4f, thick },
                  ui_color(ui, hue));
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, hue }, x + swatch + ui_px(ui, 6), baseline, text);
}

static void draw_legend(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    int t = scene->settings->t;
    char text[200], number[32];
    float line = ui_px(ui, 19), baseline = rect.y + ui_px(ui, 12);
    axis_fixed(number, sizeof number, scene->settings->reverse.marginal_z, 2);
    snprintf(text, sizeof text, _("exact q(<z_%d> | <z_%d> = %s)"), t - 1, t, number);
    legend_line(ui, rect.x, baseline, HUE_MEAN, false, text);
    legend_line(ui, rect.x, baseline + line, HUE_INK, true, _("Gaussian of its mean and variance"));
    // At any width it is said that they are scaled.
    const RichStyle style = { FACE_TEXT, 12.5f, HUE_X };
    const char *likelihood = _("likelihood, both scaled");
    float gap = ui_px(ui, 26), room = rect.w - gap - ui_px(ui, 20);
    snprintf(text, sizeof text, _("prior q(<z_%d>) and"), t - 1);
    likelihood = rich_fitting(ui, style, room - rich_width(ui, style, text), likelihood,
                              _("likelihood, scaled"));
    if (rich_width(ui, style, text) + rich_width(ui, style, likelihood) > room)
        snprintf(text, sizeof text, _("q(<z_%d>) and"), t - 1);
    baseline += 2 * line;
    legend_line(ui, rect.x, baseline, HUE_X, false, text);
    legend_line(ui, rect.x + gap + rich_width(ui, style, text), baseline, HUE_NOISE, false,
                likelihood);
}

static void draw_readout(const Chart *chart, const BackCurves *curves, int t) {
    Ui *ui = chart->ui;
    if (!ui_over(ui, chart->frame)) return;
    double x = axis_value(&chart->x, (double)((ui->in.x - chart->frame.x) / chart->frame.w));
    ChartLabel lines[3] = { { x, HUE_MUTED, "" }, { x, HUE_MEAN, "" }, { x, HUE_INK, "" } };
    char number[64];
    axis_number(number, sizeof number, x);
    snprintf(lines[0].text, sizeof lines[0].text, "<z_%d> = %s", t - 1, number);
    axis_number(number, sizeof number, humps_density(&curves->back, x));
    snprintf(lines[1].text, sizeof lines[1].text, _("exact %s"), number);
    axis_number(number, sizeof number, gaussian_density(curves->moments, x));
    snprintf(lines[2].text, sizeof lines[2].text, _("Gaussian %s"), number);
    chart_readout(chart, x, lines, 3);
}

static void draw_curves(const Scene *scene, Rect frame) {
    Ui *ui = scene->ui;
    const BackCurves *curves = model_back(scene->model);
    const double *at = curves->at;
    Color x = color_fade(ui_color(ui, HUE_X), 0.8f), n = color_fade(ui_color(ui, HUE_NOISE), 0.8f);
    Color mean = ui_color(ui, HUE_MEAN);
    Chart chart = { ui,
                    frame,
                    { at[0], at[BACK_POINTS - 1], false },
                    { 0, curves->highest * 1.06, false },
                    false };
    chart_area(&chart, at, NULL, curves->exact, BACK_POINTS, color_fade(mean, 0.26f));
    chart_curve(&chart, at, curves->prior, BACK_POINTS, (ChartLine){ x, 1.4f, false, HUE_X });
    chart_curve(&chart, at, curves->likelihood, BACK_POINTS,
                (ChartLine){ n, 1.4f, false, HUE_NOISE });
    chart_curve(&chart, at, curves->exact, BACK_POINTS, (ChartLine){ mean, 2.8f, false, HUE_MEAN });
    chart_curve(&chart, at, curves->same, BACK_POINTS,
                (ChartLine){ ui_color(ui, HUE_INK), 1.6f, true });
    chart_x_axis(&chart);
    draw_readout(&chart, curves, scene->settings->t);
}

static float draw_row(Ui *ui, Rect rect, float y, const char *name, const char *brief,
                      const char *value) {
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED }, ink = { FACE_TEXT, 13, HUE_INK };
    float room = rect.w - rich_width(ui, ink, value) - ui_px(ui, 8);
    rich_draw(ui, muted, rect.x, y, rich_fitting(ui, muted, room, name, brief));
    rich_draw_right(ui, ink, rect.x + rect.w, y, value);
    return y + ui_px(ui, LINE);
}

// In units of the two variances that a model is given which learns a mean alone (Ho et al. 2020,
// section 3.2). sigma_1^2 = 0.
static void write_variance(const Scene *scene, char *out, size_t size) {
    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    double variance = model_back(scene->model)->moments.variance;
    char in_sigma[48], in_beta[48];
    axis_fixed(in_sigma, sizeof in_sigma, variance / table->sigma2[t], 2);
    axis_fixed(in_beta, sizeof in_beta, variance / table->beta[t], 2);
    if (t == 1 || scene->lecture) // <sigma2_t> is not yet spoken of
        snprintf(out, size, "%s [b:<beta_%d>]", in_beta, t);
    else
        snprintf(out, size, "%s [s:<sigma2_%d>] = %s [b:<beta_%d>]", in_sigma, t, in_beta, t);
}

// What the numbers say; `brief` without what follows from the variance.
static void describe(const Scene *scene, bool brief, char *out, size_t size) {
    const Schedule *table = &scene->model->schedule;
    const BackCurves *curves = model_back(scene->model);
    int t = scene->settings->t;
    double away = curves->distance.total_variation, variance = curves->moments.variance;
    bool like_sigma = fabs(variance - table->sigma2[t]) <= 0.05 * table->sigma2[t];
    bool like_beta = fabs(variance - table->beta[t]) <= 0.05 * table->beta[t];
    char number[64];
    axis_number(number, sizeof number, table->beta[t]);
    const char *shape = away < 0.1              ? _("here near a Gaussian, but none")
                        : table->beta[t] >= 0.1 ? _("no Gaussian here: the step is large")
                                                : _("no Gaussian here: so near $t$ = 0 the "
                                                    "structure of p(<x>) shows");
    if (away < 0.01 && brief)
        shape = _("here hard to tell from a Gaussian");
    else if (away < 0.01)
        shape = like_sigma  ? _("here hard to tell from a Gaussian, and of the variance "
                                 "<sigma2_t>: only its mean is open")
                : like_beta ? _("here hard to tell from a Gaussian, of the variance <beta_t>, not "
                                "<sigma2_t>")
                            : _("here hard to tell from a Gaussian, but of another variance than "
                                "<sigma2_t> or <beta_t>: a mean alone does not say it");
    snprintf(out, size, "[b:<beta_%d>] = %s: %s", t, number, shape);
}

// Rows of numbers, and words about them as far as there is room above `foot`.
static void draw_numbers(const Scene *scene, Rect rect, float y, float foot) {
    Ui *ui = scene->ui;
    const BackCurves *curves = model_back(scene->model);
    HumpsDistance far = curves->distance;
    float line = ui_px(ui, LINE);
    char text[600], number[160];
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED };
    Rect rows = { rect.x, y - ui_px(ui, 14), rect.w, 3 * line };
    if (far.total_variation < 1e-4) // as near as its quadrature is
        snprintf(number, sizeof number, "< 0.0001");
    else
        axis_fixed(number, sizeof number, far.total_variation, 4);
    y = draw_row(ui, rect, y, _("total variation from the Gaussian"), _("total variation"), number);
    axis_number(number, sizeof number, far.kl);
    y = draw_row(ui, rect, y, _("KL from it, nats"), _("KL, nats"), number);
    write_variance(scene, number, sizeof number);
    y = draw_row(ui, rect, y, _("variance"), _("variance"), number);
    ui_tooltip(
        ui, ui_id("without x numbers"), rows,
        N_("Of the exact q(<z_t−1> | <z_t>) at this <z_t>: how far it is from the Gaussian of "
           "its own mean and variance (total variation: the greatest difference of a "
           "probability, 0 to 1), and its variance beside <sigma2_t> and <beta_t>, the two "
           "that DDPM may be given."));
    int room = (int)((foot - y + ui_px(ui, 14)) / line);
    describe(scene, false, text, sizeof text);
    if (rich_wrap(ui, muted, rect.w, text).count > room) describe(scene, true, text, sizeof text);
    RichLines lines = rich_wrap(ui, muted, rect.w, text);
    for (int i = 0; i < lines.count && i < room; i++)
        rich_draw(ui, muted, rect.x, y + line * (float)i, lines.line[i]);
    // What it is exact for.
    const Humps *p = &model_prior(scene->model)->p;
    snprintf(text, sizeof text,
             _("Exact for p(<x>) in %d levels, each widened to a deviation of 1/%d."), p->count,
             p->count);
    RichStyle small = { FACE_TEXT, 12.5f, HUE_MUTED };
    RichLines exact = rich_wrap(ui, small, rect.w, text);
    y += line * (float)lines.count;
    if (lines.count + exact.count > room) return;
    for (int i = 0; i < exact.count; i++)
        rich_draw(ui, small, rect.x, y + line * (float)i, exact.line[i]);
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    bool high = rect.h >= ui_px(ui, 330);
    float top = ui_px(ui, 68), foot = ui_px(ui, 24 + 8 + LINE * (high ? 7 : 5));
    Rect frame = { rect.x, rect.y + top, rect.w, rect.h - top - foot };
    draw_legend(scene, rect);
    if (frame.h < ui_px(ui, 16)) return;
    draw_curves(scene, frame);
    draw_numbers(scene, rect, frame.y + frame.h + ui_px(ui, 24 + 14), rect.y + rect.h);
}

const Panel panel_without_x = {
    .name = "without_x",
    .title = N_("One step back without <x>"),
    .help = N_("q(<z_t−1> | <z_t>) of one value whose <x> is not known, beside the Gaussian of its "
               "mean and variance: exact for a p(<x>) in 256 levels (64 where it is drawn), each "
               "widened to a deviation of 1/256 (1/64)."),
    .natural = { 420, 360 },
    .least = { 230, 240 },
    .draw = draw,
};
