// SPDX-License-Identifier: MIT
// Every kernel of every variant that this processor has, against one value at a time in plain C,
// bit for bit, and against variant c: all lengths around the sizes it works in, unaligned, in
// place, with guards around what it writes, on hostile values.
#include "core/kernels.h"
#include "core/philox.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

enum { LONGEST = 1000, GUARD = 16, ROOM = LONGEST + 2 * GUARD };
static const size_t lengths[] = { 0,   1,   2,   3,   4,   5,   7,   8,   9,   15,  16,
                                  17,  31,  32,  33,  63,  64,  65,  127, 128, 129, 255,
                                  256, 257, 258, 259, 260, 261, 511, 512, 513, 1000 };

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const Kernels *tested; // main runs all tests for each variant

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// Of a NaN, processors keep different signs and payloads: any one equals any other.
static void assert_same(float value, float wanted, const char *what, size_t count, size_t at) {
    if (bits_of(value) == bits_of(wanted) || (isnan(value) && isnan(wanted))) return;
    fail_msg("%s: %s: value %zu of %zu is %a, not %a", tested->isa, what, at, count, (double)value,
             (double)wanted);
}

static void assert_guards(const float *block, size_t from, size_t to, uint32_t guard) {
    for (size_t i = 0; i < ROOM; i++)
        if ((i < from || i >= to) && bits_of(block[i]) != guard)
            fail_msg("%s: value %zu is written, outside of %zu..%zu", tested->isa, i, from, to);
}

static void set_guards(float *block, uint32_t guard) {
    for (size_t i = 0; i < ROOM; i++) block[i] = of_bits(guard);
}

// Normals ------------------------------------------------------------------------------------

static float plain_polynomial(float f) {
    float f2 = f * f, odd, even;
    odd = ((0x1.a71ec4p-3f * f2 + 0x1.6223d0p-2f) * f2 + 0x1.ff3798p-2f) * f2 + 0x1.0000d0p+0f;
    even = ((-0x1.529d32p-2f * f2 - 0x1.968a56p-2f) * f2 - 0x1.55605ap-1f) * f2 - 0x1.fffff2p+0f;
    return odd * f + even;
}

static float plain_radius(uint32_t word) {
    int e = 0;
    float u, f;
    if (word < 0x80000000u) {
        u = ((float)word + 0.5f) / 4294967296.0f;
        f = 0;
    } else {
        float rest = ((float)(0xFFFFFFFFu - word) + 0.5f) / 4294967296.0f;
        u = 1 - rest;
        f = -rest;
    }
    float m = u;
    while (m < of_bits(0x3F3504F3u)) { // sqrt(1/2)
        m *= 2;
        e--;
    }
    if (e < 0) f = m - 1;
    return sqrtf((float)e * -0x1.62e430p+0f + plain_polynomial(f) * f);
}

static void plain_direction(uint32_t word, float *cosine, float *sine) {
    uint32_t half = word & 0x7FFFFFFFu; // within a half turn, in 2^-31 of it
    bool minus = word >= 0x80000000u;
    float y = (float)half / 1073741824.0f; // quarter turns
    if (half >= 0x40000000u) {
        y = -(float)(0x80000000u - half) / 1073741824.0f;
        minus = !minus;
    }
    float t = y * y;
    float c =
        (((0x1.8bc3fep-16f * t - 0x1.d47798p-11f) * t + 0x1.472a74p-6f) * t - 0x1.de9e60p-3f) * t +
        1;
    float s =
        (((0x1.39123cp-13f * t - 0x1.31fbf2p-8f) * t + 0x1.466504p-4f) * t - 0x1.4abba2p-1f) * t +
        0x1.921fb4p+0f;
    *cosine = (1 - t) * c;
    *sine = y * s;
    if (minus) {
        *cosine = -*cosine;
        *sine = -*sine;
    }
}

static float plain_normal(const NormalStream *stream, size_t index) {
    uint32_t counter[4] = { (uint32_t)(index / 4), stream->plane,
                            (uint32_t)(stream->node & 0xFFFFFFFFu),
                            (uint32_t)(stream->node >> 32) };
    uint32_t key[2] = { (uint32_t)(stream->seed & 0xFFFFFFFFu), (uint32_t)(stream->seed >> 32) };
    uint32_t word[4];
    float cosine, sine;
    philox4x32(word, counter, key);
    size_t pair = index % 4 / 2 * 2;
    float r = plain_radius(word[pair]);
    plain_direction(word[pair + 1], &cosine, &sine);
    return index % 2 ? r * sine : r * cosine;
}

