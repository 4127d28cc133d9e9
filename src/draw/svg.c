// SPDX-License-Identifier: MIT
#include "draw/svg.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Svg {
    Text *out;
    const DrawRecord *record;
    const SvgSpec *spec;
} Svg;

// As short as a hundredth of a pixel allows.
static void number(Text *out, double value) {
    char digits[48];
    snprintf(digits, sizeof digits, "%.2f", value);
    size_t n = strlen(digits);
    while (digits[n - 1] == '0') n--;
    if (digits[n - 1] == '.') n--;
    digits[n] = '\0';
    text_append(out, "%s", strcmp(digits, "-0") == 0 ? "0" : digits);
}

static void attribute(Text *out, const char *name, double value) {
    text_append(out, " %s=\"", name);
    number(out, value);
    text_append(out, "\"");
}

// XML 1.0 has no place for control characters and two code points, nor for bytes that are no UTF-8,
// which names of files may hold.
static void escape(Text *out, const char *text, size_t length) {
    for (const char *end = text + length; text < end && *text;) {
        char bytes[4];
        uint32_t code = utf8_next(&text);
        if (code == '<')
            text_append(out, "&lt;");
        else if (code == '>')
            text_append(out, "&gt;");
        else if (code == '&')
            text_append(out, "&amp;");
        else if (code >= ' ' && code != 0xFFFE && code != 0xFFFF)
            text_append_bytes(out, bytes, utf8_put(bytes, code));
    }
}

static const char *name_of(const SvgSpec *spec, Color color) {
    for (size_t i = 0; i < spec->color_count; i++) {
        Color named = spec->colors[i].color;
        if (named.r == color.r && named.g == color.g && named.b == color.b)
            return spec->colors[i].name;
    }
    return NULL;
}

// `property` is fill or stroke; a line's class ends in "-line".
static void paint(const Svg *svg, const char *property, Color color) {
    const char *name = name_of(svg->spec, color);
    bool line = strcmp(property, "stroke") == 0;
    if (name)
        text_append(svg->out, " class=\"%s%s\"", name, line ? "-line" : "");
    else
        text_append(svg->out, " %s=\"#%02x%02x%02x\"", property, color.r, color.g, color.b);
    if (color.a < 255) {
        text_append(svg->out, " %s-opacity=\"", property);
        number(svg->out, color.a / 255.0);
        text_append(svg->out, "\"");
    }
}

static void place(Text *out, Rect rect) {
    attribute(out, "x", (double)rect.x);
    attribute(out, "y", (double)rect.y);
    attribute(out, "width", (double)rect.w);
    attribute(out, "height", (double)rect.h);
}

static void write_rect(const Svg *svg, const RecordItem *item) {
    Rect rect = item->rect;
    bool circle = item->radius > 0 && fabsf(rect.w - 2 * item->radius) < 0.01f &&
                  fabsf(rect.h - 2 * item->radius) < 0.01f;
    if (circle) {
        text_append(svg->out, "<circle");
        attribute(svg->out, "cx", (double)(rect.x + rect.w / 2));
        attribute(svg->out, "cy", (double)(rect.y + rect.h / 2));
        attribute(svg->out, "r", (double)item->radius);
    } else {
        text_append(svg->out, "<rect");
        place(svg->out, rect);
        if (item->radius > 0) attribute(svg->out, "rx", (double)item->radius);
    }
    paint(svg, "fill", item->color);
    text_append(svg->out, "/>\n");
}

static void write_points(const Svg *svg, const RecordItem *item) {
    for (size_t i = 0; i < item->count; i++) {
        Point at = svg->record->points[item->first + i];
        if (i) text_append(svg->out, " ");
        number(svg->out, (double)at.x);
        text_append(svg->out, ",");
        number(svg->out, (double)at.y);
    }
}

static void write_polygon(const Svg *svg, const RecordItem *item) {
    text_append(svg->out, "<polygon points=\"");
    write_points(svg, item);
    text_append(svg->out, "\"");
    paint(svg, "fill", item->color);
    text_append(svg->out, "/>\n");
}

