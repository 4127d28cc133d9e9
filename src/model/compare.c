// SPDX-License-Identifier: MIT
#include "model/compare.h"

#include "base/memory.h"
#include "model/derived.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const Schedule *compare_table(const Model *model, int number) {
    CHECK(number >= 0 && number < model->made.compare.list.count);
    return number == model->made.compare.list.focus ? model_table(model)
                                                    : &model->compared.tables[number].schedule;
}

unsigned compare_stamp(const Model *model, int number) {
    return number == model->made.compare.list.focus ? model->schedule_stamp
                                                    : model->compared.tables[number].stamp;
}

// Steps --------------------------------------------------------------------------------------

int compare_t(const Model *model, int number) {
    return settings_t_at(model->made.u, compare_table(model, number)->steps);
}

int compare_t_at_log_snr(const Schedule *schedule, double log_snr) {
    int low = 1, high = schedule->steps;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        *(schedule->log_snr[middle] >= log_snr ? &low : &high) = middle;
    }
    double below = schedule->log_snr[low] - log_snr, above = log_snr - schedule->log_snr[high];
    return fabs(below) <= fabs(above) ? low : high;
}

int compare_t_of_equal_noise(const Model *model, int number) {
    static const double slack = 0.5; // nats beyond the first or last step, which is near enough
    const Schedule *table = compare_table(model, number);
    double wanted = model->schedule.log_snr[model->made.t];
    if (number == model->made.compare.list.focus) return model->made.t;
    bool outside =
        wanted > table->log_snr[1] + slack || wanted < table->log_snr[table->steps] - slack;
    return outside ? 0 : compare_t_at_log_snr(table, wanted);
}

// Columns ------------------------------------------------------------------------------------

enum {
    COLUMN_T,
    COLUMN_U,
    COLUMN_NOISE, // the level's place on an axis along which noise grows
    COLUMN_LEVEL,
    COLUMN_SQRT_ALPHA,
    COLUMN_RATIO,
    COLUMN_KL,
    COLUMNS
};

// Whether the notation's level falls along the chain: log SNR does, σ and γ grow.
static bool level_falls(Notation notation) {
    return notation == NOTATION_BISHOP || notation == NOTATION_HO;
}

// One for each schedule.
typedef struct Columns {
    double *values;
    unsigned schedule, x; // stamps that they are of
    int notation;
} Columns;

static void free_columns(void *data) {
    Columns *columns = data;
    for (int i = 0; i < COMPARE_MOST; i++) free(columns[i].values);
}

// Those that the table itself lacks, made once a table (and once a picture: KL is about it).
static const double *made_column(const Model *model, int number, int column) {
    Columns *all =
        derived_part(model->derived, DERIVED_COMPARED, COMPARE_MOST * sizeof *all, free_columns);
    Columns *made = &all[number];
    const Schedule *table = compare_table(model, number);
    unsigned stamp = compare_stamp(model, number);
    size_t rows = (size_t)table->steps + 1;
    Notation notation = (Notation)model->made.look.notation;
    if (!made->values || made->schedule != stamp || made->x != model->x_stamp ||
        made->notation != (int)notation) {
        double *columns = mem_resize(made->values, COLUMNS * rows, sizeof *columns);
        for (int t = 0; t <= table->steps; t++) {
            columns[COLUMN_T * rows + (size_t)t] = t;
            columns[COLUMN_U * rows + (size_t)t] = (double)t / table->steps;
            double level = notation_level(notation, table->log_snr[t]);
            columns[COLUMN_LEVEL * rows + (size_t)t] = level;
            columns[COLUMN_NOISE * rows + (size_t)t] = level_falls(notation) ? -level : level;
            columns[COLUMN_SQRT_ALPHA * rows + (size_t)t] = sqrt(table->alpha[t]);
            columns[COLUMN_RATIO * rows + (size_t)t] = t ? table->sigma2[t] / table->beta[t] : 0;
            columns[COLUMN_KL * rows + (size_t)t] =
                schedule_kl(table, t, model->moments.mean_square);
        }
        made->values = columns;
        made->schedule = stamp;
        made->x = model->x_stamp;
        made->notation = (int)notation;
    }
    return made->values + (size_t)column * rows;
}

const double *compare_noise_column(const Model *model, int number) {
    return made_column(model, number, COLUMN_NOISE);
}

const double *compare_column(const Model *model, int number, Quantity quantity) {
    const Schedule *table = compare_table(model, number);
    switch (quantity) {
    case QUANTITY_ALPHA: return table->alpha;
    case QUANTITY_SQRT_ALPHA: return made_column(model, number, COLUMN_SQRT_ALPHA);
    case QUANTITY_LOG_SNR: return made_column(model, number, COLUMN_LEVEL);
    case QUANTITY_BETA: return table->beta;
    case QUANTITY_SIGMA2: return table->sigma2;
    case QUANTITY_SIGMA2_BETA: return made_column(model, number, COLUMN_RATIO);
    case QUANTITY_COEF_X: return table->coef_x;
    case QUANTITY_COEF_Z: return table->coef_z;
    case QUANTITY_KL: return made_column(model, number, COLUMN_KL);
    case QUANTITY_S: return table->noise_clock;
    case QUANTITY_T: return made_column(model, number, COLUMN_T);
    case QUANTITY_U: return made_column(model, number, COLUMN_U);
    case QUANTITIES: break;
    }
    check_failed("there is such a quantity", __FILE__, __LINE__);
}
