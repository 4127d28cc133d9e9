// SPDX-License-Identifier: MIT
#include "io/levels_file.h"

#include "io/json_out.h"
#include "io/npy.h"

#include <math.h>
#include <string.h>

static const char *const names[LEVELS_FORMATS] = { "csv", "json", "npy", "comfyui", "diffusers" };

bool levels_format_find(LevelsFormat *format, const char *name) {
    for (int i = 0; i < LEVELS_FORMATS; i++)
        if (strcmp(names[i], name) == 0) {
            *format = (LevelsFormat)i;
            return true;
        }
    return false;
}

static void print_csv(FILE *stream, const NoiseLevels *levels) {
    fputs("step,t,sigma,log_snr\n", stream);
    for (int i = 0; i < levels->count; i++) {
        fprintf(stream, "%d,", i);
        if (!isnan(levels->t[i])) fprintf(stream, "%.17g", levels->t[i]);
        fprintf(stream, ",%.17g,%.17g\n", levels->sigma[i], levels->log_snr[i]);
    }
}

static json_t *column(const double *values, int count) {
    json_t *list = json_array();
    for (int i = 0; i < count; i++) json_array_append_new(list, json_number(values[i]));
    return list;
}

static void print_json(FILE *stream, const NoiseLevels *levels) {
    json_t *root = json_object(), *steps = json_array();
    for (int i = 0; i < levels->count; i++) json_array_append_new(steps, json_integer(i));
    json_object_set_new(root, "step", steps);
    json_object_set_new(root, "t", column(levels->t, levels->count));
    json_object_set_new(root, "sigma", column(levels->sigma, levels->count));
    json_object_set_new(root, "log_snr", column(levels->log_snr, levels->count));
    Text out = { 0 };
    json_append(&out, root, 1, 17);
    fprintf(stream, "%s\n", out.data);
    text_free(&out);
    json_decref(root);
}

static void append_sigmas(Text *out, const double *sigma, int count) {
    for (int i = 0; i < count; i++)
        text_append(out, sigma[i] == 0 || sigma[i] == 1 ? "%s%.1f" : "%s%.9g", i ? ", " : "",
                    sigma[i]);
}

static void print_line(FILE *stream, const NoiseLevels *levels, bool diffusers, double shift) {
    Text out = { 0 };
    int count = levels->count;
    double *sigma = levels->sigma;
    if (diffusers) text_append(&out, "sigmas=[");
    if (diffusers && levels->is_flow) {
        if (count && sigma[count - 1] == 0) count--;
        for (int i = 0; i < count; i++) {
            double before = sigma[i] / (shift - (shift - 1) * sigma[i]);
            append_sigmas(&out, &before, 1);
            if (i < count - 1) text_append(&out, ", ");
        }
    } else {
        append_sigmas(&out, sigma, count);
    }
    if (diffusers) text_append(&out, "]");
    fprintf(stream, "%s\n", out.data);
    text_free(&out);
}

bool levels_print(FILE *stream, const NoiseLevels *levels, LevelsFormat format, double shift) {
    switch (format) {
    case LEVELS_CSV: print_csv(stream, levels); break;
    case LEVELS_JSON: print_json(stream, levels); break;
    case LEVELS_NPY:
        return npy_print_doubles(stream, levels->sigma, (size_t)levels->count) && !ferror(stream);
    case LEVELS_COMFYUI: print_line(stream, levels, false, shift); break;
    case LEVELS_DIFFUSERS: print_line(stream, levels, true, shift); break;
    case LEVELS_FORMATS: break;
    }
    return !ferror(stream);
}
