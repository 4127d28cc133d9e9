// SPDX-License-Identifier: MIT
// What a training cares about, over log SNR: the weight of its loss, the density of the levels that
// it sees, and their product. Of the schedule, of all that are compared, or of several losses.
#include "base/number.h"
#include "base/translate.h"
#include "model/compare.h"
#include "model/objective.h"
#include "panel/compare/legend.h"
#include "panel/compare/words.h"
#include "panel/rows.h"
#include "plot/overlay.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CHARTS = 3, MOST = COMPARE_MOST };
enum { FIRST_DENSITY = LOSS_WEIGHTS, COMPARED = LOSS_WEIGHTS + LEVEL_DENSITIES };

static const float TYPE = 12.5f, TITLE = 24, LEAST_CHART = 104, LEAST_WIDE = 210; // units

// What is said in its parentheses: losses, densities (p_), and all compared schedules.
static const char *name_choice(int index) {
    static const char *const densities[LEVEL_DENSITIES] = { "p_uniform", "p_logit_normal",
                                                            "p_mode",    "p_shifted",
                                                            "p_edm",     "p_cosmap" };
    if (index < FIRST_DENSITY) return loss_weight_row((LossWeight)index)->name;
    if (index < COMPARED) return densities[index - FIRST_DENSITY];
    return index == COMPARED ? "compared" : NULL;
}

static bool shows_compared(const PanelChoice *choice) {
    for (int i = 0; i < choice->count; i++)
        if (choice->at[i] == COMPARED) return true;
    return false;
}

// What is shown --------------------------------------------------------------------------------

typedef struct Shown {
    int count, focus;
    bool compared, named; // named: it is not the settings' own, so there is nothing to choose
    int numbers[MOST];    // of the schedules (conf/compare.h)
    Objective objectives[MOST];
    ObjectiveCurves curves[MOST];
    LegendEntry entries[MOST];
} Shown;

static int least(int a, int b) {
    return a < b ? a : b;
}

// The n-th loss goes with the n-th density, or the last one.
static void list_objectives(const Scene *scene, const PanelChoice *choice, Shown *shown) {
    int losses[PANEL_CHOICES], densities[PANEL_CHOICES], loss_count = 0, density_count = 0;
    for (int i = 0; i < choice->count; i++) {
        int at = choice->at[i];
        if (at < FIRST_DENSITY)
            losses[loss_count++] = at;
        else if (at < COMPARED)
            densities[density_count++] = at - FIRST_DENSITY;
    }
    shown->named = loss_count + density_count > 0;
    shown->compared = (scene->compares || shows_compared(choice)) && loss_count < 2;
    int count = shown->compared              ? scene->settings->compare.list.count
                : loss_count > density_count ? loss_count
                                             : density_count;
    shown->count = least(MOST, count ? count : 1);
    shown->focus = shown->compared ? scene->settings->compare.list.focus : 0;
    for (int i = 0; i < shown->count; i++) {
        Objective *objective = &shown->objectives[i];
        int at = shown->compared ? 0 : i;
        *objective = settings_objective(scene->settings);
        if (loss_count) objective->loss = (LossWeight)losses[least(at, loss_count - 1)];
        if (density_count)
            objective->density = (LevelDensity)densities[least(at, density_count - 1)];
        shown->numbers[i] = shown->compared ? i : scene->settings->compare.list.focus;
    }
}

// Words ----------------------------------------------------------------------------------------

static void add(char *out, size_t size, const char *format, const char *name, double value) {
    size_t used = strlen(out);
    snprintf(out + used, size - used, format, name, NUMBER(value, 3));
}

// "min-SNR, γ = 5"
static void write_loss(char *out, size_t size, const Objective *objective) {
    static const char *const symbols[LOSS_PARAMETERS] = { N_("gamma"), "k", "sigma_data", "b",
                                                          N_("cap") };
    const LossWeightRow *row = loss_weight_row(objective->loss);
    snprintf(out, size, "%s", _(row->title));
    for (int i = 0; i < LOSS_PARAMETERS; i++) {
        double own = row->defaults[i], given = objective->loss_params.values[i];
        if (!isnan(own)) add(out, size, ", %s = %s", _(symbols[i]), isnan(given) ? own : given);
    }
}

