// SPDX-License-Identifier: MIT
#include "app/app.h"

#include "app/export.h"
#include "app/lesson.h"
#include "app/schedule_source.h"
#include "app/script.h"
#include "app/session.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "conf/compare.h"
#include "conf/knots.h"
#include "conf/preset.h"
#include "model/reverse.h"
#include "panel/compare/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double MESSAGE_SECONDS = 7;

void app_say(App *app, bool is_error, const char *text) {
    app->message_is_error = is_error;
    app->message_is_line = false;
    snprintf(app->message, sizeof app->message, "%s", text);
    app->message_until = clock_seconds() + MESSAGE_SECONDS;
    app->dirty = true;
}

static void send(void *user, const char *line) {
    App *app = user;
    const Ui *ui = &app->ui;
    app->queue_press = ui->in.down || ui->in.released ? ui->presses : 0;
    text_append(&app->queue, "%s\n", line);
}

static void connect_ui(App *app) {
    app->ui.list = &app->list;
    app->ui.settings = &app->settings;
    app->ui.send = send;
    app->ui.user = app;
    app->ui.in.x = app->ui.in.y = -1e6f;
    app->dirty = true;
}

// Its settings are in the arguments; what is left is where the plots were zoomed.
static bool take_up_session(App *app, const Arguments *arguments, Error *error) {
    SavedState state;
    if (!arguments->session) return true;
    if (!session_load(&state, arguments->session, false, error)) return false;
    session_set_ranges(app, state.ranges);
    snprintf(app->session_path, sizeof app->session_path, "%s", arguments->session);
    return true;
}

static bool run_arguments(App *app, const Arguments *arguments, Error *error) {
    for (int i = 0; i < arguments->run_count; i++)
        if (!app_run_quietly(app, arguments->run[i], error)) return error_prefix(error, "--run");
    return true;
}

bool app_create(App *app, const Arguments *arguments, Error *error) {
    app->settings = arguments->settings;
    Settings *settings = &app->settings;
    Model *model = &app->model;
    bool opened = arguments->image ? model_open(model, arguments->image, error)
                                   : model_open_built_in(model, error);
    if (!opened) return false;
    if (*settings->scheduler_config) {
        if (!schedule_source_config(settings, arguments->given, error)) return false;
        if (!arguments->t_given) settings->t = settings_t_at(settings->u, settings->schedule.steps);
    }
    if (*settings->betas) {
        if (!model_open_betas(model, settings->betas, settings, error)) return false;
        bool used =
            settings->schedule.family == SCHEDULE_FILE; // a session may hold one that is not
        if (used) settings->schedule.steps = model->beta_count;
        if (used && !arguments->t_given)
            settings->t = settings_t_at(settings->u, settings->schedule.steps);
    }
    if (settings->t > settings->schedule.steps)
        return error_usage(error, "--t: %d is beyond the last step, T = %d", settings->t,
                           settings->schedule.steps);
    settings->u = (double)settings->t / settings->schedule.steps;
    if (!model_update(model, settings, error)) return false;
    connect_ui(app);
    return take_up_session(app, arguments, error) && run_arguments(app, arguments, error);
}

bool app_copy(App *to, const App *from, Error *error) {
    model_reopen(&to->model, from->model.picture, from->model.list);
    memcpy(to->ranges, from->ranges, sizeof to->ranges);
    if (!model_update(&to->model, &to->settings, error)) return false;
    connect_ui(to);
    return true;
}

void app_free(App *app) {
    app_export_free(app);
    canvas_close(app);
    script_free(app->script);
    lesson_free(app->lesson);
    history_free(&app->history);
    model_free(&app->model);
    mixture_free(app->mixture);
    ui_free(&app->ui);
    draw_free(&app->list);
    text_free(&app->queue);
    textures_free(&app->textures);
    panel_states_free(&app->states);
}

// What the pictures show never leaves them.
static void stay_inside(Settings *settings) {
    double half = 0.5 / settings->picture.zoom;
    settings->picture.zoom_x = fmin(1 - half, fmax(half, settings->picture.zoom_x));
    settings->picture.zoom_y = fmin(1 - half, fmax(half, settings->picture.zoom_y));
}

