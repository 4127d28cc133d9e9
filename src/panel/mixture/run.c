// SPDX-License-Identifier: MIT
// The chain run backwards: samples as columns, of each z_t, E[x | z_t] and the training picture
// that is nearest to it.
#include "base/translate.h"
#include "core/sampler.h"
#include "io/dataset.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

typedef struct State {
    RowTexture z, mean, nearest;
} State;

enum { ROWS = 3 };

typedef struct Layout {
    float cell_w, cell_h, gap, left;
    float step; // from a column to the next
    int columns, rows;
    bool grid; // more samples than fit side by side: z alone, in rows
} Layout;

enum { FOOT = 16 }; // units, below the cells that are no grid

// Above the cells: the headline and, where anybody uses it, the transport.
static float head_of(const Scene *scene) {
    return ui_px(scene->ui, scene->lecture ? 28 : 62);
}

static const RichStyle distance_style = { FACE_TEXT, 11.5f, HUE_MUTED };

// In a panel of that size.
static Layout lay_out(const Scene *scene, float width, float height) {
    const Ui *ui = scene->ui;
    const MixtureRun *run = &scene->mixture->run;
    float aspect = scene->mixture->set.count
                       ? (float)scene->mixture->set.height / (float)scene->mixture->set.width
                       : 1;
    int count = run->count ? run->count : 10;
    Layout at = { .gap = ui_px(ui, 6), .left = ui_px(ui, 74), .columns = count, .rows = ROWS };
    float high = height - head_of(scene) - ui_px(ui, FOOT);
    float least = ui_px(ui, 40);
    float most = fmaxf(ui_px(ui, 16), fminf(ui_px(ui, 58), floorf(high / ROWS - at.gap)));
    at.cell_w = floorf((width - at.left) / (float)count - at.gap);
    if (at.cell_w < least && count > 1) {
        at.grid = true;
        at.left = 0;
        // As many rows as make the cells largest within the height of three.
        float room = ROWS * (most + at.gap);
        at.cell_w = 0;
        for (int rows = 1; rows <= count; rows++) {
            int columns = (count + rows - 1) / rows;
            float w =
                fminf(width / (float)columns - at.gap, (room / (float)rows - at.gap) / aspect);
            if (w <= at.cell_w) continue;
            at.cell_w = floorf(w), at.columns = columns, at.rows = rows;
        }
    }
    if (!at.grid) at.cell_w = fminf(at.cell_w, most);
    if (scene->mixture->set.count)
        at.cell_w = mixture_whole_pixels(at.cell_w, scene->mixture->set.width);
    at.cell_h = floorf(at.cell_w * aspect);
    if (!at.grid && at.cell_h > most) {
        at.cell_h = most;
        at.cell_w = floorf(most / aspect);
    }
    at.step = at.cell_w + at.gap;
    // The numbers below do not touch where there is room.
    float number = rich_width(scene->ui, distance_style, "0.0000") + at.gap;
    if (!at.grid) at.step = fmaxf(at.step, fminf(number, (width - at.left) / (float)count));
    return at;
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice;
    if (!scene->mixture) return ui_px(scene->ui, 240);
    Layout at = lay_out(scene, width, room);
    float foot = at.grid ? 0 : ui_px(scene->ui, FOOT);
    return head_of(scene) + (float)at.rows * (at.cell_h + at.gap) + foot;
}

// The frame that is shown: where the slider stands, as far as it is made.
static int shown_frame(const Scene *scene, const MixtureRun *run) {
    int frame = scene->settings->mixture.sample_step;
    if (frame > run->steps) frame = run->steps;
    return frame < run->frames ? frame : run->frames - 1;
}

// Transport --------------------------------------------------------------------------------------

