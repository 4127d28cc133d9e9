// SPDX-License-Identifier: MIT
// The mixture's kernels of one instruction set, compiled once for each as core/kernels_isa.c is.
// Products with z are sums of whole numbers, exact in any order; weighted sums of pictures are
// float32, each column by itself in the order of the rows. So vectors of any width give the same
// bits.
#include "core/mixture_exp.h"
#include "core/mixture_kernels.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#if defined(__SSE2__) && !defined(KERNELS_PLAIN)
#include <immintrin.h>
#endif

_Static_assert(FLT_EVAL_METHOD == 0, "float32 must be computed as float32");

#define INLINE static inline __attribute__((always_inline))

// Vectors ----------------------------------------------------------------------------------------
//
// Whole: LANES bytes as 16-bit numbers, and the sums of neighbouring products as 32-bit ones; with
// VNNI, LANES bytes as they are. CHUNK values have products whose sums fit into 32-bit lanes.
// Real: REALS values.

#if defined(__AVX512BW__) && !defined(KERNELS_PLAIN)

enum { REALS = 16, REGISTERS = 32 };
typedef __m512i Whole;
typedef __m512 Real;

INLINE Whole whole_zero(void) {
    return _mm512_setzero_si512();
}
#ifdef __AVX512VNNI__
// The sum of all of a chunk, 65536 · 255 · 128, stays below 2^31.
enum { LANES = 64, CHUNK = 65536 };
typedef int8_t Digit;
INLINE Whole whole_bytes(const uint8_t *at) {
    return _mm512_loadu_si512(at);
}
INLINE Whole whole_add_products(Whole sum, Whole bytes, Whole digits) {
    return _mm512_dpbusd_epi32(sum, bytes, digits);
}
#else
enum { LANES = 32, CHUNK = 1024 };
typedef int16_t Digit;
INLINE Whole whole_bytes(const uint8_t *at) {
    return _mm512_cvtepu8_epi16(_mm256_loadu_si256((const void *)at));
}
INLINE Whole whole_add_products(Whole sum, Whole a, Whole b) {
    return _mm512_add_epi32(sum, _mm512_madd_epi16(a, b));
}
#endif
INLINE Whole whole_digits(const Digit *at) {
    return _mm512_loadu_si512(at);
}
INLINE __m512i widened(Whole sum) {
    return _mm512_add_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(sum)),
                            _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(sum, 1)));
}
INLINE int64_t whole_total(Whole sum) {
    return _mm512_reduce_add_epi64(widened(sum));
}
INLINE Real real_zero(void) {
    return _mm512_setzero_ps();
}
INLINE Real real_all(float value) {
    return _mm512_set1_ps(value);
}
// The product is exact (weights have 16 bits), so that a fused sum has the same bits as two steps.
INLINE Real real_add_product(Real sum, Real w, Real byte) {
    return _mm512_fmadd_ps(w, byte, sum);
}
INLINE Real real_bytes(const uint8_t *at) {
    return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128((const void *)at)));
}

#elif defined(__AVX2__) && !defined(KERNELS_PLAIN)

enum { LANES = 16, CHUNK = 1024, REALS = 8, REGISTERS = 16 };
typedef int16_t Digit;
typedef __m256i Whole;
typedef __m256 Real;

INLINE Whole whole_zero(void) {
    return _mm256_setzero_si256();
}
INLINE Whole whole_bytes(const uint8_t *at) {
    return _mm256_cvtepu8_epi16(_mm_loadu_si128((const void *)at));
}
INLINE Whole whole_digits(const Digit *at) {
    return _mm256_loadu_si256((const void *)at);
}
INLINE Whole whole_add_products(Whole sum, Whole a, Whole b) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
}
INLINE __m256i widened(Whole sum) {
    return _mm256_add_epi64(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(sum)),
                            _mm256_cvtepi32_epi64(_mm256_extracti128_si256(sum, 1)));
}
INLINE int64_t whole_total(Whole sum) {
    int64_t part[4];
    _mm256_storeu_si256((void *)part, widened(sum));
    return part[0] + part[1] + part[2] + part[3];
}
INLINE Real real_zero(void) {
    return _mm256_setzero_ps();
}
INLINE Real real_all(float value) {
    return _mm256_set1_ps(value);
}
INLINE Real real_add_product(Real sum, Real w, Real byte) {
    return sum + w * byte;
}
INLINE Real real_bytes(const uint8_t *at) {
    return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const void *)at)));
}

#elif defined(__SSE2__) && !defined(KERNELS_PLAIN)

