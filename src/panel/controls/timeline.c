// SPDX-License-Identifier: MIT
// Play, the line of all t, speed, loop and the number.
#include "panel/controls/timeline.h"

#include "base/number.h"
#include "base/translate.h"
#include "conf/levels.h"
#include "panel/levels/menu.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float RADIUS = 17; // units, of the button that plays
enum { LEVELS_UNITS = 112 };    // the width of the one for levels

static void play_button(Scene *scene, float x, float middle, float radius) {
    Ui *ui = scene->ui;
    Rect rect = { x, middle - radius, 2 * radius, 2 * radius };
    if (ui_item(
            ui, "play", rect,
            N_("Play or stop (space). Up and Down change the speed, Shift+Space the direction.")))
        ui_send(ui, "toggle playing");
    Point centre = { x + radius, middle };
    draw_circle(ui->list, centre, radius, ui_color(ui, HUE_INK));
    Color sign = ui_color(ui, HUE_GROUND);
    float size = radius * 0.42f;
    if (scene->settings->play.playing) {
        draw_rect(ui->list, (Rect){ centre.x - size, middle - size, size * 0.7f, 2 * size }, 1,
                  sign);
        draw_rect(ui->list, (Rect){ centre.x + size * 0.3f, middle - size, size * 0.7f, 2 * size },
                  1, sign);
    } else {
        float way = scene->settings->play.backward ? -size : size;
        draw_triangle(ui->list, (Point){ centre.x - way * 0.7f, middle - size },
                      (Point){ centre.x + way * 1.1f, middle },
                      (Point){ centre.x - way * 0.7f, middle + size }, sign);
    }
}

static void move_t_by_pointer(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    int t = scene->settings->t, steps = scene->settings->schedule.steps;
    ui_area(ui, "t", rect, NULL);
    UiItem *item = &ui->items[ui->item_count - 1];
    item->track = rect;
    item->from = 1, item->to = steps;
    if (ui->active == ui_id("t") && steps > 1) {
        float place = fminf(1, fmaxf(0, (ui->in.x - rect.x) / rect.w));
        int next = 1 + (int)roundf(place * (float)(steps - 1));
        if (next != t) ui_send(ui, "set t %d", next);
    } else if (ui_over(ui, rect) && ui->in.right_pressed) {
        ui_send(ui, "reset t");
    }
    int by = ui_wheel_notches(ui, ui_id("t"), rect);
    if (by) ui_send(ui, "step %d", by * (ui->in.shift ? 10 : 1));
}

// Below the line, where a sampler's levels lie; what falls on one column of pixels is one mark.
static void draw_marks(Ui *ui, Rect rect, Rect bar, int steps) {
    float wide = fmaxf(1, ui_px(ui, 1.5f)), last = -INFINITY;
    for (int i = 0; i < ui->mark_count && steps > 1; i++) {
        float x = roundf(rect.x + (float)(ui->marks[i] - 1) / (float)(steps - 1) * rect.w);
        if (x - last < wide + 1) continue;
        draw_flat(ui->list,
                  (Rect){ x - wide / 2, bar.y + bar.h + ui_px(ui, 3), wide, ui_px(ui, 7) },
                  ui_color(ui, HUE_MUTED));
        last = x;
    }
}

static void draw_line_of_t(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    int t = scene->settings->t, steps = scene->settings->schedule.steps;
    float middle = roundf(rect.y + rect.h / 2), thick = fmaxf(3, ui_px(ui, 5));
    float place = steps > 1 ? (float)(t - 1) / (float)(steps - 1) : 0;
    float knob = rect.x + place * rect.w;
    Rect bar = { rect.x, middle - thick / 2, rect.w, thick };
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_LINE));
    bar.w = knob - rect.x;
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_INK));
    draw_marks(ui, rect, bar, steps);
    draw_circle(ui->list, (Point){ knob, middle }, ui_px(ui, 9), ui_color(ui, HUE_GROUND));
    draw_circle(ui->list, (Point){ knob, middle }, ui_px(ui, 7), ui_color(ui, HUE_INK));
}

void timeline_draw_track(Scene *scene, Rect rect) {
    move_t_by_pointer(scene, rect);
    draw_line_of_t(scene, rect);
}

// "t = 240 / 1000"; a double click types a number.
static void draw_step_number(Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    const Option *option = option_row(OPT_T);
    char text[64];
    bool double_press = ui->in.double_pressed;
    if (ui_item(ui, "t number", rect, N_("Double click types a step.")) &&
        (double_press || !ui->press)) // or by a key
        ui_edit_start(ui, option);
    Rect field = { rect.x + ui_px(ui, 20), rect.y + ui_px(ui, 13), rect.w - ui_px(ui, 20),
                   rect.h - ui_px(ui, 26) };
    if (ui_edit_value(ui, field, option)) return;
    snprintf(text, sizeof text, "$t$ = %d [u:/ %d]", scene->settings->t,
             scene->settings->schedule.steps);
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 18, HUE_INK }, rect.x + rect.w,
                    rect.y + rect.h / 2 + ui_px(ui, 6), text);
}

