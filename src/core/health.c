// SPDX-License-Identifier: MIT
#include "core/health.h"

#include "base/number.h"
#include "base/translate.h"
#include "core/schedule_family.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct Report {
    HealthFinding *findings;
    int count;
    const Schedule *schedule;
    const ScheduleParams *params;
} Report;

static HealthFinding *add(Report *report, HealthSeverity severity) {
    CHECK(report->count < HEALTH_MOST);
    HealthFinding *finding = &report->findings[report->count++];
    *finding = (HealthFinding){ .severity = severity };
    return finding;
}

static void brief(HealthFinding *finding, const char *format, ...) PRINTF_LIKE(2, 3);
static void say(HealthFinding *finding, const char *format, ...) PRINTF_LIKE(2, 3);

static void brief(HealthFinding *finding, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding->brief, sizeof finding->brief, translate(format), arguments);
    va_end(arguments);
}

static void say(HealthFinding *finding, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding->text, sizeof finding->text, translate(format), arguments);
    va_end(arguments);
}

// The end of the chain ------------------------------------------------------------------------

void health_signal_left(char *out, size_t size, const Schedule *schedule) {
    int last = schedule->steps;
    double left = sqrt(schedule->alpha[last]);
    if (left == 0 && isfinite(schedule->log_snr[last]))
        number_power(out, size, (int)round(schedule->log_snr[last] / 2 / log(10)));
    else
        snprintf(out, size, "%s", NUMBER(left, 3));
}

// Up to 1 % of the picture's amplitude nobody has seen to matter (DDPM leaves 0.6 %); Stable
// Diffusion's 6.8 % keeps it from very dark and very bright pictures (Lin et al. 2023, section 2).
static void look_at_end(Report *report) {
    const Schedule *schedule = report->schedule;
    int last = schedule->steps;
    double alpha = schedule->alpha[last], left = sqrt(alpha);
    char number[32];
    health_signal_left(number, sizeof number, schedule);
    HealthFinding *finding = add(report, left > 0.05   ? HEALTH_WRONG
                                         : left > 0.01 ? HEALTH_NOTE
                                                       : HEALTH_GOOD);
    finding->zero_snr_helps = left > 0.01 && last > 1;
    double snr = schedule->one_minus_alpha[last] > 0 ? alpha / schedule->one_minus_alpha[last] : 0;
    if (alpha == 0 && !isfinite(schedule->log_snr[last])) {
        brief(finding, "nothing of the picture is left");
        say(finding,
            "At T nothing of the picture is left: <z_T> is the noise itself, and to predict it "
            "there is trivial and says nothing about <x>. A model needs another target (<x> or v), "
            "and sampling must start at t = T.");
        return;
    }
    brief(finding, left > 0.05   ? N_("the model never sees pure noise")
                   : left > 0.01 ? N_("a trace of the picture is left")
                                 : N_("almost no signal left"));
    if (left > 0.01 && left <= 0.05)
        say(finding,
            "At T <signal_T> = %s of the picture is left (SNR %s), a trace that sampling does "
            "not start from. Zero terminal SNR (--zero-snr 1) takes it away.",
            number, NUMBER(snr, 2));
    else if (left > 0.01)
        say(finding,
            "At T <signal_T> = %s of the picture is left (SNR %s): the model never sees pure "
            "noise in training, but sampling starts from it. Zero terminal SNR "
            "(--zero-snr 1) cures that.",
            number, NUMBER(snr, 2));
    else
        say(finding,
            "At T <signal_T> = %s of the picture is left (SNR %s): hard to tell from pure noise.",
            number, NUMBER(snr, 2));
}

static bool has_free_ends(ScheduleFamily family) {
    return schedule_family_info(family)->uses & (SCHEDULE_USES_BETA_MIN | SCHEDULE_USES_BETA_MAX);
}

// Ends of beta that are made for T = 1000 say something else at another T.
static void look_at_length(Report *report) {
    const Schedule *schedule = report->schedule;
    const ScheduleParams *params = report->params;
    int last = schedule->steps;
    bool scaled = params->family == SCHEDULE_LINEAR && params->scale_with_t;
    if (params->zero_snr) return;
    if (scaled && last != 1000 && schedule->beta[last] >= 0.5) {
        HealthFinding *finding = add(report, HEALTH_WRONG);
        brief(finding, "scaling by 1000/$T$ drives <beta_T> to %s",
              NUMBER(schedule->beta[last], 3));
        say(finding,
            "The ends are scaled by 1000/T = %s, which makes <beta_T> %s: a single step "
            "takes most of what is left. At T = 20 the usual ends reach 1, below that "
            "there is no schedule.",
            NUMBER(1000.0 / last, 4), NUMBER(schedule->beta[last], 3));
    } else if (!scaled && has_free_ends(params->family) && last < 900 &&
               schedule->alpha[last] > 1e-3) {
        HealthFinding *finding = add(report, HEALTH_WRONG);
        finding->zero_snr_helps = last > 1;
        brief(finding, "ends of <beta> made for more steps");
        say(finding,
            "The ends of <beta> do not know T: at T = %d they leave <alpha_T> = %s. Ends for "
            "T = 1000 need scaling by 1000/T (--scale-with-t 1, for linear) or a family "
            "that is given by <alpha>.",
            last, NUMBER(schedule->alpha[last], 3));
    }
}

