// SPDX-License-Identifier: MIT
// From parameters to a table: the family's beta, the modifiers, then one pass for alpha and one
// for the posterior.
#include "core/schedule.h"

#include "base/memory.h"
#include "base/number.h"
#include "core/elementary.h"
#include "core/formula/formula.h"
#include "core/kernels.h"
#include "core/schedule_family.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Parameters ---------------------------------------------------------------------------------

static double value_or(double value, double standard) {
    return isnan(value) ? standard : value;
}

static ScheduleParams with_defaults(const ScheduleParams *params) {
    const ScheduleFamilyInfo *info = schedule_family_info(params->family);
    ScheduleParams full = *params;
    full.beta_min = value_or(params->beta_min, info->beta_min);
    full.beta_max = value_or(params->beta_max, info->beta_max);
    full.cosine_s = value_or(params->cosine_s, 0.008);
    full.shift = value_or(params->shift, 1);
    full.snr_shift = value_or(params->snr_shift, 1);
    if (!full.knots) full.knots = knots_standard();
    if (!full.formula) full.formula = FORMULA_STANDARD;
    return full;
}

static bool check_steps(const ScheduleParams *params, Error *error) {
    int steps = params->steps;
    if (params->family == SCHEDULE_FILE) {
        if (steps < 1) return error_set(error, "schedule: the list of betas is empty");
        if (steps > SCHEDULE_MAX_STEPS)
            return error_set(error, "schedule: a list of %d betas is longer than %d", steps,
                             SCHEDULE_MAX_STEPS);
        CHECK(params->betas);
    }
    if (steps < 1 || steps > SCHEDULE_MAX_STEPS)
        return error_usage(error, "steps: T = %d is not in 1..%d", steps, SCHEDULE_MAX_STEPS);
    return true;
}

static bool check_fraction(const char *name, double value, Error *error) {
    if (value > 0 && value < 1) return true;
    return error_usage(error, "%s: %.9g is not between 0 and 1", name, value);
}

static bool check_positive(const char *name, double value, Error *error) {
    if (value > 0 && isfinite(value)) return true;
    return error_usage(error, "%s: %.9g is not a finite number above 0", name, value);
}

static bool check_own_range(const ScheduleParams *params, ScheduleOwn own, Error *error) {
    const ScheduleOwnRow *row = schedule_own_row(own);
    double value = schedule_own(params, own);
    if (row->open ? value > row->min && value < row->max : value >= row->min && value <= row->max)
        return true;
    if (row->open)
        return error_usage(error, "%s: %.9g is not above %g and below %g", row->name, value,
                           row->min, row->max);
    return error_usage(error, "%s: %.9g is not from %g to %g", row->name, value, row->min,
                       row->max);
}

static bool check_order(const ScheduleParams *params, ScheduleOwn low, ScheduleOwn high,
                        Error *error) {
    double below = schedule_own(params, low), above = schedule_own(params, high);
    if (below < above) return true;
    return error_usage(error, "%s: %.9g is not below %s, %.9g", schedule_own_row(low)->name, below,
                       schedule_own_row(high)->name, above);
}

// Beyond 600 temperatures a sigmoid is a step, of which a double knows no slope.
static bool check_sigmoid(const ScheduleParams *params, Error *error) {
    double start = schedule_own(params, OWN_SIGMOID_START);
    double end = schedule_own(params, OWN_SIGMOID_END);
    double tau = schedule_own(params, OWN_SIGMOID_TAU);
    if (start == end) return error_usage(error, "sigmoid_start: %.9g is sigmoid_end, too", start);
    double far = fmax(fabs(start), fabs(end));
    return far / tau <= 600 ||
           error_usage(error,
                       "sigmoid_tau: %.9g makes the sigmoid a step: at least %.3g with ends "
                       "%.9g and %.9g",
                       tau, far / 600, start, end);
}

// The family's own numbers.
static bool check_own(const ScheduleParams *params, Error *error) {
    const ScheduleFamilyInfo *info = schedule_family_info(params->family);
    for (int i = 0; i < info->own_count; i++)
        if (!check_own_range(params, info->own[i].id, error)) return false;
    switch ((int)params->family) {
    case SCHEDULE_SIGMOID_ALPHA: return check_sigmoid(params, error);
    case SCHEDULE_VDM:
    case SCHEDULE_SIMPLE: return check_order(params, OWN_LOG_SNR_MIN, OWN_LOG_SNR_MAX, error);
    case SCHEDULE_EDM: return check_order(params, OWN_EDM_SIGMA_MIN, OWN_EDM_SIGMA_MAX, error);
    default: return true;
    }
}

