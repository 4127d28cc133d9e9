// SPDX-License-Identifier: MIT
// The path coupling: exactly the law of the chain, whichever way its values are asked for.
#include "base/memory.h"
#include "chance.h"
#include "core/kernels.h"
#include "core/noise.h"
#include "core/path.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

enum { SIDE = 1024, VALUES = SIDE * SIDE };

static const NoiseSpec path_spec = { 7, COUPLING_PATH };

// Memory that runs out: how many blocks there still are; -1 is all one wants.
static int blocks_left = -1;
float *__real_mem_try_plane(size_t count);
float *__wrap_mem_try_plane(size_t count);

float *__wrap_mem_try_plane(size_t count) {
    if (!blocks_left) return NULL;
    if (blocks_left > 0) blocks_left--;
    return __real_mem_try_plane(count);
}

static Schedule schedule_of(ScheduleParams params) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    if (params.beta_min == 0) params.beta_min = NAN;
    if (params.beta_max == 0) params.beta_max = NAN;
    params.cosine_s = params.shift = params.snr_shift = NAN;
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

static Schedule linear(int steps) {
    return schedule_of((ScheduleParams){ .family = SCHEDULE_LINEAR, .steps = steps });
}

static Schedule listed(const double *betas, int steps) {
    return schedule_of((ScheduleParams){ .family = SCHEDULE_FILE, .steps = steps, .betas = betas });
}

static Schedule constant(double beta, int steps) {
    return schedule_of(
        (ScheduleParams){ .family = SCHEDULE_CONSTANT, .steps = steps, .beta_max = beta });
}

// One beta after another that is large.
static Schedule constant_after(double first, double beta, int steps) {
    double *betas = mem_alloc((size_t)steps, sizeof *betas);
    for (int i = 0; i < steps; i++) betas[i] = i ? beta : first;
    Schedule schedule = listed(betas, steps);
    free(betas);
    return schedule;
}

static Picture make_picture(int width, int height, int channels) {
    Picture picture = { 0 };
    Error error = { 0 };
    if (!picture_alloc(&picture, width, height, channels, &error)) fail_msg("%s", error.text);
    return picture;
}

static bool same_values(const Picture *a, const Picture *b) {
    return memcmp(a->values, b->values, picture_length(a) * sizeof(float)) == 0;
}

// Statistics ---------------------------------------------------------------------------------

// Largest distance of the values' distribution from that of N(0, 1), looked at every 1/4096.
static double ks_distance(const double *values, size_t count) {
    enum { CELLS = 14 * 4096 };
    uint32_t *cells = mem_alloc(CELLS + 1, sizeof *cells);
    for (size_t i = 0; i < count; i++) cells[(int)fmin(fmax((values[i] + 7) * 4096, 0), CELLS)]++;
    double below = 0, largest = 0;
    for (int i = 0; i < CELLS; i++) {
        below += cells[i];
        double x = (i + 1) / 4096.0 - 7;
        largest = fmax(largest, fabs(below / (double)count - 0.5 * erfc(-x * sqrt(0.5))));
    }
    free(cells);
    return largest;
}

static void assert_standard_normal(const char *what, int t, const double *values, size_t count) {
    double n = (double)count, sum = 0, square = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) fail_msg("%s at t = %d is not finite", what, t);
        sum += values[i];
        square += values[i] * values[i];
    }
    double mean = sum / n, variance = square / n - mean * mean, ks = ks_distance(values, count);
    if (fabs(mean) > 4 / sqrt(n)) fail_msg("%s at t = %d: mean %.6f", what, t, mean);
    if (fabs(variance - 1) > 4 * sqrt(2 / n))
        fail_msg("%s at t = %d: variance %.6f", what, t, variance);
    // p = 0.001: Kolmogorov's distribution at 1.9495
    if (ks * sqrt(n) > 1.9495) fail_msg("%s at t = %d: KS distance %.6f", what, t, ks);
}

static void assert_uncorrelated(const char *what, int t, const double *a, const double *b,
                                size_t count) {
    double ab = 0, aa = 0, bb = 0;
    for (size_t i = 0; i < count; i++) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    double correlation = ab / sqrt(aa * bb);
    if (fabs(correlation) > 4.5 / sqrt((double)count))
        fail_msg("%s at t = %d: correlation %.6f", what, t, correlation);
}

// The chain's law ----------------------------------------------------------------------------

typedef struct Chain {
    const Schedule *schedule;
    NoiseCache cache;
    Picture n;
    double *z, *z_prev, *step, *back; // z_t, z_{t-1}, the standardised steps on and back
    double *first_step, *last_step;   // of t before
    int seen;
} Chain;

