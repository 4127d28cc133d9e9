// SPDX-License-Identifier: MIT
// What is set: schedule, noise, picture. Rows that do not fit are left out whole; the wheel scrolls
// them in.
#include "base/translate.h"
#include "conf/knots.h"
#include "io/scheduler/words.h"
#include "model/health.h"
#include "model/source.h"
#include "panel/controls/cards.h"
#include "panel/controls/formula_field.h"
#include "panel/controls/presets_menu.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct State {
    float scroll;
    Rect family;  // where the list of schedules hangs
    Rect presets; // and that of presets
    FormulaField formula;
} State;

typedef struct Column {
    Scene *scene;
    State *state;
    Rect rect;
    float y;
} Column;

// The next `units` of the column; false when they are not wholly in view.
static bool next_row(Column *column, float units, Rect *row) {
    const Ui *ui = column->scene->ui;
    float height = ui_px(ui, units);
    *row = (Rect){ column->rect.x, column->y, column->rect.w, height };
    column->y += height;
    return row->y >= column->rect.y - 1 && row->y + row->h <= column->rect.y + column->rect.h + 1;
}

static void skip(Column *column, float units) {
    column->y += ui_px(column->scene->ui, units);
}

// Returns where it stands, w = 0 where that is not in view.
static Rect heading(Column *column, const char *text) {
    Rect row;
    if (!next_row(column, 26, &row)) return (Rect){ 0 };
    rich_draw(column->scene->ui, (RichStyle){ FACE_BOLD, 11.5f, HUE_MUTED }, row.x,
              row.y + ui_px(column->scene->ui, 15), text);
    return row;
}

static void slider(Column *column, OptionId id, Hue hue) {
    Rect row;
    if (next_row(column, UI_SLIDER_HEIGHT, &row))
        ui_slider(column->scene->ui, row, option_row(id), hue);
    skip(column, 1);
}

static void toggle(Column *column, OptionId id) {
    Rect row;
    if (next_row(column, UI_SWITCH_HEIGHT, &row)) ui_switch(column->scene->ui, row, option_row(id));
    skip(column, 1);
}

static const RichStyle name_style = { FACE_TEXT, 13, HUE_INK, .plain = true };

// A file's name; where it does not fit the end of its stem is left out.
typedef struct ShortName {
    char text[280];
} ShortName;

static ShortName shorten(Ui *ui, RichStyle style, float room, const char *full) {
    enum { ENDING = 8 }; // of a name, ".jpeg"
    ShortName name;
    const char *ending = strrchr(full, '.');
    if (!ending || ending == full || strlen(ending) > ENDING) ending = "";
    size_t length = strlen(full) - strlen(ending);
    if (length > sizeof name.text - ENDING - sizeof "…")
        length = sizeof name.text - ENDING - sizeof "…";
    snprintf(name.text, sizeof name.text, "%.*s%s", (int)length, full, ending);
    while (rich_width(ui, style, name.text) > room && length > 1) {
        do length--;
        while (length > 1 && (full[length] & 0xC0) == 0x80);
        snprintf(name.text, sizeof name.text, "%.*s…%s", (int)length, full, ending);
    }
    return name;
}

// Returns its width.
static float draw_name(Ui *ui, float x, float baseline, float room, const char *full) {
    return rich_draw(ui, name_style, x, baseline, shorten(ui, name_style, room, full).text);
}

static const char *family_title(int index) {
    return schedule_family_info((ScheduleFamily)index)->title;
}

static const char *family_help(int index) {
    return schedule_family_info((ScheduleFamily)index)->help;
}

// `file` is a choice once there is a list of betas.
static UiChoices families(const Scene *scene) {
    return (UiChoices){ family_title, family_help,
                        scene->model->betas ? 0 : (uint64_t)1 << SCHEDULE_FILE };
}

