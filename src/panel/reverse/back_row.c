// SPDX-License-Identifier: MIT
#include "panel/reverse/back_row.h"

#include "base/translate.h"
#include "core/noise.h"

#include <math.h>
#include <stdio.h>

void back_planes_free(BackPlanes *planes) {
    thin_free(&planes->thin);
    for (int i = 0; i < BACK_CELLS; i++) picture_free(&planes->draws[i]);
    picture_free(&planes->walked);
}

// The planes ------------------------------------------------------------------------------------

// Draw number i of the row: all are others when the draw is.
static uint32_t draw_number(const Settings *settings, int i) {
    return (uint32_t)settings->noise.draw + ((uint32_t)i << 20);
}

static Key place_key(const Model *model, Part part, int width, int height) {
    return (Key){ .x = model->x_stamp,
                  .eta = model->eta_stamp,
                  .part_x = part.x,
                  .part_y = part.y,
                  .part_width = part.width,
                  .part_height = part.height,
                  .width = width,
                  .height = height };
}

static bool follow_planes(const Model *model, BackPlanes *planes, Part part, int width, int height,
                          Error *error) {
    Key key = place_key(model, part, width, height);
    key.n = model->n_stamp;
    if (key_hold(&planes->thin_key, &key) ||
        model_thin(model, &planes->thin, part, width, height, error))
        return true;
    planes->thin_key = (Key){ 0 }; // what is there is of other sizes
    return false;
}

static bool make_draws(const Model *model, BackPlanes *planes, Part part, int width, int height,
                       Error *error) {
    for (int i = 1; i < BACK_CELLS; i++)
        if (!model_thin_draw(model, &planes->thin, draw_number(&model->made, i), part, width,
                             height, &planes->draws[i], error))
            return false;
    return true;
}

static bool follow_draws(const Model *model, BackPlanes *planes, Part part, int width, int height,
                         Error *error) {
    Key key = place_key(model, part, width, height);
    if (key_hold(&planes->draws_key, &key) || make_draws(model, planes, part, width, height, error))
        return true;
    planes->draws_key = (Key){ 0 };
    return false;
}

// What each row shows ----------------------------------------------------------------------------

static RowCell picture_cell(const Scene *scene, PictureKind kind, const Thin *thin) {
    const Picture *before = thin->n_prev.values ? &thin->n_prev : &thin->n;
    return (RowCell){ .mix = posterior_mix(&scene->model->schedule, scene->model->made.t, kind),
                      .x = &thin->x,
                      .n = kind == PICTURE_ZPREV ? before : &thin->n,
                      .eta = kind == PICTURE_RESIDUAL ? before : &thin->eta };
}

static void name(RowCell *cell, const char *label, Hue hue, const char *caption, const char *help) {
    cell->label = label;
    cell->hue = hue;
    cell->caption = caption;
    cell->help = help;
}

static RowCell residual_cell(const Scene *scene, const Thin *thin) {
    int t = scene->settings->t;
    RowCell cell = picture_cell(scene, PICTURE_RESIDUAL, thin);
    name(&cell, "picture residual", HUE_SIGMA,
         t == 1 ? N_("none: $<sigma_1> = 0$") : N_("pure noise?"),
         N_("The residual $(<z_t−1> − <mean_t>)/<sigma_t>$: what the chain’s own step differs from "
            "the mean by, "
            "in standard deviations. If the posterior is right, it is N(0, 1) and nothing of the "
            "picture shows in it."));
    snprintf(cell.symbol, sizeof cell.symbol, "$([z:<z_%d>] − [m:<mean_%d>]) / [s:<sigma_%d>]$",
             t - 1, t, t);
    cell.colored = true;
    cell.span = 3;
    return cell;
}

