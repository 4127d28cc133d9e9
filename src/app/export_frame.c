// SPDX-License-Identifier: MIT
#include "app/export.h"
#include "base/memory.h"
#include "draw/record.h"
#include "draw/svg.h"
#include "io/file.h"
#include "io/png.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool export_is_drawn(What what) {
    return what == WHAT_WINDOW || what >= WHAT_PLOTS;
}

static PictureKind kind_of(What what) {
    switch (what) {
    case WHAT_X: return PICTURE_X;
    case WHAT_ZPREV: return PICTURE_ZPREV;
    case WHAT_NOISE: return PICTURE_NOISE;
    case WHAT_MEAN: return PICTURE_MEAN;
    case WHAT_SAMPLE: return PICTURE_SAMPLE;
    default: return PICTURE_Z;
    }
}

// ---- pictures, at their own size

typedef struct Size {
    int width, height;
} Size;

static int strip_gap(const Model *model) {
    return model->x.width / 32 + 1;
}

static Size own_size(const ExportPlan *plan, const Model *model) {
    const Picture *x = &model->x;
    int steps[STRIP_CELLS], cells = 1;
    if (plan->what == WHAT_STRIP) cells = model_strip_steps(&model->schedule, steps);
    return (Size){ x->width * cells + strip_gap(model) * (cells - 1), x->height };
}

void export_measure(ExportPlan *plan, const Model *model) {
    const Arguments *arguments = plan->arguments;
    plan->width = plan->settings.width, plan->height = plan->settings.height;
    if (export_is_drawn(plan->what)) {
        if (plan->what > WHAT_PLOTS && !arguments->size_given)
            figure_size(plan->what, model, &plan->width, &plan->height);
        return;
    }
    Size own = own_size(plan, model);
    if (!arguments->size_given) plan->width = own.width, plan->height = own.height;
    plan->grey = plan->what != WHAT_STRIP && !arguments->size_given && model->x.channels == 1;
}

// All cells side by side; the gaps are the theme's ground.
static void paint_strip(const App *app, Size size, uint8_t *rgba) {
    const Model *model = &app->model;
    int steps[STRIP_CELLS], count = model_strip_steps(&model->schedule, steps);
    int w = model->x.width, h = model->x.height, gap = strip_gap(model);
    size_t width = (size_t)size.width;
    Color ground = style_color(app->settings.theme, HUE_GROUND);
    uint8_t *cell = mem_alloc((size_t)w * (size_t)h, 4);
    for (size_t i = 0; i < width * (size_t)h; i++) memcpy(rgba + 4 * i, &ground, 4);
    for (int i = 0; i < count; i++) {
        model_strip_rgba(model, steps[i], w, h, cell);
        for (int y = 0; y < h; y++)
            memcpy(rgba + 4 * ((size_t)y * width + (size_t)i * (size_t)(w + gap)),
                   cell + 4 * (size_t)y * (size_t)w, 4 * (size_t)w);
    }
    free(cell);
}

static void paint_own(const ExportPlan *plan, App *app, Size size, uint8_t *rgba) {
    if (plan->what == WHAT_STRIP)
        paint_strip(app, size, rgba);
    else
        model_rgba(&app->model, kind_of(plan->what), rgba);
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

static void paint_picture(const ExportPlan *plan, App *app, uint8_t *rgba) {
    Size own = own_size(plan, &app->model);
    if (own.width == plan->width && own.height == plan->height) {
        paint_own(plan, app, own, rgba);
        return;
    }
    uint8_t *pixels = mem_alloc((size_t)own.width * (size_t)own.height, 4);
    paint_own(plan, app, own, pixels);
    fit(rgba, plan->width, plan->height, pixels, own, style_color(app->settings.theme, HUE_GROUND));
    free(pixels);
}

// ---- frames

static bool go_to(App *app, int t, Error *error) {
    char line[48];
    snprintf(line, sizeof line, "set t %d", t);
    return app_run(app, line, error);
}

bool export_paint(const ExportPlan *plan, App *app, int t, uint8_t *rgba, Error *error) {
    if (!go_to(app, t, error)) return false;
    if (export_is_drawn(plan->what)) {
        app_draw(app);
        renderer_read(app->renderer, plan->width, plan->height, rgba);
    } else {
        paint_picture(plan, app, rgba);
    }
    return true;
}

bool export_values(const ExportPlan *plan, App *app, int t, Picture *values, Error *error) {
    if (!go_to(app, t, error)) return false;
    model_values(&app->model, kind_of(plan->what), values);
    return true;
}

// ---- vectors

static void append_base64(Text *out, const uint8_t *bytes, size_t length) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t word = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0u) |
                        (left > 2 ? bytes[i + 2] : 0u);
        char four[4] = { letters[word >> 18], letters[word >> 12 & 63],
                         left > 1 ? letters[word >> 6 & 63] : '=',
                         left > 2 ? letters[word & 63] : '=' };
        text_append_bytes(out, four, 4);
    }
}

static bool append_texture(void *user, int texture, Text *out, Error *error) {
    App *app = user;
    PngImage image = { .channels = 4 };
    uint8_t *rgba = renderer_texture_get(app->renderer, texture, &image.width, &image.height);
    if (!rgba) return true;
    image.stride = (size_t)image.width * 4;
    image.pixels = rgba;
    uint8_t *bytes;
    size_t length;
    bool good = png_encode(&bytes, &length, &image, error);
    if (good) append_base64(out, bytes, length);
    if (good) free(bytes);
    free(rgba);
    return good;
}

bool export_svg(const ExportPlan *plan, App *app, Error *error) {
    static const struct {
        const char *name;
        Hue hue;
    } hues[] = { { "ground", HUE_GROUND }, { "panel", HUE_PANEL }, { "line", HUE_LINE },
                 { "ink", HUE_INK },       { "muted", HUE_MUTED }, { "faint", HUE_FAINT },
                 { "x", HUE_X },           { "noise", HUE_NOISE }, { "mean", HUE_MEAN },
                 { "sigma", HUE_SIGMA },   { "beta", HUE_BETA },   { "alpha", HUE_ALPHA } };
    enum { COLORS = sizeof hues / sizeof hues[0] };
    SvgColor colors[COLORS];
    for (int i = 0; i < COLORS; i++)
        colors[i] = (SvgColor){ hues[i].name, style_color(app->settings.theme, hues[i].hue) };
    DrawRecord record = { 0 };
    app->list.record = &record;
    app_layout(app);
    app->list.record = NULL;
    const SvgSpec spec = { .width = plan->width,
                           .height = plan->height,
                           .ground = style_color(app->settings.theme, HUE_GROUND),
                           .colors = colors,
                           .color_count = COLORS,
                           .comment = plan->comment,
                           .picture = append_texture,
                           .user = app };
    Text out = { 0 };
    bool good = svg_write(&out, &record, &spec, error) &&
                file_write(plan->arguments->out, out.data, out.length, error);
    text_free(&out);
    record_free(&record);
    return good;
}
