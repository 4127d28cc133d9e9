// SPDX-License-Identifier: MIT
#include "base/memory.h"
#include "core/levels/curves.h"
#include "core/levels/levels.h"
#include "core/levels/spacings.h"
#include "core/levels/work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The table ------------------------------------------------------------------------------------

// alpha_T that peers put in place of 0: diffusers' EulerDiscreteScheduler 2^-24, ComfyUI's
// rescale_zero_terminal_snr_sigmas 4.8973451890853435e-08.
static double alpha_for_zero(const LevelsRow *row) {
    return row->space == SPACE_MODEL ? 4.8973451890853435e-08 : 0x1p-24;
}

double levels_shifted(double u, double shift) {
    return shift * u / (1 + (shift - 1) * u);
}

static double chain_shift(const LevelsParams *params) {
    const ScheduleParams *chain = params->chain;
    return chain->family == SCHEDULE_FLOW && !isnan(chain->shift) ? chain->shift : 1;
}

static double flow_time(double noise_clock) { // s with s/(1 - s) its root
    double root = sqrt(noise_clock);
    return isinf(root) ? 1 : root / (1 + root);
}

static void fill_table(LevelsWork *work, const Schedule *schedule) {
    int T = work->T;
    double reshift = work->shift / chain_shift(work->params);
    for (int i = 0; i < T; i++) {
        double clock = schedule->noise_clock[i + 1];
        work->table[i] = work->is_flow ? levels_shifted(flow_time(clock), reshift) : sqrt(clock);
    }
    double *end = &work->table[T - 1];
    if (!isinf(*end) || work->row->keeps_infinity) return;
    double alpha = alpha_for_zero(work->row);
    *end = sqrt((1 - alpha) / alpha);
    if (T > 1 && *end <= end[-1]) *end = 2 * end[-1]; // no table falls
}

double levels_table_at(const LevelsWork *work, double t) {
    double at = fmin(work->T - 1, fmax(0, t));
    int below = (int)floor(at);
    double part = at - below, low = work->table[below];
    if (part == 0) return low;
    double high = work->table[below + 1];
    if (work->row->by_sigma) return low + part * (high - low);
    return exp((1 - part) * log(low) + part * log(high));
}

double levels_index_of(const LevelsWork *work, double sigma) {
    const double *table = work->table;
    int low = 0, high = work->T - 1;
    if (high == 0 || !(sigma > table[0])) return 0;
    if (sigma >= table[high]) return high;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        *(table[middle] <= sigma ? &low : &high) = middle;
    }
    double part = log(sigma / table[low]) / log(table[high] / table[low]);
    return low + fmin(1, fmax(0, part));
}

// The list -------------------------------------------------------------------------------------

void levels_add(LevelsWork *work, double t, double sigma) {
    NoiseLevels *out = work->out;
    CHECK(out->count < work->room);
    out->t[out->count] = t;
    out->sigma[out->count++] = sigma;
}

void levels_add_at(LevelsWork *work, double t) {
    levels_add(work, t, levels_table_at(work, t));
}

// Over what was placed, or, where nothing was, over the whole table.
static void bend(LevelsWork *work) {
    NoiseLevels *out = work->out;
    LevelsCurve *curve = work->row->curve;
    if (!curve) return;
    double high = out->count ? out->sigma[0] : work->table[work->T - 1];
    double low = out->count ? out->sigma[out->count - 1] : work->table[0];
    out->count = work->N + work->row->more;
    curve(out->sigma, out->count, high, low, work->rho);
    for (int i = 0; i < out->count; i++) out->t[i] = NAN;
}

// 1 - s in proportion, so that the last is `terminal` (diffusers, stretch_shift_to_terminal).
static void stretch(LevelsWork *work) {
    NoiseLevels *out = work->out;
    double terminal = isnan(work->params->terminal) ? work->row->terminal : work->params->terminal;
    if (terminal == 0 || work->row->space != SPACE_FLOW || !out->count) return;
    double scale = (1 - out->sigma[out->count - 1]) / (1 - terminal);
    if (scale == 0) return; // one level, s = 1
    for (int i = 0; i < out->count; i++) out->sigma[i] = 1 - (1 - out->sigma[i]) / scale;
}

// From the end, so that nothing is written over.
static void repeat(LevelsWork *work) {
    NoiseLevels *out = work->out;
    LevelsAgain again = work->row->again;
    int count = out->count, more = again == AGAIN_INNER ? count - 1 : 1;
    if (again == AGAIN_NONE || count < 2) return;
    CHECK(count + more < work->room);
    for (int i = count - 1, to = count + more - 1; i >= 1; i--) {
        int times = again == AGAIN_INNER || i == 1 ? 2 : 1;
        for (int k = 0; k < times; k++, to--) {
            out->t[to] = out->t[i];
            out->sigma[to] = out->sigma[i];
        }
    }
    out->count += more;
}

