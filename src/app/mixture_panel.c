// SPDX-License-Identifier: MIT
// The Mixture view's right panel: the effective number over t, what it teaches, the data set and
// the reverse run's controls.
#include "app/app.h"
#include "base/memory.h"
#include "base/path.h"
#include "core/sampler.h"
#include "io/dataset.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Effective number -------------------------------------------------------------------------------

// Between the nodes along straight lines in its logarithm, as the plot's axis has it.
static void fill_between(double *y, int t, double low, int upper, double high) {
    double from = log(low), to = log(high);
    for (int at = t; at < upper; at++) y[at] = exp(from + (to - from) * (at - t) / (upper - t));
    y[upper] = high;
}

static void fill_curve(App *app, const MixtureCurve *curve, const MixtureShown *shown) {
    MixtureView *view = &app->mixture;
    int steps = app->settings.schedule.steps;
    if (view->effective_stamp == curve->stamp && view->effective_shown == shown->stamp &&
        view->effective_room == steps + 1)
        return;
    view->effective = mem_resize(view->effective, (size_t)steps + 1, sizeof(double));
    view->effective_room = steps + 1;
    view->effective_stamp = curve->stamp;
    view->effective_shown = shown->stamp;
    double *y = view->effective;
    for (int t = 0; t <= steps; t++) y[t] = NAN;
    for (int i = 0; i < curve->count; i++) {
        int t = curve->t[i], upper = i ? curve->t[i - 1] : t;
        if (t > steps || upper > steps) return; // of another T; the next one comes
        double low = curve->effective[i], high = i ? curve->effective[i - 1] : low;
        double exact = shown->result.effective; // the t on screen is a node, too
        if (shown->any && shown->t > t && shown->t < upper) {
            fill_between(y, shown->t, exact, upper, high);
            upper = shown->t, high = exact;
        }
        fill_between(y, t, low, upper, high);
    }
}

static void plot_effective(App *app, const MixtureState *state, Rect rect) {
    fill_curve(app, &state->curve, &state->shown);
    int steps = app->settings.schedule.steps;
    const Series series = { .toggle = option_row(OPT_SHOW_EFFECTIVE),
                            .hue = HUE_MEAN,
                            .y = app->mixture.effective,
                            .from = 1,
                            .to = steps,
                            .width = 2.4f };
    double most = fmax(10, 1.6 * (double)state->set.count);
    Plot plot = { .name = plot_names[PLOT_EFFECTIVE],
                  .title = "Effective number of pictures",
                  .x = { 0, steps, false },
                  .y = { 0.8, most, true },
                  .series = &series,
                  .count = 1,
                  .t = app->settings.t };
    plot_draw(&app->ui, rect, &plot, &app->ranges[PLOT_EFFECTIVE]);
}

// Text -------------------------------------------------------------------------------------------

static float draw_paragraph(Ui *ui, Rect rect, float y, const char *text, Hue hue) {
    RichStyle style = { FACE_TEXT, 13, hue };
    RichLines lines = rich_wrap(ui, style, rect.w, text);
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, rect.x, y + ui_px(ui, 14 + 20 * (float)i), lines.line[i]);
    return y + ui_px(ui, 20 * (float)lines.count + 8);
}

static float draw_heading(Ui *ui, Rect rect, float y, const char *text) {
    rich_draw(ui, (RichStyle){ FACE_BOLD, 14.5f, HUE_INK }, rect.x, y + ui_px(ui, 15), text);
    return y + ui_px(ui, 24);
}

