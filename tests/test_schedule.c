// SPDX-License-Identifier: MIT
// The schedule's numbers: against tables that the reference implementations wrote, against a naive
// recomputation in long double, and against the identities that tie the columns together.
#include "core/schedule.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

// The naive formulas lose digits to differences with 1: a few units of long double's rounding.
// Where that is no wider than double, so much that only the gross is compared.
#define NAIVE_ROUNDING  (8 * LDBL_EPSILON)
#define NAIVE_TOLERANCE (LDBL_MANT_DIG > 53 ? 2e-12L : 1e-7L)
#define PI_LONG         3.14159265358979323846264338327950288L

static ScheduleParams params_of(ScheduleFamily family, int steps) {
    return (ScheduleParams){ .family = family,
                             .steps = steps,
                             .beta_min = NAN,
                             .beta_max = NAN,
                             .cosine_s = NAN,
                             .shift = NAN,
                             .snr_shift = NAN };
}

static ScheduleParams params_of_list(const double *betas, int count) {
    ScheduleParams params = params_of(SCHEDULE_FILE, count);
    params.betas = betas;
    return params;
}

static const char *name_of(const ScheduleParams *params) {
    static char text[200];
    snprintf(text, sizeof text, "%s T=%d beta %g..%g s %g shift %g scale %d zero %d snr_shift %g",
             schedule_family_info(params->family)->name, params->steps, params->beta_min,
             params->beta_max, params->cosine_s, params->shift, params->scale_with_t,
             params->zero_snr, params->snr_shift);
    return text;
}

static Schedule build(ScheduleParams params) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    if (!schedule_build(&schedule, &params, &error))
        fail_msg("%s: %s", name_of(&params), error.text);
    return schedule;
}

static Error build_error(ScheduleParams params) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    if (schedule_build(&schedule, &params, &error)) fail_msg("%s was built", name_of(&params));
    assert_null(schedule.beta);
    return error;
}

static void assert_error(ScheduleParams params, ErrorKind kind, const char *text) {
    Error error = build_error(params);
    assert_string_equal(error.text, text);
    assert_int_equal(error.kind, kind);
}

static void assert_close(long double value, long double wanted, long double relative,
                         long double absolute, const ScheduleParams *params, const char *column,
                         int t) {
    if (value == wanted) return;
    if (fabsl(value - wanted) <= relative * fabsl(wanted) + absolute) return;
    fail_msg("%s: %s at t = %d is %.17Lg, not %.17Lg (off by %.3Lg relative)", name_of(params),
             column, t, value, wanted, (value - wanted) / wanted);
}

// Reference tables ---------------------------------------------------------------------------

enum { REFERENCE_COLUMNS = 6 };

typedef struct Reference {
    int steps, columns;
    double (*rows)[REFERENCE_COLUMNS];
} Reference;

static Reference read_reference(const char *name) {
    char path[500], line[400];
    snprintf(path, sizeof path, "%s/reference/%s.csv", TEST_DATA, name);
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("%s: cannot be opened", path);
    Reference reference = { .rows = calloc(SCHEDULE_MAX_STEPS + 1, sizeof *reference.rows) };
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        double *row = reference.rows[++reference.steps];
        reference.columns = sscanf(line, "%lf,%lf,%lf,%lf,%lf,%lf", &row[0], &row[1], &row[2],
                                   &row[3], &row[4], &row[5]);
        assert_true(row[0] == reference.steps);
    }
    fclose(file);
    return reference;
}

static void compare_reference(const char *name, ScheduleParams params, double relative,
                              double absolute, int columns) {
    Reference reference = read_reference(name);
    assert_int_equal(reference.columns, columns);
    params.steps = reference.steps;
    Schedule schedule = build(params);
    const double *values[] = {
        NULL, schedule.beta, schedule.alpha, schedule.sigma2, schedule.coef_x, schedule.coef_z
    };
    static const char *const names[] = { "t", "beta", "alpha", "sigma2", "coef_x", "coef_z" };
    for (int c = 1; c < columns; c++)
        for (int t = 1; t <= reference.steps; t++)
            assert_close(values[c][t], reference.rows[t][c], relative, absolute, &params, names[c],
                         t);
    schedule_free(&schedule);
    free(reference.rows);
}

static void test_improved_diffusion(void **state) {
    (void)state;
    ScheduleParams linear = params_of(SCHEDULE_LINEAR, 0), cosine = params_of(SCHEDULE_COSINE, 0);
    linear.scale_with_t = true;
    compare_reference("improved_linear_1000", linear, 1e-9, 0, 6);
    compare_reference("improved_linear_20", linear, 1e-9, 0, 6);
    compare_reference("improved_cosine_1000", cosine, 1e-9, 0, 6);
    compare_reference("improved_cosine_50", cosine, 1e-9, 0, 6);
}

static void test_diffusers(void **state) {
    (void)state;
    ScheduleParams scaled = params_of(SCHEDULE_SCALED_LINEAR, 0), zero = scaled;
    zero.zero_snr = true;
    // 2e-4 relative or 2e-6 absolute: float32, its sigma2 of step 1 clipped to 1e-20
    compare_reference("diffusers_scaled_linear_sd_1000", scaled, 2e-4, 2e-6, 4);
    compare_reference("diffusers_scaled_linear_sd_zsnr_1000", zero, 2e-4, 2e-6, 4);
    compare_reference("diffusers_sigmoid_1000", params_of(SCHEDULE_SIGMOID, 0), 2e-4, 2e-6, 4);
    compare_reference("diffusers_laplace_1000", params_of(SCHEDULE_LAPLACE, 0), 2e-4, 2e-6, 4);
}

// Naive recomputation ------------------------------------------------------------------------

static long double logistic(long double x) {
    return 1 / (1 + expl(-x));
}

