// SPDX-License-Identifier: MIT
// The Mixture view's middle: what is known, what is seen and what can be made of it; the training
// pictures that it could have been; and the chain run backwards.
#include "app/app.h"
#include "base/log.h"
#include "io/dataset.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void wake(void) {
    SDL_Event event = { .user = { .type = SDL_USEREVENT, .code = APP_EVENT_REDRAW } };
    SDL_PushEvent(&event);
}

// A set that cannot be read leaves the one before, and the option says so.
static void take_error(App *app, const Error *error) {
    char path[SETTINGS_PATH];
    Text line = { 0 };
    Error ignored;
    mixture_path(app->mixture.work, path);
    text_append(&line, "set dataset ");
    command_quote(&line, path);
    app_run_quietly(app, line.data, &ignored);
    text_free(&line);
    if (error->kind == ERROR_NONE) return; // cancelled by hand
    app_say(app, true, error->text);
    log_line("%s", error->text);
}

bool mixture_open(App *app, Error *error) {
    MixtureView *view = &app->mixture;
    if (!view->work) view->work = mixture_create(!app->hidden, wake);
    mixture_follow(view->work, &app->settings, &app->model);
    if (app->hidden) mixture_settle(view->work);
    return !mixture_take_error(view->work, error);
}

void mixture_close(App *app) {
    mixture_free(app->mixture.work);
    free(app->mixture.effective);
    free(app->mixture.listed);
    app->mixture = (MixtureView){ 0 };
}

// Pictures ---------------------------------------------------------------------------------------

typedef struct Cell {
    MixtureTexture which;
    const char *label; // what `click` calls it
    Hue hue;
    const char *symbol, *caption; // rich text
    const char *help;
} Cell;

static void draw_framed(Ui *ui, int texture, Rect rect, Rect from, Hue hue) {
    draw_flat(ui->list, rect_inset(rect, -fmaxf(1, ui_px(ui, 1))), ui_color(ui, HUE_LINE));
    draw_picture(ui->list, texture, rect, from);
    draw_flat(ui->list, (Rect){ rect.x, rect.y - ui_px(ui, 3), rect.w, ui_px(ui, 3) },
              ui_color(ui, hue));
}

// Returns whether it was pressed.
static bool draw_cell(App *app, Rect rect, const Cell *cell, const Picture *picture,
                      unsigned stamp) {
    Ui *ui = &app->ui;
    Rect whole = { rect.x, rect.y, rect.w, rect.h + ui_px(ui, 28) };
    bool pressed = ui_item(ui, cell->label, whole, cell->help);
    draw_framed(ui, mixture_texture(app, cell->which, picture, stamp), rect, (Rect){ 0, 0, 1, 1 },
                cell->hue);
    bool small = rect.w < ui_px(ui, 140);
    RichStyle style = { FACE_TEXT, small ? 14.0f : 16.0f, HUE_INK };
    float baseline = rect.y + rect.h + ui_px(ui, 20);
    float left = rich_draw(ui, style, rect.x, baseline, cell->symbol) + ui_px(ui, 8);
    RichStyle muted = { FACE_TEXT, small ? 11.5f : 12.5f, HUE_MUTED };
    if (left + rich_width(ui, muted, cell->caption) <= rect.w)
        rich_draw_right(ui, muted, rect.x + rect.w, baseline, cell->caption);
    return pressed;
}

// A number as people write large ones: 60 000.
static void write_count(char *out, size_t size, double value) {
    if (value >= 10000)
        snprintf(out, size, "%d %03d", (int)(value / 1000), (int)fmod(floor(value), 1000));
    else
        snprintf(out, size, "%.*f", value >= 100 || fabs(value - round(value)) < 5e-4 ? 0 : 1,
                 value);
}

