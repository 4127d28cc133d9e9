// SPDX-License-Identifier: MIT
// The chain at a glance: z at evenly spaced steps. As a figure each has its t and its log SNR.
#include "base/translate.h"
#include "model/levels.h"
#include "model/thin.h"
#include "panel/picture.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct State {
    Texture cells[STRIP_MOST];
} State;

typedef struct Strip {
    int steps[STRIP_MOST], count, here; // here: which is at t, -1 where none is
    bool levels;                        // they are those that a sampler visits
    float x, y, cell_w, cell_h, pitch;
} Strip;

static int cell_texture(Scene *scene, State *state, int cell, int t, Rect rect) {
    const Model *model = scene->model;
    const Picture *x = &model->x;
    int width = rect.w < (float)x->width ? (int)rect.w : x->width;
    int height = rect.h < (float)x->height ? (int)rect.h : x->height;
    const Key key = { .x = model->x_stamp,
                      .noise = model->noise_stamp,
                      .schedule = model->schedule_stamp,
                      .t = t,
                      .width = width,
                      .height = height };
    Texture *texture = &state->cells[cell];
    Error error;
    if (!texture_is_fresh(texture, &key)) {
        uint8_t *rgba = textures_scratch(scene->textures, (size_t)width * (size_t)height * 4);
        if (!model_strip_rgba(model, t, width, height, rgba, &error) ||
            !texture_upload(scene->textures, texture, &key, rgba, &error))
            scene_report(scene, &error);
    }
    return texture_number(scene->textures, texture);
}

// The step that is shown stands among them, but where they are the levels that a sampler visits.
static void find_steps(const Scene *scene, Strip *strip) {
    int t = scene->settings->t;
    strip->levels = model_levels(scene->model)->on;
    strip->count = model_strip(scene->model, strip->steps);
    strip->here = -1;
    for (int i = 0; i < strip->count && !scene->still; i++)
        if (strip->steps[i] == t) strip->here = i;
    if (scene->still || strip->levels) return;
    strip->here = 0;
    for (int i = 1; i < strip->count; i++)
        if (abs(strip->steps[i] - t) < abs(strip->steps[strip->here] - t)) strip->here = i;
    strip->steps[strip->here] = t;
}

static float gap_of(const Scene *scene) {
    return ui_px(scene->ui, scene->still ? 8 : 5);
}

static float caption_of(const Scene *scene) {
    return ui_px(scene->ui, scene->still ? 50 : 24);
}

// Cells as large as the width has room for, and no higher than that.
static void size_cells(const Scene *scene, Strip *strip, float width, float most) {
    float aspect = picture_aspect(scene->model), count = (float)strip->count;
    strip->cell_w = floorf((width - gap_of(scene) * (count - 1)) / count);
    strip->cell_h = roundf(strip->cell_w * aspect);
    if (strip->cell_h > most) {
        strip->cell_h = fmaxf(1, floorf(most));
        strip->cell_w = fmaxf(1, roundf(strip->cell_h / aspect));
    }
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice;
    Strip strip;
    if (scene->still) return 0;
    find_steps(scene, &strip);
    if (strip.count < STRIP_CELLS) strip.count = STRIP_CELLS; // few steps have no larger ones
    size_cells(scene, &strip, width, fminf(room * 0.16f, ui_px(scene->ui, 84)));
    return strip.cell_h + caption_of(scene);
}

static Strip lay_out(const Scene *scene, Rect rect) {
    Strip strip;
    find_steps(scene, &strip);
    int count = strip.count;
    if (!scene->still && count < STRIP_CELLS) strip.count = STRIP_CELLS;
    size_cells(scene, &strip, rect.w, rect.h - caption_of(scene));
    strip.count = count;
    float spare = rect.w - strip.cell_w * (float)count;
    float pitch = count > 1 ? strip.cell_w + spare / (float)(count - 1) : 0;
    float closest = strip.cell_w + gap_of(scene);
    // A figure's stand together, in the middle.
    strip.pitch = scene->still ? closest : pitch;
    float wide = strip.pitch * (float)(count - 1) + strip.cell_w;
    strip.x = scene->still ? roundf(rect.x + (rect.w - wide) / 2) : rect.x;
    float spare_h = rect.h - strip.cell_h - caption_of(scene);
    strip.y = roundf(rect.y + (scene->still ? fmaxf(0, spare_h) / 2 : 0));
    return strip;
}

