// SPDX-License-Identifier: MIT
// The compared schedules as settings: their text, the focus, and the presets against their sources.
#include "chance.h"
#include "conf/compare.h"
#include "conf/option.h"
#include "conf/preset.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static Settings fresh(void) {
    Settings settings;
    settings_reset(&settings);
    return settings;
}

static void read(Settings *settings, const char *text) {
    Error error = { 0 };
    if (!compare_read(settings, text, &error)) fail_msg("%s: %s", text, error.text);
}

static void change(Settings *settings, const char *what, int number) {
    Error error = { 0 };
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    if (!compare_change(settings, what, text, &error)) fail_msg("%s: %s", what, error.text);
}

static void expect_written(const Settings *settings, const char *wanted) {
    Text text = { 0 };
    compare_format(&text, settings);
    assert_string_equal(text.data, wanted);
    text_free(&text);
}

static void expect_schedule(const Settings *settings, int number, const char *wanted) {
    Text text = { 0 };
    ScheduleChoice choice = compare_schedule(settings, number);
    schedule_format(&text, &choice);
    assert_string_equal(text.data, wanted);
    text_free(&text);
}

// The settings' own schedule is the one in focus, and its place in the list is empty.
static void expect_sound(const Settings *settings) {
    static const ScheduleChoice empty;
    const Compare *compare = &settings->compare.list;
    assert_in_range(compare->count, 1, COMPARE_MOST);
    assert_in_range(compare->focus, 0, compare->count - 1);
    for (int i = 0; i < COMPARE_MOST; i++)
        if (i == compare->focus || i >= compare->count)
            assert_memory_equal(&compare->others[i], &empty, sizeof empty);
}

static void lists_say_which_is_in_focus(void **state) {
    (void)state;
    Settings settings = fresh();
    expect_written(&settings, "*; cosine; scaled_linear");
    read(&settings, "linear; cosine steps=250");
    expect_written(&settings, "*; cosine steps=250");
    read(&settings, " vp ;*  flow   shift=3 steps=20; jsd");
    expect_written(&settings, "vp; *; jsd");
    assert_int_equal(settings.schedule.family, SCHEDULE_FLOW);
    assert_int_equal(settings.schedule.steps, 20);
    assert_true(settings.schedule.shift == 3);
    expect_sound(&settings);
    // A star alone keeps the schedule that there is.
    read(&settings, "edm; *");
    expect_schedule(&settings, 1, "flow steps=20 shift=3");
    // Numbers come back to the last bit, in no more digits than that takes.
    read(&settings, "*; linear beta-min=0.000123456789012345678 beta_max=0.1");
    expect_schedule(&settings, 1, "linear beta_min=0.00012345678901234567 beta_max=0.1");
    read(&settings, "sd1_zero; simple_256 steps=10; *");
    expect_schedule(&settings, 0, "scaled_linear zero_snr=1");
    expect_schedule(&settings, 1, "simple steps=10 snr_shift=0.25");
}

static void options_are_those_of_the_one_in_focus(void **state) {
    (void)state;
    Settings settings = fresh();
    Error error;
    change(&settings, "focus", 2);
    assert_int_equal(settings.schedule.family, SCHEDULE_COSINE);
    assert_true(option_set(&settings, option_row(OPT_STEPS), "77", &error));
    change(&settings, "focus", 1);
    assert_int_equal(settings.schedule.steps, 1000);
    expect_written(&settings, "*; cosine steps=77; scaled_linear");
    Settings third = compare_settings(&settings, 2);
    assert_int_equal(third.schedule.family, SCHEDULE_SCALED_LINEAR);
    assert_int_equal(third.view, settings.view);
    expect_written(&settings, "*; cosine steps=77; scaled_linear");
}

