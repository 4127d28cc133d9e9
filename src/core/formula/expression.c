// SPDX-License-Identifier: MIT
// A parser by recursive descent, its depth bounded, and a machine with a stack.
#include "core/formula/expression.h"

#include "base/text.h"
#include "core/formula/functions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// What a step does. Functions follow one another as in `functions`.
enum {
    NUMBER,
    U,
    STEP,
    STEPS,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    POWER,
    NEGATE,
    LEAST,
    MOST,
    FUNCTION
};

static const struct {
    const char *name;
    FunctionOfOne *of;
} functions[] = {
    { "exp", function_exp },         { "log", function_log },   { "sqrt", function_sqrt },
    { "sin", function_sin },         { "cos", function_cos },   { "tan", function_tan },
    { "atan", function_atan },       { "tanh", function_tanh }, { "abs", function_abs },
    { "sigmoid", function_sigmoid },
};
enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

static const struct {
    const char *name;
    int what;
    double number;
} values[] = {
    { "u", U, 0 },
    { "t", STEP, 0 },
    { "T", STEPS, 0 },
    { "pi", NUMBER, 3.14159265358979323846 },
    { "e", NUMBER, 2.71828182845904523536 },
};
enum { VALUES = sizeof values / sizeof values[0] };

// Reading ------------------------------------------------------------------------------------

typedef struct Reader {
    const char *text, *at;
    Expression *out;
    int depth;
    Error *error;
} Reader;

static bool read_sum(Reader *reader);

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int column_of(const Reader *reader, const char *at) {
    int column = 1;
    for (const char *c = reader->text; c < at; c++) column += (*c & 0xC0) != 0x80;
    return column;
}

// The character at a place, whole.
static const char *show_place(char out[16], const char *at) {
    const char *end = at;
    utf8_next(&end);
    snprintf(out, 16, "\"%.*s\"", (int)(end - at), at);
    return out;
}

static void skip_blanks(Reader *reader) {
    reader->at += strspn(reader->at, " \t");
}

static bool sees(Reader *reader, char c) {
    skip_blanks(reader);
    return *reader->at == c;
}

static bool takes(Reader *reader, char c) {
    if (!sees(reader, c)) return false;
    reader->at++;
    return true;
}

// Its text is no longer than that, so there is room: every step has a character of its own.
static void emit(Reader *reader, int what, double number) {
    CHECK(reader->out->count < EXPRESSION_STEPS);
    reader->out->steps[reader->out->count++] = (ExpressionStep){ (unsigned char)what, number };
}

static bool enter(Reader *reader) {
    if (reader->depth++ < EXPRESSION_DEEPEST) return true;
    return error_usage(reader->error, "column %d: this is more than %d deep",
                       column_of(reader, reader->at), EXPRESSION_DEEPEST);
}

// Digits, a point, an exponent where digits follow it.
static bool read_number(Reader *reader) {
    const char *from = reader->at, *at = from;
    char digits[EXPRESSION_LONGEST + 1];
    double value;
    while (is_digit(*at) || *at == '.') at++;
    const char *exponent = at + 1 + (at[0] && (at[1] == '+' || at[1] == '-'));
    if ((*at == 'e' || *at == 'E') && is_digit(*exponent))
        for (at = exponent; is_digit(*at);) at++;
    snprintf(digits, sizeof digits, "%.*s", (int)(at - from), from);
    if (!read_real(digits, &value))
        return error_usage(reader->error, "column %d: %s is no number", column_of(reader, from),
                           digits);
    emit(reader, NUMBER, value);
    reader->at = at;
    return true;
}

static bool close(Reader *reader, const char *opened) {
    if (takes(reader, ')')) return true;
    char shown[16];
    if (!*reader->at)
        return error_usage(reader->error, "column %d: ( is not closed", column_of(reader, opened));
    return error_usage(reader->error, "column %d: ) or an operator is missing before %s",
                       column_of(reader, reader->at), show_place(shown, reader->at));
}

// min and max take two or more.
static bool read_several(Reader *reader, int what, const char *opened) {
    if (!read_sum(reader)) return false;
    if (!sees(reader, ','))
        return error_usage(reader->error, "column %d: %s takes two numbers or more, with commas",
                           column_of(reader, opened), what == LEAST ? "min" : "max");
    while (takes(reader, ',')) {
        if (!read_sum(reader)) return false;
        emit(reader, what, 0);
    }
    return close(reader, opened);
}

static bool refuse_name(Reader *reader, const char *from, int length) {
    return error_usage(reader->error,
                       "column %d: \"%.*s\" is no name; there are u, t, T, pi, e and exp, log, "
                       "sqrt, sin, cos, tan, atan, tanh, sigmoid, min, max, abs",
                       column_of(reader, from), length, from);
}

static bool is_name(const char *name, const char *from, int length) {
    return strlen(name) == (size_t)length && strncmp(name, from, (size_t)length) == 0;
}