static void check_normals(const NormalStream *stream, size_t count, size_t first, size_t offset) {
    float block[ROOM];
    set_guards(block, 0x12345678u);
    float *out = block + GUARD - 4 + offset;
    tested->normals(out, count, stream, first);
    for (size_t j = 0; j < count; j++)
        assert_same(out[j], plain_normal(stream, first + j), "normals", count, j);
    assert_guards(block, GUARD - 4 + offset, GUARD - 4 + offset + count, 0x12345678u);
}

static void test_normals(void **state) {
    (void)state;
    const NormalStream stream = { 7, 2, 0x40000003u };
    for (size_t i = 0; i < COUNT_OF(lengths); i++)
        for (size_t first = 0; first < 10; first++)
            check_normals(&stream, lengths[i], first, (first + i) % 8);
}

// Places in any order, some of them twice.
static void test_normals_at_places(void **state) {
    (void)state;
    enum { COUNT = 300 };
    const NormalStream stream = { 77, 2, 0x8000012345678901u };
    uint32_t places[COUNT], place = 5;
    float out[COUNT];
    for (size_t j = 0; j < COUNT; j++) {
        places[j] = j % 50 == 49 ? places[j - 1] : place;
        place = place * 2654435761u + 12345u;
    }
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        size_t count = lengths[i] < COUNT ? lengths[i] : COUNT;
        tested->normals_at(out, count, &stream, places);
        for (size_t j = 0; j < count; j++)
            assert_same(out[j], plain_normal(&stream, places[j]), "normals_at", count, j);
    }
}

static void test_normals_of_other_streams(void **state) {
    (void)state;
    static const NormalStream streams[] = {
        { 0, 0, 0 },
        { 1, 0, 0 },
        { (uint64_t)1 << 32, 0, 0 },
        { UINT64_MAX, UINT32_MAX, UINT32_MAX },
        { UINT64_MAX, UINT32_MAX, UINT64_MAX },
        { 7, 2, 0x8123456700000000u },
        { 0x0123456789ABCDEFu, 1, 0x80000000u },
    };
    for (size_t i = 0; i < COUNT_OF(streams); i++) {
        check_normals(&streams[i], 300, 0, 0);
        check_normals(&streams[i], 300, 4000001, 1);
    }
}

static void test_normals_far_out(void **state) {
    (void)state;
    const NormalStream stream = { 7, 0, 0 };
    if (SIZE_MAX / 4 <= UINT32_MAX) return;
    size_t end = (size_t)UINT32_MAX * 4 + 4; // of the stream
    for (size_t count = 1; count <= LONGEST; count += 37)
        check_normals(&stream, count, end - count, 0);
    check_normals(&stream, 300, end / 2 - 150, 3);
}

// Blocks of seed 7, plane 0, node 0 whose words are at an end or an edge: u next to 0, 1/2, 1 and
// sqrt(1/2), angles next to the axes. Found by search.
static const uint32_t edges[] = {
    4225561152u, 3081970260u, 3685269260u, 1580706027u, 604141639u,  3987974962u, 3572335532u,
    2004764091u, 3168956157u, 1159232603u, 1329654589u, 2750306297u, 1283527917u, 815928670u,
    1977714246u, 3573882432u, 2390167841u, 1006398687u, 2432169380u, 1092467968u, 466779568u,
    2572536010u, 3621450554u, 2217607808u, 813123905u,  990479291u,  271223519u,  700057773u,
    601292160u,  2466764027u, 2369632705u, 3672987433u, 3207372u,    7349006u,
};

static void test_normals_at_edges(void **state) {
    (void)state;
    const NormalStream stream = { 7, 0, 0 };
    if (SIZE_MAX / 4 <= UINT32_MAX) return;
    for (size_t i = 0; i < COUNT_OF(edges); i++) check_normals(&stream, 4, (size_t)edges[i] * 4, 0);
}

// Mix ----------------------------------------------------------------------------------------

typedef struct Sum {
    float value;
    bool any;
} Sum;

