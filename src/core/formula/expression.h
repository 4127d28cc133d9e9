// SPDX-License-Identifier: MIT
// Arithmetic that somebody typed: numbers, u, t, T, pi, e, + - * / ^, brackets, and functions of
// one number (exp log sqrt sin cos tan atan tanh sigmoid abs) or of two and more (min max). It is
// read once into a short program for a stack and then computed as often as it is wanted; it can do
// nothing else. Functions are the project's own (core/elementary.h), so that a curve has the same
// bits on every machine.
//
// ^ binds closest and to the right, then a sign, then * and /: -2^2 is -4, 2^-1 is a half. ** is
// read as ^. What has no value is NaN (log of -1, 0/0), what is beyond a double infinite.
#ifndef ALPHABAR_CORE_FORMULA_EXPRESSION_H
#define ALPHABAR_CORE_FORMULA_EXPRESSION_H

#include "base/error.h"

#include <stdbool.h>

enum {
    EXPRESSION_LONGEST = 250, // characters of the text
    EXPRESSION_DEEPEST = 32,  // brackets, signs and powers in each other
    EXPRESSION_STEPS = EXPRESSION_LONGEST + 1,
};

typedef struct ExpressionStep {
    unsigned char what; // a row of expression.c
    double number;      // where it is one
} ExpressionStep;

typedef struct Expression {
    int count;
    ExpressionStep steps[EXPRESSION_STEPS];
} Expression;

typedef struct ExpressionPlace {
    double u, t, T;
} ExpressionPlace;

// Reads `text` from the byte `from` on. The error names the column in `text`, in characters from 1:
// "column 7: ( is not closed".
bool expression_read(Expression *expression, const char *text, int from, Error *error);

double expression_value(const Expression *expression, const ExpressionPlace *place);

#endif
