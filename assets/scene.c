// SPDX-License-Identifier: MIT
//
// The built-in picture: a lighthouse at sunset, painted from nothing but arithmetic. It has what
// a diffusion picture needs: a silhouette that survives heavy noise, a smooth sky, fine texture
// (grass, water, rock), hard edges, and the full range of values. To paint it again:
//
//     cc -std=c11 -O2 assets/scene.c -lm -o scene && ./scene scene.ppm
//     convert scene.ppm -strip assets/scene.png
//
// Elements are painted from the far ones to the near ones. Each is a function from a point to a
// colour and an opacity; grass and gulls are brush strokes. Units are pixels of the final
// picture, y down; the canvas holds SS×SS samples for each of them. Colours are display values.
#include <math.h>
#include <stdint.h>
#include <stdio.h>

enum { SIZE = 512, SS = 4, WIDE = SIZE * SS };

#define HORIZON 322.0f
#define SUN_X   128.0f
#define SUN_Y   262.0f
#define SUN_R   42.0f
#define TOWER_X 352.0f

typedef struct {
    float x, y;
} Point;

typedef struct {
    float r, g, b;
} Color;

typedef struct {
    Color c;
    float a;
} Paint;

typedef struct {
    float at;
    Color c;
} Stop;

typedef Paint (*Element)(Point p);

static const Paint CLEAR;
static Color canvas[WIDE][WIDE];

// Numbers --------------------------------------------------------------------------------------

static float clampf(float x, float lo, float hi) {
    return x < lo ? lo : x > hi ? hi : x;
}

static float ramp(float a, float b, float x) {
    float t = clampf((x - a) / (b - a), 0, 1);
    return t * t * (3 - 2 * t);
}

static float lerp(float a, float b, float t) {
    return a + (b - a) * t;
}

static float bell(float x, float width) {
    return expf(-(x * x) / (width * width));
}

static float length(float x, float y) {
    return sqrtf(x * x + y * y);
}

static float hash(int x, int y) {
    uint32_t h = (uint32_t)x * 0x9E3779B1u ^ (uint32_t)y * 0x85EBCA77u;
    h = (h ^ h >> 15) * 0x2C1B3C6Du;
    h = (h ^ h >> 12) * 0x297A2D39u;
    return (float)(int)((h ^ h >> 15) >> 8) / 16777216.0f;
}

static int whole(float x) {
    int i = (int)x;
    return i - (x < (float)i);
}

// Value noise in [-1, 1], with a continuous second derivative: no creases in the clouds.
static float noise(float x, float y) {
    int i = whole(x), j = whole(y);
    float u = x - (float)i, v = y - (float)j;
    u = u * u * u * (u * (u * 6 - 15) + 10);
    v = v * v * v * (v * (v * 6 - 15) + 10);
    float top = lerp(hash(i, j), hash(i + 1, j), u);
    return 2 * lerp(top, lerp(hash(i, j + 1), hash(i + 1, j + 1), u), v) - 1;
}

// Turned and doubled, which hides the lattice of one octave behind the next.
static void next_octave(float *x, float *y) {
    float turned = 1.6f * *x - 1.2f * *y + 17.3f;
    *y = 1.2f * *x + 1.6f * *y + 5.7f;
    *x = turned;
}

static float fbm(float x, float y, int octaves) {
    float sum = 0, amplitude = 0.5f;
    for (; octaves > 0; octaves--, amplitude *= 0.5f, next_octave(&x, &y))
        sum += amplitude * noise(x, y);
    return sum;
}

// Round bulges with creases between them, 0 to about 1: cauliflower.
static float billow(float x, float y, int octaves) {
    float sum = 0, amplitude = 0.9f;
    for (; octaves > 0; octaves--, amplitude *= 0.5f, next_octave(&x, &y))
        sum += amplitude * fabsf(noise(x, y));
    return sum;
}

// Colours --------------------------------------------------------------------------------------

static Color hex(uint32_t rgb) {
    return (Color){ (float)(rgb >> 16 & 255) / 255, (float)(rgb >> 8 & 255) / 255,
                    (float)(rgb & 255) / 255 };
}

static Color mix(Color a, Color b, float t) {
    return (Color){ lerp(a.r, b.r, t), lerp(a.g, b.g, t), lerp(a.b, b.b, t) };
}

static Color dim(Color c, float k) {
    return (Color){ c.r * k, c.g * k, c.b * k };
}

static Color screen(Color a, Color b, float k) {
    return (Color){ 1 - (1 - a.r) * (1 - b.r * k), 1 - (1 - a.g) * (1 - b.g * k),
                    1 - (1 - a.b) * (1 - b.b * k) };
}

