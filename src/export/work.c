// SPDX-License-Identifier: MIT
#include "export/work.h"

#include "base/memory.h"
#include "export/film.h"
#include "export/frame.h"
#include "export/svg.h"
#include "io/betas.h"
#include "io/npy.h"

#include <stdlib.h>

struct ExportWork {
    const ExportPlan *plan;
    const ExportSource *source;
    const atomic_bool *stop;
    ExportFilm *film;
    NpyOut npy;
    Picture values; // of the .npy
    int made, all;  // frames
    int held;       // of these, not put yet
    bool arrived;   // the source is at the next frame
    bool done;
};

// ---- a frame

static bool go_to(const ExportWork *work, int t, Error *error) {
    const ExportPlan *plan = work->plan;
    const ExportSource *source = work->source;
    if (plan->arguments->lesson) return source->seek(source->user, t / plan->fps, error);
    return export_has_t(plan->what, t, error) && source->go_to(source->user, t, error);
}

// One step towards a source that shows the frame's moment, and all of it.
static bool approach(ExportWork *work, bool *ready, Error *error) {
    const ExportPlan *plan = work->plan;
    const ExportSource *source = work->source;
    *ready = false;
    if (!work->arrived) {
        if (!go_to(work, plan->frames[work->made % plan->count].t, error)) return false;
        work->arrived = true;
    }
    if (export_is_drawn(plan->what)) return source->prepare(source->user, ready, error);
    return *ready = true;
}

static bool make_frame(ExportWork *work, Error *error) {
    const ExportPlan *plan = work->plan;
    const ExportSource *source = work->source;
    uint8_t *rgba = export_film_frame(work->film, work->held);
    bool good = export_is_drawn(plan->what)
                    ? source->draw(source->user, rgba, error)
                    : export_paint(plan, source->model(source->user),
                                   source->settings(source->user)->look.theme, rgba, error);
    work->held++, work->made++;
    work->arrived = false;
    return good;
}

// ---- the formats

// In batches: as many frames as are packed side by side are held, however long the film.
static bool step_film(ExportWork *work, Error *error) {
    bool ready;
    if (!approach(work, &ready, error)) return false;
    if (!ready) return true;
    if (!make_frame(work, error)) return false;
    bool full = work->held == export_film_batch(work->film);
    if (full || work->made % work->plan->count == 0) {
        if (!export_film_write(work->film, work->held, error)) return false;
        work->held = 0;
    }
    if (work->made < work->all) return true;
    ExportFilm *film = work->film;
    work->film = NULL;
    return work->done = export_film_close(film, error);
}

static bool step_npy(ExportWork *work, Error *error) {
    bool ready;
    const Model *model = work->source->model(work->source->user);
    if (!approach(work, &ready, error)) return false;
    if (!model_values(model, export_picture(work->plan->what), &work->values, error)) return false;
    if (!npy_append(&work->npy, &work->values, error)) return false;
    work->made++;
    work->arrived = false;
    if (work->made < work->all) return true;
    return work->done = npy_commit(&work->npy, error);
}

static bool step_svg(ExportWork *work, Error *error) {
    bool ready;
    if (!work->source->prepare(work->source->user, &ready, error)) return false;
    if (!ready) return true;
    work->made = 1;
    return work->done = export_svg(work->plan, work->source, error);
}

static bool write_table(ExportWork *work, Error *error) {
    const ExportSource *source = work->source;
    Notation notation = (Notation)source->settings(source->user)->look.notation;
    FileOut out;
    if (!file_out_open(&out, work->plan->arguments->out, error)) return false;
    // A failed write shows at the commit.
    betas_write_csv(out.stream, &source->model(source->user)->schedule, notation);
    work->made = 1;
    return work->done = file_out_commit(&out, error);
}

// ---- from outside

static bool open_npy(ExportWork *work, Error *error) {
    const ExportPlan *plan = work->plan;
    const Picture *x = &work->source->model(work->source->user)->x;
    return picture_alloc(&work->values, x->width, x->height, x->channels, error) &&
           npy_open(&work->npy, plan->arguments->out, plan->arguments->film ? plan->count : 0,
                    x->height, x->width, x->channels, error);
}

static bool open_film(ExportWork *work, Error *error) {
    work->film = export_film_open(work->plan, work->stop, error);
    if (work->film) work->all *= export_film_passes(work->film);
    return work->film != NULL;
}

ExportWork *export_work_open(const ExportPlan *plan, const ExportSource *source,
                             const atomic_bool *stop, Error *error) {
    ExportWork *work = mem_alloc(1, sizeof *work);
    work->plan = plan;
    work->source = source;
    work->stop = stop;
    work->all = plan->count;
    work->done = plan->count == 0; // --resume found all of them
    bool good = true;
    switch (plan->format) {
    case EXPORT_CSV:
    case EXPORT_SVG: break;
    case EXPORT_NPY: good = open_npy(work, error); break;
    case EXPORT_PNG:
    case EXPORT_FILM: good = work->done || open_film(work, error); break;
    }
    if (good) return work;
    export_work_free(work);
    return NULL;
}

static bool is_stopped(const ExportWork *work) {
    return work->stop && *work->stop;
}

static bool step(ExportWork *work, Error *error) {
    switch (work->plan->format) {
    case EXPORT_CSV: return write_table(work, error);
    case EXPORT_SVG: return step_svg(work, error);
    case EXPORT_NPY: return step_npy(work, error);
    default: return step_film(work, error);
    }
}

bool export_work_step(ExportWork *work, Error *error) {
    if (work->done || (!is_stopped(work) && step(work, error))) return true;
    // Whatever it was in that failed.
    if (is_stopped(work)) error_set(error, "%s: cancelled", work->plan->arguments->out);
    return false;
}

bool export_work_is_done(const ExportWork *work) {
    return work->done;
}

void export_work_count(const ExportWork *work, int *done, int *all) {
    *done = work->made;
    *all = work->all;
}

void export_work_free(ExportWork *work) {
    if (!work) return;
    export_film_cancel(work->film);
    npy_cancel(&work->npy);
    picture_free(&work->values);
    free(work);
}

bool export_work_all(const ExportPlan *plan, const ExportSource *source, ExportProgress *progress,
                     void *user, Error *error) {
    ExportWork *work = export_work_open(plan, source, NULL, error);
    bool good = work != NULL;
    while (good && !export_work_is_done(work)) {
        int done, all;
        good = export_work_step(work, error);
        export_work_count(work, &done, &all);
        if (progress && good) progress(user, done, all);
    }
    export_work_free(work);
    return good;
}
