// SPDX-License-Identifier: MIT
// The lock is held for moments only: the thread takes what is asked for, works, and puts down what
// it made.
#include "model/mixture.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/thread.h"
#include "core/sampler.h"
#include "io/dataset.h"
#include "model/model.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a part of the state was made from. Cleared before it is filled, so that keys compare as
// bytes; there is no padding in them.
typedef struct Key {
    unsigned set, schedule, own;
    int t, example, coupling, sampler, steps, count, spare;
    uint64_t seed;
    double eta, h;
} Key;
_Static_assert(sizeof(Key) == 3 * sizeof(unsigned) + 7 * sizeof(int) + 3 * 8, "no padding");

typedef struct Ask {
    bool any;
    Settings settings;
    double *betas;
    int beta_count;
    unsigned betas_stamp, schedule_stamp, own_stamp;
    Picture own;       // the opened picture
    unsigned reads;    // counts the sets that were asked for
    uint64_t run_seed; // stays while the noise is live
} Ask;

struct Mixture {
    Mutex *lock;
    Condition *work; // there is something to do
    Thread *thread;
    Condition *rested; // there is nothing to do
    void (*wake)(void);
    bool threaded, asked;    // since the thread rested
    atomic_bool quit, leave; // another set is wanted than the one that is read or weighed
    atomic_bool cancel;      // the reading, by hand
    Ask ask;
    MixtureState state;
    char path[SETTINGS_PATH]; // of the set at hand
    int side;
    bool failed;
    Error error;

    // Of the thread alone.
    unsigned reads;
    Schedule schedule;
    unsigned schedule_stamp;
    bool have_schedule;
    Key shown_key, curve_key, run_key;
    Sampler sampler;
    bool run_turn; // whose turn it is: the run's or the curve's
};

// Keys -------------------------------------------------------------------------------------------

static Key shown_key(const Mixture *mixture) {
    const Ask *ask = &mixture->ask;
    const Settings *settings = &ask->settings;
    Key key;
    memset(&key, 0, sizeof key);
    key.set = mixture->state.set_stamp;
    key.schedule = ask->schedule_stamp;
    key.example = settings->mixture.example;
    key.own = settings->mixture.example < 0 ? ask->own_stamp : 0;
    key.t = settings->t;
    key.coupling = settings->noise.coupling;
    key.seed = settings->noise.seed;
    key.h = settings->mixture.bandwidth;
    return key;
}

static Key curve_key(const Mixture *mixture) {
    Key key = shown_key(mixture);
    key.t = 0;
    return key;
}

static Key run_key(const Mixture *mixture) {
    const Ask *ask = &mixture->ask;
    const Settings *settings = &ask->settings;
    Key key;
    memset(&key, 0, sizeof key);
    key.set = mixture->state.set_stamp;
    key.schedule = ask->schedule_stamp;
    key.seed = ask->run_seed;
    key.h = settings->mixture.bandwidth;
    key.sampler = settings->mixture.sampler;
    key.eta = settings->mixture.sampler == SAMPLER_DDIM ? settings->mixture.eta : 0;
    key.steps = settings->mixture.sample_steps < settings->schedule.steps
                    ? settings->mixture.sample_steps
                    : settings->schedule.steps;
    key.count =
        settings->mixture.count < MIXTURE_SAMPLES ? settings->mixture.count : MIXTURE_SAMPLES;
    return key;
}

static bool same(const Key *a, const Key *b) {
    return memcmp(a, b, sizeof *a) == 0;
}

// Reading a set ----------------------------------------------------------------------------------

static void hold(Mixture *mixture) {
    mutex_lock(mixture->lock);
}

static void let_go(Mixture *mixture) {
    mutex_unlock(mixture->lock);
}

// A pass ends early where nobody wants the set any more. Not where the question is another: while t
// moves there is always another, and what is on screen would never come.
static bool gives_up(void *user) {
    Mixture *mixture = user;
    return mixture->quit || mixture->leave;
}

static MixtureWatch watch_of(Mixture *mixture) {
    return (MixtureWatch){ gives_up, mixture };
}

// What went wrong is for the window to say, unless it is about something that nobody wants. Under
// the lock.
static void fail(Mixture *mixture, const Error *error) {
    if (gives_up(mixture)) return;
    mixture->failed = true;
    mixture->error = *error;
}

