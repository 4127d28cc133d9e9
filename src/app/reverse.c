// SPDX-License-Identifier: MIT
// The view's division, and what its parts share.
#include "app/reverse.h"

#include "base/memory.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Reverse *reverse_of(App *app) {
    if (!app->reverse) {
        app->reverse = mem_alloc(1, sizeof *app->reverse);
        app->reverse->drawing_last = -1;
    }
    return app->reverse;
}

int reverse_texture(App *app, int i) {
    Reverse *reverse = reverse_of(app);
    for (int k = 0; k <= REVERSE_CELLS && !reverse->has_textures; k++)
        reverse->textures[k] = renderer_texture(app->renderer);
    reverse->has_textures = true;
    return reverse->textures[i];
}

void reverse_free(Reverse *reverse) {
    if (!reverse) return;
    thin_free(&reverse->thin);
    for (int i = 0; i < REVERSE_CELLS; i++) picture_free(&reverse->draws[i]);
    picture_free(&reverse->walked);
    picture_free(&reverse->plane);
    walk_free(&reverse->walk);
    free(reverse->rgba);
    free(reverse->values);
    picture_free(&reverse->residuals);
    free(reverse->walked_value);
    free(reverse->walked_floats);
    free(reverse->map);
    free(reverse->path);
    free(reverse);
}

bool reverse_same_key(ReverseKey *held, const ReverseKey *now) {
    bool same = held->x == now->x && held->n == now->n && held->noise == now->noise &&
                held->schedule == now->schedule && held->eta == now->eta && held->t == now->t &&
                held->channel == now->channel && held->number == now->number &&
                held->width == now->width && held->height == now->height &&
                held->theme == now->theme && held->prior == now->prior &&
                held->index == now->index && held->z == now->z && held->part.x == now->part.x &&
                held->part.y == now->part.y && held->part.width == now->part.width &&
                held->part.height == now->part.height;
    *held = *now;
    return same;
}

// The drawn p(x) --------------------------------------------------------------------------------

static int digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool reverse_read_drawn(double cells[DRAWN_CELLS], const char *text) {
    if (strlen(text) != DRAWN_TEXT - 1) return false;
    for (int i = 0; i < DRAWN_CELLS; i++) {
        int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        cells[i] = 16 * high + low;
    }
    return true;
}

void reverse_write_drawn(char text[DRAWN_TEXT], const double cells[DRAWN_CELLS]) {
    for (int i = 0; i < DRAWN_CELLS; i++)
        snprintf(text + 2 * i, 3, "%02x", (unsigned)fmin(255, fmax(0, round(cells[i]))));
}

// The walk ----------------------------------------------------------------------------------------

bool reverse_walk_on(App *app) {
    enum { VALUES_A_FRAME = 3000000 };
    Reverse *reverse = reverse_of(app);
    const Model *model = &app->model;
    const ReverseKey key = { .x = model->x_stamp,
                             .noise = model->noise_stamp,
                             .schedule = model->schedule_stamp,
                             .number = app->settings.noise.draw };
    const NoiseSpec spec = { model->made.noise.seed, (Coupling)model->made.noise.coupling };
    Error error;
    if (!reverse_same_key(&reverse->walk_key, &key) || !reverse->walk.z.values) {
        if (!walk_start(&reverse->walk, &model->x, &model->schedule, &spec, (uint32_t)key.number,
                        &error)) {
            app_say(app, true, error.text);
            return false;
        }
    }
    int most = (int)(VALUES_A_FRAME / picture_length(&model->x)) + 1;
    if (app->patient) most = model->schedule.steps;
    bool there = walk_to(&reverse->walk, &model->x, &model->schedule, model->made.t, most);
    if (!there) app->dirty = true;
    return there;
}

// Division ----------------------------------------------------------------------------------------

float reverse_segments(App *app, float right, float y, float units, OptionId id,
                       const char *const *texts, int count) {
    Ui *ui = &app->ui;
    if (app->only_plots) return right;
    float width = ui_px(ui, units);
    ui_segments(ui, (Rect){ right - width, y, width, ui_px(ui, 22) }, option_row(id), texts, count);
    return right - width;
}

// Without what follows a colon where there is no room for it.
static void draw_title(Ui *ui, float x, float y, float room, const char *full) {
    RichStyle style = { FACE_BOLD, 13.5f, HUE_INK };
    char text[160];
    snprintf(text, sizeof text, "%s", full);
    char *rest = strchr(text, ':');
    if (rest && rich_width(ui, style, text) > room) *rest = '\0';
    if (rich_width(ui, style, text) <= room) rich_draw(ui, style, x, y + ui_px(ui, 16), text);
}

