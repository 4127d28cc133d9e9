// SPDX-License-Identifier: MIT
// Saved sessions: io/session.h and what the program makes of them.
#include "app/session.h"
#include "fuzz_with_stages.h"
#include "io/session.h"

#include <string.h>

static void expect_same(const Session *a, const Session *b) {
    fuzz_require(a->value_count == b->value_count && a->range_count == b->range_count,
                 "as many values and ranges");
    for (size_t i = 0; i < a->value_count; i++)
        fuzz_require(strcmp(a->values[i].name, b->values[i].name) == 0 &&
                         strcmp(a->values[i].value, b->values[i].value) == 0,
                     "the same values");
    fuzz_require(!a->picture == !b->picture && (!a->picture || strcmp(a->picture, b->picture) == 0),
                 "the same picture");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *path = fuzz_file("session.json", data, size);
    Session session, again;
    Error error;
    static SavedState state;
    session_load(&state, path, false, &error);
    if (!session_read(&session, path, &error)) return 0;
    char copy[256];
    snprintf(copy, sizeof copy, "%s", fuzz_file("again.json", data, 0));
    // Names that JSON gives twice or with what it cannot write are refused or lost, not mangled.
    if (session_write(&session, copy, &error)) {
        fuzz_require(session_read(&again, copy, &error), "what is written is read");
        expect_same(&session, &again);
        session_free(&again);
    }
    session_free(&session);
    return 0;
}
