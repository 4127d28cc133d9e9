// SPDX-License-Identifier: MIT
// Of alphabar bench: what this machine does, as medians after a warm-up.
#ifndef ALPHABAR_CLI_BENCH_H
#define ALPHABAR_CLI_BENCH_H

#include "app/app.h"
#include "conf/settings.h"
#include "core/schedule.h"

// cli/bench_mixture.c: one pass over a data set for one z_t and for sixteen at --t, and for one at
// T, where every picture counts; one at t = 100, and that with the set's index, which the others go
// without. Milliseconds.
typedef struct BenchMixture {
    double one_ms, sixteen_ms, all_ms, early_ms, indexed_ms;
} BenchMixture;
bool bench_mixture(BenchMixture *out, const Settings *settings, const Schedule *schedule,
                   Error *error);

// cli/bench_files.c: a frame of the window, of many that are written to files. Milliseconds, and
// million bytes of its RGB a second. Leaves another t and no files.
typedef struct BenchFile {
    double ms, mb_s;
} BenchFile;
typedef struct BenchFiles {
    bool measured;
    BenchFile png, apng;
} BenchFiles;
bool bench_files(BenchFiles *out, App *app, Error *error);

#endif
