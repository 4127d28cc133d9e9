// SPDX-License-Identifier: MIT
// Films out, frame by frame: numbered PNG files, .apng, .y4m, and through an ffmpeg child process
// .mp4, .webm and .gif. The file has its name when film_close has succeeded and not before.
#ifndef ALPHABAR_IO_FILM_H
#define ALPHABAR_IO_FILM_H

#include "base/error.h"
#include "base/text.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum FilmFormat {
    FILM_PNGS, // one file a frame
    FILM_APNG, // the PNG Specification, third edition: acTL, fcTL, fdAT
    FILM_Y4M,  // 4:4:4, BT.601, limited range; path "-" is standard output
    FILM_MP4,  // H.264
    FILM_WEBM, // VP9
    FILM_GIF,  // a palette of the whole film first, then its frames: two passes
    FILM_FORMATS
} FilmFormat;

// ".apng" and so on; NULL for FILM_PNGS.
const char *film_ending(FilmFormat format);

typedef struct FilmSpec {
    FilmFormat format;
    const char *path;
    int width, height;   // at least 1
    bool grey;           // PNG keeps one channel; the frames are RGBA all the same
    bool alpha;          // .apng and PNG files keep the fourth byte: straight alpha
    double fps;          // above 0
    int frames;          // how many will be put
    bool forever;        // .apng and .gif play again and again
    const char *comment; // UTF-8, in the file; NULL: none. .y4m has no place for it
    // FILM_PNGS: frame i's path and comment.
    void (*name)(void *user, int frame, Text *path, Text *comment);
    void *user;
    // Set by another thread, a film that waits for ffmpeg fails soon; it is cancelled then. NULL:
    // there is none.
    const atomic_bool *stop;
} FilmSpec;

typedef struct Film Film;

// NULL where it cannot be begun. What `spec` points to must live as long as the film.
Film *film_open(const FilmSpec *spec, Error *error);

// How often all frames have to be put, in the same order each time: 2 for .gif, else 1.
int film_passes(const Film *film);

// How many frames one film_put is fastest with: they are packed side by side.
int film_batch(const Film *film);

// The next `count` frames, RGBA, top row first, the fourth byte ignored but with `alpha`. May
// change them.
bool film_put(Film *film, uint8_t *const frames[], int count, Error *error);

// Both free the film. Closing finishes the file; cancelling leaves nothing.
bool film_close(Film *film, Error *error);
void film_cancel(Film *film); // takes NULL

// fps as a fraction: 25 is 25/1, 29.97 is 30000/1001.
void film_rate(double fps, int *numerator, int *denominator);

// The writers, for film.c.
typedef struct FilmWriter {
    int passes;
    bool (*open)(void **state, const FilmSpec *spec, Error *error);
    bool (*put)(void *state, uint8_t *const frames[], int count, Error *error);
    bool (*end_pass)(void *state, int pass, Error *error); // NULL: nothing between passes
    bool (*close)(void *state, Error *error);              // frees `state`, as does cancel
    void (*cancel)(void *state);
} FilmWriter;

extern const FilmWriter film_pngs, film_apng, film_y4m, film_mp4, film_webm, film_gif;

#endif
