// SPDX-License-Identifier: MIT
#include "cli/trace.h"

#include "base/memory.h"
#include "base/path.h"

#include <stdlib.h>
#include <string.h>

enum { TRACE_BYTES = 1 << 28 };

static bool check_names(const Arguments *arguments, const SamplerParams *params, Error *error) {
    const char *const names[] = { arguments->out, arguments->steps_out, arguments->x_hat_out,
                                  arguments->indices_out };
    static const char *const options[] = { "", "--steps-out", "--x-hat-out", "--indices-out" };
    enum { NAMES = sizeof names / sizeof names[0] };
    for (int i = 1; i < NAMES; i++) {
        if (!names[i]) continue;
        if (!path_ends_in(names[i], ".npy"))
            return error_usage(error, "%s: %s: writes .npy", options[i], names[i]);
        for (int k = 0; k < i; k++)
            if (names[k] && strcmp(names[k], names[i]) == 0)
                return error_usage(error, "%s: %s: another file has this name", options[i],
                                   names[i]);
    }
    if (arguments->indices_out && params->kind != SAMPLER_ANCESTRAL)
        return error_usage(error, "--indices-out: the sampler ddim draws no pictures");
    return true;
}

static bool open_files(Trace *trace, const Arguments *arguments, const Dataset *set, int count,
                       Error *error) {
    int h = set->height, w = set->width, c = set->channels;
    if (arguments->steps_out)
        trace->wants_z = npy_open_steps(&trace->z_file, arguments->steps_out, count,
                                        trace->steps + 1, h, w, c, error);
    if (arguments->steps_out && !trace->wants_z) return false;
    if (arguments->x_hat_out)
        trace->wants_x_hat = npy_open_steps(&trace->x_hat_file, arguments->x_hat_out, count,
                                            trace->steps, h, w, c, error);
    if (arguments->x_hat_out && !trace->wants_x_hat) return false;
    if (arguments->indices_out)
        trace->wants_indices = npy_open_indices(&trace->indices_file, arguments->indices_out, count,
                                                trace->steps, error);
    return !arguments->indices_out || trace->wants_indices;
}

bool trace_open(Trace *trace, const Arguments *arguments, const Dataset *set,
                const SamplerParams *params, size_t count, size_t most, Error *error) {
    *trace = (Trace){ .steps = params->steps, .at_once = most };
    if (!check_names(arguments, params, error) ||
        !open_files(trace, arguments, set, (int)count, error))
        return false;
    size_t steps = (size_t)trace->steps, values = 0, length = dataset_length(set);
    if (trace->wants_z) values += (steps + 1) * length;
    if (trace->wants_x_hat) values += steps * length;
    if (values > 0 && TRACE_BYTES / sizeof(float) / values < most)
        trace->at_once = TRACE_BYTES / sizeof(float) / values;
    if (trace->at_once < 1) trace->at_once = 1;
    size_t rows = trace->at_once * steps;
    if (trace->wants_z) trace->z = mem_try(trace->at_once * (steps + 1) * length, sizeof *trace->z);
    if (trace->wants_x_hat) trace->x_hat = mem_try(rows * length, sizeof *trace->x_hat);
    if (trace->wants_indices) trace->drawn = mem_try(rows, sizeof *trace->drawn);
    if ((!trace->wants_z || trace->z) && (!trace->wants_x_hat || trace->x_hat) &&
        (!trace->wants_indices || trace->drawn))
        return true;
    return error_set(error, "there is no memory for the %d steps of a sample", trace->steps);
}

void trace_record(Trace *trace, const Sampler *sampler) {
    size_t length = dataset_length(sampler->set), steps = (size_t)trace->steps;
    size_t at = (size_t)sampler->at;
    CHECK(sampler->count <= trace->at_once);
    for (size_t i = 0; i < sampler->count; i++) {
        if (trace->z)
            memcpy(trace->z + (i * (steps + 1) + at) * length, sampler->z + i * length,
                   length * sizeof(float));
        if (at == 0) continue; // the means and draws are those of the step before
        if (trace->x_hat)
            memcpy(trace->x_hat + (i * steps + at - 1) * length, sampler->mean + i * length,
                   length * sizeof(float));
        if (trace->drawn) trace->drawn[i * steps + at - 1] = sampler->drawn[i];
    }
}

static bool append_pictures(NpyOut *out, float *values, size_t count, const Dataset *set,
                            Error *error) {
    Picture picture = { set->width, set->height, set->channels, values };
    for (size_t i = 0; i < count; i++, picture.values += dataset_length(set))
        if (!npy_append(out, &picture, error)) return false;
    return true;
}

bool trace_append(Trace *trace, const Sampler *sampler, Error *error) {
    const Dataset *set = sampler->set;
    size_t count = sampler->count, steps = (size_t)trace->steps;
    bool good =
        (!trace->z || append_pictures(&trace->z_file, trace->z, count * (steps + 1), set, error)) &&
        (!trace->x_hat ||
         append_pictures(&trace->x_hat_file, trace->x_hat, count * steps, set, error));
    for (size_t i = 0; good && trace->drawn && i < count * steps; i++)
        good = npy_append_index(&trace->indices_file, (int64_t)trace->drawn[i], error);
    return good;
}

bool trace_commit(Trace *trace, Error *error) {
    return (!trace->wants_z || npy_commit(&trace->z_file, error)) &&
           (!trace->wants_x_hat || npy_commit(&trace->x_hat_file, error)) &&
           (!trace->wants_indices || npy_commit(&trace->indices_file, error));
}

void trace_cancel(Trace *trace) {
    if (trace->wants_z) npy_cancel(&trace->z_file);
    if (trace->wants_x_hat) npy_cancel(&trace->x_hat_file);
    if (trace->wants_indices) npy_cancel(&trace->indices_file);
    free(trace->z);
    free(trace->x_hat);
    free(trace->drawn);
    *trace = (Trace){ 0 };
}
