// SPDX-License-Identifier: MIT
// The left panel: schedule, noise, picture, and the numbers at t. Rows that do not fit are left
// out whole; the wheel scrolls them in.
#include "app/app.h"
#include "app/compare.h"
#include "app/knots.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Column {
    App *app;
    Rect rect;
    float y;
} Column;

// The next `units` of the column; false when they are not wholly in view.
static bool next_row(Column *column, float units, Rect *row) {
    const Ui *ui = &column->app->ui;
    float height = ui_px(ui, units);
    *row = (Rect){ column->rect.x, column->y, column->rect.w, height };
    column->y += height;
    return row->y >= column->rect.y - 1 && row->y + row->h <= column->rect.y + column->rect.h + 1;
}

static void skip(Column *column, float units) {
    column->y += ui_px(&column->app->ui, units);
}

// Returns where it stands, w = 0 where that is not in view.
static Rect heading(Column *column, const char *text) {
    Rect row;
    if (!next_row(column, 26, &row)) return (Rect){ 0 };
    rich_draw(&column->app->ui, (RichStyle){ FACE_BOLD, 11.5f, HUE_MUTED }, row.x,
              row.y + ui_px(&column->app->ui, 15), text);
    return row;
}

static void slider(Column *column, OptionId id, Hue hue) {
    Rect row;
    if (next_row(column, UI_SLIDER_HEIGHT, &row))
        ui_slider(&column->app->ui, row, option_row(id), hue);
    skip(column, 1);
}

static void toggle(Column *column, OptionId id) {
    Rect row;
    if (next_row(column, UI_SWITCH_HEIGHT, &row)) ui_switch(&column->app->ui, row, option_row(id));
    skip(column, 1);
}

static const RichStyle name_style = { FACE_TEXT, 13, HUE_INK, .plain = true };

// A file's name; where it does not fit the end of its stem is left out.
static void draw_name(Ui *ui, float x, float baseline, float room, const char *full) {
    enum { ENDING = 8 }; // of a name, ".jpeg"
    char name[280];
    const char *ending = strrchr(full, '.');
    if (!ending || ending == full || strlen(ending) > ENDING) ending = "";
    size_t length = strlen(full) - strlen(ending);
    if (length > sizeof name - ENDING - sizeof "…") length = sizeof name - ENDING - sizeof "…";
    snprintf(name, sizeof name, "%.*s%s", (int)length, full, ending);
    while (rich_width(ui, name_style, name) > room && length > 1) {
        do length--;
        while (length > 1 && (full[length] & 0xC0) == 0x80);
        snprintf(name, sizeof name, "%.*s…%s", (int)length, full, ending);
    }
    rich_draw(ui, name_style, x, baseline, name);
}

static const char *family_title(int index) {
    return schedule_family_info((ScheduleFamily)index)->title;
}

static const char *family_help(int index) {
    return schedule_family_info((ScheduleFamily)index)->help;
}

// `file` is a choice once there is a list of betas.
static UiChoices families(const App *app) {
    return (UiChoices){ family_title, family_help,
                        app->model.betas ? 0 : (uint64_t)1 << SCHEDULE_FILE };
}

// How much of the picture is left at T, in words.
static void signal_left(const App *app, char *out, size_t size, Hue *hue) {
    const Schedule *schedule = &app->model.schedule;
    double left = sqrt(schedule->alpha[schedule->steps]);
    bool zero = !isfinite(schedule->log_snr[schedule->steps]); // and not merely too small to hold
    char number[48];
    if (left == 0 && !zero)
        snprintf(number, sizeof number, "$10^{−%.0f}$",
                 -schedule->log_snr[schedule->steps] / 2 / log(10));
    else
        axis_number(number, sizeof number, left);
    *hue = left > 0.05 ? HUE_BETA : left > 0.01 ? HUE_NOISE : HUE_MEAN;
    const char *words = zero           ? "nothing of the picture is left"
                        : left <= 0.01 ? "almost no signal left"
                        : left <= 0.05 ? "a trace of the picture is left"
                                       : "the model never sees pure noise";
    snprintf(out, size, "<signal_T> = %s: %s", number, words);
}

