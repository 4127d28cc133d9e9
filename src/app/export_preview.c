// SPDX-License-Identifier: MIT
// What an export will look like: some of its frames, made as they will be once the settings have
// been at rest, shown in turn. What they took and weigh says what all of them will.
#include "app/export.h"
#include "app/export_source.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "conf/command_line.h"
#include "export/frame.h"
#include "export/svg.h"
#include "export/weigh.h"
#include "ui/rich.h"
#include "ui/style.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOTS = 10 };
// Seconds: until settings are at rest, a shot is shown, work beside the window is looked at.
static const double REST = 0.25, SHOWN = 0.3, LOOK = 0.05;

typedef struct Shot {
    int texture; // of the window's, kept for the next shot in this place
    bool has_texture;
    int t;
    int width, height; // of the thumbnail
} Shot;

struct ExportPreview {
    Text key; // what the shots were made from
    Text wanted;
    double wanted_since;
    bool stale; // the settings have changed since
    ExportOrder *order;
    ExportSource source;
    bool open;    // the source: there are shots to make
    bool arrived; // it is at the next one's t
    Shot shots[SHOTS];
    int count, made;
    // Then the frames by which it is weighed.
    ExportWeigher *weigher; // NULL: a drawing in vectors, whose `bytes` are known
    int frames[WEIGH_FRAMES], frame_count, run, painted;
    uint8_t *held[WEIGH_RUN]; // of the run at hand
    double paint_seconds;     // summed over all that was painted
    double bytes;
    char why[200]; // there is none
};

static void close_source(ExportPreview *preview) {
    if (preview->open) preview->source.free(preview->source.user);
    preview->open = preview->arrived = false;
}

static void forget(ExportPreview *preview) {
    close_source(preview);
    export_weigher_free(preview->weigher);
    preview->weigher = NULL;
    for (int i = 0; i < WEIGH_RUN; i++) free(preview->held[i]);
    memset(preview->held, 0, sizeof preview->held);
    export_order_free(preview->order);
    preview->order = NULL;
    preview->count = preview->made = preview->frame_count = preview->painted = 0;
    preview->paint_seconds = preview->bytes = 0;
    preview->why[0] = '\0';
}

// There is no going on.
static void fail(ExportPreview *preview, const Error *error) {
    snprintf(preview->why, sizeof preview->why, "%.199s", error->shown);
    close_source(preview);
}

void export_preview_free(App *app) {
    ExportPreview *preview = app->export_preview;
    if (!preview) return;
    forget(preview);
    text_free(&preview->key);
    text_free(&preview->wanted);
    free(preview);
    app->export_preview = NULL;
}

// The command line says all but the place of the file and what the picture's name stands for.
static void make_key(const App *app, Text *key) {
    Arguments arguments;
    Text path = { 0 };
    export_sheet_arguments(app, &arguments, &path);
    arguments.out = "preview";
    if (arguments.film) arguments.settings.t = 1;
    command_line_write(key, &arguments);
    app_append_ranges(key, app->ranges);
    text_append(key, " %d %u %u", app->settings.export.format, app->model.source_stamp,
                app->model.betas_stamp);
    text_free(&path);
}

static void begin(App *app, ExportPreview *preview) {
    Error error = { 0 };
    forget(preview);
    preview->order = export_source_order(app, &error);
    preview->open = preview->order && export_source_beside(&preview->source, app,
                                                           &preview->order->plan, false, &error);
    if (!preview->open) {
        fail(preview, &error);
        return;
    }
    const ExportPlan *plan = &preview->order->plan;
    int frames = plan->count;
    preview->count = frames < SHOTS ? frames : SHOTS;
    for (int i = 0; i < preview->count; i++) {
        int frame = preview->count > 1 ? (frames - 1) * i / (preview->count - 1) : 0;
        preview->shots[i].t = plan->frames[frame].t;
    }
    if (plan->format == EXPORT_SVG) return;
    preview->weigher = export_weigher_create(plan);
    preview->frame_count = export_weigh_frames(plan, preview->frames, &preview->run);
}