// Against a plain list of schedules.
static void random_changes_follow_a_list(void **state) {
    (void)state;
    static const char *const words[] = { "focus", "duplicate", "remove" };
    uint64_t chance = 5;
    Settings settings = fresh();
    ScheduleChoice list[COMPARE_MOST + 1];
    int count = settings.compare.list.count, focus = 0, refused = 0;
    for (int i = 0; i < count; i++) list[i] = compare_schedule(&settings, i);
    for (int i = 0; i < 3000; i++) {
        int what = chance_below(&chance, 4), at = chance_below(&chance, count);
        Error error = { 0 };
        char number[16];
        snprintf(number, sizeof number, "%d", at + 1);
        if (what == 3) { // another T for the one in focus
            snprintf(number, sizeof number, "%d", 1 + chance_below(&chance, 9999));
            assert_true(option_set(&settings, option_row(OPT_STEPS), number, &error));
            list[focus].steps = settings.schedule.steps;
        } else if (!compare_change(&settings, words[what], number, &error)) {
            assert_int_equal(error.kind, ERROR_USAGE);
            assert_true((what == 1 && count == COMPARE_MOST) || (what == 2 && count == 1));
            refused++;
        } else if (what == 0) {
            focus = at;
        } else if (what == 1) {
            memmove(list + at + 1, list + at, (size_t)(count - at) * sizeof *list);
            count++;
            focus = at + 1;
        } else {
            if (focus == at) focus = at > 0 ? at - 1 : 1; // the one before, else the one after
            memmove(list + at, list + at + 1, (size_t)(count - at - 1) * sizeof *list);
            count--;
            if (focus > at) focus--;
        }
        expect_sound(&settings);
        assert_int_equal(settings.compare.list.count, count);
        assert_int_equal(settings.compare.list.focus, focus);
        for (int k = 0; k < count; k++) {
            ScheduleChoice choice = compare_schedule(&settings, k);
            assert_memory_equal(&choice, &list[k], sizeof choice);
        }
    }
    assert_true(refused > 100);
}

// No option of a schedule is forgotten in its text.
static void texts_have_every_part(void **state) {
    (void)state;
    Settings settings = fresh();
    Text text = { 0 };
    Error error = { 0 };
    for (int i = OPT_STEPS; i < OPT_KNOTS; i++) {
        const Option *option = option_row((OptionId)i);
        char value[40];
        bool on = option->type == OPTION_BOOL;
        if (option->type == OPTION_CHOICE)
            snprintf(value, sizeof value, "%s", option_choice(option, 1));
        else
            snprintf(value, sizeof value, "%.3g", on ? 1 : option_at_place(option, 0.25));
        if (!option_set(&settings, option, value, &error))
            fail_msg("%s: %s", option->name, error.text);
    }
    schedule_format(&text, &settings.schedule);
    for (int i = OPT_STEPS; i < OPT_KNOTS; i++)
        if (!strstr(text.data, option_row((OptionId)i)->name))
            fail_msg("\"%s\" lacks %s", text.data, option_row((OptionId)i)->name);
    Settings again = fresh();
    if (!schedule_read(&again, text.data, &error)) fail_msg("%s", error.text);
    assert_memory_equal(&again.schedule, &settings.schedule, sizeof again.schedule);
    schedule_reset(&again);
    Settings reset = fresh();
    assert_memory_equal(&again.schedule, &reset.schedule, sizeof again.schedule);
    text_free(&text);
}

// The settings that the text of `compare` gives.
static Settings through_text(const Settings *settings) {
    Settings again = fresh();
    Text text = { 0 };
    ScheduleChoice own = compare_schedule(settings, settings->compare.list.focus);
    Text schedule = { 0 };
    Error error = { 0 };
    schedule_format(&schedule, &own);
    compare_format(&text, settings);
    if (!schedule_read(&again, schedule.data, &error)) fail_msg("%s", error.text);
    read(&again, text.data);
    text_free(&text);
    text_free(&schedule);
    return again;
}

