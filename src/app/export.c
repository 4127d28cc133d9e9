// SPDX-License-Identifier: MIT
#include "app/export.h"

#include "app/lesson.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "core/kernels.h"
#include "io/betas.h"
#include "io/file.h"
#include "io/npy.h"
#include "io/schedule_file.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Export {
    ExportPlan plan;
    App app;
    double progress_at;
    bool progress_shown;
} Export;

// On a terminal only, and only for work that one can watch.
static bool show_progress(void *user, int done, int all) {
    Export *export = user;
    if (!isatty(STDERR_FILENO) || all < 2) return true;
    double now = clock_seconds();
    if (done < all && now - export->progress_at < 0.1) return true;
    export->progress_at = now;
    enum { WIDTH = 30 };
    int full = WIDTH * done / all;
    fprintf(stderr, "\r%s  ", path_base(export->plan.arguments->out));
    for (int i = 0; i < WIDTH; i++) fputs(i < full ? "█" : "·", stderr);
    fprintf(stderr, "  %d / %d", done, all);
    export->progress_shown = true;
    return true;
}

static bool paint(void *user, int t, uint8_t *rgba, Error *error) {
    Export *export = user;
    return export_paint(&export->plan, &export->app, t, rgba, error);
}

static bool write_table(const ExportPlan *plan, const App *app, Error *error) {
    FileOut out;
    if (!file_out_open(&out, plan->arguments->out, error)) return false;
    // A failed write shows at the commit.
    betas_write_csv(out.stream, &app->model.schedule, (Notation)app->settings.look.notation);
    return file_out_commit(&out, error);
}

static bool write_npy(Export *export, Error *error) {
    const ExportPlan *plan = &export->plan;
    const Picture *x = &export->app.model.x;
    Picture values = { 0 };
    NpyOut npy;
    if (!picture_alloc(&values, x->width, x->height, x->channels, error)) return false;
    bool good = npy_open(&npy, plan->arguments->out, plan->arguments->film ? plan->count : 0,
                         x->height, x->width, x->channels, error);
    for (int i = 0; good && i < plan->count; i++) {
        good = export_values(plan, &export->app, plan->frames[i].t, &values, error) &&
               npy_append(&npy, &values, error);
        if (!good) npy_cancel(&npy);
        show_progress(export, i + 1, plan->count);
    }
    good = good && npy_commit(&npy, error);
    picture_free(&values);
    return good;
}

static bool write_all(Export *export, Error *error) {
    ExportPlan *plan = &export->plan;
    App *app = &export->app;
    if (plan->format == EXPORT_CSV) return write_table(plan, app, error);
    if (plan->format == EXPORT_NPY) return write_npy(export, error);
    export_measure(plan, &app->model);
    if (export_is_drawn(plan->what)) app->figure = plan->what;
    app->settings.look.width = plan->width, app->settings.look.height = plan->height;
    if (plan->count && export_is_drawn(plan->what) &&
        !canvas_open_hidden(app, plan->arguments->shaders, error))
        return false;
    app->patient = true;
    if (plan->arguments->lesson && !lesson_start(app, plan->arguments->lesson, error)) return false;
    if (plan->format == EXPORT_SVG) return export_svg(plan, app, error);
    const ExportWork work = { .paint = paint, .progress = show_progress, .user = export };
    return export_film(plan, &work, error);
}

// The schedule alone: --what schedule, and .json, which holds nothing else.
static bool is_schedule(const Arguments *arguments) {
    return arguments->what == WHAT_SCHEDULE ||
           (!arguments->what_name && path_ends_in(arguments->out, ".json"));
}

static bool write_schedule(Export *export, const Arguments *arguments, Error *error) {
    ScheduleFormat format = SCHEDULE_CSV;
    if (!schedule_format_of(&format, arguments->out))
        return error_usage(error,
                           "export: %s: a schedule is written as .csv, .json, .npy or "
                           "scheduler_config.json",
                           arguments->out);
    if (arguments->film)
        return error_usage(error,
                           "export: %s: is the whole schedule, with no --frames or "
                           "--duration",
                           arguments->out);
    return app_create(&export->app, arguments, error) &&
           schedule_write(arguments->out, &export->app.model.schedule, format,
                          (Notation)arguments->settings.look.notation, error);
}

static bool write_pictures(Export *export, const Arguments *arguments, Error *error) {
    App *app = &export->app;
    return export_plan_format(&export->plan, arguments, error) &&
           app_create(app, arguments, error) &&
           export_plan_frames(&export->plan, &app->settings, app->ranges, &app->model.schedule,
                              error) &&
           write_all(export, error);
}

int export_run(const Arguments *arguments) {
    Export export = { 0 };
    Error error = { 0 };
    file_out_clean_up_at_end();
    signal(SIGPIPE, SIG_IGN); // a reader that has gone is told by write
    bool good = is_schedule(arguments) ? write_schedule(&export, arguments, &error)
                                       : write_pictures(&export, arguments, &error);
    if (export.progress_shown) fputc('\n', stderr);
    if (!good) log_line("%s", error.text);
    export_plan_free(&export.plan);
    app_free(&export.app);
    return good ? 0 : (int)error.kind;
}
