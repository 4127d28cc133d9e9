// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700 // realpath

#include "app/export_job.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/path.h"

#include <SDL.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct ExportJob {
    Arguments arguments;
    Text path; // of OUT
    ExportPlan plan;
    App *copy;
    SDL_Thread *thread;
    SDL_mutex *mutex; // of what follows
    SDL_cond *answered;
    uint8_t *wanted; // a frame that the window's thread is to draw; NULL: none
    int wanted_t;
    bool painted; // how that went
    Error paint_error;
    int done, all;
    bool ended, good;
    atomic_bool cancelled; // without the mutex for a film that waits for ffmpeg
    Error error;
    double started, shown_at;
    ExportStatus status; // of the last one
};

static Uint32 wake_event(void) {
    static Uint32 type;
    if (!type) type = SDL_RegisterEvents(1);
    return type;
}

// The loop sleeps; an event ends that.
static void wake(void) {
    SDL_Event event = { .type = wake_event() };
    SDL_PushEvent(&event);
}

// ---- a second application

App *export_copy(const App *app, const ExportPlan *plan, Error *error) {
    App *copy = mem_alloc(1, sizeof *copy);
    copy->settings = plan->settings;
    copy->settings.look.width = plan->width, copy->settings.look.height = plan->height;
    bool good = app_copy(copy, app, error);
    copy->patient = true; // it waits for what the window makes beside itself
    copy->figure = export_is_drawn(plan->what) ? plan->what : WHAT_WINDOW;
    if (good && export_is_drawn(plan->what)) good = canvas_open_beside(copy, error);
    if (good) return copy;
    export_copy_free(copy);
    return NULL;
}

void export_copy_free(App *copy) {
    if (!copy) return;
    app_free(copy);
    free(copy);
}

// ---- the thread

static bool paint_there(void *user, int t, uint8_t *rgba, Error *error) {
    ExportJob *job = user;
    if (!export_is_drawn(job->plan.what))
        return export_paint(&job->plan, job->copy, t, rgba, error);
    SDL_LockMutex(job->mutex);
    job->wanted_t = t;
    job->wanted = rgba;
    wake();
    while (job->wanted && !job->cancelled) SDL_CondWait(job->answered, job->mutex);
    bool given_up = job->wanted != NULL;
    job->wanted = NULL;
    bool good = job->painted;
    *error = job->paint_error;
    SDL_UnlockMutex(job->mutex);
    if (given_up) return error_set(error, "%s: cancelled", job->plan.arguments->out);
    return good;
}

static bool hear_progress(void *user, int done, int all) {
    ExportJob *job = user;
    SDL_LockMutex(job->mutex);
    job->done = done, job->all = all;
    bool go_on = !job->cancelled;
    SDL_UnlockMutex(job->mutex);
    wake();
    return go_on;
}

static int work_on(void *user) {
    ExportJob *job = user;
    const ExportWork work = { paint_there, hear_progress, job, &job->cancelled };
    Error error = { 0 };
    bool good = export_film(&job->plan, &work, &error);
    SDL_LockMutex(job->mutex);
    job->good = good;
    job->error = error;
    job->ended = true;
    SDL_UnlockMutex(job->mutex);
    wake();
    return 0;
}

// ---- the window's side

static ExportJob *job_of(App *app) {
    if (!app->export_job) app->export_job = mem_alloc(1, sizeof *app->export_job);
    return app->export_job;
}

static void clean_up(ExportJob *job) {
    export_copy_free(job->copy);
    export_plan_free(&job->plan);
    if (job->mutex) SDL_DestroyMutex(job->mutex);
    if (job->answered) SDL_DestroyCond(job->answered);
    job->copy = NULL;
    job->mutex = NULL;
    job->answered = NULL;
    job->thread = NULL;
}

static long long size_of(const ExportJob *job) {
    struct stat info;
    long long bytes = 0;
    bool numbered = job->plan.format == EXPORT_FILM && job->plan.film == FILM_PNGS;
    for (int i = 0; numbered && i < job->plan.count; i++) {
        Text path = { 0 }, comment = { 0 };
        export_plan_name(&job->plan, i, &path, &comment);
        if (stat(path.data, &info) == 0) bytes += info.st_size;
        text_free(&path);
        text_free(&comment);
    }
    if (!numbered && stat(job->plan.arguments->out, &info) == 0) bytes = info.st_size;
    return bytes;
}

static void say_end(App *app, ExportJob *job) {
    char text[SETTINGS_PATH + 32];
    job->status.failed = !job->good;
    if (job->good) {
        job->status.bytes = size_of(job);
        snprintf(text, sizeof text, "written: %s", job->plan.arguments->out);
        app_say(app, false, text);
    } else {
        app_say(app, !job->cancelled, job->error.text);
    }
    app->dirty = true;
}

// A sequence stands in a folder of its own.
static bool make_folder(const ExportPlan *plan, Error *error) {
    char folder[SETTINGS_PATH];
    path_folder(folder, sizeof folder, plan->arguments->out);
    bool numbered = plan->format == EXPORT_FILM && plan->film == FILM_PNGS;
    if (!numbered || path_is_folder(folder) || mkdir(folder, 0777) == 0) return true;
    return error_set(error, "%s: the folder cannot be made", folder);
}

