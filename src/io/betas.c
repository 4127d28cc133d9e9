// SPDX-License-Identifier: MIT
#include "io/betas.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "io/file.h"
#include "io/json_file.h"
#include "io/json_out.h"
#include "io/npy.h"
#include "io/scheduler_config.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// 10 000 numbers need 250 kB; the rest is for tables that hold more than beta.
enum { CSV_BYTES = 64 << 20 };

typedef struct List {
    double *values;
    size_t count, capacity;
} List;

static void list_add(List *list, double value) {
    list->values = mem_grow(list->values, &list->capacity, list->count + 1, sizeof *list->values);
    list->values[list->count++] = value;
}

// What a terminal may not like is replaced.
static char *make_printable(char *text) {
    for (char *c = text; *c; c++)
        if (*c < 0x20 || *c > 0x7e) *c = '?';
    return text;
}

// A value as a message shows it: its first 40 bytes.
typedef struct Shown {
    char text[44];
} Shown;

static Shown show(const char *value) {
    Shown shown;
    snprintf(shown.text, sizeof shown.text, "%.40s%s", value, strlen(value) > 40 ? "..." : "");
    make_printable(shown.text);
    return shown;
}

// CSV ----------------------------------------------------------------------------------------

typedef struct CsvReader {
    const char *path;
    int line;   // 1-based, of the line at hand
    int column; // of "beta", 0-based; -1 while no header has been met
    List *list;
} CsvReader;

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static char *trim(char *text) {
    while (is_blank(*text)) text++;
    size_t length = strlen(text);
    while (length && is_blank(text[length - 1])) length--;
    text[length] = '\0';
    return text;
}

// Without the blanks around it and the quotes around that.
static char *trim_field(char *text) {
    text = trim(text);
    size_t length = strlen(text);
    if (length < 2 || text[0] != '"' || text[length - 1] != '"') return text;
    text[length - 1] = '\0';
    return text + 1;
}

// Cuts the text at the next `end`; what follows is left in *text, NULL after the last piece.
static char *cut(char **text, char end) {
    char *piece = *text, *stop = strchr(piece, end);
    if (stop) *stop++ = '\0';
    *text = stop;
    return piece;
}

static int find_beta_column(char *line) {
    for (int column = 0; line; column++)
        if (text_equal_ignoring_case(trim_field(cut(&line, ',')), "beta")) return column;
    return -1;
}

// The line as it is: one number.
static bool read_bare_line(CsvReader *csv, const char *line, Error *error) {
    double value;
    if (strchr(line, ','))
        return error_set(error, "%s: line %d: several values, and no header names the column beta",
                         csv->path, csv->line);
    if (!read_real(line, &value))
        return error_set(error, "%s: line %d: '%s' is not a number", csv->path, csv->line,
                         show(line).text);
    list_add(csv->list, value);
    return true;
}

static bool read_row(CsvReader *csv, char *line, Error *error) {
    char *field = NULL;
    double value;
    for (int column = 0; column <= csv->column; column++) {
        if (!line)
            return error_set(error, "%s: line %d: nothing in the column beta", csv->path,
                             csv->line);
        field = trim_field(cut(&line, ','));
    }
    if (!read_real(field, &value))
        return error_set(error, "%s: line %d: beta '%s' is not a number", csv->path, csv->line,
                         show(field).text);
    list_add(csv->list, value);
    return true;
}

static bool read_line(CsvReader *csv, char *line, Error *error) {
    bool first = csv->list->count == 0 && csv->column < 0;
    char *copy = first ? mem_copy_text(line) : NULL;
    if (first) csv->column = find_beta_column(copy);
    bool header = first && csv->column >= 0;
    free(copy);
    if (header) return true;
    return csv->column >= 0 ? read_row(csv, line, error) : read_bare_line(csv, line, error);
}

static bool read_csv(List *list, const char *path, Error *error) {
    uint8_t *data = NULL;
    size_t length = 0;
    if (!file_read(&data, &length, path, CSV_BYTES, error)) return false;
    bool ok = !memchr(data, 0, length);
    if (!ok) error_set(error, "%s: not a text file", path);
    char *rest = (char *)data;
    if (ok && strncmp(rest, "\xEF\xBB\xBF", 3) == 0) rest += 3;
    CsvReader csv = { .path = path, .column = -1, .list = list };
    while (ok && rest && list->count <= SCHEDULE_MAX_STEPS) {
        char *line = cut(&rest, '\n');
        csv.line++;
        char *content = trim(cut(&line, '#'));
        ok = !*content || read_line(&csv, content, error);
    }
    free(data);
    return ok;
}

