// SPDX-License-Identifier: MIT
#include "panel/controls/presets_menu.h"

#include "base/translate.h"
#include "conf/compare.h"
#include "conf/preset.h"
#include "ui/menu.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

static const char *const menu_label = "presets";

void presets_button_draw(Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    uint32_t id = ui_id(menu_label);
    if (ui_item(ui, menu_label, rect,
                N_("Schedules that people know by a name, each with its source; and comparisons.")))
        ui->opened = ui->opened == id ? 0 : id;
    bool bright = ui_over(ui, rect) || ui->opened == id;
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 13, bright ? HUE_INK : HUE_MUTED },
                    rect.x + rect.w - ui_px(ui, 15), rect.y + ui_px(ui, 15), _("presets"));
    Point at = { rect.x + rect.w - ui_px(ui, 5), roundf(rect.y + ui_px(ui, 11)) };
    float arm = ui_px(ui, 4);
    const Point arrow[] = { { at.x - arm, at.y - arm / 2 },
                            { at.x, at.y + arm / 2 },
                            { at.x + arm, at.y - arm / 2 } };
    draw_polyline(ui->list, arrow, 3, fmaxf(1.2f, ui->scale * 1.5f),
                  ui_color(ui, bright ? HUE_INK : HUE_MUTED));
}

static void draw_row(Ui *ui, int row, Rect line, const Preset *preset, bool chosen) {
    char label[48];
    snprintf(label, sizeof label, "preset %s", preset->name);
    if (menu_row(ui, row, label, line, preset->help)) ui_send(ui, "preset %s", preset->name);
    // Beside the list, where it hides no other row.
    if (ui_over(ui, line) && ui->tooltip[0])
        ui->tooltip_for = (Rect){ line.x + line.w + ui_px(ui, 195), line.y - ui_px(ui, 6), 0, 0 };
    float baseline = line.y + line.h / 2 + ui_px(ui, 5), pad = ui_px(ui, 8);
    RichStyle style = { chosen ? FACE_BOLD : FACE_TEXT, 13.5f, HUE_INK };
    rich_draw(ui, style, line.x + pad, baseline, _(preset->title));
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 12, HUE_MUTED }, line.x + line.w - pad, baseline,
                    preset->source);
}

void presets_popup(Scene *scene, Rect anchor) {
    Ui *ui = scene->ui;
    int count = 0, chosen = -1;
    ScheduleChoice own = compare_schedule(scene->settings, scene->settings->compare.list.focus);
    const Preset *now = preset_of(&own);
    for (const Preset *preset = presets; preset->name; preset++, count++)
        if (preset == now) chosen = count;
    if (anchor.w <= 0 || !menu_begin(ui, ui_id(menu_label), chosen, count)) return;
    float row = ui_px(ui, 27), pad = ui_px(ui, 5), head = ui_px(ui, 26);
    float wide = fminf(ui_px(ui, 340), ui->width - ui_px(ui, 16));
    float x = fmaxf(ui_px(ui, 8),
                    fminf(anchor.x + anchor.w - ui_px(ui, 224), ui->width - wide - ui_px(ui, 8)));
    Rect list = { x, anchor.y + anchor.h + ui_px(ui, 2), wide, 0 };
    float room = ui->height - list.y - ui_px(ui, 8) - head - 2 * pad;
    row = fminf(row, floorf(room / (float)count));
    list.h = row * (float)count + head + 2 * pad;
    menu_draw_ground(ui, list);
    Rect line = { list.x + pad, list.y + pad, list.w - 2 * pad, row };
    bool compared = false;
    for (const Preset *preset = presets; preset->name; preset++, line.y += row) {
        if (preset_is_comparison(preset) && !compared) {
            rich_draw(ui, (RichStyle){ FACE_BOLD, 11.5f, HUE_MUTED }, line.x + ui_px(ui, 8),
                      line.y + ui_px(ui, 18), _("COMPARED"));
            line.y += head;
            compared = true;
        }
        draw_row(ui, (int)(preset - presets), line, preset, preset == now);
    }
    menu_end(ui);
}
