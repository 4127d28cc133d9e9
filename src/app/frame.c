// SPDX-License-Identifier: MIT
// One frame: passes of the views until the commands they send have settled, then the draw list goes
// to OpenGL.
#include "app/app.h"
#include "app/files/files.h"
#include "app/files/opening.h"
#include "app/lesson/lesson.h"
#include "app/present.h"
#include "app/save_sheet.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/translate.h"
#include "model/levels.h"
#include "model/measure.h"
#include "stage/views.h"
#include "ui/tooltip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a control sent has there the name that stands beside it: "T: takes ...", not "steps: ...".
static void say_refused(App *app, const char *line, const char *why) {
    char name[64] = "";
    size_t colon = strcspn(why, ":");
    bool sets = sscanf(line, "set %63s", name) == 1 || sscanf(line, "reset %63s", name) == 1;
    const Option *option = sets ? option_find(name) : NULL;
    Text text = { 0 };
    if (option && option->label && strlen(name) == colon && strncmp(name, why, colon) == 0) {
        notation_plain(&text, settings_notation(&app->settings), _(option->label));
        why += colon;
    }
    text_append(&text, "%s", why);
    app_say(app, true, text.data);
    text_free(&text);
}

// Runs what the last pass sent. Returns whether there was anything.
static bool run_queue(App *app) {
    if (!app->queue.length) return false;
    Text queue = app->queue;
    app->queue = (Text){ 0 };
    Error error;
    app->hand_press = app->queue_press;
    for (char *line = queue.data; line && *line;) {
        char *end = strchr(line, '\n');
        *end = '\0';
        bool asks = strcmp(line, "save") == 0 && save_sheet_ask(app);
        if (!asks && !app_run_by_hand(app, line, &error)) say_refused(app, line, error.shown);
        line = end + 1;
    }
    app->hand_press = 0;
    text_free(&queue);
    return true;
}

// One that says a whole command line shows its beginning.
static void message_text(App *app, RichStyle style, float most, char *out, size_t size) {
    snprintf(out, size, "%s", app->message);
    size_t length = strlen(out);
    if (!app->message_is_line) return;
    while (length > 0 && rich_width(&app->ui, style, out) > most) {
        do length--;
        while (length > 0 && ((unsigned char)app->message[length] & 0xC0) == 0x80);
        snprintf(out, size, "%.*s…", (int)length, app->message);
    }
}

// Where formulas, captions and the line of all t are left free: on the bar at the top, or what the
// view has said.
static Rect message_area(const Ui *ui) {
    return ui->spare.w > 0 ? ui->spare : (Rect){ 0, 0, ui->width, ui_px(ui, 43) };
}

// What does not fit grows away from the window's nearer edge.
static Rect place_message(const Ui *ui, Rect in, float w, float h) {
    Rect box = { roundf(in.x + (in.w - w) / 2), roundf(in.y + (in.h - h) / 2), w, h };
    bool at_top = in.y < ui->height / 2;
    if (h > in.h) box.y = at_top ? in.y + ui_px(ui, 3) : in.y + in.h - h;
    box.x = fmaxf(ui_px(ui, 4), fminf(box.x, ui->width - w - ui_px(ui, 4)));
    return box;
}

static const RichStyle message_style = { FACE_TEXT, 14, HUE_INK, .plain = true };
static const float MESSAGE_PAD = 14, MESSAGE_LINE = 21; // units

static void draw_card(Ui *ui, Rect box, Color edge) {
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 7), edge);
    draw_rect(ui->list, box, ui_px(ui, 6), ui_color(ui, HUE_PANEL));
}

