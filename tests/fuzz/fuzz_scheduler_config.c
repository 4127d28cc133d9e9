// SPDX-License-Identifier: MIT
// diffusers' scheduler_config.json.
#include "fuzz.h"
#include "io/scheduler/words.h"
#include "io/scheduler_config.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *path = fuzz_file("scheduler_config.json", data, size);
    SchedulerConfig config;
    Error error;
    bool is_one = scheduler_config_is_one(path);
    if (!scheduler_config_read(&config, path, &error)) return 0;
    fuzz_require(is_one, "what is read looks like one");
    fuzz_require(config.class && config.steps > 0, "it has a class and steps");
    Text words = { 0 };
    scheduler_words_brief(&words, &config);
    text_free(&words);
    double *betas = NULL;
    int count = 0;
    if (config.family == SCHEDULE_FILE && scheduler_config_betas(&betas, &count, path, &error)) {
        const ScheduleParams params = { .family = SCHEDULE_FILE,
                                        .steps = count,
                                        .beta_min = NAN,
                                        .beta_max = NAN,
                                        .cosine_s = NAN,
                                        .shift = NAN,
                                        .snr_shift = NAN,
                                        .betas = betas };
        Schedule schedule = { 0 };
        fuzz_require(count > 0, "a list has betas");
        if (schedule_build(&schedule, &params, &error)) schedule_free(&schedule);
    }
    free(betas);
    return 0;
}
