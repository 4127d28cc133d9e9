// SPDX-License-Identifier: MIT
// The kernels of one instruction set: the build compiles this file once for each, with KERNELS_ISA
// its name and the compiler's flags for it, into the table kernels_ISA that core/kernels.c chooses
// from. KERNELS_PLAIN: one value at a time, what the others are compared with.
//
// One plain source, written for the compiler's vectorizer: short loops over lanes, no branches, no
// calls. Everything is IEEE float32 or integer, each operation rounded once, so that the bits do
// not depend on how many lanes go at a time. For speed (never for the bits) this file wants
// -O3 -fno-math-errno -fno-trapping-math: then sqrtf is an instruction and selects need no branch.
#include "core/kernels.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#if defined(__SSE2__) && !defined(KERNELS_PLAIN)
#include <immintrin.h>
#endif

_Static_assert(FLT_EVAL_METHOD == 0, "float32 must be computed as float32");
_Static_assert(FLT_MANT_DIG == 24 && sizeof(float) == 4, "float must be IEEE binary32");

// What a call works on at a time: small enough for the first cache, with its buffers.
enum { BLOCKS = 64, VALUES = 256 };

static inline float float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint32_t bits_of_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

// Philox ------------------------------------------------------------------------------------------

typedef struct Words {
    uint32_t w[4][BLOCKS]; // w[i][lane]: word i of the lane's block
} Words;

typedef struct RoundKeys {
    uint32_t k0[10], k1[10];
} RoundKeys;

static RoundKeys round_keys(uint64_t seed) {
    RoundKeys keys = { { (uint32_t)seed }, { (uint32_t)(seed >> 32) } };
    for (int i = 1; i < 10; i++) {
        keys.k0[i] = keys.k0[i - 1] + 0x9E3779B9u;
        keys.k1[i] = keys.k1[i - 1] + 0xBB67AE85u;
    }
    return keys;
}

// Ten of these, with PRODUCT(a, b) the 64 bits of the product of two words. The state is c0..c3;
// Word is what holds such a word.
#define ROUND(i)                                                                                   \
    do {                                                                                           \
        Product p0 = PRODUCT(c0, 0xD2511F53u), p1 = PRODUCT(c2, 0xCD9E8D57u);                      \
        c0 = (Word)(p1 >> 32) ^ c1 ^ keys->k0[i];                                                  \
        c1 = (Word)p1;                                                                             \
        c2 = (Word)(p0 >> 32) ^ c3 ^ keys->k1[i];                                                  \
        c3 = (Word)p0;                                                                             \
    } while (0)

// Written out so that the loop over lanes is the inner one, its state in registers.
#define ROUNDS()                                                                                   \
    ROUND(0);                                                                                      \
    ROUND(1);                                                                                      \
    ROUND(2);                                                                                      \
    ROUND(3);                                                                                      \
    ROUND(4);                                                                                      \
    ROUND(5);                                                                                      \
    ROUND(6);                                                                                      \
    ROUND(7);                                                                                      \
    ROUND(8);                                                                                      \
    ROUND(9)

#if defined(__SSE2__) && !defined(KERNELS_PLAIN)

// x86 multiplies the low halves of 64-bit lanes: with a word in each, whatever is in the upper
// halves, a product is one instruction and nothing moves between lanes. Compilers find that too
// seldom, so it is spelled out for them.
#if defined(__AVX512F__)
typedef uint64_t Word __attribute__((vector_size(64)));
#define PRODUCT(a, b) (Word) _mm512_mul_epu32((__m512i)(a), _mm512_set1_epi64(b))
#define COUNT_BY_TWO                                                                               \
    { 0, 2, 4, 6, 8, 10, 12, 14 }
#elif defined(__AVX2__)
typedef uint64_t Word __attribute__((vector_size(32)));
#define PRODUCT(a, b) (Word) _mm256_mul_epu32((__m256i)(a), _mm256_set1_epi64x(b))
#define COUNT_BY_TWO                                                                               \
    { 0, 2, 4, 6 }
#else
typedef uint64_t Word __attribute__((vector_size(16)));
#define PRODUCT(a, b) (Word) _mm_mul_epu32((__m128i)(a), _mm_set1_epi64x(b))
#define COUNT_BY_TWO                                                                               \
    { 0, 2 }
#endif
typedef Word Product;

