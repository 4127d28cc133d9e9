// SPDX-License-Identifier: MIT
// What a person reads, in the language in use. Sources hold it in English, marked:
//
//   _("new noise")         looked up here and now
//   N_("new noise")        in a table: as it stands; whoever draws the row writes _(row->title)
//   C_("menu", "open")     where one English word needs several in another language
//   P_("%d step", "%d steps", n)   the one for n
//
// po/LANGUAGE.po has the translations (CONTRIBUTING.md says how they are made), and its catalogue,
// which msgfmt makes, is part of the program. What is not in it stays English. Formats are
// translated whole, "%1$s" where the order is another. What errors, log lines and findings of
// health are made from is not marked: these functions look up the format that they are given
// (po/keywords lists them). Tooltips, buttons and rows of options are looked up by ui/, so they are
// marked N_.
//
// One language is in use in the whole program. translate_use is for the main thread; lookups are
// for any, and what they give is never freed.
#ifndef ALPHABAR_BASE_TRANSLATE_H
#define ALPHABAR_BASE_TRANSLATE_H

#include <stdbool.h>

#if defined(__GNUC__)
#define FORMAT_OF(argument) __attribute__((format_arg(argument)))
#else
#define FORMAT_OF(argument)
#endif

// "ko"; "en" and NULL use none. False where there is no such catalogue: then English is in use.
bool translate_use(const char *language);
bool translate_has(const char *language);
const char *translate_language(void); // "en", "ko"

// Standard error and what the program prints follow the language in use only where somebody asked
// for one (--language); else they are English whatever the window's is.
void translate_terminal(bool follows);
bool translate_terminal_follows(void);

const char *translate(const char *text) FORMAT_OF(1);
const char *translate_in_context(const char *key, const char *text) FORMAT_OF(2);
const char *translate_plural(const char *one, const char *many, long long n) FORMAT_OF(1)
    FORMAT_OF(2);

#define _(text)           translate(text)
#define N_(text)          (text)
#define C_(context, text) translate_in_context(context "\004" text, text)
#define P_(one, many, n)  translate_plural(one, many, n)

#endif
