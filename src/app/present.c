// SPDX-License-Identifier: MIT
// Presenter mode: a stage and the formulas in type that the last row can read, the whole screen,
// and nothing to explain. Page Down and Page Up, the keys of a presenter's remote, go through the
// steps of the film strip.
#include "app/app.h"
#include "app/lesson.h"
#include "base/translate.h"
#include "panel/rows.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

// How much larger the type is, as far as what it names has room beside it: units of the layout.
static const float LARGER = 1.7f, LARGER_VIEW = 1.45f;
static const float LEAST_WIDTH = 740, LEAST_HEIGHT = 400, LEAST_VIEW_WIDTH = 900;

static float larger(const App *app) {
    const Ui *ui = &app->ui;
    bool forward = app->settings.view == VIEW_FORWARD && !*app->settings.stage;
    float width = ui->width / ui->scale / (forward ? LEAST_WIDTH : LEAST_VIEW_WIDTH);
    float height = ui->height / ui->scale / LEAST_HEIGHT;
    return fmaxf(1, fminf(forward ? LARGER : LARGER_VIEW, fminf(width, height)));
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
    snprintf(text, sizeof text, _("$t$ = %d [u:of %d]"), app->settings.t,
             app->settings.schedule.steps);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 22, HUE_INK }, rect.x, rect.y + ui_px(ui, 24), text);
    float thick = ui_px(ui, 4), y = rect.y + rect.h - thick;
    Rect bar = { rect.x, y, rect.w, thick };
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_LINE));
    int steps = app->settings.schedule.steps;
    bar.w *= steps > 1 ? (float)(app->settings.t - 1) / (float)(steps - 1) : 1;
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_INK));
}

// The stage, t, and the formulas where the stage has none.
static void draw_parts(App *app, float height) {
    Ui *ui = &app->ui;
    bool formulas = !stage_has(&app->stage, &panel_formula);
    float foot = formulas ? ui_px(ui, height / ui->scale > 460 ? 92 : 44) : ui_px(ui, 8);
    float pad = ui_px(ui, 20), side = ui_px(ui, 10), number = ui_px(ui, 38);
    float y = height - foot - number - ui_px(ui, 8);
    PanelChoice choice = { 0 };
    Error error;
    stage_lay_out(&app->stage, &app->scene, (Rect){ 0, 0, ui->width, y });
    stage_draw(&app->stage, &app->scene, &app->states);
    ui->spare = (Rect){ ui_px(ui, 240), y, ui->width - ui_px(ui, 250), number - ui_px(ui, 5) };
    draw_number(app, (Rect){ pad, y, ui->width - 2 * pad, number });
    if (!formulas) return;
    if (stage_needs_mixture(&app->stage))
        CHECK(panel_choose(&panel_formula, "weights expectation mixture", &choice, &error));
    panel_formula.draw(&app->scene, NULL, &choice,
                       (Rect){ side, height - foot, ui->width - 2 * side, foot });
}

void present_draw(App *app) {
    Ui *ui = &app->ui;
    float before = ui->scale;
    ui->scale *= larger(app);
    float lesson = lesson_height(app), height = ui->height - lesson;
    draw_parts(app, height);
    stage_popups(&app->stage, &app->scene, &app->states);
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
