// SPDX-License-Identifier: MIT
#include "io/deflate.h"

#include "base/error.h"
#include "base/memory.h"

#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOKENS = 1 << 16, // of a block
    LITERALS = 286,   // and lengths, and the end of a block
    END = 256,
    LEAST = 3,
    MOST = 258,
    LONGEST_CODE = 15,
    LENGTH_CODES = 19,
};

// A literal, or a length from 3 on with its distance: 0 left, 1 above.
typedef struct Token {
    uint16_t value; // 0..255, or 256 + length
    uint16_t distance;
} Token;

typedef struct Writer {
    uint8_t *out;
    uint64_t bits;
    unsigned count; // of bits that are not in `out` yet, below 8 between calls
} Writer;

// At most 56 bits, the lowest first.
static inline void put(Writer *writer, uint64_t bits, unsigned count) {
    writer->bits |= bits << writer->count;
    writer->count += count;
    for (int i = 0; i < 8; i++) writer->out[i] = (uint8_t)(writer->bits >> (8 * i));
    writer->out += writer->count >> 3;
    writer->bits >>= writer->count & ~7u;
    writer->count &= 7;
}

// ---- Huffman codes

typedef struct Codes {
    uint16_t bits[LITERALS]; // reversed, as they are written
    uint8_t lengths[LITERALS];
} Codes;

typedef struct Node {
    uint32_t weight;
    int16_t parent;
} Node;

// The lengths of Huffman's codes, by pairing the two lightest nodes; leaves come sorted, so that
// both are at the front of one of two queues. Returns the longest.
static int find_lengths(const uint16_t *order, int used, const uint32_t *weights,
                        uint8_t *lengths) {
    Node nodes[2 * LITERALS];
    int leaf = 0, inner = used, end = used;
    for (int i = 0; i < used; i++) nodes[i] = (Node){ weights[order[i]], -1 };
    while (end < 2 * used - 1) {
        uint32_t weight = 0;
        for (int k = 0; k < 2; k++) {
            bool take_leaf =
                leaf < used && (inner >= end || nodes[leaf].weight <= nodes[inner].weight);
            int at = take_leaf ? leaf++ : inner++;
            weight += nodes[at].weight;
            nodes[at].parent = (int16_t)end;
        }
        nodes[end++] = (Node){ weight, -1 };
    }
    int longest = 0;
    for (int i = 0; i < used; i++) {
        int depth = 0;
        for (int at = i; nodes[at].parent >= 0; at = nodes[at].parent) depth++;
        lengths[order[i]] = (uint8_t)depth;
        if (depth > longest) longest = depth;
    }
    return longest;
}

static int sort_used(uint16_t *order, const uint32_t *weights, int count) {
    int used = 0;
    for (int i = 0; i < count; i++) {
        if (!weights[i]) continue;
        int at = used++;
        for (; at > 0 && weights[order[at - 1]] > weights[i]; at--) order[at] = order[at - 1];
        order[at] = (uint16_t)i;
    }
    return used;
}

static unsigned reversed(unsigned code, int length) {
    unsigned out = 0;
    for (int i = 0; i < length; i++) out |= (code >> i & 1) << (length - 1 - i);
    return out;
}

// Weights that make a code longer than `most` are brought nearer to each other until none is.
static void make_codes(Codes *codes, uint32_t *weights, int count, int most) {
    uint16_t order[LITERALS];
    *codes = (Codes){ { 0 } };
    int used = sort_used(order, weights, count);
    if (used == 1) codes->lengths[order[0]] = 1;
    while (used > 1 && find_lengths(order, used, weights, codes->lengths) > most)
        for (int i = 0; i < used; i++) weights[order[i]] = (weights[order[i]] >> 2) + 1;
    unsigned next = 0;
    for (int length = 1; length <= most; length++, next <<= 1)
        for (int i = 0; i < count; i++)
            if (codes->lengths[i] == length) codes->bits[i] = (uint16_t)reversed(next++, length);
}

