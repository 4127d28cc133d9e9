// SPDX-License-Identifier: MIT
#include "app/lesson/lesson_caption.h"

#include "app/lesson/lesson.h"
#include "base/translate.h"
#include "ui/menu.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

static const RichStyle caption_style = { FACE_TEXT, 18.5f, HUE_INK, .tinted = true,
                                         .linked = true };
static const RichStyle number_style = { FACE_TEXT, 14, HUE_MUTED };
enum { LINE = 26, PAD = 10, WAYS = 34, WIDEST = 1180 };

// Of the window: a narrow one has the arrows, the number and the way out below the words. Nobody
// uses them from a lectern.
static bool has_arrows(const App *app) {
    return !app->settings.look.presenting;
}

static float below_of(const App *app) {
    const Ui *ui = &app->ui;
    return has_arrows(app) && ui->width / ui->scale < 640 ? ui_px(ui, WAYS) : 0;
}

static float side_of(const App *app) {
    const Ui *ui = &app->ui;
    if (below_of(app) > 0 || ui->width / ui->scale < 640) return ui_px(ui, 16);
    return ui_px(ui, has_arrows(app) ? 150 : 80);
}

static float caption_width(const App *app) {
    const Ui *ui = &app->ui;
    return fminf(ui->width - 2 * side_of(app), ui_px(ui, WIDEST));
}

// Lines of about the same length: as narrow as it goes with no line more.
static RichLines wrap_evenly(Ui *ui, float width, const char *text) {
    RichLines lines = rich_wrap(ui, caption_style, width, text);
    float least = width / 3, most = width;
    for (int i = 0; i < 8 && lines.count > 1; i++) {
        float middle = (least + most) / 2;
        RichLines trial = rich_wrap(ui, caption_style, middle, text);
        bool fits = trial.count == lines.count && trial.width <= middle;
        if (fits) lines = trial;
        *(fits ? &most : &least) = middle;
    }
    return lines;
}

RichLines lesson_lines(App *app) {
    return wrap_evenly(&app->ui, caption_width(app), lesson_caption(app, lesson_stop(app)));
}

float lesson_height(App *app) {
    int count = lesson_stops(app), rows = 2;
    if (count == 0) return 0;
    float width = caption_width(app);
    for (int i = 0; i < count; i++) {
        RichLines lines = rich_wrap(&app->ui, caption_style, width, lesson_caption(app, i));
        if (lines.count > rows) rows = lines.count;
    }
    return ui_px(&app->ui, (float)(rows * LINE + 2 * PAD)) + below_of(app);
}

static void draw_caption(App *app, Rect rect) {
    Ui *ui = &app->ui;
    draw_flat(ui->list, rect, ui_color(ui, HUE_PANEL));
    draw_flat(ui->list, (Rect){ rect.x, rect.y, rect.w, fmaxf(1, ui_px(ui, 1)) },
              ui_color(ui, HUE_LINE));
    // How far the lesson is.
    float done = (float)(lesson_stop(app) + 1) / (float)lesson_stops(app);
    draw_flat(ui->list, (Rect){ rect.x, rect.y, roundf(rect.w * done), ui_px(ui, 3) },
              ui_color(ui, HUE_MEAN));
    RichLines lines = lesson_lines(app);
    float block = ui_px(ui, LINE) * (float)lines.count;
    float y = rect.y + (rect.h - below_of(app) - block) / 2 + ui_px(ui, 20);
    for (int i = 0; i < lines.count; i++)
        rich_draw_centred(ui, caption_style, rect.x + rect.w / 2, y + ui_px(ui, LINE) * (float)i,
                          lines.line[i]);
}

// The ways ---------------------------------------------------------------------------------------

static void draw_arrow(Ui *ui, Point centre, float size, bool right, Hue hue) {
    float tip = right ? size : -size;
    const Point line[] = { { centre.x - tip / 2, centre.y - size },
                           { centre.x + tip / 2, centre.y },
                           { centre.x - tip / 2, centre.y + size } };
    draw_polyline(ui->list, line, 3, fmaxf(1.5f, ui->scale * 1.8f), ui_color(ui, hue));
}

static const char stops_label[] = "lesson stops";

