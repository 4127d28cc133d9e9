// SPDX-License-Identifier: MIT
#include "model/thin.h"

#include "base/memory.h"
#include "core/kernels.h"

#include <stdlib.h>
#include <string.h>

// The grid ---------------------------------------------------------------------------------------

// A value that is drawn by itself is some three times as dear as one in its row.
static const double FEWER_THAN_A_ROW = 2.5;

enum { CACHE_BYTES = 64 << 20 };

static void grid_free(ThinGrid *grid) {
    free(grid->column);
    free(grid->row);
    free(grid->places);
    picture_free(&grid->drawn);
    noise_cache_free(&grid->cache);
    *grid = (ThinGrid){ 0 };
}

// Which of a side's pixels are drawn, into `drawn`, and which of those each of `count` picked ones
// is. Returns how many are drawn. `all`: those between as well where they are cheaper.
static int pick_side(int *which, int *drawn, int count, double from, double width, int side,
                     bool all) {
    int picked = 0, first = picture_pick(0, count, from, width, side);
    int last = picture_pick(count - 1, count, from, width, side);
    for (int i = 0, before = -1; i < count; i++) {
        int at = picture_pick(i, count, from, width, side);
        if (at != before) drawn[picked++] = before = at;
        which[i] = picked - 1;
    }
    int between = last - first + 1;
    if (!all || between > FEWER_THAN_A_ROW * picked) return picked;
    for (int i = 0; i < count; i++) which[i] = drawn[which[i]] - first;
    return between;
}

static bool grid_is_for(const ThinGrid *grid, const Picture *x, Part part, int width, int height) {
    return grid->places && memcmp(&grid->part, &part, sizeof part) == 0 && grid->width == width &&
           grid->height == height && grid->of_width == x->width && grid->of_height == x->height;
}

static bool grid_make(ThinGrid *grid, const Picture *x, Part part, int width, int height,
                      Error *error) {
    if (grid_is_for(grid, x, part, width, height)) return true;
    grid_free(grid);
    int *columns = mem_alloc((size_t)(width > x->width ? width : x->width), sizeof *columns);
    int *rows = mem_alloc((size_t)height, sizeof *rows);
    grid->column = mem_alloc((size_t)width, sizeof(int));
    grid->row = mem_alloc((size_t)height, sizeof(int));
    int wide = pick_side(grid->column, columns, width, part.x, part.width, x->width, true);
    int high = pick_side(grid->row, rows, height, part.y, part.height, x->height, false);
    int first = picture_pick(0, width, part.x, part.width, x->width);
    bool all =
        columns[0] + wide - 1 == picture_pick(width - 1, width, part.x, part.width, x->width);
    grid->places = mem_try((size_t)wide * (size_t)high, sizeof *grid->places);
    for (int y = 0; grid->places && y < high; y++)
        for (int c = 0; c < wide; c++)
            grid->places[(size_t)y * (size_t)wide + (size_t)c] =
                (uint32_t)rows[y] * (uint32_t)x->width + (uint32_t)(all ? first + c : columns[c]);
    free(columns);
    free(rows);
    grid->wide = wide, grid->high = high;
    grid->own = wide == width && high == height;
    grid->cache.limit = CACHE_BYTES;
    grid->part = part;
    grid->width = width, grid->height = height;
    grid->of_width = x->width, grid->of_height = x->height;
    return grid->places || error_set(error, "there is not enough memory to show the picture");
}

static bool shape(Picture *picture, int width, int height, int channels, Error *error) {
    return (picture->width == width && picture->height == height &&
            picture->channels == channels) ||
           picture_alloc(picture, width, height, channels, error);
}

static void spread(Picture *out, const ThinGrid *grid) {
    for (int c = 0; c < out->channels; c++) {
        float *to = picture_plane(out, c);
        for (int y = 0; y < out->height; y++, to += out->width) {
            const float *from =
                picture_plane(&grid->drawn, c) + (size_t)grid->row[y] * (size_t)grid->drawn.width;
            for (int x = 0; x < out->width; x++) to[x] = from[grid->column[x]];
        }
    }
}

// What the noise is drawn into, to be spread over `out` afterwards; NULL where there is no memory.
static Picture *grid_canvas(ThinGrid *grid, Picture *out, int channels, Error *error) {
    if (!shape(out, grid->width, grid->height, channels, error)) return NULL;
    if (grid->own) return out;
    return shape(&grid->drawn, grid->wide, grid->high, channels, error) ? &grid->drawn : NULL;
}

static PathPlaces grid_places(const ThinGrid *grid) {
    return (PathPlaces){ .list = grid->places };
}

static NoiseSpec spec_of(const Model *model) {
    return (NoiseSpec){ model->made.noise.seed, (Coupling)model->made.noise.coupling };
}

// Thin pictures ----------------------------------------------------------------------------------

static bool draw_noise(const Model *model, Thin *thin, Picture *out, int t, Error *error) {
    ThinGrid *grid = &thin->grid;
    const NoiseSpec spec = spec_of(model);
    Picture *to = grid_canvas(grid, out, model->x.channels, error);
    if (!to) return false;
    noise_fill_cached_at(to, &grid->cache, &spec, &model->schedule, t, grid_places(grid));
    if (to != out) spread(out, grid);
    return true;
}

