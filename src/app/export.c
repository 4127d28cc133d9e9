// SPDX-License-Identifier: MIT
#include "app/export.h"

#include "app/app.h"
#include "app/compare.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "core/kernels.h"
#include "io/betas.h"
#include "io/file.h"
#include "io/npy.h"
#include "io/png.h"
#include "io/schedule_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum Format { FORMAT_PNG, FORMAT_NPY, FORMAT_CSV } Format;

typedef struct Export {
    const Arguments *arguments;
    App app;
    Format format;
    What what;
    int *steps; // t of every frame
    int frames;
    NpyOut npy;
    Picture values;
    double progress_at;
    bool progress_shown;
} Export;

static bool is_drawn(What what) {
    return what == WHAT_WINDOW || what == WHAT_PLOTS;
}

static PictureKind kind_of(What what) {
    switch (what) {
    case WHAT_X: return PICTURE_X;
    case WHAT_ZPREV: return PICTURE_ZPREV;
    case WHAT_NOISE: return PICTURE_NOISE;
    case WHAT_MEAN: return PICTURE_MEAN;
    case WHAT_SAMPLE: return PICTURE_SAMPLE;
    case WHAT_RESIDUAL: return PICTURE_RESIDUAL;
    default: return PICTURE_Z;
    }
}

// One %d, with a width if any: "frames/%04d.png". Nothing else may follow a '%' but "%%".
static bool has_number(const char *path, bool *good) {
    int found = 0;
    *good = true;
    for (const char *at = strchr(path, '%'); at; at = strchr(at, '%')) {
        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        size_t digits = strspn(at, "0123456789");
        if (at[digits] != 'd' || digits > 3) *good = false;
        found++;
    }
    if (found > 1) *good = false;
    return found > 0;
}

static bool find_format(Export *export, Error *error) {
    const Arguments *arguments = export->arguments;
    const char *out = arguments->out;
    bool good, numbered = has_number(out, &good) && good;
    if (path_ends_in(out, ".png"))
        export->format = FORMAT_PNG;
    else if (path_ends_in(out, ".npy"))
        export->format = FORMAT_NPY;
    else if (path_ends_in(out, ".csv"))
        export->format = FORMAT_CSV;
    else
        return error_usage(error,
                           "export: %s: takes .png, .npy, .csv or .json; a film is written as a "
                           "sequence, frames/%%04d.png",
                           out);
    bool sequence = export->format == FORMAT_PNG && (arguments->film || numbered);
    if (sequence && !numbered)
        return error_usage(error, "export: %s: a sequence needs one number, as frames/%%04d.png",
                           out);
    if (sequence && !arguments->film)
        return error_usage(
            error, "export: %s: say which frames: --frames A:B[:STEP] or --duration 8s", out);
    if (export->format == FORMAT_CSV && (arguments->film || arguments->what_name))
        return error_usage(error, "export: %s: .csv is the whole table, with no --what or --frames",
                           out);
    export->what = arguments->what;
    if (export->format == FORMAT_NPY && !arguments->what_name) export->what = WHAT_Z;
    if (export->format == FORMAT_NPY && (is_drawn(export->what) || export->what == WHAT_STRIP))
        return error_usage(
            error, "--what: .npy holds x, z, zprev, noise, mean, sample or residual, not %s",
            arguments->what_name);
    return true;
}

static bool list_frames(Export *export, Error *error) {
    const Arguments *arguments = export->arguments;
    const Settings *settings = &export->app.settings;
    int last = settings->steps;
    if (!arguments->film) {
        export->steps = mem_alloc(1, sizeof(int));
        export->steps[0] = settings->t;
        export->frames = 1;
        return true;
    }
    if (arguments->frames_from) {
        if (arguments->frames_to > last)
            return error_usage(error, "--frames: %d is beyond the last step, T = %d",
                               arguments->frames_to, last);
        int step = arguments->frames_step;
        export->frames = (arguments->frames_to - arguments->frames_from) / step + 1;
        export->steps = mem_alloc((size_t) export->frames, sizeof(int));
        for (int i = 0; i < export->frames; i++)
            export->steps[i] = arguments->frames_from + i * step;
        return true;
    }
    export->frames = (int)fmax(1, round(arguments->duration * arguments->fps));
    export->steps = mem_alloc((size_t) export->frames, sizeof(int));
    for (int i = 0; i < export->frames; i++) {
        double place = export->frames > 1 ? (double)i / (export->frames - 1) : 1;
        export->steps[i] = 1 + (int)floor(place * (last - 1) + 0.5);
    }
    return true;
}