// What the family does not read is not looked at.
static bool check_params(const ScheduleParams *params, Error *error) {
    unsigned uses = schedule_family_info(params->family)->uses;
    if (!check_steps(params, error)) return false;
    if (uses & SCHEDULE_USES_BETA_MIN && !check_fraction("beta_min", params->beta_min, error))
        return false;
    if (uses & SCHEDULE_USES_BETA_MAX && !check_fraction("beta_max", params->beta_max, error))
        return false;
    if (uses & SCHEDULE_USES_COSINE_S && !check_positive("cosine_s", params->cosine_s, error))
        return false;
    if (uses & SCHEDULE_USES_SHIFT && !check_positive("shift", params->shift, error)) return false;
    if (params->family == SCHEDULE_CUSTOM && !knots_check(params->knots, error)) return false;
    if (!check_own(params, error)) return false;
    return check_positive("snr_shift", params->snr_shift, error);
}

// Beta ---------------------------------------------------------------------------------------

// Nine digits, unless they would hide on which side of 1 the value is.
static int digits_to_show(double beta) {
    return beta != 1 && fabs(beta - 1) < 1e-8 ? 17 : 9;
}

static bool check_betas(const double *beta, const ScheduleParams *params, Error *error) {
    int t = 1, last = params->steps;
    while (t <= last && beta[t] > 0 && beta[t] < 1) t++;
    if (t > last || (t == last && beta[t] == 1)) return true;
    double shown = isnan(beta[t]) ? (double)NAN : beta[t]; // which prints as nan, never as -nan
    error_set(error, "schedule: beta_%d = %.*g is not between 0 and 1", t, digits_to_show(shown),
              shown);
    if (shown == 1) error_append(error, " (1 is allowed at the last step only)");
    if (params->family != SCHEDULE_FILE) error->kind = ERROR_USAGE;
    if (params->family == SCHEDULE_LINEAR && params->scale_with_t && params->steps < 1000)
        error_append(error, "; both ends are multiplied by 1000/T = %s",
                     NUMBER(1000.0 / params->steps, 4));
    return false;
}

// log_alpha[t], the sum of ln(1 - beta) up to t, in place. What each addition rounds off is summed
// beside it: over 10 000 steps ln alpha keeps all its digits. (Terms have one sign, so the sum is
// never smaller than what comes to it, but for the first.)
static void sum_up(double *log_alpha, int steps) {
    double sum = 0, missing = 0;
    for (int t = 1; t <= steps; t++) {
        double term = log_alpha[t], next = sum + term;
        missing += -sum > -term ? (sum - next) + term : (term - next) + sum;
        sum = next;
        log_alpha[t] = sum + missing;
    }
}

// beta_T = 1 has no logarithm: that of alpha_T is then left out, to be -inf.
static void fill_log_alpha(double *log_alpha, const double *beta, int steps) {
    bool ends = beta[steps] == 1;
    kernels()->columns->log_keep(log_alpha + 1, beta + 1, (size_t)steps - ends);
    sum_up(log_alpha, steps - ends);
    if (ends) log_alpha[steps] = -INFINITY;
}

// SNR times k = snr_shift^2 makes alpha' = k alpha/(1 - alpha + k alpha), and then, exactly,
// 1 - alpha'_t/alpha'_{t-1} = beta_t/(1 - alpha_t + k alpha_t): no difference of close numbers.
static void shift_snr(double *beta, const double *log_alpha, int steps, double snr_shift) {
    for (int t = 1; t <= steps; t++) {
        double scaled = snr_shift * elementary_exp(0.5 * log_alpha[t]);
        beta[t] /= scaled * scaled - elementary_expm1(log_alpha[t]);
    }
}