static bool report(void *user, double done) {
    Mixture *mixture = user;
    hold(mixture);
    bool shows = done - mixture->state.read >= 0.01;
    if (shows) mixture->state.read = done;
    let_go(mixture);
    bool go_on = !mixture->cancel && !gives_up(mixture);
    if (shows && mixture->wake) mixture->wake();
    return go_on;
}

static void free_run(MixtureRun *run) {
    free(run->times);
    free(run->z);
    free(run->x_mean);
    free(run->nearest);
    free(run->rms);
    *run = (MixtureRun){ .started = run->started, .stamp = run->stamp };
}

static void read_set(Mixture *mixture) {
    hold(mixture);
    char path[SETTINGS_PATH];
    snprintf(path, sizeof path, "%s", mixture->ask.settings.mixture.dataset);
    int side = mixture->ask.settings.mixture.side;
    mixture->state.reading = true;
    mixture->state.read = 0;
    snprintf(mixture->state.wanted, sizeof mixture->state.wanted, "%s",
             *path ? path : "the built-in figures");
    mixture->cancel = false;
    let_go(mixture);
    Dataset set = { 0 };
    Error error = { 0 };
    const DatasetWatch watch = { report, mixture };
    bool good = dataset_load(&set, path, side, &watch, &error);
    hold(mixture);
    mixture->state.reading = false;
    if (good) {
        Dataset before = mixture->state.set;
        mixture->state.set = set;
        mixture->state.set_stamp++;
        // What was made of the set before has its shape and its numbers.
        mixture->state.shown.any = false;
        mixture->state.curve.count = 0;
        mixture->state.curve.stamp++;
        free_run(&mixture->state.run);
        set = before;
        snprintf(mixture->path, sizeof mixture->path, "%s", path);
        mixture->side = side;
    } else {
        if (mixture->cancel) error = (Error){ 0 };
        fail(mixture, &error);
    }
    let_go(mixture);
    dataset_free(&set);
}

// One z_t ----------------------------------------------------------------------------------------

// The thread's own copy of what it works on.
typedef struct Task {
    Key key;
    Settings settings;
    Picture own;
} Task;

static bool shape(Picture *picture, const Dataset *set, Error *error) {
    return picture_alloc(picture, set->width, set->height, set->channels, error);
}

static void choose_x(const Task *task, const Dataset *set, Picture *x) {
    int example = task->settings.mixture.example;
    if (example < 0 && task->own.values)
        dataset_fit(x, &task->own);
    else
        dataset_picture(set, example < 0 ? 0 : (size_t)example % set->count, x);
}

// z_t into z: the same sum of products that core/posterior.h makes, whatever the set is.
static void make_z(const Mixture *mixture, const Task *task, int t, const Picture *x, Picture *n,
                   Picture *z) {
    const NoiseSpec spec = { task->settings.noise.seed, (Coupling)task->settings.noise.coupling };
    noise_fill(n, &spec, &mixture->schedule, t);
    Mix mix = posterior_mix(&mixture->schedule, t, PICTURE_Z);
    const MixPlanes planes = { .x = x->values, .n = n->values };
    kernels()->mix(z->values, picture_length(z), &mix, &planes);
}

// coef_z z_t + coef_x x with another x than the one z_t was made from: the mix of core/posterior.h
// with z_t as its noise plane of weight 1, which gives the same bits.
static void make_step_mean(const Mixture *mixture, int t, const Picture *x, const Picture *z,
                           Picture *out) {
    Mix mix = posterior_mix(&mixture->schedule, t, PICTURE_MEAN);
    mix.a = 0, mix.b = 1;
    const MixPlanes planes = { .x = x->values, .n = z->values };
    kernels()->mix(out->values, picture_length(out), &mix, &planes);
}

static MixtureQuery query_of(const Mixture *mixture, const Task *task, int t, const float *z) {
    return (MixtureQuery){ .z = z,
                           .alpha = mixture->schedule.alpha[t],
                           .one_minus_alpha = mixture->schedule.one_minus_alpha[t],
                           .h = task->settings.mixture.bandwidth };
}

static void free_shown(MixtureShown *shown) {
    picture_free(&shown->x);
    picture_free(&shown->z);
    picture_free(&shown->x_mean);
    picture_free(&shown->m_known);
    picture_free(&shown->m_mixture);
}

