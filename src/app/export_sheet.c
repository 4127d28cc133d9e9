// SPDX-License-Identifier: MIT
// What Ctrl+E opens: what to write, how, a look at it, what it will cost; then how far it is.
#include "app/export.h"
#include "base/clock.h"
#include "base/path.h"
#include "base/translate.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const endings[SHEET_FORMATS] = { ".png", ".svg",  ".apng", ".gif",
                                                    ".mp4", ".webm", ".png" };

static bool is_film(int format) {
    return format >= SHEET_APNG;
}

// A picture has its pixels, a figure its shape; what fills a window takes any.
static bool has_own_size(What what) {
    return what != WHAT_WINDOW && what != WHAT_PLOTS && what != WHAT_STAGE;
}

// ---- the invocation

// The name without one of the endings that alphabar writes.
static void append_stem(Text *out, const char *name) {
    size_t length = strlen(name);
    for (int i = 0; i < SHEET_FORMATS; i++)
        if (path_ends_in(name, endings[i])) length = strlen(name) - strlen(endings[i]);
    text_append_bytes(out, name, length);
}

static void append_number(Text *out, const char *stem, bool frames, int number,
                          const char *ending) {
    if (number)
        text_append(out, "%s-%d", stem, number + 1);
    else
        text_append(out, "%s", stem);
    if (frames)
        text_append(out, "/%%04d%s", ending);
    else
        text_append(out, "%s", ending);
}

// A name that nothing has: "photo-z.mp4", or "photo-z-2.mp4" where that is there.
static void make_name(const App *app, Text *path) {
    const Settings *settings = &app->settings;
    bool frames = settings->export.format == SHEET_FRAMES;
    Text stem = { 0 };
    const char *file = app->model.picture->path;
    const char *image = *file ? path_base(file) : "alphabar";
    const char *dot = path_ending(image);
    text_append(&stem, "%.*s-%s", (int)(dot - image), image, what_names[settings->export.what]);
    for (char *c = stem.data; *c; c++)
        if (*c == '%') *c = '_'; // a number's place in a sequence
    for (int number = 0; number < 1000; number++) {
        text_clear(path);
        append_number(path, stem.data, frames, number, endings[settings->export.format]);
        char folder[SETTINGS_PATH];
        path_folder(folder, sizeof folder, path->data);
        if (!path_exists(frames ? folder : path->data)) break;
    }
    text_free(&stem);
}

static void name_file(const App *app, Text *path) {
    const Settings *settings = &app->settings;
    if (!*settings->export.path) {
        make_name(app, path);
        return;
    }
    Text stem = { 0 };
    append_stem(&stem, settings->export.path);
    bool frames = settings->export.format == SHEET_FRAMES;
    bool numbered = strchr(stem.data, '%') != NULL;
    append_number(path, stem.data, frames && !numbered, 0, endings[settings->export.format]);
    text_free(&stem);
}

void export_sheet_arguments(const App *app, Arguments *arguments, Text *path) {
    const Settings *settings = &app->settings;
    bool film = is_film(settings->export.format);
    bool marked = settings->export.format == SHEET_APNG || settings->export.format == SHEET_GIF;
    name_file(app, path);
    *arguments = (Arguments){ .action = ACTION_EXPORT,
                              .settings = *settings,
                              .t_given = true,
                              .image = *app->model.picture->path ? app->model.picture->path : NULL,
                              .out = path->data,
                              .what = (What)settings->export.what,
                              .what_name = what_names[settings->export.what],
                              .film = film,
                              .fps = settings->export.fps,
                              .fps_given = true };
    Settings *shown = &arguments->settings;
    app_settle_language(app, shown);
    shown->play.playing = shown->look.help = shown->export.sheet = shown->look.presenting = false;
    shown->look.width = settings->export.width, shown->look.height = settings->export.height;
    arguments->size_given = !has_own_size(arguments->what) || !settings->export.own_size;
    if (!film) return;
    arguments->duration = settings->export.seconds;
    arguments->ease = (Ease)settings->export.ease;
    arguments->loop = (FilmLoop)settings->export.loop;
    arguments->loop_given = marked || arguments->loop == FILM_PINGPONG;
    int first = export_first_t(arguments->what);
    int from = settings->export.from ? settings->export.from : first;
    int to = settings->export.to ? settings->export.to : settings->schedule.steps;
    if (to > settings->schedule.steps) to = settings->schedule.steps;
    if (from > to) from = to;
    if (from == first && to == settings->schedule.steps) return;
    arguments->frames_from = from, arguments->frames_to = to, arguments->frames_step = 1;
}

// ---- the sheet

typedef struct Sheet {
    App *app;
    Rect rect;        // all of it
    float x, y, w;    // the next row of the controls
    Rect what_anchor; // where the list of pictures hangs
} Sheet;

static const RichStyle name_style = { FACE_TEXT, 13.5f, HUE_MUTED };

