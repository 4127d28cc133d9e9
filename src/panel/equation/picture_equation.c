// SPDX-License-Identifier: MIT
// An equation made of pictures: factor · picture + factor · picture = picture, and the same
// equation in numbers for the value that is followed.
#include "base/translate.h"
#include "panel/equation/places.h"
#include "panel/inspector.h"
#include "panel/picture.h"
#include "panel/picture_textures.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void free_state(void *data) {
    picture_textures_free(data);
}

// One value --------------------------------------------------------------------------------------

enum { LINE = 256, SUM_DECIMALS = 3 };

// With how many decimals the addends are written.
typedef struct Digits {
    int factor, value;
} Digits;
static const Digits few = { 4, 3 }, many = { 5, 4 };

static Factor factor_with(const Term *term, Digits digits) {
    Factor factor = term->factor;
    if (factor.decimals < digits.factor) factor.decimals = digits.factor;
    return factor;
}

static double rounded(double value, int decimals) {
    char text[64];
    snprintf(text, sizeof text, "%.*f", decimals, value);
    return strtod(text, NULL);
}

// Whether who adds up what is written finds the sum that is written.
static bool adds_up(const Equation *equation, const double values[PICTURES], Digits digits) {
    double sum = 0;
    for (int k = 0; k < ADDENDS; k++) {
        const Factor factor = factor_with(&equation->terms[k], digits);
        sum += (factor.any ? factor_as_written(&factor) : 1) * rounded(values[k], digits.value);
    }
    double shown = rounded(values[ADDENDS], SUM_DECIMALS);
    return fabs(sum - shown) <= 0.5001 * pow(10, -SUM_DECIMALS);
}

// Rich text's letter of a colour.
static char letter_of(Hue hue) {
    static const char letters[] = "xnzmsba";
    for (const char *at = letters; *at; at++)
        if (style_hue(*at) == hue) return *at;
    return 'i';
}

static void in_color(char *out, size_t size, Hue hue, const char *text) {
    snprintf(out, size, "[%c:%s]", letter_of(hue), text);
}

// "0.515 · (−1.204)", or "−1.204" where it has no factor.
static void write_addend(char *out, size_t size, const Term *term, double value, Digits digits,
                         bool widest) {
    const Factor shown = factor_with(term, digits);
    char number[32], factor[64], colored[2][80];
    axis_fixed(number, sizeof number, widest ? -8.8888 : value, digits.value);
    if (!term->factor.any) {
        in_color(out, size, term->hue, number);
        return;
    }
    bool negative = strncmp(number, "−", strlen("−")) == 0;
    char enclosed[40];
    snprintf(enclosed, sizeof enclosed, negative ? "(%s)" : "%s", number);
    if (widest)
        factor_widest_text(factor, sizeof factor, &shown);
    else
        factor_text(factor, sizeof factor, &shown);
    // Powers of ten are mathematics.
    bool power = strchr(factor, '^') != NULL;
    char text[72];
    snprintf(text, sizeof text, power ? "$%s$ ·" : "%s ·", factor);
    in_color(colored[0], sizeof colored[0], term->factor.hue, text);
    in_color(colored[1], sizeof colored[1], term->hue, enclosed);
    snprintf(out, size, "%s %s", colored[0], colored[1]);
}

// The whole sum; `widest` stands for any.
static void write_numbers(const Scene *scene, const Equation *equation, bool widest, char *out,
                          size_t size) {
    double values[PICTURES];
    char addends[ADDENDS][160], number[32], sum[48];
    size_t index = scene_followed_index(scene);
    for (int k = 0; k < PICTURES; k++)
        values[k] =
            (double)model_value(scene->model, equation->terms[k].kind, scene_channel(scene), index);
    Digits digits = widest || !adds_up(equation, values, few) ? many : few;
    for (int k = 0; k < ADDENDS; k++)
        write_addend(addends[k], sizeof addends[k], &equation->terms[k], values[k], digits, widest);
    const Term *result = &equation->terms[ADDENDS];
    axis_fixed(number, sizeof number, widest ? -8.888 : values[ADDENDS], SUM_DECIMALS);
    in_color(sum, sizeof sum, result->hue, number);
    snprintf(out, size, "%s + %s %s %s", addends[0], addends[1],
             widest || adds_up(equation, values, digits) ? "=" : "≈", sum);
}

static void write_words(const Scene *scene, bool widest, char *out, size_t size) {
    const Picture *x = &scene->model->x;
    Pixel pixel = scene_followed_pixel(scene);
    char name[CHANNEL_NAME];
    snprintf(out, size,
             scene_has_channels(scene) ? _("one value, row %d, column %d, %s:")
                                       : _("one value, row %d, column %d:"),
             widest ? x->height - 1 : pixel.y, widest ? x->width - 1 : pixel.x,
             scene_channel_name(scene, name));
}

