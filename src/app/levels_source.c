// SPDX-License-Identifier: MIT
#include "app/levels_source.h"

#include "conf/levels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef enum Kind {
    KIND_NONE,
    KIND_DDIM,
    KIND_PNDM,
    KIND_LCM,
    KIND_UNCLIP,
    KIND_EULER,
    KIND_DPM,
    KIND_FLOW,
    KIND_HEUN,
    KIND_EDM
} Kind;

// Which rows of core/levels/methods.inc are what a class does.
static Kind kind_of(const char *class) {
    static const struct {
        const char *name;
        Kind kind;
    } kinds[] = { { "DDIMScheduler", KIND_DDIM },
                  { "DDIMParallelScheduler", KIND_DDIM },
                  { "DDPMScheduler", KIND_DDIM },
                  { "DDPMParallelScheduler", KIND_DDIM },
                  { "PNDMScheduler", KIND_PNDM },
                  { "LCMScheduler", KIND_LCM },
                  { "UnCLIPScheduler", KIND_UNCLIP },
                  { "CogVideoXDDIMScheduler", KIND_DDIM },
                  { "EulerDiscreteScheduler", KIND_EULER },
                  { "EulerAncestralDiscreteScheduler", KIND_EULER },
                  { "LMSDiscreteScheduler", KIND_EULER },
                  { "DPMSolverMultistepScheduler", KIND_DPM },
                  { "DPMSolverSinglestepScheduler", KIND_DPM },
                  { "DEISMultistepScheduler", KIND_DPM },
                  { "UniPCMultistepScheduler", KIND_DPM },
                  { "FlowMatchEulerDiscreteScheduler", KIND_FLOW },
                  { "FlowMatchHeunDiscreteScheduler", KIND_HEUN },
                  { "EDMEulerScheduler", KIND_EDM },
                  { "EDMDPMSolverMultistepScheduler", KIND_EDM } };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, class) == 0) return kinds[i].kind;
    return KIND_NONE;
}

static const char *curve_of(const SchedulerSampling *sampling) {
    if (sampling->use_karras_sigmas) return "karras";
    if (sampling->use_exponential_sigmas) return "exponential";
    if (sampling->use_beta_sigmas) return "beta";
    return sampling->use_lu_lambdas ? "lu" : "";
}

static void spacing_of(char out[24], const SchedulerSampling *sampling) {
    bool leading = strcmp(sampling->timestep_spacing, "leading") == 0;
    if (leading)
        snprintf(out, 24, "leading%d", sampling->steps_offset);
    else
        snprintf(out, 24, "%s", sampling->timestep_spacing);
}

// Of fifty steps, unless the file says otherwise.
static void name_lcm(char out[96], const SchedulerSampling *sampling) {
    int steps = sampling->original_inference_steps;
    if (steps && steps != 50)
        snprintf(out, 96, "diffusers.lcm_of%d", steps);
    else
        snprintf(out, 96, "diffusers.lcm");
}

// "diffusers.euler_karras_leading1"
static void name_method(char out[96], Kind kind, const SchedulerConfig *config) {
    const SchedulerSampling *sampling = &config->sampling;
    const char *curve = curve_of(sampling), *type = sampling->time_shift_type;
    char spacing[24];
    spacing_of(spacing, sampling);
    switch (kind) {
    case KIND_DDIM: snprintf(out, 96, "diffusers.ddim_%s", spacing); break;
    case KIND_PNDM:
        snprintf(out, 96, "diffusers.pndm_%s%s", sampling->skip_prk_steps ? "" : "prk_", spacing);
        break;
    case KIND_LCM: name_lcm(out, sampling); break;
    case KIND_UNCLIP: snprintf(out, 96, "diffusers.unclip"); break;
    case KIND_HEUN: snprintf(out, 96, "diffusers.flowmatch_heun"); break;
    case KIND_EULER:
        snprintf(out, 96, "diffusers.euler_%s%s%s", curve, *curve ? "_" : "", spacing);
        break;
    case KIND_DPM:
        if (sampling->use_flow_sigmas)
            snprintf(out, 96, "diffusers.dpm_flow");
        else if (isfinite(sampling->lambda_min_clipped) && !*curve)
            snprintf(out, 96, "diffusers.dpm_%s_clip%g", spacing, sampling->lambda_min_clipped);
        else
            snprintf(out, 96, "diffusers.dpm_%s", *curve ? curve : spacing);
        break;
    case KIND_FLOW:
        if (sampling->use_dynamic_shifting)
            snprintf(out, 96, "diffusers.flowmatch_dynamic_%s_pipeline%s", type, curve);
        else
            snprintf(out, 96, "diffusers.flowmatch_%s", *curve ? curve : "default");
        break;
    case KIND_EDM:
        snprintf(out, 96, "diffusers.edm_%s",
                 strcmp(config->schedule, "exponential") == 0 ? "exponential" : "karras");
        break;
    case KIND_NONE: *out = '\0'; break;
    }
}

// mu as the Flux pipeline has it, with the configuration's own ends (calculate_shift).
static double dynamic_mu(const SchedulerSampling *sampling, int width, int height) {
    double tokens = (width / 16.0) * (height / 16.0);
    double slope = (sampling->max_shift - sampling->base_shift) /
                   (sampling->max_image_seq_len - sampling->base_image_seq_len);
    return sampling->base_shift + slope * (tokens - sampling->base_image_seq_len);
}

static void shift_by_size(LevelsSettings *levels, const SchedulerSampling *sampling) {
    if (levels->width == 0 || levels->height == 0) levels->width = levels->height = 1024;
    double mu = dynamic_mu(sampling, levels->width, levels->height);
    bool usual = fabs(mu - levels_mu(levels->width, levels->height)) < 1e-12;
    levels->mu = usual ? (double)NAN : fmax(-6, fmin(6, mu)); // by default it follows the size
}

bool levels_source_config(Settings *settings, const SchedulerConfig *config, Error *error) {
    const SchedulerSampling *sampling = &config->sampling;
    LevelsSettings *levels = &settings->levels;
    Kind kind = kind_of(config->class->name);
    LevelsMethod method;
    char name[96];
    name_method(name, kind, config);
    if (kind == KIND_NONE)
        return error_usage(error, "levels: those of %s are not known", config->class->name);
    if (!levels_method_find(&method, name))
        return error_usage(error, "levels: %s with these keys would be %s, which is not known",
                           config->class->name, name);
    levels->method = 1 + (int)method;
    bool ddpm = strncmp(config->class->name, "DDPM", 4) == 0; // which does not read that key
    bool kept = (kind == KIND_DDIM || kind == KIND_PNDM) && !ddpm && !sampling->set_alpha_to_one;
    bool one = kind == KIND_PNDM && sampling->set_alpha_to_one;
    bool least = kept || strcmp(sampling->final_sigmas_type, "sigma_min") == 0;
    levels->final = least ? LEVELS_FINAL_SIGMA_MIN : one ? LEVELS_FINAL_ZERO : LEVELS_FINAL_OWN;
    levels->terminal = sampling->shift_terminal > 0 ? sampling->shift_terminal : 0;
    levels->rho = levels->shift = levels->mu = NAN;
    if (kind == KIND_FLOW && sampling->use_dynamic_shifting) shift_by_size(levels, sampling);
    return true;
}
