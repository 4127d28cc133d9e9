// SPDX-License-Identifier: MIT
#include "stage/views.h"

#include "base/translate.h"
#include "model/levels.h"

#include <math.h>

static const ViewRow rows[VIEWS] = {
    [VIEW_FORWARD] = { N_("Forward"), N_("The forward process: noise is added step by step.") },
    [VIEW_REVERSE] = { N_("Reverse"),
                       N_("One step back, knowing the picture: the posterior, by Bayes’ rule.") },
    [VIEW_COMPARE] = { N_("Compare"), N_("Up to four schedules side by side, on the same picture "
                                         "and the same path of noise.") },
    [VIEW_MIXTURE] = { N_("Mixture"), N_("The reverse step without knowing <x>: a training set in "
                                         "place of p(<x>).") },
};

const ViewRow *view_row(View view) {
    return &rows[view];
}

static const char *forward_stage(const Settings *settings) {
    return settings->plots.follow == FOLLOW_ALL
               ? "2* pictures:3 / strip | signal / variance / moments"
               : "2* pictures:3 / strip | signal / variance / pixel";
}

// Above the row of pictures; below it one value, knowing x or not; beside them the proof.
static const char *reverse_stage(const Settings *settings) {
    static const char *const stages[2][2] = {
        { "2* pictures(back) / bayes:2 / precisions / means | "
          "residual:1.6 / life / coefficients",
          "2* pictures(back) / bayes:2 / precisions / means | walk:1.2 / life / coefficients" },
        { "2* pictures(back) / [3* marginal | 2* without_x]:2 | "
          "residual:1.6 / life / coefficients",
          "2* pictures(back) / [3* marginal | 2* without_x]:2 | walk:1.2 / life / coefficients" }
    };
    return stages[settings->reverse.lower == LOWER_WITHOUT_X][settings->reverse.row == ROW_WALK];
}

static const char *with_panels(const Settings *settings) {
    switch (settings->view) {
    case VIEW_REVERSE: return reverse_stage(settings);
    case VIEW_MIXTURE:
        return settings->mixture.browsing
                   ? "2* mixture_browse:8 | mixture_effective / mixture_notes / mixture_set"
                   : "2* mixture_pictures / mixture_weights / mixture_run | "
                     "mixture_effective / mixture_notes / mixture_set";
    case VIEW_COMPARE:
        return "2* compare_rows / compare_plot(1):2 | "
               "compare_table / compare_plot(2) / compare_plot(3)";
    default: return forward_stage(settings);
    }
}

// What is left of a view where the panels beside its middle are hidden.
static const char *middle_stage(const Settings *settings) {
    switch (settings->view) {
    case VIEW_REVERSE:
        return settings->reverse.lower == LOWER_WITHOUT_X
                   ? "pictures(back) / [3* marginal | 2* without_x]:2"
                   : "pictures(back) / bayes:2 / precisions / means";
    case VIEW_MIXTURE:
        return settings->mixture.browsing ? "mixture_browse"
                                          : "mixture_pictures:2 / mixture_weights / mixture_run";
    case VIEW_COMPARE: return "compare_rows / compare_plot(1):2";
    default: return "pictures:3 / strip";
    }
}

const char *view_stage(const Settings *settings) {
    if (*settings->stage) return settings->stage;
    return settings->look.panels ? with_panels(settings) : middle_stage(settings);
}

const char *view_stage_presented(const Settings *settings) {
    if (*settings->stage) return settings->stage;
    switch (settings->view) {
    case VIEW_REVERSE:
        return settings->reverse.lower == LOWER_WITHOUT_X
                   ? "pictures(back):9 / [3* marginal | 2* without_x]:11"
                   : "pictures(back):9 / bayes:11";
    case VIEW_MIXTURE: return "mixture_pictures / mixture_weights / mixture_run";
    case VIEW_COMPARE: return "3* compare_rows | 2* compare_plot(1)";
    default: return "pictures(x z mean) / [signal | formula]";
    }
}

