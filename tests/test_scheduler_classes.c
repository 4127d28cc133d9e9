// SPDX-License-Identifier: MIT
// The classes of diffusers: sqrt(alpha) as they give it (configs/configs.json), as models come with
// it (configs/models.json), what is refused by name, and what is said of keys.
#include "base/text.h"
#include "core/notation.h"
#include "io/betas.h"
#include "io/file.h"
#include "io/json_file.h"
#include "io/scheduler/words.h"
#include "io/scheduler_config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

#define FILE_NAME "test_scheduler_classes.json"

static void write_text(const char *text) {
    Error error;
    assert_true(file_write(FILE_NAME, text, strlen(text), &error));
}

static SchedulerConfig read_text(const char *text) {
    SchedulerConfig config;
    Error error = { 0 };
    write_text(text);
    assert_true(scheduler_config_is_one(FILE_NAME));
    if (!scheduler_config_read(&config, FILE_NAME, &error)) fail_msg("%s", error.text);
    return config;
}

// As the program does it: a list of betas is read from the file as any other.
static Schedule table_of(const SchedulerConfig *config) {
    ScheduleParams params = { .family = config->family,
                              .steps = config->steps,
                              .beta_min = config->beta_min > 0 ? config->beta_min : (double)NAN,
                              .beta_max = config->beta_max > 0 ? config->beta_max : (double)NAN,
                              .cosine_s = NAN,
                              .shift = config->shift,
                              .zero_snr = config->zero_snr,
                              .snr_shift = config->snr_shift };
    Schedule schedule = { 0 };
    double *betas = NULL;
    int count = 0;
    Error error = { 0 };
    if (config->family == SCHEDULE_FILE) {
        if (!betas_read(&betas, &count, FILE_NAME, &error)) fail_msg("%s", error.text);
        assert_int_equal(count, config->steps);
    }
    params.betas = betas;
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    free(betas);
    return schedule;
}

static void expect_refused(const char *name, const char *word) {
    SchedulerConfig config = { .steps = -7 };
    Error error = { 0 };
    if (scheduler_config_read(&config, FILE_NAME, &error)) fail_msg("%s is not refused", name);
    if (!strstr(error.text, word) || strncmp(error.text, FILE_NAME ": ", sizeof FILE_NAME) != 0 ||
        strchr(error.text, '\n'))
        fail_msg("%s: %s", name, error.text);
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_int_equal(config.steps, -7);
}

// The bytes of a row's configuration, as the file has them.
static void write_config(const char *row) {
    const char *from = strchr(strstr(row, "\"config\":"), '{'), *to = from;
    int depth = 0;
    do {
        depth += *to == '{';
        depth -= *to == '}';
    } while (depth && *to++);
    Error error;
    assert_true(file_write(FILE_NAME, from, (size_t)(to + 1 - from), &error));
}

// 0 where no list of betas can be it, or the program that made the file found none.
static int steps_of(const json_t *row) {
    static const char wuerstchen[] = "Stable Cascade/Wuerstchen"; // beta is 0 at both ends
    if (strcmp(json_string_value(json_object_get(row, "name")), wuerstchen) == 0) return 0;
    bool known = json_object_get(row, "sqrt_alpha") != NULL;
    return known ? (int)json_integer_value(json_object_get(row, "T")) : 0;
}

static void check_table(const json_t *row, const char *name) {
    SchedulerConfig config;
    Error error = { 0 };
    if (!scheduler_config_read(&config, FILE_NAME, &error)) fail_msg("%s: %s", name, error.text);
    assert_true(scheduler_config_is_one(FILE_NAME));
    Schedule schedule = table_of(&config);
    if (schedule.steps != steps_of(row)) fail_msg("%s: T = %d", name, schedule.steps);
    size_t index;
    const json_t *pair;
    json_array_foreach(json_object_get(row, "sqrt_alpha"), index, pair) {
        int t = (int)json_integer_value(json_array_get(pair, 0));
        double wanted = json_number_value(json_array_get(pair, 1));
        double given = sqrt(schedule.alpha[t]);
        if (fabs(given - wanted) > 1e-5) fail_msg("%s: t = %d: %.7f", name, t, given);
    }
    schedule_free(&schedule);
}

static void check_file(const char *path, size_t rows, size_t refused) {
    Error error = { 0 };
    uint8_t *text;
    size_t length, index;
    assert_true(file_read(&text, &length, path, 1 << 20, &error));
    json_t *root = json_file_read_python(path, &error);
    assert_int_equal(json_array_size(root), rows);
    const char *line = strchr((const char *)text, '{'); // a line a row
    const json_t *row;
    json_array_foreach(root, index, row) {
        const char *name = json_string_value(json_object_get(row, "name"));
        const json_t *class_name = json_object_get(json_object_get(row, "config"), "_class_name");
        write_config(line);
        if (steps_of(row)) check_table(row, name);
        if (!steps_of(row)) expect_refused(name, json_string_value(class_name));
        refused -= !steps_of(row);
        line = strchr(line, '\n') + 1;
    }
    assert_int_equal(refused, 0);
    json_decref(root);
    free(text);
}

