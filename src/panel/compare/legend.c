// SPDX-License-Identifier: MIT
#include "panel/compare/legend.h"

#include "panel/compare/words.h"

#include <math.h>

Hue compare_hue(const Settings *settings, int number) {
    return (Hue)(HUE_FIRST + settings->compare.list.colors[number]);
}

Dash compare_dash_of(int color) {
    static const Dash dashes[COMPARE_MOST] = { { 0, 0 }, { 13, 8 }, { 0.5f, 6 }, { 5, 7 } };
    return dashes[color];
}

Dash compare_dash(const Settings *settings, int number) {
    return compare_dash_of(settings->compare.list.colors[number]);
}

static void draw_swatch(Ui *ui, Hue hue, Dash dash, Point from, Point to, float width) {
    const Point ends[] = { from, to };
    Color color = ui_color(ui, hue);
    if (dash.off > 0)
        draw_dashes(ui->list, ends, 2, width, dash.on * ui->scale, dash.off * ui->scale, color);
    else
        draw_polyline(ui->list, ends, 2, width, color);
}

void compare_swatch(const Scene *scene, int number, Point from, Point to, float width) {
    draw_swatch(scene->ui, compare_hue(scene->settings, number),
                compare_dash(scene->settings, number), from, to, width);
}

static const RichStyle bold = { FACE_BOLD, 13.5f, HUE_INK }, style = { FACE_TEXT, 13, HUE_INK };
static const float LINE = 20, LEFT = 36, SWATCH = 26, GAP = 7, BETWEEN = 18; // units

// Draws where `draws`; returns the lines.
static int lay_out(Ui *ui, Rect rect, const char *symbol, const LegendEntry *entries, int count,
                   bool draws) {
    float left = rect.x + ui_px(ui, LEFT), baseline = rect.y + ui_px(ui, 17), x = left;
    int lines = 1;
    if (symbol && draws) rich_draw(ui, bold, x, baseline, symbol);
    if (symbol) x = left += rich_width(ui, bold, symbol) + ui_px(ui, 20);
    for (int i = 0; i < count; i++) {
        const char *title = entries[i].title;
        float text = ui_px(ui, SWATCH + GAP), wide = text + rich_width(ui, style, title);
        if (x > left && x + wide > rect.x + rect.w) {
            x = left, baseline += ui_px(ui, LINE);
            lines++;
        }
        if (draws) {
            float thick = fmaxf(2, ui_px(ui, 3)), y = roundf(baseline - ui_px(ui, 4.5f));
            draw_swatch(ui, entries[i].hue, entries[i].dash, (Point){ x + thick / 2, y },
                        (Point){ x + ui_px(ui, SWATCH) - thick / 2, y }, thick);
            rich_draw(ui, style, x + text, baseline, title);
        }
        x += wide + ui_px(ui, BETWEEN);
    }
    return lines;
}

float legend_height(const Scene *scene, float width, const char *symbol, const LegendEntry *entries,
                    int count) {
    return ui_px(scene->ui, LINE) *
           (float)lay_out(scene->ui, (Rect){ 0, 0, width, 0 }, symbol, entries, count, false);
}

void legend_draw(const Scene *scene, Rect rect, const char *symbol, const LegendEntry *entries,
                 int count) {
    lay_out(scene->ui, rect, symbol, entries, count, true);
}

static int list_compared(const Scene *scene, LegendEntry *entries) {
    int count = scene->settings->compare.list.count;
    for (int i = 0; i < count; i++) {
        entries[i].hue = compare_hue(scene->settings, i);
        entries[i].dash = compare_dash(scene->settings, i);
        compare_brief_title(scene->model, i, entries[i].title, sizeof entries[i].title);
    }
    return count;
}

float compare_legend_height(const Scene *scene, float width, const char *symbol) {
    LegendEntry entries[COMPARE_MOST];
    return legend_height(scene, width, symbol, entries, list_compared(scene, entries));
}

void compare_legend_draw(const Scene *scene, Rect rect, const char *symbol) {
    LegendEntry entries[COMPARE_MOST];
    legend_draw(scene, rect, symbol, entries, list_compared(scene, entries));
}
