// SPDX-License-Identifier: MIT
// The bar: tabs of the views, words that do something, and menus of what has no room.
#include "app/app.h"
#include "base/platform.h"
#include "base/translate.h"
#include "panel/rows.h"
#include "stage/views.h"
#include "ui/menu.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The key that shows a view.
static const char *key_of(View view) {
    char line[48];
    snprintf(line, sizeof line, "view %s", option_choice(option_row(OPT_VIEW), (int)view));
    for (const KeyRow *row = key_rows; row->key; row++)
        if (strcmp(row->command, line) == 0) return row->key;
    return "";
}

static const float TAB_PAD = 14, TAB_GAP = 8; // units

static RichStyle tab_style(void) {
    return (RichStyle){ FACE_TEXT, 14.5f, HUE_INK };
}

static RichStyle key_style(void) {
    return (RichStyle){ FACE_TEXT, 11.5f, HUE_FAINT };
}

static float tab_width(Ui *ui, View view) {
    return rich_width(ui, tab_style(), _(view_row(view)->title)) + ui_px(ui, TAB_GAP) +
           rich_width(ui, key_style(), key_of(view)) + 2 * ui_px(ui, TAB_PAD);
}

static void tab_label(char out[32], View view) {
    snprintf(out, 32, "tab %s", option_choice(option_row(OPT_VIEW), (int)view));
}

// The tab's title and key.
static void draw_tab(App *app, Rect tab, View view, float baseline) {
    Ui *ui = &app->ui;
    char label[32];
    bool here = app->settings.view == (int)view && !*app->settings.stage;
    RichStyle style = tab_style();
    tab_label(label, view);
    if (ui_item(ui, label, tab, view_row(view)->help))
        ui_send(ui, "view %s", option_choice(option_row(OPT_VIEW), (int)view));
    if (!here && !ui_over(ui, tab)) style.hue = HUE_MUTED;
    float x = tab.x + ui_px(ui, TAB_PAD);
    x += rich_draw(ui, style, x, baseline, _(view_row(view)->title)) + ui_px(ui, TAB_GAP);
    rich_draw(ui, key_style(), x, baseline, key_of(view));
    float thick = ui_px(ui, 2.5f);
    if (here)
        draw_flat(ui->list, (Rect){ tab.x, tab.y + tab.h - thick, tab.w, thick },
                  ui_color(ui, HUE_INK));
}

// Words ------------------------------------------------------------------------------------------

typedef struct Word {
    float units; // how wide
    const char *label, *text, *help, *command;
} Word;
enum { WORDS = 10 };

static const RichStyle word_style = { FACE_TEXT, 14, HUE_INK };

static const char *const notation_titles[NOTATIONS] = { "Bishop", "Ho et al.", "EDM", "VDM" };
static const char *const notation_help = N_(
    "What the quantities are called (Y takes the next). Bishop & Bishop: $z_t$, $x$, $n$, and "
    "$α_t$ "
    "cumulative. Ho et al.: $x_t$, $x_0$, $ε$, and $\\bar{α}_t$ cumulative, $α_t = 1 − β_t$. EDM, "
    "Karras et al.: $x_t = s_t (y + σ_t n)$. VDM, Kingma et al.: $z_t = α_t x + σ_t ε$, "
    "$γ_t = −$log SNR.");

// The other language, in its own letters: who reads only one of them finds it. NULL: there is none.
static const char *other_language(const App *app) {
    if (app_language(app) == LANGUAGE_KOREAN) return "English";
    return app_has_korean(app) ? "한국어" : NULL;
}