// Drawn frames are averaged down, so that their type can be read; pictures skip pixels, since
// averaging hides noise.
static uint8_t *shrink(const uint8_t *from, int width, int height, Shot *shot, bool average) {
    uint8_t *to = mem_alloc((size_t)shot->width * (size_t)shot->height, 4);
    for (int y = 0; y < shot->height; y++)
        for (int x = 0; x < shot->width; x++) {
            int x0 = (int)((long long)x * width / shot->width);
            int x1 = (int)((long long)(x + 1) * width / shot->width);
            int y0 = (int)((long long)y * height / shot->height);
            int y1 = (int)((long long)(y + 1) * height / shot->height);
            if (!average || x1 <= x0) x0 = (x0 + (x1 > x0 ? x1 - 1 : x0)) / 2, x1 = x0 + 1;
            if (!average || y1 <= y0) y0 = (y0 + (y1 > y0 ? y1 - 1 : y0)) / 2, y1 = y0 + 1;
            unsigned sum[3] = { 0 }, count = (unsigned)((x1 - x0) * (y1 - y0));
            for (int v = y0; v < y1; v++)
                for (int u = x0; u < x1; u++)
                    for (int c = 0; c < 3; c++)
                        sum[c] += from[4 * ((size_t)v * (size_t)width + (size_t)u) + (size_t)c];
            uint8_t *pixel = to + 4 * ((size_t)y * (size_t)shot->width + (size_t)x);
            for (int c = 0; c < 3; c++) pixel[c] = (uint8_t)((sum[c] + count / 2) / count);
            pixel[3] = 255;
        }
    return to;
}

// One step towards a source that shows the next shot or frame, and all of it. What takes long goes
// on beside the window.
static bool approach(ExportPreview *preview, bool *ready, Error *error) {
    const ExportSource *source = &preview->source;
    const ExportPlan *plan = &preview->order->plan;
    int t = preview->made < preview->count ? preview->shots[preview->made].t
                                           : plan->frames[preview->frames[preview->painted]].t;
    *ready = false;
    if (!preview->arrived &&
        !(export_has_t(plan->what, t, error) && source->go_to(source->user, t, error)))
        return false;
    preview->arrived = true;
    if (export_is_drawn(plan->what)) return source->prepare(source->user, ready, error);
    return *ready = true;
}

static bool paint(ExportPreview *preview, uint8_t *rgba, Error *error) {
    const ExportSource *source = &preview->source;
    const ExportPlan *plan = &preview->order->plan;
    if (export_is_drawn(plan->what)) return source->draw(source->user, rgba, error);
    int theme = source->settings(source->user)->look.theme;
    return export_paint(plan, source->model(source->user), theme, rgba, error);
}

// What has no ground stands on squares, as elsewhere.
static void lay_on_squares(const App *app, uint8_t *rgba, int width, int height) {
    int theme = app->settings.look.theme, side = height / 24 > 2 ? height / 24 : 2;
    const Color squares[2] = { style_color(theme, HUE_GROUND), style_color(theme, HUE_LINE) };
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, rgba += 4) {
            Color below = squares[(x / side + y / side) & 1];
            const uint8_t ground[3] = { below.r, below.g, below.b };
            unsigned alpha = rgba[3];
            for (int c = 0; c < 3; c++)
                rgba[c] = (uint8_t)((rgba[c] * alpha + ground[c] * (255 - alpha) + 127) / 255);
        }
}

static bool upload(App *app, const ExportPlan *plan, Shot *shot, const uint8_t *rgba, float room_w,
                   float room_h, Error *error) {
    float scale = fminf(1, fminf(room_w / (float)plan->width, room_h / (float)plan->height));
    shot->width = (int)fmaxf(1, floorf((float)plan->width * scale));
    shot->height = (int)fmaxf(1, floorf((float)plan->height * scale));
    uint8_t *small = shrink(rgba, plan->width, plan->height, shot, export_is_drawn(plan->what));
    if (!shot->has_texture) shot->texture = renderer_texture(app->renderer);
    shot->has_texture = true;
    bool good =
        renderer_texture_set(app->renderer, shot->texture, shot->width, shot->height, small, error);
    free(small);
    return good;
}

