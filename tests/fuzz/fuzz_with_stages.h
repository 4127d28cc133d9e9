// SPDX-License-Identifier: MIT
// For targets whose command lines hold stages: what main.c tells the command line of them. Included
// by the one source of a target, whose initializer this is.
#ifndef ALPHABAR_TESTS_FUZZ_WITH_STAGES_H
#define ALPHABAR_TESTS_FUZZ_WITH_STAGES_H

#include "conf/stage_check.h"
#include "fuzz.h"
#include "stage/stage.h"

static bool check_stage(const char *text, Error *error) {
    Stage stage;
    return stage_parse(&stage, text, error);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    stage_check_use(check_stage);
    return 0;
}

#endif
