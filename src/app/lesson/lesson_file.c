// SPDX-License-Identifier: MIT
#include "app/lesson/lesson_file.h"

#include "base/embedded.h"
#include "base/memory.h"
#include "base/text.h"
#include "conf/command.h"
#include "io/file.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const title_words[LANGUAGES] = { "title ", "title:ko " };
static const char *const say_words[LANGUAGES] = { "say ", "say:ko " };
static const double LONGEST = 600; // seconds

static bool starts_with(const char *line, const char *word) {
    return strncmp(line, word, strlen(word)) == 0;
}

// The text behind one of the words, into its language's place.
static bool read_words(const char *const words[LANGUAGES], const char *line,
                       const char *texts[LANGUAGES]) {
    for (int i = 0; i < LANGUAGES; i++)
        if (starts_with(line, words[i])) {
            texts[i] = line + strlen(words[i]);
            return true;
        }
    return false;
}

// Glides ------------------------------------------------------------------------------------------

static bool read_step(const char *text, double *step) {
    long long value;
    if (!read_int(text, &value) || value < 1 || value > INT_MAX) return false;
    *step = (double)value;
    return true;
}

static bool read_seconds(const char *text, double *seconds) {
    return read_real(text, seconds) && *seconds > 0 && *seconds <= LONGEST;
}

static Glide *add_glide(LessonStop *stop, Error *error) {
    if (stop->glide_count < LESSON_GLIDES) return &stop->glides[stop->glide_count++];
    error_usage(error, "glide: a stop has at most %d", LESSON_GLIDES);
    return NULL;
}

static bool read_play(LessonStop *stop, const char *line, Error *error) {
    char from[24], to[24], seconds[24], rest[2];
    Glide *glide = add_glide(stop, error);
    if (!glide) return false;
    glide->option = option_row(OPT_T);
    if (sscanf(line, "play %23s %23s %23s %1s", from, to, seconds, rest) == 3 &&
        read_step(from, &glide->from) && read_step(to, &glide->to) &&
        read_seconds(seconds, &glide->seconds))
        return true;
    return error_usage(error, "play: takes FROM TO SECONDS in a lesson");
}

static bool is_number(const Option *option) {
    return option && (option->type == OPTION_INT || option->type == OPTION_REAL);
}

static bool read_glide(LessonStop *stop, const char *line, Error *error) {
    char name[48], from[48], to[48], seconds[24], rest[2];
    Glide *glide = add_glide(stop, error);
    if (!glide) return false;
    if (sscanf(line, "glide %47s %47s %47s %23s %1s", name, from, to, seconds, rest) != 4 ||
        !read_real(from, &glide->from) || !read_real(to, &glide->to) ||
        !read_seconds(seconds, &glide->seconds))
        return error_usage(error, "glide: takes NAME FROM TO SECONDS");
    glide->option = option_find(name);
    return is_number(glide->option) ||
           error_usage(error, "glide: %s is no option that is a number", name);
}

double glide_value(const Glide *glide, double seconds) {
    double u = fmin(1, fmax(0, seconds / glide->seconds));
    double eased = u * u * (3 - 2 * u);
    double value = glide->from + (glide->to - glide->from) * eased;
    return glide->option->type == OPTION_INT ? round(value) : value;
}

double lesson_stop_seconds(const LessonStop *stop) {
    double most = 0;
    for (int i = 0; i < stop->glide_count; i++) most = fmax(most, stop->glides[i].seconds);
    return most;
}

// Lines -------------------------------------------------------------------------------------------

bool lesson_line_is_command(const char *line) {
    static const char *const words[] = { "title ", "title:", "say ",  "say:",
                                         "focus ", "play ",  "glide " };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (starts_with(line, words[i])) return false;
    return *line && *line != '#';
}

// What is the machine's, or says where files are written, is the user's own matter.
static bool check_option(const char *name, Error *error) {
    static const OptionId own[] = { OPT_EXPORT_PATH, OPT_EXPORT_FOLDER, OPT_THREADS, OPT_SIZE };
    const Option *option = option_find(name);
    for (size_t i = 0; option && i < sizeof own / sizeof own[0]; i++)
        if (option->id == own[i])
            return error_usage(error, "%s: is not for a lesson to set", option->name);
    return true;
}

// Words of the lesson itself are read here; all other lines must be commands.
static bool read_line(LessonFile *file, const char *line, Error *error) {
    LessonStop *stop = &file->stops[file->count];
    if (read_words(title_words, line, stop->titles) || read_words(say_words, line, stop->captions))
        return true;
    if (starts_with(line, "focus ")) {
        stop->focus = line + strlen("focus ");
        return true;
    }
    if (starts_with(line, "play ")) return read_play(stop, line, error);
    if (starts_with(line, "glide ")) return read_glide(stop, line, error);
    Command command;
    if (!command_parse(&command, line, error)) return false;
    const CommandRow *row = command.id < COMMANDS ? command_row(command.id) : NULL;
    bool good =
        !row || row->in_lesson || error_usage(error, "%s: is no command for a lesson", row->name);
    if (good && row && row->about_argument && command.count > 0)
        good = check_option(command.arguments[0], error);
    command_free(&command);
    return good;
}

static bool end_stop(LessonFile *file, size_t line, Error *error) {
    LessonStop *stop = &file->stops[file->count];
    stop->end = line;
    if (!stop->captions[LANGUAGE_ENGLISH])
        return error_usage(error, "pause: the stop has no `say`");
    if (file->count + 1 == LESSON_STOPS)
        return error_usage(error, "pause: a lesson has at most %d stops", LESSON_STOPS - 1);
    file->stops[++file->count].first = line + 1;
    return true;
}

static void cut_lines(LessonFile *file) {
    for (char *at = file->text; at;) {
        char *end = strchr(at, '\n');
        if (end) *end++ = '\0';
        for (size_t n = strlen(at); n && strchr(" \t\r", at[n - 1]); n--) at[n - 1] = '\0';
        file->lines =
            mem_grow(file->lines, &file->line_room, file->line_count + 1, sizeof *file->lines);
        file->lines[file->line_count++] = at;
        at = end;
    }
}

static bool read_lines(LessonFile *file, Error *error) {
    for (size_t i = 0; i < file->line_count; i++) {
        const char *line = file->lines[i];
        bool good =
            strcmp(line, "pause") == 0 ? end_stop(file, i, error) : read_line(file, line, error);
        if (!good) return error_prefix(error, "%s:%zu", file->name, i + 1);
    }
    if (file->count == 0) return error_set(error, "%s: has no stop (no `pause`)", file->name);
    if (file->stops[file->count].captions[LANGUAGE_ENGLISH])
        return error_set(error, "%s: the last stop has no `pause`", file->name);
    return true;
}

static bool read_text(LessonFile *lesson, const char *name, Error *error) {
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

bool lesson_file_read(LessonFile *file, const char *name, Error *error) {
    *file = (LessonFile){ .name = mem_copy_text(name) };
    if (!read_text(file, name, error)) return false;
    cut_lines(file);
    return read_lines(file, error);
}

void lesson_file_free(LessonFile *file) {
    free(file->name);
    free(file->text);
    free(file->lines);
    *file = (LessonFile){ 0 };
}
