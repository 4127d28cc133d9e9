// SPDX-License-Identifier: MIT
// What was read from a scheduler_config.json, in the language in use, as screens have it:
// quantities by name (core/notation.h). Both append.
#ifndef ALPHABAR_IO_SCHEDULER_WORDS_H
#define ALPHABAR_IO_SCHEDULER_WORDS_H

#include "base/text.h"
#include "io/scheduler_config.h"

// One line: the class and its table, and what is not as its keys might make one think.
void scheduler_words_brief(Text *out, const SchedulerConfig *config);

// All of it in sentences, with the keys that are only for sampling.
void scheduler_words(Text *out, const SchedulerConfig *config);

#endif