static long double between(long double first, long double last, int t, int steps) {
    return steps == 1 ? first : first + (last - first) * (t - 1) / (steps - 1);
}

static long double linear_between(const ScheduleParams *p, int t, int steps) {
    return t > steps ? p->beta_max : between(p->beta_min, p->beta_max, t, steps);
}

// beta_t as the design's table defines it; -1 for a family that is given by alpha.
static long double naive_beta(const ScheduleParams *p, int t) {
    int steps = p->steps;
    long double low = p->beta_min, high = p->beta_max;
    long double scale = p->scale_with_t ? 1000.0L / steps : 1;
    switch ((int)p->family) {
    case SCHEDULE_LINEAR: return scale * linear_between(p, t, steps);
    case SCHEDULE_SCALED_LINEAR: return powl(between(sqrtl(low), sqrtl(high), t, steps), 2);
    case SCHEDULE_SIGMOID: return logistic(between(-6, 6, t, steps)) * (high - low) + low;
    case SCHEDULE_GEOMETRIC: return low * powl(high / low, between(0, 1, t, steps));
    case SCHEDULE_CONSTANT: return high;
    case SCHEDULE_JSD: return 1.0L / (steps - t + 1);
    case SCHEDULE_WARMUP10: return linear_between(p, t, steps / 10);
    case SCHEDULE_WARMUP50: return linear_between(p, t, steps / 2);
    case SCHEDULE_FILE: return p->betas[t - 1];
    default: return -1;
    }
}

static long double own(const ScheduleParams *params, ScheduleOwn id) {
    return schedule_own(params, id);
}

static long double naive_sigmoid(const ScheduleParams *p, long double u) {
    long double tau = own(p, OWN_SIGMOID_TAU);
    long double from = own(p, OWN_SIGMOID_START) / tau, to = own(p, OWN_SIGMOID_END) / tau;
    return (logistic(to) - logistic(from + u * (to - from))) / (logistic(to) - logistic(from));
}

static long double naive_alpha(const ScheduleParams *p, int t) {
    long double u = (long double)t / p->steps, s = p->cosine_s, v;
    switch ((int)p->family) {
    case SCHEDULE_COSINE:
        v = own(p, OWN_COSINE_POWER);
        return t == p->steps ? 0 : powl(cosl((u + s) / (1 + s) * PI_LONG / 2), v);
    case SCHEDULE_SIGMOID_ALPHA: return naive_sigmoid(p, u);
    case SCHEDULE_EXP: return expl(-own(p, OWN_EXP_RATE) * u);
    case SCHEDULE_CUSTOM: return logistic(knots_at(knots_standard(), (double)u));
    case SCHEDULE_FORMULA: return logistic(10 - 20 * u); // FORMULA_STANDARD
    case SCHEDULE_LAPLACE:
        v = copysignl(own(p, OWN_LAPLACE_B), 0.5L - u);
        v = own(p, OWN_LAPLACE_MU) - v * logl(1 - 2 * fabsl(0.5L - u) + 1e-6L);
        return sqrtl(expl(v) / (1 + expl(v)));
    case SCHEDULE_VP:
        v = own(p, OWN_VP_BETA_MIN);
        return expl(-0.5L * (own(p, OWN_VP_BETA_MAX) - v) * u * u - v * u);
    case SCHEDULE_VDM:
        v = own(p, OWN_LOG_SNR_MAX);
        return logistic(v + (own(p, OWN_LOG_SNR_MIN) - v) * u);
    case SCHEDULE_SIMPLE:
        v = atanl(expl(-own(p, OWN_LOG_SNR_MAX) / 2));
        v += u * (atanl(expl(-own(p, OWN_LOG_SNR_MIN) / 2)) - v);
        return logistic(-2 * logl(tanl(v)));
    case SCHEDULE_EDM:
        s = 1 / own(p, OWN_EDM_RHO);
        v = between(powl(own(p, OWN_EDM_SIGMA_MIN), s), powl(own(p, OWN_EDM_SIGMA_MAX), s), t,
                    p->steps);
        v = powl(v, 1 / s);
        return 1 / (1 + v * v);
    case SCHEDULE_FLOW:
        v = p->shift * u / (1 + (p->shift - 1) * u);
        return (1 - v) * (1 - v) / ((1 - v) * (1 - v) + v * v);
    default: abort();
    }
}

static long double naive_shifted(const ScheduleParams *p, long double alpha) {
    long double k = (long double)p->snr_shift * p->snr_shift;
    return p->snr_shift == 1 ? alpha : k * alpha / (1 - alpha + k * alpha);
}

static bool is_capped(ScheduleFamily family) {
    return family == SCHEDULE_COSINE || family == SCHEDULE_SIGMOID_ALPHA ||
           family == SCHEDULE_EXP || family == SCHEDULE_LAPLACE;
}

static void naive_zero_snr(long double *alpha, long double *beta, int steps) {
    long double first = sqrtl(alpha[1]), last = sqrtl(alpha[steps]);
    for (int t = 1; t <= steps; t++)
        alpha[t] = powl((sqrtl(alpha[t]) - last) * first / (first - last), 2);
    for (int t = 1; t <= steps; t++) beta[t] = 1 - alpha[t] / alpha[t - 1];
}