// What the set says about z_t, into `shown`.
static bool answer(Mixture *mixture, const Task *task, MixtureShown *shown, double *mean,
                   Error *error) {
    const Dataset *set = &mixture->state.set; // only this thread changes it
    int t = task->settings.t;
    Picture n = { 0 };
    bool good = shape(&shown->x, set, error) && shape(&shown->z, set, error) &&
                shape(&shown->x_mean, set, error) && shape(&shown->m_known, set, error) &&
                shape(&shown->m_mixture, set, error) && shape(&n, set, error);
    if (good) {
        choose_x(task, set, &shown->x);
        make_z(mixture, task, t, &shown->x, &n, &shown->z);
        const MixtureQuery query = query_of(mixture, task, t, shown->z.values);
        const MixtureWatch watch = watch_of(mixture);
        shown->result.x_mean = mean;
        good = mixture_run(set, &query, &shown->result, 1, &watch, error);
        shown->result.x_mean = NULL;
    }
    picture_free(&n);
    if (!good) return false;
    size_t length = dataset_length(set);
    for (size_t j = 0; j < length; j++) shown->x_mean.values[j] = (float)mean[j];
    make_step_mean(mixture, t, &shown->x, &shown->z, &shown->m_known);
    make_step_mean(mixture, t, &shown->x_mean, &shown->z, &shown->m_mixture);
    shown->step_trace =
        mixture_step_trace(set, &mixture->schedule, t, &shown->result) / (double)length;
    return true;
}

// Where there is no memory for it what is shown stays, and is not tried again.
static void weigh(Mixture *mixture, Task *task) {
    MixtureShown shown = { .any = true, .t = task->settings.t };
    double *mean = mem_alloc(dataset_length(&mixture->state.set), sizeof *mean);
    Error error = { 0 };
    bool good = answer(mixture, task, &shown, mean, &error);
    hold(mixture);
    if (good) {
        MixtureShown before = mixture->state.shown;
        shown.stamp = before.stamp + 1;
        mixture->state.shown = shown;
        shown = before;
    } else {
        fail(mixture, &error);
    }
    if (good || !gives_up(mixture)) mixture->shown_key = task->key;
    let_go(mixture);
    free_shown(&shown);
    free(mean);
}

// Over t -----------------------------------------------------------------------------------------

static int node_t(int node, int steps) {
    return steps <= MIXTURE_NODES
               ? steps - node
               : steps - (int)((double)node * (steps - 1) / (MIXTURE_NODES - 1) + 0.5);
}

enum { CURVE_GROUP = 16 };

// The effective numbers at `count` of the curve's t, from node `from` on.
static bool trace_nodes(Mixture *mixture, const Task *task, int from, int count, double *effective,
                        Error *error) {
    const Dataset *set = &mixture->state.set;
    MixtureQuery queries[CURVE_GROUP];
    MixtureResult results[CURVE_GROUP] = { { .x_mean = NULL } };
    Picture x = { 0 }, n = { 0 }, z[CURVE_GROUP] = { { 0 } };
    bool good = shape(&x, set, error) && shape(&n, set, error);
    if (good) choose_x(task, set, &x);
    for (int k = 0; good && k < count; k++) {
        good = shape(&z[k], set, error);
        int t = node_t(from + k, mixture->schedule.steps);
        if (good) make_z(mixture, task, t, &x, &n, &z[k]);
        queries[k] = query_of(mixture, task, t, z[k].values);
    }
    const MixtureWatch watch = watch_of(mixture);
    good = good && mixture_run(set, queries, results, (size_t)count, &watch, error);
    for (int k = 0; k < count; k++) {
        effective[k] = good ? results[k].effective : NAN;
        picture_free(&z[k]);
    }
    picture_free(&x);
    picture_free(&n);
    return good;
}

