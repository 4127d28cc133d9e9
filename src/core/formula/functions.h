// SPDX-License-Identifier: MIT
// The functions that a typed expression may call: of any number, infinite ones and NaN too, to
// within a few units in the last place, and with the same bits on every machine.
#ifndef ALPHABAR_CORE_FORMULA_FUNCTIONS_H
#define ALPHABAR_CORE_FORMULA_FUNCTIONS_H

typedef double FunctionOfOne(double x);

FunctionOfOne function_exp, function_log, function_sqrt, function_abs, function_sigmoid;
FunctionOfOne function_tanh, function_atan;
FunctionOfOne function_sin, function_cos, function_tan; // NaN from a million on

// 0^0 is 1; of a negative number to anything but a whole one there is no power: NaN.
double function_power(double base, double exponent);

#endif