// While there is no message, and where it covers no word of the bar as long as that leaves room.
// How far it is, where that is known, is a line on the lower edge.
static void draw_opening(App *app) {
    Ui *ui = &app->ui;
    if (files_are_shown(app)) return; // which say so themselves
    char text[320];
    double done;
    Rect in = app->bar_spare.w >= ui_px(ui, 170) ? app->bar_spare : message_area(ui);
    float pad = ui_px(ui, MESSAGE_PAD), thick = ui_px(ui, 2);
    float most = fminf(in.w - 3 * pad, ui_px(ui, 480));
    if (!opening_words(app, message_style, most, text, sizeof text, &done)) return;
    float w = rich_width(ui, message_style, text) + 2 * pad, h = ui_px(ui, MESSAGE_LINE) + pad;
    Rect box = place_message(ui, in, w, fminf(h, in.h - ui_px(ui, 4)));
    ui->list->layer = LAYER_TOOLTIP;
    draw_card(ui, box, ui_edge(ui));
    rich_draw(ui, message_style, box.x + pad, box.y + box.h / 2 + ui_px(ui, 5), text);
    Rect line = { box.x + pad, box.y + box.h - 2 * thick, (box.w - 2 * pad) * (float)done, thick };
    if (done > 0) draw_rect(ui->list, line, 0, ui_color(ui, HUE_X));
    ui->list->layer = LAYER_BASE;
}

static void draw_message(App *app) {
    Ui *ui = &app->ui;
    if (!*app->message || ui->now > app->message_until) {
        draw_opening(app);
        return;
    }
    float pad = ui_px(ui, MESSAGE_PAD), line = ui_px(ui, MESSAGE_LINE);
    Rect in = message_area(ui);
    float most = fminf(in.w, ui_px(ui, 1100)) - 3 * pad;
    char text[sizeof app->message + 4];
    message_text(app, message_style, most, text, sizeof text);
    RichLines lines = rich_wrap(ui, message_style, most, text);
    Rect box = place_message(ui, in, lines.width + 2 * pad, line * (float)lines.count + pad);
    ui->list->layer = LAYER_TOOLTIP;
    draw_card(ui, box, app->message_is_error ? ui_color(ui, HUE_BETA) : ui_edge(ui));
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, message_style, box.x + pad, box.y + pad / 2 + line * ((float)i + 0.74f),
                  lines.line[i]);
    ui->list->layer = LAYER_BASE;
    if (ui->wake_at == 0 || ui->wake_at > app->message_until)
        ui->wake_at = app->message_until + 0.01;
}

// A set that cannot be read leaves the one before, and the option says so.
static void refuse_dataset(App *app, const Error *error) {
    char path[SETTINGS_PATH];
    Text line = { 0 };
    Error ignored;
    mixture_path(app->mixture, path);
    text_append(&line, "set dataset ");
    command_quote(&line, path);
    app_run_quietly(app, line.data, &ignored);
    text_free(&line);
    if (error->kind == ERROR_NONE) return; // cancelled by hand
    app_say(app, true, error->shown);
    log_error(error);
}

static void cancel_reading(void *user) {
    App *app = user;
    if (app->mixture) mixture_cancel(app->mixture);
}

enum { MEASURED_AT_ONCE = 2 }; // parts of a large picture

