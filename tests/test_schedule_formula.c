// SPDX-License-Identifier: MIT
// Expressions against known values, what is none of them, nonsense of all kinds, and schedules by
// formula against the families that they spell out.
#include "base/text.h"
#include "chance.h"
#include "core/formula/expression.h"
#include "core/formula/formula.h"
#include "core/schedule.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

// Expressions ----------------------------------------------------------------------------------

static const ExpressionPlace place = { .u = 0.25, .t = 250, .T = 1000 };

static double value_of(const char *text) {
    Expression expression;
    Error error;
    if (!expression_read(&expression, text, 0, &error)) fail_msg("%s: %s", text, error.text);
    return expression_value(&expression, &place);
}

static void expect_number(const char *text, double wanted) {
    double value = value_of(text);
    bool same = isnan(wanted) ? isnan(value)
                              : value == wanted || fabs(value - wanted) <=
                                                       4 * DBL_EPSILON * fmax(1e-300, fabs(wanted));
    if (!same) fail_msg("%s is %.17g, not %.17g", text, value, wanted);
}

static void known_values(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } table[] = {
        { "2", 2 },
        { " 0.5 ", 0.5 },
        { ".5", 0.5 },
        { "1.", 1 },
        { "1e-3", 1e-3 },
        { "2E+2", 200 },
        { "u", 0.25 },
        { "t", 250 },
        { "T", 1000 },
        { "t/T - u", 0 },

        { "1+2*3", 7 },
        { "(1+2)*3", 9 },
        { "7-2-1", 4 },
        { "8/4/2", 1 },
        { "2*-3", -6 },
        { "1--1", 2 },
        { "+2", 2 },
        { "2^3^2", 512 },
        { "-2^2", -4 },
        { "(-2)^2", 4 },
        { "2^-1", 0.5 },
        { "-2^-2", -0.25 },
        { "2**3", 8 },
        { "2*3^2", 18 },
        { "9^0.5", 3 },
        { "0^0", 1 },
        { "0^-1", INFINITY },
        { "(-8)^(1/3)", NAN },
        { "pi", 3.14159265358979323846 },
        { "e", 2.71828182845904523536 },
        { "exp(1)", 2.71828182845904523536 },
        { "exp(-1000)", 0 },
        { "exp(709)", 8.2184074615549724e307 },
        { "exp(1000)", INFINITY },
        { "log(e)", 1 },
        { "log(0)", -INFINITY },
        { "log(-1)", NAN },
        { "sqrt(2)", 1.41421356237309504880 },
        { "sqrt(-1)", NAN },
        { "sin(0)", 0 },
        { "sin(pi/6)", 0.5 },
        { "sin(-1)", -0.84147098480789650665 },
        { "sin(100)", -0.50636564110975879366 },
        { "cos(0)", 1 },
        { "cos(2)", -0.41614683654714238700 },
        { "cos(pi)", -1 },
        { "cos(-50)", 0.96496602849211327406 },
        { "tan(1)", 1.55740772465490223051 },
        { "tan(-2)", 2.18503986326151899164 },
        { "sin(1e7)", NAN }, // where a double no longer knows its angle well
        { "atan(1)", 0.78539816339744830962 },
        { "atan(-0.3)", -0.29145679447786709199 },
        { "atan(1e9)", 1.57079632579489661923 },
        { "tanh(0.5)", 0.46211715726000975850 },
        { "tanh(-30)", -1 },
        { "tanh(1e-9)", 1e-9 },
        { "sigmoid(0)", 0.5 },
        { "sigmoid(-40)", 4.24835425529158899533e-18 },
        { "sigmoid(900)", 1 },
        { "abs(-3)", 3 },
        { "min(3, 1, 2)", 1 },
        { "max(3,1,2)", 3 },
        { "min(0/0, 1)", NAN },
        { "1/0", INFINITY },
        { "0/0", NAN },
        { "max(u, 1 - u) * 4", 3 },
        { "-10*u^3 + 5", 4.84375 },
        { "((((1))))", 1 },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        expect_number(table[i].text, table[i].value);
}

