// SPDX-License-Identifier: MIT
// Where the pictures of a large set lie along its principal axes, so that most of those that are
// far from a z are known to be far without being read. With orthonormal axes B and what is left of
// a picture beside them, r(x)² = |x|² - |B x|²,
//     |y - x|² >= |B y - B x|² + (r(y) - r(x))²       (Pythagoras; Cauchy and Schwarz),
// first for boxes about 64 pictures that lie together, then for each picture along a few axes, then
// along all, of which a byte is kept each, with what that may be wrong by. A picture takes 180
// bytes.
#ifndef ALPHABAR_CORE_DATASET_INDEX_H
#define ALPHABAR_CORE_DATASET_INDEX_H

#include "base/error.h"
#include "core/dataset.h"

enum {
    INDEX_SHARE = 4,              // of the pictures, one in so many
    INDEX_LENGTH_MOST = 1 << 16,  // values of a picture
    INDEX_COUNT_LEAST = 4096,     // pictures, and
    INDEX_VALUES_LEAST = 1 << 24, // values of all: smaller sets are weighed in no time
};

// Whether a set is large enough for one; by its shape alone, so that results never depend on
// chance.
bool dataset_wants_index(const Dataset *set);

// Called now and then with 0..1; false ends the making with the error "cancelled".
typedef bool IndexReport(void *user, double done);

// Of a finished set, which it becomes part of (set->index). `report` may be NULL.
bool dataset_index_make(Dataset *set, IndexReport *report, void *user, Error *error);

// Sets a bit of `near`, a zeroed bit each picture, for those that may weigh e^cut or more of the
// likeliest with z, `variance` being that of z about each picture. False where more than one in
// INDEX_SHARE may: then there is nothing to gain. The same on every machine.
bool dataset_index_near(const Dataset *set, const float *z, double alpha, double variance,
                        double cut, uint64_t near[]);

#endif
