// SPDX-License-Identifier: MIT
// JSON as it is written: numbers that come back, texts of any bytes, the layout.
#include "io/json_out.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static void expect(json_t *value, int deep, int digits, const char *wanted) {
    Text text = { 0 };
    json_append(&text, value, deep, digits);
    assert_string_equal(text.data, wanted);
    text_free(&text);
    json_decref(value);
}

static void texts_are_escaped(void **state) {
    (void)state;
    expect(json_text(""), 0, 0, "\"\"");
    expect(json_text("a \"b\" \\ c"), 0, 0, "\"a \\\"b\\\" \\\\ c\"");
    expect(json_text("1\n2\x01"), 0, 0, "\"1\\n2\\u0001\"");
    expect(json_text("β−𝛽/"), 0, 0, "\"β−𝛽/\"");
    // JSON is UTF-8: the name of a file need not be.
    expect(json_text("caf\xE9.png"), 0, 0, "\"caf\xEF\xBF\xBD.png\"");
    json_t *mended = json_text("\xED\xA0\x80 \xC0\x80 \xF8"); // a surrogate, too long, no such byte
    assert_true(json_is_string(mended));
    json_decref(mended);
}

static void numbers_come_back(void **state) {
    (void)state;
    expect(json_number(0.1), 0, 0, "0.1");
    expect(json_number(0.1), 0, 17, "0.10000000000000001");
    expect(json_number(1), 0, 17, "1");
    expect(json_number(-3e15), 0, 0, "-3000000000000000");
    expect(json_number((double)NAN), 0, 0, "null");
    expect(json_number(-(double)INFINITY), 0, 0, "null");
    expect(json_number_of(1.0 / 3, 9), 0, 0, "0.333333333");
    expect(json_parsed("true"), 0, 0, "true");
    expect(json_parsed("0.02"), 0, 0, "0.02");
    expect(json_parsed("default"), 0, 0, "\"default\"");
    expect(json_parsed("18446744073709551615"), 0, 0, "\"18446744073709551615\"");
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        double value;
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) continue;
        json_t *number = json_number(value);
        Text text = { 0 };
        json_append(&text, number, 0, 0);
        assert_true(strtod(text.data, NULL) == value);
        text_free(&text);
        json_decref(number);
    }
}

static void a_member_a_line(void **state) {
    (void)state;
    expect(json_loads("{}", 0, NULL), 2, 0, "{}");
    expect(json_loads("{\"b\": [1, 2], \"a\": {\"c\": {\"d\": 1, \"e\": 2}, \"f\": [{}, {}]}}", 0,
                      NULL),
           2, 0,
           "{\n  \"b\": [1, 2],\n  \"a\": {\n    \"c\": {\"d\": 1, \"e\": 2},\n    \"f\": [{}, "
           "{}]\n  }\n}");
    expect(json_loads("[{\"a\": 1}, [2]]", 0, NULL), 1, 0, "[\n  {\"a\": 1},\n  [2]\n]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(numbers_come_back),
        cmocka_unit_test(a_member_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
