// SPDX-License-Identifier: MIT
#include "cli/bench.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "cli/cli.h"
#include "core/kernels.h"
#include "core/noise.h"
#include "core/posterior.h"
#include "core/statistics.h"
#include "io/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 31, MOST_ROUNDS = 1000 };

typedef void Work(void *user);

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Median seconds of one call, of `rounds` (at most MOST_ROUNDS) after two to warm up.
static double median(Work *work, void *user, int rounds) {
    static double times[MOST_ROUNDS];
    CHECK(rounds <= MOST_ROUNDS);
    work(user), work(user);
    for (int i = 0; i < rounds; i++) {
        double start = clock_seconds();
        work(user);
        times[i] = clock_seconds() - start;
    }
    qsort(times, (size_t)rounds, sizeof times[0], ascending);
    return times[rounds / 2];
}

// Each job takes its turn on several sets of planes, 190 MB together: what it reads has left the
// caches of all but the largest servers.
typedef struct Copy {
    char *from, *to;
    size_t bytes;
} Copy;

// 256 MiB, larger than most last-level caches.
static void copy(void *user) {
    Copy *job = user;
    memcpy(job->to, job->from, job->bytes);
}

// 1024 × 1024 × 3 values a set.
enum { PLANE = 1024 * 1024, LENGTH = 3 * PLANE, SETS = 6 };

typedef struct Planes {
    float *x[SETS], *n[SETS];
    uint8_t *rgba[SETS][2];
    int turn;
    Schedule schedule;
} Planes;

static void planes_free(Planes *planes) {
    for (int i = 0; i < SETS; i++) {
        mem_free_plane(planes->x[i]);
        mem_free_plane(planes->n[i]);
        free(planes->rgba[i][0]);
        free(planes->rgba[i][1]);
    }
    schedule_free(&planes->schedule);
}

static bool planes_alloc(Planes *planes, Error *error) {
    const NormalStream stream = { 7, 0, 0 };
    for (int i = 0; i < SETS; i++) {
        planes->x[i] = mem_try_plane(LENGTH);
        planes->n[i] = mem_try_plane(LENGTH);
        planes->rgba[i][0] = mem_alloc(PLANE, 4);
        planes->rgba[i][1] = mem_alloc(PLANE, 4);
        if (!planes->x[i] || !planes->n[i]) return error_set(error, "bench: no memory for planes");
        kernels()->normals(planes->x[i], LENGTH, &stream, 0);
        kernels()->normals(planes->n[i], LENGTH, &stream, LENGTH);
    }
    return true;
}

typedef struct Range {
    float *out;
} Range;

static void fill_range(void *user, size_t part) {
    const Range *job = user;
    const NormalStream stream = { 7, 0, 0 };
    size_t first = part * (PLANE / 16);
    kernels()->normals(job->out + first, PLANE / 16, &stream, first);
}

static void make_noise(void *user) {
    Planes *planes = user;
    Range job = { planes->n[planes->turn++ % SETS] };
    parallel_run(LENGTH / (PLANE / 16), fill_range, &job);
}

