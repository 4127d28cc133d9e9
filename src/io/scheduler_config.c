// SPDX-License-Identifier: MIT
#include "io/scheduler_config.h"

#include "base/memory.h"
#include "base/text.h"
#include "io/json_file.h"
#include "io/json_out.h"
#include "io/scheduler/levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// diffusers' names and the families' ("exp" is theirs for betas_for_alpha_bar with that transform).
static const struct {
    const char *name;
    ScheduleFamily family;
} schedules[] = {
    { "linear", SCHEDULE_LINEAR },
    { "scaled_linear", SCHEDULE_SCALED_LINEAR },
    { "squaredcos_cap_v2", SCHEDULE_COSINE },
    { "sigmoid", SCHEDULE_SIGMOID },
    { "laplace", SCHEDULE_LAPLACE },
    { "exp", SCHEDULE_EXP },
};
enum { SCHEDULES = sizeof schedules / sizeof schedules[0] };

typedef struct Reader {
    const json_t *root;
    const char *path;
    const SchedulerClass *class;
    Error *error;
} Reader;

// NULL where it is missing or null.
static const json_t *find(const Reader *reader, const char *key) {
    const json_t *value = json_object_get(reader->root, key);
    return json_is_null(value) ? NULL : value;
}

static bool refuse(const Reader *reader, const char *key, const char *wanted) {
    return error_set(reader->error, "%s: %s is %s, which is no %s", reader->path, key,
                     json_show(find(reader, key)).text, wanted);
}

// Values -------------------------------------------------------------------------------------

// Each leaves what it reads into as it is where the key is missing.

static bool read_number(const Reader *reader, const char *key, double above, double below,
                        const char *wanted, double *to) {
    const json_t *value = find(reader, key);
    if (!value) return true;
    double number = json_number_value(value);
    if (!json_is_number(value) || !(number > above && number < below))
        return refuse(reader, key, wanted);
    *to = number;
    return true;
}

static bool read_fraction(const Reader *reader, const char *key, double *to) {
    return read_number(reader, key, 0, 1, "number between 0 and 1", to);
}

static bool read_positive(const Reader *reader, const char *key, double *to) {
    return read_number(reader, key, 0, 1e9, "number above 0", to);
}

static bool read_steps(const Reader *reader, int *to) {
    static const char key[] = "num_train_timesteps";
    const json_t *value = find(reader, key);
    if (!value) return true;
    json_int_t steps =
        json_is_real(value) && json_real_value(value) == floor(json_real_value(value))
            ? (json_int_t)fmin(1e9, fmax(-1, json_real_value(value)))
            : json_integer_value(value);
    if (steps < 1 || steps > SCHEDULE_MAX_STEPS)
        return refuse(reader, key, "whole number from 1 to 10000");
    *to = (int)steps;
    return true;
}

static bool read_flag(const Reader *reader, const char *key, bool *to) {
    const json_t *value = find(reader, key);
    if (!value) return true;
    *to = json_is_true(value);
    return json_is_boolean(value) || refuse(reader, key, "true or false");
}

static bool refuse_name(const Reader *reader, const char *key, const char *names) {
    error_set(reader->error, "%s: %s %s is not known to %s; known are ", reader->path, key,
              json_show(find(reader, key)).text, reader->class->name);
    for (const char *at = names; *at; at += strspn(at, " ")) {
        error_append(reader->error, "%s%.*s", at > names ? ", " : "", (int)strcspn(at, " "), at);
        at += strcspn(at, " ");
    }
    return false;
}

// One of the names, into `to`, which has the default.
static bool read_name(const Reader *reader, const char *key, const char *names, char to[24]) {
    const json_t *value = find(reader, key);
    if (!value) return true;
    const char *name = json_string_value(value);
    if (!name) return refuse(reader, key, "name");
    if (!scheduler_names_hold(names, name)) return refuse_name(reader, key, names);
    snprintf(to, 24, "%s", name);
    return true;
}

// Tables -------------------------------------------------------------------------------------

static bool is_flow(const SchedulerConfig *config) {
    const SchedulerClass *class = config->class;
    return class->table == TABLE_FLOW ||
           (class->grid != GRID_NONE && config->sampling.use_flow_sigmas);
}

