// SPDX-License-Identifier: MIT
// scheduler_config.json: the tables of diffusers from its own files, foreign keys, what is refused
// and how, and the way back.
#include "io/betas.h"
#include "io/file.h"
#include "io/schedule_file.h"
#include "io/scheduler_config.h"

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

#define FILE_NAME "test_scheduler_config.json"

static void write_text(const void *data, size_t length) {
    Error error;
    assert_true(file_write(FILE_NAME, data, length, &error));
}

static SchedulerConfig read_file(const char *path) {
    SchedulerConfig config = { 0 };
    Error error = { 0 };
    if (!scheduler_config_read(&config, path, &error)) fail_msg("%s", error.text);
    assert_true(scheduler_config_is_one(path));
    return config;
}

static SchedulerConfig read_text(const char *text) {
    write_text(text, strlen(text));
    return read_file(FILE_NAME);
}

static Schedule table_of(const SchedulerConfig *config, const double *betas) {
    const ScheduleParams params = { .family = config->family,
                                    .steps = config->steps,
                                    .beta_min = config->beta_min,
                                    .beta_max = config->beta_max,
                                    .cosine_s = NAN,
                                    .shift = config->shift,
                                    .zero_snr = config->zero_snr,
                                    .snr_shift = NAN,
                                    .betas = betas };
    Schedule schedule = { 0 };
    Error error;
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

// diffusers computes in float32: 2e-4 relative or 2e-6 absolute.
static void expect_close(double value, double wanted, const char *what, int t) {
    if (fabs(value - wanted) > fmax(2e-4 * fabs(wanted), 2e-6))
        fail_msg("%s at t = %d: %.9g, not %.9g", what, t, value, wanted);
}

static void its_own_files(void **state) {
    (void)state;
    static const char *const names[] = { "diffusers_scaled_linear_sd_1000",
                                         "diffusers_scaled_linear_sd_zsnr_1000" };
    for (int i = 0; i < 2; i++) {
        char path[512], line[512];
        snprintf(path, sizeof path, TEST_DATA "/reference/%s.json", names[i]);
        SchedulerConfig config = read_file(path);
        Schedule schedule = table_of(&config, NULL);
        snprintf(path, sizeof path, TEST_DATA "/reference/%s.csv", names[i]);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_non_null(fgets(line, sizeof line, file));
        int t = 0;
        for (double row[3]; fgets(line, sizeof line, file);) {
            assert_int_equal(sscanf(line, "%*d,%lf,%lf,%lf", &row[0], &row[1], &row[2]), 3);
            t++;
            expect_close(schedule.beta[t], row[0], "beta", t);
            expect_close(schedule.alpha[t], row[1], "alpha", t);
            expect_close(schedule.sigma2[t], row[2], "sigma2", t);
        }
        fclose(file);
        assert_int_equal(t, schedule.steps);
        schedule_free(&schedule);
    }
}

// What diffusers does, step by step in float32; `text` is a whole configuration.
typedef float BetaOf(int i, int count, float start, float end);

static float linear_beta(int i, int count, float start, float end) {
    return start + (end - start) * (float)i / (float)(count - 1);
}

static float scaled_linear_beta(int i, int count, float start, float end) {
    float root = linear_beta(i, count, sqrtf(start), sqrtf(end));
    return root * root;
}

static float sigmoid_beta(int i, int count, float start, float end) {
    return 1 / (1 + expf(-linear_beta(i, count, -6, 6))) * (end - start) + start;
}

static double alpha_bar_cosine(double u) {
    return pow(cos((u + 0.008) / 1.008 * 3.14159265358979323846 / 2), 2);
}

static double alpha_bar_exp(double u) {
    return exp(u * -12);
}

static double alpha_bar_laplace(double u) {
    double sign = 0.5 - u > 0 ? 1 : 0.5 - u < 0 ? -1 : 0;
    double snr = exp(-0.5 * sign * log(1 - 2 * fabs(0.5 - u) + 1e-6));
    return sqrt(snr / (1 + snr));
}

#define ALPHA_BAR(NAME)                                                                            \
    static float NAME##_beta(int i, int count, float start, float end) {                           \
        (void)start, (void)end;                                                                    \
        double ratio = alpha_bar_##NAME((i + 1.0) / count) / alpha_bar_##NAME(1.0 * i / count);    \
        return (float)fmin(1 - ratio, 0.999);                                                      \
    }
