// SPDX-License-Identifier: MIT
// Noise levels that a sampler visits: from a schedule, a method by its peer's name and a number of
// steps, a list of sigma from much noise to little. Every method is a row (levels/methods.inc) that
// composes a spacing in t, a curve between two ends, shifts of a flow's time and what stands last;
// each off-by-one is that peer's own.
#ifndef ALPHABAR_CORE_LEVELS_LEVELS_H
#define ALPHABAR_CORE_LEVELS_LEVELS_H

#include "base/error.h"
#include "core/schedule.h"

#include <stdbool.h>

typedef enum LevelsMethod {
#define LEVELS_METHOD(ID, ...) LEVELS_##ID,
#include "core/levels/methods.inc"
#undef LEVELS_METHOD
    LEVELS_METHODS
} LevelsMethod;

// Which of its parameters a method reads.
enum {
    LEVELS_USE_RHO = 1,
    LEVELS_USE_SHIFT = 2,
    LEVELS_USE_MU = 4,
    LEVELS_USE_LIST = 8,
    LEVELS_USE_CONFIG = 16, // it stands for another one, which a scheduler_config.json says
    LEVELS_USE_PARTS = 32,
};

typedef struct LevelsMethodInfo {
    const char *name;   // "comfy.beta", as in --levels
    const char *source; // the function of the peer that makes this list
    unsigned uses;      // LEVELS_USE_*
    double rho;         // its own, where it has one
} LevelsMethodInfo;

const LevelsMethodInfo *levels_method_info(LevelsMethod method);
bool levels_method_find(LevelsMethod *method, const char *name);
// The names that are nearest to one that is none, best first; returns how many, at most `most`.
int levels_method_near(LevelsMethod *near, int most, const char *name);

// What a method of one's own is composed of: places in t, a curve of sigma in place of the table
// there, and whose ends it runs between. Without a curve the ends are not read, and between the
// table's ends the spacing is not.
typedef enum LevelsSpacing {
    LEVELS_LEADING0, // 0, T/N, 2 T/N ...
    LEVELS_LEADING1, // the same from 1
    LEVELS_TRAILING, // T - 1, and T/N lower each
    LEVELS_LINSPACE, // 0..T-1
    LEVELS_LINSPACE_OPEN,
    LEVELS_SIMPLE,
    LEVELS_STRIDE, // 1, 1 + T/N ..., as many as there are
    LEVELS_QUANTILES,
    LEVELS_LINSPACE_WHOLE,      // 0..T-1, rounded
    LEVELS_LINSPACE_OPEN_WHOLE, // N + 1 of those without the last
    LEVELS_LEADING0_OPEN,       // of stride T/(N + 1) without t = 0
    LEVELS_LEADING1_OPEN,       // the same from 1
    LEVELS_STRIDE_ALL,          // LEVELS_STRIDE up to T
    LEVELS_QUAD,                // evenly in the root of t, up to 0.8 T
    LEVELS_TURBO,               // T - 1 and T/N lower each, rounded
    LEVELS_FLOW_ONCE,           // of a flow: 1, 1 - 1/N .. 1/N, shifted
    LEVELS_FLOW_TWICE,          // between the ends of its shifted time, shifted again
    LEVELS_FLOW_MU,             // as once, by e^mu
    LEVELS_FLOW_SOLVER,         // 1 - 1/T .. 0 without the last of N + 1, shifted
    LEVELS_SPACINGS
} LevelsSpacing;

typedef enum LevelsBend {
    LEVELS_TABLE, // none
    LEVELS_KARRAS,
    LEVELS_EXPONENTIAL,
    LEVELS_POLYEXPONENTIAL,
    LEVELS_BETA,
    LEVELS_LU, // exponential, by the name it has in diffusers
    LEVELS_KL_OPTIMAL,
    LEVELS_BENDS
} LevelsBend;

typedef enum LevelsEnds { LEVELS_ENDS_SPACING, LEVELS_ENDS_TABLE, LEVELS_ENDS } LevelsEnds;

typedef struct LevelsParts {
    LevelsSpacing spacing;
    LevelsBend curve;
    LevelsEnds ends;
} LevelsParts;

unsigned levels_uses(LevelsMethod method, const LevelsParts *parts); // LEVELS_USE_*
double levels_parts_rho(const LevelsParts *parts);                   // of its curve; 0: it has none
bool levels_reads_spacing(const LevelsParts *parts);
// What a peer's method is composed of; false where it is of other parts than these.
bool levels_parts_of(LevelsParts *parts, LevelsMethod method);

typedef enum LevelsFinal { // what stands behind the last level that is denoised
    LEVELS_FINAL_OWN,      // as the method has it
    LEVELS_FINAL_ZERO,
    LEVELS_FINAL_SIGMA_MIN, // the table's least sigma
    LEVELS_FINAL_NONE,
} LevelsFinal;

typedef struct LevelsParams {
    LevelsMethod method;
    int steps;                   // N
    const ScheduleParams *chain; // what `schedule` was built from: its family and its shift
    double mu;                   // dynamic shift e^mu of a flow; NaN: ln of the shift
    bool is_flux;                // the flow was given by its mu: ComfyUI then counts t from 0 to 1
    double rho, shift, terminal; // NaN: the method's, the chain's, none
    LevelsFinal final;
    LevelsParts parts;  // LEVELS_USE_PARTS
    const double *list; // of sigma or t, LEVELS_USE_LIST, borrowed
    int list_count;
} LevelsParams;

// `count` rows in the order visited. sigma as the peer lists it: the deviation of the noise beside
// x of weight 1, or, of a flow, s in (1 − s) x + s n. t as the peer counts it, NaN where it has
// none. log_snr in nats, +inf at sigma 0.
typedef struct NoiseLevels {
    int count;
    double *t, *sigma, *log_snr;
    bool is_flow;
} NoiseLevels;

// `levels` is zero or a built one; it is left as it was on failure, whose error is one of usage.
bool levels_build(NoiseLevels *levels, const Schedule *schedule, const LevelsParams *params,
                  Error *error);
void levels_free(NoiseLevels *levels);

// The peers' methods that have the curve of params->parts and, with the same rho and shift and
// their own last level, list the same sigma, those of the same parts first; returns how many, of
// which the first `most` are told.
int levels_same(LevelsMethod *same, int most, const NoiseLevels *levels, const Schedule *schedule,
                const LevelsParams *params);

// The step 0..T of the chain whose log SNR is nearest to it.
int levels_step(const Schedule *schedule, double log_snr);

// mu of a picture of so many pixels: Flux's, linear in the number of tokens (16 pixels a side) from
// 0.5 at 256 to 1.15 at 4096 (black-forest-labs/flux, sampling.py, get_lin_function).
double levels_mu(int width, int height);

#endif
