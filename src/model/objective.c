// SPDX-License-Identifier: MIT
#include "model/objective.h"

#include "base/memory.h"
#include "model/compare.h"
#include "model/derived.h"

#include <stdlib.h>
#include <string.h>

enum { HELD = 64 }; // several panels of four

typedef struct Made {
    double *values; // noise, weight, density, product
    int number, left_out;
    bool focus;        // of the one in focus: its stamps are counted apart
    unsigned schedule; // stamp
    Objective of;
} Made;

typedef struct Objectives {
    Made made[HELD];
    int next; // which one is given up
} Objectives;

static void free_objectives(void *data) {
    Objectives *all = data;
    for (int i = 0; i < HELD; i++) free(all->made[i].values);
}

static bool same_density(const DensityParams *a, const DensityParams *b) {
    return a->logit_mean == b->logit_mean && a->logit_std == b->logit_std &&
           a->mode_scale == b->mode_scale && a->shift == b->shift && a->p_mean == b->p_mean &&
           a->p_std == b->p_std && a->orientation == b->orientation;
}

// NaN is a value like others here.
static bool same(const Objective *a, const Objective *b) {
    return a->loss == b->loss && a->density == b->density &&
           memcmp(&a->loss_params, &b->loss_params, sizeof a->loss_params) == 0 &&
           same_density(&a->density_params, &b->density_params);
}

static void make(Made *made, const Schedule *schedule) {
    size_t rows = (size_t)schedule->steps + 1;
    made->values = mem_resize(made->values, 4 * rows, sizeof *made->values);
    for (size_t t = 0; t < rows; t++) made->values[t] = -schedule->log_snr[t];
    const ObjectiveColumns columns = { made->values + rows, made->values + 2 * rows,
                                       made->values + 3 * rows };
    made->left_out = objective_fill(&columns, schedule, &made->of);
}

ObjectiveCurves model_objective(const Model *model, int number, const Objective *objective) {
    Objectives *all =
        derived_part(model->derived, DERIVED_OBJECTIVES, sizeof *all, free_objectives);
    const Schedule *schedule = compare_table(model, number);
    unsigned stamp = compare_stamp(model, number);
    bool focus = number == model->made.compare.list.focus;
    Made *made = NULL;
    for (int i = 0; i < HELD && !made; i++) {
        Made *at = &all->made[i];
        if (at->values && at->number == number && at->focus == focus && at->schedule == stamp &&
            same(&at->of, objective))
            made = at;
    }
    if (!made) {
        made = &all->made[all->next];
        all->next = (all->next + 1) % HELD;
        made->number = number, made->focus = focus, made->schedule = stamp, made->of = *objective;
        make(made, schedule);
    }
    size_t rows = (size_t)schedule->steps + 1;
    const double *values = made->values;
    return (ObjectiveCurves){ values, values + rows, values + 2 * rows, values + 3 * rows,
                              made->left_out };
}