// Lines of text beside a bar in its colour; more of it under the pointer. True when pressed.
static bool remark(Column *column, Hue hue, const char *label, const char *text,
                   const char *tooltip) {
    Ui *ui = &column->app->ui;
    Rect row;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    RichLines lines = rich_wrap(ui, style, column->rect.w - ui_px(ui, 14), text);
    if (next_row(column, 18 * (float)lines.count + 4, &row)) {
        draw_flat(ui->list, (Rect){ row.x, row.y, ui_px(ui, 2.5f), row.h }, ui_color(ui, hue));
        for (int i = 0; i < lines.count; i++)
            rich_draw(ui, style, row.x + ui_px(ui, 11), row.y + ui_px(ui, 15 + 18 * (float)i),
                      lines.line[i]);
        return ui_item(ui, label, row, tooltip);
    }
    return false;
}

// A click on what zero terminal SNR cures applies it.
static void cure(App *app, int finding, bool pressed) {
    if (pressed && app->findings[finding].zero_snr_helps) ui_send(&app->ui, "set zero_snr 1");
}

// The schedule's health: what is left at T, what zero terminal SNR changed, and what else there is.
static void health(Column *column) {
    App *app = column->app;
    char text[200], label[32];
    Hue hue;
    signal_left(app, text, sizeof text, &hue);
    if (app->before.steps) {
        char number[48];
        axis_number(number, sizeof number, sqrt(app->before.alpha[app->before.steps]));
        snprintf(text, sizeof text,
                 "<signal_T> was %s, now it is 0: nothing of the picture is left", number);
    }
    cure(app, 0, remark(column, hue, "health 0", text, app->findings[0].text));
    for (int i = 1; i < app->finding_count; i++) {
        const HealthFinding *finding = &app->findings[i];
        snprintf(label, sizeof label, "health %d", i);
        skip(column, 3);
        Hue bar = finding->severity == HEALTH_WRONG ? HUE_BETA : HUE_FAINT;
        cure(app, i, remark(column, bar, label, finding->brief, finding->text));
    }
    skip(column, 8);
}

// A word that does something, at the right end of a heading; moves that end to before it.
static bool link(Ui *ui, float *right, Rect head, const char *label, const char *text,
                 const char *tooltip) {
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    float width = rich_width(ui, style, text);
    Rect rect = { *right - width - ui_px(ui, 5), head.y - ui_px(ui, 2), width + ui_px(ui, 10),
                  head.h - ui_px(ui, 3) };
    bool pressed = ui_item(ui, label, rect, tooltip), over = ui_over(ui, rect);
    if (over) style.hue = HUE_INK;
    rich_draw(ui, style, *right - width, head.y + ui_px(ui, 15), text);
    float line = fmaxf(1, ui_px(ui, 1));
    draw_flat(ui->list, (Rect){ *right - width, head.y + ui_px(ui, 18), width, line },
              ui_color(ui, over ? HUE_MUTED : HUE_LINE));
    *right -= width + ui_px(ui, 12);
    return pressed;
}

// Turns the curve into knots, and takes it away as a file.
static void schedule_links(App *app, Rect head, float right) {
    Ui *ui = &app->ui;
    if (link(ui, &right, head, "save schedule", "save",
             "Writes this schedule as scheduler_config.json of diffusers into the folder alphabar "
             "was started in (Ctrl+Shift+E). `export_schedule` writes CSV, JSON and .npy, too."))
        ui_send(ui, "export_schedule");
    if (!knots_are_shown(&app->settings) &&
        link(ui, &right, head, "fit knots", "draw",
             "Start from this curve: turns it into knots that can be dragged in the plots of "
             "<alpha>, <level> and <beta> (Shift+F)."))
        ui_send(ui, "fit_knots");
}

// How many knots there are, and what to do with them.
static void knots_row(Column *column) {
    App *app = column->app;
    Ui *ui = &app->ui;
    Rect row;
    if (!next_row(column, 24, &row)) return;
    char text[64];
    float baseline = row.y + ui_px(ui, 14);
    snprintf(text, sizeof text, "[i:%d knots]", app->settings.schedule.knots.count);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, row.x, baseline, text);
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, row.x + row.w, baseline,
                    app->settings.view == VIEW_FORWARD ? "drag them in the plots"
                                                       : "drawn in Forward");
    ui_tooltip(ui, ui_id("knots"), row,
               "Drag a knot in the plot of <alpha>, <level> or <beta>. Double click on the curve "
               "adds one, right click or Delete removes it. K chooses one for the arrow keys.");
}

