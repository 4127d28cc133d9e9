// SPDX-License-Identifier: MIT
#include "core/levels/curves.h"
#include "core/levels/spacings.h"
#include "core/levels/work.h"

#include <string.h>

#define EULER         "diffusers, EulerDiscreteScheduler.set_timesteps"
#define DPM           "diffusers, DPMSolverMultistepScheduler.set_timesteps"
#define DDIM          "diffusers, DDIMScheduler.set_timesteps"
#define PNDM          "diffusers, PNDMScheduler.set_timesteps"
#define FLOWMATCH     "diffusers, FlowMatchEulerDiscreteScheduler.set_timesteps"
#define FLUX_PIPELINE "diffusers, FlowMatchEulerDiscreteScheduler.set_timesteps, FluxPipeline"
#define EDM_EULER     "diffusers, EDMEulerScheduler.set_timesteps"
#define COMFY         "ComfyUI, calculate_sigmas"
#define A1111         "AUTOMATIC1111, sd_schedulers.py"
#define FORGE         "Forge, sd_schedulers.py"
#define LDM           "latent-diffusion, make_ddim_timesteps"

#define LEVELS_METHOD(ID, NAME, SOURCE, USES, RHO, ...)                                            \
    { .info = { NAME, SOURCE, USES, RHO }, __VA_ARGS__ },
static const LevelsRow rows[LEVELS_METHODS] = {
#include "core/levels/methods.inc"
};
#undef LEVELS_METHOD

const LevelsRow *levels_row(LevelsMethod method) {
    CHECK((int)method >= 0 && method < LEVELS_METHODS);
    return &rows[method];
}

const LevelsMethodInfo *levels_method_info(LevelsMethod method) {
    return &levels_row(method)->info;
}

bool levels_method_find(LevelsMethod *method, const char *name) {
    for (int i = 0; i < LEVELS_METHODS; i++)
        if (strcmp(rows[i].info.name, name) == 0) {
            *method = (LevelsMethod)i;
            return true;
        }
    return false;
}

// Near names -----------------------------------------------------------------------------------

enum { NAME_MOST = 80 };

static int least(int a, int b) {
    return a < b ? a : b;
}

// Levenshtein's distance of the first NAME_MOST characters.
static int distance(const char *a, const char *b) {
    int row[NAME_MOST + 1], lengths[2] = { (int)strlen(a), (int)strlen(b) };
    int rows_count = least(lengths[0], NAME_MOST), columns = least(lengths[1], NAME_MOST);
    for (int j = 0; j <= columns; j++) row[j] = j;
    for (int i = 1; i <= rows_count; i++) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; j <= columns; j++) {
            int above = row[j];
            row[j] = least(least(row[j - 1], above) + 1, corner + (a[i - 1] != b[j - 1]));
            corner = above;
        }
    }
    return row[columns];
}

// What holds the asked for as it stands is nearer than anything else: "karras".
static int farness(const char *name, const char *asked) {
    return *asked && strstr(name, asked) ? (int)strlen(name) - 1000 : distance(name, asked);
}

int levels_method_near(LevelsMethod *near, int most, const char *name) {
    int far[LEVELS_METHODS], count = 0;
    for (int i = 0; i < LEVELS_METHODS; i++) far[i] = farness(rows[i].info.name, name);
    for (; count < most && count < LEVELS_METHODS; count++) {
        int best = 0;
        for (int i = 1; i < LEVELS_METHODS; i++)
            if (far[i] < far[best]) best = i;
        near[count] = (LevelsMethod)best;
        far[best] = 1 << 20;
    }
    return count;
}