// t keeps its place in the chain when T changes, also over several changes: from 420 of 1000 to 4
// of 10 and back. What others see of the place, u, is always that of the t that is shown.
void app_follow_steps(App *app, Settings *next) {
    const Settings *was = &app->settings;
    if (next->schedule.steps == was->schedule.steps) return;
    if (settings_t_at(app->place, was->schedule.steps) != was->t) app->place = was->u;
    next->t = settings_t_at(app->place, next->schedule.steps);
    next->u = (double)next->t / next->schedule.steps;
}

// After another schedule became the settings' own.
static void follow_schedule(App *app, Settings *next) {
    if (next->schedule.family == SCHEDULE_FILE && app->model.betas)
        next->schedule.steps = app->model.beta_count;
    if (next->knot >= next->schedule.knots.count) next->knot = -1;
    app_follow_steps(app, next);
}

static bool settle_reverse(Settings *next, const Option *option, Error *error) {
    if (option->id == OPT_HELD_Z) next->reverse.hold_z = true;
    if (option->id != OPT_DRAWN_PRIOR || !*next->reverse.drawn_prior) return true;
    double cells[DRAWN_CELLS];
    next->reverse.prior = PRIOR_DRAWN;
    return prior_read(cells, next->reverse.drawn_prior) ||
           error_usage(error, "drawn_prior: takes %d hexadecimal digits", 2 * DRAWN_CELLS);
}

// What one option's change means for the others.
static bool settle(App *app, Settings *next, const Option *option, Error *error) {
    const Settings *was = &app->settings;
    if (option->id == OPT_T) {
        if (next->t > was->schedule.steps)
            return error_usage(error, "t: %d is beyond the last step, T = %d", next->t,
                               was->schedule.steps);
        app->place = next->u = (double)next->t / next->schedule.steps;
    }
    if (option->id == OPT_SIZE &&
        (next->look.width < WINDOW_LEAST || next->look.height < WINDOW_LEAST))
        return error_usage(error, "size: the window takes sides from %d", WINDOW_LEAST);
    if (next->knot >= next->schedule.knots.count) {
        if (option->id == OPT_KNOT)
            return error_usage(error, "knot: there are only 0 to %d",
                               next->schedule.knots.count - 1);
        next->knot = -1;
    }
    if (option->id == OPT_KNOTS) next->schedule.family = SCHEDULE_CUSTOM;
    if (option->id == OPT_STEPS && next->schedule.family == SCHEDULE_FILE &&
        next->schedule.steps != was->schedule.steps)
        return error_usage(error, "steps: the list of betas has its own, T = %d",
                           was->schedule.steps);
    if (option->id == OPT_SCHEDULE && next->schedule.family == SCHEDULE_FILE && app->model.betas)
        next->schedule.steps = app->model.beta_count;
    if (option->id == OPT_COMPARE) follow_schedule(app, next);
    app_follow_steps(app, next);
    stay_inside(next);
    return settle_reverse(next, option, error);
}

// Takes the settings if everything they stand for can be made; else all stays as it was.
bool app_take(App *app, const Settings *next, Error *error) {
    Error ignored;
    if (!model_update(&app->model, next, error)) {
        CHECK(model_update(&app->model, &app->settings, &ignored));
        return false;
    }
    // A zoom belongs to the axis it was made on, and to the T.
    bool same_level =
        next->plots.signal != SIGNAL_LOG_SNR || next->look.notation == app->settings.look.notation;
    if (next->plots.signal != app->settings.plots.signal || !same_level)
        app->ranges[PLOT_SIGNAL].zoomed = false;
    if (next->plots.variance_scale != app->settings.plots.variance_scale)
        app->ranges[PLOT_VARIANCE].zoomed = false;
    if (next->plots.coefficient_scale != app->settings.plots.coefficient_scale)
        app->ranges[PLOT_COEFFICIENTS].zoomed = false;
    for (int i = 0; i < PLOT_COMPARE; i++)
        if (app->ranges[i].x1 > next->schedule.steps) app->ranges[i].zoomed = false;
    for (int i = 0; i < COMPARE_PLOTS; i++)
        if (next->compare.x != app->settings.compare.x ||
            next->look.notation != app->settings.look.notation ||
            next->compare.plot[i] != app->settings.compare.plot[i] ||
            next->compare.scale[i] != app->settings.compare.scale[i])
            app->ranges[PLOT_COMPARE + i].zoomed = false;
    parallel_set_threads(next->threads);
    app->settings = *next;
    app->dirty = true;
    return true;
}