static float number_width(const Scene *scene) {
    Ui *ui = scene->ui;
    int steps = scene->settings->schedule.steps;
    char widest[64];
    snprintf(widest, sizeof widest, "$t$ = %d [u:/ %d]", steps, steps);
    float width = rich_width(ui, (RichStyle){ FACE_TEXT, 18, HUE_INK }, widest);
    return fmaxf(ui_px(ui, 150), width + ui_px(ui, 16));
}

static void speed_button(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    double speed = scene->settings->play.speed;
    char text[32];
    snprintf(text, sizeof text, "%s×", NUMBER(speed, speed < 1 ? 2 : 3));
    if (ui_button(
            ui, rect, "speed", text,
            N_("Speed of playing: 1× runs the whole chain in eight seconds. Click doubles it, "
               "right click resets.")))
        ui_send(ui, "set speed %.9g", speed >= 8 ? 0.25 : fmin(8, speed * 2));
    else if (ui_over(ui, rect) && ui->in.right_pressed)
        ui_send(ui, "reset speed");
    float notches = ui_wheel(ui, ui_id("speed"), rect);
    if (notches != 0) ui_send(ui, "add speed %.9g", notches * 8.333);
}

static void loop_button(const Scene *scene, Rect rect) {
    if (ui_button(scene->ui, rect, "loop",
                  scene->settings->play.loop ? N_("[m:loop]") : N_("[u:loop]"),
                  N_("Start again at the end (L)")))
        ui_send(scene->ui, "toggle loop");
}

// The method, or the word for it; opens the list of all.
static void levels_button(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    bool on = levels_are_on(scene->settings);
    const char *name = levels_name(scene->settings->levels.method), *point = strchr(name, '.');
    RichStyle style = { FACE_TEXT, 13.5f, on ? HUE_INK : HUE_MUTED, .plain = on };
    char text[80];
    snprintf(text, sizeof text, "%s", !on ? _("levels") : point ? point + 1 : name);
    bool bright = levels_menu_opener(
        scene, rect, OPT_LEVELS, "levels",
        N_("Levels: which noise levels a sampler visits on this schedule, as ComfyUI, "
           "AUTOMATIC1111, diffusers and others choose them. They are marked on every line of t, "
           "and the arrows and the strip go by them. A right click takes none, the wheel other "
           "steps."));
    int by = ui_wheel_notches(ui, ui_id("levels"), rect);
    if (by && on) {
        int steps = scene->settings->mixture.sample_steps + by;
        ui_send(ui, "set sample_steps %d", steps < 1 ? 1 : steps);
    }
    draw_rect(ui->list, rect, ui_px(ui, 5), bright ? ui_edge(ui) : ui_color(ui, HUE_LINE));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 4),
              ui_color(ui, HUE_GROUND));
    size_t length = strlen(text);
    while (length > 1 && rich_width(ui, style, text) > rect.w - ui_px(ui, 12)) {
        length--;
        snprintf(text + length, sizeof text - length, "…");
    }
    rich_draw_centred(ui, style, rect.x + rect.w / 2, rect.y + rect.h / 2 + ui_px(ui, 5), text);
}

static Rect levels_place(const Scene *scene, Rect rect, Rect track) {
    const Ui *ui = scene->ui;
    return (Rect){ track.x + track.w + ui_px(ui, 22) + ui_px(ui, 54) + ui_px(ui, 8) +
                       ui_px(ui, 62) + ui_px(ui, 8),
                   rect.y + ui_px(ui, 12), ui_px(ui, LEVELS_UNITS), rect.h - ui_px(ui, 24) };
}

static bool is_wide(const Scene *scene, Rect rect) {
    return rect.w / scene->ui->scale > 700;
}

static Rect track_of(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    float pad = ui_px(ui, 22), radius = ui_px(ui, RADIUS), gap = ui_px(ui, 22);
    float controls = is_wide(scene, rect) ? ui_px(ui, 132 + LEVELS_UNITS) : 0;
    Rect track = { rect.x + pad + 2 * radius + gap, rect.y + ui_px(ui, 8), 0,
                   rect.h - ui_px(ui, 16) };
    track.w = rect.x + rect.w - track.x - number_width(scene) - controls - pad - gap;
    return track;
}

void timeline_draw(Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    float pad = ui_px(ui, 22), middle = roundf(rect.y + rect.h / 2);
    float numbers = number_width(scene);
    play_button(scene, rect.x + pad, middle, ui_px(ui, RADIUS));
    Rect track = track_of(scene, rect);
    timeline_draw_track(scene, track);
    if (is_wide(scene, rect)) {
        float x = track.x + track.w + ui_px(ui, 22), h = rect.h - ui_px(ui, 24);
        Rect speed = { x, rect.y + ui_px(ui, 12), ui_px(ui, 54), h };
        speed_button(scene, speed);
        loop_button(scene,
                    (Rect){ speed.x + speed.w + ui_px(ui, 8), speed.y, ui_px(ui, 62), speed.h });
        levels_button(scene, levels_place(scene, rect, track));
    }
    draw_step_number(scene, (Rect){ rect.x + rect.w - pad - numbers, rect.y, numbers, rect.h });
}

void timeline_popup(Scene *scene, Rect rect) {
    if (is_wide(scene, rect))
        levels_menu_popup(scene, levels_place(scene, rect, track_of(scene, rect)), OPT_LEVELS,
                          "levels");
}