// The project's own functions, within a few units of the library's over their range.
static void functions_are_close_to_the_library(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double (*of)(double);
        double from, to;
    } table[] = {
        { "exp(%.17g)", exp, -740, 709 },     { "log(%.17g)", log, 1e-9, 1e9 },
        { "sin(%.17g)", sin, -500, 500 },     { "cos(%.17g)", cos, -500, 500 },
        { "atan(%.17g)", atan, -20, 20 },     { "tanh(%.17g)", tanh, -25, 25 },
        { "tan(%.17g)", tan, -1.5, 1.5 },     { "sqrt(%.17g)", sqrt, 0, 1e6 },
        { "sin(%.17g)", sin, -1e-3, 1e-3 },   { "atan(%.17g)", atan, -0.02, 0.02 },
        { "tanh(%.17g)", tanh, -0.01, 0.01 },
    };
    uint64_t chance = 5;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        for (int k = 0; k < 3000; k++) {
            double x = table[i].from + chance_real(&chance) * (table[i].to - table[i].from);
            char text[64];
            snprintf(text, sizeof text, table[i].text, x);
            double wanted = table[i].of(x), value = value_of(text);
            // Near a zero of sin and cos the angle's own last digit shows.
            if (fabs(value - wanted) > 1e-14 * fabs(wanted) + 1e-16)
                fail_msg("%s is %.17g, not %.17g", text, value, wanted);
        }
}

static void expect_no_expression(const char *text, const char *why) {
    Expression expression;
    Error error;
    if (expression_read(&expression, text, 0, &error)) fail_msg("%s was read", text);
    assert_string_equal(error.text, why);
    assert_int_equal(error.kind, ERROR_USAGE);
}

static void errors_name_the_column(void **state) {
    (void)state;
    expect_no_expression("", "column 1: a number, a name or ( is missing at the end");
    expect_no_expression("1 +", "column 4: a number, a name or ( is missing at the end");
    expect_no_expression("1 + * 2", "column 5: a number, a name or ( is missing before \"*\"");
    expect_no_expression("2e", "column 2: an operator is missing before \"e\"");
    expect_no_expression("10u", "column 3: an operator is missing before \"u\"");
    expect_no_expression("(1 + 2", "column 1: ( is not closed");
    expect_no_expression("3*sin(u", "column 6: ( is not closed");
    expect_no_expression("(1 2)", "column 4: ) or an operator is missing before \"2\"");
    expect_no_expression("1)", "column 2: an operator is missing before \")\"");
    expect_no_expression("sin u", "column 5: ( is missing behind sin");
    expect_no_expression("min(1)", "column 4: min takes two numbers or more, with commas");
    expect_no_expression("exp(1, 2)", "column 6: ) or an operator is missing before \",\"");
    expect_no_expression("1.2.3", "column 1: 1.2.3 is no number");
    expect_no_expression("1e999", "column 1: 1e999 is no number");
    expect_no_expression("µ + 1", "column 1: a number, a name or ( is missing before \"µ\"");
    expect_no_expression("1 − 2", "column 3: an operator is missing before \"−\"");
    expect_no_expression("2 + foo",
                         "column 5: \"foo\" is no name; there are u, t, T, pi, e and exp, "
                         "log, sqrt, sin, cos, tan, atan, tanh, sigmoid, min, max, abs");
    char deep[80], longer[300];
    memset(deep, '(', sizeof deep);
    deep[60] = '\0';
    expect_no_expression(deep, "column 33: this is more than 32 deep");
    memset(deep, '-', 60);
    expect_no_expression(deep, "column 33: this is more than 32 deep");
    memset(longer, '1', sizeof longer);
    longer[251] = '\0';
    expect_no_expression(longer, "column 251: it is longer than 250 characters");
    longer[250] = '\0';
    Expression expression;
    Error error;
    assert_true(expression_read(&expression, longer, 0, &error));
}

