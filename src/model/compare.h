// SPDX-License-Identifier: MIT
// Up to four schedules side by side, by conf/compare.h's numbers: their tables, and every quantity
// as a column.
#ifndef ALPHABAR_MODEL_COMPARE_H
#define ALPHABAR_MODEL_COMPARE_H

#include "model/model.h"

// `number` is a schedule's in the list, 0..count - 1. The table is borrowed until model_update.
const Schedule *compare_table(const Model *model, int number);
unsigned compare_stamp(const Model *model, int number); // another for every table

// The step at the cursor, at the same t/T as the settings' own t.
int compare_t(const Model *model, int number);

// The step whose noise is that of the settings' own t; 0 where there is none.
int compare_t_of_equal_noise(const Model *model, int number);

// The step, 1..T, whose log SNR is nearest to the given one.
int compare_t_at_log_snr(const Schedule *schedule, double log_snr);

// A quantity by t, 1..T (what the clean picture has too, as alpha, at 0 as well): borrowed, valid
// until the table or the picture is another one.
const double *compare_column(const Model *model, int number, Quantity quantity);
// The level, or minus it: grows with t.
const double *compare_noise_column(const Model *model, int number);

#endif