// The next sixteen of the curve's t; those that there is no memory for have no number.
static void trace_curve(Mixture *mixture, Task *task, bool fresh) {
    int steps = mixture->schedule.steps, all = steps < MIXTURE_NODES ? steps : MIXTURE_NODES;
    int from = fresh ? 0 : mixture->state.curve.count;
    int count = all - from < CURVE_GROUP ? all - from : CURVE_GROUP;
    double effective[CURVE_GROUP];
    Error error = { 0 };
    bool good = trace_nodes(mixture, task, from, count, effective, &error);
    hold(mixture);
    if (!good) fail(mixture, &error);
    if (good || !gives_up(mixture)) {
        MixtureCurve *curve = &mixture->state.curve;
        for (int k = 0; k < count; k++) {
            curve->t[from + k] = node_t(from + k, steps);
            curve->effective[from + k] = effective[k];
        }
        curve->count = from + count;
        curve->stamp++;
        mixture->curve_key = task->key;
    }
    let_go(mixture);
}

// Backwards --------------------------------------------------------------------------------------

static void put_bytes(uint8_t *to, const float *from, size_t count) {
    for (size_t j = 0; j < count; j++) {
        float v = (from[j] + 1) * 127.5f;
        to[j] = (uint8_t)lrintf(v < 0 ? 0 : v > 255 ? 255 : v);
    }
}

// All frames of a run are kept, so that it can be looked through: as many samples as this holds.
enum { RUN_BYTES = 160 << 20 };

static void start_run(Mixture *mixture, Task *task) {
    const Dataset *set = &mixture->state.set;
    const Key *key = &task->key;
    const SamplerParams params = { .kind = (SamplerKind)key->sampler,
                                   .steps = key->steps,
                                   .eta = key->eta,
                                   .h = key->h,
                                   .seed = key->seed };
    size_t length = dataset_length(set), frames = (size_t)key->steps + 1;
    size_t room = RUN_BYTES / (2 * length * frames), count = (size_t)key->count;
    if (count > room) count = room ? room : 1;
    Error error = { 0 };
    sampler_free(&mixture->sampler);
    bool good =
        sampler_start(&mixture->sampler, set, &mixture->schedule, &params, 0, count, &error);
    MixtureRun run = { .steps = key->steps, .count = (int)count, .length = length };
    size_t cells = frames * count;
    run.z = good ? malloc(cells * length) : NULL;
    run.x_mean = run.z ? malloc(cells * length) : NULL;
    good = run.x_mean != NULL;
    if (good) {
        run.nearest = mem_alloc(cells, sizeof *run.nearest);
        run.rms = mem_alloc(cells, sizeof *run.rms);
        run.times = mem_alloc(frames, sizeof *run.times);
        memcpy(run.times, mixture->sampler.times, frames * sizeof *run.times);
        put_bytes(run.z, mixture->sampler.z, count * length);
    } else {
        if (mixture->sampler.z)
            error_set(&error, "there is not enough memory for %zu frames of %zu samples", frames,
                      count);
        free(run.z);
        run = (MixtureRun){ 0 };
    }
    hold(mixture);
    if (!good) fail(mixture, &error);
    free_run(&mixture->state.run);
    run.stamp = mixture->state.run.stamp + 1;
    run.started = mixture->state.run.started + 1;
    mixture->state.run = run;
    mixture->run_key = task->key;
    let_go(mixture);
}

static void run_on(Mixture *mixture) {
    Sampler *sampler = &mixture->sampler;
    MixtureRun *run = &mixture->state.run;
    size_t count = (size_t)run->count, at = (size_t)run->frames * count;
    size_t nearest[MIXTURE_SAMPLES];
    double rms[MIXTURE_SAMPLES];
    bool last = run->frames == run->steps, good = true;
    const MixtureWatch watch = watch_of(mixture);
    Error error = { 0 };
    // A frame that was given up may have had its step.
    if (!last && sampler->at == run->frames) good = sampler_advance(sampler, &watch, &error);
    const float *x = last ? sampler->z : sampler->mean;
    good = good && mixture_nearest(sampler->set, x, count, nearest, rms, &watch, &error);
    hold(mixture);
    if (good) {
        put_bytes(run->x_mean + at * run->length, x, count * run->length);
        if (!last) put_bytes(run->z + (at + count) * run->length, sampler->z, count * run->length);
        for (size_t i = 0; i < count; i++) {
            run->nearest[at + i] = (uint32_t)nearest[i];
            run->rms[at + i] = (float)rms[i];
        }
        run->frames++;
    } else if (!gives_up(mixture)) {
        fail(mixture, &error);
        free_run(run);
    }
    run->stamp++;
    let_go(mixture);
}

// The thread -------------------------------------------------------------------------------------

