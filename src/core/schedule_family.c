// SPDX-License-Identifier: MIT
// The families of schedules, u = t/T. Those given by alpha return its logarithm, computed so that
// 1 - alpha keeps its digits near u = 0 and alpha keeps them near u = 1; where their alpha ends
// at 0, the last ln alpha is -inf.
#include "core/schedule_family.h"

#include "base/translate.h"
#include "core/elementary.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

// numpy.linspace(first, last, count) into out[0..count-1].
static void linspace(double *out, int count, double first, double last) {
    double step = count > 1 ? (last - first) / (count - 1) : 0;
    for (int i = 0; i < count; i++) out[i] = i * step + first;
    if (count > 1) out[count - 1] = last;
}

// Given by beta ------------------------------------------------------------------------------

static void linear_beta(double *beta, const ScheduleParams *params) {
    double scale = params->scale_with_t ? 1000.0 / params->steps : 1;
    linspace(beta + 1, params->steps, scale * params->beta_min, scale * params->beta_max);
}

static void scaled_linear_beta(double *beta, const ScheduleParams *params) {
    linspace(beta + 1, params->steps, sqrt(params->beta_min), sqrt(params->beta_max));
    for (int t = 1; t <= params->steps; t++) beta[t] *= beta[t];
}

static void sigmoid_beta(double *beta, const ScheduleParams *params) {
    double range = params->beta_max - params->beta_min;
    linspace(beta + 1, params->steps, -6, 6);
    for (int t = 1; t <= params->steps; t++)
        beta[t] = range / (1 + elementary_exp(-beta[t])) + params->beta_min;
}

static void geometric_beta(double *beta, const ScheduleParams *params) {
    int last = params->steps;
    double ratio = last > 1 ? elementary_log(params->beta_max / params->beta_min) / (last - 1) : 0;
    for (int t = 1; t <= last; t++) beta[t] = params->beta_min * elementary_exp(ratio * (t - 1));
    if (last > 1) beta[last] = params->beta_max;
}

static void constant_beta(double *beta, const ScheduleParams *params) {
    for (int t = 1; t <= params->steps; t++) beta[t] = params->beta_max;
}

static void jsd_beta(double *beta, const ScheduleParams *params) {
    for (int t = 1; t <= params->steps; t++) beta[t] = 1.0 / (params->steps - t + 1);
}

static void warmup_beta(double *beta, const ScheduleParams *params, double fraction) {
    int rise = (int)(params->steps * fraction);
    linspace(beta + 1, rise, params->beta_min, params->beta_max);
    for (int t = rise + 1; t <= params->steps; t++) beta[t] = params->beta_max;
}

static void warmup10_beta(double *beta, const ScheduleParams *params) {
    warmup_beta(beta, params, 0.1);
}

static void warmup50_beta(double *beta, const ScheduleParams *params) {
    warmup_beta(beta, params, 0.5);
}

static void file_beta(double *beta, const ScheduleParams *params) {
    memcpy(beta + 1, params->betas, (size_t)params->steps * sizeof *beta);
}

// Given by ln alpha --------------------------------------------------------------------------

// ln cos^2(angle), where rest = pi/2 - angle.
static double log_cos2(double angle, double rest) {
    double sine = elementary_sin(angle);
    return angle < rest ? elementary_log1p(-sine * sine) : 2 * elementary_log(elementary_sin(rest));
}

// f(u) = cos^p((u + s)/(1 + s) pi/2), p = 2. The definition divides by f(0).
static void cosine_log_alpha(double *log_alpha, const ScheduleParams *params) {
    int last = params->steps;
    double s = params->cosine_s, scale = PI / 2 / (1 + s);
    double start = log_cos2(s * scale, scale);
    double half_power = schedule_own(params, OWN_COSINE_POWER) / 2;
    for (int t = 1; t <= last; t++) {
        double u = (double)t / last, rest = (double)(last - t) / last;
        log_alpha[t] = half_power * (log_cos2((u + s) * scale, rest * scale) - start);
    }
}

// cosh(x) with sign 1, sinh(x) with sign -1.
static double hyperbolic(double x, int sign) {
    double power = elementary_exp(x), less = elementary_expm1(-fabs(x)); // of e^-|x| - 1
    if (sign > 0) return 0.5 * (power + 1 / power);
    return copysign(-0.5 * (less + less / (1 + less)), x); // without cancellation
}