static double x_of(size_t i) {
    return (double)((i * 37 + 11) % 256) / 127.5 - 1;
}

static void fill_z(Chain *chain, double *z, int t) {
    double root_alpha = sqrt(chain->schedule->alpha[t]);
    double root_rest = sqrt(chain->schedule->one_minus_alpha[t]);
    if (t > 0) noise_fill_cached(&chain->n, &chain->cache, &path_spec, chain->schedule, t);
    for (size_t i = 0; i < VALUES; i++)
        z[i] = t ? root_alpha * x_of(i) + root_rest * chain->n.values[i] : x_of(i);
}

// z without what x gives to it.
static double centred(const Chain *chain, const double *z, int t, size_t i) {
    return z[i] - sqrt(chain->schedule->alpha[t]) * x_of(i);
}

static void check_step_on(Chain *chain, int t) {
    double beta = chain->schedule->beta[t];
    for (size_t i = 0; i < VALUES; i++)
        chain->step[i] = (chain->z[i] - sqrt(1 - beta) * chain->z_prev[i]) / sqrt(beta);
    assert_standard_normal("step", t, chain->step, VALUES);
    for (size_t i = 0; i < VALUES; i++) chain->back[i] = centred(chain, chain->z_prev, t - 1, i);
    if (t > 1) assert_uncorrelated("step and z before", t, chain->step, chain->back, VALUES);
    if (chain->seen > 0) {
        assert_uncorrelated("step and first", t, chain->step, chain->first_step, VALUES);
        assert_uncorrelated("step and last", t, chain->step, chain->last_step, VALUES);
    }
    memcpy(chain->seen++ ? chain->last_step : chain->first_step, chain->step,
           VALUES * sizeof(double));
    if (chain->seen == 1) memcpy(chain->last_step, chain->step, VALUES * sizeof(double));
}

static void check_step_back(Chain *chain, int t) {
    const Schedule *table = chain->schedule;
    if (t == 1) return;
    for (size_t i = 0; i < VALUES; i++) {
        double mean = table->coef_z[t] * chain->z[i] + table->coef_x[t] * x_of(i);
        chain->back[i] = (chain->z_prev[i] - mean) / sqrt(table->sigma2[t]);
    }
    assert_standard_normal("step back", t, chain->back, VALUES);
    for (size_t i = 0; i < VALUES; i++) chain->step[i] = centred(chain, chain->z, t, i);
    assert_uncorrelated("step back and z", t, chain->back, chain->step, VALUES);
}

static void check_chain(const Schedule *schedule, const int *steps, size_t count) {
    double *room = mem_alloc(6 * (size_t)VALUES, sizeof *room);
    Chain chain = { .schedule = schedule,
                    .n = make_picture(SIDE, SIDE, 1),
                    .z = room,
                    .z_prev = room + VALUES,
                    .step = room + 2 * VALUES,
                    .back = room + 3 * VALUES,
                    .first_step = room + 4 * VALUES,
                    .last_step = room + 5 * VALUES };
    for (size_t i = 0; i < count; i++) {
        int t = steps[i];
        fill_z(&chain, chain.z_prev, t - 1);
        fill_z(&chain, chain.z, t);
        check_step_on(&chain, t);
        check_step_back(&chain, t);
        for (size_t j = 0; j < VALUES; j++) chain.step[j] = chain.n.values[j];
        assert_standard_normal("n", t, chain.step, VALUES);
    }
    noise_cache_free(&chain.cache);
    picture_free(&chain.n);
    free(room);
}

static void test_linear(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 30, 100, 258, 259, 400, 500, 800, 999, 1000 };
    Schedule schedule = linear(1000);
    check_chain(&schedule, steps, COUNT_OF(steps));
    schedule_free(&schedule);
}

static void test_cosine(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 20, 60, 100, 125, 126, 200, 240, 249, 250 };
    Schedule schedule = schedule_of((ScheduleParams){ .family = SCHEDULE_COSINE, .steps = 250 });
    check_chain(&schedule, steps, COUNT_OF(steps));
    schedule_free(&schedule);
}

static void test_constant(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 10, 100, 1000, 4055, 6931, 6932, 8000, 9999, 10000 };
    Schedule schedule = constant(1e-4, 10000);
    assert_true(path_depth(&schedule) > PATH_DEPTH_LEAST);
    check_chain(&schedule, steps, COUNT_OF(steps));
    schedule_free(&schedule);
}

