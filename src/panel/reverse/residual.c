// SPDX-License-Identifier: MIT
// The test on the picture itself: the residuals of all values on top of N(0, 1), with mean,
// variance and Kolmogorov-Smirnov distance.
#include "base/translate.h"
#include "model/reverse.h"
#include "panel/note.h"
#include "panel/rows.h"
#include "plot/chart.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double REACH = 4.25;

enum { BARS = 68, CURVE = 121, GROUP = RESIDUAL_CELLS / (2 * RESIDUAL_REACH * 8) };

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

static void draw_title(const Scene *scene, Rect rect, const char *title, const char *below) {
    Ui *ui = scene->ui;
    const RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED, .tinted = true,
                              .linked = !scene->still };
    rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, rect.x + ui_px(ui, 8),
              rect.y + ui_px(ui, 14), title);
    rich_draw(ui, style, rect.x + ui_px(ui, 8), rect.y + ui_px(ui, 34), below);
}

static void draw_readout(const Chart *chart, const double *density) {
    Ui *ui = chart->ui;
    Rect frame = chart->frame;
    if (!ui_over(ui, frame)) return;
    int bar = (int)((ui->in.x - frame.x) / frame.w * BARS);
    double from = -REACH + 2 * REACH * bar / BARS, middle = from + REACH / BARS;
    ChartLabel lines[3] = { { 0, HUE_MUTED, "" }, { 0, HUE_SIGMA, "" }, { 0, HUE_INK, "" } };
    char number[48];
    axis_fixed(number, sizeof number, middle, 3);
    snprintf(lines[0].text, sizeof lines[0].text, _("at %s"), number);
    snprintf(lines[1].text, sizeof lines[1].text, _("measured %.4f"), density[bar]);
    snprintf(lines[2].text, sizeof lines[2].text, "N(0, 1) %.4f",
             gaussian_density((Gaussian){ 0, 1 }, middle));
    chart_readout(chart, middle, lines, 3);
}

static void draw_histogram(const Scene *scene, const Residual *residual, Rect frame) {
    Ui *ui = scene->ui;
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
    draw_readout(&chart, density);
}

// What is, ending at `middle`, and what should be.
static void table_row(Ui *ui, Rect rect, float middle, int row, const char *name, const char *is,
                      const char *wanted, Hue hue) {
    float baseline = rect.y + ui_px(ui, 15 + 20 * (float)row);
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED }, style = { FACE_TEXT, 13, hue };
    float room = middle - rect.x - rich_width(ui, style, is) - ui_px(ui, 8);
    if (rich_width(ui, muted, name) > room) name = row == 2 ? "KS" : name;
    rich_draw(ui, muted, rect.x, baseline, name);
    rich_draw_right(ui, style, middle, baseline, is);
    rich_draw_right(ui, muted, rect.x + rect.w, baseline, wanted);
}

// What the numbers mean. A figure for print does without the keys.
static void describe(const Scene *scene, const Residual *residual, char *out, size_t size,
                     Hue *hue) {
    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    bool jump = scene->settings->noise.coupling == COUPLING_JUMP, keys = !scene->still;
    bool told = residual_tells_one_noise(table, t, residual->count);
    char number[48];
    *hue = HUE_MEAN;
    const char *more = "";
    if (jump && table->beta[t] == 1) {
        snprintf(out, size,
                 _("jump: <z_%d> keeps nothing of <z_%d>, so even one noise for all t cannot be "
                   "told here. Where <beta_t> is small it can."),
                 t, t - 1);
    } else if (jump) {
        axis_fixed(number, sizeof number, residual_scale_of_one_noise(table, t), 3);
        *hue = told ? HUE_BETA : HUE_MEAN;
        snprintf(out, size,
                 told ? _("jump: <z_%d> and <z_%d> share one <n>, so the residual is only %s <n>. "
                          "One <n> for all t is no chain, and the posterior does not describe it.")
                      : _("jump: <z_%d> and <z_%d> share one <n>, so the residual is %s <n>. That "
                          "is too near to a chain’s to be told here. Where <beta_t> is small it "
                          "can."),
                 t - 1, t, number);
        more = _("C takes path.");
    } else if (residual->p > 0.001) {
        snprintf(out, size,
                 _("path: <z_%d> and <z_%d> are of one chain, so what the mean misses is pure "
                   "noise of deviation <sigma_%d>."),
                 t - 1, t, t);
        more = told ? _("C takes jump, and it fails.")
                    : _("C takes jump: at this t even that passes.");
    } else {
        snprintf(out, size, "%s",
                 keys ? _("A true sample is as far off as this less than once in a thousand "
                          "times: take another seed (N).")
                      : _("A true sample is as far off as this less than once in a thousand "
                          "times."));
    }
    size_t used = strlen(out);
    if (keys && *more) snprintf(out + used, size - used, " %s", more);
}

