// SPDX-License-Identifier: MIT
// What the quantities are called, in four notations of the field:
//
//   bishop  Bishop & Bishop 2024, 20.1: z_t = √α_t x + √(1−α_t) n, α cumulative
//   ho      Ho et al. 2020: x_t = √ᾱ_t x_0 + √(1−ᾱ_t) ε, α_t = 1 − β_t
//   edm     Karras et al. 2022: x_t = s_t (y + σ_t n), s_t = 1/√(1+σ_t²)
//   vdm     Kingma et al. 2021: z_t = α_t x + σ_t ε, α_t² + σ_t² = 1, γ_t = −log SNR
//
// Text that names a quantity writes <NAME> or <NAME_INDEX>, and whoever draws it (ui/rich.h, which
// every label, caption and tooltip goes through) or prints it puts the notation's symbol there:
//
//   "<alpha_t>"                       α_t    ᾱ_t    s_t²   α_t²
//   "$<z_t> = <signal_t> <x> + <noise_t> <n>$"
//   "<alpha> of the step, <z_t−1>, <beta_T>, <z_240>"
//
// It may stand outside of $...$ too. An index is whatever stands between '_' and '>'; without one
// the symbol has none. What is no name of the list below stays as it is. Sources never spell a
// symbol out where the notation decides it. A series of "log SNR" takes the values that
// notation_level gives, since σ and γ are other numbers.
#ifndef ALPHABAR_CORE_NOTATION_H
#define ALPHABAR_CORE_NOTATION_H

#include "base/text.h"

#include <stdbool.h>

typedef enum Notation {
    NOTATION_BISHOP,
    NOTATION_HO,
    NOTATION_EDM,
    NOTATION_VDM,
    NOTATIONS
} Notation;

// How symbols are written.
typedef struct NotationStyle {
    Notation notation;
    bool one_noise; // all t share one n, which has no index then: coupling `jump`
    bool tinted;    // every symbol that stands in no [x:...] has the colour of its quantity,
                    // unless it is a word
    bool straight;  // flow's own form, see below
} NotationStyle;

// <NAME>     bishop        ho            edm          vdm
// x          x             x_0           y            x
// n          n_t           ε_t           n_t          ε_t         (from <x> to <z> in one jump)
// eps        ε_t           ξ_t           ε_t          ξ_t         (of one step)
// z          z_t           x_t           x_t          z_t
// mean       m_t           μ̃_t           μ̃_t          μ_Q
// sigma      σ_t           √β̃_t          σ̃_t          σ_Q
// sigma2     σ_t²          β̃_t           σ̃_t²         σ_Q²
// beta       β_t           β_t           β_t          σ²_{t|t−1}
// keep       1−β_t         α_t           1−β_t        α²_{t|t−1}
// stay       √(1−β_t)      √α_t          √(1−β_t)     α_{t|t−1}
// fresh      √β_t          √β_t          √β_t         σ_{t|t−1}   (what multiplies <eps>)
// alpha      α_t           ᾱ_t           s_t²         α_t²
// signal     √α_t          √ᾱ_t          s_t          α_t
// noise      √(1−α_t)      √(1−ᾱ_t)      s_t σ_t      σ_t
// rest       1−α_t         1−ᾱ_t         s_t²σ_t²     σ_t²
// level      log SNR       log SNR       σ_t          γ_t
// clock      s_t           1/SNR         σ_t²         e^γ_t       (noise variance of z_t/√α_t)
//
// In flow's own form, z_t = (1 − u_t) x + u_t n_t, which keeps no variance (core/schedule.h), these
// are in every notation, and what is in no table of flow's papers, one step, is as Kingma has it:
//
// beta  σ²_{t|t−1}    keep  α²_{t|t−1}    stay  α_{t|t−1}    fresh  σ_{t|t−1}
// alpha (1−u_t)²      signal (1−u_t)      noise u_t          rest   u_t²
//
// Ho and Kingma name no noise of one forward step; ξ, since ε is taken.

// <(NAME)> puts a sum into brackets, and behind a slash a product, too: "1/(1−α_t)",
// "1/(s_t²σ_t²)", but "1/σ_t²".

// Rich text with every <NAME> replaced; `text` itself where there is none. What does not fit into
// `out` is left out.
const char *notation_expand(char *out, size_t size, NotationStyle style, const char *text);

// The same for a terminal: no mark-up, roots and indices in characters ("√(1−α_t)", "ᾱ_t").
void notation_plain(Text *out, NotationStyle style, const char *text);

// The value of <level>: log SNR in nats, σ = e^{−log SNR/2}, or γ = −log SNR. And how it is shown.
double notation_level(Notation notation, double log_snr);
double notation_log_snr(Notation notation, double level); // the other way
bool notation_level_is_log(Notation notation);            // σ spans decades: on a logarithmic axis

// Headers of the schedule's table, after t: beta, alpha, sigma2, coef_x, coef_z and the level.
enum { NOTATION_COLUMNS = 6 };
const char *const *notation_columns(Notation notation);

#endif
