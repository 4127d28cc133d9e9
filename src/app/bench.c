// SPDX-License-Identifier: MIT
#include "app/bench.h"

#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "core/kernels.h"
#include "core/noise.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 31 };

typedef void Work(void *user);

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Median seconds of one call, of ROUNDS after two to warm up.
static double median(Work *work, void *user) {
    double times[ROUNDS];
    work(user), work(user);
    for (int i = 0; i < ROUNDS; i++) {
        double start = clock_seconds();
        work(user);
        times[i] = clock_seconds() - start;
    }
    qsort(times, ROUNDS, sizeof times[0], ascending);
    return times[ROUNDS / 2];
}

// memcpy over 64 MiB, larger than last-level caches usually are.
typedef struct Copy {
    char *from, *to;
    size_t bytes;
} Copy;

static void copy(void *user) {
    Copy *job = user;
    memcpy(job->to, job->from, job->bytes);
}

typedef struct Planes {
    float *x, *n, *eta;
    uint8_t *rgba;
    size_t length;
    Schedule schedule;
} Planes;

static void make_noise(void *user) {
    Planes *planes = user;
    const NormalStream stream = { 7, 0, 0 };
    kernels()->normals(planes->n, planes->length, &stream, 0);
}

// z_t and m_t of 1024 × 1024 × 3 from stored planes to 8 bit.
static void make_pictures(void *user) {
    Planes *planes = user;
    static const PictureKind kinds[] = { PICTURE_Z, PICTURE_MEAN };
    size_t plane = planes->length / 3;
    for (int k = 0; k < 2; k++) {
        Mix mix = posterior_mix(&planes->schedule, 420, kinds[k]);
        MixPlanes channels[3];
        for (size_t c = 0; c < 3; c++)
            channels[c] = (MixPlanes){ planes->x + c * plane, planes->n + c * plane, NULL };
        kernels()->mix_rgba(planes->rgba, plane, &mix, channels);
    }
}

static void make_schedule(void *user) {
    Planes *planes = user;
    const ScheduleParams params = { .family = SCHEDULE_LINEAR,
                                    .steps = 1000,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN };
    Error error;
    CHECK(schedule_build(&planes->schedule, &params, &error));
}

typedef struct Window {
    App *app;
    DrawList bare;
    int textures[20];
} Window;

// A frame after t moved: pictures made and uploaded, everything laid out and drawn.
static void full_frame(void *user) {
    Window *window = user;
    App *app = window->app;
    Error error;
    char line[32];
    snprintf(line, sizeof line, "set t %d", app->settings.t % app->settings.steps + 1);
    CHECK(app_run(app, line, &error));
    app_draw(app);
    renderer_finish();
}

static void bare_frame(void *user) {
    Window *window = user;
    App *app = window->app;
    renderer_draw(app->renderer, &window->bare, app->fonts, app->width, app->height,
                  style_color(0, HUE_GROUND));
    renderer_finish();
}

// Clear and twenty textured quads of 256 × 256: what any program with these pictures draws at
// least.
static void make_bare(Window *window) {
    App *app = window->app;
    uint8_t *rgba = mem_alloc(256 * 256, 4);
    Error error;
    for (int i = 0; i < 20; i++) {
        window->textures[i] = renderer_texture(app->renderer);
        renderer_texture_set(app->renderer, window->textures[i], 256, 256, rgba, &error);
        const Rect to = { 60 + 360 * (float)(i % 5), 10 + 266 * (float)(i / 5), 256, 256 };
        draw_picture(&window->bare, window->textures[i], to, (Rect){ 0, 0, 1, 1 });
    }
    free(rgba);
}

typedef struct Figures {
    double memcpy_gb_s, noise_m_per_s, picture_ms, schedule_us;
    bool window;
    double frame_ms, bare_frame_ms;
    char driver[256];
} Figures;