// How much of the picture is left at T, in words.
static void signal_left(const Scene *scene, char *out, size_t size, Hue *hue) {
    const Schedule *schedule = &scene->model->schedule;
    const HealthFinding *finding = &model_health(scene->model)->findings[0];
    static const Hue hues[] = {
        [HEALTH_GOOD] = HUE_MEAN, [HEALTH_NOTE] = HUE_NOISE, [HEALTH_WRONG] = HUE_BETA
    };
    char number[48];
    axis_number_of_log(number, sizeof number, sqrt(schedule->alpha[schedule->steps]),
                       schedule->log_snr[schedule->steps] / 2);
    *hue = hues[finding->severity];
    snprintf(out, size, "<signal_T> = %s: %s", number, finding->brief);
}

// Lines of text beside a bar in its colour; more of it under the pointer. True when pressed.
static bool remark(Column *column, Hue hue, const char *label, const char *text,
                   const char *tooltip) {
    Ui *ui = column->scene->ui;
    Rect row;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    RichLines lines = rich_wrap(ui, style, column->rect.w - ui_px(ui, 14), text);
    if (next_row(column, 18 * (float)lines.count + 4, &row)) {
        draw_flat(ui->list, (Rect){ row.x, row.y, ui_px(ui, 2.5f), row.h }, ui_color(ui, hue));
        for (int i = 0; i < lines.count; i++)
            rich_draw(ui, style, row.x + ui_px(ui, 11), row.y + ui_px(ui, 15 + 18 * (float)i),
                      lines.line[i]);
        return ui_item(ui, label, row, tooltip);
    }
    return false;
}

// What is said of a schedule is said of its table, whose z keeps the variance, in the table's
// words.
static const char *in_words_of_table(const Scene *scene, char *out, size_t size, const char *text) {
    if (!scene->model->schedule.straight) return text;
    NotationStyle style = settings_notation(scene->settings);
    style.straight = false;
    return notation_expand(out, size, style, text);
}

static bool health_remark(Column *column, Hue hue, const char *label, const char *text,
                          const char *tooltip) {
    char words[600], more[1400];
    return remark(column, hue, label, in_words_of_table(column->scene, words, sizeof words, text),
                  in_words_of_table(column->scene, more, sizeof more, tooltip));
}

// A click on what zero terminal SNR cures applies it.
static void cure(Scene *scene, int finding, bool pressed) {
    if (pressed && model_health(scene->model)->findings[finding].zero_snr_helps)
        ui_send(scene->ui, "set zero_snr 1");
}

// The configuration that the schedule was read from; all of what it says under the pointer.
static void source_remark(Column *column) {
    const Model *model = column->scene->model;
    const SchedulerConfig *config = model_config(model);
    if (!config) return;
    Ui *ui = column->scene->ui;
    Text text = { 0 }, words = { 0 };
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED, .plain = true };
    const char *name = *config->class_name ? config->class_name : config->class->name;
    float room = column->rect.w - ui_px(ui, 14);
    ShortName file = shorten(ui, style, room - ui_px(ui, 24), model->config.name);
    for (char *c = file.text; *c; c++) // which would be marks
        if (strchr("$<[", *c)) *c = '?';
    text_append(&text, _("%s of %s"), shorten(ui, style, room, name).text, file.text);
    if (*config->not_understood)
        text_append(&text, _("; not understood: %s"),
                    shorten(ui, style, room, config->not_understood).text);
    scheduler_words(&words, config);
    remark(column, HUE_FAINT, "config", text.data, words.data);
    skip(column, 3);
    text_free(&text);
    text_free(&words);
}