// (sig(e/tau) - sig(v/tau))/(sig(e/tau) - sig(b/tau)), v = u(e - b) + b, sig the logistic function,
// b = -3, e = 3, tau = 1. With sig(p) - sig(q) = sinh((p - q)/2)/(2 cosh(p/2) cosh(q/2)) nothing
// cancels.
static void sigmoid_alpha_log_alpha(double *log_alpha, const ScheduleParams *params) {
    int last = params->steps;
    double half = 0.5 / schedule_own(params, OWN_SIGMOID_TAU);
    double start = half * schedule_own(params, OWN_SIGMOID_START);
    double end = half * schedule_own(params, OWN_SIGMOID_END), range = end - start;
    double of_fall = hyperbolic(fabs(end), 1) / hyperbolic(range, -1);
    double of_rest = hyperbolic(fabs(start), 1) / hyperbolic(range, -1);
    for (int t = 1; t <= last; t++) {
        double u = (double)t / last, rest = (double)(last - t) / last;
        double here = hyperbolic(range * u + start, 1);
        double fallen = of_fall / here * hyperbolic(range * u, -1); // 1 - alpha
        log_alpha[t] = fallen < 0.5 - 1e-9
                           ? elementary_log1p(-fallen)
                           : elementary_log(of_rest / here * hyperbolic(range * rest, -1));
    }
}

static void exp_log_alpha(double *log_alpha, const ScheduleParams *params) {
    double rate = schedule_own(params, OWN_EXP_RATE);
    for (int t = 1; t <= params->steps; t++) log_alpha[t] = -rate * t / params->steps;
}

// alpha from log SNR: ln sig(lambda).
static double log_logistic(double lambda) {
    return -elementary_log1p(elementary_exp(-lambda));
}

// log SNR = mu - b sgn(1/2 - u) ln(1 - 2 |1/2 - u| + 1e-6), mu = 0, b = 1/2. diffusers takes
// sqrt(SNR/(1 + SNR)), hence the half, and divides by its value at u = 0.
static double laplace_at(int t, int last, double mu, double b) {
    bool first_half = 2 * t <= last;
    double tail = 2.0 * (first_half ? t : last - t) / last + 1e-6; // 1 - 2 |1/2 - u| + 1e-6
    return 0.5 * log_logistic(mu + (first_half ? -b : b) * elementary_log(tail));
}

static void laplace_log_alpha(double *log_alpha, const ScheduleParams *params) {
    double mu = schedule_own(params, OWN_LAPLACE_MU), b = schedule_own(params, OWN_LAPLACE_B);
    double start = laplace_at(0, params->steps, mu, b);
    for (int t = 1; t <= params->steps; t++)
        log_alpha[t] = laplace_at(t, params->steps, mu, b) - start;
}

// The VP SDE with beta(u) from 0.1 to 20; Song et al. 2021, (33).
static void vp_log_alpha(double *log_alpha, const ScheduleParams *params) {
    double low = schedule_own(params, OWN_VP_BETA_MIN);
    double range = schedule_own(params, OWN_VP_BETA_MAX) - low;
    for (int t = 1; t <= params->steps; t++) {
        double u = (double)t / params->steps;
        log_alpha[t] = -0.5 * range * u * u - low * u;
    }
}

static void vdm_log_alpha(double *log_alpha, const ScheduleParams *params) {
    double high = schedule_own(params, OWN_LOG_SNR_MAX);
    double range = high - schedule_own(params, OWN_LOG_SNR_MIN);
    for (int t = 1; t <= params->steps; t++)
        log_alpha[t] = log_logistic(high - range * t / params->steps);
}

// log SNR = -2 ln tan(a + u(b - a)) is alpha = cos^2(a + u(b - a)); a = atan(exp(-max/2)), and
// b = atan(exp(-min/2)), of which pi/2 - b = atan(exp(min/2)) keeps its digits.
static void simple_log_alpha(double *log_alpha, const ScheduleParams *params) {
    int last = params->steps;
    double a = elementary_atan(elementary_exp(-schedule_own(params, OWN_LOG_SNR_MAX) / 2));
    double left = elementary_atan(elementary_exp(schedule_own(params, OWN_LOG_SNR_MIN) / 2));
    double range = PI / 2 - (a + left);
    for (int t = 1; t <= last; t++) {
        double u = (double)t / last, rest = (double)(last - t) / last;
        log_alpha[t] = log_cos2(a + u * range, left + rest * range);
    }
}

// sigma^(1/rho). Those of the defaults are as pow rounds them.
static double edm_root(double sigma, double rho) {
    if (rho == 7 && sigma == 0.002) return 0.41155971378360795;
    if (rho == 7 && sigma == 80) return 1.8701222535385968;
    return elementary_exp(elementary_log(sigma) / rho);
}