// JSON ---------------------------------------------------------------------------------------

// The list itself, or the one under a name that is known; "beta" is what betas_write_json writes.
static json_t *find_list(json_t *root) {
    static const char *const names[] = { "trained_betas", "betas", "beta" };
    if (json_is_array(root)) return root;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *found = json_object_get(root, names[i]);
        if (json_is_array(found)) return found;
    }
    return NULL;
}

static bool read_config(List *list, const char *path, Error *error) {
    int count;
    if (!scheduler_config_betas(&list->values, &count, path, error)) return false;
    list->count = (size_t)count;
    return true;
}

static bool read_json(List *list, const char *path, Error *error) {
    if (scheduler_config_is_one(path)) return read_config(list, path, error);
    json_t *root = json_file_read(path, error);
    if (!root) return false;
    json_t *array = find_list(root);
    bool ok = array ? json_numbers(&list->values, &list->count, array, path, error)
                    : error_set(error,
                                "%s: no list, neither as such nor named betas or "
                                "trained_betas",
                                path);
    json_decref(root);
    return ok;
}

// NPY ----------------------------------------------------------------------------------------

static bool read_npy(List *list, const char *path, Error *error) {
    if (!npy_read_doubles(&list->values, &list->count, path, error)) return false;
    for (size_t i = 0; i < list->count; i++)
        if (!isfinite(list->values[i]))
            return error_set(error, "%s: value %zu, %g, is not finite", path, i + 1,
                             list->values[i]);
    return true;
}

// All ----------------------------------------------------------------------------------------

static bool read_any(List *list, const char *path, Error *error) {
    if (path_ends_in(path, ".csv") || path_ends_in(path, ".txt"))
        return read_csv(list, path, error);
    if (path_ends_in(path, ".json")) return read_json(list, path, error);
    if (path_ends_in(path, ".npy")) return read_npy(list, path, error);
    return error_set(error, "%s: a list of betas is a .csv, .txt, .json or .npy file", path);
}

bool betas_read(double **betas, int *steps, const char *path, Error *error) {
    List list = { 0 };
    bool ok = read_any(&list, path, error);
    if (ok && list.count == 0) ok = error_set(error, "%s: the list of betas is empty", path);
    if (ok && list.count > SCHEDULE_MAX_STEPS)
        ok = error_set(error, "%s: more than %d betas", path, SCHEDULE_MAX_STEPS);
    if (ok) {
        *betas = list.values;
        *steps = (int)list.count;
    } else {
        free(list.values);
    }
    return ok;
}

// Out ----------------------------------------------------------------------------------------

typedef struct Table {
    const char *const *names;
    const double *columns[NOTATION_COLUMNS]; // the last one as log SNR
    Notation notation;
} Table;

static Table make_table(const Schedule *schedule, Notation notation) {
    return (Table){ notation_columns(notation),
                    { schedule->beta, schedule->alpha, schedule->sigma2, schedule->coef_x,
                      schedule->coef_z, schedule->log_snr },
                    notation };
}

static double table_value(const Table *table, int column, int t) {
    double value = table->columns[column][t];
    return column == NOTATION_COLUMNS - 1 ? notation_level(table->notation, value) : value;
}

bool betas_write_csv(FILE *stream, const Schedule *schedule, Notation notation) {
    Table table = make_table(schedule, notation);
    fputs("t", stream);
    for (int c = 0; c < NOTATION_COLUMNS; c++) fprintf(stream, ",%s", table.names[c]);
    fputs("\n", stream);
    for (int t = 1; t <= schedule->steps; t++) {
        fprintf(stream, "%d", t);
        for (int c = 0; c < NOTATION_COLUMNS; c++)
            fprintf(stream, ",%.17g", table_value(&table, c, t));
        fputs("\n", stream);
    }
    return !ferror(stream);
}

bool betas_write_json(FILE *stream, const Schedule *schedule, Notation notation) {
    Table table = make_table(schedule, notation);
    json_t *root = json_object(), *steps = json_array();
    for (int t = 1; t <= schedule->steps; t++) json_array_append_new(steps, json_integer(t));
    json_object_set_new(root, "t", steps);
    for (int c = 0; c < NOTATION_COLUMNS; c++) {
        json_t *column = json_array();
        for (int t = 1; t <= schedule->steps; t++)
            json_array_append_new(column, json_number(table_value(&table, c, t)));
        json_object_set_new(root, table.names[c], column);
    }
    Text out = { 0 };
    json_append(&out, root, 1, 17);
    fprintf(stream, "%s\n", out.data);
    text_free(&out);
    json_decref(root);
    return !ferror(stream);
}
