// SPDX-License-Identifier: MIT
#include "model/levels.h"

#include "base/memory.h"
#include "model/thin.h"

#include <stdlib.h>
#include <string.h>

typedef struct Held {
    ModelLevels made;
    bool any;
    unsigned schedule;
    int steps;
    double mu;
    LevelsSettings settings;
} Held;

static void clear(ModelLevels *levels) {
    for (int i = 0; i < levels->count; i++) levels_free(&levels->lists[i]);
    free(levels->steps);
    *levels = (ModelLevels){ 0 };
}

static void free_part(void *data) {
    clear(&((Held *)data)->made);
}

static void add(ModelLevels *levels, const Model *model, LevelsMethod method, int slot,
                Error *error) {
    LevelsQuery query;
    NoiseLevels list = { 0 };
    ScheduleParams chain = settings_schedule(&model->made, model->betas, model->beta_count);
    if (!levels_query_of(&query, &model->made, &chain, method, error) ||
        !levels_build(&list, model_table(model), &query.params, error))
        return;
    if (method == LEVELS_OWN_PARTS)
        levels->same_count =
            levels_same(&levels->same, 1, &list, model_table(model), &query.params);
    levels->methods[levels->count] = method;
    levels->slots[levels->count] = slot;
    levels->lists[levels->count++] = list;
}

// From the last, which has the least noise.
static void find_steps(ModelLevels *levels, const Schedule *schedule) {
    const NoiseLevels *list = &levels->lists[0];
    levels->steps = mem_alloc((size_t)list->count + 1, sizeof *levels->steps);
    for (int i = list->count - 1; i >= 0; i--) {
        int step = levels_step(schedule, list->log_snr[i]), count = levels->step_count;
        if (step > 0 && (!count || step > levels->steps[count - 1]))
            levels->steps[levels->step_count++] = step;
    }
    levels->on = levels->step_count > 0;
}

static void make(ModelLevels *levels, const Model *model) {
    const LevelsSettings *settings = &model->made.levels;
    if (settings->method > 0) {
        add(levels, model, (LevelsMethod)(settings->method - 1), 0, &levels->trouble);
        if (levels->count) find_steps(levels, model_table(model));
    }
    if (levels->count) levels->trouble = (Error){ 0 };
    for (int i = 0; i < LEVELS_BESIDE; i++) {
        Error ignored;
        if (settings->beside[i] > 0)
            add(levels, model, (LevelsMethod)(settings->beside[i] - 1), i + 1, &ignored);
    }
}

const ModelLevels *model_levels(const Model *model) {
    Held *part = derived_part(model->derived, DERIVED_LEVELS, sizeof *part, free_part);
    const Settings *now = &model->made;
    bool same = part->any && part->schedule == model->schedule_stamp &&
                part->steps == now->mixture.sample_steps &&
                memcmp(&part->mu, &now->schedule.mu, sizeof part->mu) == 0 &&
                memcmp(&part->settings, &now->levels, sizeof part->settings) == 0;
    if (same) return &part->made;
    clear(&part->made);
    make(&part->made, model);
    part->any = true;
    part->schedule = model->schedule_stamp;
    part->steps = now->mixture.sample_steps;
    part->mu = now->schedule.mu;
    memcpy(&part->settings, &now->levels, sizeof part->settings);
    return &part->made;
}

int model_levels_from(const ModelLevels *levels, int t, int by) {
    const int *steps = levels->steps;
    int last = levels->step_count - 1;
    for (; by > 0 && t < steps[last]; by--) {
        int i = 0;
        while (steps[i] <= t) i++;
        t = steps[i];
    }
    for (; by < 0 && t > steps[0]; by++) {
        int i = last;
        while (steps[i] >= t) i--;
        t = steps[i];
    }
    return t;
}

int model_strip(const Model *model, int steps[STRIP_MOST]) {
    const ModelLevels *levels = model_levels(model);
    int all = levels->step_count, count = all < STRIP_MOST ? all : STRIP_MOST;
    if (!levels->on) return model_strip_steps(&model->schedule, steps);
    for (int i = 0; i < count; i++)
        steps[i] = levels->steps[count > 1 ? (int)((long long)i * (all - 1) / (count - 1)) : 0];
    return count;
}
