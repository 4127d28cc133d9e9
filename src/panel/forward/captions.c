// SPDX-License-Identifier: MIT
#include "panel/forward/captions.h"

#include "base/translate.h"
#include "core/statistics.h"
#include "model/measure.h"
#include "panel/inspector.h"
#include "panel/picture.h"
#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

// The chain first; below each z its estimate, and the noise.
const Cell picture_cells[PICTURE_CELLS] = {
    { PICTURE_X, "picture x", HUE_X, "[x:<x>]", N_("the picture"),
      N_("<x>: the picture itself, each value in [−1, 1]. Pictures larger than their place skip "
         "pixels and average none, since averaging hides noise. The wheel enlarges, a right click "
         "shows all again.") },
    { PICTURE_ZPREV, "picture zprev", HUE_Z, "[z:<z_%d>]", N_("before"),
      N_("<z_t−1>: the step before. In jump coupling all steps share one noise, so it is no sample "
         "of the chain together with <z_t>.") },
    { PICTURE_Z, "picture z", HUE_Z, "[z:<z_%d>]", N_("now"),
      N_("$<z_t> = <signal_t> <x> + <noise_t> <n_t>$: the picture after t noisy steps.") },
    { PICTURE_MEAN, "picture mean", HUE_MEAN, "[m:<mean_%d>]", N_("the mean"),
      N_("<mean_t>: the mean of q(<z_t−1> | <z_t>, <x>), where the chain was most likely one step "
         "before, knowing the picture.") },
    { PICTURE_SAMPLE, "picture sample", HUE_SIGMA, "$[m:<mean_%d>] + [s:<sigma_%d>] η$",
      N_("a draw"),
      N_("A draw from q(<z_t−1> | <z_t>, <x>): the mean and fresh noise of deviation <sigma_t>. D "
         "draws "
         "again. Compare it with the chain’s own <z_t−1> above.") },
    { PICTURE_NOISE, "picture noise", HUE_NOISE, "[n:<n_%d>]", N_("the noise"),
      N_("<n_t>: standard normal noise, shown as [−1, 1] like the rest.") },
};

const Cell target_cells[TARGET_CELLS] = {
    { PICTURE_X_HAT, "picture x_hat", HUE_X, "[x:<x>]", N_("the x-target"),
      N_("A network that predicts <x>: at its best it gives E[<x> | <z_t>], and where only this "
         "picture can be behind <z_t> that is <x> itself.") },
    { PICTURE_NOISE, "picture eps", HUE_NOISE, "[n:<n_%d>]", N_("the noise"),
      N_("$<n_t> = (<z_t> − <signal_t> <x>)/<(noise_t)>$: a network that predicts the noise. Ho, "
         "Jain & Abbeel 2020, arXiv 2006.11239.") },
    { PICTURE_V, "picture v", HUE_FIRST, "$v_{%d}$", N_("the v-target"),
      N_("$v_t = <signal_t> <n_t> − <noise_t> <x>$: near t = 0 the noise, near $T$ −<x>, so that "
         "it says <x> at every t. Salimans & Ho 2022, arXiv 2202.00512, section 4 and appendix "
         "D.") },
    { PICTURE_SCORE, "picture score", HUE_SECOND, "∇ log q(<z_%d> | <x>)", N_("the score"),
      N_("$∇ log q(<z_t> | <x>) = −<n_t>/<(noise_t)>$, where <z_t> would have to move to be "
         "likelier. Its mean over q(<x> | <z_t>) is the score of q(<z_t>). Near t = 0 it is far "
         "beyond [−1, 1]. Song et al. 2021, arXiv 2011.13456, section 3; Vincent 2011.") },
    { PICTURE_VELOCITY, "picture velocity", HUE_THIRD, "$[n:<n_%d>] − [x:<x>]$",
      N_("flow velocity"),
      N_("$<n_t> − <x>$: the velocity of $(1 − u) <x> + u <n_t>$, the same at every u. Lipman et "
         "al. 2023, arXiv 2210.02747; Liu et al. 2023, arXiv 2209.03003.") },
};

