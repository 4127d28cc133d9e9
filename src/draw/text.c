// SPDX-License-Identifier: MIT
#include "draw/text.h"

#include "base/text.h"
#include "draw/record.h"

#include <math.h>

static bool is_digit(uint32_t code) {
    return code >= '0' && code <= '9';
}

// list may be NULL: then nothing is drawn and the atlas stays as it is but for the metrics' sake.
static float lay_out(DrawList *list, Fonts *fonts, TextStyle style, float x, float baseline,
                     const char *text) {
    float start = x, digit = fonts_digit_advance(fonts, style.face, style.size);
    baseline = roundf(baseline);
    for (uint32_t code; (code = utf8_next(&text));) {
        Glyph plain = fonts_glyph(fonts, style.face, style.size, code, 0);
        float advance = is_digit(code) ? digit : plain.advance;
        if (list && plain.w) {
            float pen = x + (advance - plain.advance) / 2;
            float quarters = floorf(pen * 4 + 0.5f);
            int phase = (int)(quarters - 4 * floorf(quarters / 4));
            Glyph glyph = fonts_glyph(fonts, style.face, style.size, code, phase);
            Rect to = { floorf(quarters / 4) + glyph.left, baseline + glyph.top, (float)glyph.w,
                        (float)glyph.h };
            draw_glyph(list, to, glyph.u, glyph.v, glyph.w, glyph.h, style.color);
        }
        x += advance;
    }
    return x - start;
}

float text_draw(DrawList *list, Fonts *fonts, TextStyle style, float x, float baseline,
                const char *text) {
    float width = lay_out(list, fonts, style, x, baseline, text);
    if (list->record)
        record_text(list->record, list->layer, style, x, roundf(baseline), width, text);
    return width;
}

float text_width(Fonts *fonts, TextStyle style, const char *text) {
    return lay_out(NULL, fonts, style, 0, 0, text);
}
