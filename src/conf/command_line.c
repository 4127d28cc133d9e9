// SPDX-License-Identifier: MIT
#include "conf/command_line.h"

#include "base/path.h"
#include "conf/option.h"
#include "conf/shell.h"

#include <string.h>

static void append_option(Text *out, const Settings *settings, const Option *option, bool whole) {
    Text value = { 0 }, word = { 0 };
    char path[SETTINGS_PATH];
    option_format(&value, settings, option);
    const char *text = value.data ? value.data : "";
    if (whole && option_is_path(option, text)) {
        path_whole(path, sizeof path, text);
        text = path;
    }
    if (option->group == GROUP_STATE) {
        text_append(&word, "%s=%s", option->name, text);
        text_append(out, " --set ");
    } else {
        text_append(&word, "%s", text);
        text_append(out, " --");
        for (const char *c = option->name; *c; c++) text_append(out, "%c", *c == '_' ? '-' : *c);
        text_append(out, " ");
    }
    shell_quote(out, word.data);
    text_free(&value);
    text_free(&word);
}

void command_line_append_settings(Text *out, const Settings *settings, bool whole) {
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        if (!option_is_left_out(settings, option)) append_option(out, settings, option, whole);
    }
}

static void append_film(Text *out, const Arguments *arguments) {
    if (!arguments->film) return;
    if (arguments->frames_from) {
        text_append(out, " --frames %d:%d", arguments->frames_from, arguments->frames_to);
        if (arguments->frames_step > 1) text_append(out, ":%d", arguments->frames_step);
    }
    if (arguments->duration > 0) text_append(out, " --duration %.9gs", arguments->duration);
    if (arguments->lesson) {
        text_append(out, " --lesson ");
        shell_quote(out, arguments->lesson);
    }
    if (arguments->fps_given) text_append(out, " --fps %.9g", arguments->fps);
    if (arguments->ease != EASE_LINEAR) text_append(out, " --ease %s", ease_names[arguments->ease]);
    if (arguments->loop_given) text_append(out, " --loop %s", loop_names[arguments->loop]);
}

// A name that starts with '-' would be an option, so it is named from its folder. "-" by itself is
// standard output.
static void append_file(Text *out, const char *path) {
    Text word = { 0 };
    text_append(&word, "%s%s", path[0] == '-' && path[1] ? "./" : "", path);
    shell_quote(out, word.data);
    text_free(&word);
}

void command_line_write(Text *out, const Arguments *arguments) {
    text_append(out, COMMAND_LINE_START);
    append_file(out, path_base(arguments->out));
    if (arguments->image) {
        text_append(out, " ");
        append_file(out, arguments->image);
    }
    if (arguments->what_name) text_append(out, " --what %s", what_names[arguments->what]);
    append_film(out, arguments);
    if (arguments->size_given)
        text_append(out, " --size %dx%d", arguments->settings.look.width,
                    arguments->settings.look.height);
    if (arguments->settings.export.transparent) text_append(out, " --transparent 1");
    // The size is one that was asked for, or the file's own.
    Settings settings = arguments->settings;
    option_reset(&settings, option_row(OPT_SIZE));
    command_line_append_settings(out, &settings, false);
}
