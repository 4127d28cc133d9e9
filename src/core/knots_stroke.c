// SPDX-License-Identifier: MIT
#include "core/knots_stroke.h"

#include "core/knots_edit.h"

#include <math.h>
#include <string.h>

static double clamp(double value, double low, double high) {
    return fmin(high, fmax(low, value));
}

// The middle of a cell; the outer ones are the curve's ends.
static double cell_u(int cell) {
    if (cell == 0 || cell == STROKE_CELLS - 1) return cell > 0;
    return round((cell + 0.5) / STROKE_CELLS * 1e4) / 1e4;
}

KnotStroke stroke_begin(const Knots *before) {
    return (KnotStroke){ .before = *before, .first = STROKE_CELLS, .last = -1, .here = -1 };
}

void stroke_move(KnotStroke *stroke, double u, double log_snr) {
    int to = (int)clamp(floor(u * STROKE_CELLS), 0, STROKE_CELLS - 1);
    int from = stroke->here < 0 ? to : stroke->here, way = to > from ? to - from : from - to;
    log_snr = clamp(log_snr, -KNOTS_LOG_SNR, KNOTS_LOG_SNR);
    double start = stroke->here < 0 ? log_snr : stroke->log_snr[from];
    for (int i = way ? 1 : 0; i <= way; i++) {
        int cell = from + (to > from ? i : -i);
        stroke->log_snr[cell] = start + (log_snr - start) * (way ? (double)i / way : 1);
        if (cell < stroke->first) stroke->first = cell;
        if (cell > stroke->last) stroke->last = cell;
    }
    stroke->here = to;
}

// What falls everywhere and is nearest to the values, by least squares: neighbours that rise are
// pooled into their mean (Ayer et al. 1955).
static void make_fall(double *values, int count) {
    double mean[STROKE_CELLS];
    int size[STROKE_CELLS], pools = 0;
    for (int i = 0; i < count; i++) {
        mean[pools] = values[i], size[pools++] = 1;
        for (; pools > 1 && mean[pools - 1] > mean[pools - 2]; pools--) {
            int all = size[pools - 1] + size[pools - 2];
            mean[pools - 2] =
                (mean[pools - 1] * size[pools - 1] + mean[pools - 2] * size[pools - 2]) / all;
            size[pools - 2] = all;
        }
    }
    for (int i = 0, at = 0; i < pools; at += size[i++])
        for (int k = 0; k < size[i]; k++) values[at + k] = mean[i];
}

// The trembling of a hand. What falls still does.
static void smooth(double *values, int count) {
    enum { ROUNDS = 3, REACH = 2 };
    double before[STROKE_CELLS];
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(before, values, (size_t)count * sizeof *values);
        for (int i = 0; i < count; i++) {
            int reach = i < count - 1 - i ? i : count - 1 - i;
            if (reach > REACH) reach = REACH;
            double sum = 0;
            for (int k = i - reach; k <= i + reach; k++) sum += before[k];
            values[i] = sum / (2 * reach + 1);
        }
    }
}

static double alpha_of(double log_snr) {
    return exp(knots_log_alpha(log_snr));
}

// A distance that can be seen in the plots of alpha and of log SNR is 1 or more.
static double seen(double log_snr, double other) {
    return fmax(fabs(alpha_of(log_snr) - alpha_of(other)) / 0.01, fabs(log_snr - other) / 0.5);
}

// A rise in one of them alone may be the width of a pixel.
static bool was_bent(const double *drawn, const double *falling, int count) {
    for (int i = 0; i < count; i++) {
        double alpha = fabs(alpha_of(drawn[i]) - alpha_of(falling[i]));
        if (alpha > 0.03 && fabs(drawn[i] - falling[i]) > 0.3) return true;
    }
    return false;
}

// As far as knots must fall they push those before them up and those after them down; from the
// bounds they are pushed back.
static void make_valid(Knots *knots, int held) {
    double *at = knots->log_snr;
    int count = knots->count;
    for (int i = 0; i < count; i++) at[i] = round(at[i] * 1e8) / 1e8;
    at[held] = clamp(at[held], -KNOTS_LOG_SNR + KNOTS_DROP * (count - 1 - held),
                     KNOTS_LOG_SNR - KNOTS_DROP * held);
    for (int i = held - 1; i >= 0; i--)
        at[i] = clamp(at[i], at[i + 1] + KNOTS_DROP, KNOTS_LOG_SNR - KNOTS_DROP * i);
    for (int i = held + 1; i < count; i++)
        at[i] = clamp(at[i], -KNOTS_LOG_SNR + KNOTS_DROP * (count - 1 - i), at[i - 1] - KNOTS_DROP);
}

// Those of before that stand clear of the stroke, as far as there is room; then its two ends.
static Knots keep_others(const KnotStroke *stroke, const double *values) {
    Knots knots = { 0 };
    const Knots *before = &stroke->before;
    double from = cell_u(stroke->first), to = cell_u(stroke->last), clear = 1.5 / STROKE_CELLS;
    enum { MOST = KNOTS_MOST - 2 };
    for (int i = 0; i < before->count; i++) {
        bool end = i == 0 || i == before->count - 1;
        bool stands =
            before->u[i] < from - (end ? 0 : clear) || before->u[i] > to + (end ? 0 : clear);
        if (stands && (end || knots.count < MOST - 1))
            knots_insert(&knots, before->u[i], before->log_snr[i]);
    }
    knots_insert(&knots, from, values[0]);
    if (stroke->last > stroke->first)
        knots_insert(&knots, to, values[stroke->last - stroke->first]);
    return knots;
}

// The cell where knots and values are farthest apart; -1 where nowhere it can be seen.
static int farthest(const KnotStroke *stroke, const Knots *knots, const double *values) {
    double worst = 1;
    int found = -1;
    for (int i = stroke->first + 1; i < stroke->last; i++) {
        double off = seen(knots_at(knots, cell_u(i)), values[i - stroke->first]);
        for (int k = 0; k < knots->count; k++)
            if (fabs(knots->u[k] - cell_u(i)) < 2.5 / STROKE_CELLS) off = 0;
        if (off > worst) worst = off, found = i;
    }
    return found;
}

bool stroke_knots(const KnotStroke *stroke, Knots *knots) {
    *knots = stroke->before;
    if (stroke->first > stroke->last) return false;
    double values[STROKE_CELLS];
    const double *drawn = stroke->log_snr + stroke->first;
    int count = stroke->last - stroke->first + 1;
    memcpy(values, drawn, (size_t)count * sizeof *values);
    make_fall(values, count);
    bool bent = was_bent(drawn, values, count);
    smooth(values, count);
    Knots trial = keep_others(stroke, values);
    int held = 0;
    while (trial.u[held] < cell_u(stroke->first)) held++;
    make_valid(&trial, held);
    for (int i = 2, cell; i < STROKE_KNOTS && trial.count < KNOTS_MOST; i++) {
        if ((cell = farthest(stroke, &trial, values)) < 0) break;
        knots_insert(&trial, cell_u(cell), values[cell - stroke->first]);
        make_valid(&trial, held);
    }
    if (!knots_fault(&trial)) *knots = trial;
    return bent;
}
