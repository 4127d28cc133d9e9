// SPDX-License-Identifier: MIT
// JSON out: a tree of jansson's, laid out for a person. Objects, and lists of objects and lists,
// have a member a line down to `deep` levels; what lies below that, and a list of numbers, is on
// one line.
#ifndef ALPHABAR_IO_JSON_OUT_H
#define ALPHABAR_IO_JSON_OUT_H

#include "base/error.h"
#include "base/text.h"

#include <jansson.h>

// digits: significant ones of a number that is not whole; 0: as few as give it back.
void json_append(Text *out, const json_t *value, int deep, int digits);

// A whole file, with as many digits as give the numbers back. Fails where the file cannot be
// written.
bool json_write(const char *path, const json_t *value, int deep, Error *error);

// Never NULL. A number that is not finite is null, a whole one has no point; what is no UTF-8 in a
// text becomes U+FFFD.
json_t *json_number(double value);
json_t *json_number_of(double value, int digits); // rounded to so many significant ones
json_t *json_text(const char *text);
// What `text` is as JSON ("true", "0.5"), and where it is none, or does not fit, it as a text.
json_t *json_parsed(const char *text);

#endif
