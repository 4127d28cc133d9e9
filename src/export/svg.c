// SPDX-License-Identifier: MIT
#include "export/svg.h"

#include "draw/svg.h"
#include "io/file.h"
#include "io/png.h"
#include "ui/style.h"

#include <stdlib.h>

static void append_base64(Text *out, const uint8_t *bytes, size_t length) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t word = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0u) |
                        (left > 2 ? bytes[i + 2] : 0u);
        char four[4] = { letters[word >> 18], letters[word >> 12 & 63],
                         left > 1 ? letters[word >> 6 & 63] : '=',
                         left > 2 ? letters[word & 63] : '=' };
        text_append_bytes(out, four, 4);
    }
}

static bool append_texture(void *user, int texture, Text *out, Error *error) {
    const ExportSource *source = user;
    PngImage image = { .channels = 4 };
    uint8_t *rgba = source->texture(source->user, texture, &image.width, &image.height);
    if (!rgba) return true;
    image.stride = (size_t)image.width * 4;
    image.pixels = rgba;
    uint8_t *bytes;
    size_t length;
    bool good = png_encode(&bytes, &length, &image, error);
    if (good) append_base64(out, bytes, length);
    if (good) free(bytes);
    free(rgba);
    return good;
}

static const struct {
    const char *name;
    Hue hue;
} hues[] = { { "ground", HUE_GROUND }, { "panel", HUE_PANEL },   { "line", HUE_LINE },
             { "ink", HUE_INK },       { "muted", HUE_MUTED },   { "faint", HUE_FAINT },
             { "x", HUE_X },           { "noise", HUE_NOISE },   { "mean", HUE_MEAN },
             { "sigma", HUE_SIGMA },   { "beta", HUE_BETA },     { "alpha", HUE_ALPHA },
             { "first", HUE_FIRST },   { "second", HUE_SECOND }, { "third", HUE_THIRD },
             { "fourth", HUE_FOURTH } };
enum { NAMED = sizeof hues / sizeof hues[0], COLORS = NAMED + 1 };

bool export_svg_text(const ExportPlan *plan, const ExportSource *source, Text *out, Error *error) {
    int theme = source->settings(source->user)->look.theme;
    SvgColor colors[COLORS] = { [NAMED] = { "edge", style_edge(theme) } };
    for (int i = 0; i < NAMED; i++)
        colors[i] = (SvgColor){ hues[i].name, style_color(theme, hues[i].hue) };
    DrawRecord record = { 0 };
    const SvgSpec spec = { .width = plan->width,
                           .height = plan->height,
                           .ground = style_color(theme, HUE_GROUND),
                           .bare = plan->transparent,
                           .colors = colors,
                           .color_count = COLORS,
                           .comment = plan->comment,
                           .picture = append_texture,
                           .user = (void *)source };
    bool good =
        source->record(source->user, &record, error) && svg_write(out, &record, &spec, error);
    record_free(&record);
    return good;
}

bool export_svg(const ExportPlan *plan, const ExportSource *source, Error *error) {
    Text out = { 0 };
    bool good = export_svg_text(plan, source, &out, error) &&
                file_write(plan->arguments->out, out.data, out.length, error);
    text_free(&out);
    return good;
}