// The first stand at the right end, the last are the first to go into the menu. Returns how many.
static int list_words(const App *app, Word words[WORDS]) {
    bool dark = app->settings.look.theme == THEME_DARK;
    bool korean = app_language(app) == LANGUAGE_KOREAN;
    const char *language = other_language(app);
    int count = 0;
    const Word all[WORDS] = {
        { 44, "help", "?", N_("All keys (?)"), "toggle help" },
        { 60, "theme", dark ? _("light") : _("dark"), N_("Dark or light (T)"), "toggle theme" },
        { 84, "notation", notation_titles[app->settings.look.notation], notation_help,
          "toggle notation" },
        { 68, "lesson", _("lesson"),
          N_("A walk through the forward process in fifteen stops, with Page Down (F2)"),
          "lesson toggle" },
        { 76, "export", _("export"),
          N_("Pictures, films and figures as files (Ctrl+E). F12 writes what the window shows."),
          "toggle export_sheet" },
        { 56, "open", _("open"),
          N_("A picture from a list of files (Ctrl+O). One can be dropped on the window, too."),
          "files" },
        { 122, "copy command", _("copy command"),
          N_("Copies the command line that gives what is shown (Ctrl+C). `alphabar export FILE` "
             "with the same options writes it."),
          "copy" },
        { 88, "copy link", _("copy link"),
          N_("Copies the address that shows this (no picture of your own, and no file is in it)."),
          "copy_link" },
        { 112, "save session", _("save session"),
          N_("Saves all that is set, as JSON that can be read and changed (Ctrl+S). Drop the file "
             "on "
             "the window, or start with --session FILE, to go on."),
          "save" },
        { 72, "language", language, N_("English or Korean"),
          korean ? "set language en" : "set language ko" },
    };
    for (int i = 0; i < WORDS; i++) {
        bool link = strcmp(all[i].command, "copy_link") == 0;
        if ((link && !platform_has_address()) || !all[i].text) continue;
        words[count++] = all[i];
    }
    // The widths are those of the English words.
    Ui *ui = (Ui *)&app->ui;
    for (int i = 0; i < count && korean; i++)
        words[i].units = rich_width(ui, word_style, words[i].text) / ui->scale + 26;
    return count;
}

// Menus ------------------------------------------------------------------------------------------

typedef struct MenuLine {
    char text[96], command[128], label[48];
    const char *help;
} MenuLine;
enum { MENU_MOST = STAGE_LEAVES + WORDS + 4 };

static void add_line(MenuLine *lines, int *count, const char *label, const char *text,
                     const char *help, const char *command) {
    if (*count == MENU_MOST) return;
    MenuLine *line = &lines[(*count)++];
    snprintf(line->label, sizeof line->label, "%s", label);
    snprintf(line->text, sizeof line->text, "%s", text);
    snprintf(line->command, sizeof line->command, "%s", command);
    line->help = help;
}

static int list_views(MenuLine *lines) {
    int count = 0;
    for (int i = 0; i < VIEWS; i++) {
        char label[32], command[48];
        tab_label(label, (View)i);
        snprintf(command, sizeof command, "view %s", option_choice(option_row(OPT_VIEW), i));
        add_line(lines, &count, label, _(view_row((View)i)->title), view_row((View)i)->help,
                 command);
    }
    return count;
}

// What of the stage has no room, and the words from number `from` on.
static int list_rest(const App *app, int from, MenuLine *lines) {
    Word words[WORDS];
    int count = 0;
    char text[96], command[128], label[48];
    const Stage *stage = &app->stage;
    if (*app->settings.stage) {
        const char *view = option_choice(option_row(OPT_VIEW), app->settings.view);
        snprintf(text, sizeof text, _("back to %s"), _(view_row((View)app->settings.view)->title));
        snprintf(command, sizeof command, "view %s", view);
        add_line(lines, &count, "menu back", text, NULL, command);
    }
    for (int i = 0; i < stage->count; i++) {
        const StageNode *leaf = &stage->nodes[i];
        if (leaf->kind != STAGE_LEAF || !leaf->left_out) continue;
        snprintf(label, sizeof label, "menu %.40s", leaf->text);
        snprintf(command, sizeof command, "stage %s", leaf->text);
        add_line(lines, &count, label, _(leaf->panel->title), leaf->panel->help, command);
    }
    if (!app->column.count && !stage_has(stage, &panel_controls))
        add_line(lines, &count, "menu controls", _(panel_controls.title), panel_controls.help,
                 "stage controls / histogram");
    int all = list_words(app, words);
    for (int i = from; i < all; i++)
        add_line(lines, &count, words[i].label, words[i].text, words[i].help, words[i].command);
    return count;
}

