// SPDX-License-Identifier: MIT
// Random command lines, right and wrong ones.
#ifndef ALPHABAR_TESTS_RANDOM_COMMANDS_H
#define ALPHABAR_TESTS_RANDOM_COMMANDS_H

#include "app_fixture.h"
#include "chance.h"

static inline const char *one_of(const char *const *list, uint64_t *chance) {
    int count = 0;
    while (list[count]) count++;
    return list[chance_below(chance, count)];
}

// A value that the row takes, mostly.
static inline void put_value(Text *out, const Option *option, uint64_t *chance) {
    static const char *const wrong[] = { "",    "nan", "-1",          "1e9", "x",
                                         "0.5", "1",   "99999999999", NULL };
    if (chance_below(chance, 6) == 0)
        text_append(out, "\"%s\"", one_of(wrong, chance));
    else if (option->id == OPT_RESOLUTION) // small ones, for speed
        text_append(out, "%d", 1 + chance_below(chance, 64));
    else if (option->type == OPTION_INT || option->type == OPTION_REAL)
        text_append(out, "%.17g", option_at_place(option, chance_real(chance)));
    else if (option->type == OPTION_SEED)
        text_append(out, "%llu", (unsigned long long)chance_word(chance));
    else if (option->type == OPTION_SIZE)
        text_append(out, "%dx%d", 300 + chance_below(chance, 2000), 700);
    else if (option->type == OPTION_BOOL)
        text_append(out, "%d", chance_below(chance, 2));
    else if (option->type == OPTION_CHOICE) {
        int count = 0;
        while (option_choice(option, count)) count++;
        text_append(out, "%s", option_choice(option, chance_below(chance, count)));
    } else
        text_append(out, "x.csv");
}

static inline void put_knot_command(Text *out, uint64_t *chance) {
    static const char *const spaces[] = { "log_snr", "alpha", "beta", "gamma", NULL };
    int knot = chance_below(chance, 12) - 1;
    double u = 1.2 * chance_real(chance) - 0.1;
    switch (chance_below(chance, 7)) {
    case 0: text_append(out, "fit_knots"); break;
    case 1: text_append(out, "add_knot %.6f", u); break;
    case 2: text_append(out, "remove_knot %d", knot); break;
    case 3: text_append(out, "next_knot %d", knot - 5); break;
    case 4: text_append(out, "nudge_knot %d %d", knot - 5, chance_below(chance, 9) - 4); break;
    default:
        text_append(out, "move_knot %d %.6f %.6f %s", knot, u, 3 * u - 1, one_of(spaces, chance));
    }
}

static inline void put_command(Text *out, uint64_t *chance) {
    static const char *const files[] = { PICTURE_FILE, "no such file.png",
                                         BETAS_FILE,   "no.csv",
                                         SOURCE_DIR,   SOURCE_DIR "/CMakeLists.txt",
                                         NULL };
    static const char *const plots[] = {
        "signal", "variance", "pixel", "compare2", "nothing", NULL
    };
    static const char *const plain[] = { "play",      "pause",       "unpin",
                                         "new_noise", "new_draw",    "view forward",
                                         "wait 3",    "# a comment", "nonsense",
                                         NULL };
    const Option *option = option_row((OptionId)chance_below(chance, OPTIONS));
    double a = 1200 * chance_real(chance) - 100, b = 1200 * chance_real(chance) - 100;
    static const char *const changes[] = { "focus", "duplicate", "remove", "nothing", NULL };
    static const char *const known[] = { "sd1_zero", "iddpm", "figure3", "flows", "none", NULL };
    switch (chance_below(chance, 22)) {
    case 19:
    case 20:
        text_append(out, "compare %s %d", one_of(changes, chance), chance_below(chance, 5));
        break;
    case 21: text_append(out, "preset %s", one_of(known, chance)); break;
    case 0: text_append(out, "reset %s", option->name); break;
    case 1: text_append(out, "toggle %s", option->name); break;
    case 2:
    case 3: text_append(out, "add %s %d", option->name, chance_below(chance, 61) - 30); break;
    case 4: text_append(out, "step %d", chance_below(chance, 401) - 200); break;
    case 5: text_append(out, "open %s", one_of(files, chance)); break;
    case 6:
        text_append(out, "pin %d %d", chance_below(chance, 60), chance_below(chance, 60));
        break;
    case 7: text_append(out, "zoom %g %g %g", a / 20, b / 900, a / 900); break;
    case 8:
        text_append(out, "range %s %g %g %g %g", one_of(plots, chance), a, b, b, a + 400);
        break;
    case 9: text_append(out, "fit %s", one_of(plots, chance)); break;
    case 10: text_append(out, "%s", one_of(plain, chance)); break;
    case 11:
    case 12:
    case 13: put_knot_command(out, chance); break;
    default: text_append(out, "set %s ", option->name); put_value(out, option, chance);
    }
}

#endif