// Karras et al. 2022, (5) with rho = 7, in ascending order.
static void edm_log_alpha(double *log_alpha, const ScheduleParams *params) {
    double rho = schedule_own(params, OWN_EDM_RHO);
    linspace(log_alpha + 1, params->steps, edm_root(schedule_own(params, OWN_EDM_SIGMA_MIN), rho),
             edm_root(schedule_own(params, OWN_EDM_SIGMA_MAX), rho));
    for (int t = 1; t <= params->steps; t++) {
        double root = log_alpha[t], cube = root * root * root;
        double sigma = rho == 7 ? cube * cube * root : elementary_exp(rho * elementary_log(root));
        log_alpha[t] = -elementary_log1p(sigma * sigma);
    }
}

// log SNR = 2 ln((1 - v)/v), v = s u/(1 + (s - 1) u), so that v/(1 - v) = s u/(1 - u).
static void flow_log_alpha(double *log_alpha, const ScheduleParams *params) {
    int last = params->steps;
    for (int t = 1; t < last; t++) {
        double ratio = params->shift * t / (last - t);
        log_alpha[t] = -elementary_log1p(ratio * ratio);
    }
    log_alpha[last] = -INFINITY;
}

static void custom_log_alpha(double *log_alpha, const ScheduleParams *params) {
    knots_fill(params->knots, log_alpha, params->steps);
    for (int t = 1; t <= params->steps; t++) log_alpha[t] = knots_log_alpha(log_alpha[t]);
}

// Rows ---------------------------------------------------------------------------------------

#define STEPS SCHEDULE_USES_STEPS
#define ENDS  (SCHEDULE_USES_BETA_MIN | SCHEDULE_USES_BETA_MAX)

