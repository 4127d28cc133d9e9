// SPDX-License-Identifier: MIT
#include "core/formula/formula.h"

#include "core/elementary.h"
#include "core/formula/expression.h"
#include "core/knots.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// What a formula gives -------------------------------------------------------------------------

static double log_alpha_of_alpha(double alpha) {
    return elementary_log(alpha);
}

static double log_alpha_itself(double log_alpha) {
    return log_alpha;
}

static double log_alpha_of_sigma(double sigma) {
    return -elementary_log1p(sigma * sigma);
}

static double log_alpha_of_snr(double snr) {
    return -elementary_log1p(1 / snr);
}

typedef struct Quantity {
    const char *name;
    double start;                      // its value where there is no noise, before the first step
    double end;                        // and where nothing but noise is left
    double (*log_alpha)(double value); // NULL: it is beta, which need not go from one to the other
} Quantity;

static const Quantity quantities[] = {
    { "log_snr", INFINITY, -INFINITY, knots_log_alpha }, { "alpha", 1, 0, log_alpha_of_alpha },
    { "log_alpha", 0, -INFINITY, log_alpha_itself },     { "beta", 0, 1, NULL },
    { "sigma", 0, INFINITY, log_alpha_of_sigma },        { "snr", INFINITY, 0, log_alpha_of_snr },
};
enum { QUANTITIES = sizeof quantities / sizeof quantities[0] };

// "alpha =", with the place behind it; NULL and an error where there is no such thing.
static const Quantity *read_quantity(const char *text, int *behind, Error *error) {
    const char *name = text + strspn(text, " \t");
    int length = (int)strcspn(name, " \t=");
    const char *equals = name + length + strspn(name + length, " \t");
    int column = (int)(name - text) + 1;
    if (*equals != '=') {
        error_usage(error,
                    "column %d: it begins with what it gives: log_snr =, alpha =, log_alpha =, "
                    "beta =, sigma = or snr =",
                    column);
        return NULL;
    }
    *behind = (int)(equals - text) + 1;
    for (int i = 0; i < QUANTITIES; i++)
        if (strlen(quantities[i].name) == (size_t)length &&
            strncmp(quantities[i].name, name, (size_t)length) == 0)
            return &quantities[i];
    error_usage(error,
                "column %d: \"%.*s\" is not what a formula gives: log_snr, alpha, log_alpha, beta, "
                "sigma or snr",
                column, length, name);
    return NULL;
}

static const Quantity *read_formula(Expression *expression, const char *text, Error *error) {
    int behind = 0;
    const Quantity *quantity = read_quantity(text, &behind, error);
    return quantity && expression_read(expression, text, behind, error) ? quantity : NULL;
}

bool formula_check(const char *text, Error *error) {
    Expression expression;
    return read_formula(&expression, text, error) != NULL;
}

// What is no schedule --------------------------------------------------------------------------

// Nine digits, or as many as it takes to tell two numbers apart.
typedef struct Shown {
    char was[32], is[32];
} Shown;

static Shown show(double was, double is) {
    Shown shown;
    for (int digits = 9; digits <= 17; digits += 8) {
        snprintf(shown.was, sizeof shown.was, "%.*g", digits, was);
        snprintf(shown.is, sizeof shown.is, "%.*g", digits, isnan(is) ? (double)NAN : is);
        if (was == is || strcmp(shown.was, shown.is) != 0) break;
    }
    return shown;
}

// Whether `value` is at `end` or on the far side of it, seen from `other`.
static bool is_past(double end, double other, double value) {
    return end > other ? value >= end : value <= end;
}

static bool check_value(const Quantity *quantity, double was, double is, int t, int steps,
                        Error *error) {
    const char *name = quantity->name;
    double start = quantity->start, end = quantity->end;
    Shown shown = show(was, is);
    bool rises = end > start;
    if (isnan(is)) return error_usage(error, "formula: %s is nan at t = %d", name, t);
    bool ends = is == end && t == steps;
    if (is_past(start, end, is) || (is_past(end, start, is) && !ends)) {
        error_usage(error, "formula: %s is %s at t = %d, not between %g and %g", name, shown.is, t,
                    fmin(start, end), fmax(start, end));
        if (is == end) error_append(error, " (%g is allowed at the last step only)", end);
        return false;
    }
    if (!quantity->log_alpha || t == 1 || (rises ? is > was : is < was)) return true;
    if (is == was)
        return error_usage(error,
                           "formula: %s stays at %s from t = %d to t = %d: no noise is added", name,
                           shown.is, t - 1, t);
    if (rises)
        return error_usage(error, "formula: %s falls at t = %d, from %s to %s", name, t, shown.was,
                           shown.is);
    return error_usage(error, "formula: %s rises at t = %d, from %s to %s", name, t, shown.was,
                       shown.is);
}

bool formula_fill(double *beta, double *log_alpha, bool *by_beta, const char *text, int steps,
                  Error *error) {
    Expression expression;
    const Quantity *quantity = read_formula(&expression, text, error);
    if (!quantity) return error_prefix(error, "formula");
    double was = quantity->start;
    *by_beta = !quantity->log_alpha;
    for (int t = 1; t <= steps; t++) {
        const ExpressionPlace place = { (double)t / steps, t, steps };
        double is = expression_value(&expression, &place);
        if (!check_value(quantity, was, is, t, steps, error)) return false;
        if (*by_beta)
            beta[t] = is;
        else
            log_alpha[t] = is == quantity->end ? -INFINITY : quantity->log_alpha(is);
        was = is;
    }
    return true;
}