// Vectors are a matter of one frame.
static bool write_svg(App *app, ExportJob *job, Error *error) {
    bool good = export_svg(&job->plan, job->copy, error);
    job->good = good;
    if (good) say_end(app, job);
    clean_up(job);
    return good;
}

bool export_job_start(App *app, Error *error) {
    ExportJob *job = job_of(app);
    if (job->thread) return error_set(error, "export: one is under way");
    text_clear(&job->path);
    job->done = 0, job->all = 1;
    job->ended = job->good = job->cancelled = false;
    export_sheet_arguments(app, &job->arguments, &job->path);
    bool good = export_plan_format(&job->plan, &job->arguments, error) &&
                export_plan_frames(&job->plan, &job->arguments.settings, app->ranges,
                                   &app->model.schedule, error);
    if (good) {
        export_measure(&job->plan, &app->model);
        job->copy = export_copy(app, &job->plan, error);
    }
    good = good && job->copy && make_folder(&job->plan, error);
    if (!good) {
        clean_up(job);
        return false;
    }
    job->status = (ExportStatus){ 0 };
    snprintf(job->status.path, sizeof job->status.path, "%s", job->path.data);
    if (job->plan.format == EXPORT_SVG) return write_svg(app, job, error);
    job->mutex = SDL_CreateMutex();
    job->answered = SDL_CreateCond();
    job->started = clock_seconds();
    app->dirty = true;
    if (job->mutex && job->answered) job->thread = SDL_CreateThread(work_on, "export", job);
    if (job->thread) return true;
    error_set(error, "export: %s", SDL_GetError());
    clean_up(job);
    return false;
}

// Draws what is asked for. The thread waits meanwhile, so the lock is not held.
static void draw_wanted(ExportJob *job) {
    SDL_LockMutex(job->mutex);
    uint8_t *wanted = job->wanted;
    int t = job->wanted_t;
    SDL_UnlockMutex(job->mutex);
    if (!wanted) return;
    Error error = { 0 };
    bool good = export_paint(&job->plan, job->copy, t, wanted, &error);
    SDL_LockMutex(job->mutex);
    job->painted = good;
    job->paint_error = error;
    job->wanted = NULL;
    SDL_CondSignal(job->answered);
    SDL_UnlockMutex(job->mutex);
}

void export_job_serve(App *app) {
    ExportJob *job = app->export_job;
    if (!job || !job->thread) return;
    draw_wanted(job);
    SDL_LockMutex(job->mutex);
    bool ended = job->ended;
    SDL_UnlockMutex(job->mutex);
    double now = clock_seconds();
    if (ended) {
        SDL_WaitThread(job->thread, NULL);
        say_end(app, job);
        clean_up(job);
    } else if (now - job->shown_at > 0.1) { // often enough for a bar
        job->shown_at = now;
        app->dirty = true;
    }
}

bool export_job_wants(const App *app) {
    const ExportJob *job = app->export_job;
    if (!job || !job->thread) return false;
    SDL_LockMutex(job->mutex);
    bool wants = job->wanted || job->ended;
    SDL_UnlockMutex(job->mutex);
    return wants;
}

void export_job_cancel(App *app) {
    ExportJob *job = app->export_job;
    if (!job || !job->thread) return;
    SDL_LockMutex(job->mutex);
    job->cancelled = true;
    SDL_CondSignal(job->answered);
    SDL_UnlockMutex(job->mutex);
    SDL_WaitThread(job->thread, NULL);
    say_end(app, job);
    clean_up(job);
}

ExportStatus export_job_status(const App *app) {
    const ExportJob *job = app->export_job;
    if (!job) return (ExportStatus){ 0 };
    ExportStatus status = job->status;
    status.running = job->thread != NULL;
    if (!status.running) return status;
    SDL_LockMutex(job->mutex);
    status.done = job->done, status.all = job->all;
    SDL_UnlockMutex(job->mutex);
    status.seconds = clock_seconds() - job->started;
    status.left = status.done ? status.seconds * (status.all - status.done) / status.done : 0;
    return status;
}

// file:///folder, with what a URL has no letters for as %20.
static void append_url(Text *out, const char *path) {
    text_append(out, "file://");
    for (; *path; path++) {
        bool plain = (*path >= 'a' && *path <= 'z') || (*path >= 'A' && *path <= 'Z') ||
                     (*path >= '0' && *path <= '9') || strchr("/-_.~", *path);
        text_append(out, plain ? "%c" : "%%%02X", (unsigned char)*path);
    }
}

bool export_job_show(App *app, Error *error) {
    const ExportJob *job = app->export_job;
    if (!job || !*job->status.path) return error_set(error, "export: nothing has been written");
    char folder[SETTINGS_PATH];
    path_folder(folder, sizeof folder, job->status.path);
    char *whole = realpath(folder, NULL);
    if (!whole) return error_set(error, "%s: %s", folder, strerror(errno));
    Text url = { 0 };
    append_url(&url, whole);
    bool good = SDL_OpenURL(url.data) == 0 || error_set(error, "%s: %s", whole, SDL_GetError());
    free(whole);
    text_free(&url);
    return good;
}

void export_job_free(App *app) {
    if (!app->export_job) return;
    export_job_cancel(app);
    clean_up(app->export_job);
    text_free(&app->export_job->path);
    free(app->export_job);
    app->export_job = NULL;
}