// How much one step back is open: sigma_t² knowing x, and what not knowing it adds.
static float draw_spread(App *app, const MixtureState *state, Rect rect, float y) {
    Ui *ui = &app->ui;
    const MixtureShown *shown = &state->shown;
    if (!shown->any || shown->t > app->model.schedule.steps) return y;
    char known[48], unknown[48], text[200];
    axis_number(known, sizeof known, app->model.schedule.sigma2[shown->t]);
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

static const char *why(const MixtureState *state) {
    double effective = state->shown.result.effective, all = (double)state->set.count;
    if (!state->shown.any) return "";
    if (effective < 1.05)
        return "With so little noise <z_t> can only have come from one picture: knowing <x> would "
               "add nothing, and q(<z_t−1> | <z_t>) is the posterior of the Reverse view.";
    if (effective < 0.2 * all)
        return "Several pictures could have become this <z_t>. The mean over them is a blur that "
               "is none of them, and it is the best guess that there is.";
    return "Almost any picture could have become this <z_t>: its mean is that of the whole set, "
           "whatever <x> was.";
}

static float draw_verdict(App *app, const MixtureState *state, Rect rect, float y) {
    Ui *ui = &app->ui;
    const MixtureRun *run = &state->run;
    char text[512];
    float worst = 0;
    bool done = run->count > 0 && run->frames > run->steps;
    for (int i = 0; done && i < run->count; i++)
        worst = fmaxf(worst, run->rms[(size_t)run->steps * (size_t)run->count + (size_t)i]);
    y = draw_heading(ui, rect, y, "What it teaches");
    const char *how = app->settings.mixture.bandwidth > 0
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
    return draw_paragraph(ui, rect, y, text, HUE_MUTED) + ui_px(ui, 4);
}

// Data set ---------------------------------------------------------------------------------------

static void draw_reading(App *app, const MixtureState *state, Rect row) {
    Ui *ui = &app->ui;
    float button = ui_px(ui, 70), gap = ui_px(ui, 10);
    Rect bar = { row.x, row.y + row.h / 2 - ui_px(ui, 3), row.w - button - gap, ui_px(ui, 6) };
    draw_rect(ui->list, bar, bar.h / 2, ui_color(ui, HUE_LINE));
    bar.w *= (float)state->read;
    if (bar.w > bar.h) draw_rect(ui->list, bar, bar.h / 2, ui_color(ui, HUE_X));
    if (ui_button(ui, (Rect){ row.x + row.w - button, row.y, button, row.h }, "cancel reading",
                  "cancel", "Keeps the set that is at hand"))
        mixture_cancel(app->mixture.work);
}

static const char *button_text(Ui *ui, Rect button, const char *full, const char *brief) {
    return rich_fitting(ui, (RichStyle){ FACE_TEXT, 14, HUE_INK }, button.w - ui_px(ui, 12), full,
                        brief);
}

static float draw_set(App *app, const MixtureState *state, Rect rect, float y) {
    Ui *ui = &app->ui;
    const Dataset *set = &state->set;
    char text[128];
    y = draw_heading(ui, rect, y, "Data set");
    RichStyle style = { FACE_TEXT, 13, HUE_INK, .plain = true },
              muted = { FACE_TEXT, 13, HUE_MUTED };
    char count[32];
    if (set->count >= 10000)
        snprintf(count, sizeof count, "%zu %03zu", set->count / 1000, set->count % 1000);
    else
        snprintf(count, sizeof count, "%zu", set->count);
    snprintf(text, sizeof text, "%s of %d × %d%s", count, set->width, set->height,
             set->channels == 1 ? " grey" : "");
    if (state->reading) snprintf(text, sizeof text, "%.0f %%", 100 * state->read);
    rich_draw_right(ui, muted, rect.x + rect.w, y + ui_px(ui, 14), text);
    rich_draw(ui, style, rect.x, y + ui_px(ui, 14),
              state->reading ? path_base(state->wanted) : set->name);
    ui_tooltip(ui, ui_id("mixture set"), (Rect){ rect.x, y, rect.w, ui_px(ui, 20) },
               "Drop a data set on the window: an IDX file (MNIST), CIFAR-10's .bin, .npy, or a "
               "folder of pictures. Or start with --dataset PATH.");
    y += ui_px(ui, 26);
    float gap = ui_px(ui, 8);
    Rect row = { rect.x, y, rect.w, ui_px(ui, UI_BUTTON_HEIGHT) };
    y += row.h + ui_px(ui, 12);
    if (state->reading) {
        draw_reading(app, state, row);
        return y;
    }
    bool fashion =
        dataset_has_fashion() && strcmp(app->settings.mixture.dataset, DATASET_FASHION) != 0;
    float part = floorf((row.w - gap * (fashion ? 2 : 1)) / (fashion ? 3 : 2));
    row.w = part;
    if (ui_button(ui, row, "browse", "browse",
                  "All pictures of the set, to choose <x> from (Shift+B)"))
        ui_send(ui, "toggle browsing");
    row.x += part + gap;
    bool own = app->settings.mixture.example < 0;
    if (ui_button(ui, row, "own picture",
                  button_text(ui, row, own ? "[x:your picture]" : "your picture",
                              own ? "[x:yours]" : "yours"),
                  "Takes the opened picture as <x>, cut and scaled to the set's size"))
        ui_send(ui, "set example %d", own ? 0 : -1);
    row.x += part + gap;
    if (fashion && ui_button(ui, row, "fashion", button_text(ui, row, "Fashion-MNIST", "Fashion"),
                             "60 000 pictures of clothes, installed on this machine"))
        ui_send(ui, "set dataset " DATASET_FASHION);
    return y;
}

// Controls ---------------------------------------------------------------------------------------

static void slider(App *app, float x, float y, float w, OptionId id, Hue hue) {
    ui_slider(&app->ui, (Rect){ x, y, w, ui_px(&app->ui, UI_SLIDER_HEIGHT) }, option_row(id), hue);
}

static void draw_controls(App *app, Rect rect, float y) {
    static const char *const kinds[] = { "ancestral", "DDIM" };
    Ui *ui = &app->ui;
    float gap = ui_px(ui, 18), half = floorf((rect.w - gap) / 2),
          line = ui_px(ui, UI_SLIDER_HEIGHT);
    float right = rect.x + half + gap;
    y = draw_heading(ui, rect, y, "Backwards");
    ui_segments(ui, (Rect){ rect.x, y + ui_px(ui, 4), half, ui_px(ui, 28) },
                option_row(OPT_SAMPLER), kinds, 2);
    if (app->settings.mixture.sampler == SAMPLER_DDIM)
        slider(app, right, y, half, OPT_ETA, HUE_NOISE);
    y += line + ui_px(ui, 2);
    slider(app, rect.x, y, half, OPT_SAMPLE_STEPS, HUE_MUTED);
    slider(app, right, y, half, OPT_COUNT, HUE_MUTED);
    y += line + ui_px(ui, 2);
    slider(app, rect.x, y, rect.w, OPT_BANDWIDTH, HUE_MEAN);
}

void mixture_plots_draw(App *app, Rect rect) {
    Error error;
    if (!mixture_open(app, &error) && error.kind != ERROR_NONE) app_say(app, true, error.text);
    const MixtureState *state = mixture_look(app->mixture.work);
    float pad = ui_px(&app->ui, 16);
    plot_effective(app, state, rect_inset(rect, pad));
    mixture_release(app->mixture.work);
}

void mixture_panel_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    if (!app->mixture.work) return;
    const MixtureState *state = mixture_look(app->mixture.work);
    float pad = ui_px(ui, 20), left = ui_px(ui, 12 + 44); // where the plot's frame begins
    if (rect.w < ui_px(ui, 400)) left = pad;
    Rect in = { rect.x + left, rect.y, rect.w - left - pad, rect.h };
    float controls = ui_px(ui, 24 + 3 * (UI_SLIDER_HEIGHT + 2)), set = ui_px(ui, 24 + 26 + 42);
    float text = ui_px(ui, 28 + 68 + 24 + 92);
    float plot = fmaxf(ui_px(ui, 130), rect.h - controls - set - text - ui_px(ui, 40));
    plot = fminf(plot, ui_px(ui, 300));
    plot_effective(
        app, state,
        (Rect){ rect.x + ui_px(ui, 12), rect.y + ui_px(ui, 16), rect.w - ui_px(ui, 24), plot });
    float y = rect.y + plot + ui_px(ui, 24);
    y = draw_spread(app, state, in, y);
    float bottom = rect.y + rect.h - controls - set - ui_px(ui, 8);
    y = draw_paragraph(ui, in, y, why(state), HUE_MUTED) + ui_px(ui, 4);
    if (y + ui_px(ui, 110) < bottom) draw_verdict(app, state, in, y);
    float below = draw_set(app, state, in, bottom);
    draw_controls(app, in, below);
    mixture_release(app->mixture.work);
}
