// SPDX-License-Identifier: MIT
// Bayes' rule for the followed value at the settings' t.
#ifndef ALPHABAR_PANEL_REVERSE_STEP_H
#define ALPHABAR_PANEL_REVERSE_STEP_H

#include "core/bayes.h"
#include "panel/scene.h"

typedef struct Step {
    int t;
    double x, z, own_z, before; // z: held or the chain's own; before: the chain's z_{t-1}
    Bayes bayes;
    bool first, flat; // t = 1; beta = 1
} Step;

Step step_of(const Scene *scene);

// The colours of what Bayes' rule is about.
#define PRIOR_HUE      HUE_X
#define LIKELIHOOD_HUE HUE_NOISE
#define POSTERIOR_HUE  HUE_MEAN

// "Pixel 80, 100 · red · pinned".
void step_value_name(const Scene *scene, char *out, size_t size);

#endif
