// SPDX-License-Identifier: MIT
// The proof on the picture itself: the residuals of all values on top of N(0, 1), with mean,
// variance and Kolmogorov-Smirnov distance. Beside a walk: that it has the chain's law.
#include "app/reverse.h"
#include "core/statistics.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

static const double REACH = 4.25;

enum { BARS = 68, CURVE = 121, GROUP = RESIDUAL_CELLS / (2 * RESIDUAL_REACH * 8) };

// False where the machine has no room for the values.
static bool follow_residual(App *app) {
    Reverse *reverse = reverse_of(app);
    const Model *model = &app->model;
    Picture *values = &reverse->residuals;
    const Picture *n = &model->n, *before = model->n_prev.values ? &model->n_prev : n;
    const ReverseKey key = { .x = model->x_stamp,
                             .n = model->n_stamp,
                             .schedule = model->schedule_stamp,
                             .t = model->made.t };
    if (reverse_same_key(&reverse->residual_key, &key)) return true;
    Error error;
    if (picture_length(values) != picture_length(n) &&
        !picture_alloc(values, n->width, n->height, n->channels, &error)) {
        reverse->residual_key = (ReverseKey){ 0 };
        app_say(app, true, error.text);
        return false;
    }
    residual_measure(&reverse->residual, values->values, before, n, &model->schedule,
                     model->made.t);
    return true;
}

// "196 608"
static void format_count(char *out, size_t size, size_t count) {
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%zu", count);
    size_t used = 0;
    for (int i = 0; i < length && used + 8 < size; i++) {
        if (i && (length - i) % 3 == 0) used += (size_t)snprintf(out + used, size - used, "\u2009");
        out[used++] = digits[i];
    }
    out[used] = '\0';
}

static void draw_title(Ui *ui, Rect rect, const char *title, const char *below) {
    rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, rect.x + ui_px(ui, 8),
              rect.y + ui_px(ui, 14), title);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, rect.x + ui_px(ui, 8),
              rect.y + ui_px(ui, 34), below);
}

static void draw_histogram(App *app, Rect frame) {
    Ui *ui = &app->ui;
    const Residual *residual = &reverse_of(app)->residual;
    double density[BARS], highest = 0.42;
    // Bars of an eighth of a deviation, each a whole number of the residual's cells.
    int first = (int)((RESIDUAL_REACH - REACH) * RESIDUAL_CELLS / (2 * RESIDUAL_REACH));
    for (int i = 0; i < BARS; i++) {
        double count = 0;
        for (int k = 0; k < GROUP; k++) count += residual->cells[first + i * GROUP + k];
        density[i] = count / (double)residual->count / (2 * REACH / BARS);
        highest = fmax(highest, density[i]);
    }
    Chart chart = { ui, frame, { -REACH, REACH, false }, { 0, highest * 1.05, false } };
    for (int i = 0; i < BARS; i++) {
        float from = roundf(frame.x + frame.w * (float)i / BARS),
              to = roundf(frame.x + frame.w * (float)(i + 1) / BARS);
        float top = roundf(chart_point(&chart, 0, density[i]).y),
              gap = frame.w >= ui_px(ui, 5.5f * BARS) ? 1 : 0;
        draw_flat(ui->list, (Rect){ from, top, to - from - gap, frame.y + frame.h - top },
                  ui_color(ui, HUE_SIGMA));
    }
    double x[CURVE], y[CURVE];
    for (int i = 0; i < CURVE; i++) {
        x[i] = -REACH + 2 * REACH * i / (CURVE - 1);
        y[i] = gaussian_density((Gaussian){ 0, 1 }, x[i]);
    }
    chart_curve(&chart, x, y, CURVE, (ChartLine){ ui_color(ui, HUE_INK), 2, false });
    chart_x_axis(&chart);
    if (!ui_over(ui, frame)) return;
    int bar = (int)((ui->in.x - frame.x) / frame.w * BARS);
    double from = -REACH + 2 * REACH * bar / BARS, middle = from + REACH / BARS;
    ChartLabel lines[3] = { { 0, HUE_MUTED, "" }, { 0, HUE_SIGMA, "" }, { 0, HUE_INK, "" } };
    char number[48];
    axis_fixed(number, sizeof number, middle, 3);
    snprintf(lines[0].text, sizeof lines[0].text, "at %s", number);
    snprintf(lines[1].text, sizeof lines[1].text, "measured %.4f", density[bar]);
    snprintf(lines[2].text, sizeof lines[2].text, "N(0, 1) %.4f",
             gaussian_density((Gaussian){ 0, 1 }, middle));
    chart_readout(&chart, middle, lines, 3);
}