// The schedule's health: what is left at T, what zero terminal SNR changed, and what else there is.
static void health_remarks(Column *column) {
    Scene *scene = column->scene;
    const ModelHealth *health = model_health(scene->model);
    char text[400], label[32];
    Hue hue;
    signal_left(scene, text, sizeof text, &hue);
    if (health->before.steps) {
        char number[48];
        axis_number(number, sizeof number, sqrt(health->before.alpha[health->before.steps]));
        snprintf(text, sizeof text, _("<signal_T> was %s, now it is 0: %s"), number,
                 health->findings[0].brief);
    }
    cure(scene, 0, health_remark(column, hue, "health 0", text, health->findings[0].text));
    for (int i = 1; i < health->count; i++) {
        const HealthFinding *finding = &health->findings[i];
        snprintf(label, sizeof label, "health %d", i);
        skip(column, 3);
        Hue bar = finding->severity == HEALTH_WRONG ? HUE_BETA : HUE_FAINT;
        cure(scene, i, health_remark(column, bar, label, finding->brief, finding->text));
    }
    skip(column, 8);
}

// A word that does something, at the right end of a heading; moves that end to before it.
static bool link(Ui *ui, float *right, Rect head, const char *label, const char *text,
                 const char *tooltip) {
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    text = _(text);
    float width = rich_width(ui, style, text);
    Rect rect = { *right - width - ui_px(ui, 5), head.y - ui_px(ui, 2), width + ui_px(ui, 10),
                  head.h - ui_px(ui, 3) };
    bool pressed = ui_item(ui, label, rect, tooltip), over = ui_over(ui, rect);
    if (over) style.hue = HUE_INK;
    rich_draw(ui, style, *right - width, head.y + ui_px(ui, 15), text);
    float line = fmaxf(1, ui_px(ui, 1));
    draw_flat(ui->list, (Rect){ *right - width, head.y + ui_px(ui, 18), width, line },
              ui_color(ui, over ? HUE_MUTED : HUE_LINE));
    *right -= width + ui_px(ui, 12);
    return pressed;
}

// Turns the curve into knots, and takes it away as a file.
static void schedule_links(Scene *scene, Rect head, float right) {
    Ui *ui = scene->ui;
    if (link(
            ui, &right, head, "save schedule", N_("save"),
            N_("Writes this schedule as scheduler_config.json of diffusers into the folder "
               "alphabar "
               "was started in (Ctrl+Shift+E). `export_schedule` writes CSV, JSON and .npy, too.")))
        ui_send(ui, "export_schedule");
    if (!knots_are_shown(scene->settings) &&
        link(
            ui, &right, head, "fit knots", C_("schedule", "draw"),
            N_("Start from this curve: turns it into a few knots that can be dragged in the plots "
               "of "
               "<alpha>, <level> and <beta>. Shift+F takes up to 32. Either says what they miss.")))
        ui_send(ui, "fit_knots 8");
}

// How many knots there are, and what to do with them.
static void knots_row(Column *column) {
    Scene *scene = column->scene;
    Ui *ui = scene->ui;
    Rect row;
    if (!next_row(column, 24, &row)) return;
    char text[64];
    float baseline = row.y + ui_px(ui, 14);
    snprintf(text, sizeof text, _("[i:%d knots]"), scene->settings->schedule.knots.count);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, row.x, baseline, text);
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, row.x + row.w, baseline,
                    scene->settings->view == VIEW_FORWARD ? _("drag them in the plots")
                                                          : _("drawn in Forward"));
    ui_tooltip(
        ui, ui_id("knots"), row,
        N_("Drag a knot in the plot of <alpha>, <level> or <beta>. Double click on the curve "
           "adds one, right click or Delete removes it. K chooses one for the arrow keys. A drag "
           "with "
           "Shift draws the curve freehand."));
}

// What is typed, and below it why it is none, or what it may hold.
static void formula_rows(Column *column) {
    Rect row;
    FormulaField *field = &column->state->formula;
    if (next_row(column, UI_BUTTON_HEIGHT, &row)) formula_field_draw(column->scene, field, row);
    skip(column, 4);
    if (*field->why)
        remark(column, HUE_BETA, "formula is none", field->why, field->why);
    else
        remark(column, HUE_FAINT, "formula takes", _("over u = t/T, t, T: + − * / ^, exp, log, …"),
               option_row(OPT_FORMULA)->help);
    skip(column, 6);
}