static bool read_flow(const Reader *reader, SchedulerConfig *config) {
    const SchedulerClass *class = config->class;
    const char *key = class->table == TABLE_FLOW ? "shift" : "flow_shift";
    config->family = class->grid == GRID_WHOLE ? SCHEDULE_FLOW : SCHEDULE_FILE;
    config->dynamic =
        config->sampling.use_dynamic_shifting && (class->dynamic || class->table == TABLE_BETAS);
    snprintf(config->schedule, sizeof config->schedule, "flow");
    if (config->dynamic && class->dynamic) return true; // which does not read it then
    return read_number(reader, key, 0, 1000, "number between 0 and 1000", &config->shift);
}

static bool has_spread(const SigmaRange *range, const SchedulerClass *class) {
    return range->spread == class->spread && range->min == class->sigma_min &&
           range->max == class->sigma_max && range->rho == 7;
}

static bool read_sigmas(const Reader *reader, const SchedulerConfig *config, SigmaRange *range) {
    const SchedulerClass *class = config->class;
    char spread[24] = "";
    *range = (SigmaRange){ class->sigma_min, class->sigma_max, 7, 1e-5, class->spread };
    if (!read_positive(reader, "sigma_min", &range->min) ||
        !read_positive(reader, "sigma_max", &range->max) ||
        !read_positive(reader, "rho", &range->rho) ||
        !read_fraction(reader, "sampling_eps", &range->start))
        return false;
    if (range->min >= range->max)
        return error_set(reader->error, "%s: sigma_min %.9g is not below sigma_max %.9g",
                         reader->path, range->min, range->max);
    if (class->either && !read_name(reader, "sigma_schedule", "karras exponential", spread))
        return false;
    if (*spread) range->spread = *spread == 'k' ? SPREAD_KARRAS : SPREAD_EXPONENTIAL;
    return true;
}

static bool read_levels(const Reader *reader, SchedulerConfig *config) {
    static const char *const names[] = { "karras", "exponential", "exponential" };
    const SchedulerClass *edm = scheduler_class_find("EDMEulerScheduler");
    SigmaRange range;
    if (!read_sigmas(reader, config, &range)) return false;
    config->family = has_spread(&range, edm) ? SCHEDULE_EDM : SCHEDULE_FILE;
    config->steps += config->class->more;
    config->sigma_min = range.min;
    config->sigma_max = range.max;
    snprintf(config->schedule, sizeof config->schedule, "%s", names[range.spread]);
    return config->steps <= SCHEDULE_MAX_STEPS ||
           refuse(reader, "num_train_timesteps", "whole number from 1 to 9999");
}

static bool read_trained(const Reader *reader, SchedulerConfig *config) {
    const json_t *list = find(reader, "trained_betas");
    size_t count = json_array_size(list);
    if (!json_is_array(list)) return refuse(reader, "trained_betas", "list of numbers");
    if (count == 0) return error_set(reader->error, "%s: trained_betas is empty", reader->path);
    if (count > SCHEDULE_MAX_STEPS)
        return error_set(reader->error, "%s: trained_betas: more than %d values", reader->path,
                         SCHEDULE_MAX_STEPS);
    config->family = SCHEDULE_FILE;
    config->steps = (int)count;
    config->trained = true;
    snprintf(config->schedule, sizeof config->schedule, "trained_betas");
    return true;
}

static bool read_schedule(const Reader *reader, SchedulerConfig *config) {
    const SchedulerClass *class = config->class;
    snprintf(config->schedule, sizeof config->schedule, "%.*s", (int)strcspn(class->schedules, " "),
             class->schedules);
    if (!read_name(reader, "beta_schedule", class->schedules, config->schedule)) return false;
    for (int i = 0; i < SCHEDULES; i++)
        if (strcmp(schedules[i].name, config->schedule) == 0) config->family = schedules[i].family;
    return read_fraction(reader, "beta_start", &config->beta_min) &&
           read_fraction(reader, "beta_end", &config->beta_max);
}