// How large the picture is shown, where that is not pixel by pixel; `brief` where that is too much.
static void picture_words(const Scene *scene, Rect rect, bool brief, char *out, size_t size) {
    float times =
        fminf(rect.w / (float)scene->model->x.width, rect.h / (float)scene->model->x.height);
    bool scaled = times < 0.999f || fabsf(times - roundf(times)) > 1e-3f;
    if (scene->lecture && times > 0.5f && times < 2) scaled = false; // nobody sees it
    char name[CHANNEL_NAME];
    bool one_channel = scene->lecture && scene_has_channels(scene) &&
                       inspector_has_room(scene, rect, picture_part(scene->settings));
    if (one_channel)
        snprintf(out, size, "%s", scene_channel_title(scene, name));
    else if (scene->settings->picture.zoom > 1)
        snprintf(out, size, _("zoom %.1f×"), scene->settings->picture.zoom);
    else if (scaled && !brief)
        snprintf(out, size,
                 times < 0.5f ? _("shown at %.0f %%, pixels skipped") : _("shown at %.0f %%"),
                 (double)times * 100);
    else
        snprintf(out, size, "%s", _("picture"));
}

// "mean −0.09 · var 0.51"
static void format_moments(const Scene *scene, PictureKind kind, char *out, size_t size) {
    MeanVariance is = model_statistics(scene->model, kind);
    char mean[32], variance[32];
    bool whole = model_moments_are_whole(scene->model);
    axis_measured(mean, sizeof mean, is.mean, 2, whole);
    axis_measured(variance, sizeof variance, is.variance, 2, whole);
    snprintf(out, size, _("mean %s · var %s"), mean, variance);
}

// What stands at the right where no pixel is looked at: what is special at t = 1, or mean and
// variance.
static void caption_text(const Scene *scene, const Cell *cell, char *out, size_t size) {
    int t = scene->settings->t;
    if (cell->kind == PICTURE_MEAN && t == 1)
        snprintf(out, size, "%s", _("at $t = 1$ it is <x> itself"));
    else if (cell->kind == PICTURE_SAMPLE && t == 1)
        snprintf(out, size, "%s", _("no spread: $<sigma_1> = 0$"));
    else
        format_moments(scene, cell->kind, out, size);
}

static void caption_word(const Scene *scene, Rect rect, const Cell *cell, Pixel pixel,
                         Captions captions, char *out, size_t size) {
    bool special = scene->settings->t == 1 && !captions.numbers; // which else say so
    if (cell->kind == PICTURE_X && pixel.any)
        snprintf(out, size, "%d, %d", pixel.x, pixel.y);
    else if (cell->kind == PICTURE_X)
        picture_words(scene, rect, captions.brief, out, size);
    else if (cell->kind == PICTURE_ZPREV && scene->settings->t == 1)
        snprintf(out, size, "$= <x>$");
    else if (cell->kind == PICTURE_MEAN && special)
        snprintf(out, size, "%s", _("it is <x>"));
    else if (cell->kind == PICTURE_SAMPLE && special)
        snprintf(out, size, "$<sigma_1> = 0$");
    else
        snprintf(out, size, "%s", _(cell->caption));
}

// Every format takes t at most twice; only z_{t-1} is about the step before.
static void caption_symbol(const Cell *cell, int t, char *out, size_t size) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(out, size, cell->symbol, cell->kind == PICTURE_ZPREV ? t - 1 : t, t);
#pragma GCC diagnostic pop
}

static const RichStyle symbol_style = { FACE_TEXT, 16, HUE_INK };
static const RichStyle word_style = { FACE_TEXT, 12.5f, HUE_MUTED };

// The same at every t, or captions would come and go while t is dragged.
static bool caption_fits(const Scene *scene, Rect rect, const Cell *cell, Captions captions) {
    Ui *ui = scene->ui;
    char symbol[96], text[160], word[96];
    float gap = ui_px(ui, 8);
    caption_symbol(cell, scene->settings->schedule.steps, symbol, sizeof symbol);
    caption_word(scene, rect, cell, (Pixel){ 0 }, captions, word, sizeof word);
    caption_text(scene, cell, text, sizeof text);
    float wide = rich_width(ui, symbol_style, symbol);
    bool of_x = cell->kind == PICTURE_X;
    if (captions.words)
        wide += gap + fmaxf(rich_width(ui, word_style, word),
                            of_x ? 0 : rich_width(ui, word_style, _(cell->caption)));
    // The draw's symbol is the longest; where numbers do not fit beside it, it alone has none.
    if (captions.numbers && (captions.words || cell->kind != PICTURE_SAMPLE))
        wide += gap + fmaxf(rich_width(ui, word_style, text),
                            rich_width(ui, word_style, _("mean −0.00 · var 0.00")));
    return wide <= rect.w;
}

static bool row_fits(const Scene *scene, const Rect *rects, const Cell *const *row, int count,
                     Captions captions) {
    for (int i = 0; i < count; i++)
        if (!caption_fits(scene, rects[i], row[i], captions)) return false;
    return true;
}

