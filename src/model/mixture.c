// SPDX-License-Identifier: MIT
// The lock is held for moments only: the thread takes what is asked for, works, and puts down what
// it made.
#include "model/mixture.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/thread.h"
#include "base/translate.h"
#include "core/levels/chain.h"
#include "io/dataset.h"
#include "model/mixture_answer.h"
#include "model/mixture_ask.h"
#include "model/mixture_backwards.h"
#include "model/mixture_distance.h"
#include "model/mixture_variance.h"
#include "model/model.h"
#include "model/variance.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Mixture {
    Mutex *lock;
    Condition *work; // there is something to do
    Thread *thread;
    Condition *rested; // there is nothing to do
    void (*wake)(void);
    bool threaded, asked;    // since the thread rested
    atomic_bool quit, leave; // another set is wanted than the one that is read or weighed
    atomic_bool cancel;      // the reading, by hand
    MixtureAsk ask;
    MixtureState state;
    char path[SETTINGS_PATH]; // of the set at hand
    int side;
    double scale;
    bool failed;
    Error error;

    // Of the thread alone.
    unsigned reads;
    Schedule schedule;
    unsigned schedule_stamp;
    bool have_schedule;
    MixtureKey shown_key, curve_key, run_key, distance_key, variance_key;
    DistanceWork distance;
    Sampler sampler;
    Schedule run_chain; // whose steps are the levels that the run visits; steps 0: none
    bool run_turn;      // whose turn it is: the run's or the curve's
};

// Reading a set ----------------------------------------------------------------------------------

static void lock_state(Mixture *mixture) {
    mutex_lock(mixture->lock);
}

static void unlock_state(Mixture *mixture) {
    mutex_unlock(mixture->lock);
}

// A pass ends early where nobody wants the set any more. Not where the question is another: while t
// moves there is always another, and what is on screen would never come.
static bool is_cancelled(void *user) {
    Mixture *mixture = user;
    return mixture->quit || mixture->leave;
}

static MixtureWatch watch_of(Mixture *mixture) {
    return (MixtureWatch){ is_cancelled, mixture };
}

// What went wrong is for the window to say, unless it is about something that nobody wants. Under
// the lock.
static void fail(Mixture *mixture, const Error *error) {
    if (is_cancelled(mixture)) return;
    mixture->failed = true;
    mixture->error = *error;
}

static bool report(void *user, double done) {
    Mixture *mixture = user;
    lock_state(mixture);
    bool shows = fabs(done - mixture->state.read) >= 0.01; // the index begins at 0 again
    if (shows) mixture->state.read = done;
    unlock_state(mixture);
    bool go_on = !mixture->cancel && !is_cancelled(mixture);
    if (shows && mixture->wake) mixture->wake();
    return go_on;
}

static void read_set(Mixture *mixture) {
    lock_state(mixture);
    char path[SETTINGS_PATH];
    snprintf(path, sizeof path, "%s", mixture->ask.settings.mixture.dataset);
    int side = mixture->ask.settings.mixture.side;
    double scale = mixture->ask.settings.mixture.scale;
    mixture->state.reading = true;
    mixture->state.read = 0;
    snprintf(mixture->state.wanted, sizeof mixture->state.wanted, "%s",
             *path ? path : N_("the built-in digits"));
    mixture->cancel = false;
    unlock_state(mixture);
    Dataset set = { 0 };
    Error error = { 0 };
    const DatasetWatch watch = { report, mixture };
    bool good = dataset_load(&set, path, side, scale, &watch, &error);
    lock_state(mixture);
    mixture->state.reading = false;
    if (good) {
        Dataset before = mixture->state.set;
        mixture->state.set = set;
        mixture->state.set_stamp++;
        // What was made of the set before has its shape and its numbers.
        mixture->state.shown.any = false;
        mixture->state.curve.count = 0;
        mixture->state.curve.stamp++;
        mixture->state.variance.count = 0;
        mixture->state.variance.stamp++;
        backwards_free(&mixture->state.run);
        set = before;
        snprintf(mixture->path, sizeof mixture->path, "%s", path);
        mixture->side = side, mixture->scale = scale;
    } else {
        if (mixture->cancel) error = (Error){ 0 };
        fail(mixture, &error);
    }
    unlock_state(mixture);
    dataset_free(&set);
}

