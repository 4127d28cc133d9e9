// SPDX-License-Identifier: MIT
#include "conf/levels.h"

#include <math.h>
#include <string.h>

bool levels_are_on(const Settings *settings) {
    return settings->levels.method > 0;
}

static LevelsMethod method_of(const Settings *settings) {
    return (LevelsMethod)(settings->levels.method > 0 ? settings->levels.method - 1 : 0);
}

LevelsParts levels_parts(const Settings *settings) {
    const LevelsSettings *levels = &settings->levels;
    return (LevelsParts){ (LevelsSpacing)levels->spacing, (LevelsBend)levels->curve,
                          (LevelsEnds)levels->ends };
}

// How many numbers, -1 where something else stands there.
static int read_list(double *list, const char *text) {
    int count = 0;
    char number[64];
    for (const char *at = text; *at; count++) {
        size_t length = strcspn(at, ",");
        if (count == LEVELS_LIST_MOST || length >= sizeof number) return -1;
        memcpy(number, at, length);
        number[length] = '\0';
        if (!read_real(number, &list[count])) return -1;
        at += length;
        if (*at == ',' && !*++at) return -1;
    }
    return count;
}

bool levels_query_of(LevelsQuery *query, const Settings *settings, const ScheduleParams *chain,
                     LevelsMethod method, Error *error) {
    const LevelsSettings *levels = &settings->levels;
    *query = (LevelsQuery){ .chain = *chain };
    int count = read_list(query->list, levels->list);
    if (count < 0)
        return error_usage(error,
                           "levels_list: takes at most %d numbers, as 14.6,7,2,0.5,0, not "
                           "\"%.60s\"",
                           LEVELS_LIST_MOST, levels->list);
    bool sized = levels->width > 0 && levels->height > 0;
    query->params = (LevelsParams){
        .method = method,
        .steps = settings->mixture.sample_steps,
        .chain = &query->chain,
        .mu = isnan(levels->mu) && sized ? levels_mu(levels->width, levels->height) : levels->mu,
        .is_flux = !isnan(settings->schedule.mu),
        .rho = levels->rho,
        .shift = levels->shift,
        .terminal = levels->terminal > 0 ? levels->terminal : NAN,
        .final = (LevelsFinal)levels->final,
        .parts = levels_parts(settings),
        .list = query->list,
        .list_count = count,
    };
    return true;
}

bool levels_query(LevelsQuery *query, const Settings *settings, const ScheduleParams *chain,
                  Error *error) {
    return levels_query_of(query, settings, chain, method_of(settings), error);
}

// One's own ------------------------------------------------------------------------------------

// sigma as own.sigma has it.
static double own_sigma(const Settings *settings, double log_snr) {
    double ratio = exp(-log_snr / 2); // of noise to picture
    if (settings->schedule.family != SCHEDULE_FLOW) return fmin(ratio, 1e6);
    return isinf(ratio) ? 1 : ratio / (1 + ratio);
}

// Levels are apart, as the list is written.
static double between(const NoiseLevels *list, int index, double log_snr) {
    static const double apart = 0.002;
    double low = index > 0 ? list->log_snr[index - 1] + apart : -20;
    double high = index < list->count - 1 ? list->log_snr[index + 1] - apart : 20;
    return fmax(fmax(low, -20), fmin(fmin(high, 20), log_snr));
}

bool levels_move(Settings *next, const NoiseLevels *list, int index, double log_snr, Error *error) {
    if (index < 0 || index >= list->count || list->sigma[index] == 0)
        return error_usage(error, "move_level: there is no level %d that can be moved", index);
    Text text = { 0 };
    double last = INFINITY;
    for (int i = 0; i < list->count; i++) {
        double at = i == index ? between(list, index, log_snr) : list->log_snr[i];
        double sigma = own_sigma(next, at);
        if (sigma >= last) continue; // some methods list a level twice
        text_append(&text, "%s%.6g", i ? "," : "", sigma);
        last = sigma;
    }
    bool fits = text.length < SETTINGS_PATH;
    if (fits) {
        memset(next->levels.list, 0, sizeof next->levels.list);
        memcpy(next->levels.list, text.data, text.length);
        next->levels.method = 1 + LEVELS_OWN_SIGMA;
        next->levels.final = LEVELS_FINAL_OWN;
    }
    text_free(&text);
    return fits || error_usage(error,
                               "move_level: %d levels are more than a list of one's own "
                               "has room for",
                               list->count);
}

// The rows ---------------------------------------------------------------------------------------

const char *levels_name(int index) {
    if (index == 0) return "off";
    return index <= LEVELS_METHODS ? levels_method_info((LevelsMethod)(index - 1))->name : NULL;
}

void levels_near(Text *out, const char *name) {
    LevelsMethod near[5];
    int count = levels_method_near(near, 5, name);
    for (int i = 0; i < count; i++)
        text_append(out, "%s%s",
                    i == 0          ? ""
                    : i < count - 1 ? ", "
                                    : " and ",
                    levels_method_info(near[i])->name);
}

double levels_own_rho(const Settings *settings) {
    LevelsParts parts = levels_parts(settings);
    bool composed = settings->levels.method == 1 + LEVELS_OWN_PARTS;
    double rho = composed ? levels_parts_rho(&parts) : levels_method_info(method_of(settings))->rho;
    return rho > 0 ? rho : 7;
}

double levels_own_shift(const Settings *settings) {
    return settings->schedule.family == SCHEDULE_FLOW ? settings->schedule.shift : 1;
}

double levels_own_mu(const Settings *settings) {
    const LevelsSettings *levels = &settings->levels;
    if (levels->width > 0 && levels->height > 0) return levels_mu(levels->width, levels->height);
    return log(isnan(levels->shift) ? levels_own_shift(settings) : levels->shift);
}