static void flow_form_row(Column *column) {
    static const char *const texts[] = { N_("variance kept"), N_("straight") };
    Rect row;
    if (next_row(column, 28, &row))
        ui_segments(column->scene->ui, row, option_row(OPT_FLOW_FORM), texts, 2);
    skip(column, 6);
}

// The constants of the family's formula.
static void own_sliders(Column *column, const ScheduleFamilyInfo *info) {
    for (int i = 0; i < info->own_count; i++)
        slider(column, (OptionId)(OPT_COSINE_POWER + info->own[i].id), HUE_ALPHA);
}

static void schedule_part(Column *column) {
    Scene *scene = column->scene;
    Ui *ui = scene->ui;
    Rect row;
    ScheduleFamily family = (ScheduleFamily)scene->settings->schedule.family;
    const ScheduleFamilyInfo *info = schedule_family_info(family);
    unsigned uses = info->uses;
    const UiChoices choices = families(scene);
    column->state->family = (Rect){ 0 };
    if (next_row(column, 32, &row)) {
        column->state->family = row;
        ui_choice(ui, row, option_row(OPT_SCHEDULE), &choices);
    }
    skip(column, 8);
    if (scene->settings->schedule.family == SCHEDULE_FILE && next_row(column, 24, &row)) {
        char text[48];
        RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
        snprintf(text, sizeof text, "$T$ = %d", scene->model->beta_count);
        float room = row.w - rich_width(ui, style, text) - ui_px(ui, 12);
        rich_draw_right(ui, style, row.x + row.w, row.y + ui_px(ui, 14), text);
        draw_name(ui, row.x, row.y + ui_px(ui, 14), room, scene->model->betas_name);
    }
    if (knots_are_shown(scene->settings)) knots_row(column);
    if (knots_are_shown(scene->settings) && scene->settings->view == VIEW_FORWARD)
        toggle(column, OPT_FREEHAND);
    if (family == SCHEDULE_FORMULA) formula_rows(column);
    if (uses & SCHEDULE_USES_BETA_MIN) slider(column, OPT_BETA_MIN, HUE_BETA);
    if (uses & SCHEDULE_USES_BETA_MAX) slider(column, OPT_BETA_MAX, HUE_BETA);
    if (uses & SCHEDULE_USES_COSINE_S) slider(column, OPT_COSINE_S, HUE_ALPHA);
    own_sliders(column, info);
    if (uses & SCHEDULE_USES_SHIFT) slider(column, OPT_SHIFT, HUE_ALPHA);
    if (uses & SCHEDULE_USES_SHIFT && !scene->brief) slider(column, OPT_MU, HUE_ALPHA);
    if (uses & SCHEDULE_USES_SHIFT && !scene->compares) flow_form_row(column);
    if (uses & SCHEDULE_USES_STEPS) slider(column, OPT_STEPS, HUE_MUTED);
    if (!scene->brief) slider(column, OPT_SNR_SHIFT, HUE_ALPHA);
    if (uses & SCHEDULE_USES_SCALE_WITH_T && !scene->brief) toggle(column, OPT_SCALE_WITH_T);
    toggle(column, OPT_ZERO_SNR);
    skip(column, 4);
    source_remark(column);
    health_remarks(column);
}

static void schedule_heading(Column *column, const char *text) {
    Scene *scene = column->scene;
    float width = ui_px(scene->ui, 68);
    Rect row = heading(column, text);
    column->state->presets = (Rect){ 0 };
    if (row.w <= 0) return;
    column->state->presets = (Rect){ row.x + row.w - width, row.y, width, row.h };
    presets_button_draw(scene, column->state->presets);
    bool forward = scene->settings->view == VIEW_FORWARD && !scene->brief;
    if (forward) schedule_links(scene, row, row.x + row.w - ui_px(scene->ui, 76));
}

