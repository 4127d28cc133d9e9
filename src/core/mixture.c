// SPDX-License-Identifier: MIT
#include "core/mixture.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "core/dataset/index.h"
#include "core/mixture/sums.h"
#include "core/mixture/values.h"
#include "core/mixture_exp.h"
#include "core/mixture_kernels.h"
#include "core/mixture_whole.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef enum End { END_WELL, END_CANCELLED, END_NO_MEMORY } End;

typedef struct Job {
    const MixtureKernels *kernels;
    const Dataset *set;
    const MixtureQuery *queries;
    const MixtureWhole *made;
    int group, digits; // z, and of each
    bool draws;
    size_t length, padded, rows, parts; // rows: of a part
    MixtureSums *sums;                  // part × group
    const uint64_t *near;               // bit i: picture i may weigh something; NULL: any may
    const MixtureWatch *watch;
    atomic_int *end; // an End; where it is not END_WELL, parts are left out
} Job;

// Parts follow from the picture's size alone. MixtureSums of one part and a whole group take an
// eighth or less of the part's bytes.
static size_t part_rows(size_t length) {
    return length > 65536 ? 1024 : 2048;
}

// Pictures that are taken at a time: few enough to be still in the cache for the second product.
static size_t block_rows(size_t length) {
    size_t rows = 65536 / length / 4 * 4;
    return rows < 4 ? 4 : rows > MIXTURE_BLOCK ? MIXTURE_BLOCK : rows;
}

// A cancel that is taken back while the parts run stays one.
static bool has_ended(const Job *job) {
    if (*job->end == END_WELL && job->watch && job->watch->cancelled(job->watch->user))
        *job->end = END_CANCELLED;
    return *job->end != END_WELL;
}

// Parts ------------------------------------------------------------------------------------------
//
// A block's pictures are first weighed with the uppermost digits of z alone. Those that then cannot
// come within MIXTURE_CUT of the likeliest so far weigh nothing, exactly; the others are weighed
// with all digits. At small t that is one in thousands.

typedef struct Work {
    size_t numbers[MIXTURE_BLOCK], count; // of the block's pictures, in the part
    const uint8_t *rows[MIXTURE_BLOCK];   // of the block, then those that are left
    size_t place[MIXTURE_BLOCK];          // of those that are left, in the block
    int64_t norms[MIXTURE_BLOCK];
    size_t left, whole;
    uint64_t near[MIXTURE_GROUP]; // bit i: picture i of the block may weigh something
    int64_t dots[MIXTURE_DIGITS][MIXTURE_GROUP][MIXTURE_BLOCK]; // [0]: of the block
    float weights[MIXTURE_GROUP][MIXTURE_BLOCK];
    double *logs[MIXTURE_GROUP]; // of the whole part, where a picture is drawn
} Work;

_Static_assert(MIXTURE_BLOCK <= 64, "a block's pictures are the bits of a word");

// Of `count` z from number k on with the pictures that are listed: digits `from` to `to` of each.
static void products(const Job *job, Work *work, int k, int count, int from, int to) {
    int64_t *out[MIXTURE_DIGITS * MIXTURE_GROUP];
    const void *digits[MIXTURE_DIGITS * MIXTURE_GROUP];
    int n = 0;
    for (int d = from; d < to; d++)
        for (int i = 0; i < count; i++) {
            out[n] = work->dots[d][k + i];
            digits[n++] = job->made[k + i].digits[d];
        }
    job->kernels->dots(out, work->rows, job->length, (work->left + 3) / 4 * 4, digits, n);
}

// Lists those pictures of the block that are `wanted`, a bit each and at least one. The last is
// repeated to whole vectors, which need no care of what is left over.
static void list(const Job *job, Work *work, size_t first, uint64_t wanted) {
    size_t left = 0;
    for (; wanted; wanted &= wanted - 1) {
        size_t i = (size_t)__builtin_ctzll(wanted), picture = first + work->numbers[i];
        work->rows[left] = dataset_bytes(job->set, picture);
        work->norms[left] = job->set->norms[picture];
        work->place[left++] = i;
    }
    work->left = left;
    work->whole = (left + 15) / 16 * 16;
    for (size_t i = left; i < work->whole; i++) {
        work->rows[i] = work->rows[left - 1];
        work->norms[i] = work->norms[left - 1];
        work->place[i] = work->place[left - 1];
    }
}