// The blocks whose numbers are in the lower halves of `c0`: words[i] is word i of them.
static inline void philox_halves(Word words[4], Word c0, const NormalStream *stream,
                                 const RoundKeys *restrict keys) {
    Word zero = { 0 };
    Word c1 = zero + stream->plane;
    Word c2 = zero + (uint32_t)stream->node, c3 = zero + (uint32_t)(stream->node >> 32);
    ROUNDS();
    words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}

enum { LANES = sizeof(Word) / sizeof(uint32_t) };
_Static_assert(BLOCKS % LANES == 0, "whole vectors fit");

static inline void interleave(Words *restrict words, uint32_t lane, const Word even[4],
                              const Word odd[4]) {
    for (int i = 0; i < 4; i++) {
        Word both = (even[i] & 0xFFFFFFFFu) | (odd[i] << 32);
        memcpy(&words->w[i][lane], &both, sizeof both);
    }
}

// Blocks first..first + count - 1 of the stream, and some more up to a whole vector.
static void philox_lanes(Words *restrict words, uint32_t first, uint32_t count,
                         const NormalStream *stream, const RoundKeys *restrict keys) {
    const Word by_two = COUNT_BY_TWO;
    for (uint32_t lane = 0; lane < count; lane += LANES) {
        Word even[4], odd[4];
        philox_halves(even, by_two + (first + lane), stream, keys);
        philox_halves(odd, by_two + (first + lane + 1), stream, keys);
        interleave(words, lane, even, odd);
    }
}

// Blocks `block`[0..count-1] of the stream; the list has room for whole vectors.
static void philox_list(Words *restrict words, const uint32_t block[BLOCKS], uint32_t count,
                        const NormalStream *stream, const RoundKeys *restrict keys) {
    for (uint32_t lane = 0; lane < count; lane += LANES) {
        Word both, even[4], odd[4];
        memcpy(&both, block + lane, sizeof both);
        philox_halves(even, both, stream, keys);
        philox_halves(odd, both >> 32, stream, keys);
        interleave(words, lane, even, odd);
    }
}

#else

typedef uint32_t Word;
typedef uint64_t Product;
#define PRODUCT(a, b) ((Product)(a) * (b))

static inline void philox_one(Words *restrict words, uint32_t lane, uint32_t block,
                              const NormalStream *stream, const RoundKeys *restrict keys) {
    Word c0 = block, c1 = stream->plane;
    Word c2 = (uint32_t)stream->node, c3 = (uint32_t)(stream->node >> 32);
    ROUNDS();
    words->w[0][lane] = c0;
    words->w[1][lane] = c1;
    words->w[2][lane] = c2;
    words->w[3][lane] = c3;
}

// Blocks first..first + count - 1 of the stream.
static void philox_lanes(Words *restrict words, uint32_t first, uint32_t count,
                         const NormalStream *stream, const RoundKeys *restrict keys) {
    for (uint32_t lane = 0; lane < count; lane++)
        philox_one(words, lane, first + lane, stream, keys);
}

// Blocks `block`[0..count-1] of the stream.
static void philox_list(Words *restrict words, const uint32_t block[BLOCKS], uint32_t count,
                        const NormalStream *stream, const RoundKeys *restrict keys) {
    for (uint32_t lane = 0; lane < count; lane++)
        philox_one(words, lane, block[lane], stream, keys);
}

#endif

// Box-Muller --------------------------------------------------------------------------------------

// sqrt(-2 ln u) for u = (word + 1/2) / 2^32. All 32 bits count at both ends: near u = 0, where the
// tail is (up to 6.76 sigma), and near u = 1, where a float next to 1 would leave a coarse grid;
// there 1 - u is what is computed with.
//
// Of u = 2^e m, m in [sqrt(1/2), sqrt(2)), f = m - 1: -2 ln u = -2 ln 2 e + f P(f). P is a minimax
// polynomial for -2 log1p(f)/f, fitted for this program (Remez exchange, weighted by what an error
// of P moves the result, coefficients then rounded to float one after the other, those left
// fitted anew): within 4.2e-8 in the result.
static inline float radius(uint32_t word) {
    uint32_t upper = (uint32_t)((int32_t)word >> 31);             // all ones where u > 1/2
    float v = ((float)(int32_t)(word ^ upper) + 0.5f) * 0x1p-32f; // u or 1 - u, to 1/2
    float one = float_of_bits(upper & 0x3F800000u);               // 0 or 1
    uint32_t u = bits_of_float(one - v) & 0x7FFFFFFFu;            // |0 - u| or 1 - (1 - u)
    uint32_t above = u - 0x3F3504F3u;                             // from sqrt(1/2)
    int32_t e = (int32_t)above >> 23;                             // -33..0
    float m = float_of_bits((above & 0x007FFFFFu) + 0x3F3504F3u);
    float f = e == 0 ? -v : m - 1.0f; // e = 0 is u > sqrt(1/2), where m - 1 = -(1 - u)
    float f2 = f * f;
    float odd = 0x1.a71ec4p-3f, even = -0x1.529d32p-2f; // two short chains of sums
    odd = odd * f2 + 0x1.6223d0p-2f;
    even = even * f2 - 0x1.968a56p-2f;
    odd = odd * f2 + 0x1.ff3798p-2f;
    even = even * f2 - 0x1.55605ap-1f;
    odd = odd * f2 + 0x1.0000d0p+0f;
    even = even * f2 - 0x1.fffff2p+0f;
    float p = odd * f + even;
    return sqrtf((float)e * -0x1.62e430p+0f + p * f);
}

