// SPDX-License-Identifier: MIT
#include "io/scheduler/class.h"

#include "base/translate.h"

#include <stddef.h>
#include <string.h>

#define DDPM_ENDS   .beta_start = 0.0001, .beta_end = 0.02
#define SD_ENDS     .beta_start = 0.00085, .beta_end = 0.012
#define LINEAR_DDPM TABLE_BETAS, 1000, "linear scaled_linear squaredcos_cap_v2", DDPM_ENDS
#define LINEAR_SD   TABLE_BETAS, 1000, "linear scaled_linear squaredcos_cap_v2", SD_ENDS
#define SCALED_SD   TABLE_BETAS, 1000, "scaled_linear linear squaredcos_cap_v2", SD_ENDS
#define EDM_ENDS    .sigma_min = 0.002, .sigma_max = 80
#define STAGES      N_("Each of its stages samples levels of its own; shown is the whole.")

// clang-format off
static const SchedulerClass classes[] = {
    // Betas.
    { "DDPMScheduler", TABLE_BETAS, 1000,
      "linear scaled_linear squaredcos_cap_v2 laplace sigmoid", DDPM_ENDS,
      .end = END_ZERO, .spacing = "leading" },
    { "DDPMParallelScheduler", TABLE_BETAS, 1000,
      "linear scaled_linear squaredcos_cap_v2 sigmoid", DDPM_ENDS,
      .end = END_ZERO, .spacing = "leading" },
    { "DDIMScheduler", LINEAR_DDPM, .end = END_ZERO, .spacing = "leading" },
    { "DDIMParallelScheduler", LINEAR_DDPM, .end = END_ZERO, .spacing = "leading" },
    { "DDIMInverseScheduler", LINEAR_DDPM, .end = END_ZERO, .spacing = "leading" },
    { "PNDMScheduler", LINEAR_DDPM, .spacing = "leading" },
    { "LMSDiscreteScheduler", LINEAR_DDPM, .spacing = "linspace" },
    { "EulerDiscreteScheduler", LINEAR_DDPM, .end = END_TINY, .spacing = "linspace" },
    { "EulerAncestralDiscreteScheduler", LINEAR_DDPM, .end = END_TINY, .spacing = "linspace" },
    { "RePaintScheduler", TABLE_BETAS, 1000,
      "linear scaled_linear squaredcos_cap_v2 sigmoid", DDPM_ENDS },
    { "UnCLIPScheduler", TABLE_BETAS, 1000, "squaredcos_cap_v2", DDPM_ENDS },
    { "ConsistencyDecoderScheduler", TABLE_BETAS, 1024, "squaredcos_cap_v2", DDPM_ENDS },
    { "HeunDiscreteScheduler", TABLE_BETAS, 1000,
      "linear scaled_linear squaredcos_cap_v2 exp", SD_ENDS, .spacing = "linspace" },
    { "KDPM2DiscreteScheduler", LINEAR_SD, .spacing = "linspace" },
    { "KDPM2AncestralDiscreteScheduler", LINEAR_SD, .spacing = "linspace" },
    { "DPMSolverSDEScheduler", LINEAR_SD, .spacing = "linspace" },
    { "LCMScheduler", SCALED_SD, .end = END_ZERO, .spacing = "leading" },
    { "TCDScheduler", SCALED_SD, .end = END_ZERO, .spacing = "leading" },
    { "CogVideoXDDIMScheduler", SCALED_SD, .end = END_ZERO, .snr_scale = 3, .spacing = "leading" },
    { "CogVideoXDPMScheduler", SCALED_SD, .end = END_ZERO, .snr_scale = 3, .spacing = "leading" },
    // Betas, or with use_flow_sigmas a flow.
    { "DPMSolverMultistepScheduler", LINEAR_DDPM, .end = END_TINY, .grid = GRID_SOLVER,
      .spacing = "linspace" },
    { "DPMSolverMultistepInverseScheduler", LINEAR_DDPM, .grid = GRID_SOLVER,
      .spacing = "linspace" },
    { "DPMSolverSinglestepScheduler", LINEAR_DDPM, .grid = GRID_SOLVER, .spacing = "linspace" },
    { "DEISMultistepScheduler", LINEAR_DDPM, .grid = GRID_SOLVER, .spacing = "linspace" },
    { "SASolverScheduler", LINEAR_DDPM, .grid = GRID_SOLVER, .spacing = "linspace" },
    { "UniPCMultistepScheduler", LINEAR_DDPM, .end = END_TINY, .grid = GRID_UNIPC,
      .spacing = "linspace" },
    // Flows.
    { "FlowMatchEulerDiscreteScheduler", TABLE_FLOW, 1000, .grid = GRID_WHOLE, .dynamic = true },
    { "FlowMatchLCMScheduler", TABLE_FLOW, 1000, .grid = GRID_WHOLE, .dynamic = true },
    { "FlowMatchHeunDiscreteScheduler", TABLE_FLOW, 1000, .grid = GRID_WHOLE },
    { "HeliosScheduler", TABLE_FLOW, 1000, .grid = GRID_SOLVER, .note = STAGES },
    { "HeliosDMDScheduler", TABLE_FLOW, 1000, .grid = GRID_SOLVER, .note = STAGES },
    // Noise levels.
    { "EDMEulerScheduler", TABLE_SIGMAS, 1000, EDM_ENDS, .either = true, .more = 1,
      .note = N_("It has num_train_timesteps + 1 levels.") },
    { "EDMDPMSolverMultistepScheduler", TABLE_SIGMAS, 1000, EDM_ENDS, .either = true },
    { "CosineDPMSolverMultistepScheduler", TABLE_SIGMAS, 1000, .sigma_min = 0.3, .sigma_max = 500,
      .spread = SPREAD_EXPONENTIAL, .either = true },
    { "CMStochasticIterativeScheduler", TABLE_SIGMAS, 40, EDM_ENDS },
    { "ScoreSdeVeScheduler", TABLE_SIGMAS, 2000, .sigma_min = 0.01, .sigma_max = 1348,
      .spread = SPREAD_VE },
    // None.
    { "ScoreSdeVpScheduler", .why = "its alpha = exp(-(beta_max - beta_min) u^2/2 - beta_min u) is "
      "continuous, and how many steps u has is not in its configuration; for beta from 0.1 to 20, "
      "--schedule vp --steps N is that curve" },
    { "KarrasVeScheduler", .why = "how many levels lie between sigma_min and sigma_max is not in "
      "its configuration" },
    { "IPNDMScheduler", .why = "its configuration fixes no table: it samples at noise levels "
      "sin^2(pi u/2), u in as many steps as a run has, and its trained_betas are such levels" },
    { "SCMScheduler", .why = "its configuration fixes no table: its z = cos(t) x + sin(t) n is "
      "continuous, and a run chooses t" },
    { "DDPMWuerstchenScheduler", .why = "it holds alpha between 0.0001 and 0.9999, so beta is 0 "
      "at both ends, and its steps are a run's; without that, --schedule cosine is its curve" },
    { "LTXEulerAncestralRFScheduler", .why = "its levels are a run's own, or those of "
      "FlowMatchEulerDiscreteScheduler: put that name in its place" },
    { "VQDiffusionScheduler", .why = "it replaces tokens and adds no Gaussian noise" },
    { "AmusedScheduler", .why = "it masks tokens and adds no Gaussian noise" },
    { "BlockRefinementScheduler", .why = "it masks tokens and adds no Gaussian noise" },
};

