// SPDX-License-Identifier: MIT
#include "app/model.h"

#include "base/embedded.h"
#include "base/memory.h"
#include "base/path.h"
#include "core/kernels.h"
#include "core/noise.h"
#include "io/betas.h"
#include "ui/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void model_free(Model *model) {
    image_free(&model->source);
    free(model->betas);
    schedule_free(&model->schedule);
    picture_free(&model->x);
    picture_free(&model->n);
    picture_free(&model->n_prev);
    picture_free(&model->eta);
    *model = (Model){ 0 };
}

static bool take_source(Model *model, Image image, const char *name) {
    image_free(&model->source);
    model->source = image;
    snprintf(model->name, sizeof model->name, "%s", name);
    model->source_stamp++;
    return true;
}

bool model_open_built_in(Model *model, Error *error) {
    const EmbeddedFile *scene = embedded_find("scene.png");
    Image image = { 0 };
    return image_load_memory(&image, scene->bytes, scene->length, "the built-in picture", error) &&
           take_source(model, image, "built-in");
}

bool model_open(Model *model, const char *path, Error *error) {
    Image image = { 0 };
    return image_load(&image, path, error) && take_source(model, image, path_base(path));
}

bool model_open_betas(Model *model, const char *path, Error *error) {
    double *betas;
    int count;
    if (!betas_read(&betas, &count, path, error)) return false;
    // Only a list that makes a schedule is taken.
    Schedule trial = { 0 };
    const ScheduleParams params = { .family = SCHEDULE_FILE, .steps = count, .betas = betas };
    if (!schedule_build(&trial, &params, error)) {
        free(betas);
        error->kind = ERROR_FAILED;
        return error_prefix(error, "%s", path);
    }
    schedule_free(&trial);
    free(model->betas);
    model->betas = betas;
    model->beta_count = count;
    snprintf(model->betas_name, sizeof model->betas_name, "%s", path_base(path));
    model->betas_stamp++;
    return true;
}

static bool same_schedule(const Model *model, const Settings *now) {
    const Settings *was = &model->made;
    // NaN stands for a default, so bits are compared.
    return model->made_betas == model->betas_stamp && was->schedule == now->schedule &&
           was->steps == now->steps && !memcmp(&was->beta_min, &now->beta_min, sizeof(double)) &&
           !memcmp(&was->beta_max, &now->beta_max, sizeof(double)) &&
           was->cosine_s == now->cosine_s && was->shift == now->shift &&
           was->snr_shift == now->snr_shift && was->scale_with_t == now->scale_with_t &&
           was->zero_snr == now->zero_snr;
}

static bool update_schedule(Model *model, const Settings *settings, Error *error) {
    if (model->any && same_schedule(model, settings)) return true;
    if (settings->schedule == SCHEDULE_FILE && !model->betas)
        return error_usage(error, "--schedule: file needs a list of betas (--betas FILE)");
    ScheduleParams params = settings_schedule(settings, model->betas, model->beta_count);
    if (!schedule_build(&model->schedule, &params, error)) return false;
    model->schedule_stamp++;
    return true;
}

static bool has_alpha(const Model *model) {
    return model->source.channels == 2 || model->source.channels == 4;
}

static bool update_picture(Model *model, const Settings *settings, Error *error) {
    bool same = model->any && model->made_source == model->source_stamp &&
                model->made.resolution == settings->resolution &&
                (model->made.theme == settings->theme || !has_alpha(model));
    if (same) return true;
    Color ground = style_color(settings->theme, HUE_GROUND);
    const uint8_t background[3] = { ground.r, ground.g, ground.b };
    if (!image_to_picture(&model->x, &model->source, settings->resolution, background, error))
        return false;
    model->moments = picture_moments(&model->x);
    model->x_stamp++;
    return true;
}

static bool same_shape(const Picture *a, const Picture *b) {
    return a->width == b->width && a->height == b->height && a->channels == b->channels;
}

static bool shape_like(Picture *picture, const Picture *like, Error *error) {
    if (same_shape(picture, like)) return true;
    Picture fresh = { 0 };
    if (!picture_alloc(&fresh, like->width, like->height, like->channels, error)) return false;
    picture_free(picture);
    *picture = fresh;
    return true;
}

static bool update_noise(Model *model, const Settings *settings, unsigned schedule_before,
                         Error *error) {
    const NoiseSpec spec = { settings->seed, (Coupling)settings->coupling };
    if (!noise_supports(spec.coupling, error)) return false;
    bool path = spec.coupling == COUPLING_PATH;
    bool same = model->any && same_shape(&model->n, &model->x) &&
                model->made.seed == settings->seed && model->made.coupling == settings->coupling;
    if (path)
        same = same && model->schedule_stamp == schedule_before && model->made.t == settings->t;
    if (!same) {
        if (!shape_like(&model->n, &model->x, error)) return false;
        noise_fill(&model->n, &spec, &model->schedule, settings->t);
        picture_free(&model->n_prev);
        if (path && settings->t > 1) {
            if (!shape_like(&model->n_prev, &model->x, error)) return false;
            noise_fill(&model->n_prev, &spec, &model->schedule, settings->t - 1);
        }
        model->n_stamp++;
    }
    same = model->any && same_shape(&model->eta, &model->x) && model->made.seed == settings->seed &&
           model->made.draw == settings->draw;
    if (!same) {
        if (!shape_like(&model->eta, &model->x, error)) return false;
        noise_fill_eta(&model->eta, settings->seed, (uint32_t)settings->draw);
        model->eta_stamp++;
    }
    return true;
}

