// SPDX-License-Identifier: MIT
// The schedule's columns in double, compiled once for each instruction set as kernels_isa.c is, and
// like it the same bits everywhere.
#include "core/elementary.h"
#include "core/kernels.h"

#include <math.h>

static void fill_log_keep(double *restrict out, const double *restrict beta, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = log_keep(beta[i]);
}

// B&B (20.7), (20.16), (20.17); see core/schedule.h.
static void fill_columns(const ScheduleColumns *columns, size_t count) {
    const double *restrict beta = columns->beta, *log_alpha = columns->log_alpha;
    double *restrict alpha = columns->alpha, *restrict rest = columns->one_minus_alpha;
    double *log_snr = columns->log_snr, *restrict clock = columns->noise_clock; // may be log_alpha
    double *restrict sigma2 = columns->sigma2;
    double *restrict coef_x = columns->coef_x, *restrict coef_z = columns->coef_z;
    for (size_t t = 1; t <= count; t++) {
        Alpha made = alpha_of_log(log_alpha[t]);
        alpha[t] = made.alpha;
        rest[t] = made.rest;
        clock[t] = made.rest / made.alpha;
    }
    for (size_t t = 1; t <= count; t++) log_snr[t] = log_alpha[t] - log_of(rest[t]);
    for (size_t t = 1; t <= count; t++) {
        // quotients first: both parts may be as small as doubles get
        double share = rest[t - 1] / rest[t], fresh = beta[t] / rest[t];
        sigma2[t] = beta[t] * share;
        coef_x[t] = sqrt(alpha[t - 1]) * fresh;
        coef_z[t] = sqrt(1.0 - beta[t]) * share;
    }
}

#define JOINED(a, b)    a##b
#define COLUMNS_OF(isa) JOINED(columns_, isa)

extern const ColumnKernels COLUMNS_OF(KERNELS_ISA);

const ColumnKernels COLUMNS_OF(KERNELS_ISA) = { fill_log_keep, fill_columns };