// Refused of the 16 are Wuerstchen, IPNDMScheduler and SCMScheduler.
static void what_diffusers_gives(void **state) {
    (void)state;
    check_file(TEST_DATA "/configs/configs.json", 16, 3);
}

static void what_models_come_with(void **state) {
    (void)state;
    check_file(TEST_DATA "/configs/models.json", 59, 12);
}

// Nothing is guessed.
static void what_tells_no_table(void **state) {
    (void)state;
    static const struct {
        const char *text, *word;
    } all[] = {
        { "{\"num_train_timesteps\": 1000}", "num_train_timesteps" },
        { "{\"beta_start\": 0.1, \"beta_end\": 0.2}", "beta_start" },
        { "{\"shift\": 3.0}", "shift" },
        { "{\"prediction_type\": \"epsilon\"}", "no scheduler" },
        { "{\"_class_name\": 3}", "_class_name is 3" },
        { "{\"_class_name\": \"LambdaLRScheduler\"}", "LambdaLRScheduler" },
        { "{\"_class_name\": \"a\\u0000b\"}", "line 1" },
        { "{\"_class_name\": \"<z_t>\\n\"}", "no scheduler" },
        { "{\"_class_name\": \"EDMEulerScheduler\", \"num_train_timesteps\": 10000}", "9999" },
        { "{\"_class_name\": \"EDMEulerScheduler\", \"sigma_min\": 0}", "sigma_min is 0" },
        { "{\"_class_name\": \"EDMEulerScheduler\", \"sigma_min\": 90}", "sigma_max 80" },
        { "{\"_class_name\": \"EDMEulerScheduler\", \"sigma_schedule\": \"lu\"}", "karras" },
        { "{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\", \"shift\": 0}", "shift is 0" },
        { "{\"_class_name\": \"UniPCMultistepScheduler\", \"use_flow_sigmas\": 1}", "true or" },
        { "{\"_class_name\": \"CogVideoXDDIMScheduler\", \"snr_shift_scale\": 0}", "snr_shift" },
        { "{\"_class_name\": \"DDIMScheduler\", \"beta_end\": Infinity}", "beta_end is \"Inf" },
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        write_text(all[i].text);
        expect_refused(all[i].text, all[i].word);
    }
}

static void numbers_of_python(void **state) {
    (void)state;
    SchedulerConfig config = read_text(
        "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"lambda_min_clipped\":-Infinity,\n"
        "\"a\": [NaN , Infinity], \"b\": {\"c\": NaN}, \"d\": \"-Infinity, \\\" [NaN, \\\\\"}");
    assert_true(isinf(config.sampling.lambda_min_clipped));
    assert_non_null(strstr(config.for_sampling, "lambda_min_clipped -Infinity"));
    assert_string_equal(config.not_understood, "a, b, d");
    static const char *const broken[] = {
        "{\"_class_name\": NaNa}",     "{NaN: 1}",     "[-Infinity 3]",       "{\"a\": +Infinity}",
        "{\"a\": \"b, [NaN, \\\"}",    "{\"a\": nan}", "{\"a\": - Infinity}", "NaN",
        "{\"_class_name\": \"DDIMSch", "{\"a\": NaN",  "{\"a\":NaN,\"a\"",
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        write_text(broken[i]);
        expect_refused(broken[i], "line 1");
    }
    // A list of betas is as strict as it was.
    double *betas;
    int count;
    Error error;
    write_text("[0.1, NaN]");
    assert_false(betas_read(&betas, &count, FILE_NAME, &error));
    assert_non_null(strstr(error.text, "line 1"));
    write_text("{\"trained_betas\": [0.1, NaN]}");
    assert_false(betas_read(&betas, &count, FILE_NAME, &error));
    assert_non_null(strstr(error.text, "value 2, \"NaN\", is not a number"));
    // Nor is one that names a schedule in their place.
    write_text("{\"_class_name\": \"DDIMScheduler\"}");
    assert_false(betas_read(&betas, &count, FILE_NAME, &error));
    assert_non_null(strstr(error.text, "--scheduler-config"));
}