// The cosine and sine of theta = 2 pi word / 2^32. With theta = pi h + (pi/2) y, h in {0, 1, 2} and
// y in [-1, 1): cos = (-1)^h (1 - y^2) C(y^2), sin = (-1)^h y S(y^2). Minimax fits as above of
// cos(pi y/2)/(1 - y^2), within 1.2e-9, and sin(pi y/2)/y, within 7.6e-9 times y.
typedef struct Direction {
    float cosine, sine;
    uint32_t sign; // the sign bit that both are still to be multiplied with
} Direction;

static inline Direction direction(uint32_t word) {
    uint32_t twice = word << 1;
    float y = (float)(int32_t)twice * 0x1p-31f;
    float t = y * y;
    float c = 0x1.8bc3fep-16f;
    c = c * t - 0x1.d47798p-11f;
    c = c * t + 0x1.472a74p-6f;
    c = c * t - 0x1.de9e60p-3f;
    c = c * t + 1.0f;
    float s = 0x1.39123cp-13f;
    s = s * t - 0x1.31fbf2p-8f;
    s = s * t + 0x1.466504p-4f;
    s = s * t - 0x1.4abba2p-1f;
    s = s * t + 0x1.921fb4p+0f;
    return (Direction){ (1.0f - t) * c, y * s, (word ^ twice) & 0x80000000u };
}

static inline float with_sign(float value, uint32_t sign) {
    return float_of_bits(bits_of_float(value) ^ sign);
}

// Two normals a pair of words, four a block. Next to exact arithmetic on the same words, radius was
// seen off by 5.4e-7 at most and the direction by 1.7e-7 (all words near the ends, every 61st
// between), which with the product's rounding leaves 2e-6 for a normal; of 2^21 of them the worst
// is off by 6.3e-7. The radii come first: their long chain of operations overlaps better in a loop
// of its own.
static void box_muller(float *restrict out, const Words *restrict words, uint32_t count) {
    float r[2][BLOCKS];
    for (uint32_t lane = 0; lane < count; lane++) r[0][lane] = radius(words->w[0][lane]);
    for (uint32_t lane = 0; lane < count; lane++) r[1][lane] = radius(words->w[2][lane]);
    for (uint32_t lane = 0; lane < count; lane++) {
        Direction a = direction(words->w[1][lane]), b = direction(words->w[3][lane]);
        float ra = with_sign(r[0][lane], a.sign), rb = with_sign(r[1][lane], b.sign);
        out[4 * lane + 0] = ra * a.cosine;
        out[4 * lane + 1] = ra * a.sine;
        out[4 * lane + 2] = rb * b.cosine;
        out[4 * lane + 3] = rb * b.sine;
    }
}

// One normal of each block, the one that the low two bits of its place in the stream say.
static void box_muller_one(float *restrict out, const Words *restrict words,
                           const uint32_t *restrict place, uint32_t count) {
    float r[BLOCKS];
    for (uint32_t lane = 0; lane < count; lane++) {
        uint32_t second = 0u - (place[lane] >> 1 & 1u), a = words->w[0][lane];
        r[lane] = radius(a ^ ((a ^ words->w[2][lane]) & second));
    }
    for (uint32_t lane = 0; lane < count; lane++) {
        uint32_t second = 0u - (place[lane] >> 1 & 1u), a = words->w[1][lane];
        Direction d = direction(a ^ ((a ^ words->w[3][lane]) & second));
        uint32_t odd = 0u - (place[lane] & 1u), cosine = bits_of_float(d.cosine);
        float side = float_of_bits(cosine ^ ((cosine ^ bits_of_float(d.sine)) & odd));
        out[lane] = with_sign(r[lane], d.sign) * side;
    }
}

