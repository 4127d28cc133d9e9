// SPDX-License-Identifier: MIT
#include "export/plan.h"

#include "base/memory.h"
#include "base/path.h"
#include "conf/command_line.h"
#include "io/comment.h"
#include "io/file.h"
#include "io/png.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool export_is_drawn(What what) {
    return what == WHAT_WINDOW || (what >= WHAT_PLOTS && what <= WHAT_STAGE);
}

int export_first_t(What what) {
    return what == WHAT_RESIDUAL ? 2 : 1;
}

bool export_has_t(What what, int t, Error *error) {
    return t >= export_first_t(what) ||
           error_usage(error, "--what: there is no residual at t = 1, where sigma_1 is 0");
}

bool export_is_sequence(const ExportPlan *plan) {
    return plan->format == EXPORT_FILM && plan->film == FILM_PNGS;
}

// One %d, with a width if any: "frames/%04d.png". Nothing else may follow a '%' but "%%".
static bool has_number(const char *path, bool *good) {
    int found = 0;
    *good = true;
    for (const char *at = strchr(path, '%'); at; at = strchr(at, '%')) {
        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        size_t digits = strspn(at, "0123456789");
        if (at[digits] != 'd' || digits > 3) *good = false;
        found++;
    }
    if (found > 1) *good = false;
    return found > 0;
}

static bool find_ending(ExportPlan *plan, const char *out, Error *error) {
    static const struct {
        const char *ending;
        ExportFormat format;
    } stills[] = { { ".png", EXPORT_PNG },
                   { ".svg", EXPORT_SVG },
                   { ".npy", EXPORT_NPY },
                   { ".csv", EXPORT_CSV } };
    plan->format = EXPORT_FILM;
    plan->film = FILM_Y4M;
    if (strcmp(out, "-") == 0) return true;
    for (size_t i = 0; i < sizeof stills / sizeof stills[0]; i++)
        if (path_ends_in(out, stills[i].ending)) {
            plan->format = stills[i].format;
            return true;
        }
    for (int i = FILM_PNGS + 1; i < FILM_FORMATS; i++)
        if (path_ends_in(out, film_ending((FilmFormat)i))) {
            plan->film = (FilmFormat)i;
            return true;
        }
    return error_usage(error,
                       "export: %s: takes .png, .svg, .apng, .gif, .mp4, .webm, .y4m, .npy, "
                       ".csv or .json, or - for y4m on standard output",
                       out);
}

static bool check_still(const ExportPlan *plan, Error *error) {
    const Arguments *arguments = plan->arguments;
    if (plan->format == EXPORT_CSV && (arguments->film || arguments->what_name))
        return error_usage(error, "export: %s: .csv is the whole table, with no --what or --frames",
                           arguments->out);
    if (plan->format == EXPORT_NPY && (export_is_drawn(plan->what) || plan->what == WHAT_STRIP))
        return error_usage(
            error, "--what: .npy holds x, z, zprev, noise, mean, sample or residual, not %s",
            what_names[plan->what]);
    if (plan->format == EXPORT_SVG && !export_is_drawn(plan->what))
        return error_usage(
            error,
            "--what: .svg holds plots, signal, variance, pixel, equation, figure, stage or "
            "window, not %s, which is all pixels",
            what_names[plan->what]);
    if (plan->format == EXPORT_SVG && arguments->film)
        return error_usage(error, "export: %s: .svg is one picture, with no --frames or --duration",
                           arguments->out);
    return true;
}

static bool check_film(ExportPlan *plan, Error *error) {
    const Arguments *arguments = plan->arguments;
    const char *out = arguments->out;
    bool good, numbered = has_number(out, &good) && good;
    bool pngs = plan->format == EXPORT_PNG && (arguments->film || numbered);
    if (arguments->lesson && !numbered && plan->format != EXPORT_FILM)
        return error_usage(error, "--lesson: %s: a lesson is a film, as .mp4 or frames/%%04d.png",
                           out);
    if (pngs && !numbered)
        return error_usage(error, "export: %s: a sequence needs one number, as frames/%%04d.png",
                           out);
    if ((pngs || plan->format == EXPORT_FILM) && !arguments->film)
        return error_usage(
            error, "export: %s: say which frames: --frames A:B[:STEP] or --duration 8s", out);
    if (pngs) plan->format = EXPORT_FILM, plan->film = FILM_PNGS;
    if (arguments->resume && !pngs)
        return error_usage(error, "--resume: goes on with a numbered sequence, frames/%%04d.png");
    bool by_t = arguments->duration == 0 && !arguments->lesson;
    if (arguments->loop == FILM_PINGPONG && pngs && by_t)
        return error_usage(error, "--loop: files that are numbered by t hold each t once");
    bool has_mark = plan->film == FILM_APNG || plan->film == FILM_GIF;
    if (arguments->loop_given && arguments->loop != FILM_PINGPONG && plan->format == EXPORT_FILM &&
        !has_mark)
        return error_usage(error, "--loop: %s is of .apng and .gif; other films take pingpong",
                           loop_names[arguments->loop]);
    if (plan->film == FILM_GIF && plan->format == EXPORT_FILM && arguments->fps_given &&
        arguments->fps > 50)
        return error_usage(error, "--fps: a .gif shows at most 50 frames a second");
    return true;
}

