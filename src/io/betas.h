// SPDX-License-Identifier: MIT
// Lists of beta in, schedule tables out.
#ifndef ALPHABAR_IO_BETAS_H
#define ALPHABAR_IO_BETAS_H

#include "core/notation.h"
#include "core/schedule.h"

#include <stddef.h>
#include <stdio.h>

// By the file's ending: .csv/.txt (one value a line, or the column named "beta" where there is a
// header; blanks and '#' comments ignored), .json (a list of numbers, an object with "betas", or a
// scheduler_config.json whose table is a list), .npy (one-dimensional). At most SCHEDULE_MAX_STEPS
// values. free() them. An error names the file and the line or index and the value. Range (0, 1) is
// schedule_build's.
bool betas_read(double **betas, int *steps, const char *path, Error *error);

// Header t,beta,alpha,sigma2,coef_x,coef_z,log_snr, or as the notation has it (notation_columns;
// the last column is notation_level), and T rows, 17 significant digits, "-inf" or "inf" where
// alpha = 0. JSON: an object of arrays by those names; an infinity is null there, since JSON has
// none.
bool betas_write_csv(FILE *stream, const Schedule *schedule, Notation notation);
bool betas_write_json(FILE *stream, const Schedule *schedule, Notation notation);

#endif