// Fills beta[1..T] and alpha[0..T]; `p` has no NaN in it.
static void naive_table(const ScheduleParams *p, long double *beta, long double *alpha) {
    int steps = p->steps;
    bool ratio = p->family == SCHEDULE_COSINE || p->family == SCHEDULE_LAPLACE;
    bool by_beta = naive_beta(p, 1) >= 0;
    long double start = ratio ? naive_alpha(p, 0) : 1;
    alpha[0] = 1;
    for (int t = 1; t <= steps; t++)
        alpha[t] = by_beta ? alpha[t - 1] * (1 - naive_beta(p, t)) : naive_alpha(p, t) / start;
    for (int t = 1; t <= steps; t++) {
        long double before = naive_shifted(p, alpha[t - 1]);
        beta[t] = 1 - naive_shifted(p, alpha[t]) / before;
        if (is_capped(p->family) && beta[t] > 0.999L) beta[t] = 0.999L;
    }
    for (int t = 1; t <= steps; t++) alpha[t] = alpha[t - 1] * (1 - beta[t]);
    if (p->zero_snr && beta[steps] != 1) naive_zero_snr(alpha, beta, steps);
}

static ScheduleParams filled(ScheduleParams params) {
    const ScheduleFamilyInfo *info = schedule_family_info(params.family);
    if (isnan(params.beta_min)) params.beta_min = info->beta_min;
    if (isnan(params.beta_max)) params.beta_max = info->beta_max;
    if (isnan(params.cosine_s)) params.cosine_s = 0.008;
    if (isnan(params.shift)) params.shift = 1;
    if (isnan(params.snr_shift)) params.snr_shift = 1;
    return params;
}

static void compare_naive(ScheduleParams params) {
    ScheduleParams full = filled(params);
    int steps = params.steps;
    size_t rows = (size_t)steps + 1;
    long double *beta = calloc(rows, sizeof *beta), *alpha = calloc(rows, sizeof *alpha);
    long double close = NAIVE_TOLERANCE;
    naive_table(&full, beta, alpha);
    Schedule made = build(params);
    for (int t = 1; t <= steps; t++) {
        // alpha is the product of the betas as they are shown, rounded to doubles
        if (made.beta[t] < 1) close += DBL_EPSILON / 2 / (1 - made.beta[t]);
        long double rest = 1 - alpha[t], rest_before = 1 - alpha[t - 1];
        long double grain = NAIVE_ROUNDING;
        assert_close(made.beta[t], beta[t], close, grain, &params, "beta", t);
        assert_close(made.alpha[t], alpha[t], close, grain, &params, "alpha", t);
        assert_close(made.one_minus_alpha[t], rest, close, grain, &params, "1 - alpha", t);
        assert_close(made.sigma2[t], beta[t] * rest_before / rest, close, grain, &params, "sigma2",
                     t);
        assert_close(made.coef_x[t], sqrtl(alpha[t - 1]) * beta[t] / rest, close, grain / rest,
                     &params, "coef_x", t);
        assert_close(made.coef_z[t], rest_before * sqrtl(1 - beta[t]) / rest, close, grain / rest,
                     &params, "coef_z", t);
        if (t == steps && made.beta[t] == 1) continue;
        assert_close(made.log_snr[t], logl(alpha[t] / rest), close, close, &params, "log_snr", t);
        assert_close(made.noise_clock[t], rest / alpha[t], 10 * close, 0, &params, "s", t);
    }
    schedule_free(&made);
    free(beta);
    free(alpha);
}

static void test_naive_defaults(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 7, 10, 30, 100, 999, 4000 };
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            compare_naive(params_of((ScheduleFamily)family, steps[i]));
}

static void test_naive_parameters(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        for (int steps = 40; steps <= 1000; steps *= 5) {
            ScheduleParams params = params_of((ScheduleFamily)family, steps);
            params.beta_min = 3e-3;
            params.beta_max = 0.15 * 40 / steps;
            params.cosine_s = 0.05;
            params.shift = 3;
            params.scale_with_t = steps == 1000;
            compare_naive(params);
            params.beta_min = 0.1; // falls from here on
            compare_naive(params);
        }
    }
}

static void compare_own(ScheduleFamily family, const double *values) {
    const ScheduleFamilyInfo *info = schedule_family_info(family);
    double own[SCHEDULE_OWNS];
    for (int i = 0; i < SCHEDULE_OWNS; i++) own[i] = NAN;
    for (int i = 0; i < info->own_count; i++) own[info->own[i].id] = values[i];
    for (int steps = 1; steps <= 1000; steps = steps * 9 + 1) {
        ScheduleParams params = params_of(family, steps);
        params.own = own;
        compare_naive(params);
    }
}

static void test_naive_own_numbers(void **state) {
    (void)state;
    static const struct {
        ScheduleFamily family;
        double values[SCHEDULE_OWN_MOST];
    } cases[] = {
        { SCHEDULE_COSINE, { 1 } },
        { SCHEDULE_COSINE, { 3.5 } },
        { SCHEDULE_SIGMOID_ALPHA, { 0, 3, 0.3 } },
        { SCHEDULE_SIGMOID_ALPHA, { -3, 1, 0.9 } },
        { SCHEDULE_SIGMOID_ALPHA, { 2, -1.5, 1.1 } },
        { SCHEDULE_EXP, { 5 } },
        { SCHEDULE_LAPLACE, { 1.5, 0.8 } },
        { SCHEDULE_LAPLACE, { -2, 0.25 } },
        { SCHEDULE_VP, { 0.01, 12 } },
        { SCHEDULE_VP, { 8, 1 } },
        { SCHEDULE_VDM, { 8, -8 } },
        { SCHEDULE_VDM, { 5, 1 } },
        { SCHEDULE_SIMPLE, { 10, -8 } },
        { SCHEDULE_SIMPLE, { 2, -1 } },
        { SCHEDULE_EDM, { 0.01, 20, 3 } },
        { SCHEDULE_EDM, { 0.002, 80, 5.5 } },
        { SCHEDULE_EDM, { 0.1, 1000, 7 } },
        { SCHEDULE_EDM, { 0.5, 2, 1 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        compare_own(cases[i].family, cases[i].values);
}

// Whoever spells the defaults out gets the same bits.
static void test_own_defaults_are_the_family(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)family);
        double own[SCHEDULE_OWNS] = { 0 };
        for (int i = 0; i < info->own_count; i++) own[info->own[i].id] = info->own[i].value;
        ScheduleParams params = params_of((ScheduleFamily)family, 100);
        Schedule plain = build(params);
        params.own = own;
        Schedule said = build(params);
        assert_memory_equal(plain.beta, said.beta, 8 * 101 * sizeof(double));
        schedule_free(&plain);
        schedule_free(&said);
    }
}

