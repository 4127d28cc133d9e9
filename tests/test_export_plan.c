// SPDX-License-Identifier: MIT
// Which frames an export has, and how they are named.
#include "base/memory.h"
#include "export/plan.h"

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

static Schedule schedule; // linear, 1000 steps

static int make_schedule(void **state) {
    (void)state;
    Settings settings;
    Error error;
    settings_reset(&settings);
    ScheduleParams params = settings_schedule(&settings, NULL, 0);
    return schedule_build(&schedule, &params, &error) ? 0 : -1;
}

static int free_schedule(void **state) {
    (void)state;
    schedule_free(&schedule);
    return 0;
}

static char words[512];

static Arguments arguments; // what the plan borrows

// The plan of "export LINE".
static ExportPlan plan_of(const char *line) {
    char *argv[32] = { (char *)"alphabar", (char *)"export" };
    int argc = 2;
    Error error = { 0 };
    ExportPlan plan = { 0 };
    snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) argv[argc++] = word;
    const ExportSubject subject = { .settings = &arguments.settings, .schedule = &schedule };
    if (!arguments_parse(&arguments, argc, argv, &error) ||
        !export_plan_format(&plan, &arguments, &error) ||
        !export_plan_frames(&plan, &subject, &error))
        fail_msg("%s: %s", line, error.text);
    return plan;
}

static void expect_steps(const char *line, const int *steps, int count) {
    ExportPlan plan = plan_of(line);
    assert_int_equal(plan.count, count);
    for (int i = 0; i < count; i++) assert_int_equal(plan.frames[i].t, steps[i]);
    export_plan_free(&plan);
}

static void steps_are_taken_as_asked(void **state) {
    (void)state;
    expect_steps("a.png --t 7", (const int[]){ 7 }, 1);
    expect_steps("a.apng --frames 1:10:4", (const int[]){ 1, 5, 9 }, 3);
    expect_steps("a.apng --frames 3:3", (const int[]){ 3 }, 1);
    expect_steps("a.apng --frames 1:10:4 --loop pingpong", (const int[]){ 1, 5, 9, 5 }, 4);
    expect_steps("a.apng --frames 1:2 --loop pingpong", (const int[]){ 1, 2 }, 2);
    expect_steps("a.mp4 --duration 1 --fps 5", (const int[]){ 1, 251, 501, 750, 1000 }, 5);
    expect_steps("a.mp4 --duration 1 --fps 5 --frames 11:15", (const int[]){ 11, 12, 13, 14, 15 },
                 5);
    expect_steps("a.mp4 --duration 1 --fps 1", (const int[]){ 1000 }, 1);
    // There and back: it closes, and no end is shown twice.
    expect_steps("a.mp4 --duration 1 --fps 8 --frames 1:9 --loop pingpong",
                 (const int[]){ 1, 3, 5, 7, 9, 7, 5, 3 }, 8);
}

static void eases_begin_and_end_together(void **state) {
    (void)state;
    for (int ease = 0; ease < EASES; ease++) {
        char line[128];
        snprintf(line, sizeof line, "a.mp4 --duration 8s --fps 25 --ease %s", ease_names[ease]);
        ExportPlan plan = plan_of(line);
        assert_int_equal(plan.count, 200);
        assert_int_equal(plan.frames[0].t, 1);
        assert_int_equal(plan.frames[199].t, 1000);
        for (int i = 1; i < 200; i++) assert_true(plan.frames[i].t >= plan.frames[i - 1].t);
        int middle = plan.frames[100].t;
        if (ease == EASE_IN) assert_in_range(middle, 240, 260);
        if (ease == EASE_OUT) assert_in_range(middle, 740, 760);
        if (ease == EASE_IN_OUT || ease == EASE_LINEAR) assert_in_range(middle, 495, 510);
        export_plan_free(&plan);
    }
}

// Each frame has the t whose log SNR is nearest to its share of the way.
static void log_snr_falls_evenly(void **state) {
    (void)state;
    ExportPlan plan = plan_of("a.mp4 --duration 4s --fps 25 --ease log_snr");
    double first = schedule.log_snr[1], last = schedule.log_snr[1000];
    for (int i = 0; i < plan.count; i++) {
        double wanted = first + (last - first) * i / (plan.count - 1);
        int nearest = 1;
        for (int t = 2; t <= 1000; t++)
            if (fabs(schedule.log_snr[t] - wanted) < fabs(schedule.log_snr[nearest] - wanted))
                nearest = t;
        assert_int_equal(plan.frames[i].t, nearest);
    }
    export_plan_free(&plan);
}

