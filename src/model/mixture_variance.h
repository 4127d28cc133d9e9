// SPDX-License-Identifier: MIT
// The variance of a step back over a data set, for draws from q(z_t).
#ifndef ALPHABAR_MODEL_MIXTURE_VARIANCE_H
#define ALPHABAR_MODEL_MIXTURE_VARIANCE_H

#include "model/mixture_answer.h"

// The trace of Cov[z_{t-1} | z_t] a value, as the mean over MIXTURE_DRAWS draws of z_t: what Bao et
// al. 2022 (Analytic-DPM, arXiv 2201.06503, theorem 1) would take. `error` is its standard error.
// The draws follow from the seed and t alone. Fails as mixture_answer does.
bool mixture_step_variance(const MixtureTask *task, uint64_t seed, int t, double *mean,
                           double *standard_error, Error *error);

#endif
