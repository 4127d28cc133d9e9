// SPDX-License-Identifier: MIT
#include "app/window.h"
#include "base/parallel.h"
#include "cli/cli.h"
#include "conf/stage_check.h"
#include "core/kernels.h"
#include "io/image/limit.h"
#include "stage/compared.h"
#include "stage/stage.h"

static bool check_stage(const char *text, Error *error) {
    Stage stage;
    return stage_parse(&stage, text, error);
}

int main(int argc, char **argv) {
    Arguments arguments;
    Error error;
    stage_check_use(check_stage);
    stage_follow_use(stage_compare_named);
    cli_choose_language(argc, argv);
    if (!kernels_choose(&error) || !cli_read(&arguments, argc, argv, &error))
        return cli_fail(&error);
    parallel_set_threads(arguments.settings.threads);
    if (arguments.picture_memory) image_limit_memory((size_t)arguments.picture_memory << 20);
    switch (arguments.action) {
    case ACTION_HELP: return help_run();
    case ACTION_VERSION: return version_run();
    case ACTION_SCHEDULE: return schedule_run(&arguments);
    case ACTION_EXPORT: return export_run(&arguments);
    case ACTION_DENOISE: return denoise_run(&arguments);
    case ACTION_SAMPLE: return sample_run(&arguments);
    case ACTION_BENCH: return bench_run(&arguments);
    case ACTION_WINDOW: return window_run(&arguments);
    }
    return 2;
}