static void table_row(Ui *ui, Rect rect, int row, const char *name, const char *is,
                      const char *wanted, Hue hue) {
    float baseline = rect.y + ui_px(ui, 15 + 20 * (float)row);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, rect.x, baseline, name);
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 13, hue },
                    rect.x + fmaxf(rect.w * 0.46f, ui_px(ui, 150)), baseline, is);
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, rect.x + rect.w, baseline, wanted);
}

static RichLines note_lines(Ui *ui, float width, const char *text) {
    return rich_wrap(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, width - ui_px(ui, 14), text);
}

static float note_height(Ui *ui, float width, const char *text) {
    return ui_px(ui, 17) * (float)note_lines(ui, width, text).count + ui_px(ui, 2);
}

static void note(Ui *ui, Rect rect, Hue hue, const char *text) {
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    RichLines lines = note_lines(ui, rect.w, text);
    float line = ui_px(ui, 17);
    int count = lines.count;
    while (count > 0 && line * (float)count > rect.h) count--;
    if (!count) return;
    draw_flat(ui->list,
              (Rect){ rect.x, rect.y, ui_px(ui, 2.5f), line * (float)count + ui_px(ui, 2) },
              ui_color(ui, hue));
    for (int i = 0; i < count; i++)
        rich_draw(ui, style, rect.x + ui_px(ui, 11), rect.y + ui_px(ui, 13) + line * (float)i,
                  lines.line[i]);
}

// What the numbers mean. A figure for print does without the keys.
static void describe(const App *app, char *out, size_t size, Hue *hue) {
    const Schedule *table = &app->model.schedule;
    const Residual *residual = &app->reverse->residual;
    int t = app->settings.t;
    bool jump = app->settings.noise.coupling == COUPLING_JUMP, keys = !app->only_plots;
    char number[48];
    *hue = HUE_MEAN;
    if (jump && table->beta[t] == 1) {
        snprintf(out, size,
                 "jump: <z_%d> keeps nothing of <z_%d>, so even one noise for all t cannot be "
                 "told here. At any other t it can.",
                 t, t - 1);
    } else if (jump) {
        axis_fixed(number, sizeof number, residual_scale_of_one_noise(table, t), 3);
        *hue = HUE_BETA;
        snprintf(out, size,
                 "jump: <z_%d> and <z_%d> share one ε, so the residual is only %s ε. One ε for "
                 "all t is no chain, and the posterior does not describe it.%s",
                 t - 1, t, number, keys ? " C takes path." : "");
    } else if (residual->p > 0.001) {
        snprintf(out, size,
                 "path: <z_%d> and <z_%d> are of one chain, so what the mean misses is pure "
                 "noise of deviation <sigma_%d>.%s",
                 t - 1, t, t, keys ? " C takes jump, and it fails." : "");
    } else {
        snprintf(out, size, "A true sample is further off than this once in a thousand times%s.",
                 keys ? ": take another seed (N)" : "");
    }
}

// The text stands above and below the frames of the plots.
static Rect as_plots(const Ui *ui, Rect rect) {
    return (Rect){ rect.x + ui_px(ui, 36), rect.y, rect.w - ui_px(ui, 48), rect.h };
}

