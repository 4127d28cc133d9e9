// SPDX-License-Identifier: MIT
// What Ctrl+E opens: what to write, how, a look at it, what it will cost; then how far it is.
#include "app/export/rows.h"
#include "base/path.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>

static const float WIDE = 860, NARROW = 520; // units; no room for a look at it

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
    rich_draw(ui, export_row_style, foot.x, foot.y + ui_px(ui, 42), text);
    if (ui_button(ui, cancel, "export cancel", N_("cancel"),
                  N_("Stops; nothing is left of the file.")))
        ui_send(ui, "export_cancel");
}

static void draw_estimate(Sheet *sheet, Rect foot, const ExportStatus *status) {
    App *app = sheet->app;
    Ui *ui = &app->ui;
    char text[SETTINGS_PATH + 64], bytes[32], seconds[64];
    Rect start = { foot.x + foot.w - ui_px(ui, 110), foot.y, ui_px(ui, 110), ui_px(ui, 32) };
    if (ui_button(ui, start, "export start", N_("export"),
                  N_("Writes the file; the window goes on.")))
        ui_send(ui, "export");
    ExportEstimate estimate = export_preview_estimate(app);
    if (!estimate.known && estimate.frames > 0) { // it is being measured
        snprintf(text, sizeof text, "%d × %d · …", estimate.width, estimate.height);
        rich_draw(ui, export_row_style, foot.x, foot.y + ui_px(ui, 21), text);
    } else if (estimate.known) {
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
        rich_draw(ui, export_row_style, foot.x, foot.y + ui_px(ui, 21), text);
    }
    if (!*status->path || status->failed) return;
    bytes_text(bytes, sizeof bytes, (double)status->bytes);
    snprintf(text, sizeof text, _("written: %.60s (%s)"), path_base(status->path), bytes);
    RichStyle style = { FACE_TEXT, 13.5f, HUE_INK, .plain = true };
    float y = foot.y + ui_px(ui, 48), x = foot.x + rich_draw(ui, style, foot.x, y, text);
    Rect show = { x + ui_px(ui, 12), y - ui_px(ui, 17), ui_px(ui, 104), ui_px(ui, 24) };
    if (ui_button(ui, show, "export show", N_("show the file"),
                  N_("Opens the folder that it is in.")))
        ui_send(ui, "export_show");
}

static void draw_card(Ui *ui, Rect rect) {
    Rect edge = rect_inset(rect, -fmaxf(1, ui_px(ui, 1)));
    draw_rect(ui->list, rect_inset(rect, -ui_px(ui, 6)), ui_px(ui, 14), (Color){ 0, 0, 0, 30 });
    draw_rect(ui->list, edge, ui_px(ui, 10), ui_edge(ui));
    draw_rect(ui->list, rect, ui_px(ui, 9), ui_color(ui, HUE_PANEL));
}

// What all of it would have, pixels.
static float wanted_height(const App *app) {
    const Ui *ui = &app->ui;
    int format = app->settings.export.format;
    float w = fminf(ui_px(ui, WIDE), ui->width - ui_px(ui, 24));
    bool extra = w < ui_px(ui, NARROW) && export_sheet_keeps_alpha(format); // a row of its own
    return ui_px(ui, (export_sheet_is_film(format) ? 524.0f : 384.0f) + (extra ? 36.0f : 0));
}

Rect export_sheet_rect(const App *app) {
    const Ui *ui = &app->ui;
    float w = fminf(ui_px(ui, WIDE), ui->width - ui_px(ui, 24)), top = ui_px(ui, 54);
    return (Rect){ roundf(ui->width - w - ui_px(ui, 12)), top, w,
                   fminf(wanted_height(app), ui->height - top - ui_px(ui, 12)) };
}

static void draw_title_and_close(Ui *ui, Rect sheet) {
    rich_draw(ui, (RichStyle){ FACE_BOLD, 16, HUE_INK }, sheet.x + ui_px(ui, 22),
              sheet.y + ui_px(ui, 34), _("Export"));
    Rect close = { sheet.x + sheet.w - ui_px(ui, 44), sheet.y + ui_px(ui, 10), ui_px(ui, 34),
                   ui_px(ui, 34) };
    if (ui_item(ui, "export close", close, N_("Ctrl+E")) ||
        (ui->in.escape && !ui->opened && !ui->editing))
        ui_send(ui, "set export_sheet 0");
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 18, ui_over(ui, close) ? HUE_INK : HUE_MUTED },
                      close.x + close.w / 2, close.y + ui_px(ui, 23), "×");
}

void export_sheet_draw(App *app) {
    Ui *ui = &app->ui;
    Sheet sheet = { .app = app, .rect = export_sheet_rect(app) };
    // The controls need their room; what is left is the preview's, which has none in a narrow
    // window.
    float pad = ui_px(ui, 22), controls = ui_px(ui, 480) + 3 * pad;
    float preview = fmaxf(ui_px(ui, 100), fminf(ui_px(ui, 300), sheet.rect.w - controls));
    bool narrow = sheet.rect.w < ui_px(ui, NARROW);
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
    // In a low window the rows move closer.
    float lacks = wanted_height(app) - sheet.rect.h;
    sheet.gap = fmaxf(ui_px(ui, 2), ui_px(ui, 10) - ceilf(lacks / 9));
    export_rows_draw(&sheet);
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
    const UiChoices choices = export_whats(app);
    ui_choice_popup(ui, sheet.what_anchor, option_row(OPT_EXPORT_WHAT), &choices);
}