// On a terminal only, and only for work that one can watch.
static void show_progress(Export *export, int done) {
    if (!isatty(STDERR_FILENO) || export->frames < 2) return;
    double now = clock_seconds();
    bool last = done == export->frames;
    if (!last && now - export->progress_at < 0.1) return;
    export->progress_at = now;
    enum { WIDTH = 30 };
    int full = WIDTH * done / export->frames;
    fprintf(stderr, "\r%s  ", path_base(export->arguments->out));
    for (int i = 0; i < WIDTH; i++) fputs(i < full ? "█" : "·", stderr);
    fprintf(stderr, "  %d / %d", done, export->frames);
    export->progress_shown = true;
}

static bool write_rgba(const char *path, int width, int height, int channels, uint8_t *rgba,
                       Error *error) {
    size_t count = (size_t)width * (size_t)height;
    if (channels == 1)
        for (size_t i = 0; i < count; i++) rgba[i] = rgba[4 * i];
    const PngImage image = { width, height, channels == 1 ? 1 : 4,
                             (size_t)width * (channels == 1 ? 1 : 4), rgba };
    return png_write(path, &image, error);
}

// −4..4 of sigma_t as 0..255, each channel its own.
static bool write_residual(Export *export, const char *path, Error *error) {
    const Picture *x = &export->app.model.x;
    const Mix quarter = { .h = 0.25f };
    Picture values = { 0 };
    if (!picture_alloc(&values, x->width, x->height, x->channels, error)) return false;
    model_values(&export->app.model, PICTURE_RESIDUAL, &values);
    MixPlanes planes[3];
    for (int i = 0; i < 3; i++)
        planes[i] = (MixPlanes){ .x = picture_plane(&values, x->channels == 3 ? i : 0) };
    uint8_t *rgba = mem_alloc(picture_plane_length(x), 4);
    kernels()->mix_rgba(rgba, picture_plane_length(x), &quarter, planes);
    bool good = write_rgba(path, x->width, x->height, x->channels, rgba, error);
    free(rgba);
    picture_free(&values);
    return good;
}

static bool write_picture(Export *export, const char *path, Error *error) {
    if (export->what == WHAT_RESIDUAL) return write_residual(export, path, error);
    const Picture *x = &export->app.model.x;
    uint8_t *rgba = mem_alloc(picture_plane_length(x), 4);
    model_rgba(&export->app.model, kind_of(export->what), rgba);
    bool good = write_rgba(path, x->width, x->height, x->channels, rgba, error);
    free(rgba);
    return good;
}

// The cells of one schedule side by side, from `to` on in rows of `width` pixels.
static void put_strip(uint8_t *to, size_t width, const Model *model, const Schedule *schedule,
                      int gap) {
    int steps[STRIP_CELLS], count = model_strip_steps(schedule, steps);
    size_t w = (size_t)model->x.width, h = (size_t)model->x.height;
    uint8_t *cell = mem_alloc(w * h, 4);
    for (int i = 0; i < count; i++, to += 4 * (w + (size_t)gap)) {
        model_strip_rgba_of(model, schedule, steps[i], (int)w, (int)h, cell);
        for (size_t y = 0; y < h; y++) memcpy(to + 4 * y * width, cell + 4 * y * w, 4 * w);
    }
    free(cell);
}

// All cells at the picture's own size, in the Compare view a row for each schedule; the gaps are
// the theme's ground.
static bool write_strip(Export *export, const char *path, Error *error) {
    const Model *model = &export->app.model;
    const Settings *settings = &export->app.settings;
    bool compared = settings->view == VIEW_COMPARE;
    int rows = compared ? settings->compare.count : 1, columns = 1;
    for (int i = 0; i < rows; i++) {
        int steps[STRIP_CELLS];
        const Schedule *schedule = compared ? compare_table(model, i) : &model->schedule;
        int count = model_strip_steps(schedule, steps);
        if (count > columns) columns = count;
    }
    int w = model->x.width, h = model->x.height, gap = w / 32 + 1;
    size_t width = (size_t)w * (size_t)columns + (size_t)gap * (size_t)(columns - 1);
    size_t height = (size_t)h * (size_t)rows + (size_t)gap * (size_t)(rows - 1);
    Color ground = style_color(settings->theme, HUE_GROUND);
    uint8_t *all = mem_alloc(width * height, 4);
    for (size_t i = 0; i < width * height; i++) memcpy(all + 4 * i, &ground, 4);
    for (int i = 0; i < rows; i++)
        put_strip(all + 4 * width * (size_t)i * (size_t)(h + gap), width, model,
                  compared ? compare_table(model, i) : &model->schedule, gap);
    bool good = write_rgba(path, (int)width, (int)height, 3, all, error);
    free(all);
    return good;
}

