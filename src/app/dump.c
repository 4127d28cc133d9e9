// SPDX-License-Identifier: MIT
// What a script sees of the window: settings, the table at t, the pictures, what can be clicked.
#include "app/app.h"
#include "app/files/list.h"
#include "app/files/opening.h"
#include "app/lesson/lesson.h"
#include "app/lesson/lesson_caption.h"
#include "app/present.h"
#include "app/script.h"
#include "conf/compare.h"
#include "io/json_out.h"
#include "model/compare.h"
#include "model/measure.h"
#include "model/reverse.h"
#include "panel/inspector.h"
#include "stage/views.h"

#include <math.h>
#include <string.h>

enum { DIGITS = 9 }; // of what float32 values have been summed to

static const char *const picture_names[PICTURE_KINDS] = {
    "x",          "noise", "z",     "zprev", "mean",  "sample",  "residual",
    "step_noise", "eta",   "x_hat", "v",     "score", "velocity"
};

static void set(json_t *object, const char *name, json_t *value) {
    json_object_set_new(object, name, value);
}

static void append(json_t *list, json_t *value) {
    json_array_append_new(list, value);
}

static json_t *settings_of(const Settings *settings) {
    json_t *object = json_object();
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        Text value = { 0 };
        option_format(&value, settings, option);
        bool number = option->type == OPTION_BOOL || option->type == OPTION_INT ||
                      option->type == OPTION_REAL || option->type == OPTION_SEED;
        const char *text = value.data ? value.data : "";
        set(object, option->name, number ? json_parsed(text) : json_text(text));
        text_free(&value);
    }
    return object;
}

static json_t *table_of(const App *app) {
    const Schedule *table = model_table(&app->model);
    int t = app->settings.t;
    json_t *object = json_object();
    set(object, "beta", json_number(table->beta[t]));
    set(object, "alpha", json_number(table->alpha[t]));
    set(object, "sigma2", json_number(table->sigma2[t]));
    set(object, "coef_x", json_number(table->coef_x[t]));
    set(object, "coef_z", json_number(table->coef_z[t]));
    set(object, "log_snr", json_number(table->log_snr[t]));
    set(object, "kl", json_number(schedule_kl(table, t, app->model.moments.mean_square)));
    return object;
}

// q(z_{t-1} | z_t = marginal_z) of one value whose p(x) is the chosen one, and how far it is from
// the Gaussian of its mean and variance.
static json_t *step_back_of(const Model *model) {
    const BackCurves *curves = model_back(model);
    json_t *object = json_object();
    set(object, "mean", json_number(curves->moments.mean));
    set(object, "variance", json_number(curves->moments.variance));
    set(object, "total_variation", json_number(curves->distance.total_variation));
    set(object, "kl", json_number(curves->distance.kl));
    return object;
}

static json_t *mean_variance(MeanVariance of) {
    json_t *list = json_array();
    append(list, json_number_of(of.mean, DIGITS));
    append(list, json_number_of(of.variance, DIGITS));
    return list;
}

// Sums of the shown values, so that a script sees whether a picture changed; and what is written
// beside the picture: mean and variance as measured, and as expected. Of a large picture the sums
// follow from these.
static json_t *picture_of(const Model *model, PictureKind kind, Picture *values) {
    Error error;
    bool held = model_holds_planes(model),
         residue = kind == PICTURE_RESIDUAL || kind == PICTURE_STEP_NOISE;
    json_t *object = json_object();
    if (held && model_values(model, kind, values, &error)) {
        Moments moments = picture_moments(values);
        set(object, "mean", json_number_of(moments.mean, DIGITS));
        set(object, "mean_square", json_number_of(moments.mean_square, DIGITS));
    } else if (!residue) {
        MeanVariance is = model_statistics(model, kind);
        set(object, "mean", json_number_of(is.mean, DIGITS));
        set(object, "mean_square", json_number_of(is.variance + is.mean * is.mean, DIGITS));
    }
    if (!residue) {
        set(object, "measured", mean_variance(model_statistics(model, kind)));
        set(object, "expected", mean_variance(model_expected(model, kind)));
    }
    return object;
}

