// SPDX-License-Identifier: MIT
// Prints a digest of tables, noise, pictures and statistics, to the bit, a line each: the same on
// every processor, with every compiler, instruction set and number of threads
// (tests/e2e/test_digest.py).
#include "base/embedded_files.h"
#include "base/parallel.h"
#include "core/dataset/index.h"
#include "core/kernels.h"
#include "core/noise.h"
#include "core/philox.h"
#include "core/posterior.h"
#include "core/sampler.h"
#include "core/statistics.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const EmbeddedFile embedded_files[] = { { 0 } }; // it looks nothing up

// FNV-1a, 64 bit.
static uint64_t digest(const void *block, size_t bytes) {
    const unsigned char *at = block;
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < bytes; i++) hash = (hash ^ at[i]) * 1099511628211u;
    return hash;
}

static void print(const char *what, const void *block, size_t bytes) {
    printf("%s %016" PRIx64 "\n", what, digest(block, bytes));
}

static Schedule make_schedule(ScheduleFamily family, int steps, bool zero_snr, double snr_shift) {
    const ScheduleParams params = { .family = family,
                                    .steps = steps,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .zero_snr = zero_snr,
                                    .snr_shift = snr_shift };
    Schedule schedule = { 0 };
    Error error;
    CHECK(schedule_build(&schedule, &params, &error));
    return schedule;
}

static void print_table(const Schedule *table) {
    size_t bytes = ((size_t)table->steps + 1) * sizeof(double);
    print("beta", table->beta, bytes);
    print("alpha", table->alpha, bytes);
    print("one_minus_alpha", table->one_minus_alpha, bytes);
    print("sigma2", table->sigma2, bytes);
    print("coef_x", table->coef_x, bytes);
    print("coef_z", table->coef_z, bytes);
    print("log_snr", table->log_snr, bytes);
    print("noise_clock", table->noise_clock, bytes);
}

static void print_pictures(const Schedule *table) {
    static const int steps[] = { 1, 2, 240, 999, 1000 };
    Picture x = { 0 }, n = { 0 }, eta = { 0 }, out = { 0 };
    Picture *const all[] = { &x, &n, &eta, &out };
    Error error;
    NoiseCache cache = { 0 };
    for (int i = 0; i < 4; i++) CHECK(picture_alloc(all[i], 157, 131, 3, &error));
    size_t length = picture_length(&x), bytes = length * sizeof(float);
    for (size_t i = 0; i < length; i++) x.values[i] = (float)(i * 7919 % 256) / 127.5f - 1;
    const NoiseSpec jump = { 7, COUPLING_JUMP }, path = { UINT64_MAX, COUPLING_PATH };
    int rows[131];
    float over_t[1001];
    for (int i = 0; i < 131; i++) rows[i] = (i * 37) % 131;
    noise_fill(&n, &jump, table, 7);
    print("eps", n.values, bytes);
    noise_fill(&n, &path, table, 700);
    print("path", n.values, bytes);
    noise_fill_rows(&n, &path, table, 700, rows);
    print("rows", n.values, bytes);
    noise_value_over_t(over_t, &path, table, 2, 12345);
    print("over t", over_t, sizeof over_t);
    Levels levels = levels_of(&x);
    print("levels", levels.share, sizeof levels.share);
    Moments of_x = picture_moments(&x);
    print("moments of x", &of_x, sizeof of_x);
    noise_fill_eta(&eta, 7, 3);
    print("eta", eta.values, bytes);
    uint8_t *rgba = malloc(length / 3 * 4);
    CHECK(rgba);
    for (int i = 0; i < 5; i++)
        for (int kind = PICTURE_NOISE; kind <= PICTURE_ETA; kind++) {
            Mix mix = posterior_mix(table, steps[i], (PictureKind)kind);
            MixPlanes planes[3];
            noise_fill_cached(&n, &cache, &(NoiseSpec){ 7, COUPLING_PATH }, table, steps[i]);
            for (int c = 0; c < 3; c++)
                planes[c] = (MixPlanes){ picture_plane(&x, c), picture_plane(&n, c),
                                         picture_plane(&eta, c) };
            kernels()->mix(out.values, length / 3, &mix, &planes[0]);
            print("values", out.values, bytes / 3);
            const PictureBytes picture = { mix, { planes[0], planes[1], planes[2] }, rgba };
            pictures_to_bytes(&picture, 1, length / 3);
            print("bytes", rgba, length / 3 * 4);
            Histogram histogram = histogram_of_mix(-3, 3, 60, &mix, &x, &n, &eta);
            print("histogram", histogram.counts, 60 * sizeof histogram.counts[0]);
            printf("beyond %" PRIu32 " %" PRIu32 "\n", histogram.below, histogram.above);
        }
    PairMoments moments = statistics_pair(&x, &n);
    print("moments", &moments, sizeof moments);
    noise_cache_free(&cache);
    for (int i = 0; i < 4; i++) picture_free(all[i]);
    free(rgba);
}