enum { LANES = 8, CHUNK = 1024, REALS = 4, REGISTERS = 16 };
typedef int16_t Digit;
typedef __m128i Whole;
typedef __m128 Real;

INLINE Whole whole_zero(void) {
    return _mm_setzero_si128();
}
INLINE Whole whole_bytes(const uint8_t *at) {
    return _mm_unpacklo_epi8(_mm_loadl_epi64((const void *)at), _mm_setzero_si128());
}
INLINE Whole whole_digits(const Digit *at) {
    return _mm_loadu_si128((const void *)at);
}
INLINE Whole whole_add_products(Whole sum, Whole a, Whole b) {
    return _mm_add_epi32(sum, _mm_madd_epi16(a, b));
}
INLINE int64_t whole_total(Whole sum) {
    int32_t part[4];
    _mm_storeu_si128((void *)part, sum);
    return (int64_t)part[0] + part[1] + part[2] + part[3];
}
INLINE Real real_zero(void) {
    return _mm_setzero_ps();
}
INLINE Real real_all(float value) {
    return _mm_set1_ps(value);
}
INLINE Real real_add_product(Real sum, Real w, Real byte) {
    return sum + w * byte;
}
INLINE Real real_bytes(const uint8_t *at) {
    int32_t four;
    memcpy(&four, at, sizeof four);
    __m128i zero = _mm_setzero_si128();
    __m128i words = _mm_unpacklo_epi8(_mm_cvtsi32_si128(four), zero);
    return _mm_cvtepi32_ps(_mm_unpacklo_epi16(words, zero));
}

#else

// GNU vectors, which the compiler takes apart as far as the processor needs; plain C is one value.
typedef int16_t Digit;
#ifdef KERNELS_PLAIN
enum { LANES = 1, CHUNK = 1024, REALS = 1, REGISTERS = 16 };
typedef int64_t Whole;
typedef float Real;

INLINE Whole whole_zero(void) {
    return 0;
}
INLINE Whole whole_bytes(const uint8_t *at) {
    return *at;
}
INLINE Whole whole_digits(const Digit *at) {
    return *at;
}
INLINE Whole whole_add_products(Whole sum, Whole a, Whole b) {
    return sum + a * b;
}
INLINE int64_t whole_total(Whole sum) {
    return sum;
}
INLINE Real real_zero(void) {
    return 0;
}
INLINE Real real_all(float value) {
    return value;
}
INLINE Real real_bytes(const uint8_t *at) {
    return *at;
}
#else
enum { LANES = 8, CHUNK = 1024, REALS = 4, REGISTERS = 32 };
typedef int32_t Whole __attribute__((vector_size(32)));
typedef float Real __attribute__((vector_size(16)));

INLINE Whole whole_zero(void) {
    return (Whole){ 0 };
}
INLINE Whole whole_bytes(const uint8_t *at) {
    uint8_t bytes __attribute__((vector_size(8)));
    memcpy(&bytes, at, sizeof bytes);
    return __builtin_convertvector(bytes, Whole);
}
INLINE Whole whole_digits(const Digit *at) {
    int16_t digits __attribute__((vector_size(16)));
    memcpy(&digits, at, sizeof digits);
    return __builtin_convertvector(digits, Whole);
}
INLINE Whole whole_add_products(Whole sum, Whole a, Whole b) {
    return sum + a * b;
}
INLINE int64_t whole_total(Whole sum) {
    int64_t total = 0;
    for (int i = 0; i < 8; i++) total += sum[i];
    return total;
}
INLINE Real real_zero(void) {
    return (Real){ 0 };
}
INLINE Real real_all(float value) {
    return (Real){ value, value, value, value };
}
INLINE Real real_bytes(const uint8_t *at) {
    uint8_t bytes __attribute__((vector_size(4)));
    memcpy(&bytes, at, sizeof bytes);
    return __builtin_convertvector(bytes, Real);
}
#endif

INLINE Real real_add_product(Real sum, Real w, Real byte) {
    return sum + w * byte;
}
#endif

// Once loaded it stays in its register, rather than being loaded again by each use.
#if defined(__AVX512BW__) && !defined(KERNELS_PLAIN)
#define KEEP(vector) __asm__("" : "+v"(vector))
#else
#define KEEP(vector) (void)(vector)
#endif

// Products with z --------------------------------------------------------------------------------

// How far ahead of the first z's products bytes are fetched: what hardware does by itself ends with
// each page, and was seen to take twice the time. Past the set's end it does nothing.
enum { AHEAD = 16384 };

