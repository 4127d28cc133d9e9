// SPDX-License-Identifier: MIT
#include "app/lesson/lesson.h"

#include "app/commands.h"
#include "app/lesson/lesson_file.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/translate.h"
#include "stage/views.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Lesson {
    LessonFile file;
    int at;
    Moment before;               // the lesson
    Moment starts[LESSON_STOPS]; // what each stop that was seen began with; those up to `seen`
    int seen;
    double begun;                // when the stop did
    double moved[LESSON_GLIDES]; // where each glide has brought its option
    bool gliding, going;
};

void lesson_free(Lesson *lesson) {
    if (!lesson) return;
    for (int i = 0; i <= lesson->seen; i++) moment_drop(&lesson->starts[i]);
    moment_drop(&lesson->before);
    lesson_file_free(&lesson->file);
    free(lesson);
}

static Lesson *lesson_read(const char *name, Error *error) {
    Lesson *lesson = mem_alloc(1, sizeof *lesson);
    lesson->seen = -1;
    if (lesson_file_read(&lesson->file, name, error)) return lesson;
    lesson_free(lesson);
    return NULL;
}

static const LessonStop *stop_of(const Lesson *lesson) {
    return &lesson->file.stops[lesson->at];
}

// Going on ----------------------------------------------------------------------------------------

// As its option writes it; t within the chain.
static bool set_value(App *app, const Glide *glide, double value, Error *error) {
    char line[96];
    int steps = app->settings.schedule.steps;
    if (glide->option->is_step && value > steps) value = steps;
    snprintf(line, sizeof line, "set %s %.9g", glide->option->name, value);
    bool same = option_number(&app->settings, glide->option) == value;
    return same || app_run_quietly(app, line, error);
}

// Where everything that moves is so long after the stop began.
static bool set_glides(App *app, double seconds, Error *error) {
    const LessonStop *stop = stop_of(app->lesson);
    for (int i = 0; i < stop->glide_count; i++) {
        const Glide *glide = &stop->glides[i];
        if (!set_value(app, glide, glide_value(glide, seconds), error)) return false;
        app->lesson->moved[i] = option_number(&app->settings, glide->option);
    }
    return true;
}

// Somebody holds something, or has moved what glides.
static bool is_by_hand(const App *app) {
    const LessonStop *stop = stop_of(app->lesson);
    for (int i = 0; i < stop->glide_count; i++)
        if (option_number(&app->settings, stop->glides[i].option) != app->lesson->moved[i])
            return true;
    return app->ui.active != 0;
}

static void record_start(App *app, int at) {
    Lesson *lesson = app->lesson;
    if (at <= lesson->seen) moment_drop(&lesson->starts[at]);
    lesson->starts[at] = app_moment(app);
    if (at > lesson->seen) lesson->seen = at;
}

// As it was then, in the window as it is now.
static bool restore_moment(App *app, const Moment *moment, Error *error) {
    Moment then = *moment;
    const LookSettings *now = &app->settings.look;
    LookSettings *look = &then.settings.look;
    look->width = now->width, look->height = now->height;
    look->fullscreen = now->fullscreen;
    look->presenting = now->presenting;
    look->spotlight = now->spotlight;
    return app_restore(app, &then, error);
}

// The same, in the colours, words and type that the lecturer has chosen meanwhile.
static bool restore_start(App *app, int at, Error *error) {
    Moment then = app->lesson->starts[at];
    const LookSettings *now = &app->settings.look;
    LookSettings *look = &then.settings.look;
    look->theme = now->theme;
    look->language = now->language;
    look->notation = now->notation;
    look->ui_scale = now->ui_scale;
    return restore_moment(app, &then, error);
}

// A command of a stop must not take the lesson from under it.
static bool is_going(const App *app) {
    return app->lesson && app->lesson->going;
}

// Whether the stage has the panels that the stop is about.
static bool check_focus(const App *app, const LessonStop *stop, Error *error) {
    Stage stage;
    return !stop->focus || (stage_parse(&stage, view_stage(&app->settings), error) &&
                            stage_focus(&stage, stop->focus, error));
}

static bool run_stop(App *app, const LessonStop *stop, Error *error) {
    Lesson *lesson = app->lesson;
    bool good = true;
    lesson->going = true;
    for (size_t i = stop->first; good && i < stop->end; i++) {
        const char *line = lesson->file.lines[i];
        if (lesson_line_is_command(line) && !app_run_quietly(app, line, error))
            good = error_prefix(error, "%s:%zu", lesson->file.name, i + 1);
    }
    if (good && !check_focus(app, stop, error))
        good = error_prefix(error, "%s: stop %d", lesson->file.name, lesson->at + 1);
    lesson->going = false;
    return good;
}

// Runs the stop from the state it begins with.
static bool go_to_stop(App *app, int at, Error *error) {
    Lesson *lesson = app->lesson;
    if (lesson->going) return error_usage(error, "lesson: a stop is under way");
    if (!restore_start(app, at, error)) return false;
    lesson->at = at;
    lesson->begun = clock_seconds();
    const LessonStop *stop = stop_of(lesson);
    lesson->gliding = stop->glide_count > 0;
    ui_rest(&app->ui); // what it pointed at is another picture now
    app->dirty = true;
    bool good = run_stop(app, stop, error);
    // What the next one begins with: the end of this one, whatever is tried out meanwhile; one that
    // failed half way ends there.
    if (good) good = set_glides(app, lesson_stop_seconds(stop), error);
    record_start(app, at + 1);
    return good && set_glides(app, 0, error);
}

