// SPDX-License-Identifier: MIT
// alphabar sample: .npy and .png hold the samples, films the run that leads to them.
#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "cli/cli.h"
#include "cli/denoise.h"
#include "cli/noisy.h"
#include "cli/progress.h"
#include "cli/trace.h"
#include "conf/levels.h"
#include "core/kernels.h"
#include "core/levels/chain.h"
#include "core/sampler.h"
#include "io/film.h"
#include "io/npy.h"
#include "io/png.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    AT_ONCE = 64, // samples, so that any number takes bounded memory
    SAMPLES_MOST = 10000000
};

typedef struct Run {
    const Arguments *arguments;
    Settings settings;
    Schedule schedule;
    Dataset set;
    SamplerParams params;
    Progress progress;
    size_t count;
    bool png, film;
    FilmSpec spec;
    NpyOut npy;
    Trace trace;
    Noisy from;    // --from-z
    uint8_t *grid; // the .png, opened cell by cell
    int columns, rows;
    size_t width, height; // of the grid
    int shown[3];         // its red, green and blue channels
} Run;

// How many samples: as many as --from-z holds, where it is given.
static bool count_samples(Run *run, Error *error) {
    const Arguments *arguments = run->arguments;
    run->count = (size_t)run->settings.mixture.count;
    if (!arguments->from_z) return true;
    if (!noisy_open(&run->from, arguments->from_z, &run->set, error)) return false;
    if (arguments->given[OPT_COUNT] && run->count > run->from.count)
        return error_set(error, "--count: %s holds only %zu pictures", arguments->from_z,
                         run->from.count);
    if (!arguments->given[OPT_COUNT]) run->count = run->from.count;
    return run->count <= SAMPLES_MOST ||
           error_set(error, "%s: holds more than %d pictures", arguments->from_z, SAMPLES_MOST);
}

// The chain becomes one that has exactly the levels.
static bool plan_levels(Run *run, Error *error) {
    LevelsQuery query;
    NoiseLevels levels = { 0 };
    ScheduleParams chain = settings_schedule(&run->settings, NULL, run->schedule.steps);
    bool good = levels_query(&query, &run->settings, &chain, error) &&
                levels_build(&levels, &run->schedule, &query.params, error) &&
                levels_chain(&run->schedule, levels.log_snr, levels.count, error);
    levels_free(&levels);
    if (good) run->params.steps = run->schedule.steps;
    return good;
}

static bool plan(Run *run, Error *error) {
    const Arguments *arguments = run->arguments;
    const Settings *settings = &run->settings;
    run->png = path_ends_in(arguments->out, ".png");
    for (int format = FILM_APNG; format < FILM_FORMATS; format++)
        if (path_ends_in(arguments->out, film_ending((FilmFormat)format))) {
            run->film = true;
            run->spec.format = (FilmFormat)format;
        }
    if (!run->png && !run->film && !path_ends_in(arguments->out, ".npy"))
        return error_usage(error, "sample: %s: takes .npy, .png, .apng, .gif, .mp4, .webm or .y4m",
                           arguments->out);
    if (run->film && (arguments->steps_out || arguments->x_hat_out || arguments->indices_out))
        return error_usage(error,
                           "sample: %s: --steps-out, --x-hat-out and --indices-out go with "
                           ".npy or .png",
                           arguments->out);
    run->params = (SamplerParams){ .kind = (SamplerKind)settings->mixture.sampler,
                                   .steps = settings->mixture.sample_steps,
                                   .eta = settings->mixture.eta,
                                   .h = settings->mixture.bandwidth,
                                   .seed = settings->noise.seed };
    if (levels_are_on(settings)) return plan_levels(run, error) && count_samples(run, error);
    if (run->params.steps > run->schedule.steps)
        return error_usage(error, "--sample-steps: %d are more than the chain has, T = %d",
                           run->params.steps, run->schedule.steps);
    return count_samples(run, error);
}

// Grid -------------------------------------------------------------------------------------------

enum { GAP = 2 }; // pixels between the pictures of a grid

