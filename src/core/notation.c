// SPDX-License-Identifier: MIT
#include "core/notation.h"

#include "core/markup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// As rich text inside of $...$. "_#" is the index, '<' in a form the index before it; a form that
// begins with '"' is ordinary text.
typedef struct Symbol {
    const char *name;
    char hue; // as rich text has it
    const char *forms[NOTATIONS];
} Symbol;

static const Symbol symbols[] = {
    // clang-format off
    { "x",      'x', { "x",         "x_0",               "y",                   "x" } },
    { "n",      'n', { "n_#",       "ε_#",               "n_#",                 "ε_#" } },
    { "eps",    'n', { "ε_#",       "ξ_#",               "ε_#",                 "ξ_#" } },
    { "z",      'z', { "z_#",       "x_#",               "x_#",                 "z_#" } },
    { "mean",   'm', { "m_#",       "\\tilde{μ}_#",      "\\tilde{μ}_#",        "μ_Q" } },
    { "sigma",  's', { "σ_#",       "√{\\tilde{β}_#}",   "\\tilde{σ}_#",        "σ_Q" } },
    { "sigma2", 's', { "σ_#^2",     "\\tilde{β}_#",      "\\tilde{σ}_#^2",      "σ_Q^2" } },
    { "beta",   'b', { "β_#",       "β_#",               "β_#",                 "σ_{#|<}^2" } },
    { "keep",   'b', { "1−β_#",     "α_#",               "1−β_#",               "α_{#|<}^2" } },
    { "stay",   'b', { "√{1−β_#}",  "√{α_#}",            "√{1−β_#}",            "α_{#|<}" } },
    { "fresh",  'b', { "√{β_#}",    "√{β_#}",            "√{β_#}",              "σ_{#|<}" } },
    { "alpha",  'a', { "α_#",       "\\bar{α}_#",        "s_#^2",               "α_#^2" } },
    { "signal", 'x', { "√{α_#}",    "√{\\bar{α}_#}",     "s_#",                 "α_#" } },
    { "noise",  'n', { "√{1−α_#}",  "√{1−\\bar{α}_#}",   "s_# σ_#",             "σ_#" } },
    { "rest",   'a', { "1−α_#",     "1−\\bar{α}_#",      "s_#^2 σ_#^2",         "σ_#^2" } },
    { "level",  'a', { "\"log SNR", "\"log SNR",         "σ_#",                 "γ_#" } },
    { "clock",  'a', { "s_#",       "\"1/SNR",           "σ_#^2",               "e^{γ_#}" } },
    // clang-format on
};
enum { SYMBOLS = sizeof symbols / sizeof symbols[0], INDEX = 32 };

static const struct {
    const char *name, *form;
} straight_forms[] = {
    { "beta", "σ_{#|<}^2" }, { "keep", "α_{#|<}^2" },  { "stay", "α_{#|<}" },
    { "fresh", "σ_{#|<}" },  { "alpha", "(1−u_#)^2" }, { "signal", "(1−u_#)" },
    { "noise", "u_#" },      { "rest", "u_#^2" },
};

static const char *form_of(const Symbol *symbol, NotationStyle style) {
    for (size_t i = 0; style.straight && i < sizeof straight_forms / sizeof straight_forms[0]; i++)
        if (strcmp(straight_forms[i].name, symbol->name) == 0) return straight_forms[i].form;
    return symbol->forms[style.notation];
}

static const char *const columns[NOTATIONS][NOTATION_COLUMNS] = {
    [NOTATION_BISHOP] = { "beta", "alpha", "sigma2", "coef_x", "coef_z", "log_snr" },
    [NOTATION_HO] = { "beta", "alpha_bar", "beta_tilde", "coef_x0", "coef_xt", "log_snr" },
    [NOTATION_EDM] = { "beta", "s2", "sigma_tilde2", "coef_y", "coef_x", "sigma" },
    [NOTATION_VDM] = { "beta", "alpha2", "sigma_q2", "coef_x", "coef_z", "gamma" },
};

const char *const *notation_columns(Notation notation) {
    return columns[notation];
}

double notation_level(Notation notation, double log_snr) {
    switch (notation) {
    case NOTATION_EDM: return exp(-log_snr / 2);
    case NOTATION_VDM: return 0 - log_snr; // no −0
    default: return log_snr;
    }
}

