// SPDX-License-Identifier: MIT
// A lesson's file: one command a line, as in a --script file, and these words more:
//
//     title TEXT                  what the stop is called in the list of stops
//     say TEXT                    its caption; both are rich text (ui/rich.h), and `title:ko` and
//                                 `say:ko` are the Korean ones
//     focus PANEL...              all other panels of the stop's stage are dimmed
//     play A B SECONDS            moves t from A to B meanwhile
//     glide NAME A B SECONDS      the same of any option that is a number
//     pause                       the end of a stop: waits for Page Down
//
// Lines before the first `say` belong to the first stop.
#ifndef ALPHABAR_APP_LESSON_LESSON_FILE_H
#define ALPHABAR_APP_LESSON_LESSON_FILE_H

#include "base/error.h"
#include "conf/option.h"

enum { LESSON_STOPS = 100, LESSON_GLIDES = 4 };

// Slow at both ends.
typedef struct Glide {
    const Option *option;
    double from, to, seconds;
} Glide;

typedef struct LessonStop {
    size_t first, end; // its lines, [first, end)
    const char *titles[LANGUAGES],
        *captions[LANGUAGES]; // NULL: not said; there is an English caption
    const char *focus;        // NULL: nothing is dimmed
    Glide glides[LESSON_GLIDES];
    int glide_count;
} LessonStop;

typedef struct LessonFile {
    char *name, *text;
    char **lines;
    size_t line_count, line_room;
    LessonStop stops[LESSON_STOPS];
    int count;
} LessonFile;

// NAME of a built-in lesson ("forward") or a file's path. Errors read "NAME:LINE: WHY".
// lesson_file_free in either case.
bool lesson_file_read(LessonFile *file, const char *name, Error *error);
void lesson_file_free(LessonFile *file);

bool lesson_line_is_command(const char *line); // none of the words above, and no comment

double lesson_stop_seconds(const LessonStop *stop); // of its longest glide; 0: nothing moves
double glide_value(const Glide *glide, double seconds);

#endif
