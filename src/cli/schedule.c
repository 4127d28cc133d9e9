// SPDX-License-Identifier: MIT
// alphabar schedule: the table, with --weights what a training cares about, or with --check what is
// to be said of it.
#include "app/schedule_source.h"
#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "conf/levels.h"
#include "core/health.h"
#include "io/betas.h"
#include "io/levels_file.h"
#include "io/objective_file.h"
#include "io/schedule_file.h"
#include "io/scheduler/words.h"

#include <math.h>
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

// What a scheduler_config.json says, before what is to be said of its table.
static void print_config(const SchedulerConfig *config, NotationStyle notation) {
    Text words = { 0 }, text = { 0 };
    scheduler_words(&words, config);
    notation_plain(&text, notation, words.data);
    printf("%s  %s\n", _("read "), text.data);
    text_free(&words);
    text_free(&text);
}

// Any of its options asks for the weights.
static bool asks_for_weights(const Arguments *arguments) {
    for (int i = 0; i < OPTIONS; i++)
        if (arguments->given[i] && option_row((OptionId)i)->group == GROUP_OBJECTIVE) return true;
    return false;
}

static bool print_weights(const Schedule *schedule, const Settings *settings, const char *name,
                          Error *error) {
    ScheduleFormat format;
    if (!schedule_format_find(&format, name) || format == SCHEDULE_CONFIG)
        return error_usage(error, "--format: weights are csv, json or npy");
    size_t rows = (size_t)schedule->steps + 1;
    double *block = mem_alloc(rows, 3 * sizeof *block);
    const ObjectiveColumns columns = { block, block + rows, block + 2 * rows };
    const Objective objective = settings_objective(settings);
    int left_out = objective_fill(&columns, schedule, &objective);
    objective_print(stdout, schedule, &columns, format);
    if (left_out == schedule->steps)
        log_line("note: no product: it is finite at no two steps whose log SNR is");
    else if (left_out)
        log_line("note: no product at %d of %d steps, where log SNR or the weight is infinite; the "
                 "others' integrates to 1",
                 left_out, schedule->steps);
    free(block);
    return true;
}

// The levels that a sampler visits on it.
static bool print_levels(const Settings *settings, const Schedule *schedule,
                         const ScheduleParams *params, const char *format_name, Error *error) {
    LevelsFormat format;
    LevelsQuery query;
    NoiseLevels levels = { 0 };
    if (!levels_format_find(&format, format_name))
        return error_usage(error,
                           "--format: %s is not for --levels, which takes csv, json, npy, "
                           "comfyui or diffusers",
                           format_name);
    if (!levels_query(&query, settings, params, error) ||
        !levels_build(&levels, schedule, &query.params, error))
        return false;
    double shift = levels_own_shift(settings);
    if (!isnan(settings->levels.shift)) shift = settings->levels.shift;
    bool good = levels_print(stdout, &levels, format, shift) ||
                error_set(error, "standard output: cannot be written");
    levels_free(&levels);
    return good;
}

static bool print_schedule(const Schedule *schedule, const Settings *settings, const char *name,
                           Error *error) {
    ScheduleFormat format;
    if (!schedule_format_find(&format, name))
        return error_usage(error, "--format: %s is for --levels", name);
    return schedule_print(stdout, schedule, format, (Notation)settings->look.notation, error);
}

int schedule_run(const Arguments *arguments) {
    Error error;
    double *betas = NULL;
    int count = 0;
    Schedule schedule = { 0 };
    Settings settings = arguments->settings;
    const char *path = settings.betas;
    bool weights = asks_for_weights(arguments);
    const char *config_path = arguments->settings.scheduler_config;
    SchedulerConfig config;
    if (*config_path && !schedule_source_config(&settings, arguments->given, &config, &error))
        return cli_fail(&error);
    if (*config_path && !arguments->check) schedule_source_warn(&config, config_path);
    if (*path && !betas_read(&betas, &count, path, &error)) return cli_fail(&error);
    settings.flow_form = FLOW_VP; // what is written is a table of beta
    ScheduleParams params = settings_schedule(&settings, betas, count);
    bool good = schedule_build(&schedule, &params, &error);
    if (!good && (*path || *config_path)) {
        error_prefix(&error, "%s", *path ? path : config_path);
        error.kind = ERROR_FAILED;
    }
    int status = 0;
    if (good && arguments->check && *config_path)
        print_config(&config, settings_notation(&settings));
    if (good && arguments->check)
        status = print_health(&schedule, &params, settings_notation(&settings));
    else if (good && levels_are_on(&settings))
        good = print_levels(&settings, &schedule, &params, arguments->format, &error);
    else if (good && weights)
        good = print_weights(&schedule, &settings, arguments->format, &error);
    else if (good)
        good = print_schedule(&schedule, &settings, arguments->format, &error);
    schedule_free(&schedule);
    free(betas);
    if (!good) return cli_fail(&error);
    return cli_finish_output() ? 1 : status;
}