static bool read_call(Reader *reader, int what, const char *from, int length) {
    const char *opened = reader->at + strspn(reader->at, " \t");
    if (!takes(reader, '('))
        return error_usage(reader->error, "column %d: ( is missing behind %.*s",
                           column_of(reader, reader->at), length, from);
    if (what < FUNCTION) return read_several(reader, what, opened);
    if (!read_sum(reader) || !close(reader, opened)) return false;
    emit(reader, what, 0);
    return true;
}

static bool read_name(Reader *reader) {
    const char *from = reader->at;
    while (is_letter(*reader->at) || is_digit(*reader->at)) reader->at++;
    int length = (int)(reader->at - from);
    for (int i = 0; i < VALUES; i++)
        if (is_name(values[i].name, from, length)) {
            emit(reader, values[i].what, values[i].number);
            return true;
        }
    if (is_name("min", from, length)) return read_call(reader, LEAST, from, length);
    if (is_name("max", from, length)) return read_call(reader, MOST, from, length);
    for (int i = 0; i < FUNCTIONS; i++)
        if (is_name(functions[i].name, from, length))
            return read_call(reader, FUNCTION + i, from, length);
    return refuse_name(reader, from, length);
}

static bool read_atom(Reader *reader) {
    skip_blanks(reader);
    const char *from = reader->at;
    if (is_digit(*from) || *from == '.') return read_number(reader);
    if (is_letter(*from)) return read_name(reader);
    if (takes(reader, '(')) return read_sum(reader) && close(reader, from);
    int column = column_of(reader, from);
    if (!*from)
        return error_usage(reader->error, "column %d: a number, a name or ( is missing at the end",
                           column);
    char shown[16];
    return error_usage(reader->error, "column %d: a number, a name or ( is missing before %s",
                       column, show_place(shown, from));
}

// A sign, or an atom and what it is raised to.
static bool read_factor(Reader *reader) {
    if (!enter(reader)) return false;
    bool good;
    if (takes(reader, '-')) {
        good = read_factor(reader);
        if (good) emit(reader, NEGATE, 0);
    } else if (takes(reader, '+')) {
        good = read_factor(reader);
    } else {
        good = read_atom(reader);
        bool twice = good && sees(reader, '*') && reader->at[1] == '*';
        if (twice) reader->at++;
        if (good && (twice ? takes(reader, '*') : takes(reader, '^'))) {
            good = read_factor(reader);
            if (good) emit(reader, POWER, 0);
        }
    }
    reader->depth--;
    return good;
}

static bool read_product(Reader *reader) {
    if (!read_factor(reader)) return false;
    for (;;) {
        bool times = takes(reader, '*');
        if (!times && !takes(reader, '/')) return true;
        if (!read_factor(reader)) return false;
        emit(reader, times ? MULTIPLY : DIVIDE, 0);
    }
}

static bool read_sum(Reader *reader) {
    if (!read_product(reader)) return false;
    for (;;) {
        bool plus = takes(reader, '+');
        if (!plus && !takes(reader, '-')) return true;
        if (!read_product(reader)) return false;
        emit(reader, plus ? ADD : SUBTRACT, 0);
    }
}

bool expression_read(Expression *expression, const char *text, int from, Error *error) {
    if (strlen(text) > EXPRESSION_LONGEST)
        return error_usage(error, "column %d: it is longer than %d characters",
                           EXPRESSION_LONGEST + 1, EXPRESSION_LONGEST);
    Reader reader = { text, text + from, expression, 0, error };
    expression->count = 0;
    if (!read_sum(&reader)) return false;
    skip_blanks(&reader);
    if (!*reader.at) return true;
    char shown[16];
    return error_usage(error, "column %d: an operator is missing before %s",
                       column_of(&reader, reader.at), show_place(shown, reader.at));
}

// Computing ----------------------------------------------------------------------------------

static double apply(int what, double a, double b) {
    switch (what) {
    case ADD: return a + b;
    case SUBTRACT: return a - b;
    case MULTIPLY: return a * b;
    case DIVIDE: return a / b;
    case POWER: return function_power(a, b);
    case LEAST: return isnan(a) || isnan(b) ? (double)NAN : a < b ? a : b;
    default: return isnan(a) || isnan(b) ? (double)NAN : a > b ? a : b;
    }
}

double expression_value(const Expression *expression, const ExpressionPlace *place) {
    double stack[EXPRESSION_STEPS];
    int height = 0;
    for (int i = 0; i < expression->count; i++) {
        const ExpressionStep *step = &expression->steps[i];
        int what = step->what;
        if (what == NUMBER)
            stack[height++] = step->number;
        else if (what <= STEPS)
            stack[height++] = what == U ? place->u : what == STEP ? place->t : place->T;
        else if (what == NEGATE)
            stack[height - 1] = -stack[height - 1];
        else if (what >= FUNCTION)
            stack[height - 1] = functions[what - FUNCTION].of(stack[height - 1]);
        else
            height--, stack[height - 1] = apply(what, stack[height - 1], stack[height]);
    }
    CHECK(height == 1);
    return stack[0];
}
