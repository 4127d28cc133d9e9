// SPDX-License-Identifier: MIT
#include "io/schedule_file.h"

#include "base/text.h"
#include "io/betas.h"
#include "io/file.h"
#include "io/npy.h"
#include "io/scheduler_config.h"

#include <string.h>

static const char *const names[SCHEDULE_FORMATS] = { "csv", "json", "npy", "scheduler_config" };

bool schedule_format_find(ScheduleFormat *format, const char *name) {
    for (int i = 0; i < SCHEDULE_FORMATS; i++)
        if (strcmp(names[i], name) == 0) {
            *format = (ScheduleFormat)i;
            return true;
        }
    return false;
}

static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path), tail = strlen(ending);
    return length >= tail && text_equal_ignoring_case(path + length - tail, ending);
}

bool schedule_format_of(ScheduleFormat *format, const char *path) {
    static const struct {
        const char *ending;
        ScheduleFormat format;
    } endings[] = { { "scheduler_config.json", SCHEDULE_CONFIG },
                    { ".json", SCHEDULE_JSON },
                    { ".csv", SCHEDULE_CSV },
                    { ".npy", SCHEDULE_NPY } };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_in(path, endings[i].ending)) {
            *format = endings[i].format;
            return true;
        }
    return false;
}

bool schedule_print(FILE *stream, const Schedule *schedule, ScheduleFormat format,
                    Notation notation, Error *error) {
    switch (format) {
    case SCHEDULE_CSV: betas_write_csv(stream, schedule, notation); break;
    case SCHEDULE_JSON: betas_write_json(stream, schedule, notation); break;
    case SCHEDULE_NPY:
        npy_print_doubles(stream, schedule->beta + 1, (size_t)schedule->steps);
        break;
    case SCHEDULE_CONFIG: return scheduler_config_write(stream, schedule, error);
    case SCHEDULE_FORMATS: break;
    }
    return true;
}

bool schedule_write(const char *path, const Schedule *schedule, ScheduleFormat format,
                    Notation notation, Error *error) {
    FileOut out;
    if (!file_out_open(&out, path, error)) return false;
    if (!schedule_print(out.stream, schedule, format, notation, error)) {
        file_out_cancel(&out);
        return error_prefix(error, "%s", path);
    }
    return file_out_commit(&out, error); // where a failed write shows
}
