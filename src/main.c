// SPDX-License-Identifier: MIT
#include "app/bench.h"
#include "app/export.h"
#include "app/window.h"
#include "base/log.h"
#include "conf/arguments.h"
#include "io/betas.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int print_help(void) {
    Text text = { 0 };
    arguments_help(&text);
    fputs(text.data, stdout);
    text_free(&text);
    return 0;
}

static int fail(const Error *error) {
    log_line("%s", error->text);
    return (int)error->kind;
}

static int print_schedule(const Arguments *arguments) {
    Error error;
    double *betas = NULL;
    int count = 0;
    Schedule schedule = { 0 };
    const char *path = arguments->settings.betas;
    if (*path && !betas_read(&betas, &count, path, &error)) return fail(&error);
    ScheduleParams params = settings_schedule(&arguments->settings, betas, count);
    bool good = schedule_build(&schedule, &params, &error);
    if (!good && *path) {
        error_prefix(&error, "%s", path);
        error.kind = ERROR_FAILED;
    }
    if (good) {
        if (arguments->json)
            betas_write_json(stdout, &schedule);
        else
            betas_write_csv(stdout, &schedule);
        if (fflush(stdout) || ferror(stdout))
            good = error_set(&error, "standard output: %s", strerror(errno));
    }
    schedule_free(&schedule);
    free(betas);
    return good ? 0 : fail(&error);
}

int main(int argc, char **argv) {
    Arguments arguments;
    Error error;
    if (!arguments_parse(&arguments, argc, argv, &error)) return fail(&error);
    switch (arguments.action) {
    case ACTION_HELP: return print_help();
    case ACTION_VERSION: return printf("alphabar %s\n", ALPHABAR_VERSION) < 0;
    case ACTION_SCHEDULE: return print_schedule(&arguments);
    case ACTION_EXPORT: return export_run(&arguments);
    case ACTION_BENCH: return bench_run(&arguments);
    case ACTION_WINDOW: return window_run(&arguments);
    }
    return 2;
}