// ---- RFC 1951, 3.2.5

// The symbol of a length, 257..285, and its extra bits.
static int length_symbol(int length, int *extra, int *rest) {
    static const uint16_t bases[] = { 3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                      15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                      67, 83, 99, 115, 131, 163, 195, 227, 258 };
    int i = 28;
    while (bases[i] > length) i--;
    *extra = i < 8 || i == 28 ? 0 : (i - 4) / 4;
    *rest = length - bases[i];
    return 257 + i;
}

static int distance_symbol(size_t distance, int *extra, int *rest) {
    int symbol = 0;
    size_t base = 1;
    for (;; symbol++) {
        *extra = symbol < 4 ? 0 : symbol / 2 - 1;
        if (distance < base + ((size_t)1 << *extra)) break;
        base += (size_t)1 << *extra;
    }
    *rest = (int)(distance - base);
    return symbol;
}

// ---- blocks

typedef struct Deflater {
    Writer writer;
    Token *tokens;
    int count;
    size_t distances[2];
} Deflater;

typedef struct Word {
    uint64_t bits;
    unsigned count;
} Word;

static void write_lengths(Writer *writer, const Codes *literals, const Codes *distances) {
    static const uint8_t order[LENGTH_CODES] = { 16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                 11, 4,  12, 3, 13, 2, 14, 1, 15 };
    enum { DISTANCES = 30 };
    uint32_t weights[LITERALS] = { 0 };
    Codes codes;
    for (int i = 0; i < LITERALS; i++) weights[literals->lengths[i]]++;
    for (int i = 0; i < DISTANCES; i++) weights[distances->lengths[i]]++;
    make_codes(&codes, weights, LENGTH_CODES, 7);
    put(writer, LITERALS - 257, 5);
    put(writer, DISTANCES - 1, 5);
    put(writer, LENGTH_CODES - 4, 4);
    for (int i = 0; i < LENGTH_CODES; i++) put(writer, codes.lengths[order[i]], 3);
    for (int i = 0; i < LITERALS; i++)
        put(writer, codes.bits[literals->lengths[i]], codes.lengths[literals->lengths[i]]);
    for (int i = 0; i < DISTANCES; i++)
        put(writer, codes.bits[distances->lengths[i]], codes.lengths[distances->lengths[i]]);
}

// A length and a distance as they are written: four numbers in one.
static Word match_word(const Codes *literals, const Codes *distances, int length, size_t distance) {
    int extra, rest, symbol = length_symbol(length, &extra, &rest);
    Word word = { literals->bits[symbol], literals->lengths[symbol] };
    word.bits |= (uint64_t)rest << word.count;
    word.count += (unsigned)extra;
    symbol = distance_symbol(distance, &extra, &rest);
    word.bits |= (uint64_t)distances->bits[symbol] << word.count;
    word.count += distances->lengths[symbol];
    word.bits |= (uint64_t)rest << word.count;
    word.count += (unsigned)extra;
    return word;
}

static void write_block(Deflater *deflater, bool last) {
    uint32_t weights[LITERALS] = { [END] = 1 }, far[LITERALS] = { 0 }, used[2][MOST + 1] = { 0 };
    int extra, rest;
    for (int i = 0; i < deflater->count; i++) {
        Token token = deflater->tokens[i];
        if (token.value < 256)
            weights[token.value]++;
        else
            used[token.distance][token.value - 256]++;
    }
    for (int d = 0; d < 2; d++)
        for (int length = LEAST; length <= MOST; length++) {
            if (!used[d][length]) continue;
            weights[length_symbol(length, &extra, &rest)] += used[d][length];
            far[distance_symbol(deflater->distances[d], &extra, &rest)] += used[d][length];
        }
    Codes literals, distances;
    Word words[2][MOST + 1];
    make_codes(&literals, weights, LITERALS, LONGEST_CODE);
    make_codes(&distances, far, 30, LONGEST_CODE);
    for (int d = 0; d < 2; d++)
        for (int length = LEAST; length <= MOST; length++)
            if (used[d][length])
                words[d][length] =
                    match_word(&literals, &distances, length, deflater->distances[d]);
    Writer writer = deflater->writer;            // in registers
    put(&writer, (last ? 1u : 0u) | 2u << 1, 3); // dynamic codes
    write_lengths(&writer, &literals, &distances);
    for (int i = 0; i < deflater->count; i++) {
        Token token = deflater->tokens[i];
        if (token.value < 256) {
            put(&writer, literals.bits[token.value], literals.lengths[token.value]);
        } else {
            Word word = words[token.distance][token.value - 256];
            put(&writer, word.bits, word.count);
        }
    }
    put(&writer, literals.bits[END], literals.lengths[END]);
    deflater->writer = writer;
    deflater->count = 0;
}

