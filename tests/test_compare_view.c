// SPDX-License-Identifier: MIT
// The Compare view without its window: tables, columns, rows on one Brownian path, colours.
#define FIXTURE_NAME "test_compare_view"
#include "app_fixture.h"
#include "model/thin.h"
#include "panel/compare/legend.h"
#include "panel/compare/words.h"
#include "plot/overlay.h"

static void expect_failure(App *app, const char *line, const char *says) {
    Error error = { 0 };
    Settings before = app->settings;
    if (app_run(app, line, &error)) fail_msg("%s is taken", line);
    if (!strstr(error.text, says)) fail_msg("%s: \"%s\" lacks \"%s\"", line, error.text, says);
    expect_same_settings(&before, &app->settings);
    expect_compared(app, line);
}

static void tables_follow_the_settings(void **state) {
    App *app = *state;
    static const char *const lines[] = {
        "set steps 50",          "compare focus 2",
        "set cosine_s 0.02",     "compare duplicate 3",
        "set zero_snr 1",        "compare focus 1",
        "compare remove 1",      "preset flows",
        "compare remove 2",      "set seed 3",
        "set compare \"*; vp\"", "reset compare",
        "open " BETAS_FILE,      "set compare \"*; file zero_snr=1\"",
        "compare focus 2",       "preset sd1"
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        run(app, lines[i]);
        expect_consistent(app, lines[i]);
        expect_compared(app, lines[i]);
    }
}

static void what_cannot_be_made_changes_nothing(void **state) {
    App *app = *state;
    expect_failure(app, "set compare \"*; linear steps=10 beta_min=0.9 scale_with_t=1\"",
                   "schedule 2");
    expect_failure(app, "set compare \"*; file\"", "list of betas");
    expect_failure(app, "preset nothing", "nothing");
    expect_failure(app, "compare remove 7", "1 to 3");
    run(app, "preset flows");
    expect_failure(app, "compare duplicate 1", "4");
    run(app, "open " BETAS_FILE);
    run(app, "set compare \"*; file\"");
    // Both schedules would take the new list.
    expect_failure(app, "open " SOURCE_DIR "/CMakeLists.txt", "CMakeLists.txt");
}

static void t_stays_at_its_place(void **state) {
    App *app = *state;
    run(app, "set compare \"linear; cosine steps=250; jsd steps=7\"");
    run(app, "set t 400");
    assert_int_equal(compare_t(&app->model, 0), 400);
    assert_int_equal(compare_t(&app->model, 1), 100);
    assert_int_equal(compare_t(&app->model, 2), 3);
    run(app, "compare focus 2");
    assert_int_equal(app->settings.t, 100);
    run(app, "compare focus 3");
    run(app, "compare focus 1");
    assert_int_equal(app->settings.t, 400); // looking elsewhere does not move it
}

static void equal_noise_is_found(void **state) {
    App *app = *state;
    run(app, "set compare \"linear; cosine; scaled_linear zero_snr=1; flow steps=40\"");
    for (int t = 1; t <= 1000; t += 37) {
        char line[32];
        snprintf(line, sizeof line, "set t %d", t);
        run(app, line);
        double wanted = app->model.schedule.log_snr[t];
        for (int i = 1; i < 4; i++) {
            const Schedule *table = compare_table(&app->model, i);
            int best = 1, got = compare_t_at_log_snr(table, wanted);
            for (int k = 1; k <= table->steps; k++)
                if (fabs(table->log_snr[k] - wanted) < fabs(table->log_snr[best] - wanted))
                    best = k;
            assert_true(fabs(table->log_snr[got] - wanted) == fabs(table->log_snr[best] - wanted));
            int there = compare_t_of_equal_noise(&app->model, i);
            assert_true(there == got || (there == 0 && (got == 1 || got == table->steps)));
        }
    }
}

