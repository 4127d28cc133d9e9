// SPDX-License-Identifier: MIT
#include "model/model.h"

#include "base/embedded.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/translate.h"
#include "conf/compare.h"
#include "core/kernels.h"
#include "core/noise.h"
#include "io/betas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void model_free(Model *model) {
    opened_drop(model->picture);
    opened_drop(model->old_picture);
    opened_drop(model->list);
    opened_drop(model->old_list);
    ready_picture_free(&model->ready);
    schedule_free(&model->schedule);
    schedule_free(&model->table);
    picture_free(&model->x);
    picture_free(&model->n);
    picture_free(&model->n_prev);
    picture_free(&model->eta);
    noise_cache_free(&model->cache);
    compared_free(&model->compared);
    derived_free(model->derived);
    *model = (Model){ 0 };
}

static void show_picture(Model *model, Opened *picture) {
    model->picture = picture;
    model->source = picture ? picture->image : (Image){ 0 };
    snprintf(model->name, sizeof model->name, "%s", picture ? picture->name : "");
    model->source_stamp++;
}

static void show_list(Model *model, Opened *list) {
    model->list = list;
    model->betas = list ? list->betas : NULL;
    model->beta_count = list ? list->beta_count : 0;
    snprintf(model->betas_name, sizeof model->betas_name, "%s", list ? list->name : "");
    model->betas_stamp++;
}

// Both take the holding of what they are given.
static void replace_picture(Model *model, Opened *picture) {
    if (model->source_replaced)
        opened_drop(model->picture);
    else
        model->old_picture = model->picture;
    model->source_replaced = true;
    show_picture(model, picture);
}

static void replace_list(Model *model, Opened *list) {
    if (model->betas_replaced)
        opened_drop(model->list);
    else
        model->old_list = model->list;
    model->betas_replaced = true;
    show_list(model, list);
}

static void restore_replaced(Model *model) {
    if (model->source_replaced) {
        opened_drop(model->picture);
        show_picture(model, model->old_picture);
    }
    if (model->betas_replaced) {
        opened_drop(model->list);
        show_list(model, model->old_list);
    }
}

// What was opened is kept for good, or what it replaced comes back.
static void commit_opened(Model *model, bool good) {
    if (good) {
        opened_drop(model->old_picture);
        opened_drop(model->old_list);
    } else {
        restore_replaced(model);
    }
    ready_picture_free(&model->ready);
    model->old_picture = model->old_list = NULL;
    model->source_replaced = model->betas_replaced = false;
}

bool model_open_built_in(Model *model, Error *error) {
    const EmbeddedFile *scene = embedded_find("scene.png");
    Image image = { 0 };
    if (!image_load_memory(&image, scene->bytes, scene->length, "the built-in picture", error))
        return false;
    replace_picture(model, opened_picture(image, N_("built-in"), ""));
    return true;
}

bool model_open(Model *model, const char *path, Error *error) {
    Image image = { 0 };
    if (!image_load(&image, path, error)) return false;
    replace_picture(model, opened_picture(image, path_base(path), path));
    return true;
}

void model_open_ready(Model *model, ReadyPicture *ready) {
    ready_picture_free(&model->ready);
    model->ready = *ready;
    *ready = (ReadyPicture){ 0 };
    replace_picture(model, opened_hold(model->ready.picture));
}

bool model_open_betas(Model *model, const char *path, const Settings *settings, Error *error) {
    double *betas;
    int count;
    if (!betas_read(&betas, &count, path, error)) return false;
    // Only a list that makes a schedule, with the modifiers that are set, is taken.
    Schedule trial = { 0 };
    Settings wanted = *settings;
    wanted.schedule.family = SCHEDULE_FILE;
    ScheduleParams params = settings_schedule(&wanted, betas, count);
    if (!schedule_build(&trial, &params, error)) {
        free(betas);
        error->kind = ERROR_FAILED;
        return error_prefix(error, "%s", path);
    }
    schedule_free(&trial);
    replace_list(model, opened_list(betas, count, path_base(path), path));
    return true;
}

