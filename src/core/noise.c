// SPDX-License-Identifier: MIT
#include "core/noise.h"

#include "core/kernels.h"

// Where the Philox counter's first word would begin anew, four values a block.
static const uint64_t stream_length = (uint64_t)4 << 32;

bool noise_supports(Coupling coupling, Error *error) {
    if (coupling == COUPLING_JUMP) return true;
    return error_usage(error, "--coupling: path is not there yet; jump is");
}

static void fill_node(Picture *out, uint64_t seed, uint32_t node) {
    size_t length = picture_plane_length(out);
    CHECK(length <= stream_length);
    for (int channel = 0; channel < out->channels; channel++) {
        NormalStream stream = { .seed = seed, .plane = (uint32_t)channel, .node = node };
        kernels()->normals(picture_plane(out, channel), length, &stream, 0);
    }
}

void noise_fill(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t) {
    CHECK(spec->coupling == COUPLING_JUMP);
    CHECK(t >= 1 && t <= schedule->steps);
    fill_node(out, spec->seed, NOISE_NODE_EPS);
}

void noise_value_over_t(float *out, const NoiseSpec *spec, const Schedule *schedule, int channel,
                        size_t index) {
    CHECK(spec->coupling == COUPLING_JUMP);
    CHECK(channel >= 0 && index < stream_length);
    NormalStream stream = { .seed = spec->seed,
                            .plane = (uint32_t)channel,
                            .node = NOISE_NODE_EPS };
    float eps;
    kernels()->normals(&eps, 1, &stream, index);
    out[0] = 0;
    for (int t = 1; t <= schedule->steps; t++) out[t] = eps;
}

void noise_fill_eta(Picture *out, uint64_t seed, uint32_t k) {
    CHECK(k < NOISE_NODE_ETA); // the draws' nodes end where the upper half begins
    fill_node(out, seed, NOISE_NODE_ETA + k);
}
