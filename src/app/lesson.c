// SPDX-License-Identifier: MIT
#include "app/lesson.h"

#include "app/commands.h"
#include "base/translate.h"
#include "base/clock.h"
#include "base/embedded.h"
#include "base/memory.h"
#include "base/path.h"
#include "io/file.h"
#include "ui/widgets.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STOPS_MOST = 100 };

typedef struct Stop {
    size_t first, end; // lines
    const char *captions[LANGUAGES];
    int from, to; // of its `play`; seconds 0: none
    double seconds;
} Stop;

struct Lesson {
    char *name, *text;
    char **lines;
    size_t line_count, line_room;
    Stop stops[STOPS_MOST];
    int count, at;
    Moment before;             // the lesson
    Moment starts[STOPS_MOST]; // what each stop that was seen began with; those up to `seen`
    int seen;
    double begun; // when the stop did
    bool gliding, going;
};

// Reading -----------------------------------------------------------------------------------------

static const char *const say_words[LANGUAGES] = { "say ", "say:ko " };

static bool starts_with(const char *line, const char *word) {
    return strncmp(line, word, strlen(word)) == 0;
}

static bool read_step(const char *text, int *step) {
    long long value;
    if (!read_int(text, &value) || value < 1 || value > INT_MAX) return false;
    *step = (int)value;
    return true;
}

static bool read_play(Stop *stop, const char *line, Error *error) {
    char from[24], to[24], seconds[24], rest[2];
    if (sscanf(line, "play %23s %23s %23s %1s", from, to, seconds, rest) == 3 &&
        read_step(from, &stop->from) && read_step(to, &stop->to) &&
        read_real(seconds, &stop->seconds) && stop->seconds > 0 && stop->seconds <= 600)
        return true;
    return error_usage(error, "play: takes FROM TO SECONDS in a lesson");
}

// Words of the lesson itself are taken here; all other lines must be commands.
static bool read_line(Lesson *lesson, const char *line, Error *error) {
    Stop *stop = &lesson->stops[lesson->count];
    for (int i = 0; i < LANGUAGES; i++)
        if (starts_with(line, say_words[i])) {
            stop->captions[i] = line + strlen(say_words[i]);
            return true;
        }
    if (starts_with(line, "play ")) return read_play(stop, line, error);
    Command command;
    if (!command_parse(&command, line, error)) return false;
    const CommandRow *row = command.id < COMMANDS ? command_row(command.id) : NULL;
    command_free(&command);
    return !row || row->in_lesson ||
           error_usage(error, "%s: is no command for a lesson", row->name);
}

static bool end_stop(Lesson *lesson, size_t line, Error *error) {
    Stop *stop = &lesson->stops[lesson->count];
    stop->end = line;
    if (!stop->captions[LANGUAGE_ENGLISH])
        return error_usage(error, "pause: the stop has no `say`");
    if (lesson->count + 1 == STOPS_MOST)
        return error_usage(error, "pause: a lesson has at most %d stops", STOPS_MOST - 1);
    lesson->stops[++lesson->count].first = line + 1;
    return true;
}

static void cut_lines(Lesson *lesson) {
    for (char *at = lesson->text; at;) {
        char *end = strchr(at, '\n');
        if (end) *end++ = '\0';
        for (size_t n = strlen(at); n && strchr(" \t\r", at[n - 1]); n--) at[n - 1] = '\0';
        lesson->lines = mem_grow(lesson->lines, &lesson->line_room, lesson->line_count + 1,
                                 sizeof *lesson->lines);
        lesson->lines[lesson->line_count++] = at;
        at = end;
    }
}

static bool read_lines(Lesson *lesson, Error *error) {
    for (size_t i = 0; i < lesson->line_count; i++) {
        const char *line = lesson->lines[i];
        bool good = strcmp(line, "pause") == 0 ? end_stop(lesson, i, error)
                                               : read_line(lesson, line, error);
        if (!good) return error_prefix(error, "%s:%zu", lesson->name, i + 1);
    }
    if (lesson->count == 0) return error_set(error, "%s: has no stop (no `pause`)", lesson->name);
    if (lesson->stops[lesson->count].captions[LANGUAGE_ENGLISH])
        return error_set(error, "%s: the last stop has no `pause`", lesson->name);
    return true;
}

static bool read_text(Lesson *lesson, const char *name, Error *error) {
    char built_in[64];
    snprintf(built_in, sizeof built_in, "%s.lesson", name);
    for (const EmbeddedFile *file = embedded_files; file->name; file++)
        if (strcmp(file->name, built_in) == 0) {
            lesson->text = mem_copy_text((const char *)file->bytes);
            return true;
        }
    uint8_t *data;
    size_t length;
    if (!file_read(&data, &length, name, 1 << 20, error)) return false;
    lesson->text = (char *)data;
    if (strlen(lesson->text) == length) return true;
    return error_set(error, "%s: is no text", name);
}