// Large steps and empty ones ------------------------------------------------------------------

// DDPM begins with noise of deviation 0.01, a little more than a level of 8 bit; a chain that
// begins at 0.3 or more never shows a model what is finer.
static void look_at_start(Report *report) {
    double beta = report->schedule->beta[1];
    if (beta < 0.1) return;
    HealthFinding *finding = add(report, beta < 0.25 ? HEALTH_NOTE : HEALTH_WRONG);
    brief(finding, "the chain begins with <beta_1> = %.3g", beta);
    say(finding,
        "The first step takes %.3g %% of the picture’s variance at once (<beta_1> = %.3g): <z_1> "
        "has noise of deviation %.2g already, a model never sees what is finer, and the last step "
        "back must make all of that at once.",
        100 * beta, beta, sqrt(beta));
}

// The share of the picture's variance that a step takes, alpha_{t-1} - alpha_t. A network that
// learns a mean stands for q(z_{t-1} | z_t) by a Gaussian, which is near where steps are small.
static void look_at_largest_step(Report *report) {
    const Schedule *schedule = report->schedule;
    double most = 0;
    int at = 0;
    for (int t = 2; t <= schedule->steps; t++) {
        double taken = schedule->alpha[t - 1] * schedule->beta[t];
        if (taken > most) most = taken, at = t;
    }
    if (most < 0.25) return;
    HealthFinding *finding = add(report, most < 0.5 ? HEALTH_NOTE : HEALTH_WRONG);
    brief(finding, "one step takes %.3g %% of the picture ($t$ = %d)", 100 * most, at);
    say(finding,
        "Step %d takes %.3g %% of the picture’s variance at once (<beta_%d> = %.4g). The way back "
        "over so large a step, <x> not being known, need be no Gaussian, and a network that "
        "learns a mean puts one in its place.",
        at, 100 * most, at, schedule->beta[at]);
}

// Where hardly anything is left, a step exchanges noise for noise.
static void look_at_empty_steps(Report *report) {
    const Schedule *schedule = report->schedule;
    int steps = schedule->steps, first = 1;
    while (first <= steps && schedule->alpha[first] >= 1e-6) first++;
    int empty = steps - first;
    if (empty < 1 || empty < 0.2 * steps) return;
    HealthFinding *finding = add(report, empty < 0.5 * steps ? HEALTH_NOTE : HEALTH_WRONG);
    brief(finding, "%d of %d steps have nothing left to take", empty, steps);
    say(finding,
        "From t = %d on <signal_t> is below 0.001: the %d steps after it, %.0f %% of all, exchange "
        "noise for noise, and what a model does there is wasted. Fewer steps or smaller <beta> "
        "would do.",
        first, empty, 100.0 * empty / steps);
}

// Beta ----------------------------------------------------------------------------------------

// Two numbers with as many digits as they need to differ, four at least.
typedef struct Pair {
    char first[NUMBER_TEXT], second[NUMBER_TEXT];
} Pair;

static Pair write_apart(double first, double second) {
    Pair pair;
    for (int digits = 4; digits <= 17; digits++) {
        number_text(pair.first, first, digits);
        number_text(pair.second, second, digits);
        if (strcmp(pair.first, pair.second) != 0) break;
    }
    return pair;
}

// A step that is clipped is spoken of elsewhere.
static bool is_clipped(const Report *report, int t) {
    double cap = schedule_family_row(report->params->family)->cap;
    return cap > 0 && report->schedule->beta[t] == cap;
}

static void say_level(Report *report, int rests, int first) {
    const Schedule *schedule = report->schedule;
    HealthFinding *finding = add(report, HEALTH_NOTE);
    bool constant = rests == schedule->steps - 1;
    if (constant)
        brief(finding, "<beta> is constant");
    else
        brief(finding, "<beta> stays level ($t$ = %d)", first);
    if (constant)
        say(finding,
            "<beta> is %s at every step; the textbook assumes that it rises. The formulas hold "
            "all the same.",
            NUMBER(schedule->beta[first], 4));
    else
        say(finding,
            P_("<beta> stays level at %d step, first at t = %d with %s; the textbook assumes "
               "that "
               "it rises. The formulas hold all the same.",
               "<beta> stays level at %d steps, first at t = %d with %s; the textbook assumes "
               "that it rises. The formulas hold all the same.",
               rests),
            rests, first, NUMBER(schedule->beta[first], 4));
}