static void test_tiny_betas(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 20 };
    Schedule schedule = constant(1e-8, 20), close = constant_after(0.5, 1e-8, 20);
    assert_true(path_depth(&close) >= 24);
    check_chain(&schedule, steps, COUNT_OF(steps));
    check_chain(&close, steps, COUNT_OF(steps));
    schedule_free(&schedule);
    schedule_free(&close);
}

static void test_tiny_alphas(void **state) {
    (void)state;
    static const int first[] = { 1, 2, 100 }, second[] = { 2, 9999, 10000 };
    Schedule small = constant(0.5, 100), none = constant(0.999, 10000);
    assert_true(small.alpha[100] < 1e-30 && none.noise_clock[9998] == INFINITY);
    check_chain(&small, first, COUNT_OF(first));
    check_chain(&none, second, COUNT_OF(second));
    schedule_free(&small);
    schedule_free(&none);
}

static void test_zero_terminal_snr(void **state) {
    (void)state;
    static const int steps[] = { 1, 50, 99, 100 };
    Schedule schedule =
        schedule_of((ScheduleParams){ .family = SCHEDULE_LINEAR, .steps = 100, .zero_snr = true });
    Schedule other = schedule_of((ScheduleParams){ .family = SCHEDULE_JSD, .steps = 7 });
    assert_true(schedule.log_snr[100] == -INFINITY);
    check_chain(&schedule, steps, COUNT_OF(steps));
    Picture a = make_picture(9, 9, 3), b = make_picture(9, 9, 3);
    noise_fill(&a, &path_spec, &schedule, 100);
    noise_fill(&b, &path_spec, &other, 7);
    assert_true(same_values(&a, &b));
    picture_free(&a);
    picture_free(&b);
    schedule_free(&schedule);
    schedule_free(&other);
}

static void test_one_step(void **state) {
    (void)state;
    static const int steps[] = { 1 };
    Schedule schedule = linear(1);
    check_chain(&schedule, steps, 1);
    schedule_free(&schedule);
}

// Covariance ---------------------------------------------------------------------------------

// A value as what it is of each node: values of the plan's steps, with one node 1 and the others 0.
typedef struct Shares {
    int count;
    uint64_t nodes[PATH_STEPS_MOST + 1]; // and the last one's deeper node
    double of[PATH_STEPS_MOST + 1];
} Shares;

static Shares shares_of(const PathPlan *plan) {
    Shares shares = { .count = plan->count };
    for (int j = 0; j < plan->count; j++) {
        double values[PATH_STEPS_MOST];
        for (int i = 0; i < plan->count; i++) {
            const PathStep *step = &plan->steps[i];
            values[i] = i == j ? (double)step->weight_node : 0;
            if (step->weight_a != 0) values[i] += (double)step->weight_a * values[step->a];
            if (step->weight_b != 0) values[i] += (double)step->weight_b * values[step->b];
        }
        shares.nodes[j] = plan->steps[j].node;
        shares.of[j] = values[plan->count - 1];
    }
    const PathStep *last = &plan->steps[plan->count - 1];
    shares.nodes[plan->count] = last->deeper_node;
    shares.of[plan->count] = (double)last->weight_deeper;
    shares.count += last->weight_deeper != 0;
    return shares;
}

static double covariance(const Shares *a, const Shares *b) {
    double sum = 0;
    for (int i = 0; i < a->count; i++)
        for (int j = 0; j < b->count; j++)
            if (a->nodes[i] == b->nodes[j]) sum += a->of[i] * b->of[j];
    return sum;
}

// Of two values at log SNR a and b, from the plans alone: E V(s) V(s') = sqrt(s/s'), s <= s'.
static void check_covariance(double a, double b, double depth) {
    PathPlan plan = { 0 };
    path_plan(&plan, a, depth);
    Shares of_a = shares_of(&plan);
    int kept = path_plan(&plan, b, depth); // over the other's
    Shares of_b = shares_of(&plan);
    PathPlan fresh = { 0 };
    assert_int_equal(path_plan(&fresh, b, depth), 0);
    assert_int_equal(plan.count, fresh.count);
    assert_true(kept < plan.count);
    for (int i = 0; i < fresh.count; i++) {
        assert_true(plan.steps[i].node == fresh.steps[i].node);
        assert_true(fresh.steps[i].node >> 63);
        for (int j = 0; j < i; j++) assert_true(fresh.steps[i].node != fresh.steps[j].node);
    }
    double wanted = exp(-0.5 * fabs(a - b)), made = covariance(&of_a, &of_b);
    if (fabs(made - wanted) > 1e-6 || fabs(covariance(&of_b, &of_b) - 1) > 1e-6)
        fail_msg("log SNR %.17g, %.17g: covariance %.9f, not %.9f", a, b, made, wanted);
}

