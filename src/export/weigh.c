// SPDX-License-Identifier: MIT
#include "export/weigh.h"

#include "base/clock.h"
#include "base/folder.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/thread.h"
#include "io/png.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ExportWeigher {
    const ExportPlan *plan;
    Thread *thread; // NULL: none is at work
    atomic_bool stop, done;
    uint8_t *frames[WEIGH_RUN]; // of the run at hand
    int count;
    // Sums over the runs so far: the first frame alone, what each further one adds, and the share
    // of the picture that changes with it.
    double alone, more, changed, seconds;
    int runs, steps, packed;
    bool failed;
};

int export_weigh_frames(const ExportPlan *plan, int frames[WEIGH_FRAMES], int *length) {
    int count = plan->count, wanted = 0;
    *length = count < WEIGH_RUN ? count : WEIGH_RUN;
    int runs = count <= WEIGH_RUN ? 1 : count < WEIGH_FRAMES ? 2 : WEIGH_RUNS;
    for (int run = 0; run < runs; run++)
        for (int i = 0; i < *length; i++)
            frames[wanted++] = i + (runs > 1 ? (count - *length) * run / (runs - 1) : 0);
    return wanted;
}

// A run -------------------------------------------------------------------------------------------

static bool is_png(const ExportPlan *plan) {
    return plan->format == EXPORT_PNG || export_is_sequence(plan);
}

// As export/film.c does.
static double pack(const ExportWeigher *weigher, PngPacker *packer, uint8_t *rgba) {
    enum { CHUNKS = 57 }; // what is about one picture
    const ExportPlan *plan = weigher->plan;
    size_t count = (size_t)plan->width * (size_t)plan->height;
    int channels = plan->grey ? 1 : 4;
    for (size_t i = 0; plan->grey && i < count; i++) rgba[i] = rgba[4 * i];
    const PngImage image = {
        plan->width, plan->height, channels,         (size_t)plan->width * (size_t)channels,
        rgba,        NULL,         plan->transparent
    };
    Error error;
    double comment = plan->comment ? (double)strlen(plan->comment) + 20 : 0;
    return png_pack(packer, &image, &error) ? (double)packer->length + CHUNKS + comment : 0;
}

static void pack_run(ExportWeigher *weigher) {
    PngPacker packer = { .length = 0 };
    double start = clock_seconds();
    for (int i = 0; i < weigher->count && !weigher->stop; i++, weigher->packed++) {
        double bytes = pack(weigher, &packer, weigher->frames[i]);
        weigher->alone += bytes;
        weigher->failed |= bytes == 0;
    }
    weigher->seconds += clock_seconds() - start;
    png_packer_free(&packer);
}

// The frames as a film of their own; 0 where that fails.
static double film_bytes(ExportWeigher *weigher, const char *folder, int count) {
    const ExportPlan *plan = weigher->plan;
    char path[512];
    snprintf(path, sizeof path, "%s/weigh%s", folder, film_ending(plan->film));
    const FilmSpec spec = { .format = plan->film,
                            .path = path,
                            .width = plan->width,
                            .height = plan->height,
                            .grey = plan->grey,
                            .alpha = plan->transparent,
                            .fps = plan->fps,
                            .frames = count,
                            .forever = plan->forever,
                            .comment = plan->comment,
                            .stop = &weigher->stop };
    Error error;
    size_t size = (size_t)plan->width * (size_t)plan->height * 4;
    uint8_t *frame = malloc(size); // which putting it may change
    Film *film = frame ? film_open(&spec, &error) : NULL;
    bool good = film != NULL;
    for (int i = 0; good && i < count * film_passes(film); i++) {
        memcpy(frame, weigher->frames[i % count], size);
        good = film_put(film, (uint8_t *const[]){ frame }, 1, &error);
    }
    if (film && good)
        good = film_close(film, &error);
    else
        film_cancel(film);
    free(frame);
    double bytes = good ? (double)path_bytes(path) : 0;
    remove(path);
    return bytes;
}

// In blocks of 16 × 16, as films are coded.
static double changed_share(const ExportPlan *plan, const uint8_t *a, const uint8_t *b) {
    enum { BLOCK = 16 };
    size_t stride = (size_t)plan->width * 4;
    int changed = 0, all = 0;
    for (int y = 0; y < plan->height; y += BLOCK)
        for (int x = 0; x < plan->width; x += BLOCK, all++) {
            size_t wide = 4 * (size_t)(plan->width - x < BLOCK ? plan->width - x : BLOCK);
            bool same = true;
            for (int row = y; same && row < y + BLOCK && row < plan->height; row++) {
                size_t at = (size_t)row * stride + 4 * (size_t)x;
                same = memcmp(a + at, b + at, wide) == 0;
            }
            changed += !same;
        }
    return (double)changed / all;
}

