// SPDX-License-Identifier: MIT
#ifndef ALPHABAR_BASE_FOLDER_H
#define ALPHABAR_BASE_FOLDER_H

#include "base/error.h"

bool folder_make(const char *path, Error *error); // that one, not its parents
void folder_drop(const char *path);               // where it is empty; else it stays

#endif
