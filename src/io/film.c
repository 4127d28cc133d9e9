// SPDX-License-Identifier: MIT
#include "io/film.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

struct Film {
    FilmSpec spec;
    const FilmWriter *writer;
    void *state;
    long put; // frames so far, over all passes
};

static const struct {
    const char *ending;
    const FilmWriter *writer;
} formats[FILM_FORMATS] = {
    [FILM_PNGS] = { NULL, &film_pngs },    [FILM_APNG] = { ".apng", &film_apng },
    [FILM_Y4M] = { ".y4m", &film_y4m },    [FILM_MP4] = { ".mp4", &film_mp4 },
    [FILM_WEBM] = { ".webm", &film_webm }, [FILM_GIF] = { ".gif", &film_gif },
};

const char *film_ending(FilmFormat format) {
    return formats[format].ending;
}

void film_rate(double fps, int *numerator, int *denominator) {
    double whole = round(fps), ntsc = round(fps * 1.001);
    *denominator = 1;
    *numerator = (int)whole;
    if (whole >= 1 && fabs(fps - whole) < 1e-6) return;
    bool is_ntsc = ntsc >= 1 && fabs(fps - ntsc / 1.001) < 0.005;
    *denominator = is_ntsc ? 1001 : 1000;
    *numerator = is_ntsc ? (int)ntsc * 1000 : (int)fmax(1, round(fps * 1000));
}

Film *film_open(const FilmSpec *spec, Error *error) {
    CHECK(spec->width > 0 && spec->height > 0 && spec->frames > 0 && spec->fps > 0);
    Film *film = mem_alloc(1, sizeof *film);
    film->spec = *spec;
    film->writer = formats[spec->format].writer;
    if (film->writer->open(&film->state, &film->spec, error)) return film;
    free(film);
    return NULL;
}

int film_passes(const Film *film) {
    return film->writer->passes;
}

// Enough for every thread, but a bounded amount of memory: a frame of 3840 × 2160 has 33 MB.
int film_batch(const Film *film) {
    enum { MOST = 8 };
    int threads = parallel_threads(), most = film->spec.frames < MOST ? film->spec.frames : MOST;
    return threads < most ? threads : most;
}

bool film_put(Film *film, uint8_t *const frames[], int count, Error *error) {
    CHECK(film->put + count <= (long)film->spec.frames * film->writer->passes);
    if (!film->writer->put(film->state, frames, count, error)) return false;
    long before = film->put / film->spec.frames;
    film->put += count;
    long pass = film->put / film->spec.frames;
    CHECK(pass == before || film->put % film->spec.frames == 0);
    bool between = pass > before && pass < film->writer->passes;
    return !between || film->writer->end_pass(film->state, (int)pass, error);
}

bool film_close(Film *film, Error *error) {
    CHECK(film->put == (long)film->spec.frames * film->writer->passes);
    bool good = film->writer->close(film->state, error);
    free(film);
    return good;
}

void film_cancel(Film *film) {
    if (!film) return;
    film->writer->cancel(film->state);
    free(film);
}
