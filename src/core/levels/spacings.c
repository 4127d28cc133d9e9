// SPDX-License-Identifier: MIT
#include "core/levels/spacings.h"

#include "core/levels/beta_quantile.h"
#include "core/levels/curves.h"

#include <math.h>
#include <stdint.h>

// In t -----------------------------------------------------------------------------------------

static double half_even(double value) { // as NumPy and PyTorch round
    double below = floor(value), over = value - below;
    if (over != 0.5) return floor(value + 0.5);
    return fmod(below, 2) == 0 ? below : below + 1;
}

void spacing_linspace(LevelsWork *work) {
    // Of one point NumPy's linspace from 0 has the first: t = 0.
    for (int i = 0; i < work->N; i++)
        levels_add_at(work, levels_linspace(0, work->T - 1, work->N, work->N - 1 - i));
}

void spacing_linspace_whole(LevelsWork *work) {
    for (int i = 0; i < work->N; i++)
        levels_add_at(work, half_even(levels_linspace(0, work->T - 1, work->N, work->N - 1 - i)));
}

void spacing_linspace_open(LevelsWork *work) {
    for (int i = 0; i < work->N; i++)
        levels_add_at(work, levels_linspace(work->T - 1, 0, work->N + 1, i));
}

// The chain's last step that is entered, T but where a least log SNR is set.
static int entered(const LevelsWork *work) {
    int last = work->T;
    double bound = work->row->least_half_snr;
    while (bound != 0 && last > 1 && -log(work->table[last - 1]) < bound) last--;
    return last;
}

void spacing_linspace_open_whole(LevelsWork *work) {
    int last = entered(work);
    for (int i = 0; i < work->N; i++)
        levels_add_at(work, half_even(levels_linspace(0, last - 1, work->N + 1, work->N - i)));
}

void spacing_linspace_open_cut(LevelsWork *work) {
    for (int i = 0; i < work->N; i++)
        levels_add_at(work, floor((double)(work->T - 1) * (work->N - i) / work->N + 1e-9));
}

void spacing_leading(LevelsWork *work) {
    int stride = work->T / work->N;
    for (int i = 0; i < work->N; i++)
        levels_add_at(work, (work->N - 1 - i) * stride + work->row->offset);
}

void spacing_leading_open(LevelsWork *work) {
    int stride = entered(work) / (work->N + 1);
    for (int i = 0; i < work->N; i++)
        levels_add_at(work, (work->N - i) * stride + work->row->offset);
}

// NumPy's arange(T, 0, -T/N) has as many entries as T over the rounded T/N, rounded up: for some N
// one more than N, whose t is then -1.
void spacing_trailing(LevelsWork *work) {
    double stride = (double)work->T / work->N;
    int count = (int)ceil(work->T / stride);
    for (int i = 0; i < count; i++) levels_add_at(work, half_even(work->T - i * stride) - 1);
}

void spacing_simple(LevelsWork *work) {
    double stride = (double)work->T / work->N;
    for (int i = 0; i < work->N; i++) levels_add_at(work, work->T - 1 - (int)(i * stride));
}

static int stride_of(const LevelsWork *work) {
    int stride = work->T / work->N;
    return stride > 1 ? stride : 1;
}

// 1, 1 + stride, ... below T: more than N where N does not divide T.
void spacing_stride(LevelsWork *work) {
    int stride = stride_of(work), count = (work->T - 2) / stride + 1;
    if (work->T < 2) count = 0;
    for (int i = count - 1; i >= 0; i--) levels_add_at(work, 1 + i * stride);
}

// The same up to T, which is then T - 1.
void spacing_stride_all(LevelsWork *work) {
    int stride = stride_of(work), count = (work->T - 1) / stride + 1;
    for (int i = count - 1; i >= 0; i--)
        levels_add_at(work, fmin(1 + (double)i * stride, work->T - 1));
}

void spacing_quad(LevelsWork *work) {
    for (int i = work->N - 1; i >= 0; i--) {
        double root = levels_linspace(0, sqrt(0.8 * work->T), work->N, i);
        levels_add_at(work, floor(root * root + 1e-9) + 1);
    }
}

