// SPDX-License-Identifier: MIT
// Weights of losses and densities of levels: against what the programs themselves and closed forms
// give (tests/data/reference), normalisation, the change of variables between t, u and log SNR, and
// the edges.
#include "core/objective/level_density.h"
#include "core/objective/loss_weight.h"

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

// The reference tables -----------------------------------------------------------------------

enum { COLUMNS = 40, ROWS = 65 };

typedef struct Table {
    int columns;
    char names[COLUMNS][40];
    double cells[ROWS][COLUMNS];
} Table;

static void read_header(Table *table, char *line) {
    for (char *name = strtok(line, ",\n"); name; name = strtok(NULL, ",\n")) {
        assert_true(table->columns < COLUMNS);
        snprintf(table->names[table->columns++], sizeof table->names[0], "%s", name);
    }
}

static Table read_table(const char *path) {
    static char line[4096];
    Table table = { 0 };
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int row = 0;
    while (fgets(line, sizeof line, file)) {
        if (*line == '#') continue;
        if (!table.columns) {
            read_header(&table, line);
            continue;
        }
        assert_true(row < ROWS);
        char *at = line;
        for (int i = 0; i < table.columns; i++) table.cells[row][i] = strtod(at, &at), at++;
        row++;
    }
    fclose(file);
    assert_int_equal(row, ROWS);
    return table;
}

static int find_column(const Table *table, const char *name) {
    for (int i = 0; i < table->columns; i++)
        if (strcmp(table->names[i], name) == 0) return i;
    fail_msg("there is no column %s", name);
    return -1;
}

static void expect_near(double got, double wanted, double relative, const char *what, double at) {
    if (!(fabs(got - wanted) <= relative * fabs(wanted) + 1e-300))
        fail_msg("%s at %g: %.17g, not %.17g", what, at, got, wanted);
}

static const LossParams own = { { NAN, NAN, NAN, NAN, NAN } };
static const DensityParams usual = {
    .logit_std = 1, .mode_scale = 1.29, .shift = 3, .p_mean = -1.2, .p_std = 1.2
};

// Weights ------------------------------------------------------------------------------------

typedef struct Case {
    const char *column;
    LossWeight loss;
    int changed; // parameter; -1: none
    double value;
    double relative;
} Case;

static const Case cases[] = {
    { "eps", LOSS_EPS, -1, 0, 1e-12 },
    { "x0", LOSS_X0, -1, 0, 1e-12 },
    { "v", LOSS_V, -1, 0, 1e-12 },
    { "flow", LOSS_FLOW, -1, 0, 1e-12 },
    { "min_snr", LOSS_MIN_SNR, -1, 0, 1e-12 },
    { "min_snr_diffusers", LOSS_MIN_SNR, -1, 0, 1e-6 }, // float32
    { "p2", LOSS_P2, -1, 0, 1e-12 },
    { "p2_half", LOSS_P2, LOSS_GAMMA, 0.5, 1e-12 },
    { "edm", LOSS_EDM, -1, 0, 1e-12 },
    { "edm_run", LOSS_EDM, -1, 0, 1e-12 },
    { "soft_min_snr", LOSS_SOFT_MIN_SNR, -1, 0, 1e-12 },
    { "debiased", LOSS_DEBIASED, -1, 0, 1e-12 },
    { "debiased_uncapped", LOSS_DEBIASED, LOSS_SNR_CAP, INFINITY, 1e-12 },
    { "sigmoid_-3", LOSS_SIGMOID, LOSS_BIAS, -3, 1e-12 },
    { "sigmoid_0", LOSS_SIGMOID, LOSS_BIAS, 0, 1e-12 },
    { "sigmoid_2", LOSS_SIGMOID, -1, 0, 1e-12 },
    { "sigmoid_3", LOSS_SIGMOID, LOSS_BIAS, 3, 1e-12 },
};

static void test_weights(void **state) {
    (void)state;
    Table table = read_table(TEST_DATA "/reference/loss_weights.csv");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *test = &cases[i];
        int column = find_column(&table, test->column);
        LossParams params = own;
        if (test->changed >= 0) params.values[test->changed] = test->value;
        for (int row = 0; row < ROWS; row++) {
            double log_snr = table.cells[row][0];
            expect_near(loss_weight(test->loss, &params, log_snr, 1), table.cells[row][column],
                        test->relative, test->column, log_snr);
        }
    }
}