// Fifty kinds of small pictures, so that neighbours compete.
static Dataset make_set(void) {
    Dataset set = { 0 };
    Error error;
    const uint32_t key[2] = { 1, 2 };
    CHECK(dataset_alloc(&set, 4500, 11, 9, 1, &error));
    for (uint32_t i = 0; i < set.count; i++)
        for (uint32_t j = 0; j < 99; j++) {
            uint32_t kind[4], own[4];
            philox4x32(kind, (const uint32_t[4]){ j, i % 50, 0, 0 }, key);
            philox4x32(own, (const uint32_t[4]){ j, i, 1, 0 }, key);
            set.bytes[(size_t)i * 99 + j] = (uint8_t)((kind[0] & 255) * 215 / 255 + own[0] % 41);
        }
    dataset_finish(&set);
    return set;
}

static void print_mixture(const Schedule *table) {
    static const int steps[] = { 1, 30, 300, 600, 1000 };
    Dataset set = make_set();
    Error error;
    static float z[5][99];
    static double means[5][99];
    MixtureQuery queries[5];
    MixtureResult results[5] = { { .x_mean = NULL } };
    for (int k = 0; k < 5; k++) {
        const NormalStream stream = { .seed = (uint64_t)k };
        kernels()->normals(z[k], 99, &stream, 0);
        queries[k] = (MixtureQuery){ .z = z[k],
                                     .alpha = table->alpha[steps[k]],
                                     .one_minus_alpha = table->one_minus_alpha[steps[k]],
                                     .h = k % 2 * 0.1,
                                     .draws = true,
                                     .sample = (uint32_t)k };
        results[k].x_mean = means[k];
    }
    CHECK(mixture_run(&set, queries, results, 5, NULL, &error));
    print("mixture mean", means, sizeof means);
    for (int k = 0; k < 5; k++) {
        print("mixture effective", &results[k].effective, sizeof results[k].effective);
        const uint64_t drawn =
            results[k].drawn; // a size_t, which not all processors have as 64 bits
        print("mixture drawn", &drawn, sizeof drawn);
    }
    for (int kind = 0; kind < 2; kind++) {
        const SamplerParams params = { (SamplerKind)kind, 20, 0.5 * kind, 0.05, 7 };
        Sampler sampler;
        CHECK(sampler_start(&sampler, &set, table, &params, 0, 5, &error));
        while (sampler.at < params.steps) CHECK(sampler_advance(&sampler, NULL, &error));
        print("samples", sampler.z, 5 * 99 * sizeof(float));
        sampler_free(&sampler);
    }
    CHECK(dataset_index_make(&set, NULL, NULL, &error));
    print("axes", set.index->axes, 99 * AXES_PADDED * sizeof(float));
    print("places", set.index->second, set.index->blocks * INDEX_BLOCK * INDEX_SECOND);
    CHECK(mixture_run(&set, queries, results, 5, NULL, &error));
    print("mixture mean with an index", means, sizeof means);
    dataset_free(&set);
}

static void print_params(const char *name, ScheduleParams params) {
    Schedule table = { 0 };
    Error error;
    params.steps = 200;
    params.beta_min = params.beta_max = params.cosine_s = params.shift = params.snr_shift = NAN;
    CHECK(schedule_build(&table, &params, &error));
    printf("%s\n", name);
    print_table(&table);
    schedule_free(&table);
}

// Each family with numbers of its own that are not its defaults.
static void print_own_tables(void) {
    double own[SCHEDULE_OWNS];
    for (int family = 0; family < SCHEDULE_FILE; family++) {
        const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)family);
        for (int i = 0; i < info->own_count; i++) own[info->own[i].id] = info->own[i].value * 0.75;
        const ScheduleParams params = { .family = (ScheduleFamily)family, .own = own };
        if (info->own_count) print_params(info->name, params);
    }
}

static void print_formulas(void) {
    static const char *const formulas[] = {
        "log_snr = 9 - 7*u^1.7 - 3*tan(1.4*u) - exp(u) + log(1 - u/2) - sqrt(u)",
        "log_snr = 3*cos(3*u) - 2*sin(u) - 4*tanh(2*u) - 3*atan(5*u - 2)",
        "alpha = sigmoid(4 - 9*u)",
        "beta = 0.01 + 0.02*abs(sin(100*u))",
        "sigma = 0.01 + min(u, 0.5)^2.5 + max(u, 0.5)",
    };
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++)
        print_params(formulas[i],
                     (ScheduleParams){ .family = SCHEDULE_FORMULA, .formula = formulas[i] });
}

int main(int argc, char **argv) {
    Error error;
    if (!kernels_choose(&error)) {
        fprintf(stderr, "%s\n", error.text);
        return 2;
    }
    parallel_set_threads(argc > 1 ? atoi(argv[1]) : 1);
    fprintf(stderr, "%s\n", kernels()->isa);
    for (int zero_snr = 0; zero_snr < 2; zero_snr++) {
        Schedule table = make_schedule(SCHEDULE_LINEAR, 1000, zero_snr, 1);
        print_table(&table);
        print_pictures(&table);
        print_mixture(&table);
        schedule_free(&table);
    }
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (int steps = 50; steps <= 1000; steps += 950) {
            Schedule table = make_schedule((ScheduleFamily)family, steps, steps == 50, 0.5);
            printf("%s, T = %d\n", schedule_family_info((ScheduleFamily)family)->name, steps);
            print_table(&table);
            schedule_free(&table);
        }
    print_own_tables();
    print_formulas();
    return 0;
}
