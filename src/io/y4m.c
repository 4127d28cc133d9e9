// SPDX-License-Identifier: MIT
// YUV4MPEG2: a line that says what follows, then each frame's planes. 4:4:4, so that noise keeps
// its colour; BT.601 in 16..235, which is what programs take it for.
#include "base/memory.h"
#include "io/file.h"
#include "io/film.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Y4m {
    const FilmSpec *spec;
    FileOut out;
    FILE *stream;
    uint8_t *planes;
} Y4m;

static bool is_standard_output(const FilmSpec *spec) {
    return strcmp(spec->path, "-") == 0;
}

static bool failed(const Y4m *y4m, Error *error) {
    bool standard = is_standard_output(y4m->spec);
    return error_set(error, "%s: %s", standard ? "standard output" : y4m->spec->path,
                     strerror(errno));
}

static void cancel_y4m(void *state) {
    Y4m *y4m = state;
    file_out_cancel(&y4m->out);
    free(y4m->planes);
    free(y4m);
}

static bool open_y4m(void **state, const FilmSpec *spec, Error *error) {
    Y4m *y4m = mem_alloc(1, sizeof *y4m);
    y4m->spec = spec;
    if (!is_standard_output(spec) && !file_out_open(&y4m->out, spec->path, error)) {
        free(y4m);
        return false;
    }
    y4m->stream = is_standard_output(spec) ? stdout : y4m->out.stream;
    y4m->planes = malloc((size_t)spec->width * (size_t)spec->height * 3);
    int numerator, denominator;
    film_rate(spec->fps, &numerator, &denominator);
    bool good = y4m->planes || error_set(error, "%s: there is not enough memory", spec->path);
    good = good && (fprintf(y4m->stream, "YUV4MPEG2 W%d H%d F%d:%d Ip A1:1 C444\n", spec->width,
                            spec->height, numerator, denominator) > 0 ||
                    failed(y4m, error));
    if (good)
        *state = y4m;
    else
        cancel_y4m(y4m);
    return good;
}

// ITU-R BT.601, in 16.16 fixed point: rounded, and the same everywhere.
static void convert(uint8_t *planes, const uint8_t *rgba, size_t count) {
    uint8_t *y = planes, *cb = planes + count, *cr = planes + 2 * count;
    for (size_t i = 0; i < count; i++) {
        int r = rgba[4 * i], g = rgba[4 * i + 1], b = rgba[4 * i + 2];
        y[i] = (uint8_t)((16829 * r + 33039 * g + 6416 * b + (16 << 16) + 32768) >> 16);
        cb[i] = (uint8_t)((-9714 * r - 19070 * g + 28784 * b + (128 << 16) + 32768) >> 16);
        cr[i] = (uint8_t)((28784 * r - 24103 * g - 4681 * b + (128 << 16) + 32768) >> 16);
    }
}

static bool put_y4m(void *state, uint8_t *const frames[], int count, Error *error) {
    static const char start[] = "FRAME\n";
    Y4m *y4m = state;
    size_t pixels = (size_t)y4m->spec->width * (size_t)y4m->spec->height;
    for (int i = 0; i < count; i++) {
        convert(y4m->planes, frames[i], pixels);
        if (fwrite(start, 1, sizeof start - 1, y4m->stream) != sizeof start - 1 ||
            fwrite(y4m->planes, 3, pixels, y4m->stream) != pixels)
            return failed(y4m, error);
    }
    return true;
}

static bool close_y4m(void *state, Error *error) {
    Y4m *y4m = state;
    bool good = is_standard_output(y4m->spec) ? !fflush(y4m->stream) || failed(y4m, error)
                                              : file_out_commit(&y4m->out, error);
    cancel_y4m(y4m);
    return good;
}

const FilmWriter film_y4m = { 1, open_y4m, put_y4m, NULL, close_y4m, cancel_y4m };