static void fill_listed(float *out, size_t count, const NormalStream *stream,
                        const uint32_t *places) {
    RoundKeys keys = round_keys(stream->seed);
    Words words;
    uint32_t block[BLOCKS] = { 0 };
    for (size_t at = 0; at < count; at += BLOCKS) {
        uint32_t some = count - at < BLOCKS ? (uint32_t)(count - at) : BLOCKS;
        for (uint32_t lane = 0; lane < some; lane++) block[lane] = places[at + lane] / 4;
        philox_list(&words, block, some, stream, &keys);
        box_muller_one(out + at, &words, places + at, some);
    }
}

// The stream from `first` on, as far as one run of blocks goes and `count` asks for.
typedef struct Some {
    size_t skip, take; // values before `first` in its block; values that are wanted
    uint32_t blocks;
} Some;

static inline Some some_of(size_t first, size_t count) {
    size_t skip = first % 4, need = (skip + count + 3) / 4;
    uint32_t blocks = need < BLOCKS ? (uint32_t)need : BLOCKS;
    size_t made = 4 * (size_t)blocks - skip;
    return (Some){ skip, made < count ? made : count, blocks };
}

// `out` has room for whole blocks.
static void make_some(float *restrict out, const Some *some, size_t first,
                      const NormalStream *stream, const RoundKeys *restrict keys) {
    Words words;
    philox_lanes(&words, (uint32_t)(first / 4), some->blocks, stream, keys);
    box_muller(out, &words, some->blocks);
}

static void fill_normals(float *out, size_t count, const NormalStream *stream, size_t first) {
    RoundKeys keys = round_keys(stream->seed);
    float values[4 * BLOCKS];
    while (count > 0) {
        Some some = some_of(first, count);
        bool whole = some.take == 4 * (size_t)some.blocks;
        make_some(whole ? out : values, &some, first, stream, &keys);
        if (!whole) memcpy(out, values + some.skip, some.take * sizeof *out);
        out += some.take;
        first += some.take;
        count -= some.take;
    }
}

static void bridge_some(float *restrict out, size_t count, BridgeWeights weights,
                        const float *restrict a, const float *restrict b, const float *restrict n) {
    for (size_t i = 0; i < count; i++)
        out[i] = (weights.a * a[i] + weights.b * b[i]) + weights.n * n[i];
}

static void fill_bridge(float *out, size_t count, BridgeWeights weights, const float *a,
                        const float *b, const NormalStream *stream, size_t first) {
    RoundKeys keys = round_keys(stream->seed);
    float values[4 * BLOCKS];
    for (size_t at = 0; at < count;) {
        Some some = some_of(first + at, count - at);
        make_some(values, &some, first + at, stream, &keys);
        bridge_some(out + at, some.take, weights, a + at, b + at, values + some.skip);
        at += some.take;
    }
}

// Mix ---------------------------------------------------------------------------------------------

// A mix without its zero terms: c0 p0 + c1 p1 + ..., from left to right. The sum of the first
// `inner` is multiplied by g, then `outer` more are added. With g = 1 all are outer ones.
typedef struct Terms {
    float c[4], g;
    const float *p[3][4]; // for up to three channels, which differ in nothing else
    int inner, outer;
} Terms;

static void add_term(Terms *terms, int *count, float c, const float *p0, const float *p1,
                     const float *p2) {
    if (c == 0) return;
    int place = terms->inner + terms->outer;
    terms->c[place] = c;
    terms->p[0][place] = p0;
    terms->p[1][place] = p1;
    terms->p[2][place] = p2;
    ++*count;
}

static Terms terms_of(const Mix *mix, const MixPlanes *c0, const MixPlanes *c1,
                      const MixPlanes *c2) {
    Terms terms = { .g = mix->g };
    if (mix->g != 0) {
        add_term(&terms, &terms.inner, mix->a, c0->x, c1->x, c2->x);
        add_term(&terms, &terms.inner, mix->b, c0->n, c1->n, c2->n);
    }
    if (mix->g == 1) {
        terms.outer = terms.inner;
        terms.inner = 0;
    }
    add_term(&terms, &terms.outer, mix->h, c0->x, c1->x, c2->x);
    add_term(&terms, &terms.outer, mix->k, c0->eta, c1->eta, c2->eta);
    return terms;
}

