// SPDX-License-Identifier: MIT
#include "io/scheduler_config.h"

#include "base/text.h"
#include "io/json_file.h"
#include "io/json_out.h"

#include <math.h>
#include <string.h>

// diffusers' names and the families' ("exp" is theirs for betas_for_alpha_bar with that transform).
static const struct {
    const char *name;
    ScheduleFamily family;
} schedules[] = {
    { "linear", SCHEDULE_LINEAR },
    { "scaled_linear", SCHEDULE_SCALED_LINEAR },
    { "squaredcos_cap_v2", SCHEDULE_COSINE },
    { "sigmoid", SCHEDULE_SIGMOID },
    { "laplace", SCHEDULE_LAPLACE },
    { "exp", SCHEDULE_EXP },
};
enum { SCHEDULES = sizeof schedules / sizeof schedules[0] };

// Defaults of the constructors that differ from those of DDPMScheduler and most others.
static const struct {
    const char *class_name, *beta_schedule;
    double beta_start, beta_end;
} classes[] = {
    { "HeunDiscreteScheduler", "linear", 0.00085, 0.012 },
    { "KDPM2DiscreteScheduler", "linear", 0.00085, 0.012 },
    { "KDPM2AncestralDiscreteScheduler", "linear", 0.00085, 0.012 },
    { "DPMSolverSDEScheduler", "linear", 0.00085, 0.012 },
    { "LCMScheduler", "scaled_linear", 0.00085, 0.012 },
    { "TCDScheduler", "scaled_linear", 0.00085, 0.012 },
    { "", "linear", 0.0001, 0.02 }, // all others
};

typedef struct Reader {
    const json_t *root;
    const char *path;
    Error *error;
} Reader;

// NULL where it is missing or null.
static const json_t *find(const Reader *reader, const char *key) {
    const json_t *value = json_object_get(reader->root, key);
    return json_is_null(value) ? NULL : value;
}

static bool refuse(const Reader *reader, const char *key, const char *wanted) {
    return error_set(reader->error, "%s: %s is %s, which is no %s", reader->path, key,
                     json_show(find(reader, key)).text, wanted);
}

static bool read_fraction(const Reader *reader, const char *key, double *to) {
    const json_t *value = find(reader, key);
    if (!value) return true;
    if (json_is_number(value)) *to = json_number_value(value);
    return (json_is_number(value) && *to > 0 && *to < 1) ||
           refuse(reader, key, "number between 0 and 1");
}

static bool read_steps(const Reader *reader, int *to) {
    static const char key[] = "num_train_timesteps";
    const json_t *value = find(reader, key);
    if (!value) return true;
    json_int_t steps =
        json_is_real(value) && json_real_value(value) == floor(json_real_value(value))
            ? (json_int_t)fmin(1e9, fmax(-1, json_real_value(value)))
            : json_integer_value(value);
    if (steps < 1 || steps > SCHEDULE_MAX_STEPS)
        return refuse(reader, key, "whole number from 1 to 10000");
    *to = (int)steps;
    return true;
}

static bool read_flag(const Reader *reader, const char *key, bool *to) {
    const json_t *value = find(reader, key);
    if (!value) return true;
    *to = json_is_true(value);
    return json_is_boolean(value) || refuse(reader, key, "true or false");
}

static bool find_family(const Reader *reader, const char *name, ScheduleFamily *family) {
    Text known = { 0 };
    for (int i = 0; i < SCHEDULES; i++) {
        if (strcmp(schedules[i].name, name) == 0) {
            *family = schedules[i].family;
            text_free(&known);
            return true;
        }
        text_append(&known, "%s%s", i ? ", " : "", schedules[i].name);
    }
    json_t *shown = json_string(name);
    error_set(reader->error, "%s: beta_schedule %s is not known; known are %s", reader->path,
              json_show(shown).text, known.data);
    json_decref(shown);
    text_free(&known);
    return false;
}

// betas_read looks at the values.
static bool read_trained(const Reader *reader, SchedulerConfig *config) {
    const json_t *list = find(reader, "trained_betas");
    if (!list) return true;
    size_t count = json_array_size(list);
    if (!json_is_array(list)) return refuse(reader, "trained_betas", "list of numbers");
    if (count == 0) return error_set(reader->error, "%s: trained_betas is empty", reader->path);
    if (count > SCHEDULE_MAX_STEPS)
        return error_set(reader->error, "%s: trained_betas: more than %d values", reader->path,
                         SCHEDULE_MAX_STEPS);
    config->family = SCHEDULE_FILE;
    config->steps = (int)count;
    return true;
}