static void draw_number(App *app, Rect rect) {
    Ui *ui = &app->ui;
    char text[32];
    uint32_t id = ui_id(stops_label);
    snprintf(text, sizeof text, "%d / %d", lesson_stop(app) + 1, lesson_stops(app));
    if (ui_item(ui, stops_label, rect, N_("All stops of the lesson")))
        ui->opened = ui->opened == id ? 0 : id;
    RichStyle style = number_style;
    if (ui_over(ui, rect) || ui->opened == id) style.hue = HUE_INK;
    rich_draw(ui, style, rect.x + ui_px(ui, 6), rect.y + rect.h / 2 + ui_px(ui, 5), text);
}

static void draw_arrows(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float side = ui_px(ui, 40), middle = rect.y + rect.h / 2, size = ui_px(ui, 7);
    Rect back = { rect.x + ui_px(ui, 8), rect.y, side, rect.h };
    Rect next = { rect.x + rect.w - ui_px(ui, 8) - side, rect.y, side, rect.h };
    Rect leave = { next.x - ui_px(ui, 66), rect.y, ui_px(ui, 62), rect.h };
    if (ui_item(ui, "lesson back", back, N_("The stop before (Page Up)")))
        ui_send(ui, "lesson_previous");
    if (ui_item(ui, "lesson next", next, N_("The next stop (Page Down)")))
        ui_send(ui, "lesson_next");
    if (ui_item(ui, "lesson end", leave,
                N_("Leaves the lesson and brings back what was before (F2)")))
        ui_send(ui, "lesson off");
    draw_arrow(ui, (Point){ back.x + side / 2, middle }, size, false,
               lesson_stop(app) == 0 ? HUE_FAINT : HUE_INK);
    draw_arrow(ui, (Point){ next.x + side / 2, middle }, size, true, HUE_INK);
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 14, ui_over(ui, leave) ? HUE_INK : HUE_MUTED },
                      leave.x + leave.w / 2, middle + ui_px(ui, 5), _("leave"));
    draw_number(app, (Rect){ back.x + side, rect.y, ui_px(ui, 62), rect.h });
}

void lesson_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float below = below_of(app);
    bool narrow = ui->width / ui->scale < 640;
    draw_caption(app, rect);
    if (below > 0) rect.y += rect.h - below - ui_px(ui, 6), rect.h = below;
    if (has_arrows(app))
        draw_arrows(app, rect);
    else if (!narrow)
        draw_number(app, (Rect){ rect.x + ui_px(ui, 14), rect.y, ui_px(ui, 62), rect.h });
}

// The list of stops ------------------------------------------------------------------------------

static const RichStyle row_style = { FACE_TEXT, 14, HUE_INK };
enum { NUMBERS = 24 }; // units

static float widest_title(App *app) {
    float width = 0;
    for (int i = 0; i < lesson_stops(app); i++)
        width = fmaxf(width, rich_width(&app->ui, row_style, lesson_title(app, i)));
    return width;
}

static void draw_row(App *app, Rect line, int stop) {
    Ui *ui = &app->ui;
    char number[16];
    RichStyle title = row_style, muted = row_style;
    float left = line.x + ui_px(ui, NUMBERS), baseline = line.y + line.h / 2 + ui_px(ui, 5);
    if (stop == lesson_stop(app)) title.hue = HUE_MEAN;
    muted.hue = HUE_MUTED;
    snprintf(number, sizeof number, "%d", stop + 1);
    rich_draw_right(ui, muted, left, baseline, number);
    rich_draw(ui, title, left + ui_px(ui, 12), baseline, lesson_title(app, stop));
}

// Above the caption, as high as all stops need.
void lesson_popups(App *app, Rect rect) {
    Ui *ui = &app->ui;
    int count = lesson_stops(app), here = count ? lesson_stop(app) : 0;
    if (!count || !menu_begin(ui, ui_id(stops_label), here, count)) return;
    float pad = ui_px(ui, 8), margin = ui_px(ui, 8);
    float row = fminf(ui_px(ui, 28), (rect.y - 2 * pad - 2 * margin) / (float)count);
    Rect box = { margin, 0,
                 fminf(widest_title(app) + ui_px(ui, NUMBERS + 20) + 3 * pad,
                       ui->width - 2 * margin),
                 row * (float)count + 2 * pad };
    box.y = rect.y - box.h - margin;
    menu_draw_ground(ui, box);
    Rect line = { box.x + pad, box.y + pad, box.w - 2 * pad, row };
    for (int i = 0; i < count; i++, line.y += row) {
        char label[48];
        snprintf(label, sizeof label, "lesson stop %d", i + 1);
        if (menu_row(ui, i, label, line, NULL)) ui_send(ui, "lesson_stop %d", i + 1);
        draw_row(app, line, i);
    }
    menu_end(ui);
}
