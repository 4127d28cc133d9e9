// SPDX-License-Identifier: MIT
#include "export/job.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/thread.h"
#include "export/work.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

// What the window's thread is asked to do. Lives on the stack of the thread that waits for it.
typedef struct Request {
    uint8_t *rgba;      // a frame, or
    DrawRecord *record; // what is drawn, or
    int texture;        // the bytes of one
    int *width, *height;
    uint8_t *copy;
    bool good;
    Error error;
} Request;

struct ExportJob {
    void (*wake)(void);
    ExportOrder *order;
    ExportSource source; // the caller's
    Thread *thread;      // NULL where there are none: then
    ExportWork *work;    // goes on by a step a turn of the window's loop
    Mutex *lock;         // of what follows
    Condition *answered;
    Request *request; // NULL: none
    int done, all;
    bool ended, good;
    Error error;
    atomic_bool cancelled; // without the lock for a film that waits for ffmpeg
    double started;
    ExportStatus status; // of the last one
};

// ---- the thread

static bool ask(ExportJob *job, Request *request, Error *error) {
    mutex_lock(job->lock);
    job->request = request;
    job->wake();
    while (job->request && !job->cancelled) condition_wait(job->answered, job->lock);
    bool given_up = job->request != NULL;
    job->request = NULL;
    mutex_unlock(job->lock);
    if (given_up) return error_set(error, "%s: cancelled", job->order->path.data);
    if (!request->good) *error = request->error;
    return request->good;
}

static bool ask_to_draw(void *user, uint8_t *rgba, Error *error) {
    Request request = { .rgba = rgba };
    return ask(user, &request, error);
}

static bool ask_to_record(void *user, DrawRecord *record, Error *error) {
    Request request = { .record = record };
    return ask(user, &request, error);
}

static uint8_t *ask_for_texture(void *user, int texture, int *width, int *height) {
    Error ignored;
    Request request = { .texture = texture, .width = width, .height = height };
    return ask(user, &request, &ignored) ? request.copy : NULL;
}

static const Model *model_of(void *user) {
    const ExportJob *job = user;
    return job->source.model(job->source.user);
}

static const Settings *settings_of(void *user) {
    const ExportJob *job = user;
    return job->source.settings(job->source.user);
}

static bool go_to(void *user, int t, Error *error) {
    const ExportJob *job = user;
    return job->source.go_to(job->source.user, t, error);
}

static bool seek(void *user, double seconds, Error *error) {
    const ExportJob *job = user;
    return job->source.seek(job->source.user, seconds, error);
}

static bool prepare(void *user, bool *ready, Error *error) {
    const ExportJob *job = user;
    return job->source.prepare(job->source.user, ready, error);
}

static void report(ExportJob *job, const ExportWork *work) {
    mutex_lock(job->lock);
    int before = job->done;
    export_work_count(work, &job->done, &job->all);
    bool moved = job->done != before;
    mutex_unlock(job->lock);
    if (moved) job->wake();
}

static bool write_frames(ExportJob *job, Error *error) {
    const ExportSource there = { .user = job,
                                 .model = model_of,
                                 .settings = settings_of,
                                 .go_to = go_to,
                                 .seek = seek,
                                 .prepare = prepare,
                                 .draw = ask_to_draw,
                                 .record = ask_to_record,
                                 .texture = ask_for_texture };
    ExportWork *work = export_work_open(&job->order->plan, &there, &job->cancelled, error);
    bool good = work != NULL;
    while (good && !export_work_is_done(work)) {
        good = export_work_step(work, error);
        report(job, work);
    }
    export_work_free(work);
    return good;
}

static void end_work(ExportJob *job, bool good, const Error *error) {
    mutex_lock(job->lock);
    job->good = good;
    job->error = *error;
    job->ended = true;
    mutex_unlock(job->lock);
    job->wake();
}

static void run_thread(void *user) {
    ExportJob *job = user;
    Error error = { 0 };
    bool good = write_frames(job, &error);
    end_work(job, good, &error);
}

// ---- the window's side

ExportJob *export_job_create(void (*wake)(void)) {
    ExportJob *job = mem_alloc(1, sizeof *job);
    job->wake = wake;
    job->lock = mutex_create();
    job->answered = condition_create();
    return job;
}

static void free_order(ExportOrder *order, const ExportSource *source) {
    source->free(source->user);
    export_order_free(order);
}

