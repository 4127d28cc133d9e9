// SPDX-License-Identifier: MIT
// Where levels lie: spacings in the chain's t, counted from 0, and in a flow's time.
#ifndef ALPHABAR_CORE_LEVELS_SPACINGS_H
#define ALPHABAR_CORE_LEVELS_SPACINGS_H

#include "core/levels/work.h"

// In t. `open`: N + 1 points of which the last is left out.
LevelsPlace spacing_linspace, spacing_linspace_whole, spacing_linspace_open,
    spacing_linspace_open_whole, spacing_linspace_open_cut, spacing_leading, spacing_leading_open,
    spacing_trailing, spacing_simple, spacing_stride, spacing_stride_all, spacing_quad,
    spacing_beta, spacing_turbo, spacing_lcm;
enum { LCM_STEPS = 50 }; // diffusers' original_inference_steps
// ComfyUI's two, of a table or of a flow.
LevelsPlace spacing_normal, spacing_sgm_uniform, spacing_comfy_stride;
// In a flow's time: S is the shift s u/(1 + (s - 1) u), D that by e^mu, L that by mu.
LevelsPlace flow_twice, flow_once, flow_dpm, flow_dynamic, flow_dynamic_pipeline, flow_linear,
    flow_linear_pipeline, flow_schedule;
// A list of one's own.
LevelsPlace own_sigma, own_t;

#endif