// Whoever comes and goes, the others keep theirs.
static void colours_stay_with_their_schedules(void **state) {
    (void)state;
    uint64_t chance = 8;
    Settings settings = fresh();
    const Compare *compare = &settings.compare.list;
    for (int i = 0; i < compare->count; i++) assert_int_equal(compare->colors[i], i);
    change(&settings, "duplicate", 1);
    const int after[] = { 0, 3, 1, 2 };
    assert_memory_equal(compare->colors, after, sizeof after);
    expect_written(&settings, "linear; * color=4; cosine; scaled_linear");
    for (int i = 0; i < 2000; i++) {
        static const char *const words[] = { "focus", "duplicate", "remove" };
        int what = chance_below(&chance, 3), at = chance_below(&chance, compare->count);
        if ((what == 1 && compare->count == COMPARE_MOST) || (what == 2 && compare->count == 1))
            continue;
        Compare before = *compare;
        change(&settings, words[what], at + 1);
        for (int k = 0; k < before.count; k++) {
            if (what == 2 && k == at) continue;
            int now = what == 1 && k > at ? k + 1 : what == 2 && k > at ? k - 1 : k;
            assert_int_equal(compare->colors[now], before.colors[k]);
        }
        for (int k = 0; k < COMPARE_MOST; k++) {
            assert_in_range(compare->colors[k], 0, COMPARE_MOST - 1);
            if (k >= compare->count) assert_int_equal(compare->colors[k], 0);
            for (int j = 0; j < k && k < compare->count; j++)
                assert_int_not_equal(compare->colors[k], compare->colors[j]);
        }
        Settings again = through_text(&settings);
        assert_memory_equal(&again.compare.list, compare, sizeof *compare);
    }
}

static void texts_name_colours(void **state) {
    (void)state;
    Settings settings = fresh();
    const int *colors = settings.compare.list.colors;
    read(&settings, "linear; cosine color=1 steps=20; *color=4");
    assert_true(colors[0] == 1 && colors[1] == 0 && colors[2] == 3);
    expect_schedule(&settings, 1, "cosine steps=20");
    read(&settings, "linear; cosine; flow");
    expect_written(&settings, "*; cosine; flow");
    static const char *const wrong[] = { "linear color=0", "linear color=5",
                                         "linear color=x", "linear color=1; cosine color=1",
                                         "linear color=",  "linear color=1 color=2" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Error error = { 0 };
        Settings before = settings;
        if (compare_read(&settings, wrong[i], &error)) fail_msg("%s is taken", wrong[i]);
        assert_non_null(strstr(error.text, "color"));
        assert_memory_equal(&settings, &before, sizeof before);
    }
}

static void wrong_changes_are_refused(void **state) {
    (void)state;
    static const char *const lines[][2] = {
        { "focus", "0" },  { "focus", "4" },   { "focus", "x" },
        { "remove", "9" }, { "nothing", "1" }, { "focus", "" }
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        Settings settings = fresh(), before = settings;
        Error error = { 0 };
        assert_false(compare_change(&settings, lines[i][0], lines[i][1], &error));
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_memory_equal(&settings, &before, sizeof before);
    }
}

static void twins_are_avoided(void **state) {
    (void)state;
    Settings settings = fresh();
    Error error;
    assert_true(schedule_read(&settings, "cosine", &error));
    compare_avoid_twins(&settings);
    expect_written(&settings, "*; linear; scaled_linear");
    assert_true(schedule_read(&settings, "cosine steps=20", &error));
    Settings before = settings;
    compare_avoid_twins(&settings);
    assert_memory_equal(&settings, &before, sizeof before);
}

// Presets ------------------------------------------------------------------------------------

static Schedule table_of(const char *name) {
    Settings settings = fresh();
    Schedule schedule = { 0 };
    Error error = { 0 };
    const Preset *preset = preset_find(name);
    if (!preset || !preset_apply(&settings, preset, &error)) fail_msg("%s: %s", name, error.text);
    ScheduleParams params = settings_schedule(&settings, NULL, 0);
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s: %s", name, error.text);
    return schedule;
}

static void expect_near(double got, double wanted) {
    if (fabs(got - wanted) > 1e-9 * fmax(1, fabs(wanted)))
        fail_msg("%.12g, not %.12g", got, wanted);
}