static json_t *pictures_of(const Model *model) {
    const Picture *x = &model->x;
    json_t *object = json_object();
    set(object, "name", json_text(model->name));
    set(object, "width", json_integer(x->width));
    set(object, "height", json_integer(x->height));
    set(object, "channels", json_integer(x->channels));
    Picture values = { 0 };
    Error error;
    if (!model_holds_planes(model) ||
        picture_alloc(&values, x->width, x->height, x->channels, &error))
        for (int i = 0; i < PICTURE_KINDS; i++)
            set(object, picture_names[i], picture_of(model, (PictureKind)i, &values));
    picture_free(&values);
    return object;
}

// The pixel under the pointer or the pinned one; empty where there is none.
static json_t *pixel_of(const App *app) {
    json_t *object = json_object();
    Pixel pixel = scene_inspected_pixel(&app->scene);
    if (!pixel.any) return object;
    const Picture *x = &app->model.x;
    size_t index = (size_t)pixel.y * (size_t)x->width + (size_t)pixel.x;
    set(object, "x", json_integer(pixel.x));
    set(object, "y", json_integer(pixel.y));
    set(object, "pinned", json_boolean(pixel.pinned));
    for (int i = 0; i < PICTURE_KINDS; i++) {
        char value_name[32], bytes_name[32];
        json_t *values = json_array(), *bytes = json_array();
        for (int c = 0; c < x->channels; c++) {
            double value = (double)model_value(&app->model, (PictureKind)i, c, index);
            append(values, json_number_of(value, DIGITS));
            append(bytes, json_integer(shade_of(value).byte));
        }
        snprintf(value_name, sizeof value_name, "value_%s", picture_names[i]);
        snprintf(bytes_name, sizeof bytes_name, "bytes_%s", picture_names[i]);
        set(object, value_name, values);
        set(object, bytes_name, bytes);
    }
    return object;
}

// The compared schedules, as --compare takes them, at the same t/T.
static json_t *compared_of(const App *app) {
    json_t *list = json_array();
    for (int i = 0; i < app->settings.compare.list.count; i++) {
        ScheduleChoice choice = compare_schedule(&app->settings, i);
        Text text = { 0 };
        int t = compare_t(&app->model, i);
        schedule_format(&text, &choice);
        json_t *object = json_object();
        set(object, "schedule", json_text(text.data));
        set(object, "t", json_integer(t));
        set(object, "log_snr", json_number(compare_table(&app->model, i)->log_snr[t]));
        append(list, object);
        text_free(&text);
    }
    return list;
}

static json_t *window_of(const App *app) {
    json_t *object = json_object();
    set(object, "width", json_integer(app->width));
    set(object, "height", json_integer(app->height));
    set(object, "black", json_boolean(app->black));
    set(object, "frames", json_integer((json_int_t)app->frames));
    set(object, "message", json_text(app->message));
    set(object, "opening", json_text(opening_name(app)));
    return object;
}

static double tenths(float value) {
    return round((double)value * 10) / 10;
}

static json_t *rect_of(Rect rect) {
    const float sides[] = { rect.x, rect.y, rect.w, rect.h };
    json_t *list = json_array();
    for (int i = 0; i < 4; i++) append(list, json_number(tenths(sides[i])));
    return list;
}

// The panels of the stage, each with its name, the text that chooses it, where it is, the least it
// asks for and the em size of the smallest type in it, in pixels.
static json_t *panels_of(const App *app) {
    json_t *list = json_array();
    for (int i = 0; i < app->stage.count; i++) {
        const StageNode *leaf = &app->stage.nodes[i];
        if (leaf->kind != STAGE_LEAF || leaf->left_out) continue;
        PanelSize least = stage_least(leaf, &app->scene);
        json_t *object = json_object(), *size = json_array();
        append(size, json_number(tenths(ui_px(&app->ui, least.w))));
        append(size, json_number(tenths(ui_px(&app->ui, least.h))));
        set(object, "name", json_text(leaf->panel->name));
        set(object, "text", json_text(leaf->text));
        set(object, "rect", rect_of(leaf->rect));
        set(object, "least", size);
        set(object, "type", json_number(tenths(leaf->type)));
        append(list, object);
    }
    return list;
}