// z_t and m_t from stored planes to 8 bit.
static void make_pictures(void *user) {
    Planes *planes = user;
    static const PictureKind kinds[] = { PICTURE_Z, PICTURE_MEAN };
    int set = planes->turn++ % SETS;
    PictureBytes pictures[2];
    for (int k = 0; k < 2; k++) {
        pictures[k].mix = posterior_mix(&planes->schedule, 420, kinds[k]);
        pictures[k].rgba = planes->rgba[set][k];
        for (size_t c = 0; c < 3; c++)
            pictures[k].planes[c] =
                (MixPlanes){ planes->x[set] + c * PLANE, planes->n[set] + c * PLANE, NULL };
    }
    pictures_to_bytes(pictures, 2, PLANE);
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

// n_t of 512 × 512 × 3, T = 1000: at any t, and from t to t + 1 all along the chain.
typedef struct Path {
    const Schedule *schedule;
    Picture n;
    NoiseCache cache;
    int t;
} Path;

static const NoiseSpec path_spec = { 7, COUPLING_PATH };

static void path_random(void *user) {
    Path *path = user;
    path->t = (path->t * 387 + 11) % 1000; // anywhere in the chain
    noise_fill_cached(&path->n, &path->cache, &path_spec, path->schedule, path->t + 1);
}

static void path_step(void *user) {
    Path *path = user;
    path->t = path->t % 1000 + 1;
    noise_fill_cached(&path->n, &path->cache, &path_spec, path->schedule, path->t);
}

// What a frame's statistics take when t moves: 512 × 512 × 3, the moments of three pairs of planes
// (x and n, x and n before, n and eta), the histogram and the law beside it.
typedef struct Statistics {
    const Schedule *schedule;
    Picture x, n;
    Levels levels;
    double sink;
} Statistics;

static void make_statistics(void *user) {
    Statistics *job = user;
    double density[56];
    Mix mix = posterior_mix(job->schedule, 420, PICTURE_Z);
    job->sink += statistics_pair(&job->x, &job->n).ab + statistics_pair(&job->x, &job->n).b +
                 statistics_pair(&job->n, &job->x).aa;
    job->sink += histogram_of_mix(-3.5, 3.5, 56, &mix, &job->x, &job->n, NULL).counts[20];
    levels_density(density, -3.5, 3.5, 56, &job->levels, job->schedule, 420);
    job->sink += density[20];
}

typedef struct Window {
    App *app;
    DrawList bare;
    int textures[20];
    int drags;
} Window;

// A frame after t moved: pictures made and uploaded, everything laid out and drawn.
static void full_frame(void *user) {
    Window *window = user;
    App *app = window->app;
    Error error;
    char line[32];
    snprintf(line, sizeof line, "set t %d", app->settings.t % app->settings.schedule.steps + 1);
    CHECK(app_run(app, line, &error));
    app_draw(app);
    renderer_finish();
}

// A frame while a knot of a drawn schedule is dragged: the table, all noise, all pictures, all
// curves are new.
static void drag_frame(void *user) {
    Window *window = user;
    App *app = window->app;
    Error error;
    char line[64];
    window->drags++;
    snprintf(line, sizeof line, "move_knot 3 0.5 %.4f log_snr", 0.01 * (window->drags % 50));
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
    BenchMixture mixture;
    BenchFiles files;
    double memcpy_gb_s, noise_m_per_s, picture_ms, path_random_ms, path_step_ms, schedule_us;
    double stats_ms;
    bool window;
    double frame_ms, drag_ms, bare_frame_ms;
    char driver[256];
} Figures;

static void measure_memory(Figures *figures) {
    enum { BYTES = 256 << 20 };
    Copy job = { mem_alloc(BYTES, 1), mem_alloc(BYTES, 1), BYTES };
    memset(job.from, 1, job.bytes);
    figures->memcpy_gb_s = 2 * (double)job.bytes / median(copy, &job, ROUNDS) * 1e-9;
    free(job.from);
    free(job.to);
}

static bool measure_path(Figures *figures, const Schedule *schedule, Error *error) {
    Path path = { .schedule = schedule };
    bool good = picture_alloc(&path.n, 512, 512, 3, error);
    if (good) {
        figures->path_random_ms = median(path_random, &path, ROUNDS) * 1e3;
        path.t = 0;
        figures->path_step_ms = median(path_step, &path, 998) * 1e3;
    }
    noise_cache_free(&path.cache);
    picture_free(&path.n);
    return good;
}

static bool measure_statistics(Figures *figures, const Schedule *schedule, Error *error) {
    Statistics job = { .schedule = schedule };
    bool good =
        picture_alloc(&job.x, 512, 512, 3, error) && picture_alloc(&job.n, 512, 512, 3, error);
    if (good) {
        for (size_t i = 0; i < picture_length(&job.x); i++)
            job.x.values[i] = (float)(i * 7919 % 256) / 127.5f - 1;
        job.levels = levels_of(&job.x);
        noise_fill(&job.n, &path_spec, schedule, 420);
        figures->stats_ms = median(make_statistics, &job, ROUNDS) * 1e3;
    }
    picture_free(&job.x);
    picture_free(&job.n);
    return good;
}

static bool measure_core(const Arguments *arguments, Figures *figures, Error *error) {
    Planes planes = { 0 };
    measure_memory(figures);
    bool good = planes_alloc(&planes, error);
    if (good) {
        figures->noise_m_per_s = LENGTH / median(make_noise, &planes, ROUNDS) * 1e-6;
        figures->schedule_us = median(make_schedule, &planes, ROUNDS) * 1e6;
        figures->picture_ms = median(make_pictures, &planes, ROUNDS) * 1e3;
        good = measure_path(figures, &planes.schedule, error) &&
               measure_statistics(figures, &planes.schedule, error) &&
               bench_mixture(&figures->mixture, &arguments->settings, &planes.schedule, error);
    }
    planes_free(&planes);
    return good;
}

// In turn, so that both see the same machine.
static void measure_frames(Window *window, Figures *figures) {
    enum { FRAMES = 61 };
    double times[2][FRAMES];
    for (int i = -2; i < FRAMES; i++)
        for (int k = 0; k < 2; k++) {
            double start = clock_seconds();
            (k ? full_frame : bare_frame)(window);
            if (i >= 0) times[k][i] = clock_seconds() - start;
        }
    for (int k = 0; k < 2; k++) qsort(times[k], FRAMES, sizeof times[k][0], ascending);
    figures->bare_frame_ms = times[0][FRAMES / 2] * 1e3;
    figures->frame_ms = times[1][FRAMES / 2] * 1e3;
}

static bool measure_window(const Arguments *arguments, Figures *figures, Error *error) {
    App app = { 0 };
    Arguments full = *arguments;
    full.settings.look.width = 1920;
    full.settings.look.height = 1080;
    bool good = app_create(&app, &full, error) && canvas_open_hidden(&app, NULL, error);
    if (good) {
        Window window = { .app = &app };
        make_bare(&window);
        figures->window = true;
        measure_frames(&window, figures);
        good = app_run(&app, "set schedule custom", error);
        if (good) figures->drag_ms = median(drag_frame, &window, 61) * 1e3;
        good = good && bench_files(&figures->files, &app, error);
        snprintf(figures->driver, sizeof figures->driver, "%s", renderer_describe());
        draw_free(&window.bare);
    }
    app_free(&app);
    return good;
}

static void print_json(const Figures *figures, bool window_only) {
    printf("{");
    if (!window_only) {
        printf("\"isa\": \"%s\", \"threads\": %d, \"memcpy_gb_s\": %.3f, ", kernels()->isa,
               parallel_threads(), figures->memcpy_gb_s);
        printf("\"noise_m_per_s\": %.2f, \"picture_ms\": %.4f, ", figures->noise_m_per_s,
               figures->picture_ms);
        printf("\"path_random_ms\": %.4f, \"path_step_ms\": %.4f, ", figures->path_random_ms,
               figures->path_step_ms);
        printf("\"mixture_ms\": %.3f, \"mixture_16_ms\": %.3f, \"mixture_all_ms\": %.3f, ",
               figures->mixture.one_ms, figures->mixture.sixteen_ms, figures->mixture.all_ms);
        printf("\"mixture_early_ms\": %.3f, \"mixture_indexed_ms\": %.4f, ",
               figures->mixture.early_ms, figures->mixture.indexed_ms);
        printf("\"schedule_us\": %.3f, \"stats_ms\": %.4f%s", figures->schedule_us,
               figures->stats_ms, figures->window ? ", " : "");
    }
    if (figures->window)
        printf("\"frame_ms\": %.4f, \"drag_ms\": %.4f, \"bare_frame_ms\": %.4f", figures->frame_ms,
               figures->drag_ms, figures->bare_frame_ms);
    if (figures->files.measured)
        printf(", \"png_frame_ms\": %.4f, \"png_mb_s\": %.1f, \"apng_frame_ms\": %.4f, "
               "\"apng_mb_s\": %.1f",
               figures->files.png.ms, figures->files.png.mb_s, figures->files.apng.ms,
               figures->files.apng.mb_s);
    printf("}\n");
}

static void print_table(const Figures *figures, bool window_only) {
    if (!window_only) {
        int threads = parallel_threads();
        printf("kernels                             %s, %d thread%s\n", kernels()->isa, threads,
               threads == 1 ? "" : "s");
        printf("memcpy, 256 MiB                     %8.1f GB/s read and written\n",
               figures->memcpy_gb_s);
        printf("normals, float32                    %8.0f million/s\n", figures->noise_m_per_s);
        printf("z_t and m_t, 1024² × 3 to 8 bit     %8.2f ms\n", figures->picture_ms);
        printf("any t of T = 1000, 512² × 3         %8.2f ms\n", figures->path_random_ms);
        printf("t + 1 after t, 512² × 3             %8.2f ms\n", figures->path_step_ms);
        printf("statistics of a frame, 512² × 3     %8.2f ms\n", figures->stats_ms);
        printf("E[x | z], 60 000 of 28², one z      %8.2f ms\n", figures->mixture.one_ms);
        printf("the same for sixteen z              %8.2f ms\n", figures->mixture.sixteen_ms);
        printf("one z at T, all pictures weigh      %8.2f ms\n", figures->mixture.all_ms);
        printf("one z at t = 100, all pictures read %8.2f ms\n", figures->mixture.early_ms);
        printf("the same with the set's index       %8.3f ms\n", figures->mixture.indexed_ms);
        printf("schedule, T = 1000                  %8.1f µs\n", figures->schedule_us);
    }
    if (!figures->window) return;
    printf("window, 1920 × 1080, t moved        %8.2f ms a frame\n", figures->frame_ms);
    printf("the same, a knot dragged            %8.2f ms a frame\n", figures->drag_ms);
    printf("clear and 20 pictures               %8.2f ms a frame\n", figures->bare_frame_ms);
    printf("ratio                               %8.2f\n",
           figures->frame_ms / figures->bare_frame_ms);
    if (figures->files.measured) {
        printf("that window into PNG files          %8.2f ms a frame, %.0f MB/s\n",
               figures->files.png.ms, figures->files.png.mb_s);
        printf("the same into .apng                 %8.2f ms a frame, %.0f MB/s\n",
               figures->files.apng.ms, figures->files.apng.mb_s);
    }
    printf("drawn by                            %s\n", figures->driver);
}

int bench_run(const Arguments *arguments) {
    Figures figures = { 0 };
    Error error;
    file_out_clean_up_at_end();
    if (!arguments->bench_window && !measure_core(arguments, &figures, &error)) {
        log_error(&error);
        return (int)error.kind;
    }
    if (!measure_window(arguments, &figures, &error)) {
        log_error(&error);
        // Without OpenGL the core's figures still stand.
        if (arguments->bench_window || error.kind == ERROR_USAGE) return (int)error.kind;
    }
    if (arguments->json)
        print_json(&figures, arguments->bench_window);
    else
        print_table(&figures, arguments->bench_window);
    return cli_finish_output();
}
