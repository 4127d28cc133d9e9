// SPDX-License-Identifier: MIT
// A list of levels in the making, and the row that says how it is made.
#ifndef ALPHABAR_CORE_LEVELS_WORK_H
#define ALPHABAR_CORE_LEVELS_WORK_H

#include "core/levels/levels.h"
#include "core/levels/tables.h"

typedef struct LevelsWork LevelsWork;

// Appends the levels that are denoised, from much noise to little.
typedef void LevelsPlace(LevelsWork *work);
// sigma from high down to low at n places.
typedef void LevelsCurve(double *sigma, int n, double high, double low, double rho);

typedef enum LevelsSpace { // of the table, and of what is listed
    SPACE_VE,              // sqrt((1 - alpha)/alpha), of any chain
    SPACE_MODEL,           // the same, but a flow's own s
    SPACE_FLOW,            // s, and the table is not asked
} LevelsSpace;

typedef enum LevelsCount { // what t is
    COUNT_PLACE,           // where the spacing put it
    COUNT_FRACTION,        // where sigma lies in the table, log-linear between its entries
    COUNT_ROUND,           // that, rounded and then cut off (not rounded for `cosine`)
    COUNT_CUT,             // that, cut off
    COUNT_NEAREST,         // the entry that is nearest in ln sigma
    COUNT_TIMES_T,         // of a flow: T s
    COUNT_TIMES_T_CUT,     //   cut off
    COUNT_TIMES_1000,      // of a flow: 1000 s
    COUNT_C_NOISE,         // ¼ ln sigma
    COUNT_VP,              // of k-diffusion's vp: its own time, 1 to 10^-3
    COUNT_NONE,
} LevelsCount;

typedef enum LevelsLast { LAST_ZERO, LAST_LEAST, LAST_NONE } LevelsLast;

typedef enum LevelsAgain { // which levels a list has twice, as its solver asks for them
    AGAIN_NONE,
    AGAIN_SECOND, // PNDM, for a start with no past
    AGAIN_INNER,  // all but the first: Heun, on the way to each and from there
} LevelsAgain;

typedef struct LevelsRow {
    LevelsMethodInfo info;
    LevelsSpace space;
    LevelsPlace *place;       // NULL: the ends of the table
    int offset;               // of a leading spacing
    LevelsCurve *curve;       // over what was placed, between its ends
    int more;                 // the curve has N + more points
    const LevelsTable *table; // in place of a curve
    int dropped;              // of N + more points so many last ones
    double terminal;          // a flow is stretched to end there; 0: not
    double least_half_snr;    // ½ log SNR below which the chain is not entered; 0: no such bound
    LevelsAgain again;
    bool by_sigma;       // between entries of the table linear in sigma, not in its logarithm
    bool keeps_infinity; // sigma at zero SNR is infinite, not a large number
    LevelsCount count;
    LevelsLast last;
} LevelsRow;

struct LevelsWork {
    const LevelsRow *row;
    const LevelsParams *params;
    int T, N;
    double *table; // sigma or s at t = 0..T-1, as peers count, ascending
    bool is_flow;  // it is s
    double shift, mu, rho;
    LevelsLast last;
    NoiseLevels *out;
    int room;
};

const LevelsRow *levels_row(LevelsMethod method);
// `row`, or where it is of parts its place, curve and what follows from them.
LevelsRow levels_composed(const LevelsRow *row, const LevelsParams *params);

double levels_table_at(const LevelsWork *work, double t);     // clamped to its ends
double levels_index_of(const LevelsWork *work, double sigma); // fractional, within 0..T-1
void levels_add(LevelsWork *work, double t, double sigma);
void levels_add_at(LevelsWork *work, double t); // sigma from the table
double levels_shifted(double u, double shift);  // s u/(1 + (s - 1) u)

#endif
