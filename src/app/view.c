// SPDX-License-Identifier: MIT
// The frame around the views: tabs, panels, timeline, equation. Where the window is too narrow for
// all of it, the plots go first, then the left panel; Tab hides both.
#include "app/app.h"
#include "app/compare.h"
#include "app/export.h"
#include "app/lesson.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Regions {
    Rect top, left, middle, right, lesson, timeline, equation;
} Regions;

static Regions divide(App *app) {
    const Ui *ui = &app->ui;
    float width = ui->width, height = ui->height;
    float units_w = width / ui->scale, units_h = height / ui->scale;
    bool panels = app->settings.look.panels;
    float top = ui_px(ui, 44), bar = ui_px(ui, 54);
    float equation = units_h > 320 ? ui_px(ui, units_h > 760 ? 92 : 50) : 0;
    float left = panels && units_w >= 720 ? ui_px(ui, 264) : 0;
    float right = panels && units_w >= 980 ? fminf(ui_px(ui, 450), roundf(width * 0.3f)) : 0;
    float lesson = lesson_height(app), foot = height - equation - bar - lesson;
    return (Regions){ .top = { 0, 0, width, top },
                      .left = { 0, top, left, foot - top },
                      .middle = { left, top, width - left - right, foot - top },
                      .right = { width - right, top, right, foot - top },
                      .lesson = { 0, foot, width, lesson },
                      .timeline = { 0, foot + lesson, width, bar },
                      .equation = { 0, foot + lesson + bar, width, equation } };
}

// In the order of View, each with what fills its middle and its right part; the middle comes first.
typedef struct ViewRow {
    const char *label, *title, *help;
    void (*middle)(App *app, Rect rect);
    void (*right)(App *app, Rect rect);
    void (*plots)(App *app, Rect rect); // alone, for an export; NULL takes the right part
} ViewRow;

static const ViewRow views[VIEWS] = {
    [VIEW_FORWARD] = { "tab forward", "Forward",
                       "The forward process: noise is added step by step.", pictures_draw,
                       plots_draw },
    [VIEW_REVERSE] = { "tab reverse", "Reverse",
                       "One step back, knowing the picture: the posterior, by Bayes' rule.",
                       reverse_draw_middle, reverse_draw_right, reverse_draw_plots },
    [VIEW_COMPARE] = { "tab compare", "Compare",
                       "Up to four schedules side by side, on the same picture and noise.",
                       compare_draw, compare_right_draw, compare_plots_draw },
    [VIEW_MIXTURE] = { "tab mixture", "Mixture",
                       "The reverse step without knowing x: a training set in place of p(x).",
                       mixture_draw, mixture_panel_draw, mixture_plots_draw },
};

// The key that shows a view.
static const char *key_of(View view) {
    char line[48];
    snprintf(line, sizeof line, "view %s", option_choice(option_row(OPT_VIEW), (int)view));
    for (const KeyRow *row = key_rows; row->key; row++)
        if (strcmp(row->command, line) == 0) return row->key;
    return "";
}

// The tab's title and key; sets the tab's width.
static void draw_tab(App *app, Rect *tab, View view, float baseline) {
    Ui *ui = &app->ui;
    const ViewRow *row = &views[view];
    bool here = app->settings.view == (int)view;
    const char *key = key_of(view);
    RichStyle style = { FACE_TEXT, 14.5f, HUE_INK }, small = { FACE_TEXT, 11.5f, HUE_FAINT };
    float pad = ui_px(ui, 14), text = rich_width(ui, style, row->title);
    tab->w = text + ui_px(ui, 8) + rich_width(ui, small, key) + 2 * pad;
    if (ui_item(ui, row->label, *tab, row->help))
        ui_send(ui, "view %s", option_choice(option_row(OPT_VIEW), (int)view));
    if (!here && !ui_over(ui, *tab)) style.hue = HUE_MUTED;
    rich_draw(ui, style, tab->x + pad, baseline, row->title);
    rich_draw(ui, small, tab->x + pad + text + ui_px(ui, 8), baseline, key);
    float thick = ui_px(ui, 2.5f);
    if (here)
        draw_flat(ui->list, (Rect){ tab->x, tab->y + tab->h - thick, tab->w, thick },
                  ui_color(ui, HUE_INK));
}

// A word at the right end of the bar, `units` wide, that sends `command`; moves `right` to its
// left.
static void draw_word(App *app, Rect bar, float *right, float units, const char *label,
                      const char *text, const char *help, const char *command) {
    Ui *ui = &app->ui;
    float width = ui_px(ui, units), gap = ui_px(ui, 4);
    Rect item = { *right - width, bar.y, width, bar.h - fmaxf(1, ui_px(ui, 1)) };
    if (ui_item(ui, label, item, help)) ui_send(ui, "%s", command);
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 14, ui_over(ui, item) ? HUE_INK : HUE_MUTED },
                      item.x + width / 2, bar.y + ui_px(ui, 28), text);
    *right = item.x - gap;
}