static bool grid_open(Run *run, Error *error) {
    if (!settings_shown_channels(&run->settings, run->set.channels, run->shown))
        return error_usage(error, "--shown-channels: %s: the channels of %s are 0 to %d",
                           run->settings.picture.shown, run->set.name, run->set.channels - 1);
    run->columns = (int)ceil(sqrt((double)run->count));
    run->rows = ((int)run->count + run->columns - 1) / run->columns;
    run->width = (size_t)run->columns * (size_t)(run->set.width + GAP) - GAP;
    run->height = (size_t)run->rows * (size_t)(run->set.height + GAP) - GAP;
    size_t bytes = run->width * run->height * 4;
    run->grid = run->width < 1 << 16 && run->height < 1 << 16 ? malloc(bytes) : NULL;
    if (!run->grid)
        return error_set(error, "%s: a grid of %zu × %zu pixels is too large", run->arguments->out,
                         run->width, run->height);
    memset(run->grid, 0, bytes);
    return true;
}

static void grid_put(Run *run, size_t index, const float *values) {
    size_t w = (size_t)run->set.width, h = (size_t)run->set.height, plane = w * h;
    size_t column = index % (size_t)run->columns, row = index / (size_t)run->columns;
    const Mix mix = { .h = 1 };
    for (size_t y = 0; y < h; y++) {
        MixPlanes planes[3];
        for (size_t c = 0; c < 3; c++)
            planes[c] = (MixPlanes){ .x = values + (size_t)run->shown[c] * plane + y * w };
        size_t at = (row * (h + GAP) + y) * run->width + column * (w + GAP);
        kernels()->mix_rgba(run->grid + 4 * at, w, &mix, planes);
    }
}

static bool grid_write(Run *run, Error *error) {
    size_t pixels = run->width * run->height;
    bool grey = run->set.channels == 1;
    for (size_t i = 0; grey && i < pixels; i++) run->grid[i] = run->grid[4 * i];
    const PngImage image = { (int)run->width, (int)run->height, grey ? 1 : 4,
                             run->width * (grey ? 1 : 4), run->grid };
    return png_write(run->arguments->out, &image, error);
}

// Running ----------------------------------------------------------------------------------------

// The sampler at z_T: noise of its own, or the file's.
static bool start(Run *run, Sampler *sampler, size_t first, size_t count, Error *error) {
    if (!sampler_start(sampler, &run->set, &run->schedule, &run->params, first, count, error))
        return false;
    size_t length = dataset_length(&run->set);
    bool good = true;
    for (size_t i = 0; good && run->from.file && i < count; i++)
        good = noisy_read(&run->from, &run->set, first + i, sampler->z + i * length, error);
    if (!good) sampler_free(sampler);
    return good;
}

static bool put_samples(Run *run, const Sampler *sampler, Error *error) {
    size_t length = dataset_length(&run->set);
    bool good = true;
    for (size_t i = 0; good && i < sampler->count; i++) {
        Picture picture = { .width = run->set.width,
                            .height = run->set.height,
                            .channels = run->set.channels,
                            .values = sampler->z + i * length };
        if (run->png)
            grid_put(run, sampler->first + i, picture.values);
        else
            good = npy_append(&run->npy, &picture, error);
    }
    return good;
}

static bool run_some(Run *run, size_t first, size_t count, Error *error) {
    Sampler sampler;
    if (!start(run, &sampler, first, count, error)) return false;
    trace_record(&run->trace, &sampler);
    bool good = true;
    for (int k = 0; good && k < run->params.steps; k++) {
        good = sampler_advance(&sampler, NULL, error);
        if (good) trace_record(&run->trace, &sampler);
        double part = (double)(k + 1) / run->params.steps;
        progress_show(&run->progress, ((double)first + part * (double)count) / (double)run->count);
    }
    good = good && put_samples(run, &sampler, error) && trace_append(&run->trace, &sampler, error);
    sampler_free(&sampler);
    return good;
}

// Films ------------------------------------------------------------------------------------------

enum { FILM_FPS = 12, FILM_HOLD = 12, FILM_LEAST = 480 }; // the last frame stays a second