void lesson_free(Lesson *lesson) {
    if (!lesson) return;
    for (int i = 0; i <= lesson->seen; i++) moment_drop(&lesson->starts[i]);
    moment_drop(&lesson->before);
    free(lesson->name);
    free(lesson->text);
    free(lesson->lines);
    free(lesson);
}

static Lesson *lesson_read(const char *name, Error *error) {
    Lesson *lesson = mem_alloc(1, sizeof *lesson);
    lesson->seen = -1;
    lesson->name = mem_copy_text(name);
    bool good = read_text(lesson, name, error);
    if (good) {
        cut_lines(lesson);
        good = read_lines(lesson, error);
    }
    if (good) return lesson;
    lesson_free(lesson);
    return NULL;
}

// Going on ----------------------------------------------------------------------------------------

static bool is_command(const char *line) {
    return !starts_with(line, "say") && !starts_with(line, "play ") && *line && *line != '#';
}

static bool set_t(App *app, int t, Error *error) {
    char line[48];
    snprintf(line, sizeof line, "set t %d",
             t < app->settings.schedule.steps ? t : app->settings.schedule.steps);
    return t == app->settings.t || app_run_quietly(app, line, error);
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
    then.settings.look.width = app->settings.look.width,
    then.settings.look.height = app->settings.look.height;
    then.settings.look.fullscreen = app->settings.look.fullscreen;
    then.settings.look.presenting = app->settings.look.presenting;
    then.settings.look.spotlight = app->settings.look.spotlight;
    return app_restore(app, &then, error);
}

// A command of a stop must not take the lesson from under it.
static bool is_going(const App *app) {
    return app->lesson && app->lesson->going;
}

static bool run_stop(App *app, const Stop *stop, Error *error) {
    Lesson *lesson = app->lesson;
    bool good = true;
    lesson->going = true;
    for (size_t i = stop->first; good && i < stop->end; i++)
        if (is_command(lesson->lines[i]) && !app_run_quietly(app, lesson->lines[i], error))
            good = error_prefix(error, "%s:%zu", lesson->name, i + 1);
    lesson->going = false;
    return good;
}