// The next frame, which is the caller's; NULL: the error says why.
static uint8_t *paint_next(ExportPreview *preview, Error *error) {
    const ExportPlan *plan = &preview->order->plan;
    uint8_t *rgba = malloc((size_t)plan->width * (size_t)plan->height * 4);
    if (!rgba)
        error_set(error, "there is not enough memory for frames of %d × %d", plan->width,
                  plan->height);
    double start = clock_seconds();
    bool good = rgba && paint(preview, rgba, error);
    preview->paint_seconds += clock_seconds() - start;
    if (good) return rgba;
    free(rgba);
    return NULL;
}

static bool weigh_vectors(ExportPreview *preview, Error *error) {
    Text text = { 0 };
    bool good = export_svg_text(&preview->order->plan, &preview->source, &text, error);
    preview->bytes = (double)text.length;
    text_free(&text);
    return good;
}

static bool render_shot(App *app, ExportPreview *preview, float room_w, float room_h,
                        Error *error) {
    const ExportPlan *plan = &preview->order->plan;
    uint8_t *rgba = paint_next(preview, error);
    if (!rgba) return false;
    if (plan->transparent) lay_on_squares(app, rgba, plan->width, plan->height);
    bool good = upload(app, plan, &preview->shots[preview->made], rgba, room_w, room_h, error);
    free(rgba);
    preview->made++;
    return good && (preview->weigher || weigh_vectors(preview, error));
}

// A run that is whole goes to the weigher.
static bool render_frame(ExportPreview *preview, Error *error) {
    int at = preview->painted % preview->run;
    preview->held[at] = paint_next(preview, error);
    if (!preview->held[at]) return false;
    preview->painted++;
    if (at < preview->run - 1) return true;
    export_weigher_add(preview->weigher, preview->held, preview->run);
    memset(preview->held, 0, sizeof preview->held);
    return true;
}

static bool is_busy(const ExportPreview *preview) {
    return preview->weigher && export_weigher_is_busy(preview->weigher);
}

// At most one shot, or one frame.
static void advance_preview(App *app, ExportPreview *preview, float room_w, float room_h) {
    Error error = { 0 };
    bool ready = false, shots = preview->made < preview->count;
    if (!shots && is_busy(preview)) return;
    double start = clock_seconds();
    bool good = approach(preview, &ready, &error);
    preview->paint_seconds += clock_seconds() - start;
    if (good && !ready) {
        app->ui.wake_at = app->ui.now + LOOK;
        return;
    }
    good = good && (shots ? render_shot(app, preview, room_w, room_h, &error)
                          : render_frame(preview, &error));
    preview->arrived = false;
    if (!good) fail(preview, &error);
    if (preview->made == preview->count && preview->painted == preview->frame_count)
        close_source(preview);
    app->dirty |= preview->open;
}

// One step towards the shots, at most: the window stays live.
static void update_preview(App *app, ExportPreview *preview, float room_w, float room_h) {
    Ui *ui = &app->ui;
    Text key = { 0 };
    make_key(app, &key);
    bool same = preview->key.data && strcmp(key.data, preview->key.data) == 0;
    bool waited = preview->wanted.data && strcmp(key.data, preview->wanted.data) == 0;
    if (!waited) {
        text_clear(&preview->wanted);
        text_append(&preview->wanted, "%s", key.data);
        preview->wanted_since = ui->now;
    }
    double at = preview->wanted_since + REST;
    preview->stale = !same;
    if (!same && ui->now >= at) {
        text_clear(&preview->key);
        text_append(&preview->key, "%s", key.data);
        begin(app, preview);
        app->dirty |= preview->open;
    } else if (!same) {
        if (ui->wake_at == 0 || ui->wake_at > at) ui->wake_at = at;
    } else if (preview->open) {
        advance_preview(app, preview, room_w, room_h);
    }
    text_free(&key);
}

