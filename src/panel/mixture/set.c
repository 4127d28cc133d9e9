// SPDX-License-Identifier: MIT
// The data set, and how the chain is run backwards over it.
#include "base/path.h"
#include "base/translate.h"
#include "core/sampler.h"
#include "io/dataset.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Data set ---------------------------------------------------------------------------------------

static void draw_reading(Scene *scene, Rect row) {
    Ui *ui = scene->ui;
    float button = ui_px(ui, 70), gap = ui_px(ui, 10);
    Rect bar = { row.x, row.y + row.h / 2 - ui_px(ui, 3), row.w - button - gap, ui_px(ui, 6) };
    draw_rect(ui->list, bar, bar.h / 2, ui_color(ui, HUE_LINE));
    bar.w *= (float)scene->mixture->read;
    if (bar.w > bar.h) draw_rect(ui->list, bar, bar.h / 2, ui_color(ui, HUE_X));
    if (ui_button(ui, (Rect){ row.x + row.w - button, row.y, button, row.h }, "cancel reading",
                  N_("cancel"), N_("Keeps the set that is at hand")))
        scene->cancel_reading(scene->user);
}

static const char *button_text(Ui *ui, Rect button, const char *full, const char *brief) {
    return rich_fitting(ui, (RichStyle){ FACE_TEXT, 14, HUE_INK }, button.w - ui_px(ui, 12), full,
                        brief);
}

// Its name, how many pictures and of what size; or how much of it is read.
static void draw_set_name(const Scene *scene, Rect rect, float y) {
    Ui *ui = scene->ui;
    const Dataset *set = &scene->mixture->set;
    char text[160], count[32];
    RichStyle style = { FACE_TEXT, 13, HUE_INK, .plain = true },
              muted = { FACE_TEXT, 13, HUE_MUTED };
    mixture_write_count(count, sizeof count, (double)set->count);
    snprintf(text, sizeof text, set->channels == 1 ? _("%s of %d × %d grey") : _("%s of %d × %d"),
             count, set->width, set->height);
    if (set->channels > 3) {
        int shown[3];
        settings_shown_channels(scene->settings, set->channels, shown);
        snprintf(text, sizeof text, _("%s of %d × %d × %d, shown: %d, %d, %d"), count, set->width,
                 set->height, set->channels, shown[0], shown[1], shown[2]);
    }
    if (scene->mixture->reading) snprintf(text, sizeof text, "%.0f %%", 100 * scene->mixture->read);
    const char *name = scene->mixture->reading ? path_base(scene->mixture->wanted) : _(set->name);
    float room = rect.w - rich_width(ui, style, name) - ui_px(ui, 12);
    if (rich_width(ui, muted, text) > room && !scene->mixture->reading)
        snprintf(text, sizeof text, "%s", count);
    rich_draw(ui, style, rect.x, y + ui_px(ui, 14), name);
    if (rich_width(ui, muted, text) <= room)
        rich_draw_right(ui, muted, rect.x + rect.w, y + ui_px(ui, 14), text);
    ui_tooltip(ui, ui_id("mixture set"), (Rect){ rect.x, y, rect.w, ui_px(ui, 20) },
               N_("Drop a data set on the window: an IDX file (MNIST), CIFAR-10’s .bin, .npy, or a "
                  "folder of pictures. Or start with --dataset PATH."));
}

static void draw_set_buttons(const Scene *scene, Rect row) {
    Ui *ui = scene->ui;
    float gap = ui_px(ui, 8);
    bool fashion =
        dataset_has_fashion() && strcmp(scene->settings->mixture.dataset, DATASET_FASHION) != 0;
    float part = floorf((row.w - gap * (fashion ? 2 : 1)) / (fashion ? 3 : 2));
    row.w = part;
    if (ui_button(ui, row, "browse", N_("browse"),
                  N_("All pictures of the set, to choose <x> from (Shift+B)")))
        ui_send(ui, "toggle browsing");
    row.x += part + gap;
    bool own = scene->settings->mixture.example < 0;
    if (ui_button(ui, row, "own picture",
                  button_text(ui, row, own ? _("[x:your picture]") : _("your picture"),
                              own ? _("[x:yours]") : _("yours")),
                  N_("Takes the opened picture as <x>, cut and scaled to the set’s size")))
        ui_send(ui, "set example %d", own ? 0 : -1);
    row.x += part + gap;
    if (fashion &&
        ui_button(ui, row, "fashion", button_text(ui, row, _("Fashion-MNIST"), _("Fashion")),
                  N_("60 000 pictures of clothes, installed on this machine")))
        ui_send(ui, "set dataset " DATASET_FASHION);
}

static float draw_set(Scene *scene, Rect rect, float y) {
    Ui *ui = scene->ui;
    y = mixture_heading(ui, rect, y, _("Data set"));
    draw_set_name(scene, rect, y);
    y += ui_px(ui, 26);
    if (scene->still) return y;
    Rect row = { rect.x, y, rect.w, ui_px(ui, UI_BUTTON_HEIGHT) };
    if (scene->mixture->reading)
        draw_reading(scene, row);
    else
        draw_set_buttons(scene, row);
    return y + row.h + ui_px(ui, 12);
}

// Controls ---------------------------------------------------------------------------------------

static void slider(Scene *scene, float x, float y, float w, OptionId id, Hue hue) {
    ui_slider(scene->ui, (Rect){ x, y, w, ui_px(scene->ui, UI_SLIDER_HEIGHT) }, option_row(id),
              hue);
}

static void draw_controls(Scene *scene, Rect rect, float y) {
    static const char *const kinds[] = { N_("ancestral"), "DDIM" };
    Ui *ui = scene->ui;
    float gap = ui_px(ui, 18), half = floorf((rect.w - gap) / 2),
          line = ui_px(ui, UI_SLIDER_HEIGHT);
    float right = rect.x + half + gap;
    y = mixture_heading(ui, rect, y, _("Backwards"));
    ui_segments(ui, (Rect){ rect.x, y + ui_px(ui, 4), half, ui_px(ui, 28) },
                option_row(OPT_SAMPLER), kinds, 2);
    if (scene->settings->mixture.sampler == SAMPLER_DDIM)
        slider(scene, right, y, half, OPT_ETA, HUE_NOISE);
    y += line + ui_px(ui, 2);
    slider(scene, rect.x, y, half, OPT_SAMPLE_STEPS, HUE_MUTED);
    slider(scene, right, y, half, OPT_COUNT, HUE_MUTED);
    y += line + ui_px(ui, 2);
    slider(scene, rect.x, y, rect.w, OPT_BANDWIDTH, HUE_MEAN);
}

static float controls_height(const Ui *ui) {
    return ui_px(ui, 24 + 3 * (UI_SLIDER_HEIGHT + 2));
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice, (void)width, (void)room;
    if (scene->still) return ui_px(scene->ui, 52);
    return ui_px(scene->ui, 24 + 26 + 42) + controls_height(scene->ui);
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    const Ui *ui = scene->ui;
    if (!scene->mixture) return;
    float left = rect.w < ui_px(ui, 380) ? 0 : ui_px(ui, 44);
    Rect in = { rect.x + left, rect.y, rect.w - left, rect.h };
    float y = draw_set(scene, in, in.y);
    if (!scene->still) draw_controls(scene, in, y);
}

const Panel panel_mixture_set = {
    .name = "mixture_set",
    .title = N_("Data set"),
    .help = N_("The data set, how the chain is run backwards over it, and how its pictures are "
               "smoothed."),
    .natural = { 420, 250 },
    .least = { 200, 242 },
    .height = height,
    .draw = draw,
    .of_mixture = true,
};