static void schedule_part(Column *column) {
    App *app = column->app;
    Ui *ui = &app->ui;
    Rect row;
    unsigned uses = schedule_family_info((ScheduleFamily)app->settings.schedule.family)->uses;
    const UiChoices choices = families(app);
    app->family_rect = (Rect){ 0 };
    if (next_row(column, 32, &row)) {
        app->family_rect = row;
        ui_choice(ui, row, option_row(OPT_SCHEDULE), &choices);
    }
    skip(column, 8);
    if (app->settings.schedule.family == SCHEDULE_FILE && next_row(column, 24, &row)) {
        char text[48];
        RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
        snprintf(text, sizeof text, "$T$ = %d", app->model.beta_count);
        float room = row.w - rich_width(ui, style, text) - ui_px(ui, 12);
        rich_draw_right(ui, style, row.x + row.w, row.y + ui_px(ui, 14), text);
        draw_name(ui, row.x, row.y + ui_px(ui, 14), room, app->model.betas_name);
    }
    if (knots_are_shown(&app->settings)) knots_row(column);
    if (uses & SCHEDULE_USES_BETA_MIN) slider(column, OPT_BETA_MIN, HUE_BETA);
    if (uses & SCHEDULE_USES_BETA_MAX) slider(column, OPT_BETA_MAX, HUE_BETA);
    if (uses & SCHEDULE_USES_COSINE_S) slider(column, OPT_COSINE_S, HUE_ALPHA);
    if (uses & SCHEDULE_USES_SHIFT) slider(column, OPT_SHIFT, HUE_ALPHA);
    if (uses & SCHEDULE_USES_STEPS) slider(column, OPT_STEPS, HUE_MUTED);
    if (!app->lesson) slider(column, OPT_SNR_SHIFT, HUE_ALPHA);
    if (uses & SCHEDULE_USES_SCALE_WITH_T && !app->lesson) toggle(column, OPT_SCALE_WITH_T);
    toggle(column, OPT_ZERO_SNR);
    skip(column, 4);
    health(column);
}

static void schedule_heading(Column *column, const char *text) {
    App *app = column->app;
    float width = ui_px(&app->ui, 68);
    Rect row = heading(column, text);
    app->presets_rect = (Rect){ 0 };
    if (row.w <= 0) return;
    presets_button_draw(app, (Rect){ row.x + row.w - width, row.y, width, row.h });
    bool forward = app->settings.view == VIEW_FORWARD && !app->lesson;
    if (forward) schedule_links(app, row, row.x + row.w - ui_px(&app->ui, 76));
}

// In Compare: a card for each schedule, with the controls after that of the one in focus.
static void cards_part(Column *column) {
    App *app = column->app;
    Rect row;
    for (int i = 0; i < app->settings.compare.list.count; i++) {
        if (next_row(column, COMPARE_CARD_HEIGHT, &row)) compare_card_draw(app, row, i);
        skip(column, 6);
        if (i == app->settings.compare.list.focus) schedule_part(column);
    }
    if (next_row(column, UI_BUTTON_HEIGHT, &row)) compare_buttons_draw(app, row);
    skip(column, 14);
}

static void noise_part(Column *column) {
    App *app = column->app;
    Ui *ui = &app->ui;
    Rect row;
    Rect head = heading(column, "NOISE");
    if (head.w > 0) {
        float width = ui_px(ui, 66);
        ui_switch(ui, (Rect){ head.x + head.w - width, head.y - ui_px(ui, 3), width, head.h },
                  option_row(OPT_LIVE));
    }
    if (next_row(column, 28, &row)) ui_segments(ui, row, option_row(OPT_COUPLING), NULL, 2);
    skip(column, 8);
    if (next_row(column, UI_BUTTON_HEIGHT, &row)) {
        RichStyle style = { FACE_TEXT, 14, HUE_INK };
        rich_draw(ui, style, row.x, row.y + row.h / 2 + ui_px(ui, 5), "seed");
        float label = ui_px(ui, 42), button = ui_px(ui, 90), gap = ui_px(ui, 8);
        ui_field(ui, (Rect){ row.x + label, row.y, row.w - label - button - gap, row.h },
                 option_row(OPT_SEED));
        if (ui_button(ui, (Rect){ row.x + row.w - button, row.y, button, row.h }, "new noise",
                      "new noise", "Takes the next seed (N)"))
            ui_send(ui, "new_noise");
    }
    skip(column, 10);
}