static Sum plus(Sum sum, float c, const float *plane, size_t i) {
    if (c == 0) return sum;
    float term = c * plane[i];
    return (Sum){ sum.any ? sum.value + term : term, true };
}

static float plain_mix(const Mix *mix, const MixPlanes *planes, size_t i) {
    Sum v = { 0 };
    if (mix->g != 0) v = plus(plus(v, mix->a, planes->x, i), mix->b, planes->n, i);
    if (mix->g != 1 && v.any) v.value = mix->g * v.value;
    return plus(plus(v, mix->h, planes->x, i), mix->k, planes->eta, i).value;
}

static unsigned plain_byte(float v) {
    float p = (v + 1) * 127.5f;
    if (isnan(p) || p <= 0) return 0;
    if (p >= 255) return 255;
    float whole = floorf(p), rest = p - whole;
    unsigned byte = (unsigned)whole;
    return rest > 0.5f || (rest == 0.5f && byte % 2 == 1) ? byte + 1 : byte;
}

static const float hostile[] = {
    0,
    -0.0f,
    1,
    -1,
    INFINITY,
    -INFINITY,
    NAN,
    -NAN,
    FLT_MAX,
    -FLT_MAX,
    FLT_MIN,
    -FLT_MIN,
    0x1p-149f,
    -0x1p-149f,
    0x1.fffffcp-127f,
    0x1p100f,
    -0x1p100f,
    0x1.fffffep-1f,
    -0x1.fffffep-1f,
    0x1.000002p0f,
    -0x1.000002p0f,
    0x1p-24f,
    -0x1p-25f,
    2,
};

static uint32_t random_word(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

// Values in about -2..2, one of eight hostile.
static void fill_plane(float *plane, uint32_t seed, bool with_hostile) {
    for (size_t i = 0; i < ROOM; i++) {
        uint32_t word = random_word(&seed);
        plane[i] = (float)word * 0x1p-22f - 2;
        if (with_hostile && word % 8 == 0) plane[i] = hostile[word / 8 % COUNT_OF(hostile)];
    }
}

typedef struct Planes {
    float values[9][ROOM];
} Planes;

static Planes *make_planes(bool with_hostile) {
    Planes *planes = malloc(sizeof *planes);
    assert_non_null(planes);
    for (uint32_t i = 0; i < 9; i++) fill_plane(planes->values[i], 100 + i, with_hostile);
    return planes;
}

// Planes that the mix leaves out are NULL.
static MixPlanes planes_for(const Mix *mix, const Planes *planes, size_t channel, size_t offset) {
    bool z = mix->g != 0;
    return (MixPlanes){
        .x = (z && mix->a != 0) || mix->h != 0 ? planes->values[3 * channel] + offset : NULL,
        .n = z && mix->b != 0 ? planes->values[3 * channel + 1] + offset + 1 : NULL,
        .eta = mix->k != 0 ? planes->values[3 * channel + 2] + offset + 2 : NULL,
    };
}

static void check_mix(const Mix *mix, const Planes *planes, size_t count, size_t offset) {
    float block[ROOM];
    set_guards(block, 0x12345678u);
    MixPlanes from = planes_for(mix, planes, 0, offset);
    size_t start = GUARD - 4 + (offset + count) % 4;
    tested->mix(block + start, count, mix, &from);
    for (size_t i = 0; i < count; i++)
        assert_same(block[start + i], plain_mix(mix, &from, i), "mix", count, i);
    assert_guards(block, start, start + count, 0x12345678u);
}

// Grey is one set of planes three times. Nearly grey is not: a channel, or one plane of one
// channel, is another.
enum { GREYS = 8 };

static void planes_of_pixel(MixPlanes from[3], const Mix *mix, const Planes *planes, size_t offset,
                            size_t grey) {
    static const size_t channels[GREYS][3] = {
        { 0, 1, 2 }, { 0, 0, 0 }, { 0, 0, 2 }, { 0, 1, 0 }, { 0, 1, 1 }
    };
    for (size_t c = 0; c < 3; c++) from[c] = planes_for(mix, planes, channels[grey][c], offset);
    if (grey == 5 && from[1].x) from[1].x++;
    if (grey == 6 && from[2].n) from[2].n++;
    if (grey == 7 && from[2].eta) from[2].eta++;
}

static void check_rgba(const Mix *mix, const Planes *planes, size_t count, size_t offset,
                       size_t grey) {
    uint8_t block[4 * ROOM];
    memset(block, 0xA5, sizeof block);
    MixPlanes from[3];
    planes_of_pixel(from, mix, planes, offset, grey);
    size_t start = 4 * GUARD - 4 + (offset + count) % 4;
    tested->mix_rgba(block + start, count, mix, from);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < 4; c++) {
            float v = c < 3 ? plain_mix(mix, &from[c], i) : 1;
            if (block[start + 4 * i + c] != plain_byte(v))
                fail_msg("mix_rgba: byte %zu of pixel %zu of %zu is %d, not %u, for %a", c, i,
                         count, block[start + 4 * i + c], plain_byte(v), (double)v);
        }
    for (size_t i = 0; i < sizeof block; i++)
        if ((i < start || i >= start + 4 * count) && block[i] != 0xA5)
            fail_msg("byte %zu is written, outside of %zu pixels from %zu", i, count, start);
}

