// SPDX-License-Identifier: MIT
#include "core/levels/chain.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

// ln alpha = -ln(1 + 1/SNR), without overflow.
static double log_alpha(double log_snr) {
    return log_snr > -700 ? -log1p(exp(-log_snr)) : log_snr;
}

bool levels_chain(Schedule *chain, const double *log_snr, int count, Error *error) {
    double *betas = mem_alloc((size_t)count + 1, sizeof *betas), before = 0;
    int steps = 0;
    for (int i = count - 1; i >= 0; i--) {
        double now = log_alpha(log_snr[i]), beta = -expm1(now - before);
        if (!(beta > 0) || (steps && betas[steps - 1] == 1)) continue;
        betas[steps++] = beta;
        before = now;
    }
    for (int i = 0; i + 1 < steps; i++) // only the last may be all noise
        if (betas[i] >= 1) betas[i] = nextafter(1, 0);
    const ScheduleParams params = { .family = SCHEDULE_FILE,
                                    .steps = steps,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN,
                                    .betas = betas };
    bool good = steps > 0 ? schedule_build(chain, &params, error)
                          : error_usage(error, "levels: none of them has noise");
    free(betas);
    return good;
}
