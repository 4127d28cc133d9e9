// SPDX-License-Identifier: MIT
// Lists of betas: the first byte says of which kind. What is written of a schedule that one makes
// gives the same list.
#include "fuzz.h"
#include "io/betas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

static void write_again(const Schedule *schedule, bool json) {
    char *bytes = NULL;
    size_t length = 0;
    double *betas = NULL;
    int count = 0;
    Error error;
    FILE *stream = open_memstream(&bytes, &length);
    fuzz_require(json ? betas_write_json(stream, schedule, NOTATION_BISHOP)
                      : betas_write_csv(stream, schedule, NOTATION_BISHOP),
                 "it is written");
    fclose(stream);
    const char *path = fuzz_file(json ? "again.json" : "again.csv", (uint8_t *)bytes, length);
    fuzz_require(betas_read(&betas, &count, path, &error), "what is written is read");
    fuzz_require(count == schedule->steps &&
                     memcmp(betas, schedule->beta + 1, (size_t)count * sizeof *betas) == 0,
                 "it is the same list");
    free(betas);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = { "it.csv", "it.json", "it.txt", "it.npy" };
    if (size < 1) return 0;
    double *betas = NULL;
    int count = 0;
    Error error;
    if (!betas_read(&betas, &count, fuzz_file(names[data[0] % 4], data + 1, size - 1), &error))
        return 0;
    ScheduleParams params = { .family = SCHEDULE_FILE,
                              .steps = count,
                              .beta_min = NAN,
                              .beta_max = NAN,
                              .cosine_s = NAN,
                              .shift = NAN,
                              .snr_shift = NAN,
                              .betas = betas };
    Schedule schedule = { 0 };
    if (schedule_build(&schedule, &params, &error)) {
        write_again(&schedule, data[0] & 4);
        schedule_free(&schedule);
    }
    free(betas);
    return 0;
}