bool model_update(Model *model, const Settings *settings, Error *error) {
    unsigned schedule_before = model->schedule_stamp;
    bool good = update_schedule(model, settings, error) && update_picture(model, settings, error) &&
                update_noise(model, settings, schedule_before, error);
    // Half a change may have been made: the next update makes everything anew.
    model->any = good;
    if (!good) return false;
    CHECK(settings->t >= 1 && settings->t <= model->schedule.steps);
    model->made = *settings;
    model->made_source = model->source_stamp;
    model->made_betas = model->betas_stamp;
    return true;
}

const Picture *model_noise(const Model *model, PictureKind kind) {
    return kind == PICTURE_ZPREV && model->n_prev.values ? &model->n_prev : &model->n;
}

static MixPlanes planes_at(const Model *model, PictureKind kind, int channel, size_t from) {
    return (MixPlanes){ picture_plane(&model->x, channel) + from,
                        picture_plane(model_noise(model, kind), channel) + from,
                        picture_plane(&model->eta, channel) + from };
}

void model_rgba(const Model *model, PictureKind kind, uint8_t *rgba) {
    Mix mix = posterior_mix(&model->schedule, model->made.t, kind);
    MixPlanes planes[3];
    for (int c = 0; c < 3; c++)
        planes[c] = planes_at(model, kind, model->x.channels == 3 ? c : 0, 0);
    kernels()->mix_rgba(rgba, picture_plane_length(&model->x), &mix, planes);
}

void model_values(const Model *model, PictureKind kind, Picture *out) {
    Mix mix = posterior_mix(&model->schedule, model->made.t, kind);
    for (int c = 0; c < model->x.channels; c++) {
        MixPlanes planes = planes_at(model, kind, c, 0);
        kernels()->mix(picture_plane(out, c), picture_plane_length(out), &mix, &planes);
    }
}

float model_value(const Model *model, PictureKind kind, int channel, size_t index) {
    Mix mix = posterior_mix(&model->schedule, model->made.t, kind);
    MixPlanes planes = planes_at(model, kind, channel, index);
    float value;
    kernels()->mix(&value, 1, &mix, &planes);
    return value;
}

int model_strip_steps(const Schedule *schedule, int steps[STRIP_CELLS]) {
    int count = 0;
    for (int i = 0; i < STRIP_CELLS; i++) {
        int t = (int)((double)schedule->steps * i / (STRIP_CELLS - 1) + 0.5);
        if (t < 1) t = 1;
        if (!count || t > steps[count - 1]) steps[count++] = t;
    }
    return count;
}

static void thin_out(float *out, const float *plane, int from_w, int from_h, int width,
                     int height) {
    for (int y = 0; y < height; y++) {
        const float *row =
            plane + (size_t)((int64_t)(2 * y + 1) * from_h / (2 * height)) * (size_t)from_w;
        for (int x = 0; x < width; x++)
            out[(size_t)y * (size_t)width + (size_t)x] =
                row[(int64_t)(2 * x + 1) * from_w / (2 * width)];
    }
}

void model_strip_rgba(const Model *model, int t, int width, int height, uint8_t *rgba) {
    const Picture *x = &model->x;
    size_t length = (size_t)width * (size_t)height;
    const NoiseSpec spec = { model->made.seed, (Coupling)model->made.coupling };
    Picture other = { 0 };
    const Picture *n = &model->n;
    Error error;
    if (spec.coupling == COUPLING_PATH && t != model->made.t) {
        if (!picture_alloc(&other, x->width, x->height, x->channels, &error)) {
            memset(rgba, 0, 4 * length);
            return;
        }
        noise_fill(&other, &spec, &model->schedule, t);
        n = &other;
    }
    float *thin = mem_alloc(2 * 3 * length, sizeof(float));
    MixPlanes planes[3];
    for (int c = 0; c < x->channels; c++) {
        float *thin_x = thin + (size_t)(2 * c) * length, *thin_n = thin_x + length;
        thin_out(thin_x, picture_plane(x, c), x->width, x->height, width, height);
        thin_out(thin_n, picture_plane(n, c), x->width, x->height, width, height);
        planes[c] = (MixPlanes){ thin_x, thin_n, NULL };
    }
    for (int c = x->channels; c < 3; c++) planes[c] = planes[0];
    Mix mix = posterior_mix(&model->schedule, t, PICTURE_Z);
    kernels()->mix_rgba(rgba, length, &mix, planes);
    free(thin);
    picture_free(&other);
}