static void row_of_step(const Scene *scene, Row *row, const Thin *thin) {
    int t = scene->settings->t;
    bool path = scene->settings->noise.coupling == COUPLING_PATH;
    RowCell *cells = row->cells;
    row->count = 5;
    cells[0] = picture_cell(scene, PICTURE_Z, thin);
    name(&cells[0], "picture z", HUE_Z, N_("given"), N_("<z_t>: where the step back starts."));
    snprintf(cells[0].symbol, sizeof cells[0].symbol, "[z:<z_%d>]", t);
    cells[1] = picture_cell(scene, PICTURE_MEAN, thin);
    name(&cells[1], "picture mean", HUE_MEAN, t == 1 ? N_("it is <x>") : N_("the mean"),
         N_("<mean_t>: the mean of q(<z_t−1> | <z_t>, <x>). At t = 1 it is <x> itself."));
    snprintf(cells[1].symbol, sizeof cells[1].symbol, "[m:<mean_%d>]", t);
    cells[2] = picture_cell(scene, PICTURE_SAMPLE, thin);
    name(&cells[2], "picture sample", HUE_SIGMA, t == 1 ? "$<sigma_1> = 0$" : N_("a draw"),
         N_("A draw from q(<z_t−1> | <z_t>, <x>): the mean and fresh noise. D draws again."));
    snprintf(cells[2].symbol, sizeof cells[2].symbol, "$[m:<mean_%d>] + [s:<sigma_%d>] η$", t, t);
    cells[3] = picture_cell(scene, PICTURE_ZPREV, thin);
    name(&cells[3], "picture zprev", HUE_Z, path ? N_("the chain’s own") : N_("same <n>"),
         N_("<z_t−1> of the chain itself: the draw beside it is as good a one. In jump coupling it "
            "shares its noise with <z_t> and is no sample of the chain."));
    snprintf(cells[3].symbol, sizeof cells[3].symbol, "[z:<z_%d>]", t - 1);
    cells[4] = residual_cell(scene, thin);
}

static void row_of_draws(const Scene *scene, Row *row, const BackPlanes *back) {
    const Thin *thin = &back->thin;

    static const char *const labels[] = { "picture draw 1", "picture draw 2", "picture draw 3",
                                          "picture draw 4", "picture draw 5" };
    row->count = BACK_CELLS;
    for (int i = 0; i < BACK_CELLS; i++) {
        RowCell *cell = &row->cells[i];
        *cell = picture_cell(scene, PICTURE_SAMPLE, thin);
        if (i > 0) cell->eta = &back->draws[i];
        name(cell, labels[i], HUE_SIGMA, scene->settings->t == 1 ? N_("all are <x>") : "",
             N_("One of five draws from the same q(<z_t−1> | <z_t>, <x>): they differ by noise of "
                "deviation <sigma_t>, and share all else. D draws all anew."));
        snprintf(cell->symbol, sizeof cell->symbol, "$[m:<mean_%d>] + [s:<sigma_%d>] η_{%d}$",
                 scene->settings->t, scene->settings->t, i + 1);
    }
}

// v - m_t, v being a mix of the same z.
static void row_of_differences(const Scene *scene, Row *row, const BackPlanes *back) {
    const Thin *thin = &back->thin;

    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    RowCell *cells = row->cells;
    row->count = 5;
    cells[0] = picture_cell(scene, PICTURE_MEAN, thin);
    cells[0].mix.g = (float)(1 - table->coef_z[t]);
    cells[0].mix.h = (float)-table->coef_x[t];
    name(&cells[0], "picture z minus mean", HUE_Z, N_("the step"),
         N_("$<z_t> − <mean_t>$: what the mean takes away. It is mostly noise: the posterior looks "
            "back "
            "along the noise."));
    snprintf(cells[0].symbol, sizeof cells[0].symbol, "$[z:<z_%d>] − [m:<mean_%d>]$", t, t);
    for (int i = 1; i < 3; i++) {
        cells[i] = picture_cell(scene, PICTURE_NOISE, thin);
        cells[i].mix = (Mix){ .k = (float)row->sigma };
        if (i == 2) cells[i].eta = &back->draws[1];
        name(&cells[i], i == 1 ? "picture deviation 1" : "picture deviation 2", HUE_SIGMA,
             t == 1   ? "$<sigma_1> = 0$"
             : i == 1 ? N_("a draw’s")
                      : N_("another’s"),
             N_("A draw minus the mean: $<sigma_t> η$, noise of deviation <sigma_t> everywhere, "
                "whatever the "
                "picture is."));
        snprintf(cells[i].symbol, sizeof cells[i].symbol, "$[s:<sigma_%d>] η_{%d}$", t, i);
    }
    cells[3] = residual_cell(scene, thin);
    cells[3].mix.g *= (float)row->sigma, cells[3].mix.k *= (float)row->sigma;
    name(&cells[3], "picture zprev minus mean", HUE_Z, N_("the chain’s"),
         N_("The chain’s own <z_t−1> minus the mean. In path coupling it cannot be told from a "
            "draw’s deviation; in jump coupling it is far too small where <beta_t> is small."));
    snprintf(cells[3].symbol, sizeof cells[3].symbol, "$[z:<z_%d>] − [m:<mean_%d>]$", t - 1, t);
    cells[4] = residual_cell(scene, thin);
    for (int i = 0; i < 4; i++) cells[i].colored = true, cells[i].span = 1 / row->gain;
}

