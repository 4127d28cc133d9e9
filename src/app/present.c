// SPDX-License-Identifier: MIT
// Presenter mode: three pictures, one plot and the formulas in type that the last row can read, the
// whole screen, and nothing to explain; of another view its middle and the formulas. Page Down and
// Page Up, the keys of a presenter's remote, go through the steps of the film strip.
#include "app/app.h"
#include "app/lesson.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

// How much larger the type is, as far as what it names has room beside it: units of the layout.
static const float LARGER = 1.7f, LARGER_VIEW = 1.45f;
static const float LEAST_WIDTH = 740, LEAST_HEIGHT = 400, LEAST_VIEW_WIDTH = 900;

static float larger(const App *app) {
    const Ui *ui = &app->ui;
    bool forward = app->settings.view == VIEW_FORWARD;
    float width = ui->width / ui->scale / (forward ? LEAST_WIDTH : LEAST_VIEW_WIDTH);
    float height = ui->height / ui->scale / LEAST_HEIGHT;
    return fmaxf(1, fminf(forward ? LARGER : LARGER_VIEW, fminf(width, height)));
}

static void draw_picture_cell(App *app, PictureKind kind, Hue hue, const char *symbol,
                              const char *words, Rect place) {
    Ui *ui = &app->ui;
    Part whole = { 0, 0, 1, 1 };
    int texture = app_texture(app, kind, &whole, (int)place.w, (int)place.h);
    draw_flat(ui->list, rect_inset(place, -fmaxf(1, ui_px(ui, 1))), ui_color(ui, HUE_LINE));
    draw_picture(ui->list, texture, place,
                 (Rect){ (float)whole.x, (float)whole.y, (float)whole.width, (float)whole.height });
    draw_flat(ui->list, (Rect){ place.x, place.y - ui_px(ui, 3), place.w, ui_px(ui, 3) },
              ui_color(ui, hue));
    float baseline = place.y + place.h + ui_px(ui, 23);
    RichStyle style = { FACE_TEXT, 18, HUE_INK }, small = { FACE_TEXT, 14, HUE_MUTED };
    float left = rich_draw(ui, style, place.x, baseline, symbol);
    if (left + rich_width(ui, small, words) + ui_px(ui, 10) < place.w)
        rich_draw_right(ui, small, place.x + place.w, baseline, words);
}

static void draw_pictures(App *app, Rect rect) {
    Ui *ui = &app->ui;
    int t = app->settings.t;
    float gap = ui_px(ui, 18), caption = ui_px(ui, 30);
    float aspect = (float)app->model.x.height / (float)app->model.x.width;
    float w = floorf((rect.w - 2 * gap) / 3), h = floorf(w * aspect);
    if (h > rect.h - caption) h = rect.h - caption, w = floorf(h / aspect);
    // Pixels of one size, where that costs little.
    float times = floorf(w / (float)app->model.x.width);
    float even_w = times * (float)app->model.x.width, even_h = times * (float)app->model.x.height;
    if (times >= 1 && even_w > 0.8f * w) w = even_w, h = even_h;
    Rect place = { roundf(rect.x + (rect.w - 3 * w - 2 * gap) / 2),
                   roundf(rect.y + (rect.h - caption - h) / 2), w, h };
    char z[48], m[48];
    snprintf(z, sizeof z, "<z_%d>", t);
    snprintf(m, sizeof m, "[m:<mean_%d>]", t);
    draw_picture_cell(app, PICTURE_X, HUE_X, "[x:<x>]", "the picture", place);
    place.x += w + gap;
    draw_picture_cell(app, PICTURE_Z, HUE_Z, z, "noised", place);
    place.x += w + gap;
    draw_picture_cell(app, PICTURE_MEAN, HUE_MEAN, m, "posterior mean", place);
}

// All but a circle about the pointer is darkened.
static void draw_spotlight(Ui *ui) {
    enum { POINTS = 65 };
    float x[POINTS], top[POINTS], above[POINTS], below[POINTS], foot[POINTS];
    Point ring[POINTS];
    float radius = fminf(ui->width, ui->height) * 0.16f;
    const Color shade = { 0, 0, 0, 165 };
    if (ui->in.x < -radius || ui->in.y < -radius) return;
    for (int i = 0; i < POINTS; i++) {
        // Denser where the circle is steep.
        float turn = 3.14159265f * (float)i / (POINTS - 1);
        x[i] = ui->in.x - radius * cosf(turn);
        float high = radius * sinf(turn);
        top[i] = 0, foot[i] = ui->height;
        above[i] = ui->in.y - high, below[i] = ui->in.y + high;
        ring[i] = (Point){ ui->in.x + radius * cosf(2 * turn), ui->in.y + radius * sinf(2 * turn) };
    }
    ui->list->layer = LAYER_POPUP;
    draw_band(ui->list, x, top, above, POINTS, shade);
    draw_band(ui->list, x, below, foot, POINTS, shade);
    // Bands, since their sides are sharp: soft ones would show where two of them meet.
    const float left[] = { fminf(0, x[0]), x[0] };
    const float right[] = { x[POINTS - 1], fmaxf(ui->width, x[POINTS - 1]) };
    draw_band(ui->list, left, top, foot, 2, shade);
    draw_band(ui->list, right, top, foot, 2, shade);
    draw_polyline(ui->list, ring, POINTS, fmaxf(2, ui_px(ui, 1.5f)), (Color){ 0, 0, 0, 110 });
    ui->list->layer = LAYER_BASE;
}