void proof_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    int t = app->settings.t;
    char count[48], text[320], is[48];
    float pad = ui_px(ui, 8);
    rect = as_plots(ui, rect);
    format_count(count, sizeof count, picture_length(&app->model.x));
    if (t == 1) {
        draw_title(ui, rect, "The proof on this picture", "There is no residual at $t = 1$.");
        note(ui, (Rect){ rect.x + pad, rect.y + ui_px(ui, 48), rect.w - 2 * pad, rect.h }, HUE_MEAN,
             "$<sigma_1> = 0$ and $<mean_1> = <x>$: one step back from <z_1> is <x> itself, "
             "exactly, in every "
             "one of the values. From $t = 2$ on the step is open, and what it misses the mean by "
             "is shown here.");
        return;
    }
    if (!follow_residual(app)) return;
    const Residual *residual = &reverse_of(app)->residual;
    snprintf(text, sizeof text,
             "All %s residuals $(<z_%d> − [m:<mean_%d>]) / [s:<sigma_%d>]$ against N(0, 1)", count,
             t - 1, t, t);
    if (rich_width(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, text) > rect.w)
        snprintf(text, sizeof text, "%s residuals against N(0, 1)", count);
    draw_title(ui, rect, "The proof on this picture", text);
    char words[320];
    Hue note_hue;
    describe(app, words, sizeof words, &note_hue);
    float under = fmaxf(ui_px(ui, 54), note_height(ui, rect.w - 2 * pad, words));
    float foot = ui_px(ui, 22 + 3 * 20 + 8) + under, top = ui_px(ui, 46);
    Rect frame = { rect.x + pad, rect.y + top, rect.w - 2 * pad, rect.h - top - foot };
    if (frame.h > ui_px(ui, 24)) draw_histogram(app, frame);
    Rect table = { rect.x + pad, rect.y + rect.h - foot + ui_px(ui, 24), rect.w - 2 * pad, 0 };
    bool good = residual->p > 0.001;
    Hue hue = good ? HUE_INK : HUE_BETA;
    axis_fixed(is, sizeof is, residual->mean, 4);
    table_row(ui, table, 0, "mean", is, "0", HUE_INK);
    axis_fixed(is, sizeof is, residual->variance, 4);
    table_row(ui, table, 1, "variance", is, "1", hue);
    double limit = 1.3581 / sqrt((double)residual->count);
    char wanted[96], p[48];
    axis_fixed(is, sizeof is, residual->ks, residual->ks < 0.01 ? 5 : 4);
    if (residual->p >= 0.001)
        snprintf(p, sizeof p, "p = %.3f", residual->p);
    else
        snprintf(p, sizeof p, "p < 0.001");
    snprintf(wanted, sizeof wanted, "%.4f at 5 %% · %s", limit, p);
    if (rich_width(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, wanted) > table.w * 0.52f)
        snprintf(wanted, sizeof wanted, "%s", p);
    table_row(ui, table, 2, "KS distance", is, wanted, hue);
    note(ui, (Rect){ table.x, table.y + ui_px(ui, 66), table.w, under }, note_hue, words);
}

// The walk -------------------------------------------------------------------------------------

// Of what lies about sqrt(alpha_t) x, and of z with x.
typedef struct Law {
    double mean, variance, with_x;
} Law;

static Law law_of(const PairMoments *x_z, double root) {
    double mean = x_z->b - root * x_z->a;
    double square = x_z->bb - 2 * root * x_z->ab + root * root * x_z->aa;
    double covariance = x_z->ab - x_z->a * x_z->b;
    double vx = x_z->aa - x_z->a * x_z->a, vz = x_z->bb - x_z->b * x_z->b;
    return (Law){ mean, square - mean * mean, vx > 0 && vz > 0 ? covariance / sqrt(vx * vz) : 0 };
}

// z_t = a x + b n.
static PairMoments chain_moments(const Model *model, double a, double b) {
    const PairMoments *x_n = &model->x_n;
    return (PairMoments){ .a = x_n->a,
                          .b = a * x_n->a + b * x_n->b,
                          .aa = x_n->aa,
                          .ab = a * x_n->aa + b * x_n->ab,
                          .bb = a * a * x_n->aa + 2 * a * b * x_n->ab + b * b * x_n->bb };
}

static void law_row(Ui *ui, Rect rect, int row, const char *name, const char *brief,
                    const double *values) {
    float baseline = rect.y + ui_px(ui, 15 + 22 * (float)row);
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    rich_draw(ui, style, rect.x, baseline, rich_fitting(ui, style, rect.w * 0.43f, name, brief));
    static const float right[] = { 0.58f, 0.79f, 1 };
    for (int i = 0; i < 3; i++) {
        char number[48];
        if (!isfinite(values[i])) continue;
        axis_fixed(number, sizeof number, values[i], 4);
        rich_draw_right(ui,
                        (RichStyle){ FACE_TEXT, 13,
                                     i == 1 ? HUE_SIGMA
                                     : i    ? HUE_MUTED
                                            : HUE_INK },
                        rect.x + rect.w * right[i], baseline, number);
    }
}