static void columns_are_their_formulas(void **state) {
    App *app = *state;
    Model *model = &app->model;
    run(app, "set compare \"linear steps=300; *cosine steps=80\"");
    double mean_x2 = model->moments.mean_square;
    for (int i = 0; i < 2; i++) {
        const Schedule *table = compare_table(model, i);
        const double *beta = compare_column(model, i, QUANTITY_BETA);
        double alpha = 1;
        for (int t = 1; t <= table->steps; t++) {
            double before = alpha, rest;
            alpha *= 1 - beta[t];
            rest = 1 - alpha;
            const struct {
                Quantity quantity;
                double wanted;
            } rows[] = {
                { QUANTITY_ALPHA, alpha },
                { QUANTITY_SQRT_ALPHA, sqrt(alpha) },
                { QUANTITY_LOG_SNR, log(alpha / rest) },
                { QUANTITY_SIGMA2, beta[t] * (1 - before) / rest },
                { QUANTITY_SIGMA2_BETA, (1 - before) / rest },
                { QUANTITY_COEF_X, sqrt(before) * beta[t] / rest },
                { QUANTITY_COEF_Z, (1 - before) * sqrt(1 - beta[t]) / rest },
                { QUANTITY_KL, 0.5 * (alpha * mean_x2 - alpha - log(rest)) },
                { QUANTITY_S, rest / alpha },
                { QUANTITY_T, t },
                { QUANTITY_U, (double)t / table->steps },
            };
            for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
                double got = compare_column(model, i, rows[k].quantity)[t];
                if (fabs(got - rows[k].wanted) > 1e-8 * fmax(1, fabs(rows[k].wanted)))
                    fail_msg("%s at %d: %.12g, not %.12g", compare_symbol(rows[k].quantity), t, got,
                             rows[k].wanted);
            }
        }
    }
    // The level is what the notation says, and its place on an axis grows with t in all of them.
    static const char *const notations[] = { "bishop", "ho", "edm", "vdm" };
    for (int i = 0; i < 4; i++) {
        char line[32];
        snprintf(line, sizeof line, "set notation %s", notations[i]);
        run(app, line);
        const double *log_snr = compare_table(model, 0)->log_snr;
        for (int t = 1; t <= 300; t += 23) {
            double wanted = i < 2 ? log_snr[t] : i == 2 ? exp(-log_snr[t] / 2) : -log_snr[t];
            double got = compare_column(model, 0, QUANTITY_LOG_SNR)[t];
            assert_true(fabs(got - wanted) <= 1e-12 * fabs(wanted));
            const double *place = compare_noise_column(model, 0);
            assert_true(place[t] > place[t - 1]);
        }
    }
    // KL is about the picture: another one makes another column.
    double kl = compare_column(model, 0, QUANTITY_KL)[3];
    run(app, "set resolution 8");
    assert_true(compare_column(model, 0, QUANTITY_KL)[3] != kl);
}

// Rows ---------------------------------------------------------------------------------------

enum { SIDE = 24, BYTES = SIDE * SIDE * 4 };

// One Brownian path: where two schedules have the same noise variance they show the same picture,
// to the last byte.
static void rows_share_one_path(void **state) {
    App *app = *state;
    static uint8_t a[BYTES], b[BYTES];
    Error error = { 0 };
    run(app, "set compare \"flow; flow steps=500; cosine\"");
    assert_true(model_strip_rgba_of(&app->model, compare_table(&app->model, 0), 500, SIDE, SIDE, a,
                                    &error));
    assert_true(model_strip_rgba_of(&app->model, compare_table(&app->model, 1), 250, SIDE, SIDE, b,
                                    &error));
    assert_memory_equal(a, b, BYTES);
    assert_true(model_strip_rgba_of(&app->model, compare_table(&app->model, 1), 251, SIDE, SIDE, b,
                                    &error));
    assert_memory_not_equal(a, b, BYTES);
    // And each row is what its schedule shows when it is the only one.
    for (int t = 1; t <= 1000; t += 333) {
        assert_true(model_strip_rgba_of(&app->model, compare_table(&app->model, 2), t, SIDE, SIDE,
                                        a, &error));
        run(app, "compare focus 3");
        assert_true(model_strip_rgba(&app->model, t, SIDE, SIDE, b, &error));
        assert_memory_equal(a, b, BYTES);
        run(app, "compare focus 1");
    }
}