// Those that the programs have on the error of x̂ or of the flow.
static void test_weights_of_other_targets(void **state) {
    (void)state;
    Table table = read_table(TEST_DATA "/reference/loss_weights.csv");
    int half = find_column(&table, "soft_half_on_x"), flow = find_column(&table, "cosmap_on_flow");
    LossParams params = own;
    params.values[LOSS_SIGMA_DATA] = 0.5;
    for (int row = 0; row < ROWS; row++) {
        double log_snr = table.cells[row][0];
        double of_x = loss_weight(LOSS_X0, &own, log_snr, 1);
        double of_flow = loss_weight(LOSS_FLOW, &own, log_snr, 1);
        expect_near(loss_weight(LOSS_SOFT_MIN_SNR, &params, log_snr, 1),
                    table.cells[row][half] * of_x, 1e-12, "soft min-SNR", log_snr);
        expect_near(loss_weight(LOSS_COSMAP, &own, log_snr, 1), table.cells[row][flow] * of_flow,
                    1e-12, "cosmap", log_snr);
    }
}

static void test_weights_at_infinite_levels(void **state) {
    (void)state;
    for (int i = 0; i < LOSS_WEIGHTS; i++) {
        double clean = loss_weight((LossWeight)i, &own, INFINITY, 1);
        double noise = loss_weight((LossWeight)i, &own, -INFINITY, 1);
        assert_false(isnan(clean) || isnan(noise));
        assert_true(clean >= 0 && isfinite(clean));
        assert_true(noise >= 0);
        assert_true(fabs(loss_weight((LossWeight)i, &own, 700, 1) - clean) < 1e-6);
    }
    assert_true(loss_weight(LOSS_MIN_SNR, &own, -INFINITY, 1) == 1);
    assert_true(isinf(loss_weight(LOSS_X0, &own, -INFINITY, 1)));
}

// Densities ----------------------------------------------------------------------------------

// Of a flow, whose log SNR is 2 ln((1 − u)/u), shifted by the schedule.
static double flow_density(LevelDensity density, const DensityParams *params, double log_snr,
                           double shift) {
    double odds = exp(log_snr / 2) * shift; // (1 − u)/u
    double u = 1 / (1 + odds), rest = odds / (1 + odds);
    return level_density(density, params, log_snr, u, rest, 2 / (u * rest));
}

static void expect_column(const Table *table, const char *name, LevelDensity density,
                          DensityParams params, double shift) {
    char full[64];
    for (int turned = 0; turned < 2; turned++) {
        static const char *const whose[] = { "_paper", "_diffusers" };
        snprintf(full, sizeof full, "%s", name);
        char *any = strstr(full, "_*");
        if (any) snprintf(any, sizeof full - (size_t)(any - full), "%s", whose[turned]);
        params.orientation = turned ? ORIENTATION_DIFFUSERS : ORIENTATION_PAPER;
        int column = find_column(table, full);
        for (int row = 0; row < ROWS; row++)
            expect_near(flow_density(density, &params, table->cells[row][0], shift),
                        table->cells[row][column], 1e-9, full, table->cells[row][0]);
    }
}

static DensityParams logit_normal(double mean, double deviation) {
    DensityParams params = usual;
    params.logit_mean = mean, params.logit_std = deviation;
    return params;
}

static DensityParams mode(double scale) {
    DensityParams params = usual;
    params.mode_scale = scale;
    return params;
}