static void draw_pictures_part(App *app, Rect rect) {
    static const char *const names[] = { "one step", "draws", "differences", "walk back" };
    static const char *const titles[] = { "One step back: q(<z_t−1> | <z_t>, <x>)",
                                          "Draws: q(<z_t−1> | <z_t>, <x>), D draws anew",
                                          "Differences: from the mean <mean_t>, enlarged",
                                          "A walk back: from <z_T> to <x>, step by step" };
    Ui *ui = &app->ui;
    float left = reverse_segments(app, rect.x + rect.w, rect.y, 330, OPT_REVERSE_ROW, names, 4);
    draw_title(ui, rect.x, rect.y, left - rect.x - ui_px(ui, 12),
               titles[app->settings.reverse.row]);
    float head = ui_px(ui, 34);
    reverse_pictures_draw(app, (Rect){ rect.x, rect.y + head, rect.w, rect.h - head });
}

static void draw_lower_part(App *app, Rect rect) {
    static const char *const names[] = { "knowing <x>", "without <x>" };
    static const char *const priors[] = { "picture", "two peaks", "drawn" };
    Ui *ui = &app->ui;
    float left = reverse_segments(app, rect.x + rect.w, rect.y, 180, OPT_REVERSE_LOWER, names, 2);
    char title[160];
    bool bayes = app->settings.reverse.lower == LOWER_BAYES;
    if (bayes) {
        Pixel pixel = app_followed_pixel(app);
        snprintf(title, sizeof title, "Bayes' rule for one value: pixel %d, %d%s%s%s", pixel.x,
                 pixel.y, app->model.x.channels == 3 ? " · " : "",
                 app->model.x.channels == 3
                     ? option_choice(option_row(OPT_CHANNEL), app_channel(app))
                     : "",
                 app->under.any ? " · under the pointer"
                 : pixel.pinned ? " · pinned"
                                : " · the middle one");
    } else {
        left = reverse_segments(app, left - ui_px(ui, 10), rect.y, 230, OPT_PRIOR, priors, 3);
        snprintf(title, sizeof title, "Without <x>: p(<x>) from");
    }
    if (bayes && app->model.x.channels == 3)
        left = reverse_segments(app, left - ui_px(ui, 10), rect.y, 144, OPT_CHANNEL, NULL, 3);
    draw_title(ui, rect.x, rect.y, left - rect.x - ui_px(ui, 12), title);
    float head = ui_px(ui, 30);
    Rect room = { rect.x, rect.y + head, rect.w, rect.h - head };
    if (bayes)
        bayes_draw(app, room);
    else
        without_x_draw(app, room);
}

void reverse_draw_middle(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 20), top = ui_px(ui, 14);
    Rect room = { rect.x + pad, rect.y + top, rect.w - 2 * pad, rect.h - top - ui_px(ui, 8) };
    app->under = (Pixel){ 0 };
    Rect upper = room;
    upper.h = reverse_pictures_height(app, room);
    float rest = room.h - upper.h;
    if (upper.h > 0) draw_pictures_part(app, upper);
    if (rest > ui_px(ui, 150))
        draw_lower_part(app, (Rect){ room.x, room.y + upper.h, room.w, rest });
}

void reverse_draw_right(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 12), gap = ui_px(ui, 10), y = rect.y + ui_px(ui, 14);
    Rect part = { rect.x + pad, y, rect.w - 2 * pad, 0 };
    float room = rect.y + rect.h - y - ui_px(ui, 4);
    bool walk = app->settings.reverse.row == ROW_WALK;
    float first = fminf(ui_px(ui, walk ? 222 : 300), roundf(room * 0.44f));
    float other = (room - first - 2 * gap) / 2;
    part.h = first;
    if (walk)
        same_law_draw(app, part);
    else
        proof_draw(app, part);
    part.y += first + gap, part.h = floorf(other);
    life_draw(app, part);
    part.y += part.h + gap;
    coefficients_draw(app, part);
}

// Bayes' rule large, the others beside it.
void reverse_draw_plots(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 20);
    bool beside = rect.w > rect.h;
    Rect left = { rect.x + pad, rect.y + pad, rect.w - 2 * pad, rect.h - 2 * pad }, right = rect;
    if (beside) {
        left.w = roundf(rect.w * 0.58f) - 2 * pad;
        right.x += left.w + 2 * pad, right.w -= left.w + 2 * pad;
    } else {
        left.h = roundf(rect.h * 0.45f) - 2 * pad;
        right.y += left.h + 2 * pad, right.h -= left.h + 2 * pad;
    }
    app->under = (Pixel){ 0 };
    draw_lower_part(app, left);
    reverse_draw_right(app, right);
}