// One z_t ----------------------------------------------------------------------------------------

// The thread's own copy of what it works on.
typedef struct Task {
    MixtureKey key;
    Settings settings;
    Picture own;
} Task;

static MixtureTask task_of(const Mixture *mixture, const Task *task, const MixtureWatch *watch) {
    return (MixtureTask){ .set = &mixture->state.set, // only this thread changes it
                          .schedule = &mixture->schedule,
                          .settings = &task->settings,
                          .own = &task->own,
                          .watch = watch };
}

// Where there is no memory for it what is shown stays, and is not tried again.
static void weigh(Mixture *mixture, Task *task) {
    MixtureShown shown = { .any = true, .t = task->settings.t };
    const MixtureWatch watch = watch_of(mixture);
    const MixtureTask question = task_of(mixture, task, &watch);
    Error error = { 0 };
    bool good = mixture_answer(&question, &shown, &error);
    lock_state(mixture);
    if (good) {
        MixtureShown before = mixture->state.shown;
        shown.stamp = before.stamp + 1;
        mixture->state.shown = shown;
        shown = before;
    } else {
        fail(mixture, &error);
    }
    if (good || !is_cancelled(mixture)) mixture->shown_key = task->key;
    unlock_state(mixture);
    mixture_shown_free(&shown);
}

// Over t -----------------------------------------------------------------------------------------

// The next sixteen of the curve's t; those that there is no memory for have no number.
static void trace_curve(Mixture *mixture, Task *task, bool fresh) {
    int steps = mixture->schedule.steps, all = steps < MIXTURE_NODES ? steps : MIXTURE_NODES;
    int from = fresh ? 0 : mixture->state.curve.count;
    int count = all - from < MIXTURE_CURVE_GROUP ? all - from : MIXTURE_CURVE_GROUP;
    double effective[MIXTURE_CURVE_GROUP];
    const MixtureWatch watch = watch_of(mixture);
    const MixtureTask question = task_of(mixture, task, &watch);
    Error error = { 0 };
    bool good = mixture_trace(&question, from, count, effective, &error);
    lock_state(mixture);
    if (!good) fail(mixture, &error);
    if (good || !is_cancelled(mixture)) {
        MixtureCurve *curve = &mixture->state.curve;
        for (int k = 0; k < count; k++) {
            curve->t[from + k] = mixture_node_t(from + k, steps);
            curve->effective[from + k] = effective[k];
        }
        curve->count = from + count;
        curve->stamp++;
        mixture->curve_key = task->key;
    }
    unlock_state(mixture);
}

// The variance of a step back --------------------------------------------------------------------

// The next of its t; where there is no memory for it it has no number.
static void trace_variance(Mixture *mixture, Task *task) {
    bool fresh = !mixture_key_same(&task->key, &mixture->variance_key);
    int t[MIXTURE_NODES], nodes = variance_nodes(t, MIXTURE_NODES, mixture->schedule.steps);
    int at = fresh ? 0 : mixture->state.variance.count;
    double mean, standard_error;
    const MixtureWatch watch = watch_of(mixture);
    const MixtureTask question = task_of(mixture, task, &watch);
    Error error = { 0 };
    bool good =
        mixture_step_variance(&question, task->key.seed, t[at], &mean, &standard_error, &error);
    lock_state(mixture);
    if (!good) fail(mixture, &error);
    if (good || !is_cancelled(mixture)) {
        MixtureVariance *variance = &mixture->state.variance;
        variance->nodes = nodes;
        variance->schedule = task->key.schedule;
        variance->t[at] = t[at];
        variance->mean[at] = mean;
        variance->error[at] = standard_error;
        variance->count = at + 1;
        variance->stamp++;
        mixture->variance_key = task->key;
    }
    unlock_state(mixture);
}

// Backwards --------------------------------------------------------------------------------------

// Over the schedule's own steps, or those of a chain that has exactly the levels.
static const Schedule *run_schedule(const Mixture *mixture) {
    return mixture->run_chain.steps ? &mixture->run_chain : &mixture->schedule;
}