static void draw_track(Scene *scene, const MixtureRun *run, Rect rect) {
    Ui *ui = scene->ui;
    ui_area(ui, "sample_step", rect,
            N_("The run from pure noise, left, to t = 0. It has a t of its own, not that of the "
               "timeline. Drag or turn the wheel to look at any step."));
    UiItem *item = &ui->items[ui->item_count - 1];
    item->track = rect;
    item->from = 0, item->to = run->steps > 0 ? run->steps : 1;
    float steps = (float)item->to;
    int now = scene->settings->mixture.sample_step;
    if (ui->active == ui_id("sample_step")) {
        float place = fminf(1, fmaxf(0, (ui->in.x - rect.x) / rect.w));
        int next = (int)roundf(place * steps);
        if (next != now) ui_send(ui, "set sample_step %d", next);
    } else {
        int by = ui_wheel_notches(ui, ui_id("sample_step"), rect), next = now + by;
        next = next < 0 ? 0 : next > run->steps ? run->steps : next;
        if (by && next != now) ui_send(ui, "set sample_step %d", next);
    }
    float middle = roundf(rect.y + rect.h / 2), thick = fmaxf(2, ui_px(ui, 4));
    Rect bar = { rect.x, middle - thick / 2, rect.w, thick };
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_LINE));
    bar.w = rect.w * fmaxf(0, (float)(run->frames - 1)) / steps; // what is made
    draw_rect(ui->list, bar, thick / 2, ui_edge(ui));
    float knob = rect.x + rect.w * fminf(1, (float)now / steps);
    bar.w = knob - rect.x;
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_MEAN));
    draw_circle(ui->list, (Point){ knob, middle }, ui_px(ui, 8), ui_color(ui, HUE_GROUND));
    draw_circle(ui->list, (Point){ knob, middle }, ui_px(ui, 6), ui_color(ui, HUE_INK));
}

static void draw_transport(Scene *scene, const MixtureRun *run, Rect rect) {
    Ui *ui = scene->ui;
    float gap = ui_px(ui, 6);
    int now = scene->settings->mixture.sample_step;
    Rect at = { rect.x, rect.y, ui_px(ui, 70), rect.h };
    bool ended = now >= run->steps;
    const char *text = scene->settings->mixture.sampling ? N_("pause")
                       : ended                           ? N_("again")
                                                         : N_("run");
    if (ui_button(ui, at, "run backwards", text, N_("Runs the chain backwards, or pauses (G)")))
        ui_send(ui, "toggle sampling");
    at.x += at.w + gap, at.w = ui_px(ui, 28);
    if (ui_button(ui, at, "run step back", "‹", N_("One step towards noise")) && now > 0)
        ui_send(ui, "set sample_step %d", now - 1);
    at.x += at.w + gap;
    if (ui_button(ui, at, "run step on", "›", N_("One step towards t = 0")) && now < run->steps)
        ui_send(ui, "set sample_step %d", now + 1);
    at.x += at.w + ui_px(ui, 16);
    at.w = rect.x + rect.w - at.x - ui_px(ui, 8);
    if (at.w > ui_px(ui, 60)) draw_track(scene, run, at);
}

// Samples ----------------------------------------------------------------------------------------

typedef struct FrameRow {
    const Dataset *set;
    const MixtureRun *run;
    size_t first; // the frame's first cell
} FrameRow;

static const uint8_t *z_bytes(const void *user, size_t i) {
    const FrameRow *row = user;
    return row->run->z + (row->first + i) * row->run->length;
}

static const uint8_t *mean_bytes(const void *user, size_t i) {
    const FrameRow *row = user;
    return row->run->x_mean + (row->first + i) * row->run->length;
}

static const uint8_t *nearest_bytes(const void *user, size_t i) {
    const FrameRow *row = user;
    return dataset_bytes(row->set, row->run->nearest[row->first + i]);
}

static void draw_row(Scene *scene, const Layout *at, float x, float y, const RowTexture *which,
                     int texture, int count) {
    Ui *ui = scene->ui;
    for (int i = 0; i < count; i++) {
        Rect cell = { x + (float)(i % at->columns) * at->step,
                      y + (float)(i / at->columns) * (at->cell_h + at->gap), at->cell_w,
                      at->cell_h };
        draw_picture(ui->list, texture, cell, mixture_cell(which, (size_t)i));
    }
}

