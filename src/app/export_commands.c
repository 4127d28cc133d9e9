// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700 // realpath

#include "app/commands.h"
#include "app/export.h"
#include "app/export_source.h"
#include "base/clock.h"
#include "base/path.h"
#include "base/translate.h"
#include "stage/views.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double BAR = 0.1; // seconds: often enough for one

// The loop sleeps; an event ends that.
static void wake(void) {
    SDL_Event event = { .user = { .type = SDL_USEREVENT, .code = APP_EVENT_WAKE } };
    SDL_PushEvent(&event);
}

static void say_end(App *app) {
    char text[SETTINGS_PATH + 32];
    const ExportStatus status = export_job_status(app->export_job);
    if (status.failed) {
        app_say(app, !status.cancelled, status.error.shown);
        return;
    }
    snprintf(text, sizeof text, _("written: %s"), status.path);
    app_say(app, false, text);
}

// Vectors are a matter of one frame; a script finds the file behind the command.
static bool is_quick(const ExportPlan *plan) {
    return plan->format == EXPORT_SVG && !figure_needs_mixture(plan->what, &plan->settings);
}

bool app_export_start(App *app, Error *error) {
    ExportSource source;
    if (!app->export_job) app->export_job = export_job_create(wake);
    if (export_job_status(app->export_job).running)
        return error_set(error, "export: one is under way");
    ExportOrder *order = export_source_order(app, error);
    if (!order) return false;
    if (!export_source_beside(&source, app, &order->plan, true, error)) {
        export_order_free(order);
        return false;
    }
    app->dirty = true;
    if (!is_quick(&order->plan)) return export_job_start(app->export_job, order, &source, error);
    bool good = export_job_run(app->export_job, order, &source, error);
    if (good) say_end(app);
    return good;
}

void app_export_poll(App *app) {
    const bool running = export_job_status(app->export_job).running;
    if (!running) return;
    if (export_job_poll(app->export_job)) say_end(app);
    double now = clock_seconds();
    if (now - app->export_shown_at < BAR) return;
    app->export_shown_at = now;
    app->dirty = true;
}

bool app_export_needs_poll(const App *app) {
    return export_job_needs_poll(app->export_job);
}

void app_export_cancel(App *app) {
    if (export_job_cancel(app->export_job)) say_end(app);
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

bool app_export_show(App *app, Error *error) {
    const ExportStatus status = export_job_status(app->export_job);
    if (!*status.path) return error_set(error, "export: nothing has been written");
    char folder[SETTINGS_PATH];
    path_folder(folder, sizeof folder, status.path);
    char *whole = realpath(folder, NULL);
    if (!whole) return error_set(error, "%s: %s", folder, strerror(errno));
    Text url = { 0 };
    append_url(&url, whole);
    bool good = SDL_OpenURL(url.data) == 0 || error_set(error, "%s: %s", whole, SDL_GetError());
    free(whole);
    text_free(&url);
    return good;
}

void app_export_free(App *app) {
    export_job_free(app->export_job);
    app->export_job = NULL;
    export_preview_free(app);
}

bool run_export(App *app, const Command *command, Error *error) {
    const Option *option = option_row(OPT_EXPORT_PATH);
    if (command->count && !app_set_option(app, option, command->arguments[0], error)) return false;
    return app_export_start(app, error);
}

bool run_export_cancel(App *app, const Command *command, Error *error) {
    (void)command, (void)error;
    app_export_cancel(app);
    return true;
}

bool run_export_show(App *app, const Command *command, Error *error) {
    (void)command;
    return app_export_show(app, error);
}
