// SPDX-License-Identifier: MIT
#include "export/film.h"

#include "base/folder.h"
#include "base/memory.h"
#include "io/file.h"
#include "io/png.h"

#include <stdlib.h>

struct ExportFilm {
    const ExportPlan *plan;
    Film *film; // NULL: one picture
    uint8_t **frames;
    int batch, passes;
    char *made_folder; // NULL: it was there
};

static void name_frame(void *user, int frame, Text *path, Text *comment) {
    export_plan_name(user, frame, path, comment);
}

static bool make_frames(ExportFilm *film, Error *error) {
    const ExportPlan *plan = film->plan;
    film->frames = mem_alloc((size_t)film->batch, sizeof *film->frames);
    for (int i = 0; i < film->batch; i++) {
        film->frames[i] = malloc((size_t)plan->width * (size_t)plan->height * 4);
        if (!film->frames[i])
            return error_set(error, "%s: there is not enough memory for frames of %d × %d",
                             plan->arguments->out, plan->width, plan->height);
    }
    return true;
}

static bool open_film(ExportFilm *film, const atomic_bool *stop, Error *error) {
    const ExportPlan *plan = film->plan;
    const FilmSpec spec = { .format = plan->film,
                            .path = plan->arguments->out,
                            .width = plan->width,
                            .height = plan->height,
                            .grey = plan->grey,
                            .alpha = plan->transparent,
                            .fps = plan->fps,
                            .frames = plan->count,
                            .forever = plan->forever,
                            .comment = plan->comment,
                            .name = name_frame,
                            .user = (void *)plan,
                            .stop = stop };
    if (!export_plan_make_folder(plan, &film->made_folder, error)) return false;
    film->film = film_open(&spec, error);
    if (!film->film) return false;
    film->batch = film_batch(film->film);
    film->passes = film_passes(film->film);
    return true;
}

ExportFilm *export_film_open(const ExportPlan *plan, const atomic_bool *stop, Error *error) {
    ExportFilm *film = mem_alloc(1, sizeof *film);
    film->plan = plan;
    film->batch = film->passes = 1;
    if ((plan->format == EXPORT_PNG || open_film(film, stop, error)) && make_frames(film, error))
        return film;
    export_film_cancel(film);
    return NULL;
}

int export_film_passes(const ExportFilm *film) {
    return film->passes;
}

int export_film_batch(const ExportFilm *film) {
    return film->batch;
}

uint8_t *export_film_frame(ExportFilm *film, int i) {
    CHECK(i >= 0 && i < film->batch);
    return film->frames[i];
}

static bool write_picture(const ExportPlan *plan, uint8_t *rgba, Error *error) {
    size_t count = (size_t)plan->width * (size_t)plan->height;
    for (size_t i = 0; plan->grey && i < count; i++) rgba[i] = rgba[4 * i];
    int channels = plan->grey ? 1 : 4;
    const PngImage image = {
        plan->width, plan->height,  channels,         (size_t)plan->width * (size_t)channels,
        rgba,        plan->comment, plan->transparent
    };
    return png_write(plan->arguments->out, &image, error);
}

bool export_film_write(ExportFilm *film, int count, Error *error) {
    return film->film ? film_put(film->film, film->frames, count, error)
                      : write_picture(film->plan, film->frames[0], error);
}

// A folder with anything in it stays.
static void release(ExportFilm *film) {
    if (film->made_folder) folder_drop(film->made_folder);
    file_out_forget_folder();
    free(film->made_folder);
    for (int i = 0; film->frames && i < film->batch; i++) free(film->frames[i]);
    free(film->frames);
    free(film);
}

bool export_film_close(ExportFilm *film, Error *error) {
    Film *file = film->film;
    film->film = NULL;
    bool good = !file || film_close(file, error);
    release(film);
    return good;
}

void export_film_cancel(ExportFilm *film) {
    if (!film) return;
    film_cancel(film->film);
    release(film);
}
