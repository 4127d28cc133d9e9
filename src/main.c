// SPDX-License-Identifier: MIT
#include "app/bench.h"
#include "app/denoise.h"
#include "app/export.h"
#include "app/schedule_source.h"
#include "app/session.h"
#include "app/window.h"
#include "base/log.h"
#include "base/parallel.h"
#include "base/path.h"
#include "conf/arguments.h"
#include "conf/command_line.h"
#include "core/health.h"
#include "core/kernels.h"
#include "io/betas.h"
#include "io/comment.h"
#include "io/schedule_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A full disk shows only now.
static int finish_output(void) {
    if (!fflush(stdout) && !ferror(stdout)) return 0;
    log_line("standard output: %s", strerror(errno));
    return 1;
}

static int print_help(void) {
    Text text = { 0 };
    arguments_help(&text);
    fputs(text.data, stdout);
    text_free(&text);
    return finish_output();
}

static int print_version(void) {
    printf("alphabar %s\n", ALPHABAR_VERSION);
    return finish_output();
}

static int fail(const Error *error) {
    log_line("%s", error->text);
    return (int)error->kind;
}

// Returns the exit status: 1 where something is wrong.
static int print_health(const Schedule *schedule, const ScheduleParams *params, Notation notation) {
    static const char *const words[] = { "good ", "note ", "WRONG" };
    HealthFinding findings[HEALTH_MOST];
    int count = health_of(findings, schedule, params), status = 0;
    for (int i = 0; i < count; i++) {
        Text text = { 0 };
        notation_plain(&text, notation, findings[i].text);
        printf("%s  %s\n", words[findings[i].severity], text.data);
        text_free(&text);
        if (findings[i].severity == HEALTH_WRONG) status = 1;
    }
    return status;
}

static int print_schedule(const Arguments *arguments) {
    Error error;
    double *betas = NULL;
    int count = 0;
    Schedule schedule = { 0 };
    Settings settings = arguments->settings;
    const char *path = settings.betas;
    if (*settings.scheduler_config && !schedule_source_config(&settings, arguments->given, &error))
        return fail(&error);
    if (*path && !betas_read(&betas, &count, path, &error)) return fail(&error);
    ScheduleParams params = settings_schedule(&settings, betas, count);
    bool good = schedule_build(&schedule, &params, &error);
    if (!good && *path) {
        error_prefix(&error, "%s", path);
        error.kind = ERROR_FAILED;
    }
    ScheduleFormat format = SCHEDULE_CSV;
    CHECK(schedule_format_find(&format, arguments->format));
    Notation notation = (Notation)settings.look.notation;
    int status = 0;
    if (good && arguments->check)
        status = print_health(&schedule, &params, notation);
    else
        good = good && schedule_print(stdout, &schedule, format, notation, &error);
    schedule_free(&schedule);
    free(betas);
    if (!good) return fail(&error);
    return finish_output() ? 1 : status;
}

// A picture that has moved with the file it was written to stands beside it.
static void look_beside(Arguments *arguments, const char *path, Text *beside) {
    char folder[SETTINGS_PATH];
    if (!arguments->image || path_exists(arguments->image)) return;
    path_folder(folder, sizeof folder, path);
    text_append(beside, "%s/%s", folder, path_base(arguments->image));
    if (path_exists(beside->data)) arguments->image = beside->data;
}

// --from FILE: the command line that the file carries, and on top of it this one.
static bool take_up(Arguments *arguments, int argc, char **argv, Error *error) {
    static Text line, beside; // what arguments point to
    const char *path = arguments->from;
    if (!comment_read(&line, path, COMMAND_LINE_START, error)) return false;
    if (!arguments_parse_after(arguments, line.data, argc, argv, error))
        return error_prefix(error, "%s", path);
    look_beside(arguments, path, &beside);
    return true;
}

int main(int argc, char **argv) {
    Arguments arguments;
    Error error;
    if (!kernels_choose(&error)) return fail(&error);
    if (!arguments_parse(&arguments, argc, argv, &error)) return fail(&error);
    if (arguments.from && !take_up(&arguments, argc, argv, &error)) return fail(&error);
    SavedState session;
    if (arguments.session &&
        (!session_load(&session, arguments.session, true, &error) ||
         !arguments_parse_over(&arguments, &session.settings,
                               *session.picture ? session.picture : NULL, argc, argv, &error)))
        return fail(&error);
    parallel_set_threads(arguments.settings.threads);
    switch (arguments.action) {
    case ACTION_HELP: return print_help();
    case ACTION_VERSION: return print_version();
    case ACTION_SCHEDULE: return print_schedule(&arguments);
    case ACTION_EXPORT: return export_run(&arguments);
    case ACTION_DENOISE: return denoise_run(&arguments);
    case ACTION_SAMPLE: return sample_run(&arguments);
    case ACTION_BENCH: {
        int status = bench_run(&arguments);
        return status ? status : finish_output();
    }
    case ACTION_WINDOW: return window_run(&arguments);
    }
    return 2;
}