// Pieces of expressions, and anything else, in any order: read or refused, never worse.
static void nonsense_does_no_harm(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "u",     "t",        "T",    "pi",   "e",     "1",    "0.5",   "2e3",  "1e-300",
        ".",     "+",        "-",    "*",    "/",     "^",    "**",    "(",    ")",
        ",",     " ",        "exp(", "log(", "sqrt(", "sin(", "cos(",  "tan(", "atan(",
        "tanh(", "sigmoid(", "min(", "max(", "abs(",  "=",    "alpha", "\t",   "é",
        "\xff",  "_",        "%s",   "\"",   ";",
    };
    enum { PIECES = sizeof pieces / sizeof pieces[0] };
    uint64_t chance = 11;
    int good = 0;
    for (int i = 0; i < 300000; i++) {
        char text[400] = "";
        int count = 1 + chance_below(&chance, i % 7 == 0 ? 60 : 8);
        for (int k = 0; k < count; k++)
            strcat(text, pieces[chance_below(&chance, i % 3 ? 20 : PIECES)]);
        Expression expression;
        Error error = { 0 };
        if (!expression_read(&expression, text, 0, &error)) {
            assert_true(strncmp(error.text, "column ", 7) == 0);
            continue;
        }
        good++;
        for (int k = 0; k < 4; k++) {
            const ExpressionPlace at = { k / 3.0, k, 3 };
            expression_value(&expression, &at);
        }
    }
    assert_true(good > 1000);
}

// A random tree, written out: at most so deep.
static void put_tree(Text *out, uint64_t *chance, int depth) {
    static const char *const leaves[] = {
        "u", "t", "T", "pi", "e", "0", "1.5", "1e3", "3", "0.01"
    };
    static const char *const calls[] = { "exp", "log",  "sqrt", "sin",     "cos",
                                         "tan", "atan", "tanh", "sigmoid", "abs" };
    int kind = depth ? chance_below(chance, 5) : 0;
    if (kind == 0) {
        text_append(out, "%s", leaves[chance_below(chance, 10)]);
    } else if (kind == 1) {
        text_append(out, "%s(", calls[chance_below(chance, 10)]);
        put_tree(out, chance, depth - 1);
        text_append(out, ")");
    } else if (kind == 2) {
        text_append(out, "-(");
        put_tree(out, chance, depth - 1);
        text_append(out, ")");
    } else if (kind == 3) {
        text_append(out, chance_below(chance, 2) ? "min(" : "max(");
        put_tree(out, chance, depth - 1);
        text_append(out, ",");
        put_tree(out, chance, depth - 1);
        text_append(out, ")");
    } else {
        text_append(out, "(");
        put_tree(out, chance, depth - 1);
        text_append(out, ") %c (", "+-*/^"[chance_below(chance, 5)]);
        put_tree(out, chance, depth - 1);
        text_append(out, ")");
    }
}

// As a schedule's formula each is a table or a refusal that names a step.
static void random_expressions_are_tables_or_refused(void **state) {
    (void)state;
    static const char *const names[] = { "log_snr", "alpha", "log_alpha", "beta", "sigma", "snr" };
    uint64_t chance = 17;
    int built = 0;
    for (int i = 0; i < 20000; i++) {
        Text text = { 0 };
        text_append(&text, "%s = ", names[chance_below(&chance, 6)]);
        put_tree(&text, &chance, 4);
        Schedule schedule = { 0 };
        Error error = { 0 };
        ScheduleParams params = { .family = SCHEDULE_FORMULA,
                                  .steps = 1 + chance_below(&chance, 12),
                                  .snr_shift = NAN,
                                  .formula = text.data };
        if (schedule_build(&schedule, &params, &error)) {
            built++;
            for (int t = 1; t <= schedule.steps; t++)
                assert_true(schedule.beta[t] > 0 && schedule.beta[t] <= 1);
        } else if (text.length <= EXPRESSION_LONGEST) {
            if (error.kind != ERROR_USAGE || !strpbrk(error.text, "0123456789"))
                fail_msg("%s: %s", text.data, error.text);
        }
        schedule_free(&schedule);
        text_free(&text);
    }
    assert_true(built > 200);
}