static bool set_option(App *app, const char *name, const char *value, Error *error) {
    const Option *option = option_find(name);
    if (!option) return error_usage(error, "%s: there is no such option", name);
    Settings next = app->settings;
    if (value) {
        if (!option_set(&next, option, value, error))
            return error_prefix(error, "%s", option->name);
    } else {
        option_reset(&next, option);
        if (option->id == OPT_T) next.t = settings_t_at(0.24, next.schedule.steps);
    }
    if (option->id == OPT_BETAS || option->id == OPT_SCHEDULER_CONFIG)
        return error_usage(error, "%s: use `open FILE`", option->name);
    if (!settle(app, &next, option, error)) return false;
    if (option->id == OPT_PLAYING && next.play.playing && !app->settings.play.playing) {
        if (next.t == (next.play.backward ? 1 : next.schedule.steps))
            next.t = next.play.backward ? next.schedule.steps : 1;
        next.u = (double)next.t / next.schedule.steps;
        app->played = next.u;
        app->last_frame_at = clock_seconds();
    }
    if (option->id == OPT_T && app->settings.play.playing) app->played = next.u;
    if (option->id == OPT_SAMPLING && next.mixture.sampling &&
        next.mixture.sample_step >= next.mixture.sample_steps)
        next.mixture.sample_step = 0;
    if (option->id == OPT_SIZE) app->size_asked = true;
    return app_take(app, &next, error);
}

static bool set_text(App *app, const Option *option, Error *error, const char *format, ...)
    PRINTF_LIKE(4, 5);