static void draw_table(Ui *ui, Rect table, const Residual *residual) {
    char is[48];
    bool good = residual->p > 0.001;
    Hue hue = good ? HUE_INK : HUE_BETA;
    double limit = 1.3581 / sqrt((double)residual->count);
    char wanted[96], p[48];
    if (residual->p >= 0.001)
        snprintf(p, sizeof p, "p = %.3f", residual->p);
    else
        snprintf(p, sizeof p, "p < 0.001");
    snprintf(wanted, sizeof wanted, _("%.4f at 5 %% · %s"), limit, p);
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED };
    if (rich_width(ui, muted, wanted) > table.w * 0.52f) snprintf(wanted, sizeof wanted, "%s", p);
    float middle = fminf(fmaxf(table.w * 0.46f, ui_px(ui, 150)),
                         table.w - rich_width(ui, muted, wanted) - ui_px(ui, 12));
    middle += table.x;
    axis_fixed(is, sizeof is, residual->mean, 4);
    table_row(ui, table, middle, 0, _("mean"), is, "0", HUE_INK);
    axis_fixed(is, sizeof is, residual->variance, 4);
    table_row(ui, table, middle, 1, _("variance"), is, "1", hue);
    axis_fixed(is, sizeof is, residual->ks, residual->ks < 0.01 ? 5 : 4);
    table_row(ui, table, middle, 2, _("KS distance"), is, wanted, hue);
}

static void draw_first(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    float pad = ui_px(ui, 8), head = ui_px(ui, 48);
    draw_title(scene, rect, _("The test on this picture"), _("There is no residual at $t = 1$."));
    note_draw(
        ui, (Rect){ rect.x + pad, rect.y + head, rect.w - 2 * pad, rect.h - head }, HUE_MEAN,
        _("$<sigma_1> = 0$ and $<mean_1> = <x>$: one step back from <z_1> is <x> itself, "
          "exactly, in every one of the values. From $t = 2$ on the step is open, and what it "
          "misses the mean by is shown here."));
}

static void draw_heading(const Scene *scene, const Residual *residual, Rect rect) {
    Ui *ui = scene->ui;
    int t = scene->settings->t;
    char count[48], text[400];
    format_count(count, sizeof count, residual->count);
    snprintf(text, sizeof text,
             model_holds_planes(scene->model)
                 ? _("All %s residuals $(<z_%d> − [m:<mean_%d>]) / [s:<sigma_%d>]$ against N(0, 1)")
                 : _("%s of the residuals $(<z_%d> − [m:<mean_%d>]) / [s:<sigma_%d>]$ against "
                     "N(0, 1)"),
             count, t - 1, t, t);
    if (rich_width(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, text) > rect.w)
        snprintf(text, sizeof text, _("%s residuals against N(0, 1)"), count);
    draw_title(scene, rect, _("The test on this picture"), text);
}

// For a room: the bars, and in one line what they say.
static void draw_large(const Scene *scene, const Residual *residual, Rect rect) {
    Ui *ui = scene->ui;
    char count[48], mean[48], variance[48], ks[48], text[320];
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED, .tinted = true, .linked = !scene->still };
    format_count(count, sizeof count, residual->count);
    snprintf(text, sizeof text, _("%s residuals against N(0, 1)"), count);
    rich_draw(ui, style, rect.x, rect.y + ui_px(ui, 15), text);
    float top = ui_px(ui, 22), foot = ui_px(ui, 46);
    draw_histogram(scene, residual, (Rect){ rect.x, rect.y + top, rect.w, rect.h - top - foot });
    axis_fixed(mean, sizeof mean, residual->mean, 3);
    axis_fixed(variance, sizeof variance, residual->variance, 3);
    axis_fixed(ks, sizeof ks, residual->ks, 4);
    snprintf(text, sizeof text, _("mean %s, variance %s, KS distance %s"), mean, variance, ks);
    style.hue = residual->p > 0.001 ? HUE_MEAN : HUE_BETA;
    rich_draw_centred(ui, style, rect.x + rect.w / 2, rect.y + rect.h - ui_px(ui, 6), text);
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    float pad = ui_px(ui, 8);
    // The text stands above and below the frames of the plots.
    rect.x += ui_px(ui, 36), rect.w -= ui_px(ui, 48);
    if (scene->settings->t == 1) {
        draw_first(scene, rect);
        return;
    }
    Error error;
    const Residual *residual = model_residual(scene->model, &error);
    if (!residual) {
        scene_report(scene, &error);
        return;
    }
    if (scene->lecture) {
        draw_large(scene, residual, rect);
        return;
    }
    draw_heading(scene, residual, rect);
    char words[800];
    Hue note_hue;
    describe(scene, residual, words, sizeof words, &note_hue);
    float table_h = ui_px(ui, 22 + 3 * 20 + 8), top = ui_px(ui, 46);
    // The words give way to the histogram.
    float under = fmaxf(ui_px(ui, 54), note_height(ui, rect.w - 2 * pad, words));
    if (rect.h - top - table_h - under < ui_px(ui, 60)) under = 0;
    float foot = table_h + under;
    Rect frame = { rect.x + pad, rect.y + top, rect.w - 2 * pad, rect.h - top - foot };
    if (frame.h > ui_px(ui, 24)) draw_histogram(scene, residual, frame);
    Rect table = { rect.x + pad, rect.y + rect.h - foot + ui_px(ui, 24), rect.w - 2 * pad, 0 };
    draw_table(ui, table, residual);
    note_draw(ui, (Rect){ table.x, table.y + ui_px(ui, 66), table.w, under }, note_hue, words);
}

const Panel panel_residual = {
    .name = "residual",
    .title = N_("The residuals"),
    .help = N_("$(<z_t−1> − <mean_t>)/<sigma_t>$ of all values on N(0, 1): the posterior, tested "
               "on the picture."),
    .natural = { 520, 420 },
    .lecture = { 240, 130 },
    .least = { 240, 190 },
    .draw = draw,
};