// Its source holds log SNR within +-15 and caps nothing: in two steps, too, it ends at -15.
static void test_simple_is_not_capped(void **state) {
    (void)state;
    for (int steps = 1; steps <= 1000; steps = steps * 3 - 1 + (steps == 1)) {
        ScheduleParams params = params_of(SCHEDULE_SIMPLE, steps);
        Schedule s = build(params);
        assert_close(s.log_snr[steps], -15, 1e-8L, 0, &params, "log_snr", steps);
        schedule_free(&s);
    }
}

static void test_naive_modifiers(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        for (int steps = 2; steps <= 1000; steps += 499) {
            ScheduleParams params = params_of((ScheduleFamily)family, steps);
            params.zero_snr = true;
            compare_naive(params);
            params.snr_shift = 0.25;
            compare_naive(params);
            params.zero_snr = false;
            compare_naive(params);
            params.snr_shift = 4;
            compare_naive(params);
        }
    }
}

// Identities ---------------------------------------------------------------------------------

static void check_identities(const Schedule *s, const ScheduleParams *params) {
    int last = s->steps;
    assert_int_equal(last, params->steps);
    assert_true(s->beta[0] == 0 && s->alpha[0] == 1 && s->one_minus_alpha[0] == 0);
    assert_true(s->sigma2[0] == 0 && s->coef_x[0] == 1 && s->coef_z[0] == 0);
    assert_true(s->log_snr[0] == INFINITY && s->noise_clock[0] == 0);
    assert_true(s->sigma2[1] == 0 && s->coef_x[1] == 1 && s->coef_z[1] == 0);
    for (int t = 1; t <= last; t++) {
        double beta = s->beta[t], alpha = s->alpha[t], before = s->alpha[t - 1];
        assert_true(beta > 0 && (beta < 1 || (beta == 1 && t == last)));
        assert_true(alpha >= 0 && alpha <= before && isfinite(s->coef_x[t] + s->coef_z[t]));
        assert_close(alpha, before * (1 - beta), 1e-13L, 0, params, "alpha_{t-1}(1 - beta)", t);
        assert_close(alpha + s->one_minus_alpha[t], 1, 1e-15L, 0, params, "alpha + rest", t);
        assert_close(s->coef_z[t] * sqrt(alpha) + s->coef_x[t], sqrt(before), 1e-13L, 0, params,
                     "coef_z sqrt(alpha) + coef_x", t);
        if (t > 1)
            assert_close(1 / s->sigma2[t], (1 - beta) / beta + 1 / s->one_minus_alpha[t - 1],
                         1e-13L, 0, params, "1/sigma2", t);
        if (beta == 1) continue;
        assert_close(s->noise_clock[t], s->noise_clock[t - 1] + beta / alpha, 1e-12L, 0, params,
                     "s_{t-1} + beta/alpha", t);
        assert_close(s->log_snr[t], -log(s->noise_clock[t]), 1e-13L, 1e-13L, params, "-ln s", t);
    }
    if (s->beta[last] != 1) return;
    assert_true(s->alpha[last] == 0 && s->one_minus_alpha[last] == 1);
    assert_true(s->log_snr[last] == -INFINITY && s->noise_clock[last] == INFINITY);
    if (last > 1) assert_true(s->coef_z[last] == 0);
    assert_close(s->coef_x[last], sqrt(s->alpha[last - 1]), 1e-15L, 0, params, "coef_x", last);
}

static void check_modified(ScheduleParams params, bool zero_snr, double snr_shift) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    params.zero_snr = zero_snr;
    params.snr_shift = snr_shift;
    bool ok = schedule_build(&schedule, &params, &error);
    bool ends_at_zero = params.family == SCHEDULE_JSD || params.family == SCHEDULE_FLOW;
    if (params.steps == 1 && zero_snr && !ends_at_zero) {
        assert_false(ok);
        assert_non_null(strstr(error.text, "zero_snr: needs T of at least 2"));
        return;
    }
    if (!ok) fail_msg("%s: %s", name_of(&params), error.text);
    check_identities(&schedule, &params);
    assert_true(schedule.beta[params.steps] == 1 || !(zero_snr || ends_at_zero));
    schedule_free(&schedule);
}

static void test_identities(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 10, 1000, 10000 };
    static const double shifts[] = { NAN, 0.125, 3 };
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            for (size_t k = 0; k < sizeof shifts / sizeof *shifts; k++)
                for (int zero = 0; zero < 2; zero++)
                    check_modified(params_of((ScheduleFamily)family, steps[i]), zero, shifts[k]);
}

// Known values -------------------------------------------------------------------------------

static void test_linear_by_hand(void **state) {
    (void)state;
    Schedule s = build(params_of(SCHEDULE_LINEAR, 1000));
    assert_true(s.sigma2[1] == 0);
    assert_true(fabs(s.sigma2[488] - 0.00979) < 1e-5);
    assert_true(fabs(s.sigma2[1000] - 0.02) < 1e-5);
    assert_true(s.beta[1] == 1e-4 && s.beta[1000] == 0.02);
    schedule_free(&s);
    s = build(params_of(SCHEDULE_LINEAR, 100));
    assert_true(fabs(s.alpha[100] - 0.364) < 5e-4);
    schedule_free(&s);
}