// clang-format off
static const ScheduleFamilyRow rows[SCHEDULE_FAMILIES] = {
    [SCHEDULE_LINEAR] = { .beta = linear_beta, .info = { "linear", N_("Linear"),
        N_("<beta_t> rises in a straight line from <beta_1> to <beta_T>. The schedule of DDPM (Ho et al. 2020), made "
        "for T = 1000: with fewer steps and the same ends, signal is left over at T."),
        STEPS | ENDS | SCHEDULE_USES_SCALE_WITH_T, 1e-4, 0.02 } },
    [SCHEDULE_SCALED_LINEAR] = { .beta = scaled_linear_beta, .info = {
        "scaled_linear", N_("Scaled linear (Stable Diffusion)"),
        N_("$√{<beta_t>}$ rises in a straight line. The schedule of Latent Diffusion and Stable Diffusion "
        "(Rombach et al. 2022), whose own code calls it \"linear\"; \"quad\" in that of DDPM."),
        STEPS | ENDS, 0.00085, 0.012 } },
    [SCHEDULE_COSINE] = { .log_alpha = cosine_log_alpha, .cap = 0.999, .info = {
        "cosine", N_("Cosine"),
        N_("<alpha_t> falls as a squared cosine, whose offset s keeps the first steps from being too small; "
        "<beta_t> is capped at 0.999. Nichol & Dhariwal 2021 (Improved DDPM); squaredcos_cap_v2 in "
        "diffusers."),
        STEPS | SCHEDULE_USES_COSINE_S, 0, 0, 1, { { OWN_COSINE_POWER, 2 } } } },
    [SCHEDULE_SIGMOID] = { .beta = sigmoid_beta, .info = { "sigmoid", N_("Sigmoid in <beta>"),
        N_("<beta_t> rises from <beta_1> to <beta_T> along a sigmoid, slowly at both ends. GeoDiff (Xu et al. 2022), "
        "and sigmoid in diffusers. Not to be confused with the sigmoid in <alpha_t>."),
        STEPS | ENDS, 1e-4, 0.02 } },
    [SCHEDULE_SIGMOID_ALPHA] = { .log_alpha = sigmoid_alpha_log_alpha, .cap = 0.999, .info = {
        "sigmoid_alpha", N_("Sigmoid in <alpha>"),
        N_("<alpha_t> falls along a sigmoid, here from −3 to 3 at temperature 1; <beta_t> is capped at 0.999. Jabri, "
        "Fleet & Chen 2022 (arXiv 2212.11972)."),
        STEPS, 0, 0, 3,
        { { OWN_SIGMOID_START, -3 }, { OWN_SIGMOID_END, 3 }, { OWN_SIGMOID_TAU, 1 } } } },
    [SCHEDULE_EXP] = { .log_alpha = exp_log_alpha, .cap = 0.999, .info = {
        "exp", N_("Exponential in <alpha>"),
        N_("<alpha_t> = exp(−12 t/T): every step removes the same share of what is left, so <beta_t> is constant. "
        "diffusers has it as alpha_transform_type \"exp\"."),
        STEPS, 0, 0, 1, { { OWN_EXP_RATE, 12 } } } },
    [SCHEDULE_GEOMETRIC] = { .beta = geometric_beta, .info = { "geometric", N_("Geometric"),
        N_("<beta_t> grows by the same factor at every step: a straight line from <beta_1> to <beta_T> on a "
        "logarithmic axis."),
        STEPS | ENDS, 1e-4, 0.02 } },
    [SCHEDULE_CONSTANT] = { .beta = constant_beta, .info = { "constant", N_("Constant"),
        N_("The same <beta_t> at every step, so that <alpha_t> decays exponentially: the simplest to reason about. "
        "Among those that Ho et al. 2020 compared."),
        STEPS | SCHEDULE_USES_BETA_MAX, 0, 0.02 } },
    [SCHEDULE_JSD] = { .beta = jsd_beta, .info = { "jsd", "JSD, 1/(T − t + 1)",
        N_("Every step takes the same amount off <alpha_t>: <alpha_t> = 1 − t/T, and nothing is left at T. "
        "Sohl-Dickstein et al. 2015; \"jsd\" in the code of DDPM."),
        STEPS, 0, 0 } },
    [SCHEDULE_WARMUP10] = { .beta = warmup10_beta, .info = { "warmup10", N_("Warm-up over 10 %"),
        // xgettext:no-c-format
        N_("<beta_t> rises in a straight line over the first 10 % of the steps and then stays. From the "
        "code of DDPM (Ho et al. 2020)."),
        STEPS | ENDS, 1e-4, 0.02 } },
    [SCHEDULE_WARMUP50] = { .beta = warmup50_beta, .info = { "warmup50", N_("Warm-up over 50 %"),
        N_("<beta_t> rises in a straight line over the first half of the steps and then stays. From the "
        "code of DDPM (Ho et al. 2020)."),
        STEPS | ENDS, 1e-4, 0.02 } },
    [SCHEDULE_LAPLACE] = { .log_alpha = laplace_log_alpha, .cap = 0.999, .info = {
        "laplace", N_("Laplace (diffusers)"),
        N_("log SNR spread as a Laplace distribution (Hang et al. 2024, arXiv 2407.03297), computed "
        "as in diffusers. The square root it takes there looks like a mix-up of <signal_t> and <alpha_t>, and "
        "leaves signal at T; offered for compatibility."),
        STEPS, 0, 0, 2, { { OWN_LAPLACE_MU, 0 }, { OWN_LAPLACE_B, 0.5 } } } },
    [SCHEDULE_VP] = { .log_alpha = vp_log_alpha, .info = { "vp", "VP SDE",
        N_("The variance-preserving SDE with β(u) from 0.1 to 20, read at u = t/T. Song et al. 2021 "
        "(arXiv 2011.13456); at T = 1000 hardly different from linear."),
        STEPS, 0, 0, 2, { { OWN_VP_BETA_MIN, 0.1 }, { OWN_VP_BETA_MAX, 20 } } } },
    [SCHEDULE_VDM] = { .log_alpha = vdm_log_alpha, .info = { "vdm", N_("Linear in log SNR (VDM)"),
        N_("log SNR falls in a straight line from 13.3 to −5. Variational Diffusion Models (Kingma "
        "et al. 2021), with their fixed end points."),
        STEPS, 0, 0, 2, { { OWN_LOG_SNR_MAX, 13.3 }, { OWN_LOG_SNR_MIN, -5 } } } },
    [SCHEDULE_SIMPLE] = { .log_alpha = simple_log_alpha, .info = {
        "simple", N_("Simple diffusion"),
        N_("The cosine schedule with log SNR held within ±15, so that no <beta_t> need be capped. Hoogeboom et al. "
        "2023 (arXiv 2301.11093), who shift it for larger pictures: set the SNR shift for that."),
        STEPS, 0, 0, 2, { { OWN_LOG_SNR_MAX, 15 }, { OWN_LOG_SNR_MIN, -15 } } } },
    [SCHEDULE_EDM] = { .log_alpha = edm_log_alpha, .info = { "edm", "EDM (Karras)",
        N_("The noise levels σ of Karras et al. 2022, 0.002 to 80 with ρ = 7, in their "
        "variance-preserving form: <alpha_t> = 1/(1 + $σ^2$)."),
        STEPS, 0, 0, 3,
        { { OWN_EDM_SIGMA_MIN, 0.002 }, { OWN_EDM_SIGMA_MAX, 80 }, { OWN_EDM_RHO, 7 } } } },
    [SCHEDULE_FLOW] = { .log_alpha = flow_log_alpha, .info = { "flow", N_("Rectified flow"),
        N_("The straight path $(1 − u)$ <x> $+ u$ <n> (Liu et al. 2022), as it is or, to stand beside the others, divided "
        "so that the variance stays; nothing is left at T. Stable Diffusion 3 (Esser et al. 2024) uses shift 3."),
        STEPS | SCHEDULE_USES_SHIFT, 0, 0 } },
    [SCHEDULE_CUSTOM] = { .log_alpha = custom_log_alpha, .info = { "custom", N_("Drawn by hand"),
        N_("A curve of your own: drag its knots in the plots of <level>, <alpha> or <beta>, double click to add "
        "one, right click to remove it. Monotone cubics (PCHIP) between knots of log SNR, so that "
        "<beta_t> is always between 0 and 1."),
        STEPS, 0, 0 } },
    [SCHEDULE_FORMULA] = { .info = { "formula", N_("By a formula"),
        N_("A curve of your own, typed: log_snr, alpha, beta, sigma or snr over u = t/T, as log_snr = 5 - 10*u^3. "
        "What is no schedule is refused, with the step that is wrong."),
        STEPS, 0, 0 } },
    [SCHEDULE_FILE] = { .beta = file_beta, .info = { "file", N_("From a file"),
        N_("Your own list of <beta_t>: CSV, JSON, .npy, or the trained_betas of a scheduler’s configuration. "
        "T is its length."),
        0, 0, 0 } },
};
// clang-format on