// In Compare: a card for each schedule, with the controls after that of the one in focus.
static void cards_part(Column *column) {
    Scene *scene = column->scene;
    Rect row;
    for (int i = 0; i < scene->settings->compare.list.count; i++) {
        if (next_row(column, COMPARE_CARD_HEIGHT, &row)) compare_card_draw(scene, row, i);
        skip(column, 6);
        if (i == scene->settings->compare.list.focus) schedule_part(column);
    }
    if (next_row(column, UI_BUTTON_HEIGHT, &row)) compare_buttons_draw(scene, row);
    skip(column, 14);
}

static void noise_part(Column *column) {
    Scene *scene = column->scene;
    Ui *ui = scene->ui;
    Rect row;
    Rect head = heading(column, _("NOISE"));
    if (head.w > 0) {
        const RichStyle style = { FACE_TEXT, 14, HUE_INK };
        float word = rich_width(ui, style, _(option_row(OPT_LIVE)->label));
        float width = fmaxf(ui_px(ui, 66), ui_px(ui, 29 + 9) + word);
        ui_switch(ui, (Rect){ head.x + head.w - width, head.y - ui_px(ui, 3), width, head.h },
                  option_row(OPT_LIVE));
    }
    if (next_row(column, 28, &row)) ui_segments(ui, row, option_row(OPT_COUPLING), NULL, 2);
    skip(column, 8);
    if (next_row(column, UI_BUTTON_HEIGHT, &row)) {
        RichStyle style = { FACE_TEXT, 14, HUE_INK };
        rich_draw(ui, style, row.x, row.y + row.h / 2 + ui_px(ui, 5), _("seed"));
        float label = ui_px(ui, 42), button = ui_px(ui, 90), gap = ui_px(ui, 8);
        ui_field(ui, (Rect){ row.x + label, row.y, row.w - label - button - gap, row.h },
                 option_row(OPT_SEED));
        if (ui_button(ui, (Rect){ row.x + row.w - button, row.y, button, row.h }, "new noise",
                      N_("new noise"), N_("Takes the next seed (N)")))
            ui_send(ui, "new_noise");
    }
    skip(column, 10);
}

static void picture_part(Column *column) {
    Scene *scene = column->scene;
    Ui *ui = scene->ui;
    Rect row = heading(column, _("PICTURE"));
    if (row.w > 0) {
        RichStyle style = { FACE_TEXT, 12.5f, HUE_INK };
        char size[96];
        const Picture *x = &scene->model->x;
        snprintf(size, sizeof size,
                 x->channels == 1   ? _("[u:%d × %d grey]")
                 : x->channels == 3 ? "[u:%d × %d]"
                                    : "[u:%d × %d × %d]",
                 x->width, x->height, x->channels);
        float left = ui_px(ui, 72), room = row.w - left - ui_px(ui, 10);
        const char *name = _(scene->model->name);
        float wanted = rich_width(ui, name_style, name);
        // The name has more to say than the size, which the tooltip has too.
        if (wanted > room - rich_width(ui, style, size))
            snprintf(size, sizeof size, "[u:%d × %d]", x->width, x->height);
        if (wanted > room - rich_width(ui, style, size)) *size = '\0', room += ui_px(ui, 10);
        Rect place = { row.x + left - ui_px(ui, 5), row.y - ui_px(ui, 2),
                       row.w - left + ui_px(ui, 5), row.h - ui_px(ui, 3) };
        float wide = draw_name(ui, row.x + left, row.y + ui_px(ui, 15),
                               room - rich_width(ui, style, size), name);
        rich_draw_right(ui, style, row.x + row.w, row.y + ui_px(ui, 15), size);
        char help[400];
        snprintf(help, sizeof help,
                 x->channels == 1
                     ? _("%d × %d values, grey. A click opens another picture from a list "
                         "(Ctrl+O); one can be dropped on the window, too.")
                 : x->channels == 3
                     ? _("%d × %d values in three channels. A click opens another picture from a "
                         "list (Ctrl+O); one can be dropped on the window, too.")
                     : _("%d × %d values in %d channels. A click opens another picture from a "
                         "list (Ctrl+O); one can be dropped on the window, too."),
                 x->width, x->height, x->channels);
        if (ui_item(ui, "picture name", place, help)) ui_send(ui, "files");
        draw_flat(ui->list,
                  (Rect){ row.x + left, row.y + ui_px(ui, 18), wide, fmaxf(1, ui_px(ui, 1)) },
                  ui_color(ui, ui_over(ui, place) ? HUE_MUTED : HUE_LINE));
    }
    slider(column, OPT_RESOLUTION, HUE_MUTED);
    if (scene->model->x.channels > 3 && next_row(column, 30, &row)) {
        const Option *option = option_row(OPT_SHOWN_CHANNELS);
        RichStyle style = { FACE_TEXT, 14, HUE_INK };
        float wide = ui_px(ui, 108);
        rich_draw(ui, style, row.x, row.y + row.h / 2 + ui_px(ui, 4), _(option->label));
        ui_field(ui, (Rect){ row.x + row.w - wide, row.y, wide, ui_px(ui, 26) }, option);
    }
    skip(column, 4);
}