// Quantiles of Beta(0.6, 0.6) as places in the table; what falls on the same entry is one level.
void spacing_beta(LevelsWork *work) {
    double before = -1;
    for (int i = 0; i < work->N; i++) {
        double t = half_even(beta_quantile(1 - (double)i / work->N, 0.6, 0.6) * (work->T - 1));
        if (t != before) levels_add_at(work, t);
        before = t;
    }
}

// N of fifty evenly spaced steps, of the first of which a network was distilled.
void spacing_lcm(LevelsWork *work) {
    int origin = LCM_STEPS < work->T ? LCM_STEPS : work->T, stride = work->T / origin;
    for (int i = 0; i < work->N; i++) {
        int index = (int)((int64_t)i * origin / work->N);
        levels_add_at(work, (origin - index) * stride - 1);
    }
}

void spacing_turbo(LevelsWork *work) {
    for (int i = 0; i < work->N; i++) {
        double t = half_even((double)(work->N - i) * work->T / work->N - 1);
        levels_add_at(work, fmax(0, t));
    }
}

// ComfyUI --------------------------------------------------------------------------------------

static void flow_between(LevelsWork *work, double first, double last, int points, int count) {
    for (int i = 0; i < count; i++)
        levels_add(work, NAN, levels_shifted(levels_linspace(first, last, points, i), work->shift));
}

// Of a flow both ends are shifted already, and what lies between is shifted again.
void spacing_normal(LevelsWork *work) {
    double high = work->table[work->T - 1], low = work->table[0];
    double least = work->is_flow ? levels_shifted(low, work->shift) : low;
    bool reaches_zero = least <= 1e-5;
    int count = work->N + reaches_zero;
    if (reaches_zero) work->last = LAST_NONE;
    if (work->is_flow)
        flow_between(work, high, low, count, count);
    else
        for (int i = 0; i < count; i++)
            levels_add_at(work, levels_linspace(work->T - 1, 0, count, i));
}

void spacing_sgm_uniform(LevelsWork *work) {
    if (work->is_flow)
        flow_between(work, work->table[work->T - 1], work->table[0], work->N + 1, work->N);
    else
        spacing_linspace_open(work);
}

// With one level more and no 0 behind them where the table's second entry is as good as 0.
void spacing_comfy_stride(LevelsWork *work) {
    if (work->T > 1 && work->table[1] <= 1e-5) {
        work->N++;
        work->last = LAST_NONE;
    }
    spacing_stride(work);
}

// A flow's time --------------------------------------------------------------------------------

void flow_twice(LevelsWork *work) {
    double least = levels_shifted(1.0 / work->T, work->shift);
    flow_between(work, 1, least, work->N, work->N);
}

void flow_once(LevelsWork *work) {
    flow_between(work, 1, 1.0 / work->N, work->N, work->N);
}

void flow_dpm(LevelsWork *work) {
    flow_between(work, 1 - 1.0 / work->T, 0, work->N + 1, work->N);
}

static void flow_by(LevelsWork *work, double shift, double last) {
    for (int i = 0; i < work->N; i++)
        levels_add(work, NAN, levels_shifted(levels_linspace(1, last, work->N, i), shift));
}

void flow_dynamic(LevelsWork *work) {
    flow_by(work, exp(work->mu), 1.0 / work->T);
}

void flow_dynamic_pipeline(LevelsWork *work) {
    flow_by(work, exp(work->mu), 1.0 / work->N);
}

void flow_linear(LevelsWork *work) {
    flow_by(work, work->mu, 1.0 / work->T);
}

void flow_linear_pipeline(LevelsWork *work) {
    flow_by(work, work->mu, 1.0 / work->N);
}

void flow_schedule(LevelsWork *work) {
    for (int i = 0; i < work->N; i++) {
        double u = levels_linspace(1, 0, work->N + 1, i);
        levels_add(work, NAN, levels_shifted(u, exp(work->mu)));
    }
}

// Of one's own ---------------------------------------------------------------------------------

void own_sigma(LevelsWork *work) {
    for (int i = 0; i < work->params->list_count; i++) levels_add(work, NAN, work->params->list[i]);
}

void own_t(LevelsWork *work) {
    for (int i = 0; i < work->params->list_count; i++) levels_add_at(work, work->params->list[i]);
}
