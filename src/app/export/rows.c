// SPDX-License-Identifier: MIT
#include "app/export/rows.h"

#include "base/path.h"
#include "base/translate.h"
#include "conf/command.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const RichStyle export_row_style = { FACE_TEXT, 13.5f, HUE_MUTED };

static Rect next_row(Sheet *sheet, float units, const char *name) {
    Ui *ui = &sheet->app->ui;
    float label = ui_px(ui, 84), high = ui_px(ui, units);
    Rect row = { sheet->x + label, sheet->y, sheet->w - label, high };
    rich_draw(ui, export_row_style, sheet->x, sheet->y + ui_px(ui, 20), name);
    sheet->y += high + sheet->gap;
    return row;
}

static const char *what_title(int what) {
    static const char *const titles[WHATS] = {
        [WHAT_WINDOW] = N_("the window"),
        [WHAT_X] = N_("<x>, the picture"),
        [WHAT_Z] = "<z_t>",
        [WHAT_ZPREV] = "<z_t−1>",
        [WHAT_NOISE] = N_("<n_t>, the noise"),
        [WHAT_MEAN] = N_("<mean_t>, the posterior mean"),
        [WHAT_SAMPLE] = N_("a draw from the posterior"),
        [WHAT_RESIDUAL] = N_("the residual, in <sigma_t>"),
        [WHAT_X_HAT] = N_("<x>, as predicted"),
        [WHAT_V] = N_("$v_t$, the target"),
        [WHAT_SCORE] = N_("the score"),
        [WHAT_VELOCITY] = N_("the flow’s velocity"),
        [WHAT_STRIP] = N_("film strip"),
        [WHAT_PLOTS] = N_("all plots"),
        [WHAT_SIGNAL] = N_("signal plot"),
        [WHAT_VARIANCE] = N_("variance plot"),
        [WHAT_PIXEL] = N_("the plot of the pixel"),
        [WHAT_EQUATION] = N_("the formulas"),
        [WHAT_FIGURE] = N_("film strip with captions"),
        [WHAT_STAGE] = N_("the panels, without controls"),
    };
    return titles[what] ? titles[what] : what_names[what];
}

static const char *what_help(int what) {
    if (export_is_drawn((What)what)) return option_row(OPT_EXPORT_WHAT)->help;
    return N_("A picture: the same bytes on every machine.");
}

// Figures alone have vectors; pictures alone do not.
static uint64_t hidden_whats(int format) {
    uint64_t hidden = 0;
    for (int what = 0; what < WHATS; what++)
        if (what == WHAT_SCHEDULE || (format == SHEET_SVG && !export_is_drawn((What)what)))
            hidden |= (uint64_t)1 << what;
    return hidden;
}

UiChoices export_whats(const App *app) {
    return (UiChoices){ what_title, what_help, hidden_whats(app->settings.export.format) };
}

static void format_row(Sheet *sheet) {
    static const char *const texts[] = { "PNG", "SVG", "APNG", "GIF", "MP4", "WebM", N_("frames") };
    Ui *ui = &sheet->app->ui;
    bool before = ui->tooltip[0] != '\0';
    ui_segments(ui, next_row(sheet, 30, _("format")), option_row(OPT_EXPORT_FORMAT), texts,
                SHEET_FORMATS);
    // What is chosen here changes the rows below, so they stay in sight.
    ui->tooltip_above = !before && ui->tooltip[0];
}

static void what_row(Sheet *sheet) {
    const UiChoices choices = export_whats(sheet->app);
    sheet->what_anchor = next_row(sheet, 30, _("what"));
    ui_choice(&sheet->app->ui, sheet->what_anchor, option_row(OPT_EXPORT_WHAT), &choices);
}

static void size_row(Sheet *sheet) {
    static const char *const sizes[] = { "1280x720", "1920x1080", "3840x2160" };
    static const char *const texts[] = { "720p", "1080p", "4K" };
    App *app = sheet->app;
    Ui *ui = &app->ui;
    Rect row = next_row(sheet, 30, _("size"));
    if (export_has_own_size((What)app->settings.export.what)) {
        Rect own = { row.x, row.y + ui_px(ui, 2), ui_px(ui, 110), ui_px(ui, 26) };
        ui_switch(ui, own, option_row(OPT_EXPORT_OWN_SIZE));
        if (app->settings.export.own_size) return;
        row.x += ui_px(ui, 118), row.w -= ui_px(ui, 118);
    }
    Rect field = { row.x, row.y, ui_px(ui, 104), row.h };
    ui_field(ui, field, option_row(OPT_EXPORT_SIZE));
    float x = field.x + field.w + ui_px(ui, 8);
    for (int i = 0; i < 3; i++) {
        char label[32];
        snprintf(label, sizeof label, "export size %s", texts[i]);
        Rect button = { x, row.y, ui_px(ui, 56), row.h };
        if (button.x + button.w > row.x + row.w + 1) break;
        if (ui_button(ui, button, label, texts[i], N_("Takes that size.")))
            ui_send(ui, "set export_size %s", sizes[i]);
        x += button.w + ui_px(ui, 6);
    }
}

