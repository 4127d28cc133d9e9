// SPDX-License-Identifier: MIT
#ifndef ALPHABAR_CONF_OPTION_ROWS_H
#define ALPHABAR_CONF_OPTION_ROWS_H

#include "conf/option.h"

extern const Option option_rows[OPTIONS];

#endif