static void test_linear_scaled_with_t(void **state) {
    (void)state;
    ScheduleParams params = params_of(SCHEDULE_LINEAR, 20);
    params.scale_with_t = true;
    Schedule s = build(params);
    assert_true(s.beta[20] == 1 && s.alpha[20] == 0 && s.log_snr[20] == -INFINITY);
    check_identities(&s, &params);
    schedule_free(&s);
    params.steps = 10; // 0.01 .. 2
    assert_error(
        params, ERROR_USAGE,
        "schedule: beta_6 = 1.11555556 is not between 0 and 1; both ends are multiplied by "
        "1000/T = 100");
    params.family = SCHEDULE_GEOMETRIC; // which does not read it
    s = build(params);
    schedule_free(&s);
}

// As numpy.linspace does it, the end is exact whatever the number of steps.
static void test_ends_are_exact(void **state) {
    (void)state;
    for (int steps = 2; steps <= 200; steps++) {
        Schedule linear = build(params_of(SCHEDULE_LINEAR, steps));
        Schedule geometric = build(params_of(SCHEDULE_GEOMETRIC, steps));
        assert_true(linear.beta[1] == 1e-4 && linear.beta[steps] == 0.02);
        assert_true(geometric.beta[1] == 1e-4 && geometric.beta[steps] == 0.02);
        schedule_free(&linear);
        schedule_free(&geometric);
    }
}

// One step: the first value of what numpy.linspace gives.
static void test_single_step(void **state) {
    (void)state;
    const struct {
        ScheduleFamily family;
        double beta;
    } cases[] = {
        { SCHEDULE_LINEAR, 1e-4 },
        { SCHEDULE_SCALED_LINEAR, 0.00085 },
        { SCHEDULE_GEOMETRIC, 1e-4 },
        { SCHEDULE_CONSTANT, 0.02 },
        { SCHEDULE_WARMUP10, 0.02 },
        { SCHEDULE_WARMUP50, 0.02 },
        { SCHEDULE_JSD, 1 },
        { SCHEDULE_FLOW, 1 },
        { SCHEDULE_COSINE, 0.999 },
        { SCHEDULE_EDM, 4e-6 / (1 + 4e-6) },
        { SCHEDULE_EXP, 0.999 },
        { SCHEDULE_SIGMOID_ALPHA, 0.999 },
        { SCHEDULE_SIMPLE, 1 / (1 + exp(-15)) },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ScheduleParams params = params_of(cases[i].family, 1);
        Schedule s = build(params);
        assert_close(s.beta[1], cases[i].beta, 1e-15L, 0, &params, "beta", 1);
        assert_close(s.alpha[1], 1 - cases[i].beta, 1e-13L, DBL_EPSILON, &params, "alpha", 1);
        schedule_free(&s);
    }
}

static void test_warmup_length(void **state) {
    (void)state;
    Schedule s = build(params_of(SCHEDULE_WARMUP10, 39)); // int(3.9) = 3 steps of warming up
    assert_true(s.beta[1] == 1e-4 && s.beta[2] == (1e-4 + 0.02) / 2 && s.beta[3] == 0.02);
    assert_true(s.beta[4] == 0.02 && s.beta[39] == 0.02);
    schedule_free(&s);
    s = build(params_of(SCHEDULE_WARMUP50, 3)); // a linspace of one
    assert_true(s.beta[1] == 1e-4 && s.beta[2] == 0.02 && s.beta[3] == 0.02);
    schedule_free(&s);
}

static void test_tiny_betas(void **state) {
    (void)state;
    enum { STEPS = 10000 };
    static double betas[STEPS];
    for (int t = 0; t < STEPS; t++) betas[t] = 1e-8;
    ScheduleParams params = params_of_list(betas, STEPS);
    Schedule s = build(params);
    for (int t = 1; t <= STEPS; t++) {
        // 1 - (1 - b)^t by the binomial series: what follows is below 1e-12 of it
        long double b = 1e-8, n = t, wanted = n * b * (1 - (n - 1) / 2 * b * (1 - (n - 2) / 3 * b));
        assert_close(s.one_minus_alpha[t], wanted, 2e-13L, 0, &params, "1 - alpha", t);
        assert_close(s.noise_clock[t], wanted / (1 - wanted), 2e-13L, 0, &params, "s", t);
    }
    check_identities(&s, &params);
    schedule_free(&s);
}

static void test_betas_below_rounding(void **state) {
    (void)state;
    const double betas[] = { 1e-17, 1e-200, 0.5, 1e-17, 0.25 };
    ScheduleParams params = params_of_list(betas, 5);
    Schedule s = build(params);
    assert_true(s.alpha[1] == 1 && s.one_minus_alpha[1] == 1e-17 && s.log_snr[1] > 39);
    check_identities(&s, &params);
    schedule_free(&s);
    params.snr_shift = 2; // beta'_t = beta_t/(1 - alpha_t + 4 alpha_t)
    s = build(params);
    assert_close(s.beta[1], 1e-17L / 4, 1e-15L, 0, &params, "beta", 1);
    assert_close(s.beta[3], 0.5L / 2.5L, 1e-15L, 0, &params, "beta", 3);
    assert_close(s.beta[4], 1e-17L / 2.5L, 1e-15L, 0, &params, "beta", 4);
    schedule_free(&s);
    params.snr_shift = 1;
    params.zero_snr = true;
    s = build(params);
    assert_true(s.beta[1] == 1e-17 && s.beta[5] == 1);
    check_identities(&s, &params);
    schedule_free(&s);
}

