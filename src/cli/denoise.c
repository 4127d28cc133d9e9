// SPDX-License-Identifier: MIT
#include "cli/denoise.h"

#include "app/schedule_source.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "cli/cli.h"
#include "cli/noisy.h"
#include "cli/progress.h"
#include "core/mixture.h"
#include "io/betas.h"
#include "io/dataset.h"
#include "io/npy.h"

#include <stdlib.h>

static bool show_reading(void *user, double done) {
    progress_show(user, done);
    return true;
}

// The settings follow what a scheduler_config or a list of betas says.
static bool build_schedule(Schedule *schedule, Settings *settings, const Arguments *arguments,
                           Error *error) {
    double *betas = NULL;
    int count = 0;
    const char *path = arguments->settings.scheduler_config;
    SchedulerConfig config;
    if (*path && !schedule_source_config(settings, arguments->given, &config, error)) return false;
    if (*path) schedule_source_warn(&config, path);
    if (*settings->betas && !betas_read(&betas, &count, settings->betas, error)) return false;
    ScheduleParams params = settings_schedule(settings, betas, count);
    bool good = schedule_build(schedule, &params, error);
    free(betas);
    if (!good) return false;
    settings->schedule.steps = schedule->steps;
    if (!arguments->t_given) settings->t = settings_t_at(settings->u, settings->schedule.steps);
    return true;
}

bool denoise_open(Schedule *schedule, Dataset *set, Settings *settings, const Arguments *arguments,
                  Error *error) {
    *settings = arguments->settings;
    if (!build_schedule(schedule, settings, arguments, error)) return false;
    Progress progress = { .label = *settings->mixture.dataset ? path_base(settings->mixture.dataset)
                                                              : "set" };
    const DatasetWatch watch = { show_reading, &progress };
    bool good = dataset_load(set, settings->mixture.dataset, settings->mixture.side,
                             settings->mixture.scale, &watch, error);
    progress_end(&progress);
    return good;
}

typedef struct Batch {
    float *z;
    double *means;
    Picture out;
} Batch;

enum { AT_ONCE = 16 };

static bool denoise_batch(Batch *batch, const Settings *settings, const Schedule *schedule,
                          const Dataset *set, NpyOut *out, size_t count, Error *error) {
    size_t length = dataset_length(set);
    int t = settings->t;
    MixtureQuery queries[AT_ONCE];
    MixtureResult results[AT_ONCE];
    for (size_t k = 0; k < count; k++) {
        queries[k] = (MixtureQuery){ .z = batch->z + k * length,
                                     .alpha = schedule->alpha[t],
                                     .one_minus_alpha = schedule->one_minus_alpha[t],
                                     .h = settings->mixture.bandwidth };
        results[k] = (MixtureResult){ .x_mean = batch->means + k * length };
    }
    if (!mixture_run(set, queries, results, count, NULL, error)) return false;
    for (size_t k = 0; k < count; k++) {
        for (size_t j = 0; j < length; j++) batch->out.values[j] = (float)results[k].x_mean[j];
        if (!npy_append(out, &batch->out, error)) return false;
    }
    return true;
}

static bool denoise_all(Noisy *noisy, const Settings *settings, const Schedule *schedule,
                        const Dataset *set, NpyOut *out, Error *error) {
    size_t length = dataset_length(set);
    Batch batch = { .z = mem_alloc(AT_ONCE * length, sizeof(float)),
                    .means = mem_alloc(AT_ONCE * length, sizeof(double)) };
    Progress progress = { .label = path_base(out->file.path) };
    bool good = picture_alloc(&batch.out, set->width, set->height, set->channels, error);
    for (size_t at = 0; good && at < noisy->count; at += AT_ONCE) {
        size_t count = noisy->count - at < AT_ONCE ? noisy->count - at : AT_ONCE;
        for (size_t k = 0; good && k < count; k++)
            good = noisy_read(noisy, set, at + k, batch.z + k * length, error);
        good = good && denoise_batch(&batch, settings, schedule, set, out, count, error);
        progress_show(&progress, (double)(at + count) / (double)noisy->count);
    }
    progress_end(&progress);
    picture_free(&batch.out);
    free(batch.z);
    free(batch.means);
    return good;
}

static bool check_arguments(const Arguments *arguments, const Settings *settings, Error *error) {
    if (!path_ends_in(arguments->out, ".npy"))
        return error_usage(error, "denoise: %s: writes .npy", arguments->out);
    return settings->t <= settings->schedule.steps ||
           error_usage(error, "--t: %d is beyond the last step, T = %d", settings->t,
                       settings->schedule.steps);
}

int denoise_run(const Arguments *arguments) {
    Settings settings;
    Schedule schedule = { 0 };
    Dataset set = { 0 };
    Noisy noisy = { 0 };
    NpyOut out = { 0 };
    Error error = { 0 };
    file_out_clean_up_at_end();
    bool good = denoise_open(&schedule, &set, &settings, arguments, &error) &&
                check_arguments(arguments, &settings, &error) &&
                noisy_open(&noisy, arguments->in, &set, &error) &&
                npy_open_like(&out, arguments->out, &noisy.array, set.height, set.width,
                              set.channels, &error);
    if (good) {
        good = denoise_all(&noisy, &settings, &schedule, &set, &out, &error);
        if (good)
            good = npy_commit(&out, &error);
        else
            npy_cancel(&out);
    }
    if (!good) log_error(&error);
    noisy_close(&noisy);
    dataset_free(&set);
    schedule_free(&schedule);
    return good ? 0 : (int)error.kind;
}
