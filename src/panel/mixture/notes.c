// SPDX-License-Identifier: MIT
// What the mixture teaches, in words: how open one step back is, and what the run ends on.
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

// How much one step back is open: sigma_t² knowing x, and what not knowing it adds.
static float draw_spread(Scene *scene, Rect rect, float y) {
    Ui *ui = scene->ui;
    const MixtureShown *shown = &scene->mixture->shown;
    if (!shown->any || shown->t > scene->model->schedule.steps) return y;
    char known[48], unknown[48], text[200];
    axis_number(known, sizeof known, scene->model->schedule.sigma2[shown->t]);
    axis_number(unknown, sizeof unknown, shown->step_trace);
    RichStyle style = { FACE_TEXT, 13, HUE_INK };
    snprintf(text, sizeof text, "[s:%s] [u:knowing <x>]   [m:%s] [u:not]", known, unknown);
    float right = rich_width(ui, style, text) + ui_px(ui, 10);
    const char *label = "variance of <z_t−1> a value";
    label = rich_fitting(ui, style, rect.w - right, label, "variance of <z_t−1>");
    label = rich_fitting(ui, style, rect.w - right, label, "variance");
    rich_draw(ui, style, rect.x, y + ui_px(ui, 15), label);
    rich_draw_right(ui, style, rect.x + rect.w, y + ui_px(ui, 15), text);
    ui_tooltip(
        ui, ui_id("mixture spread"), (Rect){ rect.x, y, rect.w, ui_px(ui, 22) },
        "Of q(<z_t−1> | <z_t>, <x>): <sigma2_t>. Of the mixture q(<z_t−1> | <z_t>): the "
        "trace of its covariance over the number of values, <sigma2_t> and what is open about "
        "<x>.");
    return y + ui_px(ui, 28);
}

static const char *why(const Scene *scene) {
    double effective = scene->mixture->shown.result.effective,
           all = (double)scene->mixture->set.count;
    if (!scene->mixture->shown.any) return "";
    if (effective < 1.05)
        return "With so little noise <z_t> can only have come from one picture: knowing <x> would "
               "add nothing, and q(<z_t−1> | <z_t>) is the posterior of the Reverse view.";
    if (effective < 0.2 * all)
        return "Several pictures could have become this <z_t>. The mean over them is a blur that "
               "is none of them, and it is the best guess that there is.";
    return "Almost any picture could have become this <z_t>: its mean is that of the whole set, "
           "whatever <x> was.";
}

static float draw_verdict(Scene *scene, Rect rect, float y) {
    Ui *ui = scene->ui;
    const MixtureRun *run = &scene->mixture->run;
    char text[512];
    float worst = 0;
    bool done = run->count > 0 && run->frames > run->steps;
    for (int i = 0; done && i < run->count; i++)
        worst = fmaxf(worst, run->rms[(size_t)run->steps * (size_t)run->count + (size_t)i]);
    y = mixture_heading(ui, rect, y, "What it teaches");
    const char *how = scene->settings->mixture.bandwidth > 0
                          ? "Widened by $h$, the set is smoothed pixel by pixel: every sample is a "
                            "training picture under noise of deviation $h$. Smoothing is no "
                            "generalising either."
                          : "The exact reverse of a finite set returns the set: every sample ends "
                            "on a training picture. A network must do worse at this, and so "
                            "generalise.";
    if (done)
        snprintf(text, sizeof text,
                 worst < 1e-6f ? "%s Here all do, exactly."
                               : "%s Farthest from its nearest: %.4f RMS.",
                 how, (double)worst);
    else
        snprintf(text, sizeof text, "%s", how);
    return mixture_paragraph(ui, rect, y, text) + ui_px(ui, 4);
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    if (!scene->mixture) return;
    float left = ui_px(ui, 44), verdict = ui_px(ui, 112);
    if (rect.w < ui_px(ui, 380)) left = 0;
    Rect in = { rect.x + left, rect.y, rect.w - left, rect.h };
    float y = draw_spread(scene, in, in.y);
    y = mixture_paragraph(ui, in, y, why(scene)) + ui_px(ui, 4);
    if (y + verdict <= rect.y + rect.h) draw_verdict(scene, in, y);
}

const Panel panel_mixture_notes = {
    .name = "mixture_notes",
    .title = "What the mixture teaches",
    .help = "How open one step back is with and without knowing <x>, and what the run backwards "
            "ends on.",
    .natural = { 420, 220 },
    .least = { 200, 96 },
    .draw = draw,
    .of_mixture = true,
};