// "logit-normal, m = 0, s = 1"
static void write_density(char *out, size_t size, const Objective *objective) {
    const DensityParams *params = &objective->density_params;
    snprintf(out, size, "%s", _(level_density_row(objective->density)->title));
    switch (objective->density) {
    case DENSITY_LOGIT_NORMAL:
        add(out, size, ", %s = %s", "m", params->logit_mean);
        add(out, size, ", %s = %s", "s", params->logit_std);
        if (params->logit_mean != 0 && params->orientation == ORIENTATION_DIFFUSERS)
            add(out, size, " (%s)", "diffusers", 0);
        break;
    case DENSITY_MODE: add(out, size, ", %s = %s", "s", params->mode_scale); break;
    case DENSITY_SHIFTED: add(out, size, ", %s = %s", "s", params->shift); break;
    case DENSITY_EDM:
        add(out, size, ", %s = %s", "P_mean", params->p_mean);
        add(out, size, ", %s = %s", "P_std", params->p_std);
        break;
    default: break;
    }
}

static void write_both(char *out, size_t size, const Objective *objective) {
    char density[160];
    write_loss(out, size, objective);
    write_density(density, sizeof density, objective);
    size_t used = strlen(out);
    snprintf(out + used, size - used, " · %s", density);
}

typedef enum ChartId { CHART_WEIGHT, CHART_DENSITY, CHART_PRODUCT } ChartId;

// Whether all have one loss, or one density: then its formula stands in the title.
static bool is_one(const Shown *shown, ChartId id) {
    for (int i = 1; i < shown->count; i++) {
        if (id == CHART_WEIGHT && shown->objectives[i].loss != shown->objectives[0].loss)
            return false;
        if (id == CHART_DENSITY && shown->objectives[i].density != shown->objectives[0].density)
            return false;
    }
    return true;
}

static Shown shown_of(const Scene *scene, const PanelChoice *choice) {
    Shown shown = { 0 };
    list_objectives(scene, choice, &shown);
    for (int i = 0; i < shown.count; i++) {
        LegendEntry *entry = &shown.entries[i];
        shown.curves[i] = model_objective(scene->model, shown.numbers[i], &shown.objectives[i]);
        if (shown.compared) {
            entry->hue = compare_hue(scene->settings, i);
            entry->dash = compare_dash(scene->settings, i);
            compare_brief_title(scene->model, i, entry->title, sizeof entry->title);
            continue;
        }
        entry->hue = shown.count > 1 ? (Hue)(HUE_FIRST + i) : HUE_INK;
        entry->dash = compare_dash_of(i);
        if (shown.count == 1)
            compare_brief_title(scene->model, shown.numbers[0], entry->title, sizeof entry->title);
        else if (is_one(&shown, CHART_DENSITY))
            write_loss(entry->title, sizeof entry->title, &shown.objectives[i]);
        else
            write_both(entry->title, sizeof entry->title, &shown.objectives[i]);
    }
    return shown;
}

// Choices and legend ---------------------------------------------------------------------------

static const char *loss_title(int index) {
    return loss_weight_row((LossWeight)index)->title;
}

static const char *loss_help(int index) {
    return loss_weight_row((LossWeight)index)->source;
}

static const char *density_title(int index) {
    return level_density_row((LevelDensity)index)->title;
}

static const char *density_help(int index) {
    return level_density_row((LevelDensity)index)->source;
}

static const UiChoices loss_choices = { loss_title, loss_help, 0 };
static const UiChoices density_choices = { density_title, density_help, 0 };

typedef struct State {
    Rect losses, densities; // where their lists hang; w 0: nowhere
} State;

