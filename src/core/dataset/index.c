// SPDX-License-Identifier: MIT
#include "core/dataset/index.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "core/dataset/axes.h"
#include "core/mixture_kernels.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

_Static_assert((int)INDEX_BLOCK == (int)MIXTURE_BLOCK, "kernels take a block at a time");

bool dataset_wants_index(const Dataset *set) {
    size_t length = dataset_length(set);
    return length <= INDEX_LENGTH_MOST && set->count >= INDEX_COUNT_LEAST &&
           set->count <= UINT32_MAX && set->count >= INDEX_VALUES_LEAST / length;
}

// Making -----------------------------------------------------------------------------------------

enum {
    ALONG = AXES + 2, // of a picture: the axes, r beside the first of them, r beside all
    BESIDE_FIRST = AXES,
    BESIDE_ALL = AXES + 1,
    PART = 1024 // pictures
};

typedef struct Making {
    const Dataset *set;
    DatasetIndex *index;
    float *along;    // picture × ALONG
    double *reaches; // of parts: the largest |x|
    float *blurs;    // of blocks: index->blur
    size_t begun;
    atomic_bool no_memory;
} Making;

static float square_root(double square) {
    return square > 0 ? (float)sqrt(square) : 0;
}

// Along the axes and beside them, of a picture or a z.
static void place_of(float out[ALONG], const double along[AXES_PADDED], double square) {
    double first = 0, all = 0;
    for (int k = 0; k < AXES; k++) {
        all += along[k] * along[k];
        if (k < INDEX_FIRST - 1) first = all;
        out[k] = (float)along[k];
    }
    out[BESIDE_FIRST] = square_root(square - first);
    out[BESIDE_ALL] = square_root(square - all);
}

static void place_part(void *user, size_t part) {
    Making *making = user;
    size_t length = making->index->length, from = (making->begun + part) * PART;
    size_t end = from + PART < making->set->count ? from + PART : making->set->count;
    float *values = mem_try(length, sizeof *values);
    double most = 0;
    if (!values) making->no_memory = true;
    for (size_t i = from; values && i < end; i++) {
        double along[AXES_PADDED], square = 0;
        dataset_values(making->set, i, values);
        for (size_t j = 0; j < length; j++) square += (double)values[j] * (double)values[j];
        dataset_project(along, values, length, making->index->axes);
        place_of(making->along + i * ALONG, along, square);
        most = fmax(most, square);
    }
    making->reaches[making->begun + part] = sqrt(most);
    free(values);
}

// Of some pictures: the axis (or r beside the first ones) along which they differ most.
static int widest(const Making *making, const uint32_t *order, size_t count) {
    int found = 0;
    double most = -1;
    for (int k = 0; k < INDEX_FIRST; k++) {
        int at = k < INDEX_FIRST - 1 ? k : BESIDE_FIRST;
        double sum = 0, square = 0;
        for (size_t i = 0; i < count; i++) {
            double value = (double)making->along[(size_t)order[i] * ALONG + (size_t)at];
            sum += value;
            square += value * value;
        }
        double spread = square - sum * sum / (double)count;
        if (spread > most) most = spread, found = at;
    }
    return found;
}

// Whether picture a lies before b; ties by number.
static bool is_before(const Making *making, int at, uint32_t a, uint32_t b) {
    float x = making->along[(size_t)a * ALONG + (size_t)at];
    float y = making->along[(size_t)b * ALONG + (size_t)at];
    return x < y || (x == y && a < b);
}

// Hoare's quickselect: those that come before the one that belongs at `middle` before it.
static void part_at(const Making *making, uint32_t *order, size_t count, size_t middle, int at) {
    size_t low = 0, high = count - 1;
    while (low < high) {
        uint32_t pivot = order[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;;) {
            while (is_before(making, at, order[i], pivot)) i++;
            while (is_before(making, at, pivot, order[j])) j--;
            if (i >= j) break;
            uint32_t other = order[i];
            order[i++] = order[j];
            order[j--] = other;
        }
        if (middle <= j)
            high = j;
        else
            low = j + 1;
    }
}

