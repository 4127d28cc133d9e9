// SPDX-License-Identifier: MIT
#include "stage/stage.h"

#include <math.h>

// Units of the layout.
static const float SIDE = 16, TOP = 14, FOOT = 8, ROW_GAP = 12, COLUMN_GAP = 24;

typedef struct Layout {
    Stage *stage;
    const Scene *scene;
} Layout;

// The rows of one column, or of all columns that are stacked.
typedef struct Rows {
    int node[STAGE_NODES];
    int count;
} Rows;

static StageNode *at(const Layout *layout, int node) {
    return &layout->stage->nodes[node];
}

static float px(const Layout *layout, float units) {
    return ui_px(layout->scene->ui, units);
}

PanelSize stage_least(const StageNode *leaf, const Scene *scene) {
    if (scene->lecture && leaf->panel->lecture.h > 0) return leaf->panel->lecture;
    return leaf->panel->least_of ? leaf->panel->least_of(&leaf->choice) : leaf->panel->least;
}

// What is left out -------------------------------------------------------------------------------

static int count_shown(const Layout *layout, int node) {
    if (at(layout, node)->kind == STAGE_LEAF) return !at(layout, node)->left_out;
    int count = 0;
    for (int child = at(layout, node)->first; child; child = at(layout, child)->next)
        count += count_shown(layout, child);
    return count;
}

// Of a row or a column; 0 where it shows nothing.
static int last_shown(const Layout *layout, int node) {
    if (at(layout, node)->kind == STAGE_LEAF) return at(layout, node)->left_out ? 0 : node;
    int last = 0;
    for (int child = at(layout, node)->first; child; child = at(layout, child)->next) {
        int found = last_shown(layout, child);
        if (found) last = found;
    }
    return last;
}

static Rows shown_rows(const Layout *layout, const Rows *rows) {
    Rows shown = { .count = 0 };
    for (int i = 0; i < rows->count; i++)
        if (count_shown(layout, rows->node[i])) shown.node[shown.count++] = rows->node[i];
    return shown;
}

static void add_rows(const Layout *layout, int column, Rows *rows) {
    for (int row = at(layout, column)->first; row; row = at(layout, row)->next)
        rows->node[rows->count++] = row;
}

// Least sizes, in pixels -------------------------------------------------------------------------

static float least_width(const Layout *layout, int node);

static float sum_of_widths(const Layout *layout, int columns) {
    float sum = 0;
    int count = 0;
    for (int child = at(layout, columns)->first; child; child = at(layout, child)->next) {
        if (!count_shown(layout, child)) continue;
        sum += least_width(layout, child);
        count++;
    }
    return sum + px(layout, COLUMN_GAP) * (float)(count > 1 ? count - 1 : 0);
}

// Columns can be stacked, so that only the widest counts.
static float least_width(const Layout *layout, int node) {
    const StageNode *here = at(layout, node);
    if (here->kind == STAGE_LEAF)
        return here->left_out ? 0 : px(layout, stage_least(here, layout->scene).w);
    float most = 0;
    for (int child = here->first; child; child = at(layout, child)->next)
        most = fmaxf(most, least_width(layout, child));
    return most;
}

static float least_height(const Layout *layout, int node, float width) {
    const StageNode *here = at(layout, node);
    if (here->kind == STAGE_LEAF)
        return here->left_out ? 0 : px(layout, stage_least(here, layout->scene).h);
    bool stacks = here->kind == STAGE_COLUMN || sum_of_widths(layout, node) > width;
    float sum = 0, most = 0, gap = 0;
    for (int child = here->first; child; child = at(layout, child)->next) {
        if (!count_shown(layout, child)) continue;
        float height = least_height(layout, child, width);
        most = fmaxf(most, height);
        sum += gap + height;
        gap = px(layout, ROW_GAP);
    }
    return stacks ? sum : most;
}

static float least_of_rows(const Layout *layout, const Rows *rows, float width) {
    float sum = px(layout, ROW_GAP) * (float)(rows->count > 1 ? rows->count - 1 : 0);
    for (int i = 0; i < rows->count; i++) sum += least_height(layout, rows->node[i], width);
    return sum;
}

// Places -----------------------------------------------------------------------------------------

