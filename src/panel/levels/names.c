// SPDX-License-Identifier: MIT
#include "panel/levels/names.h"

#include "base/number.h"
#include "base/translate.h"
#include "panel/levels/menu.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const OptionId options[1 + LEVELS_BESIDE] = { OPT_LEVELS, OPT_LEVELS_BESIDE1,
                                                     OPT_LEVELS_BESIDE2, OPT_LEVELS_BESIDE3 };
static const Dash dashes[1 + LEVELS_BESIDE] = { { 0, 0 }, { 13, 8 }, { 0.5f, 6 }, { 5, 7 } };

Hue levels_hue(int slot) {
    return (Hue)(HUE_FIRST + slot);
}

Dash levels_dash(int slot) {
    return dashes[slot];
}

// Of the slot's opener in that panel.
static void label_of(char out[48], const char *panel, int slot) {
    snprintf(out, 48, "%s method %d", panel, slot + 1);
}

// Methods ----------------------------------------------------------------------------------------

static const float LINE = 22, SWATCH = 22, LEFT = 44, STEPPER = 160; // units
static const RichStyle name_style = { FACE_TEXT, 12.5f, HUE_INK, .plain = true };

// For the number of steps; where the panel is narrow the list of methods has it.
static bool has_stepper(const Scene *scene, Rect rect) {
    return !scene->still && !scene->lecture && rect.w > ui_px(scene->ui, 380);
}

typedef struct Pen {
    Scene *scene;
    LevelsNames *names;
    const char *panel;
    float left, right, x, y; // of the next name
} Pen;

static Rect next_place(Pen *pen, float width) {
    Ui *ui = pen->scene->ui;
    if (pen->x > pen->left && pen->x + width > pen->right) {
        pen->x = pen->left;
        pen->y += ui_px(ui, LINE);
    }
    Rect place = { pen->x, pen->y, width, ui_px(ui, LINE) };
    pen->x += width + ui_px(ui, 16);
    return place;
}

static void draw_name(Pen *pen, int slot, Rect place, const char *name) {
    Ui *ui = pen->scene->ui;
    char label[48];
    label_of(label, pen->panel, slot);
    if (!pen->scene->still && !pen->scene->lecture) {
        pen->names->anchors[slot] = place;
        levels_menu_opener(pen->scene, place, options[slot], label,
                           N_("A click takes another method, a right click none."));
    }
    Hue hue = levels_hue(slot);
    float y = roundf(place.y + place.h / 2), x = place.x + ui_px(ui, SWATCH + 6);
    const Point ends[] = { { place.x, y }, { place.x + ui_px(ui, SWATCH), y } };
    Dash dash = levels_dash(slot);
    float thick = fmaxf(1.5f, ui_px(ui, 2.5f));
    if (dash.off > 0)
        draw_dashes(ui->list, ends, 2, thick, dash.on * ui->scale, dash.off * ui->scale,
                    ui_color(ui, hue));
    else
        draw_polyline(ui->list, ends, 2, thick, ui_color(ui, hue));
    RichStyle style = name_style;
    style.hue = hue;
    rich_draw(ui, style, x, y + ui_px(ui, 4.5f), name);
}

// The first slot that has none.
static int free_slot(const Scene *scene) {
    for (int slot = 0; slot <= LEVELS_BESIDE; slot++)
        if (option_number(scene->settings, option_row(options[slot])) == 0) return slot;
    return -1;
}

static void offer_another(Pen *pen, int slot) {
    Scene *scene = pen->scene;
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    const char *text = slot == 0 ? _("+ levels of a sampler") : _("+ another");
    Rect place = next_place(pen, rich_width(ui, style, text));
    char label[48];
    label_of(label, pen->panel, slot);
    pen->names->anchors[slot] = place;
    if (levels_menu_opener(scene, place, options[slot], label,
                           N_("Levels of ComfyUI, AUTOMATIC1111, diffusers and others, or your "
                              "own.")))
        style.hue = HUE_INK;
    rich_draw(ui, style, place.x, place.y + place.h / 2 + ui_px(ui, 4.5f), text);
}

// Returns where the names end.
static bool reads_mu(const Scene *scene) {
    const LevelsParts parts = levels_parts(scene->settings);
    for (int slot = 0; slot <= LEVELS_BESIDE; slot++) {
        int method = (int)option_number(scene->settings, option_row(options[slot]));
        if (method && levels_uses((LevelsMethod)(method - 1), &parts) & LEVELS_USE_MU) return true;
    }
    return false;
}

// The next larger side of a square that pictures are made in, and then the smallest.
static int next_side(int side) {
    static const int sides[] = { 256, 512, 768, 1024, 1536, 2048 };
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++)
        if (sides[i] > side) return sides[i];
    return sides[0];
}

