// SPDX-License-Identifier: MIT
// What an export writes, and how a film goes through its steps; with the names on the command line.
#ifndef ALPHABAR_CONF_WHAT_H
#define ALPHABAR_CONF_WHAT_H

typedef enum What {
    WHAT_WINDOW,
    WHAT_X,
    WHAT_Z,
    WHAT_ZPREV,
    WHAT_NOISE,
    WHAT_MEAN,
    WHAT_SAMPLE,
    WHAT_RESIDUAL,
    WHAT_X_HAT,
    WHAT_V,
    WHAT_SCORE,
    WHAT_VELOCITY,
    WHAT_STRIP,
    WHAT_PLOTS,
    // Figures: a part of the window by itself, set for paper and slides.
    WHAT_SIGNAL,
    WHAT_VARIANCE,
    WHAT_PIXEL,
    WHAT_EQUATION,
    WHAT_FIGURE,   // the strip with its captions
    WHAT_STAGE,    // the panels of the stage or the view, without the window around them
    WHAT_SCHEDULE, // its table or list of beta
    WHATS
} What;

extern const char *const what_names[WHATS + 1]; // the last is NULL

// How a film goes through its range of t.
typedef enum Ease { EASE_LINEAR, EASE_IN, EASE_OUT, EASE_IN_OUT, EASE_LOG_SNR, EASES } Ease;
typedef enum FilmLoop { FILM_ONCE, FILM_FOREVER, FILM_PINGPONG, FILM_LOOPS } FilmLoop;
extern const char *const ease_names[EASES + 1];
extern const char *const loop_names[FILM_LOOPS + 1];

#endif