static Color gradient(const Stop *stop, int n, float at) {
    int k = 1;
    while (k < n - 1 && at > stop[k].at) k++;
    return mix(stop[k - 1].c, stop[k].c, ramp(stop[k - 1].at, stop[k].at, at));
}

// Shapes ---------------------------------------------------------------------------------------
// Signed distances, negative inside.

static float cover(float distance) {
    return clampf(0.5f - distance * SS, 0, 1);
}

static float sd_disc(Point p, float x, float y, float r) {
    return length(p.x - x, p.y - y) - r;
}

static float sd_box(Point p, float x0, float y0, float x1, float y1) {
    return fmaxf(fmaxf(x0 - p.x, p.x - x1), fmaxf(y0 - p.y, p.y - y1));
}

static float sd_line(Point p, Point a, Point b) {
    float dx = b.x - a.x, dy = b.y - a.y;
    float t = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy + 1e-9f);
    t = clampf(t, 0, 1);
    return length(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

static float sd_polygon(Point p, const Point *v, int n) {
    float d = 1e9f, side = 1;
    for (int i = 0, j = n - 1; i < n; j = i++) {
        float edge = sd_line(p, v[j], v[i]);
        d = edge < d ? edge : d;
        if ((v[i].y > p.y) != (v[j].y > p.y) &&
            p.x < (v[j].x - v[i].x) * (p.y - v[i].y) / (v[j].y - v[i].y) + v[i].x)
            side = -side;
    }
    return side * d;
}

// The canvas -----------------------------------------------------------------------------------

// Lays a colour over an element under construction.
static void over(Paint *q, Color c, float a) {
    *q = (Paint){ q->a > 0 ? mix(q->c, c, a) : c, q->a + a * (1 - q->a) };
}

static void paint(Element element, float x0, float y0, float x1, float y1) {
    int i0 = (int)(clampf(x0, 0, SIZE) * SS), i1 = (int)(clampf(x1, 0, SIZE) * SS);
    int j0 = (int)(clampf(y0, 0, SIZE) * SS), j1 = (int)(clampf(y1, 0, SIZE) * SS);
    for (int j = j0; j < j1; j++)
        for (int i = i0; i < i1; i++) {
            Point p = { ((float)i + 0.5f) / SS, ((float)j + 0.5f) / SS };
            Paint q = element(p);
            if (q.a > 0) canvas[j][i] = mix(canvas[j][i], q.c, q.a);
        }
}

// A brush stroke along a bent path from a to c, its width and colour running from root to tip.
static void stroke(Point a, Point b, Point c, float w0, float w1, Color root, Color tip) {
    enum { STEPS = 6 };
    for (int k = 0; k < STEPS; k++) {
        Point e[2];
        for (int m = 0; m < 2; m++) {
            float t = (float)(k + m) / STEPS, s = 1 - t;
            e[m] = (Point){ s * s * a.x + 2 * s * t * b.x + t * t * c.x,
                            s * s * a.y + 2 * s * t * b.y + t * t * c.y };
        }
        float at = ((float)k + 0.5f) / STEPS, w = lerp(w0, w1, at) / 2;
        Color color = mix(root, tip, at);
        int i0 = (int)(clampf(fminf(e[0].x, e[1].x) - w - 1, 0, SIZE) * SS);
        int i1 = (int)(clampf(fmaxf(e[0].x, e[1].x) + w + 1, 0, SIZE) * SS);
        int j0 = (int)(clampf(fminf(e[0].y, e[1].y) - w - 1, 0, SIZE) * SS);
        int j1 = (int)(clampf(fmaxf(e[0].y, e[1].y) + w + 1, 0, SIZE) * SS);
        for (int j = j0; j < j1; j++)
            for (int i = i0; i < i1; i++) {
                Point p = { ((float)i + 0.5f) / SS, ((float)j + 0.5f) / SS };
                float d = sd_line(p, e[0], e[1]) - w;
                canvas[j][i] = mix(canvas[j][i], color, cover(d));
            }
    }
}

// Sky ------------------------------------------------------------------------------------------

static Color sky_air(Point p) {
    const Stop stops[] = { { 0, hex(0x123450) },     { 0.30f, hex(0x2d6283) },
                           { 0.58f, hex(0x7f93a3) }, { 0.78f, hex(0xe0a184) },
                           { 0.92f, hex(0xf6b76f) }, { 1, hex(0xffd795) } };
    // The far side from the sun lags behind: there the dusk is already lower.
    float east = ramp(SUN_X, SIZE, p.x);
    Color c = gradient(stops, 6, p.y / HORIZON - 0.16f * east);
    c = dim(c, 1 - 0.13f * east);
    float d = length((p.x - SUN_X) * 0.8f, p.y - SUN_Y);
    c = screen(c, hex(0xffb35c), 0.55f * expf(-d / 75));
    return screen(c, hex(0xfff0c0), 0.75f * bell(d, 62));
}

// High thin cloud, drawn out by the wind.
static Color sky_veil(Color c, Point p) {
    if (p.y > 230) return c;
    float bend = fbm(p.x / 160 + 3, p.y / 90, 3);
    float n = fbm(p.x / 150 + 0.6f * bend + 4, (p.y + p.x * 0.2f) / 24 + 1.4f * bend, 6);
    float where = fbm(p.x / 210 + 8, p.y / 110 + 2, 2);
    float a = ramp(-0.12f, 0.75f, n + 0.7f * where) * (1 - ramp(150, 230, p.y));
    Color lit = mix(hex(0xefb6a2), hex(0xffe4bd), ramp(330, 60, length(p.x - SUN_X, p.y - SUN_Y)));
    return screen(c, lit, a * lerp(0.42f, 0.27f, ramp(150, 420, p.x)));
}

// Heaped clouds on a flat base, a bank behind the tower.
static float cloud_density(float x, float y, int octaves) {
    float top = 252 - 60 * ramp(225, 330, x) - 26 * ramp(380, 470, x) + 20 * noise(x / 45, 3);
    float bank = fminf((y - top) / 46, (281 - y + 6 * noise(x / 30, 7)) / 16);
    float body = fminf(fminf(bank, (x - 214) / 50), 0.7f);
    if (body < -0.5f) return -1;
    float heap = body + 1.05f * billow(x / 62 + 0.4f, y / 50 + 2, octaves) - 0.62f;
    return fminf(heap, 0.25f + 2 * body);
}

// Lit where less cloud lies between a point and the sun.
static Color sky_heap(Color c, Point p) {
    float d = cloud_density(p.x, p.y, 7);
    if (d <= 0) return c;
    float dx = SUN_X - p.x, dy = SUN_Y - 70 - p.y, r = length(dx, dy) + 20;
    float near = cloud_density(p.x + dx / r * 5, p.y + dy / r * 5, 5);
    float far = cloud_density(p.x + dx / r * 17, p.y + dy / r * 17, 4);
    float light = 0.42f + 1.1f * (d - near) + 0.55f * (d - far) - 0.25f * fmaxf(far, 0);
    light += 0.35f * expf(-6 * d);
    Color body = mix(hex(0x4c5f7e), hex(0x9a7484), ramp(170, 285, p.y));
    Color rim = mix(hex(0xd9937f), hex(0xfff0cf), expf(-r / 170));
    return mix(c, mix(body, rim, ramp(0, 1, light)), ramp(0, 0.12f, d) * 0.95f);
}

// Thin bars low over the sea, some of them across the sun.
static Color sky_bars(Color c, Point p) {
    float low = bell(p.y - 280, 26);
    if (low < 0.003f) return c;
    float a = ramp(0.1f, 0.42f, fbm(p.x / 120 + 40, p.y / 7, 4)) * low;
    Color tone = mix(hex(0xc07a70), hex(0xffc983), bell(p.x - SUN_X, 90));
    return mix(c, tone, 0.75f * a);
}

static Paint sky(Point p) {
    Color c = sky_veil(sky_air(p), p);
    c = mix(c, hex(0xfffbe6), cover(sd_disc(p, SUN_X, SUN_Y, SUN_R)));
    return (Paint){ sky_heap(sky_bars(c, p), p), 1 };
}

// Far land -------------------------------------------------------------------------------------
// Three ranges, the farther the closer to the colour of the air.

static Paint hills(Point p) {
    const float range[3][4] = { { 300, 51, 70, 3 }, { 309, 36, 46, 21 }, { 316, 22, 30, 40 } };
    const Color tone[3] = { hex(0xc9948f), hex(0xa87f86), hex(0x6d6178) };
    Paint q = CLEAR;
    for (int k = 0; k < 3; k++) {
        float base = range[k][0], height = range[k][1], scale = range[k][2], seed = range[k][3];
        float gap = 0.9f * bell(p.x - SUN_X - 12 + 14 * (float)k, 120 - 12 * (float)k);
        float rise = height * (0.5f + fbm(p.x / scale + seed, seed, 6));
        Color c = mix(tone[k], hex(0xf3b98a), 0.5f * ramp(280, 325, p.y));
        c = screen(c, hex(0xffc070), 0.45f * bell(p.x - SUN_X, 120));
        over(&q, c, cover(base + 12 * gap - (1 - gap) * rise - p.y));
    }
    return q;
}

// The headland comes before the sea: the water near it mirrors dark rock.
static float sd_headland(Point p) {
    const Point v[] = { { 560, 350 }, { 470, 354 }, { 395, 366 }, { 310, 370 }, { 280, 376 },
                        { 264, 384 }, { 257, 412 }, { 237, 426 }, { 224, 456 }, { 194, 470 },
                        { 176, 494 }, { 136, 540 }, { 560, 540 } };
    float rough = ramp(330, 250, p.x);
    return sd_polygon(p, v, 13) + 10 * rough * fbm(p.x / 22, p.y / 18, 5) + fbm(p.x / 8, 3, 2);
}

// Sea ------------------------------------------------------------------------------------------
// The sky mirrored in waves that shrink towards the horizon.

static Paint sea(Point p) {
    float depth = p.y - HORIZON;
    float shore = p.x > 100 ? sd_headland(p) : 100;
    if (depth <= 0 || shore < -2) return CLEAR;
    float near = depth / (SIZE - HORIZON), calm = ramp(0, 0.2f, near);
    float u = (p.x - 170) / (depth + 22), v = 1100 / (depth + 22);
    float swell = fbm(u * 1.6f + v * 0.12f, v * 0.9f, 3);
    float chop = fbm(u * 9 + 7, v * 5.5f + 2.5f * swell, 5);
    float wave = 0.6f * swell + chop;
    float up = HORIZON - 10 - depth * 1.1f - (24 + 130 * near) * wave;
    Color c = sky_air((Point){ p.x + 40 * chop, clampf(up, 0, HORIZON) });
    c = mix(c, mix(hex(0x7d5a70), hex(0x0b2f43), ramp(0, 0.22f, near)),
            0.26f + 0.46f * ramp(0, 0.8f, near));
    c = dim(c, 1 + 0.5f * wave * calm);
    c = mix(c, hex(0x14202c), 0.6f * calm * ramp(75, 0, shore + 45 * chop));
    // The glitter: facets that happen to throw the sun at the eye, rarer away from its column.
    float path = bell(p.x - SUN_X - 14 * swell * calm, 26 + 56 * near);
    float facet = fbm(u * 15 + 31, v * 9 + 3 * swell, 4);
    float flash = ramp(0.30f, 0.44f, facet + 0.5f * path - 0.16f * near) * path;
    c = screen(c, hex(0xffa04e), 0.5f * path * (1 - 0.5f * near));
    return (Paint){ screen(c, hex(0xfff1c4), flash), 1 };
}

// The boat -------------------------------------------------------------------------------------

static Paint boat(Point p) {
    const Point hull[] = { { 186, 365 }, { 247, 361 }, { 237, 375 }, { 196, 376 } };
    const Point main_sail[] = { { 212.5f, 270 }, { 213.5f, 357 }, { 183, 359 }, { 195, 320 } };
    const Point jib[] = { { 217, 283 }, { 230, 326 }, { 246, 357 }, { 218, 357 } };
    Paint q = CLEAR;
    float fold = 1 + 0.12f * fbm((p.x + 0.3f * p.y) / 11, p.y / 60, 3);
    Color russet = mix(hex(0xd85a35), hex(0x6e1f28), ramp(184, 213, p.x + 0.12f * (p.y - 357)));
    Color cream = mix(hex(0xfff4da), hex(0xd9a488), ramp(216, 244, p.x));
    float seam = fmodf(p.y, 17) < 0.8f ? 0.86f : 1;
    over(&q, dim(russet, fold * seam), cover(sd_polygon(p, main_sail, 4)));
    over(&q, dim(cream, fold), cover(sd_polygon(p, jib, 4)));
    over(&q, hex(0x2a1a22), cover(sd_box(p, 213.7f, 264, 215.5f, 364)));
    over(&q, hex(0x2a1a22), cover(sd_box(p, 184, 358.6f, 215, 359.8f)));
    float line = fabsf(p.y - 366 + 0.06f * (p.x - 216)) - 0.9f;
    over(&q, mix(hex(0x1a1622), hex(0xe9c9a6), cover(line)), cover(sd_polygon(p, hull, 4)));
    return q;
}

static Paint boat_mirror(Point p) {
    float k = (p.y - 374) / 70;
    float sway = (2 + 12 * k) * fbm(p.x / 40, p.y / 4.5f, 3);
    float a = ramp(27 * (1 - 0.5f * k), 20 * (1 - 0.5f * k), fabsf(p.x + sway - 216));
    a *= (1 - ramp(0, 1, k)) * ramp(-0.03f, 0.02f, k);
    return (Paint){ hex(0x2b2232), 0.85f * a * ramp(-0.3f, 0.1f, fbm(p.x / 15, p.y / 3, 3)) };
}

// The headland ---------------------------------------------------------------------------------

static float sd_turf(Point p) {
    const Point v[] = { { 560, 345 }, { 470, 350 }, { 395, 361 }, { 306, 366 }, { 284, 380 },
                        { 296, 404 }, { 280, 436 }, { 296, 470 }, { 262, 540 }, { 560, 540 } };
    return sd_polygon(p, v, 10) + 16 * fbm(p.x / 20 + 5, p.y / 14, 4);
}

static float path_distance(Point p) {
    float t = clampf((p.y - 372) / 150, 0, 1);
    float x = TOWER_X + 2 + 46 * t + 30 * sinf(t * 5.2f);
    return fabsf(p.x - x) - lerp(5, 26, t * t) + 3 * noise(p.x / 7, p.y / 5);
}

// The tower's shadow falls away from the sun, over the grass to the right.
static float shadow_at(Point p) {
    float down = p.y - 368;
    float band = fabsf(p.x - TOWER_X - 62 - 2.1f * down) - 50;
    return 1 - 0.5f * ramp(6, -8, band) * ramp(-6, 4, down);
}

// Scattered points: each owns a facet with a random tilt; `gap` is 0 on the crack to the next.
static float facet(float x, float y, float *gap) {
    float first = 9, second = 9, tilt = 0;
    int i0 = whole(x), j0 = whole(y);
    for (int j = j0 - 1; j <= j0 + 1; j++)
        for (int i = i0 - 1; i <= i0 + 1; i++) {
            float dx = (float)i + hash(i, j) - x, dy = (float)j + hash(i, j + 999) - y;
            float d = fabsf(dx) + fabsf(dy) + 0.5f * fabsf(dx + dy);
            if (d < first) {
                second = first;
                first = d;
                tilt = hash(i + 77, j) + 0.35f * dx;
            } else if (d < second) {
                second = d;
            }
        }
    *gap = second - first;
    return tilt;
}

static Color rock_color(Point p) {
    float x = p.x + 9 * fbm(p.x / 24, p.y / 24, 4) + 0.35f * p.y, y = p.y + 7 * fbm(p.x / 19, 4, 3);
    float wide, fine;
    float tilt = 0.62f * facet(x / 27, y / 44, &wide) + 0.38f * facet(x / 10 + 50, y / 17, &fine);
    float light = tilt - 0.08f + 0.55f * fbm(x / 7, p.y / 9, 5) + 0.22f * ramp(300, 215, p.x);
    Color c = mix(hex(0x0e0f18), hex(0x4a3841), ramp(0.05f, 0.8f, light));
    c = mix(c, hex(0xdf9060), ramp(0.6f, 1.05f, light) * lerp(0.9f, 0.5f, ramp(400, 510, p.y)));
    return dim(c, (0.4f + 0.6f * ramp(0, 0.16f, wide)) * (0.75f + 0.25f * ramp(0, 0.2f, fine)));
}

static Paint headland(Point p) {
    float d = sd_headland(p);
    if (d > 1) return CLEAR;
    float turf = ramp(1.5f, -1.5f, sd_turf(p));
    Color c = { 0, 0, 0 };
    if (turf < 1) {
        float lip = bell(d + 1.5f, 2.2f) * ramp(300, 270, p.x) * ramp(470, 380, p.y);
        c = screen(rock_color(p), hex(0xf2a066), 0.55f * lip);
    }
    if (turf > 0) {
        Color grass = mix(hex(0x161d18), hex(0x3c4225), 0.5f + fbm(p.x / 24, p.y / 10, 4));
        float trail = ramp(2, -3, path_distance(p));
        Color sand = mix(hex(0x8a6a54), hex(0xe7bd8c), 0.55f + fbm(p.x / 9, p.y / 4, 5));
        c = mix(c, dim(mix(grass, sand, trail), shadow_at(p)), turf);
    }
    return (Paint){ c, cover(d) };
}

// Foam where the swell meets the rock.
static Paint surf(Point p) {
    float d = sd_headland(p);
    if (d < -1 || d > 40 || p.y < 415) return CLEAR;
    float n = fbm(p.x / 17, p.y / 7, 5) + 0.25f * cosf(d * 0.5f + 4 * fbm(p.x / 30, p.y / 20, 2));
    float a = ramp(0, 0.5f, n + 0.75f * expf(-d / 6) - d / 46) * ramp(415, 450, p.y);
    return (Paint){ mix(hex(0xb9b4bd), hex(0xffeedd), ramp(-0.1f, 0.4f, n)), 0.85f * a };
}

// House ----------------------------------------------------------------------------------------

static Color slates(Point p) {
    float row = (p.y - 288) / 3.4f, in_row = row - floorf(row);
    float col = p.x / 7 + 0.5f * floorf(row), in_col = col - floorf(col);
    float tone = 0.86f + 0.16f * hash((int)col, (int)row);
    tone -= 0.2f * ramp(0.7f, 1, in_row) + 0.1f * ramp(0.86f, 1, in_col);
    Color c = mix(hex(0x8e4a44), hex(0x472c3c), ramp(395, 505, p.x));
    return screen(dim(c, tone), hex(0xf0a070), 0.5f * ramp(291.5f, 288, p.y));
}

static Paint house(Point p) {
    const Point roof[] = { { 392, 318 }, { 404, 288 }, { 486, 288 }, { 503, 318 } };
    Paint q = CLEAR;
    Color wall = mix(hex(0xd8c6c4), hex(0x94899f), ramp(398, 500, p.x) * 0.8f);
    wall = dim(wall, 0.94f + 0.12f * fbm(p.x / 5, p.y / 3, 4));
    float eaves = lerp(0.62f, 1, ramp(317, 327, p.y)), foot = lerp(1, 0.55f, ramp(350, 363, p.y));
    over(&q, dim(wall, eaves * foot), cover(sd_box(p, 398, 312, 497, 362)));
    for (float x = 412; x < 480; x += 28) {
        float frame = sd_box(p, x, 331, x + 13, 347);
        float cross = 0.6f - fminf(fabsf(p.x - x - 6.5f), fabsf(p.y - 339));
        over(&q, hex(0x3a2c38), cover(frame));
        over(&q, mix(hex(0xffe49a), hex(0xf79b45), (p.y - 331) / 16),
             cover(fmaxf(frame + 1.6f, cross)));
    }
    over(&q, mix(hex(0xc07a63), hex(0x4d323d), ramp(466, 478, p.x)),
         cover(fminf(sd_box(p, 466, 272, 480, 300), sd_box(p, 464, 271, 482, 275))));
    over(&q, slates(p), cover(sd_polygon(p, roof, 4)));
    return q;
}

// Lighthouse -----------------------------------------------------------------------------------

// Light on an upright cylinder: full on the sun's side, a cool reflection on the other edge.
static Color round_light(Color c, float side) {
    float sun = ramp(0.55f, -0.85f, side);
    Color shade = { 0.45f, 0.45f, 0.58f }, warm = { 1.09f, 1.04f, 0.95f };
    Color k = mix(shade, warm, sun);
    float edge = 1 - 0.22f * ramp(-0.86f, -1, side);
    c = (Color){ c.r * k.r * edge, c.g * k.g * edge, c.b * k.b * edge };
    return screen(c, hex(0x8fa6c8), 0.28f * ramp(0.7f, 1, side));
}

// Height of the ring seen at p: rings above the eye arch upwards.
static float ring(Point p, float side) {
    return p.y + (HORIZON - p.y) * 0.045f * sqrtf(fmaxf(0, 1 - side * side));
}

static Color tower_openings(Color c, Point p) {
    for (int k = 0; k < 3; k++) {
        Point w = { TOWER_X + 6 - 10 * (float)k, 176 + 71 * (float)k };
        float pane = fminf(sd_box(p, w.x - 5, w.y, w.x + 5, w.y + 15), sd_disc(p, w.x, w.y, 5));
        c = mix(c, hex(0xe9d4c4), 0.7f * cover(pane - 1.8f));
        c = mix(c, mix(hex(0x14131f), hex(0x3b4058), ramp(w.x + 4, w.x - 5, p.x)), cover(pane));
    }
    float door = fminf(sd_box(p, 343, 350, 363, 384), sd_disc(p, 353, 350, 10));
    c = mix(c, hex(0xb9a79f), cover(door - 3));
    return mix(c, dim(hex(0x4a2a26), 0.8f + 0.3f * cosf(p.x * 1.6f)), cover(door));
}

static Paint tower(Point p) {
    float t = (p.y - 132) / (376 - 132);
    float half = lerp(36, 56, t) + 5 * ramp(0.9f, 1.02f, t);
    float side = (p.x - TOWER_X) / half, bulge = sqrtf(fmaxf(0, 1 - side * side));
    float d = fmaxf(fabsf(p.x - TOWER_X) - half, fmaxf(132 - p.y, p.y - 377 - 6 * bulge));
    if (d > 1) return CLEAR;
    float y = ring(p, side), band = fminf((y - 139) / 47.5f, 4.5f);
    float red = fabsf(fmodf(band + 10, 2) - 1.5f) - 0.5f;
    Color c = mix(hex(0xfff8ec), hex(0xcf2f27), cover(red * 47.5f));
    float streak = fbm(asinf(clampf(side, -1, 1)) * 9, p.y / 60, 4);
    c = dim(c, 0.97f + 0.13f * streak + 0.05f * fbm(p.x / 4, p.y / 4, 3));
    float course = 4 * band;
    c = dim(c, 1 - 0.07f * bell(course - floorf(course) - 0.5f, 0.06f));
    c = tower_openings(round_light(c, side), p);
    c = dim(c, 0.72f + 0.28f * ramp(134, 156, y));
    return (Paint){ dim(c, 1 - 0.35f * ramp(366, 384, p.y)), cover(d) };
}

static Paint lantern(Point p) {
    Paint q = CLEAR;
    float x = p.x - TOWER_X, ax = fabsf(x), y = ring(p, clampf(x / 36, -1, 1));
    float r = length(x, p.y - 100), glass = fmaxf(ax - 21, fmaxf(84 - y, p.y - 126));
    if (cover(glass) <= 0) return CLEAR;
    Color c = mix(hex(0xe88f3f), hex(0xfff3b8), clampf(1.2f * bell(r, 14), 0, 1));
    over(&q, mix(c, hex(0x4c3b4d), 0.75f * ramp(10, 21, x)), cover(glass));
    over(&q, hex(0xfffdf0), bell(r, 8));
    float bar = fminf(fabsf(x + 13), fminf(fabsf(x - 1), fabsf(x - 14))) - 0.9f;
    bar = fminf(bar, fminf(fabsf(y - 106) - 0.7f, 19.4f - ax));
    over(&q, hex(0x2a2130), cover(fmaxf(bar, glass)));
    return q;
}

// Dome, eaves, ball and lightning rod.
static Paint dome(Point p) {
    Paint q = CLEAR;
    float x = p.x - TOWER_X, ax = fabsf(x), y = ring(p, clampf(x / 36, -1, 1));
    float rise = clampf((91 - p.y) / 39, 0, 1), half = 27 * sqrtf(1.0001f - rise * rise);
    over(&q, hex(0x2a2130), cover(sd_box(p, 351, 22, 353, 54)));
    over(&q, round_light(hex(0xc12d28), clampf(x / half, -1, 1)),
         cover(fmaxf(ax - half, fmaxf(y - 92, 52 - p.y))));
    over(&q, round_light(hex(0x8a2b2c), clampf(x / 29, -1, 1)),
         cover(fmaxf(ax - 29, fmaxf(89 - y, y - 94))));
    over(&q, round_light(hex(0xd8a25a), x / 6), cover(sd_disc(p, TOWER_X, 49, 5.5f)));
    return q;
}

// Bracket, deck and railing, whose posts stand closer where they turn away.
static Paint gallery(Point p) {
    Paint q = CLEAR;
    float x = p.x - TOWER_X, ax = fabsf(x), y = ring(p, clampf(x / 58, -1, 1));
    float flare = fmaxf(ax - 35 - 14 * ramp(147, 129, y), fmaxf(126 - y, y - 147));
    over(&q, dim(round_light(hex(0x6c5a62), clampf(x / 48, -1, 1)), 0.7f), cover(flare));
    over(&q, round_light(hex(0x5a4a54), clampf(x / 51, -1, 1)),
         cover(fmaxf(ax - 51, fmaxf(124 - y, y - 130))));
    float turn = asinf(clampf(x / 50, -1, 1)) * 6.4f + 100.5f;
    float post = fabsf(turn - floorf(turn) - 0.5f) * 7.8f * sqrtf(fmaxf(0.02f, 1 - x * x / 2500));
    float bars = fminf(fabsf(y - 107), fabsf(y - 115.5f)) - 0.9f;
    float rail = fminf(fmaxf(post - 0.65f, fmaxf(107 - y, y - 125)), bars);
    over(&q, mix(hex(0x5a4046), hex(0x1d1826), ramp(-40, 10, x)), cover(fmaxf(rail, ax - 50)));
    return q;
}

static Paint lantern_glow(Point p) {
    float d = length(p.x - TOWER_X, p.y - 104);
    return (Paint){ hex(0xffe6a6), 0.42f * expf(-d / 26) };
}

// Brush work -----------------------------------------------------------------------------------

static void gull(float x, float y, float s, float lean) {
    const Color dark = hex(0x1b2233), pale = hex(0x39405a);
    const Point body = { x, y }, tail = { x - 0.12f * s, y + 0.1f * s };
    for (float side = -1; side <= 1; side += 2) {
        Point bend = { x + 0.5f * side * s, y - (0.62f + side * lean) * s };
        Point tip = { x + side * s, y - (0.1f + side * lean) * s };
        stroke(body, bend, tip, 0.17f * s, 0.03f * s, dark, pale);
    }
    stroke(tail, body, (Point){ x + 0.2f * s, y }, 0.15f * s, 0.08f * s, dark, dark);
}

static void grass(void) {
    for (int k = 0; k < 9000; k++) {
        // Far blades first; nearer ones are longer and fewer.
        float t = (float)k / 9000, y = 352 + 185 * powf(t, 1.15f);
        Point root = { 240 + 290 * hash(k, 1), y };
        if (y < (root.x < TOWER_X + 60 ? 381 : 359) && root.x > TOWER_X - 60) continue;
        if (sd_turf(root) > -1 || path_distance(root) < 1 - 4 * hash(k, 2)) continue;
        float near = (y - 352) / 160, tall = lerp(4, 34, near * near) * (0.5f + hash(k, 3));
        float patch = fbm(root.x / 36, root.y / 16, 3), wind = 0.45f + 0.5f * hash(k, 4) + patch;
        Point tip = { root.x + tall * wind * 0.7f, root.y - tall };
        Point bend = { root.x + tall * 0.05f, root.y - tall * 0.7f };
        Color low = mix(hex(0x0d1413), hex(0x222b1b), hash(k, 5));
        float dry = clampf(0.28f + patch + 0.4f * hash(k, 6), 0, 1);
        Color high = mix(hex(0x364a28), hex(0xc79a48), dry);
        float light = 0.9f * shadow_at(root) * (1 - 0.45f * ramp(0.55f, 1.1f, near));
        if (hash(k, 7) < 0.012f && near < 0.8f)
            stroke(tip, tip, (Point){ tip.x + 0.5f, tip.y }, 1.5f + near, 1.5f + near,
                   dim(hex(0xf3b6b0), light), dim(hex(0xfff0e0), light));
        stroke(root, bend, tip, lerp(1.0f, 2.3f, near), 0.3f, dim(low, light), dim(high, light));
    }
}

// The picture ----------------------------------------------------------------------------------

static void finish(FILE *out) {
    fprintf(out, "P6\n%d %d\n255\n", SIZE, SIZE);
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) {
            float sum[3] = { 0, 0, 0 };
            for (int k = 0; k < SS * SS; k++) {
                Color c = canvas[y * SS + k / SS][x * SS + k % SS];
                sum[0] += c.r, sum[1] += c.g, sum[2] += c.b;
            }
            // A dither of half a step each way hides the steps of the sky.
            for (int k = 0; k < 3; k++) {
                float level = sum[k] * 255 / (SS * SS) + hash(x * 3 + k, y + 5000);
                fputc((int)clampf(level, 0, 255), out);
            }
        }
}

int main(int argc, char **argv) {
    FILE *out = argc > 1 ? fopen(argv[1], "wb") : stdout;
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    paint(sky, 0, 0, SIZE, HORIZON + 1);
    paint(hills, 0, 240, SIZE, HORIZON);
    paint(sea, 0, HORIZON, SIZE, SIZE);
    paint(boat_mirror, 170, 372, 262, 450);
    paint(boat, 180, 270, 250, 378);
    gull(236, 118, 21, 0.12f);
    gull(196, 92, 14, -0.1f);
    gull(262, 168, 11, 0.15f);
    gull(60, 150, 12, -0.05f);
    paint(surf, 120, 415, 300, SIZE);
    paint(headland, 100, 340, SIZE, SIZE);
    paint(house, 385, 268, 506, 366);
    paint(lantern_glow, 220, 0, 490, 240);
    paint(tower, 285, 130, 420, 388);
    paint(lantern, 328, 68, 376, 130);
    paint(dome, 320, 20, 384, 98);
    paint(gallery, 295, 92, 410, 150);
    grass();
    finish(out);
    return fclose(out) ? 1 : 0;
}
