// SPDX-License-Identifier: MIT
// The option rows: every one of them goes through setting, writing, refusing, and the slider.
#include "chance.h"
#include "conf/arguments.h"
#include "conf/command.h"
#include "conf/option.h"
#include "conf/stage_check.h"

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

#define EACH_OPTION(option)                                                                        \
    for (const Option *option = option_row((OptionId)0), *end_ = option + OPTIONS; option < end_;  \
         option++)

static bool is_number(const Option *option) {
    return option->type == OPTION_INT || option->type == OPTION_REAL;
}

static void set(Settings *settings, OptionId id, const char *value) {
    Error error = { 0 };
    if (!option_set(settings, option_row(id), value, &error))
        fail_msg("%s = %s: %s", option_row(id)->name, value, error.text);
}

static double number(const Settings *settings, OptionId id) {
    return option_number(settings, option_row(id));
}

static void rows_are_in_order_with_names_of_their_own(void **state) {
    (void)state;
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        assert_int_equal(option->id, i);
        assert_non_null(option->name);
        assert_ptr_equal(option_find(option->name), option); // the first of that name
        assert_int_equal(strspn(option->name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
                         strlen(option->name));
        assert_true(option->label && *option->label);
        assert_true(option->help && *option->help);
        if (is_number(option)) assert_true(option->min < option->max);
        if (option->log && option->from == 0) assert_true(option->min > 0);
        if (option->type == OPTION_CHOICE) assert_non_null(option_choice(option, 0));
    }
}

static void names_are_found_with_either_dash(void **state) {
    (void)state;
    assert_ptr_equal(option_find("beta-max"), option_row(OPT_BETA_MAX));
    assert_ptr_equal(option_find("beta_max"), option_row(OPT_BETA_MAX));
    assert_ptr_equal(option_find("show_sqrt-alpha"), option_row(OPT_SHOW_SQRT_ALPHA));
    static const char *const none[] = {
        "", "-", "beta", "beta_maxx", "Beta_max", "beta max", "tt"
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) assert_null(option_find(none[i]));
}

static void initial_values_are_accepted(void **state) {
    (void)state;
    Settings fresh, other;
    settings_reset(&fresh);
    memset(&other, 0x55, sizeof other);
    settings_reset(&other);
    assert_memory_equal(&fresh, &other, sizeof fresh); // nothing of what was before stays
    assert_true(fresh.u == (double)fresh.t / fresh.schedule.steps);
    EACH_OPTION(option) {
        Error error = { 0 };
        Settings settings = fresh;
        if (!option_set(&settings, option, option->initial, &error))
            fail_msg("%s: %s", option->name, error.text);
        assert_true(option_is_default(&settings, option));
        assert_memory_equal(&settings, &fresh, sizeof fresh);
    }
}

// A list as it is written: one to four schedules, a star alone in one of the places.
static void put_schedules(Text *out, uint64_t *chance) {
    static const char *const some[] = { "linear",
                                        "cosine steps=250 cosine_s=0.0125",
                                        "linear beta_min=0.00012345678901234567 scale_with_t=1",
                                        "flow steps=1 shift=3 snr_shift=0.25",
                                        "scaled_linear beta_max=1e-05 zero_snr=1",
                                        "custom steps=40 knots=0:5,0.125:1,1:-5.5",
                                        "file steps=20",
                                        "formula steps=30 formula=\"alpha = 1 - u^2\"",
                                        "flow mu=1.15",
                                        "edm edm_rho=3" };
    int count = 1 + chance_below(chance, COMPARE_MOST), focus = chance_below(chance, count);
    for (int i = 0; i < count; i++)
        text_append(out, "%s%s", i ? "; " : "", i == focus ? "*" : some[chance_below(chance, 10)]);
}

