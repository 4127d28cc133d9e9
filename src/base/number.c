// SPDX-License-Identifier: MIT
#include "base/number.h"

#include "base/error.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void number_power(char *out, size_t size, int exponent) {
    static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    char digits[16];
    snprintf(digits, sizeof digits, "%u",
             exponent < 0 ? 0u - (unsigned)exponent : (unsigned)exponent);
    snprintf(out, size, "10%s", exponent < 0 ? "⁻" : "");
    for (const char *digit = digits; *digit; digit++) {
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s", raised[*digit - '0']);
    }
}

// What stands before the power of ten as C writes it, and the power. C rounds it rightly, also
// where the number is too small for its power to be one.
static int split(char digits[NUMBER_TEXT], double value, int decimals) {
    snprintf(digits, NUMBER_TEXT, "%.*e", decimals, fabs(value));
    char *mark = strchr(digits, 'e');
    int exponent = 0;
    sscanf(mark + 1, "%d", &exponent);
    *mark = '\0';
    return exponent;
}

void number_scientific(char *out, size_t size, double value, int decimals) {
    char digits[NUMBER_TEXT], power[NUMBER_TEXT];
    number_power(power, sizeof power, split(digits, value, decimals));
    snprintf(out, size, "%s%s·%s", value < 0 ? "−" : "", digits, power);
}

// "0.250" -> "0.25", "3.00" -> "3"
static void drop_zeros(char *digits) {
    if (!strchr(digits, '.')) return;
    size_t length = strlen(digits);
    while (digits[length - 1] == '0') length--;
    if (digits[length - 1] == '.') length--;
    digits[length] = '\0';
}

const char *number_text(char out[NUMBER_TEXT], double value, int digits) {
    CHECK(digits >= 1 && digits <= 17);
    const char *sign = value < 0 ? "−" : "";
    char number[NUMBER_TEXT], power[NUMBER_TEXT];
    if (isnan(value) || isinf(value) || value == 0) {
        snprintf(out, NUMBER_TEXT, "%s%s", sign, isnan(value) ? "–" : value == 0 ? "0" : "∞");
        return out;
    }
    int exponent = split(number, value, digits - 1);
    if (exponent >= -4 && fabs(value) < 999999.5) {
        int decimals = digits - 1 - exponent;
        snprintf(number, sizeof number, "%.*f", decimals > 0 ? decimals : 0, fabs(value));
        drop_zeros(number);
        snprintf(out, NUMBER_TEXT, "%s%.40s", sign, number);
        return out;
    }
    drop_zeros(number);
    number_power(power, sizeof power, exponent);
    bool one = strcmp(number, "1") == 0;
    snprintf(out, NUMBER_TEXT, "%s%.20s%s%.20s", sign, one ? "" : number, one ? "" : "·", power);
    return out;
}