// Under the lock.
static void follow_levels(Mixture *mixture, const MixtureAsk *ask) {
    Error error;
    schedule_free(&mixture->run_chain);
    mixture->run_chain = (Schedule){ 0 };
    if (ask->levels && !levels_chain(&mixture->run_chain, ask->levels, ask->level_count, &error))
        mixture->run_chain = (Schedule){ 0 };
}

// The run's t, of the schedule on screen.
static void name_times(const Mixture *mixture, MixtureRun *run) {
    const Schedule *chain = run_schedule(mixture);
    if (chain == &mixture->schedule) return;
    for (int k = 0; k <= run->steps; k++)
        run->times[k] = levels_step(&mixture->schedule, chain->log_snr[run->times[k]]);
}

static void start_run(Mixture *mixture, Task *task) {
    const MixtureKey *key = &task->key;
    const Schedule *chain = run_schedule(mixture);
    const SamplerParams params = { .kind = (SamplerKind)key->sampler,
                                   .steps = mixture->run_chain.steps ? chain->steps : key->steps,
                                   .eta = key->eta,
                                   .h = key->h,
                                   .seed = key->seed };
    MixtureRun run;
    Error error = { 0 };
    sampler_free(&mixture->sampler);
    bool good = backwards_start(&run, &mixture->sampler, &mixture->state.set, chain, &params,
                                (size_t)key->count, &error);
    if (good) name_times(mixture, &run);
    lock_state(mixture);
    if (!good) fail(mixture, &error);
    backwards_free(&mixture->state.run);
    run.stamp = mixture->state.run.stamp + 1;
    run.started = mixture->state.run.started + 1;
    mixture->state.run = run;
    mixture->run_key = task->key;
    unlock_state(mixture);
}

static void advance_run(Mixture *mixture) {
    MixtureRun *run = &mixture->state.run;
    BackwardsFrame frame;
    const MixtureWatch watch = watch_of(mixture);
    Error error = { 0 };
    bool good = backwards_make_frame(&frame, &mixture->sampler, run, &watch, &error);
    lock_state(mixture);
    if (good) {
        backwards_add_frame(run, &frame, &mixture->sampler);
    } else if (!is_cancelled(mixture)) {
        fail(mixture, &error);
        backwards_free(run);
    }
    run->stamp++;
    unlock_state(mixture);
}

// Of few steps from many
// ---------------------------------------------------------------------------

static void advance_distance(Mixture *mixture, const Task *task, uint64_t seed) {
    const MixtureWatch watch = watch_of(mixture);
    const DistanceTask question = { .set = &mixture->state.set,
                                    .schedule = &mixture->schedule,
                                    .settings = &task->settings,
                                    .seed = seed,
                                    .watch = &watch };
    MixtureDistance next = mixture->state.distance;
    Error error = { 0 };
    if (!mixture_key_same(&task->key, &mixture->distance_key))
        distance_begin(&mixture->distance, &next, &question);
    bool good = distance_advance(&mixture->distance, &next, &question, &error);
    lock_state(mixture);
    if (!good) fail(mixture, &error);
    if (good || !is_cancelled(mixture)) {
        if (!good) next.done = 1;
        next.stamp++;
        mixture->state.distance = next;
        mixture->distance_key = task->key;
    }
    unlock_state(mixture);
}

// The thread -------------------------------------------------------------------------------------

typedef enum JobKind {
    JOB_NONE,
    JOB_READ,
    JOB_WEIGH,
    JOB_CURVE,
    JOB_START,
    JOB_RUN,
    JOB_DISTANCE,
    JOB_VARIANCE
} JobKind;

static bool curve_is_open(Mixture *mixture, MixtureKey *key) {
    *key = mixture_key_curve(&mixture->ask, mixture->state.set_stamp);
    int steps = mixture->ask.settings.schedule.steps;
    return !mixture_key_same(key, &mixture->curve_key) ||
           mixture->state.curve.count < (steps < MIXTURE_NODES ? steps : MIXTURE_NODES);
}