// The grid, each of its pixels `times` by `times` large.
static void enlarge(const Run *run, uint8_t *frame, size_t times) {
    size_t width = run->width * times;
    for (size_t y = 0; y < run->height * times; y++) {
        const uint8_t *from = run->grid + 4 * (y / times) * run->width;
        for (size_t x = 0; x < width; x++)
            memcpy(frame + 4 * (y * width + x), from + 4 * (x / times), 4);
    }
}

static bool put_frame(Run *run, Film *film, const Sampler *sampler, uint8_t *frame, Error *error) {
    size_t length = dataset_length(&run->set);
    for (size_t i = 0; i < sampler->count; i++) grid_put(run, i, sampler->z + i * length);
    enlarge(run, frame, (size_t)run->spec.width / run->width);
    return film_put(film, &frame, 1, error);
}

// The whole run, from noise to t = 0; the same each time.
static bool film_pass(Run *run, Film *film, uint8_t *frame, int pass, int passes, Error *error) {
    Sampler sampler;
    int steps = run->params.steps;
    if (!start(run, &sampler, 0, run->count, error)) return false;
    bool good = put_frame(run, film, &sampler, frame, error);
    for (int k = 1; good && k <= steps + FILM_HOLD; k++) {
        good = k > steps || sampler_advance(&sampler, NULL, error);
        good = good && put_frame(run, film, &sampler, frame, error);
        double done = k < steps ? (double)k / steps : 1;
        progress_show(&run->progress, (pass + done) / passes);
    }
    sampler_free(&sampler);
    return good;
}

static bool film_run(Run *run, Error *error) {
    if (!grid_open(run, error)) return false;
    size_t times = (FILM_LEAST + run->height - 1) / run->height;
    FilmSpec *spec = &run->spec;
    spec->path = run->arguments->out;
    spec->width = (int)(run->width * times), spec->height = (int)(run->height * times);
    spec->grey = run->set.channels == 1;
    spec->fps = FILM_FPS;
    spec->frames = run->params.steps + 1 + FILM_HOLD;
    spec->forever = true;
    Film *film = film_open(spec, error);
    if (!film) return false;
    uint8_t *frame = mem_alloc((size_t)spec->width * (size_t)spec->height, 4);
    bool good = true;
    int passes = film_passes(film);
    for (int pass = 0; good && pass < passes; pass++)
        good = film_pass(run, film, frame, pass, passes, error);
    free(frame);
    if (good) return film_close(film, error);
    film_cancel(film);
    return false;
}

static bool open_all(Run *run, Error *error) {
    const Dataset *set = &run->set;
    if (!trace_open(&run->trace, run->arguments, set, &run->params, run->count, AT_ONCE, error))
        return false;
    return run->png ? grid_open(run, error)
                    : npy_open(&run->npy, run->arguments->out, (int)run->count, set->height,
                               set->width, set->channels, error);
}

static bool run_all(Run *run, Error *error) {
    if (run->film) return film_run(run, error);
    bool good = open_all(run, error);
    if (!good) return false;
    size_t most = run->trace.at_once;
    for (size_t at = 0; good && at < run->count; at += most)
        good = run_some(run, at, run->count - at < most ? run->count - at : most, error);
    good = good && trace_commit(&run->trace, error);
    if (run->png) return good && grid_write(run, error);
    if (good) return npy_commit(&run->npy, error);
    npy_cancel(&run->npy);
    return false;
}

int sample_run(const Arguments *arguments) {
    Run run = { .arguments = arguments, .progress = { .label = path_base(arguments->out) } };
    Error error = { 0 };
    file_out_clean_up_at_end();
    bool good = denoise_open(&run.schedule, &run.set, &run.settings, arguments, &error) &&
                plan(&run, &error) && run_all(&run, &error);
    progress_end(&run.progress);
    if (!good) log_error(&error);
    trace_cancel(&run.trace);
    noisy_close(&run.from);
    free(run.grid);
    dataset_free(&run.set);
    schedule_free(&run.schedule);
    return good ? 0 : (int)error.kind;
}