static void measure_core(Figures *figures) {
    enum { LENGTH = 3 * 1024 * 1024 };
    Copy job = { mem_alloc(64 << 20, 1), mem_alloc(64 << 20, 1), 64 << 20 };
    memset(job.from, 1, job.bytes);
    figures->memcpy_gb_s = 2 * (double)job.bytes / median(copy, &job) * 1e-9;
    free(job.from);
    free(job.to);
    Planes planes = { .x = mem_try_plane(LENGTH), .n = mem_try_plane(LENGTH), .length = LENGTH };
    CHECK(planes.x && planes.n);
    planes.rgba = mem_alloc(LENGTH / 3, 4);
    memset(planes.x, 0, LENGTH * sizeof(float));
    figures->noise_m_per_s = LENGTH / median(make_noise, &planes) * 1e-6;
    figures->schedule_us = median(make_schedule, &planes) * 1e6;
    figures->picture_ms = median(make_pictures, &planes) * 1e3;
    schedule_free(&planes.schedule);
    mem_free_plane(planes.x);
    mem_free_plane(planes.n);
    free(planes.rgba);
}

static bool measure_window(const Arguments *arguments, Figures *figures, Error *error) {
    App app = { 0 };
    Arguments full = *arguments;
    full.settings.width = 1920;
    full.settings.height = 1080;
    bool good = app_create(&app, &full, error) && canvas_open_hidden(&app, NULL, error);
    if (good) {
        Window window = { .app = &app };
        make_bare(&window);
        figures->window = true;
        figures->bare_frame_ms = median(bare_frame, &window) * 1e3;
        figures->frame_ms = median(full_frame, &window) * 1e3;
        snprintf(figures->driver, sizeof figures->driver, "%s", renderer_describe());
        draw_free(&window.bare);
    }
    app_free(&app);
    return good;
}

static void print_json(const Figures *figures, bool window_only) {
    printf("{");
    if (!window_only)
        printf("\"isa\": \"%s\", \"threads\": 1, \"memcpy_gb_s\": %.3f, \"noise_m_per_s\": %.2f, "
               "\"picture_ms\": %.4f, \"schedule_us\": %.3f%s",
               kernels()->isa, figures->memcpy_gb_s, figures->noise_m_per_s, figures->picture_ms,
               figures->schedule_us, figures->window ? ", " : "");
    if (figures->window)
        printf("\"frame_ms\": %.4f, \"bare_frame_ms\": %.4f", figures->frame_ms,
               figures->bare_frame_ms);
    printf("}\n");
}

static void print_table(const Figures *figures, bool window_only) {
    if (!window_only) {
        printf("kernels                          %s, one thread\n", kernels()->isa);
        printf("memcpy, 64 MiB                   %8.1f GB/s read and written\n",
               figures->memcpy_gb_s);
        printf("normals, float32                 %8.0f million/s\n", figures->noise_m_per_s);
        printf("z_t and m_t, 1024² × 3 to 8 bit  %8.2f ms\n", figures->picture_ms);
        printf("schedule, T = 1000               %8.1f µs\n", figures->schedule_us);
    }
    if (!figures->window) return;
    printf("window, 1920 × 1080, t moved     %8.2f ms a frame\n", figures->frame_ms);
    printf("clear and 20 pictures            %8.2f ms a frame\n", figures->bare_frame_ms);
    printf("ratio                            %8.2f\n", figures->frame_ms / figures->bare_frame_ms);
    printf("drawn by                         %s\n", figures->driver);
}

int bench_run(const Arguments *arguments) {
    Figures figures = { 0 };
    Error error;
    if (!arguments->bench_window) measure_core(&figures);
    if (!measure_window(arguments, &figures, &error)) {
        log_line("%s", error.text);
        // Without OpenGL the core's figures still stand.
        if (arguments->bench_window || error.kind == ERROR_USAGE) return (int)error.kind;
    }
    if (arguments->json)
        print_json(&figures, arguments->bench_window);
    else
        print_table(&figures, arguments->bench_window);
    return 0;
}
