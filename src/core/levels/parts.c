// SPDX-License-Identifier: MIT
// Methods composed of a spacing, a curve and its ends.
#include "core/levels/curves.h"
#include "core/levels/spacings.h"
#include "core/levels/work.h"

#include <math.h>
#include <stddef.h>

typedef struct SpacingRow {
    LevelsPlace *place;
    int offset;
    bool between;  // it goes between entries of the table,
    bool by_sigma; // linear in sigma
} SpacingRow;

static const SpacingRow spacings[LEVELS_SPACINGS] = {
    [LEVELS_LEADING0] = { spacing_leading, 0, false, false },
    [LEVELS_LEADING1] = { spacing_leading, 1, false, false },
    [LEVELS_TRAILING] = { spacing_trailing, 0, false, false },
    [LEVELS_LINSPACE] = { spacing_linspace, 0, true, true },
    [LEVELS_LINSPACE_OPEN] = { spacing_linspace_open, 0, true, false },
    [LEVELS_SIMPLE] = { spacing_simple, 0, false, false },
    [LEVELS_STRIDE] = { spacing_stride, 0, false, false },
    [LEVELS_QUANTILES] = { spacing_beta, 0, false, false },
    [LEVELS_LINSPACE_WHOLE] = { spacing_linspace_whole, 0, false, false },
    [LEVELS_LINSPACE_OPEN_WHOLE] = { spacing_linspace_open_whole, 0, false, false },
    [LEVELS_LEADING0_OPEN] = { spacing_leading_open, 0, false, false },
    [LEVELS_LEADING1_OPEN] = { spacing_leading_open, 1, false, false },
    [LEVELS_STRIDE_ALL] = { spacing_stride_all, 0, false, false },
    [LEVELS_QUAD] = { spacing_quad, 0, false, false },
    [LEVELS_TURBO] = { spacing_turbo, 0, false, false },
    [LEVELS_FLOW_ONCE] = { flow_once, 0, false, false },
    [LEVELS_FLOW_TWICE] = { flow_twice, 0, false, false },
    [LEVELS_FLOW_MU] = { flow_dynamic_pipeline, 0, false, false },
    [LEVELS_FLOW_SOLVER] = { flow_dpm, 0, false, false },
};

static const struct {
    LevelsCurve *curve;
    double rho;
} bends[LEVELS_BENDS] = {
    [LEVELS_TABLE] = { NULL, 0 },
    [LEVELS_KARRAS] = { levels_karras, 7 },
    [LEVELS_EXPONENTIAL] = { levels_exponential, 0 },
    [LEVELS_POLYEXPONENTIAL] = { levels_polyexponential, 1 },
    [LEVELS_BETA] = { levels_beta, 0 },
    [LEVELS_LU] = { levels_exponential, 0 },
    [LEVELS_KL_OPTIMAL] = { levels_kl_optimal, 0 },
};

double levels_parts_rho(const LevelsParts *parts) {
    return bends[parts->curve].rho;
}

bool levels_reads_spacing(const LevelsParts *parts) {
    return parts->curve == LEVELS_TABLE || parts->ends == LEVELS_ENDS_SPACING;
}

// Of a flow, whatever the chain is.
static bool is_time(LevelsSpacing spacing) {
    return spacing >= LEVELS_FLOW_ONCE;
}

unsigned levels_uses(LevelsMethod method, const LevelsParts *parts) {
    unsigned uses = levels_row(method)->info.uses;
    if (!(uses & LEVELS_USE_PARTS) || !levels_reads_spacing(parts)) return uses;
    if (parts->spacing == LEVELS_FLOW_MU) return uses | LEVELS_USE_MU;
    return is_time(parts->spacing) ? uses | LEVELS_USE_SHIFT : uses;
}