static bool read_betas(const Reader *reader, SchedulerConfig *config) {
    const SchedulerClass *class = config->class;
    bool rescale = false;
    config->beta_min = class->beta_start;
    config->beta_max = class->beta_end;
    config->snr_scale = class->snr_scale > 0 ? class->snr_scale : 1;
    if (!(find(reader, "trained_betas") ? read_trained(reader, config)
                                        : read_schedule(reader, config)) ||
        !read_flag(reader, "rescale_betas_zero_snr", &rescale) ||
        (class->snr_scale > 0 && !read_positive(reader, "snr_shift_scale", &config->snr_scale)))
        return false;
    config->snr_shift = 1 / sqrt(config->snr_scale);
    config->zero_snr = rescale && class->end == END_ZERO;
    config->tiny_end = rescale && class->end == END_TINY;
    config->without_end = config->family;
    if (config->tiny_end) config->family = SCHEDULE_FILE;
    return true;
}

// Lists of beta ------------------------------------------------------------------------------

static bool read_values(const Reader *reader, double **betas) {
    size_t count;
    return json_numbers(betas, &count, find(reader, "trained_betas"), reader->path, reader->error);
}

// What the betas are before their end is moved, with zero terminal SNR.
static bool build_ending_at_zero(const Reader *reader, const SchedulerConfig *config,
                                 Schedule *schedule) {
    double *betas = NULL;
    ScheduleParams params = { .family = config->without_end,
                              .steps = config->steps,
                              .beta_min = config->beta_min,
                              .beta_max = config->beta_max,
                              .cosine_s = NAN,
                              .shift = NAN,
                              .snr_shift = config->snr_shift,
                              .zero_snr = true };
    if (config->trained && !read_values(reader, &betas)) return false;
    params.betas = betas;
    bool good = schedule_build(schedule, &params, reader->error);
    free(betas);
    if (good) return true;
    reader->error->kind = ERROR_FAILED;
    return error_prefix(reader->error, "%s", reader->path);
}

// alpha_T = 2^-24 after the betas were rescaled to alpha_T = 0.
static bool make_tiny_end(const Reader *reader, const SchedulerConfig *config, double **betas) {
    const double tiny = 1.0 / (1 << 24);
    Schedule schedule = { 0 };
    int last = config->steps;
    if (!build_ending_at_zero(reader, config, &schedule)) return false;
    double before = schedule.alpha[last - 1];
    if (before > tiny) {
        *betas = mem_alloc((size_t)last, sizeof **betas);
        memcpy(*betas, schedule.beta + 1, (size_t)last * sizeof **betas);
        (*betas)[last - 1] = 1 - tiny / before;
    }
    schedule_free(&schedule);
    return before > tiny ||
           error_set(reader->error,
                     "%s: with rescale_betas_zero_snr %s ends at alpha = 2^-24, above the %.3g of "
                     "the step before: no beta does that (DDIMScheduler ends at 0)",
                     reader->path, config->class->name, before);
}

static bool has_tiny_end(const Reader *reader, const SchedulerConfig *config) {
    double *betas = NULL;
    bool good = make_tiny_end(reader, config, &betas);
    free(betas);
    return good;
}

static bool make_list(const Reader *reader, const SchedulerConfig *config, double **betas) {
    SigmaRange range;
    if (config->family != SCHEDULE_FILE)
        return error_set(reader->error, "%s: has no list of betas: --scheduler-config reads it",
                         reader->path);
    if (config->tiny_end) return make_tiny_end(reader, config, betas);
    if (config->trained) return read_values(reader, betas);
    bool sigmas = config->class->table == TABLE_SIGMAS;
    if (sigmas && !read_sigmas(reader, config, &range)) return false;
    *betas = mem_alloc((size_t)config->steps, sizeof **betas);
    if (sigmas)
        levels_of_sigmas(*betas, config->steps, &range);
    else
        levels_of_flow(*betas, config->steps, config->class->grid, config->shift);
    return true;
}

// What is said of keys -----------------------------------------------------------------------

static bool is_read(const SchedulerConfig *config, const char *key, const json_t *value) {
    const SchedulerClass *class = config->class;
    bool flow = is_flow(config), betas = class->table == TABLE_BETAS && !flow;
    if (strcmp(key, "num_train_timesteps") == 0)
        return !config->trained || json_integer_value(value) == config->steps;
    if (strcmp(key, "shift") == 0)
        return class->table == TABLE_FLOW && !(config->dynamic && class->dynamic);
    if (strcmp(key, "flow_shift") == 0) return flow && class->table == TABLE_BETAS;
    if (strcmp(key, "use_flow_sigmas") == 0) return class->grid != GRID_NONE;
    if (strcmp(key, "use_dynamic_shifting") == 0) return config->dynamic;
    if (strcmp(key, "trained_betas") == 0) return betas;
    if (strcmp(key, "rescale_betas_zero_snr") == 0) return betas && class->end != END_KEPT;
    if (strcmp(key, "snr_shift_scale") == 0) return betas && class->snr_scale > 0;
    if (strncmp(key, "beta_", 5) == 0) return betas && !config->trained;
    if (strcmp(key, "sigma_schedule") == 0) return class->either;
    return class->table == TABLE_SIGMAS; // sigma_min, sigma_max, rho
}