static bool set_text(App *app, const Option *option, Error *error, const char *format, ...) {
    char value[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    return set_option(app, option->name, value, error);
}

static bool toggle(App *app, const char *name, Error *error) {
    const Option *option = option_find(name);
    if (!option || (option->type != OPTION_BOOL && option->type != OPTION_CHOICE))
        return error_usage(error, "toggle: \"%s\" is no switch", name);
    int now = (int)option_number(&app->settings, option);
    if (option->type == OPTION_BOOL) return set_text(app, option, error, "%d", !now);
    int next = option_choice(option, now + 1) ? now + 1 : 0;
    if (option->id == OPT_SCHEDULE && next == SCHEDULE_FILE && !app->model.betas) next = 0;
    return set_option(app, name, option_choice(option, next), error);
}

// What a slider orders its values by: 0 is the largest resolution, the file's own.
static double rank(const Option *option, double value) {
    return option->id == OPT_RESOLUTION && value == 0 ? (double)INFINITY : value;
}

static bool add(App *app, const char *name, const char *steps, Error *error) {
    const Option *option = option_find(name);
    double by;
    if (!option || (option->type != OPTION_INT && option->type != OPTION_REAL))
        return error_usage(error, "add: \"%s\" is no number", name);
    if (!read_real(steps, &by)) return error_usage(error, "add: takes a number, not \"%s\"", steps);
    if (option->id == OPT_STEPS && app->settings.schedule.family == SCHEDULE_FILE)
        return error_usage(error, "steps: the list of betas has its own, T = %d",
                           app->settings.schedule.steps);
    double value = option_number(&app->settings, option);
    double next = option_at_place(option, option_place(option, value) + by / 100);
    // A whole number moves by one at least, and nothing that stands beyond the slider jumps back.
    if (option->type == OPTION_INT && next == value && by != 0) next += by > 0 ? 1 : -1;
    bool back = by > 0 ? rank(option, next) < rank(option, value)
                       : rank(option, next) > rank(option, value);
    if (by != 0 && back) next = value;
    double most = option->id == OPT_T ? app->settings.schedule.steps : option->max;
    next = fmin(most, fmax(option->min, next));
    return set_text(app, option, error, "%.17g", next);
}

static bool step(App *app, const char *text, Error *error) {
    long long by;
    if (!read_int(text, &by) || llabs(by) > 1000000)
        return error_usage(error, "step: takes a whole number, not \"%s\"", text);
    long long t = app->settings.t + by;
    t = t < 1 ? 1 : t > app->settings.schedule.steps ? app->settings.schedule.steps : t;
    return set_text(app, option_row(OPT_T), error, "%lld", t);
}

static bool zoom(App *app, const Command *command, Error *error) {
    double values[3];
    for (int i = 0; i < 3; i++)
        if (!read_real(command->arguments[i], &values[i]))
            return error_usage(error, "zoom: takes numbers, not \"%s\"", command->arguments[i]);
    if (values[0] < 1 || values[0] > 64)
        return error_usage(error, "zoom: takes a factor from 1 to 64, not \"%s\"",
                           command->arguments[0]);
    Settings next = app->settings;
    next.picture.zoom = values[0];
    next.picture.zoom_x = values[1];
    next.picture.zoom_y = values[2];
    stay_inside(&next);
    return app_take(app, &next, error);
}

static bool pin(App *app, const Command *command, Error *error) {
    long long at[2];
    const int side[2] = { app->model.x.width, app->model.x.height };
    for (int i = 0; i < 2; i++)
        if (!read_int(command->arguments[i], &at[i]) || at[i] < 0 || at[i] >= side[i])
            return error_usage(error, "pin: takes a pixel of the %d × %d picture, not %s %s",
                               side[0], side[1], command->arguments[0], command->arguments[1]);
    Settings next = app->settings;
    next.picture.pin_x = (int)at[0], next.picture.pin_y = (int)at[1];
    return app_take(app, &next, error);
}

static bool find_plot(const char *name, PlotId *plot, Error *error) {
    for (int i = 0; i < PLOTS; i++)
        if (strcmp(plot_names[i], name) == 0) {
            *plot = (PlotId)i;
            return true;
        }
    return error_usage(error,
                       "%s: is no plot (signal, variance, pixel, values, life, coefficients, "
                       "effective, compare, compare2, "
                       "compare3)",
                       name);
}

static bool range(App *app, const Command *command, Error *error) {
    PlotId plot = PLOTS;
    double ends[4];
    if (!find_plot(command->arguments[0], &plot, error)) return false;
    for (int i = 0; i < 4; i++)
        if (!read_real(command->arguments[i + 1], &ends[i]))
            return error_usage(error, "range: takes numbers, not \"%s\"",
                               command->arguments[i + 1]);
    if (!(ends[0] < ends[1]) || !(ends[2] < ends[3]))
        return error_usage(error, "range: needs X0 < X1 and Y0 < Y1");
    const Settings *now = &app->settings;
    bool log_axis = (plot == PLOT_VARIANCE && now->plots.variance_scale == AXIS_LOG) ||
                    (plot == PLOT_COEFFICIENTS && now->plots.coefficient_scale == AXIS_LOG) ||
                    (plot == PLOT_SIGNAL && now->plots.signal == SIGNAL_LOG_ALPHA) ||
                    (plot == PLOT_SIGNAL && now->plots.signal == SIGNAL_LOG_SNR &&
                     notation_level_is_log((Notation)now->look.notation));
    if (log_axis && ends[2] <= 0)
        return error_usage(error, "range: needs Y0 above 0 on a logarithmic axis");
    if (plot >= PLOT_COMPARE) {
        if (!isfinite(ends[1] - ends[0]) || !isfinite(ends[3] - ends[2]))
            return error_usage(error, "range: the ends are too far apart");
        if (compare_x_is_log(now) && ends[0] <= 0)
            return error_usage(error, "range: needs X0 above 0 on a logarithmic axis");
        if (compare_plot_is_log(now, (int)plot - PLOT_COMPARE) && ends[2] <= 0)
            return error_usage(error, "range: needs Y0 above 0 on a logarithmic axis");
        app->ranges[plot] = (PlotRange){ true, ends[0], ends[1], ends[2], ends[3] };
        return app->dirty = true;
    }
    double from = fmax(0, ends[0]), to = fmin(app->settings.schedule.steps, ends[1]);
    app->dirty = true;
    // Nothing is closer than a few steps, and wholly zoomed out is fitted.
    if (to - from < 4) return true;
    bool whole = from <= 0 && to >= app->settings.schedule.steps;
    app->ranges[plot] = (PlotRange){ !whole, from, to, ends[2], ends[3] };
    return true;
}

// A message with names of quantities in it.
static void say_named(App *app, const char *message) {
    Text text = { 0 };
    notation_plain(&text, (Notation)app->settings.look.notation, message);
    app_say(app, false, text.data);
    text_free(&text);
}

// A drag goes as far as it can; what stops it is said beside it.
static bool change_knots(App *app, const Command *command, Error *error) {
    Settings next = app->settings;
    const char *why;
    if (!knots_command(&next, command, &why, error) || !app_take(app, &next, error)) return false;
    if (why)
        say_named(app, why);
    else if (app->stopped)
        app->message_until = 0; // it goes on
    app->stopped = why != NULL;
    return true;
}

static bool fit_knots(App *app, Error *error) {
    Settings next = app->settings;
    char said[128];
    if (!knots_fit_to(&next, &app->model.schedule, said, sizeof said)) return false;
    if (!app_take(app, &next, error)) return false;
    say_named(app, said);
    return true;
}

static bool new_noise(App *app, Error *error) {
    return set_text(app, option_row(OPT_SEED), error, "%llu",
                    (unsigned long long)app->settings.noise.seed + 1);
}

static bool slide(App *app, const char *text, Error *error) {
    long long by;
    if (!read_int(text, &by) || llabs(by) > 1000)
        return error_usage(error, "slide: takes a whole number, not \"%s\"", text);
    return present_slide(app, (int)by, error);
}

static bool change_compared(App *app, const Command *command, Error *error) {
    Settings next = app->settings;
    if (!compare_change(&next, command->arguments[0], command->arguments[1], error)) return false;
    follow_schedule(app, &next);
    return app_take(app, &next, error);
}

static bool take_preset(App *app, const char *name, Error *error) {
    Settings next = app->settings;
    const Preset *preset = preset_find(name);
    if (!preset) return error_usage(error, "preset: there is no \"%s\"", name);
    if (!preset_apply(&next, preset, error)) return false;
    follow_schedule(app, &next);
    return app_take(app, &next, error);
}

static bool lesson_command(App *app, const char *name, Error *error) {
    bool toggled = strcmp(name, "toggle") == 0;
    if (toggled && !app->lesson) name = "forward";
    if (strcmp(name, "off") != 0 && !(toggled && app->lesson))
        return lesson_start(app, name, error);
    lesson_end(app);
    return true;
}

static bool run(App *app, const Command *command, Error *error) {
    const char *const *words = command->arguments;
    PlotId plot = PLOTS;
    switch (command->id) {
    case COMMAND_SET: return set_option(app, words[0], words[1], error);
    case COMMAND_RESET: return set_option(app, words[0], NULL, error);
    case COMMAND_TOGGLE: return toggle(app, words[0], error);
    case COMMAND_ADD: return add(app, words[0], words[1], error);
    case COMMAND_STEP: return step(app, words[0], error);
    case COMMAND_PLAY: return set_option(app, "playing", "1", error);
    case COMMAND_PAUSE: return set_option(app, "playing", "0", error);
    case COMMAND_OPEN: return app_open(app, words[0], error);
    case COMMAND_VIEW: return set_option(app, "view", words[0], error);
    case COMMAND_NEW_NOISE: return new_noise(app, error);
    case COMMAND_NEW_DRAW:
        return set_text(app, option_row(OPT_DRAW), error, "%d",
                        (app->settings.noise.draw + 1) % 1000000);
    case COMMAND_PIN: return pin(app, command, error);
    case COMMAND_UNPIN:
        return set_option(app, "pin_x", "-1", error) && set_option(app, "pin_y", "-1", error);
    case COMMAND_ZOOM: return zoom(app, command, error);
    case COMMAND_RANGE: return range(app, command, error);
    case COMMAND_FIT:
        if (!find_plot(words[0], &plot, error)) return false;
        app->ranges[plot].zoomed = false;
        app->dirty = true;
        return true;
    case COMMAND_SAVE: return session_save(app, command->count ? words[0] : NULL, error);
    case COMMAND_COPY: return app_copy_command_line(app, command->count ? words[0] : NULL, error);
    case COMMAND_UNDO: return history_undo(app, error);
    case COMMAND_REDO: return history_redo(app, error);
    case COMMAND_COMPARE: return change_compared(app, command, error);
    case COMMAND_PRESET: return take_preset(app, words[0], error);
    case COMMAND_FIT_KNOTS: return fit_knots(app, error);
    case COMMAND_MOVE_KNOT:
    case COMMAND_NUDGE_KNOT:
    case COMMAND_ADD_KNOT:
    case COMMAND_REMOVE_KNOT:
    case COMMAND_NEXT_KNOT: return change_knots(app, command, error);
    case COMMAND_EXPORT_SCHEDULE: return app_export_schedule(app, command, error);
    case COMMAND_SCREENSHOT: return app_write_screenshot(app, command, error);
    case COMMAND_EXPORT:
        if (command->count && !set_option(app, "export_path", words[0], error)) return false;
        return app_export_start(app, error);
    case COMMAND_EXPORT_CANCEL: app_export_cancel(app); return true;
    case COMMAND_EXPORT_SHOW: return app_export_show(app, error);
    case COMMAND_SLIDE: return slide(app, words[0], error);
    case COMMAND_DUMP: return dump_write(app, words[0], error);
    case COMMAND_LESSON: return lesson_command(app, words[0], error);
    case COMMAND_LESSON_NEXT: return lesson_next(app, error);
    case COMMAND_LESSON_PREVIOUS: return lesson_previous(app, error);
    case COMMAND_WAIT:
    case COMMAND_CLICK:
    case COMMAND_DRAG:
    case COMMAND_KEY: return script_act(app, command, error);
    case COMMAND_QUIT: app->quit = true; return true;
    case COMMANDS: return true;
    }
    return true;
}

// What these send, or bring back, is recorded by itself.
static bool is_recorded(CommandId id) {
    switch (id) {
    case COMMAND_UNDO:
    case COMMAND_REDO:
    case COMMAND_SCREENSHOT:
    case COMMAND_WAIT:
    case COMMAND_CLICK:
    case COMMAND_DRAG:
    case COMMAND_KEY: return false;
    default: return true;
    }
}

static bool run_line(App *app, const char *line, Sender sender, Error *error) {
    Command command;
    if (!command_parse(&command, line, error)) return false;
    Moment before = moment_of(app);
    bool good = run(app, &command, error);
    if (good && sender != SENT_QUIETLY && is_recorded(command.id))
        history_record(app, before, &command, sender);
    else
        moment_drop(&before);
    command_free(&command);
    return good;
}

bool app_run(App *app, const char *line, Error *error) {
    return run_line(app, line, SENT_BY_SCRIPT, error);
}

bool app_run_by_hand(App *app, const char *line, Error *error) {
    // What was said before is of something else now; what this one says stays.
    double said = app->message_until;
    bool good = run_line(app, line, SENT_BY_HAND, error);
    if (good && app->message_until == said) app->message_until = 0;
    return good;
}

bool app_run_quietly(App *app, const char *line, Error *error) {
    return run_line(app, line, SENT_QUIETLY, error);
}

bool app_restore(App *app, const Moment *moment, Error *error) {
    const Settings was = app->settings;
    model_reopen(&app->model, moment->picture, moment->list);
    if (!app_take(app, &moment->settings, error)) return false;
    memcpy(app->ranges, moment->ranges, sizeof app->ranges);
    app->size_asked |=
        was.look.width != app->settings.look.width || was.look.height != app->settings.look.height;
    app->played = app->settings.u;
    app->last_frame_at = clock_seconds();
    return true;
}