// Falling from at most 30 to at least -30, with all the digits of a double.
static void put_knots(Text *out, uint64_t *chance) {
    int inner = chance_below(chance, KNOTS_MOST - 1);
    double u = 0, log_snr = 30 * chance_real(chance);
    text_append(out, "0:%.17g", log_snr);
    for (int i = 1; i <= inner; i++) {
        u += (0.01 + 0.98 * chance_real(chance)) * (1.0 / KNOTS_MOST);
        log_snr -= 0.01 + chance_real(chance) * 0.9;
        text_append(out, ",%.17g:%.17g", u, log_snr);
    }
    text_append(out, ",1:%.17g", log_snr - 0.01 - chance_real(chance));
}

// Any value of a row, as text.
static void put_random(Text *out, const Option *option, uint64_t *chance) {
    static const char *const paths[] = { "", "b.csv", "a folder/\"b\\\".npy", "β.json", " lead " };
    static const char *const formulas[] = { "alpha = 1-u", " log_snr=5 - 10 *u^3 ",
                                            "beta = 1/(T-t+1)", "sigma = 80*u",
                                            "snr = max(1e-3, 1/u) - 0.9" };
    int choices = 0;
    switch (option->type) {
    case OPTION_BOOL: text_append(out, "%d", chance_below(chance, 2)); break;
    case OPTION_INT: {
        double span = option->max - option->min;
        text_append(out, "%.0f", option->min + floor(chance_real(chance) * (span + 1)));
        break;
    }
    case OPTION_REAL:
        text_append_real(out, option->min + chance_real(chance) * (option->max - option->min));
        break;
    case OPTION_SEED:
        text_append(out, "%llu",
                    (unsigned long long)(chance_word(chance) >> chance_below(chance, 64)));
        break;
    case OPTION_CHOICE:
        while (option_choice(option, choices)) choices++;
        text_append(out, "%s", option_choice(option, chance_below(chance, choices)));
        break;
    case OPTION_TEXT:
        if (option->id == OPT_SHOWN_CHANNELS)
            text_append(out, "%d,%d,%d", chance_below(chance, 256), chance_below(chance, 256),
                        chance_below(chance, 256));
        else
            text_append(out, "%s",
                        (option->id == OPT_FORMULA ? formulas : paths)[chance_below(chance, 5)]);
        break;
    case OPTION_SIZE:
        text_append(out, "%dx%d", 320 + chance_below(chance, 16065),
                    320 + chance_below(chance, 16065));
        break;
    case OPTION_COMPARE: put_schedules(out, chance); break;
    case OPTION_KNOTS: put_knots(out, chance); break;
    }
}

static void formatting_and_setting_is_the_identity(void **state) {
    (void)state;
    uint64_t chance = 1;
    EACH_OPTION(option) {
        for (int i = 0; i < 200; i++) {
            Settings first, second;
            Error error = { 0 };
            Text value = { 0 }, written = { 0 }, again = { 0 };
            settings_reset(&first);
            second = first;
            put_random(&value, option, &chance);
            if (!option_set(&first, option, value.data, &error))
                fail_msg("%s = %s: %s", option->name, value.data, error.text);
            option_format(&written, &first, option);
            if (!option_set(&second, option, written.data, &error))
                fail_msg("%s = %s: %s", option->name, written.data, error.text);
            option_format(&again, &second, option);
            if (option->type != OPTION_KNOTS) // whose numbers are written as short as they can be
                assert_string_equal(written.data, value.data); // nothing is rounded on the way
            assert_string_equal(written.data, again.data);
            assert_memory_equal(&first, &second, sizeof first);
            text_free(&value);
            text_free(&written);
            text_free(&again);
        }
    }
}

static void ends_of_the_ranges_are_inside(void **state) {
    (void)state;
    EACH_OPTION(option) {
        for (int end = 0; end < 2 && is_number(option); end++) {
            Settings settings;
            Error error = { 0 };
            char value[40];
            settings_reset(&settings);
            double last = end ? option->max : option->min;
            // The last number inside of an open range is the one beside its end.
            if (option->open) last = nextafter(last, end ? 0 : 1);
            snprintf(value, sizeof value, "%.17g", last);
            if (!option_set(&settings, option, value, &error)) fail_msg("%s", error.text);
            assert_true(option_number(&settings, option) == last);
        }
    }
    Settings settings;
    settings_reset(&settings);
    set(&settings, OPT_SEED, "18446744073709551615");
    assert_true(settings.noise.seed == UINT64_MAX);
    set(&settings, OPT_SIZE, "16x16384");
    assert_true(settings.look.width == 16 && settings.look.height == 16384);
}