// The sliders of what is chosen.
static int list_sliders(const Settings *settings, OptionId *ids) {
    static const OptionId of_loss[LOSS_PARAMETERS] = { OPT_GAMMA, OPT_P2_K, OPT_SIGMA_DATA,
                                                       OPT_SIGMOID_BIAS, OPT_SNR_CAP };
    const LossWeightRow *row = loss_weight_row((LossWeight)settings->objective.loss);
    int count = 0;
    for (int i = 0; i < LOSS_PARAMETERS; i++)
        if (!isnan(row->defaults[i])) ids[count++] = of_loss[i];
    switch (settings->objective.density) {
    case DENSITY_LOGIT_NORMAL: ids[count++] = OPT_LOGIT_MEAN, ids[count++] = OPT_LOGIT_STD; break;
    case DENSITY_MODE: ids[count++] = OPT_MODE_SCALE; break;
    case DENSITY_SHIFTED: ids[count++] = OPT_DENSITY_SHIFT; break;
    case DENSITY_EDM: ids[count++] = OPT_P_MEAN, ids[count++] = OPT_P_STD; break;
    default: break;
    }
    return count;
}

typedef struct Rows {
    Rect rect;
    float x, y, most; // of what comes next, y from the top; and how far down it goes
    float gap, high;
} Rows;

// w 0: there is no room.
static Rect next_in_rows(Rows *rows, float width) {
    float right = rows->rect.x + rows->rect.w;
    if (rows->x + width > right && rows->y + 2 * rows->high <= rows->most) {
        rows->x = rows->rect.x;
        rows->y += rows->high;
    }
    Rect place = { rows->x, rows->rect.y + rows->y, width, rows->high };
    if (place.x + width > right) return (Rect){ 0, 0, 0, 0 };
    rows->x += width + rows->gap;
    return place;
}

// Two lists, and the sliders beside them; what has no room there stands below, as long as the
// charts keep theirs.
static float draw_choices(const Scene *scene, State *state, Rect rect) {
    Ui *ui = scene->ui;
    OptionId sliders[LOSS_PARAMETERS + 2];
    int count = list_sliders(scene->settings, sliders);
    float gap = ui_px(ui, 12), list = fminf(ui_px(ui, 168), (rect.w - gap) / 2);
    float x = rect.x, y = rect.y + ui_px(ui, 8);
    state->losses = (Rect){ x, y, list, ui_px(ui, 26) };
    state->densities = (Rect){ x + list + gap, y, list, ui_px(ui, 26) };
    ui_choice(ui, state->losses, option_row(OPT_WEIGHTS), &loss_choices);
    ui_choice(ui, state->densities, option_row(OPT_DENSITY), &density_choices);
    Rows rows = { .rect = rect,
                  .x = x + 2 * list + 2 * gap,
                  .most = rect.h - ui_px(ui, LEAST_CHART),
                  .gap = gap,
                  .high = ui_px(ui, UI_SLIDER_HEIGHT + 6) };
    for (int i = 0; i < count; i++) {
        Rect place = next_in_rows(&rows, ui_px(ui, 130));
        if (place.w > 0)
            ui_slider(ui, (Rect){ place.x, place.y, place.w, ui_px(ui, UI_SLIDER_HEIGHT) },
                      option_row(sliders[i]), HUE_INK);
    }
    if (scene->settings->objective.density != DENSITY_LOGIT_NORMAL) return rows.y + rows.high;
    Rect place = next_in_rows(&rows, ui_px(ui, 150));
    if (place.w > 0)
        ui_segments(ui, (Rect){ place.x, place.y + ui_px(ui, 9), place.w, ui_px(ui, 24) },
                    option_row(OPT_ORIENTATION), NULL, 2);
    return rows.y + rows.high;
}

// "SD 1 · t uniform": what all have in common.
static void write_heading(const Scene *scene, const Shown *shown, bool chosen, char *out,
                          size_t size) {
    char more[200] = "";
    *out = '\0';
    if (shown->compared) {
        if (!chosen) write_both(out, size, &shown->objectives[0]);
        return;
    }
    compare_brief_title(scene->model, shown->numbers[0], out, size);
    if (shown->count == 1)
        write_both(more, sizeof more, &shown->objectives[0]);
    else if (is_one(shown, CHART_DENSITY))
        write_density(more, sizeof more, &shown->objectives[0]);
    if (*more) add(out, size, " · %s", more, 0);
}