// alpha itself underflows here; its logarithm does not.
static void test_long_and_strong(void **state) {
    (void)state;
    ScheduleParams params = params_of(SCHEDULE_CONSTANT, SCHEDULE_MAX_STEPS);
    params.beta_max = 0.3;
    Schedule s = build(params);
    assert_true(s.alpha[10000] == 0 && s.one_minus_alpha[10000] == 1);
    assert_close(s.log_snr[10000], 10000 * log1pl(-0.3L), 1e-14L, 0, &params, "log_snr", 10000);
    assert_true(s.noise_clock[10000] == INFINITY && s.coef_x[10000] == 0);
    schedule_free(&s);
    params.zero_snr = true;
    s = build(params);
    assert_true(s.beta[1] == 0.3 && s.beta[10000] == 1);
    assert_close(s.beta[5000], 0.3L, 1e-13L, 0, &params, "beta", 5000);
    schedule_free(&s);
}

// Modifiers ----------------------------------------------------------------------------------

static void test_zero_snr_keeps_first_step(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        ScheduleParams params = params_of((ScheduleFamily)family, 50);
        Schedule plain = build(params);
        params.zero_snr = true;
        Schedule zero = build(params);
        assert_true(zero.beta[1] == plain.beta[1] && zero.beta[50] == 1);
        bool same = memcmp(zero.beta, plain.beta, 51 * sizeof(double)) == 0;
        assert_true(same == (plain.alpha[50] == 0)); // left as it is where nothing is to be done
        schedule_free(&plain);
        schedule_free(&zero);
    }
}

static void test_snr_shift_of_one_is_nothing(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        ScheduleParams params = params_of((ScheduleFamily)family, 100);
        Schedule plain = build(params);
        params.snr_shift = 1;
        Schedule shifted = build(params);
        // one block holds the eight columns
        assert_memory_equal(plain.beta, shifted.beta, 8 * 101 * sizeof(double));
        schedule_free(&plain);
        schedule_free(&shifted);
    }
}

static void test_snr_shift_moves_log_snr(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        ScheduleParams params = params_of((ScheduleFamily)family, 100);
        Schedule plain = build(params);
        params.snr_shift = 0.5;
        Schedule shifted = build(params);
        int end = is_capped(params.family) ? 95 : 100; // the cap stays where it is
        for (int t = 1; t <= end; t++)
            assert_close(shifted.log_snr[t], plain.log_snr[t] + 2 * log(0.5), 1e-12L, 1e-12L,
                         &params, "log_snr", t);
        schedule_free(&plain);
        schedule_free(&shifted);
    }
}

// Flow's own form ------------------------------------------------------------------------------

// z = (1 - u) x + u n with u as the shift has it; what one step does and takes back belongs to it.
static void check_straight(double shift, int steps) {
    ScheduleParams params = params_of(SCHEDULE_FLOW, steps);
    params.shift = shift;
    Schedule plain = build(params);
    params.straight = true;
    Schedule s = build(params);
    assert_true(s.straight && !plain.straight);
    for (int t = 1; t <= steps; t++) {
        long double u = shift * t / (steps + (shift - 1) * t);
        long double keep = s.keep[t], rest = s.one_minus_alpha[t];
        assert_close(sqrt(s.alpha[t]), 1 - u, 1e-12L, 1e-15L, &params, "1 - u", t);
        assert_close(sqrt(s.one_minus_alpha[t]), u, 1e-12L, 0, &params, "u", t);
        assert_close(s.alpha[t], keep * s.alpha[t - 1], 1e-12L, 0, &params, "alpha of a step", t);
        assert_close(rest, keep * s.one_minus_alpha[t - 1] + s.beta[t], 1e-12L, 0, &params,
                     "rest of a step", t);
        assert_close(s.coef_z[t] * sqrt(s.alpha[t]) + s.coef_x[t], sqrt(s.alpha[t - 1]), 1e-12L, 0,
                     &params, "mean of m_t", t);
        assert_close(s.sigma2[t], s.beta[t] * s.one_minus_alpha[t - 1] / rest, 1e-11L, 0, &params,
                     "sigma2", t);
        assert_close(s.coef_z[t], s.one_minus_alpha[t - 1] * sqrtl(keep) / rest, 1e-11L, 0, &params,
                     "coef_z", t);
        assert_true(s.log_snr[t] == plain.log_snr[t] && s.noise_clock[t] == plain.noise_clock[t]);
        // KL of N(a x, s^2) from N(0, 1)
        assert_close(schedule_kl(&s, t, 0.3), (s.alpha[t] * 0.3 + rest - 1 - logl(rest)) / 2,
                     1e-12L, 1e-15L, &params, "kl", t);
    }
    assert_true(s.alpha[steps] == 0 && s.one_minus_alpha[steps] == 1 && s.beta[steps] == 1);
    schedule_free(&plain);
    schedule_free(&s);
}

static void test_flow_as_itself(void **state) {
    (void)state;
    for (int steps = 1; steps <= 1000; steps = steps * 9 + 1) {
        check_straight(1, steps);
        check_straight(3, steps);
        check_straight(0.2, steps);
    }
    Schedule s = build(params_of(SCHEDULE_COSINE, 100));
    for (int t = 1; t <= 100; t++) assert_true(s.keep[t] == 1 - s.beta[t]);
    schedule_free(&s);
}

// Errors -------------------------------------------------------------------------------------

static void test_steps_out_of_range(void **state) {
    (void)state;
    assert_error(params_of(SCHEDULE_LINEAR, 0), ERROR_USAGE, "steps: T = 0 is not in 1..10000");
    assert_error(params_of(SCHEDULE_COSINE, -5), ERROR_USAGE, "steps: T = -5 is not in 1..10000");
    assert_error(params_of(SCHEDULE_JSD, 10001), ERROR_USAGE,
                 "steps: T = 10001 is not in 1..10000");
}