static void write_line(const Svg *svg, const RecordItem *item) {
    text_append(svg->out, "<polyline points=\"");
    write_points(svg, item);
    text_append(svg->out, "\"");
    attribute(svg->out, "stroke-width", (double)item->width);
    if (item->off > 0) {
        // Round ends make every dash longer by the line's width, as they do on the screen.
        text_append(svg->out, " stroke-dasharray=\"");
        number(svg->out, (double)item->on);
        text_append(svg->out, " ");
        number(svg->out, (double)item->off);
        text_append(svg->out, "\"");
    }
    paint(svg, "stroke", item->color);
    text_append(svg->out, "/>\n");
}

// A part of a texture is shown through a nested view.
static bool write_picture(const Svg *svg, const RecordItem *item, Error *error) {
    Rect to = item->rect, from = item->from;
    bool whole = from.x == 0 && from.y == 0 && from.w == 1 && from.h == 1;
    if (!whole) {
        text_append(svg->out, "<svg");
        place(svg->out, to);
        text_append(svg->out, " viewBox=\"%.6g %.6g %.6g %.6g\" preserveAspectRatio=\"none\">",
                    (double)from.x, (double)from.y, (double)from.w, (double)from.h);
        to = (Rect){ 0, 0, 1, 1 };
    }
    text_append(svg->out, "<image");
    place(svg->out, to);
    text_append(svg->out, " preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" "
                          "style=\"image-rendering:pixelated\" "
                          "xlink:href=\"data:image/png;base64,");
    if (!svg->spec->picture(svg->spec->user, item->texture, svg->out, error)) return false;
    text_append(svg->out, "\"/>%s\n", whole ? "" : "</svg>");
    return true;
}

// The letters of mathematics as the ordinary ones in italics: every machine has those.
static uint32_t plain_letter(uint32_t code, bool *italic) {
    *italic = true;
    if (code == 0x210E) return 'h';
    if (code >= 0x1D434 && code <= 0x1D44D) return 'A' + code - 0x1D434;
    if (code >= 0x1D44E && code <= 0x1D467) return 'a' + code - 0x1D44E;
    if (code >= 0x1D6FC && code <= 0x1D714) return 0x3B1 + code - 0x1D6FC;
    *italic = false;
    return code;
}

static void open_text(const Svg *svg, const RecordItem *item, double x, bool italic) {
    static const char *const classes[] = {
        [FACE_TEXT] = "t",     [FACE_BOLD] = "t b", [FACE_MATH] = "m",
        [FACE_FALLBACK] = "t", [FACE_HANGUL] = "t", [FACE_HANGUL_BOLD] = "t b"
    };
    _Static_assert(sizeof classes / sizeof classes[0] == FACES, "a class for every face");
    const char *name = name_of(svg->spec, item->color);
    text_append(svg->out, "<text");
    attribute(svg->out, "x", x);
    attribute(svg->out, "y", (double)item->rect.y);
    attribute(svg->out, "font-size", item->style.size);
    text_append(svg->out, " class=\"%s%s%s%s\"", classes[item->style.face], italic ? " i" : "",
                name ? " " : "", name ? name : "");
    if (!name)
        text_append(svg->out, " fill=\"#%02x%02x%02x\"", item->color.r, item->color.g,
                    item->color.b);
    if (item->color.a < 255) attribute(svg->out, "fill-opacity", item->color.a / 255.0);
}

// One <text> a run; within a run of mathematics the italic letters are <tspan>s.
static void write_text(const Svg *svg, const RecordItem *item) {
    const char *from = svg->record->bytes + item->first;
    Text text = { 0 };
    text_append_bytes(&text, from, item->count);
    bool blank = text.data[strspn(text.data, " ")] == '\0';
    if (!blank) {
        open_text(svg, item, (double)item->rect.x, false);
        text_append(svg->out, ">");
        bool within = false;
        const char *at = text.data;
        for (uint32_t code; (code = utf8_next(&at));) {
            bool italic;
            char bytes[4];
            code = plain_letter(code, &italic);
            if (italic != within)
                text_append(svg->out, italic ? "<tspan class=\"i\">" : "</tspan>");
            within = italic;
            escape(svg->out, bytes, utf8_put(bytes, code));
        }
        text_append(svg->out, "%s</text>\n", within ? "</tspan>" : "");
    }
    text_free(&text);
}

