// SPDX-License-Identifier: MIT
// All compared schedules in one plot: what it shows can be chosen in it, or is named.
#include "base/translate.h"
#include "model/compare.h"
#include "panel/compare/legend.h"
#include "panel/compare/words.h"
#include "panel/rows.h"
#include "plot/overlay.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

static const OptionId quantity_rows[COMPARE_PLOTS] = { OPT_COMPARE_PLOT, OPT_COMPARE_PLOT2,
                                                       OPT_COMPARE_PLOT3 };
static const OptionId scale_rows[COMPARE_PLOTS] = { OPT_COMPARE_SCALE, OPT_COMPARE_SCALE2,
                                                    OPT_COMPARE_SCALE3 };

// What a panel shows: one of the three of the settings, or a quantity for good.
typedef struct Shown {
    int plot; // of the settings, whose zoom it has; COMPARE_PLOTS: none
    Quantity quantity;
    bool named, is_log;
} Shown;

typedef struct State {
    Rect list; // where its list of quantities hangs
    int plot;
} State;

// What is drawn ------------------------------------------------------------------------------

static const double *x_column(const Scene *scene, int number) {
    switch (scene->settings->compare.x) {
    case COMPARE_X_T: return compare_column(scene->model, number, QUANTITY_T);
    case COMPARE_X_U: return compare_column(scene->model, number, QUANTITY_U);
    default: return compare_noise_column(scene->model, number);
    }
}

// The ends of all that is finite; of what is above `above` only.
static void find_ends(const OverlayCurve *curves, int count, bool of_x, double above, Axis *axis) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < count; i++) {
        const double *values = of_x ? curves[i].x : curves[i].y;
        for (int t = 1; t <= curves[i].steps; t++) {
            if (!isfinite(values[t]) || values[t] <= above) continue;
            low = fmin(low, values[t]);
            high = fmax(high, values[t]);
        }
    }
    if (!(low <= high)) low = 0.1, high = 1;
    axis->min = low, axis->max = high;
}

static Axis x_axis(const Scene *scene, const OverlayCurve *curves, int count) {
    Axis axis = { 0, 1, false };
    if (scene->settings->compare.x == COMPARE_X_U) return axis;
    axis.log = compare_x_is_log(scene->settings);
    find_ends(curves, count, true, axis.log ? 0 : -INFINITY, &axis);
    if (axis.log) {
        axis.max = fmax(axis.max, axis.min * 1.01);
        return axis;
    }
    if (scene->settings->compare.x == COMPARE_X_T) axis.min = 0;
    if (axis.max - axis.min < 1e-9) axis.max = axis.min + 1;
    return axis;
}

static Axis y_axis(const Shown *shown, const OverlayCurve *curves, int count) {
    Axis axis = { 0, 1, false };
    Quantity quantity = shown->quantity;
    bool share = quantity == QUANTITY_ALPHA || quantity == QUANTITY_SQRT_ALPHA ||
                 quantity == QUANTITY_U || quantity == QUANTITY_SIGMA2_BETA;
    if (shown->is_log) {
        find_ends(curves, count, false, 0, &axis);
        // A decade at least, twelve at most: further down nobody can tell it from nothing. Of the
        // noise level the small values count as much as the large.
        bool wide = quantity == QUANTITY_S || quantity == QUANTITY_LOG_SNR;
        double least = wide ? 1e-30 : 1e-12;
        double low = fmin(fmax(axis.min, axis.max * least), axis.max * 0.1);
        return (Axis){ low * 0.8, axis.max * 1.25, true };
    }
    if (share) return axis;
    find_ends(curves, count, false, -INFINITY, &axis);
    axis.min = fmin(axis.min, 0);
    axis.max = fmax(axis.max, 0);
    if (quantity != QUANTITY_LOG_SNR && quantity != QUANTITY_T) axis.max *= 1.04;
    if (axis.max - axis.min < 1e-12) axis.max = axis.min + 1;
    return axis;
}

// Where a curve ends outside of every axis.
static const char *note(const Scene *scene, const Shown *shown) {
    Quantity quantity = shown->quantity;
    bool endless = quantity == QUANTITY_LOG_SNR || quantity == QUANTITY_S ||
                   (shown->is_log && quantity <= QUANTITY_SQRT_ALPHA);
    for (int i = 0; i < scene->settings->compare.list.count && endless; i++) {
        const Schedule *table = compare_table(scene->model, i);
        if (isfinite(table->log_snr[table->steps])) continue;
        if (quantity == QUANTITY_LOG_SNR && compare_level_falls(scene->settings))
            return _("−∞ at $T$: zero terminal SNR");
        return quantity == QUANTITY_S || quantity == QUANTITY_LOG_SNR
                   ? _("∞ at $T$: zero terminal SNR")
                   : _("<alpha_T> = 0 has no place on a log axis");
    }
    return NULL;
}

// What the clean picture, t = 0, has a value of too.
static bool starts_clean(Quantity quantity) {
    return quantity == QUANTITY_ALPHA || quantity == QUANTITY_SQRT_ALPHA ||
           quantity == QUANTITY_S || quantity >= QUANTITY_T;
}

