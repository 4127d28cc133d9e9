// SPDX-License-Identifier: MIT
// A schedule by a formula: "log_snr = 5 - 10*u^3". Left of = stands what it gives at each step
// t = 1..T, right of it an expression in u = t/T, t and T (formula/expression.h):
//
//   log_snr    falls
//   alpha      falls, below 1 and above 0; log_alpha is its logarithm
//   beta       between 0 and 1
//   sigma      rises from above 0: that of EDM, alpha = 1/(1 + sigma^2)
//   snr        falls, above 0
//
// Nothing may be left at T alone: log_snr -inf, alpha 0, beta 1, sigma inf, snr 0.
#ifndef ALPHABAR_CORE_FORMULA_FORMULA_H
#define ALPHABAR_CORE_FORMULA_FORMULA_H

#include "base/error.h"

#include <stdbool.h>

#define FORMULA_STANDARD "log_snr = 10 - 20*u"

// Whether it can be read; what it makes of a T is another matter. Errors of both are of usage; this
// one's begin with the place, "column 7: ".
bool formula_check(const char *text, Error *error);

// Fills [1..T] of beta, or of ln alpha, and says which. The error names the step that is none:
// "formula: alpha rises at t = 5, from 0.3 to 0.4", or the column.
bool formula_fill(double *beta, double *log_alpha, bool *by_beta, const char *text, int steps,
                  Error *error);

#endif