// Runs the stop from the state it begins with.
static bool go_to_stop(App *app, int at, Error *error) {
    Lesson *lesson = app->lesson;
    const Stop *stop = &lesson->stops[at];
    if (lesson->going) return error_usage(error, "lesson: a stop is under way");
    if (!restore_moment(app, &lesson->starts[at], error)) return false;
    lesson->at = at;
    lesson->begun = clock_seconds();
    lesson->gliding = stop->seconds > 0;
    app->dirty = true;
    bool good = run_stop(app, stop, error);
    // What the next one begins with: the end of this one, whatever is tried out meanwhile; one that
    // failed half way ends there.
    if (good && stop->seconds > 0) good = set_t(app, stop->to, error);
    record_start(app, at + 1);
    return good && (stop->seconds == 0 || set_t(app, stop->from, error));
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
    if (lesson->at + 1 < lesson->count) return go_to_stop(app, lesson->at + 1, error);
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

// Slow at both ends.
static int place_of_t(const Stop *stop, double seconds) {
    double u = fmin(1, fmax(0, seconds / stop->seconds));
    double eased = u * u * (3 - 2 * u);
    return (int)lround(stop->from + (stop->to - stop->from) * eased);
}

bool lesson_continue(App *app, Error *error) {
    Lesson *lesson = app->lesson;
    if (!lesson_is_gliding(app)) return true;
    const Stop *stop = &lesson->stops[lesson->at];
    double seconds = clock_seconds() - lesson->begun;
    lesson->gliding = seconds < stop->seconds;
    app->dirty = true;
    return set_t(app, place_of_t(stop, seconds), error);
}

// Films -------------------------------------------------------------------------------------------

static const char *caption_of(const App *app, const Stop *stop) {
    const char *caption = stop->captions[app_language(app)];
    return caption ? caption : _(stop->captions[LANGUAGE_ENGLISH]);
}

// Time to read it, and to see what moves. That of the English caption, so that films in other
// languages run beside it.
static double seconds_of(const Stop *stop) {
    double letters = 0;
    for (const char *at = stop->captions[LANGUAGE_ENGLISH]; utf8_next(&at);) letters++;
    return fmax(stop->seconds + 1.5, 2.5 + letters / 16);
}

bool lesson_measure(const char *name, double *seconds, Error *error) {
    Lesson *lesson = lesson_read(name, error);
    if (!lesson) return false;
    *seconds = 0;
    for (int i = 0; i < lesson->count; i++) *seconds += seconds_of(&lesson->stops[i]);
    lesson_free(lesson);
    return true;
}

bool lesson_seek(App *app, double seconds, Error *error) {
    Lesson *lesson = app->lesson;
    CHECK(lesson);
    int at = 0;
    for (; at + 1 < lesson->count && seconds >= seconds_of(&lesson->stops[at]); at++)
        seconds -= seconds_of(&lesson->stops[at]);
    // Stops in between are run through, since each begins where the one before ended.
    if (at < lesson->at && !go_to_stop(app, 0, error)) return false;
    while (lesson->at < at)
        if (!go_to_stop(app, lesson->at + 1, error)) return false;
    lesson->gliding = false;
    const Stop *stop = &lesson->stops[at];
    return stop->seconds == 0 || set_t(app, place_of_t(stop, seconds), error);
}

// The caption -------------------------------------------------------------------------------------

static const RichStyle caption_style = { FACE_TEXT, 19, HUE_INK };
enum { LINE = 28, PAD = 14, WAYS = 34 };

// The arrows, the number and the way out stand at either end, or in a narrow window below.
static float below_of(const Ui *ui) {
    return ui->width / ui->scale < 640 ? ui_px(ui, WAYS) : 0;
}

static float side_of(const Ui *ui) {
    if (below_of(ui) > 0) return ui_px(ui, 16);
    return ui_px(ui, ui->width / ui->scale > 900 ? 190 : 142);
}

static RichLines caption_lines(App *app) {
    Ui *ui = &app->ui;
    float width = fminf(ui->width - 2 * side_of(ui), ui_px(ui, 1180));
    return rich_wrap(ui, caption_style, width,
                     caption_of(app, &app->lesson->stops[app->lesson->at]));
}

float lesson_height(App *app) {
    if (!app->lesson) return 0;
    RichLines lines = caption_lines(app);
    int rows = lines.count < 2 ? 2 : lines.count; // it does not jump between stops
    return ui_px(&app->ui, (float)(rows * LINE + 2 * PAD)) + below_of(&app->ui);
}

static void draw_arrow(Ui *ui, Point centre, float size, bool right, Hue hue) {
    float tip = right ? size : -size;
    const Point line[] = { { centre.x - tip / 2, centre.y - size },
                           { centre.x + tip / 2, centre.y },
                           { centre.x - tip / 2, centre.y + size } };
    draw_polyline(ui->list, line, 3, fmaxf(1.5f, ui->scale * 1.8f), ui_color(ui, hue));
}

static void draw_caption(App *app, Rect rect) {
    Ui *ui = &app->ui;
    const Lesson *lesson = app->lesson;
    draw_flat(ui->list, rect, ui_color(ui, HUE_PANEL));
    draw_flat(ui->list, (Rect){ rect.x, rect.y, rect.w, fmaxf(1, ui_px(ui, 1)) },
              ui_color(ui, HUE_LINE));
    // How far the lesson is.
    float done = (float)(lesson->at + 1) / (float)lesson->count;
    draw_flat(ui->list, (Rect){ rect.x, rect.y, roundf(rect.w * done), ui_px(ui, 3) },
              ui_color(ui, HUE_MEAN));
    RichLines lines = caption_lines(app);
    float block = ui_px(ui, LINE) * (float)lines.count;
    float y = rect.y + (rect.h - below_of(ui) - block) / 2 + ui_px(ui, 20);
    for (int i = 0; i < lines.count; i++)
        rich_draw_centred(ui, caption_style, rect.x + rect.w / 2, y + ui_px(ui, LINE) * (float)i,
                          lines.line[i]);
}

// The arrows to the stops beside this one, its number, and the way out.
static void draw_ways(App *app, Rect rect) {
    Ui *ui = &app->ui;
    const Lesson *lesson = app->lesson;
    char text[32];
    snprintf(text, sizeof text, "%d / %d", lesson->at + 1, lesson->count);
    float side = ui_px(ui, 44), middle = rect.y + rect.h / 2, size = ui_px(ui, 8);
    Rect back = { ui_px(ui, 10), rect.y, side, rect.h };
    Rect next = { rect.w - ui_px(ui, 10) - side, rect.y, side, rect.h };
    Rect leave = { next.x - ui_px(ui, 80), rect.y, ui_px(ui, 76), rect.h };
    if (ui_item(ui, "lesson back", back, "The stop before (Page Up)"))
        ui_send(ui, "lesson_previous");
    if (ui_item(ui, "lesson next", next, "The next stop (Page Down)")) ui_send(ui, "lesson_next");
    if (ui_item(ui, "lesson end", leave,
                "Leaves the lesson and brings back what was before (Escape, F2)") ||
        chrome_consume_escape(app))
        ui_send(ui, "lesson off");
    draw_arrow(ui, (Point){ back.x + side / 2, middle }, size, false,
               lesson->at == 0 ? HUE_FAINT : HUE_INK);
    draw_arrow(ui, (Point){ next.x + side / 2, middle }, size, true, HUE_INK);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, back.x + side + ui_px(ui, 4),
              middle + ui_px(ui, 5), text);
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 13, ui_over(ui, leave) ? HUE_INK : HUE_MUTED },
                      leave.x + leave.w / 2, middle + ui_px(ui, 5), "leave");
}

void lesson_draw(App *app, Rect rect) {
    float below = below_of(&app->ui);
    draw_caption(app, rect);
    if (below > 0) rect.y += rect.h - below - ui_px(&app->ui, 6), rect.h = below;
    draw_ways(app, rect);
}