typedef void MixCheck(const Mix *mix, void *user);

static void for_each_shape(MixCheck *check, void *user) {
    static const float a[] = { 0, 0.8f, 1 }, b[] = { 0, 0.6f, -1.7f }, g[] = { 0, 1, 0.97f };
    static const float h[] = { 0, 1, -0.3f }, k[] = { 0, 0.2f };
    for (size_t i = 0; i < 3 * 3 * 3 * 3 * 2; i++) {
        Mix mix = { a[i % 3], b[i / 3 % 3], g[i / 9 % 3], h[i / 27 % 3], k[i / 81] };
        check(&mix, user);
    }
}

static void check_shape(const Mix *mix, void *user) {
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        check_mix(mix, user, lengths[i], i % 5);
        check_rgba(mix, user, lengths[i], i % 5, i % GREYS);
    }
}

static void test_mix(void **state) {
    (void)state;
    Planes *planes = make_planes(false);
    for_each_shape(check_shape, planes);
    free(planes);
}

static void test_mix_of_hostile_values(void **state) {
    (void)state;
    Planes *planes = make_planes(true);
    for_each_shape(check_shape, planes);
    free(planes);
}

static void test_mix_of_hostile_coefficients(void **state) {
    (void)state;
    Planes *planes = make_planes(true);
    for (size_t i = 0; i < COUNT_OF(hostile); i++)
        for (size_t j = 0; j < COUNT_OF(hostile); j++) {
            float p = hostile[i], q = hostile[j];
            const Mix mixes[] = { { p, q, 1, 0, 0 }, { q, 1, p, q, p }, { 1, 1, q, p, 1 } };
            for (size_t m = 0; m < COUNT_OF(mixes); m++) {
                check_mix(&mixes[m], planes, 259, m);
                check_rgba(&mixes[m], planes, 259, m, 0);
            }
        }
    free(planes);
}

static void check_in_place(const Mix *mix, void *user) {
    const Planes *planes = user;
    Planes copy = *planes;
    for (size_t place = 0; place < 3; place++) {
        MixPlanes from = { planes->values[0], planes->values[1], planes->values[2] };
        MixPlanes same = { copy.values[0], copy.values[1], copy.values[2] };
        memcpy(copy.values, planes->values, sizeof copy.values);
        tested->mix(copy.values[place], LONGEST, mix, &same);
        for (size_t i = 0; i < LONGEST; i++)
            assert_same(copy.values[place][i], plain_mix(mix, &from, i), "mix in place", LONGEST,
                        i);
    }
}

static void test_mix_in_place(void **state) {
    (void)state;
    Planes *planes = make_planes(false);
    for_each_shape(check_in_place, planes);
    free(planes);
}

// Bytes --------------------------------------------------------------------------------------

static void check_bytes(const float *values, size_t count) {
    static uint8_t rgba[4 * LONGEST];
    const Mix mix = { .h = 1 };
    const MixPlanes grey = { .x = values }, planes[3] = { grey, grey, grey };
    tested->mix_rgba(rgba, count, &mix, planes);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < 4; c++)
            if (rgba[4 * i + c] != (c == 3 ? 255 : plain_byte(values[i])))
                fail_msg("%a gives byte %zu %d, not %u", (double)values[i], c, rgba[4 * i + c],
                         plain_byte(values[i]));
}

