// SPDX-License-Identifier: MIT
// The files of a plan of EXPORT_PNG or EXPORT_FILM, frame by frame.
#ifndef ALPHABAR_EXPORT_FILM_H
#define ALPHABAR_EXPORT_FILM_H

#include "export/plan.h"

#include <stdatomic.h>

typedef struct ExportFilm ExportFilm;

// NULL where it cannot be begun. A sequence makes its folder; where in the end nothing stands in
// it, it goes again. `stop` as FilmSpec has it. The plan must live as long as the film.
ExportFilm *export_film_open(const ExportPlan *plan, const atomic_bool *stop, Error *error);

// How often all frames are put, and how many at once, at most: fewer only at a pass's end.
int export_film_passes(const ExportFilm *film);
int export_film_batch(const ExportFilm *film);

// Where the frame number i of the next batch goes: RGBA, of the plan's width × height.
uint8_t *export_film_frame(ExportFilm *film, int i);
bool export_film_write(ExportFilm *film, int count, Error *error); // may change the frames

// Both free the film. Closing finishes the file; cancelling leaves nothing, but of a sequence what
// is whole. `film` may be NULL.
bool export_film_close(ExportFilm *film, Error *error);
void export_film_cancel(ExportFilm *film);

#endif