static void lay_out_columns(const Layout *layout, int node, Rect rect, bool outer);

// What follows from the width, where no share is said; 0: it fills what is left.
static float own_height(const Layout *layout, int node, float width, float room) {
    const StageNode *row = at(layout, node);
    if (row->kind != STAGE_LEAF || row->shared || !row->panel->height) return 0;
    return row->panel->height(layout->scene, &row->choice, width, room);
}

// Gives each row its own height, or its share of what is left, and none less than its least.
static void share_heights(const Layout *layout, const Rows *rows, Rect rect, float *heights) {
    float room = rect.h - px(layout, ROW_GAP) * (float)(rows->count - 1), left = room, shares = 0;
    bool settled[STAGE_NODES] = { false };
    for (int i = 0; i < rows->count; i++) {
        float least = least_height(layout, rows->node[i], rect.w);
        heights[i] = rows->count > 1 ? own_height(layout, rows->node[i], rect.w, room) : 0;
        settled[i] = heights[i] > 0;
        if (settled[i]) heights[i] = fmaxf(heights[i], least);
        if (!settled[i]) shares += at(layout, rows->node[i])->share;
        left -= heights[i];
    }
    // Those that would get less than their least get that, and the others share the rest.
    for (bool again = shares > 0; again;) {
        again = false;
        for (int i = 0; i < rows->count; i++) {
            if (settled[i]) continue;
            float share = at(layout, rows->node[i])->share;
            float least = least_height(layout, rows->node[i], rect.w);
            if (shares > 0 && left * share / shares >= least) continue;
            heights[i] = least, settled[i] = true, again = true;
            left -= least, shares -= share;
        }
    }
    for (int i = 0; i < rows->count; i++)
        if (!settled[i]) heights[i] = left * at(layout, rows->node[i])->share / shares;
    if (shares > 0 && left > 0) left = 0;
    // Own heights give way down to their least; what nobody fills stands between all.
    for (int i = 0; left < 0 && i < rows->count; i++) {
        float least = least_height(layout, rows->node[i], rect.w);
        float give = fminf(-left, fmaxf(0, heights[i] - least));
        heights[i] -= give, left += give;
    }
    for (int i = 0; left > 0 && i < rows->count; i++) heights[i] += left / (float)rows->count;
    if (rows->count == 1) heights[0] = fmaxf(0, room); // the last one stays, whatever it needs
}

static int count_in_rows(const Layout *layout, const Rows *rows) {
    int count = 0;
    for (int i = 0; i < rows->count; i++) count += count_shown(layout, rows->node[i]);
    return count;
}

static const StageNode *first_leaf(const Layout *layout) {
    int node = 0;
    while (at(layout, node)->kind != STAGE_LEAF) node = at(layout, node)->first;
    return at(layout, node);
}

// Those that are too wide or too high for it; one stays, and so does the stage's first, which it is
// about.
static void leave_out_large(const Layout *layout, const Rows *rows, int node, Rect rect) {
    StageNode *here = at(layout, node);
    for (int child = here->first; child; child = at(layout, child)->next)
        leave_out_large(layout, rows, child, rect);
    if (here->kind != STAGE_LEAF || count_in_rows(layout, rows) < 2) return;
    if (here == first_leaf(layout)) return;
    PanelSize least = stage_least(here, layout->scene);
    if (px(layout, least.w) > rect.w || px(layout, least.h) > rect.h) here->left_out = true;
}

static void lay_out_rows(const Layout *layout, const Rows *all, Rect rect) {
    for (int i = all->count - 1; i >= 0; i--) leave_out_large(layout, all, all->node[i], rect);
    Rows rows = shown_rows(layout, all);
    int shown = count_in_rows(layout, &rows);
    while (shown > 1 && least_of_rows(layout, &rows, rect.w) > rect.h) {
        at(layout, last_shown(layout, rows.node[rows.count - 1]))->left_out = true;
        rows = shown_rows(layout, &rows);
        shown--;
    }
    if (!rows.count) return;
    float heights[STAGE_NODES], y = rect.y;
    share_heights(layout, &rows, rect, heights);
    for (int i = 0; i < rows.count; i++) {
        Rect place = { rect.x, roundf(y), rect.w, floorf(heights[i]) };
        if (at(layout, rows.node[i])->kind == STAGE_LEAF)
            at(layout, rows.node[i])->rect = place;
        else
            lay_out_columns(layout, rows.node[i], place, false);
        y += heights[i] + px(layout, ROW_GAP);
    }
}

