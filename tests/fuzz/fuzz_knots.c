// SPDX-License-Identifier: MIT
// Knots: what is read makes a schedule or says why not, and is written as it was.
#include "base/text.h"
#include "conf/option.h"
#include "core/schedule.h"
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Settings settings;
    const Option *option = option_row(OPT_KNOTS);
    char *text = fuzz_text(data, size);
    Text written = { 0 };
    Error error;
    settings_reset(&settings);
    if (option_set(&settings, option, text, &error)) {
        const Knots knots = settings.schedule.knots;
        option_format(&written, &settings, option);
        fuzz_require(option_set(&settings, option, written.data, &error), "it is taken again");
        fuzz_require(settings.schedule.knots.count == knots.count, "as many knots");
        settings.schedule.family = SCHEDULE_CUSTOM;
        settings.schedule.steps = 20;
        ScheduleParams params = settings_schedule(&settings, NULL, 0);
        Schedule schedule = { 0 };
        if (schedule_build(&schedule, &params, &error)) {
            for (int t = 1; t <= 20; t++)
                fuzz_require(schedule.beta[t] > 0 && schedule.beta[t] <= 1, "betas are some");
            schedule_free(&schedule);
        }
    }
    text_free(&written);
    free(text);
    return 0;
}
