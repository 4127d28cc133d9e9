// SPDX-License-Identifier: MIT
// A schedule by a formula: it makes one, or says why not.
#include "core/formula/formula.h"
#include "core/schedule.h"
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { STEPS = 16 };
    char *text = fuzz_text(data, size);
    const ScheduleParams params = { .family = SCHEDULE_FORMULA,
                                    .steps = STEPS,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN,
                                    .formula = text };
    Schedule schedule = { 0 };
    Error error;
    bool readable = formula_check(text, &error);
    if (schedule_build(&schedule, &params, &error)) {
        fuzz_require(readable, "what makes a schedule can be read");
        for (int t = 1; t <= STEPS; t++) {
            fuzz_require(schedule.beta[t] > 0 && schedule.beta[t] <= 1, "betas are some");
            fuzz_require(schedule.alpha[t] <= schedule.alpha[t - 1], "alpha does not rise");
            fuzz_require(!isnan(schedule.log_snr[t]) && !isnan(schedule.sigma2[t]), "numbers are");
        }
        schedule_free(&schedule);
    }
    free(text);
    return 0;
}
