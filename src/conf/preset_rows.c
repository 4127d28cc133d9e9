// SPDX-License-Identifier: MIT
#include "conf/preset_rows.h"

#include "base/translate.h"

#include <stddef.h>
#include <string.h>

const Preset presets[] = {
    // clang-format off
    { "ddpm", "DDPM", "DDPM", "Ho 2020",
      N_("<beta> from 0.0001 to 0.02 in a straight line over T = 1000 steps. Ho, Jain & Abbeel 2020, "
      "arXiv 2006.11239, section 4."),
      "linear" },
    { "iddpm", "Improved DDPM", "Improved DDPM", "Nichol 2021",
      N_("The cosine schedule with s = 0.008 and <beta> capped at 0.999, over T = 4000 steps. Nichol & "
      "Dhariwal 2021, arXiv 2102.09672, (17); T is that of their training."),
      "cosine steps=4000" },
    { "sd1", "Stable Diffusion 1", "SD 1", "Rombach 2022",
      N_("√<beta> in a straight line, <beta> from 0.00085 to 0.012 over T = 1000 steps: v1-inference.yaml of "
      "Stable Diffusion 1.x, scaled_linear in diffusers. It leaves <signal_T> = 0.068 of the picture."),
      "scaled_linear" },
    { "sd1_zero", N_("SD 1, zero terminal SNR"), N_("SD 1, zero SNR"), "Lin 2023",
      N_("Stable Diffusion’s schedule, rescaled so that nothing of the picture is left at T. Lin, "
      "Liu, Li & Yang 2023, arXiv 2305.08891, Algorithm 1; rescale_betas_zero_snr in diffusers."),
      "scaled_linear zero_snr=1" },
    { "ldm", "Latent Diffusion", "LDM", "Rombach 2022",
      N_("√<beta> in a straight line, <beta> from 0.0015 to 0.0195 over T = 1000 steps: the unconditional and "
      "class-conditional models of Rombach et al. 2022, arXiv 2112.10752 (linear_start and "
      "linear_end in their configurations; CelebA-HQ and FFHQ among them)."),
      "scaled_linear beta_min=0.0015 beta_max=0.0195" },
    { "simple_256", N_("Simple diffusion, 256 px"), N_("Simple 256"), "Hoogeboom 2023",
      N_("The cosine schedule in log SNR, shifted by 2 ln(64/256) so that 256 × 256 pixels, "
      "averaged down to 64 × 64, lose their picture as fast as one of that size. Hoogeboom, Heek & "
      "Salimans 2023, arXiv 2301.11093, section 3.1."),
      "simple snr_shift=0.25" },
    { "simple_512", N_("Simple diffusion, 512 px"), N_("Simple 512"), "Hoogeboom 2023",
      N_("The cosine schedule in log SNR, shifted by 2 ln(64/512). Hoogeboom, Heek & Salimans 2023, "
      "arXiv 2301.11093, section 3.1."),
      "simple snr_shift=0.125" },
    { "vp_sde", "VP SDE", "VP SDE", "Song 2021",
      N_("The variance-preserving SDE with β(u) from 0.1 to 20, read at T = 1000 places. Song et al. "
      "2021, arXiv 2011.13456, (33); hardly different from DDPM."),
      "vp" },
    { "edm_vp", "EDM", "EDM", "Karras 2022",
      N_("Noise levels σ from 0.002 to 80 with ρ = 7, here over T = 1000 steps and as the equivalent "
      "that keeps the variance, <alpha> = 1/(1 + σ²). Karras, Aittala, Aila & Laine 2022, arXiv "
      "2206.00364, (5)."),
      "edm" },
    { "rectified_flow", N_("Rectified flow"), N_("Rect. flow"), "Liu 2022",
      N_("The straight path (1 − u) <x> + u <n>, scaled to the equivalent that keeps the variance. Liu, "
      "Gong & Liu 2022, arXiv 2209.03003; Lipman et al. 2022, arXiv 2210.02747."),
      "flow" },
    { "sd3", "Stable Diffusion 3", "SD 3", "Esser 2024",
      N_("Rectified flow with its time shifted by 3 for 1024 × 1024 pixels, as the equivalent that "
      "keeps the variance. Esser et al. 2024, arXiv 2403.03206, (23)."),
      "flow shift=3" },

    { "figure3", N_("Linear and cosine"), "", "Nichol 2021",
      N_("The strip of Nichol & Dhariwal 2021, arXiv 2102.09672, Figure 3: at evenly spaced t the "
      "linear schedule (above) is almost pure noise for its last quarter, while the cosine one "
      "(below) takes the picture away slowly."),
      "linear; cosine" },
    { "terminal", N_("SD 1 and zero terminal SNR"), "", "Lin 2023",
      N_("What Stable Diffusion leaves of the picture at T, and what is left after the rescaling of "
      "Lin et al. 2023, arXiv 2305.08891."),
      "sd1; sd1_zero" },
    { "resolutions", N_("Shifted for larger pictures"), "", "Hoogeboom 2023",
      N_("Simple diffusion for 64, 256 and 512 pixels: the same cosine, with more noise at the same t "
      "for the larger. Hoogeboom et al. 2023, arXiv 2301.11093."),
      "simple; simple_256; simple_512" },
    { "flows", N_("Diffusion and flow"), "", "",
      N_("DDPM, EDM, rectified flow and that of Stable Diffusion 3, all as variance-preserving "
      "chains of 1000 steps. Over log SNR one sees where each spends its steps."),
      "ddpm; edm_vp; rectified_flow; sd3" },
    { NULL, NULL, NULL, NULL, NULL, NULL },
    // clang-format on
};

const Preset *preset_find(const char *name) {
    for (const Preset *preset = presets; preset->name; preset++)
        if (strcmp(preset->name, name) == 0) return preset;
    return NULL;
}

bool preset_is_comparison(const Preset *preset) {
    return strchr(preset->schedules, ';') != NULL;
}
