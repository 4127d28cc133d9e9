// SPDX-License-Identifier: MIT
// What the settings stand for, where the machine's memory does not suffice.
#include "base/memory.h"
#include "conf/option.h"
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static size_t machine = SIZE_MAX;
size_t __wrap_mem_of_machine(void);

size_t __wrap_mem_of_machine(void) {
    return machine;
}

static void test_a_picture_beyond_the_memory(void **state) {
    (void)state;
    Model model = { 0 };
    Settings settings;
    Error error = { 0 };
    settings_reset(&settings);
    settings.resolution = 64;
    assert_true(model_open_built_in(&model, &error) && model_update(&model, &settings, &error));
    int width = model.x.width;
    machine = 1 << 20;
    settings.resolution = 0;
    assert_false(model_update(&model, &settings, &error));
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_non_null(strstr(error.text, "memory"));
    assert_int_equal(model.x.width, width);
    settings.resolution = 64;
    assert_true(model_update(&model, &settings, &error));
    machine = SIZE_MAX;
    model_free(&model);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_picture_beyond_the_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
