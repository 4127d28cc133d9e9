// SPDX-License-Identifier: MIT
// A part of the window by itself, for paper and slides: nothing to click, and the type grows with
// the picture, so that a figure looks the same at any number of pixels.
#include "app/app.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float STRIP_PAD = 16, STRIP_GAP = 8, STRIP_CELL = 132, STRIP_CAPTION = 50;

static bool is_plot(What what) {
    return what == WHAT_SIGNAL || what == WHAT_VARIANCE || what == WHAT_PIXEL;
}

// In units of the layout.
static void natural_size(What what, const Model *model, bool beside, float *width, float *height) {
    *width = 560, *height = 340; // a plot
    if (what == WHAT_PLOTS) {
        *width = beside ? 1500 : 540;
        *height = beside ? 400 : 900;
    } else if (what == WHAT_EQUATION) {
        *width = 1240, *height = 116;
    } else if (what == WHAT_FIGURE) {
        int steps[STRIP_CELLS], count = model_strip_steps(&model->schedule, steps);
        float aspect = (float)model->x.height / (float)model->x.width;
        *width = (STRIP_CELL + STRIP_GAP) * (float)count - STRIP_GAP + 2 * STRIP_PAD;
        *height = fmaxf(1, STRIP_CELL * aspect) + STRIP_CAPTION + 2 * STRIP_PAD;
    }
}

// Large enough for a slide.
void figure_size(What what, const Model *model, int *width, int *height) {
    float w, h;
    natural_size(what, model, true, &w, &h);
    float scale = is_plot(what) ? 2 : 1600 / w;
    *width = (int)fminf(16384, fmaxf(1, ceilf(w * scale)));
    *height = (int)fminf(16384, fmaxf(1, ceilf(h * scale)));
}

float figure_scale(const App *app) {
    if (app->figure == WHAT_PLOTS && app->settings.view != VIEW_FORWARD)
        return style_scale(app->width, app->height, app->settings.look.ui_scale);
    float w, h;
    bool beside = (float)app->width > 1.6f * (float)app->height;
    natural_size(app->figure, &app->model, beside, &w, &h);
    return fminf((float)app->width / w, (float)app->height / h) *
           (float)app->settings.look.ui_scale;
}

// The chain at a glance, each cell with its t and its log SNR.
static void draw_strip(App *app, Rect rect) {
    Ui *ui = &app->ui;
    const Picture *x = &app->model.x;
    int steps[STRIP_CELLS], count = model_strip_steps(&app->model.schedule, steps);
    float pad = ui_px(ui, STRIP_PAD), gap = ui_px(ui, STRIP_GAP),
          caption = ui_px(ui, STRIP_CAPTION);
    float cell_w = floorf((rect.w - 2 * pad - gap * (float)(count - 1)) / (float)count);
    float most_h = rect.h - 2 * pad - caption, aspect = (float)x->height / (float)x->width;
    if (cell_w * aspect > most_h) cell_w = floorf(most_h / aspect);
    float cell_h = fmaxf(1, roundf(cell_w * aspect));
    if (cell_w < 4) return;
    float wide = (cell_w + gap) * (float)count - gap;
    float left = roundf(rect.x + (rect.w - wide) / 2);
    float top = roundf(rect.y + (rect.h - cell_h - caption) / 2);
    for (int i = 0; i < count; i++) {
        Rect cell = { left + (cell_w + gap) * (float)i, top, cell_w, cell_h };
        int thin_w = cell_w < (float)x->width ? (int)cell_w : x->width;
        int thin_h = cell_h < (float)x->height ? (int)cell_h : x->height;
        char text[64], number[48];
        draw_picture(ui->list, app_strip_texture(app, i, steps[i], thin_w, thin_h), cell,
                     (Rect){ 0, 0, 1, 1 });
        float middle = cell.x + cell.w / 2, foot = cell.y + cell.h;
        snprintf(text, sizeof text, i ? "%d" : "$t$ = %d", steps[i]);
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 15, HUE_INK }, middle, foot + ui_px(ui, 21),
                          text);
        axis_number(number, sizeof number, app->model.schedule.log_snr[steps[i]]);
        snprintf(text, sizeof text, i ? "%s" : "log SNR %s", number);
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, middle,
                          foot + ui_px(ui, 42), text);
    }
}

void figure_draw(App *app) {
    Ui *ui = &app->ui;
    Rect all = { 0, 0, ui->width, ui->height };
    bool on_panel = app->figure == WHAT_PLOTS || is_plot(app->figure);
    draw_flat(ui->list, all, ui_color(ui, on_panel ? HUE_PANEL : HUE_GROUND));
    float high = ui_px(ui, 92);
    switch (app->figure) {
    case WHAT_PLOTS: view_plots_draw(app, all); break;
    case WHAT_SIGNAL: plots_draw_one(app, PLOT_SIGNAL, all); break;
    case WHAT_VARIANCE: plots_draw_one(app, PLOT_VARIANCE, all); break;
    case WHAT_PIXEL: plots_draw_one(app, PLOT_PIXEL, all); break;
    case WHAT_EQUATION:
        equation_draw(app, (Rect){ 0, roundf((all.h - high) / 2), all.w, high });
        break;
    case WHAT_FIGURE: draw_strip(app, all); break;
    default: break;
    }
}
