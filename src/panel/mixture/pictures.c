// SPDX-License-Identifier: MIT
// What is known of one picture of the set, what is seen, and what can be made of it.
#include "base/translate.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

typedef struct Cell {
    const char *label; // what `click` calls it
    Hue hue;
    const char *symbol, *caption; // rich text
    const char *help;
} Cell;

typedef struct State {
    Texture textures[5];
} State;

// Returns whether it was pressed.
static bool draw_cell(Scene *scene, Texture *texture, Rect rect, const Cell *cell,
                      const Picture *picture, unsigned stamp) {
    Ui *ui = scene->ui;
    Rect whole = { rect.x, rect.y, rect.w, rect.h + ui_px(ui, 28) };
    bool pressed = ui_item(ui, cell->label, whole, cell->help);
    int number = mixture_texture(scene, texture, picture, stamp);
    picture_draw_framed(scene, rect, number, (Part){ 0, 0, 1, 1 }, cell->hue);
    bool small = rect.w < ui_px(ui, 140);
    RichStyle style = { FACE_TEXT, small ? 14.0f : 16.0f, HUE_INK, .linked = !scene->still };
    while (style.size > 8 && rich_width(ui, style, cell->symbol) > rect.w + ui_px(ui, 10))
        style.size -= 0.5f;
    float baseline = rect.y + rect.h + ui_px(ui, 20);
    float left = rich_draw(ui, style, rect.x, baseline, cell->symbol) + ui_px(ui, 8);
    RichStyle muted = { FACE_TEXT, small ? 11.5f : 12.5f, HUE_MUTED };
    if (left + rich_width(ui, muted, _(cell->caption)) <= rect.w)
        rich_draw_right(ui, muted, rect.x + rect.w, baseline, _(cell->caption));
    return pressed;
}

// Where the five stand: in one row, three large ones and beside them the two that are one step
// back, or, where the room is high, these two below the three.
typedef struct Five {
    Rect cells[5];
    float height; // with captions
} Five;

static Five lay_out_below(const Ui *ui, const Dataset *set, Rect rect, float w) {
    float h = roundf(w * (float)set->height / (float)set->width), gap = ui_px(ui, 18);
    float row = h + ui_px(ui, 28) + gap / 2, x = roundf(rect.x + (rect.w - 3 * w - 2 * gap) / 2);
    Five five = { .height = 2 * row - gap / 2 };
    for (int i = 0; i < 5; i++)
        five.cells[i] =
            (Rect){ x + (float)(i % 3) * (w + gap), rect.y + (float)(i / 3) * row, w, h };
    return five;
}

static Five lay_out(const Ui *ui, const Dataset *set, Rect rect) {
    float aspect = (float)set->height / (float)set->width, gap = ui_px(ui, 18);
    float caption = ui_px(ui, 28), room = (rect.h - caption) / aspect;
    float even = mixture_whole_pixels(fminf((rect.w - 4 * gap) / 5, room), set->width);
    float large = (rect.w - 3 * gap + caption / aspect / 2) / 3.5f;
    large = mixture_whole_pixels(fminf(large, room), set->width);
    float below = fminf((rect.w - 2 * gap) / 3, (rect.h - 2 * caption - gap) / 2 / aspect);
    below = mixture_whole_pixels(below, set->width);
    if (below > 1.02f * fmaxf(large, even)) return lay_out_below(ui, set, rect, below);
    bool row = large < 1.3f * even || (large * aspect - caption) / 2 < ui_px(ui, 48);
    float w = row ? even : large, h = roundf(w * aspect);
    float small_h = row ? h : floorf((h - caption) / 2);
    float small_w = row ? w : floorf(small_h / aspect);
    float wide = row ? 5 * w + 4 * gap : 3 * (w + gap) + small_w;
    float x = roundf(rect.x + (rect.w - wide) / 2);
    float y = rect.y + roundf(fmaxf(0, rect.h - h - caption) / 2);
    Five five = { .height = h + caption };
    for (int i = 0; i < 5; i++) {
        bool small = !row && i > 2;
        five.cells[i] = (Rect){ x + (float)(small ? 3 : i) * (w + gap), y, small ? small_w : w,
                                small ? small_h : h };
    }
    if (!row) five.cells[4].y += small_h + caption;
    return five;
}