static void begin(ExportJob *job, ExportOrder *order, const ExportSource *source) {
    job->order = order;
    job->source = *source;
    job->done = 0, job->all = 1;
    job->ended = job->good = false;
    job->cancelled = false;
    job->started = clock_seconds();
    job->status = (ExportStatus){ 0 };
    snprintf(job->status.path, sizeof job->status.path, "%s", order->path.data);
}

static void end(ExportJob *job) {
    if (job->thread) thread_join(job->thread);
    export_work_free(job->work);
    job->thread = NULL;
    job->work = NULL;
    job->status.failed = !job->good;
    job->status.cancelled = job->cancelled;
    job->status.error = job->error;
    if (job->good) job->status.bytes = export_plan_bytes(&job->order->plan);
    free_order(job->order, &job->source);
    job->order = NULL;
}

bool export_job_start(ExportJob *job, ExportOrder *order, const ExportSource *source,
                      Error *error) {
    if (job->order) {
        free_order(order, source);
        return error_set(error, "export: one is under way");
    }
    begin(job, order, source);
    job->thread = thread_start(run_thread, job);
    if (job->thread) return true;
    // The window's loop does it instead.
    job->work = export_work_open(&order->plan, &job->source, &job->cancelled, error);
    if (job->work) return true;
    job->error = *error;
    end(job);
    return false;
}

bool export_job_run(ExportJob *job, ExportOrder *order, const ExportSource *source, Error *error) {
    if (job->order) {
        free_order(order, source);
        return error_set(error, "export: one is under way");
    }
    begin(job, order, source);
    job->good = export_work_all(&order->plan, source, NULL, NULL, &job->error);
    end(job);
    if (job->status.failed) *error = job->status.error;
    return !job->status.failed;
}

static void answer_request(const ExportJob *job, Request *request) {
    const ExportSource *source = &job->source;
    request->good = true;
    if (request->rgba)
        request->good = source->draw(source->user, request->rgba, &request->error);
    else if (request->record)
        request->good = source->record(source->user, request->record, &request->error);
    else
        request->copy =
            source->texture(source->user, request->texture, request->width, request->height);
}

// Does what is asked for. The thread waits meanwhile, so the lock is not held.
static void serve_request(ExportJob *job) {
    mutex_lock(job->lock);
    Request *request = job->request;
    mutex_unlock(job->lock);
    if (!request) return;
    answer_request(job, request);
    mutex_lock(job->lock);
    job->request = NULL;
    condition_broadcast(job->answered);
    mutex_unlock(job->lock);
}

static void step_here(ExportJob *job) {
    Error error = { 0 };
    bool good = export_work_step(job->work, &error);
    report(job, job->work);
    if (!good || export_work_is_done(job->work)) end_work(job, good, &error);
}

bool export_job_poll(ExportJob *job) {
    if (!job || !job->order) return false;
    if (job->thread)
        serve_request(job);
    else
        step_here(job);
    mutex_lock(job->lock);
    bool ended = job->ended;
    mutex_unlock(job->lock);
    if (ended) end(job);
    return ended;
}

bool export_job_needs_poll(const ExportJob *job) {
    if (!job || !job->order) return false;
    if (!job->thread) return true;
    mutex_lock(job->lock);
    bool wants = job->request || job->ended;
    mutex_unlock(job->lock);
    return wants;
}

bool export_job_cancel(ExportJob *job) {
    if (!job || !job->order) return false;
    mutex_lock(job->lock);
    job->cancelled = true;
    condition_broadcast(job->answered);
    mutex_unlock(job->lock);
    job->source.stop(job->source.user);
    if (!job->thread) error_set(&job->error, "%s: cancelled", job->order->path.data);
    end(job);
    return true;
}

ExportStatus export_job_status(const ExportJob *job) {
    if (!job) return (ExportStatus){ 0 };
    ExportStatus status = job->status;
    status.running = job->order != NULL;
    if (!status.running) return status;
    mutex_lock(job->lock);
    status.done = job->done, status.all = job->all;
    mutex_unlock(job->lock);
    status.seconds = clock_seconds() - job->started;
    status.left = status.done ? status.seconds * (status.all - status.done) / status.done : 0;
    return status;
}

void export_job_free(ExportJob *job) {
    if (!job) return;
    export_job_cancel(job);
    mutex_free(job->lock);
    condition_free(job->answered);
    free(job);
}