const SchedulerClass scheduler_class_none = {
    "DDPMScheduler", TABLE_BETAS, 1000,
    "linear scaled_linear squaredcos_cap_v2 sigmoid laplace exp", DDPM_ENDS,
    .end = END_ZERO, .spacing = "leading"
};
// clang-format on

// Sorted by what they are about.
static const char table_keys[] =
    "num_train_timesteps beta_schedule beta_start beta_end trained_betas rescale_betas_zero_snr "
    "snr_shift_scale use_flow_sigmas flow_shift shift use_dynamic_shifting sigma_min sigma_max "
    "sigma_schedule rho";

static const char sampling_keys[] =
    // which levels
    "timestep_spacing steps_offset set_alpha_to_one set_alpha_to_zero use_karras_sigmas "
    "use_exponential_sigmas use_beta_sigmas use_lu_lambdas final_sigmas_type lambda_min_clipped "
    "interpolation_type timestep_type shift_terminal invert_sigmas base_shift max_shift "
    "base_image_seq_len max_image_seq_len time_shift_type sampling_eps scale_factors stages "
    "stage_range gamma original_inference_steps skip_prk_steps "
    // what is done there
    "prediction_type sigma_data timestep_scaling variance_type clip_sample clip_sample_range "
    "thresholding dynamic_thresholding_ratio sample_max_value algorithm_type solver_type "
    "solver_order lower_order_final euler_at_final predict_x0 disable_corrector solver_p "
    "predictor_order corrector_order tau_func noise_sampler_seed stochastic_sampling eta s_noise "
    "tensor_format timestep_values predict_epsilon clip_denoised snr correct_steps upscale_mode "
    "scheduler_type";

bool scheduler_names_hold(const char *names, const char *name) {
    size_t length = strlen(name);
    for (const char *at = names; length && *at; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, name, length) == 0) return true;
        at += word;
    }
    return false;
}

const SchedulerClass *scheduler_class_find(const char *name) {
    if (strncmp(name, "Flax", 4) == 0) name += 4;
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (strcmp(classes[i].name, name) == 0) return &classes[i];
    return NULL;
}

SchedulerKey scheduler_key(const char *key) {
    if (*key == '_') return KEY_NEITHER;
    if (scheduler_names_hold(table_keys, key)) return KEY_TABLE;
    return scheduler_names_hold(sampling_keys, key) ? KEY_SAMPLING : KEY_UNKNOWN;
}