static void what_is_for_sampling(void **state) {
    (void)state;
    SchedulerConfig config = read_text(
        "{\"_class_name\": \"EulerDiscreteScheduler\", \"beta_schedule\": \"scaled_linear\","
        " \"timestep_spacing\": \"trailing\", \"steps_offset\": 1, \"sigma_max\": 700.0,"
        " \"sigma_min\": null, \"use_karras_sigmas\": true, \"prediction_type\": \"v_prediction\","
        " \"clip_sample\": false, \"use_flow_sigmas\": true, \"shift\": 3, \"$<x>\": 1,"
        " \"_diffusers_version\": \"0.39\", \"timestep_scaling\": 10.0}");
    const SchedulerSampling *sampling = &config.sampling;
    assert_string_equal(config.class_name, "EulerDiscreteScheduler");
    assert_string_equal(config.schedule, "scaled_linear");
    assert_string_equal(sampling->timestep_spacing, "trailing");
    assert_string_equal(sampling->prediction_type, "v_prediction");
    assert_string_equal(sampling->final_sigmas_type, "zero");
    assert_true(sampling->steps_offset == 1 && sampling->use_karras_sigmas);
    assert_true(sampling->sigma_max == 700 && isnan(sampling->sigma_min));
    assert_string_equal(config.for_sampling,
                        "timestep_spacing \"trailing\", steps_offset 1, sigma_max 700.0, "
                        "use_karras_sigmas, prediction_type \"v_prediction\", "
                        "timestep_scaling 10.0");
    assert_string_equal(config.not_read, "use_flow_sigmas, shift");
    assert_string_equal(config.not_understood, "??x?");
    // What is missing is as the class has it.
    config = read_text("{\"_class_name\": \"DDIMScheduler\"}");
    assert_string_equal(config.sampling.timestep_spacing, "leading");
    assert_string_equal(config.not_read, "");
    // What is of another type than its key's is shown, and its field is the default.
    config = read_text("{\"_class_name\": \"DDIMScheduler\", \"steps_offset\": \"one\"}");
    assert_true(config.sampling.steps_offset == 0);
    assert_non_null(strstr(config.for_sampling, "one"));
}

static void expect_words(const char *text, const char *first, const char *second) {
    SchedulerConfig config = read_text(text);
    Text words = { 0 }, plain = { 0 };
    scheduler_words(&words, &config);
    notation_plain(&plain, (NotationStyle){ 0 }, words.data);
    if (!strstr(plain.data, first) || !strstr(plain.data, second)) fail_msg("%s", plain.data);
    text_free(&words);
    text_free(&plain);
}

static void what_is_said(void **state) {
    (void)state;
    expect_words(
        "{\"_class_name\": \"CogVideoXDDIMScheduler\", \"rescale_betas_zero_snr\": true}",
        "CogVideoXDDIMScheduler: scaled_linear, β from 0.00085 to 0.012, SNR divided by 3,",
        "zero terminal SNR, T = 1000.");
    expect_words("{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\", \"shift\": 3.0,"
                 " \"use_dynamic_shifting\": true, \"base_shift\": 0.25}",
                 "from 0.25 at 256 tokens to 1.15 at 4096.", "Not read: shift.");
    expect_words("{\"_class_name\": \"DPMSolverMultistepScheduler\", \"use_flow_sigmas\": true,"
                 " \"flow_shift\": 3.0, \"use_dynamic_shifting\": true, \"beta_end\": 0.02}",
                 "shift 3, T = 1000. A pipeline", "Not read: beta_end.");
    expect_words("{\"_class_name\": \"EDMEulerScheduler\", \"foo\": 1}",
                 "noise levels σ from 0.002 to 80, karras, T = 1001.", "Not understood: foo.");
    expect_words("{\"beta_schedule\": \"linear\"}", "DDPMScheduler", "no class");
    expect_words("{\"_class_name\": \"EulerDiscreteScheduler\", \"rescale_betas_zero_snr\": true,"
                 " \"beta_schedule\": \"scaled_linear\", \"beta_start\": 0.00085,"
                 " \"beta_end\": 0.012}",
                 "rescaled to end at α_T = 2⁻²⁴", "T = 1000");
}

static void many_and_long_keys(void **state) {
    (void)state;
    Text text = { 0 };
    text_append(&text, "{\"_class_name\": \"DDIMScheduler\"");
    for (int i = 0; i < 3000; i++) text_append(&text, ", \"%0*d\": \"%s\"", i % 90 + 1, i, "x");
    text_append(&text, "}");
    SchedulerConfig config = read_text(text.data);
    size_t length = strlen(config.not_understood);
    assert_true(length < sizeof config.not_understood && length > 100);
    assert_string_equal(config.not_understood + length - 5, ", ...");
    text_free(&text);
}

static int clean_up(void **state) {
    (void)state;
    remove(FILE_NAME);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_diffusers_gives), cmocka_unit_test(what_models_come_with),
        cmocka_unit_test(what_tells_no_table),  cmocka_unit_test(numbers_of_python),
        cmocka_unit_test(what_is_for_sampling), cmocka_unit_test(what_is_said),
        cmocka_unit_test(many_and_long_keys),
    };
    return cmocka_run_group_tests(tests, NULL, clean_up);
}