static void rescale(const Job *job, MixtureSums *sums, double top) {
    if (sums->top == -INFINITY) { // nothing is summed yet
        sums->top = top;
        return;
    }
    double by = mixture_exp(sums->top - top);
    sums->top = top;
    sums->of.weight *= by;
    sums->of.square *= by * by;
    sums->of.norm *= by;
    if (sums->bytes) job->kernels->scale(sums->bytes, job->padded, by);
}

// Weighs what is left of the block with z number k: pictures that are not near to it weigh nothing
// by their log weights. `first` is the part's first picture.
static void weigh(const Job *job, Work *work, MixtureSums *sums, int k, size_t first,
                  double *part_logs) {
    const MixtureWhole *query = &job->made[k];
    int64_t dots[MIXTURE_BLOCK];
    double logs[MIXTURE_BLOCK];
    size_t left = work->left, whole = work->whole;
    for (size_t i = 0; i < left; i++)
        dots[i] = work->dots[0][k][work->place[i]] * ((int64_t)1 << query->shift[0]);
    for (int d = 1; d < job->digits; d++)
        job->kernels->join(dots, work->dots[d][k], left, query->shift[d]);
    for (size_t i = left; i < whole; i++) dots[i] = dots[left - 1];
    double most = job->kernels->logs(logs, dots, work->norms, whole, &query->scale);
    if (most > sums->top) rescale(job, sums, most);
    job->kernels->weights(work->weights[k], logs, whole, sums->top);
    for (size_t i = 0; part_logs && i < left; i++)
        part_logs[work->numbers[work->place[i]]] = logs[i];
    if (sums->best_count == MIXTURE_BEST && !(most > sums->best_log[MIXTURE_BEST - 1])) return;
    for (size_t i = 0; i < left; i++)
        if (work->weights[k][i] > 0)
            mixture_best_add(sums, logs[i], first + work->numbers[work->place[i]]);
}

// Adds what z number k to k + count - 1 weigh to their sums.
static void add(const Job *job, Work *work, MixtureSums *sums, int k, int count) {
    const float *weights[MIXTURE_GROUP] = { NULL };
    MixtureTotals of[MIXTURE_GROUP];
    double *bytes[MIXTURE_GROUP];
    for (int i = 0; i < count; i++) weights[i] = work->weights[k + i], of[i] = sums[k + i].of;
    job->kernels->totals(of, weights, work->norms, work->left, count);
    int group = 0;
    for (int i = 0; i < count; i++) {
        bool more = of[i].weight > sums[k + i].of.weight;
        sums[k + i].of = of[i];
        if (!more || !sums[k + i].bytes) continue;
        weights[group] = weights[i];
        bytes[group++] = sums[k + i].bytes;
    }
    if (group) job->kernels->gather(bytes, work->rows, job->length, work->left, weights, group);
}

// Leaves out those that weigh nothing with z number k after all.
static void drop(Work *work, int k) {
    size_t left = 0;
    for (size_t i = 0; i < work->left; i++) {
        work->rows[left] = work->rows[i];
        work->norms[left] = work->norms[i];
        work->weights[k][left] = work->weights[k][i];
        left += work->weights[k][i] > 0;
    }
    work->left = left;
}

// Pictures that are near to `any` z, with `count` z from number k on at once.
static void run_near(const Job *job, Work *work, MixtureSums *sums, size_t first, uint64_t any,
                     int k, int count) {
    list(job, work, first, any);
    products(job, work, k, count, 1, job->digits);
    for (int i = k; i < k + count; i++)
        weigh(job, work, &sums[i], i, first, job->draws ? work->logs[i] : NULL);
    if (count == 1) drop(work, k);
    add(job, work, sums, k, count);
}

// The pictures whose numbers are in `work`.
static void run_block(const Job *job, Work *work, MixtureSums *sums, size_t first) {
    size_t count = work->count;
    list(job, work, first, UINT64_MAX >> (64 - count));
    products(job, work, 0, job->group, 0, 1);
    uint64_t any = 0;
    int near = 0;
    for (int k = 0; k < job->group; k++) {
        const MixtureWhole *query = &job->made[k];
        work->near[k] = job->kernels->near(work->dots[0][k], work->norms, count, &query->rough,
                                           query->slack, sums[k].top);
        any |= work->near[k];
        near += __builtin_popcountll(work->near[k]);
    }
    // The same numbers either way. Together a picture costs less with each z, but costs with all.
    if (4 * near > 3 * __builtin_popcountll(any) * job->group) {
        run_near(job, work, sums, first, any, 0, job->group);
        return;
    }
    for (int k = 0; k < job->group; k++)
        if (work->near[k]) run_near(job, work, sums, first, work->near[k], k, 1);
}