static void test_covariance_of_plans(void **state) {
    (void)state;
    uint64_t chance = 1;
    static const double spans[] = { 1, 10, 40, 700, 360000 };
    for (int i = 0; i < 4000; i++) {
        double span = spans[i % 5], low = span > 700 ? 700 : span;
        double a = low - (low + span) * chance_real(&chance);
        double b = i % 3 ? low - (low + span) * chance_real(&chance)
                         : a - 0.008 * (1 + chance_real(&chance));
        double depth = PATH_DEPTH_LEAST + chance_below(&chance, 31);
        if (i % 2) depth += chance_real(&chance);
        if (fabs(a - b) > 0.008) check_covariance(a, b, depth); // not in one leaf
    }
    for (int k = -20; k <= 20; k++) // octaves' ends
        for (int l = -20; l <= 20; l++)
            if (k != l) check_covariance(k * log(2), l * log(2), PATH_DEPTH_LEAST);
}

// z at some t against a loop over the chain: means and covariances.
static void test_joint_law(void **state) {
    (void)state;
    enum { COUNT = 1 << 16, PICKED = 8 };
    static const int picked[PICKED] = { 1, 2, 10, 100, 300, 301, 700, 1000 };
    Schedule schedule = linear(1000);
    Picture n = make_picture(256, 256, 1);
    double(*walked)[COUNT] = mem_alloc(PICKED, sizeof *walked), *z = mem_alloc(COUNT, sizeof *z);
    double(*read)[COUNT] = mem_alloc(PICKED, sizeof *read);
    for (size_t i = 0; i < COUNT; i++) z[i] = 0.7;
    for (int t = 1, at = 0; t <= 1000; t++) {
        noise_fill_eta(&n, 3, (uint32_t)t);
        double beta = schedule.beta[t], keep = sqrt(1 - beta), add = sqrt(beta);
        for (size_t i = 0; i < COUNT; i++) z[i] = keep * z[i] + add * n.values[i];
        if (t == picked[at]) memcpy(walked[at++], z, COUNT * sizeof *z);
    }
    for (int k = 0; k < PICKED; k++) {
        int t = picked[k];
        noise_fill(&n, &path_spec, &schedule, t);
        for (size_t i = 0; i < COUNT; i++)
            read[k][i] =
                sqrt(schedule.alpha[t]) * 0.7 + sqrt(schedule.one_minus_alpha[t]) * n.values[i];
    }
    for (int k = 0; k < PICKED; k++)
        for (int l = 0; l <= k; l++) {
            int t = picked[k], u = picked[l];
            double mean_t = 0.7 * sqrt(schedule.alpha[t]), mean_u = 0.7 * sqrt(schedule.alpha[u]);
            double one = 0, other = 0;
            for (size_t i = 0; i < COUNT; i++) {
                one += (walked[k][i] - mean_t) * (walked[l][i] - mean_u);
                other += (read[k][i] - mean_t) * (read[l][i] - mean_u);
            }
            one /= COUNT, other /= COUNT;
            double of_t = schedule.one_minus_alpha[t], of_u = schedule.one_minus_alpha[u];
            double wanted = sqrt(schedule.alpha[t] / schedule.alpha[u]) * of_u;
            double error = sqrt((of_t * of_u + wanted * wanted) / COUNT);
            if (fabs(other - wanted) > 4 * error || fabs(other - one) > 4 * sqrt(2) * error)
                fail_msg("t = %d and %d: covariance %.6f; %.6f in the chain, %.6f exactly", t, u,
                         other, one, wanted);
        }
    free(walked);
    free(read);
    free(z);
    picture_free(&n);
    schedule_free(&schedule);
}

// Depth --------------------------------------------------------------------------------------

// Whether some leaf of this depth holds two s_t.
static bool shares_leaf(const Schedule *schedule, int depth) {
    for (int t = 2; t <= schedule->steps && isfinite(schedule->noise_clock[t]); t++) {
        double s = schedule->noise_clock[t], before = schedule->noise_clock[t - 1];
        int octave = ilogb(s);
        if (ilogb(before) == octave &&
            floor(ldexp(s, depth - octave)) == floor(ldexp(before, depth - octave)))
            return true;
    }
    return false;
}

