// SPDX-License-Identifier: MIT
// The window around the stage: the bar, the controls, the lesson's caption, the timeline, the
// formulas. Where the window is too narrow for the controls beside the stage they are reached
// through the bar's menu; H hides them.
#include "app/app.h"
#include "app/export.h"
#include "app/lesson/lesson_caption.h"
#include "app/present.h"
#include "panel/controls/timeline.h"
#include "panel/rows.h"
#include "stage/views.h"

#include <math.h>

typedef struct Regions {
    Rect top, column, stage, lesson, timeline, formula;
} Regions;

static PanelChoice formula_choice(const App *app) {
    PanelChoice choice = { 0 };
    Error error;
    if (stage_needs_mixture(&app->stage))
        CHECK(panel_choose(&panel_formula, "weights expectation mixture", &choice, &error));
    return choice;
}

// Letters and numbers, numbers alone, or none where the window is low or the stage has its own.
static float formula_height(const App *app, float width, float units_h) {
    const Ui *ui = &app->ui;
    const PanelChoice choice = formula_choice(app);
    if (units_h <= 320 || stage_has(&app->stage, &panel_formula)) return 0;
    if (app->lesson && *app->settings.stage) return 0; // what a stop is about stands on its stage
    // Side by side where they fit.
    float wanted = panel_formula.height(&app->scene, &choice, width - ui_px(ui, 36), ui->height);
    bool beside = wanted <= ui_px(ui, 96);
    if (!beside && units_h > 760) return ui_px(ui, 104);
    return ui_px(ui, units_h > 760 ? 92 : 50);
}

static float larger_lesson_height(App *app) {
    float before = app->ui.scale;
    present_begin(&app->ui, false);
    float height = lesson_height(app);
    present_end(&app->ui, before);
    return height;
}

static Regions divide(App *app) {
    const Ui *ui = &app->ui;
    float width = ui->width, height = ui->height;
    float units_w = width / ui->scale, units_h = height / ui->scale;
    float top = ui_px(ui, 44), bar = ui_px(ui, 54);
    float formula = formula_height(app, width, units_h);
    bool beside = app->settings.look.panels && !stage_has(&app->stage, &panel_controls);
    float column = beside && units_w >= 720 ? ui_px(ui, 264) : 0;
    float lesson = larger_lesson_height(app), foot = height - formula - bar - lesson;
    return (Regions){ .top = { 0, 0, width, top },
                      .column = { 0, top, column, foot - top },
                      .stage = { column, top, width - column, foot - top },
                      .lesson = { 0, foot, width, lesson },
                      .timeline = { 0, foot + lesson, width, bar },
                      .formula = { 0, foot + lesson + bar, width, formula } };
}

static void draw_column(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float hair = fmaxf(1, ui_px(ui, 1));
    Error error;
    // The histogram takes what the controls leave. In Mixture all that is shown is the data set's.
    PanelChoice none = { 0 };
    float wanted = panel_controls.height(&app->scene, &none, rect.w - ui_px(ui, 32), rect.h);
    bool room = wanted + ui_px(ui, panel_histogram.least.h + 40) <= rect.h;
    bool twice = stage_has(&app->stage, &panel_histogram);
    Rect place = rect;
    place.h = fminf(rect.h, wanted + ui_px(ui, 320));
    const char *text =
        app->settings.view == VIEW_MIXTURE || twice || !room ? "controls" : "controls / histogram";
    CHECK(stage_parse(&app->column, text, &error));
    draw_flat(ui->list, rect, ui_color(ui, HUE_PANEL));
    draw_flat(ui->list, (Rect){ rect.w - hair, rect.y, hair, rect.h }, ui_color(ui, HUE_LINE));
    stage_lay_out(&app->column, &app->scene, place);
    app->ui.ground = HUE_PANEL;
    Pixel under = app->scene.under;
    stage_draw(&app->column, &app->scene, &app->states);
    app->scene.under = under;
    app->ui.ground = HUE_GROUND;
}

static void draw_formula(App *app, Rect rect) {
    const PanelChoice choice = formula_choice(app);
    float side = ui_px(&app->ui, 18);
    panel_formula.draw(&app->scene, NULL, &choice,
                       (Rect){ rect.x + side, rect.y, rect.w - 2 * side, rect.h });
}

// What a lesson is about, larger than the window around it.
static void draw_stage(App *app, const Regions *at) {
    Ui *ui = &app->ui;
    float before = ui->scale;
    if (at->lesson.h > 0) present_begin(ui, false);
    stage_lay_out(&app->stage, &app->scene, at->stage);
    stage_draw(&app->stage, &app->scene, &app->states);
    if (at->lesson.h > 0) lesson_draw(app, at->lesson);
    present_end(ui, before);
}

static void draw_stage_popups(App *app, const Regions *at) {
    Ui *ui = &app->ui;
    float before = ui->scale;
    if (at->lesson.h > 0) present_begin(ui, false);
    stage_popups(&app->stage, &app->scene, &app->states);
    lesson_popups(app, at->lesson);
    present_end(ui, before);
}

void chrome_draw(App *app) {
    Ui *ui = &app->ui;
    Regions at = divide(app);
    float hair = fmaxf(1, ui_px(ui, 1));
    bool help = app->settings.look.help, sheet = app->settings.export.sheet;
    ui->blocked |= help || (sheet && rect_holds(export_sheet_rect(app), ui->in.x, ui->in.y));
    app->column.count = 0;
    app->black = false; // it was the presenter's
    if (at.column.w > 0) draw_column(app, at.column);
    draw_flat(ui->list, (Rect){ 0, at.timeline.y, ui->width, hair }, ui_color(ui, HUE_LINE));
    draw_stage(app, &at);
    bar_draw(app, at.top);
    timeline_draw(&app->scene, at.timeline);
    if (at.formula.h > 0) draw_formula(app, at.formula);
    if (app->column.count) stage_popups(&app->column, &app->scene, &app->states);
    draw_stage_popups(app, &at);
    timeline_popup(&app->scene, at.timeline);
    bar_popups(app, at.top);
    if (sheet && !help) export_sheet_draw(app);
    if (help) help_draw(app);
}