static void place(LevelsWork *work) {
    const LevelsRow *row = work->row;
    NoiseLevels *out = work->out;
    if (row->place) row->place(work);
    stretch(work);
    bend(work);
    if (row->table) {
        out->count = work->N + row->more;
        levels_interpolate(out->sigma, out->count, row->table);
        out->count -= row->dropped;
    }
    repeat(work);
}

static double cut(double t) { // of what peers have in float32, where 98.9999999 is 99
    return floor(t + 1e-6);
}

static double count_nearest(const LevelsWork *work, double sigma) {
    double index = levels_index_of(work, sigma);
    return floor(index + 0.5);
}

static double count_t(const LevelsWork *work, int i) {
    double sigma = work->out->sigma[i];
    LevelsCount kind = work->row->count;
    bool of_table = kind == COUNT_FRACTION || kind == COUNT_NEAREST;
    if (work->is_flow && of_table) return work->params->is_flux ? sigma : 1000 * sigma;
    switch (kind) {
    case COUNT_FRACTION: return levels_index_of(work, sigma);
    case COUNT_NEAREST: return count_nearest(work, sigma);
    case COUNT_CUT: return cut(levels_index_of(work, sigma));
    case COUNT_ROUND:
        if (work->params->chain->family == SCHEDULE_COSINE)
            return cut(levels_index_of(work, sigma));
        return floor(levels_index_of(work, sigma) + 0.5);
    case COUNT_TIMES_T: return work->T * sigma;
    case COUNT_TIMES_T_CUT: return cut(work->T * sigma);
    case COUNT_TIMES_1000: return 1000 * sigma;
    case COUNT_C_NOISE: return 0.25 * log(sigma);
    case COUNT_VP: return levels_linspace(1, 1e-3, work->N, i);
    case COUNT_PLACE: return work->out->t[i];
    case COUNT_NONE: break;
    }
    return NAN;
}

static double least_sigma(const LevelsWork *work) {
    if (work->row->space != SPACE_FLOW) return work->table[0];
    return levels_shifted(1.0 / work->T, work->shift);
}

static void finish(LevelsWork *work) {
    NoiseLevels *out = work->out;
    static const LevelsLast asked[] = { [LEVELS_FINAL_ZERO] = LAST_ZERO,
                                        [LEVELS_FINAL_SIGMA_MIN] = LAST_LEAST,
                                        [LEVELS_FINAL_NONE] = LAST_NONE };
    LevelsFinal final = work->params->final;
    LevelsLast last = final == LEVELS_FINAL_OWN ? work->last : asked[final];
    out->is_flow = work->is_flow || work->row->space == SPACE_FLOW;
    for (int i = 0; i < out->count; i++) out->t[i] = out->sigma[i] == 0 ? NAN : count_t(work, i);
    if (last != LAST_NONE) levels_add(work, NAN, last == LAST_ZERO ? 0 : least_sigma(work));
    for (int i = 0; i < out->count; i++) {
        double sigma = out->sigma[i];
        double of_flow = sigma < 1 ? 2 * (log1p(-sigma) - log(sigma)) : -INFINITY;
        out->log_snr[i] = out->is_flow ? of_flow : -2 * log(sigma);
    }
}

// Whole ----------------------------------------------------------------------------------------

static bool check_list(const LevelsParams *params, bool of_t, Error *error) {
    if (params->list_count < 1)
        return error_usage(error, "levels_list: %s takes a list of its own, as 14,5,2,0.5,0",
                           levels_method_info(params->method)->name);
    for (int i = 0; i < params->list_count; i++) {
        double value = params->list[i];
        if (!(value >= 0) || isinf(value))
            return error_usage(error, "levels_list: %g is not a finite number from 0 on", value);
        if (i && value >= params->list[i - 1])
            return error_usage(error,
                               "levels_list: %g does not lie below %g, which stands before "
                               "it",
                               value, params->list[i - 1]);
        if (of_t && value > params->chain->steps - 1)
            return error_usage(error, "levels_list: t = %g is beyond T − 1 = %d (t counts from 0)",
                               value, params->chain->steps - 1);
    }
    return true;
}

static bool check_number(const char *name, double value, double most, Error *error) {
    if (isnan(value) || (value > 0 && value < most)) return true;
    return error_usage(error, "%s: takes a number above 0 and below %g, not %g", name, most, value);
}