// The same of a set of values; where pictures are drawn their log weights stay.
static void run_values(const Job *job, Work *work, MixtureSums *sums, size_t first) {
    for (int k = 0; k < job->group; k++)
        mixture_values_add(&sums[k], job->set, job->queries[k].z, job->queries[k].alpha,
                           job->made[k].variance, first, work->numbers, work->count,
                           job->draws ? work->logs[k] : NULL);
}

// The first picture from `at` on that may weigh something, `end` where there is none before it.
static size_t next_near(const Job *job, size_t at, size_t end) {
    while (job->near && at < end) {
        uint64_t bits = job->near[at / 64] >> at % 64;
        if (bits) {
            at += (size_t)__builtin_ctzll(bits);
            break;
        }
        at = (at / 64 + 1) * 64;
    }
    return at < end ? at : end;
}

// Lists at most `most` pictures of the part from number *at on.
static void next_block(const Job *job, Work *work, size_t first, size_t rows, size_t most,
                       size_t *at) {
    for (work->count = 0; work->count < most && *at < rows; ++*at) {
        *at = next_near(job, first + *at, first + rows) - first;
        if (*at < rows) work->numbers[work->count++] = *at;
    }
}

static double uniform(const MixtureQuery *query, uint32_t part) {
    return mixture_uniform(query->seed, query->sample, query->step, part);
}

static void run_part(void *user, size_t part) {
    const Job *job = user;
    if (has_ended(job)) return;
    size_t first = part * job->rows, left = job->set->count - first;
    size_t rows = left < job->rows ? left : job->rows, block = block_rows(job->length);
    if (next_near(job, first, first + rows) == first + rows) return;
    MixtureSums *sums = job->sums + part * (size_t)job->group;
    size_t logs = job->draws ? rows * (size_t)job->group : 0;
    Work *work = malloc(sizeof *work);
    double *all_logs = mem_try(logs, sizeof *all_logs);
    if (work && all_logs) {
        for (size_t i = 0; i < logs; i++) all_logs[i] = -INFINITY;
        for (int k = 0; k < job->group; k++) work->logs[k] = all_logs + (size_t)k * rows;
        for (size_t at = 0; at < rows && !has_ended(job);) {
            next_block(job, work, first, rows, block, &at);
            if (work->count) (job->set->values ? run_values : run_block)(job, work, sums, first);
        }
        for (int k = 0; k < job->group && job->draws; k++) {
            double u = uniform(&job->queries[k], (uint32_t)part);
            sums[k].drawn = first + mixture_draw_inside(work->logs[k], rows, sums[k].top, u);
        }
    } else {
        *job->end = END_NO_MEMORY;
    }
    free(all_logs);
    free(work);
}

// Merging ----------------------------------------------------------------------------------------

static void merge_best(const Job *job, int k, double top, double weight, MixtureResult *result) {
    MixtureSums all = { 0 };
    for (size_t p = 0; p < job->parts; p++) {
        const MixtureSums *sums = &job->sums[p * (size_t)job->group + (size_t)k];
        for (int i = 0; i < sums->best_count; i++)
            mixture_best_add(&all, sums->best_log[i], sums->best[i]);
    }
    result->best_count = 0;
    for (int i = 0; i < all.best_count; i++) {
        double w = mixture_exp(all.best_log[i] - top);
        if (w == 0) break;
        result->best[result->best_count] = all.best[i];
        result->best_weight[result->best_count++] = w / weight;
    }
}

static void merge_draw(const Job *job, int k, double top, double weight, MixtureResult *result) {
    double u = uniform(&job->queries[k], UINT32_MAX), sum = 0;
    for (size_t p = 0; p < job->parts; p++) {
        const MixtureSums *sums = &job->sums[p * (size_t)job->group + (size_t)k];
        double part = sums->of.weight * mixture_exp(sums->top - top);
        if (part == 0) continue;
        result->drawn = sums->drawn;
        sum += part;
        if (sum > u * weight) break;
    }
}

