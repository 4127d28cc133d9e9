// SPDX-License-Identifier: MIT
// Text with mathematics in it.
//
//     $...$        mathematics: letters italic, figures upright
//     _a  _{ab}    below;  ^a  ^{ab} above
//     [x:...]      in the colour of the quantity x (letters: ui/style.h); [m:E[x]], too
//     ⁻⁵       as ^{−5}, also outside of dollars
//     √{...}       a root with its bar
//     \frac{a}{b}  a fraction
//     \paren{a}    in brackets as high as what they hold
//     \bar{α}  \tilde{β}  with an accent
//     <alpha_t>    the symbol of a quantity in the notation that is set: core/notation.h
//
// "z_{240} = [x:0.742 x]" is read as such only between dollars; outside them '_', '^', '√' and '\'
// are ordinary characters.
#ifndef ALPHABAR_UI_RICH_H
#define ALPHABAR_UI_RICH_H

#include "ui/ui.h"

typedef struct RichStyle {
    Face face;
    float size; // units
    Hue hue;
    bool plain;  // as it stands: names of files, messages, what is being typed
    bool tinted; // symbols by name have the colours of their quantities: <x>, <alpha_t>
    bool linked; // its coloured groups show their quantities: ui_point; the innermost one counts
} RichStyle;

// Both return the width in pixels.
float rich_draw(Ui *ui, RichStyle style, float x, float baseline, const char *text);
float rich_width(Ui *ui, RichStyle style, const char *text);

// How far it reaches from where it is drawn: right, and above and below the baseline. Pixels.
typedef struct RichSize {
    float width, above, below;
} RichSize;
RichSize rich_size(Ui *ui, RichStyle style, const char *text);

// Over curves: with a ground of that colour behind it, on the layer of marks.
void rich_draw_note(Ui *ui, RichStyle style, float x, float baseline, Hue ground, const char *text);

// `full` where it fits into `room` pixels, else `brief`.
const char *rich_fitting(Ui *ui, RichStyle style, float room, const char *full, const char *brief);

float rich_draw_right(Ui *ui, RichStyle style, float right, float baseline, const char *text);
float rich_draw_centred(Ui *ui, RichStyle style, float centre, float baseline, const char *text);

// Text cut into lines no wider than `width` pixels, at blanks outside of $...$, or inside of a word
// that is too long for a line. The last line is no single word where that can be helped; a no-break
// space (U+00A0) is never broken. What does not fit into ten lines is left out.
typedef struct RichLines {
    int count;
    float width; // of the widest
    char line[10][512];
} RichLines;
RichLines rich_wrap(Ui *ui, RichStyle style, float width, const char *text);

#endif
