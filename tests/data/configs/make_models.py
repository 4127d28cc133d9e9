#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes models.json: scheduler configurations as models come with, and sqrt(alpha) at nine steps of
the table that each stands for, from the definitions in double. Made by the definitions alone, not
by diffusers; configs.json beside it is what diffusers gives.

    make_models.py > models.json
"""
import json
import math


def product(betas):
    out, alpha = [], 1.0
    for beta in betas:
        alpha *= 1 - beta
        out.append(alpha)
    return out


def line(first, last, count):
    return [first + (last - first) * i / (count - 1) for i in range(count)]


def linear(first, last, steps=1000):
    return product(line(first, last, steps))


def scaled(first, last, steps=1000):
    return product(root * root for root in line(math.sqrt(first), math.sqrt(last), steps))


def capped(alpha_at, steps):
    f = [alpha_at(t / steps) for t in range(steps + 1)]
    return product(min(1 - f[t + 1] / f[t], .999) for t in range(steps))


def cosine(steps=1000):
    return capped(lambda u: math.cos((u + .008) / 1.008 * math.pi / 2) ** 2, steps)


def falling(steps):
    return capped(lambda u: math.exp(-12 * u), steps)


def zero_snr(alphas):
    roots = [math.sqrt(alpha) for alpha in alphas]
    return [((root - roots[-1]) * roots[0] / (roots[0] - roots[-1])) ** 2 for root in roots]


def tiny_end(alphas):
    return zero_snr(alphas)[:-1] + [2.0 ** -24]


def snr_over(scale, alphas):
    return [alpha / (scale + (1 - scale) * alpha) for alpha in alphas]


def flow(shift, times):
    sigmas = [shift * u / (1 + (shift - 1) * u) for u in times]
    return [(1 - s) ** 2 / ((1 - s) ** 2 + s * s) for s in sigmas]


def whole(shift, steps=1000):
    return flow(shift, [(t + 1) / steps for t in range(steps)])


def solver(shift, steps=1000):
    return flow(shift, [(1 - 1 / steps) * (t + 1) / steps for t in range(steps)])


def unipc(shift, steps=1000):
    alphas = flow(shift, line(1 / steps + (1 - 1 / steps) / steps, 1, steps))
    return alphas[:-1] + [(1e-6) ** 2 / ((1e-6) ** 2 + (1 - 1e-6) ** 2)]


def sigmas(levels):
    return [1 / (1 + sigma * sigma) for sigma in levels]


def karras(low, high, rho=7.0, steps=1000):
    return sigmas(r ** rho for r in line(low ** (1 / rho), high ** (1 / rho), steps))


def exponential(low, high, steps=1000, first=0.0):
    return sigmas(low * (high / low) ** u for u in line(first, 1, steps))


SD = {"beta_end": .012, "beta_schedule": "scaled_linear", "beta_start": .00085,
      "num_train_timesteps": 1000, "trained_betas": None}
DPM = {"algorithm_type": "dpmsolver++", "beta_end": .02, "beta_schedule": "linear",
       "beta_start": .0001, "dynamic_thresholding_ratio": .995, "euler_at_final": False,
       "final_sigmas_type": "zero", "lambda_min_clipped": -math.inf, "lower_order_final": True,
       "num_train_timesteps": 1000, "sample_max_value": 1.0, "solver_order": 2,
       "solver_type": "midpoint", "steps_offset": 0, "thresholding": False,
       "timestep_spacing": "linspace", "trained_betas": None, "use_karras_sigmas": False,
       "use_lu_lambdas": False, "variance_type": None}
MODELS = [
    ("DDPM CIFAR-10", "DDPMScheduler",
     {"beta_end": .02, "beta_schedule": "linear", "beta_start": .0001, "clip_sample": True,
      "num_train_timesteps": 1000, "trained_betas": None, "variance_type": "fixed_large"},
     linear(1e-4, .02)),
    ("LDM CelebA-HQ", "DDIMScheduler",
     {"beta_end": .0195, "beta_schedule": "scaled_linear", "beta_start": .0015,
      "clip_sample": False, "num_train_timesteps": 1000, "tensor_format": "pt",
      "timestep_values": None, "trained_betas": None}, scaled(.0015, .0195)),
    ("Stable Diffusion 2.1", "DDIMScheduler",
     {**SD, "clip_sample": False, "prediction_type": "v_prediction", "set_alpha_to_one": False,
      "skip_prk_steps": True, "steps_offset": 1}, scaled(.00085, .012)),
    ("SDXL", "EulerDiscreteScheduler",
     {**SD, "clip_sample": False, "interpolation_type": "linear", "prediction_type": "epsilon",
      "sample_max_value": 1.0, "set_alpha_to_one": False, "skip_prk_steps": True,
      "steps_offset": 1, "timestep_spacing": "leading", "use_karras_sigmas": False},
     scaled(.00085, .012)),
    ("SDXL Turbo", "EulerAncestralDiscreteScheduler",
     {**SD, "clip_sample": False, "prediction_type": "epsilon", "timestep_spacing": "trailing",
      "steps_offset": 1, "rescale_betas_zero_snr": False}, scaled(.00085, .012)),
    ("an SDXL with v and zero terminal SNR", "EulerDiscreteScheduler",
     {**SD, "prediction_type": "v_prediction", "rescale_betas_zero_snr": True,
      "timestep_spacing": "trailing"}, tiny_end(scaled(.00085, .012))),
    ("Stable Video Diffusion", "EulerDiscreteScheduler",
     {**SD, "interpolation_type": "linear", "prediction_type": "v_prediction", "sigma_max": 700.0,
      "sigma_min": .002, "steps_offset": 1, "timestep_spacing": "leading",
      "timestep_type": "continuous", "use_karras_sigmas": True}, scaled(.00085, .012)),
    ("Marigold", "DDIMScheduler",
     {**SD, "clip_sample": False, "prediction_type": "v_prediction",
      "rescale_betas_zero_snr": True, "set_alpha_to_one": False,
      "timestep_spacing": "trailing"}, zero_snr(scaled(.00085, .012))),
    ("AnimateDiff", "DDIMScheduler",
     {"beta_end": .012, "beta_schedule": "linear", "beta_start": .00085, "clip_sample": False,
      "num_train_timesteps": 1000, "steps_offset": 1}, linear(.00085, .012)),
    ("Kandinsky 2.2", "DDPMScheduler",
     {"beta_end": .012, "beta_schedule": "linear", "beta_start": .00085, "clip_sample": False,
      "clip_sample_range": 1.0, "num_train_timesteps": 1000, "prediction_type": "epsilon",
      "thresholding": False, "trained_betas": None, "variance_type": "learned_range"},
     linear(.00085, .012)),
    ("Kandinsky 2.2 prior", "UnCLIPScheduler",
     {"clip_sample": True, "clip_sample_range": 5.0, "num_train_timesteps": 1000,
      "prediction_type": "sample", "variance_type": "fixed_small_log"}, cosine()),
    ("DeepFloyd IF", "DDPMScheduler",
     {"beta_end": .02, "beta_schedule": "squaredcos_cap_v2", "beta_start": .0001,
      "clip_sample": True, "dynamic_thresholding_ratio": .95, "num_train_timesteps": 1000,
      "prediction_type": "epsilon", "sample_max_value": 1.5, "thresholding": True,
      "variance_type": "learned_range"}, cosine()),
    ("Hunyuan-DiT", "DDPMScheduler",
     {"beta_end": .03, "beta_schedule": "scaled_linear", "beta_start": .00085,
      "clip_sample": False, "num_train_timesteps": 1000, "prediction_type": "v_prediction",
      "steps_offset": 1, "trained_betas": None}, scaled(.00085, .03)),
    ("PixArt", "DPMSolverMultistepScheduler", {**DPM, "prediction_type": "epsilon"},
     linear(1e-4, .02)),
    ("Sana", "DPMSolverMultistepScheduler",
     {**DPM, "flow_shift": 3.0, "prediction_type": "flow_prediction", "use_flow_sigmas": True,
      "use_beta_sigmas": False, "use_exponential_sigmas": False}, solver(3)),
    ("Wan 2.1", "UniPCMultistepScheduler",
     {"beta_end": .02, "beta_schedule": "linear", "beta_start": .0001, "disable_corrector": [],
      "dynamic_thresholding_ratio": .995, "final_sigmas_type": "zero", "flow_shift": 3.0,
      "lower_order_final": True, "num_train_timesteps": 1000, "predict_x0": True,
      "prediction_type": "flow_prediction", "rescale_betas_zero_snr": False,
      "sample_max_value": 1.0, "solver_order": 2, "solver_p": None, "solver_type": "bh2",
      "steps_offset": 0, "thresholding": False, "timestep_spacing": "linspace",
      "trained_betas": None, "use_beta_sigmas": False, "use_exponential_sigmas": False,
      "use_flow_sigmas": True, "use_karras_sigmas": False}, unipc(3)),
    ("UniPC without flow", "UniPCMultistepScheduler", {**SD, "flow_shift": 5.0},
     scaled(.00085, .012)),
    ("UniPC, zero terminal SNR", "UniPCMultistepScheduler",
     {**SD, "rescale_betas_zero_snr": True}, tiny_end(scaled(.00085, .012))),
    ("DEIS as a flow", "DEISMultistepScheduler",
     {"use_flow_sigmas": True, "flow_shift": 2.0, "num_train_timesteps": 500}, solver(2, 500)),
    ("SA-Solver", "SASolverScheduler", {"beta_schedule": "squaredcos_cap_v2"}, cosine()),
    ("Flux schnell", "FlowMatchEulerDiscreteScheduler",
     {"base_image_seq_len": 256, "base_shift": .5, "max_image_seq_len": 4096, "max_shift": 1.15,
      "num_train_timesteps": 1000, "shift": 1.0, "use_dynamic_shifting": False}, whole(1)),
    ("LTX-Video", "FlowMatchEulerDiscreteScheduler",
     {"base_image_seq_len": 1024, "base_shift": .95, "max_image_seq_len": 4096,
      "max_shift": 2.05, "num_train_timesteps": 1000, "shift": 1.0, "shift_terminal": .1,
      "use_dynamic_shifting": True}, whole(1)),
    ("AuraFlow", "FlowMatchEulerDiscreteScheduler",
     {"num_train_timesteps": 1000, "shift": 1.73}, whole(1.73)),
    ("HunyuanVideo", "FlowMatchEulerDiscreteScheduler",
     {"invert_sigmas": False, "num_train_timesteps": 1000, "shift": 7.0,
      "use_dynamic_shifting": False}, whole(7)),
    ("a flow for LCM", "FlowMatchLCMScheduler",
     {"num_train_timesteps": 1000, "scale_factors": [1, 2], "shift": 3.0,
      "upscale_mode": "bicubic"}, whole(3)),
    ("Heun knows no dynamic shift", "FlowMatchHeunDiscreteScheduler",
     {"shift": 3.0, "use_dynamic_shifting": True}, whole(3)),
    ("CogVideoX 5B", "CogVideoXDPMScheduler",
     {**SD, "clip_sample": False, "prediction_type": "v_prediction",
      "rescale_betas_zero_snr": True, "sample_max_value": 1.0, "set_alpha_to_one": True,
      "snr_shift_scale": 1.0, "steps_offset": 0, "timestep_spacing": "trailing"},
     zero_snr(scaled(.00085, .012))),
    ("CogVideoX's default", "CogVideoXDDIMScheduler", {}, snr_over(3, scaled(.00085, .012))),
    ("Playground 2.5", "EDMDPMSolverMultistepScheduler",
     {"algorithm_type": "dpmsolver++", "dynamic_thresholding_ratio": .995,
      "euler_at_final": False, "final_sigmas_type": "zero", "lower_order_final": True,
      "num_train_timesteps": 1000, "prediction_type": "epsilon", "rho": 7.0,
      "sample_max_value": 1.0, "sigma_data": .5, "sigma_max": 80.0, "sigma_min": .002,
      "solver_order": 2, "solver_type": "midpoint", "thresholding": False}, karras(.002, 80)),
    ("CosXL", "EDMEulerScheduler",
     {"num_train_timesteps": 1000, "prediction_type": "v_prediction", "rho": 7.0,
      "sigma_data": 1.0, "sigma_max": 120.0, "sigma_min": .002,
      "sigma_schedule": "exponential"}, exponential(.002, 120, 1001)),
    ("another rho", "EDMEulerScheduler", {"rho": 5, "num_train_timesteps": 99},
     karras(.002, 80, 5, 100)),
    ("Stable Audio", "CosineDPMSolverMultistepScheduler",
     {"num_train_timesteps": 1000, "prediction_type": "v_prediction", "rho": 7.0,
      "sigma_data": 1.0, "sigma_max": 500, "sigma_min": .3, "sigma_schedule": "exponential",
      "solver_order": 2, "solver_type": "midpoint"}, exponential(.3, 500)),
    ("Consistency models", "CMStochasticIterativeScheduler",
     {"clip_denoised": True, "num_train_timesteps": 40, "rho": 7.0, "s_noise": 1.0,
      "sigma_data": .5, "sigma_max": 80.0, "sigma_min": .002}, karras(.002, 80, 7, 40)),
    ("Consistency decoder", "ConsistencyDecoderScheduler", {"sigma_data": .5}, cosine(1024)),
    ("NCSN++", "ScoreSdeVeScheduler",
     {"correct_steps": 1, "num_train_timesteps": 2000, "sampling_eps": 1e-5, "sigma_max": 1348,
      "sigma_min": .01, "snr": .075}, exponential(.01, 1348, 2000, 1e-5)),
    ("Shap-E", "HeunDiscreteScheduler",
     {"beta_end": .012, "beta_schedule": "exp", "beta_start": .00085, "clip_sample": True,
      "clip_sample_range": 1.0, "num_train_timesteps": 1024, "prediction_type": "sample",
      "use_karras_sigmas": True}, falling(1024)),
    ("Kolors", "EulerDiscreteScheduler",
     {**SD, "beta_end": .014, "num_train_timesteps": 1100, "steps_offset": 1,
      "timestep_spacing": "leading"}, scaled(.00085, .014, 1100)),
    ("I2VGen-XL", "DDIMScheduler",
     {"beta_schedule": "squaredcos_cap_v2", "clip_sample": False, "num_train_timesteps": 1000,
      "prediction_type": "v_prediction", "rescale_betas_zero_snr": True,
      "timestep_spacing": "leading"}, zero_snr(cosine())),
    ("CogView 3", "CogVideoXDDIMScheduler",
     {**SD, "prediction_type": "v_prediction", "rescale_betas_zero_snr": True,
      "snr_shift_scale": 4.0, "timestep_spacing": "linspace"},
     zero_snr(snr_over(4, scaled(.00085, .012)))),
    ("CogVideoX of a cosine", "CogVideoXDPMScheduler",
     {"beta_schedule": "squaredcos_cap_v2", "snr_shift_scale": 2.5}, snr_over(2.5, cosine())),
    ("Latent consistency", "LCMScheduler",
     {"original_inference_steps": 50, "timestep_scaling": 10.0}, scaled(.00085, .012)),
    ("TCD", "TCDScheduler", {"rescale_betas_zero_snr": True}, zero_snr(scaled(.00085, .012))),
    ("Heun's default", "HeunDiscreteScheduler", {}, linear(.00085, .012)),
    ("PNDM does not rescale", "PNDMScheduler", {**SD, "rescale_betas_zero_snr": True},
     scaled(.00085, .012)),
    ("Flax", "FlaxPNDMScheduler", {**SD, "skip_prk_steps": True}, scaled(.00085, .012)),
    ("trained", "DDIMScheduler",
     {"beta_schedule": "linear", "trained_betas": [.1, .2, .3, .4], "num_train_timesteps": 1000},
     product([.1, .2, .3, .4])),
    ("trained, in a flow", "DPMSolverSinglestepScheduler",
     {"trained_betas": [.1, .2, .3], "use_flow_sigmas": True}, solver(1)),
]
REFUSED = [
    ("Dance diffusion", "IPNDMScheduler", {"num_train_timesteps": 1000}),
    ("Stable Cascade", "DDPMWuerstchenScheduler", {"s": .008, "scaler": 1.0}),
    ("DDPM++", "ScoreSdeVpScheduler", {"beta_max": 20, "beta_min": .1, "sampling_eps": .001}),
    ("VQ diffusion", "VQDiffusionScheduler", {"num_vec_classes": 4097}),
    ("Karras VE", "KarrasVeScheduler", {"sigma_max": 100, "sigma_min": .02}),
    ("Sana sprint", "SCMScheduler", {"prediction_type": "trigflow", "sigma_data": .5}),
    ("aMUSEd", "AmusedScheduler", {"mask_token_id": 8255, "masking_schedule": "cosine"}),
    ("rising at its end", "EulerDiscreteScheduler", {"rescale_betas_zero_snr": True}),
    ("a schedule it has not", "DDIMScheduler", {"beta_schedule": "laplace"}),
    ("no class of diffusers", "LambdaLRScheduler",
     {"base_lrs": [.1], "last_epoch": 3, "beta_schedule": "linear"}),
    ("Wan's own", "FlowUniPCMultistepScheduler", {"shift": 5.0, "num_train_timesteps": 1000}),
    ("a model", "UNet2DConditionModel", {"sample_size": 64}),
]


def main():
    rows = []
    for name, class_name, keys, alphas in MODELS:
        last = len(alphas)
        steps = {1, 2, last // 8 + 1, last // 4 + 1, last // 2 + 1, 3 * last // 4 + 1,
                 7 * last // 8 + 1, last - 1, last}
        roots = [[t, round(math.sqrt(alphas[t - 1]), 7)] for t in sorted(steps) if 1 <= t <= last]
        rows.append({"name": name, "config": {"_class_name": class_name, **keys}, "T": last,
                     "sqrt_alpha": roots})
    for name, class_name, keys in REFUSED:
        rows.append({"name": name, "config": {"_class_name": class_name, **keys}})
    print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")


main()
