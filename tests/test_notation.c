// SPDX-License-Identifier: MIT
// Symbols in four notations, as rich text and for a terminal.
#include "core/notation.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static void expect_rich(Notation notation, const char *text, const char *wanted) {
    char out[256];
    assert_string_equal(notation_expand(out, sizeof out, (NotationStyle){ notation, false }, text),
                        wanted);
}

static void expect_plain(Notation notation, const char *text, const char *wanted) {
    Text out = { 0 };
    notation_plain(&out, (NotationStyle){ notation, false }, text);
    assert_string_equal(out.data ? out.data : "", wanted);
    text_free(&out);
}

static void flow_as_itself_has_its_symbols(void **state) {
    (void)state;
    for (int notation = 0; notation < NOTATIONS; notation++) {
        const NotationStyle style = { .notation = (Notation)notation, .straight = true };
        Text out = { 0 };
        notation_plain(&out, style, "<signal_t> <noise_t−1> <alpha_T> <rest_240> <beta_t>");
        assert_string_equal(out.data, "(1−u_t) u_{t−1} (1−u_T)² u_240² σ_{t|t−1}²");
        text_clear(&out);
        notation_plain(&out, style, "<keep_t> <stay_t> <fresh_t> <level>");
        assert_string_equal(out.data, notation == NOTATION_EDM ? "α_{t|t−1}² α_{t|t−1} σ_{t|t−1} σ"
                                      : notation == NOTATION_VDM
                                          ? "α_{t|t−1}² α_{t|t−1} σ_{t|t−1} γ"
                                          : "α_{t|t−1}² α_{t|t−1} σ_{t|t−1} log SNR");
        text_free(&out);
    }
}

static void every_notation_has_its_symbols(void **state) {
    (void)state;
    expect_rich(NOTATION_BISHOP, "<alpha_t>", "$α_{t}$");
    expect_rich(NOTATION_HO, "<alpha_t>", "$\\bar{α}_{t}$");
    expect_rich(NOTATION_EDM, "<alpha_t>", "$s_{t}^2$");
    expect_rich(NOTATION_VDM, "<alpha_t>", "$α_{t}^2$");
    expect_rich(NOTATION_HO, "$<z_t> = <signal_t> <x>$", "$x_{t} = √{\\bar{α}_{t}} x_0$");
    expect_rich(NOTATION_VDM, "[m:<mean_240>]", "[m:$μ_Q$]");
    expect_rich(NOTATION_BISHOP, "[m:<mean_240>]", "[m:$m_{240}$]");
}

static void indices_go_where_they_belong(void **state) {
    (void)state;
    expect_rich(NOTATION_BISHOP, "<z_t−1> <z> <z_240>", "$z_{t−1}$ $z$ $z_{240}$");
    expect_rich(NOTATION_VDM, "<beta_T>", "$σ_{T|T−1}^2$");
    expect_rich(NOTATION_VDM, "<beta_240>", "$σ_{240|239}^2$");
    expect_rich(NOTATION_VDM, "<beta_t−1>", "$σ_{t−1|t−2}^2$");
    expect_rich(NOTATION_VDM, "<beta>", "$σ_{t|t−1}^2$");
    expect_rich(NOTATION_HO, "<x_t>", "$x_0$"); // x has no step
}

// Of a sum only.
static void sums_are_enclosed_where_asked(void **state) {
    (void)state;
    expect_rich(NOTATION_BISHOP, "$<(keep_9)>/<beta_9>$", "$(1−β_{9})/β_{9}$");
    expect_rich(NOTATION_HO, "$<(keep_9)>/<beta_9>$", "$α_{9}/β_{9}$");
    expect_rich(NOTATION_HO, "1/<(rest_8)>", "1/$(1−\\bar{α}_{8})$");
    expect_rich(NOTATION_VDM, "1/<(rest_8)>", "1/$σ_{8}^2$");
    expect_rich(NOTATION_BISHOP, "<(rest_8> <()>", "<(rest_8> <()>");
    // A product behind a slash, too: 1/s² σ² would read as (1/s²) σ².
    expect_rich(NOTATION_EDM, "$1/<(rest_8)>$", "$1/(s_{8}^2 σ_{8}^2)$");
    expect_rich(NOTATION_EDM, "1/<(rest_8)>", "1/$(s_{8}^2 σ_{8}^2)$");
    expect_rich(NOTATION_EDM, "$2 <(rest_8)>$", "$2 s_{8}^2 σ_{8}^2$");
    expect_plain(NOTATION_EDM, "1/<(rest_8)>", "1/(s_8² σ_8²)");
    expect_plain(NOTATION_BISHOP, "[m:E[<x> | <z_8>]] in [−1, 1]", "E[x | z_8] in [−1, 1]");
}

// One noise for all t has no index: of it alone.
static void one_noise_has_no_index(void **state) {
    (void)state;
    static const char text[] = "$<z_t> = <x> + <n_240> + <noise_240> <eps_240>$";
    static const char *const rich[NOTATIONS] = { "$z_{t} = x + n + √{1−α_{240}} ε_{240}$",
                                                 "$x_{t} = x_0 + ε + √{1−\\bar{α}_{240}} ξ_{240}$",
                                                 "$x_{t} = y + n + s_{240} σ_{240} ε_{240}$",
                                                 "$z_{t} = x + ε + σ_{240} ξ_{240}$" };
    char out[256];
    for (int i = 0; i < NOTATIONS; i++) {
        const NotationStyle style = { (Notation)i, true };
        Text plain = { 0 };
        assert_string_equal(notation_expand(out, sizeof out, style, text), rich[i]);
        notation_plain(&plain, style, "<n_t>");
        assert_string_equal(plain.data, i == NOTATION_BISHOP || i == NOTATION_EDM ? "n" : "ε");
        text_free(&plain);
    }
    expect_rich(NOTATION_HO, "<n_240>", "$ε_{240}$");
}