// Root mean square of a difference.
static double difference(const Picture *a, const Picture *b) {
    double sum = 0;
    size_t length = picture_length(a);
    for (size_t j = 0; j < length; j++) {
        double away = (double)a->values[j] - (double)b->values[j];
        sum += away * away;
    }
    return sqrt(sum / (double)length);
}

// What stands below the five, filled in for this t and this set.
typedef struct Words {
    char z[32], mean[48], known[48], unknown[64], over[64], from[160], off[640];
} Words;

static void write_words(const Scene *scene, Words *words) {
    const MixtureShown *shown = &scene->mixture->shown;
    const Dataset *set = &scene->mixture->set;
    char count[32], label[64], number[48];
    snprintf(words->z, sizeof words->z, "[z:<z_%d>]", shown->t);
    snprintf(words->mean, sizeof words->mean, "[m:E[<x> | <z_%d>]]", shown->t);
    snprintf(words->known, sizeof words->known, "[m:<mean_%d>]", shown->t);
    snprintf(words->unknown, sizeof words->unknown, "[m:E[<z_%d> | <z_%d>]]", shown->t - 1,
             shown->t);
    mixture_write_count(count, sizeof count, (double)set->count);
    snprintf(words->over, sizeof words->over, _("of %s"), count);
    int example = scene->settings->mixture.example;
    mixture_write_label(label, sizeof label, set, example < 0 ? 0 : (size_t)example % set->count);
    snprintf(words->from, sizeof words->from,
             example < 0 ? _("hidden · your picture")
             : *label    ? _("hidden · %s")
                         : _("hidden"),
             label);
    axis_number(number, sizeof number, difference(&shown->m_known, &shown->m_mixture));
    snprintf(words->off, sizeof words->off,
             _("The mean of q(<z_t−1> | <z_t>), one step back without knowing <x>: <mean_t> with "
               "E[<x> | <z_t>] in place of <x>. Here that is %s off (RMS)."),
             number);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    if (!mixture_is_ready(scene, rect)) return;
    Ui *ui = scene->ui;
    const MixtureShown *shown = &scene->mixture->shown;
    const Dataset *set = &scene->mixture->set;
    Five five = lay_out(ui, set, rect);
    Words words;
    write_words(scene, &words);
    const Cell cells[] = {
        { "mixture x", HUE_X, "[x:<x>]", words.from,
          N_("<x>: what <z_t> was made from, hidden from all that follows. A click browses the "
             "data "
             "set.") },
        { "mixture z", HUE_Z, words.z, N_("all that is seen"),
          N_("$<z_t> = <signal_t> <x> + <noise_t> <n>$: the picture after t noisy steps.") },
        { "mixture mean", HUE_MEAN, words.mean, words.over,
          N_("$Σ w_i <x>^{(i)}$: the mean of all training pictures, each weighed by how likely it "
             "is to have become this <z_t>. For this set no guess of <x> has a smaller mean square "
             "error.") },
        { "mixture known", HUE_MEAN, words.known, N_("knows <x>"),
          N_("<mean_t>: the mean of q(<z_t−1> | <z_t>, <x>), one step back knowing <x>: the "
             "Reverse "
             "view’s.") },
        { "mixture unknown", HUE_MEAN, words.unknown, N_("does not"), words.off },
    };
    const Picture *const pictures[] = { &shown->x, &shown->z, &shown->x_mean, &shown->m_known,
                                        &shown->m_mixture };
    for (int i = 0; i < 5; i++)
        if (draw_cell(scene, &state->textures[i], five.cells[i], &cells[i], pictures[i],
                      shown->stamp) &&
            i == 0)
            ui_send(ui, "toggle browsing");
}

// Half of the room at most: what is beside it has pictures too.
static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice;
    const MixtureState *state = scene->mixture;
    if (!state || !state->set.count) return room / 2;
    return lay_out(scene->ui, &state->set, (Rect){ 0, 0, width, room / 2 }).height;
}

const Panel panel_mixture_pictures = {
    .name = "mixture_pictures",
    .title = N_("The mixture’s pictures"),
    .help =
        N_("A picture of the data set, its <z_t>, E[<x> | <z_t>] over the set, and one step back "
           "with and without knowing <x>."),
    .natural = { 900, 330 },
    .lecture = { 240, 100 },
    .least = { 240, 110 },
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
    .of_mixture = true,
};