static void presets_are_whole(void **state) {
    (void)state;
    for (const Preset *preset = presets; preset->name; preset++) {
        Settings settings = fresh();
        Error error = { 0 };
        assert_ptr_equal(preset_find(preset->name), preset);
        for (int i = 0; i < SCHEDULE_FAMILIES; i++)
            assert_string_not_equal(schedule_family_info((ScheduleFamily)i)->name, preset->name);
        if (!preset_apply(&settings, preset, &error)) fail_msg("%s: %s", preset->name, error.text);
        bool single = !preset_is_comparison(preset);
        assert_int_equal(settings.view, single ? VIEW_FORWARD : VIEW_COMPARE);
        assert_true(*preset->title && strlen(preset->help) > 60);
        if (!single) continue;
        ScheduleChoice choice = compare_schedule(&settings, 0);
        assert_ptr_equal(preset_of(&choice), preset);
        assert_true(*preset->brief && strlen(preset->brief) <= 15);
        if (!strstr(preset->help, "arXiv") && !strstr(preset->help, ".yaml"))
            fail_msg("%s names no source", preset->name);
        choice.snr_shift *= 1.01;
        assert_null(preset_of(&choice));
    }
}

static void presets_are_those_of_their_papers(void **state) {
    (void)state;
    Schedule table = table_of("ddpm");
    expect_near(table.beta[1], 1e-4);
    expect_near(table.beta[1000], 0.02);
    expect_near(table.beta[500], 1e-4 + 499.0 / 999 * (0.02 - 1e-4));
    schedule_free(&table);
    table = table_of("iddpm");
    assert_int_equal(table.steps, 4000);
    double quarter = cos((0.25 + 0.008) / 1.008 * acos(0)), start = cos(0.008 / 1.008 * acos(0));
    expect_near(table.alpha[1000], quarter * quarter / (start * start));
    schedule_free(&table);
    table = table_of("sd1");
    expect_near(sqrt(table.beta[500]), sqrt(0.00085) + 499.0 / 999 * (sqrt(0.012) - sqrt(0.00085)));
    assert_true(fabs(sqrt(table.alpha[1000]) - 0.0683) < 5e-5); // as Lin et al. 2023 print it
    schedule_free(&table);
    table = table_of("sd1_zero");
    assert_true(table.alpha[1000] == 0);
    expect_near(table.alpha[1], 1 - 0.00085);
    schedule_free(&table);
    table = table_of("ldm");
    expect_near(table.beta[1], 0.0015);
    expect_near(table.beta[1000], 0.0195);
    schedule_free(&table);
    table = table_of("simple_256"); // log SNR of the cosine at u = 1/2 is 0
    expect_near(table.log_snr[500], 2 * log(64.0 / 256));
    schedule_free(&table);
    table = table_of("simple_512");
    expect_near(table.log_snr[500], 2 * log(64.0 / 512));
    schedule_free(&table);
    table = table_of("vp_sde");
    expect_near(log(table.alpha[700]), -0.5 * 0.7 * 0.7 * (20 - 0.1) - 0.7 * 0.1);
    schedule_free(&table);
    table = table_of("edm_vp");
    expect_near(table.alpha[1], 1 / (1 + 0.002 * 0.002));
    expect_near(table.alpha[1000], 1 / (1 + 80.0 * 80));
    schedule_free(&table);
    table = table_of("rectified_flow"); // x and n weigh 1 - u and u
    expect_near(table.noise_clock[250], pow(0.25 / 0.75, 2));
    schedule_free(&table);
    table = table_of("sd3"); // u' = 3u/(1 + 2u): 1/2 at u = 1/4
    expect_near(table.log_snr[250], 0);
    assert_true(table.alpha[1000] == 0);
    schedule_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_say_which_is_in_focus),
        cmocka_unit_test(options_are_those_of_the_one_in_focus),
        cmocka_unit_test(random_changes_follow_a_list),
        cmocka_unit_test(texts_have_every_part),
        cmocka_unit_test(colours_stay_with_their_schedules),
        cmocka_unit_test(texts_name_colours),
        cmocka_unit_test(wrong_changes_are_refused),
        cmocka_unit_test(twins_are_avoided),
        cmocka_unit_test(presets_are_whole),
        cmocka_unit_test(presets_are_those_of_their_papers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
