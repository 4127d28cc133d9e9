// SPDX-License-Identifier: MIT
#include "core/objective/loss_weight.h"

#include "base/error.h"
#include "base/translate.h"

#include <math.h>
#include <stddef.h>

static const double pi = 3.14159265358979323846;

// e^{−log SNR}: s_t of core/schedule.h.
static double inverse_snr(double log_snr) {
    return exp(-log_snr);
}

// Ho et al. 2020, arXiv 2006.11239, (14).
static double weigh_eps(double log_snr, const LossParams *params) {
    (void)log_snr, (void)params;
    return 1;
}

static double weigh_x0(double log_snr, const LossParams *params) {
    (void)params;
    return inverse_snr(log_snr);
}

// Salimans & Ho 2022, arXiv 2202.00512, section 4.
static double weigh_v(double log_snr, const LossParams *params) {
    (void)params;
    return 1 + inverse_snr(log_snr);
}

// Lipman et al. 2023, arXiv 2210.02747; Esser et al. 2024, arXiv 2403.03206, section 2.
static double weigh_flow(double log_snr, const LossParams *params) {
    (void)params;
    double root = 1 + exp(-log_snr / 2);
    return root * root;
}

// Hang et al. 2023, arXiv 2303.09556: min(SNR, gamma) on the error of x̂, whatever is predicted.
static double weigh_min_snr(double log_snr, const LossParams *params) {
    return fmin(1, params->values[LOSS_GAMMA] * inverse_snr(log_snr));
}

// Choi et al. 2022, arXiv 2204.00227: P2 weighting.
static double weigh_p2(double log_snr, const LossParams *params) {
    return pow(params->values[LOSS_K] + exp(log_snr), -params->values[LOSS_GAMMA]);
}

// Karras et al. 2022, arXiv 2206.00364, Table 1: λ(σ) = (σ² + sigma_data²)/(σ sigma_data)² on the
// error of x̂, which is σ² times that of the noise.
static double weigh_edm(double log_snr, const LossParams *params) {
    double data = params->values[LOSS_SIGMA_DATA];
    return 1 + inverse_snr(log_snr) / (data * data);
}

// Crowson et al. 2024, arXiv 2401.11605; k-diffusion, layers.py, Denoiser: 1/(σ² + sigma_data²) on
// the error of x̂.
static double weigh_soft_min_snr(double log_snr, const LossParams *params) {
    double data = params->values[LOSS_SIGMA_DATA];
    return 1 / (1 + data * data * exp(log_snr));
}

// Yu et al. 2023, arXiv 2310.08442; the bound is that of kohya's sd-scripts,
// custom_train_functions.py, apply_debiased_estimation.
static double weigh_debiased(double log_snr, const LossParams *params) {
    return 1 / sqrt(fmin(exp(log_snr), params->values[LOSS_SNR_CAP]));
}

// Kingma & Gao 2023, arXiv 2303.00848, who state it for weight times density; on the error itself
// it is in diffusion-forcing-transformer, continuous_diffusion.py.
static double weigh_sigmoid(double log_snr, const LossParams *params) {
    return 1 / (1 + exp(log_snr - params->values[LOSS_BIAS]));
}

// 2/(π(1−2u+2u²)) on the flow's error, u = 1/(1 + √SNR): diffusers, training_utils.py,
// compute_loss_weighting_for_sd3. With q = SNR^−½ that is 2/π (1+q)²/(1+q²) times (1+q)².
static double weigh_cosmap(double log_snr, const LossParams *params) {
    (void)params;
    double q = exp(-log_snr / 2), small = fmin(q, 1 / q);
    double share = (1 + small) * (1 + small) / (1 + small * small); // the same for q and 1/q
    return 2 / pi * share * (1 + q) * (1 + q);
}