// What is inlined where `inner` and `outer` are constants leaves no branch in a loop over i.
#define INLINE static inline __attribute__((always_inline))

INLINE float term_sum(const Terms *terms, int channel, size_t i, int inner, int outer) {
    const float *c = terms->c, *const *p = terms->p[channel];
    const int all = inner + outer;
    float v = all > 0 ? c[0] * p[0][i] : 0;
    if (inner == 1) v = terms->g * v;
    if (all > 1) v += c[1] * p[1][i];
    if (inner == 2) v = terms->g * v;
    if (all > 2) v += c[2] * p[2][i];
    if (all > 3) v += c[3] * p[3][i];
    return v;
}

// A loop for each number of terms: `loop` is given the two constants.
#define FOR_EACH_SHAPE(terms, loop)                                                                \
    switch (10 * (terms)->inner + (terms)->outer) {                                                \
    case 0: loop(0, 0); break;                                                                     \
    case 1: loop(0, 1); break;                                                                     \
    case 2: loop(0, 2); break;                                                                     \
    case 3: loop(0, 3); break;                                                                     \
    case 4: loop(0, 4); break;                                                                     \
    case 10: loop(1, 0); break;                                                                    \
    case 11: loop(1, 1); break;                                                                    \
    case 12: loop(1, 2); break;                                                                    \
    case 20: loop(2, 0); break;                                                                    \
    case 21: loop(2, 1); break;                                                                    \
    case 22: loop(2, 2); break;                                                                    \
    }

// Values at..at + count - 1 of the mix. `out` overlaps no plane.
INLINE void mix_shape(float *restrict out, size_t count, const Terms *from, size_t at, int inner,
                      int outer) {
    const Terms terms = *from;
    for (size_t i = 0; i < count; i++) out[i] = term_sum(&terms, 0, at + i, inner, outer);
}

static void mix_some(float *restrict out, size_t count, const Terms *terms, size_t at) {
#define LOOP(inner, outer) mix_shape(out, count, terms, at, inner, outer)
    FOR_EACH_SHAPE(terms, LOOP)
#undef LOOP
}

// By way of a buffer, so that out may be one of the planes and the loops need not know.
static void mix_planes(float *out, size_t count, const Mix *mix, const MixPlanes *planes) {
    Terms terms = terms_of(mix, planes, planes, planes);
    float some[VALUES];
    for (size_t at = 0; at < count; at += VALUES) {
        size_t length = count - at < VALUES ? count - at : VALUES;
        mix_some(some, length, &terms, at);
        memcpy(out + at, some, length * sizeof *out);
    }
}

// Bytes -------------------------------------------------------------------------------------------

// 2^23 + byte as a float: that sum rounds to an integer, ties to even, in the low bits. Clamped as
// bits, which order like integers once nothing is negative; the comparison is false for NaN.
static inline uint32_t byte_of_value(float v) {
    float p = (v + 1.0f) * 127.5f;
    int32_t bits = (int32_t)(bits_of_float(p) & -(uint32_t)(p > 0.0f));
    const int32_t most = 0x437F0000; // 255
    bits = bits < most ? bits : most;
    return bits_of_float(float_of_bits((uint32_t)bits) + 0x1p23f);
}

// The three as the bytes of one word, in memory order; opaque.
static inline uint32_t pixel_of_bytes(uint32_t red, uint32_t green, uint32_t blue) {
    // shifted left by 8, the bits of 2^23 (0x4B000000) are gone
    uint32_t pixel = red + (green << 8) + (blue << 16) + (0xFF000000u - 0x4B000000u);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    pixel = __builtin_bswap32(pixel);
#endif
    return pixel;
}

INLINE void rgba_shape(uint8_t *restrict out, size_t count, const Terms *from, int inner,
                       int outer) {
    const Terms terms = *from;
    for (size_t i = 0; i < count; i++) {
        uint32_t red = byte_of_value(term_sum(&terms, 0, i, inner, outer));
        uint32_t green = byte_of_value(term_sum(&terms, 1, i, inner, outer));
        uint32_t blue = byte_of_value(term_sum(&terms, 2, i, inner, outer));
        uint32_t pixel = pixel_of_bytes(red, green, blue);
        memcpy(out + 4 * i, &pixel, sizeof pixel);
    }
}