static void test_depth(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 10, 50, 500, 1000, 10000 };
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (size_t i = 0; i < COUNT_OF(steps); i++) {
            if (family == SCHEDULE_FLOW && steps[i] < 2) continue;
            Schedule schedule = schedule_of(
                (ScheduleParams){ .family = (ScheduleFamily)family, .steps = steps[i] });
            double depth = path_depth(&schedule);
            assert_true(depth >= PATH_DEPTH_LEAST && depth <= PATH_DEPTH_MOST);
            assert_false(shares_leaf(&schedule, (int)depth));
            // and not much deeper than it must be: two levels, and the one that it may be turning
            // to
            if (depth > PATH_DEPTH_LEAST + 3) assert_true(shares_leaf(&schedule, (int)depth - 3));
            if (steps[i] <= 500 && family != SCHEDULE_LAPLACE)
                assert_true(depth == PATH_DEPTH_LEAST);
            schedule_free(&schedule);
        }
}

// Nearer than the deepest leaves: still numbers, and the same where s is.
static void test_too_close(void **state) {
    (void)state;
    Schedule close = constant_after(0.5, 1e-13, 5), same = constant_after(0.5, 1e-18, 5);
    assert_true(path_depth(&close) == PATH_DEPTH_MOST && path_depth(&same) == PATH_DEPTH_MOST);
    float n[6];
    for (size_t index = 0; index < 100; index++) {
        noise_value_over_t(n, &path_spec, &close, 0, index);
        for (int t = 2; t <= 5; t++) assert_true(fabsf(n[t] - n[1]) < 1e-5f);
        noise_value_over_t(n, &path_spec, &same, 0, index);
        for (int t = 2; t <= 5; t++) assert_true(n[t] == n[1]);
    }
    schedule_free(&close);
    schedule_free(&same);
}

// The fastest fall of alpha that doubles can write.
static void test_most_octaves(void **state) {
    (void)state;
    Schedule schedule = constant(1 - 0x1p-53, 10000);
    float *n = mem_alloc(10001, sizeof *n);
    double *values = mem_alloc(10000, sizeof *values);
    noise_value_over_t(n, &path_spec, &schedule, 0, 5);
    for (int i = 0; i < 10000; i++) values[i] = n[i + 1];
    assert_standard_normal("n over t", 0, values, 10000);
    assert_uncorrelated("n over t", 0, values, values + 1, 9999);
    free(n);
    free(values);
    schedule_free(&schedule);
}

// One path for all schedules -----------------------------------------------------------------

static void test_same_clock_same_noise(void **state) {
    (void)state;
    Schedule all = linear(1000), start = listed(all.beta + 1, 300);
    double pairs[500];
    for (int i = 0; i < 500; i++)
        pairs[i] = all.beta[2 * i + 1] + all.beta[2 * i + 2] * (1 - all.beta[2 * i + 1]);
    Schedule half = listed(pairs, 500);
    Picture a = make_picture(40, 20, 3), b = make_picture(40, 20, 3);
    for (int t = 1; t <= 300; t += 13) {
        noise_fill(&a, &path_spec, &all, t);
        noise_fill(&b, &path_spec, &start, t);
        assert_true(same_values(&a, &b));
    }
    for (int t = 1; t <= 500; t += 31) {
        noise_fill(&a, &path_spec, &all, 2 * t);
        noise_fill(&b, &path_spec, &half, t);
        for (size_t i = 0; i < picture_length(&a); i++)
            assert_true(fabsf(a.values[i] - b.values[i]) < 1e-5f);
    }
    picture_free(&a);
    picture_free(&b);
    schedule_free(&all);
    schedule_free(&start);
    schedule_free(&half);
}

static double mean_square_between(const Picture *a, const Picture *b) {
    double sum = 0;
    for (size_t i = 0; i < picture_length(a); i++) {
        double off = (double)a->values[i] - b->values[i];
        sum += off * off;
    }
    return sum / (double)picture_length(a);
}