// The error says what the option takes: its ends, its choices, its form.
static void expect_refusal(const Option *option, const char *value, const char *takes) {
    Settings settings, before;
    Error error = { 0 };
    settings_reset(&settings);
    before = settings;
    if (option_set(&settings, option, value, &error))
        fail_msg("%s takes \"%.40s\"", option->name, value);
    assert_int_equal(error.kind, ERROR_USAGE);
    assert_memory_equal(&settings, &before, sizeof settings);
    if (strncmp(error.text, "takes ", 6) != 0 || !strstr(error.text, takes))
        fail_msg("%s = \"%.40s\": \"%s\" does not say %s", option->name, value, error.text, takes);
}

static void expect_number_refused(const Option *option) {
    static const char *const garbage[] = { "",      "nan", "-nan", "inf",   "abc", "1 ",  " 1",
                                           "0x0.5", "1,5", "1e",   "1e999", "--1", "0.5x" };
    char low[40], high[40], value[64];
    snprintf(low, sizeof low, option->open ? "above %.10g and" : "from %.10g to", option->min);
    snprintf(high, sizeof high, option->open ? "below %.10g," : "to %.10g,", option->max);
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        expect_refusal(option, garbage[i], low);
        expect_refusal(option, garbage[i], high);
    }
    bool whole = option->type == OPTION_INT;
    double above = whole ? option->max + 1 : nextafter(option->max, INFINITY);
    double below = whole ? option->min - 1 : nextafter(option->min, -INFINITY);
    if (option->open) above = option->max, below = option->min;
    snprintf(value, sizeof value, "%.17g", above);
    expect_refusal(option, value, high);
    snprintf(value, sizeof value, "%.17g", below);
    expect_refusal(option, value, low);
    if (!whole) return;
    expect_refusal(option, "1.5", "whole number");
    expect_refusal(option, "1e2", "whole number");
    expect_refusal(option, "4294967297", "whole number"); // 1 in an int that wraps
    expect_refusal(option, "99999999999999999999999", "whole number");
}

static void expect_all_refused(const Option *option, const char *const *values, const char *takes) {
    for (; *values; values++) expect_refusal(option, *values, takes);
}

static void expect_too_many_knots(const Option *option) {
    Text value = { 0 };
    for (int i = 0; i <= KNOTS_MOST; i++)
        text_append(&value, "%s%.17g:%d", i ? "," : "", (double)i / KNOTS_MOST, -i / 2);
    expect_refusal(option, value.data, "32 knots");
    text_free(&value);
}