// Begins where the widest would, so that it stands still while its numbers change.
static void draw_value(const Scene *scene, const Equation *equation, const Places *places,
                       Rect rect, bool words) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, places->value, HUE_MUTED, .linked = !scene->still };
    char numbers[2 * LINE], widest[2 * LINE], said[LINE], text[4 * LINE];
    write_numbers(scene, equation, false, numbers, sizeof numbers);
    write_numbers(scene, equation, true, widest, sizeof widest);
    float baseline = rect.y + ui_px(ui, places->value * 1.15f);
    if (words && places->two_lines) {
        write_words(scene, false, said, sizeof said);
        rich_draw_centred(ui, style, rect.x + rect.w / 2, baseline, said);
    }
    if (places->two_lines && (words || places->beside)) {
        baseline += ui_px(ui, places->value * 1.4f);
    } else if (words) {
        write_words(scene, true, said, sizeof said);
        snprintf(text, sizeof text, "%s  %s", said, widest);
        float wide = rich_width(ui, style, text);
        write_words(scene, false, said, sizeof said);
        snprintf(text, sizeof text, "%s  %s", said, numbers);
        rich_draw(ui, style, rect.x + fmaxf(0, (rect.w - wide) / 2), baseline, text);
        return;
    }
    float wide = rich_width(ui, style, widest);
    rich_draw(ui, style, rect.x + fmaxf(0, (rect.w - wide) / 2), baseline, numbers);
}

// Drawing ----------------------------------------------------------------------------------------

static const float MATH_MIDDLE = 0.37f; // of the size: how far above the baseline + is

// About a text that begins at x.
static Rect text_rect(const Ui *ui, float x, float baseline, float width, float size) {
    float side = ui_px(ui, 3), above = ui_px(ui, size * 1.15f);
    return (Rect){ x - side, baseline - above, width + 2 * side, above + ui_px(ui, size * 0.42f) };
}

static float dot_width(const Ui *ui, const Places *places) {
    return ui_px(ui, places->type * 0.36f);
}

// The size at which the symbols of all factors fit below them, at any t; 0 where they do not.
static float factor_symbol_size(const Scene *scene, const Equation *equation, const Places *places,
                                const EquationPlaces *at) {
    Ui *ui = scene->ui;
    float size = places->symbol;
    for (int k = 0; k < ADDENDS; k++) {
        const Factor *factor = &equation->terms[k].factor;
        char text[96];
        if (!factor->any) continue;
        snprintf(text, sizeof text, "$%s$", factor->widest_symbol);
        float room = at->factor[k].w - dot_width(ui, places);
        while (size > 12.5f && rich_width(ui, (RichStyle){ FACE_MATH, size, HUE_INK }, text) > room)
            size -= 0.5f;
        if (rich_width(ui, (RichStyle){ FACE_MATH, size, HUE_INK }, text) > room) return 0;
    }
    return size;
}

// Right aligned at its dot, so that only its digits change. Its symbol stands below, in line with
// those of the pictures.
static void draw_factor(const Scene *scene, const Factor *factor, const Places *places, Rect rect,
                        float symbol_size) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_MATH, places->type, factor->hue };
    RichStyle small = { FACE_MATH, symbol_size, factor->hue };
    char number[64], text[96];
    factor_text(number, sizeof number, factor);
    snprintf(text, sizeof text, "$%s$", number);
    float baseline = rect.y + rect.h / 2 + ui_px(ui, places->type * MATH_MIDDLE);
    float right = rect.x + rect.w, dot = dot_width(ui, places);
    float wide = rich_width(ui, style, text), x = right - 2 * dot - wide;
    Rect place = text_rect(ui, x, baseline, wide, places->type);
    ui_link(ui, place, factor->hue);
    rich_draw(ui, style, x, baseline, text);
    style.hue = HUE_INK;
    rich_draw_centred(ui, style, right - dot, baseline, "$·$");
    ui_tooltip(ui, ui_id(factor->symbol), place, factor->help);
    if (symbol_size == 0) return;
    snprintf(text, sizeof text, "$%s$", factor->symbol);
    wide = rich_width(ui, small, text);
    x = right - 2 * dot - wide;
    baseline = rect.y + rect.h + ui_px(ui, places->symbol * 1.25f);
    ui_link(ui, text_rect(ui, x, baseline, wide, small.size), factor->hue);
    rich_draw(ui, small, x, baseline, text);
}

static void draw_sign(const Scene *scene, const Places *places, Point at, const char *sign) {
    RichStyle style = { FACE_MATH, places->type, HUE_INK };
    rich_draw_centred(scene->ui, style, at.x, at.y + ui_px(scene->ui, places->type * MATH_MIDDLE),
                      sign);
}

// Wider than its picture it may be, but not than the panel.
static void draw_symbol(const Scene *scene, const Term *term, const Places *places, Rect rect,
                        Rect panel) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, places->symbol, HUE_INK };
    float room = rect.w + ui_px(ui, places->type);
    const char *text = term->symbol;
    if (*term->brief) text = rich_fitting(ui, style, room, text, term->brief);
    while (style.size > 12.5f && rich_width(ui, style, text) > room) style.size -= 0.5f;
    float wide = rich_width(ui, style, text), x = rect.x + (rect.w - wide) / 2;
    x = fmaxf(panel.x, fminf(x, panel.x + panel.w - wide));
    float baseline = rect.y + rect.h + ui_px(ui, places->symbol * 1.25f);
    ui_link(ui, text_rect(ui, x, baseline, wide, style.size), term->hue);
    rich_draw(ui, style, x, baseline, text);
    Rect caption = { rect.x, rect.y + rect.h, rect.w, places->caption };
    ui_tooltip(ui, ui_id(term->label), caption, term->help);
}

