// SPDX-License-Identifier: MIT
// Which noise levels a sampler visits, as the options say it.
#ifndef ALPHABAR_CONF_LEVELS_H
#define ALPHABAR_CONF_LEVELS_H

#include "base/text.h"
#include "conf/settings.h"
#include "core/levels/levels.h"

enum { LEVELS_LIST_MOST = 256 };

// What levels_build takes, with all that it points to; not to be copied.
typedef struct LevelsQuery {
    LevelsParams params;
    ScheduleParams chain;
    double list[LEVELS_LIST_MOST];
} LevelsQuery;

bool levels_are_on(const Settings *settings);
// `chain` is what the schedule was built from. The method is the settings' own, or `method`. Fails
// where the list of one's own is none.
bool levels_query(LevelsQuery *query, const Settings *settings, const ScheduleParams *chain,
                  Error *error);
bool levels_query_of(LevelsQuery *query, const Settings *settings, const ScheduleParams *chain,
                     LevelsMethod method, Error *error);

// Level `index` of `list` moves to a log SNR, as far as its neighbours leave it room, and all
// become a list of one's own. Fails where there is none such, and where they do not fit into the
// option.
bool levels_move(Settings *next, const NoiseLevels *list, int index, double log_snr, Error *error);

LevelsParts levels_parts(const Settings *settings); // of own.parts

// What the rows of conf/options.inc use.
const char *levels_name(int index); // 0 is "off"
void levels_near(Text *out, const char *name);
double levels_own_rho(const Settings *settings);
double levels_own_shift(const Settings *settings);
double levels_own_mu(const Settings *settings);

#endif