// A button that opens a menu; its sign is drawn by the caller.
static bool menu_button(Ui *ui, const char *label, Rect rect, const char *help) {
    uint32_t id = ui_id(label);
    if (ui_item(ui, label, rect, help)) ui->opened = ui->opened == id ? 0 : id;
    return ui_over(ui, rect) || ui->opened == id;
}

static void draw_menu(Ui *ui, uint32_t id, Rect anchor, const MenuLine *lines, int count) {
    if (!menu_begin(ui, id, -1, count)) return;
    RichStyle style = { FACE_TEXT, 14, HUE_INK };
    float wide = anchor.w, row = ui_px(ui, 30), pad = ui_px(ui, 6), margin = ui_px(ui, 4);
    for (int i = 0; i < count; i++)
        wide = fmaxf(wide, rich_width(ui, style, lines[i].text) + 4 * pad);
    row = fminf(row, floorf((ui->height - anchor.y - anchor.h - 2 * pad - margin) / (float)count));
    Rect box = { 0, anchor.y + anchor.h + 1, wide, row * (float)count + 2 * pad };
    box.x = fmaxf(margin, fminf(anchor.x, ui->width - box.w - margin));
    menu_draw_ground(ui, box);
    Rect line = { box.x + pad, box.y + pad, box.w - 2 * pad, row };
    for (int i = 0; i < count; i++, line.y += row) {
        if (menu_row(ui, i, lines[i].label, line, lines[i].help))
            ui_send(ui, "%s", lines[i].command);
        rich_draw(ui, style, line.x + pad, line.y + row / 2 + ui_px(ui, 5), lines[i].text);
    }
    menu_end(ui);
}

// The bar ----------------------------------------------------------------------------------------

// Where its parts stand: the brand, the tabs or one name for them, as many words as fit, the menu.
typedef struct Bar {
    bool brand;
    Rect views;              // the name that stands for the tabs; w 0: there are tabs
    Rect more;               // the menu's sign; w 0: all has room
    float tabs, left, right; // where the tabs begin, where they end, where the words end
    int words;               // so many stand in the bar
} Bar;

static float words_width(const Ui *ui, const Word *words, int count) {
    float width = ui_px(ui, 6);
    for (int i = 0; i < count; i++) width += ui_px(ui, words[i].units + 4);
    return width;
}

// What stands for the tabs where these have no room.
static const char *name_here(const App *app) {
    if (*app->settings.stage) return _("own stage");
    return _(view_row((View)app->settings.view)->title);
}

static Bar lay_out(const App *app, Rect rect) {
    Ui *ui = (Ui *)&app->ui;
    Word words[WORDS];
    MenuLine lines[MENU_MOST];
    int all = list_words(app, words);
    Bar bar = { .brand = true, .tabs = rect.x + ui_px(ui, 118), .words = all };
    float tabs = 0, sign = ui_px(ui, 44), end = rect.x + rect.w;
    for (int i = 0; i < VIEWS; i++) tabs += tab_width(ui, (View)i);
    if (bar.tabs + tabs + sign > end) {
        tabs = rich_width(ui, tab_style(), name_here(app)) + ui_px(ui, 44);
        bar.brand = bar.tabs + tabs + sign <= end;
        if (!bar.brand) bar.tabs = rect.x + ui_px(ui, 20);
        bar.views = (Rect){ bar.tabs - ui_px(ui, 8), rect.y, tabs, rect.h };
    }
    float left = bar.tabs + tabs;
    bool more = list_rest(app, all, lines) > 0;
    while (bar.words > 0 && left + words_width(ui, words, bar.words) + (more ? sign : 0) > end) {
        bar.words--;
        more = true;
    }
    bar.left = left;
    bar.right = end - ui_px(ui, 6);
    if (more) {
        bar.more = (Rect){ end - sign, rect.y, sign, rect.h };
        bar.right = bar.more.x;
    }
    return bar;
}