static Rect next_row(Sheet *sheet, float units, const char *name) {
    Ui *ui = &sheet->app->ui;
    float label = ui_px(ui, 84), high = ui_px(ui, units);
    Rect row = { sheet->x + label, sheet->y, sheet->w - label, high };
    rich_draw(ui, name_style, sheet->x, sheet->y + ui_px(ui, 20), name);
    sheet->y += high + ui_px(ui, 10);
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

static UiChoices whats(const App *app) {
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
    const UiChoices choices = whats(sheet->app);
    sheet->what_anchor = next_row(sheet, 30, _("what"));
    ui_choice(&sheet->app->ui, sheet->what_anchor, option_row(OPT_EXPORT_WHAT), &choices);
}

static void size_row(Sheet *sheet) {
    static const char *const sizes[] = { "1280x720", "1920x1080", "3840x2160" };
    static const char *const texts[] = { "720p", "1080p", "4K" };
    App *app = sheet->app;
    Ui *ui = &app->ui;
    Rect row = next_row(sheet, 30, _("size"));
    if (has_own_size((What)app->settings.export.what)) {
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
        if (ui_button(ui, button, label, texts[i], "Takes that size."))
            ui_send(ui, "set export_size %s", sizes[i]);
        x += button.w + ui_px(ui, 6);
    }
}

static void draw_small(Ui *ui, float x, Rect row, const char *text) {
    rich_draw(ui, name_style, x, row.y + ui_px(ui, 20), text);
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

// Where the file will be; a name with the signs of rich text in it cannot stand in a tooltip.
static void folder_help(char *out, size_t size, const Option *option, const char *path) {
    char folder[SETTINGS_PATH], whole[SETTINGS_PATH];
    path_whole(whole, sizeof whole, path);
    path_folder(folder, sizeof folder, whole);
    bool plain = !strpbrk(folder, "<>[]$");
    snprintf(out, size, plain ? _("%s It goes into %s.") : "%s", _(option->help), folder);
}

// What the name will be stands in the empty field.
static void path_row(Sheet *sheet) {
    App *app = sheet->app;
    Text path = { 0 };
    name_file(app, &path);
    char help[2 * SETTINGS_PATH];
    Option option = *option_row(OPT_EXPORT_PATH);
    folder_help(help, sizeof help, &option, path.data);
    option.help = help;
    ui_field_showing(&app->ui, next_row(sheet, 30, _("file")), &option, path.data,
                     *app->settings.export.path ? HUE_INK : HUE_MUTED);
    text_free(&path);
}

static void bytes_text(char *out, size_t size, double bytes) {
    if (bytes < 1e6)
        snprintf(out, size, "%.0f kB", fmax(1, bytes / 1e3));
    else if (bytes < 1e9)
        snprintf(out, size, bytes < 1e7 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
    else
        snprintf(out, size, "%.1f GB", bytes / 1e9);
}

static void seconds_text(char *out, size_t size, double seconds) {
    if (seconds < 1)
        snprintf(out, size, "%s", _("under a second"));
    else if (seconds < 90)
        snprintf(out, size, _("%.0f s"), seconds);
    else
        snprintf(out, size, _("%.0f min"), seconds / 60);
}

static void draw_bar(Ui *ui, Rect rect, double part) {
    draw_rect(ui->list, rect, rect.h / 2, ui_color(ui, HUE_LINE));
    rect.w = fmaxf(rect.h, rect.w * (float)part);
    draw_rect(ui->list, rect, rect.h / 2, ui_color(ui, HUE_MEAN));
}

// While it runs: a bar, what is left, and the way out.
static void draw_running(Sheet *sheet, Rect foot, const ExportStatus *status) {
    Ui *ui = &sheet->app->ui;
    char left[64], text[200];
    Rect cancel = { foot.x + foot.w - ui_px(ui, 110), foot.y, ui_px(ui, 110), ui_px(ui, 32) };
    Rect bar = { foot.x, foot.y + ui_px(ui, 13), foot.w - ui_px(ui, 130), ui_px(ui, 6) };
    draw_bar(ui, bar, status->all ? (double)status->done / status->all : 0);
    seconds_text(left, sizeof left, status->left);
    snprintf(text, sizeof text, _("%d of %d · %s left"), status->done, status->all, left);
    rich_draw(ui, name_style, foot.x, foot.y + ui_px(ui, 42), text);
    if (ui_button(ui, cancel, "export cancel", N_("cancel"), "Stops; nothing is left of the file."))
        ui_send(ui, "export_cancel");
}

static void draw_estimate(Sheet *sheet, Rect foot, const ExportStatus *status) {
    App *app = sheet->app;
    Ui *ui = &app->ui;
    char text[SETTINGS_PATH + 64], bytes[32], seconds[64];
    Rect start = { foot.x + foot.w - ui_px(ui, 110), foot.y, ui_px(ui, 110), ui_px(ui, 32) };
    if (ui_button(ui, start, "export start", N_("export"), "Writes the file; the window goes on."))
        ui_send(ui, "export");
    ExportEstimate estimate = export_preview_estimate(app);
    if (estimate.known) {
        bytes_text(bytes, sizeof bytes, estimate.bytes);
        seconds_text(seconds, sizeof seconds, estimate.seconds);
        if (estimate.frames > 1)
            snprintf(text, sizeof text,
                     estimate.seconds < 1 ? _("%d × %d · %d frames · about %s, takes %s")
                                          : _("%d × %d · %d frames · about %s, takes about %s"),
                     estimate.width, estimate.height, estimate.frames, bytes, seconds);
        else
            snprintf(text, sizeof text, _("%d × %d · about %s"), estimate.width, estimate.height,
                     bytes);
        rich_draw(ui, name_style, foot.x, foot.y + ui_px(ui, 21), text);
    }
    if (!*status->path || status->failed) return;
    bytes_text(bytes, sizeof bytes, (double)status->bytes);
    snprintf(text, sizeof text, _("written: %.60s (%s)"), path_base(status->path), bytes);
    RichStyle style = { FACE_TEXT, 13.5f, HUE_INK, .plain = true };
    float y = foot.y + ui_px(ui, 48), x = foot.x + rich_draw(ui, style, foot.x, y, text);
    Rect show = { x + ui_px(ui, 12), y - ui_px(ui, 17), ui_px(ui, 104), ui_px(ui, 24) };
    if (ui_button(ui, show, "export show", N_("show the file"), "Opens the folder that it is in."))
        ui_send(ui, "export_show");
}

static void draw_card(Ui *ui, Rect rect) {
    Rect edge = rect_inset(rect, -fmaxf(1, ui_px(ui, 1)));
    draw_rect(ui->list, rect_inset(rect, -ui_px(ui, 6)), ui_px(ui, 14), (Color){ 0, 0, 0, 30 });
    draw_rect(ui->list, edge, ui_px(ui, 10), ui_edge(ui));
    draw_rect(ui->list, rect, ui_px(ui, 9), ui_color(ui, HUE_PANEL));
}

Rect export_sheet_rect(const App *app) {
    const Ui *ui = &app->ui;
    bool film = is_film(app->settings.export.format);
    float w = fminf(ui_px(ui, 860), ui->width - ui_px(ui, 24));
    float h = ui_px(ui, film ? 446 : 306);
    float top = ui_px(ui, 54);
    return (Rect){ roundf(ui->width - w - ui_px(ui, 12)), top, w,
                   fminf(h, ui->height - top - ui_px(ui, 12)) };
}

static void draw_title_and_close(Ui *ui, Rect sheet) {
    rich_draw(ui, (RichStyle){ FACE_BOLD, 16, HUE_INK }, sheet.x + ui_px(ui, 22),
              sheet.y + ui_px(ui, 34), _("Export"));
    Rect close = { sheet.x + sheet.w - ui_px(ui, 44), sheet.y + ui_px(ui, 10), ui_px(ui, 34),
                   ui_px(ui, 34) };
    if (ui_item(ui, "export close", close, "Ctrl+E") ||
        (ui->in.escape && !ui->opened && !ui->editing))
        ui_send(ui, "set export_sheet 0");
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 18, ui_over(ui, close) ? HUE_INK : HUE_MUTED },
                      close.x + close.w / 2, close.y + ui_px(ui, 23), "×");
}

static void draw_rows(Sheet *sheet) {
    format_row(sheet);
    what_row(sheet);
    size_row(sheet);
    if (is_film(sheet->app->settings.export.format)) {
        range_row(sheet);
        time_rows(sheet);
    }
    path_row(sheet);
}

void export_sheet_draw(App *app) {
    Ui *ui = &app->ui;
    Sheet sheet = { .app = app, .rect = export_sheet_rect(app) };
    // The controls need their room; what is left is the preview's, which has none in a narrow
    // window.
    float pad = ui_px(ui, 22), controls = ui_px(ui, 480) + 3 * pad;
    float preview = fmaxf(ui_px(ui, 100), fminf(ui_px(ui, 300), sheet.rect.w - controls));
    bool narrow = sheet.rect.w < ui_px(ui, 520);
    if (narrow) preview = -pad;
    const ExportStatus status = export_job_status(app->export_job);
    ui->blocked = ui->opened != 0;
    ui_stops_begin(ui);
    ui->list->layer = LAYER_MARKS;
    draw_card(ui, sheet.rect);
    draw_title_and_close(ui, sheet.rect);
    sheet.x = sheet.rect.x + pad;
    sheet.y = sheet.rect.y + ui_px(ui, 54);
    sheet.w = sheet.rect.w - 3 * pad - preview;
    draw_rows(&sheet);
    Rect view = { sheet.rect.x + sheet.rect.w - pad - preview, sheet.rect.y + ui_px(ui, 54),
                  preview, sheet.rect.h - ui_px(ui, 54 + 84) };
    if (!narrow) export_preview_draw(app, view);
    Rect foot = { sheet.x, sheet.rect.y + sheet.rect.h - ui_px(ui, 68), sheet.rect.w - 2 * pad,
                  ui_px(ui, 60) };
    if (status.running)
        draw_running(&sheet, foot, &status);
    else
        draw_estimate(&sheet, foot, &status);
    ui->list->layer = LAYER_BASE;
    const UiChoices choices = whats(app);
    ui_choice_popup(ui, sheet.what_anchor, option_row(OPT_EXPORT_WHAT), &choices);
}