typedef enum JobKind { JOB_NONE, JOB_READ, JOB_WEIGH, JOB_CURVE, JOB_START, JOB_RUN } JobKind;

static bool curve_is_open(Mixture *mixture, Key *key) {
    *key = curve_key(mixture);
    int steps = mixture->ask.settings.schedule.steps;
    return !same(key, &mixture->curve_key) ||
           mixture->state.curve.count < (steps < MIXTURE_NODES ? steps : MIXTURE_NODES);
}

static JobKind run_job(Mixture *mixture, Key *key) {
    *key = run_key(mixture);
    if (!same(key, &mixture->run_key)) return JOB_START;
    const MixtureRun *run = &mixture->state.run;
    return run->count && run->frames <= run->steps ? JOB_RUN : JOB_NONE;
}

// What comes next; under the lock. What is on screen comes first, then the curve and the run in
// turns.
static JobKind next_job(Mixture *mixture, Key *key) {
    if (!mixture->ask.any) return JOB_NONE;
    if (mixture->reads != mixture->ask.reads) {
        mixture->reads = mixture->ask.reads;
        mixture->leave = false;
        return JOB_READ;
    }
    if (!mixture->state.set.count) return JOB_NONE;
    *key = shown_key(mixture);
    if (!same(key, &mixture->shown_key)) return JOB_WEIGH;
    Key curve, run;
    bool open = curve_is_open(mixture, &curve);
    JobKind running = run_job(mixture, &run);
    mixture->run_turn = running && (!open || !mixture->run_turn);
    *key = mixture->run_turn ? run : curve;
    return mixture->run_turn ? running : open ? JOB_CURVE : JOB_NONE;
}

static void follow_schedule(Mixture *mixture, const Task *task, const double *betas, int count,
                            unsigned stamp) {
    if (mixture->have_schedule && mixture->schedule_stamp == stamp) return;
    Error error;
    ScheduleParams params = settings_schedule(&task->settings, betas, count);
    // The window has built the same one before.
    mixture->have_schedule = schedule_build(&mixture->schedule, &params, &error);
    CHECK(mixture->have_schedule);
    mixture->schedule_stamp = stamp;
}

static bool copy_picture(Picture *to, const Picture *from) {
    Error error;
    if (!from->values || !picture_alloc(to, from->width, from->height, from->channels, &error))
        return false;
    memcpy(to->values, from->values, picture_length(from) * sizeof *to->values);
    return true;
}

// Does one thing. Called and left under the lock; false where there was nothing.
static bool work_once(Mixture *mixture) {
    Task task = { 0 };
    JobKind job = next_job(mixture, &task.key);
    mixture->state.busy = job != JOB_NONE;
    if (job == JOB_NONE) return false;
    const Ask *ask = &mixture->ask;
    task.settings = ask->settings;
    bool fresh = !same(&task.key, &mixture->curve_key);
    if (job != JOB_READ)
        follow_schedule(mixture, &task, ask->betas, ask->beta_count, ask->schedule_stamp);
    if (task.settings.mixture.example < 0 && (job == JOB_WEIGH || job == JOB_CURVE))
        copy_picture(&task.own, &ask->own);
    let_go(mixture);
    switch (job) {
    case JOB_READ: read_set(mixture); break;
    case JOB_WEIGH: weigh(mixture, &task); break;
    case JOB_CURVE: trace_curve(mixture, &task, fresh); break;
    case JOB_START: start_run(mixture, &task); break;
    case JOB_RUN: run_on(mixture); break;
    case JOB_NONE: break;
    }
    picture_free(&task.own);
    if (mixture->wake) mixture->wake();
    hold(mixture);
    return true;
}

static void serve(void *user) {
    Mixture *mixture = user;
    parallel_alone(); // the other processors are the window's
    hold(mixture);
    while (!mixture->quit) {
        if (work_once(mixture)) continue;
        mixture->asked = false;
        condition_broadcast(mixture->rested);
        condition_wait(mixture->work, mixture->lock);
    }
    let_go(mixture);
}

// The window's side ------------------------------------------------------------------------------