static void row_of_walk(const Scene *scene, Row *row, const BackPlanes *back, int at) {
    const Thin *thin = &back->thin;

    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    const Picture *walked = back->walked.values ? &back->walked : &thin->x;
    RowCell *cells = row->cells;
    row->count = 5;
    cells[0] = picture_cell(scene, PICTURE_X, thin);
    name(&cells[0], "picture x", HUE_X, N_("where both end"),
         N_("<x>: the walk knows it, and ends there."));
    snprintf(cells[0].symbol, sizeof cells[0].symbol, "[x:<x>]");
    cells[1] = picture_cell(scene, PICTURE_Z, thin);
    name(&cells[1], "picture z", HUE_Z, N_("the chain"), N_("<z_t> of the forward chain."));
    snprintf(cells[1].symbol, sizeof cells[1].symbol, "[z:<z_%d>]", t);
    cells[2] = (RowCell){ .mix = { .h = 1 }, .x = walked };
    name(
        &cells[2], "picture walk", HUE_SIGMA, row->arrived ? N_("the walk") : N_("on its way"),
        N_("The same chain run backwards from <z_T>, each step drawn from q(<z_t−1> | <z_t>, <x>). "
           "Another sample of the same law. Space plays, Shift+Space turns the direction, D takes "
           "another walk."));
    snprintf(cells[2].symbol, sizeof cells[2].symbol, "$[s:<z_%d>]$", at);
    cells[3] = picture_cell(scene, PICTURE_NOISE, thin);
    cells[3].mix = (Mix){ .b = 1, .g = (float)sqrt(table->one_minus_alpha[t]) };
    name(&cells[3], "picture chain noise", HUE_NOISE, N_("the chain’s noise"),
         N_("$<z_t> − <signal_t> <x>$ of the chain: all that is noise in it."));
    snprintf(cells[3].symbol, sizeof cells[3].symbol, "$[z:<z_%d>] − <signal_%d> [x:<x>]$", t, t);
    cells[4] = (RowCell){ .mix = { .a = 1, .b = (float)-sqrt(table->alpha[at]), .g = 1 },
                          .x = walked,
                          .n = &thin->x };
    name(&cells[4], "picture walk noise", HUE_NOISE, N_("the walk’s noise"),
         N_("The same of the walk: other noise of the same size, none of it the picture’s."));
    snprintf(cells[4].symbol, sizeof cells[4].symbol, "$[s:<z_%d>] − <signal_%d> [x:<x>]$", at, at);
    for (int i = 3; i < 5; i++) cells[i].colored = true, cells[i].span = 1 / row->gain;
}

// 1, 2 or 5 times a power of ten.
double back_row_round_gain(double gain) {
    double decade = pow(10, floor(log10(gain))), part = gain / decade;
    return decade * (part < 2 ? 1 : part < 5 ? 2 : 5);
}

static double gain_of(const Scene *scene, int kind) {
    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    if (scene->settings->reverse.gain > 0) return scene->settings->reverse.gain;
    double size = kind == ROW_WALK ? sqrt(table->one_minus_alpha[t]) : sqrt(table->sigma2[t]);
    return size > 0 ? back_row_round_gain(fmin(1000, fmax(0.1, 1 / (2.5 * size)))) : 1;
}

bool back_row_make(Scene *scene, BackPlanes *planes, Row *row, int kind, Part part, int width,
                   int height) {
    const Model *model = scene->model;
    Error error;
    bool draws = kind == ROW_DRAWS || kind == ROW_DIFFERENCES;
    if (!follow_planes(model, planes, part, width, height, &error) ||
        (draws && !follow_draws(model, planes, part, width, height, &error))) {
        scene_report(scene, &error);
        return false;
    }
    *row = (Row){ .kind = kind,
                  .sigma = sqrt(model->schedule.sigma2[scene->settings->t]),
                  .gain = gain_of(scene, kind),
                  .arrived = true };
    if (kind == ROW_WALK) {
        const Walk *walk = model_walk(model, scene->patient ? model->schedule.steps : 0, &error);
        if (!walk || !picture_thin(&planes->walked, &walk->z, part, width, height, &error)) {
            scene_report(scene, &error);
            return false;
        }
        row->walk_at = walk->at;
        row->arrived = walk->at == model->made.t;
        scene->again |= !row->arrived;
    }
    switch (kind) {
    case ROW_DRAWS: row_of_draws(scene, row, planes); break;
    case ROW_DIFFERENCES: row_of_differences(scene, row, planes); break;
    case ROW_WALK: row_of_walk(scene, row, planes, row->walk_at); break;
    default: row_of_step(scene, row, &planes->thin); break;
    }
    for (int i = 0; i < row->count; i++) row->scale |= row->cells[i].colored;
    return true;
}
