// SPDX-License-Identifier: MIT
#include "app/present.h"

#include "app/commands.h"
#include "app/lesson/lesson.h"
#include "app/lesson/lesson_caption.h"
#include "base/translate.h"
#include "model/levels.h"
#include "panel/controls/timeline.h"
#include "panel/rows.h"
#include "stage/views.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// How much larger than the window's its units are, as far as that leaves room for anything.
static const float PROJECTED = 2, IN_WINDOW = 1.4f;
static const float LEAST_WIDTH = 740, LEAST_HEIGHT = 400, LEAST_TYPE = 12.2f; // units

float present_scale(const Ui *ui, bool projected) {
    float width = ui->width / ui->scale / LEAST_WIDTH;
    float height = ui->height / ui->scale / LEAST_HEIGHT;
    float larger = projected ? PROJECTED : IN_WINDOW;
    return ui->scale * fmaxf(1, fminf(larger, fminf(width, height)));
}

void present_begin(Ui *ui, bool projected) {
    ui->scale = present_scale(ui, projected);
    ui->least_type = ceilf(LEAST_TYPE * ui->scale);
}

void present_end(Ui *ui, float scale) {
    ui->scale = scale;
    ui->least_type = 0;
}

// All but a circle about the pointer is darkened.
static void draw_spotlight(Ui *ui) {
    enum { POINTS = 65 };
    float x[POINTS], top[POINTS], above[POINTS], below[POINTS], foot[POINTS];
    Point ring[POINTS];
    float radius = fminf(ui->width, ui->height) * 0.16f;
    const Color shade = { 0, 0, 0, 165 };
    if (ui->pointer_x < -radius || ui->pointer_y < -radius) return;
    for (int i = 0; i < POINTS; i++) {
        // Denser where the circle is steep.
        float turn = 3.14159265f * (float)i / (POINTS - 1);
        x[i] = ui->pointer_x - radius * cosf(turn);
        float high = radius * sinf(turn);
        top[i] = 0, foot[i] = ui->height;
        above[i] = ui->pointer_y - high, below[i] = ui->pointer_y + high;
        ring[i] = (Point){ ui->pointer_x + radius * cosf(2 * turn),
                           ui->pointer_y + radius * sinf(2 * turn) };
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

// What is shown: the stop's title, or the view's.
static const char *title_of(const App *app) {
    if (lesson_stops(app)) return lesson_title(app, lesson_stop(app));
    if (!*app->settings.stage) return _(view_row((View)app->settings.view)->title);
    for (int i = 0; i < app->stage.count; i++)
        if (app->stage.nodes[i].kind == STAGE_LEAF) return _(app->stage.nodes[i].panel->title);
    return "";
}

static const float HEAD = 42; // units

// The title, t, and the line of all t.
static void draw_head(App *app, Rect rect) {
    Ui *ui = &app->ui;
    char text[96];
    RichStyle number = { FACE_TEXT, 18, HUE_INK }, title = { FACE_TEXT, 15, HUE_MUTED };
    float baseline = rect.y + ui_px(ui, 22);
    snprintf(text, sizeof text, _("$t$ = %d [u:of %d]"), app->settings.t,
             app->settings.schedule.steps);
    float wide = rich_draw_right(ui, number, rect.x + rect.w, baseline, text);
    float room = rect.w - wide - ui_px(ui, 24), used = 0;
    if (rich_width(ui, title, title_of(app)) <= room)
        used = rich_draw(ui, title, rect.x, baseline, title_of(app)) + ui_px(ui, 12);
    ui->spare = (Rect){ rect.x + used, rect.y, room - used, ui_px(ui, 30) };
    timeline_draw_track(&app->scene,
                        (Rect){ rect.x, rect.y + ui_px(ui, 27), rect.w, ui_px(ui, 15) });
}

static const float HIGH = 560; // units

// The stage, and where there is room the formulas of a view that has none.
static void draw_parts(App *app, float height) {
    Ui *ui = &app->ui;
    bool formulas = !*app->settings.stage && !stage_has(&app->stage, &panel_formula) &&
                    height > ui_px(ui, HIGH);
    float foot = formulas ? ui_px(ui, 92) : 0;
    float pad = ui_px(ui, 20), side = ui_px(ui, 10), head = ui_px(ui, HEAD);
    PanelChoice choice = { 0 };
    Error error;
    stage_lay_out(&app->stage, &app->scene, (Rect){ 0, head, ui->width, height - head - foot });
    draw_head(app, (Rect){ pad, 0, ui->width - 2 * pad, head });
    stage_draw(&app->stage, &app->scene, &app->states);
    if (!formulas) return;
    if (stage_needs_mixture(&app->stage))
        CHECK(panel_choose(&panel_formula, "weights expectation mixture", &choice, &error));
    panel_formula.draw(&app->scene, NULL, &choice,
                       (Rect){ side, height - foot, ui->width - 2 * side, foot });
}

void present_draw(App *app) {
    Ui *ui = &app->ui;
    if (ui->in.escape && !ui->editing && !ui->opened) ui_send(ui, "set presenting 0");
    if (app->black) {
        draw_flat(ui->list, (Rect){ 0, 0, ui->width, ui->height }, (Color){ 0, 0, 0, 255 });
        return;
    }
    float before = ui->scale;
    present_begin(ui, true);
    float lesson = lesson_height(app), height = ui->height - lesson;
    Rect caption = { 0, height, ui->width, lesson };
    draw_parts(app, height);
    stage_popups(&app->stage, &app->scene, &app->states);
    if (lesson > 0) lesson_draw(app, caption);
    lesson_popups(app, caption);
    if (app->settings.look.spotlight) draw_spotlight(ui);
    present_end(ui, before);
}

bool run_black(App *app, const Command *command, Error *error) {
    (void)command;
    if (!app->settings.look.presenting)
        return error_usage(error, "black: blackens the presenter's screen (F5)");
    app->black = !app->black;
    app->dirty = true;
    return true;
}

// So many stops of the strip on, or back.
static int t_of_strip(const App *app, int by) {
    int steps[STRIP_MOST], count = model_strip(&app->model, steps);
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
    return t;
}

// Of the lesson, or where there is none, of the strip. What is black shows again.
bool run_slide(App *app, const Command *command, Error *error) {
    const char *text = command->arguments[0];
    long long by;
    if (!read_int(text, &by) || llabs(by) > 1000)
        return error_usage(error, "slide: takes a whole number, not \"%s\"", text);
    bool good = true;
    app->black = false;
    app->dirty = true;
    for (; app->lesson && good && by; by += by > 0 ? -1 : 1)
        good = by > 0 ? lesson_next(app, error) : lesson_previous(app, error);
    char line[48];
    int t = t_of_strip(app, (int)by);
    snprintf(line, sizeof line, "set t %d", t);
    return good && (t == app->settings.t || app_run(app, line, error));
}
