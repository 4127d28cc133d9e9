// SPDX-License-Identifier: MIT
// The formulas with this step's numbers in them.
#include "app/app.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Three digits that tell something: 0.742, 0.00412, 1.3·10^−5.
static void coefficient(char *out, size_t size, double value) {
    if (value == 0 || value == 1)
        snprintf(out, size, "%.0f", value);
    else if (value >= 0.1)
        snprintf(out, size, "%.3f", value);
    else if (value >= 0.001)
        snprintf(out, size, "%.*f", (int)ceil(-log10(value)) + 2, value);
    else {
        int exponent = (int)floor(log10(value));
        snprintf(out, size, "%.2f·10^{−%d}", value / pow(10, exponent), -exponent);
    }
}

typedef struct Formulas {
    char text[3][400];
} Formulas;

// With letters, as the book has them.
static Formulas symbolic(void) {
    Formulas formulas;
    snprintf(formulas.text[0], sizeof formulas.text[0],
             "$[i:z_t] = √{[a:α_t]} [x:x] + √{1−[a:α_t]} [n:n]$");
    snprintf(formulas.text[1], sizeof formulas.text[1],
             "$[m:m_t] = \\frac{(1−[a:α_{t−1}]) √{1−[b:β_t]}}{1−[a:α_t]} [i:z_t] + "
             "\\frac{√{[a:α_{t−1}]} [b:β_t]}{1−[a:α_t]} [x:x]$");
    snprintf(formulas.text[2], sizeof formulas.text[2],
             "$[s:σ_t^2] = \\frac{[b:β_t] (1−[a:α_{t−1}])}{1−[a:α_t]}$");
    return formulas;
}

static Formulas numeric(const Schedule *table, int t) {
    Formulas formulas;
    char a[48], b[48];
    coefficient(a, sizeof a, sqrt(table->alpha[t]));
    coefficient(b, sizeof b, sqrt(table->one_minus_alpha[t]));
    snprintf(formulas.text[0], sizeof formulas.text[0], "$z_{%d} = [x:%s x] + [n:%s n]$", t, a, b);
    coefficient(a, sizeof a, table->coef_z[t]);
    coefficient(b, sizeof b, table->coef_x[t]);
    snprintf(formulas.text[1], sizeof formulas.text[1], "$[m:m_{%d}] = %s z_{%d} + [x:%s x]$", t, a,
             t, b);
    coefficient(a, sizeof a, table->sigma2[t]);
    snprintf(formulas.text[2], sizeof formulas.text[2], "$[s:σ_{%d}^2] = [s:%s]$", t, a);
    return formulas;
}

void equation_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    int t = app->settings.t;
    bool tall = rect.h / ui->scale > 70;
    Formulas letters = symbolic(), numbers = numeric(&app->model.schedule, t);
    float width[3], widths = 0;
    RichStyle style = { FACE_MATH, 18, HUE_INK };
    RichStyle small = { FACE_MATH, 16, HUE_MUTED };
    for (int i = 0; i < 3; i++) {
        width[i] = rich_width(ui, style, numbers.text[i]);
        if (tall) width[i] = fmaxf(width[i], rich_width(ui, small, letters.text[i]));
        widths += width[i];
    }
    float gap = fminf(ui_px(ui, 72), fmaxf(ui_px(ui, 18), (rect.w - widths) / 4));
    // Where all three do not fit, the first ones do.
    int shown = 3;
    while (shown > 1 && widths + gap * (float)(shown - 1) > rect.w - 2 * gap)
        widths -= width[--shown];
    float x = rect.x + (rect.w - widths - gap * (float)(shown - 1)) / 2;
    for (int i = 0; i < shown; i++) {
        if (tall) {
            rich_draw_centred(ui, small, x + width[i] / 2, rect.y + ui_px(ui, 26), letters.text[i]);
            rich_draw_centred(ui, style, x + width[i] / 2, rect.y + ui_px(ui, 72), numbers.text[i]);
        } else {
            rich_draw_centred(ui, style, x + width[i] / 2, rect.y + ui_px(ui, 26), numbers.text[i]);
        }
        x += width[i] + gap;
    }
}

// One below the other, each with its numbers; where there is no room for both, with letters alone.
void equation_stack(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Formulas letters = symbolic(), numbers = numeric(&app->model.schedule, app->settings.t);
    enum { LINES = 3 };
    float room = rect.h / LINES;
    bool both = room > ui_px(ui, 52);
    for (int i = 0; i < LINES; i++) {
        float y = rect.y + room * (float)i;
        RichStyle style = { FACE_MATH, 13.5f, HUE_MUTED }, number = { FACE_MATH, 15, HUE_INK };
        if (both) rich_draw(ui, style, rect.x, y + room * 0.36f, letters.text[i]);
        rich_draw(ui, number, rect.x, y + room * (both ? 0.87f : 0.7f), numbers.text[i]);
    }
}