// What has no weight is nearly gone.
static void dim(Ui *ui, Rect rect) {
    ui->list->layer = LAYER_MARKS;
    draw_rect(ui->list, rect, 0, color_fade(ui_color(ui, ui->ground), 0.75f));
    ui->list->layer = LAYER_BASE;
}

static void draw_picture_of(Scene *scene, PictureTextures *textures, const Term *term, Rect rect,
                            Part part) {
    picture_pin_and_zoom(scene, rect, term->label);
    picture_draw_framed(scene, rect, picture_texture(scene, textures, term->kind), part, term->hue);
    inspector_channel(scene, rect, picture_part(scene->settings), term->kind);
    if (term->factor.any && term->factor.value == 0) dim(scene->ui, rect);
}

static void draw_equation(Scene *scene, PictureTextures *textures, const Equation *equation,
                          const Places *places, int i, Part part, Rect panel) {
    const EquationPlaces *at = &places->of[i];
    // Where values are written in all pixels it is seen which one the line is about.
    bool enlarged = inspector_has_room(scene, at->picture[0], picture_part(scene->settings));
    Pixel pixel = enlarged ? scene_followed_pixel(scene) : scene_inspected_pixel(scene);
    Pixel pinned = { 0 };
    if (!pixel.pinned) pinned = scene_pinned_pixel(scene);
    for (int k = 0; k < PICTURES; k++) {
        const Term *term = &equation->terms[k];
        draw_picture_of(scene, textures, term, at->picture[k], part);
        draw_symbol(scene, term, places, at->picture[k], panel);
        picture_mark(scene, at->picture[k], pinned);
        picture_mark(scene, at->picture[k], pixel);
    }
    float size = factor_symbol_size(scene, equation, places, at);
    for (int k = 0; k < ADDENDS; k++) {
        if (equation->terms[k].factor.any)
            draw_factor(scene, &equation->terms[k].factor, places, at->factor[k], size);
        draw_sign(scene, places, at->sign[k], k ? "$=$" : "$+$");
    }
    draw_value(scene, equation, places, at->line, i == 0);
}

static const char *const choices[] = { "step", "jump", "posterior", NULL };

static EquationKind kind_of(const PanelChoice *choice) {
    return choice->count ? (EquationKind)choice->at[0] : EQUATION_JUMP;
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    Equation equations[EQUATIONS_MOST];
    int count = equations_make(scene->model, kind_of(choice), equations), kind_count = 0;
    char words[LINE], numbers[2 * LINE], line[4 * LINE];
    write_words(scene, true, words, sizeof words);
    write_numbers(scene, &equations[0], true, numbers, sizeof numbers);
    snprintf(line, sizeof line, "%s  %s", words, numbers);
    Places places = places_of(scene, equations, count, rect, line, numbers);
    Rect shown = picture_part(scene->settings), *first = &places.of[0].picture[0];
    Part part = { shown.x, shown.y, shown.w, shown.h };
    PictureKind kinds[EQUATIONS_MOST * PICTURES];
    if (first->w < 8 || first->h < 8) return;
    for (int i = 0; i < places.count; i++)
        for (int k = 0; k < PICTURES; k++) {
            picture_find_pixel(scene, places.of[i].picture[k]);
            // The mean is in both.
            if (i == 0 || k > 0) kinds[kind_count++] = equations[i].terms[k].kind;
        }
    bool numbers_inside = inspector_has_room(scene, *first, shown);
    picture_textures_make(scene, data, kinds, kind_count, &part, (int)first->w, (int)first->h,
                          numbers_inside ? scene->settings->picture.channel : ALL_CHANNELS);
    for (int i = 0; i < places.count; i++)
        draw_equation(scene, data, &equations[i], &places, i, part, rect);
}

static PanelSize natural_of(const Model *model, const PanelChoice *choice) {
    float high = 300 * picture_aspect(model) + 90;
    return (PanelSize){ 1240, kind_of(choice) == EQUATION_POSTERIOR ? 2 * high : high };
}

const Panel panel_picture_equation = {
    .name = "picture_equation",
    .title = N_("An equation of pictures"),
    .help =
        N_("Pictures with this step’s factors between them: one step from <z_t−1> to <z_t>, the "
           "jump from <x> to <z_t>, or the posterior’s mean and a draw; and the same in numbers "
           "for the pixel under the pointer."),
    .choices = choices,
    .natural = { 1240, 390 },
    .natural_of = natural_of,
    .least = { 320, 150 },
    .draw = draw,
    .state_size = sizeof(PictureTextures),
    .free_state = free_state,
};
