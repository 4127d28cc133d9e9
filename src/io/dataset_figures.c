// SPDX-License-Identifier: MIT
// The built-in set: the ten figures as strokes, each picture with its own width, slant, size,
// turn and place. No libm but sqrt: the same bytes on every machine.
#include "io/dataset_figures.h"

#include "base/memory.h"
#include "core/philox.h"
#include "io/dataset_source.h"

#include <math.h>

enum { SIDE = 28, FIGURES = 10, OF_EACH = 150, POINTS = 12 };

// Each figure in a box of 10 × 14, strokes as lists of points ended by one below 0.
typedef struct Figure {
    signed char points[2 * POINTS * 2];
} Figure;

#define END  -1, -1
#define STOP -2, -2
static const Figure figures[FIGURES] = {
    { { 3, 0, 7, 0, 9, 3, 9, 11, 7, 14, 3, 14, 1, 11, 1, 3, 3, 0, STOP } },
    { { 2, 3, 5, 0, 5, 14, STOP } },
    { { 1, 3, 3, 0, 7, 0, 9, 3, 8, 6, 1, 14, 9, 14, STOP } },
    { { 1, 1, 3, 0, 7, 0, 9, 3, 7, 6, 4, 7, END, 7, 6, 9, 10, 7, 14, 3, 14, 1, 12, STOP } },
    { { 7, 14, 7, 0, 1, 10, 9, 10, STOP } },
    { { 9, 0, 2, 0, 1, 6, 6, 5, 9, 8, 8, 12, 5, 14, 1, 13, STOP } },
    { { 8, 0, 4, 2, 1, 8, 2, 13, 5, 14, 8, 13, 9, 9, 6, 7, 1, 9, STOP } },
    { { 1, 0, 9, 0, 4, 14, STOP } },
    { { 5, 6, 2, 4, 3, 0, 7, 0, 8, 4, 5, 6, 1, 9, 2, 14, 8, 14, 9, 9, 5, 6, STOP } },
    { { 2, 14, 6, 12, 9, 6, 8, 1, 5, 0, 2, 1, 1, 5, 4, 7, 9, 5, STOP } },
};

// What one picture does to its figure: a point (x, y) about the middle goes to
// (xx x + xy y + x0, yx x + yy y + y0), pixels.
typedef struct Pose {
    double xx, xy, yx, yy, x0, y0, half_width;
} Pose;

// Uniform in [low, high).
static double between(const uint32_t *word, double low, double high) {
    return low + (high - low) * (double)*word / 4294967296.0;
}

static Pose pose_of(uint32_t index) {
    uint32_t a[4], b[4];
    const uint32_t key[2] = { 1, 0 };
    philox4x32(a, (const uint32_t[4]){ index, 0, 0, 0 }, key);
    philox4x32(b, (const uint32_t[4]){ index, 1, 0, 0 }, key);
    double half_turn = between(&a[0], -0.09, 0.09); // the tangent of half the angle
    double cosine = (1 - half_turn * half_turn) / (1 + half_turn * half_turn);
    double sine = 2 * half_turn / (1 + half_turn * half_turn);
    double slant = between(&a[1], -0.25, 0.15);
    double wide = between(&a[2], 1.0, 1.4), high = between(&a[3], 1.1, 1.35);
    return (Pose){ .xx = wide * cosine,
                   .xy = high * (-sine - slant * cosine),
                   .yx = wide * sine,
                   .yy = high * (cosine - slant * sine),
                   .x0 = SIDE / 2.0 + between(&b[0], -1.2, 1.2),
                   .y0 = SIDE / 2.0 + between(&b[1], -1.2, 1.2),
                   .half_width = between(&b[2], 0.8, 1.8) };
}

// Squared distance of (x, y) from the line between two points.
static double from_line(double x, double y, const double a[2], const double b[2]) {
    double dx = b[0] - a[0], dy = b[1] - a[1], length = dx * dx + dy * dy;
    double at = length > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length : 0;
    at = at < 0 ? 0 : at > 1 ? 1 : at;
    double ex = x - a[0] - at * dx, ey = y - a[1] - at * dy;
    return ex * ex + ey * ey;
}

static void draw(uint8_t *bytes, const Figure *figure, const Pose *pose) {
    double nearest[SIDE * SIDE], last[2] = { 0 }, here[2];
    for (int i = 0; i < SIDE * SIDE; i++) nearest[i] = 1e9;
    bool pen = false;
    for (const signed char *at = figure->points; at[0] != -2; at += 2) {
        if (at[0] < 0) {
            pen = false;
            continue;
        }
        double x = at[0] - 5, y = at[1] - 7;
        here[0] = pose->xx * x + pose->xy * y + pose->x0;
        here[1] = pose->yx * x + pose->yy * y + pose->y0;
        for (int i = 0; pen && i < SIDE * SIDE; i++) {
            double away = from_line(i % SIDE + 0.5, i / SIDE + 0.5, last, here);
            if (away < nearest[i]) nearest[i] = away;
        }
        last[0] = here[0], last[1] = here[1];
        pen = true;
    }
    for (int i = 0; i < SIDE * SIDE; i++) {
        double ink = pose->half_width + 0.5 - sqrt(nearest[i]);
        ink = ink < 0 ? 0 : ink > 1 ? 1 : ink;
        bytes[i] = (uint8_t)(255 * ink + 0.5);
    }
}

bool dataset_draw_built_in(Dataset *set, Error *error) {
    static const char *const names[FIGURES] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
    if (!dataset_alloc(set, FIGURES * OF_EACH, SIDE, SIDE, 1, error)) return false;
    set->labels = mem_alloc(set->count, sizeof *set->labels);
    dataset_name_labels(set, names, FIGURES);
    for (size_t i = 0; i < set->count; i++) {
        Pose pose = pose_of((uint32_t)i);
        set->labels[i] = (uint16_t)(i % FIGURES);
        draw(set->bytes + i * SIDE * SIDE, &figures[i % FIGURES], &pose);
    }
    return true;
}
