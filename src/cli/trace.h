// SPDX-License-Identifier: MIT
// What alphabar sample writes of the way from z_T to z_0, beside the samples.
#ifndef ALPHABAR_CLI_TRACE_H
#define ALPHABAR_CLI_TRACE_H

#include "conf/invocation.h"
#include "core/sampler.h"
#include "io/npy.h"

// z, x_hat and indices are NULL where they are not asked for. Samples are followed some at a time:
// a file has all steps of one sample before those of the next.
typedef struct Trace {
    NpyOut z_file, x_hat_file, indices_file;
    bool wants_z, wants_x_hat, wants_indices;
    int steps;
    size_t at_once; // of samples that are followed
    float *z;       // at_once × (steps + 1) × length, planar
    float *x_hat;   // at_once × steps × length
    size_t *drawn;  // at_once × steps
} Trace;

// Opens the files that the arguments name, for `count` samples. At most `most` are followed at
// once, fewer where all their steps would take too much memory. Cancel it where it fails, too.
bool trace_open(Trace *trace, const Arguments *arguments, const Dataset *set,
                const SamplerParams *params, size_t count, size_t most, Error *error);
// Call at the start of a run and after each step.
void trace_record(Trace *trace, const Sampler *sampler);
bool trace_append(Trace *trace, const Sampler *sampler, Error *error); // after the last step
bool trace_commit(Trace *trace, Error *error);
void trace_cancel(Trace *trace); // after a commit it only frees

#endif
