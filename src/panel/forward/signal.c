// SPDX-License-Identifier: MIT
// How much of the picture is left at each step, or the noise level.
#include "base/translate.h"
#include "model/curves.h"
#include "model/health.h"
#include "panel/forward/parts.h"
#include "panel/rows.h"

#include <math.h>

// log SNR, γ, or σ on a logarithmic axis.
static Axis level_axis(const Scene *scene) {
    const double *level = model_columns(scene->model)->level;
    double low = INFINITY, high = -INFINITY;
    for (int t = 1; t <= scene->model->schedule.steps; t++) {
        if (!isfinite(level[t])) continue;
        low = fmin(low, level[t]);
        high = fmax(high, level[t]);
    }
    if (notation_level_is_log((Notation)scene->settings->look.notation)) {
        if (!(low < high)) low = (isfinite(low) ? low : 1) * 0.5, high = 4 * low;
        return (Axis){ low * 0.8, high * 1.25, true };
    }
    if (!(low < high)) low = (isfinite(low) ? low : 0) - 1, high = low + 2;
    return (Axis){ fmin(low, 0), fmax(high, 0), false };
}

// A column of the table without zero terminal SNR, where that is on.
#define BEFORE(TABLE, COLUMN, FIRST)                                                               \
    {                                                                                              \
        .toggle = option_row(OPT_SHOW_ALPHA), .hue = HUE_FAINT, .y = (TABLE)->COLUMN,              \
        .from = FIRST, .to = (TABLE)->steps, .dashed = true, .silent = true                        \
    }

// The three levels, and alpha as it was before zero terminal SNR.
enum { LEVELS = 4, RATIOS = 2 };

static int list_levels(const Scene *scene, Series series[LEVELS]) {
    const Schedule *table = &scene->model->schedule, *was = &model_health(scene->model)->before;
    const TableColumns *columns = model_columns(scene->model);
    int steps = table->steps;
    const Series all[LEVELS] = {
        { .toggle = option_row(OPT_SHOW_ALPHA),
          .hue = HUE_ALPHA,
          .y = table->alpha,
          .to = steps,
          .width = 2.4f },
        { .toggle = option_row(OPT_SHOW_SQRT_ALPHA),
          .hue = HUE_X,
          .y = columns->signal,
          .to = steps },
        { .toggle = option_row(OPT_SHOW_SQRT_NOISE),
          .hue = HUE_NOISE,
          .y = columns->noise,
          .to = steps },
        BEFORE(was, alpha, 0),
    };
    for (int i = 0; i < LEVELS; i++) series[i] = all[i];
    return was->steps == steps ? LEVELS : LEVELS - 1;
}

static int list_ratios(const Scene *scene, Series series[RATIOS]) {
    const Schedule *was = &model_health(scene->model)->before;
    int steps = scene->model->schedule.steps;
    const Series all[RATIOS] = {
        { .toggle = option_row(OPT_SHOW_ALPHA),
          .label = "<level_t>",
          .help =
              N_("log SNR = ln <alpha_t> − ln<(rest_t)>, in nats; 0 where picture and noise weigh "
                 "the same."),
          .hue = HUE_ALPHA,
          .y = model_columns(scene->model)->level,
          .from = 1,
          .to = steps,
          .width = 2.4f },
        BEFORE(was, log_snr, 1),
    };
    for (int i = 0; i < RATIOS; i++) series[i] = all[i];
    bool both = was->steps == steps && scene->settings->look.notation < NOTATION_EDM;
    return both ? RATIOS : RATIOS - 1;
}

// Down to the smallest that is no zero, but not into what no one can tell from it.
static Axis log_axis(const Schedule *table) {
    double low = 0.1;
    for (int t = 1; t <= table->steps; t++)
        if (table->alpha[t] > 0) low = fmin(low, table->alpha[t]);
    return (Axis){ fmax(low, 1e-12) * 0.8, 1.2, true };
}

static const char *const choices[] = { "alpha", "log_alpha", "log_snr", NULL };

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    static const char *const names[] = { "<alpha>", N_("log <alpha>"), "<level>" };
    static const char *const straight[] = { "$1−u$", N_("log"), "<level>" };
    static const PlotRange whole = { 0 };
    const Schedule *table = &scene->model->schedule;
    int own = scene->settings->plots.signal, signal = choice->count ? choice->at[0] : own;
    bool ratio = signal == SIGNAL_LOG_SNR, ends = table->alpha[table->steps] == 0;
    bool falls = scene->settings->look.notation < NOTATION_EDM;
    Series series[LEVELS];
    Plot plot = { .name = signal == own ? plot_names[PLOT_SIGNAL] : choices[signal],
                  .fixed = signal != own,
                  .title = N_("Signal left"),
                  .reserve = scene->still || choice->count ? 0 : 216,
                  .x = steps_axis(scene),
                  .y = { 0, 1, false },
                  .series = series,
                  .t = scene->settings->t };
    plot.count = ratio ? list_ratios(scene, series) : list_levels(scene, series);
    if (signal == SIGNAL_LOG_ALPHA) {
        plot.y = log_axis(table);
        if (ends) plot.note = _("$<alpha_T> = 0$ has no place on a log axis");
    } else if (ratio) {
        plot.title = falls ? N_("Signal to noise") : N_("Noise level");
        plot.y = level_axis(scene);
        if (ends)
            plot.note =
                falls ? _("−∞ at $T$: zero terminal SNR") : _("∞ at $T$: zero terminal SNR");
    }
    const KnotCurve knots = { ratio ? KNOT_LOG_SNR : KNOT_ALPHA, HUE_ALPHA,
                              ratio ? model_columns(scene->model)->level : table->alpha };
    // A zoom is of what the settings show.
    const PlotRange *range = signal == own ? &scene->ranges[PLOT_SIGNAL] : &whole;
    plot_with_knots(scene, state, rect, &plot, range, &knots);
    if (!choice->count)
        plot_segments(scene, rect, 0, 186, OPT_SIGNAL, table->straight ? straight : names, 3);
}

const Panel panel_signal = {
    .name = "signal",
    .title = N_("Signal left"),
    .help = N_("<alpha_t> with <signal_t> and <noise_t>, on a linear or a log axis, or <level_t>, "
               "over $t$."),
    .choices = choices,
    .natural = { 560, 340 },
    .least = { 220, 128 },
    .draw = draw,
    .state_size = sizeof(PlotHands),
};
