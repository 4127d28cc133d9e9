// SPDX-License-Identifier: MIT
#include "panel/value_series.h"

int value_series(const ValueCurves *curves, const double *walked, int steps,
                 Series series[VALUE_SERIES]) {
    const Option *law = option_row(OPT_SHOW_X);
    const Series all[VALUE_SERIES] = {
        { .toggle = law,
          .hue = HUE_X,
          .y = curves->x,
          .spread = curves->twice,
          .faint = true,
          .dashed = true,
          .width = 1.5f,
          .to = steps,
          .silent = true },
        { .toggle = law,
          .hue = HUE_X,
          .y = curves->x,
          .spread = curves->deviation,
          .faint = true,
          .dashed = true,
          .width = 1.5f,
          .to = steps },
        // Of a long chain they are one line: the mean is its edge.
        { .toggle = option_row(OPT_SHOW_MEAN),
          .hue = HUE_MEAN,
          .y = curves->mean,
          .spread = curves->sigma,
          .from = 1,
          .to = steps,
          .width = 4.6f },
        { .toggle = option_row(OPT_SHOW_Z),
          .hue = HUE_Z,
          .y = curves->z,
          .to = steps,
          .width = 1.3f },
        { .toggle = option_row(OPT_SHOW_WALK),
          .hue = HUE_SIGMA,
          .y = walked,
          .to = steps,
          .width = 1.4f },
    };
    for (int i = 0; i < VALUE_SERIES; i++) series[i] = all[i];
    return walked ? VALUE_SERIES : VALUE_SERIES - 1;
}