// Schedules ------------------------------------------------------------------------------------

static Schedule build(ScheduleFamily family, const char *formula, int steps) {
    Schedule schedule = { 0 };
    Error error;
    const ScheduleParams params = { .family = family,
                                    .steps = steps,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN,
                                    .formula = formula };
    if (!schedule_build(&schedule, &params, &error))
        fail_msg("%s: %s", formula ? formula : schedule_family_info(family)->name, error.text);
    return schedule;
}

static void expect_same(const char *formula, ScheduleFamily family, int steps) {
    Schedule wanted = build(family, NULL, steps), made = build(SCHEDULE_FORMULA, formula, steps);
    for (int t = 1; t <= steps; t++) {
        double off =
            fmax(fabs(made.beta[t] - wanted.beta[t]), fabs(made.alpha[t] - wanted.alpha[t]));
        off = fmax(off, fabs(made.one_minus_alpha[t] - wanted.one_minus_alpha[t]));
        off = fmax(off, fabs(made.sigma2[t] - wanted.sigma2[t]));
        if (!(off <= 1e-12))
            fail_msg("%s, T = %d: off by %g from %s at t = %d", formula, steps, off,
                     schedule_family_info(family)->name, t);
    }
    schedule_free(&wanted);
    schedule_free(&made);
}

