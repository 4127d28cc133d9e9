// SPDX-License-Identifier: MIT
// Levels that were optimised by others for one model and published as a list of sigma.
#ifndef ALPHABAR_CORE_LEVELS_TABLES_H
#define ALPHABAR_CORE_LEVELS_TABLES_H

typedef struct LevelsTable {
    int count;
    const double *sigma;
} LevelsTable;

// Align Your Steps (Sabour et al. 2024, arXiv 2404.14507) for 10 and, `32`, 31 steps; GITS (Chen et
// al. 2024, arXiv 2405.11326). ComfyUI's have more digits, and other ones.
extern const LevelsTable levels_ays_sd1, levels_ays_sdxl, levels_ays_svd;
extern const LevelsTable levels_comfy_ays_sd1, levels_comfy_ays_sdxl;
extern const LevelsTable levels_ays_32_sd1, levels_ays_32_sdxl;
extern const LevelsTable levels_gits_sd1, levels_gits_sdxl;

#endif