static void draw_why(Ui *ui, Rect rect, const char *why) {
    RichStyle style = { FACE_TEXT, 13, HUE_BETA, .plain = true };
    RichLines lines = rich_wrap(ui, style, rect.w, why);
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, rect.x, rect.y + ui_px(ui, 18 + 19 * (float)i), lines.line[i]);
}

void export_preview_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    if (!app->export_preview) app->export_preview = mem_alloc(1, sizeof *app->export_preview);
    ExportPreview *preview = app->export_preview;
    float room = rect.h - ui_px(ui, 24);
    if (!export_job_status(app->export_job).running && !app->settings.play.playing)
        update_preview(app, preview, rect.w, room);
    double soon = ui->now + LOOK;
    if (is_busy(preview) && (ui->wake_at == 0 || ui->wake_at > soon)) ui->wake_at = soon;
    if (*preview->why) draw_why(ui, rect, preview->why);
    if (*preview->why || !preview->made) return;
    int shown = (int)fmod(ui->now / SHOWN, preview->made);
    const Shot *shot = &preview->shots[shown];
    float scale = fminf(1, fminf(rect.w / (float)shot->width, room / (float)shot->height));
    Rect place = { 0, rect.y, floorf((float)shot->width * scale),
                   floorf((float)shot->height * scale) };
    place.x = roundf(rect.x + (rect.w - place.w) / 2);
    draw_flat(ui->list, rect_inset(place, -1), ui_color(ui, HUE_LINE));
    draw_picture(ui->list, shot->texture, place, (Rect){ 0, 0, 1, 1 });
    char text[48];
    snprintf(text, sizeof text, "$t$ = %d", shot->t);
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, rect.x + rect.w / 2,
                      place.y + place.h + ui_px(ui, 18), text);
    double next = (floor(ui->now / SHOWN) + 1) * SHOWN;
    if (preview->count > 1 && (ui->wake_at == 0 || ui->wake_at > next)) ui->wake_at = next;
}

// What a pixel of a film takes, on two processors: measured with films of noise and of the window.
static const double film_seconds[FILM_FORMATS] = {
    [FILM_Y4M] = 4e-9, [FILM_MP4] = 0.1e-6, [FILM_WEBM] = 0.4e-6, [FILM_GIF] = 0.5e-6
};

static double packing_seconds(const ExportPreview *preview) {
    const ExportPlan *plan = &preview->order->plan;
    if (!preview->weigher) return 0;
    double png = export_weigher_seconds(preview->weigher);
    double pixels = (double)plan->width * plan->height;
    double film = plan->format == EXPORT_FILM ? film_seconds[plan->film] * pixels * 2 : 0;
    return (png + film) / parallel_threads();
}

// All has been painted, and weighed where it is.
static bool is_measured(const ExportPreview *preview) {
    return preview->made > 0 && preview->made == preview->count &&
           preview->painted == preview->frame_count && !is_busy(preview);
}

ExportEstimate export_preview_estimate(const App *app) {
    const ExportPreview *preview = app->export_preview;
    if (!preview || !preview->order || preview->stale || *preview->why)
        return (ExportEstimate){ 0 };
    const ExportPlan *plan = &preview->order->plan;
    ExportEstimate estimate = { .frames = plan->count,
                                .width = plan->width,
                                .height = plan->height };
    if (!is_measured(preview)) return estimate;
    int passes = plan->format == EXPORT_FILM && plan->film == FILM_GIF ? 2 : 1;
    double paint = preview->paint_seconds / (preview->made + preview->painted) * passes;
    estimate.seconds = (paint + packing_seconds(preview)) * plan->count;
    estimate.bytes = preview->weigher ? export_weigher_bytes(preview->weigher) : preview->bytes;
    estimate.known = estimate.bytes > 0;
    return estimate;
}