static void set_scene(App *app) {
    Error error;
    CHECK(stage_parse(&app->stage, shown_stage(app->figure, &app->settings),
                      &error)); // as it was when it was set
    const char *focus = app->figure == WHAT_WINDOW ? lesson_focus(app) : NULL;
    if (focus && !stage_focus(&app->stage, focus, &error)) // another stage than the stop's
        for (int i = 0; i < app->stage.count; i++) app->stage.nodes[i].dimmed = false;
    bool mixture = stage_needs_mixture(&app->stage);
    if (mixture && !app_follow_mixture(app, &error)) refuse_dataset(app, &error);
    // Beside a window all values are counted while it has nothing else to do.
    if (app->hidden || model_is_unmeasured(&app->model))
        model_measure(&app->model, app->hidden ? 0 : MEASURED_AT_ONCE);
    Scene *scene = &app->scene;
    scene->settings = &app->settings;
    scene->model = &app->model;
    scene->ui = &app->ui;
    scene->textures = &app->textures;
    scene->ranges = app->ranges;
    scene->cancel_reading = cancel_reading;
    scene->user = app;
    scene->ui->ground = HUE_GROUND;
    const ModelLevels *levels = model_levels(&app->model);
    scene->ui->marks = levels->on ? levels->steps : NULL;
    scene->ui->mark_count = levels->on ? levels->step_count : 0;
    scene->still = app->figure != WHAT_WINDOW;
    scene->patient = app->patient;
    scene->bare = app->bare;
    scene->in_view = !*app->settings.stage;
    scene->brief = app->lesson != NULL;
    scene->lecture = app->lesson || app->settings.look.presenting;
    scene->compares = stage_compares(&app->stage);
    scene->again = false;
    scene->trouble.kind = ERROR_NONE;
    scene->mixture = mixture ? mixture_lock(app->mixture) : NULL;
}

static void leave_scene(App *app) {
    Scene *scene = &app->scene;
    if (scene->mixture) mixture_unlock(app->mixture);
    scene->mixture = NULL;
    app->dirty |= scene->again;
    if (scene->trouble.kind != ERROR_NONE) app_say(app, true, scene->trouble.shown);
}

// A part of the window by itself, for paper and slides: nothing to click, and the type grows with
// the picture, so that a figure looks the same at any number of pixels.
static void draw_figure(App *app) {
    Ui *ui = &app->ui;
    Rect all = { 0, 0, ui->width, ui->height };
    bool plots = app->figure >= WHAT_PLOTS && app->figure <= WHAT_PIXEL;
    app->ui.ground = plots ? HUE_PANEL : HUE_GROUND;
    if (!app->bare) draw_flat(ui->list, all, ui_color(ui, app->ui.ground));
    stage_lay_out(&app->stage, &app->scene, all);
    stage_draw(&app->stage, &app->scene, &app->states);
}

// Drawn up in the system's points, so that type is as large on a dense screen as on any other.
static float window_scale(const App *app) {
    float density = app->density > 0 ? app->density : 1;
    int width = (int)((float)app->width / density), height = (int)((float)app->height / density);
    return density * style_scale(width, height, app->settings.look.ui_scale);
}

static void pass(App *app) {
    Ui *ui = &app->ui;
    const Settings *settings = &app->settings;
    app_use_language(app);
    ui->width = (float)app->width;
    ui->height = (float)app->height;
    ui->scale = app->figure != WHAT_WINDOW
                    ? figure_scale(app->figure, settings, &app->model, app->width, app->height)
                    : window_scale(app);
    ui->now = clock_seconds();
    set_scene(app);
    ui_begin(ui);
    app->bar_spare = (Rect){ 0 };
    ui->blocked |= app->save_asked || files_are_shown(app);
    if (app->figure != WHAT_WINDOW)
        draw_figure(app);
    else if (settings->look.presenting && !settings->look.help)
        present_draw(app);
    else
        chrome_draw(app);
    files_draw(app);
    save_sheet_draw(app);
    draw_message(app);
    tooltip_draw(ui);
    ui_end(ui);
    leave_scene(app);
}

void app_layout(App *app) {
    enum { MOST_PASSES = 6 };
    for (int i = 0; i < MOST_PASSES; i++) {
        unsigned overflows = fonts_atlas(app->fonts)->overflows;
        pass(app);
        bool again = run_queue(app);
        // Glyphs moved under what was drawn before.
        again |= overflows != fonts_atlas(app->fonts)->overflows;
        if (!again) break;
    }
}

void app_draw(App *app) {
    app_layout(app);
    Color ground = style_color(app->settings.look.theme, HUE_GROUND);
    if (app->bare) ground.a = 0;
    renderer_draw(app->renderer, &app->list, app->fonts, app->width, app->height, ground);
    app->frames++;
}