static void test_densities(void **state) {
    (void)state;
    Table table = read_table(TEST_DATA "/reference/level_densities.csv");
    expect_column(&table, "flow_uniform", DENSITY_UNIFORM, usual, 1);
    expect_column(&table, "flow_uniform_shift3", DENSITY_UNIFORM, usual, 3);
    expect_column(&table, "flow_uniform_shift3", DENSITY_SHIFTED, usual, 1);
    expect_column(&table, "logit_normal_m0_s1_*", DENSITY_LOGIT_NORMAL, logit_normal(0, 1), 1);
    expect_column(&table, "logit_normal_m0.5_s1_*", DENSITY_LOGIT_NORMAL, logit_normal(0.5, 1), 1);
    expect_column(&table, "logit_normal_m-0.5_s1_*", DENSITY_LOGIT_NORMAL, logit_normal(-0.5, 1),
                  1);
    expect_column(&table, "logit_normal_m0_s0.5_*", DENSITY_LOGIT_NORMAL, logit_normal(0, 0.5), 1);
    expect_column(&table, "logit_normal_m0_s1_shift3", DENSITY_LOGIT_NORMAL, logit_normal(0, 1), 3);
    expect_column(&table, "mode_s0.81_*", DENSITY_MODE, mode(0.81), 1);
    expect_column(&table, "mode_s1.29_*", DENSITY_MODE, mode(1.29), 1);
    expect_column(&table, "mode_s-0.5_*", DENSITY_MODE, mode(-0.5), 1);
    expect_column(&table, "cosmap", DENSITY_COSMAP, usual, 1);
    expect_column(&table, "edm_lognormal", DENSITY_EDM, usual, 1);
}

// What diffusers draws lies where its density says.
static void expect_shares(const Table *table, const char *name, LevelDensity density,
                          DensityParams params) {
    int column = find_column(table, name), fine = 400;
    params.orientation = ORIENTATION_DIFFUSERS;
    for (int row = 1; row < ROWS; row++) {
        double from = table->cells[row - 1][0], to = table->cells[row][0], sum = 0;
        for (int i = 0; i < fine; i++) {
            double log_snr = from + (to - from) * (i + 0.5) / fine;
            sum += flow_density(density, &params, log_snr, 1) * (to - from) / fine;
        }
        double share = table->cells[row][column] - table->cells[row - 1][column];
        if (fabs(sum - share) > 1.5e-3) fail_msg("%s up to %g: %g, not %g", name, to, sum, share);
    }
}

static void test_densities_are_what_is_drawn(void **state) {
    (void)state;
    Table table = read_table(TEST_DATA "/reference/level_densities.csv");
    expect_shares(&table, "cdf_none", DENSITY_UNIFORM, usual);
    expect_shares(&table, "cdf_logit_normal_m0_s1", DENSITY_LOGIT_NORMAL, logit_normal(0, 1));
    expect_shares(&table, "cdf_logit_normal_m0.5_s1", DENSITY_LOGIT_NORMAL, logit_normal(0.5, 1));
    expect_shares(&table, "cdf_mode_s1.29", DENSITY_MODE, mode(1.29));
    expect_shares(&table, "cdf_mode_s0.81", DENSITY_MODE, mode(0.81));
}

static void test_densities_integrate_to_one(void **state) {
    (void)state;
    static const double scales[] = { -0.99, -0.5, 0, 0.81, 1.29, 1.6 };
    for (size_t k = 0; k < sizeof scales / sizeof *scales; k++)
        for (int i = 0; i < LEVEL_DENSITIES; i++) {
            DensityParams params = logit_normal(0.7 * (double)k - 2, 0.4 + 0.3 * (double)k);
            params.mode_scale = scales[k];
            params.shift = 0.2 + (double)k;
            double sum = 0, step = 1e-3;
            for (int n = -90000; n <= 90000; n++)
                sum += flow_density((LevelDensity)i, &params, n * step, 1) * step;
            expect_near(sum, 1, 1e-6, level_density_row((LevelDensity)i)->name, scales[k]);
        }
}

// The change of variables --------------------------------------------------------------------