void captions_choose(const Scene *scene, const Rect *rects, const Cell *const *cells, int count,
                     int columns, bool two_lines, Captions *of_row) {
    static const Captions whole[] = { { true, false, true }, { true, true, true } };
    static const Captions parts[] = {
        { false, true, true }, { true, false, false }, { true, true, false }, { false, true, false }
    };
    enum { PARTS = sizeof parts / sizeof parts[0] };
    int part = two_lines ? 1 : 0; // the numbers have a line of their own
    for (int i = 0; i < count; i += columns) {
        int here = count - i < columns ? count - i : columns;
        Captions *captions = &of_row[i / columns];
        *captions = whole[!row_fits(scene, rects + i, cells + i, here, whole[0])];
        if (two_lines) *captions = parts[1];
        if (row_fits(scene, rects + i, cells + i, here, *captions)) continue;
        *captions = (Captions){ 0 };
        while (part < PARTS - 1 && !row_fits(scene, rects + i, cells + i, here, parts[part]))
            part++;
    }
    for (int i = 0; i < count; i += columns)
        if (!of_row[i / columns].words) of_row[i / columns] = parts[part];
}

// The symbol, or the word where that alone has room; where the rest begins. What is looked at makes
// no difference: the picture stays what it is.
static float draw_symbol(const Scene *scene, Rect rect, const Cell *cell) {
    Ui *ui = scene->ui;
    char symbol[96];
    float baseline = rect.y + rect.h + ui_px(ui, 20), gap = ui_px(ui, 8);
    caption_symbol(cell, scene->settings->t, symbol, sizeof symbol);
    RichStyle style = symbol_style;
    style.linked = !scene->still;
    float wide = rich_width(ui, style, symbol);
    if (wide > rect.w) {
        snprintf(symbol, sizeof symbol, "%s", cell->caption);
        style = word_style;
        if (rich_width(ui, style, symbol) > rect.w + ui_px(ui, 8)) *symbol = '\0';
    }
    return rect.x + rich_draw(ui, style, rect.x, baseline, symbol) + gap;
}

void caption_draw(const Scene *scene, Rect rect, const Cell *cell, Pixel pixel, Captions captions,
                  bool two_lines) {
    Ui *ui = scene->ui;
    char text[160], word[96];
    float baseline = rect.y + rect.h + ui_px(ui, 20), right = rect.x + rect.w;
    float left = draw_symbol(scene, rect, cell), gap = ui_px(ui, 8);
    caption_word(scene, rect, cell, pixel, captions, word, sizeof word);
    if (pixel.any) {
        bool named = cell->kind == PICTURE_X || captions.words;
        float name = named ? rich_width(ui, word_style, word) + gap : 0;
        if (named && name + inspector_room(scene) <= right - left) {
            rich_draw(ui, word_style, left, baseline, word);
            left += name;
        }
        inspector_caption(scene, cell->kind, pixel, left, right, rect.y + rect.h);
        return;
    }
    caption_text(scene, cell, text, sizeof text);
    if (captions.words) rich_draw(ui, word_style, left, baseline, word);
    if (two_lines && rich_width(ui, word_style, text) <= rect.w + gap)
        rich_draw(ui, word_style, rect.x, baseline + ui_px(ui, 17), text);
    if (!two_lines && captions.numbers && rich_width(ui, word_style, text) <= right - left + 0.5f)
        rich_draw_right(ui, word_style, right, baseline, text);
}

void caption_explain(const Scene *scene, Rect rect, const Cell *cell) {
    Ui *ui = scene->ui;
    Rect caption = { rect.x, rect.y + rect.h, rect.w, ui_px(ui, 28) };
    if (!ui_over(ui, caption)) return;
    MeanVariance is = model_statistics(scene->model, cell->kind);
    MeanVariance wanted = model_expected(scene->model, cell->kind);
    char text[1024], numbers[4][32];
    bool whole = model_moments_are_whole(scene->model);
    axis_measured(numbers[0], sizeof numbers[0], is.mean, 4, whole);
    axis_fixed(numbers[1], sizeof numbers[1], wanted.mean, 4);
    axis_measured(numbers[2], sizeof numbers[2], is.variance, 4, whole);
    axis_fixed(numbers[3], sizeof numbers[3], wanted.variance, 4);
    if (cell->kind == PICTURE_X)
        snprintf(text, sizeof text, _("%s Over all values: mean %s, variance %s."), _(cell->help),
                 numbers[0], numbers[2]);
    else
        snprintf(text, sizeof text,
                 _("%s Over all values: mean %s (theory %s), variance %s (theory %s)."),
                 _(cell->help), numbers[0], numbers[1], numbers[2], numbers[3]);
    ui_tooltip(ui, ui_id(cell->label), caption, text);
}
