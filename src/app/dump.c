// SPDX-License-Identifier: MIT
#include "app/app.h"
#include "app/script.h"
#include "conf/compare.h"
#include "io/file.h"
#include "model/compare.h"
#include "panel/inspector.h"
#include "stage/views.h"

#include <math.h>
#include <string.h>

static void append_number(Text *out, double value) {
    if (isfinite(value))
        text_append(out, "%.17g", value);
    else
        text_append(out, "null");
}

static void append_settings(Text *out, const Settings *settings) {
    text_append(out, "  \"settings\": {");
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        Text value = { 0 };
        option_format(&value, settings, option);
        text_append(out, "%s\n    \"%s\": ", i ? "," : "", option->name);
        bool number = option->type == OPTION_BOOL || option->type == OPTION_INT ||
                      option->type == OPTION_REAL || option->type == OPTION_SEED;
        if (number && strcmp(value.data, "default") != 0)
            text_append(out, "%s", value.data);
        else
            text_append_json(out, value.data);
        text_free(&value);
    }
    text_append(out, "\n  },\n");
}

static void append_table(Text *out, const App *app) {
    const Schedule *table = &app->model.schedule;
    int t = app->settings.t;
    const struct {
        const char *name;
        double value;
    } columns[] = {
        { "beta", table->beta[t] },
        { "alpha", table->alpha[t] },
        { "sigma2", table->sigma2[t] },
        { "coef_x", table->coef_x[t] },
        { "coef_z", table->coef_z[t] },
        { "log_snr", table->log_snr[t] },
        { "kl", schedule_kl(table, t, app->model.moments.mean_square) },
    };
    text_append(out, "  \"at_t\": {");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        text_append(out, "%s\"%s\": ", i ? ", " : "", columns[i].name);
        append_number(out, columns[i].value);
    }
    text_append(out, "},\n");
}

// What is written beside the picture: mean and variance as measured, and as expected.
static void append_statistics(Text *out, const Model *model, PictureKind kind) {
    if (kind < PICTURE_RESIDUAL) {
        MeanVariance is = model_statistics(model, kind), wanted = model_expected(model, kind);
        text_append(out, ", \"measured\": [%.9g, %.9g], \"expected\": [%.9g, %.9g]", is.mean,
                    is.variance, wanted.mean, wanted.variance);
    }
    text_append(out, "}");
}

// Sums of the shown bytes, so that a script sees whether a picture changed.
static void append_pictures(Text *out, const App *app) {
    static const char *const names[PICTURE_KINDS] = { "x",    "noise",  "z",       "zprev",
                                                      "mean", "sample", "residual" };
    const Picture *x = &app->model.x;
    text_append(out, "  \"picture\": {\"name\": ");
    text_append_json(out, app->model.name);
    text_append(out, ", \"width\": %d, \"height\": %d, \"channels\": %d", x->width, x->height,
                x->channels);
    Picture values = { 0 };
    Error error;
    if (picture_alloc(&values, x->width, x->height, x->channels, &error))
        for (int i = 0; i < PICTURE_KINDS; i++) {
            model_values(&app->model, (PictureKind)i, &values);
            Moments moments = picture_moments(&values);
            text_append(out, ",\n    \"%s\": {\"mean\": %.9g, \"mean_square\": %.9g", names[i],
                        moments.mean, moments.mean_square);
            append_statistics(out, &app->model, (PictureKind)i);
        }
    picture_free(&values);
    text_append(out, "},\n");
}

enum { CHANNELS = 3 };

static int values_at(const App *app, PictureKind kind, int x, int y, double values[CHANNELS]) {
    const Picture *picture = &app->model.x;
    size_t index = (size_t)y * (size_t)picture->width + (size_t)x;
    for (int c = 0; c < picture->channels; c++)
        values[c] = (double)model_value(&app->model, kind, c, index);
    return picture->channels;
}

// The pixel under the pointer, or the pinned one.
static void append_pixel(Text *out, const App *app) {
    static const char *const names[PICTURE_KINDS] = { "x",    "noise",  "z",       "zprev",
                                                      "mean", "sample", "residual" };
    Pixel pixel = scene_inspected_pixel(&app->scene);
    double values[CHANNELS];
    text_append(out, "{");
    for (int i = 0; pixel.any && i < PICTURE_KINDS; i++) {
        int channels = values_at(app, (PictureKind)i, pixel.x, pixel.y, values);
        if (i == 0)
            text_append(out, "\"x\": %d, \"y\": %d, \"pinned\": %s", pixel.x, pixel.y,
                        pixel.pinned ? "true" : "false");
        text_append(out, ",\n    \"value_%s\": [", names[i]);
        for (int c = 0; c < channels; c++) text_append(out, "%s%.9g", c ? ", " : "", values[c]);
        text_append(out, "], \"bytes_%s\": [", names[i]);
        for (int c = 0; c < channels; c++)
            text_append(out, "%s%d", c ? ", " : "", shade_of(values[c]).byte);
        text_append(out, "]");
    }
    text_append(out, "}");
}

