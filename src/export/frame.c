// SPDX-License-Identifier: MIT
#include "export/frame.h"

#include "core/kernels.h"
#include "model/compare.h"
#include "model/levels.h"
#include "model/thin.h"
#include "ui/style.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

PictureKind export_picture(What what) {
    switch (what) {
    case WHAT_X: return PICTURE_X;
    case WHAT_ZPREV: return PICTURE_ZPREV;
    case WHAT_NOISE: return PICTURE_NOISE;
    case WHAT_MEAN: return PICTURE_MEAN;
    case WHAT_SAMPLE: return PICTURE_SAMPLE;
    case WHAT_RESIDUAL: return PICTURE_RESIDUAL;
    case WHAT_X_HAT: return PICTURE_X_HAT;
    case WHAT_V: return PICTURE_V;
    case WHAT_SCORE: return PICTURE_SCORE;
    case WHAT_VELOCITY: return PICTURE_VELOCITY;
    default: return PICTURE_Z;
    }
}

typedef struct Size {
    int width, height;
} Size;

static int strip_gap(const Model *model) {
    return model->x.width / 32 + 1;
}

// In the Compare view a row for each schedule.
static int strip_rows(const Settings *settings) {
    return settings->view == VIEW_COMPARE ? settings->compare.list.count : 1;
}

static const Schedule *strip_schedule(const Settings *settings, const Model *model, int row) {
    return settings->view == VIEW_COMPARE ? compare_table(model, row) : &model->schedule;
}

static int strip_steps(const Model *model, const Schedule *schedule, int steps[STRIP_MOST]) {
    return schedule == &model->schedule ? model_strip(model, steps)
                                        : model_strip_steps(schedule, steps);
}

static Size own_size(const ExportPlan *plan, const Model *model) {
    const Picture *x = &model->x;
    if (plan->what != WHAT_STRIP) return (Size){ x->width, x->height };
    int rows = strip_rows(&plan->settings), columns = 1, gap = strip_gap(model);
    for (int i = 0; i < rows; i++) {
        int steps[STRIP_MOST];
        int count = strip_steps(model, strip_schedule(&plan->settings, model, i), steps);
        if (count > columns) columns = count;
    }
    return (Size){ x->width * columns + gap * (columns - 1), x->height * rows + gap * (rows - 1) };
}

void export_measure(ExportPlan *plan, const Model *model) {
    const Arguments *arguments = plan->arguments;
    plan->width = plan->settings.look.width, plan->height = plan->settings.look.height;
    if (export_is_drawn(plan->what)) return;
    Size own = own_size(plan, model);
    if (!arguments->size_given) plan->width = own.width, plan->height = own.height;
    plan->grey = plan->what != WHAT_STRIP && !arguments->size_given && model->x.channels == 1;
}

// A thread beside the window says so, instead of ending both.
static bool lack_memory(int width, int height, Error *error) {
    return error_set(error, "export: there is not enough memory for %d × %d pixels", width, height);
}

// The cells of one schedule side by side, from `to` on in rows of `width` pixels.
static bool paint_strip_of(uint8_t *to, size_t width, const Model *model, const Schedule *schedule,
                           Error *error) {
    int steps[STRIP_MOST], count = strip_steps(model, schedule, steps);
    size_t w = (size_t)model->x.width, h = (size_t)model->x.height;
    uint8_t *cell = malloc(w * h * 4);
    if (!cell) return lack_memory(model->x.width, model->x.height, error);
    bool good = true;
    for (int i = 0; good && i < count; i++, to += 4 * (w + (size_t)strip_gap(model))) {
        good = model_strip_rgba_of(model, schedule, steps[i], (int)w, (int)h, cell, error);
        for (size_t y = 0; y < h; y++) memcpy(to + 4 * y * width, cell + 4 * y * w, 4 * w);
    }
    free(cell);
    return good;
}

// The gaps are the theme's ground.
static bool paint_strip(const ExportPlan *plan, const Model *model, Color ground, Size size,
                        uint8_t *rgba, Error *error) {
    size_t width = (size_t)size.width, pitch = (size_t)model->x.height + (size_t)strip_gap(model);
    for (size_t i = 0; i < width * (size_t)size.height; i++) memcpy(rgba + 4 * i, &ground, 4);
    bool good = true;
    for (int i = 0; good && i < strip_rows(&plan->settings); i++)
        good = paint_strip_of(rgba + 4 * width * (size_t)i * pitch, width, model,
                              strip_schedule(&plan->settings, model, i), error);
    return good;
}

// −4..4 of sigma_t as 0..255, each channel its own.
static bool paint_residual(const Model *model, uint8_t *rgba, Error *error) {
    const Picture *x = &model->x;
    const Mix quarter = { .h = 0.25f };
    Picture values = { 0 };
    if (!picture_alloc(&values, x->width, x->height, x->channels, error)) return false;
    bool good = model_values(model, PICTURE_RESIDUAL, &values, error);
    MixPlanes planes[3];
    for (int i = 0; i < 3; i++)
        planes[i] = (MixPlanes){ .x = picture_plane(&values, model->shown[i]) };
    if (good) kernels()->mix_rgba(rgba, picture_plane_length(x), &quarter, planes);
    picture_free(&values);
    return good;
}

static bool paint_own(const ExportPlan *plan, const Model *model, Color ground, Size size,
                      uint8_t *rgba, Error *error) {
    if (plan->what == WHAT_RESIDUAL) return paint_residual(model, rgba, error);
    if (plan->what == WHAT_STRIP) return paint_strip(plan, model, ground, size, rgba, error);
    return model_rgba(model, export_picture(plan->what), rgba, error);
}

// Into the middle of a frame of the theme's ground: by the largest whole factor that fits; a larger
// picture skips pixels and averages none, since averaging hides noise.
static void fit(uint8_t *to, int width, int height, const uint8_t *from, Size size, Color ground) {
    int times =
        width / size.width < height / size.height ? width / size.width : height / size.height;
    double scale = times ? times : fmin((double)width / size.width, (double)height / size.height);
    int w = (int)fmax(1, floor(size.width * scale + 1e-9));
    int h = (int)fmax(1, floor(size.height * scale + 1e-9));
    int left = (width - w) / 2, top = (height - h) / 2;
    for (size_t i = 0; i < (size_t)width * (size_t)height; i++) memcpy(to + 4 * i, &ground, 4);
    for (int y = 0; y < h; y++) {
        const uint8_t *row = from + (size_t)((long long)(2 * y + 1) * size.height / (2 * h)) *
                                        (size_t)size.width * 4;
        uint8_t *out = to + 4 * ((size_t)(top + y) * (size_t)width + (size_t)left);
        for (int x = 0; x < w; x++)
            memcpy(out + 4 * x, row + 4 * ((long long)(2 * x + 1) * size.width / (2 * w)), 4);
    }
}

bool export_paint(const ExportPlan *plan, const Model *model, int theme, uint8_t *rgba,
                  Error *error) {
    Size own = own_size(plan, model);
    Color ground = plan->transparent ? (Color){ 0, 0, 0, 0 } : style_color(theme, HUE_GROUND);
    if (own.width == plan->width && own.height == plan->height)
        return paint_own(plan, model, ground, own, rgba, error);
    uint8_t *pixels = malloc((size_t)own.width * (size_t)own.height * 4);
    if (!pixels) return lack_memory(own.width, own.height, error);
    bool good = paint_own(plan, model, ground, own, pixels, error);
    if (good) fit(rgba, plan->width, plan->height, pixels, own, ground);
    free(pixels);
    return good;
}
