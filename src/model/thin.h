// SPDX-License-Identifier: MIT
// A picture as a screen shows it: thinned out, pixels picked and none averaged. Of a picture whose
// planes are not held (model_holds_planes) only the noise that is seen is drawn.
#ifndef ALPHABAR_MODEL_THIN_H
#define ALPHABAR_MODEL_THIN_H

#include "model/model.h"

// What is drawn for a thin picture: each of its columns and rows once, or all between the first and
// the last where they lie so close that drawing in rows is cheaper.
typedef struct ThinGrid {
    Part part; // what it was made for
    int width, height, of_width, of_height;
    int wide, high;    // drawn
    int *column, *row; // for each pixel of the thin picture, which of those it is
    uint32_t *places;  // of the drawn, row by row
    bool own;          // the drawn are the thin picture's own pixels
    Picture drawn;
    NoiseCache cache;
} ThinGrid;

// All planes thinned out: a part of the picture (0..1), as width × height pixels. Zero is an empty
// one.
typedef struct Thin {
    Picture x, n, n_prev, eta;
    ThinGrid grid;
    unsigned eta_stamp; // the model's, of eta where the planes are not held
} Thin;

bool model_thin(const Model *model, Thin *thin, Part part, int width, int height, Error *error);
// Draw number `number`, thinned out alike, into `out`, zero or a picture.
bool model_thin_draw(const Model *model, Thin *thin, uint32_t number, Part part, int width,
                     int height, Picture *out, Error *error);
void thin_free(Thin *thin);

// Some pictures at once; `thin` NULL takes them whole, from planes that are held.
void model_pictures(const Model *model, const Thin *thin, const PictureKind kinds[], int count,
                    uint8_t *const rgba[]);

// The steps of the film strip: at most STRIP_CELLS, ascending from 1 to T.
enum { STRIP_CELLS = 11 };
int model_strip_steps(const Schedule *schedule, int steps[STRIP_CELLS]);

// z at another step than the model's, of a picture with every plane thinned out to width × height:
// RGBA bytes. Fails where there is no memory.
bool model_strip_rgba(const Model *model, int t, int width, int height, uint8_t *rgba,
                      Error *error);

// The same of another schedule's chain: the same picture, the same noise. Any thread.
bool model_strip_rgba_of(const Model *model, const Schedule *schedule, int t, int width, int height,
                         uint8_t *rgba, Error *error);

#endif