// Lin et al. 2023, Algorithm 1: sqrt(alpha') = (sqrt(alpha) - sqrt(alpha_T)) times what keeps it
// at t = 1. With r_t = sqrt(alpha'_t/alpha'_{t-1}), beta'_t = 1 - r_t^2 and
//   1 - r_t = (sqrt(alpha_{t-1}) - sqrt(alpha_t)) / (sqrt(alpha_{t-1}) - sqrt(alpha_T)).
// Both differences are taken over sqrt(alpha_{t-1}), where they are sums of positive terms:
//   fall_t = 1 - sqrt(1 - beta_t) = beta_t/(1 + sqrt(1 - beta_t)),
//   rest_t = 1 - sqrt(alpha_T/alpha_{t-1}) = fall_t + sqrt(1 - beta_t) rest_{t+1}.
static void rescale_to_zero_snr(double *beta, int steps) {
    double rest = 0;
    for (int t = steps; t >= 2; t--) {
        double keep = sqrt(1 - beta[t]), fall = beta[t] / (1 + keep);
        rest = fall + keep * rest;
        double share = fall / rest;
        beta[t] = share * (2 - share);
    }
}

static bool apply_zero_snr(double *beta, const ScheduleParams *params, Error *error) {
    if (!params->zero_snr || beta[params->steps] == 1) return true; // alpha_T is 0 already
    if (params->steps < 2)
        return error_usage(error, "zero_snr: needs T of at least 2, since it keeps the first step "
                                  "and moves the last");
    rescale_to_zero_snr(beta, params->steps);
    return check_betas(beta, params, error);
}

static void betas_of_log_alpha(double *beta, const double *log_alpha, int steps) {
    for (int t = 1; t <= steps; t++) beta[t] = -elementary_expm1(log_alpha[t] - log_alpha[t - 1]);
}

// Where the family is given by beta, ln alpha is computed if it is `wanted`.
static bool fill_family(double *beta, double *log_alpha, const ScheduleParams *params, bool wanted,
                        Error *error) {
    const ScheduleFamilyRow *row = schedule_family_row(params->family);
    bool by_beta = row->beta != NULL;
    if (row->beta)
        row->beta(beta, params);
    else if (row->log_alpha)
        row->log_alpha(log_alpha, params);
    else if (!formula_fill(beta, log_alpha, &by_beta, params->formula, params->steps, error))
        return false;
    if (!by_beta) betas_of_log_alpha(beta, log_alpha, params->steps);
    if (by_beta && !check_betas(beta, params, error)) return false;
    if (by_beta && wanted) fill_log_alpha(log_alpha, beta, params->steps);
    return true;
}

// `log_alpha` is room for T + 1 numbers.
static bool fill_betas(double *beta, double *log_alpha, const ScheduleParams *params,
                       Error *error) {
    const ScheduleFamilyRow *row = schedule_family_row(params->family);
    bool shifted = params->snr_shift != 1;
    int steps = params->steps;
    beta[0] = log_alpha[0] = 0;
    if (!fill_family(beta, log_alpha, params, shifted, error)) return false;
    if (shifted) shift_snr(beta, log_alpha, steps, params->snr_shift);
    if (row->cap > 0)
        for (int t = 1; t <= steps; t++) beta[t] = beta[t] > row->cap ? row->cap : beta[t];
    return check_betas(beta, params, error) && apply_zero_snr(beta, params, error);
}

// What follows from beta ---------------------------------------------------------------------

// What beta_T = 1 makes of the last step: alpha_T = 0.
static void end_at_zero(Schedule *schedule) {
    int last = schedule->steps;
    schedule->alpha[last] = 0;
    schedule->one_minus_alpha[last] = 1;
    schedule->log_snr[last] = -INFINITY;
    schedule->noise_clock[last] = INFINITY;
    schedule->sigma2[last] = schedule->one_minus_alpha[last - 1];
    schedule->coef_x[last] = sqrt(schedule->alpha[last - 1]);
    schedule->coef_z[last] = 0;
}

static double straight_scale(const Schedule *schedule, int t) {
    return 1 / (sqrt(schedule->alpha[t]) + sqrt(schedule->one_minus_alpha[t]));
}