static void frames_carry_what_makes_them_alone(void **state) {
    (void)state;
    // Two ranges name the frame that they share alike.
    static const char *const lines[] = { "out/%03d.png cat.jpg --what z --frames 1:9 --threads 1",
                                         "there/%03d.png cat.jpg --what z --frames 5:20 --resume" };
    for (int i = 0; i < 2; i++) {
        ExportPlan plan = plan_of(lines[i]);
        Text path = { 0 }, comment = { 0 };
        export_plan_name(&plan, i ? 2 : 6, &path, &comment);
        assert_string_equal(path.data, i ? "there/007.png" : "out/007.png");
        assert_string_equal(comment.data, "alphabar export 007.png cat.jpg --what z --t 7");
        text_free(&path);
        text_free(&comment);
        export_plan_free(&plan);
    }
    ExportPlan plan = plan_of("film.mp4 --duration 2s --t 30");
    assert_string_equal(plan.comment, "alphabar export film.mp4 --duration 2s --t 30");
    export_plan_free(&plan);
}

static void formats_bring_their_own(void **state) {
    (void)state;
    ExportPlan plan = plan_of("a.gif --duration 1s");
    assert_true(plan.fps == 25 && plan.count == 25 && plan.film == FILM_GIF && plan.forever);
    export_plan_free(&plan);
    plan = plan_of("a.gif --duration 1s --loop once --fps 50");
    assert_true(plan.fps == 50 && !plan.forever);
    export_plan_free(&plan);
    plan = plan_of("- --duration 1s");
    assert_true(plan.format == EXPORT_FILM && plan.film == FILM_Y4M && plan.what == WHAT_WINDOW);
    export_plan_free(&plan);
    plan = plan_of("a.svg");
    assert_true(plan.format == EXPORT_SVG && plan.what == WHAT_PLOTS);
    export_plan_free(&plan);
    plan = plan_of("a.svg --what strip");
    assert_true(plan.what == WHAT_FIGURE);
    export_plan_free(&plan);
    plan = plan_of("a.npy");
    assert_true(plan.format == EXPORT_NPY && plan.what == WHAT_Z);
    export_plan_free(&plan);
}

// Of the whole chain the residual's frames begin where there is one.
static void residuals_begin_at_two(void **state) {
    (void)state;
    static const char *const lines[] = { "f%d.png --duration 1s --fps 10", "a.apng --duration 1s",
                                         "a.apng --duration 1s --ease log_snr" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "%s --what residual", lines[i]);
        ExportPlan plan = plan_of(line);
        assert_int_equal(plan.frames[0].t, 2);
        assert_int_equal(plan.frames[plan.count - 1].t, 1000);
        export_plan_free(&plan);
    }
    static const int asked[] = { 1, 2, 3 }; // said when it is made
    expect_steps("f%d.png --frames 1:3 --what residual", asked, 3);
}

static void a_lesson_is_a_film(void **state) {
    (void)state;
    char *argv[] = { (char *)"alphabar", (char *)"export", (char *)"x.png", (char *)"--lesson",
                     (char *)"forward" };
    Error error = { 0 };
    ExportPlan plan = { 0 };
    assert_true(arguments_parse(&arguments, 5, argv, &error));
    assert_false(export_plan_format(&plan, &arguments, &error));
    assert_string_equal(error.text,
                        "--lesson: x.png: a lesson is a film, as .mp4 or frames/%04d.png");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_taken_as_asked),
        cmocka_unit_test(eases_begin_and_end_together),
        cmocka_unit_test(log_snr_falls_evenly),
        cmocka_unit_test(frames_carry_what_makes_them_alone),
        cmocka_unit_test(formats_bring_their_own),
        cmocka_unit_test(residuals_begin_at_two),
        cmocka_unit_test(a_lesson_is_a_film),
    };
    return cmocka_run_group_tests(tests, make_schedule, free_schedule);
}