const char *view_stage_of_plots(const Settings *settings) {
    switch (settings->view) {
    case VIEW_REVERSE:
        return settings->reverse.lower == LOWER_WITHOUT_X
                   ? "3* [3* marginal | 2* without_x] | 2* residual:1.6 / life / coefficients"
                   : "3* bayes / precisions / means | 2* residual:1.6 / life / coefficients";
    case VIEW_MIXTURE: return "mixture_effective";
    case VIEW_COMPARE: return "compare_plot(1) | compare_plot(2) | compare_plot(3)";
    default:
        return settings->plots.follow == FOLLOW_ALL ? "signal | variance | moments"
                                                    : "signal | variance | pixel";
    }
}

// Figures ----------------------------------------------------------------------------------------

const char *figure_stage(What what, const Settings *settings) {
    switch (what) {
    case WHAT_PLOTS: return view_stage_of_plots(settings);
    case WHAT_SIGNAL: return "signal";
    case WHAT_VARIANCE: return "variance";
    case WHAT_PIXEL: return settings->plots.follow == FOLLOW_ALL ? "moments" : "pixel";
    case WHAT_EQUATION:
        return settings->view == VIEW_MIXTURE ? "formula(weights expectation mixture)" : "formula";
    case WHAT_FIGURE: return "strip";
    case WHAT_STAGE: return view_stage(settings);
    default: return NULL;
    }
}

static const float STRIP_PAD = 16, STRIP_GAP = 8, STRIP_CELL = 132, STRIP_CAPTION = 50;

// The size of the panel that is a stage by itself; false where there are more.
static bool only_panel(What what, const Settings *settings, const Model *model, float *width,
                       float *height) {
    Stage stage;
    Error error;
    const StageNode *only = NULL;
    if (what != WHAT_STAGE || !stage_parse(&stage, view_stage(settings), &error)) return false;
    for (int i = 0; i < stage.count; i++) {
        if (stage.nodes[i].kind != STAGE_LEAF) continue;
        if (only) return false;
        only = &stage.nodes[i];
    }
    if (!only) return false;
    PanelSize size = only->panel->natural_of ? only->panel->natural_of(model, &only->choice)
                                             : only->panel->natural;
    *width = size.w, *height = size.h;
    return true;
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
        int steps[STRIP_MOST], count = model_strip(model, steps);
        float aspect = (float)model->x.height / (float)model->x.width;
        *width = (STRIP_CELL + STRIP_GAP) * (float)count - STRIP_GAP + 2 * STRIP_PAD;
        *height = fmaxf(1, STRIP_CELL * aspect) + STRIP_CAPTION + 2 * STRIP_PAD;
    }
}

void figure_size(What what, const Settings *settings, const Model *model, int *width, int *height) {
    float w, h;
    natural_size(what, model, true, &w, &h);
    bool panel = only_panel(what, settings, model, &w, &h);
    if (what == WHAT_STAGE && !panel) w = 1600, h = 900;
    bool plot = what == WHAT_SIGNAL || what == WHAT_VARIANCE || what == WHAT_PIXEL;
    float scale = plot ? 2 : panel ? fminf(2, 1600 / w) : 1600 / w;
    *width = (int)fminf(16384, fmaxf(1, ceilf(w * scale)));
    *height = (int)fminf(16384, fmaxf(1, ceilf(h * scale)));
}

float figure_scale(What what, const Settings *settings, const Model *model, int width, int height) {
    float w, h;
    bool panel = only_panel(what, settings, model, &w, &h);
    bool fills =
        (what == WHAT_PLOTS && settings->view != VIEW_FORWARD) || (what == WHAT_STAGE && !panel);
    if (fills) return style_scale(width, height, settings->look.ui_scale);
    bool beside = (float)width > 1.6f * (float)height;
    if (!panel) natural_size(what, model, beside, &w, &h);
    return fminf((float)width / w, (float)height / h) * (float)settings->look.ui_scale;
}

const char *shown_stage(What figure, const Settings *settings) {
    if (figure != WHAT_WINDOW) return figure_stage(figure, settings);
    return settings->look.presenting ? view_stage_presented(settings) : view_stage(settings);
}

bool figure_needs_mixture(What figure, const Settings *settings) {
    Stage stage;
    Error error;
    const char *text = shown_stage(figure, settings);
    return text && stage_parse(&stage, text, &error) && stage_needs_mixture(&stage);
}
