// SPDX-License-Identifier: MIT
// Two thousand random commands, right and wrong ones: a command that fails changes nothing, and
// after each the settings and what they stand for agree.
#define FIXTURE_NAME "test_app_random"
#include "random_commands.h"

static void random_commands_keep_all_consistent(void **state) {
    App *app = *state;
    uint64_t chance = 1;
    int good = 0, bad = 0;
    for (int i = 0; i < 2000; i++) {
        Settings before = app->settings;
        PlotRange ranges[PLOTS];
        memcpy(ranges, app->ranges, sizeof ranges);
        Text line = { 0 };
        Error error = { 0 };
        put_command(&line, &chance);
        if (app_run(app, line.data, &error)) {
            good++;
        } else {
            bad++;
            assert_true(error.kind == ERROR_USAGE || error.kind == ERROR_FAILED);
            assert_true(*error.text != '\0');
            if (memcmp(&app->settings, &before, sizeof before) != 0)
                fail_msg("%s failed and changed the settings", line.data);
            assert_memory_equal(ranges, app->ranges, sizeof ranges);
        }
        expect_consistent(app, line.data);
        expect_compared(app, line.data);
        if (i % 50 == 0) expect_pictures(app);
        text_free(&line);
    }
    assert_true(good > 800 && bad > 200); // both sides were tried
}

int main(void) {
    const struct CMUnitTest tests[] = { WITH_APP(random_commands_keep_all_consistent) };
    return cmocka_run_group_tests(tests, write_betas, remove_betas);
}