// Those that samplers read as well.
static bool is_for_sampling(const SchedulerConfig *config, const char *key) {
    return scheduler_key(key) == KEY_SAMPLING ||
           (config->class->table != TABLE_SIGMAS &&
            scheduler_names_hold("sigma_min sigma_max rho", key));
}

// What a text with mathematics in it would read as a mark is replaced.
static void append_plainly(char *list, size_t size, const char *word) {
    size_t length = strlen(list);
    for (; *word && length + 1 < size; word++) {
        bool color = *word == '[' && word[1] && word[2] == ':';
        list[length++] = color ? '(' : *word;
        if (strchr("$<>", *word)) list[length - 1] = '?';
    }
    list[length] = '\0';
}

static void add_word(char *list, size_t size, const char *word) {
    static const char rest[] = ", ...";
    size_t length = strlen(list);
    bool full = length >= 3 && strcmp(list + length - 3, "...") == 0;
    bool fits = length + strlen(word) + 2 * sizeof rest < size;
    if (full) return;
    if (fits && length) append_plainly(list, size, ", ");
    append_plainly(list, size, fits ? word : rest);
}

// The name of a key may be anything.
static void show_key(char out[48], const char *key) {
    json_t *text = json_string(key);
    JsonShown shown = json_show(text);
    json_decref(text);
    size_t length = strlen(shown.text);
    bool whole = length > 2 && shown.text[length - 1] == '"';
    snprintf(out, 48, "%.*s", whole ? (int)length - 2 : (int)length, shown.text + whole);
}

static void say_keys(const Reader *reader, SchedulerConfig *config) {
    const char *key;
    json_t *value;
    char name[48], word[112];
    json_object_foreach((json_t *)reader->root, key, value) {
        if (json_is_null(value) || json_is_false(value)) {
            if (scheduler_key(key) != KEY_UNKNOWN) continue; // says nothing
        }
        show_key(name, key);
        if (is_for_sampling(config, key)) {
            const char *text = json_string_value(value);
            bool number = text && scheduler_names_hold("NaN Infinity -Infinity", text);
            snprintf(word, sizeof word, "%s %s", name, number ? text : json_show(value).text);
            add_word(config->for_sampling, sizeof config->for_sampling,
                     json_is_true(value) ? name : word);
        } else if (scheduler_key(key) == KEY_UNKNOWN) {
            add_word(config->not_understood, sizeof config->not_understood, name);
        } else if (scheduler_key(key) == KEY_TABLE && !is_read(config, key, value)) {
            add_word(config->not_read, sizeof config->not_read, name);
        }
    }
}

// A configuration ----------------------------------------------------------------------------

static bool tells_table(const Reader *reader) {
    return find(reader, "beta_schedule") || find(reader, "trained_betas");
}

// No class and no key that tells the table: nothing is guessed.
static bool refuse_unnamed(const Reader *reader) {
    static const char *const keys[] = { "num_train_timesteps", "beta_start", "beta_end", "shift" };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (find(reader, keys[i]))
            return error_set(reader->error,
                             "%s: %s does not tell the table: there is neither _class_name nor "
                             "beta_schedule nor trained_betas",
                             reader->path, keys[i]);
    return error_set(reader->error,
                     "%s: is no scheduler configuration: it has neither _class_name nor "
                     "beta_schedule nor trained_betas",
                     reader->path);
}