INLINE void grey_shape(uint8_t *restrict out, size_t count, const Terms *from, int inner,
                       int outer) {
    const Terms terms = *from;
    for (size_t i = 0; i < count; i++) {
        uint32_t grey = byte_of_value(term_sum(&terms, 0, i, inner, outer));
        uint32_t pixel = pixel_of_bytes(grey, grey, grey);
        memcpy(out + 4 * i, &pixel, sizeof pixel);
    }
}

static bool same_planes(const MixPlanes *a, const MixPlanes *b) {
    return a->x == b->x && a->n == b->n && a->eta == b->eta;
}

static void mix_to_rgba(uint8_t *out, size_t count, const Mix *mix, const MixPlanes planes[3]) {
    Terms terms = terms_of(mix, &planes[0], &planes[1], &planes[2]);
    bool grey = same_planes(&planes[0], &planes[1]) && same_planes(&planes[0], &planes[2]);
#define GREY(inner, outer) grey_shape(out, count, &terms, inner, outer)
#define RGBA(inner, outer) rgba_shape(out, count, &terms, inner, outer)
    if (grey) {
        FOR_EACH_SHAPE(&terms, GREY)
    } else {
        FOR_EACH_SHAPE(&terms, RGBA)
    }
#undef GREY
#undef RGBA
}

// Statistics --------------------------------------------------------------------------------------

enum { SUMS = 8 };

static void add_pair_sums(double sums[5], const float *restrict a, const float *restrict b,
                          size_t count) {
    double s[5][SUMS] = { { 0 } };
    size_t whole = count / SUMS * SUMS;
    for (size_t i = 0; i < whole; i += SUMS)
        for (size_t k = 0; k < SUMS; k++) {
            double u = a[i + k], v = b[i + k];
            s[0][k] += u;
            s[1][k] += v;
            s[2][k] += u * u;
            s[3][k] += u * v;
            s[4][k] += v * v;
        }
    for (size_t i = whole; i < count; i++) {
        double u = a[i], v = b[i];
        s[0][i - whole] += u;
        s[1][i - whole] += v;
        s[2][i - whole] += u * u;
        s[3][i - whole] += u * v;
        s[4][i - whole] += v * v;
    }
    for (int j = 0; j < 5; j++) {
        double total = 0;
        for (int k = 0; k < SUMS; k++) total += s[j][k];
        sums[j] += total;
    }
}

// Four sets of counters, so that equal neighbours need not wait for each other.
static void add_bins(uint32_t *counts, int bins, float low, float scale, const float *values,
                     size_t count) {
    uint32_t sets[4][KERNELS_BINS + 2];
    int32_t places[VALUES];
    const float most = (float)bins + 1.0f;
    for (int k = 0; k < 4; k++) memset(sets[k], 0, ((size_t)bins + 2) * sizeof sets[k][0]);
    for (size_t at = 0; at < count; at += VALUES) {
        size_t length = count - at < VALUES ? count - at : VALUES, i = 0;
        for (size_t j = 0; j < length; j++) {
            float place = (values[at + j] - low) * scale + 1.0f;
            place = place > 0.0f ? place : 0.0f; // NaN too
            places[j] = (int32_t)(place < most ? place : most);
        }
        for (; i + 4 <= length; i += 4)
            for (size_t k = 0; k < 4; k++) sets[k][places[i + k]]++;
        for (; i < length; i++) sets[0][places[i]]++;
    }
    for (int j = 0; j < bins + 2; j++)
        counts[j] += sets[0][j] + sets[1][j] + sets[2][j] + sets[3][j];
}

// The table ---------------------------------------------------------------------------------------

#define JOINED(a, b)    a##b
#define TABLE_OF(isa)   JOINED(kernels_, isa)
#define QUOTED(name)    #name
#define NAME_OF(isa)    QUOTED(isa)

#define COLUMNS_OF(isa) JOINED(columns_, isa)

extern const ColumnKernels COLUMNS_OF(KERNELS_ISA); // columns_isa.c
extern const Kernels TABLE_OF(KERNELS_ISA);

const Kernels TABLE_OF(KERNELS_ISA) = {
    .isa = NAME_OF(KERNELS_ISA),
    .columns = &COLUMNS_OF(KERNELS_ISA),
    .normals = fill_normals,
    .normals_at = fill_listed,
    .bridge = fill_bridge,
    .mix = mix_planes,
    .mix_rgba = mix_to_rgba,
    .pair_sums = add_pair_sums,
    .count_bins = add_bins,
};