static bool draw_eta(const Model *model, ThinGrid *grid, uint32_t number, Picture *out,
                     Error *error) {
    Picture *to = grid_canvas(grid, out, model->x.channels, error);
    if (!to) return false;
    noise_fill_eta_at(to, model->made.noise.seed, number, grid_places(grid));
    if (to != out) spread(out, grid);
    return true;
}

bool model_thin(const Model *model, Thin *thin, Part part, int width, int height, Error *error) {
    if (!picture_thin(&thin->x, &model->x, part, width, height, error)) return false;
    if (model_holds_planes(model)) noise_cache_free(&thin->grid.cache);
    if (model_holds_planes(model))
        return picture_thin(&thin->n, &model->n, part, width, height, error) &&
               picture_thin(&thin->n_prev, &model->n_prev, part, width, height, error) &&
               picture_thin(&thin->eta, &model->eta, part, width, height, error);
    bool same = grid_is_for(&thin->grid, &model->x, part, width, height);
    int t = model->made.t;
    if (!grid_make(&thin->grid, &model->x, part, width, height, error)) return false;
    if (spec_of(model).coupling == COUPLING_JUMP || t == 1)
        picture_free(&thin->n_prev);
    else if (!draw_noise(model, thin, &thin->n_prev, t - 1, error))
        return false;
    if (!draw_noise(model, thin, &thin->n, t, error)) return false;
    if (same && thin->eta.values && thin->eta_stamp == model->eta_stamp) return true;
    thin->eta_stamp = model->eta_stamp;
    return draw_eta(model, &thin->grid, (uint32_t)model->made.noise.draw, &thin->eta, error);
}

bool model_thin_draw(const Model *model, Thin *thin, uint32_t number, Part part, int width,
                     int height, Picture *out, Error *error) {
    return grid_make(&thin->grid, &model->x, part, width, height, error) &&
           draw_eta(model, &thin->grid, number, out, error);
}

void thin_free(Thin *thin) {
    picture_free(&thin->x);
    picture_free(&thin->n);
    picture_free(&thin->n_prev);
    picture_free(&thin->eta);
    grid_free(&thin->grid);
}

void model_pictures(const Model *model, const Thin *thin, const PictureKind kinds[], int count,
                    uint8_t *const rgba[]) {
    const NoisePlanes planes = thin
                                   ? (NoisePlanes){ thin->x, thin->n, thin->n_prev, thin->eta }
                                   : (NoisePlanes){ model->x, model->n, model->n_prev, model->eta };
    PictureBytes pictures[PICTURE_KINDS];
    CHECK(count <= PICTURE_KINDS && planes.n.values);
    for (int i = 0; i < count; i++)
        pictures[i] = model_picture_bytes(model, &planes, kinds[i], rgba[i]);
    pictures_to_bytes(pictures, (size_t)count, picture_plane_length(&planes.x));
}

// The film strip ---------------------------------------------------------------------------------

int model_strip_steps(const Schedule *schedule, int steps[STRIP_CELLS]) {
    int count = 0;
    for (int i = 0; i < STRIP_CELLS; i++) {
        bool all = schedule->steps <= STRIP_CELLS;
        int t = all ? i + 1 : (int)((double)schedule->steps * i / (STRIP_CELLS - 1) + 0.5);
        if (t < 1) t = 1;
        if (t > schedule->steps) break;
        if (!count || t > steps[count - 1]) steps[count++] = t;
    }
    return count;
}

// n at another step, of the pixels that a thumbnail picks.
static bool strip_noise(const Model *model, const Schedule *schedule, Picture *out, int t,
                        int width, int height, Error *error) {
    const NoiseSpec spec = spec_of(model);
    const Part whole = { 0, 0, 1, 1 };
    bool shown = schedule == &model->schedule && t == model->made.t;
    if (model_holds_planes(model) && (spec.coupling == COUPLING_JUMP || shown))
        return picture_thin(out, &model->n, whole, width, height, error);
    ThinGrid grid = { 0 };
    Picture *to = NULL;
    if (grid_make(&grid, &model->x, whole, width, height, error))
        to = grid_canvas(&grid, out, model->x.channels, error);
    if (to) noise_fill_at(to, &spec, schedule, t, grid_places(&grid));
    if (to && to != out) spread(out, &grid);
    grid_free(&grid);
    return to != NULL;
}

bool model_strip_rgba(const Model *model, int t, int width, int height, uint8_t *rgba,
                      Error *error) {
    return model_strip_rgba_of(model, &model->schedule, t, width, height, rgba, error);
}

bool model_strip_rgba_of(const Model *model, const Schedule *schedule, int t, int width, int height,
                         uint8_t *rgba, Error *error) {
    const Part whole = { 0, 0, 1, 1 };
    Picture x = { 0 }, n = { 0 };
    bool good = picture_thin(&x, &model->x, whole, width, height, error) &&
                strip_noise(model, schedule, &n, t, width, height, error);
    if (good) {
        MixPlanes planes[3];
        for (int i = 0; i < 3; i++) {
            int channel = model->shown[i];
            planes[i] = (MixPlanes){ picture_plane(&x, channel), picture_plane(&n, channel), NULL };
        }
        Mix mix = posterior_mix(schedule, t, PICTURE_Z);
        kernels()->mix_rgba(rgba, (size_t)width * (size_t)height, &mix, planes);
    }
    picture_free(&x);
    picture_free(&n);
    return good;
}