static void test_bytes_by_hand(void **state) {
    (void)state;
    static const struct {
        float value;
        int byte;
    } known[] = {
        { -1, 0 },        { 1, 255 }, { 0, 128 }, // 127.5, the one tie: to even
        { -0.0f, 128 },   { NAN, 0 }, { -NAN, 0 }, { INFINITY, 255 },
        { -INFINITY, 0 }, { 7, 255 }, { -7, 0 },   { 126.5f / 127.5f, 254 },
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        assert_int_equal(plain_byte(known[i].value), known[i].byte);
    for (size_t i = 0; i < COUNT_OF(known); i++) check_bytes(&known[i].value, 1);
}

static void test_bytes_come_back(void **state) {
    (void)state;
    float values[LONGEST];
    uint8_t rgba[4 * 256];
    for (int byte = 0; byte < 256; byte++) values[byte] = (float)byte / 127.5f - 1;
    const Mix mix = { .h = 1 };
    const MixPlanes grey = { .x = values }, planes[3] = { grey, grey, grey };
    tested->mix_rgba(rgba, 256, &mix, planes);
    for (int i = 0; i < 4 * 256; i++) assert_int_equal(rgba[i], i % 4 == 3 ? 255 : i / 4);
}

// Floats from one end to the other, then all those around each step from byte to byte.
static void test_bytes_of_all_floats(void **state) {
    (void)state;
    float values[LONGEST];
    for (uint64_t bits = 0; bits <= UINT32_MAX; bits += (uint64_t)LONGEST * 3001) {
        for (uint32_t i = 0; i < LONGEST; i++) values[i] = of_bits((uint32_t)bits + i * 3001u);
        check_bytes(values, LONGEST);
    }
    for (int byte = 0; byte < 256; byte++) {
        float step = ((float)byte + 0.5f) / 127.5f - 1;
        for (uint32_t i = 0; i < LONGEST; i++) values[i] = of_bits(bits_of(step) + i - LONGEST / 2);
        check_bytes(values, LONGEST);
    }
}

// Red, green, blue and opaque, in memory.
static void test_order_of_bytes(void **state) {
    (void)state;
    const float red = 1, green = 0, blue = -1;
    const Mix mix = { .h = 1 };
    const MixPlanes planes[3] = { { .x = &red }, { .x = &green }, { .x = &blue } };
    uint8_t rgba[4];
    tested->mix_rgba(rgba, 1, &mix, planes);
    const uint8_t wanted[4] = { 255, 128, 0, 255 };
    assert_memory_equal(rgba, wanted, 4);
}

// Variant c ----------------------------------------------------------------------------------

// Everything once more, next to what variant c makes of it, with the bytes of both whole.
static void compare_mix(const Mix *mix, void *user) {
    const Planes *planes = user;
    static float values[2][LONGEST];
    static uint8_t rgba[2][4 * LONGEST];
    const Kernels *both[2] = { kernels_variant(0), tested };
    for (size_t grey = 0; grey < GREYS; grey++) {
        size_t count = LONGEST - 7 * grey, offset = grey % 5;
        MixPlanes from[3];
        planes_of_pixel(from, mix, planes, offset, grey);
        for (size_t i = 0; i < 2; i++) {
            both[i]->mix(values[i], count, mix, &from[grey % 3]);
            both[i]->mix_rgba(rgba[i], count, mix, from);
        }
        for (size_t i = 0; i < count; i++)
            assert_same(values[1][i], values[0][i], "mix next to c", count, i);
        assert_memory_equal(rgba[1], rgba[0], 4 * count);
    }
}

static void test_mix_next_to_c(void **state) {
    (void)state;
    for (int hostile_too = 0; hostile_too < 2; hostile_too++) {
        Planes *planes = make_planes(hostile_too);
        for_each_shape(compare_mix, planes);
        free(planes);
    }
}

static void test_normals_next_to_c(void **state) {
    (void)state;
    enum { COUNT = 1 << 20 };
    float *wanted = malloc(COUNT * sizeof *wanted), *values = malloc(COUNT * sizeof *values);
    assert_non_null(wanted);
    assert_non_null(values);
    for (uint32_t i = 0; i < 4; i++) {
        const NormalStream stream = { 0xFFFFFFFFFFFFFFF0u * i + 7, i, 0x40000000u * i };
        size_t count = COUNT - 3 * i, first = i * 0x0FFFFFF1u;
        kernels_variant(0)->normals(wanted, count, &stream, first);
        tested->normals(values, count, &stream, first);
        assert_memory_equal(values, wanted, count * sizeof *values);
    }
    free(values);
    free(wanted);
}

// The choice ---------------------------------------------------------------------------------

static void test_variants(void **state) {
    (void)state;
    assert_string_equal(kernels_variant(0)->isa, "c");
    int count = 0;
    while (kernels_variant(count)) count++;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(kernels_variant(i)->isa, kernels_variant(j)->isa);
    assert_ptr_equal(kernels(), kernels_variant(count - 1)); // before any choice
    assert_null(kernels_variant(count + 1));
    assert_null(kernels_variant(1000));
}

static void assert_choice(const char *isa, const Kernels *wanted) {
    Error error = { 0 };
    if (isa)
        assert_int_equal(setenv("ALPHABAR_ISA", isa, 1), 0);
    else
        assert_int_equal(unsetenv("ALPHABAR_ISA"), 0);
    if (!kernels_choose(&error)) fail_msg("%s: %s", isa ? isa : "(none)", error.text);
    assert_ptr_equal(kernels(), wanted);
}

static void test_choice(void **state) {
    (void)state;
    int count = 0;
    for (const Kernels *k; (k = kernels_variant(count)); count++) assert_choice(k->isa, k);
    const Kernels *best = kernels_variant(count - 1);
    assert_choice("c", kernels_variant(0));
    assert_choice(NULL, best);
    assert_choice("c", kernels_variant(0));
    assert_choice("", best);
}

static const Kernels *variant_named(const char *isa) {
    int i = 0;
    while (kernels_variant(i) && strcmp(kernels_variant(i)->isa, isa) != 0) i++;
    return kernels_variant(i);
}

static void assert_no_choice(const char *isa, const char *wanted) {
    Error error = { 0 };
    const Kernels *before = kernels();
    assert_int_equal(setenv("ALPHABAR_ISA", isa, 1), 0);
    assert_false(kernels_choose(&error));
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_string_equal(error.text, wanted);
    assert_ptr_equal(kernels(), before);
}

static void test_no_choice(void **state) {
    (void)state;
    static const char *const names[] = { "sse2", "avx2", "avx512", "neon", "simd128" };
    assert_choice("c", kernels_variant(0));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char wanted[80];
        snprintf(wanted, sizeof wanted, "ALPHABAR_ISA: this processor has no %s", names[i]);
        if (!variant_named(names[i])) assert_no_choice(names[i], wanted);
    }
    assert_no_choice("AVX2", "ALPHABAR_ISA: AVX2 is none of c, sse2, avx2, avx512, neon, simd128");
    assert_no_choice("avx", "ALPHABAR_ISA: avx is none of c, sse2, avx2, avx512, neon, simd128");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normals),
        cmocka_unit_test(test_normals_at_places),
        cmocka_unit_test(test_normals_of_other_streams),
        cmocka_unit_test(test_normals_far_out),
        cmocka_unit_test(test_normals_at_edges),
        cmocka_unit_test(test_mix),
        cmocka_unit_test(test_mix_of_hostile_values),
        cmocka_unit_test(test_mix_of_hostile_coefficients),
        cmocka_unit_test(test_mix_in_place),
        cmocka_unit_test(test_bytes_by_hand),
        cmocka_unit_test(test_bytes_come_back),
        cmocka_unit_test(test_bytes_of_all_floats),
        cmocka_unit_test(test_order_of_bytes),
        cmocka_unit_test(test_mix_next_to_c),
        cmocka_unit_test(test_normals_next_to_c),
    };
    const struct CMUnitTest choice[] = {
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_no_choice),
    };
    int failed = 0;
    for (int i = 0; (tested = kernels_variant(i)); i++) {
        print_message("variant %s\n", tested->isa);
        failed += cmocka_run_group_tests(tests, NULL, NULL);
    }
    return failed + cmocka_run_group_tests(choice, NULL, NULL);
}
