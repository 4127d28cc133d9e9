// SPDX-License-Identifier: MIT
#include "model/mixture_ask.h"

#include "base/memory.h"
#include "core/sampler.h"
#include "model/levels.h"
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

static void copy_levels(MixtureAsk *ask, const Model *model) {
    const ModelLevels *levels = model_levels(model);
    free(ask->levels);
    ask->levels = NULL;
    ask->level_count = levels->on ? levels->lists[0].count : 0;
    if (!levels->on) return;
    ask->levels = mem_alloc((size_t)ask->level_count, sizeof *ask->levels);
    memcpy(ask->levels, levels->lists[0].log_snr, (size_t)ask->level_count * sizeof *ask->levels);
}

void mixture_ask_copy(MixtureAsk *ask, const Settings *settings, const Model *model) {
    copy_model(ask, model);
    copy_levels(ask, model);
    ask->settings = *settings;
    ask->distance = strstr(settings->stage, "levels_distance") != NULL;
    if (!settings->noise.live || !ask->any) ask->run_seed = settings->noise.seed;
    ask->any = true;
}

void mixture_ask_free(MixtureAsk *ask) {
    picture_free(&ask->own);
    free(ask->betas);
    free(ask->levels);
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

// FNV-1a.
static uint64_t hash_of(const void *data, size_t size) {
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)data)[i]) * 0x100000001b3;
    return hash;
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
    if (ask->levels) key.steps = ask->level_count;
    if (ask->levels)
        key.levels = hash_of(ask->levels, (size_t)ask->level_count * sizeof *ask->levels);
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

MixtureKey mixture_key_distance(const MixtureAsk *ask, unsigned set) {
    const Settings *settings = &ask->settings;
    MixtureKey key = common_key(ask, set);
    key.seed = ask->run_seed;
    key.eta = settings->schedule.mu;
    key.levels = hash_of(&settings->levels, sizeof settings->levels);
    return key;
}

bool mixture_key_same(const MixtureKey *a, const MixtureKey *b) {
    return memcmp(a, b, sizeof *a) == 0;
}