static void draw_number(App *app, Rect rect) {
    Ui *ui = &app->ui;
    char text[96];
    snprintf(text, sizeof text, "$t$ = %d [u:of %d]", app->settings.t,
             app->settings.schedule.steps);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 22, HUE_INK }, rect.x, rect.y + ui_px(ui, 24), text);
    float thick = ui_px(ui, 4), y = rect.y + rect.h - thick;
    Rect bar = { rect.x, y, rect.w, thick };
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_LINE));
    int steps = app->settings.schedule.steps;
    bar.w *= steps > 1 ? (float)(app->settings.t - 1) / (float)(steps - 1) : 1;
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_INK));
}

static void draw_forward(App *app, float height) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 20), upper = roundf(ui->height * (app->lesson ? 0.46f : 0.53f));
    app->under.any = false;
    float y = upper + pad / 2, h = height - y - pad / 2;
    if (h < ui_px(ui, 130)) { // no room for a plot
        float number = ui_px(ui, 38);
        draw_pictures(app, (Rect){ pad, pad, ui->width - 2 * pad, height - number - 2 * pad });
        draw_number(app, (Rect){ pad, height - number - pad / 2, ui->width - 2 * pad, number });
        return;
    }
    draw_pictures(app, (Rect){ pad, pad, ui->width - 2 * pad, upper - pad });
    float left = roundf(ui->width * 0.5f);
    plots_draw_one(app, PLOT_SIGNAL, (Rect){ 0, y, left, h });
    Rect words = { left + pad, y, ui->width - left - 2 * pad, h };
    float number = ui_px(ui, 38);
    draw_number(app, (Rect){ words.x, words.y, words.w, number });
    equation_stack(app, (Rect){ words.x, words.y + number, words.w, words.h - number });
}

static void draw_view(App *app, float height) {
    Ui *ui = &app->ui;
    float foot = ui_px(ui, height / ui->scale > 460 ? 92 : 44);
    float pad = ui_px(ui, 20), number = ui_px(ui, 38);
    float y = height - foot - number - ui_px(ui, 8);
    view_middle_draw(app, (Rect){ 0, 0, ui->width, y });
    ui->spare = (Rect){ ui_px(ui, 240), y, ui->width - ui_px(ui, 250), number - ui_px(ui, 5) };
    draw_number(app, (Rect){ pad, y, ui->width - 2 * pad, number });
    equation_draw(app, (Rect){ 0, height - foot, ui->width, foot });
}

void present_draw(App *app) {
    Ui *ui = &app->ui;
    float before = ui->scale;
    ui->scale *= larger(app);
    float lesson = lesson_height(app), height = ui->height - lesson;
    if (app->settings.view == VIEW_FORWARD)
        draw_forward(app, height);
    else
        draw_view(app, height);
    if (lesson > 0) lesson_draw(app, (Rect){ 0, height, ui->width, lesson });
    if (ui->in.escape && !ui->editing && !ui->opened) ui_send(ui, "set presenting 0");
    if (app->settings.look.spotlight) draw_spotlight(ui);
    ui->scale = before;
}

// To the next stop of the strip, of a lesson where there is one.
bool present_slide(App *app, int by, Error *error) {
    bool good = true;
    for (; app->lesson && good && by; by += by > 0 ? -1 : 1)
        good = by > 0 ? lesson_next(app, error) : lesson_previous(app, error);
    int steps[STRIP_CELLS], count = model_strip_steps(&app->model.schedule, steps);
    int t = app->settings.t;
    for (; by > 0; by--) {
        int i = 0;
        while (i < count - 1 && steps[i] <= t) i++;
        t = steps[i];
    }
    for (; by < 0; by++) {
        int i = count - 1;
        while (i > 0 && steps[i] >= t) i--;
        t = steps[i];
    }
    char line[48];
    snprintf(line, sizeof line, "set t %d", t);
    return good && (t == app->settings.t || app_run(app, line, error));
}
