// SPDX-License-Identifier: MIT
#include "panel/levels/parts.h"

#include "base/text.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// What they are called ---------------------------------------------------------------------------

typedef struct Word {
    const char *title, *help;
} Word;

static const Word spacings[LEVELS_SPACINGS] = {
    [LEVELS_LEADING0] = { N_("leading, from 0"), N_("0, T/N, 2 T/N … (steps_offset 0)") },
    [LEVELS_LEADING1] = { N_("leading, from 1"), N_("1, 1 + T/N … (steps_offset 1)") },
    [LEVELS_TRAILING] = { N_("trailing"), N_("T − 1, and T/N lower each") },
    [LEVELS_LINSPACE] = { N_("linspace"), N_("Evenly from T − 1 to 0, both of them levels") },
    [LEVELS_LINSPACE_OPEN] = { N_("SGM uniform"), N_("Evenly from T − 1 to 0, which is left out") },
    [LEVELS_SIMPLE] = { N_("simple"), N_("T − 1, and T/N lower each, cut off") },
    [LEVELS_STRIDE] = { N_("DDIM uniform"), N_("1, 1 + T/N … as long as they are below T") },
    [LEVELS_QUANTILES] = { N_("beta of t"), N_("Quantiles of Beta(0.6, 0.6) in t") },
    [LEVELS_LINSPACE_WHOLE] = { N_("linspace, rounded"), N_("Of diffusers’ DDIM") },
    [LEVELS_LINSPACE_OPEN_WHOLE] = { N_("linspace of DPM"),
                                     N_("N + 1 places, rounded, without the last") },
    [LEVELS_LEADING0_OPEN] = { N_("leading of DPM, from 0"),
                               N_("T/(N + 1), 2 T/(N + 1) … (steps_offset 0)") },
    [LEVELS_LEADING1_OPEN] = { N_("leading of DPM, from 1"),
                               N_("1 + T/(N + 1) … (steps_offset 1)") },
    [LEVELS_STRIDE_ALL] = { N_("DDIM uniform, to T"), N_("1, 1 + T/N … up to T, which is T − 1") },
    [LEVELS_QUAD] = { N_("DDIM quadratic"), N_("Evenly in the root of t, up to 0.8 T") },
    [LEVELS_TURBO] = { N_("turbo"), N_("T − 1, and T/N lower each, rounded") },
    [LEVELS_FLOW_ONCE] = { N_("flow, shifted once"), N_("Of a flow: 1, 1 − 1/N … 1/N, shifted") },
    [LEVELS_FLOW_TWICE] = { N_("flow, shifted twice"),
                            N_("Between the ends of a shifted flow, shifted again") },
    [LEVELS_FLOW_MU] = { N_("flow, by mu"), N_("Of a flow: 1, 1 − 1/N … 1/N, shifted by exp mu") },
    [LEVELS_FLOW_SOLVER] = { N_("flow of DPM"),
                             N_("Of a flow: 1 − 1/T to 0, which is left out, shifted") },
};

static const Word curves[LEVELS_BENDS] = {
    [LEVELS_TABLE] = { N_("table"), N_("No curve: the schedule’s levels at the spacing’s places") },
    [LEVELS_KARRAS] = { N_("Karras"), N_("Evenly in the ρ-th root of sigma") },
    [LEVELS_EXPONENTIAL] = { N_("exponential"), N_("Evenly in ln sigma") },
    [LEVELS_POLYEXPONENTIAL] = { N_("polyexponential"), N_("A power ρ of the way in ln sigma") },
    [LEVELS_BETA] = { N_("beta of sigma"), N_("Quantiles of Beta(0.6, 0.6) in sigma") },
    [LEVELS_LU] = { N_("lu"), N_("Exponential, by the name it has in diffusers") },
    [LEVELS_KL_OPTIMAL] = { N_("KL-optimal"), N_("Evenly in arctan sigma") },
};

static const Word ends[LEVELS_ENDS] = {
    [LEVELS_ENDS_SPACING] = { N_("spacing’s ends"),
                              N_("From the spacing’s first level to its last") },
    [LEVELS_ENDS_TABLE] = { N_("table’s ends"), N_("From the schedule’s last level to its first") },
};

static const char *spacing_title(int index) {
    return spacings[index].title;
}

static const char *spacing_help(int index) {
    return spacings[index].help;
}

static const char *curve_title(int index) {
    return curves[index].title;
}

static const char *curve_help(int index) {
    return curves[index].help;
}

static const char *ends_title(int index) {
    return ends[index].title;
}

static const char *ends_help(int index) {
    return ends[index].help;
}