static void draw_small(Ui *ui, float x, Rect row, const char *text) {
    rich_draw(ui, export_row_style, x, row.y + ui_px(ui, 20), text);
}

static void range_row(Sheet *sheet) {
    App *app = sheet->app;
    Ui *ui = &app->ui;
    Rect row = next_row(sheet, 30, _("$t$ from"));
    float wide = ui_px(ui, 70);
    char text[64];
    int from = app->settings.export.from, to = app->settings.export.to;
    int first = export_first_t((What)app->settings.export.what);
    snprintf(text, sizeof text, "%d", from ? from : first);
    ui_field_showing(ui, (Rect){ row.x, row.y, wide, row.h }, option_row(OPT_EXPORT_FROM), text,
                     from ? HUE_INK : HUE_MUTED);
    draw_small(ui, row.x + wide + ui_px(ui, 10), row, _("to"));
    float x = row.x + wide + ui_px(ui, 36);
    snprintf(text, sizeof text, "%d", to ? to : app->settings.schedule.steps);
    ui_field_showing(ui, (Rect){ x, row.y, wide, row.h }, option_row(OPT_EXPORT_TO), text,
                     to ? HUE_INK : HUE_MUTED);
    bool whole = from <= first && (to == 0 || to >= app->settings.schedule.steps);
    snprintf(text, sizeof text, _("of %d"), app->settings.schedule.steps);
    draw_small(ui, x + wide + ui_px(ui, 12), row, whole ? _("the whole chain") : text);
}

// Only .apng and .gif say how often they play; the others may go there and back.
static void loop_row(Sheet *sheet) {
    static const char *const loops[] = { N_("once"), N_("forever"), N_("there and back") };
    static const char *const turns[] = { N_("once"), N_("there and back") };
    App *app = sheet->app;
    Ui *ui = &app->ui;
    Rect row = next_row(sheet, 28, _("loop"));
    int format = app->settings.export.format;
    if (format == SHEET_APNG || format == SHEET_GIF) {
        ui_segments(ui, row, option_row(OPT_EXPORT_LOOP), loops, FILM_LOOPS);
        return;
    }
    bool back = app->settings.export.loop == FILM_PINGPONG;
    float line = fmaxf(1, ui_px(ui, 1)), half = floorf(row.w / 2);
    draw_rect(ui->list, row, ui_px(ui, 5), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, rect_inset(row, line), ui_px(ui, 4), ui_color(ui, HUE_GROUND));
    for (int i = 0; i < 2; i++) {
        Rect part = { row.x + half * (float)i, row.y, half, row.h };
        bool chosen = back == (i == 1);
        if (ui_item(ui, i ? "export back" : "export there", part,
                    option_row(OPT_EXPORT_LOOP)->help))
            ui_send(ui, "set export_loop %s", i ? "pingpong" : "forever");
        if (chosen)
            draw_rect(ui->list, rect_inset(part, line), ui_px(ui, 4), ui_color(ui, HUE_LINE));
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 13, chosen ? HUE_INK : HUE_MUTED },
                          part.x + half / 2, part.y + ui_px(ui, 19), _(turns[i]));
    }
}

static void time_rows(Sheet *sheet) {
    static const char *const eases[] = { N_("linear"), N_("in"), N_("out"), N_("in, out"),
                                         "log SNR" };
    App *app = sheet->app;
    Ui *ui = &app->ui;
    Rect row = next_row(sheet, UI_SLIDER_HEIGHT, _("time"));
    float half = floorf((row.w - ui_px(ui, 20)) / 2);
    ui_slider(ui, (Rect){ row.x, row.y, half, row.h }, option_row(OPT_EXPORT_SECONDS), HUE_MUTED);
    ui_slider(ui, (Rect){ row.x + row.w - half, row.y, half, row.h }, option_row(OPT_EXPORT_FPS),
              HUE_MUTED);
    ui_segments(ui, next_row(sheet, 28, _("ease")), option_row(OPT_EXPORT_EASE), eases, EASES);
    loop_row(sheet);
}