static void write_label(char *out, size_t size, const Dataset *set, size_t index) {
    char number[16];
    snprintf(out, size, "%s", dataset_label(set, index, number));
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
    if (below > 1.1f * fmaxf(large, even)) return lay_out_below(ui, set, rect, below);
    bool row = large < 1.3f * even;
    float w = row ? even : large, h = roundf(w * aspect);
    float small_h = row ? h : floorf((h - caption) / 2);
    float small_w = row ? w : floorf(small_h / aspect);
    float wide = row ? 5 * w + 4 * gap : 3 * (w + gap) + small_w;
    float x = roundf(rect.x + (rect.w - wide) / 2);
    float y = rect.y + roundf(fmaxf(0, fminf(rect.h - h - caption, ui_px(ui, 40))) / 2);
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

static void draw_pictures(App *app, const MixtureState *state, Rect rect) {
    Ui *ui = &app->ui;
    const MixtureShown *shown = &state->shown;
    const Dataset *set = &state->set;
    Five five = lay_out(ui, set, rect);
    char z[32], mean[48], known[48], unknown[48], count[32], over[64], label[64], from[96];
    char number[48], off[320];
    snprintf(z, sizeof z, "<z_%d>", shown->t);
    snprintf(mean, sizeof mean, "[m:E[<x> | <z_%d>]]", shown->t);
    snprintf(known, sizeof known, "[m:<mean_%d>]", shown->t);
    snprintf(unknown, sizeof unknown, "[m:E[<z_%d>]]", shown->t - 1);
    write_count(count, sizeof count, (double)set->count);
    snprintf(over, sizeof over, "of %s", count);
    int example = app->settings.mixture.example;
    write_label(label, sizeof label, set, example < 0 ? 0 : (size_t)example % set->count);
    snprintf(from, sizeof from,
             example < 0 ? "hidden · your picture"
             : *label    ? "hidden · %s"
                         : "hidden",
             label);
    axis_number(number, sizeof number, difference(&shown->m_known, &shown->m_mixture));
    snprintf(off, sizeof off,
             "The mean of q(<z_t−1> | <z_t>), one step back without knowing <x>: <mean_t> with "
             "E[<x> | <z_t>] in place of x. Here that is %s off (RMS).",
             number);
    const Cell cells[] = {
        { MIXTURE_X, "mixture x", HUE_X, "[x:<x>]", from,
          "<x>: what <z_t> was made from, hidden from all that follows. A click browses the data "
          "set." },
        { MIXTURE_Z, "mixture z", HUE_Z, z, "all that is seen",
          "$<z_t> = <signal_t> <x> + <noise_t> <n>$: the picture after t noisy steps." },
        { MIXTURE_MEAN, "mixture mean", HUE_MEAN, mean, over,
          "$Σ w_i <x>^{(i)}$: the mean of all training pictures, each weighed by how likely it is "
          "to have become this <z_t>. No network could guess better for this set." },
        { MIXTURE_KNOWN, "mixture known", HUE_MEAN, known, "knows <x>",
          "<mean_t>: the mean of q(<z_t−1> | <z_t>, <x>), one step back knowing x: the Reverse "
          "view's." },
        { MIXTURE_UNKNOWN, "mixture unknown", HUE_MEAN, unknown, "does not", off },
    };
    const Picture *const pictures[] = { &shown->x, &shown->z, &shown->x_mean, &shown->m_known,
                                        &shown->m_mixture };
    for (int i = 0; i < 5; i++)
        if (draw_cell(app, five.cells[i], &cells[i], pictures[i], shown->stamp) && i == 0)
            ui_send(ui, "toggle browsing");
}

// The likeliest ----------------------------------------------------------------------------------

static void heading(Ui *ui, float x, float baseline, const char *text, const char *numbers,
                    float room) {
    RichStyle bold = { FACE_BOLD, 14.5f, HUE_INK }, muted = { FACE_TEXT, 12.5f, HUE_MUTED };
    float left = rich_draw(ui, bold, x, baseline, text) + ui_px(ui, 14);
    if (left + rich_width(ui, muted, numbers) <= room)
        rich_draw(ui, muted, x + left, baseline, numbers);
}

typedef struct BestRow {
    const Dataset *set;
    const MixtureResult *result;
} BestRow;

static const uint8_t *best_bytes(const void *user, size_t i) {
    const BestRow *row = user;
    return dataset_bytes(row->set, row->result->best[i]);
}

enum { BEST = 8 };

// The likeliest training pictures with their weights as bars, the first one's whole.
static void draw_best(App *app, const MixtureState *state, Rect rect) {
    Ui *ui = &app->ui;
    const MixtureResult *result = &state->shown.result;
    const Dataset *set = &state->set;
    char effective[32], all[32], log_q[48], numbers[160], text[64], label[64];
    write_count(effective, sizeof effective, result->effective);
    write_count(all, sizeof all, (double)set->count);
    axis_number(log_q, sizeof log_q, result->log_q);
    snprintf(numbers, sizeof numbers, "effective number %s of %s · log q(<z_t>) %s nats", effective,
             all, log_q);
    heading(ui, rect.x, rect.y + ui_px(ui, 15), "Which training pictures could it have been?",
            numbers, rect.w);
    float gap = ui_px(ui, 10), top = rect.y + ui_px(ui, 28), foot = ui_px(ui, 40);
    float bar = ui_px(ui, 40), aspect = (float)set->height / (float)set->width;
    float w = floorf((rect.w - gap * (BEST - 1)) / BEST);
    float high = rect.h - ui_px(ui, 28) - bar - foot;
    float cell_w = mixture_whole_pixels(fminf(w, high / aspect), set->width);
    float cell_h = floorf(cell_w * aspect);
    int count = result->best_count < BEST ? result->best_count : BEST;
    const BestRow row = { set, result };
    const TextureKey key = { .x = state->set_stamp, .n = state->shown.stamp };
    int texture =
        mixture_texture_row(app, MIXTURE_BEST_ROW, set, best_bytes, &row, (size_t)count, key);
    for (int i = 0; i < count; i++) {
        Rect at = { rect.x + (float)i * (w + gap), top, cell_w, cell_h };
        snprintf(text, sizeof text, "best %d", i);
        if (ui_item(ui, text, (Rect){ at.x, at.y, at.w, cell_h + bar },
                    "A training picture and its weight. A click takes it as <x>."))
            ui_send(ui, "set example %zu", result->best[i]);
        draw_picture(ui->list, texture, at, mixture_cell(app, MIXTURE_BEST_ROW, (size_t)i));
        float share = (float)result->best_weight[i];
        float of_best = share / (float)result->best_weight[0];
        float length = fmaxf(ui_px(ui, 1.5f), roundf(of_best * (bar - ui_px(ui, 6))));
        draw_flat(ui->list, (Rect){ at.x, top + cell_h + bar - length, cell_w, length },
                  ui_color(ui, HUE_MEAN));
        float percent = 100 * share, middle = at.x + cell_w / 2;
        if (percent < 0.001f)
            snprintf(text, sizeof text, "< 0.001 %%");
        else
            snprintf(text, sizeof text, "%.*f %%",
                     percent >= 99.95f ? 0
                     : percent >= 0.1f ? 1
                                       : 3,
                     (double)percent);
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_INK }, middle,
                          top + cell_h + bar + ui_px(ui, 17), text);
        write_label(label, sizeof label, set, result->best[i]);
        RichStyle muted = { FACE_TEXT, 11.5f, HUE_MUTED, .plain = true };
        if (rich_width(ui, muted, label) <= w + gap)
            rich_draw_centred(ui, muted, middle, top + cell_h + bar + ui_px(ui, 33), label);
    }
    if (count == BEST) return;
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED };
    float x = rect.x + (float)count * (w + gap) + ui_px(ui, 8);
    RichLines lines = rich_wrap(
        ui, muted, rect.x + rect.w - x,
        count == 1 ? "It can only have been this one: every other picture of the set is less "
                     "likely by a factor of $e^{32}$ or more. Knowing <x> would add nothing."
                   : "All others are less likely by a factor of $e^{32}$ or more.");
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, muted, x, top + ui_px(ui, 16 + 20 * (float)i), lines.line[i]);
}

