// SPDX-License-Identifier: MIT
#include "conf/settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int settings_t_at(double u, int steps) {
    return (int)fmin(steps, fmax(1, round(u * steps)));
}

void settings_show_view(Settings *settings, View view) {
    settings->view = (int)view;
    memset(settings->stage, 0, sizeof settings->stage);
}

NotationStyle settings_notation(const Settings *settings) {
    return (NotationStyle){ (Notation)settings->look.notation,
                            settings->noise.coupling == COUPLING_JUMP };
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
        .betas = betas,
        .knots = &settings->schedule.knots,
    };
}

int settings_shown_channel(const Settings *settings, int slot, int channels) {
    int chosen[3] = { 0, 1, 2 };
    sscanf(settings->picture.shown, "%3d,%3d,%3d", &chosen[0], &chosen[1], &chosen[2]);
    if (channels == 1) return 0;
    return chosen[slot] < channels ? chosen[slot] : channels - 1;
}
