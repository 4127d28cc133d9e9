// SPDX-License-Identifier: MIT
// What the mixture teaches, in words: how open one step back is, and what the run ends on.
#include "base/translate.h"
#include "core/sampler.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

enum { SPREAD = 28 }; // units, of its line

// How much one step back is open: sigma_t² knowing x, and what not knowing it adds.
static float draw_spread(Scene *scene, Rect rect, float y) {
    Ui *ui = scene->ui;
    const MixtureShown *shown = &scene->mixture->shown;
    if (!shown->any || shown->t > scene->model->schedule.steps) return y;
    char known[48], unknown[48], text[256];
    axis_number(known, sizeof known, scene->model->schedule.sigma2[shown->t]);
    axis_number(unknown, sizeof unknown, shown->step_trace);
    RichStyle style = { FACE_TEXT, 13, HUE_INK };
    snprintf(text, sizeof text, _("[s:%s] [u:knowing <x>]   [m:%s] [u:not]"), known, unknown);
    RichStyle numbers = style;
    numbers.linked = !scene->still;
    while (numbers.size > 10 && rich_width(ui, numbers, text) > rect.w) numbers.size -= 0.5f;
    float right = rich_width(ui, numbers, text) + ui_px(ui, 10), top = y;
    const char *label = _("variance of <z_t−1> a value");
    label = rich_fitting(ui, style, rect.w - right, label, _("variance of <z_t−1>"));
    label = rich_fitting(ui, style, rect.w - right, label, _("variance"));
    rich_draw(ui, style, rect.x, y + ui_px(ui, 15), label);
    if (rich_width(ui, style, label) > rect.w - right) y += ui_px(ui, 20);
    rich_draw_right(ui, numbers, rect.x + rect.w, y + ui_px(ui, 15), text);
    ui_tooltip(
        ui, ui_id("mixture spread"), (Rect){ rect.x, top, rect.w, y - top + ui_px(ui, 22) },
        N_("Of q(<z_t−1> | <z_t>, <x>): <sigma2_t>. Of the mixture q(<z_t−1> | <z_t>): the "
           "trace of its covariance over the number of values, <sigma2_t> and what is open about "
           "<x>."));
    return y + ui_px(ui, SPREAD);
}

static const char *why(const Scene *scene) {
    double effective = scene->mixture->shown.result.effective,
           all = (double)scene->mixture->set.count;
    if (!scene->mixture->shown.any) return "";
    if (effective < 1.05)
        return _("With so little noise <z_t> can hardly come from any picture but one: knowing <x> "
                 "would add next to nothing, and q(<z_t−1> | <z_t>) is nearly the posterior of the "
                 "Reverse view.");
    if (effective < 0.8 * all)
        return _("Several pictures could have become this <z_t>. The mean over them is a blur that "
                 "is none of them, and of all guesses it has the least mean square error.");
    return _("Almost any picture could have become this <z_t>: its mean is nearly that of the "
             "whole set, whatever <x> was.");
}

// What the samples end on: `here` where that is what is shown of them.
static void write_verdict(const Scene *scene, bool here, char *text, size_t size) {
    const MixtureRun *run = &scene->mixture->run;
    float worst = 0;
    bool done = run->count > 0 && run->frames > run->steps;
    for (int i = 0; done && i < run->count; i++)
        worst = fmaxf(worst, run->rms[(size_t)run->steps * (size_t)run->count + (size_t)i]);
    const char *how =
        scene->settings->mixture.bandwidth > 0
            ? _("Widened by $h$, the set is smoothed pixel by pixel: every sample is a training "
                "picture under noise of deviation $h$. Smoothing is no generalising either.")
        : scene->settings->mixture.sampler == SAMPLER_DDIM
            ? _("DDIM ends on E[<x> | <z_t>] of its last step: on a training picture where one "
                "weighs nearly all, after few steps on a blend of near ones.")
            : _("The exact reverse of a finite set returns the set: every sample ends on a "
                "training picture. To make anything new, a network must do worse at this.");
    const char *exact =
        here ? _("%s Here all are one, exactly.") : _("%s At $t$ = 0 all are one, exactly.");
    const char *off = here ? _("%s Here the farthest from its nearest is %.4f RMS off.")
                           : _("%s At $t$ = 0 the farthest from its nearest is %.4f RMS off.");
    if (done && worst < 1e-6f)
        snprintf(text, size, exact, how);
    else if (done)
        snprintf(text, size, off, how, (double)worst);
    else
        snprintf(text, size, "%s", how);
}

// Where the words stand: under the frame of a plot, not of its numbers.
static Rect inside(const Scene *scene, Rect rect) {
    float left = rect.w < ui_px(scene->ui, 380) ? 0 : ui_px(scene->ui, 44);
    return (Rect){ rect.x + left, rect.y, rect.w - left, rect.h };
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice;
    Ui *ui = scene->ui;
    char text[1200];
    if (!scene->mixture) return ui_px(ui, 96);
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    Rect in = inside(scene, (Rect){ 0, 0, width, 0 });
    write_verdict(scene, false, text, sizeof text); // the longer one
    int lines =
        rich_wrap(ui, style, in.w, why(scene)).count + rich_wrap(ui, style, in.w, text).count;
    return fminf(room, ui_px(ui, SPREAD + 24 + 20 * (float)lines + 2 * (8 + 4) + 12));
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    if (!scene->mixture) return;
    char text[1200];
    Rect in = inside(scene, rect);
    float y = draw_spread(scene, in, in.y);
    y = mixture_paragraph(ui, in, y, why(scene)) + ui_px(ui, 4);
    write_verdict(scene, scene->settings->mixture.sample_step >= scene->mixture->run.steps, text,
                  sizeof text);
    RichLines lines = rich_wrap(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, in.w, text);
    if (y + ui_px(ui, 24 + 20 * (float)lines.count) > rect.y + rect.h) return;
    y = mixture_heading(ui, in, y, _("What it teaches"));
    mixture_paragraph(ui, in, y, text);
}

const Panel panel_mixture_notes = {
    .name = "mixture_notes",
    .title = N_("What the mixture teaches"),
    .help = N_("How open one step back is with and without knowing <x>, and what the run backwards "
               "ends on."),
    .natural = { 420, 220 },
    .least = { 200, 96 },
    .height = height,
    .draw = draw,
    .of_mixture = true,
};