// x_mean holds sum w v on entry. Bytes to values, then the share of z that widening lets through.
static void finish_mean(const Job *job, int k, double weight, double norm, MixtureResult *result) {
    const MixtureQuery *query = &job->queries[k];
    double g = sqrt(query->alpha) * query->h * query->h / job->made[k].variance;
    double keep = 1 - g * sqrt(query->alpha), square = 0;
    bool values = job->set->values != NULL;
    for (size_t j = 0; j < job->length; j++) {
        double sum = result->x_mean[j] / weight, twice = 2 * sum - 255;
        double mean = values ? sum : twice / 255;
        // Of bytes whole numbers where one picture has all the weight.
        square += values ? mean * mean : twice * twice;
        result->x_mean[j] = query->h > 0 ? keep * mean + g * (double)query->z[j] : mean;
    }
    // Between the pictures, and inside of each: h² (1 - alpha)/v a value.
    double between = fmax(0, norm / weight - square) / (values ? 1 : 65025);
    double inside = query->h * query->h * query->one_minus_alpha / job->made[k].variance;
    result->x_trace = keep * keep * between + inside * (double)job->length;
}

static void merge(const Job *job, int k, MixtureResult *result) {
    double top = -INFINITY, weight = 0, square = 0, norm = 0;
    for (size_t p = 0; p < job->parts; p++)
        top = fmax(top, job->sums[p * (size_t)job->group + (size_t)k].top);
    if (result->x_mean) memset(result->x_mean, 0, job->length * sizeof(double));
    for (size_t p = 0; p < job->parts; p++) {
        const MixtureSums *sums = &job->sums[p * (size_t)job->group + (size_t)k];
        double by = mixture_exp(sums->top - top);
        if (by == 0) continue;
        weight += by * sums->of.weight;
        square += by * by * sums->of.square;
        norm += by * sums->of.norm;
        for (size_t j = 0; sums->bytes && j < job->length; j++)
            result->x_mean[j] += by * sums->bytes[j];
    }
    const MixtureWhole *query = &job->made[k];
    result->effective = weight * weight / square;
    result->log_q = top + log(weight) - log((double)job->set->count) -
                    query->square / (2 * query->variance) -
                    0.5 * (double)job->length * log(6.283185307179586 * query->variance);
    merge_best(job, k, top, weight, result);
    if (job->queries[k].draws) merge_draw(job, k, top, weight, result);
    if (result->x_mean) finish_mean(job, k, weight, norm, result);
}

// MixtureSums of all parts, each with its bytes where a mean is wanted; without a mean of its own a
// z takes part in the sums of the others' pass. NULL where there is no memory; free both.
static MixtureSums *make_sums(const Job *job, const MixtureResult results[], double **bytes) {
    bool wanted = false;
    for (int k = 0; k < job->group; k++) wanted |= results[k].x_mean != NULL;
    size_t count = job->parts * (size_t)job->group;
    MixtureSums *sums = mem_try(count, sizeof *sums);
    *bytes = wanted && sums ? mem_try(count * job->padded, sizeof **bytes) : NULL;
    if (wanted && !*bytes) {
        free(sums);
        return NULL;
    }
    for (size_t i = 0; sums && i < count; i++)
        sums[i] =
            (MixtureSums){ .top = -INFINITY, .bytes = wanted ? *bytes + i * job->padded : NULL };
    return sums;
}

static bool run_group(Job *job, MixtureResult results[], Error *error) {
    MixtureWhole made[MIXTURE_GROUP] = { { .digits = { NULL } } };
    double *bytes = NULL;
    atomic_int end = END_WELL;
    job->made = made;
    job->end = &end;
    job->sums = make_sums(job, results, &bytes);
    if (!job->sums) end = END_NO_MEMORY;
    for (int k = 0; end == END_WELL && k < job->group; k++) {
        const MixtureQuery *query = &job->queries[k];
        job->draws |= query->draws;
        double variance = query->one_minus_alpha + query->alpha * query->h * query->h;
        made[k].variance = variance; // log weights of values are of z itself, |z|² and all
        if (!job->set->values &&
            !mixture_whole_make(&made[k], query->z, query->alpha, variance, job->length,
                                job->padded, job->kernels->digit_bits))
            end = END_NO_MEMORY;
    }
    if (end == END_WELL) parallel_run(job->parts, run_part, job);
    bool good = end == END_WELL;
    if (end == END_CANCELLED) error_set(error, "cancelled");
    if (end == END_NO_MEMORY)
        error_set(error, "there is not enough memory to weigh %zu pictures", job->set->count);
    for (int k = 0; k < job->group; k++) {
        if (good) merge(job, k, &results[k]);
        mixture_whole_free(&made[k]);
    }
    free(bytes);
    free(job->sums);
    return good;
}