// Before there is anything -----------------------------------------------------------------------

static void draw_waiting(App *app, const MixtureState *state, Rect rect) {
    Ui *ui = &app->ui;
    char text[SETTINGS_PATH + 32];
    snprintf(text, sizeof text, state->reading ? "reading %s" : "one moment", state->wanted);
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 16, HUE_MUTED, .plain = true },
                      rect.x + rect.w / 2, rect.y + rect.h / 2, text);
}

static void draw_all(App *app, const MixtureState *state, Rect rect) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 20), gap = ui_px(ui, 14);
    Rect in = { rect.x + pad, rect.y + pad, rect.w - 2 * pad, rect.h - pad - ui_px(ui, 10) };
    float units = in.h / ui->scale;
    float run = units > 520 ? mixture_run_height(app, state, in.w) : 0;
    float best = units > 330 ? ui_px(ui, 28 + 40 + 40) + fminf(ui_px(ui, 84), in.w / 10) : 0;
    float room = in.h - run - best - (run > 0 ? gap : 0) - (best > 0 ? gap : 0);
    Rect part = { in.x, in.y, in.w, room };
    // What is left over stands between the parts, a little of it, and below.
    float spare = fmaxf(0, room - lay_out(ui, &state->set, part).height);
    float between = gap + fminf(spare / 3, ui_px(ui, 24));
    part.h = room - fmaxf(0, spare - ui_px(ui, 24));
    draw_pictures(app, state, part);
    part.y += part.h + between, part.h = best;
    if (best > 0) draw_best(app, state, part);
    part.y += best > 0 ? best + between : 0;
    part.y = fminf(part.y, in.y + in.h - run), part.h = run;
    if (run > 0) mixture_run_draw(app, state, part);
}

void mixture_draw(App *app, Rect rect) {
    Error error;
    if (!mixture_open(app, &error)) take_error(app, &error);
    const MixtureState *state = mixture_look(app->mixture.work);
    if (app->settings.mixture.browsing && state->set.count)
        mixture_browse_draw(app, state, rect);
    else if (state->set.count && state->shown.any && state->shown.x.width == state->set.width &&
             state->shown.x.height == state->set.height)
        draw_all(app, state, rect);
    else
        draw_waiting(app, state, rect);
    mixture_release(app->mixture.work);
}