void same_law_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Reverse *reverse = reverse_of(app);
    const Model *model = &app->model;
    const Schedule *table = &model->schedule;
    int t = app->settings.t;
    char text[320];
    float pad = ui_px(ui, 8);
    rect = as_plots(ui, rect);
    snprintf(text, sizeof text, "Over all values at $t$ = %d", t);
    draw_title(ui, rect, "The walk has the chain's law", text);
    double a = sqrt(table->alpha[t]), b = sqrt(table->one_minus_alpha[t]);
    PairMoments chain = chain_moments(model, a, b);
    double vx = chain.aa - chain.a * chain.a;
    Law forward = law_of(&chain, a), back = { NAN, NAN, NAN };
    // The passes over the walk come once a place.
    if (reverse->walk.z.values && reverse->walk.at == t) {
        const ReverseKey key = { .x = model->x_stamp,
                                 .noise = model->noise_stamp,
                                 .schedule = model->schedule_stamp,
                                 .t = t,
                                 .number = app->settings.noise.draw };
        if (!reverse_same_key(&reverse->law_key, &key))
            reverse->walk_moments = statistics_pair(&model->x, &reverse->walk.z);
        back = law_of(&reverse->walk_moments, a);
    }
    Rect at = { rect.x + pad, rect.y + ui_px(ui, 48), rect.w - 2 * pad, 0 };
    static const char *const heads[] = { "chain", "walk", "law" };
    static const float right[] = { 0.58f, 0.79f, 1 };
    for (int i = 0; i < 3; i++)
        rich_draw_right(ui, (RichStyle){ FACE_TEXT, 12.5f, i == 1 ? HUE_SIGMA : HUE_MUTED },
                        at.x + at.w * right[i], at.y + ui_px(ui, 13), heads[i]);
    at.y += ui_px(ui, 18);
    law_row(ui, at, 0, "mean of $<z> − <signal> <x>$", "mean",
            (const double[]){ forward.mean, back.mean, 0 });
    law_row(ui, at, 1, "its variance", "variance",
            (const double[]){ forward.variance, back.variance, table->one_minus_alpha[t] });
    law_row(ui, at, 2, "correlation of <z> with <x>", "with <x>",
            (const double[]){ forward.with_x, back.with_x,
                              vx > 0 ? a * sqrt(vx / (a * a * vx + b * b)) : 0 });
    bool there = isfinite(back.mean);
    snprintf(text, sizeof text,
             there ? "Every step was drawn from q(<z_t−1> | <z_t>, <x>) with noise of its own, "
                     "and yet the walk is spread about the picture as the chain is: the posterior "
                     "is the chain, run backwards. B plays it, D takes another."
                   : "The walk is on its way: at $t$ = %d.",
             reverse->walk.at);
    note(ui, (Rect){ at.x, at.y + ui_px(ui, 76), at.w, rect.h - ui_px(ui, 150) }, HUE_MEAN, text);
    const float wide = at.w, bar = ui_px(ui, 6), y = at.y + ui_px(ui, 76 + 84);
    if (y + bar > rect.y + rect.h) return;
    // How far it is, from T at the left to x at the right.
    float share = 1 - (float)reverse->walk.at / (float)table->steps;
    draw_rect(ui->list, (Rect){ at.x, y, wide, bar }, bar / 2, ui_color(ui, HUE_LINE));
    draw_rect(ui->list, (Rect){ at.x, y, fmaxf(bar, wide * share), bar }, bar / 2,
              ui_color(ui, HUE_SIGMA));
    RichStyle small = { FACE_TEXT, 11.5f, HUE_MUTED };
    rich_draw(ui, small, at.x, y + ui_px(ui, 22), "<z_T>");
    rich_draw_right(ui, small, at.x + wide, y + ui_px(ui, 22), "<x>");
}
