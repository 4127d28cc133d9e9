// SPDX-License-Identifier: MIT
// Formats: netpbm.sourceforge.net/doc/pbm.html, pgm.html, ppm.html
#include "io/pnm.h"

#include "io/sniff.h"

#include <stdlib.h>

typedef struct Pnm {
    const uint8_t *at, *end;
    int kind; // 1 to 6, the digit after P
    unsigned width, height, largest;
} Pnm;

static bool is_blank(uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_blanks(Pnm *pnm) {
    while (pnm->at < pnm->end) {
        if (*pnm->at == '#') {
            while (pnm->at < pnm->end && *pnm->at != '\n' && *pnm->at != '\r') pnm->at++;
        } else if (is_blank(*pnm->at)) {
            pnm->at++;
        } else {
            break;
        }
    }
}

static bool take_number(Pnm *pnm, unsigned most, unsigned *out, Error *error) {
    skip_blanks(pnm);
    if (pnm->at == pnm->end) return error_set(error, "the file ends too early");
    if (*pnm->at < '0' || *pnm->at > '9') return error_set(error, "is a damaged PNM file");
    unsigned value = 0;
    while (pnm->at < pnm->end && *pnm->at >= '0' && *pnm->at <= '9') {
        value = value * 10 + (unsigned)(*pnm->at++ - '0');
        if (value > most) return error_set(error, "is a damaged PNM file");
    }
    *out = value;
    return true;
}

static bool read_header(Pnm *pnm, Error *error) {
    pnm->kind = pnm->at[1] - '0';
    pnm->at += 2;
    pnm->largest = 1;
    if (!take_number(pnm, 100000000, &pnm->width, error)) return false;
    if (!take_number(pnm, 100000000, &pnm->height, error)) return false;
    bool bits = pnm->kind == 1 || pnm->kind == 4;
    if (!bits && !take_number(pnm, 65535, &pnm->largest, error)) return false;
    if (pnm->width == 0 || pnm->height == 0 || pnm->largest == 0) {
        return error_set(error, "is a damaged PNM file");
    }
    if (!sniff_check_size(pnm->width, pnm->height, error)) return false;
    if (pnm->kind < 4) return true;
    if (pnm->at == pnm->end) return error_set(error, "the file ends too early");
    if (!is_blank(*pnm->at++)) return error_set(error, "is a damaged PNM file");
    return true;
}

// The bytes that the samples take at least; text needs a blank between two numbers, P1 does not.
static uint64_t least_length(const Pnm *pnm, uint64_t samples) {
    switch (pnm->kind) {
    case 1: return samples;
    case 4: return ((uint64_t)pnm->width + 7) / 8 * pnm->height;
    case 5:
    case 6: return samples * (pnm->largest < 256 ? 1 : 2);
    default: return samples * 2 - 1;
    }
}

// The sample at column x (counting channels) of a row; binary rows start at pnm->at.
static bool take_sample(Pnm *pnm, size_t x, unsigned *out, Error *error) {
    if (pnm->kind == 4) {
        *out = !(pnm->at[x / 8] >> (7 - x % 8) & 1); // 1 is black
        return true;
    }
    if (pnm->kind >= 5) {
        *out =
            pnm->largest < 256 ? pnm->at[x] : (unsigned)(pnm->at[2 * x] << 8 | pnm->at[2 * x + 1]);
        if (*out > pnm->largest) *out = pnm->largest;
        return true;
    }
    if (pnm->kind > 1) return take_number(pnm, pnm->largest, out, error);
    skip_blanks(pnm);
    if (pnm->at == pnm->end) return error_set(error, "the file ends too early");
    if (*pnm->at != '0' && *pnm->at != '1') return error_set(error, "is a damaged PNM file");
    *out = *pnm->at++ == '0';
    return true;
}

static bool take_pixels(Pnm *pnm, Image *image, Error *error) {
    size_t row = (size_t)image->width * (size_t)image->channels;
    uint64_t scale = image->bits == 8 ? 255 : 65535;
    for (size_t y = 0; y < (size_t)image->height; y++) {
        for (size_t x = 0; x < row; x++) {
            unsigned value = 0;
            if (!take_sample(pnm, x, &value, error)) return false;
            uint64_t scaled = (value * scale + pnm->largest / 2) / pnm->largest;
            if (image->bits == 8) {
                ((uint8_t *)image->data)[y * row + x] = (uint8_t)scaled;
            } else {
                ((uint16_t *)image->data)[y * row + x] = (uint16_t)scaled;
            }
        }
        if (pnm->kind == 4) pnm->at += (row + 7) / 8;
        if (pnm->kind > 4) pnm->at += row * (pnm->largest < 256 ? 1 : 2);
    }
    return true;
}

bool pnm_decode(Image *image, const uint8_t *bytes, size_t length, Error *error) {
    Pnm pnm = { .at = bytes, .end = bytes + length };
    if (!read_header(&pnm, error)) return false;
    Image made = { .width = (int)pnm.width,
                   .height = (int)pnm.height,
                   .channels = pnm.kind % 3 == 0 ? 3 : 1,
                   .bits = pnm.largest < 256 ? 8 : 16 };
    uint64_t samples = (uint64_t)pnm.width * pnm.height * (uint64_t)made.channels;
    if ((uint64_t)(pnm.end - pnm.at) < least_length(&pnm, samples)) {
        return error_set(error, "the file ends too early");
    }
    made.data = malloc((size_t)samples * (size_t)made.bits / 8);
    if (!made.data) return error_set(error, "there is not enough memory for it");
    if (!take_pixels(&pnm, &made, error)) {
        free(made.data);
        return false;
    }
    *image = made;
    return true;
}