// total[r] += the sum of all of sum[r], for `tall` pictures: 1 or 4.
INLINE void add_totals(int64_t *total, const Whole *sum, int tall) {
#if defined(__AVX512VNNI__) && !defined(KERNELS_PLAIN)
    if (tall == 4) {
        Whole a = _mm512_add_epi32(_mm512_unpacklo_epi32(sum[0], sum[1]),
                                   _mm512_unpackhi_epi32(sum[0], sum[1]));
        Whole b = _mm512_add_epi32(_mm512_unpacklo_epi32(sum[2], sum[3]),
                                   _mm512_unpackhi_epi32(sum[2], sum[3]));
        Whole all = _mm512_add_epi32(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
        __m256i half =
            _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
        __m128i four =
            _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
        __m256i before = _mm256_loadu_si256((const void *)total);
        _mm256_storeu_si256((void *)total, _mm256_add_epi64(before, _mm256_cvtepi32_epi64(four)));
        return;
    }
#endif
    for (int r = 0; r < tall; r++) total[r] += whole_total(sum[r]);
}

// `tall` pictures with `wide` digits of z. With 16-bit digits a lane's sum of a chunk's pairs stays
// below 2^31: each is at most 2 · 255 · 32768.
INLINE void dots_tile(int64_t *const out[], size_t to, const uint8_t *const rows[], size_t length,
                      const void *const z[], int tall, int wide, int fetch) {
    int64_t total[4][4] = { { 0 } };
    for (size_t at = 0; at < length; at += CHUNK) {
        size_t end = length - at < CHUNK ? length : at + CHUNK;
        Whole sum[4][4];
        for (int k = 0; k < wide; k++)
            for (int r = 0; r < tall; r++) sum[k][r] = whole_zero();
        for (size_t j = at; j < end; j += LANES) {
            Whole b[4];
            for (int r = 0; r < tall; r++) {
                const uint8_t *at_row = rows[to + (size_t)r] + j;
                if (fetch >> r & 1) __builtin_prefetch(at_row + AHEAD);
                b[r] = whole_bytes(at_row);
            }
            for (int k = 0; k < wide; k++) {
                Whole digits = whole_digits((const Digit *)z[k] + j);
                KEEP(digits);
                for (int r = 0; r < tall; r++) {
                    sum[k][r] = whole_add_products(sum[k][r], b[r], digits);
                    KEEP(sum[k][r]);
                }
            }
        }
        for (int k = 0; k < wide; k++) add_totals(total[k], sum[k], tall);
    }
    for (int k = 0; k < wide; k++)
        for (int r = 0; r < tall; r++) out[k][to + (size_t)r] = total[k][r];
}

// A few pictures, which stay in the nearest cache, with all z: as many at once as their sums have
// registers for. What is fetched is spread over the z.
INLINE void dots_rows(int64_t *const out[], size_t to, const uint8_t *const rows[], size_t length,
                      const void *const z[], int group, int tall) {
    enum { WIDE = REGISTERS > 16 ? 4 : 2 };
    int k = 0;
    if (group >= 4 * WIDE) {
        dots_tile(out, to, rows, length, z, tall, WIDE, 1);
        dots_tile(out + WIDE, to, rows, length, z + WIDE, tall, WIDE, 2);
        dots_tile(out + 2 * WIDE, to, rows, length, z + 2 * WIDE, tall, WIDE, 4);
        dots_tile(out + 3 * WIDE, to, rows, length, z + 3 * WIDE, tall, WIDE, 8);
        k = 4 * WIDE;
    } else if (group >= WIDE) {
        dots_tile(out, to, rows, length, z, tall, WIDE, 15), k = WIDE;
    }
    for (; k + WIDE <= group; k += WIDE) dots_tile(out + k, to, rows, length, z + k, tall, WIDE, 0);
    if (group - k > 1) { // the last once more: cheaper than what is left one by one
        int64_t *all_out[WIDE];
        const void *all[WIDE];
        for (int i = 0; i < WIDE; i++, k += k < group - 1) all_out[i] = out[k], all[i] = z[k];
        dots_tile(all_out, to, rows, length, all, tall, WIDE, 0);
        return;
    }
    if (k == 0) dots_tile(out, to, rows, length, z, tall, 1, 15), k = 1;
    for (; k < group; k++) dots_tile(out + k, to, rows, length, z + k, tall, 1, 0);
}

static void dots(int64_t *const out[], const uint8_t *const rows[], size_t length, size_t count,
                 const void *const z[], int group) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) dots_rows(out, i, rows, length, z, group, 4);
    for (; i < count; i++) dots_rows(out, i, rows, length, z, group, 1);
}

