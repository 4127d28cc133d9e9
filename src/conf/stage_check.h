// SPDX-License-Identifier: MIT
// Whether a text is a stage. Panels lie above this folder, so who knows them says it: until then
// every text is one.
#ifndef ALPHABAR_CONF_STAGE_CHECK_H
#define ALPHABAR_CONF_STAGE_CHECK_H

#include "base/error.h"
#include "conf/settings.h"

// Fails with error_usage. It never gets the empty text, which is the view.
typedef bool StageCheck(const char *text, Error *error);

void stage_check_use(StageCheck *check); // once, before the command line is read; NULL: every text
bool stage_check(const char *text, Error *error);

// What a stage that was set asks of other settings: those that it compares.
typedef bool StageFollow(Settings *settings, Error *error);

void stage_follow_use(StageFollow *follow); // as stage_check_use; NULL: nothing
bool stage_follow(Settings *settings, Error *error);

#endif