// The colours, and whether there is a ground, in formats that can do without.
static void look_row(Sheet *sheet) {
    static const char *const themes[] = { N_("as here"), N_("dark"), N_("light") };
    App *app = sheet->app;
    Ui *ui = &app->ui;
    Rect row = next_row(sheet, 28, _("theme"));
    Rect segments = { row.x, row.y, fminf(row.w, ui_px(ui, 212)), row.h };
    ui_segments(ui, segments, option_row(OPT_EXPORT_THEME), themes, 3);
    if (!export_sheet_keeps_alpha(app->settings.export.format)) return;
    Rect bare = { segments.x + segments.w + ui_px(ui, 16), row.y, ui_px(ui, 124), row.h };
    if (bare.x + bare.w > row.x + row.w) bare = next_row(sheet, 26, "");
    bare.h = ui_px(ui, 26);
    ui_switch(ui, bare, option_row(OPT_EXPORT_TRANSPARENT));
}

// Its end, where it is longer than the field.
static void cut_front(Ui *ui, float room, char *path, size_t size) {
    const RichStyle style = { FACE_TEXT, 14, HUE_INK, .plain = true };
    char shown[SETTINGS_PATH];
    const char *rest = path;
    snprintf(shown, sizeof shown, "%s", path);
    while (rich_width(ui, style, shown) > room && (rest = strchr(rest + 1, '/')))
        snprintf(shown, sizeof shown, "…%s", rest);
    snprintf(path, size, "%s", shown);
}

static void folder_button(Sheet *sheet, Rect rect, const char *label, const char *title,
                          const char *help, const char *folder) {
    Ui *ui = &sheet->app->ui;
    Text line = { 0 };
    if (!ui_button(ui, rect, label, title, help)) return;
    command_quote(&line, folder);
    ui_send(ui, "set export_folder %s", line.data);
    text_free(&line);
}

// All of it stands in the tooltip; a name with the signs of rich text in it cannot.
static void folder_field(Sheet *sheet, Rect rect) {
    const App *app = sheet->app;
    Ui *ui = &sheet->app->ui;
    char folder[SETTINGS_PATH], help[2 * SETTINGS_PATH];
    Option option = *option_row(OPT_EXPORT_FOLDER);
    export_sheet_folder(app, folder, sizeof folder);
    bool plain = !strpbrk(folder, "<>[]$");
    snprintf(help, sizeof help, plain ? "%s\n%s" : "%s", _(option.help), folder);
    option.help = help;
    cut_front(ui, rect.w - ui_px(ui, 20), folder, sizeof folder);
    ui_field_showing(ui, rect, &option, folder, *app->settings.export.folder ? HUE_INK : HUE_MUTED);
}

// Where the file will be, from the root; the picture's folder and one's own are a click away.
static void folder_row(Sheet *sheet) {
    App *app = sheet->app;
    Ui *ui = &app->ui;
    char beside[SETTINGS_PATH], whole[SETTINGS_PATH];
    const char *picture = app->model.picture->path;
    Rect row = next_row(sheet, 30, _("folder"));
    float wide = ui_px(ui, 76), gap = ui_px(ui, 6);
    Rect button = { row.x + row.w - wide, row.y, wide, row.h };
    folder_button(sheet, button, "export home", _("home"), _("Into your home folder."), "~");
    button.x -= wide + gap;
    if (*picture) {
        path_whole(whole, sizeof whole, picture);
        path_folder(beside, sizeof beside, whole);
        folder_button(sheet, button, "export beside", _("picture’s"),
                      _("Into the folder that the picture is in."), beside);
        button.x -= wide + gap;
    }
    folder_field(sheet, (Rect){ row.x, row.y, button.x + wide - row.x, row.h });
}

// What the name will be stands in the empty field.
static void path_row(Sheet *sheet) {
    App *app = sheet->app;
    Text path = { 0 };
    char folder[SETTINGS_PATH], whole[SETTINGS_PATH];
    export_sheet_name(app, &path);
    export_sheet_folder(app, folder, sizeof folder);
    path_whole(whole, sizeof whole, path.data);
    const char *name = strlen(folder) < strlen(whole) ? whole + strlen(folder) : whole;
    ui_field_showing(&app->ui, next_row(sheet, 30, _("file")), option_row(OPT_EXPORT_PATH),
                     name + (*name == '/'), *app->settings.export.path ? HUE_INK : HUE_MUTED);
    text_free(&path);
}

void export_rows_draw(Sheet *sheet) {
    format_row(sheet);
    what_row(sheet);
    size_row(sheet);
    if (export_sheet_is_film(sheet->app->settings.export.format)) {
        range_row(sheet);
        time_rows(sheet);
    }
    look_row(sheet);
    folder_row(sheet);
    path_row(sheet);
}
