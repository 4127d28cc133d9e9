// SPDX-License-Identifier: MIT
#include "app/schedule_source.h"

#include "app/levels_source.h"
#include "base/log.h"
#include "conf/compare.h"
#include "conf/levels.h"

#include <math.h>
#include <string.h>

// The family's own value stays its default.
static double or_default(double value, double own) {
    return value == own ? (double)NAN : value;
}

static Settings settings_of_config(const Settings *settings, const SchedulerConfig *config) {
    const ScheduleFamilyInfo *info = schedule_family_info(config->family);
    Settings next = *settings;
    schedule_reset(&next);
    next.schedule.family = (int)config->family;
    next.schedule.steps = config->steps;
    if (info->uses & SCHEDULE_USES_BETA_MIN)
        next.schedule.beta_min = or_default(config->beta_min, info->beta_min);
    if (info->uses & SCHEDULE_USES_BETA_MAX)
        next.schedule.beta_max = or_default(config->beta_max, info->beta_max);
    if (info->uses & SCHEDULE_USES_SHIFT) next.schedule.shift = config->shift;
    next.schedule.snr_shift = config->snr_shift;
    next.schedule.zero_snr = config->zero_snr;
    return next;
}

void schedule_source_warn(const SchedulerConfig *config, const char *path) {
    if (*config->not_understood) log_line("%s: not understood: %s", path, config->not_understood);
    if (config->dynamic && config->class->dynamic)
        log_line("%s: the shift is dynamic, exp(mu) of the picture's size: shown is the path "
                 "before it, with shift 1; its levels take mu at --levels-size, at 1024x1024 where "
                 "none is given",
                 path);
}

// Gives back what was said on the command line.
static void restore_given(Settings *next, const Settings *settings, const bool *given) {
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        if (!given[i] || option->id == OPT_KNOTS || option->id == OPT_FORMULA) continue;
        Text value = { 0 };
        Error error;
        option_format(&value, settings, option);
        CHECK(option_set(next, option, value.data, &error));
        text_free(&value);
    }
}

// What was given beside the file and a list of betas has no place for.
static bool refuse_given(const SchedulerConfig *config, const bool *given, const char *path,
                         Error *error) {
    if (given[OPT_STEPS])
        return error_usage(error, "--steps: %s has its own T, the length of its list of betas",
                           path);
    return !(given[OPT_ZERO_SNR] && config->tiny_end) ||
           error_usage(error, "--zero-snr: the end of %s's list of betas is set already", path);
}

// Where levels are shown the file chooses them, but for what was said on the command line; asked
// for by own.config it must.
static bool follow_levels(Settings *next, const SchedulerConfig *config, const bool *given,
                          Error *error) {
    bool asked = next->levels.method == 1 + LEVELS_OWN_CONFIG;
    if (!asked && (!levels_are_on(next) || (given && given[OPT_LEVELS]))) return true;
    Settings trial = *next;
    if (!levels_source_config(&trial, config, error)) return !asked;
    if (given) {
        if (given[OPT_LEVELS_RHO]) trial.levels.rho = next->levels.rho;
        if (given[OPT_LEVELS_SHIFT]) trial.levels.shift = next->levels.shift;
        if (given[OPT_LEVELS_MU]) trial.levels.mu = next->levels.mu;
        if (given[OPT_LEVELS_TERMINAL]) trial.levels.terminal = next->levels.terminal;
        if (given[OPT_LEVELS_FINAL]) trial.levels.final = next->levels.final;
    }
    memcpy(&next->levels, &trial.levels, sizeof next->levels);
    return true;
}

bool schedule_source_config(Settings *settings, const bool *given, SchedulerConfig *read,
                            Error *error) {
    SchedulerConfig config;
    const char *path = settings->scheduler_config;
    if (!scheduler_config_read(&config, path, error)) return false;
    if (given && given[OPT_ZERO_SNR] && config.tiny_end && !config.trained) {
        config.family = config.without_end;
        config.tiny_end = false;
    }
    Settings next = settings_of_config(settings, &config);
    if (given) restore_given(&next, settings, given);
    if (config.family == SCHEDULE_FILE) {
        if (given && !refuse_given(&config, given, path, error)) return false;
        memcpy(next.betas, settings->scheduler_config, sizeof next.betas);
    }
    if (!follow_levels(&next, &config, given, error)) return false;
    *next.scheduler_config = '\0';
    *settings = next;
    if (read) *read = config;
    return true;
}