static void draw_word(Ui *ui, Rect bar, float *right, const Word *word) {
    float width = ui_px(ui, word->units), gap = ui_px(ui, 4);
    Rect item = { *right - width, bar.y, width, bar.h - fmaxf(1, ui_px(ui, 1)) };
    if (ui_item(ui, word->label, item, word->help)) ui_send(ui, "%s", word->command);
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 14, ui_over(ui, item) ? HUE_INK : HUE_MUTED },
                      item.x + width / 2, bar.y + ui_px(ui, 28), word->text);
    *right = item.x - gap;
}

static void draw_arrow(Ui *ui, float x, float y, Color color) {
    float arm = ui_px(ui, 4);
    const Point arrow[] = { { x - arm, y - arm / 2 },
                            { x, y + arm / 2 },
                            { x + arm, y - arm / 2 } };
    draw_polyline(ui->list, arrow, 3, fmaxf(1.2f, ui->scale * 1.5f), color);
}

static void draw_views_button(App *app, Rect rect, float baseline) {
    Ui *ui = &app->ui;
    bool bright = menu_button(ui, "views", rect, N_("The views (keys 1 to 4)"));
    RichStyle style = tab_style();
    if (!bright && *app->settings.stage) style.hue = HUE_MUTED;
    float x = rect.x + ui_px(ui, 8);
    x += rich_draw(ui, style, x, baseline, name_here(app));
    draw_arrow(ui, x + ui_px(ui, 14), baseline - ui_px(ui, 5), ui_color(ui, style.hue));
}

static void draw_more_button(Ui *ui, Rect rect) {
    bool bright = menu_button(ui, "more", rect, N_("What has no room here"));
    float wide = ui_px(ui, 16), thick = fmaxf(1, ui_px(ui, 2));
    float x = roundf(rect.x + (rect.w - wide) / 2), y = roundf(rect.y + rect.h / 2);
    for (int i = -1; i <= 1; i++)
        draw_flat(ui->list, (Rect){ x, y + ui_px(ui, 5) * (float)i - thick / 2, wide, thick },
                  ui_color(ui, bright ? HUE_INK : HUE_MUTED));
}

void bar_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float hair = fmaxf(1, ui_px(ui, 1)), baseline = rect.y + ui_px(ui, 28);
    draw_flat(ui->list, (Rect){ rect.x, rect.y + rect.h - hair, rect.w, hair },
              ui_color(ui, HUE_LINE));
    Bar bar = lay_out(app, rect);
    RichStyle bold = { FACE_BOLD, 16, HUE_INK };
    if (bar.brand) rich_draw(ui, bold, rect.x + ui_px(ui, 20), baseline, "alphabar");
    Rect tab = { bar.tabs, rect.y, 0, rect.h };
    if (bar.views.w > 0) draw_views_button(app, bar.views, baseline);
    for (int i = 0; bar.views.w <= 0 && i < VIEWS; i++, tab.x += tab.w) {
        tab.w = tab_width(ui, (View)i);
        draw_tab(app, tab, (View)i, baseline);
    }
    Word words[WORDS];
    list_words(app, words);
    if (bar.more.w > 0) draw_more_button(ui, bar.more);
    for (int i = 0; i < bar.words; i++) draw_word(ui, rect, &bar.right, &words[i]);
    app->bar_spare = (Rect){ bar.left, rect.y, fmaxf(0, bar.right - bar.left), rect.h };
}

void bar_popups(App *app, Rect rect) {
    Ui *ui = &app->ui;
    MenuLine lines[MENU_MOST];
    bool views = ui->opened == ui_id("views"), more = ui->opened == ui_id("more");
    if (!views && !more) return;
    Bar bar = lay_out(app, rect);
    int count = views ? list_views(lines) : list_rest(app, bar.words, lines);
    Rect anchor = views ? bar.views : bar.more;
    if (anchor.w > 0 && count) draw_menu(ui, ui->opened, anchor, lines, count);
}
