// SPDX-License-Identifier: MIT
#include "conf/stage_check.h"

#include <stddef.h>

static StageCheck *used;
static StageFollow *followed;

void stage_check_use(StageCheck *check) {
    used = check;
}

bool stage_check(const char *text, Error *error) {
    return !used || used(text, error);
}

void stage_follow_use(StageFollow *follow) {
    followed = follow;
}

bool stage_follow(Settings *settings, Error *error) {
    return !followed || followed(settings, error);
}