// An entry that has no room goes without the numbers.
static void fit_entries(const Scene *scene, Shown *shown, const char *heading, float room) {
    Ui *ui = scene->ui;
    room -=
        ui_px(ui, 36 + 33 + 20) + rich_width(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, heading);
    for (int i = 0; i < shown->count && !shown->compared; i++) {
        LegendEntry *entry = &shown->entries[i];
        const Objective *objective = &shown->objectives[i];
        if (rich_width(ui, (RichStyle){ FACE_TEXT, 13, HUE_INK }, entry->title) <= room) continue;
        snprintf(entry->title, sizeof entry->title, "%s",
                 _(loss_weight_row(objective->loss)->title));
        if (!is_one(shown, CHART_DENSITY))
            add(entry->title, sizeof entry->title, " · %s",
                _(level_density_row(objective->density)->title), 0);
    }
}

static float draw_legend(const Scene *scene, Rect rect, Shown *shown, bool chosen) {
    char heading[400];
    Ui *ui = scene->ui;
    bool alone = shown->count == 1 && !shown->compared;
    if (alone && chosen) return 0;
    write_heading(scene, shown, chosen, heading, sizeof heading);
    const char *first = *heading ? heading : NULL;
    fit_entries(scene, shown, heading, rect.w);
    if (!alone) {
        legend_draw(scene, rect, first, shown->entries, shown->count);
        return legend_height(scene, rect.w, first, shown->entries, shown->count) + ui_px(ui, 6);
    }
    const RichStyle bold = { FACE_BOLD, 13.5f, HUE_INK };
    const RichLines lines = rich_wrap(ui, bold, rect.w, heading);
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, bold, rect.x, rect.y + ui_px(ui, 17.0f + 20 * (float)i), lines.line[i]);
    return ui_px(ui, 6.0f + 20 * (float)lines.count);
}

// The charts -----------------------------------------------------------------------------------

static const double *column(const Shown *shown, int number, ChartId id) {
    const ObjectiveCurves *curves = &shown->curves[number];
    return id == CHART_WEIGHT    ? curves->weight
           : id == CHART_DENSITY ? curves->density
                                 : curves->product;
}

static int steps_of(const Scene *scene, const Shown *shown, int number) {
    return compare_table(scene->model, shown->numbers[number])->steps;
}

// Of what is finite at finite log SNR.
static Axis find_ends(const Scene *scene, const Shown *shown, int id) {
    Axis ends = { INFINITY, -INFINITY, false };
    for (int i = 0; i < shown->count; i++) {
        const double *noise = shown->curves[i].noise;
        const double *values = id < CHARTS ? column(shown, i, (ChartId)id) : noise;
        for (int t = 1; t <= steps_of(scene, shown, i); t++) {
            if (!isfinite(values[t]) || !isfinite(noise[t])) continue;
            ends.min = fmin(ends.min, values[t]);
            ends.max = fmax(ends.max, values[t]);
        }
    }
    return ends;
}

static Axis x_axis(const Scene *scene, const Shown *shown) {
    Axis axis = find_ends(scene, shown, CHARTS);
    if (!(axis.min <= axis.max)) axis.min = 0, axis.max = 0;
    if (axis.max - axis.min < 1e-6) axis.min -= 1, axis.max += 1;
    return axis;
}

// Weights span decades; densities and products are areas, which a linear axis shows.
static Axis y_axis(const Scene *scene, const Shown *shown, ChartId id) {
    Axis axis = find_ends(scene, shown, (int)id);
    if (id == CHART_WEIGHT) {
        axis.log = true;
        if (!(axis.max > 0)) return (Axis){ 0.1, 10, true };
        axis.min = fmax(axis.min, axis.max * 1e-12);
        double wide = axis.max / axis.min < 30 ? 3 : 1.4;
        axis.min /= wide, axis.max *= wide;
        return axis;
    }
    return (Axis){ 0, axis.max > 0 ? axis.max * 1.08 : 1, false };
}

static const char *note_of(const Scene *scene, const Shown *shown, ChartId id, float width) {
    const RichStyle style = { FACE_TEXT, TYPE, HUE_MUTED };
    float room = width - ui_px(scene->ui, 76); // as overlay_draw leaves it
    for (int i = 0; i < shown->count; i++) {
        int steps = steps_of(scene, shown, i);
        if (id != CHART_WEIGHT && shown->curves[i].left_out == steps)
            return _("too few steps for a density");
        if (id == CHART_PRODUCT && isinf(shown->curves[i].noise[steps]))
            return rich_fitting(scene->ui, style, room, _("without $T$, where log SNR is −∞"),
                                _("without $T$"));
    }
    return NULL;
}