static void symbols_take_the_colour_of_their_quantity(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        { "what <z_t> says of <x>.", "what [z:$z_{t}$] says of [x:$x$]." },
        { "$1/<sigma2_t> = <alpha>$ [−1, 1]", "$1/[s:σ_{t}^2] = [a:α]$ [−1, 1]" },
        { "[m:of <x> and] <n_t>", "[m:of $x$ and] [n:$n_{t}$]" }, // a group has its own
        { "[m:E[<x> | <z_1>] is <x>]", "[m:E[$x$ | $z_{1}$] is $x$]" },
        { "[m:E[[x:<x>]] is <x>] <x>", "[m:E[[x:$x$]] is $x$] [x:$x$]" },
        { "<level> of <beta_t>", "log SNR of [b:$β_{t}$]" }, // words may be broken at blanks
    };
    char out[256];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(
            notation_expand(out, sizeof out, (NotationStyle){ .tinted = true }, cases[i].text),
            cases[i].wanted);
    Text plain = { 0 };
    notation_plain(&plain, (NotationStyle){ .tinted = true }, cases[0].text);
    assert_string_equal(plain.data, "what z_t says of x.");
    text_free(&plain);
}

// Words stay words, in mathematics too.
static void words_are_set_upright(void **state) {
    (void)state;
    expect_rich(NOTATION_BISHOP, "<level_t> 0.2", "log SNR 0.2");
    expect_rich(NOTATION_BISHOP, "$a <level> b$", "$a $log SNR$ b$");
    expect_rich(NOTATION_VDM, "<level_t> 0.2", "$γ_{t}$ 0.2");
}

static void all_else_stays(void **state) {
    (void)state;
    static const char *const texts[] = { "",
                                         "a < b > c",
                                         "<",
                                         "<x",
                                         "<nothing>",
                                         "<alphab>",
                                         "<alpha_>",
                                         "<xt>",
                                         "x<y",
                                         "$x$",
                                         "<alpha_t",
                                         "é−α",
                                         "<z_0123456789012345678901234567890123456789>" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (int n = 0; n < NOTATIONS; n++) expect_rich((Notation)n, texts[i], texts[i]);
}

static void what_does_not_fit_is_left_out(void **state) {
    (void)state;
    char out[9];
    assert_string_equal(
        notation_expand(out, sizeof out, (NotationStyle){ 0 }, "<alpha_t><alpha_t>"), "$α_{t}$");
    char tiny[3]; // α is not cut in two
    assert_string_equal(notation_expand(tiny, sizeof tiny, (NotationStyle){ 0 }, "<alpha_t>"), "$");
}

static void a_terminal_gets_characters(void **state) {
    (void)state;
    expect_plain(NOTATION_BISHOP, "<noise_t>, <signal_t>", "√(1−α_t), √α_t");
    expect_plain(NOTATION_HO, "<noise_t>, <signal_t>", "√(1−α\u0304_t), √α\u0304_t");
    expect_plain(NOTATION_HO, "[s:<sigma_t>]", "√β\u0303_t");
    expect_plain(NOTATION_VDM, "<sigma2_t> <beta_t>", "σ_Q² σ_{t|t−1}²");
    expect_plain(NOTATION_BISHOP, "q(<z_t−1> | <z_t>, <x>)", "q(z_{t−1} | z_t, x)");
    expect_plain(NOTATION_BISHOP, "beta_min in a_file \\ {x}", "beta_min in a_file \\ {x}");
    expect_plain(NOTATION_EDM, "$\\frac{a}{b−c}$", "a/(b−c)");
    expect_plain(NOTATION_BISHOP, "$[b:β_t^2] x$ a_b", "β_t² x a_b"); // colours change nothing
    expect_plain(NOTATION_BISHOP, "\\bar and √{2} as they stand", "\\bar and √{2} as they stand");
}

static void the_level_is_one_quantity(void **state) {
    (void)state;
    assert_true(notation_level(NOTATION_HO, -2.5) == -2.5);
    assert_true(notation_level(NOTATION_VDM, -2.5) == 2.5);
    // α = 0.2: σ² = (1 − α)/α = 4
    assert_true(fabs(notation_level(NOTATION_EDM, log(0.25)) - 2) < 1e-15);
    assert_true(isinf(notation_level(NOTATION_EDM, -INFINITY)));
    assert_true(!signbit(notation_level(NOTATION_VDM, 0)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_notation_has_its_symbols),
        cmocka_unit_test(flow_as_itself_has_its_symbols),
        cmocka_unit_test(indices_go_where_they_belong),
        cmocka_unit_test(sums_are_enclosed_where_asked),
        cmocka_unit_test(one_noise_has_no_index),
        cmocka_unit_test(symbols_take_the_colour_of_their_quantity),
        cmocka_unit_test(words_are_set_upright),
        cmocka_unit_test(all_else_stays),
        cmocka_unit_test(what_does_not_fit_is_left_out),
        cmocka_unit_test(a_terminal_gets_characters),
        cmocka_unit_test(the_level_is_one_quantity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
