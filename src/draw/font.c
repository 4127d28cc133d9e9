// SPDX-License-Identifier: MIT
#include "draw/font.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "fonts_found.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Glyphs are rendered this many times wider than they are shown and summed back, which gives them
// places between pixels while the vertical hinting stays whole.
enum { WIDE = 4, ATLAS_SIDE = 1024, ATLAS_LIMIT = 4096, MAX_SIZES = 48, TABLE_SIZE = 8192 };

typedef struct SizedFace {
    Face face;
    int size;
    TTF_Font *font;
    float digit_advance;
} SizedFace;

struct Fonts {
    char *paths[FACES];
    TTF_Font *last_resort; // open all the time, for a face that cannot be opened any more
    bool told;             // that it was needed
    bool has_math, has_hangul;
    SizedFace sized[MAX_SIZES];
    int sized_count;
    Glyph *table; // open addressing by key
    size_t glyph_count;
    Atlas atlas;
    int shelf_x, shelf_y, shelf_height;
};

static char *find_font(const char *configured) {
    if (!*configured) return NULL;
    char *base = SDL_GetBasePath();
    if (base) {
        char beside[2048];
        snprintf(beside, sizeof beside, "%s../share/alphabar/fonts/%s", base,
                 path_base(configured));
        SDL_free(base);
        if (path_exists(beside)) return mem_copy_text(beside);
    }
    return path_exists(configured) ? mem_copy_text(configured) : NULL;
}

static void atlas_reset(Fonts *fonts, int side) {
    free(fonts->atlas.bytes);
    free(fonts->table);
    unsigned generation = fonts->atlas.generation + 1, overflows = fonts->atlas.overflows + 1;
    fonts->atlas = (Atlas){ .side = side,
                            .bytes = mem_alloc((size_t)side * (size_t)side, 1),
                            .generation = generation,
                            .overflows = overflows,
                            .dirty_from = 0,
                            .dirty_to = side };
    fonts->table = mem_alloc(TABLE_SIZE, sizeof *fonts->table);
    fonts->glyph_count = 0;
    fonts->shelf_x = fonts->shelf_y = fonts->shelf_height = 0;
}

Fonts *fonts_open(Error *error) {
    static const char *const configured[FACES] = { FONT_TEXT,     FONT_BOLD,   FONT_MATH,
                                                   FONT_FALLBACK, FONT_HANGUL, FONT_HANGUL_BOLD };
    if (TTF_Init() < 0) {
        error_set(error, "fonts: %s", TTF_GetError());
        return NULL;
    }
    Fonts *fonts = mem_alloc(1, sizeof *fonts);
    for (int i = 0; i < FACES; i++) fonts->paths[i] = find_font(configured[i]);
    fonts->has_math = fonts->paths[FACE_MATH] != NULL;
    fonts->has_hangul = fonts->paths[FACE_HANGUL] != NULL;
    if (fonts->has_hangul && !fonts->paths[FACE_HANGUL_BOLD])
        fonts->paths[FACE_HANGUL_BOLD] = mem_copy_text(fonts->paths[FACE_HANGUL]);
    if (!fonts->paths[FACE_FALLBACK] && fonts->paths[FACE_TEXT])
        fonts->paths[FACE_FALLBACK] = mem_copy_text(fonts->paths[FACE_TEXT]);
    if (!fonts->paths[FACE_FALLBACK]) {
        error_set(error, "fonts: none of Inter and DejaVu Sans is there (looked for %s)",
                  *FONT_FALLBACK ? FONT_FALLBACK : "DejaVuSans.ttf");
        fonts_close(fonts);
        return NULL;
    }
    for (int i = 0; i < FACES; i++)
        if (!fonts->paths[i]) fonts->paths[i] = mem_copy_text(fonts->paths[FACE_FALLBACK]);
    enum { RESORT = 16 }; // pixels an em
    fonts->last_resort = TTF_OpenFontDPI(fonts->paths[FACE_FALLBACK], RESORT, 72 * WIDE, 72);
    if (!fonts->last_resort) {
        error_set(error, "fonts: %s: %s", fonts->paths[FACE_FALLBACK], TTF_GetError());
        fonts_close(fonts);
        return NULL;
    }
    atlas_reset(fonts, ATLAS_SIDE);
    return fonts;
}

static void close_sized(Fonts *fonts) {
    for (int i = 0; i < fonts->sized_count; i++)
        if (fonts->sized[i].font != fonts->last_resort) TTF_CloseFont(fonts->sized[i].font);
    fonts->sized_count = 0;
}

