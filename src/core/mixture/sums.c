// SPDX-License-Identifier: MIT
#include "core/mixture/sums.h"

#include "core/mixture_exp.h"
#include "core/philox.h"

void mixture_best_add(MixtureSums *sums, double log_weight, size_t index) {
    int at = sums->best_count;
    if (at == MIXTURE_BEST && !(log_weight > sums->best_log[at - 1])) return;
    if (at < MIXTURE_BEST) sums->best_count++;
    if (at == MIXTURE_BEST) at--;
    for (; at > 0 && log_weight > sums->best_log[at - 1]; at--) {
        sums->best_log[at] = sums->best_log[at - 1];
        sums->best[at] = sums->best[at - 1];
    }
    sums->best_log[at] = log_weight;
    sums->best[at] = index;
}

double mixture_uniform(uint64_t seed, uint32_t sample, uint32_t step, uint32_t part) {
    uint32_t word[4];
    // The fourth word keeps these apart from all streams of normals (core/noise.h).
    const uint32_t counter[4] = { part, sample, step, 0x20000000 };
    const uint32_t key[2] = { (uint32_t)seed, (uint32_t)(seed >> 32) };
    philox4x32(word, counter, key);
    return ((double)(word[0] >> 6) * 0x1p26 + (double)(word[1] >> 6) + 0.5) * 0x1p-52;
}

size_t mixture_draw_inside(const double *logs, size_t count, double top, double u) {
    double all = 0, sum = 0;
    for (size_t i = 0; i < count; i++) all += mixture_exp(logs[i] - top);
    size_t last = 0;
    for (size_t i = 0; i < count; i++) {
        double w = mixture_exp(logs[i] - top);
        if (w == 0) continue;
        last = i;
        sum += w;
        if (sum > u * all) break;
    }
    return last;
}