int levels_parts_read(LevelsPart read[LEVELS_PARTS], const LevelsParts *parts) {
    int count = 0;
    read[count++] = (LevelsPart){ OPT_LEVELS_CURVE, { curve_title, curve_help, 0 } };
    if (parts->curve != LEVELS_TABLE)
        read[count++] = (LevelsPart){ OPT_LEVELS_ENDS, { ends_title, ends_help, 0 } };
    if (levels_reads_spacing(parts))
        read[count++] = (LevelsPart){ OPT_LEVELS_SPACING, { spacing_title, spacing_help, 0 } };
    return count;
}

// The line ---------------------------------------------------------------------------------------

static const float LEFT = 44, WIDE = 172, HIGH = 26, GAP = 10; // units

// "Karras · spacing’s ends · leading, from 1"
static void write_parts(Text *text, const LevelsParts *parts) {
    int chosen[] = { [0] = (int)parts->curve, [1] = (int)parts->ends, [2] = (int)parts->spacing };
    LevelsPart read[LEVELS_PARTS];
    int count = levels_parts_read(read, parts);
    for (int i = 0; i < count; i++) {
        int at = read[i].id == OPT_LEVELS_CURVE ? 0 : read[i].id == OPT_LEVELS_ENDS ? 1 : 2;
        text_append(text, "%s%s", i ? " · " : "", _(read[i].choices.title(chosen[at])));
    }
}

// "= diffusers.euler_karras_leading1 and 2 more"
static void write_same(char out[128], const ModelLevels *levels) {
    *out = '\0';
    if (!levels->on || levels->methods[0] != LEVELS_OWN_PARTS || levels->same_count == 0) return;
    const char *name = levels_method_info(levels->same)->name;
    if (levels->same_count == 1)
        snprintf(out, 128, "= %s", name);
    else
        snprintf(out, 128, _("= %s and %d more"), name, levels->same_count - 1);
}

static void draw_note(const Scene *scene, Rect rect, float x, float baseline, const char *text) {
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED, .plain = true };
    if (x + rich_width(scene->ui, style, text) <= rect.x + rect.w)
        rich_draw(scene->ui, style, x, baseline, text);
}

// Beside the names, so that nothing below them moves when a level is dragged.
static void draw_words(const Scene *scene, const LevelsParts *parts, const char *same, Rect rect,
                       Point from) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    Text text = { 0 };
    float x = from.x + ui_px(ui, GAP), baseline = from.y + ui_px(ui, 15.5f);
    write_parts(&text, parts);
    if (x + rich_width(ui, style, text.data) <= rect.x + rect.w) {
        x += rich_draw(ui, style, x, baseline, text.data) + ui_px(ui, GAP);
        draw_note(scene, rect, x, baseline, same);
    }
    text_free(&text);
}

static float draw_choices(const Scene *scene, LevelsPartLists *lists, const LevelsParts *parts,
                          const char *same, Rect rect, float top) {
    Ui *ui = scene->ui;
    int count = levels_parts_read(lists->read, parts);
    float gap = ui_px(ui, GAP), left = rect.x + ui_px(ui, LEFT), right = rect.x + rect.w;
    float wide = fminf(ui_px(ui, WIDE), (right - left + gap) / (float)count - gap);
    Rect place = { left, top + ui_px(ui, 4), wide, ui_px(ui, HIGH) };
    for (int i = 0; i < count; i++, place.x += wide + gap) {
        lists->anchors[i] = place;
        ui_choice(ui, place, option_row(lists->read[i].id), &lists->read[i].choices);
    }
    float bottom = place.y + place.h + ui_px(ui, 4);
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED, .plain = true };
    if (!*same) return bottom;
    if (place.x + rich_width(ui, style, same) <= right) {
        draw_note(scene, rect, place.x, place.y + ui_px(ui, 17.5f), same);
        return bottom;
    }
    draw_note(scene, rect, left, bottom + ui_px(ui, 13), same);
    return bottom + ui_px(ui, 20);
}

float levels_parts_draw(Scene *scene, LevelsPartLists *lists, const ModelLevels *levels, Rect rect,
                        Point from) {
    int method = scene->settings->levels.method;
    float top = from.y + ui_px(scene->ui, 22);
    LevelsParts parts;
    char same[128];
    memset(lists, 0, sizeof *lists);
    write_same(same, levels);
    if (method == 1 + LEVELS_OWN_PARTS) {
        parts = levels_parts(scene->settings);
        if (!scene->still && !scene->lecture)
            return draw_choices(scene, lists, &parts, same, rect, top);
    } else if (!method || !levels_parts_of(&parts, (LevelsMethod)(method - 1))) {
        return top;
    }
    draw_words(scene, &parts, same, rect, from);
    return top;
}

void levels_parts_popup(Scene *scene, const LevelsPartLists *lists) {
    for (int i = 0; i < LEVELS_PARTS; i++)
        if (lists->anchors[i].w > 0)
            ui_choice_popup(scene->ui, lists->anchors[i], option_row(lists->read[i].id),
                            &lists->read[i].choices);
}