Mixture *mixture_create(bool threaded, void (*wake)(void)) {
    Mixture *mixture = mem_alloc(1, sizeof *mixture);
    mixture->wake = wake;
    mixture->lock = mutex_create();
    mixture->work = condition_create();
    mixture->rested = condition_create();
    mixture->threaded = threaded;
    // Without a thread to be had all is done where mixture_follow is called: slow, but right.
    if (threaded) mixture->thread = thread_start(serve, mixture);
    return mixture;
}

void mixture_free(Mixture *mixture) {
    if (!mixture) return;
    hold(mixture);
    mixture->quit = true;
    condition_broadcast(mixture->work);
    let_go(mixture);
    if (mixture->thread) thread_join(mixture->thread);
    sampler_free(&mixture->sampler);
    free_run(&mixture->state.run);
    free_shown(&mixture->state.shown);
    dataset_free(&mixture->state.set);
    schedule_free(&mixture->schedule);
    picture_free(&mixture->ask.own);
    free(mixture->ask.betas);
    condition_free(mixture->work);
    condition_free(mixture->rested);
    mutex_free(mixture->lock);
    free(mixture);
}

static void copy_model(Ask *ask, const Model *model) {
    ask->schedule_stamp = model->schedule_stamp;
    if (ask->betas_stamp != model->betas_stamp || !ask->any) {
        free(ask->betas);
        ask->betas = NULL;
        ask->beta_count = model->beta_count;
        if (model->betas) {
            ask->betas = mem_alloc((size_t)model->beta_count, sizeof *ask->betas);
            memcpy(ask->betas, model->betas, (size_t)model->beta_count * sizeof *ask->betas);
        }
        ask->betas_stamp = model->betas_stamp;
    }
    if (ask->own_stamp != model->x_stamp && copy_picture(&ask->own, &model->x))
        ask->own_stamp = model->x_stamp;
}

void mixture_follow(Mixture *mixture, const Settings *settings, const Model *model) {
    hold(mixture);
    Ask *ask = &mixture->ask;
    bool reads = !ask->any ||
                 strcmp(ask->settings.mixture.dataset, settings->mixture.dataset) != 0 ||
                 ask->settings.mixture.side != settings->mixture.side;
    // After a failure the settings go back to the set at hand, which needs no reading.
    if (reads && mixture->state.set.count && !mixture->state.reading &&
        strcmp(mixture->path, settings->mixture.dataset) == 0 &&
        mixture->side == settings->mixture.side)
        reads = false;
    copy_model(ask, model);
    ask->settings = *settings;
    if (!settings->noise.live || !ask->any) ask->run_seed = settings->noise.seed;
    ask->any = true;
    if (reads) {
        ask->reads++;
        mixture->leave = true;
        mixture->failed = false; // that was about another set
    }
    mixture->asked = true;
    condition_broadcast(mixture->work);
    let_go(mixture);
    if (mixture->threaded && !mixture->thread) mixture_settle(mixture);
}

void mixture_cancel(Mixture *mixture) {
    mixture->cancel = true;
}

void mixture_settle(Mixture *mixture) {
    hold(mixture);
    if (mixture->thread) {
        while (mixture->asked) condition_wait(mixture->rested, mixture->lock);
    } else {
        while (work_once(mixture)) continue;
    }
    let_go(mixture);
}

const MixtureState *mixture_look(Mixture *mixture) {
    hold(mixture);
    return &mixture->state;
}

void mixture_release(Mixture *mixture) {
    let_go(mixture);
}

bool mixture_take_error(Mixture *mixture, Error *error) {
    hold(mixture);
    bool any = mixture->failed;
    if (any) *error = mixture->error;
    mixture->failed = false;
    let_go(mixture);
    return any;
}

void mixture_path(Mixture *mixture, char path[SETTINGS_PATH]) {
    hold(mixture);
    memcpy(path, mixture->path, SETTINGS_PATH);
    let_go(mixture);
}

static bool is_settled(Mixture *mixture) {
    if (mixture->state.busy || mixture->reads != mixture->ask.reads) return false;
    if (!mixture->state.set.count) return true; // it could not be read
    Key shown = shown_key(mixture), curve, run;
    return same(&shown, &mixture->shown_key) && !curve_is_open(mixture, &curve) &&
           run_job(mixture, &run) == JOB_NONE;
}

bool mixture_step(Mixture *mixture) {
    hold(mixture);
    bool more = mixture->thread ? !is_settled(mixture) : work_once(mixture);
    let_go(mixture);
    return more;
}
