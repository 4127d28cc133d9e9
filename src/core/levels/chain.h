// SPDX-License-Identifier: MIT
// A chain whose steps are exactly the levels that a sampler visits: what core/sampler.h runs
// backwards over all its steps, wherever between the steps of the schedule they lie.
#ifndef ALPHABAR_CORE_LEVELS_CHAIN_H
#define ALPHABAR_CORE_LEVELS_CHAIN_H

#include "core/levels/levels.h"

// From log SNR in nats in the order visited, rising; +inf, and what a method lists twice, is no
// step of its own. Whatever stands last, step 0 is the clean picture: a run goes on to it from a
// least level above 0. Fails where there is no level with noise. `chain` as in schedule_build.
bool levels_chain(Schedule *chain, const double *log_snr, int count, Error *error);

#endif