// The same t/T for all; over log SNR the step of equal noise.
static int marked_step(const Scene *scene, int number) {
    return scene->settings->compare.x == COMPARE_X_LOG_SNR
               ? compare_t_of_equal_noise(scene->model, number)
               : compare_t(scene->model, number);
}

static void list_curves(const Scene *scene, Quantity quantity, OverlayCurve *curves,
                        char names[][96]) {
    for (int i = 0; i < scene->settings->compare.list.count; i++) {
        compare_brief_title(scene->model, i, names[i], sizeof names[i]);
        curves[i] = (OverlayCurve){ .name = names[i],
                                    .hue = compare_hue(scene->settings, i),
                                    .dash = compare_dash(scene->settings, i),
                                    .x = x_column(scene, i),
                                    .y = compare_column(scene->model, i, quantity),
                                    .from = starts_clean(quantity) ? 0 : 1,
                                    .steps = compare_table(scene->model, i)->steps,
                                    .t = marked_step(scene, i) };
    }
}

// The quantities, and three that can be chosen.
static const char *const choices[] = { "alpha",  "sqrt_alpha",  "log_snr", "beta",
                                       "sigma2", "sigma2_beta", "coef_x",  "coef_z",
                                       "kl",     "s",           "t",       "t_over_T",
                                       "1",      "2",           "3",       NULL };

static void draw_overlay(const Scene *scene, Rect rect, const Shown *shown) {
    static const char *const titles[] = { "$t$", "$t/T$", "<level>" };
    static const PlotRange whole = { 0 };
    const Settings *settings = scene->settings;
    Quantity quantity = shown->quantity;
    OverlayCurve curves[COMPARE_MOST];
    char names[COMPARE_MOST][96];
    int count = settings->compare.list.count;
    list_curves(scene, quantity, curves, names);
    bool falls = compare_level_falls(settings);
    bool grows = quantity == QUANTITY_S || (quantity == QUANTITY_LOG_SNR && !falls);
    bool own = shown->plot < COMPARE_PLOTS;
    const Overlay overlay = { .name =
                                  own ? plot_names[PLOT_COMPARE + shown->plot] : choices[quantity],
                              .fixed = !own,
                              .x_title = titles[settings->compare.x],
                              .symbol = compare_symbol(quantity),
                              .note = note(scene, shown),
                              .ground = scene->ui->ground,
                              .note_above = grows,
                              .x = x_axis(scene, curves, count),
                              .y = y_axis(shown, curves, count),
                              .turned = settings->compare.x == COMPARE_X_LOG_SNR && falls,
                              .curves = curves,
                              .count = count,
                              .focus = settings->compare.list.focus };
    // A zoom is of what the settings show.
    overlay_draw(scene->ui, rect, &overlay,
                 own ? &scene->ranges[PLOT_COMPARE + shown->plot] : &whole);
}

// Choices ------------------------------------------------------------------------------------

static const char *quantity_title(int index) {
    return compare_symbol((Quantity)index);
}

static const char *quantity_help(int index) {
    return compare_help((Quantity)index);
}

static const UiChoices quantity_choices = { quantity_title, quantity_help, 0 };

static const RichStyle tab_style = { FACE_TEXT, 14, HUE_INK };

static bool tabs_fit(Ui *ui, float room) {
    for (int i = 0; i < QUANTITIES; i++)
        room -= rich_width(ui, tab_style, quantity_title(i)) + ui_px(ui, 16);
    return room >= 0;
}

static void draw_list(const Scene *scene, State *state, Rect rect) {
    Ui *ui = scene->ui;
    Rect list = { rect.x, rect.y - 1, ui_px(ui, 128), ui_px(ui, 26) };
    ui_choice(ui, list, option_row(quantity_rows[state->plot]), &quantity_choices);
    state->list = list;
}

// The quantities side by side; a list where they have no room.
static void draw_tabs(const Scene *scene, State *state, Rect rect, float right) {
    Ui *ui = scene->ui;
    const Option *option = option_row(OPT_COMPARE_PLOT);
    float x = rect.x, baseline = rect.y + ui_px(ui, 17);
    if (!tabs_fit(ui, right - x)) {
        draw_list(scene, state, rect);
        return;
    }
    for (int i = 0; i < QUANTITIES; i++) {
        char label[48];
        bool chosen = scene->settings->compare.plot[0] == i;
        RichStyle style = tab_style;
        float width = rich_width(ui, style, quantity_title(i));
        Rect tab = { x, rect.y, width + ui_px(ui, 16), ui_px(ui, 25) };
        snprintf(label, sizeof label, "%s %s", option->name, option_choice(option, i));
        if (ui_item(ui, label, tab, quantity_help(i)) && !chosen)
            ui_send(ui, "set %s %s", option->name, option_choice(option, i));
        if (!chosen && !ui_over(ui, tab)) style.hue = HUE_MUTED;
        rich_draw(ui, style, x + ui_px(ui, 8), baseline, quantity_title(i));
        float thick = ui_px(ui, 2);
        if (chosen)
            draw_flat(ui->list, (Rect){ x + ui_px(ui, 8), tab.y + tab.h - thick, width, thick },
                      ui_color(ui, HUE_INK));
        x += tab.w;
    }
}