static void test_parameters_out_of_range(void **state) {
    (void)state;
    ScheduleParams p = params_of(SCHEDULE_LINEAR, 10);
    p.beta_min = 1.5;
    assert_error(p, ERROR_USAGE, "beta_min: 1.5 is not between 0 and 1");
    p.beta_min = 0;
    assert_error(p, ERROR_USAGE, "beta_min: 0 is not between 0 and 1");
    p.family = SCHEDULE_CONSTANT; // reads no beta_min
    Schedule s = build(p);
    schedule_free(&s);
    p.beta_max = INFINITY;
    assert_error(p, ERROR_USAGE, "beta_max: inf is not between 0 and 1");
    p = params_of(SCHEDULE_COSINE, 10);
    p.cosine_s = 0;
    assert_error(p, ERROR_USAGE, "cosine_s: 0 is not a finite number above 0");
    p = params_of(SCHEDULE_FLOW, 10);
    p.shift = -3;
    assert_error(p, ERROR_USAGE, "shift: -3 is not a finite number above 0");
    p = params_of(SCHEDULE_FLOW, 10);
    p.snr_shift = INFINITY;
    assert_error(p, ERROR_USAGE, "snr_shift: inf is not a finite number above 0");
    p = params_of(SCHEDULE_LINEAR, 1);
    p.zero_snr = true;
    assert_error(p, ERROR_USAGE,
                 "zero_snr: needs T of at least 2, since it keeps the first step "
                 "and moves the last");
}

static void expect_own_error(ScheduleFamily family, ScheduleOwn id, double value,
                             const char *text) {
    double own[SCHEDULE_OWNS];
    for (int i = 0; i < SCHEDULE_OWNS; i++) own[i] = NAN;
    own[id] = value;
    ScheduleParams params = params_of(family, 10);
    params.own = own;
    assert_error(params, ERROR_USAGE, text);
    params.family = SCHEDULE_LINEAR; // which does not read it
    Schedule s = build(params);
    schedule_free(&s);
}

static void test_own_numbers_out_of_range(void **state) {
    (void)state;
    expect_own_error(SCHEDULE_COSINE, OWN_COSINE_POWER, 0,
                     "cosine_power: 0 is not above 0 and below 100");
    expect_own_error(SCHEDULE_SIGMOID_ALPHA, OWN_SIGMOID_START, 3,
                     "sigmoid_start: 3 is sigmoid_end, too");
    expect_own_error(SCHEDULE_SIGMOID_ALPHA, OWN_SIGMOID_TAU, 0.001,
                     "sigmoid_tau: 0.001 makes the sigmoid a step: at least 0.005 with ends -3 "
                     "and 3");
    expect_own_error(SCHEDULE_EXP, OWN_EXP_RATE, INFINITY,
                     "exp_rate: inf is not above 0 and below 1000");
    expect_own_error(SCHEDULE_LAPLACE, OWN_LAPLACE_B, -1,
                     "laplace_b: -1 is not above 0 and below 20");
    expect_own_error(SCHEDULE_VP, OWN_VP_BETA_MAX, -2, "vp_beta_max: -2 is not from 0 to 1000");
    expect_own_error(SCHEDULE_VDM, OWN_LOG_SNR_MAX, -5,
                     "log_snr_min: -5 is not below log_snr_max, -5");
    expect_own_error(SCHEDULE_SIMPLE, OWN_LOG_SNR_MIN, -31,
                     "log_snr_min: -31 is not from -30 to 30");
    expect_own_error(SCHEDULE_EDM, OWN_EDM_SIGMA_MIN, 80,
                     "edm_sigma_min: 80 is not below edm_sigma_max, 80");
    expect_own_error(SCHEDULE_EDM, OWN_EDM_RHO, 0.01, "edm_rho: 0.01 is not from 0.1 to 1000");
}

// Parameters that are allowed one by one and leave a double no beta in (0, 1).
static void test_extremes_are_errors(void **state) {
    (void)state;
    ScheduleParams p = params_of(SCHEDULE_FLOW, 4);
    p.shift = 1e200;
    assert_error(
        p, ERROR_USAGE,
        "schedule: beta_1 = 1 is not between 0 and 1 (1 is allowed at the last step only)");
    p.shift = 1e-200;
    assert_error(p, ERROR_USAGE, "schedule: beta_1 = 0 is not between 0 and 1");
    p = params_of(SCHEDULE_COSINE, 4);
    p.snr_shift = 1e300;
    assert_error(p, ERROR_USAGE, "schedule: beta_1 = 0 is not between 0 and 1");
}

static void test_bad_lists(void **state) {
    (void)state;
    const double above[] = { 0.1, 0.2, 1.5, NAN }, one[] = { 0.1, 1, 0.2 };
    const double nan_first[] = { -NAN, 2 }, zero[] = { 0.1, 0 }, negative[] = { -1e-9 };
    const double barely[] = { 0.5, 1 + 0x1p-52 }, infinite[] = { INFINITY };
    assert_error(params_of_list(above, 4), ERROR_FAILED,
                 "schedule: beta_3 = 1.5 is not between 0 and 1");
    assert_error(
        params_of_list(one, 3), ERROR_FAILED,
        "schedule: beta_2 = 1 is not between 0 and 1 (1 is allowed at the last step only)");
    assert_error(params_of_list(nan_first, 2), ERROR_FAILED,
                 "schedule: beta_1 = nan is not between 0 and 1");
    assert_error(params_of_list(zero, 2), ERROR_FAILED,
                 "schedule: beta_2 = 0 is not between 0 and 1");
    assert_error(params_of_list(negative, 1), ERROR_FAILED,
                 "schedule: beta_1 = -1e-09 is not between 0 and 1");
    assert_error(params_of_list(barely, 2), ERROR_FAILED,
                 "schedule: beta_2 = 1.0000000000000002 is not between 0 and 1");
    assert_error(params_of_list(infinite, 1), ERROR_FAILED,
                 "schedule: beta_1 = inf is not between 0 and 1");
    assert_error(params_of_list(NULL, 0), ERROR_FAILED, "schedule: the list of betas is empty");
    assert_error(params_of_list(one, 10001), ERROR_FAILED,
                 "schedule: a list of 10001 betas is longer than 10000");
}