LevelsRow levels_composed(const LevelsRow *row, const LevelsParams *params) {
    LevelsRow composed = *row;
    if (!(row->info.uses & LEVELS_USE_PARTS)) return composed;
    const LevelsParts *parts = &params->parts;
    bool is_flow = params->chain->family == SCHEDULE_FLOW;
    composed.space = is_flow ? SPACE_MODEL : SPACE_VE;
    composed.curve = bends[parts->curve].curve;
    composed.info.rho = bends[parts->curve].rho;
    if (!composed.curve && !is_flow) composed.count = COUNT_PLACE;
    if (!levels_reads_spacing(parts)) return composed;
    composed.place = spacings[parts->spacing].place;
    composed.offset = spacings[parts->spacing].offset;
    composed.by_sigma = spacings[parts->spacing].by_sigma;
    if (is_time(parts->spacing)) {
        composed.space = SPACE_FLOW;
        composed.count = COUNT_TIMES_T;
    }
    return composed;
}

// Peers ----------------------------------------------------------------------------------------

static bool is_spaced(const LevelsRow *row, const SpacingRow *spacing) {
    bool same = row->place == spacing->place && row->offset == spacing->offset;
    bool alike = row->curve || !spacing->between || row->by_sigma == spacing->by_sigma;
    return same && alike;
}

bool levels_parts_of(LevelsParts *parts, LevelsMethod method) {
    const LevelsRow *row = levels_row(method);
    if (row->table || row->more || row->least_half_snr != 0 || row->terminal != 0 || row->again)
        return false;
    LevelsParts found = { .ends =
                              row->place || !row->curve ? LEVELS_ENDS_SPACING : LEVELS_ENDS_TABLE };
    while (found.curve < LEVELS_BENDS && bends[found.curve].curve != row->curve) found.curve++;
    if (found.curve == LEVELS_BENDS) return false;
    if (found.ends == LEVELS_ENDS_SPACING)
        while (found.spacing < LEVELS_SPACINGS && !is_spaced(row, &spacings[found.spacing]))
            found.spacing++;
    if (found.spacing == LEVELS_SPACINGS) return false;
    if ((row->space == SPACE_FLOW) != (found.ends == LEVELS_ENDS_SPACING && is_time(found.spacing)))
        return false;
    *parts = found;
    return true;
}

static bool lists_same(const NoiseLevels *a, const NoiseLevels *b) {
    if (a->count != b->count || a->is_flow != b->is_flow) return false;
    for (int i = 0; i < a->count; i++)
        if (!(fabs(a->sigma[i] - b->sigma[i]) <= 1e-9 * a->sigma[i])) return false;
    return true;
}

// But for the last level.
static bool is_of_parts(LevelsMethod method, const LevelsParts *parts) {
    LevelsParts its;
    if (!levels_parts_of(&its, method) || its.ends != parts->ends) return false;
    return !levels_reads_spacing(parts) || its.spacing == parts->spacing;
}

int levels_same(LevelsMethod *same, int most, const NoiseLevels *levels, const Schedule *schedule,
                const LevelsParams *params) {
    static const unsigned no_peer = LEVELS_USE_LIST | LEVELS_USE_CONFIG | LEVELS_USE_PARTS;
    NoiseLevels other = { 0 };
    int count = 0;
    for (int k = 0; k < 2 * LEVELS_METHODS; k++) { // at first those of the same parts
        const LevelsMethod method = (LevelsMethod)(k % LEVELS_METHODS);
        const LevelsRow *row = levels_row(method);
        bool alike = row->curve == bends[params->parts.curve].curve && !row->table && !row->again;
        if ((row->info.uses & no_peer) || !alike) continue;
        if (is_of_parts(method, &params->parts) != (k < LEVELS_METHODS)) continue;
        LevelsParams asked = *params;
        Error ignored;
        asked.method = method;
        asked.final = LEVELS_FINAL_OWN;
        if (!levels_build(&other, schedule, &asked, &ignored)) continue;
        if (!lists_same(levels, &other)) continue;
        if (count < most) same[count] = method;
        count++;
    }
    levels_free(&other);
    return count;
}
