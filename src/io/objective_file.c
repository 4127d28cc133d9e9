// SPDX-License-Identifier: MIT
#include "io/objective_file.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "io/json_out.h"
#include "io/npy.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMNS = 4 };

static const char *const names[COLUMNS] = { "log_snr", "weight", "density", "product" };

static void print_csv(FILE *stream, const double *const *columns, int steps) {
    fputs("t", stream);
    for (int c = 0; c < COLUMNS; c++) fprintf(stream, ",%s", names[c]);
    fputs("\n", stream);
    for (int t = 1; t <= steps; t++) {
        fprintf(stream, "%d", t);
        for (int c = 0; c < COLUMNS; c++)
            isnan(columns[c][t]) ? fputs(",", stream) : fprintf(stream, ",%.17g", columns[c][t]);
        fputs("\n", stream);
    }
}

static void print_json(FILE *stream, const double *const *columns, int steps) {
    json_t *root = json_object(), *first = json_array();
    for (int t = 1; t <= steps; t++) json_array_append_new(first, json_integer(t));
    json_object_set_new(root, "t", first);
    for (int c = 0; c < COLUMNS; c++) {
        json_t *column = json_array();
        for (int t = 1; t <= steps; t++) json_array_append_new(column, json_number(columns[c][t]));
        json_object_set_new(root, names[c], column);
    }
    Text out = { 0 };
    json_append(&out, root, 1, 17);
    fprintf(stream, "%s\n", out.data);
    text_free(&out);
    json_decref(root);
}

static void print_npy(FILE *stream, const double *const *columns, int steps) {
    double *table = mem_alloc((size_t)steps, (COLUMNS + 1) * sizeof *table), *cell = table;
    for (int t = 1; t <= steps; t++) {
        *cell++ = t;
        for (int c = 0; c < COLUMNS; c++) *cell++ = columns[c][t];
    }
    npy_print_table(stream, table, (size_t)steps, COLUMNS + 1);
    free(table);
}

bool objective_print(FILE *stream, const Schedule *schedule, const ObjectiveColumns *columns,
                     ScheduleFormat format) {
    const double *const all[COLUMNS] = { schedule->log_snr, columns->weight, columns->density,
                                         columns->product };
    CHECK(format != SCHEDULE_CONFIG);
    if (format == SCHEDULE_CSV) print_csv(stream, all, schedule->steps);
    if (format == SCHEDULE_JSON) print_json(stream, all, schedule->steps);
    if (format == SCHEDULE_NPY) print_npy(stream, all, schedule->steps);
    return !ferror(stream);
}