static void test_lists(void **state) {
    (void)state;
    const double list[] = { 0.5, 0.25, 0.125, 1 };
    ScheduleParams params = params_of_list(list, 4);
    Schedule s = build(params);
    assert_memory_equal(s.beta + 1, list, sizeof list);
    assert_close(s.alpha[3], 0.5 * 0.75 * 0.875, 1e-15L, 0, &params, "alpha", 3);
    check_identities(&s, &params);
    schedule_free(&s);
    compare_naive(params_of_list(list, 3));
    params.zero_snr = true; // at zero already
    s = build(params);
    assert_memory_equal(s.beta + 1, list, sizeof list);
    schedule_free(&s);
    params = params_of_list(list, 1);
    s = build(params);
    check_identities(&s, &params);
    schedule_free(&s);
}

static void test_failure_leaves_the_table(void **state) {
    (void)state;
    Error error = { 0 };
    Schedule s = build(params_of(SCHEDULE_COSINE, 10)), before = s;
    double betas[11];
    memcpy(betas, s.beta, sizeof betas);
    const double bad[] = { 0.1, 7 };
    ScheduleParams params = params_of_list(bad, 2);
    assert_false(schedule_build(&s, &params, &error));
    assert_memory_equal(&s, &before, sizeof s);
    assert_memory_equal(s.beta, betas, sizeof betas);
    params = params_of(SCHEDULE_LINEAR, 300); // and a built one is replaced
    assert_true(schedule_build(&s, &params, &error));
    assert_int_equal(s.steps, 300);
    schedule_free(&s);
    assert_null(s.beta);
    schedule_free(&s);
}

// The rest -----------------------------------------------------------------------------------

static void test_kl(void **state) {
    (void)state;
    ScheduleParams params = params_of(SCHEDULE_COSINE, 1000);
    params.zero_snr = true;
    Schedule s = build(params);
    static const double means[] = { 0, 0.3, 1 };
    assert_true(schedule_kl(&s, 0, 0.3) == INFINITY);
    for (int i = 0; i < 3; i++) {
        assert_true(schedule_kl(&s, 1000, means[i]) == 0);
        double before = INFINITY;
        for (int t = 1; t < 1000; t++) {
            long double alpha = s.alpha[t], rest = s.one_minus_alpha[t];
            long double log_rest = alpha > 0.5L ? logl(rest) : log1pl(-alpha);
            long double wanted = (alpha * means[i] - alpha - log_rest) / 2;
            double kl = schedule_kl(&s, t, means[i]);
            assert_close(kl, wanted, 1e-11L, LDBL_EPSILON, &params, "kl", t);
            assert_true(kl >= 0 && kl <= before);
            before = kl;
        }
    }
    schedule_free(&s);
    const double strong[] = { 1 - 1e-9 }; // alpha = 1e-9: kl of x = 0 is alpha^2/4
    params = params_of_list(strong, 1);
    s = build(params);
    assert_close(schedule_kl(&s, 1, 0), s.alpha[1] * s.alpha[1] / 4, 1e-8L, 0, &params, "kl", 1);
    schedule_free(&s);
}

static void test_infos(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FAMILIES; family++) {
        const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)family);
        assert_true(*info->name && *info->title && *info->help);
        for (int other = 0; other < family; other++)
            assert_string_not_equal(info->name, schedule_family_info((ScheduleFamily)other)->name);
        assert_true((info->uses & SCHEDULE_USES_BETA_MIN) ? info->beta_min > 0
                                                          : info->beta_min == 0);
        assert_true((info->uses & SCHEDULE_USES_BETA_MAX) ? info->beta_max > 0
                                                          : info->beta_max == 0);
        assert_int_equal(!(info->uses & SCHEDULE_USES_STEPS), family == SCHEDULE_FILE);
        for (int i = 0; i < info->own_count; i++)
            assert_true(schedule_own_default((ScheduleFamily)family, info->own[i].id) ==
                        info->own[i].value);
    }
    assert_string_equal(schedule_family_info(SCHEDULE_SIGMOID_ALPHA)->name, "sigmoid_alpha");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_improved_diffusion),
        cmocka_unit_test(test_diffusers),
        cmocka_unit_test(test_naive_defaults),
        cmocka_unit_test(test_naive_parameters),
        cmocka_unit_test(test_naive_own_numbers),
        cmocka_unit_test(test_own_defaults_are_the_family),
        cmocka_unit_test(test_simple_is_not_capped),
        cmocka_unit_test(test_naive_modifiers),
        cmocka_unit_test(test_identities),
        cmocka_unit_test(test_linear_by_hand),
        cmocka_unit_test(test_linear_scaled_with_t),
        cmocka_unit_test(test_ends_are_exact),
        cmocka_unit_test(test_single_step),
        cmocka_unit_test(test_warmup_length),
        cmocka_unit_test(test_tiny_betas),
        cmocka_unit_test(test_betas_below_rounding),
        cmocka_unit_test(test_long_and_strong),
        cmocka_unit_test(test_zero_snr_keeps_first_step),
        cmocka_unit_test(test_snr_shift_of_one_is_nothing),
        cmocka_unit_test(test_snr_shift_moves_log_snr),
        cmocka_unit_test(test_flow_as_itself),
        cmocka_unit_test(test_steps_out_of_range),
        cmocka_unit_test(test_parameters_out_of_range),
        cmocka_unit_test(test_own_numbers_out_of_range),
        cmocka_unit_test(test_extremes_are_errors),
        cmocka_unit_test(test_bad_lists),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_failure_leaves_the_table),
        cmocka_unit_test(test_kl),
        cmocka_unit_test(test_infos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