// A deeper tree is another only inside the leaves.
static void test_other_depth(void **state) {
    (void)state;
    double betas[40];
    for (int i = 0; i < 40; i++) betas[i] = 0.01 * (i + 1);
    Schedule schedule = listed(betas, 39);
    betas[39] = 1e-7; // the same and one more, close to the last
    Schedule deeper = listed(betas, 40);
    assert_true(path_depth(&schedule) == PATH_DEPTH_LEAST);
    assert_true(path_depth(&deeper) > PATH_DEPTH_LEAST + 6);
    Picture a = make_picture(64, 64, 1), b = make_picture(64, 64, 1);
    Picture cached = make_picture(64, 64, 1);
    NoiseCache cache = { 0 };
    double largest = 0, sum = 0;
    for (int t = 1; t <= 39; t++) {
        noise_fill(&a, &path_spec, &schedule, t);
        noise_fill(&b, &path_spec, &deeper, t);
        // the leaf of one is an upper level of the other
        noise_fill_cached(&cached, &cache, &path_spec, &schedule, t);
        assert_true(same_values(&cached, &a));
        noise_fill_cached(&cached, &cache, &path_spec, &deeper, t);
        assert_true(same_values(&cached, &b));
        // and back, to a last step whose parents were held and no longer are
        noise_fill_cached(&cached, &cache, &path_spec, &schedule, t);
        assert_true(same_values(&cached, &a));
        double off = mean_square_between(&a, &b);
        largest = fmax(largest, off);
        sum += off;
    }
    print_message("two depths: root mean square %.4f, at most %.4f\n", sqrt(sum / 39),
                  sqrt(largest));
    double theory = sqrt(ldexp(1, -PATH_DEPTH_LEAST)) / 3;
    assert_true(sqrt(sum / 39) < 1.05 * theory && sqrt(largest) < 2 * theory);
    noise_cache_free(&cache);
    picture_free(&cached);
    picture_free(&a);
    picture_free(&b);
    schedule_free(&schedule);
    schedule_free(&deeper);
}

// Across a whole depth, where the leaves become others.
static void test_no_jump_between_depths(void **state) {
    (void)state;
    Picture before = make_picture(64, 64, 1), after = make_picture(64, 64, 1);
    static const int steps[] = { 240, 999 };
    int crossed = 0;
    for (double low = 0.0009, beta = low; beta < 0.006; beta *= 1.02) {
        // the two sides of a whole depth, to the last place, if one lies between them
        double high = beta;
        Schedule one = constant(low, 1000), two = constant(high, 1000);
        if ((int)path_depth(&one) != (int)path_depth(&two)) {
            for (int i = 0; i < 60; i++) {
                double middle = low + (high - low) / 2;
                Schedule between = constant(middle, 1000);
                *((int)path_depth(&between) == (int)path_depth(&one) ? &low : &high) = middle;
                schedule_free(&between);
            }
            Schedule here = constant(low, 1000), there = constant(high, 1000);
            assert_true((int)path_depth(&here) != (int)path_depth(&there));
            for (int i = 0; i < 2; i++) {
                noise_fill(&before, &path_spec, &here, steps[i]);
                noise_fill(&after, &path_spec, &there, steps[i]);
                double off = sqrt(mean_square_between(&before, &after));
                print_message("beta %.17g, t = %d: %.2g\n", low, steps[i], off);
                assert_true(off < 1e-5);
            }
            crossed++;
            schedule_free(&here);
            schedule_free(&there);
        }
        low = beta;
        schedule_free(&one);
        schedule_free(&two);
    }
    assert_true(crossed >= 2);
    picture_free(&before);
    picture_free(&after);
}

// T by one: a step of the clock, and no more than that.
static void test_continuity_in_steps(void **state) {
    (void)state;
    Picture before = make_picture(64, 64, 1), after = make_picture(64, 64, 1);
    double largest = 0;
    for (int steps = 1400; steps < 2000; steps += 37) {
        Schedule one = schedule_of((ScheduleParams){ .family = SCHEDULE_COSINE, .steps = steps });
        Schedule two =
            schedule_of((ScheduleParams){ .family = SCHEDULE_COSINE, .steps = steps + 1 });
        int t = steps / 3;
        noise_fill(&before, &path_spec, &one, t);
        noise_fill(&after, &path_spec, &two, t);
        double clock = fabs(log(two.noise_clock[t] / one.noise_clock[t]));
        double off = sqrt(mean_square_between(&before, &after) / clock);
        largest = fmax(largest, off);
        schedule_free(&one);
        schedule_free(&two);
    }
    print_message("T + 1: at most %.3f of a Brownian step\n", largest);
    assert_true(largest < 1.1);
    picture_free(&before);
    picture_free(&after);
}

