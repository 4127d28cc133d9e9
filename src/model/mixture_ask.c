// SPDX-License-Identifier: MIT
#include "model/mixture_ask.h"

#include "base/memory.h"
#include "core/sampler.h"
#include "model/mixture_state.h"
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

bool mixture_ask_copy_picture(Picture *to, const Picture *from) {
    Error error;
    if (!from->values || !picture_alloc(to, from->width, from->height, from->channels, &error))
        return false;
    memcpy(to->values, from->values, picture_length(from) * sizeof *to->values);
    return true;
}

static void copy_model(MixtureAsk *ask, const Model *model) {
    ask->schedule_stamp = model->schedule_stamp;
    if (ask->betas_stamp != model->betas_stamp || !ask->any) {
        free(ask->betas);
        ask->betas = NULL;
        ask->beta_count = model->beta_count;
        if (model->betas) {
            ask->betas = mem_alloc((size_t)model->beta_count, sizeof *ask->betas);
            memcpy(ask->betas, model->betas, (size_t)model->beta_count * sizeof *ask->betas);
        }
        ask->betas_stamp = model->betas_stamp;
    }
    if (ask->own_stamp != model->x_stamp && mixture_ask_copy_picture(&ask->own, &model->x))
        ask->own_stamp = model->x_stamp;
}

void mixture_ask_copy(MixtureAsk *ask, const Settings *settings, const Model *model) {
    copy_model(ask, model);
    ask->settings = *settings;
    if (!settings->noise.live || !ask->any) ask->run_seed = settings->noise.seed;
    ask->any = true;
}

void mixture_ask_free(MixtureAsk *ask) {
    picture_free(&ask->own);
    free(ask->betas);
}

// Keys -------------------------------------------------------------------------------------------

// What all parts are made from.
static MixtureKey common_key(const MixtureAsk *ask, unsigned set) {
    MixtureKey key;
    memset(&key, 0, sizeof key);
    key.set = set;
    key.schedule = ask->schedule_stamp;
    key.h = ask->settings.mixture.bandwidth;
    return key;
}

MixtureKey mixture_key_shown(const MixtureAsk *ask, unsigned set) {
    const Settings *settings = &ask->settings;
    MixtureKey key = common_key(ask, set);
    key.example = settings->mixture.example;
    key.own = settings->mixture.example < 0 ? ask->own_stamp : 0;
    key.t = settings->t;
    key.coupling = settings->noise.coupling;
    key.seed = settings->noise.seed;
    return key;
}

MixtureKey mixture_key_curve(const MixtureAsk *ask, unsigned set) {
    MixtureKey key = mixture_key_shown(ask, set);
    key.t = 0;
    return key;
}

MixtureKey mixture_key_run(const MixtureAsk *ask, unsigned set) {
    const Settings *settings = &ask->settings;
    const MixtureSettings *mixture = &settings->mixture;
    MixtureKey key = common_key(ask, set);
    key.seed = ask->run_seed;
    key.sampler = mixture->sampler;
    key.eta = mixture->sampler == SAMPLER_DDIM ? mixture->eta : 0;
    key.steps = mixture->sample_steps < settings->schedule.steps ? mixture->sample_steps
                                                                 : settings->schedule.steps;
    key.count = mixture->count < MIXTURE_SAMPLES ? mixture->count : MIXTURE_SAMPLES;
    return key;
}

MixtureKey mixture_key_variance(const MixtureAsk *ask, unsigned set) {
    MixtureKey key = common_key(ask, set);
    key.seed = ask->run_seed;
    key.spare = 1; // no set and no schedule have all zeros, but that of nothing
    return key;
}

// A stage alone can have it: no view does.
bool mixture_wants_variance(const MixtureAsk *ask) {
    return strstr(ask->settings.stage, "mixture_variance") != NULL;
}

bool mixture_key_same(const MixtureKey *a, const MixtureKey *b) {
    return memcmp(a, b, sizeof *a) == 0;
}