ALPHA_BAR(cosine)
ALPHA_BAR(exp)
ALPHA_BAR(laplace)

static void expect_table(const char *text, BetaOf *beta_of, int count, float start, float end) {
    SchedulerConfig config = read_text(text);
    Schedule schedule = table_of(&config, NULL);
    assert_int_equal(schedule.steps, count);
    float alpha = 1;
    for (int t = 1; t <= count; t++) {
        float beta = beta_of(t - 1, count, start, end);
        alpha *= 1 - beta;
        expect_close(schedule.beta[t], (double)beta, text, t);
        expect_close(schedule.alpha[t], (double)alpha, text, t);
    }
    schedule_free(&schedule);
}

static void configurations_with_foreign_keys(void **state) {
    (void)state;
    expect_table("{\"_class_name\": \"DDIMScheduler\", \"_diffusers_version\": \"0.8.0\","
                 " \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\","
                 " \"beta_start\": 0.00085, \"clip_sample\": false,"
                 " \"num_train_timesteps\": 1000, \"prediction_type\": \"v_prediction\","
                 " \"set_alpha_to_one\": false, \"skip_prk_steps\": true, \"steps_offset\": 1,"
                 " \"trained_betas\": null}",
                 scaled_linear_beta, 1000, 0.00085f, 0.012f);
    expect_table("{\"_class_name\": \"PNDMScheduler\", \"beta_end\": 0.02,"
                 " \"beta_schedule\": \"linear\", \"beta_start\": 0.0001,"
                 " \"num_train_timesteps\": 500, \"set_alpha_to_one\": false,"
                 " \"skip_prk_steps\": true, \"steps_offset\": 1, \"nested\": {\"a\": [1, {}]}}",
                 linear_beta, 500, 0.0001f, 0.02f);
    expect_table("{\"_class_name\": \"EulerDiscreteScheduler\", \"beta_schedule\": \"linear\","
                 " \"interpolation_type\": \"linear\", \"use_karras_sigmas\": true,"
                 " \"sigma_max\": null, \"timestep_spacing\": \"leading\"}",
                 linear_beta, 1000, 0.0001f, 0.02f);
    expect_table("{\"_class_name\": \"DDPMScheduler\", \"beta_schedule\": \"squaredcos_cap_v2\","
                 " \"num_train_timesteps\": 250.0}",
                 cosine_beta, 250, 0, 0);
    expect_table("{\"beta_schedule\": \"sigmoid\", \"beta_end\": 0.01, \"trained_betas\": null}",
                 sigmoid_beta, 1000, 0.0001f, 0.01f);
    expect_table("{\"_class_name\": \"HeunDiscreteScheduler\", \"beta_schedule\": \"exp\"}",
                 exp_beta, 1000, 0, 0);
    expect_table("{\"beta_schedule\": \"laplace\"}", laplace_beta, 1000, 0, 0);
    // Defaults of the class.
    expect_table("{\"_class_name\": \"LCMScheduler\", \"original_inference_steps\": 50}",
                 scaled_linear_beta, 1000, 0.00085f, 0.012f);
    expect_table("{\"_class_name\": \"KDPM2DiscreteScheduler\"}", linear_beta, 1000, 0.00085f,
                 0.012f);
    SchedulerConfig flow = read_text("{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\","
                                     " \"num_train_timesteps\": 1000, \"shift\": 3.0}");
    assert_true(flow.family == SCHEDULE_FLOW && flow.shift == 3 && flow.steps == 1000);
}

static void trained_betas(void **state) {
    (void)state;
    SchedulerConfig config = read_text("{\"num_train_timesteps\": 1000, \"beta_schedule\": \"?\","
                                       " \"betas\": [0.9], \"trained_betas\": [0.1, 0.2, 0.5],"
                                       " \"rescale_betas_zero_snr\": true}");
    assert_true(config.family == SCHEDULE_FILE && config.steps == 3 && config.zero_snr);
    double *betas = NULL;
    int count = 0;
    Error error;
    assert_true(betas_read(&betas, &count, FILE_NAME, &error));
    assert_true(count == 3 && betas[0] == 0.1 && betas[2] == 0.5);
    free(betas);
}