static bool read_class(Reader *reader, SchedulerConfig *config) {
    const json_t *value = find(reader, "_class_name");
    const char *name = json_string_value(value);
    if (value && !name) return refuse(reader, "_class_name", "name");
    reader->class = name ? scheduler_class_find(name) : &scheduler_class_none;
    if (!name && !tells_table(reader)) return refuse_unnamed(reader);
    if (!reader->class)
        return error_set(reader->error,
                         "%s: %s is no scheduler class of diffusers up to 0.39, so what its keys "
                         "mean is not known%s",
                         reader->path, json_show(value).text,
                         tells_table(reader) ? "; without _class_name the file is read as that "
                                               "of DDPMScheduler"
                                             : "");
    if (reader->class->table == TABLE_NONE)
        return error_set(reader->error, "%s: %s: %s", reader->path, name, reader->class->why);
    if (name) snprintf(config->class_name, sizeof config->class_name, "%s", name);
    return true;
}

static bool read_all(Reader *reader, SchedulerConfig *config) {
    bool ignored;
    *config = (SchedulerConfig){ .shift = 1, .snr_shift = 1, .snr_scale = 1 };
    // Whatever the class, these are of one type.
    if (!read_steps(reader, &config->steps) ||
        !read_flag(reader, "rescale_betas_zero_snr", &ignored) || !read_class(reader, config))
        return false;
    config->class = reader->class;
    if (!config->steps) config->steps = reader->class->steps;
    scheduler_sampling_read(&config->sampling, reader->root, reader->class);
    if (!read_flag(reader, "use_flow_sigmas", &ignored) ||
        !read_flag(reader, "use_dynamic_shifting", &ignored))
        return false;
    bool good = is_flow(config)                        ? read_flow(reader, config)
                : config->class->table == TABLE_SIGMAS ? read_levels(reader, config)
                                                       : read_betas(reader, config);
    if (good) say_keys(reader, config);
    return good;
}

static bool looks_like_one(const Reader *reader) {
    if (find(reader, "_class_name") || tells_table(reader)) return true;
    if (find(reader, "betas") || find(reader, "beta")) return false;
    return find(reader, "num_train_timesteps") || find(reader, "beta_start") ||
           find(reader, "beta_end");
}

bool scheduler_config_is_one(const char *path) {
    Error ignored;
    json_t *root = json_file_read_python(path, &ignored);
    bool is_one = looks_like_one(&(Reader){ .root = root });
    json_decref(root);
    return is_one;
}

bool scheduler_config_read(SchedulerConfig *config, const char *path, Error *error) {
    json_t *root = json_file_read_python(path, error);
    if (!root) return false;
    Reader reader = { root, path, NULL, error };
    SchedulerConfig read;
    bool good = read_all(&reader, &read) && (!read.tiny_end || has_tiny_end(&reader, &read));
    json_decref(root);
    if (good) *config = read;
    return good;
}

bool scheduler_config_betas(double **betas, int *count, const char *path, Error *error) {
    json_t *root = json_file_read_python(path, error);
    if (!root) return false;
    Reader reader = { root, path, NULL, error };
    SchedulerConfig config;
    bool good = read_all(&reader, &config) && make_list(&reader, &config, betas);
    json_decref(root);
    if (good) *count = config.steps;
    return good;
}

// Out ----------------------------------------------------------------------------------------

// Nine digits give a float back.
static json_t *float_number(double value) {
    return json_number_of((double)(float)value, 9);
}

bool scheduler_config_write(FILE *stream, const Schedule *schedule, Error *error) {
    int steps = schedule->steps;
    for (int t = 1; t <= steps; t++) {
        float beta = (float)schedule->beta[t];
        if (beta == 0 || (beta == 1 && t < steps))
            return error_set(error, "scheduler_config: beta_%d = %.17g is %g in float32", t,
                             schedule->beta[t], (double)beta);
    }
    json_t *root = json_object(), *betas = json_array();
    for (int t = 1; t <= steps; t++) json_array_append_new(betas, float_number(schedule->beta[t]));
    json_object_set_new(root, "_class_name", json_string("DDPMScheduler"));
    json_object_set_new(root, "num_train_timesteps", json_integer(steps));
    json_object_set_new(root, "beta_start", float_number(schedule->beta[1]));
    json_object_set_new(root, "beta_end", float_number(schedule->beta[steps]));
    json_object_set_new(root, "beta_schedule", json_string("linear"));
    json_object_set_new(root, "rescale_betas_zero_snr", json_false());
    json_object_set_new(root, "trained_betas", betas);
    Text out = { 0 };
    json_append(&out, root, 1, 0);
    fprintf(stream, "%s\n", out.data);
    text_free(&out);
    json_decref(root);
    return true;
}