// Within these ranges no step of any family is beyond a double; what else is no schedule is found
// when it is built.
static const ScheduleOwnRow own_rows[SCHEDULE_OWNS] = {
    [OWN_COSINE_POWER] = { "cosine_power", 0, 100, true },
    [OWN_SIGMOID_START] = { "sigmoid_start", -100, 100, false },
    [OWN_SIGMOID_END] = { "sigmoid_end", -100, 100, false },
    [OWN_SIGMOID_TAU] = { "sigmoid_tau", 0, 1000, true },
    [OWN_EXP_RATE] = { "exp_rate", 0, 1000, true },
    [OWN_LAPLACE_MU] = { "laplace_mu", -30, 30, false },
    [OWN_LAPLACE_B] = { "laplace_b", 0, 20, true },
    [OWN_VP_BETA_MIN] = { "vp_beta_min", 0, 1000, false },
    [OWN_VP_BETA_MAX] = { "vp_beta_max", 0, 1000, false },
    [OWN_LOG_SNR_MAX] = { "log_snr_max", -KNOTS_LOG_SNR, KNOTS_LOG_SNR, false },
    [OWN_LOG_SNR_MIN] = { "log_snr_min", -KNOTS_LOG_SNR, KNOTS_LOG_SNR, false },
    [OWN_EDM_SIGMA_MIN] = { "edm_sigma_min", 0, 1e6, true },
    [OWN_EDM_SIGMA_MAX] = { "edm_sigma_max", 0, 1e6, true },
    [OWN_EDM_RHO] = { "edm_rho", 0.1, 1000, false },
};

const ScheduleOwnRow *schedule_own_row(ScheduleOwn own) {
    CHECK((unsigned)own < SCHEDULE_OWNS);
    return &own_rows[own];
}

double schedule_own_default(ScheduleFamily family, ScheduleOwn own) {
    const ScheduleFamilyInfo *info = schedule_family_info(family);
    for (int i = 0; i < info->own_count; i++)
        if (info->own[i].id == own) return info->own[i].value;
    return NAN;
}

double schedule_own(const ScheduleParams *params, ScheduleOwn own) {
    bool standard = !params->own || isnan(params->own[own]);
    return standard ? schedule_own_default(params->family, own) : params->own[own];
}

const ScheduleFamilyRow *schedule_family_row(ScheduleFamily family) {
    CHECK((unsigned)family < SCHEDULE_FAMILIES);
    return &rows[family];
}

const ScheduleFamilyInfo *schedule_family_info(ScheduleFamily family) {
    return &schedule_family_row(family)->info;
}