double notation_log_snr(Notation notation, double level) {
    switch (notation) {
    case NOTATION_EDM: return -2 * log(level);
    case NOTATION_VDM: return 0 - level;
    default: return level;
    }
}

bool notation_level_is_log(Notation notation) {
    return notation == NOTATION_EDM;
}

// Reads "<NAME>" or "<NAME_INDEX>", the inside in brackets or not, and moves on behind it; NULL
// where there is none.
static const Symbol *read_name(const char **at, char index[INDEX], bool *enclosed) {
    const char *from = *at + 1, *end = strchr(from, '>'), *behind = end;
    if (!end) return NULL;
    *enclosed = from[0] == '(' && end[-1] == ')';
    if (*enclosed) from++, end--;
    for (int i = 0; i < SYMBOLS; i++) {
        size_t length = strlen(symbols[i].name);
        if (strncmp(from, symbols[i].name, length) != 0) continue;
        const char *rest = from + length;
        bool indexed = *rest == '_' && end - rest > 1 && end - rest <= INDEX;
        if (rest != end && !indexed) continue;
        size_t count = indexed ? (size_t)(end - rest - 1) : 0;
        memcpy(index, rest + 1, count);
        index[count] = '\0';
        *at = behind + 1;
        return &symbols[i];
    }
    return NULL;
}

// t gives t−1, 240 gives 239, t−1 gives t−2.
static void append_index_before(Text *out, const char *index) {
    char *end;
    long number = strtol(index, &end, 10);
    const char *minus = strstr(index, "−");
    if (*index && !*end)
        text_append(out, "%ld", number - 1);
    else if (minus)
        text_append(out, "%.*s−%ld", (int)(minus - index), index,
                    strtol(minus + strlen("−"), NULL, 10) + 1);
    else
        text_append(out, "%s−1", index);
}

static void append_symbol(Text *out, const char *form, const char *given) {
    // A symbol of two steps is nothing without them.
    const char *index = *given || !strchr(form, '<') ? given : "t";
    for (; *form; form++) {
        if (form[0] == '_' && form[1] == '#') {
            if (*index) text_append(out, "_{%s}", index);
            form++;
        } else if (*form == '#') {
            text_append(out, "%s", index);
        } else if (*form == '<') {
            append_index_before(out, index);
        } else {
            text_append_bytes(out, form, 1);
        }
    }
}

static bool is_sum(const char *form) {
    return strncmp(form, "1−", strlen("1−")) == 0;
}

static void expand(Text *out, NotationStyle style, const char *text) {
    bool math = false, enclosed = false;
    int groups = 0; // in colour, and brackets in them
    char index[INDEX];
    while (*text) {
        const Symbol *symbol = *text == '<' ? read_name(&text, index, &enclosed) : NULL;
        if (!symbol) {
            math ^= *text == '$';
            bool color = text[0] == '[' && text[1] >= 'a' && text[1] <= 'z' && text[2] == ':';
            groups += color || (*text == '[' && groups > 0);
            groups -= *text == ']' && groups > 0;
            text_append_bytes(out, text++, 1);
            continue;
        }
        const char *form = form_of(symbol, style);
        bool words = *form == '"', tinted = style.tinted && !words && groups == 0;
        bool divides = out->length && out->data[out->length - 1] == '/';
        if (tinted) text_append(out, "[%c:", symbol->hue);
        if (words == math) text_append(out, "$");
        bool brackets = enclosed && (is_sum(form) || (divides && strchr(form, ' ')));
        if (style.one_noise && strcmp(symbol->name, "n") == 0) *index = '\0';
        if (brackets) text_append(out, "(");
        append_symbol(out, form + words, index);
        if (brackets) text_append(out, ")");
        if (words == math) text_append(out, "$");
        if (tinted) text_append(out, "]");
    }
}

const char *notation_expand(char *out, size_t size, NotationStyle style, const char *text) {
    if (!strchr(text, '<')) return text;
    Text all = { 0 };
    expand(&all, style, text);
    size_t length = all.length < size ? all.length : size - 1;
    while (length && length < all.length && (all.data[length] & 0xC0) == 0x80) length--;
    memcpy(out, all.data, length);
    out[length] = '\0';
    text_free(&all);
    return out;
}

void notation_plain(Text *out, NotationStyle style, const char *text) {
    Text rich = { 0 };
    expand(&rich, style, text);
    if (rich.data) markup_plain(out, rich.data);
    text_free(&rich);
}
