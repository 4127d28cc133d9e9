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

static void legend_line(Ui *ui, float x, float baseline, Hue hue, bool dashed, const char *text) {
    float swatch = ui_px(ui, 14), y = roundf(baseline - ui_px(ui, 4.5f)),
          thick = fmaxf(2, ui_px(ui, 2.5f));
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
    snprintf(text, sizeof text, _("prior q(<z_%d>) and"), t - 1);
    baseline += 2 * line;
    legend_line(ui, rect.x, baseline, HUE_X, false, text);
    float wide = rich_width(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_X }, text);
    float next = rect.x + ui_px(ui, 26) + wide, room = rect.x + rect.w - next - ui_px(ui, 20);
    legend_line(ui, next, baseline, HUE_NOISE, false,
                rich_fitting(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_X }, room,
                             _("likelihood, their shapes"), _("likelihood")));
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
    chart_curve(&chart, at, curves->prior, BACK_POINTS, (ChartLine){ x, 1.4f, false });
    chart_curve(&chart, at, curves->likelihood, BACK_POINTS, (ChartLine){ n, 1.4f, false });
    chart_curve(&chart, at, curves->exact, BACK_POINTS, (ChartLine){ mean, 2.8f, false });
    chart_curve(&chart, at, curves->same, BACK_POINTS,
                (ChartLine){ ui_color(ui, HUE_INK), 1.6f, true });
    chart_x_axis(&chart);
    draw_readout(&chart, curves, scene->settings->t);
}

static void draw_numbers(const Scene *scene, float left, float right, float baseline) {
    Ui *ui = scene->ui;
    HumpsDistance far = model_back(scene->model)->distance;
    int t = scene->settings->t;
    float line = ui_px(ui, 19);
    char text[400], number[64];
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED }, ink = { FACE_TEXT, 13, HUE_INK };
    if (far.total_variation < 1e-4) // as near as its quadrature is
        snprintf(number, sizeof number, "< 0.0001");
    else
        axis_fixed(number, sizeof number, far.total_variation, 4);
    rich_draw(ui, muted, left, baseline,
              rich_fitting(ui, muted, (right - left) * 0.7f, _("total variation from the Gaussian"),
                           _("total variation")));
    rich_draw_right(ui, ink, right, baseline, number);
    axis_number(number, sizeof number, far.kl);
    rich_draw(ui, muted, left, baseline + line, _("KL from it, nats"));
    rich_draw_right(ui, ink, right, baseline + line, number);
    axis_number(number, sizeof number, scene->model->schedule.beta[t]);
    snprintf(text, sizeof text, "$[b:<beta_%d>]$ = %s: %s", t, number,
             far.total_variation < 0.01
                 ? _("as good as a Gaussian, so a model may learn a mean alone")
             : far.total_variation < 0.1 ? _("nearly a Gaussian")
                                         : _("no Gaussian, the step is too large for one"));
    RichLines lines = rich_wrap(ui, muted, right - left, text);
    for (int i = 0; i < lines.count && i < 2; i++)
        rich_draw(ui, muted, left, baseline + line * (float)(i + 2), lines.line[i]);
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    float top = ui_px(ui, 68), foot = ui_px(ui, 24 + 84);
    Rect frame = { rect.x, rect.y + top, rect.w, rect.h - top - foot };
    draw_legend(scene, rect);
    if (frame.h < ui_px(ui, 16)) return;
    draw_curves(scene, frame);
    draw_numbers(scene, rect.x, rect.x + rect.w, frame.y + frame.h + ui_px(ui, 24 + 14));
}

const Panel panel_without_x = {
    .name = "without_x",
    .title = N_("One step back without x"),
    .help =
        N_("q(<z_t−1> | <z_t>) of one value whose <x> is not known, exactly, beside the Gaussian "
           "of its mean and variance."),
    .natural = { 420, 360 },
    .least = { 230, 240 },
    .draw = draw,
};