void model_drop_opened(Model *model) {
    commit_opened(model, false);
}

void model_reopen(Model *model, Opened *picture, Opened *list) {
    if (picture != model->picture) replace_picture(model, opened_hold(picture));
    if (list != model->list) replace_list(model, opened_hold(list));
}

bool model_holds_planes(const Model *model) {
    return picture_length(&model->x) <= MODEL_HELD_VALUES;
}

const Schedule *model_table(const Model *model) {
    return model->schedule.straight ? &model->table : &model->schedule;
}

static bool same_schedule(const Model *model, const Settings *now) {
    const Settings *was = &model->made;
    return model->made_betas == model->betas_stamp &&
           settings_is_straight(was) == settings_is_straight(now) &&
           schedule_equal(&was->schedule, &now->schedule);
}

static bool update_schedule(Model *model, const Settings *settings, Error *error) {
    if (model->any && same_schedule(model, settings)) return true;
    if (settings->schedule.family == SCHEDULE_FILE && !model->betas)
        return error_usage(error, "schedule: file needs a list of betas, and none was opened");
    ScheduleParams params = settings_schedule(settings, model->betas, model->beta_count);
    if (!schedule_build(&model->schedule, &params, error)) return false;
    bool straight = params.straight;
    params.straight = false;
    if (straight)
        CHECK(schedule_build(&model->table, &params, error));
    else
        schedule_free(&model->table);
    model->schedule_stamp++;
    return true;
}

// Of data that are no colours three are chosen. False where x has not so many.
static bool update_shown(Model *model, const Settings *settings, Error *error) {
    int channels = model->x.channels, shown[3];
    if (!settings_shown_channels(settings, channels, shown))
        return error_usage(error, "shown channels: %s: the channels of %s are 0 to %d",
                           settings->picture.shown, model->name, channels - 1);
    if (memcmp(shown, model->shown, sizeof shown) == 0) return true;
    memcpy(model->shown, shown, sizeof shown);
    model->x_stamp++;
    return true;
}

// Whether x of the picture came with it.
static bool is_ready(const Model *model, const Settings *settings) {
    const ReadyPicture *ready = &model->ready;
    return ready->x.values && ready->picture == model->picture &&
           ready->resolution == settings->resolution &&
           (ready->theme == settings->look.theme || !image_has_alpha(&model->source));
}

static bool make_ready(Model *model, const Settings *settings, Error *error) {
    ready_picture_free(&model->ready);
    model->ready = (ReadyPicture){ .picture = opened_hold(model->picture),
                                   .resolution = settings->resolution,
                                   .theme = settings->look.theme };
    return ready_picture_make(&model->ready, error);
}