// A tree of k dimensions (Bentley 1975) whose leaves are the blocks: halves, of whole blocks.
static void arrange(const Making *making, uint32_t *order, size_t count) {
    while (count > INDEX_BLOCK) {
        size_t half = (count / INDEX_BLOCK + 1) / 2 * INDEX_BLOCK;
        part_at(making, order, count, half, widest(making, order, count));
        arrange(making, order, half);
        order += half;
        count -= half;
    }
}

// Where the second look's number k is in a picture's ALONG.
static size_t second_at(size_t k) {
    return k < INDEX_SECOND - 1 ? INDEX_FIRST - 1 + k : BESIDE_ALL;
}

static long whole_of(float number, long most) {
    float inside = fmaxf((float)-most, fminf((float)most, number));
    return lrintf(inside);
}

// Middles and the step of bytes over all pictures.
static void find_steps(Making *making) {
    DatasetIndex *index = making->index;
    for (size_t k = 0; k < INDEX_SECOND; k++) {
        float low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < index->count; i++) {
            float value = making->along[i * ALONG + second_at(k)];
            low = fminf(low, value);
            high = fmaxf(high, value);
        }
        index->middle[k] = (low + high) / 2;
        index->step = fmaxf(index->step, fmaxf((high - low) / 254, 1e-6f));
    }
}

static void fill_block(void *user, size_t block) {
    Making *making = user;
    DatasetIndex *index = making->index;
    float *first = index->first + block * INDEX_FIRST * INDEX_BLOCK;
    for (size_t i = 0; i < INDEX_BLOCK; i++) {
        size_t at = block * INDEX_BLOCK + i;
        const float *along = making->along + (size_t)index->order[at] * ALONG;
        int8_t *second = index->second + at * INDEX_SECOND;
        float blur = 0;
        for (size_t k = 0; k < INDEX_FIRST; k++)
            first[k * INDEX_BLOCK + i] = along[k < INDEX_FIRST - 1 ? k : BESIDE_FIRST];
        for (size_t k = 0; k < INDEX_SECOND; k++) {
            float number = along[second_at(k)] - index->middle[k];
            second[k] = (int8_t)whole_of(number / index->step, 127);
            float wrong = number - index->step * (float)second[k];
            blur += wrong * wrong;
        }
        making->blurs[block] = fmaxf(making->blurs[block], sqrtf(blur));
    }
    for (size_t k = 0; k < INDEX_FIRST; k++) {
        const float *values = first + k * INDEX_BLOCK;
        float low = values[0], high = values[0];
        for (size_t i = 1; i < INDEX_BLOCK; i++) {
            low = values[i] < low ? values[i] : low;
            high = values[i] > high ? values[i] : high;
        }
        index->low[k * index->blocks + block] = low;
        index->high[k * index->blocks + block] = high;
    }
}

static bool making_alloc(Making *making) {
    size_t count = making->set->count;
    making->index = dataset_index_alloc(count, dataset_length(making->set));
    making->along = mem_try(count * ALONG, sizeof *making->along);
    making->reaches = mem_try(count / PART + 1, sizeof *making->reaches);
    making->blurs = mem_try(count / INDEX_BLOCK + 1, sizeof *making->blurs);
    return making->index && making->along && making->reaches && making->blurs &&
           dataset_axes(making->index->axes, making->set);
}

// Some parts between two reports.
static bool place_all(Making *making, IndexReport *report, void *user, Error *error) {
    enum { STEP = 16 };
    DatasetIndex *index = making->index;
    size_t parts = (index->count + PART - 1) / PART;
    for (; making->begun < parts; making->begun += STEP) {
        size_t left = parts - making->begun;
        if (report && !report(user, (double)making->begun / (double)parts))
            return error_set(error, "cancelled");
        parallel_run(left < STEP ? left : STEP, place_part, making);
    }
    for (size_t part = 0; part < parts; part++)
        index->reach = fmax(index->reach, making->reaches[part]);
    return true;
}