static void film_run(ExportWeigher *weigher) {
    char folder[256];
    Error error;
    if (!folder_make_temporary(folder, sizeof folder, &error)) {
        weigher->failed = true;
        return;
    }
    double alone = film_bytes(weigher, folder, 1), all = alone;
    if (alone > 0 && weigher->count > 1) all = film_bytes(weigher, folder, weigher->count);
    folder_drop(folder);
    weigher->failed |= alone == 0 || all == 0;
    weigher->alone += alone;
    weigher->more += fmax(0, all - alone);
    weigher->steps += weigher->count - 1;
    for (int i = 1; i < weigher->count; i++)
        weigher->changed +=
            changed_share(weigher->plan, weigher->frames[i - 1], weigher->frames[i]);
}

static void work(void *user) {
    ExportWeigher *weigher = user;
    if (is_png(weigher->plan))
        pack_run(weigher);
    else
        film_run(weigher);
    weigher->runs++;
    weigher->done = true;
}

// From outside
// -------------------------------------------------------------------------------------

ExportWeigher *export_weigher_create(const ExportPlan *plan) {
    ExportWeigher *weigher = mem_alloc(1, sizeof *weigher);
    weigher->plan = plan;
    return weigher;
}

static void end_run(ExportWeigher *weigher) {
    if (weigher->thread) thread_join(weigher->thread);
    weigher->thread = NULL;
    for (int i = 0; i < weigher->count; i++) free(weigher->frames[i]);
    weigher->count = 0;
}

void export_weigher_free(ExportWeigher *weigher) {
    if (!weigher) return;
    weigher->stop = true;
    end_run(weigher);
    free(weigher);
}

void export_weigher_add(ExportWeigher *weigher, uint8_t *const frames[], int count) {
    CHECK(!weigher->thread && count > 0 && count <= WEIGH_RUN);
    memcpy(weigher->frames, frames, (size_t)count * sizeof *frames);
    weigher->count = count;
    weigher->done = false;
    weigher->thread = thread_start(work, weigher);
    if (weigher->thread) return;
    work(weigher); // here, then
    end_run(weigher);
}

bool export_weigher_is_busy(ExportWeigher *weigher) {
    if (weigher->thread && weigher->done) end_run(weigher);
    return weigher->thread != NULL;
}

// x264 goes on refining what stands still: by this share of the first frame after so many more,
// measured on strips and plots.
static double refined(double frames) {
    return 0.71 * (1 - pow(1 + frames / 4, -0.7));
}

// What a film with a whole frame in every `group` takes.
static double in_groups(int count, int group, double alone, double more, double still) {
    double bytes = 0;
    for (int left = count; left > 0; left -= group) {
        int frames = left < group ? left : group;
        bytes += alone * (1 + still * refined(frames - 1)) + more * (frames - 1);
    }
    return bytes;
}

double export_weigher_bytes(const ExportWeigher *weigher) {
    enum { X264_GROUP = 250, VP9_GROUP = 128 };
    const ExportPlan *plan = weigher->plan;
    if (weigher->failed || !weigher->runs) return 0;
    if (is_png(plan)) return weigher->alone / weigher->packed * plan->count;
    double alone = weigher->alone / weigher->runs, steps = fmax(1, weigher->steps);
    double more = weigher->more / steps, changed = weigher->changed / steps;
    if (plan->film == FILM_WEBM) return in_groups(plan->count, VP9_GROUP, alone, more, 0);
    if (plan->film != FILM_MP4) return alone + more * (plan->count - 1);
    // What short runs spent on refining is spent but once, and what changes costs no more than it
    // does in a frame of its own.
    double each = steps / weigher->runs, still = 1 - changed, skipped = 40;
    if (weigher->steps) more -= still * alone * refined(each) / each;
    more = fmin(fmax(more, skipped), 3 * changed * alone + skipped);
    return in_groups(plan->count, X264_GROUP, alone, more, still);
}

double export_weigher_seconds(const ExportWeigher *weigher) {
    return weigher->packed ? weigher->seconds / weigher->packed : 0;
}