static bool variance_is_open(Mixture *mixture, MixtureKey *key) {
    if (!mixture_wants_variance(&mixture->ask)) return false;
    *key = mixture_key_variance(&mixture->ask, mixture->state.set_stamp);
    int steps = mixture->ask.settings.schedule.steps;
    return !mixture_key_same(key, &mixture->variance_key) ||
           mixture->state.variance.count < (steps < MIXTURE_NODES ? steps : MIXTURE_NODES);
}

static JobKind next_run_job(Mixture *mixture, MixtureKey *key) {
    *key = mixture_key_run(&mixture->ask, mixture->state.set_stamp);
    if (!mixture_key_same(key, &mixture->run_key)) return JOB_START;
    const MixtureRun *run = &mixture->state.run;
    return run->count && run->frames <= run->steps ? JOB_RUN : JOB_NONE;
}

static bool distance_is_open(Mixture *mixture, MixtureKey *key) {
    if (!mixture->ask.distance) return false;
    *key = mixture_key_distance(&mixture->ask, mixture->state.set_stamp);
    return !mixture_key_same(key, &mixture->distance_key) || mixture->state.distance.done < 1;
}

// What comes next; under the lock. What is on screen comes first, then the curve and the run in
// turns, and then the distances.
static JobKind next_job(Mixture *mixture, MixtureKey *key) {
    if (!mixture->ask.any) return JOB_NONE;
    if (mixture->reads != mixture->ask.reads) {
        mixture->reads = mixture->ask.reads;
        mixture->leave = false;
        return JOB_READ;
    }
    if (!mixture->state.set.count) return JOB_NONE;
    *key = mixture_key_shown(&mixture->ask, mixture->state.set_stamp);
    if (!mixture_key_same(key, &mixture->shown_key)) return JOB_WEIGH;
    MixtureKey curve, run, variance;
    bool open = curve_is_open(mixture, &curve);
    JobKind running = next_run_job(mixture, &run);
    if (!open && !running && variance_is_open(mixture, &variance)) {
        *key = variance;
        return JOB_VARIANCE;
    }
    mixture->run_turn = running && (!open || !mixture->run_turn);
    if (!running && !open) return distance_is_open(mixture, key) ? JOB_DISTANCE : JOB_NONE;
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

// Does one thing. Called and left under the lock; false where there was nothing.
static bool work_once(Mixture *mixture) {
    Task task = { 0 };
    JobKind job = next_job(mixture, &task.key);
    mixture->state.busy = job != JOB_NONE;
    if (job == JOB_NONE) return false;
    const MixtureAsk *ask = &mixture->ask;
    task.settings = ask->settings;
    bool fresh = !mixture_key_same(&task.key, &mixture->curve_key);
    if (job != JOB_READ)
        follow_schedule(mixture, &task, ask->betas, ask->beta_count, ask->schedule_stamp);
    if (job == JOB_START) follow_levels(mixture, ask);
    uint64_t seed = ask->run_seed;
    if (task.settings.mixture.example < 0 && (job == JOB_WEIGH || job == JOB_CURVE))
        mixture_ask_copy_picture(&task.own, &ask->own);
    unlock_state(mixture);
    switch (job) {
    case JOB_READ: read_set(mixture); break;
    case JOB_WEIGH: weigh(mixture, &task); break;
    case JOB_CURVE: trace_curve(mixture, &task, fresh); break;
    case JOB_START: start_run(mixture, &task); break;
    case JOB_RUN: advance_run(mixture); break;
    case JOB_DISTANCE: advance_distance(mixture, &task, seed); break;
    case JOB_VARIANCE: trace_variance(mixture, &task); break;
    case JOB_NONE: break;
    }
    picture_free(&task.own);
    if (mixture->wake) mixture->wake();
    lock_state(mixture);
    return true;
}

static void run_thread(void *user) {
    Mixture *mixture = user;
    parallel_alone(); // the other processors are the window's
    lock_state(mixture);
    while (!mixture->quit) {
        if (work_once(mixture)) continue;
        mixture->asked = false;
        condition_broadcast(mixture->rested);
        condition_wait(mixture->work, mixture->lock);
    }
    unlock_state(mixture);
}

// The window's side ------------------------------------------------------------------------------

Mixture *mixture_create(bool threaded, void (*wake)(void)) {
    Mixture *mixture = mem_alloc(1, sizeof *mixture);
    mixture->wake = wake;
    mixture->lock = mutex_create();
    mixture->work = condition_create();
    mixture->rested = condition_create();
    mixture->threaded = threaded;
    if (threaded) mixture->thread = thread_start(run_thread, mixture);
    return mixture;
}

void mixture_free(Mixture *mixture) {
    if (!mixture) return;
    lock_state(mixture);
    mixture->quit = true;
    condition_broadcast(mixture->work);
    unlock_state(mixture);
    if (mixture->thread) thread_join(mixture->thread);
    sampler_free(&mixture->sampler);
    backwards_free(&mixture->state.run);
    mixture_shown_free(&mixture->state.shown);
    dataset_free(&mixture->state.set);
    schedule_free(&mixture->schedule);
    schedule_free(&mixture->run_chain);
    distance_free(&mixture->distance);
    mixture_ask_free(&mixture->ask);
    condition_free(mixture->work);
    condition_free(mixture->rested);
    mutex_free(mixture->lock);
    free(mixture);
}

void mixture_follow(Mixture *mixture, const Settings *settings, const Model *model) {
    lock_state(mixture);
    MixtureAsk *ask = &mixture->ask;
    bool reads = !ask->any ||
                 strcmp(ask->settings.mixture.dataset, settings->mixture.dataset) != 0 ||
                 ask->settings.mixture.side != settings->mixture.side ||
                 ask->settings.mixture.scale != settings->mixture.scale;
    // After a failure the settings go back to the set at hand, which needs no reading.
    if (reads && mixture->state.set.count && !mixture->state.reading &&
        strcmp(mixture->path, settings->mixture.dataset) == 0 &&
        mixture->side == settings->mixture.side && mixture->scale == settings->mixture.scale)
        reads = false;
    mixture_ask_copy(ask, settings, model);
    if (reads) {
        ask->reads++;
        mixture->leave = true;
        mixture->failed = false; // that was about another set
    }
    mixture->asked = true;
    condition_broadcast(mixture->work);
    unlock_state(mixture);
}

void mixture_cancel(Mixture *mixture) {
    mixture->cancel = true;
}

void mixture_finish(Mixture *mixture) {
    lock_state(mixture);
    if (mixture->thread) {
        while (mixture->asked) condition_wait(mixture->rested, mixture->lock);
    } else {
        while (work_once(mixture)) continue;
    }
    unlock_state(mixture);
}

const MixtureState *mixture_lock(Mixture *mixture) {
    lock_state(mixture);
    return &mixture->state;
}

void mixture_unlock(Mixture *mixture) {
    unlock_state(mixture);
}

bool mixture_pop_error(Mixture *mixture, Error *error) {
    lock_state(mixture);
    bool any = mixture->failed;
    if (any) *error = mixture->error;
    mixture->failed = false;
    unlock_state(mixture);
    return any;
}

void mixture_path(Mixture *mixture, char path[SETTINGS_PATH]) {
    lock_state(mixture);
    memcpy(path, mixture->path, SETTINGS_PATH);
    unlock_state(mixture);
}

static bool is_finished(Mixture *mixture) {
    if (mixture->state.busy || mixture->reads != mixture->ask.reads) return false;
    if (!mixture->state.set.count) return true; // it could not be read
    MixtureKey shown = mixture_key_shown(&mixture->ask, mixture->state.set_stamp);
    MixtureKey curve, run, far, variance;
    return mixture_key_same(&shown, &mixture->shown_key) && !curve_is_open(mixture, &curve) &&
           next_run_job(mixture, &run) == JOB_NONE && !distance_is_open(mixture, &far) &&
           !variance_is_open(mixture, &variance);
}

bool mixture_work(Mixture *mixture, double seconds) {
    if (!mixture || !mixture->threaded || mixture->thread) return false;
    double end = clock_seconds() + seconds;
    bool more;
    do more = mixture_advance(mixture);
    while (more && clock_seconds() < end);
    return more;
}

bool mixture_advance(Mixture *mixture) {
    lock_state(mixture);
    bool more = mixture->thread ? !is_finished(mixture) : work_once(mixture);
    unlock_state(mixture);
    return more;
}
