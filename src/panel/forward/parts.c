// SPDX-License-Identifier: MIT
#include "panel/forward/parts.h"

#include "base/translate.h"
#include "ui/widgets.h"

Axis steps_axis(const Scene *scene) {
    return (Axis){ 0, scene->model->schedule.steps, false };
}

void plot_with_knots(Scene *scene, PlotHands *hands, Rect rect, const Plot *plot,
                     const PlotRange *range, const KnotCurve *knots) {
    PlotRange shown = *range;
    Plot held = *plot;
    held.quiet = knots_drag(scene, &hands->drag, rect, plot, knots, &shown) ||
                 freehand_drag(scene, &hands->freehand, rect, plot, knots, &shown);
    plot_draw(scene->ui, rect, &held, &shown);
    knots_draw(scene, rect, plot, knots, &shown);
    freehand_draw(scene, &hands->freehand, rect, plot, knots, &shown);
}

float plot_segments(const Scene *scene, Rect rect, float before, float units, OptionId id,
                    const char *const *texts, int count) {
    Ui *ui = scene->ui;
    if (scene->still) return 0;
    float right = rect.x + rect.w - ui_px(ui, 20) - ui_px(ui, before);
    scene_segments(scene, right, rect.y, units, id, texts, count);
    return before + units + 10;
}

float follow_segments(const Scene *scene, Rect rect) {
    static const char *const names[] = { N_("pixel"), N_("all values") };
    if (!scene->in_view) return 0;
    return plot_segments(scene, rect, 0, FOLLOW_UNITS, OPT_FOLLOW, names, 2);
}