static const char *const notation_titles[NOTATIONS] = { "Bishop", "Ho et al.", "EDM", "VDM" };
static const char notation_help[] =
    "What the quantities are called (Y takes the next). Bishop & Bishop: $z_t$, $x$, $n$, and "
    "$α_t$ "
    "cumulative. Ho et al.: $x_t$, $x_0$, $ε$, and $\\bar{α}_t$ cumulative, $α_t = 1 − β_t$. EDM, "
    "Karras et al.: $x_t = s_t (y + σ_t n)$. VDM, Kingma et al.: $z_t = α_t x + σ_t ε$, "
    "$γ_t = −$log SNR.";

// From the right end; where the room ends the rest is left out.
static void draw_words(App *app, Rect bar, float left) {
    Ui *ui = &app->ui;
    bool dark = app->settings.look.theme == THEME_DARK;
    const struct {
        float units;
        const char *label, *text, *help, *command;
    } words[] = {
        { 44, "help", "?", "All keys (?)", "toggle help" },
        { 60, "theme", dark ? "light" : "dark", "Dark or light (T)", "toggle theme" },
        { 84, "notation", notation_titles[app->settings.look.notation], notation_help,
          "toggle notation" },
        { 68, "lesson", "lesson",
          "A walk through the forward process in a dozen stops, with Page Down (F2)",
          "lesson toggle" },
        { 76, "export", "export",
          "Pictures, films and figures as files (Ctrl+E). F12 writes what the window shows.",
          "toggle export_sheet" },
        { 122, "copy command", "copy command",
          "Copies the command line that gives what is shown (Ctrl+C). `alphabar export FILE` with "
          "the same options writes it.",
          "copy" },
        { 112, "save session", "save session",
          "Saves all that is set, as JSON that can be read and changed (Ctrl+S). Drop the file on "
          "the window, or start with --session FILE, to go on.",
          "save" },
    };
    float right = bar.w - ui_px(ui, 6);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (right - ui_px(ui, words[i].units) > left)
            draw_word(app, bar, &right, words[i].units, words[i].label, words[i].text,
                      words[i].help, words[i].command);
}

static void draw_tabs(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float hair = fmaxf(1, ui_px(ui, 1)), baseline = rect.y + ui_px(ui, 28);
    draw_flat(ui->list, (Rect){ rect.x, rect.y + rect.h - hair, rect.w, hair },
              ui_color(ui, HUE_LINE));
    rich_draw(ui, (RichStyle){ FACE_BOLD, 16, HUE_INK }, ui_px(ui, 20), baseline, "alphabar");
    Rect tab = { ui_px(ui, 118), rect.y, 0, rect.h };
    for (int i = 0; i < VIEWS; i++) {
        draw_tab(app, &tab, (View)i, baseline);
        tab.x += tab.w;
    }
    draw_words(app, rect, tab.x);
}

static void draw_panel_ground(Ui *ui, Rect rect, float line_x) {
    float hair = fmaxf(1, ui_px(ui, 1));
    draw_flat(ui->list, rect, ui_color(ui, HUE_PANEL));
    draw_flat(ui->list, (Rect){ line_x, rect.y, hair, rect.h }, ui_color(ui, HUE_LINE));
}

void view_middle_draw(App *app, Rect rect) {
    views[app->settings.view].middle(app, rect);
    if (app->settings.view == VIEW_COMPARE) compare_popups(app);
}

bool view_take_escape(App *app) {
    Ui *ui = &app->ui;
    const Settings *settings = &app->settings;
    bool above = ui->opened || ui->editing || settings->look.help || settings->export.sheet ||
                 settings->look.presenting;
    bool taken = ui->in.escape && !above;
    if (taken) ui->in.escape = false;
    return taken;
}

void view_plots_draw(App *app, Rect rect) {
    const ViewRow *view = &views[app->settings.view];
    (view->plots ? view->plots : view->right)(app, rect);
}

void view_draw(App *app) {
    Ui *ui = &app->ui;
    app_follow_health(app);
    Regions at = divide(app);
    float hair = fmaxf(1, ui_px(ui, 1));
    bool help = app->settings.look.help;
    if (app->figure != WHAT_WINDOW) {
        figure_draw(app);
        return;
    }
    if (app->settings.look.presenting && !help) {
        present_draw(app);
        return;
    }
    bool sheet = app->settings.export.sheet;
    ui->blocked |= help || (sheet && rect_holds(export_sheet_rect(app), ui->in.x, ui->in.y));
    if (at.left.w > 0) draw_panel_ground(ui, at.left, at.left.w - hair);
    if (at.right.w > 0) draw_panel_ground(ui, at.right, at.right.x);
    draw_flat(ui->list, (Rect){ 0, at.timeline.y, ui->width, hair }, ui_color(ui, HUE_LINE));
    draw_tabs(app, at.top);
    if (at.left.w > 0) panel_draw(app, at.left);
    // The middle comes before the right: what is under the pointer is known when plots are drawn.
    const ViewRow *view = &views[app->settings.view];
    view->middle(app, at.middle);
    if (at.right.w > 0) view->right(app, at.right);
    if (at.lesson.h > 0) lesson_draw(app, at.lesson);
    timeline_draw(app, at.timeline);
    if (at.equation.h > 0) equation_draw(app, at.equation);
    if (at.left.w > 0) panel_popups(app);
    if (app->settings.view == VIEW_COMPARE) compare_popups(app);
    if (sheet && !help) export_sheet_draw(app);
    if (help) help_draw(app);
}