bool lesson_start(App *app, const char *name, Error *error) {
    if (is_going(app)) return error_usage(error, "lesson: a stop is under way");
    Lesson *lesson = lesson_read(name, error);
    if (!lesson) return false;
    lesson_end(app);
    app->lesson = lesson;
    lesson->before = app_moment(app);
    lesson->seen = -1;
    record_start(app, 0);
    if (go_to_stop(app, 0, error)) return true;
    lesson_end(app);
    return false;
}

void lesson_end(App *app) {
    Error ignored;
    Lesson *lesson = app->lesson;
    if (!lesson || lesson->going) return;
    app->lesson = NULL;
    restore_moment(app, &lesson->before, &ignored);
    lesson_free(lesson);
    app->dirty = true;
}

bool lesson_next(App *app, Error *error) {
    Lesson *lesson = app->lesson;
    if (!lesson) return true;
    if (lesson->at + 1 < lesson->file.count) return go_to_stop(app, lesson->at + 1, error);
    lesson_end(app);
    return !is_going(app) || error_usage(error, "lesson: a stop is under way");
}

bool lesson_previous(App *app, Error *error) {
    Lesson *lesson = app->lesson;
    return !lesson || go_to_stop(app, lesson->at > 0 ? lesson->at - 1 : 0, error);
}

bool run_lesson(App *app, const Command *command, Error *error) {
    const char *name = command->arguments[0];
    bool toggled = strcmp(name, "toggle") == 0;
    if (toggled && !app->lesson) name = "forward";
    if (strcmp(name, "off") != 0 && !(toggled && app->lesson))
        return lesson_start(app, name, error);
    lesson_end(app);
    return true;
}

bool run_lesson_next(App *app, const Command *command, Error *error) {
    (void)command;
    return lesson_next(app, error);
}

bool run_lesson_previous(App *app, const Command *command, Error *error) {
    (void)command;
    return lesson_previous(app, error);
}

bool lesson_is_gliding(const App *app) {
    return app->lesson && app->lesson->gliding;
}

bool lesson_continue(App *app, Error *error) {
    Lesson *lesson = app->lesson;
    if (!lesson_is_gliding(app)) return true;
    if (is_by_hand(app)) {
        lesson->gliding = false;
        return true;
    }
    double seconds = clock_seconds() - lesson->begun;
    lesson->gliding = seconds < lesson_stop_seconds(stop_of(lesson));
    app->dirty = true;
    return set_glides(app, seconds, error);
}

// Each begins where the one before ended, so those in between are run through.
static bool jump_to_stop(App *app, int at, Error *error) {
    Lesson *lesson = app->lesson;
    if (at <= lesson->seen) return go_to_stop(app, at, error);
    bool good = true;
    while (good && lesson->at < at) good = go_to_stop(app, lesson->at + 1, error);
    return good;
}

bool run_lesson_stop(App *app, const Command *command, Error *error) {
    long long number;
    if (!app->lesson) return error_usage(error, "lesson_stop: there is no lesson");
    int count = app->lesson->file.count;
    if (!read_int(command->arguments[0], &number) || number < 1 || number > count)
        return error_usage(error, "lesson_stop: takes a number from 1 to %d", count);
    return jump_to_stop(app, (int)number - 1, error);
}

// What is said ------------------------------------------------------------------------------------

// What the file says in the language of the window, or else what the catalogue has for its English.
static const char *in_language(const App *app, const char *const texts[LANGUAGES]) {
    Language language = app_language(app);
    if (texts[language] || !texts[LANGUAGE_ENGLISH]) return texts[language];
    return _(texts[LANGUAGE_ENGLISH]);
}

int lesson_stops(const App *app) {
    return app->lesson ? app->lesson->file.count : 0;
}

int lesson_stop(const App *app) {
    return app->lesson->at;
}

const char *lesson_caption(const App *app, int stop) {
    return in_language(app, app->lesson->file.stops[stop].captions);
}

const char *lesson_title(const App *app, int stop) {
    const char *title = in_language(app, app->lesson->file.stops[stop].titles);
    return title ? title : "";
}

const char *lesson_focus(const App *app) {
    return app->lesson ? stop_of(app->lesson)->focus : NULL;
}

// Films -------------------------------------------------------------------------------------------

// Time to read it, and to see what moves. That of the English caption, so that films in other
// languages run beside it.
static double seconds_of(const LessonStop *stop) {
    double letters = 0;
    for (const char *at = stop->captions[LANGUAGE_ENGLISH]; utf8_next(&at);) letters++;
    return fmax(lesson_stop_seconds(stop) + 1.5, 2.5 + letters / 16);
}

bool lesson_measure(const char *name, double *seconds, Error *error) {
    Lesson *lesson = lesson_read(name, error);
    if (!lesson) return false;
    *seconds = 0;
    for (int i = 0; i < lesson->file.count; i++) *seconds += seconds_of(&lesson->file.stops[i]);
    lesson_free(lesson);
    return true;
}

bool lesson_seek(App *app, double seconds, Error *error) {
    Lesson *lesson = app->lesson;
    CHECK(lesson);
    int at = 0;
    for (; at + 1 < lesson->file.count && seconds >= seconds_of(&lesson->file.stops[at]); at++)
        seconds -= seconds_of(&lesson->file.stops[at]);
    if (at != lesson->at && !jump_to_stop(app, at, error)) return false;
    lesson->gliding = false;
    return set_glides(app, seconds, error);
}
