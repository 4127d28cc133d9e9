# SPDX-License-Identifier: MIT
"""Writes reverse_bayes.csv and reverse_marginal.csv: Bayes' rule for one step back, with x known
and without, in 50 decimal digits and by the definition alone: prior times likelihood over what that
comes to. tests/test_bayes.c and tests/test_marginal.c hold the program against them."""
import os
from decimal import Decimal as D
from decimal import getcontext

getcontext().prec = 50
PI = D("3.14159265358979323846264338327950288419716939937511")
BETAS = {
    "slow": [0.0001 + 0.0199 * i / 39 for i in range(40)],
    "few": [0.1, 0.3, 0.5, 0.7, 0.9],
    "edge": [1e-6, 0.999, 1e-4, 0.5],
    "zero": [0.2, 0.4, 0.6, 1.0],
}


def density(at, mean, variance):
    return (-(at - mean) ** 2 / (2 * variance)).exp() / (2 * PI * variance).sqrt()


def alphas(betas):
    out = [D(1)]
    for beta in betas:
        out.append(out[-1] * (1 - D(beta)))
    return out


def text(value):
    return f"{value:.25e}"


def bayes_rows():
    for name, betas in BETAS.items():
        alpha = alphas(betas)
        for t in range(2, len(betas) + 1, 1 if len(betas) < 10 else 6):
            beta = D(betas[t - 1])
            for x, z in ((0.25, 0.5), (-0.875, 1.5), (1.0, -2.25)):
                dx, dz = D(x), D(z)
                evidence = density(dz, alpha[t].sqrt() * dx, 1 - alpha[t])
                for k in (-2, 0, 1):
                    # Some deviations off the posterior's centre, to the nearest double.
                    sigma2 = beta * (1 - alpha[t - 1]) / (1 - alpha[t])
                    mean = (alpha[t - 1].sqrt() * beta * dx +
                            (1 - beta).sqrt() * (1 - alpha[t - 1]) * dz) / (1 - alpha[t])
                    at = float(mean + k * sigma2.sqrt())
                    prior = density(D(at), alpha[t - 1].sqrt() * dx, 1 - alpha[t - 1])
                    likelihood = density(dz, (1 - beta).sqrt() * D(at), beta)
                    yield [name, t, x, z, repr(at), text(prior), text(likelihood),
                           text(evidence), text(prior * likelihood / evidence), text(mean),
                           text(sigma2)]


CELLS = [0, 3, 9, 4, 0, 0, 0, 1, 0, 0, 2, 8, 8, 2, 0, 0]


def marginal_rows():
    width = D(2) / len(CELLS)
    weights = [D(c) / sum(CELLS) for c in CELLS]
    centres = [-1 + width / 2 + width * i for i in range(len(CELLS))]
    narrow = width * width / 4

    def marginal(alpha, at):
        return sum(w * density(at, alpha.sqrt() * c, alpha * narrow + 1 - alpha)
                   for w, c in zip(weights, centres) if w)

    for name, betas in BETAS.items():
        alpha = alphas(betas)
        for t in range(1, len(betas) + 1, 1 if len(betas) < 10 else 6):
            beta = D(betas[t - 1])
            for z in (-0.75, 0.0, 1.25):
                now = marginal(alpha[t], D(z))
                for at in (-1.5, -0.6875, 0.03125, 0.5, z):
                    before = marginal(alpha[t - 1], D(at))
                    likelihood = density(D(z), (1 - beta).sqrt() * D(at), beta)
                    yield [name, t, z, at, text(before), text(now), text(before * likelihood / now)]


def write(name, header, rows):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    with open(path, "w", encoding="ascii") as file:
        file.write(header + "\n")
        for row in rows:
            file.write(",".join(str(cell) for cell in row) + "\n")


if __name__ == "__main__":
    write("reverse_bayes.csv",
          "betas,t,x,z,at,prior,likelihood,evidence,posterior,mean,sigma2", bayes_rows())
    write("reverse_marginal.csv", "betas,t,z,at,before,now,posterior", marginal_rows())