static void wrong_values_are_refused(void **state) {
    (void)state;
    static const char *const no_bool[] = { "", "2", "yes", "true", "01", "1 ", "-1", NULL };
    static const char *const no_seed[] = {
        "", "-1", "+1", "1.0", "0x10", "1e3", "nan", " 1", "18446744073709551616", NULL
    };
    static const char *const no_size[] = { "",         "800",      "800x",      "x600",
                                           "800x600x", "800*600",  " 800x600",  "800x600 ",
                                           "800 x600", "800x 600", "800x16385", "+800x600",
                                           "800x+600", "-800x600", "800.5x600", "99999999999x600",
                                           NULL };
    static const char *const no_schedules[] = {
        "",           "*; *",           "nonsense",
        "linear;",    ";linear",        "linear; cosine; vp; vdm; jsd",
        "linear t=3", "linear steps=0", "linear steps",
        "figure3",    "* steps=3",      "linear beta_max=1",
        NULL
    };
    static const char *const no_knots[] = {
        "",        "0",         "0:1,",       ",0:1,1:0",    "0:1,1",        "0:1;1:0",
        "0:1 1:0", "0:1,1:-1x", "0:1,,1:-1",  "0:nan,1:-1",  "0:1:2",        "0:1,1:-1,",
        "a:1,1:0", "0: 1,1:0",  "0:1,1:-inf", "0:1,0x1p0:0", "0:1,1:1e9999", NULL
    };
    EACH_OPTION(option) {
        switch (option->type) {
        case OPTION_COMPARE: expect_all_refused(option, no_schedules, ""); break;
        case OPTION_BOOL: expect_all_refused(option, no_bool, "0 or 1"); break;
        case OPTION_INT:
        case OPTION_REAL: expect_number_refused(option); break;
        case OPTION_SEED: expect_all_refused(option, no_seed, "18446744073709551615"); break;
        case OPTION_SIZE:
            expect_all_refused(option, no_size, "WxH");
            if (option->min == 0) break; // no size at all is one
            expect_refusal(option, "15x600", "WxH");
            expect_refusal(option, "800x15", "WxH");
            break;
        case OPTION_KNOTS:
            expect_all_refused(option, no_knots, "U:L,U:L");
            expect_refusal(option, "0:5", "two");
            expect_refusal(option, "0:5,1:6", "fall");
            expect_refusal(option, "0:5,0.5:1,0.4:0,1:-6", "order");
            expect_refusal(option, "0:50,1:-6", "±30");
            expect_refusal(option, "0.1:5,1:-6", "u = 0");
            expect_too_many_knots(option);
            break;
        case OPTION_CHOICE:
            expect_refusal(option, "", option_choice(option, 0));
            expect_refusal(option, "0", option_choice(option, 0));
            expect_refusal(option, "nothing of the kind", option_choice(option, 0));
            for (int i = 0; option_choice(option, i) && !option->near; i++)
                expect_refusal(option, "?", option_choice(option, i)); // names all of them
            if (option->near) expect_refusal(option, "comfy.kl_optimum", "comfy.kl_optimal");
            break;
        case OPTION_TEXT: {
            char path[SETTINGS_PATH + 1];
            memset(path, 'a', SETTINGS_PATH);
            path[SETTINGS_PATH] = '\0';
            expect_refusal(option, path, "1023");
            if (option->id == OPT_SHOWN_CHANNELS) {
                static const char *const wrong[] = { "",        "1",      "0,1",     "0,1,2,3",
                                                     "0,1,256", "-1,0,0", "0, 1, 2", "a,b,c" };
                for (int i = 0; i < 8; i++) expect_refusal(option, wrong[i], "three channels");
                break;
            }
            path[SETTINGS_PATH - 1] = '\0';
            if (option->id == OPT_FORMULA) break; // which tests/test_schedule_formula.c reads
            Settings settings;
            settings_reset(&settings);
            set(&settings, option->id, path);
            assert_string_equal((const char *)&settings + option->offset, path);
            break;
        }
        }
    }
}

// Sliders -------------------------------------------------------------------------------------

static double slider_from(const Option *option) {
    return option->from == 0 && option->to == 0 ? option->min : option->from;
}

static double slider_to(const Option *option) {
    return option->from == 0 && option->to == 0 ? option->max : option->to;
}

static void sliders_end_where_their_rows_say(void **state) {
    (void)state;
    EACH_OPTION(option) {
        if (!is_number(option)) continue;
        double from = slider_from(option), to = slider_to(option);
        assert_true(option_place(option, from) == 0);
        assert_true(fabs(option_place(option, to) - 1) < 1e-12);
        double tolerance = option->type == OPTION_INT ? 0 : 0.005 * fmax(fabs(from), fabs(to));
        assert_true(fabs(option_at_place(option, 0) - from) <= tolerance);
        assert_true(fabs(option_at_place(option, 1) - to) <= tolerance);
        assert_true(option_at_place(option, -3) == option_at_place(option, 0));
        assert_true(option_at_place(option, 7) == option_at_place(option, 1));
        assert_true(option_place(option, to * 2 + 1) == 1);
        assert_true(option_place(option, from - 1) == 0); // of log sliders too
    }
}

