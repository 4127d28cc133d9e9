// SPDX-License-Identifier: MIT
// What the Mixture view is asked for: copies of the settings and of the model's parts that the work
// needs, and what each part of the answer is made from.
#ifndef ALPHABAR_MODEL_MIXTURE_ASK_H
#define ALPHABAR_MODEL_MIXTURE_ASK_H

#include "conf/settings.h"
#include "core/picture.h"

typedef struct Model Model;

typedef struct MixtureAsk {
    bool any; // else nothing was asked for yet
    Settings settings;
    double *betas; // of a schedule that is a list; NULL: it is none
    int beta_count;
    unsigned betas_stamp, schedule_stamp, own_stamp;
    Picture own;       // the opened picture
    unsigned reads;    // counts the sets that were asked for
    uint64_t run_seed; // stays while the noise is live
    double *levels; // log SNR of those that the run visits, rising; NULL: as sampler_times has it
    int level_count;
    bool distance; // the panel of their distances is shown
} MixtureAsk;

// Copies what has changed since. Where there is no memory for the picture, the one before stays.
void mixture_ask_copy(MixtureAsk *ask, const Settings *settings, const Model *model);
void mixture_ask_free(MixtureAsk *ask);
bool mixture_ask_copy_picture(Picture *to, const Picture *from); // false: none, or no memory

// What a part of the state was made from. Cleared before it is filled, so that keys compare as
// bytes; there is no padding in them.
typedef struct MixtureKey {
    unsigned set, schedule, own;
    int t, example, coupling, sampler, steps, count, spare;
    uint64_t seed;
    double eta, h;
    uint64_t levels; // a hash of them, 0: none
} MixtureKey;
_Static_assert(sizeof(MixtureKey) == 3 * sizeof(unsigned) + 7 * sizeof(int) + 4 * 8, "no padding");

// Of one z_t, of the curve over t, of the run backwards. `set` is the stamp of the set at hand.
MixtureKey mixture_key_shown(const MixtureAsk *ask, unsigned set);
MixtureKey mixture_key_curve(const MixtureAsk *ask, unsigned set);
MixtureKey mixture_key_run(const MixtureAsk *ask, unsigned set);
MixtureKey mixture_key_variance(const MixtureAsk *ask, unsigned set);
bool mixture_wants_variance(const MixtureAsk *ask); // the stage has the panel that shows it
MixtureKey mixture_key_distance(const MixtureAsk *ask, unsigned set);
bool mixture_key_same(const MixtureKey *a, const MixtureKey *b);

#endif
