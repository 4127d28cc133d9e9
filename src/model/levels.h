// SPDX-License-Identifier: MIT
// The noise levels that a sampler visits, of the model's settings and schedule: made when they are
// first asked for, and borrowed until the model is updated.
#ifndef ALPHABAR_MODEL_LEVELS_H
#define ALPHABAR_MODEL_LEVELS_H

#include "conf/levels.h"
#include "model/model.h"

typedef struct ModelLevels {
    bool on; // a method is chosen and its list could be made
    // The lists that stand side by side: the settings' own first, where it is on.
    int count;
    LevelsMethod methods[1 + LEVELS_BESIDE];
    int slots[1 + LEVELS_BESIDE]; // 0 of `levels`, 1.. of what is beside it
    NoiseLevels lists[1 + LEVELS_BESIDE];
    // Of own.parts: how many peers' methods list the same, and the first of them.
    int same_count;
    LevelsMethod same;
    // The chain's steps nearest to those of the first list, ascending, each once, without 0.
    int *steps, step_count;
    Error trouble; // about the settings' own; kind ERROR_NONE where there is none
} ModelLevels;
const ModelLevels *model_levels(const Model *model);

// From t so many levels on, back where negative; the outermost where there are no more.
int model_levels_from(const ModelLevels *levels, int t, int by);

// The steps of the film strip, ascending: exactly the levels' where they are on (where there are
// more than STRIP_MOST so many of them), else model_strip_steps.
enum { STRIP_MOST = 64 };
int model_strip(const Model *model, int steps[STRIP_MOST]);

#endif