#define NONE NAN
static const LossWeightRow rows[LOSS_WEIGHTS] = {
    // clang-format off
    //                                                  γ    k     sigma_data bias cap
    [LOSS_EPS] = { "eps", N_("noise MSE"), "1",
        N_("Ho et al. 2020, (14): the plain squared error of the predicted noise"),
        { NONE, NONE, NONE, NONE, NONE }, weigh_eps },
    [LOSS_X0] = { "x0", N_("<x> MSE"), "1/SNR",
        N_("The plain squared error of the predicted <x> (Salimans & Ho 2022, section 4)"),
        { NONE, NONE, NONE, NONE, NONE }, weigh_x0 },
    [LOSS_V] = { "v", N_("$v$ MSE"), "1 + 1/SNR",
        N_("Salimans & Ho 2022, section 4: the plain squared error of $v$ = $<signal_t> <n> − <noise_t> <x>$"),
        { NONE, NONE, NONE, NONE, NONE }, weigh_v },
    [LOSS_FLOW] = { "flow", N_("flow MSE"), "(1 + SNR$^{−1/2}$)²",
        N_("Lipman et al. 2023; Esser et al. 2024, section 2: the plain squared error of the velocity <n> − <x>"),
        { NONE, NONE, NONE, NONE, NONE }, weigh_flow },
    [LOSS_MIN_SNR] = { "min_snr", N_("min-SNR"), N_("min(1, gamma/SNR)"),
        N_("Hang et al. 2023; diffusers and kohya: min(SNR, gamma) on the error of <x>, whatever is predicted"),
        { 5, NONE, NONE, NONE, NONE }, weigh_min_snr },
    [LOSS_P2] = { "p2", "P2", N_("1/(k + SNR)^gamma"),
        N_("Choi et al. 2022: less where the picture is nearly clean"),
        { 1, 1, NONE, NONE, NONE }, weigh_p2 },
    [LOSS_EDM] = { "edm", "EDM", "1 + 1/(sigma_data² SNR)",
        N_("Karras et al. 2022, Table 1: SNR + 1/sigma_data² on the error of <x>"),
        { NONE, NONE, 0.5, NONE, NONE }, weigh_edm },
    [LOSS_SOFT_MIN_SNR] = { "soft_min_snr", N_("soft min-SNR"), "1/(1 + sigma_data² SNR)",
        N_("Crowson et al. 2024; k-diffusion, layers.py: SNR/(1 + sigma_data² SNR) on the error of <x>"),
        { NONE, NONE, 1, NONE, NONE }, weigh_soft_min_snr },
    [LOSS_DEBIASED] = { "debiased", N_("debiased"), "min(SNR, cap)$^{−1/2}$",
        N_("Yu et al. 2023; kohya, apply_debiased_estimation, which counts SNR as 1000 at most"),
        { NONE, NONE, NONE, NONE, 1000 }, weigh_debiased },
    [LOSS_SIGMOID] = { "sigmoid", N_("sigmoid"), "1/(1 + SNR exp(−b))",
        N_("Kingma & Gao 2023, who state it for weight times density, with b = 2; on the error itself as in diffusion-forcing-transformer"),
        { NONE, NONE, NONE, 2, NONE }, weigh_sigmoid },
    [LOSS_ELBO] = { "elbo", "ELBO", N_("1/p(log SNR)"),
        N_("Kingma et al. 2021; Kingma & Gao 2023: every level counts the same, so the weight undoes the density that is trained on"),
        { NONE, NONE, NONE, NONE, NONE }, NULL },
    [LOSS_COSMAP] = { "cosmap", "CosMap", "2(1 + $q$)$^4$/($π$(1 + $q^2$)), $q$ = SNR$^{−1/2}$",
        N_("Esser et al. 2024; diffusers, compute_loss_weighting_for_sd3: $2/(π(1 − 2u + 2u^2))$ on the flow MSE"),
        { NONE, NONE, NONE, NONE, NONE }, weigh_cosmap },
    // clang-format on
};

const LossWeightRow *loss_weight_row(LossWeight loss) {
    CHECK(loss >= 0 && loss < LOSS_WEIGHTS);
    return &rows[loss];
}

double loss_weight(LossWeight loss, const LossParams *params, double log_snr, double density) {
    const LossWeightRow *row = loss_weight_row(loss);
    if (loss == LOSS_ELBO) return 1 / density;
    LossParams full = *params;
    for (int i = 0; i < LOSS_PARAMETERS; i++)
        if (isnan(full.values[i])) full.values[i] = row->defaults[i];
    return row->weight(log_snr, &full);
}