static void sliders_rise_and_their_values_are_accepted(void **state) {
    (void)state;
    EACH_OPTION(option) {
        double last = -INFINITY;
        for (int i = 0; i <= 1000 && is_number(option); i++) {
            double place = i / 1000.0, value = option_at_place(option, place);
            assert_true(value >= option->min && value <= option->max);
            if (value < last) fail_msg("%s falls at %g", option->name, place);
            last = value;
            if (option->type == OPTION_INT) assert_true(value == floor(value));
            // What was rounded is set again by its own place, and stays there.
            double again = option_at_place(option, option_place(option, value));
            if (fabs(again - value) > 1e-12 * fabs(value))
                fail_msg("%s: the place of %.17g is that of %.17g", option->name, value, again);
            Settings settings;
            Error error = { 0 };
            char text[40];
            settings_reset(&settings);
            snprintf(text, sizeof text, "%.17g", value);
            assert_true(option_set(&settings, option, text, &error));
        }
    }
}

static void sliders_round_to_three_digits(void **state) {
    (void)state;
    EACH_OPTION(option) {
        double low = slider_from(option), high = slider_to(option);
        for (int i = 0; i <= 500 && is_number(option); i++) {
            double place = i / 500.0, value = option_at_place(option, place);
            double exact = option->log ? low * pow(high / low, place) : low + place * (high - low);
            double most = option->type == OPTION_INT ? 0.5 : 0.005 * fabs(exact);
            if (fabs(value - exact) > most * (1 + 1e-9) + 1e-12)
                fail_msg("%s at %g is %.9g, not %.9g", option->name, place, value, exact);
        }
    }
}

// Defaults ------------------------------------------------------------------------------------

static void reset_takes_the_initial_value_of_one_row(void **state) {
    (void)state;
    uint64_t chance = 3;
    Settings fresh;
    settings_reset(&fresh);
    EACH_OPTION(option) {
        Settings settings = fresh;
        Text value = { 0 }, after = { 0 };
        Error error = { 0 };
        put_random(&value, option, &chance);
        assert_true(option_set(&settings, option, value.data, &error));
        Text was = { 0 };
        option_format(&was, &fresh, option);
        assert_int_equal(option_is_default(&settings, option), !strcmp(value.data, was.data));
        option_reset(&settings, option);
        option_format(&after, &settings, option);
        assert_string_equal(after.data, was.data);
        text_free(&value);
        text_free(&after);
        text_free(&was);
    }
}

static void betas_follow_the_family_until_set(void **state) {
    (void)state;
    Settings settings;
    settings_reset(&settings);
    for (int i = 0; i < SCHEDULE_FAMILIES; i++) {
        const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)i);
        set(&settings, OPT_SCHEDULE, info->name);
        assert_int_equal(settings.schedule.family, i);
        assert_true(number(&settings, OPT_BETA_MIN) == info->beta_min);
        assert_true(number(&settings, OPT_BETA_MAX) == info->beta_max);
        assert_true(option_is_default(&settings, option_row(OPT_BETA_MAX)));
    }
    set(&settings, OPT_BETA_MAX, "0.05");
    assert_false(option_is_default(&settings, option_row(OPT_BETA_MAX)));
    set(&settings, OPT_SCHEDULE, "scaled_linear");
    assert_true(number(&settings, OPT_BETA_MAX) == 0.05);
    assert_true(number(&settings, OPT_BETA_MIN) == 0.00085);
    set(&settings, OPT_BETA_MAX, "default");
    assert_true(number(&settings, OPT_BETA_MAX) == 0.012);
    Text text = { 0 };
    option_format(&text, &settings, option_row(OPT_BETA_MAX));
    assert_string_equal(text.data, "default");
    text_free(&text);
    expect_refusal(option_row(OPT_SHIFT), "default", "above 0"); // it has no family's value
}

static bool take_small_letters(const char *text, Error *error) {
    return !text[strspn(text, "abcdefghijklmnopqrstuvwxyz /|")] ||
           error_usage(error, "there is no panel \"%s\"", text);
}

