// SPDX-License-Identifier: MIT
// What a scheduler_config.json says of sampling: which of the table's levels are visited, and how.
#ifndef ALPHABAR_IO_SCHEDULER_SAMPLING_H
#define ALPHABAR_IO_SCHEDULER_SAMPLING_H

#include "io/scheduler/class.h"

struct json_t;

// The keys that only a sampler reads, with the class's default where it has one; what is missing is
// NaN, 0, false or empty.
typedef struct SchedulerSampling {
    char timestep_spacing[16]; // "leading", "trailing", "linspace"
    char prediction_type[24], algorithm_type[24], solver_type[16];
    char final_sigmas_type[16]; // "zero", "sigma_min"
    char time_shift_type[16];   // "exponential", "linear"
    int steps_offset, solver_order, original_inference_steps;
    int base_image_seq_len, max_image_seq_len;
    bool skip_prk_steps;
    bool set_alpha_to_one, euler_at_final, lower_order_final, predict_x0;
    bool use_karras_sigmas, use_exponential_sigmas, use_beta_sigmas, use_lu_lambdas;
    bool use_flow_sigmas, use_dynamic_shifting, invert_sigmas, stochastic_sampling;
    double sigma_min, sigma_max, sigma_data, rho, lambda_min_clipped;
    double shift, flow_shift, shift_terminal, base_shift, max_shift;
} SchedulerSampling;

// A value of another type than its key's is passed over.
void scheduler_sampling_read(SchedulerSampling *to, const struct json_t *root,
                             const SchedulerClass *class);

#endif