static void families_as_formulas_are_the_same(void **state) {
    (void)state;
    static const struct {
        ScheduleFamily family;
        const char *formula;
    } table[] = {
        { SCHEDULE_LINEAR, "beta = 0.0001 + (0.02 - 0.0001)*(t - 1)/max(T - 1, 1)" },
        { SCHEDULE_SCALED_LINEAR,
          "beta = (sqrt(0.00085) + (sqrt(0.012) - sqrt(0.00085))*(t - 1)/max(T - 1, 1))^2" },
        { SCHEDULE_COSINE, "beta = min(1 - (cos((u + 0.008)/1.008*pi/2)/"
                           "cos(((t - 1)/T + 0.008)/1.008*pi/2))^2, 0.999)" },
        { SCHEDULE_SIGMOID,
          "beta = sigmoid(-6 + 12*(t - 1)/max(T - 1, 1))*(0.02 - 0.0001) + 0.0001" },
        { SCHEDULE_GEOMETRIC, "beta = 0.0001*200^((t - 1)/max(T - 1, 1))" },
        { SCHEDULE_CONSTANT, "beta = 0.02" },
        { SCHEDULE_JSD, "beta = 1/(T - t + 1)" },
        { SCHEDULE_JSD, "alpha = 1 - u" },
        { SCHEDULE_SIGMOID_ALPHA, "beta = min(0.999, 1 - (sigmoid(3) - sigmoid(6*u - 3))/"
                                  "(sigmoid(3) - sigmoid(6*(t - 1)/T - 3)))" },
        { SCHEDULE_VP, "alpha = exp(-0.5*19.9*u^2 - 0.1*u)" },
        { SCHEDULE_VP, "log_alpha = -0.5*19.9*u^2 - 0.1*u" },
        { SCHEDULE_VDM, "log_snr = 13.3 - 18.3*u" },
        { SCHEDULE_SIMPLE,
          "log_snr = -2*log(tan(atan(exp(-7.5)) + u*(atan(exp(7.5)) - atan(exp(-7.5)))))" },
        { SCHEDULE_EDM,
          "sigma = (0.002^(1/7) + (80^(1/7) - 0.002^(1/7))*(t - 1)/max(T - 1, 1))^7" },
        { SCHEDULE_FLOW, "log_snr = 2*log((1 - u)/u)" },
        { SCHEDULE_FLOW, "sigma = u/(1 - u)" },
        { SCHEDULE_FLOW, "snr = ((1 - u)/u)^2" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        for (int steps = 2; steps <= 1000; steps = steps * 5 + 20 - steps / 6)
            expect_same(table[i].formula, table[i].family, steps);
    expect_same(FORMULA_STANDARD, SCHEDULE_FORMULA, 100);
}

static void expect_no_schedule(const char *formula, int steps, const char *why) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    const ScheduleParams params = {
        .family = SCHEDULE_FORMULA, .steps = steps, .snr_shift = NAN, .formula = formula
    };
    if (schedule_build(&schedule, &params, &error)) fail_msg("%s was built", formula);
    assert_string_equal(error.text, why);
    assert_int_equal(error.kind, ERROR_USAGE);
}

static void what_is_no_schedule_names_the_step(void **state) {
    (void)state;
    expect_no_schedule("alpha = 1 - sin(2*pi*u)/2", 8,
                       "formula: alpha rises at t = 3, from 0.5 to 0.646446609");
    expect_no_schedule("log_snr = 5", 4,
                       "formula: log_snr stays at 5 from t = 1 to t = 2: no noise is added");
    expect_no_schedule("sigma = 1 - u/2", 4, "formula: sigma falls at t = 2, from 0.875 to 0.75");
    expect_no_schedule("log_snr = log(0.65 - u)", 10, "formula: log_snr is nan at t = 7");
    expect_no_schedule("alpha = 1.2 - u", 10,
                       "formula: alpha is 1.1 at t = 1, not between 0 and 1");
    expect_no_schedule(
        "alpha = 0.5 - u", 4,
        "formula: alpha is 0 at t = 2, not between 0 and 1 (0 is allowed at the last "
        "step only)");
    expect_no_schedule("alpha = 0.9 - u", 4,
                       "formula: alpha is -0.1 at t = 4, not between 0 and 1");
    expect_no_schedule(
        "log_snr = log(0.5 - u)", 4,
        "formula: log_snr is -inf at t = 2, not between -inf and inf (-inf is allowed "
        "at the last step only)");
    expect_no_schedule("beta = t/2", 4,
                       "formula: beta is 1 at t = 2, not between 0 and 1 (1 is allowed at the last "
                       "step only)");
    expect_no_schedule("beta = u - 0.5", 4, "formula: beta is -0.25 at t = 1, not between 0 and 1");
    expect_no_schedule("sigma = -u", 4, "formula: sigma is -0.25 at t = 1, not between 0 and inf");
    expect_no_schedule("log_snr = 100 - 1e-15*t", 4,
                       "formula: log_snr stays at 100 from t = 1 to t = 2: no noise is added");
    expect_no_schedule("alpha = (1 - u", 4, "formula: column 9: ( is not closed");
    expect_no_schedule("gamma = u", 4,
                       "formula: column 1: \"gamma\" is not what a formula gives: log_snr, alpha, "
                       "log_alpha, beta, sigma or snr");
    expect_no_schedule("1 - u", 4,
                       "formula: column 1: it begins with what it gives: log_snr =, alpha =, "
                       "log_alpha =, beta =, sigma = or snr =");
    expect_no_schedule("", 4,
                       "formula: column 1: it begins with what it gives: log_snr =, alpha =, "
                       "log_alpha =, beta =, sigma = or snr =");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_values),
        cmocka_unit_test(functions_are_close_to_the_library),
        cmocka_unit_test(errors_name_the_column),
        cmocka_unit_test(nonsense_does_no_harm),
        cmocka_unit_test(random_expressions_are_tables_or_refused),
        cmocka_unit_test(families_as_formulas_are_the_same),
        cmocka_unit_test(what_is_no_schedule_names_the_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