// What stands below a cell: its step, in a figure also the level there.
typedef struct Caption {
    char text[2][64];
    RichStyle style[2];
    float down[2]; // units below the cell
    int lines;
} Caption;

static Caption caption(const Scene *scene, const Strip *strip, int i) {
    int t = strip->steps[i];
    char number[48];
    Caption made = { .lines = 1,
                     .style = { { FACE_TEXT, 12, i == strip->here ? HUE_INK : HUE_MUTED } },
                     .down = { 17 } };
    if (!scene->still) {
        snprintf(made.text[0], sizeof made.text[0], "%d", t);
        return made;
    }
    snprintf(made.text[0], sizeof made.text[0], i ? "%d" : "$t$ = %d", t);
    axis_number(number, sizeof number, scene->model->schedule.log_snr[t]);
    snprintf(made.text[1], sizeof made.text[1], i ? "%s" : "log SNR %s", number);
    made.style[0] = (RichStyle){ FACE_TEXT, 15, HUE_INK };
    made.style[1] = (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED };
    made.down[0] = 21, made.down[1] = 42;
    made.lines = 2;
    return made;
}

// Where there is no room for all captions, every so many cells have one, counted from the step that
// is shown.
static int cells_a_caption(const Scene *scene, const Strip *strip) {
    Ui *ui = scene->ui;
    float widest = 0;
    for (int i = 0; i < strip->count; i++) {
        Caption made = caption(scene, strip, i);
        for (int k = 0; k < made.lines; k++)
            widest = fmaxf(widest, rich_width(ui, made.style[k], made.text[k]));
    }
    if (strip->pitch <= 0) return 1;
    return (int)fmaxf(1, ceilf((widest + ui_px(ui, 5)) / strip->pitch));
}

static void draw_caption(const Scene *scene, const Caption *made, Rect cell) {
    for (int k = 0; k < made->lines; k++)
        rich_draw_centred(scene->ui, made->style[k], cell.x + cell.w / 2,
                          cell.y + cell.h + ui_px(scene->ui, made->down[k]), made->text[k]);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    Ui *ui = scene->ui;
    Strip strip = lay_out(scene, rect);
    if (strip.cell_w < 4 || strip.cell_h < 4) return;
    int every = cells_a_caption(scene, &strip), from = strip.here < 0 ? 0 : strip.here;
    for (int i = 0; i < strip.count; i++) {
        Rect cell = { roundf(strip.x + strip.pitch * (float)i), strip.y, strip.cell_w,
                      strip.cell_h };
        char label[32];
        snprintf(label, sizeof label, "strip %d", strip.steps[i]);
        if (!scene->still &&
            ui_item(ui, label, cell,
                    N_("The chain at a glance: z at evenly spaced steps. A click goes there.")))
            ui_send(ui, "set t %d", strip.steps[i]);
        draw_picture(ui->list, cell_texture(scene, data, i, strip.steps[i], cell), cell,
                     (Rect){ 0, 0, 1, 1 });
        if (i == strip.here) {
            float line = fmaxf(2, ui_px(ui, 2));
            ui->list->layer = LAYER_MARKS;
            draw_outline(ui->list, rect_inset(cell, -line), line, ui_color(ui, HUE_INK));
            ui->list->layer = LAYER_BASE;
        }
        Caption made = caption(scene, &strip, i);
        if ((i - from) % every == 0) draw_caption(scene, &made, cell);
    }
}

const Panel panel_strip = {
    .name = "strip",
    .title = N_("Film strip"),
    .help = N_("The chain at a glance: <z_t> at evenly spaced steps; a click goes there."),
    .natural = { 1600, 260 },
    .least = { 240, 62 },
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
};