// FlowMatchEulerDiscreteScheduler has no beta: its sigma is the time of a straight path, shifted.
static bool read_flow(const Reader *reader, SchedulerConfig *config) {
    const json_t *shift = find(reader, "shift");
    config->family = SCHEDULE_FLOW;
    config->shift = shift ? json_number_value(shift) : 1;
    if (!(config->shift > 0 && config->shift < 1000)) return refuse(reader, "shift", "shift");
    return read_steps(reader, &config->steps);
}

static bool read_all(const Reader *reader, SchedulerConfig *config) {
    const char *class_name = json_string_value(find(reader, "_class_name"));
    size_t row = 0;
    if (class_name && strcmp(class_name, "FlowMatchEulerDiscreteScheduler") == 0)
        return read_flow(reader, config);
    while (*classes[row].class_name &&
           (!class_name || strcmp(classes[row].class_name, class_name) != 0))
        row++;
    const char *name = classes[row].beta_schedule;
    const json_t *schedule = find(reader, "beta_schedule");
    if (schedule && !json_is_string(schedule)) return refuse(reader, "beta_schedule", "name");
    if (schedule) name = json_string_value(schedule);
    config->beta_min = classes[row].beta_start;
    config->beta_max = classes[row].beta_end;
    if (!read_flag(reader, "rescale_betas_zero_snr", &config->zero_snr) ||
        !read_trained(reader, config))
        return false;
    return config->family == SCHEDULE_FILE ||
           (find_family(reader, name, &config->family) && read_steps(reader, &config->steps) &&
            read_fraction(reader, "beta_start", &config->beta_min) &&
            read_fraction(reader, "beta_end", &config->beta_max));
}

static bool looks_like_one(const json_t *root) {
    static const char *const keys[] = { "beta_schedule", "num_train_timesteps", "trained_betas",
                                        "beta_start", "beta_end" };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (json_object_get(root, keys[i])) return true;
    const char *class_name = json_string_value(json_object_get(root, "_class_name"));
    return class_name && strstr(class_name, "Scheduler");
}

bool scheduler_config_is_one(const char *path) {
    Error ignored;
    json_t *root = json_file_read(path, &ignored);
    bool is_one = looks_like_one(root);
    json_decref(root);
    return is_one;
}

bool scheduler_config_read(SchedulerConfig *config, const char *path, Error *error) {
    json_t *root = json_file_read(path, error);
    if (!root) return false;
    const Reader reader = { root, path, error };
    SchedulerConfig read = { .steps = 1000, .shift = 1 };
    bool good = looks_like_one(root)
                    ? read_all(&reader, &read)
                    : error_set(error,
                                "%s: is no scheduler configuration: it has neither "
                                "beta_schedule nor trained_betas",
                                path);
    json_decref(root);
    if (good) *config = read;
    return good;
}

// Nine digits give a float back.
static json_t *float_number(double value) {
    return json_number_of((double)(float)value, 9);
}

bool scheduler_config_write(FILE *stream, const Schedule *schedule, Error *error) {
    int steps = schedule->steps;
    for (int t = 1; t <= steps; t++) {
        float beta = (float)schedule->beta[t];
        if (beta == 0 || (beta == 1 && t < steps))
            return error_set(error, "scheduler_config: beta_%d = %.17g is %g in float32", t,
                             schedule->beta[t], (double)beta);
    }
    json_t *root = json_object(), *betas = json_array();
    for (int t = 1; t <= steps; t++) json_array_append_new(betas, float_number(schedule->beta[t]));
    json_object_set_new(root, "_class_name", json_string("DDPMScheduler"));
    json_object_set_new(root, "num_train_timesteps", json_integer(steps));
    json_object_set_new(root, "beta_start", float_number(schedule->beta[1]));
    json_object_set_new(root, "beta_end", float_number(schedule->beta[steps]));
    json_object_set_new(root, "beta_schedule", json_string("linear"));
    json_object_set_new(root, "rescale_betas_zero_snr", json_false());
    json_object_set_new(root, "trained_betas", betas);
    Text out = { 0 };
    json_append(&out, root, 1, 0);
    fprintf(stream, "%s\n", out.data);
    text_free(&out);
    json_decref(root);
    return true;
}
