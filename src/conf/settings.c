// SPDX-License-Identifier: MIT
#include "conf/settings.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int settings_t_at(double u, int steps) {
    return (int)fmin(steps, fmax(1, round(u * steps)));
}

void settings_show_view(Settings *settings, View view) {
    settings->view = (int)view;
    memset(settings->stage, 0, sizeof settings->stage);
}

// Panels of compared schedules are called so.
bool settings_is_straight(const Settings *settings) {
    if (settings->schedule.family != SCHEDULE_FLOW || settings->flow_form != FLOW_STRAIGHT)
        return false;
    return *settings->stage ? !strstr(settings->stage, "compare") : settings->view != VIEW_COMPARE;
}

NotationStyle settings_notation(const Settings *settings) {
    return (NotationStyle){ (Notation)settings->look.notation,
                            settings->noise.coupling == COUPLING_JUMP,
                            .straight = settings_is_straight(settings) };
}

ScheduleParams settings_schedule(const Settings *settings, const double *betas, int beta_count) {
    bool from_file = settings->schedule.family == SCHEDULE_FILE;
    return (ScheduleParams){
        .family = (ScheduleFamily)settings->schedule.family,
        .steps = from_file ? beta_count : settings->schedule.steps,
        .beta_min = settings->schedule.beta_min,
        .beta_max = settings->schedule.beta_max,
        .cosine_s = settings->schedule.cosine_s,
        .shift = settings->schedule.shift,
        .scale_with_t = settings->schedule.scale_with_t,
        .zero_snr = settings->schedule.zero_snr,
        .snr_shift = settings->schedule.snr_shift,
        .straight = settings_is_straight(settings),
        .betas = betas,
        .knots = &settings->schedule.knots,
        .formula = settings->schedule.formula,
        .own = settings->schedule.own,
    };
}

Objective settings_objective(const Settings *settings) {
    const ObjectiveSettings *own = &settings->objective;
    return (Objective){
        .loss = (LossWeight)own->loss,
        .loss_params = { { [LOSS_GAMMA] = own->gamma,
                           [LOSS_K] = own->k,
                           [LOSS_SIGMA_DATA] = own->sigma_data,
                           [LOSS_BIAS] = own->bias,
                           [LOSS_SNR_CAP] = own->snr_cap } },
        .density = (LevelDensity)own->density,
        .density_params = { .logit_mean = own->logit_mean,
                            .logit_std = own->logit_std,
                            .mode_scale = own->mode_scale,
                            .shift = own->shift,
                            .p_mean = own->p_mean,
                            .p_std = own->p_std,
                            .orientation = (DensityOrientation)own->orientation },
    };
}

bool settings_size_is_modest(const Settings *settings) {
    return (int64_t)settings->look.width * settings->look.height <= SETTINGS_CARRIED_PIXELS;
}

bool settings_shown_channels(const Settings *settings, int channels, int shown[3]) {
    int chosen[3] = { 0, 1, 2 };
    bool all = true;
    if (channels > 3)
        sscanf(settings->picture.shown, "%3d,%3d,%3d", &chosen[0], &chosen[1], &chosen[2]);
    for (int i = 0; i < 3; i++) {
        bool there = chosen[i] < channels;
        shown[i] = there ? chosen[i] : channels - 1;
        all = all && (there || channels <= 3);
    }
    return all;
}
