// SPDX-License-Identifier: MIT
#include "model/mixture_distance.h"

#include "base/memory.h"
#include "conf/levels.h"
#include "core/levels/chain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 16, REFERENCE_STEPS = 1000 };
static const int steps_of[DISTANCE_NODES] = { 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 100 };

void distance_free(DistanceWork *work) {
    schedule_free(&work->chain);
    if (work->running) sampler_free(&work->sampler);
    free(work->reference);
    *work = (DistanceWork){ 0 };
}

static void count_done(MixtureDistance *shown) {
    shown->done = shown->total > 0 ? fmin(1, (double)shown->worked / shown->total) : 1;
}

// Lists of one's own have one number of steps, and a method has no more than the chain.
static int nodes_of(LevelsMethod method, int steps) {
    if (levels_method_info(method)->uses & LEVELS_USE_LIST) return 1;
    int count = 0;
    while (count < DISTANCE_NODES && steps_of[count] <= steps) count++;
    return count;
}

void distance_begin(DistanceWork *work, MixtureDistance *shown, const DistanceTask *task) {
    const LevelsSettings *levels = &task->settings->levels;
    int T = task->schedule->steps;
    distance_free(work);
    *shown = (MixtureDistance){ .stamp = shown->stamp };
    shown->samples = SAMPLES;
    shown->reference = T < REFERENCE_STEPS ? T : REFERENCE_STEPS;
    shown->total = shown->reference;
    for (int slot = 0; slot <= LEVELS_BESIDE; slot++) {
        int method = slot ? levels->beside[slot - 1] : levels->method;
        if (method <= 0) continue;
        int m = shown->methods++;
        shown->slots[m] = slot;
        shown->nodes[m] = nodes_of((LevelsMethod)(method - 1), T);
        for (int k = 0; k < shown->nodes[m]; k++) {
            shown->rms[m][k] = NAN;
            shown->steps[m][k] = steps_of[k];
            shown->total += steps_of[k];
        }
    }
    if (!shown->methods) shown->total = 0;
    count_done(shown);
}

// The chain of the run at hand; false where the method makes no such list.
static bool make_chain(DistanceWork *work, MixtureDistance *shown, const DistanceTask *task) {
    int m = work->method, slot = shown->slots[m];
    const LevelsSettings *asked = &task->settings->levels;
    LevelsMethod method = (LevelsMethod)((slot ? asked->beside[slot - 1] : asked->method) - 1);
    LevelsQuery query;
    NoiseLevels levels = { 0 };
    Error error;
    ScheduleParams chain = settings_schedule(task->settings, NULL, task->schedule->steps);
    if (!levels_query_of(&query, task->settings, &chain, method, &error)) return false;
    query.params.steps = steps_of[work->node];
    bool good = levels_build(&levels, task->schedule, &query.params, &error) &&
                levels_chain(&work->chain, levels.log_snr, levels.count, &error);
    levels_free(&levels);
    if (good) shown->steps[m][work->node] = work->chain.steps;
    return good;
}

static bool start(DistanceWork *work, const DistanceTask *task, const Schedule *chain, int steps,
                  Error *error) {
    const SamplerParams params = { .kind = SAMPLER_DDIM,
                                   .steps = steps,
                                   .h = task->settings->mixture.bandwidth,
                                   .seed = task->seed };
    work->running = sampler_start(&work->sampler, task->set, chain, &params, 0, SAMPLES, error);
    return work->running;
}

static size_t values_of(const DistanceWork *work) {
    return work->sampler.count * dataset_length(work->sampler.set);
}

static double rms_from(const DistanceWork *work) {
    size_t count = values_of(work);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double off = (double)work->sampler.z[i] - (double)work->reference[i];
        sum += off * off;
    }
    return sqrt(sum / (double)count);
}

static void end_run(DistanceWork *work, MixtureDistance *shown) {
    size_t count = values_of(work);
    if (work->reference) {
        shown->rms[work->method][work->node++] = rms_from(work);
    } else {
        work->reference = mem_alloc(count, sizeof *work->reference);
        memcpy(work->reference, work->sampler.z, count * sizeof *work->reference);
    }
    sampler_free(&work->sampler);
    work->running = false;
}

// The next run that can be made; false where there is none.
static bool next_run(DistanceWork *work, MixtureDistance *shown, const DistanceTask *task) {
    for (; work->method < shown->methods; work->method++, work->node = 0)
        for (; work->node < shown->nodes[work->method]; work->node++)
            if (make_chain(work, shown, task)) return true;
    return false;
}

bool distance_advance(DistanceWork *work, MixtureDistance *shown, const DistanceTask *task,
                      Error *error) {
    if (shown->done >= 1) return true;
    bool more = true;
    if (!work->running && !work->reference) {
        if (!start(work, task, task->schedule, shown->reference, error)) return false;
    } else if (!work->running) {
        more = next_run(work, shown, task);
        if (more && !start(work, task, &work->chain, work->chain.steps, error)) return false;
    }
    if (!more) {
        shown->done = 1;
        return true;
    }
    if (!sampler_advance(&work->sampler, task->watch, error)) return false;
    shown->worked++;
    if (work->sampler.at == work->sampler.params.steps) end_run(work, shown);
    count_done(shown);
    if (shown->done >= 1) shown->done = 0.999; // more may come; next_run knows
    return true;
}