static Schedule build(ScheduleFamily family, int steps, double shift, bool zero_snr) {
    Error error;
    Schedule schedule = { 0 };
    ScheduleParams params = { .family = family,
                              .steps = steps,
                              .beta_min = NAN,
                              .beta_max = NAN,
                              .cosine_s = NAN,
                              .shift = shift,
                              .zero_snr = zero_snr,
                              .snr_shift = NAN };
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

static void test_slope_of_a_flow(void **state) {
    (void)state;
    for (int steps = 3; steps <= 3000; steps *= 10)
        for (double shift = 0.5; shift < 8; shift += 2.5) {
            Schedule schedule = build(SCHEDULE_FLOW, steps, shift, false);
            double *slope = calloc((size_t)steps + 1, sizeof *slope);
            level_slope(slope, &schedule);
            for (int t = 1; t < steps; t++) {
                double u = (double)t / steps;
                expect_near(slope[t], 2 / (u * (1 - u)), 1e-8, "a flow's slope", t);
            }
            assert_true(isinf(slope[steps]));
            free(slope);
            schedule_free(&schedule);
        }
}

// Against what λ is by its formula. At the cosine's end its cap of beta holds.
static void test_slope_of_formulas(void **state) {
    (void)state;
    enum { STEPS = 1000 };
    static const ScheduleFamily families[] = { SCHEDULE_COSINE, SCHEDULE_VP, SCHEDULE_VDM,
                                               SCHEDULE_EXP };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        double slope[STEPS + 1];
        Schedule schedule = build(families[i], STEPS, NAN, false);
        level_slope(slope, &schedule);
        for (int t = 1; t <= STEPS - 12; t++) {
            double u = (double)t / STEPS, pi = 3.14159265358979323846, exact = 18.3;
            double exponent = 0.5 * 19.9 * u * u + 0.1 * u, turn = (u + 0.008) / 1.008 * pi / 2;
            double first = cos(0.008 / 1.008 * pi / 2), alpha = pow(cos(turn) / first, 2);
            // dλ/du = (d ln α/du)/(1 − α)
            if (families[i] == SCHEDULE_VP) exact = (19.9 * u + 0.1) / -expm1(-exponent);
            if (families[i] == SCHEDULE_EXP) exact = 12 / -expm1(-12 * u);
            if (families[i] == SCHEDULE_COSINE) exact = pi / 1.008 * tan(turn) / (1 - alpha);
            double close = t < 4 ? 2e-2 : t < 20 ? 1e-4 : 1e-6;
            expect_near(slope[t], exact, close, schedule_family_info(families[i])->name, t);
        }
        schedule_free(&schedule);
    }
}

// Between two steps lies the share of u that is drawn there.
static void check_shares(const Schedule *schedule, const char *name) {
    int steps = schedule->steps;
    double *slope = calloc((size_t)steps + 1, sizeof *slope), sum = 0;
    level_slope(slope, schedule);
    for (int t = 5; t < steps - 5; t++) {
        double here =
            level_density(DENSITY_UNIFORM, &usual, schedule->log_snr[t], 0.5, 0.5, slope[t]);
        double next = level_density(DENSITY_UNIFORM, &usual, schedule->log_snr[t + 1], 0.5, 0.5,
                                    slope[t + 1]);
        assert_true(slope[t] > 0);
        sum += (here + next) / 2 * (schedule->log_snr[t] - schedule->log_snr[t + 1]);
    }
    expect_near(sum, (double)(steps - 10) / steps, 2e-3, name, steps);
    free(slope);
}

static void test_change_of_variables(void **state) {
    (void)state;
    for (int i = 0; i < SCHEDULE_CUSTOM; i++)
        for (int zero = 0; zero < 2; zero++) {
            Schedule schedule = build((ScheduleFamily)i, 1000, NAN, zero);
            check_shares(&schedule, schedule_family_info((ScheduleFamily)i)->name);
            schedule_free(&schedule);
        }
}

// The product --------------------------------------------------------------------------------

typedef struct Filled {
    double *weight, *density, *product;
    int left_out;
} Filled;

static Filled fill(const Schedule *schedule, LossWeight loss, LevelDensity density) {
    size_t rows = (size_t)schedule->steps + 1;
    double *block = calloc(3 * rows, sizeof *block);
    Filled filled = { block, block + rows, block + 2 * rows, 0 };
    const Objective objective = { loss, own, density, usual };
    const ObjectiveColumns columns = { filled.weight, filled.density, filled.product };
    filled.left_out = objective_fill(&columns, schedule, &objective);
    return filled;
}