static int marked_step(const Scene *scene, const Shown *shown, int number) {
    return shown->compared ? compare_t_of_equal_noise(scene->model, number) : scene->settings->t;
}

static void draw_chart(const Scene *scene, const Shown *shown, ChartId id, Rect rect) {
    static const char *const symbols[CHARTS] = { N_("weight"), N_("density"), N_("product") };
    static const PlotRange whole = { 0 };
    OverlayCurve curves[MOST];
    for (int i = 0; i < shown->count; i++)
        curves[i] = (OverlayCurve){ .name = shown->entries[i].title,
                                    .hue = shown->entries[i].hue,
                                    .dash = shown->entries[i].dash,
                                    .x = shown->curves[i].noise,
                                    .y = column(shown, i, id),
                                    .from = 1,
                                    .steps = steps_of(scene, shown, i),
                                    .t = marked_step(scene, shown, i) };
    char name[96];
    const PlotId plot = (PlotId)(PLOT_WEIGHTS + (int)id);
    snprintf(name, sizeof name, "%s", plot_names[plot]);
    for (int i = 0; shown->named && i < shown->count; i++)
        add(name, sizeof name, " %s", loss_weight_row(shown->objectives[i].loss)->name, 0);
    const Overlay overlay = { .name = name,
                              .fixed = shown->named,
                              .x_title = _("log SNR"),
                              .symbol = _(symbols[id]),
                              .note = note_of(scene, shown, id, rect.w),
                              .note_above = true,
                              .ground = scene->ui->ground,
                              .type = TYPE,
                              .spacing = 48,
                              .x = x_axis(scene, shown),
                              .y = y_axis(scene, shown, id),
                              .turned = true,
                              .curves = curves,
                              .count = shown->count,
                              .focus = shown->focus };
    overlay_draw(scene->ui, rect, &overlay, shown->named ? &whole : &scene->ranges[plot]);
}

static void write_formula(char *out, size_t size, const Shown *shown, ChartId id) {
    const Objective *objective = &shown->objectives[0];
    const LevelDensityRow *density = level_density_row(objective->density);
    *out = '\0';
    if (id == CHART_PRODUCT)
        snprintf(out, size, "%s", _("what training cares about; its area is 1"));
    else if (id == CHART_WEIGHT && !is_one(shown, id))
        snprintf(out, size, "%s", _("of the squared error of <n>"));
    else if (id == CHART_WEIGHT && is_one(shown, id))
        snprintf(out, size, "= %s", _(loss_weight_row(objective->loss)->formula));
    else if (id == CHART_DENSITY && is_one(shown, id))
        snprintf(out, size, density->place ? "$f$($u$) = %s" : "= %s", _(density->formula));
}

// Each formula with its source.
static void write_help(Text *out, const Shown *shown, ChartId id) {
    if (id == CHART_PRODUCT) {
        text_append(out, "%s",
                    _("Weight times density, scaled so that its area is 1 over log SNR."));
        return;
    }
    text_append(out, "%s",
                id == CHART_WEIGHT
                    ? _("What the loss multiplies the squared error of <n> by at a log SNR; SNR = "
                        "$<alpha_t>/(<rest_t>)$.")
                    : _("How often the training sees a log SNR: $f$($u$)/|d log SNR/d$u$|, "
                        "$u = t/T$."));
    for (int i = 0; i < shown->count; i++) {
        const Objective *objective = &shown->objectives[i];
        const LossWeightRow *loss = loss_weight_row(objective->loss);
        const LevelDensityRow *density = level_density_row(objective->density);
        bool weight = id == CHART_WEIGHT;
        if (i && is_one(shown, id)) break;
        text_append(out, " %s: %s. %s.", _(weight ? loss->title : density->title),
                    _(weight ? loss->formula : density->formula),
                    _(weight ? loss->source : density->source));
    }
}