static bool check(const LevelsWork *work, Error *error) {
    const LevelsParams *params = work->params;
    const LevelsRow *row = work->row;
    if (row->info.uses & LEVELS_USE_CONFIG)
        return error_usage(error,
                           "levels: own.config needs a scheduler_config.json that says which "
                           "(--scheduler-config)");
    if (row->info.uses & LEVELS_USE_LIST)
        return check_list(params, row->count == COUNT_PLACE, error);
    if (params->steps < 1 || params->steps > SCHEDULE_MAX_STEPS)
        return error_usage(error, "sample_steps: %d is not in 1..%d", params->steps,
                           SCHEDULE_MAX_STEPS);
    if (row->place == spacing_lcm && params->steps > LCM_STEPS)
        return error_usage(error,
                           "sample_steps: %s takes at most the %d steps of its distillation, "
                           "not %d",
                           row->info.name, LCM_STEPS, params->steps);
    bool of_table = row->place && row->space != SPACE_FLOW;
    if (of_table && params->steps > work->T)
        return error_usage(error, "sample_steps: %s takes at most T = %d, not %d", row->info.name,
                           work->T, params->steps);
    if (work->table[0] == 0 && row->space != SPACE_FLOW) // only where beta_1 is below all doubles
        return error_usage(error, "levels: the first step has no noise");
    bool linear = (row->info.uses & LEVELS_USE_MU) && strstr(row->info.name, "_linear_");
    if (linear && !(work->mu > 0))
        return error_usage(error, "levels_mu: %s takes one above 0, not %g", row->info.name,
                           work->mu);
    return check_number("levels_rho", params->rho, 1000, error) &&
           check_number("levels_shift", params->shift, 1000, error) &&
           check_number("levels_terminal", params->terminal, 1, error);
}

static double *copy(const double *from, int count) {
    double *to = mem_alloc((size_t)count, sizeof *to);
    memcpy(to, from, (size_t)count * sizeof *to);
    return to;
}

// Timesteps that are whole but for the rounding of their sums are whole.
static void round_whole(NoiseLevels *levels) {
    for (int i = 0; i < levels->count; i++)
        if (fabs(levels->t[i] - round(levels->t[i])) < 1e-9) levels->t[i] = round(levels->t[i]);
}

bool levels_build(NoiseLevels *levels, const Schedule *schedule, const LevelsParams *params,
                  Error *error) {
    const LevelsRow composed = levels_composed(levels_row(params->method), params);
    const LevelsRow *row = &composed;
    NoiseLevels out = { 0 };
    LevelsWork work = { .row = row,
                        .params = params,
                        .T = schedule->steps,
                        .N = params->steps,
                        .is_flow =
                            row->space == SPACE_MODEL && params->chain->family == SCHEDULE_FLOW,
                        .shift = isnan(params->shift) ? chain_shift(params) : params->shift,
                        .rho = isnan(params->rho) ? row->info.rho : params->rho,
                        .last = row->last,
                        .out = &out };
    work.mu = isnan(params->mu) ? log(work.shift) : params->mu;
    int most = work.N > work.T ? work.N : work.T;
    if (params->list_count > most) most = params->list_count;
    work.room = 2 * most + 2;
    double *room = mem_alloc(3 * (size_t)work.room, sizeof *room);
    out.t = room, out.sigma = room + work.room, out.log_snr = room + 2 * work.room;
    work.table = mem_alloc((size_t)work.T, sizeof *work.table);
    fill_table(&work, schedule);
    bool good = check(&work, error);
    if (good) {
        place(&work);
        finish(&work);
        round_whole(&out);
        levels_free(levels);
        *levels = (NoiseLevels){ out.count, copy(out.t, out.count), copy(out.sigma, out.count),
                                 copy(out.log_snr, out.count), out.is_flow };
    }
    free(room);
    free(work.table);
    return good;
}

void levels_free(NoiseLevels *levels) {
    free(levels->t);
    free(levels->sigma);
    free(levels->log_snr);
    *levels = (NoiseLevels){ 0 };
}

int levels_step(const Schedule *schedule, double log_snr) {
    int low = 0, high = schedule->steps; // log SNR falls with t, from +inf
    if (log_snr == INFINITY) return 0;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        *(schedule->log_snr[middle] >= log_snr ? &low : &high) = middle;
    }
    if (low == 0) return 1; // a level with noise is no clean picture
    double above = schedule->log_snr[low] - log_snr, below = log_snr - schedule->log_snr[high];
    return above < below ? low : high;
}

double levels_mu(int width, int height) {
    double tokens = (width / 16.0) * (height / 16.0);
    return 0.5 + (1.15 - 0.5) * (tokens - 256) / (4096 - 256);
}
