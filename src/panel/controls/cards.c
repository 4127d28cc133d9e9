// SPDX-License-Identifier: MIT
#include "panel/controls/cards.h"

#include "base/number.h"
#include "base/translate.h"
#include "conf/compare.h"
#include "panel/compare/legend.h"
#include "panel/compare/words.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// " · exponent ρ 3", where it is not the family's.
static void append_own(Text *text, const ScheduleChoice *choice) {
    const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)choice->family);
    for (int i = 0; i < info->own_count; i++) {
        double value = choice->own[info->own[i].id];
        if (isnan(value) || value == info->own[i].value) continue;
        text_append(text, " · %s %s",
                    _(option_row((OptionId)(OPT_COSINE_POWER + info->own[i].id))->label),
                    NUMBER(value, 3));
    }
}

// "T = 1000 · zero SNR · β 0.0001 to 0.02", what is usual left out.
static void summary(const Scene *scene, int number, char *out, size_t size) {
    ScheduleChoice choice = compare_schedule(scene->settings, number);
    const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)choice.family);
    double low = isnan(choice.beta_min) ? info->beta_min : choice.beta_min;
    double high = isnan(choice.beta_max) ? info->beta_max : choice.beta_max;
    Text text = { 0 };
    text_append(&text, "$T$ = %d", compare_table(scene->model, number)->steps);
    if (choice.family == SCHEDULE_FORMULA) text_append(&text, " · %s", choice.formula);
    if (info->uses & SCHEDULE_USES_SHIFT && choice.shift != 1)
        text_append(&text, _(" · shift %s"), NUMBER(choice.shift, 3));
    if (info->uses & SCHEDULE_USES_COSINE_S && choice.cosine_s != 0.008)
        text_append(&text, " · $s$ %s", NUMBER(choice.cosine_s, 3));
    append_own(&text, &choice);
    if (choice.snr_shift != 1)
        text_append(&text, _(" · SNR shift %s"), NUMBER(choice.snr_shift, 3));
    if (choice.zero_snr) text_append(&text, "%s", _(" · zero SNR"));
    if (info->uses & SCHEDULE_USES_BETA_MIN)
        text_append(&text, _(" · <beta> %s to %s"), NUMBER(low, 3), NUMBER(high, 3));
    else if (info->uses & SCHEDULE_USES_BETA_MAX)
        text_append(&text, " · <beta> %s", NUMBER(high, 3));
    snprintf(out, size, "%s", text.data);
    text_free(&text);
}

// Draws as much as fits, the last parts left out whole, then the last words.
static void draw_parts(Ui *ui, RichStyle style, float x, float baseline, float room, char *text) {
    Text shown = { 0 };
    text_append(&shown, "%s", text);
    while (rich_width(ui, style, shown.data) > room) {
        char *last = NULL;
        for (char *at = strstr(text, " · "); at; at = strstr(at + 1, " · ")) last = at;
        bool words = !last;
        if (words) last = strrchr(text, ' ');
        if (!last) break;
        *last = '\0';
        text_clear(&shown);
        text_append(&shown, "%s%s", text, words ? " …" : "");
    }
    rich_draw(ui, style, x, baseline, shown.data);
    text_free(&shown);
}

static void draw_sheet(Ui *ui, Rect rect, Color color, Color ground) {
    draw_rect(ui->list, rect, ui_px(ui, 2), color);
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 1), ground);
}

static void draw_copy_sign(Ui *ui, Rect rect, Color color, Color ground) {
    float size = ui_px(ui, 9), by = ui_px(ui, 3);
    float x = roundf(rect.x + (rect.w - size - by) / 2);
    float y = roundf(rect.y + (rect.h - size - by) / 2);
    draw_sheet(ui, (Rect){ x + by, y, size, size }, color, ground);
    draw_sheet(ui, (Rect){ x, y + by, size, size }, color, ground);
}

static void draw_cross(Ui *ui, Rect rect, Color color) {
    float arm = ui_px(ui, 4.5f), x = rect.x + rect.w / 2, y = rect.y + rect.h / 2;
    float width = fmaxf(1.2f, ui->scale * 1.5f);
    draw_line(ui->list, (Point){ x - arm, y - arm }, (Point){ x + arm, y + arm }, width, color);
    draw_line(ui->list, (Point){ x - arm, y + arm }, (Point){ x + arm, y - arm }, width, color);
}

