// SPDX-License-Identifier: MIT
// Frames of the window as numbered PNG files and as animated PNG, packed side by side as an export
// does: t goes through the chain. Drawing them is not counted.
#include "base/clock.h"
#include "base/folder.h"
#include "cli/bench.h"
#include "io/film.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCHES = 6, MOST = 8 }; // MOST: frames in a batch

static void name_frame(void *user, int frame, Text *path, Text *comment) {
    (void)frame, (void)comment; // each takes the place of the one before
    text_append(path, "%s", (const char *)user);
}

static bool draw(App *app, uint8_t *rgba, int frame, int frames, Error *error) {
    char line[32];
    snprintf(line, sizeof line, "set t %d", 1 + frame * app->settings.schedule.steps / frames);
    if (!app_run(app, line, error)) return false;
    app_draw(app);
    renderer_read(app->renderer, app->width, app->height, rgba);
    return true;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The first batch warms up. The film is cancelled: it is not to stay.
static bool measure(BenchFile *out, FilmFormat format, char *path, App *app,
                    uint8_t *const rgba[MOST], Error *error) {
    FilmSpec spec = { .format = format,
                      .path = path,
                      .width = app->width,
                      .height = app->height,
                      .fps = 25,
                      .frames = BATCHES * MOST,
                      .name = name_frame,
                      .user = path };
    Film *film = film_open(&spec, error);
    int batch = film ? film_batch(film) : 0;
    double times[BATCHES];
    bool good = film != NULL;
    for (int i = 0; good && i < BATCHES; i++) {
        for (int k = 0; good && k < batch; k++)
            good = draw(app, rgba[k], i * batch + k, BATCHES * batch, error);
        double start = clock_seconds();
        good = good && film_put(film, rgba, batch, error);
        times[i] = (clock_seconds() - start) / batch;
    }
    film_cancel(film);
    remove(path);
    if (!good) return false;
    qsort(times + 1, BATCHES - 1, sizeof times[0], ascending);
    double seconds = times[BATCHES / 2];
    out->ms = seconds * 1e3;
    out->mb_s = 3.0 * app->width * app->height / seconds * 1e-6;
    return true;
}

bool bench_files(BenchFiles *out, App *app, Error *error) {
    char folder[256], path[300];
    if (!folder_make_temporary(folder, sizeof folder, error)) return false;
    snprintf(path, sizeof path, "%s/frame", folder);
    uint8_t *rgba[MOST];
    bool good = true;
    for (int i = 0; i < MOST; i++) {
        rgba[i] = malloc((size_t)app->width * (size_t)app->height * 4);
        good = good && rgba[i];
    }
    if (!good) error_set(error, "bench: no memory for frames");
    out->measured = good && measure(&out->png, FILM_PNGS, path, app, rgba, error) &&
                    measure(&out->apng, FILM_APNG, path, app, rgba, error);
    for (int i = 0; i < MOST; i++) free(rgba[i]);
    folder_drop(folder);
    return out->measured;
}