// Below each sample how far it is from the nearest training picture; a click takes that as x.
static void draw_distances(Scene *scene, const Layout *at, const FrameRow *row, float x, float y) {
    Ui *ui = scene->ui;
    for (int i = 0; i < row->run->count; i++) {
        Rect cell = { x + (float)i * at->step, y - at->cell_h - at->gap, at->cell_w, at->cell_h };
        char text[48];
        snprintf(text, sizeof text, "nearest %d", i);
        if (ui_item(ui, text, cell,
                    N_("The training picture nearest to E[<x> | <z_t>] above, and the root mean "
                       "square of their difference. A click takes it as <x>.")))
            ui_send(ui, "set example %u", row->run->nearest[row->first + (size_t)i]);
        double rms = (double)row->run->rms[row->first + (size_t)i];
        snprintf(text, sizeof text, rms < 1e-4 ? "0" : rms < 0.01 ? "%.4f" : "%.2f", rms);
        RichStyle style = distance_style;
        if (rms < 0.01) style.hue = HUE_MEAN;
        rich_draw_centred(ui, style, cell.x + cell.w / 2, y + ui_px(ui, 9), text);
    }
}

// In a grid the nearest training picture is told by a tooltip; a click takes it as x.
static void tell_nearest(Scene *scene, const Layout *at, const FrameRow *row, float x, float y) {
    for (int i = 0; i < row->run->count; i++) {
        Rect cell = { x + (float)(i % at->columns) * at->step,
                      y + (float)(i / at->columns) * (at->cell_h + at->gap), at->cell_w,
                      at->cell_h };
        char label[32], text[400];
        size_t index = row->run->nearest[row->first + (size_t)i];
        snprintf(label, sizeof label, "nearest %d", i);
        snprintf(text, sizeof text,
                 _("Its E[<x> | <z_t>] is nearest to training picture %zu: %.4f RMS. A click takes "
                   "that as <x>."),
                 index, (double)row->run->rms[row->first + (size_t)i]);
        if (ui_item(scene->ui, label, cell, text)) ui_send(scene->ui, "set example %zu", index);
    }
}

// Around the middle of the row.
static void row_label(const Scene *scene, float x, float middle, const char *text) {
    const Ui *ui = scene->ui;
    const RichStyle style = { FACE_TEXT, 13, HUE_INK, .tinted = true, .linked = !scene->still };
    RichLines lines = rich_wrap(scene->ui, style, 1e6f, text);
    float line = ui_px(ui, 17), y = middle + ui_px(ui, 5) - line * (float)(lines.count - 1) / 2;
    for (int i = 0; i < lines.count; i++)
        rich_draw(scene->ui, style, x, y + line * (float)i, lines.line[i]);
}

static void draw_samples(Scene *scene, State *state, Rect rect, int frame) {
    Ui *ui = scene->ui;
    const MixtureRun *run = &scene->mixture->run;
    Layout at = lay_out(scene, rect.w, rect.h);
    rect.y += head_of(scene);
    const FrameRow row = { &scene->mixture->set, run, (size_t)frame * (size_t)run->count };
    const Key key = {
        .x = scene->mixture->set_stamp, .n = run->started, .t = frame, .eta = (unsigned)run->count
    };
    size_t count = (size_t)run->count;
    float x = rect.x + at.left, y = rect.y, step = at.cell_h + at.gap;
    int texture = mixture_texture_row(scene, &state->z, z_bytes, &row, count, key);
    draw_row(scene, &at, x, y, &state->z, texture, run->count);
    if (at.grid) {
        tell_nearest(scene, &at, &row, x, y);
        return;
    }
    char text[160];
    float label = at.cell_h / 2;
    snprintf(text, sizeof text, "<z_%d>", run->times[frame]);
    row_label(scene, rect.x, y + label, text);
    texture = mixture_texture_row(scene, &state->mean, mean_bytes, &row, count, key);
    draw_row(scene, &at, x, y + step, &state->mean, texture, run->count);
    snprintf(text, sizeof text, "[m:E[<x> | <z_%d>]]", run->times[frame]);
    row_label(scene, rect.x, y + step + label, text);
    texture = mixture_texture_row(scene, &state->nearest, nearest_bytes, &row, count, key);
    draw_row(scene, &at, x, y + 2 * step, &state->nearest, texture, run->count);
    // To what, where there is room for two lines.
    snprintf(text, sizeof text, _("nearest to\n[m:E[<x> | <z_%d>]]"), run->times[frame]);
    row_label(scene, rect.x, y + 2 * step + label,
              at.cell_h >= ui_px(ui, 34) ? text : _("nearest"));
    rich_draw(ui, (RichStyle){ FACE_TEXT, 11.5f, HUE_MUTED }, rect.x, y + 3 * step + ui_px(ui, 9),
              _("RMS to it"));
    draw_distances(scene, &at, &row, x, y + 3 * step);
}