void fonts_close(Fonts *fonts) {
    if (!fonts) return;
    close_sized(fonts);
    if (fonts->last_resort) TTF_CloseFont(fonts->last_resort);
    for (int i = 0; i < FACES; i++) free(fonts->paths[i]);
    free(fonts->table);
    free(fonts->atlas.bytes);
    free(fonts);
    TTF_Quit();
}

static void measure(SizedFace *sized) {
    int min_x, max_x, min_y, max_y, advance;
    for (Uint32 digit = '0'; digit <= '9'; digit++)
        if (!TTF_GlyphMetrics32(sized->font, digit, &min_x, &max_x, &min_y, &max_y, &advance))
            sized->digit_advance = fmaxf(sized->digit_advance, (float)advance / WIDE);
}

// A file that is gone since the start, or no memory: text of a wrong size is better than none.
static TTF_Font *open_face(Fonts *fonts, Face face, int size) {
    TTF_Font *font = TTF_OpenFontDPI(fonts->paths[face], size, 72 * WIDE, 72);
    if (font) return font;
    if (!fonts->told) log_line("fonts: %s: %s", fonts->paths[face], TTF_GetError());
    fonts->told = true;
    font = face == FACE_FALLBACK
               ? NULL
               : TTF_OpenFontDPI(fonts->paths[FACE_FALLBACK], size, 72 * WIDE, 72);
    return font ? font : fonts->last_resort;
}

static SizedFace *sized_face(Fonts *fonts, Face face, int size) {
    CHECK(size >= 1);
    for (int i = 0; i < fonts->sized_count; i++)
        if (fonts->sized[i].face == face && fonts->sized[i].size == size) return &fonts->sized[i];
    if (fonts->sized_count == MAX_SIZES) close_sized(fonts);
    TTF_Font *font = open_face(fonts, face, size);
    TTF_SetFontHinting(font, TTF_HINTING_LIGHT);
    TTF_SetFontKerning(font, 0);
    SizedFace *sized = &fonts->sized[fonts->sized_count++];
    *sized = (SizedFace){ .face = face, .size = size, .font = font };
    measure(sized);
    return sized;
}

float fonts_digit_advance(Fonts *fonts, Face face, int size) {
    return sized_face(fonts, face, size)->digit_advance;
}

// Room for w × h texels with a gap around them. False when the atlas is full.
static bool atlas_place(Fonts *fonts, int w, int h, uint16_t *u, uint16_t *v) {
    int side = fonts->atlas.side;
    if (fonts->shelf_x + w + 1 > side) {
        fonts->shelf_y += fonts->shelf_height;
        fonts->shelf_x = fonts->shelf_height = 0;
    }
    if (w + 1 > side || fonts->shelf_y + h + 1 > side) return false;
    *u = (uint16_t)fonts->shelf_x, *v = (uint16_t)fonts->shelf_y;
    fonts->shelf_x += w + 1;
    if (h + 1 > fonts->shelf_height) fonts->shelf_height = h + 1;
    return true;
}

static void atlas_room(Fonts *fonts, int w, int h, uint16_t *u, uint16_t *v) {
    while (!atlas_place(fonts, w, h, u, v)) {
        int side = fonts->atlas.side;
        CHECK(w < ATLAS_LIMIT && h < ATLAS_LIMIT);
        atlas_reset(fonts, side < ATLAS_LIMIT ? side * 2 : side);
    }
    if (*v < fonts->atlas.dirty_from) fonts->atlas.dirty_from = *v;
    if (*v + h > fonts->atlas.dirty_to) fonts->atlas.dirty_to = *v + h;
    fonts->atlas.generation++;
}

// The bounding box of the ink in a surface's alpha; false when there is none.
static bool find_ink(const SDL_Surface *wide, SDL_Rect *ink) {
    int x0 = wide->w, x1 = -1, y0 = wide->h, y1 = -1;
    for (int y = 0; y < wide->h; y++) {
        const uint8_t *row = (const uint8_t *)wide->pixels + y * wide->pitch;
        for (int x = 0; x < wide->w; x++)
            if (row[4 * x + 3]) {
                if (x < x0) x0 = x;
                if (x > x1) x1 = x;
                if (y < y0) y0 = y;
                y1 = y;
            }
    }
    *ink = (SDL_Rect){ x0, y0, x1 - x0 + 1, y1 - y0 + 1 };
    return x1 >= 0;
}

