// SPDX-License-Identifier: MIT
// Commands that zoom plots.
#include "app/app.h"
#include "app/commands.h"
#include "panel/compare/words.h"

#include <math.h>
#include <string.h>

static bool find_plot(const char *name, PlotId *plot, Error *error) {
    Text all = { 0 };
    for (int i = 0; i < PLOTS; i++) {
        if (strcmp(plot_names[i], name) == 0) {
            text_free(&all);
            *plot = (PlotId)i;
            return true;
        }
        text_append(&all, "%s%s", i ? ", " : "", plot_names[i]);
    }
    error_usage(error, "%s: is no plot (%s)", name, all.data);
    text_free(&all);
    return false;
}

// A logarithmic axis begins above 0.
static bool check_ends(const Settings *now, PlotId plot, const double ends[4], Error *error) {
    bool log_level = notation_level_is_log((Notation)now->look.notation);
    bool compared = plot >= PLOT_COMPARE, free = plot >= PLOT_OVER_NO_T;
    bool log_axis = plot == PLOT_WEIGHTS || plot == PLOT_EFFECTIVE ||
                    (plot == PLOT_VARIANCE && now->plots.variance_scale == AXIS_LOG) ||
                    (plot == PLOT_COEFFICIENTS && now->plots.coefficient_scale == AXIS_LOG) ||
                    (plot == PLOT_SIGNAL && now->plots.signal == SIGNAL_LOG_ALPHA) ||
                    (plot == PLOT_SIGNAL && now->plots.signal == SIGNAL_LOG_SNR && log_level) ||
                    (compared && compare_plot_is_log(now, (int)plot - PLOT_COMPARE));
    if (free && (!isfinite(ends[1] - ends[0]) || !isfinite(ends[3] - ends[2])))
        return error_usage(error, "range: the ends are too far apart");
    bool log_x = plot == PLOT_REVERSE_VARIANCE || (compared && compare_x_is_log(now));
    if (log_x && ends[0] <= 0)
        return error_usage(error, "range: needs X0 above 0 on a logarithmic axis");
    return !log_axis || ends[2] > 0 ||
           error_usage(error, "range: needs Y0 above 0 on a logarithmic axis");
}

bool run_range(App *app, const Command *command, Error *error) {
    PlotId plot = PLOTS;
    double ends[4];
    if (!find_plot(command->arguments[0], &plot, error)) return false;
    for (int i = 0; i < 4; i++)
        if (!read_real(command->arguments[i + 1], &ends[i]))
            return error_usage(error, "range: takes numbers, not \"%s\"",
                               command->arguments[i + 1]);
    if (!(ends[0] < ends[1]) || !(ends[2] < ends[3]))
        return error_usage(error, "range: needs X0 < X1 and Y0 < Y1");
    if (!check_ends(&app->settings, plot, ends, error)) return false;
    app->dirty = true;
    if (plot >= PLOT_OVER_NO_T) {
        app->ranges[plot] = (PlotRange){ true, ends[0], ends[1], ends[2], ends[3] };
        return true;
    }
    double from = fmax(0, ends[0]), to = fmin(app->settings.schedule.steps, ends[1]);
    // Nothing is closer than a few steps, and wholly zoomed out is fitted.
    if (to - from < 4) return true;
    bool whole = from <= 0 && to >= app->settings.schedule.steps;
    app->ranges[plot] = (PlotRange){ !whole, from, to, ends[2], ends[3] };
    return true;
}

bool run_fit(App *app, const Command *command, Error *error) {
    PlotId plot = PLOTS;
    if (!find_plot(command->arguments[0], &plot, error)) return false;
    app->ranges[plot].zoomed = false;
    return app->dirty = true;
}