static Rect inset(const Layout *layout, Rect rect, bool outer) {
    if (!outer) return rect;
    float side = px(layout, SIDE), top = px(layout, TOP), foot = px(layout, FOOT);
    return (Rect){ rect.x + side, rect.y + top, rect.w - 2 * side, rect.h - top - foot };
}

// Widths by share, none less than its least.
static void lay_out_beside(const Layout *layout, const int *columns, int count, Rect rect,
                           bool outer) {
    float around = outer ? 2 * px(layout, SIDE) : 0, gap = outer ? 0 : px(layout, COLUMN_GAP);
    float left = rect.w - gap * (float)(count - 1), shares = 0, width[STAGE_NODES] = { 0 };
    for (int i = 0; i < count; i++) shares += at(layout, columns[i])->share;
    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < count; i++) {
            float share = at(layout, columns[i])->share;
            float least = least_width(layout, columns[i]) + around;
            if (width[i] > 0 || left * share / shares >= least) continue;
            width[i] = least, again = true;
            left -= least, shares -= share;
        }
    }
    float x = rect.x;
    for (int i = 0; i < count; i++) {
        float w = count == 1     ? rect.w
                  : width[i] > 0 ? width[i]
                                 : left * at(layout, columns[i])->share / shares;
        Rect place = { roundf(x), rect.y, floorf(w), rect.h };
        Rows rows = { .count = 0 };
        add_rows(layout, columns[i], &rows);
        at(layout, columns[i])->rect = place;
        lay_out_rows(layout, &rows, inset(layout, place, outer));
        x += w + gap;
    }
}

// The least height of the panel in it that needs least.
static float lowest(const Layout *layout, int node) {
    const StageNode *here = at(layout, node);
    if (here->kind == STAGE_LEAF)
        return here->left_out ? INFINITY : px(layout, stage_least(here, layout->scene).h);
    float least = INFINITY;
    for (int child = here->first; child; child = at(layout, child)->next)
        least = fminf(least, lowest(layout, child));
    return least;
}

static void leave_out(const Layout *layout, int node) {
    at(layout, node)->left_out = true;
    for (int child = at(layout, node)->first; child; child = at(layout, child)->next)
        leave_out(layout, child);
}

// The columns in which nothing has room, the last first; one stays. Returns how many are left.
static int leave_out_tall(const Layout *layout, int *columns, int count, float height) {
    int left = count;
    for (int i = count - 1; i >= 0 && left > 1; i--) {
        if (lowest(layout, columns[i]) <= height) continue;
        leave_out(layout, columns[i]);
        for (int k = i; k + 1 < left; k++) columns[k] = columns[k + 1];
        left--;
    }
    return left;
}

static void lay_out_columns(const Layout *layout, int node, Rect rect, bool outer) {
    int columns[STAGE_NODES], count = 0;
    Rows all = { .count = 0 };
    for (int child = at(layout, node)->first; child; child = at(layout, child)->next) {
        if (!count_shown(layout, child)) continue;
        columns[count++] = child;
        add_rows(layout, child, &all);
    }
    float around = outer ? 2 * px(layout, SIDE) * (float)count : 0;
    bool high = rect.h > 1.1f * rect.w;
    bool stacks = count > 1 && (high || sum_of_widths(layout, node) + around > rect.w);
    at(layout, node)->rect = rect;
    if (stacks)
        lay_out_rows(layout, &all, inset(layout, rect, outer));
    else
        lay_out_beside(layout, columns,
                       leave_out_tall(layout, columns, count, inset(layout, rect, outer).h), rect,
                       outer);
}

void stage_lay_out(Stage *stage, const Scene *scene, Rect rect) {
    const Layout layout = { stage, scene };
    for (int i = 0; i < stage->count; i++) {
        stage->nodes[i].left_out = false;
        stage->nodes[i].rect = (Rect){ 0 };
        stage->nodes[i].type = 0;
    }
    lay_out_columns(&layout, 0, rect, true);
}