// Returns how much of the card's right end the buttons take.
static float draw_card_buttons(Scene *scene, Rect rect, int number, Color ground) {
    Ui *ui = scene->ui;
    char label[32];
    float side = ui_px(ui, 24), taken = ui_px(ui, 4);
    const Compare *compare = &scene->settings->compare.list;
    Rect button = { rect.x + rect.w - taken - side, rect.y + ui_px(ui, 1), side, side };
    if (compare->count > 1) {
        snprintf(label, sizeof label, "remove %d", number + 1);
        if (ui_item(ui, label, button, N_("Takes this schedule out of the comparison.")))
            ui_send(ui, "compare remove %d", number + 1);
        draw_cross(ui, button, ui_color(ui, ui_over(ui, button) ? HUE_INK : HUE_MUTED));
        button.x -= side;
        taken += side;
    }
    if (compare->count < COMPARE_MOST) {
        snprintf(label, sizeof label, "duplicate %d", number + 1);
        if (ui_item(ui, label, button, N_("Adds a copy of this schedule, to be changed.")))
            ui_send(ui, "compare duplicate %d", number + 1);
        draw_copy_sign(ui, button, ui_color(ui, ui_over(ui, button) ? HUE_INK : HUE_MUTED), ground);
        taken += side;
    }
    return taken;
}

void compare_card_draw(Scene *scene, Rect rect, int number) {
    Ui *ui = scene->ui;
    char label[32], title[160], words[240];
    bool here = number == scene->settings->compare.list.focus;
    Color ground = ui_color(ui, HUE_GROUND);
    float bar = ui_px(ui, 4), pad = ui_px(ui, 14);
    Rect body = { rect.x, rect.y, rect.w, rect.h - ui_px(ui, 4) };
    draw_rect(ui->list, rect_inset(body, -fmaxf(1, ui_px(ui, 1))), ui_px(ui, 4),
              ui_color(ui, here ? compare_hue(scene->settings, number) : HUE_LINE));
    draw_rect(ui->list, body, ui_px(ui, 3), ground);
    compare_swatch(scene, number, (Point){ body.x + bar / 2, body.y + bar / 2 },
                   (Point){ body.x + bar / 2, body.y + body.h - bar / 2 }, bar);
    float taken = draw_card_buttons(scene, body, number, ground);
    snprintf(label, sizeof label, "card %d", number + 1);
    Rect target = { body.x, body.y, body.w - taken, body.h };
    if (ui_item(
            ui, label, target,
            schedule_family_info((ScheduleFamily)compare_schedule(scene->settings, number).family)
                ->help) &&
        !here)
        ui_send(ui, "compare focus %d", number + 1);
    bool bright = here || ui_over(ui, target);
    RichStyle bold = { FACE_BOLD, 13, bright ? HUE_INK : HUE_MUTED };
    float room = body.w - pad - taken - ui_px(ui, 2);
    compare_title(scene->model, number, title, sizeof title);
    if (rich_width(ui, bold, title) > room)
        compare_short_title(scene->model, number, title, sizeof title);
    if (rich_width(ui, bold, title) > room && !strstr(title, " · "))
        compare_brief_title(scene->model, number, title, sizeof title);
    draw_parts(ui, bold, body.x + pad, body.y + ui_px(ui, 17), room, title);
    summary(scene, number, words, sizeof words);
    draw_parts(ui, (RichStyle){ FACE_TEXT, 12, HUE_MUTED }, body.x + pad, body.y + ui_px(ui, 33),
               body.w - pad - ui_px(ui, 6), words);
}

void compare_buttons_draw(Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    float gap = ui_px(ui, 8), add = ui_px(ui, 66);
    const Compare *compare = &scene->settings->compare.list;
    if (compare->count == COMPARE_MOST) add = -gap;
    if (add > 0 && ui_button(ui, (Rect){ rect.x, rect.y, add, rect.h }, "add schedule", N_("+ add"),
                             N_("Adds a copy of the schedule in focus; up to four fit.")))
        ui_send(ui, "compare duplicate %d", compare->focus + 1);
    Rect strip = { rect.x + add + gap, rect.y, rect.w - add - gap, rect.h };
    if (ui_button(ui, strip, "preset figure3", N_("linear and cosine"),
                  N_("The strip of Nichol & Dhariwal 2021 (arXiv 2102.09672), Figure 3: the linear "
                     "schedule above, the cosine one below.")))
        ui_send(ui, "preset figure3");
}