static void what_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *word;
    } all[] = {
        { "", "empty" },
        { " \n ", "empty" },
        { "{\"beta_schedule\": \"lin", "line 1" },
        { "{\"beta_schedule\": \"linear\"} x", "line 1" },
        { "{\"beta_schedule\": \"cubic\"}", "cubic" },
        { "{\"beta_schedule\": \"cubic\"}", "squaredcos_cap_v2" },
        { "{\"beta_schedule\": 3}", "beta_schedule is 3" },
        { "{\"beta_schedule\": \"linear\", \"beta_start\": \"0.1\"}", "beta_start" },
        { "{\"beta_schedule\": \"linear\", \"beta_end\": 1}", "beta_end" },
        { "{\"beta_schedule\": \"linear\", \"beta_end\": -0.1}", "beta_end" },
        { "{\"num_train_timesteps\": 0}", "num_train_timesteps" },
        { "{\"num_train_timesteps\": 1000000000000}", "num_train_timesteps" },
        { "{\"num_train_timesteps\": 10.5}", "num_train_timesteps" },
        { "{\"num_train_timesteps\": 1e300}", "num_train_timesteps" },
        { "{\"num_train_timesteps\": 10, \"rescale_betas_zero_snr\": 1}", "rescale" },
        { "{\"trained_betas\": {}}", "trained_betas" },
        { "{\"trained_betas\": []}", "trained_betas is empty" },
        { "{\"_class_name\": \"UNet2DModel\", \"sample_size\": 64}", "no scheduler" },
        { "[0.1, 0.2]", "no scheduler" },
        { "3", "line 1" },
        { "\"a\"", "line 1" },
        { "\x89PNG\r\n\x1a\n", "line 1" },
        { "{\"beta_schedule\": \"\x01\"}", "line 1" },
        { "{\"beta_schedule\": \"\xff\xfe\"}", "line 1" },
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        SchedulerConfig config = { .steps = -7 };
        Error error = { 0 };
        write_text(all[i].text, strlen(all[i].text));
        assert_false(scheduler_config_read(&config, FILE_NAME, &error));
        if (!strstr(error.text, all[i].word) || strncmp(error.text, FILE_NAME ": ", 26 + 2) != 0 ||
            strchr(error.text, '\n'))
            fail_msg("%s: %s", all[i].text, error.text);
        for (const char *c = error.text; *c; c++) assert_true(*c >= ' ' && *c <= '~');
        assert_int_equal(error.kind, ERROR_FAILED);
        assert_int_equal(config.steps, -7);
    }
}

static void expect_refused(const char *word) {
    SchedulerConfig config;
    Error error = { 0 };
    assert_false(scheduler_config_read(&config, FILE_NAME, &error));
    if (!strstr(error.text, word)) fail_msg("%s", error.text);
    assert_false(scheduler_config_is_one(FILE_NAME));
}

static void deep_huge_and_binary(void **state) {
    (void)state;
    enum { DEEP = 1000000, HUGE_SIZE = 17 << 20 };
    char *text = malloc(HUGE_SIZE);
    memset(text, '[', HUGE_SIZE);
    write_text(text, DEEP);
    expect_refused("depth");
    memset(text, ' ', HUGE_SIZE);
    write_text(text, HUGE_SIZE);
    expect_refused("more than");
    write_text("{\"beta_schedule\": \"linear\"}\0more", 32);
    expect_refused("line 1");
    write_text("\0\0\0\0", 4);
    expect_refused("line 1");
    free(text);
}