static void draw_title(const Scene *scene, const Shown *shown, ChartId id, Rect rect) {
    static const char *const titles[CHARTS] = { N_("weight"), N_("× density"), N_("∝ product") };
    Ui *ui = scene->ui;
    const RichStyle bold = { FACE_BOLD, 13.5f, HUE_INK }, muted = { FACE_TEXT, 13, HUE_MUTED };
    char formula[256];
    Text help = { 0 };
    float baseline = rect.y + ui_px(ui, 15), x = rect.x;
    x += rich_draw(ui, bold, x, baseline, _(titles[id])) + ui_px(ui, 8);
    write_formula(formula, sizeof formula, shown, id);
    if (x + rich_width(ui, muted, formula) <= rect.x + rect.w)
        rich_draw(ui, muted, x, baseline, formula);
    write_help(&help, shown, id);
    ui_tooltip(ui, ui_id(titles[id]), (Rect){ rect.x, rect.y, rect.w, ui_px(ui, TITLE) },
               help.data);
    text_free(&help);
}

// Beside each other where there is room for all, else below each other; where there is none for
// all, the product and then the weight.
static void draw_charts(const Scene *scene, const Shown *shown, Rect rect) {
    static const ChartId all[] = { CHART_WEIGHT, CHART_DENSITY, CHART_PRODUCT };
    static const ChartId two[] = { CHART_WEIGHT, CHART_PRODUCT }, one[] = { CHART_PRODUCT };
    Ui *ui = scene->ui;
    int across = (int)fmaxf(1, rect.w / ui_px(ui, LEAST_WIDE));
    int down = (int)fmaxf(1, rect.h / ui_px(ui, LEAST_CHART));
    bool beside = across >= CHARTS && (down < CHARTS || rect.w > 1.7f * rect.h);
    if (down < 2 && across == 2) beside = true;
    int count = least(CHARTS, beside ? across : down);
    const ChartId *ids = count == CHARTS ? all : count == 2 ? two : one;
    float gap = ui_px(ui, beside ? 14 : 8), title = ui_px(ui, TITLE);
    float wide = beside ? (rect.w - gap * (float)(count - 1)) / (float)count : rect.w;
    float high = beside ? rect.h : (rect.h - gap * (float)(count - 1)) / (float)count;
    for (int i = 0; i < count; i++) {
        Rect at = { roundf(rect.x + (beside ? (wide + gap) * (float)i : 0)),
                    roundf(rect.y + (beside ? 0 : (high + gap) * (float)i)), floorf(wide),
                    floorf(high) };
        draw_title(scene, shown, ids[i], at);
        draw_chart(scene, shown, ids[i], (Rect){ at.x, at.y + title, at.w, at.h - title });
    }
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    State *state = data;
    Shown shown = shown_of(scene, choice);
    bool chosen = !shown.named && !scene->still && !scene->lecture;
    float head = 0;
    *state = (State){ 0 };
    if (chosen) head += draw_choices(scene, state, rect);
    rect.y += head, rect.h -= head;
    float legend = draw_legend(scene, rect, &shown, chosen);
    rect.y += legend, rect.h -= legend;
    draw_charts(scene, &shown, rect);
}

static void popup(Scene *scene, void *data) {
    const State *state = data;
    if (state->losses.w <= 0) return;
    ui_choice_popup(scene->ui, state->losses, option_row(OPT_WEIGHTS), &loss_choices);
    ui_choice_popup(scene->ui, state->densities, option_row(OPT_DENSITY), &density_choices);
}

const Panel panel_weights = {
    .name = "weights",
    .title = N_("Weights of a loss"),
    .help = N_("What a training cares about, over log SNR: the weight of its loss, the density of "
               "levels that it sees, and their product. Of the schedule, or of those that are "
               "compared; or of losses that are named, each with the density (p_) at its place."),
    .name_choice = name_choice,
    .most_choices = PANEL_CHOICES,
    .natural = { 960, 340 },
    .lecture = { 240, 160 },
    .least = { 260, 200 },
    .draw = draw,
    .popup = popup,
    .state_size = sizeof(State),
    .shows_compared = shows_compared,
};
