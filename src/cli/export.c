// SPDX-License-Identifier: MIT
// alphabar export: an application without a window, and the work of src/export in one go.
#include "app/export_source.h"
#include "app/lesson/lesson.h"
#include "base/log.h"
#include "base/path.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "export/work.h"
#include "io/file.h"
#include "io/schedule_file.h"

#include <signal.h>

typedef struct Export {
    ExportPlan plan;
    App app;
    Progress progress;
} Export;

// Only for work that one can watch.
static void show_progress(void *user, int done, int all) {
    Export *export = user;
    export->progress.label = path_base(export->plan.arguments->out);
    if (all > 1) progress_count(&export->progress, done, all);
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
           schedule_write(arguments->out, model_table(&export->app.model), format,
                          (Notation)arguments->settings.look.notation, error);
}

// Values and tables have no look.
static bool prepare(Export *export, Error *error) {
    const ExportPlan *plan = &export->plan;
    const Arguments *arguments = plan->arguments;
    App *app = &export->app;
    if (plan->format == EXPORT_CSV || plan->format == EXPORT_NPY) return true;
    export_source_prepare(app, plan);
    if (plan->count && export_is_drawn(plan->what) &&
        !canvas_open_hidden(app, arguments->shaders, error))
        return false;
    if (app->fonts) app_check_language(app);
    return !arguments->lesson || lesson_start(app, arguments->lesson, error);
}

static bool write_pictures(Export *export, const Arguments *arguments, Error *error) {
    App *app = &export->app;
    const ExportSource source = export_source_of(app);
    return export_plan_format(&export->plan, arguments, error) &&
           app_create(app, arguments, error) &&
           export_source_plan(&export->plan, app, &app->settings, error) &&
           prepare(export, error) &&
           export_work_all(&export->plan, &source, show_progress, export, error);
}

int export_run(const Arguments *arguments) {
    Export export = { 0 };
    Error error = { 0 };
    file_out_clean_up_at_end();
    signal(SIGPIPE, SIG_IGN); // a reader that has gone is told by write
    bool good = is_schedule(arguments) ? write_schedule(&export, arguments, &error)
                                       : write_pictures(&export, arguments, &error);
    progress_keep(&export.progress);
    if (!good) log_error(&error);
    export_plan_free(&export.plan);
    app_free(&export.app);
    return good ? 0 : (int)error.kind;
}
