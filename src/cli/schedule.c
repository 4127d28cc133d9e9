// SPDX-License-Identifier: MIT
// alphabar schedule: the table, or with --check what is to be said of it.
#include "app/schedule_source.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "core/health.h"
#include "io/betas.h"
#include "io/schedule_file.h"

#include <stdio.h>
#include <stdlib.h>

// Returns the exit status: 1 where something is wrong.
static int print_health(const Schedule *schedule, const ScheduleParams *params,
                        NotationStyle notation) {
    static const char *const words[] = { N_("good "), N_("note "), N_("WRONG") };
    HealthFinding findings[HEALTH_MOST];
    int count = health_of(findings, schedule, params), status = 0;
    for (int i = 0; i < count; i++) {
        Text text = { 0 };
        notation_plain(&text, notation, findings[i].text);
        printf("%s  %s\n", _(words[findings[i].severity]), text.data);
        text_free(&text);
        if (findings[i].severity == HEALTH_WRONG) status = 1;
    }
    return status;
}

int schedule_run(const Arguments *arguments) {
    Error error;
    double *betas = NULL;
    int count = 0;
    Schedule schedule = { 0 };
    Settings settings = arguments->settings;
    const char *path = settings.betas;
    if (*settings.scheduler_config && !schedule_source_config(&settings, arguments->given, &error))
        return cli_fail(&error);
    if (*path && !betas_read(&betas, &count, path, &error)) return cli_fail(&error);
    settings.flow_form = FLOW_VP; // what is written is a table of beta
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
        status = print_health(&schedule, &params, settings_notation(&settings));
    else
        good = good && schedule_print(stdout, &schedule, format, notation, &error);
    schedule_free(&schedule);
    free(betas);
    if (!good) return cli_fail(&error);
    return cli_finish_output() ? 1 : status;
}
