// SPDX-License-Identifier: MIT
#include "conf/command_line.h"

#include "base/path.h"
#include "conf/option.h"

#include <stdio.h>
#include <string.h>

void command_line_quote(Text *out, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./:,%+=@-";
    if (*word && !word[strspn(word, plain)]) {
        text_append(out, "%s", word);
        return;
    }
    text_append(out, "'");
    for (; *word; word++) {
        if (*word == '\'')
            text_append(out, "'\\''");
        else
            text_append_bytes(out, word, 1);
    }
    text_append(out, "'");
}

int command_line_split(char *line, char *words[COMMAND_LINE_WORDS]) {
    int count = 0;
    char *from = line, *to = line;
    for (;;) {
        while (*from == ' ' || *from == '\n') from++;
        if (!*from) return count;
        if (count == COMMAND_LINE_WORDS) return -1;
        words[count++] = to;
        char quote = '\0';
        for (; *from && (quote || (*from != ' ' && *from != '\n')); from++) {
            if (quote == *from)
                quote = '\0';
            else if (!quote && (*from == '\'' || *from == '"'))
                quote = *from;
            else if (quote != '\'' && *from == '\\' && from[1])
                *to++ = *++from;
            else
                *to++ = *from;
        }
        if (quote) return -1;
        if (*from) from++; // before `to` overwrites it
        *to++ = '\0';
    }
}

// What is no part of what a file shows.
static bool is_of_the_window(OptionId id) {
    switch (id) {
    case OPT_SIZE: // written where it was asked for
    case OPT_THREADS:
    case OPT_PLAYING:
    case OPT_LOOP:
    case OPT_SPEED:
    case OPT_HELP:
    case OPT_FULLSCREEN:
    case OPT_PRESENTING:
    case OPT_SPOTLIGHT: return true;
    default: return id >= OPT_EXPORT_SHEET && id <= OPT_EXPORT_PATH;
    }
}

// --betas brings the schedule and its length.
static bool follows_from_betas(const Settings *settings, OptionId id) {
    bool from_file = settings->schedule == SCHEDULE_FILE;
    if (id == OPT_BETAS) return !from_file;
    return from_file && (id == OPT_SCHEDULE || id == OPT_STEPS);
}

// The value as `set` takes it, with no more digits than give it back exactly.
static void append_value(Text *out, const Settings *settings, const Option *option) {
    if (option->type == OPTION_REAL) {
        char digits[40];
        double value = option_number(settings, option), back;
        for (int precision = 6; precision <= 17; precision++) {
            snprintf(digits, sizeof digits, "%.*g", precision, value);
            if (read_real(digits, &back) && back == value) break;
        }
        text_append(out, "%s", digits);
        return;
    }
    option_format(out, settings, option);
}

static void append_option(Text *out, const Settings *settings, const Option *option) {
    Text word = { 0 };
    char name[64];
    snprintf(name, sizeof name, "%s", option->name);
    if (option->group == GROUP_STATE) {
        text_append(&word, "%s=", name);
        text_append(out, " --set ");
    } else {
        for (char *c = name; *c; c++)
            if (*c == '_') *c = '-';
        text_append(out, " --%s ", name);
    }
    append_value(&word, settings, option);
    command_line_quote(out, word.data);
    text_free(&word);
}

static void append_settings(Text *out, const Settings *settings) {
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        if (is_of_the_window(option->id) || follows_from_betas(settings, option->id)) continue;
        if (option->id == OPT_T || !option_is_default(settings, option))
            append_option(out, settings, option);
    }
}

static void append_film(Text *out, const Arguments *arguments) {
    if (!arguments->film) return;
    if (arguments->frames_from) {
        text_append(out, " --frames %d:%d", arguments->frames_from, arguments->frames_to);
        if (arguments->frames_step > 1) text_append(out, ":%d", arguments->frames_step);
    }
    if (arguments->duration > 0) text_append(out, " --duration %.9gs", arguments->duration);
    if (arguments->fps_given) text_append(out, " --fps %.9g", arguments->fps);
    if (arguments->ease != EASE_LINEAR) text_append(out, " --ease %s", ease_names[arguments->ease]);
    if (arguments->loop_given) text_append(out, " --loop %s", loop_names[arguments->loop]);
}

void command_line_write(Text *out, const Arguments *arguments) {
    text_append(out, COMMAND_LINE_START);
    command_line_quote(out, path_base(arguments->out));
    if (arguments->image) {
        // A name that starts with '-' would be an option, so it is named from its folder.
        bool dash = arguments->image[0] == '-';
        Text image = { 0 };
        text_append(&image, "%s%s", dash ? "./" : "", arguments->image);
        text_append(out, " ");
        command_line_quote(out, image.data);
        text_free(&image);
    }
    if (arguments->what_name) text_append(out, " --what %s", what_names[arguments->what]);
    append_film(out, arguments);
    if (arguments->size_given)
        text_append(out, " --size %dx%d", arguments->settings.width, arguments->settings.height);
    append_settings(out, &arguments->settings);
}