// Of the view and the stage the last one said holds.
// Rows and the families say the same of a family's own numbers.
static void own_numbers_have_the_ranges_of_the_families(void **state) {
    (void)state;
    Settings settings;
    settings_reset(&settings);
    for (int i = 0; i < SCHEDULE_OWNS; i++) {
        const ScheduleOwnRow *row = schedule_own_row((ScheduleOwn)i);
        const Option *option = option_find(row->name);
        assert_ptr_equal(option, option_row((OptionId)(OPT_COSINE_POWER + i)));
        assert_true(option->min == row->min && option->max == row->max);
        assert_int_equal(option->open, row->open);
    }
    for (int i = 0; i < SCHEDULE_FAMILIES; i++) {
        const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)i);
        set(&settings, OPT_SCHEDULE, info->name);
        for (int k = 0; k < info->own_count; k++)
            assert_true(number(&settings, (OptionId)(OPT_COSINE_POWER + info->own[k].id)) ==
                        info->own[k].value);
    }
}

static void mu_and_shift_are_one(void **state) {
    (void)state;
    Settings settings;
    settings_reset(&settings);
    assert_true(number(&settings, OPT_MU) == 0);
    set(&settings, OPT_MU, "1.15");
    assert_true(fabs(number(&settings, OPT_SHIFT) - 3.1581929096897672) < 1e-15);
    assert_true(option_is_left_out(&settings, option_row(OPT_SHIFT)));
    set(&settings, OPT_SHIFT, "3");
    assert_true(fabs(number(&settings, OPT_MU) - log(3)) < 1e-15);
    assert_true(option_is_default(&settings, option_row(OPT_MU)));
    assert_false(option_is_left_out(&settings, option_row(OPT_SHIFT)));
}

static void a_stage_stands_before_the_view(void **state) {
    (void)state;
    Settings settings, before;
    Error error = { 0 };
    const Option *stage = option_row(OPT_STAGE), *view = option_row(OPT_VIEW);
    settings_reset(&settings);
    assert_string_equal(settings.stage, "");
    before = settings;
    set(&settings, OPT_STAGE, "ANY text"); // nobody has said what one is
    set(&settings, OPT_STAGE, "view");
    assert_memory_equal(&settings, &before, sizeof before);
    stage_check_use(take_small_letters);
    set(&settings, OPT_STAGE, "signal | pixel");
    assert_string_equal(settings.stage, "signal | pixel");
    assert_false(option_is_left_out(&settings, stage));
    before = settings;
    assert_false(option_set(&settings, stage, "PIXEL", &error));
    assert_int_equal(error.kind, ERROR_USAGE);
    assert_non_null(strstr(error.text, "PIXEL"));
    assert_memory_equal(&settings, &before, sizeof before);
    set(&settings, OPT_VIEW, "reverse");
    assert_string_equal(settings.stage, "");
    assert_true(option_is_left_out(&settings, stage));
    assert_false(option_is_left_out(&settings, view));
    set(&settings, OPT_STAGE, "signal");
    settings_show_view(&settings, VIEW_MIXTURE);
    assert_string_equal(settings.stage, "");
    assert_int_equal(settings.view, VIEW_MIXTURE);
    set(&settings, OPT_STAGE, "signal");
    assert_int_equal(settings.view, VIEW_MIXTURE); // to go back to
    set(&settings, OPT_STAGE, "");
    assert_string_equal(settings.stage, "");
    stage_check_use(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_in_order_with_names_of_their_own),
        cmocka_unit_test(names_are_found_with_either_dash),
        cmocka_unit_test(initial_values_are_accepted),
        cmocka_unit_test(formatting_and_setting_is_the_identity),
        cmocka_unit_test(ends_of_the_ranges_are_inside),
        cmocka_unit_test(wrong_values_are_refused),
        cmocka_unit_test(sliders_end_where_their_rows_say),
        cmocka_unit_test(sliders_rise_and_their_values_are_accepted),
        cmocka_unit_test(sliders_round_to_three_digits),
        cmocka_unit_test(reset_takes_the_initial_value_of_one_row),
        cmocka_unit_test(betas_follow_the_family_until_set),
        cmocka_unit_test(own_numbers_have_the_ranges_of_the_families),
        cmocka_unit_test(mu_and_shift_are_one),
        cmocka_unit_test(a_stage_stands_before_the_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
