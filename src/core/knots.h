// SPDX-License-Identifier: MIT
// A schedule that is drawn: log SNR at a few knots over u = t/T, and between them the monotone
// piecewise cubic of Fritsch & Butland 1984 (PCHIP), which nowhere leaves the range of the two
// knots beside it.
//
// Knots that pass knots_check make a table with 0 < beta < 1 for every T: log SNR falls from knot
// to knot, between them it rises nowhere, and in all it falls by so little that no single step can
// take everything. Where the curve runs level into its last knot, steps of a long chain may fall by
// less than log SNR's last digit.
#ifndef ALPHABAR_CORE_KNOTS_H
#define ALPHABAR_CORE_KNOTS_H

#include "base/error.h"

#include <stdbool.h>

enum { KNOTS_MOST = 32 };

#define KNOTS_LOG_SNR 30.0 // log SNR is within ± this; exp(-30) is 1e-13
#define KNOTS_NEAR    5e-5 // the least distance in u: half a step of the longest chain
#define KNOTS_DROP    1e-3 // the least fall of log SNR from one knot to the next, nats

typedef struct Knots {
    int count;                                 // 2..KNOTS_MOST
    double u[KNOTS_MOST], log_snr[KNOTS_MOST]; // u ascends from 0 to 1, log SNR descends; nats
} Knots;

const Knots *knots_standard(void);

// Why these knots make no schedule, with names of quantities (core/notation.h); NULL where they do.
const char *knots_fault(const Knots *knots);
bool knots_check(const Knots *knots, Error *error); // the same as an error of usage

double knots_at(const Knots *knots, double u);                   // log SNR, u in 0..1
void knots_fill(const Knots *knots, double *log_snr, int steps); // out[1..steps], at t/steps
double knots_log_alpha(double log_snr);                          // ln alpha
double knots_log_snr(double log_alpha);                          // the other way, alpha in (0, 1)

#endif