static bool write_item(const Svg *svg, const RecordItem *item, Error *error) {
    switch (item->kind) {
    case RECORD_FLAT:
    case RECORD_RECT: write_rect(svg, item); return true;
    case RECORD_POLYGON: write_polygon(svg, item); return true;
    case RECORD_LINE: write_line(svg, item); return true;
    case RECORD_PICTURE: return write_picture(svg, item, error);
    case RECORD_TEXT: write_text(svg, item); return true;
    }
    return true;
}

static void write_styles(const Svg *svg) {
    text_append(svg->out,
                "<style>\n"
                "text{white-space:pre;font-kerning:none;font-variant-numeric:tabular-nums}\n"
                ".t{font-family:Inter,'DejaVu Sans','Nanum Gothic',Helvetica,Arial,sans-serif}\n"
                ".b{font-weight:600}\n"
                ".m{font-family:'Latin Modern Math','LM Roman 10','STIX Two Text',Cambria,"
                "'Times New Roman','DejaVu Serif',serif}\n"
                ".i{font-style:italic;font-family:'LM Roman 10','Latin Modern Math','STIX Two "
                "Text',Cambria,"
                "'Times New Roman','DejaVu Serif',serif}\n"
                "polyline{fill:none;stroke-linecap:round;stroke-linejoin:round}\n");
    for (size_t i = 0; i < svg->spec->color_count; i++) {
        const SvgColor *named = &svg->spec->colors[i];
        Color c = named->color;
        text_append(svg->out, ".%s{fill:#%02x%02x%02x}.%s-line{stroke:#%02x%02x%02x}\n",
                    named->name, c.r, c.g, c.b, named->name, c.r, c.g, c.b);
    }
    text_append(svg->out, "</style>\n");
}

bool svg_write(Text *out, const DrawRecord *record, const SvgSpec *spec, Error *error) {
    Svg svg = { .out = out, .record = record, .spec = spec };
    text_append(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"%d\" height=\"%d\" "
                "viewBox=\"0 0 %d %d\" xml:space=\"preserve\">\n",
                spec->width, spec->height, spec->width, spec->height);
    if (spec->comment) {
        text_append(out, "<metadata>");
        escape(out, spec->comment, strlen(spec->comment));
        text_append(out, "</metadata>\n");
    }
    write_styles(&svg);
    if (!spec->bare)
        write_rect(&svg, &(RecordItem){ .rect = { 0, 0, (float)spec->width, (float)spec->height },
                                        .color = spec->ground });
    // Flat rectangles, shapes, pictures, text, layer by layer: as the list is replayed.
    static const RecordKind orders[][3] = { { RECORD_FLAT, RECORD_FLAT, RECORD_FLAT },
                                            { RECORD_RECT, RECORD_POLYGON, RECORD_LINE },
                                            { RECORD_PICTURE, RECORD_PICTURE, RECORD_PICTURE },
                                            { RECORD_TEXT, RECORD_TEXT, RECORD_TEXT } };
    for (int layer = 0; layer < LAYERS; layer++)
        for (size_t k = 0; k < sizeof orders / sizeof orders[0]; k++)
            for (size_t i = 0; i < record->count; i++) {
                const RecordItem *item = &record->items[i];
                bool now = (int)item->layer == layer &&
                           (item->kind == orders[k][0] || item->kind == orders[k][1] ||
                            item->kind == orders[k][2]);
                if (now && !write_item(&svg, item, error)) return false;
            }
    text_append(out, "</svg>\n");
    return true;
}