static bool make(Making *making, IndexReport *report, void *user, Error *error) {
    DatasetIndex *index = making->index;
    if (!place_all(making, report, user, error) || making->no_memory) return false;
    for (size_t i = 0; i < index->count; i++) index->order[i] = (uint32_t)i;
    arrange(making, index->order, index->count);
    for (size_t i = index->count; i < index->blocks * INDEX_BLOCK; i++)
        index->order[i] = index->order[index->count - 1];
    find_steps(making);
    parallel_run(index->blocks, fill_block, making);
    for (size_t b = 0; b < index->blocks; b++) index->blur = fmaxf(index->blur, making->blurs[b]);
    return true;
}

bool dataset_index_make(Dataset *set, IndexReport *report, void *user, Error *error) {
    CHECK(!set->index);
    Making making = { .set = set };
    making.no_memory = !making_alloc(&making);
    bool good = !making.no_memory && make(&making, report, user, error);
    if (making.no_memory)
        error_set(error, "there is no memory for the index of %zu pictures", set->count);
    free(making.along);
    free(making.reaches);
    free(making.blurs);
    if (good)
        set->index = making.index;
    else
        dataset_index_free(making.index);
    return good;
}

// Looking ----------------------------------------------------------------------------------------

typedef struct Look {
    const Dataset *set;
    const DatasetIndex *index;
    const MixtureKernels *kernels;
    size_t padded;      // zeros follow
    float *y, *picture; // z / sqrt(alpha); one of the set
    float first[INDEX_FIRST];
    int16_t second[INDEX_SECOND]; // steps
    float blur;                   // of these and those of a picture
    double width, doubt;          // what follows least² in the limit
    float limit;                  // of squares: what is further away weighs nothing
    float *boxes;                 // |y - box|², a block each
    float *bounds;                // of pictures that may be near, in no order
    uint32_t *numbers;            // theirs
    atomic_size_t count;
} Look;

enum {
    TRIED = 16,        // boxes, or pictures, that should be near
    BLOCKS = 128,      // that a part looks through
    SECOND_MOST = 2048 // so that all squares together are below 2^31
};

static float distance2(const Look *look, size_t picture) {
    dataset_values(look->set, picture, look->picture);
    return look->kernels->distance(look->y, look->picture, look->padded);
}

// The places of the least of `count` numbers, at most TRIED; returns how many.
static size_t least_of(size_t least[TRIED], const float *numbers, size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (found == TRIED && !(numbers[i] < numbers[least[TRIED - 1]])) continue;
        size_t at = found < TRIED ? found++ : TRIED - 1;
        for (; at > 0 && numbers[i] < numbers[least[at - 1]]; at--) least[at] = least[at - 1];
        least[at] = i;
    }
    return found;
}

// Appends those pictures of a block that may be within the limit.
static void look_through(Look *look, size_t block) {
    const DatasetIndex *index = look->index;
    const float *first = index->first + block * INDEX_FIRST * INDEX_BLOCK;
    const float *beside = first + (INDEX_FIRST - 1) * INDEX_BLOCK;
    float bounds[INDEX_BLOCK];
    uint32_t numbers[INDEX_BLOCK];
    size_t left[INDEX_BLOCK], lefts = 0, count = 0;
    look->kernels->distances(bounds, first, INDEX_FIRST, look->first);
    for (size_t i = 0; i < INDEX_BLOCK; i++) {
        left[lefts] = i;
        lefts += bounds[i] <= look->limit;
    }
    for (size_t n = 0; n < lefts; n++) {
        size_t i = left[n], place = block * INDEX_BLOCK + i;
        int32_t square = look->kernels->whole_distance(
            look->second, index->second + place * INDEX_SECOND, INDEX_SECOND);
        float away = beside[i] - look->first[INDEX_FIRST - 1];
        float second = index->step * sqrtf((float)square) - look->blur;
        float bound = bounds[i] - away * away + (second > 0 ? second * second : 0);
        if (!(bound <= look->limit) || place >= index->count) continue;
        bounds[count] = bound;
        numbers[count++] = index->order[place];
    }
    size_t to = atomic_fetch_add(&look->count, count);
    memcpy(look->bounds + to, bounds, count * sizeof *bounds);
    memcpy(look->numbers + to, numbers, count * sizeof *numbers);
}

static void look_at(Look *look, size_t block) {
    if (look->boxes[block] <= look->limit) look_through(look, block);
}