static double trapezoid(const Filled *filled, const Schedule *schedule) {
    double sum = 0;
    for (int t = 2; t <= schedule->steps; t++)
        if (isfinite(filled->product[t]) && isfinite(filled->product[t - 1]))
            sum += (filled->product[t] + filled->product[t - 1]) / 2 *
                   (schedule->log_snr[t - 1] - schedule->log_snr[t]);
    return sum;
}

static void check_product(const Schedule *schedule, LossWeight loss, LevelDensity density) {
    Filled filled = fill(schedule, loss, density);
    bool ends = isinf(schedule->log_snr[schedule->steps]);
    assert_int_equal(filled.left_out, ends);
    for (int t = 1; t <= schedule->steps; t++) {
        bool last = ends && t == schedule->steps;
        assert_false(isnan(filled.weight[t]) || isnan(filled.density[t]));
        assert_true(isnan(filled.product[t]) == last);
        assert_true(last ? filled.density[t] == 0 : filled.density[t] >= 0);
    }
    expect_near(trapezoid(&filled, schedule), 1, 1e-9, loss_weight_row(loss)->name, 0);
    // In proportion to weight times density.
    int middle = schedule->steps / 2;
    double scale = filled.product[middle] / (filled.weight[middle] * filled.density[middle]);
    for (int t = 1; t < schedule->steps; t++)
        if (filled.density[t] > 1e-200)
            expect_near(filled.product[t], scale * filled.weight[t] * filled.density[t], 1e-9,
                        loss_weight_row(loss)->name, t);
    free(filled.weight);
}

static void test_product(void **state) {
    (void)state;
    static const ScheduleFamily families[] = { SCHEDULE_LINEAR, SCHEDULE_SCALED_LINEAR,
                                               SCHEDULE_COSINE, SCHEDULE_FLOW, SCHEDULE_JSD };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        for (int zero = 0; zero < 2; zero++) {
            Schedule schedule = build(families[i], 200, NAN, zero);
            for (int loss = 0; loss < LOSS_WEIGHTS; loss++)
                for (int density = 0; density < LEVEL_DENSITIES; density++)
                    if (!(density == DENSITY_LOGIT_NORMAL && !isinf(schedule.log_snr[200])) ||
                        loss != LOSS_ELBO)
                        check_product(&schedule, (LossWeight)loss, (LevelDensity)density);
            schedule_free(&schedule);
        }
}

// The ELBO asks the same of every level.
static void test_elbo_is_flat(void **state) {
    (void)state;
    Schedule schedule = build(SCHEDULE_LINEAR, 1000, NAN, false);
    Filled filled = fill(&schedule, LOSS_ELBO, DENSITY_UNIFORM);
    double flat = 1 / (schedule.log_snr[1] - schedule.log_snr[1000]);
    for (int t = 1; t <= 1000; t++) expect_near(filled.product[t], flat, 1e-12, "ELBO", t);
    free(filled.weight);
    schedule_free(&schedule);
}

// One step has no density, two that end at zero SNR neither.
static void test_few_steps(void **state) {
    (void)state;
    for (int steps = 1; steps <= 9; steps++)
        for (int zero = 0; zero < 2; zero++) {
            if (zero && steps == 1) continue;
            Schedule schedule = build(SCHEDULE_LINEAR, steps, NAN, zero);
            Filled filled = fill(&schedule, LOSS_V, DENSITY_UNIFORM);
            int finite = steps - zero;
            assert_int_equal(filled.left_out, finite < 2 ? steps : zero);
            for (int t = 1; t <= finite; t++) {
                assert_true(isfinite(filled.weight[t]));
                assert_true(isfinite(filled.density[t]) == (finite >= 2));
            }
            free(filled.weight);
            schedule_free(&schedule);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_weights_of_other_targets),
        cmocka_unit_test(test_weights_at_infinite_levels),
        cmocka_unit_test(test_densities),
        cmocka_unit_test(test_densities_are_what_is_drawn),
        cmocka_unit_test(test_densities_integrate_to_one),
        cmocka_unit_test(test_slope_of_a_flow),
        cmocka_unit_test(test_slope_of_formulas),
        cmocka_unit_test(test_change_of_variables),
        cmocka_unit_test(test_product),
        cmocka_unit_test(test_elbo_is_flat),
        cmocka_unit_test(test_few_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
