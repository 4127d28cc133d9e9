// SPDX-License-Identifier: MIT
// What stands on the screen of an application without a window, read from what it draws.
#include "app/app.h"
#include "app/script.h"
#include "base/memory.h"
#include "draw/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static void run(App *app, const char *line) {
    Error error = { 0 };
    if (!app_run(app, line, &error)) fail_msg("%s: %s", line, error.text);
}

static int set_up(void **state) {
    char *argv[] = { (char *)"alphabar", (char *)"--size", (char *)"1280x720",
                     (char *)"--resolution", (char *)"64" };
    Arguments arguments;
    Error error = { 0 };
    App *app = mem_alloc(1, sizeof *app);
    if (!arguments_parse(&arguments, 5, argv, &error) || !app_create(app, &arguments, &error) ||
        !canvas_open_hidden(app, NULL, &error))
        fail_msg("%s", error.text);
    app_layout(app);
    *state = app;
    return 0;
}

static int tear_down(void **state) {
    app_free(*state);
    free(*state);
    return 0;
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

// Escape --------------------------------------------------------------------------------------

static void a_script_presses_escape(void **state) {
    App *app = *state;
    run(app, "set presenting 1");
    run(app, "key Escape");
    assert_false(app->settings.look.presenting);
    run(app, "set export_sheet 1");
    run(app, "set help 1");
    run(app, "key escape"); // what lies on top, and that alone
    assert_false(app->settings.look.help);
    assert_true(app->settings.export.sheet);
    run(app, "key escape");
    assert_false(app->settings.export.sheet);
}

static void escape_lets_go_of_a_knot(void **state) {
    App *app = *state;
    run(app, "set schedule custom");
    run(app, "set knot 2");
    run(app, "key escape");
    assert_int_equal(app->settings.knot, -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(a_script_presses_escape),
        WITH_APP(escape_lets_go_of_a_knot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