static bool run(const Dataset *set, const MixtureQuery queries[], MixtureResult results[],
                int group, const uint64_t *near, const MixtureWatch *watch, Error *error) {
    size_t length = dataset_length(set), rows = part_rows(length);
    const MixtureKernels *use = mixture_kernels();
    Job job = { .kernels = use,
                .digits = 32 / use->digit_bits,
                .set = set,
                .queries = queries,
                .group = group,
                .length = length,
                .padded = (length + MIXTURE_PAD - 1) / MIXTURE_PAD * MIXTURE_PAD,
                .rows = rows,
                .parts = (set->count + rows - 1) / rows,
                .near = near,
                .watch = watch };
    return run_group(&job, results, error);
}

// Of a group those for whom the index leaves out most pictures, one after the other; the rest are
// moved to the front of `left`, their places in `place`.
typedef struct Left {
    MixtureQuery queries[MIXTURE_GROUP];
    MixtureResult results[MIXTURE_GROUP];
    size_t place[MIXTURE_GROUP];
    int count;
} Left;

static bool run_indexed(const Dataset *set, const MixtureQuery queries[], MixtureResult results[],
                        size_t count, Left *left, const MixtureWatch *watch, Error *error) {
    size_t words = (set->count + 63) / 64;
    uint64_t *near = set->index ? mem_try(words, sizeof *near) : NULL;
    bool good = near || !set->index ||
                error_set(error, "there is not enough memory to weigh %zu pictures", set->count);
    for (size_t k = 0; good && k < count; k++) {
        const MixtureQuery *query = &queries[k];
        double variance = query->one_minus_alpha + query->alpha * query->h * query->h;
        if (near) memset(near, 0, words * sizeof *near);
        if (near &&
            dataset_index_near(set, query->z, query->alpha, variance, MIXTURE_CUT - 1, near)) {
            good = run(set, query, &results[k], 1, near, watch, error);
            continue;
        }
        left->queries[left->count] = *query;
        left->results[left->count] = results[k];
        left->place[left->count++] = k;
    }
    free(near);
    return good;
}

bool mixture_run(const Dataset *set, const MixtureQuery queries[], MixtureResult results[],
                 size_t count, const MixtureWatch *watch, Error *error) {
    CHECK(set->count > 0);
    for (size_t at = 0; at < count; at += MIXTURE_GROUP) {
        size_t group = count - at < MIXTURE_GROUP ? count - at : MIXTURE_GROUP;
        Left left = { .count = 0 };
        if (!run_indexed(set, queries + at, results + at, group, &left, watch, error)) return false;
        if (left.count > 0 && !run(set, left.queries, left.results, left.count, NULL, watch, error))
            return false;
        for (int k = 0; k < left.count; k++) results[at + left.place[k]] = left.results[k];
    }
    return true;
}

static double distance(const Dataset *set, size_t index, const float *x) {
    const uint8_t *bytes = dataset_bytes(set, index);
    size_t length = dataset_length(set);
    const float *values = set->values ? set->values + index * length : NULL;
    double square = 0;
    for (size_t j = 0; j < length; j++) {
        double away = (double)x[j] - (double)(values ? values[j] : dataset_value(bytes[j]));
        square += away * away;
    }
    return sqrt(square / (double)length);
}

// The likeliest picture of a mixture with next to no width.
bool mixture_nearest(const Dataset *set, const float *x, size_t count, size_t nearest[],
                     double rms[], const MixtureWatch *watch, Error *error) {
    size_t length = dataset_length(set);
    for (size_t at = 0; at < count; at += MIXTURE_GROUP) {
        MixtureQuery queries[MIXTURE_GROUP];
        MixtureResult results[MIXTURE_GROUP] = { { .x_mean = NULL } };
        size_t group = count - at < MIXTURE_GROUP ? count - at : MIXTURE_GROUP;
        for (size_t k = 0; k < group; k++)
            queries[k] =
                (MixtureQuery){ .z = x + (at + k) * length, .alpha = 1, .one_minus_alpha = 1e-6 };
        if (!mixture_run(set, queries, results, group, watch, error)) return false;
        for (size_t k = 0; k < group; k++) {
            nearest[at + k] = results[k].best[0];
            rms[at + k] = distance(set, results[k].best[0], x + (at + k) * length);
        }
    }
    return true;
}

double mixture_step_trace(const Dataset *set, const Schedule *schedule, int t,
                          const MixtureResult *result) {
    double coef = schedule->coef_x[t];
    return schedule->sigma2[t] * (double)dataset_length(set) + coef * coef * result->x_trace;
}