// Colours ------------------------------------------------------------------------------------

typedef struct Lab {
    double l, a, b;
} Lab;

static double linear_light(uint8_t value) {
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double lab_curve(double t) {
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

// CIE 1976 L*a*b* (D65) of linear sRGB.
static Lab lab_of(const double rgb[3]) {
    double x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2];
    double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    double z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2];
    double fx = lab_curve(x / 0.9505), fy = lab_curve(y), fz = lab_curve(z / 1.089);
    return (Lab){ 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz) };
}

// Machado, Oliveira & Fernandes 2009, severity 1, in linear sRGB.
static const double vision[4][3][3] = {
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } },
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } },
    { { 1.255528, -0.076749, -0.178779 },
      { -0.078411, 0.930809, 0.147602 },
      { 0.004733, 0.691367, 0.303900 } },
};

static Lab seen(Color color, int eye) {
    const double rgb[3] = { linear_light(color.r), linear_light(color.g), linear_light(color.b) };
    double out[3];
    for (int i = 0; i < 3; i++)
        out[i] = fmin(1, fmax(0, vision[eye][i][0] * rgb[0] + vision[eye][i][1] * rgb[1] +
                                     vision[eye][i][2] * rgb[2]));
    return lab_of(out);
}

static void colours_differ_for_every_eye(void **state) {
    (void)state;
    Settings settings;
    settings_reset(&settings);
    for (int i = 0; i < COMPARE_MOST; i++) settings.compare.list.colors[i] = i;
    static const char *const eyes[] = { "usual", "protan", "deutan", "tritan" };
    for (int theme = THEME_DARK; theme <= THEME_LIGHT; theme++)
        for (int eye = 0; eye < 4; eye++)
            for (int i = 0; i < COMPARE_MOST; i++)
                for (int k = 0; k < i; k++) {
                    Lab a = seen(style_color(theme, compare_hue(&settings, i)), eye);
                    Lab b = seen(style_color(theme, compare_hue(&settings, k)), eye);
                    double far = sqrt(pow(a.l - b.l, 2) + pow(a.a - b.a, 2) + pow(a.b - b.b, 2));
                    // 2.3 is a just noticeable difference.
                    if (far < 12)
                        fail_msg("%s, theme %d: colours %d and %d are %.1f apart", eyes[eye], theme,
                                 k + 1, i + 1, far);
                }
}

// Plots --------------------------------------------------------------------------------------

static void nearest_steps_are_found(void **state) {
    (void)state;
    double x[102];
    for (int t = 0; t <= 101; t++) x[t] = t == 101 ? INFINITY : 0.01 * t * t;
    const OverlayCurve curve = { .x = x, .y = x, .steps = 101 };
    for (double at = -3; at < 120; at += 0.37) {
        int best = 1;
        for (int t = 1; t <= 100; t++)
            if (fabs(x[t] - at) < fabs(x[best] - at)) best = t;
        assert_int_equal(overlay_nearest(&curve, at), best);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(tables_follow_the_settings),
        WITH_APP(what_cannot_be_made_changes_nothing),
        WITH_APP(t_stays_at_its_place),
        WITH_APP(equal_noise_is_found),
        WITH_APP(columns_are_their_formulas),
        WITH_APP(rows_share_one_path),
        cmocka_unit_test(colours_differ_for_every_eye),
        cmocka_unit_test(nearest_steps_are_found),
    };
    return cmocka_run_group_tests(tests, write_betas, remove_betas);
}
