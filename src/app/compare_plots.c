// SPDX-License-Identifier: MIT
// All schedules in one plot, three times: a large one under the rows and two beside it.
#include "app/compare.h"
#include "plot/overlay.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

static const OptionId quantity_rows[COMPARE_PLOTS] = { OPT_COMPARE_PLOT, OPT_COMPARE_PLOT2,
                                                       OPT_COMPARE_PLOT3 };
static const OptionId scale_rows[COMPARE_PLOTS] = { OPT_COMPARE_SCALE, OPT_COMPARE_SCALE2,
                                                    OPT_COMPARE_SCALE3 };

// What is drawn ------------------------------------------------------------------------------

static const double *x_column(App *app, int number) {
    switch (app->settings.compare.x) {
    case COMPARE_X_T: return compare_column(&app->model, number, QUANTITY_T);
    case COMPARE_X_U: return compare_column(&app->model, number, QUANTITY_U);
    default: return compare_noise_column(&app->model, number);
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

static Axis x_axis(const App *app, const OverlayCurve *curves, int count) {
    Axis axis = { 0, 1, false };
    if (app->settings.compare.x == COMPARE_X_U) return axis;
    axis.log = compare_x_is_log(&app->settings);
    find_ends(curves, count, true, axis.log ? 0 : -INFINITY, &axis);
    if (axis.log) {
        axis.max = fmax(axis.max, axis.min * 1.01);
        return axis;
    }
    if (app->settings.compare.x == COMPARE_X_T) axis.min = 0;
    if (axis.max - axis.min < 1e-9) axis.max = axis.min + 1;
    return axis;
}

static Axis y_axis(const App *app, int plot, const OverlayCurve *curves, int count) {
    Axis axis = { 0, 1, false };
    int quantity = app->settings.compare.plot[plot];
    bool share = quantity == QUANTITY_ALPHA || quantity == QUANTITY_SQRT_ALPHA ||
                 quantity == QUANTITY_U || quantity == QUANTITY_SIGMA2_BETA;
    if (compare_plot_is_log(&app->settings, plot)) {
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
static const char *note(const App *app, int plot) {
    int quantity = app->settings.compare.plot[plot];
    bool endless = quantity == QUANTITY_LOG_SNR || quantity == QUANTITY_S ||
                   (compare_plot_is_log(&app->settings, plot) && quantity <= QUANTITY_SQRT_ALPHA);
    for (int i = 0; i < app->settings.compare.list.count && endless; i++) {
        const Schedule *table = compare_table(&app->model, i);
        if (isfinite(table->log_snr[table->steps])) continue;
        if (quantity == QUANTITY_LOG_SNR && compare_level_falls(&app->settings))
            return "−∞ at $T$: zero terminal SNR";
        return quantity == QUANTITY_S || quantity == QUANTITY_LOG_SNR
                   ? "∞ at $T$: zero terminal SNR"
                   : "<alpha_T> = 0 has no place on a log axis";
    }
    return NULL;
}

// What the clean picture, t = 0, has a value of too.
static bool starts_clean(Quantity quantity) {
    return quantity == QUANTITY_ALPHA || quantity == QUANTITY_SQRT_ALPHA ||
           quantity == QUANTITY_S || quantity >= QUANTITY_T;
}

// The same t/T for all; over log SNR the step of equal noise.
static int marked_step(const App *app, int number) {
    return app->settings.compare.x == COMPARE_X_LOG_SNR
               ? compare_t_of_equal_noise(&app->model, number)
               : compare_t(&app->model, number);
}

static void draw_overlay(App *app, Rect rect, int plot) {
    static const char *const titles[] = { "$t$", "$t/T$", "<level>" };
    Quantity quantity = (Quantity)app->settings.compare.plot[plot];
    OverlayCurve curves[COMPARE_MOST];
    char names[COMPARE_MOST][96];
    int count = app->settings.compare.list.count;
    for (int i = 0; i < count; i++) {
        compare_brief_title(&app->model, i, names[i], sizeof names[i]);
        curves[i] = (OverlayCurve){ .name = names[i],
                                    .hue = compare_hue(&app->settings, i),
                                    .x = x_column(app, i),
                                    .y = compare_column(&app->model, i, quantity),
                                    .from = starts_clean(quantity) ? 0 : 1,
                                    .steps = compare_table(&app->model, i)->steps,
                                    .t = marked_step(app, i) };
    }
    const Overlay overlay = { .name = plot_names[PLOT_COMPARE + plot],
                              .x_title = titles[app->settings.compare.x],
                              .symbol = compare_symbol(quantity),
                              .note = note(app, plot),
                              .ground = plot || app->only_plots ? HUE_PANEL : HUE_GROUND,
                              .note_above =
                                  quantity == QUANTITY_S || (quantity == QUANTITY_LOG_SNR &&
                                                             !compare_level_falls(&app->settings)),
                              .x = x_axis(app, curves, count),
                              .y = y_axis(app, plot, curves, count),
                              .turned = app->settings.compare.x == COMPARE_X_LOG_SNR &&
                                        compare_level_falls(&app->settings),
                              .curves = curves,
                              .count = count,
                              .focus = app->settings.compare.list.focus };
    overlay_draw(&app->ui, rect, &overlay, &app->ranges[PLOT_COMPARE + plot]);
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

static void draw_list(App *app, Rect rect, int plot) {
    Ui *ui = &app->ui;
    Rect list = { rect.x, rect.y - 1, ui_px(ui, 128), ui_px(ui, 26) };
    ui_choice(ui, list, option_row(quantity_rows[plot]), &quantity_choices);
    app->compare_lists[plot] = list;
}

// The quantities side by side; a list where they have no room.
static void draw_tabs(App *app, Rect rect, float right) {
    Ui *ui = &app->ui;
    const Option *option = option_row(OPT_COMPARE_PLOT);
    float x = rect.x, baseline = rect.y + ui_px(ui, 17);
    app->compare_lists[0] = (Rect){ 0 };
    if (!tabs_fit(ui, right - x)) {
        draw_list(app, rect, 0);
        return;
    }
    for (int i = 0; i < QUANTITIES; i++) {
        char label[48];
        bool chosen = app->settings.compare.plot[0] == i;
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

static void draw_scale(App *app, Rect rect, int plot) {
    static const char *const texts[] = { "auto", "lin", "log" };
    if (has_scale(&app->settings, plot))
        ui_segments(&app->ui, rect, option_row(scale_rows[plot]), texts, 3);
}

// The large plot: tabs for what it shows, over what, and on which axis.
static void draw_large_head(App *app, Rect rect) {
    static const char *const axes[] = { "$t$", "$t/T$", "<level>" };
    Ui *ui = &app->ui;
    float scale_w = ui_px(ui, 108), over_w = ui_px(ui, 168), gap = ui_px(ui, 10);
    Rect scale = { rect.x + rect.w - scale_w, rect.y, scale_w, ui_px(ui, 24) };
    Rect over = { scale.x - gap - over_w, rect.y, over_w, ui_px(ui, 24) };
    draw_scale(app, scale, 0);
    ui_segments(ui, over, option_row(OPT_COMPARE_X), axes, 3);
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    float word = rich_width(ui, style, "over") + ui_px(ui, 8);
    rich_draw(ui, style, over.x - word, rect.y + ui_px(ui, 17), "over");
    draw_tabs(app, rect, over.x - word - gap);
}

// A small one: a list of what it may show.
static void draw_small_head(App *app, Rect rect, int plot) {
    Ui *ui = &app->ui;
    draw_list(app, rect, plot);
    float width = ui_px(ui, 108);
    draw_scale(app, (Rect){ rect.x + rect.w - width, rect.y, width, ui_px(ui, 24) }, plot);
}

void compare_plot_draw(App *app, Rect rect, int plot) {
    Ui *ui = &app->ui;
    float head = ui_px(ui, 36), edge = ui_px(ui, 12);
    Rect line = { rect.x + edge, rect.y, rect.w - 2 * edge, head };
    if (plot == 0)
        draw_large_head(app, line);
    else
        draw_small_head(app, line, plot);
    draw_overlay(app, (Rect){ rect.x, rect.y + head, rect.w, rect.h - head }, plot);
}

void compare_popups(App *app) {
    for (int i = 0; i < COMPARE_PLOTS; i++)
        if (app->compare_lists[i].w > 0)
            ui_choice_popup(&app->ui, app->compare_lists[i], option_row(quantity_rows[i]),
                            &quantity_choices);
}

// For print: the names above, no controls.
static void draw_names(App *app, float x, float baseline, float right) {
    Ui *ui = &app->ui;
    RichStyle style = { FACE_TEXT, 13.5f, HUE_INK };
    for (int i = 0; i < app->settings.compare.list.count; i++) {
        char title[120];
        float swatch = ui_px(ui, 18), thick = fmaxf(2, ui_px(ui, 3));
        compare_title(&app->model, i, title, sizeof title);
        if (x + swatch + rich_width(ui, style, title) > right)
            compare_short_title(&app->model, i, title, sizeof title);
        draw_flat(ui->list, (Rect){ x, roundf(baseline - ui_px(ui, 6)), swatch, thick },
                  ui_color(ui, compare_hue(&app->settings, i)));
        x += swatch + ui_px(ui, 7);
        x += rich_draw(ui, style, x, baseline, title) + ui_px(ui, 26);
    }
}

void compare_plots_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 14), gap = ui_px(ui, 12), top = ui_px(ui, 44), head = ui_px(ui, 26);
    draw_names(app, rect.x + pad + ui_px(ui, 48), rect.y + ui_px(ui, 27), rect.x + rect.w - pad);
    Rect part = { rect.x + pad, rect.y + top, rect.w - 2 * pad, rect.h - top - pad };
    bool beside = rect.w > 1.6f * rect.h;
    float most = COMPARE_PLOTS, between = gap * (most - 1);
    if (beside)
        part.w = floorf((part.w - between) / most);
    else
        part.h = floorf((part.h - between) / most);
    for (int i = 0; i < COMPARE_PLOTS; i++) {
        rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, part.x + ui_px(ui, 48),
                  part.y + ui_px(ui, 14), compare_symbol((Quantity)app->settings.compare.plot[i]));
        draw_overlay(app, (Rect){ part.x, part.y + head, part.w, part.h - head }, i);
        if (beside)
            part.x += part.w + gap;
        else
            part.y += part.h + gap;
    }
}

// The view -----------------------------------------------------------------------------------

void compare_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    app->under.any = false;
    app->compare_lists[0] = app->compare_lists[1] = app->compare_lists[2] = (Rect){ 0 };
    float top = ui_px(ui, 14), least = ui_px(ui, 190);
    float most = fmaxf(rect.h * 0.4f, fminf(rect.h * 0.66f, rect.h - top - least));
    float rows = compare_rows_height(app, rect.w, most);
    compare_rows_draw(app, (Rect){ rect.x, rect.y + top, rect.w, rows });
    Rect plot = { rect.x + ui_px(ui, 8), rect.y + top + rows + ui_px(ui, 8), rect.w - ui_px(ui, 16),
                  0 };
    plot.h = rect.y + rect.h - plot.y - ui_px(ui, 8);
    if (plot.h > ui_px(ui, 110)) compare_plot_draw(app, plot, 0);
}

void compare_right_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float top = ui_px(ui, 14), gap = ui_px(ui, 14), height = compare_numbers_height(app);
    compare_numbers_draw(app, (Rect){ rect.x, rect.y + top, rect.w, height });
    Rect plot = { rect.x + ui_px(ui, 8), rect.y + top + height + gap, rect.w - ui_px(ui, 16), 0 };
    float room = rect.y + rect.h - plot.y - ui_px(ui, 8);
    int plots = room > ui_px(ui, 330) ? 2 : room > ui_px(ui, 120) ? 1 : 0;
    if (!plots) return;
    plot.h = (room - gap * (float)(plots - 1)) / (float)plots;
    for (int i = 1; i <= plots; i++, plot.y += plot.h + gap) compare_plot_draw(app, plot, i);
}