static void headline(Scene *scene, Rect rect, int frame) {
    Ui *ui = scene->ui;
    const MixtureRun *run = &scene->mixture->run;
    char numbers[192], more[288];
    RichStyle bold = { FACE_BOLD, 14.5f, HUE_INK }, muted = { FACE_TEXT, 12.5f, HUE_MUTED };
    float baseline = rect.y + ui_px(ui, 15);
    const char *title = _("Run it backwards: no network, only Bayes");
    if (frame < 0) {
        rich_draw(ui, bold, rect.x, baseline, title);
        return;
    }
    const char *sampler =
        scene->settings->mixture.sampler == SAMPLER_DDIM ? "DDIM" : _("ancestral sampling");
    if (scene->lecture) // where t is the run's
        snprintf(numbers, sizeof numbers, _("%s · step %d of %d"), sampler, frame, run->steps);
    else
        snprintf(numbers, sizeof numbers, _("%s · step %d of %d · its own $t$ = %d"), sampler,
                 frame, run->steps, run->times[frame]);
    if (lay_out(scene, rect.w, rect.h).grid) {
        const float *rms = run->rms + (size_t)frame * (size_t)run->count;
        float worst = 0;
        for (int i = 0; i < run->count; i++) worst = fmaxf(worst, rms[i]);
        snprintf(more, sizeof more,
                 _("%s · E[<x> | <z_t>] is within %.4f RMS of a training picture"), numbers,
                 (double)worst);
    } else {
        snprintf(more, sizeof more, "%s", numbers);
    }
    float gap = ui_px(ui, 14);
    title = rich_fitting(ui, bold, rect.w - gap - rich_width(ui, muted, numbers), title,
                         _("Run it backwards"));
    float left = rich_draw(ui, bold, rect.x, baseline, title) + gap;
    const char *text = rich_fitting(ui, muted, rect.w - left, more, numbers);
    if (rich_width(ui, muted, text) <= rect.w - left)
        rich_draw(ui, muted, rect.x + left, baseline, text);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    if (!mixture_is_ready(scene, rect)) return;
    Ui *ui = scene->ui;
    const MixtureRun *run = &scene->mixture->run;
    int frame = run->frames > 0 ? shown_frame(scene, run) : -1;
    headline(scene, rect, frame);
    if (!scene->lecture)
        draw_transport(scene, run, (Rect){ rect.x, rect.y + ui_px(ui, 24), rect.w, ui_px(ui, 28) });
    if (frame >= 0) draw_samples(scene, data, rect, frame);
}

const Panel panel_mixture_run = {
    .name = "mixture_run",
    .title = N_("The run backwards"),
    .help =
        N_("The chain run backwards over the data set: samples, what each is expected to become, "
           "and the nearest training picture."),
    .natural = { 900, 270 },
    .lecture = { 260, 126 },
    .least = { 260, 190 },
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
    .of_mixture = true,
};