static void look_at_order(Report *report) {
    const Schedule *schedule = report->schedule;
    int falls = 0, first = 0, rests = 0, level = 0;
    for (int t = 2; t <= schedule->steps; t++) {
        double now = schedule->beta[t], before = schedule->beta[t - 1];
        if (now < before * (1 - 1e-9)) {
            if (!falls++) first = t;
        } else if (now <= before * (1 + 1e-9) && !is_clipped(report, t)) {
            if (!rests++) level = t;
        }
    }
    if (!falls && rests) say_level(report, rests, level);
    if (!falls) return;
    HealthFinding *finding = add(report, HEALTH_NOTE);
    Pair pair = write_apart(schedule->beta[first - 1], schedule->beta[first]);
    brief(finding, "<beta> is not increasing ($t$ = %d)", first);
    say(finding,
        P_("<beta> is not increasing, as the textbook assumes: it falls at %d step, first at "
           "t = %d from %s to %s. The formulas hold all the same.",
           "<beta> is not increasing, as the textbook assumes: it falls at %d steps, first at "
           "t = %d from %s to %s. The formulas hold all the same.",
           falls),
        falls, first, pair.first, pair.second);
}

static void look_at_clips(Report *report) {
    int clipped = 0, first = 0;
    for (int t = 1; t <= report->schedule->steps; t++) {
        if (!is_clipped(report, t)) continue;
        if (!clipped++) first = t;
    }
    if (!clipped) return;
    HealthFinding *finding = add(report, HEALTH_NOTE);
    brief(finding, P_("one step is clipped at 0.999", "%d steps are clipped at 0.999", clipped),
          clipped);
    say(finding,
        P_("%d step is clipped at <beta> = 0.999, from t = %d on: there the table is not the "
           "family’s formula, and one step takes nearly all that is left.",
           "%d steps are clipped at <beta> = 0.999, from t = %d on: there the table is not the "
           "family’s formula, and one step takes nearly all that is left.",
           clipped),
        clipped, first);
}

// Arithmetic ----------------------------------------------------------------------------------

// What a program gets that keeps alpha in float32, as most do: cumprod, then 1 - alpha.
static void look_at_float32(Report *report) {
    const Schedule *schedule = report->schedule;
    float alpha = 1;
    double worst = 0;
    int at = 0, ones = 0;
    for (int t = 1; t <= schedule->steps; t++) {
        alpha *= 1 - (float)schedule->beta[t];
        if (alpha == 1) ones++;
        double rest = (double)(1 - alpha), wanted = schedule->one_minus_alpha[t];
        double error = fabs(rest - wanted) / wanted;
        if (error > worst) worst = error, at = t;
    }
    if (worst < 0.01) return;
    HealthFinding *finding = add(report, ones ? HEALTH_WRONG : HEALTH_NOTE);
    if (ones) {
        brief(finding, "in float32 <alpha_%d> is exactly 1", ones);
        say(finding,
            "Code that keeps <alpha> in float32, as diffusers does, has exactly 1 up to t = %d: "
            "<rest> "
            "is "
            "0 there and log SNR infinite, so it divides by 0. Keep ln <alpha> in float64.",
            ones);
    } else {
        brief(finding, "training in float32: <rest_%d> is off by %s %%", at,
              NUMBER(100 * worst, 2));
        say(finding,
            "Code that keeps <alpha> in float32, as diffusers does, gets <rest> at t = %d (%s) "
            "wrong "
            "by %s %%, and with it <sigma2> and the weights of losses. Make the table in "
            "float64, <rest> as −expm1 of ln <alpha>.",
            at, NUMBER(schedule->one_minus_alpha[at], 2), NUMBER(100 * worst, 2));
    }
}

// What is wrong comes first; the end of the chain stays where it is.
static void sort(Report *report) {
    for (int i = 2; i < report->count; i++)
        for (int j = i; j > 1; j--) {
            HealthFinding *a = &report->findings[j - 1], *b = &report->findings[j];
            if (a->severity >= b->severity) break;
            HealthFinding held = *a;
            *a = *b;
            *b = held;
        }
}

int health_of(HealthFinding findings[HEALTH_MOST], const Schedule *schedule,
              const ScheduleParams *params) {
    Report report = { findings, 0, schedule, params };
    look_at_end(&report);
    look_at_length(&report);
    look_at_start(&report);
    look_at_largest_step(&report);
    look_at_empty_steps(&report);
    look_at_order(&report);
    look_at_clips(&report);
    look_at_float32(&report);
    sort(&report);
    return report.count;
}
