// SPDX-License-Identifier: MIT
#include "plot/curve.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

typedef struct Curve {
    Rect frame;
    CurveRun *emit;
    void *user;
    Point *points;
    size_t count, room;
} Curve;

// Drops points that lie on the straight line between their neighbours, to a tenth of a pixel: a
// smooth curve needs a tenth of its points. In place; returns how many stay. `from` is the last
// point kept, and `low`..`high` the directions in which all points since lie close to the line.
static size_t straighten(Point *points, size_t count) {
    static const float near = 0.1f;
    size_t kept = 1, from = 0;
    float low = -INFINITY, high = INFINITY;
    for (size_t i = 1; i < count; i++) {
        float dx = points[i].x - points[from].x, dy = points[i].y - points[from].y;
        bool fits = dx > 0 && dy / dx >= low && dy / dx <= high;
        if (!fits && i > from + 1) {
            from = i - 1;
            points[kept++] = points[from];
            dx = points[i].x - points[from].x, dy = points[i].y - points[from].y;
            low = -INFINITY, high = INFINITY;
        }
        if (dx > 0) {
            low = fmaxf(low, (dy - near) / dx);
            high = fminf(high, (dy + near) / dx);
        } else {
            low = INFINITY, high = -INFINITY; // straight up or down: nothing may follow
        }
    }
    if (count > 1) points[kept++] = points[count - 1];
    return kept;
}

static void end_run(Curve *curve) {
    if (curve->count)
        curve->emit(curve->user, curve->points, straighten(curve->points, curve->count));
    curve->count = 0;
}

static void add_point(Curve *curve, Point point) {
    curve->points = mem_grow(curve->points, &curve->room, curve->count + 1, sizeof *curve->points);
    curve->points[curve->count++] = point;
}

// Liang and Barsky: the part of a -> b inside the frame, as two fractions; false when none is. In
// double, since zoomed in the points of a curve stand millions of pixels apart.
static bool clip(Rect frame, Point a, Point b, double *from, double *to) {
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y;
    const double p[4] = { -dx, dx, -dy, dy };
    const double q[4] = { (double)a.x - frame.x, (double)frame.x + frame.w - a.x,
                          (double)a.y - frame.y, (double)frame.y + frame.h - a.y };
    *from = 0, *to = 1;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0) {
            if (q[i] < 0) return false;
        } else if (p[i] < 0) {
            *from = fmax(*from, q[i] / p[i]);
        } else {
            *to = fmin(*to, q[i] / p[i]);
        }
    }
    return *from <= *to;
}

static Point between(Point a, Point b, double by) {
    return (Point){ (float)(a.x + ((double)b.x - a.x) * by),
                    (float)(a.y + ((double)b.y - a.y) * by) };
}

static void add_segment(Curve *curve, Point a, Point b) {
    double from, to;
    if (!clip(curve->frame, a, b, &from, &to)) {
        end_run(curve);
        return;
    }
    if (from > 0) end_run(curve);
    if (!curve->count) add_point(curve, between(a, b, from));
    add_point(curve, between(a, b, to));
    if (to < 1) end_run(curve);
}

Point plot_point(const Axis *x, const Axis *y, Rect frame, double across, double up) {
    return (Point){ frame.x + (float)axis_place(x, across) * frame.w,
                    frame.y + frame.h - (float)axis_place(y, up) * frame.h };
}

// Feeds the points of a dense curve: per pixel column its first, lowest, highest and last.
typedef struct Column {
    Point first, low, high, last;
    int at;
    bool any;
} Column;

static void flush_column(Curve *curve, Column *column, Point *before, bool *joined) {
    if (!column->any) return;
    bool low_first = column->low.x < column->high.x;
    const Point order[4] = { column->first, low_first ? column->low : column->high,
                             low_first ? column->high : column->low, column->last };
    for (int i = 0; i < 4; i++) {
        if (i && order[i].x == before->x && order[i].y == before->y) continue;
        if (*joined) add_segment(curve, *before, order[i]);
        *before = order[i];
        *joined = true;
    }
    column->any = false;
}

void plot_curve(const Series *series, const Axis *x, const Axis *y, Rect frame, CurveRun *emit,
                void *user) {
    Curve curve = { .frame = frame, .emit = emit, .user = user };
    Column column = { 0 };
    Point before = { 0, 0 };
    bool joined = false;
    int from = series->from, to = series->to;
    // What lies outside of the shown t is not looked at, but for one point on either side.
    if (series->x) {
        while (from < to && series->x[from + 1] <= x->min) from++;
        while (to > from && series->x[to - 1] >= x->max) to--;
    } else {
        if (x->min > from) from = (int)fmin(x->min, to);
        if (x->max < to) to = (int)fmax(ceil(x->max), from);
    }
    for (int t = from; t <= to; t++) {
        Point point = plot_point(x, y, frame, series->x ? series->x[t] : t, series->y[t]);
        if (!isfinite(point.x) || !isfinite(point.y)) {
            flush_column(&curve, &column, &before, &joined);
            end_run(&curve);
            joined = false;
            continue;
        }
        int at = (int)floorf(point.x);
        if (column.any && at != column.at) flush_column(&curve, &column, &before, &joined);
        if (!column.any) {
            column = (Column){ point, point, point, point, at, true };
        } else {
            if (point.y > column.low.y) column.low = point;
            if (point.y < column.high.y) column.high = point;
            column.last = point;
        }
    }
    flush_column(&curve, &column, &before, &joined);
    // A single step is a curve of one point.
    bool inside = before.x >= frame.x && before.x <= frame.x + frame.w && before.y >= frame.y &&
                  before.y <= frame.y + frame.h;
    if (from == to && joined && !curve.count && inside) add_point(&curve, before);
    end_run(&curve);
    free(curve.points);
}