// Of alpha and 1 - alpha the smaller is computed from the logarithm, the other is its complement:
// neither loses digits. q(z_{t-1} | z_t, x) = N(coef_z z_t + coef_x x, sigma2 I): B&B section 20.1;
// Ho et al., (6), (7).
static void derive(Schedule *schedule) {
    int last = schedule->steps;
    const ScheduleColumns columns = { .beta = schedule->beta,
                                      .log_alpha = schedule->log_snr,
                                      .alpha = schedule->alpha,
                                      .one_minus_alpha = schedule->one_minus_alpha,
                                      .sigma2 = schedule->sigma2,
                                      .coef_x = schedule->coef_x,
                                      .coef_z = schedule->coef_z,
                                      .log_snr = schedule->log_snr,
                                      .noise_clock = schedule->noise_clock };
    fill_log_alpha(schedule->log_snr, schedule->beta, last);
    bool ends = schedule->beta[last] == 1;
    kernels()->columns->fill(&columns, (size_t)last - ends);
    if (ends) end_at_zero(schedule);
    schedule->coef_x[1] = 1; // beta_1/(1 - alpha_1), free of its rounding
    for (int t = 0; t <= last; t++) schedule->keep[t] = 1 - schedule->beta[t];
}

// Every z_t times c_t, from the last on, so that c_{t-1} is still that of what there was.
static void straighten(Schedule *schedule) {
    for (int t = schedule->steps; t >= 1; t--) {
        double c = straight_scale(schedule, t), before = straight_scale(schedule, t - 1);
        double ratio = before / c;
        schedule->beta[t] *= c * c;
        schedule->keep[t] /= ratio * ratio;
        schedule->sigma2[t] *= before * before;
        schedule->coef_x[t] *= before;
        schedule->coef_z[t] *= ratio;
        schedule->alpha[t] *= c * c;
        schedule->one_minus_alpha[t] *= c * c;
    }
    schedule->straight = true;
}

static void set_clean_picture(Schedule *schedule) {
    schedule->beta[0] = schedule->sigma2[0] = schedule->coef_z[0] = 0;
    schedule->alpha[0] = schedule->coef_x[0] = 1;
    schedule->one_minus_alpha[0] = schedule->noise_clock[0] = 0;
    schedule->log_snr[0] = INFINITY;
}

// One block holds all nine columns; `beta` is its start.
static Schedule schedule_alloc(int steps) {
    size_t rows = (size_t)steps + 1;
    double *block = mem_resize(NULL, 9 * rows, sizeof *block);
    return (Schedule){ .steps = steps,
                       .beta = block,
                       .alpha = block + rows,
                       .one_minus_alpha = block + 2 * rows,
                       .sigma2 = block + 3 * rows,
                       .coef_x = block + 4 * rows,
                       .coef_z = block + 5 * rows,
                       .log_snr = block + 6 * rows,
                       .noise_clock = block + 7 * rows,
                       .keep = block + 8 * rows };
}

bool schedule_build(Schedule *schedule, const ScheduleParams *params, Error *error) {
    ScheduleParams full = with_defaults(params);
    if (!check_params(&full, error)) return false;
    Schedule built = schedule_alloc(full.steps);
    bool ok = fill_betas(built.beta, built.log_snr, &full, error);
    if (ok) {
        set_clean_picture(&built);
        derive(&built);
        if (full.straight) straighten(&built);
        Schedule old = *schedule;
        *schedule = built;
        built = old;
    }
    schedule_free(&built);
    return ok;
}

void schedule_free(Schedule *schedule) {
    free(schedule->beta);
    *schedule = (Schedule){ 0 };
}

// -alpha - ln(1 - alpha), which is alpha^2/2 + alpha^3/3 + ... and would cancel for small alpha.
static double excess_of_log(double alpha, double rest) {
    if (alpha > 0.5) return -alpha - log(rest);
    if (alpha > 1e-3) return -alpha - log1p(-alpha);
    return alpha * alpha * (1 / 2.0 + alpha * (1 / 3.0 + alpha * (1 / 4.0 + alpha / 5)));
}

double schedule_kl(const Schedule *schedule, int t, double mean_x2) {
    CHECK(t >= 0 && t <= schedule->steps);
    if (t == 0) return INFINITY;
    double alpha = schedule->alpha[t], rest = schedule->one_minus_alpha[t];
    if (schedule->straight) return 0.5 * (alpha * mean_x2 + rest - 1 - log(rest));
    return 0.5 * (alpha * mean_x2 + excess_of_log(alpha, rest));
}
