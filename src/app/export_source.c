// SPDX-License-Identifier: MIT
#include "app/export_source.h"

#include "app/export.h"
#include "app/lesson/lesson.h"
#include "base/memory.h"
#include "export/frame.h"
#include "stage/views.h"

#include <stdio.h>
#include <stdlib.h>

// ---- plans

bool export_source_plan(ExportPlan *plan, const App *app, const Settings *settings, Error *error) {
    Text ranges = { 0 };
    app_append_ranges(&ranges, app->ranges);
    ExportSubject subject = { .settings = settings,
                              .schedule = &app->model.schedule,
                              .ranges = ranges.data };
    const char *lesson = plan->arguments->lesson;
    bool good = (!lesson || lesson_measure(lesson, &subject.lesson_seconds, error)) &&
                export_plan_frames(plan, &subject, error);
    text_free(&ranges);
    if (!good) return false;
    export_measure(plan, &app->model);
    bool figure = export_is_drawn(plan->what) && plan->what > WHAT_PLOTS;
    if (figure && !plan->arguments->size_given)
        figure_size(plan->what, settings, &app->model, &plan->width, &plan->height);
    return true;
}

ExportOrder *export_source_order(const App *app, Error *error) {
    ExportOrder *order = mem_alloc(1, sizeof *order);
    export_sheet_arguments(app, &order->arguments, &order->path);
    if (export_plan_format(&order->plan, &order->arguments, error) &&
        export_source_plan(&order->plan, app, &order->arguments.settings, error))
        return order;
    export_order_free(order);
    return NULL;
}

void export_source_prepare(App *app, const ExportPlan *plan) {
    app->patient = true; // it waits for what the window makes beside itself
    app->figure = export_is_drawn(plan->what) ? plan->what : WHAT_WINDOW;
    if (plan->arguments->lesson) app->settings.look.presenting = true; // what the room sees
    app->bare = plan->transparent;
    app->settings.look.width = plan->width, app->settings.look.height = plan->height;
}

// ---- the source

static const Model *model_of(void *user) {
    const App *app = user;
    return &app->model;
}

static const Settings *settings_of(void *user) {
    const App *app = user;
    return &app->settings;
}

static bool go_to(void *user, int t, Error *error) {
    char line[48];
    snprintf(line, sizeof line, "set t %d", t);
    return app_run_quietly(user, line, error);
}

static bool seek(void *user, double seconds, Error *error) {
    return lesson_seek(user, seconds, error);
}

static bool prepare(void *user, bool *ready, Error *error) {
    App *app = user;
    *ready = true;
    if (!app_needs_mixture(app)) return true;
    app_open_mixture(app);
    mixture_follow(app->mixture, &app->settings, &app->model);
    *ready = !mixture_advance(app->mixture);
    return !mixture_pop_error(app->mixture, error);
}

// OpenGL blends onto nothing as colours times alpha; files have them apart.
static void divide_by_alpha(uint8_t *rgba, size_t count) {
    for (size_t i = 0; i < count; i++, rgba += 4)
        for (int c = 0; c < 3 && rgba[3] > 0 && rgba[3] < 255; c++) {
            unsigned apart = (rgba[c] * 255u + rgba[3] / 2u) / rgba[3];
            rgba[c] = (uint8_t)(apart < 255 ? apart : 255);
        }
}

// The window says what it could not draw; in a file it would be missing.
static bool is_whole(const App *app, Error *error) {
    if (app->scene.trouble.kind == ERROR_NONE) return true;
    *error = app->scene.trouble;
    return error_prefix(error, "export");
}

static bool draw(void *user, uint8_t *rgba, Error *error) {
    App *app = user;
    app_draw(app);
    if (!is_whole(app, error)) return false;
    renderer_read(app->renderer, app->width, app->height, rgba);
    if (app->bare) divide_by_alpha(rgba, (size_t)app->width * (size_t)app->height);
    return true;
}

static bool record(void *user, DrawRecord *into, Error *error) {
    App *app = user;
    app->list.record = into;
    app_layout(app);
    app->list.record = NULL;
    return is_whole(app, error);
}

static uint8_t *texture(void *user, int number, int *width, int *height) {
    const App *app = user;
    return renderer_texture_get(app->renderer, number, width, height);
}

static void stop(void *user) {
    const App *app = user;
    if (app->mixture) mixture_cancel(app->mixture);
}

static void leave(void *user) {
    (void)user;
}

static void free_copy(void *user) {
    app_free(user);
    free(user);
}

ExportSource export_source_of(App *app) {
    return (ExportSource){ .user = app,
                           .model = model_of,
                           .settings = settings_of,
                           .go_to = go_to,
                           .seek = seek,
                           .prepare = prepare,
                           .draw = draw,
                           .record = record,
                           .texture = texture,
                           .stop = stop,
                           .free = leave };
}

bool export_source_beside(ExportSource *source, const App *app, const ExportPlan *plan,
                          bool patient, Error *error) {
    App *copy = mem_alloc(1, sizeof *copy);
    copy->settings = plan->settings;
    copy->hidden = patient;
    export_source_prepare(copy, plan);
    bool drawn = export_is_drawn(plan->what);
    if (!app_copy(copy, app, error) || (drawn && !canvas_open_beside(copy, error))) {
        free_copy(copy);
        return false;
    }
    // Not later: `stop` comes from another thread than what works.
    if (drawn && app_needs_mixture(copy)) app_open_mixture(copy);
    *source = export_source_of(copy);
    source->free = free_copy;
    return true;
}
