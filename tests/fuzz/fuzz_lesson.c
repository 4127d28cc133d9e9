// SPDX-License-Identifier: MIT
// Lessons of one's own.
#include "app/lesson/lesson_file.h"
#include "fuzz.h"

#include <math.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static LessonFile lesson;
    Error error;
    if (!lesson_file_read(&lesson, fuzz_file("it.lesson", data, size), &error)) {
        lesson_file_free(&lesson);
        return 0;
    }
    fuzz_require(lesson.count > 0 && lesson.count <= LESSON_STOPS, "a lesson has stops");
    for (int i = 0; i < lesson.count; i++) {
        const LessonStop *stop = &lesson.stops[i];
        fuzz_require(stop->first <= stop->end && stop->end <= lesson.line_count, "of lines");
        double seconds = lesson_stop_seconds(stop);
        fuzz_require(seconds >= 0 && isfinite(seconds), "that last");
        for (int k = 0; k < stop->glide_count; k++)
            fuzz_require(!isnan(glide_value(&stop->glides[k], seconds / 2)), "and glide");
    }
    lesson_file_free(&lesson);
    return 0;
}
