// SPDX-License-Identifier: MIT
// The best prediction of every target that a network may have, over a data set: all of them are
// linear in x, so that E[x | z_t] in place of x gives their means.
#include "base/translate.h"
#include "core/kernels.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TARGETS = 5 };

typedef struct State {
    Picture values[TARGETS];
    Texture textures[TARGETS];
    Key key;
} State;

static void free_state(void *data) {
    State *state = data;
    for (int i = 0; i < TARGETS; i++) picture_free(&state->values[i]);
}

typedef struct Target {
    PictureKind kind;
    Hue hue;
    const char *label, *symbol; // format of t
    const char *help;
} Target;

static const Target targets[TARGETS] = {
    { PICTURE_X_HAT, HUE_MEAN, "target x", "[m:E[<x> | <z_%d>]]",
      N_("The best prediction of <x>: the mean of all training pictures, weighed.") },
    { PICTURE_NOISE, HUE_NOISE, "target eps", "E[<n> | <z_%d>]",
      N_("$(<z_t> − <signal_t>$ E[<x> | <z_t>]$)/<(noise_t)>$: the best prediction of the noise. "
         "Ho, Jain & Abbeel 2020, arXiv 2006.11239.") },
    { PICTURE_V, HUE_FIRST, "target v", "E[$v$ | <z_%d>]",
      N_("$<signal_t>$ E[<n> | <z_t>]$ − <noise_t>$ E[<x> | <z_t>]: the best prediction of v. "
         "Salimans & Ho 2022, arXiv 2202.00512, section 4 and appendix D.") },
    { PICTURE_SCORE, HUE_SECOND, "target score", "∇ log q(<z_%d>)",
      N_("$(<signal_t>$ E[<x> | <z_t>]$ − <z_t>)/<(rest_t)>$: the score of q(<z_t>) itself, over "
         "this set. Song et al. 2021, arXiv 2011.13456, section 3; Vincent 2011.") },
    { PICTURE_VELOCITY, HUE_THIRD, "target velocity", "E[<n> − <x> | <z_%d>]",
      N_("E[<n> | <z_t>] − E[<x> | <z_t>]: the best prediction of a flow’s velocity. Lipman et al. "
         "2023, arXiv 2210.02747; Liu et al. 2023, arXiv 2209.03003.") },
};

// False where there is no memory for them.
static bool make_values(Scene *scene, State *state) {
    const MixtureShown *shown = &scene->mixture->shown;
    const Picture *x = &shown->x_mean;
    Key key = { .x = shown->stamp, .t = shown->t, .schedule = scene->model->schedule_stamp };
    key.width = x->width, key.height = x->height, key.channel = x->channels;
    if (key_same(&state->key, &key)) return true;
    for (int i = 0; i < TARGETS; i++) {
        Picture *out = &state->values[i];
        Error error;
        bool same = out->values && out->width == x->width && out->height == x->height &&
                    out->channels == x->channels;
        if (!same && !picture_alloc(out, x->width, x->height, x->channels, &error)) {
            scene_report(scene, &error);
            return false;
        }
        const TargetWeights weights =
            target_weights(&scene->model->schedule, shown->t, targets[i].kind);
        const Mix mix = { .b = 1, .g = (float)weights.of_z, .h = (float)weights.of_x };
        const MixPlanes planes = { .x = x->values, .n = shown->z.values };
        kernels()->mix(out->values, picture_length(out), &mix, &planes);
    }
    key_hold(&state->key, &key);
    return true;
}

static void draw_target(Scene *scene, State *state, int i, Rect rect) {
    Ui *ui = scene->ui;
    const Target *target = &targets[i];
    char symbol[64];
    Rect whole = { rect.x, rect.y, rect.w, rect.h + ui_px(ui, 28) };
    ui_item(ui, target->label, whole, target->help);
    int number =
        mixture_texture(scene, &state->textures[i], &state->values[i], scene->mixture->shown.stamp);
    picture_draw_framed(scene, rect, number, (Part){ 0, 0, 1, 1 }, target->hue);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(symbol, sizeof symbol, target->symbol, scene->mixture->shown.t);
#pragma GCC diagnostic pop
    RichStyle style = { FACE_TEXT, 16, HUE_INK, .tinted = true, .linked = !scene->still };
    while (style.size > 8 && rich_width(ui, style, symbol) > rect.w + ui_px(ui, 10))
        style.size -= 0.5f;
    rich_draw(ui, style, rect.x, rect.y + rect.h + ui_px(ui, 20), symbol);
}

// The width of one of them.
static float cell_width(const Scene *scene, float width, float room) {
    const Dataset *set = &scene->mixture->set;
    float gap = ui_px(scene->ui, 18), aspect = (float)set->height / (float)set->width;
    float most = (room - ui_px(scene->ui, 28)) / aspect;
    return mixture_whole_pixels(fminf((width - (TARGETS - 1) * gap) / TARGETS, most), set->width);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    // What is shown may be of the schedule before.
    if (!mixture_is_ready(scene, rect) || scene->mixture->shown.t > scene->model->schedule.steps ||
        !make_values(scene, state))
        return;
    const Dataset *set = &scene->mixture->set;
    float gap = ui_px(scene->ui, 18), w = cell_width(scene, rect.w, rect.h);
    float h = roundf(w * (float)set->height / (float)set->width);
    float x = roundf(rect.x + (rect.w - TARGETS * w - (TARGETS - 1) * gap) / 2);
    for (int i = 0; i < TARGETS; i++, x += w + gap)
        draw_target(scene, state, i, (Rect){ x, rect.y + ui_px(scene->ui, 3), w, h });
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice;
    const MixtureState *state = scene->mixture;
    if (!state || !state->set.count) return room / 3;
    float w = cell_width(scene, width, room / 2);
    return roundf(w * (float)state->set.height / (float)state->set.width) + ui_px(scene->ui, 31);
}

const Panel panel_mixture_targets = {
    .name = "mixture_targets",
    .title = N_("The best predictions"),
    .help = N_("What a perfect network would predict over the data set: E[<x> | <z_t>], the noise, "
               "v, the score and the flow’s velocity."),
    .natural = { 900, 230 },
    .least = { 300, 90 },
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
    .free_state = free_state,
    .of_mixture = true,
};
