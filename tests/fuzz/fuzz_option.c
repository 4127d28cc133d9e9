// SPDX-License-Identifier: MIT
// Values of options, knots, formulas and stages among them: the first byte says which. A value that
// is taken is written so that it is taken again, and then the same.
#include "base/text.h"
#include "conf/option.h"
#include "fuzz_with_stages.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Settings settings, again;
    if (size < 1 || data[0] >= OPTIONS) return 0;
    const Option *option = option_row((OptionId)data[0]);
    char *text = fuzz_text(data + 1, size - 1);
    Text first = { 0 }, second = { 0 };
    Error error;
    settings_reset(&settings);
    settings_reset(&again);
    if (option_set(&settings, option, text, &error)) {
        option_format(&first, &settings, option);
        fuzz_require(option_set(&again, option, first.data ? first.data : "", &error),
                     "what is written is taken");
        option_format(&second, &again, option);
        fuzz_require(strcmp(first.data, second.data) == 0, "it is the same");
    }
    text_free(&first);
    text_free(&second);
    free(text);
    return 0;
}
