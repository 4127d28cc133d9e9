// SPDX-License-Identifier: MIT
// The noise n_t of z_t = sqrt(alpha_t) x + sqrt(1 - alpha_t) n_t, in one of two couplings.
#ifndef ALPHABAR_CORE_NOISE_H
#define ALPHABAR_CORE_NOISE_H

#include "core/path.h"
#include "core/picture.h"
#include "core/schedule.h"

#include <stdint.h>

// How the n_t of different t belong together. Each n_t alone is N(0, I) in both.
typedef enum Coupling {
    COUPLING_JUMP, // n_t = eps, one plane for all t
    // A true sample of the chain. z_t/sqrt(alpha_t) = x + W(s_t) with W a Brownian motion in the
    // clock s_t = (1 - alpha_t)/alpha_t, so n_t = W(s_t)/sqrt(s_t): one path a value, the same for
    // every schedule and every T (core/path.h, which also says to what depth). Where alpha_T = 0,
    // n_T is independent of the others.
    COUPLING_PATH,
} Coupling;

// Streams of normals that never meet: the Philox counter's third and fourth words. The path's nodes
// have bit 63 set, those of core/walk.h bit 40 and no higher one.
enum {
    NOISE_NODE_EPS = 0,          // jump's eps
    NOISE_NODE_ETA = 0x40000000, // + k: the k-th draw from q(z_{t-1} | z_t, x)
};

typedef struct NoiseSpec {
    uint64_t seed;
    Coupling coupling;
} NoiseSpec;

// Fills `out`, already allocated in its shape, with n_t, t = 1..schedule->steps. The path costs
// path_depth(schedule) + 2 normals a value and some 2 log2 |log2 s| more: 15 for the linear
// schedule's usual t.
void noise_fill(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t);

// The same at some places of each plane, value i of a plane of `out` being value places[i] of the
// picture's (y * width + x): equal, bit for bit, to what noise_fill gives there, at some three
// times the price a value. NULL is all of them.
void noise_fill_at(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t,
                   PathPlaces places);

// n_t in some rows of a picture that is out->width wide: row i of `out` is its row rows[i]. Equal,
// bit for bit, to what noise_fill gives there.
void noise_fill_rows(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t,
                     const int rows[]);

// n_t of one value over all t: out[t] for t = 1..steps, out[0] = 0. `index` is the value's place
// in its plane (y * width + x). Equal, bit for bit, to what noise_fill gives there.
void noise_value_over_t(float *out, const NoiseSpec *spec, const Schedule *schedule, int channel,
                        size_t index);

// n_t of some values of a plane, in this thread: the same bits.
void noise_values(float *out, size_t count, const NoiseSpec *spec, const Schedule *schedule, int t,
                  int channel, PathPlaces places);
void noise_value_at(float *out, const NoiseSpec *spec, const Schedule *schedule, int t, int channel,
                    size_t index);

// What the path's last n_t was made of, so that the next, of the same seed and shape, draws only
// what is new: for t + 1 or t - 1 some four or five normals a value, from the level down at which s
// lies in another interval, whatever has become of the schedule meanwhile. Held are the tree's
// points on the way to s but for the deepest two, each as large as the picture, some sixteen of
// them (50 MB for 512 x 512 x 3); of a larger picture those of the deepest levels that
// NOISE_CACHE_BYTES have room for; none where that is fewer than NOISE_CACHE_LEAST (past
// 1448 x 1448 x 3) or the machine has no such blocks. Zero is an empty one; noise_cache_free.
enum { NOISE_CACHE_BYTES = 144 << 20, NOISE_CACHE_LEAST = 4 };

typedef struct NoiseCache {
    size_t limit; // bytes instead of NOISE_CACHE_BYTES; 0 is those
    // Private.
    uint64_t seed;
    int width, height, channels;
    PathPlan plan;                  // count 0: nothing is held
    int first;                      // the first step whose points are held
    float *points[PATH_STEPS_MOST]; // from 2 on those of step first..; 0, 1: see noise.c
} NoiseCache;

// As noise_fill, bit for bit.
void noise_fill_cached(Picture *out, NoiseCache *cache, const NoiseSpec *spec,
                       const Schedule *schedule, int t);

// As noise_fill_at, bit for bit. The places are those that the cache was last used with, or it is
// free.
void noise_fill_cached_at(Picture *out, NoiseCache *cache, const NoiseSpec *spec,
                          const Schedule *schedule, int t, PathPlaces places);

void noise_cache_free(NoiseCache *cache); // leaves an empty one, its limit kept

// Fills `out` with draw number k's eta: standard normals that are independent of every n_t.
void noise_fill_eta(Picture *out, uint64_t seed, uint32_t k);
void noise_eta_values(float *out, size_t count, uint64_t seed, uint32_t k, int channel,
                      PathPlaces places);
void noise_fill_eta_at(Picture *out, uint64_t seed, uint32_t k, PathPlaces places);

#endif