// Weights ----------------------------------------------------------------------------------------

// The largest of eight by eight: one after the other each would wait for the one before.
static double largest(const double *of, size_t count) {
    double tops[8];
    for (int l = 0; l < 8; l++) tops[l] = -HUGE_VAL;
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        for (size_t l = 0; l < 8; l++) tops[l] = of[i + l] > tops[l] ? of[i + l] : tops[l];
    for (; i < count; i++) tops[0] = of[i] > tops[0] ? of[i] : tops[0];
    for (int l = 1; l < 8; l++) tops[0] = tops[l] > tops[0] ? tops[l] : tops[0];
    return tops[0];
}

static double logs(double *restrict out, const int64_t *restrict dots_of,
                   const int64_t *restrict norms, size_t count, const MixtureScale *scale) {
    const MixtureScale by = *scale;
    for (size_t i = 0; i < count; i++)
        out[i] = by.dot * (double)(2 * dots_of[i] - 255 * by.sum) - by.norm * (double)norms[i];
    return largest(out, count);
}

static void join(int64_t *restrict out, const int64_t *restrict digit, size_t count, int shift) {
    const int64_t by = (int64_t)1 << shift;
    for (size_t i = 0; i < count; i++) out[i] += digit[i] * by;
}

static uint64_t near(const int64_t *dots_of, const int64_t *norms, size_t count,
                     const MixtureScale *scale, double slack, double top) {
    double rough[MIXTURE_BLOCK], most = logs(rough, dots_of, norms, count, scale);
    double least = fmax(top, most - slack) - slack + MIXTURE_CUT;
    uint64_t found = 0;
    if (most < least) return 0;
    for (size_t i = 0; i < count; i++) found |= (uint64_t)(rough[i] >= least) << i;
    return found;
}

static void weights(float *restrict out, const double *restrict logs_of, size_t count, double top) {
    for (size_t i = 0; i < count; i++) {
        float w = (float)mixture_exp(logs_of[i] - top);
        uint32_t bits;
        memcpy(&bits, &w, sizeof bits);
        bits = (bits + 0x80u) & ~0xFFu;
        memcpy(&w, &bits, sizeof w);
        out[i] = w;
    }
}

// `wide` z side by side: one alone would wait for each of its sums in turn.
INLINE void totals_of(MixtureTotals out[], const float *const w[], const int64_t *norms,
                      size_t count, int wide) {
    double weight[4], square[4], norm[4];
    for (int k = 0; k < wide; k++)
        weight[k] = out[k].weight, square[k] = out[k].square, norm[k] = out[k].norm;
    for (size_t i = 0; i < count; i++) {
        double by = (double)norms[i];
        for (int k = 0; k < wide; k++) {
            double one = (double)w[k][i];
            weight[k] += one;
            square[k] += one * one;
            norm[k] += one * by;
        }
    }
    for (int k = 0; k < wide; k++) out[k] = (MixtureTotals){ weight[k], square[k], norm[k] };
}

static void totals(MixtureTotals out[], const float *const w[], const int64_t *norms, size_t count,
                   int group) {
    int k = 0;
    for (; k + 4 <= group; k += 4) totals_of(out + k, w + k, norms, count, 4);
    for (; k < group; k++) totals_of(out + k, w + k, norms, count, 1);
}

// Weighted sums ----------------------------------------------------------------------------------

INLINE void add_to(double *sums, Real real) {
#if defined(__AVX512BW__) && !defined(KERNELS_PLAIN)
    __m256 low = _mm512_castps512_ps256(real), high = _mm512_extractf32x8_ps(real, 1);
    _mm512_storeu_pd(sums, _mm512_add_pd(_mm512_loadu_pd(sums), _mm512_cvtps_pd(low)));
    _mm512_storeu_pd(sums + 8, _mm512_add_pd(_mm512_loadu_pd(sums + 8), _mm512_cvtps_pd(high)));
#elif defined(__AVX2__) && !defined(KERNELS_PLAIN)
    __m128 low = _mm256_castps256_ps128(real), high = _mm256_extractf128_ps(real, 1);
    _mm256_storeu_pd(sums, _mm256_add_pd(_mm256_loadu_pd(sums), _mm256_cvtps_pd(low)));
    _mm256_storeu_pd(sums + 4, _mm256_add_pd(_mm256_loadu_pd(sums + 4), _mm256_cvtps_pd(high)));
#else
    float part[REALS];
    memcpy(part, &real, sizeof part);
    for (int i = 0; i < REALS; i++) sums[i] += (double)part[i];
#endif
}

