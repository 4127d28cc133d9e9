// SPDX-License-Identifier: MIT
// The completed square for the followed value: the precisions add, and the means are weighed by
// them.
#include "base/translate.h"
#include "model/curves.h"
#include "panel/reverse/step.h"
#include "panel/rows.h"
#include "plot/chart.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

static void fixed(char *out, size_t size, double value) {
    double a = fabs(value);
    if (isinf(value) || (a != 0 && (a < 0.001 || a >= 1e5)))
        axis_number(out, size, value);
    else
        axis_fixed(out, size, value, a >= 1000 ? 0 : a >= 100 ? 1 : a >= 10 ? 2 : 3);
}

static void draw_bar_part(Ui *ui, Rect rect, Hue hue, const char *text) {
    float more = ui_px(ui, 2);
    ui_point(ui, rect, hue);
    if (ui_is_pointed(ui, hue)) rect.y -= more, rect.h += 2 * more;
    draw_flat(ui->list, rect, ui_color(ui, hue));
    RichStyle style = { FACE_BOLD, 12, HUE_GROUND };
    if (rich_width(ui, style, text) + ui_px(ui, 12) <= rect.w)
        rich_draw(ui, style, rect.x + ui_px(ui, 6), rect.y + rect.h / 2 + ui_px(ui, 4), text);
}

// The formula as large as it fits, else its numbers alone, else without the words at the left.
static void draw_row_text(const Scene *scene, Rect rect, const char *left, const char *right,
                          const char *brief) {
    Ui *ui = scene->ui;
    float baseline = rect.y + ui_px(ui, 15);
    RichStyle small = { FACE_TEXT, 12.5f, HUE_MUTED }, formula = { FACE_TEXT, 14, HUE_INK };
    formula.linked = !scene->still;
    float room = rect.w - rich_width(ui, small, left) - ui_px(ui, 16);
    while (formula.size > 11 && rich_width(ui, formula, right) > room) formula.size -= 0.5f;
    if (rich_width(ui, formula, right) > room) right = brief, formula.size = 13;
    while (formula.size > 11 && rich_width(ui, formula, right) > room) formula.size -= 0.5f;
    if (rich_width(ui, formula, right) <= room) rich_draw(ui, small, rect.x, baseline, left);
    rich_draw_right(ui, formula, rect.x + rect.w, baseline, right);
}

static void draw_precisions(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    const Step own = step_of(scene), *step = &own;
    const Bayes *bayes = &step->bayes;
    int t = step->t;
    char likelihood[48], prior[48], sum[48], text[320], brief[240], part[2][80];
    fixed(likelihood, sizeof likelihood, bayes->likelihood_precision);
    fixed(prior, sizeof prior, bayes->prior_precision);
    fixed(sum, sizeof sum, bayes->likelihood_precision + bayes->prior_precision);
    snprintf(text, sizeof text,
             "$[s:1/<sigma2_%d>]$ = $[n:<(keep_%d)>/<beta_%d>]$ + $[x:1/<(rest_%d)>]$ = [n:%s] + "
             "[x:%s] = "
             "[s:%s]",
             t, t, t, t - 1, likelihood, prior, sum);
    snprintf(brief, sizeof brief, "$[s:1/<sigma2_%d>]$ = [n:%s] + [x:%s] = [s:%s]", t, likelihood,
             prior, sum);
    draw_row_text(scene, rect, _("Precisions add"), text, brief);
    Rect bar = { rect.x, rect.y + ui_px(ui, 22), rect.w, ui_px(ui, 22) }, rest = bar;
    bar.w = roundf(bar.w * (float)bayes->likelihood_weight);
    rest.x += bar.w, rest.w -= bar.w;
    snprintf(part[0], sizeof part[0], _("likelihood %s · %.1f %%"), likelihood,
             100 * bayes->likelihood_weight);
    snprintf(part[1], sizeof part[1], _("prior %s · %.1f %%"), prior, 100 * bayes->prior_weight);
    draw_bar_part(ui, bar, LIKELIHOOD_HUE, part[0]);
    draw_bar_part(ui, rest, PRIOR_HUE, part[1]);
}

// All that the bar shows of this pixel at any t, so that its lengths can be compared.
static Axis axis_of_sum(const Scene *scene) {
    const Schedule *table = &scene->model->schedule;
    const ReverseSettings *settings = &scene->settings->reverse;
    const ValueCurves *curves =
        model_value_curves(scene->model, scene_channel(scene), scene_followed_index(scene));
    double low = 0, high = 0, x = curves->x[0];
    for (int t = 1; t <= table->steps; t++) {
        double part = table->coef_z[t] * (settings->hold_z ? settings->held_z : curves->z[t]);
        double mean = part + table->coef_x[t] * x;
        low = fmin(low, fmin(part, mean)), high = fmax(high, fmax(part, mean));
    }
    double beyond = 0.04 * fmax(1e-9, high - low);
    return (Axis){ low - beyond, high + beyond, false };
}