static inline void add(Deflater *deflater, Token token) {
    if (deflater->count == TOKENS) write_block(deflater, false);
    deflater->tokens[deflater->count++] = token;
}

// ---- matches

static inline uint64_t load(const uint8_t *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

// How many bytes from `at` on are those `distance` before, at most `most`.
static size_t run_length(const uint8_t *at, size_t distance, size_t most) {
    const uint8_t *before = at - distance;
    size_t length = 0;
    while (length + 8 <= most && load(at + length) == load(before + length)) length += 8;
    while (length < most && at[length] == before[length]) length++;
    return length;
}

static inline bool repeats(const uint8_t *at, size_t distance) {
    const uint8_t *before = at - distance;
    return at[0] == before[0] && at[1] == before[1] && at[2] == before[2];
}

// What is left of a run below the least length stays for the next look.
static size_t add_run(Deflater *deflater, size_t length, int distance) {
    size_t left = length;
    for (; left >= LEAST; left -= left < MOST ? left : MOST) {
        size_t part = left < MOST ? left : MOST;
        add(deflater, (Token){ (uint16_t)(256 + part), (uint16_t)distance });
    }
    return length - left;
}

static void find_tokens(Deflater *deflater, const uint8_t *bytes, size_t length) {
    size_t near = deflater->distances[0], above = deflater->distances[1], at = 0;
    while (at < length) {
        size_t left = length - at, runs[2] = { 0, 0 };
        if (left >= LEAST && at >= near && repeats(bytes + at, near))
            runs[0] = run_length(bytes + at, near, left);
        if (left >= LEAST && at >= above && repeats(bytes + at, above))
            runs[1] = run_length(bytes + at, above, left);
        int longer = runs[1] >= runs[0];
        if (runs[longer]) {
            at += add_run(deflater, runs[longer], longer);
            continue;
        }
        size_t end = at + (left < LEAST ? left : LEAST); // a pixel
        while (at < end) add(deflater, (Token){ bytes[at++], 0 });
    }
}

// ---- the stream

size_t deflate_rows_bound(size_t length) {
    return 2 * length + (length / TOKENS + 2) * 512 + 64;
}

size_t deflate_rows(uint8_t *out, const uint8_t *bytes, size_t length, size_t left, size_t above) {
    CHECK(length > 0 && left >= 1 && left <= 32768 && above >= 1 && above <= 32768);
    Deflater deflater = { .writer = { .out = out },
                          .tokens = mem_alloc(TOKENS, sizeof(Token)),
                          .distances = { left, above } };
    put(&deflater.writer, 0x0178, 16); // a window of 32 KiB, the fastest level
    find_tokens(&deflater, bytes, length);
    write_block(&deflater, true);
    free(deflater.tokens);
    Writer *writer = &deflater.writer;
    if (writer->count) put(writer, 0, 8 - writer->count);
    uint32_t sum = libdeflate_adler32(1, bytes, length);
    for (int i = 3; i >= 0; i--) put(writer, sum >> (8 * i) & 255, 8);
    return (size_t)(writer->out - out);
}