// The dynamic shift of a flow, and for which picture; a click takes another size.
static void draw_mu(Pen *pen) {
    Scene *scene = pen->scene;
    Ui *ui = scene->ui;
    const LevelsSettings *levels = &scene->settings->levels;
    bool sized = levels->width > 0 && levels->height > 0;
    double mu = isnan(levels->mu) ? levels_own_mu(scene->settings) : levels->mu;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    char text[96], label[48], number[NUMBER_TEXT];
    number_text(number, mu, 4);
    if (sized)
        snprintf(text, sizeof text, _("mu %s at %d × %d"), number, levels->width, levels->height);
    else
        snprintf(text, sizeof text, _("mu %s"), number);
    Rect place = next_place(pen, rich_width(ui, style, text));
    snprintf(label, sizeof label, "%s size", pen->panel);
    if (!scene->still && !scene->lecture) {
        int side = next_side(sized ? levels->width : 0);
        if (ui_item(ui, label, place,
                    N_("The dynamic shift of a flow follows the picture’s size. A click takes the "
                       "next one, a right click none.")))
            ui_send(ui, "set levels_size %dx%d", side, side);
        else if (ui_over(ui, place) && ui->in.right_pressed)
            ui_send(ui, "reset levels_size");
        if (ui_over(ui, place)) style.hue = HUE_INK;
    }
    rich_draw(ui, style, place.x, place.y + place.h / 2 + ui_px(ui, 4.5f), text);
}

float levels_names_draw(Scene *scene, LevelsNames *names, const char *panel, Rect rect) {
    Ui *ui = scene->ui;
    bool chooses = !scene->still && !scene->lecture;
    Pen pen = { .scene = scene,
                .names = names,
                .panel = panel,
                .left = rect.x + ui_px(ui, LEFT),
                .right = rect.x + rect.w - ui_px(ui, 8),
                .y = rect.y + ui_px(ui, 22) };
    memset(names, 0, sizeof *names);
    pen.x = pen.left;
    for (int slot = 0; slot <= LEVELS_BESIDE; slot++) {
        const Option *option = option_row(options[slot]);
        int index = (int)option_number(scene->settings, option);
        if (index == 0) continue;
        const char *name = levels_name(index);
        float width = ui_px(ui, SWATCH + 6) + rich_width(ui, name_style, name);
        Rect place = next_place(&pen, width);
        draw_name(&pen, slot, place, name);
    }
    int slot = free_slot(scene);
    if (chooses && slot >= 0) offer_another(&pen, slot);
    if (reads_mu(scene)) draw_mu(&pen);
    names->end = (Point){ pen.x, pen.y };
    return pen.y + ui_px(ui, LINE);
}

void levels_names_popup(Scene *scene, const LevelsNames *names, const char *panel) {
    for (int slot = 0; slot <= LEVELS_BESIDE; slot++) {
        char label[48];
        label_of(label, panel, slot);
        if (names->anchors[slot].w > 0)
            levels_menu_popup(scene, names->anchors[slot], options[slot], label);
    }
}

// Around a plot ----------------------------------------------------------------------------------

// "steps ‹ 12 ›": not the option's slider, which may stand in another panel.
static void draw_stepper(const Scene *scene, const char *panel, Rect rect) {
    Ui *ui = scene->ui;
    int steps = scene->settings->mixture.sample_steps, by = 0;
    const char *help = N_("In how many steps; the wheel changes it, too.");
    char label[64], text[24];
    float button = ui_px(ui, 26), baseline = rect.y + rect.h / 2 + ui_px(ui, 5);
    float right = rect.x + rect.w, number = ui_px(ui, 48);
    snprintf(label, sizeof label, "%s steps on", panel);
    Rect on = { right - button, rect.y, button, rect.h };
    if (ui_button(ui, on, label, "›", help)) by++;
    Rect back = { on.x - number - button, rect.y, button, rect.h };
    snprintf(label, sizeof label, "%s steps back", panel);
    if (ui_button(ui, back, label, "‹", help)) by--;
    snprintf(label, sizeof label, "%s steps", panel);
    by += ui_wheel_notches(ui, ui_id(label), rect) * (ui->in.shift ? 10 : 1);
    snprintf(text, sizeof text, "%d", steps);
    RichStyle style = { FACE_TEXT, 14, HUE_INK };
    rich_draw_centred(ui, style, on.x - number / 2, baseline, text);
    rich_draw_right(ui, style, back.x - ui_px(ui, 10), baseline,
                    _(option_row(OPT_SAMPLE_STEPS)->label));
    int next = steps + by < 1 ? 1 : steps + by;
    if (next != steps && next <= SCHEDULE_MAX_STEPS) ui_send(ui, "set sample_steps %d", next);
}

void levels_head_draw(Scene *scene, const char *panel, Rect rect, const char *title) {
    Ui *ui = scene->ui;
    float left = ui_px(ui, LEFT), wide = ui_px(ui, STEPPER), end = ui_px(ui, 12);
    bool steps = has_stepper(scene, rect);
    float room = rect.w - left - (steps ? wide + end + ui_px(ui, 8) : ui_px(ui, 4));
    scene_title(scene, rect.x + left, rect.y - ui_px(ui, 2), room, title);
    if (steps)
        draw_stepper(
            scene, panel,
            (Rect){ rect.x + rect.w - wide - end, rect.y - ui_px(ui, 4), wide, ui_px(ui, 26) });
}

void levels_say(const Scene *scene, Rect rect, const char *text) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    RichLines lines = rich_wrap(ui, style, rect.w - ui_px(ui, 64), text);
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, rect.x + ui_px(ui, LEFT), rect.y + ui_px(ui, 18 + 19 * (float)i),
                  lines.line[i]);
}