static void look_part(void *user, size_t part) {
    Look *look = user;
    size_t end = (part + 1) * BLOCKS;
    for (size_t b = part * BLOCKS; b < end && b < look->index->blocks; b++) look_at(look, b);
}

// The nearest boxes first: the limit follows from the pictures there that have the least bounds.
static void find_limit(Look *look) {
    const DatasetIndex *index = look->index;
    size_t least[TRIED];
    look->kernels->boxes(look->boxes, index->low, index->high, index->blocks, INDEX_FIRST,
                         look->first);
    size_t found = least_of(least, look->boxes, index->blocks);
    look->limit = INFINITY;
    for (size_t i = 0; i < found; i++) look_through(look, least[i]);
    found = least_of(least, look->bounds, look->count);
    float square = INFINITY;
    for (size_t i = 0; i < found; i++)
        square = fminf(square, distance2(look, look->numbers[least[i]]));
    look->limit = (float)(((double)square + look->width + look->doubt) * (1 + 0x1p-14));
}

// Whether few enough pictures are near, by every SKIP-th block.
static bool look_pays(Look *look) {
    enum { SKIP = 16 };
    look->count = 0;
    for (size_t b = 0; b < look->index->blocks; b += SKIP) look_at(look, b);
    return look->count <= look->index->count / INDEX_SHARE / SKIP;
}

static bool look_for_near(Look *look, uint64_t near[]) {
    find_limit(look);
    if (!look_pays(look)) return false;
    look->count = 0;
    parallel_run((look->index->blocks + BLOCKS - 1) / BLOCKS, look_part, look);
    for (size_t i = 0; i < look->count; i++)
        near[look->numbers[i] / 64] |= (uint64_t)1 << look->numbers[i] % 64;
    return look->count <= look->index->count / INDEX_SHARE;
}

// Where y lies. Axes are float32: |B x|² is wrong by some 2^-24 |x|², so that an r near zero is
// wrong by 2^-12 |x|, and a bound by 2 r(y) times that: less than `doubt`.
static void look_from(Look *look, const float *z, double by) {
    const DatasetIndex *index = look->index;
    double along[AXES_PADDED], square = 0;
    float place[ALONG];
    for (size_t j = 0; j < index->length; j++) {
        look->y[j] = (float)((double)z[j] * by);
        square += (double)look->y[j] * (double)look->y[j];
    }
    dataset_project(along, look->y, index->length, index->axes);
    place_of(place, along, square);
    memcpy(look->first, place, (INDEX_FIRST - 1) * sizeof *place);
    look->first[INDEX_FIRST - 1] = place[BESIDE_FIRST];
    double wrong = 0;
    for (size_t k = 0; k < INDEX_SECOND; k++) {
        float number = place[second_at(k)] - index->middle[k];
        look->second[k] = (int16_t)whole_of(number / index->step, SECOND_MOST);
        double away = (double)number - (double)index->step * look->second[k];
        wrong += away * away;
    }
    look->blur = index->blur + (float)sqrt(wrong);
    double scale = sqrt(square) + index->reach;
    look->doubt = scale * scale * 0x1p-12;
}

bool dataset_index_near(const Dataset *set, const float *z, double alpha, double variance,
                        double cut, uint64_t near[]) {
    const DatasetIndex *index = set->index;
    Look look = { .set = set, .index = index, .kernels = mixture_kernels() };
    look.width = -2 * cut * variance / alpha;
    if (!(look.width < 4 * index->reach * index->reach)) return false;
    look.padded = (index->length + 15) / 16 * 16;
    look.y = mem_try(look.padded, sizeof *look.y);
    look.picture = mem_try(look.padded, sizeof *look.picture);
    look.boxes = mem_try(index->blocks, sizeof *look.boxes);
    look.bounds = malloc(index->blocks * INDEX_BLOCK * sizeof *look.bounds);
    look.numbers = malloc(index->blocks * INDEX_BLOCK * sizeof *look.numbers);
    bool good = look.y && look.picture && look.boxes && look.bounds && look.numbers;
    if (good) look_from(&look, z, 1 / sqrt(alpha));
    good = good && look_for_near(&look, near);
    free(look.numbers);
    free(look.bounds);
    free(look.boxes);
    free(look.picture);
    free(look.y);
    return good;
}