// `wide` vectors of columns from j on, for `group` sets of weights.
INLINE void gather_tile(double *const sums[], const uint8_t *const rows[], size_t j, size_t count,
                        const float *const w[], int wide, int group) {
    Real sum[4][4];
    for (int k = 0; k < group; k++)
        for (int v = 0; v < wide; v++) sum[k][v] = real_zero();
    for (size_t i = 0; i < count; i++) {
        Real b[4];
        for (int v = 0; v < wide; v++) b[v] = real_bytes(rows[i] + j + (size_t)v * REALS);
        for (int k = 0; k < group; k++) {
            Real weight = real_all(w[k][i]);
            for (int v = 0; v < wide; v++) sum[k][v] = real_add_product(sum[k][v], weight, b[v]);
        }
    }
    for (int k = 0; k < group; k++)
        for (int v = 0; v < wide; v++) add_to(sums[k] + j + (size_t)v * REALS, sum[k][v]);
}

static void scale(double *values, size_t count, double by) {
    for (size_t j = 0; j < count; j++) values[j] *= by;
}

static void gather(double *const sums[], const uint8_t *const rows[], size_t length, size_t count,
                   const float *const w[], int group) {
    enum { WIDE = 4, MANY = REGISTERS > 16 ? 4 : 2 };
    int k = 0;
    for (; k + MANY <= group; k += MANY)
        for (size_t j = 0; j < length; j += WIDE * REALS)
            gather_tile(sums + k, rows, j, count, w + k, WIDE, MANY);
    for (; k < group; k++)
        for (size_t j = 0; j < length; j += WIDE * REALS)
            gather_tile(sums + k, rows, j, count, w + k, WIDE, 1);
}

// The index --------------------------------------------------------------------------------------
//
// Each number by itself, or sums in lanes of a fixed number: any width of vectors gives the same.

static void project(double out[16], const float *values, size_t length, const float *axes) {
    double sum[16] = { 0 };
    for (size_t j = 0; j < length; j++)
        for (size_t k = 0; k < 16; k++) sum[k] += (double)values[j] * (double)axes[j * 16 + k];
    memcpy(out, sum, sizeof sum);
}

static void distances(float out[MIXTURE_BLOCK], const float *axes, size_t count, const float *at) {
    float sum[MIXTURE_BLOCK] = { 0 };
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
            float away = axes[k * MIXTURE_BLOCK + i] - at[k];
            sum[i] += away * away;
        }
    memcpy(out, sum, sizeof sum);
}

static float distance(const float *a, const float *b, size_t count) {
    float sum[16] = { 0 };
    for (size_t k = 0; k < count; k += 16)
        for (size_t i = 0; i < 16; i++) {
            float away = a[k + i] - b[k + i];
            sum[i] += away * away;
        }
    for (size_t half = 8; half > 0; half /= 2)
        for (size_t i = 0; i < half; i++) sum[i] += sum[i + half];
    return sum[0];
}

static int32_t whole_distance(const int16_t *a, const int8_t *b, size_t count) {
    int32_t sum = 0;
    for (size_t k = 0; k < count; k++) {
        int16_t away = (int16_t)(a[k] - b[k]);
        sum += away * away;
    }
    return sum;
}

static void boxes(float *out, const float *low, const float *high, size_t count, size_t axes,
                  const float *at) {
    for (size_t k = 0; k < axes; k++, low += count, high += count)
        for (size_t i = 0; i < count; i++) {
            float below = low[i] - at[k], above = at[k] - high[i];
            float away = below > above ? below : above;
            away = away > 0 ? away : 0;
            out[i] += away * away;
        }
}

// The table --------------------------------------------------------------------------------------

#define JOINED(a, b)  a##b
#define TABLE_OF(isa) JOINED(mixture_kernels_, isa)
#define QUOTED(name)  #name
#define NAME_OF(isa)  QUOTED(isa)

extern const MixtureKernels TABLE_OF(KERNELS_ISA);

const MixtureKernels TABLE_OF(KERNELS_ISA) = {
    .isa = NAME_OF(KERNELS_ISA),
    .digit_bits = 8 * sizeof(Digit),
    .dots = dots,
    .join = join,
    .logs = logs,
    .near = near,
    .weights = weights,
    .totals = totals,
    .gather = gather,
    .scale = scale,
    .project = project,
    .distances = distances,
    .distance = distance,
    .whole_distance = whole_distance,
    .boxes = boxes,
};