// Sums WIDE columns to one; the ink's left edge comes to lie `shift` wide columns into the box.
static void narrow(uint8_t *out, int out_stride, int out_w, const SDL_Surface *wide, SDL_Rect ink,
                   int shift) {
    for (int y = 0; y < ink.h; y++) {
        const uint8_t *row = (const uint8_t *)wide->pixels + (ink.y + y) * wide->pitch;
        for (int x = 0; x < out_w; x++) {
            int sum = 0;
            for (int k = 0; k < WIDE; k++) {
                int from = x * WIDE + k - shift;
                if (from >= 0 && from < ink.w) sum += row[4 * (ink.x + from) + 3];
            }
            out[y * out_stride + x] = (uint8_t)((sum + WIDE / 2) / WIDE);
        }
    }
}

static int floor_div(int a, int b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// May move every glyph (atlas_reset), so it returns a value and the table is filled after.
static Glyph rasterize(Fonts *fonts, Face face, int size, uint32_t code, int phase) {
    SizedFace *sized = sized_face(fonts, face, size);
    int min_x = 0, max_x, min_y, max_y = 0, advance = 0;
    TTF_GlyphMetrics32(sized->font, code, &min_x, &max_x, &min_y, &max_y, &advance);
    Glyph glyph = { .advance = (float)advance / WIDE };
    SDL_Surface *wide =
        TTF_RenderGlyph32_Blended(sized->font, code, (SDL_Color){ 255, 255, 255, 255 });
    SDL_Rect ink;
    if (wide && find_ink(wide, &ink)) {
        int start = min_x + phase * WIDE / 4;
        int column = floor_div(start, WIDE), shift = start - column * WIDE;
        int w = (shift + ink.w + WIDE - 1) / WIDE;
        atlas_room(fonts, w, ink.h, &glyph.u, &glyph.v);
        Atlas *atlas = &fonts->atlas;
        narrow(atlas->bytes + (size_t)glyph.v * (size_t)atlas->side + glyph.u, atlas->side, w, wide,
               ink, shift);
        glyph.w = (uint16_t)w, glyph.h = (uint16_t)ink.h;
        glyph.left = (float)column, glyph.top = (float)-max_y;
    }
    SDL_FreeSurface(wide);
    return glyph;
}

static Face face_with(Fonts *fonts, Face face, int size, uint32_t code) {
    if (TTF_GlyphIsProvided32(sized_face(fonts, face, size)->font, code)) return face;
    if (TTF_GlyphIsProvided32(sized_face(fonts, FACE_FALLBACK, size)->font, code))
        return FACE_FALLBACK;
    Face hangul = face == FACE_BOLD ? FACE_HANGUL_BOLD : FACE_HANGUL;
    if (fonts->has_hangul && TTF_GlyphIsProvided32(sized_face(fonts, hangul, size)->font, code))
        return hangul;
    return TTF_GlyphIsProvided32(sized_face(fonts, FACE_MATH, size)->font, code) ? FACE_MATH : face;
}

static size_t slot_of(const Fonts *fonts, const uint32_t key[2]) {
    size_t slot = (key[0] * 2654435761u ^ key[1] * 40503u) % TABLE_SIZE;
    while (fonts->table[slot].key[1] && memcmp(fonts->table[slot].key, key, 8) != 0)
        slot = (slot + 1) % TABLE_SIZE;
    return slot;
}

Glyph fonts_glyph(Fonts *fonts, Face face, int size, uint32_t code, int phase) {
    const uint32_t key[2] = { code << 2 | (uint32_t)phase,
                              (uint32_t)size << 4 | (uint32_t)face | 8 };
    size_t slot = slot_of(fonts, key);
    if (fonts->table[slot].key[1]) return fonts->table[slot];
    if (fonts->glyph_count > TABLE_SIZE / 2) atlas_reset(fonts, fonts->atlas.side);
    Glyph glyph = rasterize(fonts, face_with(fonts, face, size, code), size, code, phase);
    memcpy(glyph.key, key, sizeof key);
    fonts->table[slot_of(fonts, key)] = glyph;
    fonts->glyph_count++;
    return glyph;
}

bool fonts_has_math(const Fonts *fonts) {
    return fonts->has_math;
}

bool fonts_has_hangul(const Fonts *fonts) {
    return fonts->has_hangul;
}

const Atlas *fonts_atlas(const Fonts *fonts) {
    return &fonts->atlas;
}

void fonts_atlas_cleaned(Fonts *fonts) {
    fonts->atlas.dirty_from = fonts->atlas.side;
    fonts->atlas.dirty_to = 0;
}