static void test_continuity(void **state) {
    (void)state;
    static const double moves[] = { 1e-2, 1e-3, 1e-4, 1e-5 };
    static const int steps[] = { 5, 100, 420, 900 };
    Schedule schedule = linear(1000);
    Picture n = make_picture(128, 128, 1), moved = make_picture(128, 128, 1);
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        int t = steps[i];
        double before = 0;
        noise_fill(&n, &path_spec, &schedule, t);
        print_message("mean |z moved - z| at t = %d:", t);
        for (size_t j = 0; j < COUNT_OF(moves); j++) {
            Schedule other = schedule_of((ScheduleParams){
                .family = SCHEDULE_LINEAR, .steps = 1000, .beta_max = 0.02 * (1 + moves[j]) });
            noise_fill(&moved, &path_spec, &other, t);
            double sum = 0, root = sqrt(schedule.one_minus_alpha[t]);
            double other_root = sqrt(other.one_minus_alpha[t]);
            for (size_t k = 0; k < 128 * 128; k++)
                sum += fabs(other_root * moved.values[k] - root * n.values[k]);
            double mean = sum / (128 * 128);
            // of a Brownian path: sqrt(2/pi) times the root of the clock's relative move, sqrt
            double clock = log(other.noise_clock[t] / schedule.noise_clock[t]);
            print_message(" %.2g", mean);
            assert_true(mean > 0 && mean < 1.2 * root * sqrt(clock));
            if (j > 0) assert_true(mean < 0.5 * before);
            before = mean;
            schedule_free(&other);
        }
        print_message("\n");
    }
    picture_free(&n);
    picture_free(&moved);
    schedule_free(&schedule);
}

// Every way to the same bits -----------------------------------------------------------------

static void test_value_and_rows(void **state) {
    (void)state;
    enum { WIDTH = 23, HEIGHT = 31, T = 60 };
    static const int rows[] = { 30, 0, 7, 7, 18 };
    Schedule schedules[] = { linear(T), constant(1e-4, T),
                             schedule_of((ScheduleParams){
                                 .family = SCHEDULE_LINEAR, .steps = T, .zero_snr = true }),
                             constant(0.9999, T) };
    static const Coupling couplings[] = { COUPLING_PATH, COUPLING_JUMP };
    Picture all = make_picture(WIDTH, HEIGHT, 3), some = make_picture(WIDTH, COUNT_OF(rows), 3);
    float(*over_t)[T + 1] = mem_alloc(3 * WIDTH * HEIGHT, sizeof *over_t);
    for (size_t k = 0; k < 2 * COUNT_OF(schedules); k++) {
        const Schedule *schedule = &schedules[k / 2];
        const NoiseSpec spec = { 99 + k, couplings[k % 2] };
        for (int c = 0; c < 3; c++)
            for (size_t i = 0; i < WIDTH * HEIGHT; i++)
                noise_value_over_t(over_t[(size_t)c * WIDTH * HEIGHT + i], &spec, schedule, c, i);
        for (int t = 1; t <= T; t++) {
            noise_fill(&all, &spec, schedule, t);
            for (size_t i = 0; i < picture_length(&all); i++)
                assert_memory_equal(&over_t[i][t], &all.values[i], sizeof(float));
            noise_fill_rows(&some, &spec, schedule, t, rows);
            for (int c = 0; c < 3; c++)
                for (size_t y = 0; y < COUNT_OF(rows); y++)
                    assert_memory_equal(picture_plane(&some, c) + y * WIDTH,
                                        picture_plane(&all, c) + (size_t)rows[y] * WIDTH,
                                        WIDTH * sizeof(float));
        }
    }
    free(over_t);
    picture_free(&all);
    picture_free(&some);
    for (size_t i = 0; i < COUNT_OF(schedules); i++) schedule_free(&schedules[i]);
}

static int blocks_held(const NoiseCache *cache) {
    int count = 0;
    for (int i = 0; i < PATH_STEPS_MOST; i++) count += cache->points[i] != NULL;
    return count;
}

