// SPDX-License-Identifier: MIT
#include "io/scheduler/sampling.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void sampling_text(const json_t *root, const char *key, char *to, size_t size) {
    const json_t *value = json_object_get(root, key);
    if (json_is_string(value)) snprintf(to, size, "%.*s", (int)size - 1, json_string_value(value));
}

static void sampling_number(const json_t *root, const char *key, double *to) {
    const json_t *value = json_object_get(root, key);
    const char *text = json_string_value(value);
    if (json_is_number(value)) *to = json_number_value(value);
    if (text && strcmp(text, "-Infinity") == 0) *to = -INFINITY;
}

static void sampling_int(const json_t *root, const char *key, int *to) {
    double number = *to;
    sampling_number(root, key, &number);
    if (fabs(number) < 1e9) *to = (int)number;
}

static void sampling_flag(const json_t *root, const char *key, bool *to) {
    const json_t *value = json_object_get(root, key);
    if (json_is_boolean(value)) *to = json_is_true(value);
}

void scheduler_sampling_read(SchedulerSampling *to, const struct json_t *root,
                             const SchedulerClass *class) {
    const char *spacing = class->spacing;
    bool pndm = strcmp(class->name, "PNDMScheduler") == 0; // its own default
    *to = (SchedulerSampling){ .set_alpha_to_one = !pndm,
                               .lower_order_final = true,
                               .predict_x0 = true,
                               .solver_order = 2,
                               .sigma_min = NAN,
                               .sigma_max = NAN,
                               .sigma_data = NAN,
                               .rho = NAN,
                               .lambda_min_clipped = -INFINITY,
                               .shift = 1,
                               .flow_shift = 1,
                               .shift_terminal = NAN,
                               .base_shift = 0.5,
                               .max_shift = 1.15,
                               .base_image_seq_len = 256,
                               .max_image_seq_len = 4096 };
    snprintf(to->timestep_spacing, sizeof to->timestep_spacing, "%s", spacing ? spacing : "");
    snprintf(to->prediction_type, sizeof to->prediction_type, "epsilon");
    snprintf(to->final_sigmas_type, sizeof to->final_sigmas_type, "zero");
    snprintf(to->time_shift_type, sizeof to->time_shift_type, "exponential");
#define TEXT(key)   sampling_text(root, #key, to->key, sizeof to->key)
#define NUMBER(key) sampling_number(root, #key, &to->key)
#define INT(key)    sampling_int(root, #key, &to->key)
#define FLAG(key)   sampling_flag(root, #key, &to->key)
    TEXT(timestep_spacing), TEXT(prediction_type), TEXT(algorithm_type), TEXT(solver_type);
    TEXT(final_sigmas_type), TEXT(time_shift_type);
    INT(steps_offset), INT(solver_order), INT(original_inference_steps);
    INT(base_image_seq_len), INT(max_image_seq_len);
    FLAG(skip_prk_steps), FLAG(set_alpha_to_one), FLAG(euler_at_final), FLAG(lower_order_final),
        FLAG(predict_x0);
    FLAG(use_karras_sigmas), FLAG(use_exponential_sigmas), FLAG(use_beta_sigmas);
    FLAG(use_lu_lambdas), FLAG(use_flow_sigmas), FLAG(use_dynamic_shifting);
    FLAG(invert_sigmas), FLAG(stochastic_sampling);
    NUMBER(sigma_min), NUMBER(sigma_max), NUMBER(sigma_data), NUMBER(rho);
    NUMBER(lambda_min_clipped), NUMBER(shift), NUMBER(flow_shift), NUMBER(shift_terminal);
    NUMBER(base_shift), NUMBER(max_shift);
#undef TEXT
#undef NUMBER
#undef INT
#undef FLAG
}