static void append_stage(Text *out, const App *app) {
    const Stage *stage = &app->stage;
    const char *between = "";
    text_append(out, "  \"stage\": ");
    text_append_json(out, view_stage(&app->settings));
    text_append(out, ",\n  \"panels\": [");
    for (int i = 0; i < stage->count; i++) {
        const StageNode *leaf = &stage->nodes[i];
        if (leaf->kind != STAGE_LEAF || leaf->left_out) continue;
        PanelSize least = stage_least(leaf);
        text_append(out,
                    "%s\n    {\"name\": \"%s\", \"rect\": [%.1f, %.1f, %.1f, %.1f], "
                    "\"least\": [%.1f, %.1f], \"type\": %.1f}",
                    between, leaf->text, (double)leaf->rect.x, (double)leaf->rect.y,
                    (double)leaf->rect.w, (double)leaf->rect.h, (double)ui_px(&app->ui, least.w),
                    (double)ui_px(&app->ui, least.h), (double)leaf->type);
        between = ",";
    }
    text_append(out, "\n  ],\n  \"left_out\": [");
    between = "";
    for (int i = 0; i < stage->count; i++) {
        const StageNode *leaf = &stage->nodes[i];
        if (leaf->kind != STAGE_LEAF || !leaf->left_out) continue;
        text_append(out, "%s\"%s\"", between, leaf->text);
        between = ", ";
    }
    text_append(out, "],\n");
}

// What the Mixture view has, once it was shown.
static void append_mixture(Text *out, const App *app) {
    if (!app->mixture) return;
    const MixtureState *state = mixture_look(app->mixture);
    text_append(out, "  \"mixture\": {\"set\": ");
    text_append_json(out, state->set.name);
    text_append(out, ", \"count\": %zu, \"reading\": %d, \"t\": %d", state->set.count,
                state->reading, state->shown.any ? state->shown.t : 0);
    text_append(out, ", \"effective\": %.9g, \"frames\": %d, \"frames_wanted\": %d},\n",
                state->shown.result.effective, state->run.frames, state->run.steps + 1);
    mixture_release(app->mixture);
}

static void append_rect(Text *out, const char *name, Rect rect) {
    text_append(out, "\"%s\": [%.1f, %.1f, %.1f, %.1f]", name, (double)rect.x, (double)rect.y,
                (double)rect.w, (double)rect.h);
}

static void append_items(Text *out, const Ui *ui) {
    text_append(out, "  \"items\": [");
    for (size_t i = 0; i < ui->item_count; i++) {
        const UiItem *item = &ui->items[i];
        text_append(out, "%s\n    {\"label\": ", i ? "," : "");
        text_append_json(out, item->label);
        text_append(out, ", ");
        append_rect(out, "rect", item->rect);
        if (item->track.w > 0) {
            text_append(out, ", ");
            append_rect(out, "track", item->track);
        }
        text_append(out, "}");
    }
    text_append(out, "\n  ]\n");
}

// The compared schedules, as --compare takes them, at the same t/T.
static void append_compared(Text *out, const App *app) {
    const Model *model = &app->model;
    text_append(out, "  \"compare\": [");
    for (int i = 0; i < app->settings.compare.list.count; i++) {
        ScheduleChoice choice = compare_schedule(&app->settings, i);
        Text text = { 0 };
        int t = compare_t(model, i);
        schedule_format(&text, &choice);
        text_append(out, "%s\n    {\"schedule\": ", i ? "," : "");
        text_append_json(out, text.data);
        text_append(out, ", \"t\": %d, \"log_snr\": ", t);
        append_number(out, compare_table(model, i)->log_snr[t]);
        text_append(out, "}");
        text_free(&text);
    }
    text_append(out, "],\n");
}

bool dump_write(const App *app, const char *path, Error *error) {
    Text out = { 0 };
    text_append(&out, "{\n");
    append_settings(&out, &app->settings);
    append_table(&out, app);
    append_pictures(&out, app);
    text_append(&out, "  \"pixel\": ");
    append_pixel(&out, app);
    text_append(&out, ",\n");
    append_compared(&out, app);
    text_append(&out,
                "  \"window\": {\"width\": %d, \"height\": %d, \"frames\": %lu, \"message\": ",
                app->width, app->height, app->frames);
    text_append_json(&out, app->message);
    text_append(&out, "},\n");
    append_stage(&out, app);
    append_mixture(&out, app);
    append_items(&out, &app->ui);
    text_append(&out, "}\n");
    bool good = file_write(path, out.data, out.length, error);
    text_free(&out);
    return good;
}