static bool update_picture(Model *model, const Settings *settings, Error *error) {
    bool same =
        model->any && model->made_source == model->source_stamp &&
        model->made.resolution == settings->resolution &&
        (model->made.look.theme == settings->look.theme || !image_has_alpha(&model->source));
    if (same) return update_shown(model, settings, error);
    if (!is_ready(model, settings) && !make_ready(model, settings, error)) return false;
    picture_free(&model->x);
    model->x = model->ready.x;
    model->ready.x = (Picture){ 0 };
    model->moments = model->ready.moments;
    model->levels = model->ready.levels;
    model->x_stamp++;
    return update_shown(model, settings, error);
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

static bool fill_jump(Model *model, const NoiseSpec *spec, Error *error) {
    if (!shape_like(&model->n, &model->x, error)) return false;
    noise_fill(&model->n, spec, &model->schedule, 1);
    picture_free(&model->n_prev);
    noise_cache_free(&model->cache);
    model->n_stamp++;
    return true;
}

static void swap_pictures(Picture *a, Picture *b) {
    Picture before = *a;
    *a = *b;
    *b = before;
}

// n_t and n_{t-1}. `known`: the planes are right for the step that was shown before, so that for
// the one after it, or before, one of the two is there.
static bool fill_path(Model *model, const Settings *settings, bool known, Error *error) {
    const NoiseSpec spec = { settings->noise.seed, COUPLING_PATH };
    int t = settings->t, was = model->made.t;
    bool on = known && t == was + 1, back = known && t == was - 1 && model->n_prev.values;
    if (on || back) swap_pictures(&model->n, &model->n_prev);
    // NoisePlanes in use are only given up for others when there are others.
    if (!shape_like(&model->n, &model->x, error)) return false;
    if (t == 1)
        picture_free(&model->n_prev);
    else if (!shape_like(&model->n_prev, &model->x, error))
        return false;
    if (t > 1 && !on)
        noise_fill_cached(&model->n_prev, &model->cache, &spec, &model->schedule, t - 1);
    if (!back) noise_fill_cached(&model->n, &model->cache, &spec, &model->schedule, t);
    model->n_stamp++;
    return true;
}

static void drop_planes(Model *model) {
    picture_free(&model->n);
    picture_free(&model->n_prev);
    picture_free(&model->eta);
    noise_cache_free(&model->cache);
}

// Of a large picture only the stamps say that it is another noise.
static void restamp_noise(Model *model, const Settings *settings, unsigned schedule_before) {
    const NoiseSettings *was = &model->made.noise, *now = &settings->noise;
    bool held = model->n.values != NULL;
    bool same = model->any && !held && was->seed == now->seed && was->coupling == now->coupling;
    bool moves = now->coupling == COUPLING_PATH &&
                 (model->schedule_stamp != schedule_before || model->made.t != settings->t);
    if (!same) model->noise_stamp++;
    if (!same || moves) model->n_stamp++;
    if (!same || was->draw != now->draw) model->eta_stamp++;
    drop_planes(model);
}

static bool update_noise(Model *model, const Settings *settings, unsigned schedule_before,
                         Error *error) {
    if (!model_holds_planes(model)) {
        restamp_noise(model, settings, schedule_before);
        return true;
    }
    const NoiseSpec spec = { settings->noise.seed, (Coupling)settings->noise.coupling };
    bool path = spec.coupling == COUPLING_PATH;
    bool same = model->any && model->made.noise.seed == settings->noise.seed &&
                model->made.noise.coupling == settings->noise.coupling;
    if (!same) model->noise_stamp++;
    same = same && same_shape(&model->n, &model->x);
    bool known = same && model->schedule_stamp == schedule_before;
    if (path) same = known && model->made.t == settings->t;
    if (!same &&
        !(path ? fill_path(model, settings, known, error) : fill_jump(model, &spec, error)))
        return false;
    same = model->any && same_shape(&model->eta, &model->x) &&
           model->made.noise.seed == settings->noise.seed &&
           model->made.noise.draw == settings->noise.draw;
    if (!same) {
        if (!shape_like(&model->eta, &model->x, error)) return false;
        noise_fill_eta(&model->eta, settings->noise.seed, (uint32_t)settings->noise.draw);
        model->eta_stamp++;
    }
    return true;
}

// Passes over the planes that are new.
static void update_moments(Model *model) {
    if (!model_holds_planes(model)) return; // model/measure.h
    bool x = model->counted_x != model->x_stamp, n = model->counted_n != model->n_stamp;
    bool eta = model->counted_eta != model->eta_stamp;
    const Picture *n_prev = model->n_prev.values ? &model->n_prev : &model->n;
    if (x || n) model->x_n = statistics_pair(&model->x, &model->n);
    if (x || n)
        model->x_n_prev = n_prev == &model->n ? model->x_n : statistics_pair(&model->x, n_prev);
    if (x || eta) model->x_eta = statistics_pair(&model->x, &model->eta);
    if (n || eta) model->n_eta = statistics_pair(&model->n, &model->eta);
    model->counted_x = model->x_stamp;
    model->counted_n = model->n_stamp;
    model->counted_eta = model->eta_stamp;
}

bool model_update(Model *model, const Settings *settings, Error *error) {
    if (!model->derived) model->derived = derived_create();
    unsigned schedule_before = model->schedule_stamp;
    bool good = update_schedule(model, settings, error) &&
                compared_update(&model->compared, settings, model->betas, model->beta_count,
                                model->betas_stamp, error) &&
                update_picture(model, settings, error) &&
                update_noise(model, settings, schedule_before, error);
    // Half a change may have been made: the next update makes everything anew.
    model->any = good;
    commit_opened(model, good);
    if (!good) return false;
    CHECK(settings->t >= 1 && settings->t <= model->schedule.steps);
    model->made = *settings;
    model->made_source = model->source_stamp;
    model->made_betas = model->betas_stamp;
    update_moments(model);
    return true;
}

// n_{t-1} for the step before, where it is another than n_t.
static const Picture *noise_of(const Picture *n, const Picture *n_prev, PictureKind kind) {
    return kind == PICTURE_ZPREV && n_prev->values ? n_prev : n;
}

static bool takes_both_noises(PictureKind kind) {
    return kind == PICTURE_RESIDUAL || kind == PICTURE_STEP_NOISE;
}

// The second noise: a draw's, or n_{t-1} of which n_t takes a part away.
static const Picture *second_of(const Picture *n, const Picture *n_prev, const Picture *eta,
                                PictureKind kind) {
    return !takes_both_noises(kind) ? eta : n_prev->values ? n_prev : n;
}

static MixPlanes planes_at(const NoisePlanes *planes, PictureKind kind, int channel, size_t from) {
    const Picture *n = noise_of(&planes->n, &planes->n_prev, kind);
    const Picture *second = second_of(&planes->n, &planes->n_prev, &planes->eta, kind);
    return (MixPlanes){ picture_plane(&planes->x, channel) + from, picture_plane(n, channel) + from,
                        picture_plane(second, channel) + from };
}

PictureBytes model_picture_bytes(const Model *model, const NoisePlanes *planes, PictureKind kind,
                                 uint8_t *rgba) {
    PictureBytes picture = { .mix = posterior_mix(&model->schedule, model->made.t, kind),
                             .rgba = rgba };
    for (int i = 0; i < 3; i++) picture.planes[i] = planes_at(planes, kind, model->shown[i], 0);
    return picture;
}

// Bands ------------------------------------------------------------------------------------------

// Some rows of a large picture at a time, all planes of them.
typedef struct Band {
    NoisePlanes planes;
    int first, rows;
} Band;

static NoisePlanes planes_of(const Model *model) {
    return (NoisePlanes){ model->x, model->n, model->n_prev, model->eta };
}

static void band_free(Band *band) {
    picture_free(&band->planes.x);
    picture_free(&band->planes.n);
    picture_free(&band->planes.n_prev);
    picture_free(&band->planes.eta);
}

// The next rows; false where there are no more, or no memory, which leaves error.kind set.
static bool band_next(Band *band, const Model *model, Error *error) {
    const Picture *x = &model->x;
    const NoiseSpec spec = { model->made.noise.seed, (Coupling)model->made.noise.coupling };
    NoisePlanes *planes = &band->planes;
    size_t row = (size_t)x->width * (size_t)x->channels;
    int most = (int)(MODEL_HELD_VALUES / row) + 1, t = model->made.t;
    error->kind = ERROR_NONE;
    band->first += band->rows;
    band->rows = x->height - band->first < most ? x->height - band->first : most;
    if (band->rows <= 0) return false;
    if (!picture_alloc(&planes->x, x->width, band->rows, x->channels, error) ||
        !shape_like(&planes->n, &planes->x, error) || !shape_like(&planes->eta, &planes->x, error))
        return false;
    const PathPlaces places = { .first = (size_t)band->first * (size_t)x->width };
    for (int c = 0; c < x->channels; c++)
        memcpy(picture_plane(&planes->x, c), picture_plane(x, c) + places.first,
               picture_plane_length(&planes->x) * sizeof(float));
    noise_fill_at(&planes->n, &spec, &model->schedule, t, places);
    noise_fill_eta_at(&planes->eta, spec.seed, (uint32_t)model->made.noise.draw, places);
    if (spec.coupling == COUPLING_JUMP || t == 1) return true;
    if (!shape_like(&planes->n_prev, &planes->x, error)) return false;
    noise_fill_at(&planes->n_prev, &spec, &model->schedule, t - 1, places);
    return true;
}

bool model_rgba(const Model *model, PictureKind kind, uint8_t *rgba, Error *error) {
    if (model_holds_planes(model)) {
        const NoisePlanes planes = planes_of(model);
        const PictureBytes bytes = model_picture_bytes(model, &planes, kind, rgba);
        pictures_to_bytes(&bytes, 1, picture_plane_length(&model->x));
        return true;
    }
    Band band = { 0 };
    while (band_next(&band, model, error)) {
        uint8_t *to = rgba + 4 * (size_t)band.first * (size_t)model->x.width;
        const PictureBytes bytes = model_picture_bytes(model, &band.planes, kind, to);
        pictures_to_bytes(&bytes, 1, picture_plane_length(&band.planes.x));
    }
    band_free(&band);
    return error->kind == ERROR_NONE;
}

bool model_values(const Model *model, PictureKind kind, Picture *out, Error *error) {
    Mix mix = posterior_mix(&model->schedule, model->made.t, kind);
    const NoisePlanes whole = planes_of(model);
    if (model_holds_planes(model)) {
        for (int c = 0; c < model->x.channels; c++) {
            MixPlanes planes = planes_at(&whole, kind, c, 0);
            kernels()->mix(picture_plane(out, c), picture_plane_length(out), &mix, &planes);
        }
        return true;
    }
    Band band = { 0 };
    while (band_next(&band, model, error)) {
        for (int c = 0; c < model->x.channels; c++) {
            MixPlanes planes = planes_at(&band.planes, kind, c, 0);
            float *to = picture_plane(out, c) + (size_t)band.first * (size_t)model->x.width;
            kernels()->mix(to, picture_plane_length(&band.planes.x), &mix, &planes);
        }
    }
    band_free(&band);
    return error->kind == ERROR_NONE;
}

MeanVariance model_statistics(const Model *model, PictureKind kind) {
    CHECK(!takes_both_noises(kind));
    const PairMoments *x_n = kind == PICTURE_ZPREV ? &model->x_n_prev : &model->x_n;
    PlaneMoments moments = statistics_planes(x_n, &model->x_eta, &model->n_eta);
    Mix mix = posterior_mix(&model->schedule, model->made.t, kind);
    return statistics_mix(&moments, &mix);
}

MeanVariance model_expected(const Model *model, PictureKind kind) {
    return statistics_expected(&model->schedule, model->made.t, kind,
                               model_statistics(model, PICTURE_X));
}

// The noises of one value of a large picture.
static MixPlanes draw_value(const Model *model, PictureKind kind, int channel, size_t index,
                            float noises[2]) {
    const NoiseSpec spec = { model->made.noise.seed, (Coupling)model->made.noise.coupling };
    const PathPlaces place = { .first = index };
    int t = model->made.t, before = spec.coupling == COUPLING_PATH && t > 1 ? t - 1 : t;
    noise_values(&noises[0], 1, &spec, &model->schedule, kind == PICTURE_ZPREV ? before : t,
                 channel, place);
    if (takes_both_noises(kind))
        noise_values(&noises[1], 1, &spec, &model->schedule, before, channel, place);
    else
        noise_eta_values(&noises[1], 1, spec.seed, (uint32_t)model->made.noise.draw, channel,
                         place);
    return (MixPlanes){ picture_plane(&model->x, channel) + index, &noises[0], &noises[1] };
}

float model_value(const Model *model, PictureKind kind, int channel, size_t index) {
    Mix mix = posterior_mix(&model->schedule, model->made.t, kind);
    const NoisePlanes whole = planes_of(model);
    float value, noises[2];
    MixPlanes planes = model_holds_planes(model) ? planes_at(&whole, kind, channel, index)
                                                 : draw_value(model, kind, channel, index, noises);
    kernels()->mix(&value, 1, &mix, &planes);
    return value;
}