static void picture_part(Column *column) {
    App *app = column->app;
    Ui *ui = &app->ui;
    Rect row = heading(column, "PICTURE");
    if (row.w > 0) {
        RichStyle style = { FACE_TEXT, 12.5f, HUE_INK };
        char size[96];
        const Picture *x = &app->model.x;
        snprintf(size, sizeof size, "[u:%d × %d%s]", x->width, x->height,
                 x->channels == 1 ? " grey" : "");
        float left = ui_px(ui, 72), room = row.w - left - ui_px(ui, 10);
        float wanted = rich_width(ui, name_style, app->model.name);
        // The name has more to say than the size, which the tooltip has too.
        if (wanted > room - rich_width(ui, style, size))
            snprintf(size, sizeof size, "[u:%d × %d]", x->width, x->height);
        if (wanted > room - rich_width(ui, style, size)) *size = '\0', room += ui_px(ui, 10);
        draw_name(ui, row.x + left, row.y + ui_px(ui, 15), room - rich_width(ui, style, size),
                  app->model.name);
        rich_draw_right(ui, style, row.x + row.w, row.y + ui_px(ui, 15), size);
        char help[160];
        snprintf(help, sizeof help,
                 "%d × %d values%s. Drop a picture on the window to open it, or start `alphabar "
                 "FILE`.",
                 x->width, x->height, x->channels == 1 ? ", grey" : " in three channels");
        ui_tooltip(ui, ui_id("picture name"), row, help);
    }
    slider(column, OPT_RESOLUTION, HUE_MUTED);
    skip(column, 4);
}

// The histogram takes what is left of the panel, within bounds.
static void values_part(Column *column) {
    App *app = column->app;
    const Ui *ui = &app->ui;
    Rect row;
    float left = (column->rect.y + column->rect.h - column->y) / ui->scale - 27;
    float height = fminf(fmaxf(left, 112), 220);
    if (height > left + 1) { // no heading over nothing
        skip(column, 26 + height);
        return;
    }
    heading(column, "ALL VALUES OF $[u:<z_t>]$");
    if (next_row(column, height, &row)) values_histogram(app, row);
}

static void scroll(App *app, Rect rect, float content) {
    Ui *ui = &app->ui;
    float most = fmaxf(0, content - rect.h);
    float notches = most > 0 ? ui_wheel(ui, ui_id("panel"), rect) : 0;
    if (notches != 0) {
        app->panel_scroll -= notches * ui_px(ui, 40);
        app->dirty = true;
    }
    app->panel_scroll = fminf(fmaxf(app->panel_scroll, 0), most);
    if (most > app->panel_scroll + 1) {
        Point at = { rect.x + rect.w / 2, rect.y + rect.h + ui_px(ui, 20) };
        float arm = ui_px(ui, 5);
        const Point arrow[] = { { at.x - arm, at.y - arm }, at, { at.x + arm, at.y - arm } };
        draw_polyline(ui->list, arrow, 3, fmaxf(1.5f, ui->scale * 1.6f), ui_color(ui, HUE_MUTED));
    }
}

void panel_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 20);
    Column column = { app,
                      { pad, rect.y + ui_px(ui, 12), rect.w - 2 * pad, rect.h - ui_px(ui, 28) },
                      0 };
    float start = column.rect.y - app->panel_scroll;
    column.y = start;
    bool cards = app->settings.view == VIEW_COMPARE;
    schedule_heading(&column, cards ? "SCHEDULES" : "SCHEDULE");
    (cards ? cards_part : schedule_part)(&column);
    noise_part(&column);
    // In Mixture all that is shown is the data set's, and its right panel speaks of that.
    bool of_picture = app->settings.view != VIEW_MIXTURE;
    if (of_picture && !app->lesson) picture_part(&column); // whose caption takes its room
    if (of_picture) values_part(&column);
    Rect all = { rect.x, rect.y, rect.w, column.rect.h };
    scroll(app, all, column.y - start);
}

void panel_popups(App *app) {
    const UiChoices choices = families(app);
    if (app->family_rect.w > 0)
        ui_choice_popup(&app->ui, app->family_rect, option_row(OPT_SCHEDULE), &choices);
    presets_popup(app);
}