bool export_keeps_alpha(const ExportPlan *plan) {
    return plan->format == EXPORT_PNG || plan->format == EXPORT_SVG ||
           (plan->format == EXPORT_FILM && plan->film <= FILM_APNG);
}

static bool check_ground(ExportPlan *plan, Error *error) {
    plan->transparent = plan->arguments->settings.export.transparent;
    return !plan->transparent || export_keeps_alpha(plan) ||
           error_usage(
               error, "--transparent: %s has no transparent ground; .png, .apng and .svg have",
               strcmp(plan->arguments->out, "-") == 0 ? "y4m" : path_ending(plan->arguments->out));
}

bool export_plan_format(ExportPlan *plan, const Arguments *arguments, Error *error) {
    plan->arguments = arguments;
    if (!find_ending(plan, arguments->out, error)) return false;
    plan->what = arguments->what;
    if (!arguments->what_name && plan->format == EXPORT_NPY) plan->what = WHAT_Z;
    if (!arguments->what_name && plan->format == EXPORT_SVG)
        plan->what = *arguments->settings.stage ? WHAT_STAGE : WHAT_PLOTS;
    // As vectors the strip has its captions.
    if (plan->format == EXPORT_SVG && plan->what == WHAT_STRIP) plan->what = WHAT_FIGURE;
    bool gif = plan->format == EXPORT_FILM && plan->film == FILM_GIF;
    plan->fps = !arguments->fps_given && gif ? 25 : arguments->fps; // a GIF counts in 1/100 s
    plan->forever = !arguments->loop_given || arguments->loop != FILM_ONCE;
    return check_film(plan, error) && check_still(plan, error) && check_ground(plan, error);
}

// ---- frames

// 0..1 to 0..1.
static double eased(Ease ease, double place) {
    switch (ease) {
    case EASE_IN: return place * place;
    case EASE_OUT: return place * (2 - place);
    case EASE_IN_OUT: return place * place * (3 - 2 * place);
    default: return place;
    }
}

// The t of from..to whose log SNR is nearest to the place between those of the two ends, which
// falls with t. At zero terminal SNR the last t that has one is the end.
static int at_log_snr(const Schedule *schedule, int from, int to, double place) {
    const double *log_snr = schedule->log_snr;
    int last = to;
    while (last > from && !isfinite(log_snr[last])) last--;
    if (place >= 1) return to;
    double wanted = log_snr[from] + (log_snr[last] - log_snr[from]) * place;
    int low = from, high = last;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (log_snr[middle] >= wanted)
            low = middle;
        else
            high = middle;
    }
    return fabs(log_snr[high] - wanted) < fabs(log_snr[low] - wanted) ? high : low;
}

static int t_at(const ExportPlan *plan, const Schedule *schedule, int from, int to, double place) {
    if (plan->arguments->ease == EASE_LOG_SNR) return at_log_snr(schedule, from, to, place);
    return from + (int)floor(eased(plan->arguments->ease, place) * (to - from) + 0.5);
}

// The film is as long as was asked; there and back, it ends one frame before it starts again.
static void spread_over_time(ExportPlan *plan, const Schedule *schedule, int from, int to) {
    const Arguments *arguments = plan->arguments;
    int count = (int)fmax(1, round(arguments->duration * plan->fps));
    bool pingpong = arguments->loop == FILM_PINGPONG;
    plan->frames = mem_alloc((size_t)count, sizeof *plan->frames);
    plan->count = count;
    for (int i = 0; i < count; i++) {
        double place = count > 1 ? (double)i / (count - 1) : 1;
        if (pingpong) place = 1 - fabs(1 - 2.0 * i / count);
        plan->frames[i] = (ExportFrame){ t_at(plan, schedule, from, to, place), i };
    }
}

static void spread_over_lesson(ExportPlan *plan, double seconds) {
    plan->count = (int)fmax(1, round(seconds * plan->fps));
    plan->frames = mem_alloc((size_t)plan->count, sizeof *plan->frames);
    for (int i = 0; i < plan->count; i++) plan->frames[i] = (ExportFrame){ i, i };
}

static void list_steps(ExportPlan *plan, int from, int to, int step) {
    bool pingpong = plan->arguments->loop == FILM_PINGPONG;
    int there = (to - from) / step + 1, back = pingpong && there > 2 ? there - 2 : 0;
    plan->count = there + back;
    plan->frames = mem_alloc((size_t)plan->count, sizeof *plan->frames);
    for (int i = 0; i < plan->count; i++) {
        int t = from + (i < there ? i : 2 * (there - 1) - i) * step;
        plan->frames[i] = (ExportFrame){ t, t };
    }
}