// A walk over t, schedules, seeds, shapes and couplings; `planes` is how many the cache may hold.
static void walk(size_t planes, uint64_t chance, int length) {
    Schedule schedules[] = {
        linear(1000),
        linear(40),
        schedule_of((ScheduleParams){ .family = SCHEDULE_LINEAR, .steps = 50, .zero_snr = true }),
        constant_after(0.4, 1e-6, 100),
        constant(0.99, 200),
    };
    static const int sizes[][3] = { { 37, 29, 3 }, { 29, 37, 3 }, { 37, 87, 1 } }; // one length
    Picture made = { 0 }, wanted = { 0 };
    Error error = { 0 };
    NoiseSpec spec = path_spec;
    NoiseCache cache = { .limit = planes * 37 * 29 * 3 * sizeof(float) };
    size_t k = 0, size = 3;
    int t = 1;
    bool held = false;
    for (int i = 0; i < length; i++) {
        int what = chance_below(&chance, 40);
        if (what == 0) spec.seed = 5 + (uint64_t)chance_below(&chance, 2);
        if (what == 1) spec.coupling ^= COUPLING_PATH ^ COUPLING_JUMP;
        if (what == 2 || size == 3) size = (size_t)chance_below(&chance, 3);
        if (what >= 3 && what < 7) k = (size_t)chance_below(&chance, (int)COUNT_OF(schedules));
        if (what >= 7 && what < 12) t = 1 + chance_below(&chance, schedules[k].steps);
        if (what >= 12) t += what % 3 == 0 ? -1 : 1;
        t = t < 1 ? 1 : t > schedules[k].steps ? schedules[k].steps : t;
        assert_true(picture_alloc(&made, sizes[size][0], sizes[size][1], sizes[size][2], &error));
        assert_true(picture_alloc(&wanted, sizes[size][0], sizes[size][1], sizes[size][2], &error));
        memset(made.values, 0xFF, picture_length(&made) * sizeof(float));
        noise_fill(&wanted, &spec, &schedules[k], t);
        noise_fill_cached(&made, &cache, &spec, &schedules[k], t);
        if (!same_values(&made, &wanted))
            fail_msg("room for %zu, move %d: t = %d of schedule %zu differs", planes, i, t, k);
        assert_true((size_t)blocks_held(&cache) <= planes);
        held |= blocks_held(&cache) > 0;
    }
    if (planes >= 8) assert_true(held);
    noise_cache_free(&cache);
    assert_int_equal(blocks_held(&cache), 0);
    picture_free(&made);
    picture_free(&wanted);
    for (size_t i = 0; i < COUNT_OF(schedules); i++) schedule_free(&schedules[i]);
}

static void test_cache(void **state) {
    (void)state;
    static const size_t planes[] = { 1, 5, 6, 7, 9, 12, 16, 20, 25, 200 };
    for (size_t i = 0; i < COUNT_OF(planes); i++) walk(planes[i], 40 + i, 500);
}

static void test_cache_without_memory(void **state) {
    (void)state;
    Schedule schedule = linear(100);
    Picture made = make_picture(30, 30, 3), wanted = make_picture(30, 30, 3);
    for (int blocks = 0; blocks < 30; blocks += 3) {
        NoiseCache cache = { 0 };
        blocks_left = blocks;
        for (int t = 40; t < 44; t++) {
            noise_fill_cached(&made, &cache, &path_spec, &schedule, t);
            noise_fill(&wanted, &path_spec, &schedule, t);
            assert_true(same_values(&made, &wanted));
            if (blocks == 6 && t < 43) assert_int_equal(blocks_held(&cache), 0);
            if (t == 42) blocks_left = -1;
        }
        assert_true(blocks_held(&cache) > 10); // with memory again
        noise_cache_free(&cache);
    }
    picture_free(&made);
    picture_free(&wanted);
    schedule_free(&schedule);
}

// What a neighbour costs: the steps that are not kept.
static void test_neighbours_are_near(void **state) {
    (void)state;
    Schedule schedule = linear(1000);
    PathPlan plan = { 0 };
    double depth = path_depth(&schedule);
    int drawn = 0, all = 0;
    path_plan(&plan, schedule.log_snr[1], depth);
    for (int t = 2; t <= 1000; t++) {
        int kept = path_plan(&plan, schedule.log_snr[t], depth);
        drawn += plan.count - kept;
        all += plan.count;
    }
    print_message("normals a value: %.2f for the next t, %.2f for any\n", drawn / 999.0,
                  all / 999.0);
    assert_true(drawn < 999 * 7 && all < 999 * 20);
    schedule_free(&schedule);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear),
        cmocka_unit_test(test_cosine),
        cmocka_unit_test(test_constant),
        cmocka_unit_test(test_tiny_betas),
        cmocka_unit_test(test_tiny_alphas),
        cmocka_unit_test(test_zero_terminal_snr),
        cmocka_unit_test(test_one_step),
        cmocka_unit_test(test_covariance_of_plans),
        cmocka_unit_test(test_joint_law),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_too_close),
        cmocka_unit_test(test_most_octaves),
        cmocka_unit_test(test_same_clock_same_noise),
        cmocka_unit_test(test_other_depth),
        cmocka_unit_test(test_no_jump_between_depths),
        cmocka_unit_test(test_continuity_in_steps),
        cmocka_unit_test(test_continuity),
        cmocka_unit_test(test_value_and_rows),
        cmocka_unit_test(test_cache),
        cmocka_unit_test(test_cache_without_memory),
        cmocka_unit_test(test_neighbours_are_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