static json_t *left_out_of(const Stage *stage) {
    json_t *list = json_array();
    for (int i = 0; i < stage->count; i++)
        if (stage->nodes[i].kind == STAGE_LEAF && stage->nodes[i].left_out)
            append(list, json_text(stage->nodes[i].text));
    return list;
}

// What the Mixture view has, once it was shown.
static json_t *mixture_of(Mixture *work) {
    const MixtureState *state = mixture_lock(work);
    json_t *object = json_object();
    set(object, "set", json_text(state->set.name));
    set(object, "count", json_integer((json_int_t)state->set.count));
    set(object, "reading", json_integer(state->reading));
    set(object, "t", json_integer(state->shown.any ? state->shown.t : 0));
    set(object, "effective", json_number_of(state->shown.result.effective, DIGITS));
    set(object, "frames", json_integer(state->run.frames));
    set(object, "frames_wanted", json_integer(state->run.steps + 1));
    mixture_unlock(work);
    return object;
}

static json_t *items_of(const Ui *ui) {
    json_t *list = json_array();
    for (size_t i = 0; i < ui->item_count; i++) {
        const UiItem *item = &ui->items[i];
        json_t *object = json_object();
        set(object, "label", json_text(item->label));
        set(object, "rect", rect_of(item->rect));
        if (item->track.w > 0) set(object, "track", rect_of(item->track));
        append(list, object);
    }
    return list;
}

// The list of files, where it is shown.
static json_t *files_of(const Files *files) {
    json_t *object = json_object();
    const ListedFile *chosen = list_file(files, files->chosen);
    set(object, "folder", json_text(files->folder ? files->folder : ""));
    set(object, "filter", json_text(files->filter));
    set(object, "shown", json_integer((json_int_t)files->shown_count));
    set(object, "chosen", json_text(chosen ? chosen->name : ""));
    set(object, "why", json_text(files->why));
    return object;
}

// The stop, and its caption as it is cut into lines; empty without a lesson.
static json_t *lesson_of(App *app) {
    json_t *object = json_object(), *lines = json_array();
    if (lesson_stops(app)) {
        float before = app->ui.scale;
        present_begin(&app->ui, app->settings.look.presenting);
        RichLines caption = lesson_lines(app);
        present_end(&app->ui, before);
        for (int i = 0; i < caption.count; i++) append(lines, json_text(caption.line[i]));
        set(object, "stop", json_integer(lesson_stop(app) + 1));
        set(object, "stops", json_integer(lesson_stops(app)));
        set(object, "title", json_text(lesson_title(app, lesson_stop(app))));
        set(object, "gliding", json_boolean(lesson_is_gliding(app)));
    }
    set(object, "caption", lines);
    return object;
}

bool dump_write(App *app, const char *path, Error *error) {
    model_measure(&app->model, 0);
    json_t *root = json_object();
    set(root, "settings", settings_of(&app->settings));
    set(root, "at_t", table_of(app));
    set(root, "step_back", step_back_of(&app->model));
    set(root, "picture", pictures_of(&app->model));
    set(root, "pixel", pixel_of(app));
    set(root, "compare", compared_of(app));
    set(root, "window", window_of(app));
    set(root, "stage", json_text(view_stage(&app->settings)));
    set(root, "panels", panels_of(app));
    set(root, "left_out", left_out_of(&app->stage));
    set(root, "lesson", lesson_of(app));
    if (app->mixture) set(root, "mixture", mixture_of(app->mixture));
    if (files_are_shown(app)) set(root, "files", files_of(app->files));
    set(root, "items", items_of(&app->ui));
    bool good = json_write(path, root, 2, error);
    json_decref(root);
    return good;
}