static bool write_drawn(Export *export, const char *path, Error *error) {
    App *app = &export->app;
    uint8_t *rgba = mem_alloc((size_t)app->width * (size_t)app->height, 4);
    app_draw(app);
    renderer_read(app->renderer, app->width, app->height, rgba);
    bool good = write_rgba(path, app->width, app->height, 4, rgba, error);
    free(rgba);
    return good;
}

static bool append_npy(Export *export, Error *error) {
    model_values(&export->app.model, kind_of(export->what), &export->values);
    return npy_append(&export->npy, &export->values, error);
}

static bool write_frame(Export *export, int frame, Error *error) {
    App *app = &export->app;
    char line[48], path[4096];
    snprintf(line, sizeof line, "set t %d", export->steps[frame]);
    if (!app_run(app, line, error)) return false;
    if (export->what == WHAT_RESIDUAL && export->steps[frame] == 1)
        return error_usage(error, "--what: there is no residual at t = 1, where sigma_1 is 0");
    if (export->format == FORMAT_NPY) return append_npy(export, error);
    const Arguments *arguments = export->arguments;
    // find_format has seen that the pattern holds one %d where a film is written.
    int number = arguments->frames_from ? export->steps[frame] : frame;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (arguments->film)
        snprintf(path, sizeof path, arguments->out, number);
    else
        snprintf(path, sizeof path, "%s", arguments->out);
#pragma GCC diagnostic pop
    if (is_drawn(export->what)) return write_drawn(export, path, error);
    return export->what == WHAT_STRIP ? write_strip(export, path, error)
                                      : write_picture(export, path, error);
}

static bool write_table(Export *export, Error *error) {
    FileOut out;
    if (!file_out_open(&out, export->arguments->out, error)) return false;
    // A failed write shows at the commit.
    betas_write_csv(out.stream, &export->app.model.schedule,
                    (Notation) export->app.settings.notation);
    return file_out_commit(&out, error);
}

static bool open_npy(Export *export, Error *error) {
    const Picture *x = &export->app.model.x;
    return picture_alloc(&export->values, x->width, x->height, x->channels, error) &&
           npy_open(&export->npy, export->arguments->out,
                    export->arguments->film ? export->frames : 0, x->height, x->width, x->channels,
                    error);
}

static bool write_all(Export *export, Error *error) {
    if (export->format == FORMAT_CSV) return write_table(export, error);
    if (is_drawn(export->what) &&
        !canvas_open_hidden(&export->app, export->arguments->shaders, error))
        return false;
    if (export->what == WHAT_PLOTS) export->app.only_plots = true;
    export->app.patient = true;
    if (export->format == FORMAT_NPY && !open_npy(export, error)) return false;
    for (int i = 0; i < export->frames; i++) {
        if (!write_frame(export, i, error)) {
            if (export->format == FORMAT_NPY) npy_cancel(&export->npy);
            return false;
        }
        show_progress(export, i + 1);
    }
    return export->format != FORMAT_NPY || npy_commit(&export->npy, error);
}

// The schedule alone: --what schedule, and .json, which holds nothing else.
static bool is_schedule(const Arguments *arguments) {
    return arguments->what == WHAT_SCHEDULE ||
           (!arguments->what_name && path_ends_in(arguments->out, ".json"));
}

static bool write_schedule(Export *export, Error *error) {
    const Arguments *arguments = export->arguments;
    ScheduleFormat format = SCHEDULE_CSV;
    if (!schedule_format_of(&format, arguments->out))
        return error_usage(error,
                           "export: %s: a schedule is written as .csv, .json, .npy or "
                           "scheduler_config.json",
                           arguments->out);
    if (arguments->film)
        return error_usage(error,
                           "export: %s: is the whole schedule, with no --frames or "
                           "--duration",
                           arguments->out);
    return app_create(&export->app, arguments, error) &&
           schedule_write(arguments->out, &export->app.model.schedule, format,
                          (Notation)arguments->settings.notation, error);
}

static bool write_pictures(Export *export, Error *error) {
    return find_format(export, error) && app_create(&export->app, export->arguments, error) &&
           list_frames(export, error) && write_all(export, error);
}

int export_run(const Arguments *arguments) {
    Export export = { .arguments = arguments };
    Error error = { 0 };
    file_out_clean_up_at_end();
    bool good =
        is_schedule(arguments) ? write_schedule(&export, &error) : write_pictures(&export, &error);
    if (export.progress_shown) fputc('\n', stderr);
    if (!good) log_line("%s", error.text);
    picture_free(&export.values);
    free(export.steps);
    app_free(&export.app);
    return good ? 0 : (int)error.kind;
}