// The round number that is farthest from 0; 0 where there is none.
static double far_tick(const Chart *scale, char *out, size_t size) {
    double ticks[AXIS_TICKS], far = 0;
    int count = axis_ticks(&scale->x, 6, ticks);
    for (int i = 0; i < count; i++)
        if (fabs(ticks[i]) > fabs(far)) far = ticks[i];
    axis_label(out, size, &scale->x, far, count > 1 ? ticks[1] - ticks[0] : 0);
    return far;
}

static void draw_tick(Ui *ui, Rect bar, float x, const char *text) {
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    ui->list->layer = LAYER_MARKS;
    draw_flat(ui->list,
              (Rect){ x, bar.y - ui_px(ui, 3), fmaxf(1, ui_px(ui, 1)), bar.h + ui_px(ui, 6) },
              ui_color(ui, HUE_MUTED));
    ui->list->layer = LAYER_BASE;
    rich_draw_centred(ui, style, x, bar.y + bar.h + ui_px(ui, 16), text);
}

// Where a name at x does not lie on the one at `tick`.
static float beside(float x, float tick, float apart) {
    if (fabsf(x - tick) >= apart) return x;
    return x < tick ? tick - apart : tick + apart;
}

static void draw_end(Ui *ui, Rect bar, float end, const float ticks[2], const char *name) {
    RichStyle style = { FACE_TEXT, 11.5f, POSTERIOR_HUE };
    ui->list->layer = LAYER_MARKS;
    draw_flat(
        ui->list,
        (Rect){ end - ui_px(ui, 1), bar.y - ui_px(ui, 3), ui_px(ui, 3), bar.h + ui_px(ui, 6) },
        ui_color(ui, POSTERIOR_HUE));
    ui->list->layer = LAYER_BASE;
    float half = rich_width(ui, style, name) / 2, x = end;
    for (int i = 0; i < 2; i++) x = beside(x, ticks[i], half + ui_px(ui, 16));
    x = fmaxf(bar.x + half, fminf(x, bar.x + bar.w - half));
    rich_draw_centred(ui, style, x, bar.y + bar.h + ui_px(ui, 16), name);
}

// From 0 by one part, from there by the other, to m_t.
static void draw_sum(const Scene *scene, const Step *step, Rect bar) {
    Ui *ui = scene->ui;
    double a = step->bayes.likelihood_part, m = step->bayes.posterior.mean;
    Chart scale = { ui, bar, axis_of_sum(scene), { 0, 1, false } };
    draw_flat(ui->list, bar, ui_color(ui, HUE_LINE));
    float zero = roundf(chart_point(&scale, 0, 0).x), first = roundf(chart_point(&scale, a, 0).x);
    float end = roundf(chart_point(&scale, m, 0).x), half = roundf(bar.h / 2);
    draw_bar_part(ui, (Rect){ fminf(zero, first), bar.y, fmaxf(1, fabsf(first - zero)), half },
                  LIKELIHOOD_HUE, "");
    draw_bar_part(
        ui, (Rect){ fminf(first, end), bar.y + half, fmaxf(1, fabsf(end - first)), bar.h - half },
        PRIOR_HUE, "");
    char number[48], name[64];
    double far = far_tick(&scale, number, sizeof number);
    const float ticks[] = { zero, roundf(chart_point(&scale, far, 0).x) };
    draw_tick(ui, bar, zero, "0");
    if (far != 0) draw_tick(ui, bar, ticks[1], number);
    snprintf(name, sizeof name, "<mean_%d>", step->t);
    draw_end(ui, bar, end, ticks, name);
}

static void draw_means(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    const Step own = step_of(scene), *step = &own;
    const Bayes *bayes = &step->bayes;
    int t = step->t;
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
    draw_row_text(scene, rect, _("Weighted means add"), text, brief);
    draw_sum(scene, step, (Rect){ rect.x, rect.y + ui_px(ui, 22), rect.w, ui_px(ui, 22) });
}

static float height_of_two_lines(const Scene *scene, const PanelChoice *choice, float width,
                                 float room) {
    (void)choice, (void)width, (void)room;
    return ui_px(scene->ui, 48);
}

static float height_of_three_lines(const Scene *scene, const PanelChoice *choice, float width,
                                   float room) {
    (void)choice, (void)width, (void)room;
    return ui_px(scene->ui, 64);
}

const Panel panel_precisions = {
    .name = "precisions",
    .title = N_("Precisions add"),
    .help =
        N_("The completed square: $1/<sigma2_t>$ is the sum of the likelihood’s precision and the "
           "prior’s."),
    .natural = { 800, 60 },
    .least = { 260, 48 },
    .height = height_of_two_lines,
    .draw = draw_precisions,
};

const Panel panel_means = {
    .name = "means",
    .title = N_("Weighted means add"),
    .help = N_("<mean_t> is what <z_t> says and what <x> says, weighed by their precisions."),
    .natural = { 800, 72 },
    .least = { 260, 64 },
    .height = height_of_three_lines,
    .draw = draw_means,
};