static void there_and_back(void **state) {
    (void)state;
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        SchedulerConfig config = { .family = (ScheduleFamily)family,
                                   .steps = 300,
                                   .beta_min = NAN,
                                   .beta_max = NAN,
                                   .shift = NAN };
        Schedule schedule = table_of(&config, NULL);
        Error error;
        assert_true(schedule_write(FILE_NAME, &schedule, SCHEDULE_CONFIG, NOTATION_BISHOP, &error));
        SchedulerConfig back = read_file(FILE_NAME);
        double *betas = NULL;
        int count = 0;
        assert_true(back.family == SCHEDULE_FILE && back.steps == 300 && !back.zero_snr);
        assert_true(betas_read(&betas, &count, FILE_NAME, &error));
        for (int t = 1; t <= 300; t++) // exact to float32
            assert_true((float)betas[t - 1] == (float)schedule.beta[t]);
        // Once more gives the same bytes.
        uint8_t *first, *second;
        size_t first_length, second_length;
        assert_true(file_read(&first, &first_length, FILE_NAME, 1 << 20, &error));
        Schedule again = table_of(&back, betas);
        assert_true(schedule_write(FILE_NAME, &again, SCHEDULE_CONFIG, NOTATION_BISHOP, &error));
        assert_true(file_read(&second, &second_length, FILE_NAME, 1 << 20, &error));
        assert_int_equal(first_length, second_length);
        assert_memory_equal(first, second, first_length);
        free(first), free(second), free(betas);
        schedule_free(&again);
        schedule_free(&schedule);
    }
}

static void other_formats_hold_every_bit(void **state) {
    (void)state;
    static const char *const names[] = { "test_config_table.csv", "test_config_table.json",
                                         "test_config_table.npy" };
    SchedulerConfig config = { SCHEDULE_COSINE, 77, NAN, NAN, NAN, NAN, false };
    Schedule schedule = table_of(&config, NULL);
    for (int i = 0; i < 3; i++) {
        ScheduleFormat format;
        Error error;
        double *betas;
        int count;
        assert_true(schedule_format_of(&format, names[i]));
        assert_true(schedule_write(names[i], &schedule, format, NOTATION_BISHOP, &error));
        assert_true(betas_read(&betas, &count, names[i], &error));
        assert_int_equal(count, 77);
        assert_memory_equal(betas, schedule.beta + 1, 77 * sizeof *betas);
        free(betas);
        remove(names[i]);
    }
    schedule_free(&schedule);
}

static void what_float32_cannot_hold(void **state) {
    (void)state;
    const double middle[] = { 0.5, 1 - 1e-12, 0.5 }, end[] = { 0.5, 1 - 1e-12 };
    SchedulerConfig config = { SCHEDULE_FILE, 3, NAN, NAN, NAN, NAN, false };
    Schedule schedule = table_of(&config, middle);
    Error error;
    remove(FILE_NAME);
    assert_false(schedule_write(FILE_NAME, &schedule, SCHEDULE_CONFIG, NOTATION_BISHOP, &error));
    assert_non_null(strstr(error.text, "beta_2"));
    assert_null(fopen(FILE_NAME, "r")); // nothing is left behind
    schedule_free(&schedule);
    config.steps = 2;
    schedule = table_of(&config, end); // zero terminal SNR is fine
    assert_true(schedule_write(FILE_NAME, &schedule, SCHEDULE_CONFIG, NOTATION_BISHOP, &error));
    schedule_free(&schedule);
}

static void formats_by_name(void **state) {
    (void)state;
    ScheduleFormat format = SCHEDULE_FORMATS;
    assert_true(schedule_format_of(&format, "a/scheduler_config.json"));
    assert_int_equal(format, SCHEDULE_CONFIG);
    assert_true(schedule_format_of(&format, "a/b.json") && format == SCHEDULE_JSON);
    assert_true(schedule_format_find(&format, "npy") && format == SCHEDULE_NPY);
    assert_false(schedule_format_of(&format, "a/b.png"));
    assert_false(schedule_format_find(&format, "xml"));
}

static int clean_up(void **state) {
    (void)state;
    remove(FILE_NAME);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_own_files),
        cmocka_unit_test(configurations_with_foreign_keys),
        cmocka_unit_test(trained_betas),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(deep_huge_and_binary),
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(other_formats_hold_every_bit),
        cmocka_unit_test(what_float32_cannot_hold),
        cmocka_unit_test(formats_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, clean_up);
}
