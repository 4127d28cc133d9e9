// SPDX-License-Identifier: MIT
#include "app/export.h"
#include "base/memory.h"
#include "io/png.h"

#include <stdlib.h>

static void name_frame(void *user, int frame, Text *path, Text *comment) {
    export_plan_name(user, frame, path, comment);
}

static void free_frames(uint8_t **frames, int count) {
    for (int i = 0; i < count; i++) free(frames[i]);
    free(frames);
}

static uint8_t **make_frames(const ExportPlan *plan, int count, Error *error) {
    uint8_t **frames = mem_alloc((size_t)count, sizeof *frames);
    for (int i = 0; i < count; i++) {
        frames[i] = malloc((size_t)plan->width * (size_t)plan->height * 4);
        if (frames[i]) continue;
        error_set(error, "%s: there is not enough memory for frames of %d × %d",
                  plan->arguments->out, plan->width, plan->height);
        free_frames(frames, count);
        return NULL;
    }
    return frames;
}

// All frames once, in batches: as many as are packed side by side are held, however long the film.
static bool put_all(const ExportPlan *plan, const ExportWork *work, Film *film, uint8_t **frames,
                    int pass, Error *error) {
    int batch = film_batch(film), all = plan->count * film_passes(film);
    for (int first = 0; first < plan->count; first += batch) {
        int count = plan->count - first < batch ? plan->count - first : batch;
        for (int i = 0; i < count; i++) {
            int done = pass * plan->count + first + i;
            if (work->progress && !work->progress(work->user, done, all))
                return error_set(error, "%s: cancelled", plan->arguments->out);
            if (!work->paint(work->user, plan->frames[first + i].t, frames[i], error)) return false;
        }
        if (!film_put(film, frames, count, error)) return false;
    }
    return true;
}

static bool write_film(const ExportPlan *plan, const ExportWork *work, Error *error) {
    const FilmSpec spec = { .format = plan->film,
                            .path = plan->arguments->out,
                            .width = plan->width,
                            .height = plan->height,
                            .grey = plan->grey,
                            .fps = plan->fps,
                            .frames = plan->count,
                            .forever = plan->forever,
                            .comment = plan->comment,
                            .name = name_frame,
                            .user = (void *)plan,
                            .stop = work->stop };
    Film *film = film_open(&spec, error);
    if (!film) return false;
    int batch = film_batch(film), passes = film_passes(film);
    uint8_t **frames = make_frames(plan, batch, error);
    bool good = frames != NULL;
    for (int pass = 0; good && pass < passes; pass++)
        good = put_all(plan, work, film, frames, pass, error);
    if (frames) free_frames(frames, batch);
    if (!good) {
        film_cancel(film);
        return false;
    }
    int all = plan->count * passes;
    if (!film_close(film, error)) return false;
    if (work->progress) work->progress(work->user, all, all);
    return true;
}

static bool write_picture(const ExportPlan *plan, const ExportWork *work, Error *error) {
    uint8_t **frames = make_frames(plan, 1, error);
    if (!frames) return false;
    bool good = work->paint(work->user, plan->frames[0].t, frames[0], error);
    size_t count = (size_t)plan->width * (size_t)plan->height;
    for (size_t i = 0; good && plan->grey && i < count; i++) frames[0][i] = frames[0][4 * i];
    int channels = plan->grey ? 1 : 4;
    const PngImage image = { plan->width, plan->height,
                             channels,    (size_t)plan->width * (size_t)channels,
                             frames[0],   plan->comment };
    good = good && png_write(plan->arguments->out, &image, error);
    free_frames(frames, 1);
    if (good && work->progress) work->progress(work->user, 1, 1);
    return good;
}

bool export_film(const ExportPlan *plan, const ExportWork *work, Error *error) {
    if (plan->count == 0) return true; // --resume found all of them
    return plan->format == EXPORT_PNG ? write_picture(plan, work, error)
                                      : write_film(plan, work, error);
}