static bool has_scale(const Settings *settings, int plot) {
    int quantity = settings->compare.plot[plot];
    return quantity != QUANTITY_LOG_SNR && quantity < QUANTITY_T;
}

static void draw_scale(const Scene *scene, Rect rect, int plot) {
    static const char *const texts[] = { N_("auto"), N_("lin"), N_("log") };
    if (has_scale(scene->settings, plot))
        ui_segments(scene->ui, rect, option_row(scale_rows[plot]), texts, 3);
}

// The large plot: tabs for what it shows, over what, and on which axis. What has no room is left
// out.
static void draw_large_head(const Scene *scene, State *state, Rect rect) {
    static const char *const axes[] = { "$t$", "$t/T$", "<level>" };
    Ui *ui = scene->ui;
    float scale_w = ui_px(ui, 108), over_w = ui_px(ui, 168), gap = ui_px(ui, 10);
    float right = rect.x + rect.w, list = ui_px(ui, 128);
    if (right - scale_w - gap - list >= rect.x) {
        right -= scale_w;
        draw_scale(scene, (Rect){ right, rect.y, scale_w, ui_px(ui, 24) }, 0);
        right -= gap;
    }
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    float word = rich_width(ui, style, _("over")) + ui_px(ui, 8);
    if (right - over_w - word - gap - list >= rect.x) {
        right -= over_w;
        ui_segments(ui, (Rect){ right, rect.y, over_w, ui_px(ui, 24) }, option_row(OPT_COMPARE_X),
                    axes, 3);
        right -= word;
        rich_draw(ui, style, right, rect.y + ui_px(ui, 17), _("over"));
        right -= gap;
    }
    draw_tabs(scene, state, rect, right);
}

// A small one: a list of what it may show.
static void draw_small_head(const Scene *scene, State *state, Rect rect) {
    Ui *ui = scene->ui;
    draw_list(scene, state, rect);
    float width = ui_px(ui, 108);
    draw_scale(scene, (Rect){ rect.x + rect.w - width, rect.y, width, ui_px(ui, 24) }, state->plot);
}

static Shown shown_of(const Scene *scene, const PanelChoice *choice) {
    const CompareSettings *settings = &scene->settings->compare;
    int at = choice->count ? choice->at[0] : QUANTITIES;
    if (at < QUANTITIES) {
        bool log = compare_is_log(scene->settings, (Quantity)at, COMPARE_AUTO);
        int same = 0; // the plot of the view that looks like it
        while (same < COMPARE_PLOTS &&
               (settings->plot[same] != at || compare_plot_is_log(scene->settings, same) != log))
            same++;
        return (Shown){ same, (Quantity)at, true, log };
    }
    int plot = at - QUANTITIES;
    return (Shown){ plot, (Quantity)settings->plot[plot], false,
                    compare_plot_is_log(scene->settings, plot) };
}

// The cards say which is which where they stand beside it.
static bool has_cards(const Scene *scene) {
    const Ui *ui = scene->ui;
    return scene->settings->look.panels && ui->width / ui->scale >= 720;
}

// What can be chosen, where anything can; the schedules' names where nothing else says them.
static float draw_head(const Scene *scene, State *state, Rect rect, const Shown *shown) {
    bool chosen = !shown->named && !scene->still && !scene->settings->look.presenting;
    const char *symbol = chosen ? NULL : compare_symbol(shown->quantity);
    float high = ui_px(scene->ui, chosen ? 36 : 16);
    if (chosen && shown->plot == 0)
        draw_large_head(scene, state, rect);
    else if (chosen)
        draw_small_head(scene, state, rect);
    if (chosen && has_cards(scene)) return high;
    if (chosen) rect.y += ui_px(scene->ui, 28), high += ui_px(scene->ui, 6);
    compare_legend_draw(scene, rect, symbol);
    return high + compare_legend_height(scene, rect.w, symbol);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    State *state = data;
    const Shown shown = shown_of(scene, choice);
    state->plot = shown.plot;
    state->list = (Rect){ 0 };
    float head = draw_head(scene, state, rect, &shown);
    draw_overlay(scene, (Rect){ rect.x, rect.y + head, rect.w, rect.h - head }, &shown);
}

static void popup(Scene *scene, void *data) {
    const State *state = data;
    if (state->list.w > 0)
        ui_choice_popup(scene->ui, state->list, option_row(quantity_rows[state->plot]),
                        &quantity_choices);
}

const Panel panel_compare_plot = {
    .name = "compare_plot",
    .title = N_("Curves side by side"),
    .help =
        N_("A quantity of all compared schedules over $t$, $t/T$ or log SNR: one that is named, "
           "or one of three that can be chosen in the plot."),
    .choices = choices,
    .natural = { 560, 360 },
    .lecture = { 240, 110 },
    .least = { 240, 150 },
    .draw = draw,
    .popup = popup,
    .state_size = sizeof(State),
    .of_compared = true,
};