// More of it, or less, than is in view.
static void scroll(Scene *scene, State *state, Rect rect, float content) {
    Ui *ui = scene->ui;
    float most = fmaxf(0, content - rect.h);
    float notches = most > 0 ? ui_wheel(ui, ui_id("controls"), rect) : 0;
    if (notches != 0) {
        state->scroll -= notches * ui_px(ui, 40);
        scene->again = true;
    }
    state->scroll = fminf(fmaxf(state->scroll, 0), most);
    if (most <= state->scroll + 1) return;
    Point at = { rect.x + rect.w / 2, rect.y + rect.h + ui_px(ui, 3) };
    float arm = ui_px(ui, 5);
    const Point arrow[] = { { at.x - arm, at.y - arm }, at, { at.x + arm, at.y - arm } };
    draw_polyline(ui->list, arrow, 3, fmaxf(1.5f, ui->scale * 1.6f), ui_color(ui, HUE_MUTED));
}

// All parts one below the other; returns how high they are.
static float run_through(Column *column) {
    const Settings *settings = column->scene->settings;
    float start = column->y;
    bool cards = column->scene->compares;
    schedule_heading(column, cards ? _("SCHEDULES") : _("SCHEDULE"));
    (cards ? cards_part : schedule_part)(column);
    noise_part(column);
    // In Mixture all that is shown is the data set's; a lesson's caption takes the picture's room.
    if (settings->view != VIEW_MIXTURE && !column->scene->brief) picture_part(column);
    return column->y - start;
}

// Nothing of it is in view, so nothing is drawn.
static float measure(const Scene *scene, float width) {
    static const float nowhere = -1e6f;
    Scene blind = *scene;
    State state = { 0 };
    Column column = { &blind, &state, { 0, nowhere, width, 0 }, 0 };
    return run_through(&column);
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice;
    return fminf(room, measure(scene, width));
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    Column column = { scene, state, rect, rect.y - state->scroll };
    scroll(scene, state, rect, run_through(&column));
}

static void popup(Scene *scene, void *data) {
    const State *state = data;
    const UiChoices choices = families(scene);
    if (state->family.w > 0)
        ui_choice_popup(scene->ui, state->family, option_row(OPT_SCHEDULE), &choices);
    presets_popup(scene, state->presets);
}

const Panel panel_controls = {
    .name = "controls",
    .title = N_("Controls"),
    .help = N_("What is set: the schedule and its health, the noise, the picture’s resolution."),
    .natural = { 280, 620 },
    .least = { 200, 150 },
    .height = height,
    .draw = draw,
    .popup = popup,
    .state_size = sizeof(State),
};