static void append_path(const ExportPlan *plan, int frame, Text *path) {
    // export_plan_format has seen that the pattern holds one %d.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    text_append(path, plan->arguments->out, plan->frames[frame].number);
#pragma GCC diagnostic pop
}

// A frame of a sequence carries what makes it alone, so that it is the same whichever range it was
// made with.
static void append_comment(const ExportPlan *plan, int frame, const char *path, Text *comment) {
    Arguments arguments = *plan->arguments;
    arguments.settings = plan->settings;
    if (path) {
        if (!arguments.lesson) arguments.settings.t = plan->frames[frame].t;
        arguments.out = path;
        arguments.film = arguments.loop_given = false;
    }
    command_line_write(comment, &arguments);
    if (plan->ranges) text_append(comment, "%s", plan->ranges);
}

void export_plan_name(const ExportPlan *plan, int frame, Text *path, Text *comment) {
    append_path(plan, frame, path);
    append_comment(plan, frame, path->data, comment);
}

// Whether frame i is there, whole. One that was made otherwise is nobody's to go on with.
static bool is_done(const ExportPlan *plan, int frame, bool *done, Error *error) {
    Text path = { 0 }, wanted = { 0 }, found = { 0 };
    export_plan_name(plan, frame, &path, &wanted);
    *done = path_exists(path.data) && png_is_whole(path.data);
    bool good = !*done || comment_read(&found, path.data, COMMAND_LINE_START, error);
    if (good && *done && strcmp(found.data, wanted.data) != 0)
        good =
            error_set(error, "--resume: %s is there, but was made by: %s", path.data, found.data);
    text_free(&path);
    text_free(&wanted);
    text_free(&found);
    return good;
}

static bool leave_out_done(ExportPlan *plan, Error *error) {
    int kept = 0;
    for (int i = 0; i < plan->count; i++) {
        bool done;
        if (!is_done(plan, i, &done, error)) return false;
        if (!done) plan->frames[kept++] = plan->frames[i];
    }
    plan->count = kept;
    return true;
}

static bool choose_frames(ExportPlan *plan, const ExportSubject *subject, Error *error) {
    const Arguments *arguments = plan->arguments;
    int last = plan->settings.schedule.steps;
    if (arguments->film && arguments->frames_to > last)
        return error_usage(error, "--frames: %d is beyond the last step, T = %d",
                           arguments->frames_to, last);
    int first = export_first_t(plan->what);
    int from = arguments->frames_from ? arguments->frames_from : first;
    int to = arguments->frames_from ? arguments->frames_to : last;
    if (arguments->film && from > to)
        return error_usage(error, "--what: there is no residual at t = 1, where sigma_1 is 0");
    if (arguments->lesson)
        spread_over_lesson(plan, subject->lesson_seconds);
    else if (!arguments->film)
        list_steps(plan, plan->settings.t, plan->settings.t, 1);
    else if (arguments->duration > 0)
        spread_over_time(plan, subject->schedule, from, to);
    else
        list_steps(plan, from, to, arguments->frames_step);
    return true;
}

bool export_plan_frames(ExportPlan *plan, const ExportSubject *subject, Error *error) {
    plan->settings = *subject->settings;
    plan->ranges = mem_copy_text(subject->ranges ? subject->ranges : "");
    if (!choose_frames(plan, subject, error)) return false;
    Text comment = { 0 };
    append_comment(plan, 0, NULL, &comment);
    plan->comment = comment.data;
    return !plan->arguments->resume || leave_out_done(plan, error);
}

void export_plan_free(ExportPlan *plan) {
    free(plan->frames);
    free(plan->comment);
    free(plan->ranges);
    *plan = (ExportPlan){ 0 };
}

void export_order_free(ExportOrder *order) {
    if (!order) return;
    export_plan_free(&order->plan);
    text_free(&order->path);
    free(order);
}

// ---- files

// Of the frames; false where each has its own, or there are none.
static bool find_folder(const ExportPlan *plan, char *folder, size_t size) {
    bool good;
    path_folder(folder, size, plan->arguments->out);
    if (!export_is_sequence(plan) || !plan->count || has_number(folder, &good)) return false;
    Text path = { 0 };
    append_path(plan, 0, &path);
    path_folder(folder, size, path.data); // with its "%%" written out
    text_free(&path);
    return true;
}

bool export_plan_make_folder(const ExportPlan *plan, char **made, Error *error) {
    char folder[SETTINGS_PATH];
    *made = NULL;
    if (!find_folder(plan, folder, sizeof folder) || path_exists(folder)) return true;
    char *path = mem_copy_text(folder);
    if (file_out_make_folder(path, error)) *made = path;
    if (!*made) free(path);
    return *made != NULL;
}

long long export_plan_bytes(const ExportPlan *plan) {
    long long bytes = 0;
    if (!export_is_sequence(plan)) return path_bytes(plan->arguments->out);
    for (int i = 0; i < plan->count; i++) {
        Text path = { 0 };
        append_path(plan, i, &path);
        bytes += path_bytes(path.data);
        text_free(&path);
    }
    return bytes;
}
