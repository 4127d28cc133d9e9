// SPDX-License-Identifier: MIT
// What a training cares about, printed: columns t, log_snr, weight, density, product at t = 1..T.
#ifndef ALPHABAR_IO_OBJECTIVE_FILE_H
#define ALPHABAR_IO_OBJECTIVE_FILE_H

#include "core/objective/level_density.h"
#include "io/schedule_file.h"

#include <stdio.h>

// 17 significant digits. CSV: "inf" and "-inf" where a number is so, and nothing where there is
// none; JSON, an object of arrays, has null for both. npy: float64, shape (T, 5), NaN for none.
// False where the stream fails. SCHEDULE_CONFIG is a programmer's mistake.
bool objective_print(FILE *stream, const Schedule *schedule, const ObjectiveColumns *columns,
                     ScheduleFormat format);

#endif
