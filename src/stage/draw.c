// SPDX-License-Identifier: MIT
#include "stage/stage.h"

#include <math.h>

// Whether columns stand beside each other: then each has a place of its own.
static bool is_beside(const Stage *stage) {
    int columns = 0;
    for (int child = stage->nodes[0].first; child; child = stage->nodes[child].next)
        columns += stage->nodes[child].rect.w > 0;
    return columns > 1;
}

static float widest_share(const Stage *stage) {
    float most = 0;
    for (int child = stage->nodes[0].first; child; child = stage->nodes[child].next)
        most = fmaxf(most, stage->nodes[child].share);
    return most;
}

// Columns beside the widest stand on a ground of their own, with a line between.
static void draw_ground(const Stage *stage, const Scene *scene, int column) {
    Ui *ui = scene->ui;
    Rect rect = stage->nodes[column].rect, all = stage->nodes[0].rect;
    float hair = fmaxf(1, ui_px(ui, 1));
    rect.w = fminf(rect.w + 1, all.x + all.w - rect.x); // no gap from rounding
    if (!scene->bare) draw_flat(ui->list, rect, ui_color(ui, HUE_PANEL));
    bool first = rect.x <= all.x + 1;
    draw_flat(ui->list, (Rect){ first ? rect.x + rect.w - hair : rect.x, rect.y, hair, rect.h },
              ui_color(ui, HUE_LINE));
}

// A veil of the ground's colour, which the pointer lifts.
static void dim(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    if (ui_over(ui, rect)) return;
    Layer before = ui->list->layer;
    ui->list->layer = LAYER_MARKS;
    draw_rect(ui->list, rect, 0, color_fade(ui_color(ui, ui->ground), 0.68f));
    ui->list->layer = before;
}

static void draw_leaf(StageNode *leaf, Scene *scene, PanelStates *states) {
    Ui *ui = scene->ui;
    ui->smallest = INFINITY;
    leaf->panel->draw(scene, panel_state(states, leaf->panel, leaf->text), &leaf->choice,
                      leaf->rect);
    leaf->type = isfinite(ui->smallest) ? ui->smallest : 0;
    if (leaf->dimmed) dim(scene, leaf->rect);
}

static void draw_node(Stage *stage, int node, Scene *scene, PanelStates *states) {
    StageNode *here = &stage->nodes[node];
    if (here->kind == STAGE_LEAF) {
        if (!here->left_out) draw_leaf(here, scene, states);
        return;
    }
    for (int child = here->first; child; child = stage->nodes[child].next)
        draw_node(stage, child, scene, states);
}

void stage_draw(Stage *stage, Scene *scene, PanelStates *states) {
    Hue ground = scene->ui->ground;
    bool beside = is_beside(stage);
    float most = widest_share(stage);
    scene->under = (Pixel){ 0 };
    for (int child = stage->nodes[0].first; child; child = stage->nodes[child].next) {
        bool shown = stage->nodes[child].rect.w > 0;
        bool aside = beside && shown && stage->nodes[child].share < most;
        if (aside) draw_ground(stage, scene, child);
        scene->ui->ground = aside ? HUE_PANEL : ground;
        draw_node(stage, child, scene, states);
    }
    scene->ui->ground = ground;
}

void stage_popups(Stage *stage, Scene *scene, PanelStates *states) {
    for (int i = 0; i < stage->count; i++) {
        const StageNode *leaf = &stage->nodes[i];
        if (leaf->kind == STAGE_LEAF && !leaf->left_out && leaf->panel->popup)
            leaf->panel->popup(scene, panel_state(states, leaf->panel, leaf->text));
    }
}

bool stage_has(const Stage *stage, const Panel *panel) {
    for (int i = 0; i < stage->count; i++)
        if (stage->nodes[i].panel == panel) return true;
    return false;
}

bool stage_needs_mixture(const Stage *stage) {
    for (int i = 0; i < stage->count; i++)
        if (stage->nodes[i].panel && stage->nodes[i].panel->of_mixture) return true;
    return false;
}

bool stage_compares(const Stage *stage) {
    for (int i = 0; i < stage->count; i++) {
        const Panel *panel = stage->nodes[i].panel;
        if (!panel) continue;
        if (panel->of_compared) return true;
        if (panel->shows_compared && panel->shows_compared(&stage->nodes[i].choice)) return true;
    }
    return false;
}
